// core/scheme.hpp — The scheme as it is meant: typed, named by ids, in an order in which it can be computed.
// Everything that computes (run, explain, curve) sees only this. A dozen kinds of expression and three group
// operations; what was written is kept beside them in `Origin` and `TableNote`, for traces and messages.
//
// Every input and definition belongs to a level: it has a value for each row of that level. An expression is
// of the level of the definition in which it stands; it reads its own row, and the rows above it (its team's,
// the whole company's) as single values; rows below it only through an `Aggregate`.
//
// A value is present, missing or in error. Missing is an expression's own absence: a blank cell, no earlier
// month, a quotient by zero, the largest of nothing. Only `Default` and a bare read take a missing value;
// anything else that uses one is in error, and so is all that uses an error. What a `Choose` does not take
// and what cannot change a `Logic` is not used.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/ids.hpp"
#include "base/source.hpp"
#include "number/calendar.hpp"
#include "number/exact.hpp"
#include "number/rounding.hpp"

namespace accrue::core {

using ExprId = Id<struct ExprTag>;
using InputId = Id<struct InputTag>;
using ParamId = Id<struct ParamTag>;
using DefinitionId = Id<struct DefinitionTag>;
using LevelId = Id<struct LevelTag>;
using ReferenceId = Id<struct ReferenceTag>;
using ShareId = Id<struct ShareTag>;
using SystemId = Id<struct SystemTag>;
using LotsId = Id<struct LotsTag>;

// ---------------------------------------------------------------- types and constants

enum class TypeKind : std::uint8_t { money, number, date, month, text, logical };
struct Type {
    TypeKind kind = TypeKind::number;
    std::string currency;  // of money: `RUB`; empty in a sketch without one
    friend bool operator==(const Type&, const Type&) = default;
};
std::string to_text(const Type& type);  // `money RUB`, `number`, `yes/no`
// What can be added up.
inline bool is_amount(TypeKind kind) {
    return kind == TypeKind::money || kind == TypeKind::number;
}
inline bool is_amount(const Type& type) {
    return is_amount(type.kind);
}

using Value = std::variant<Exact, bool, Date, Month, std::string>;  // texts in their folded form are equal

// ---------------------------------------------------------------- expressions

struct Constant {
    Value value;
};
enum class Builtin : std::uint8_t {
    days_in_month,  // number: of the month in which the row's period begins
    days_in_quarter,
    days_in_year,
    ends_month,    // yes/no: this period is the last that begins in its month
    ends_quarter,  // … in its quarter (of the scheme's year)
    ends_year,
    this_month,         // month: that in which the period begins
    number_of_month,    // number: its 1 … 12
    number_of_quarter,  // number: 1 … 4 of the scheme's year
    number_of_year,     // number: the year in which the scheme's year begins
    number_of_week,     // number: of the period's first day, as in ISO 8601
    period_start,       // date: the period's first day
    period_end,
    quarter_start,  // date: the first day of the quarter in which the period begins
    quarter_end,
    year_start,
    year_end,
    row_date,  // date: of a record; else the period's first day
    row_key,   // text: the row's key
};
// In issue order: a cell, the parameter in force on the row's date, another definition. Of an outer level:
// that row's value.
struct Read {
    std::variant<InputId, ParamId, DefinitionId, Builtin> what;
    bool of_asker = false;  // in `Aggregate::paired`: of the row that asks, not of the element
};
// The definition in the latest earlier period in which the row's key has a row; in a records level, in the
// record before this one of the same parent. With `back`, in the row that the key has exactly so many periods
// earlier; not in records. Missing when there is none.
struct Previous {
    DefinitionId of;
    int back = 0;
};
enum class ArithmeticOp : std::uint8_t { add, subtract, multiply, divide };
// Dates: date + number, date - number, date - date in days (numbers must be whole, else an error). `divide`
// by zero is missing.
struct Arithmetic {
    ArithmeticOp op;
    ExprId left, right;
};
enum class CompareOp : std::uint8_t { equal, less, at_most };
struct Compare {
    CompareOp op;
    ExprId left, right;
};
enum class LogicOp : std::uint8_t { both, either, negation };
struct Logic {
    LogicOp op;
    ExprId left, right;  // `right` is none for negation
};
// The value of the first case whose condition holds, else `otherwise`; no `otherwise` is an error of the row.
struct Case {
    ExprId condition, value;
};
struct Choose {
    std::vector<Case> cases;
    ExprId otherwise;
};
enum class ClampOp : std::uint8_t { smaller, larger };
struct Clamp {
    ClampOp op;
    ExprId left, right;
};
struct Round {
    ExprId of;
    Rounding mode;
    ExprId step;  // a constant above 0
};
enum class AggregateOp : std::uint8_t { sum, count, smallest, largest, rank };
enum class Window : std::uint8_t {
    this_period,
    month,  // the periods so far that begin in the same month
    quarter,
    year,
    last_months,  // that many periods
    all_months,
    earlier_of_month,
    earlier_of_quarter,
    earlier_of_year
};
// Which rows it takes, seen from a row: `base` is the level of the row itself or of one above it; without one
// it is everybody. The base's row, in each period of `window` in which its key has a row, and of all of them
// the rows of `of`'s level that stand in it (the base rows themselves when that is the base's level). So `sum
// of x over year` has the own level as base and as elements; `sum of payment.amount` the own level as base;
// `sum of sales over team` the team as base and the own level as elements. `so_far` takes only rows up to
// this one in the order of a records level; then base is the parent and the elements are of the own level.
// One missing value or condition makes it an error; of nothing, sum and count are 0, the others missing.
// `rank` is 1 + how many of the rows have a larger value than this row, which must be one of them, else it is
// missing.
struct Aggregate {
    AggregateOp op;
    DefinitionId of{};     // for count: any definition of the elements' level
    DefinitionId where{};  // yes/no, of the elements' level; may be none
    ExprId paired{};       // yes/no, computed for each element with reads `of_asker`; may be none
    LevelId base{};        // none: everybody
    Window window = Window::this_period;
    int months = 0;  // of last_months
    bool so_far = false;
};
// The field of the most specific row of a reference that fits the keys and is in force on the row's date;
// missing when none does, an error when two equally specific ones do.
struct Lookup {
    ReferenceId reference;
    std::vector<ExprId> keys;
    std::uint32_t field = 0;
};
// The row's share of the pool of the row above it.
struct Shared {
    ShareId share;
};
// An unknown of a system of linear equations.
struct Solved {
    SystemId system;
    std::uint32_t unknown = 0;
};
// Whole months from one date to another: the 15th of March is one month after the 15th of February, and the
// last day of February one after the 31st of January. Negative when the second is earlier.
struct MonthsBetween {
    ExprId from, to;
};
enum class LotsPart : std::uint8_t { left, taken, expired };
// What first-in first-out lots come to in this period.
struct FromLots {
    LotsId lots;
    LotsPart part;
};
struct Default {
    ExprId of, instead;
};

// How an expression stood in the text, where that is more than its kind tells.
enum class WrittenAs : std::uint8_t {
    plain,
    percent_of,  // `50% plan`, `rate of x`: multiply
    above,       // larger(x - t, 0)
    capped,
    floored,
    gate,         // the Choose of a part: open → the part, otherwise 0
    part,         // whole × its portion
    after_gates,  // the sum of parts
    step_table,
    marginal_table,
    whole_table,
    linear_table,
    match_table,
    matrix_table,
    alternatives,   // the Choose of `= … if …` lines
    guard,          // the Choose of `a if c`, 0 otherwise
    pay_rounding,   // the Round of a pay line
    negation,       // 0 - x
    hidden,         // made by check; shown through
    average,        // sum / count
    increase,       // due - what was paid earlier
    edge_order,     // the Choose that holds while edges worked out in the row rise; its value is the table
    pool_rounding,  // the Round of a share's pool
    share,          // Shared
    solved,
    lots,
    lookup,
    converted,       // `convert x to RUB at r`: multiply
    days_employed,   // days of the period between the row's `from` and `to`
    months_between,  // whole months from one date to another
};
struct Origin {
    Span span;
    WrittenAs written_as = WrittenAs::plain;
    bool shown_as_percent = false;
};

struct Expr {
    std::variant<Constant, Read, Previous, Arithmetic, Compare, Logic, Choose, Clamp, Round, Aggregate,
                 Default, Lookup, Shared, Solved, FromLots, MonthsBetween>
        node;
    Type type;
    bool may_be_missing = false;  // the expression's own absence is possible
    Origin origin;
};

// A table's rows as a trace shows them, beside the expression the table became.
struct Band {
    Span span;
    ExprId condition;  // key in this band or an earlier one; none for `otherwise`
    ExprId edge;       // the upper edge; none for the last band, match and matrix
    bool edge_included = false;
    ExprId value;  // the rate or the cell; none for `error`
    ExprId slice;  // marginal: what of the key lies in the band; else none
    ExprId part;   // marginal: slice × rate; else none
};
struct TableNote {
    ExprId table;  // whose note this is
    ExprId key;
    ExprId second_key;  // of a matrix
    std::vector<Band> bands;
};
// The conditions of a part's gates, each as written; all must hold.
struct GateNote {
    ExprId gate;
    std::vector<ExprId> conditions;
    ExprId open_value;
};

// ---------------------------------------------------------------- names

enum class LevelKind : std::uint8_t {
    everything,  // what stands outside the blocks of a scheme with `level` lines: one row a period
    rows,        // a key and a period: people, teams
    records,     // dated rows below a level, several in a period
};
struct Level {
    std::string name;  // `person`; `row` in a sketch; the scheme's name for `everything`
    LevelKind kind = LevelKind::rows;
    LevelId parent{};                                    // none: nothing stands above it
    std::vector<std::vector<std::string>> file_names{};  // of `everything`: see `names_of_file_outside`
    std::vector<InputId> order{};                        // of records: what orders those of one date
    bool order_matters = false;                          // of records: a rule looks at those before
    InputId from{}, to{};                                // of rows: dates, when `days employed` asks for them
    DefinitionId pay_total{};                            // `pay` of its rows; none without pay lines
    std::string label{};
    Span span;
};

struct Input {
    std::string name;  // as declared, NFC; the column's header
    LevelId level{};
    Type type;
    int day = 0;           // `collected@15` has 15; 0 is the plain column
    bool by_day = false;   // it grows from day to day, whether or not a rule reads it as of one
    bool percent = false;  // cells carry `%` (D35)
    bool lever = false, is_signed = false;
    bool optional = false;           // the column may be absent: the input has a default
    std::optional<Exact> low, high;  // the range the data must obey, in money or number
    std::string label;
    Span span;
    InputId who{}, why{};  // of a signed input: texts, who set it and why
};
std::string column_name(const Input& input);  // `collected@15`

struct DatedValue {
    std::optional<Date> from{};  // none: has always held
    ExprId value;
    Span span;
};
struct Param {
    std::string name;
    Type type;
    std::vector<DatedValue> values;  // by rising date
    std::string label;
    Span span;
    bool shown_as_percent = false;
};

enum class DefinitionKind : std::uint8_t {
    written,    // `bonus = …`
    part,       // of a split, gated or not
    pay_line,   // the rounded value of a pay line
    pay_total,  // `pay`
    hidden,     // made by check for windows, `previous`, aggregates
    promise,    // yes/no: the promise holds
    share,      // `share … as pool_share`: the row's share
};
struct Definition {
    std::string name;
    DefinitionKind kind = DefinitionKind::written;
    Type type;
    ExprId value;
    LevelId level;
    int day = 0;  // a copy of the definition made for `name@15`
    std::string label;
    Span span;  // the whole statement
    Span name_span;
    bool shown_as_percent = false;
};
std::string shown_name(const Definition& definition);  // `collected@15`

// The level of a pay line is that of its definition.
struct Pay {
    DefinitionId amount;    // of kind pay_line
    std::string component;  // its name in results
    std::string label;
    Span span;
};
struct Part {
    DefinitionId part;
    ExprId gate;  // of the gate's Choose; none when the part has no gate
};
struct Split {
    ExprId whole;
    DefinitionId whole_name;  // when the whole is a definition
    std::vector<Part> parts;
};
enum class PromiseKind : std::uint8_t { relation, never_falls, nobody_loses };
struct Promise {
    PromiseKind kind;
    DefinitionId holds;  // of kind promise; none unless `relation`
    Span span;
};

// ---------------------------------------------------------------- tables from files

enum class KeyMatch : std::uint8_t {
    exact,
    up_to,  // the column holds upper edges, included; the smallest that holds the key fits
    below,  // … excluded
    from,   // lower edges, included: the largest that the key reaches fits; of dates: in force since
};
struct ReferenceKey {
    std::string name;
    Type type;
    KeyMatch match = KeyMatch::exact;
    Span span;
};
struct ReferenceField {
    std::string name;
    Type type;
    bool percent = false;
    Span span;
};
// A file of rows; a blank cell of an exact key fits anything, a row with more exact keys is more specific. Of
// rows that differ only in edges one is chosen by `KeyMatch`. Columns `from` and `to` (dates, inclusive) say
// when a row is in force.
struct Reference {
    std::string name;
    std::vector<ReferenceKey> keys;
    std::vector<ReferenceField> fields;
    std::string label;
    Span span;
};

// ---------------------------------------------------------------- group operations

// A clause of a share: what each row that fits claims of the pool.
struct Claim {
    DefinitionId fits;          // yes/no, at the members' level; none: every row
    DefinitionId amount;        // money, at the members' level: what a fitting row claims
    bool none_to_rest = false;  // nobody may fit; otherwise that is an error
    std::string label;
    Span span;
};
// Divides a pool among the rows that stand below it. A member's exact share is its claims plus its part of
// the rest (the pool less all claims) by weight. Without a rest the claims must equal the pool. Each exact
// share is rounded down to the step and the steps left go one each to the largest fractions cut off, ties by
// key; with `remainder_to` every share is rounded by `mode` and the difference goes to the one row that it
// names. With `nobody_below_0` members whose exact share is negative get 0 and leave, all at once, and the
// rest is worked out again among the others, until none is negative. Errors of all members: a negative pool,
// rest, weight or share; a rest that is not 0 without anybody to take it; a clause that nobody fits; claims
// that are not the pool; none or several rows for the remainder.
struct Share {
    std::string name;
    LevelId of;           // the pool's level
    DefinitionId pool;    // hidden, rounded
    DefinitionId result;  // at the members' level; its value is `Shared`
    std::vector<Claim> claims;
    DefinitionId weight;        // number, at the members' level: 0 for those who take no rest; none: no rest
    bool equally = false;       // the weight is 1 for all who take
    DefinitionId remainder_to;  // yes/no, at the members' level; none: largest fractions
    bool nobody_below_0 = false;
    Rounding mode = Rounding::half_up;
    Exact step = Exact::ratio(1, 100);
    std::string label;
    Span span;
};

// unknown = constant + Σ coefficient × unknown; solved exactly in each row. No single solution is an error.
struct Equation {
    DefinitionId unknown;              // its value is `Solved`
    ExprId written;                    // as in the text, reading the unknowns: for traces
    std::vector<ExprId> coefficients;  // by unknown, numbers; none is 0
    ExprId constant;
};
struct System {
    std::vector<Equation> equations;
    Span span;
};

// First in, first out. In each period first what is too old expires, then `take` is met from the lots, the
// oldest first, as far as they reach, then `add` becomes a lot. A lot of one period can be used in the
// `usable_for` periods that follow (0: without end). A negative `add` or `take` is an error.
struct Lots {
    std::string name;
    LevelId level;
    DefinitionId add, take;             // money or number, hidden or written
    DefinitionId left, taken, expired;  // their values are `FromLots`
    int usable_for = 0;                 // periods
    std::string label;
    Span span;
};

struct Scheme {
    SourceId source;  // the file that was asked for; its spans may also lie in those that are joined to it
    std::string name;
    std::string title;
    bool is_sketch = false;
    std::string currency;
    Rounding rounding = Rounding::half_up;
    Exact rounding_step = Exact::ratio(1, 100);
    Calendar calendar;

