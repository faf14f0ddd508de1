// core/scheme.hpp — The scheme as it is meant: typed, named by ids, in an order in which it can be computed.
// Everything that computes (run, explain, curve) sees only this. Twelve kinds of expression; what was written
// is kept beside them in `Origin` and `TableNote`, for traces and messages.
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

// ---------------------------------------------------------------- types and constants

enum class TypeKind : std::uint8_t { money, number, date, month, text, logical };
struct Type {
    TypeKind kind = TypeKind::number;
    std::string currency;  // of money: `RUB`; empty in a sketch without one
    friend bool operator==(const Type&, const Type&) = default;
};
std::string to_text(const Type& type);  // `money RUB`, `number`, `yes/no`

using Value = std::variant<Exact, bool, Date, Month, std::string>;  // texts in their folded form are equal

// ---------------------------------------------------------------- expressions

struct Constant {
    Value value;
};
enum class Builtin : std::uint8_t {
    days_in_month,  // number
    ends_quarter,   // yes/no: this month is the last of its quarter (of the scheme's year)
    ends_year,
};
// In issue order: the row's own cell, the parameter in force in the row's month, another definition of the
// row.
struct Read {
    std::variant<InputId, ParamId, DefinitionId, Builtin> what;
};
// The definition in the latest earlier month in which the row's key has a row; missing when there is none.
struct Previous {
    DefinitionId of;
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
enum class AggregateOp : std::uint8_t { sum, count, smallest, largest };
enum class Window : std::uint8_t {
    quarter,
    year,
    last_months,
    all_months,
    earlier_of_quarter,
    earlier_of_year
};
// Over the months of the row's own key that have a row, from the window's start up to this month (without it
// for `earlier…`). One missing value or condition makes it an error; of nothing, sum and count are 0, the
// others missing.
struct Aggregate {
    AggregateOp op;
    DefinitionId of;     // for count: any definition
    DefinitionId where;  // yes/no; may be none
    Window window;
    int months = 0;  // of last_months
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
    alternatives,  // the Choose of `= … if …` lines
    guard,         // the Choose of `a if c`, 0 otherwise
    pay_rounding,  // the Round of a pay line
    negation,      // 0 - x
    hidden,        // made by check; shown through
    average,       // sum / count
    increase,      // due - what was paid earlier
    edge_order,    // the Choose that holds while edges worked out in the row rise; its value is the table
};
struct Origin {
    Span span;
    WrittenAs written_as = WrittenAs::plain;
    bool shown_as_percent = false;
};

struct Expr {
    std::variant<Constant, Read, Previous, Arithmetic, Compare, Logic, Choose, Clamp, Round, Aggregate,
                 Default>
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

struct Level {
    std::string name;  // `person`; `row` in a sketch
    Span span;
};

struct Input {
    std::string name;  // as declared, NFC; the column's header
    Type type;
    int day = 0;           // `collected@15` has 15; 0 is the plain column
    bool percent = false;  // cells carry `%` (D35)
    bool lever = false, is_signed = false;
    bool optional = false;           // the column may be absent: the input has a default
    std::optional<Exact> low, high;  // the range the data must obey, in money or number
    std::string label;
    Span span;
};
std::string column_name(const Input& input);  // `collected@15`

struct DatedValue {
    std::optional<Date> from;  // none: has always held
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

struct Scheme {
    std::string name;
    std::string title;
    bool is_sketch = false;
    std::string currency;
    Rounding rounding = Rounding::half_up;
    Exact rounding_step = Exact::ratio(1, 100);
    int year_starts_in = 1;

    Table<LevelId, Level> levels;  // one, until teams come
    Table<InputId, Input> inputs;
    Table<ParamId, Param> params;
    Table<ExprId, Expr> expressions;  // operands stand before what uses them
    Table<DefinitionId, Definition> definitions;
    std::vector<DefinitionId> order;  // each after those it reads in the same month
    std::vector<Pay> pays;
    DefinitionId pay_total;
    std::vector<Split> splits;
    std::vector<Promise> promises;
    std::vector<TableNote> table_notes;
    std::vector<GateNote> gate_notes;

    const TableNote* table_note(ExprId table) const;
    const GateNote* gate_note(ExprId gate) const;
};

// The first month of the quarter or year (of the scheme's year) that holds `month`.
Month quarter_start(const Scheme& scheme, Month month);
Month year_start(const Scheme& scheme, Month month);
// First and last month of a window seen from `month`; first > last when it is empty.
struct MonthRange {
    Month first, last;
};
MonthRange window_months(const Scheme& scheme, const Aggregate& aggregate, Month month);

// The value of a param in a month: the dated value in force on the month's first day; none before the first
// date.
const DatedValue* in_force(const Param& param, Month month);

}  // namespace accrue::core
