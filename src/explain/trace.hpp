// explain/trace.hpp — Why an amount is what it is: a graph of values, each with its formula, its numbers, its
// source line and, at the leaves, its data cell. docs/trace.md describes it for readers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "explain/evaluate.hpp"
#include "explain/term.hpp"

namespace accrue::explain {

enum class Status : std::uint8_t {
    applied,  // the value is what the formula gives
    gate_open,
    gate_closed,  // of a part
    capped,
    floored,     // a bound took effect
    not_above,   // `above` gives 0: the threshold was not passed
    defaulted,   // blank, and the default stands for it
    overridden,  // set by hand; the rule was not run
    missing,     // blank, and not needed
    failed,      // in error
    not_taken,   // a condition that was false or not reached, a band that does not count
};
enum class NodeKind : std::uint8_t {
    definition,
    part,
    pay_line,
    total,
    input,
    param,
    condition,  // of a gate, a guard, an alternative; a side of and/or
    band,
    rounding,
    table,
    window,    // an aggregate over the row's own periods, which are its children
    month,     // one period of a window
    previous,  // a value of an earlier period, of the record before
    built_in,  // `days in month`
    rows,      // an aggregate over other rows; when they are few they are its children
    row,       // one of them
    left_out,  // those that do not count for one reason, which are its children
    others,    // those that are not listed one by one, together
    pool,      // what a share divides
    claim,     // what one clause gives of it: to the row, or, under `rest`, to all
    rest,      // the part of the rest
    lookup,    // a field of a reference
    equation,  // another unknown of the same system
    lot,       // one lot that was there, or came
    division,  // how a pool was divided: all its members
    member,    // one of them
    lots,      // what was added to lots and taken from them, period by period
};

enum class MarginKind : std::uint8_t { to_spare, short_by, over_by, off_by };

struct Condition {
    std::string text = {};  // `44 000 000.00 < 90 % of 50 000 000.00 = 45 000 000.00`
    bool holds = false;
    std::optional<Exact> margin = {};  // how far the sides are apart (≥ 0), in their unit
    MarginKind margin_kind = MarginKind::to_spare;
    bool must_exceed = false;  // missed, and equality would not do
    core::Type type = {};      // of the sides
    bool as_percent = false;
};

struct Node {
    NodeKind kind;
    Status status = Status::applied;
    std::string name = {};          // `third1`
    std::string label = {};         // in the author's words
    std::string formula = {};       // as written: `(collected - 40M) * 0.5%`
    std::string with_numbers = {};  // `(55 000 000.00 − 40 000 000.00) × 0.5 %`
    std::optional<core::Value> value = {};
    core::Type type = {};
    bool shown_as_percent = false;
    bool reached = false;                      // of a band: the key lies in it
    Span source = {};                          // of the scheme; empty for cells
    std::optional<data::CellPlace> cell = {};  // of an input
    std::optional<Condition> condition = {};
    std::optional<core::Value> would_give = {};  // of a case that was missed
    std::string note = {};                       // one sentence more: `since 2026-07`
    std::optional<core::Value> before_rounding = {};
    data::RowId row = {};    // whose value this is
    std::string level = {};  // … when that is another row than the trace's
    std::string row_name = {};
    std::string period = {};                  // … and of another period
    bool is_elsewhere = false;                // … that neither holds the trace's row nor stands in it
    core::ExprId expression = {};             // whose value this is; none for inputs
    std::optional<core::InputId> input = {};  // whose cell this is
    std::optional<core::ParamId> param = {};
    std::optional<Date> since = {}, until = {};  // of a param: the value holds, both included
    std::string more = {};  // the options that print its own trace, of another row: `--path 2026-02.balance`
    Term term = {};         // how the value follows from others; `unread`: it stands for itself
    std::vector<NodeId> children = {};
};

struct Above {
    std::string level, key;
};
// A file of the scheme or of the data, and the line of it that is the row of the trace; 0: none of its lines
// alone.
struct FilePlace {
    std::string file;
    std::uint32_t line = 0;
};
struct Trace {
    std::string scheme, key;
    std::string title;                   // of the scheme, in the author's words
    SourceId source{};                   // of the scheme; parts of it may stand in other files
    std::optional<FilePlace> written{};  // where the scheme stands
    std::vector<FilePlace> files{};      // of the data
    std::string period;                  // `2026-03`; of a record its date
    std::string heading;                 // `March 2026`
    std::vector<Above> above;            // the rows in which it stands, the nearest first
    std::string currency;                // of the scheme; other money is shown with its own
    NodeId root;
    Table<NodeId, Node> nodes;  // each value once; children by id
};
// The node that has it among its children; none of the root.
NodeId above(const Trace& trace, NodeId node);
// How far a trace goes: `depth` is how many steps into earlier periods and other rows are opened; of more
// rows than `listed` only the first stand in it one by one.
struct Reach {
    int depth = 1;
    std::size_t listed = every_row;
    static constexpr std::size_t every_row = ~std::size_t{0};
    static constexpr int everything = 1 << 30;
};
// The trace of a definition (`pay` by default) of one row.
Trace trace(Evaluation& evaluation, core::DefinitionId definition, data::RowId row, Reach reach = {});

// `usual` leaves out what is zero and without interest, what the rows of a sum consist of, and all but the
// first of many rows; it says what it leaves out. `rows_open` shows what the rows consist of. `none` shows
// all.
enum class Folding : std::uint8_t { usual, rows_open, none };

// Ends in a line break. Lines are at most `width` columns wide where names and words allow it.
std::string to_text(const Trace& trace, const Sources& sources, Colour colour, std::size_t width,
                    Folding folding = Folding::usual);
std::string to_json(const Trace& trace, const Sources& sources);  // schema `accrue.trace/1`

}  // namespace accrue::explain