    Table<LevelId, Level> levels;  // outer before inner; `everything`, if any, first
    Table<ReferenceId, Reference> references;
    Table<InputId, Input> inputs;
    Table<ParamId, Param> params;
    Table<ExprId, Expr> expressions;  // operands stand before what uses them
    Table<DefinitionId, Definition> definitions;
    std::vector<DefinitionId> order;  // each after those it reads in the same month
    std::vector<Pay> pays;
    std::vector<Split> splits;
    Table<ShareId, Share> shares;
    Table<SystemId, System> systems;
    Table<LotsId, Lots> lots;
    std::vector<Promise> promises;
    std::vector<TableNote> table_notes;
    std::vector<GateNote> gate_notes;

    const TableNote* table_note(ExprId table) const;
    const GateNote* gate_note(ExprId gate) const;
};

// Does `outer` stand above `inner`?
bool stands_above(const Scheme& scheme, LevelId outer, LevelId inner);
// The levels with pay lines, outer first.
std::vector<LevelId> paying_levels(const Scheme& scheme);
// The file of what stands outside the blocks bears the name of the scheme, else that of a scheme that it is
// based on, nearest first: a list for each scheme that reads it. Empty where nothing is read there.
std::vector<std::vector<std::string>> names_of_file_outside(const Scheme& scheme);
// Who finds no file of its own names takes that of another list.
void take_files_of_each_other(std::vector<std::vector<std::string>>& names);
// Has it one level of rows and nothing else: no teams, records, or whole-company values?
bool is_flat(const Scheme& scheme);

// First and last period of a window seen from `period`; first > last when it is empty.
struct PeriodRange {
    Period first, last;
};
PeriodRange window_periods(const Scheme& scheme, const Aggregate& aggregate, Period period);

// The value of a param on a day: the dated value in force; none before the first date.
const DatedValue* in_force(const Param& param, Date day);

}  // namespace accrue::core
