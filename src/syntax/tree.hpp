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
// `bonus`, `team.bonus`, `this.client`.
struct Name {
    Span head;
    Span member;  // empty without a point
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
struct Previous {
    ExprId of;
};
enum class Reach : std::uint8_t {
    inner,  // no scope written: the rows inside
    quarter,
    year,
    last_months,
    all_months,
    earlier_of_quarter,
    earlier_of_year,
    so_far,
    level,  // `over team`, `over all` (the name is in `scope`)
};
struct Scope {
    Reach reach = Reach::inner;
    int months = 0;  // of `last N months`
    Span span;       // of the words `over …`
    Span level;      // of `over team`; empty for `over all`
};
enum class AggregateOp : std::uint8_t { sum, count, average, smallest, largest, rank };
struct Aggregate {
    AggregateOp op;
    ExprId of;
    Scope scope;
    ExprId where;  // may be none
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
enum class Count : std::uint8_t { days_in_month, days_employed };
struct Days {
    Count count;
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
                 Bracket, Choice, Previous, Aggregate, AfterGates, Increase, Days, MonthsBetween, TableExpr>
        node;
};

// ---------------------------------------------------------------- tables

enum class TableMode : std::uint8_t { step, marginal, whole, linear, match, matrix };
std::string_view mode_word(TableMode mode);  // as it is written in English: `step`

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
enum class PeriodWord : std::uint8_t { day, week, month, quarter, year };
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
enum class Each : std::uint8_t { month, quarter, year };
struct Pay {
    Declared name;  // `pay commission = …`; empty when only an expression is written
    Alternative amount;
    Each each = Each::month;
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
};
struct Expect {
    Span span;
    Span name;  // empty for `expect error`, `expect promise broken`
    int day = 0;
    std::vector<ExprId> values;  // `expect pay = 1|2`
    bool about = false;          // compare at the last digit written
    bool error = false, promise_broken = false;
    Span error_text;  // quoted; may be empty
};
struct ExampleMonths {  // `month 2026-03`, `months 2026-01 .. 2026-03`
    Span first, last;
};
// `person "Маша" { … }`; in a scheme of one level the lines may also stand bare in the example.
struct ExampleRow {
    Span level, key;                   // key quoted, may be empty
    std::vector<std::uint32_t> lines;  // indices into Module::example_lines
};
struct ExampleLine {
    Span span;
    std::variant<ExampleSet, Expect, ExampleMonths, ExampleRow> node;
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
    std::variant<Unreadable, SchemeHeader, Use, Currency, RoundingHeader, Period, YearStarts, Level, Param,
                 Input, Definition, Gate, Split, Pay, Promise, Function, NamedTable, Replace, Block, Example>
        node;
};

struct Comment {
    Span span;  // from `#` to the end of the line
};

struct Module {
    SourceId source;
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
