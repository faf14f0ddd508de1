// syntax/tree.hpp — The scheme as it was written: spans, names, brackets, nothing yet of what it means. Nodes
// are rows of tables and name each other by id; texts stay in the source and are named by their span.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "base/ids.hpp"
#include "base/language.hpp"
#include "base/source.hpp"
#include "number/rounding.hpp"

namespace accrue::syntax {

using ExprId = Id<struct WrittenExprTag>;
using TableId = Id<struct WrittenTableTag>;

// A run of ids in `Module::lists`.
struct ExprList {
    std::uint32_t begin = 0;
    std::uint32_t count = 0;
};

// ---------------------------------------------------------------- expressions

// `40M`, `0.5%`, `40 000 RUB`. `digits` holds the number with its scale, without `%` and currency.
struct Number {
    Span digits;
    bool percent = false;
    Span currency;  // empty when none is written
};
struct Text {};   // the span holds both quotes
struct Date {};   // `2026-03-15`
struct Month {};  // `2026-03`
struct YesNo {
    bool value = false;
};
// `bonus`, `team.bonus`, `this.client`, `reserve.taken`.
struct Name {
    Span head;
    Span member;  // empty without a point
};
// `grades[grade].salary`, `rates[date]`
struct Lookup {
    Span reference;
    ExprList keys;
    Span member;  // empty: the reference has one field
};
// `convert price to RUB at rates[date]`
struct Convert {
    ExprId of;
    Span currency;
    ExprId rate;
};
// `collected@15`, `(a + b)@15`
struct AtDay {
    ExprId of;
    int day = 0;
    Span day_span;
};
// `min(a, b)`, `score(actual, target)`
struct Call {
    Span function;
    ExprList arguments;
};
enum class Operator : std::uint8_t {
    add,
    subtract,
    multiply,
    divide,
    percent_of,  // `50% plan`, by juxtaposition
    of,
    above,
    capped_at,
    never_below,
    default_to,
    equal,
    different,
    less,
    at_most,
    more,
    at_least,
    both,
    either,  // and, or
};
struct Binary {
    Operator op;
    Span op_span;  // empty for percent_of
    ExprId left, right;
};
struct Negate {
    ExprId of;
};
struct Not {
    ExprId of;
};
struct Rounded {
    ExprId of;
    std::optional<Rounding> mode;  // else the scheme's
    ExprId step;                   // none: the scheme's
};
// `(a if c otherwise b)`: brackets are a node, so that checks know what was bracketed.
struct Bracket {
    ExprId of;
};
struct Choice {
    ExprId value, condition;
    ExprId otherwise;  // may be none
};
enum class PeriodWord : std::uint8_t { day, week, month, quarter, year };
// `previous sales`, `sales 12 months ago`
struct Previous {
    ExprId of;
    int back = 0;  // so many of `unit`; 0: `previous`
    PeriodWord unit = PeriodWord::month;
    Span words = {};  // `12 months ago`
};
enum class Reach : std::uint8_t {
    inner,  // no scope written: the rows inside
    month,
    quarter,
    year,
    last_months,  // with a unit, as the two below
    all_months,
    earlier_of_month,
    earlier_of_quarter,
    earlier_of_year,
    so_far,
    so_far_quarter,  // `so far this quarter`
    so_far_year,     // `so far this year`
    level,           // `over team`, `over all`
};
// `over team`, `over last 3 months`, `over all over year`: rows, months, or both.
struct Scope {
    Reach reach = Reach::inner;
    int months = 0;                       // of `last N months`
    PeriodWord unit = PeriodWord::month;  // of `last N weeks`, `all weeks`, `earlier weeks of year`
    Span span;                            // of the words `over …`
    Span level;                           // of `over team`; empty for `over all`
    Reach months_reach = Reach::inner;  // beside `level`: the months of a second `over …`; `inner`: this one
};
enum class AggregateOp : std::uint8_t { sum, count, average, smallest, largest, rank };
struct Aggregate {
    AggregateOp op;
    ExprId of;
    Scope scope;
    ExprId where;               // may be none
    bool lowest_first = false;  // of `rank`
};
// `bonus after gates`
struct AfterGates {
    ExprId of;
};
// `increase of due over year`
struct Increase {
    ExprId of;
    Scope scope;
};
enum class Clock : std::uint8_t {
    days_in_month,
    days_in_quarter,
    days_in_year,
    days_employed,
    this_month,
    number_of_month,  // 1 … 12
    number_of_quarter,
    number_of_year,
    number_of_week,
    start_of_month,  // the first and the last day of the row's period
    end_of_month,
    start_of_quarter,  // of the quarter and the year in which the period begins
    end_of_quarter,
    start_of_year,
    end_of_year,
};
struct OfTime {
    Clock clock;
};
struct MonthsBetween {
    ExprId from, to;
};
struct TableExpr {
    TableId table;
};
struct Broken {};  // text that could not be read; it has been reported

struct Expr {
    Span span;
    std::variant<Broken, Number, Text, Date, Month, YesNo, Name, AtDay, Call, Binary, Negate, Not, Rounded,
                 Bracket, Choice, Previous, Aggregate, AfterGates, Increase, OfTime, MonthsBetween, TableExpr,
                 Lookup, Convert>
        node;
};

// ---------------------------------------------------------------- tables

enum class TableMode : std::uint8_t { step, marginal, whole, linear, match, matrix };
std::string_view mode_word(TableMode mode, Language language = Language::english);
std::string_view end_word(bool is_below, Language language);  // of a linear table: `below`, `above`

struct Below {
    ExprId edge;
};  // `below 80%`, also `below 0`
struct UpTo {
    ExprId edge;
};  // `up to 1M`
struct Point {
    ExprId at;
};  // `80% : …` in linear
struct OneOf {
    ExprList keys;
};  // `"A", "B" : …` in match
struct Otherwise {};
struct BelowAll {};  // `below : …`, the lower end of linear
struct AboveAll {};  // `above : …`, its upper end

enum class End : std::uint8_t { value, error, flat, extended };
struct Cell {
    End end = End::value;
    ExprId value;  // when `end` is value
    Span span;
};
struct Head {
    Span span;
    std::variant<Otherwise, Below, UpTo, Point, OneOf, BelowAll, AboveAll> band;
};
struct TableRow {
    Span span;
    Head head;
    std::vector<Cell> cells;  // one, but in a matrix one a column
};
struct WrittenTable {
    Span span;
    TableMode mode;
    ExprId key;                 // none in `table tiers { … }`
    ExprId second_key;          // of matrix
    Span by;                    // `marginal sales by tiers`: the name; then no rows
    std::vector<Head> columns;  // of matrix
    std::vector<TableRow> rows;
    bool broken = false;  // a row could not be read and is missing; it has been reported
};

// ---------------------------------------------------------------- statements

// A name where it is declared: `план (плана, плану)`.
struct Declared {
    Span name;
    std::vector<Span> forms;
};
enum class TypeWord : std::uint8_t { money, number, percent, date, month, text, yes_no };
struct TypeRef {
    Span span;
    TypeWord word;
    Span currency;  // `money USD`
};
using Label = Span;  // the quoted text, with quotes; empty when none

struct SchemeHeader {
    Span name;
    Label title;
    Span based_on;  // quoted
};
struct Use {
    Span file;
};  // quoted
struct Currency {
    Span code;
};
struct RoundingHeader {
    Rounding mode;
    ExprId step;
};
struct Period {
    PeriodWord word;
};
struct YearStarts {
    int month = 1;
    Span month_span;
};
struct Level {
    Declared name;
    Span in;  // empty for the outermost
};
struct DatedValue {
    ExprId value;
    Span from;  // month or date; empty: has always held
};
// `records payment for team in order of number { … }`: its block stands in `Module::inner`; a field is an
// `Input` statement.
struct Records {
    Declared name;
    Span level;
    std::vector<Span> order;  // field names
    std::vector<std::uint32_t> statements;
};
// `reference grades by grade, up to sales { salary : money }`
enum class KeyMatch : std::uint8_t {
    exact,
    up_to,  // the column holds upper edges, included
    below,  // … excluded
    from,   // lower edges, included; of dates: in force since
};
struct ReferenceKey {
    Span name;
    KeyMatch match = KeyMatch::exact;
};
struct ReferenceField {
    Declared name;
    TypeRef type;
};
struct Reference {
    Declared name;
    std::vector<ReferenceKey> keys;
    std::vector<ReferenceField> fields;
    Label label;
};
struct Param {
    Declared name;
    std::optional<TypeRef> type;
    std::vector<DatedValue> values;
    Label label;
};
struct Input {
    std::vector<Declared> names;
    TypeRef type;
    bool lever = false, by_day = false, is_signed = false;
    bool has_range = false;
    ExprId low, high;   // each may be none
    ExprId default_to;  // may be none
    Label label;
};
// One line of a definition: `= value if condition`, `= value otherwise`, `= value if c otherwise d`.
struct Alternative {
    Span span;
    ExprId value;
    ExprId condition;           // none: holds always, or `otherwise` is written
    ExprId otherwise;           // of `a if c otherwise b`
    bool is_otherwise = false;  // the line ends in a bare `otherwise`
};
struct Definition {
    Declared name;
    std::optional<TypeRef> type;
    std::vector<Alternative> alternatives;  // at least one
    Label label;
};
struct Gate {
    Span part;
    ExprId condition;
};
struct PartRef {
    Declared name;
    ExprId portion;  // a percentage; none: equal parts
};
struct Split {
    ExprId whole;
    std::vector<PartRef> parts;
};
enum class Each : std::uint8_t { period, month, quarter, year };
struct Pay {
    Declared name;  // `pay commission = …`; empty when only an expression is written
    Alternative amount;
    Each each = Each::period;
    Label label;
};
// `share bonus after gates among person as pool_share { … }`
enum class ClauseKind : std::uint8_t {
    claim,      // `where C : X`, `each : X` (then no condition)
    rest,       // `rest equally`, `rest by W`, with or without `where C`
    remainder,  // `remainder to C`
    nobody_below_zero,
};
struct Clause {
    Span span;
    ClauseKind kind;
    ExprId condition;  // may be none
    ExprId amount;     // the claim, or the weight of `rest by`; none for `rest equally`
    bool together = false, none_to_rest = false;  // `where C : X together if none to rest`
    Label label;
};
struct Share {
    ExprId pool;
    Span level;
    Declared name;
    Label label;
    std::vector<Clause> clauses;
};
// `solve { bonus = 10% of (profit - tax); tax = 20% of (profit - bonus) }`
struct Solve {
    std::vector<std::uint32_t> definitions;  // `Definition` statements in `Module::inner`
};
// `lots reserve usable for 4 years { add surplus; take need }`
struct Lots {
    Declared name;
    int usable_for = 0;  // 0: without end
    PeriodWord unit = PeriodWord::month;
    ExprId add, take;
    Label label;
};
enum class PromiseForm : std::uint8_t { relation, never_falls, nobody_loses };
struct Promise {
    PromiseForm form;
    ExprId claim;      // relation: the comparison; never_falls: the amount
    Span rising;       // never_falls: the input that rises
    Span against;      // nobody_loses: the quoted file
    ExprId condition;  // `promise … if …`; may be none
};
// `define score(actual : number) = …`
struct FunctionParameter {
    Span name;
    TypeRef type;
};
struct Function {
    Declared name;
    std::vector<FunctionParameter> parameters;
    Alternative body;
};
struct NamedTable {
    Declared name;
    TableId table;
};
struct Replace {
    std::uint32_t statement;
};  // index into `Module::inner` of the definition, param or table

// ---------------------------------------------------------------- examples

struct ExampleSet {  // `plan = 50M`, `collected@15 = 26M`, `sales = 10k | 20k`
    Span name;
    int day = 0;
    std::vector<ExprId> values;  // a list gives one a month; `-` in it is a blank cell (none)
    Span who, why;  // of a signed input, quoted: `premium = 15k by "Иванова" because "план года"`
};
struct Employed {      // `employed from 2026-03-10 to 2026-05-31`: the dates of the row
    Span first, last;  // each may be empty
};
struct Expect {
    Span span;
    Span name;    // empty for `expect error`, `expect promise broken`
    Span member;  // `expect reserve.expired = 5`; empty without a point
    int day = 0;
    std::vector<ExprId> values;  // `expect pay = 1|2`
    bool about = false;          // compare at the last digit written
    bool error = false, promise_broken = false;
    Span error_text;  // quoted; may be empty
};
struct ExampleMonths {  // `month 2026-03`, `months 2026-01 .. 2026-03`, `quarter 2026-Q1`, `week 2026-W12`
    PeriodWord word = PeriodWord::month;
    Span first, last;
};
// `person "Маша" { … }`, `payment 2026-03-05 { … }`, `grades "A", "north" { … }`; in a scheme of one level
// the lines may also stand bare in the example.
struct ExampleRow {
    Span level;
    std::vector<ExprId> keys;          // texts; of a record its date; of a reference a value for each key,
                                       // none for `-` (fits anything)
    std::vector<std::uint32_t> lines;  // indices into Module::example_lines
};
struct ExampleLine {
    Span span;
    std::variant<ExampleSet, Expect, ExampleMonths, ExampleRow, Employed> node;
};
struct Example {
    Span title;
    std::vector<std::uint32_t> lines;
};

// `person { … }`: rules of a level.
struct Block {
    Span level;
    std::vector<std::uint32_t> statements;  // indices into Module::inner
};

struct Statement {
    Span span;
    // A statement whose line could not be read keeps the name it would have defined, so that uses of the name
    // are not reported too.
    struct Unreadable {
        Span name;
    };
    std::variant<Unreadable, SchemeHeader, Use, Currency, RoundingHeader, Period, YearStarts, Level, Records,
                 Reference, Param, Input, Definition, Gate, Split, Share, Solve, Lots, Pay, Promise, Function,
                 NamedTable, Replace, Block, Example>
        node;
};

struct Comment {
    Span span;  // from `#` to the end of the line
};

// How a file came to stand beside the main one.
enum class Joined : std::uint8_t { used, base };
struct JoinedFile {
    SourceId source;
    Joined how;
    Span named;  // the quoted name in the file that asked for it
};

struct Module {
    SourceId source;                 // the main file
    std::vector<JoinedFile> joined;  // files of `use` and `based on`: their statements stand before its own
    std::vector<Statement> statements;  // of the file, in order
    std::vector<Statement> inner;       // those inside blocks
    std::vector<ExampleLine> example_lines;
    Table<ExprId, Expr> expressions;
    Table<TableId, WrittenTable> tables;
    std::vector<ExprId> lists;
    std::vector<Comment> comments;

    std::span<const ExprId> list(ExprList l) const { return {lists.data() + l.begin, l.count}; }
    // A text without a `scheme` line.
    bool is_sketch() const;
};

}  // namespace accrue::syntax
