// explain/difference.hpp — Two traces side by side, and the facts that brought the difference between them.
//
// The reasons' amounts add up to the difference of the totals. They are found from the total downwards: a
// value that changed passes its change to what its formula reads. Of a sum each operand brings its own
// change; of other operations the operands change one after another, in the order in which they are written,
// and each brings what the value then moves by. Where a gate, a choice or a table decides otherwise than
// before, all of that value's change is the decision's. What is left below a kopeck, and what roundings add,
// is one reason of its own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "explain/trace.hpp"

namespace accrue::explain {

enum class ReasonKind : std::uint8_t {
    input,     // a cell has another value
    param,     // a param has another value, or another of its dated values is in force
    gate,      // a part's gate opened or closed
    choice,    // another alternative was taken
    band,      // another row of a table was reached
    rule,      // the formula is another one
    only_one,  // a name that only one side has
    rows_new,  // of a sum
    rows_gone,
    rows_count,     // … that did not before
    rows_left_out,  // … that did
    rows_other,     // all are others, those of another period
    members,        // of a pool: who came and who left
    row,            // the value is of another row: another team
    lookup,         // another row of a reference, or another cell in it
    calendar,       // the period itself: its days, its number
    earlier,        // a value of another period or row, not opened any further
    together,       // several facts that cannot be told apart
    rounding,
};

// A value in both traces, or in one of them.
struct NodePair {
    NodeId before{}, after{};  // one of them may be none
    friend auto operator<=>(const NodePair&, const NodePair&) = default;
};

struct Reason {
    ReasonKind kind;
    Exact amount = 0;  // of the total's difference, in its unit
    std::string name;  // of what changed: `third2`, `collected@25`
    std::string text;  // in one sentence: `third2 closed: 44 000 000.00 by day 25, needed 45 000 000.00`
    NodePair nodes;    // what changed, or whose decision
};

using PairId = Id<struct PairTag>;
struct Paired {
    NodePair nodes;
    std::optional<Exact> change = {};  // of amounts that both have; of one that only one side has, all of it
    bool is_changed = false;           // it, or something below it
    std::vector<PairId> children = {};
};

struct Difference {
    const Trace* before;
    const Trace* after;
    std::optional<Exact> total = {};          // none when one of the totals has no value
    std::vector<Reason> reasons = {};         // the largest first; they add up to `total`
    std::vector<Reason> without_effect = {};  // facts that changed and brought nothing
    Table<PairId, Paired> pairs = {};         // each once; the first is that of the totals
};

// The traces live as long as the difference is used.
Difference difference(const Trace& before, const Trace& after);

// What the two sides are called over their columns: `February 2026`, `old.pay`.
struct Sides {
    std::string before, after;
};
// Ends in a line break. Lines are at most `width` columns wide where names and words allow it.
std::string to_text(const Difference& difference, const Sides& sides, Colour colour, std::size_t width,
                    Folding folding = Folding::usual);
std::string to_json(const Difference& difference, const Sides& sides,
                    const Sources& sources);  // `accrue.difference/1`

}  // namespace accrue::explain
