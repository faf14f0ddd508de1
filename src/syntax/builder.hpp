// syntax/builder.hpp — Grows the tree while the grammar reads: a stack of operands, the statement at hand,
// the blocks that are open. What a broken statement left behind is thrown away. Each chapter of the grammar
// has a file: `builder_expressions.cpp`, `builder_tables.cpp`, `builder_statements.cpp`,
// `builder_examples.cpp`; what they share is in `builder.cpp`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "grammar/reading.hpp"
#include "syntax/tree.hpp"

namespace accrue::syntax {

class Builder : public grammar::Reading {
  public:
    // Adds to the module what `text`, that of `source`, says.
    Builder(Module& module, Diagnostics& diagnostics, std::string_view text, SourceId source)
        : module_(module), diagnostics_(diagnostics), text_(text), source_(source) {}

    // -------- places
    Span span(const char* begin, const char* end) const {
        return {static_cast<std::uint64_t>(begin - text_.data()), static_cast<std::uint32_t>(end - begin),
                source_};
    }
    std::string_view text(Span s) const { return text_.substr(s.begin, s.length); }

    // -------- expressions
    template <class Node>
    void push(Span where, Node node) {
        operands_.push_back(module_.expressions.add(Expr{where, node}));
    }
    void push_none() { operands_.emplace_back(); }
    ExprId pop();
    Expr& top() { return module_.expressions[operands_.back()]; }

    void begin_list() { marks_.push_back(operands_.size()); }
    ExprList end_list();
    std::vector<ExprId> end_values();

    void number(Span digits);
    void percent(Span sign);
    void currency(Span code);
    void date(Span where);
    void month(Span where);
    void member(Span name);
    void call(Span brackets);
    void lookup(Span brackets);
    void at_day(Span where);
    void choice(Span where);
    void op(Operator op, Span where) { operators_.push_back({op, where}); }
    void fold();
    void open_rounding() { modes_.emplace_back(); }
    void mode(Rounding m) { modes_.empty() ? void(header_mode_ = m) : void(modes_.back() = m); }
    void rounded(Span where);
    void check_above();       // `5% x above y`
    void check_product();     // `1/3 of x`, `x above 2 * y`
    void check_limits();      // `+` beside `capped at`
    void check_comparison();  // `a < b < c`
    void check_logic();       // `and` beside `or`
    template <class Node>
    void wrap(Span where) {
        const ExprId of = pop();
        push(where, Node{of});
        deepen({of});
    }
    void open_aggregate(AggregateOp a) { aggregates_.push_back({a}); }
    void reach(Reach r) { aggregates_.back().next.reach = r; }
    void reach_level(Span level);
    void reach(Reach r, PeriodWord unit) { reach(r), reach_unit(unit); }
    void reach_unit(PeriodWord unit) { aggregates_.back().next.unit = unit; }
    void last_count(Span count);
    void lowest_first(Span where);
    void back_count(Span count);
    void back_unit(PeriodWord unit) { back_unit_ = unit; }
    void ago(Span where);
    void scope(Span where);
    void aggregate(Span where);
    void increase(Span where);
    void months_between(Span where);
    void converted_to() { codes_.push_back(code_); }
    void convert(Span where);

    // -------- tables
    void open_table(TableMode mode, Span where);
    void key() { tables_.back().table.key = pop(); }
    void second_key() { tables_.back().table.second_key = pop(); }
    void by_table() { tables_.back().table.by = name_; }
    template <class Band>
    void head(Span where, Band band) {
        tables_.back().row.head = {where, band};
        tables_.back().row.cells.clear();
    }
    void keys_head(Span where);
    void cell(End end, Span where);
    void column() { tables_.back().columns.push_back(tables_.back().row.head); }
    void columns(Span where);
    void table_row(Span where);
    TableId close_table(Span where);
    void table_operand(Span where);

    // -------- parts of statements
    void text_read(Span where) { text_read_ = where; }
    void name_read(Span where);
    void code_read(Span where) { code_ = where; }
    void declare(Span name) { declared_.push_back({name, {}}); }
    void form() { declared_.back().forms.push_back(name_); }
    void type(TypeWord word, Span where);
    void label() { label_ = text_read_; }
    void guard(Span where);
    void bare_otherwise() { guard_.is_otherwise = true; }
    void line(Span where);
    Span name_span() const { return name_; }
    Span text_span() const { return text_read_; }
    Span code_span() const { return code_; }

    // -------- statements
    template <class Node>
    void add(Span where, Node node) {
        keep(Statement{where, std::move(node)});
    }
    void based_on() { header_.based_on = text_read_; }
    void title() { header_.title = text_read_; }
    void scheme_name() { header_.name = name_; }
    void scheme(Span where) { add(where, header_); }
    void rounding(Span where);
    void period(PeriodWord word) { period_ = word; }
    void period_statement(Span where) { add(where, Period{period_}); }
    void year_starts(Span where);
    void small_number(Span where) { small_number_ = where; }
    void from(Span where);
    void dated();
    void param(Span where);
    Input& input() { return input_; }
    void say_once(bool& said, Span where);
    void input_default(Span where);
    void input_statement(Span where);
    void each(Each each, Span where);
    void pay_line(Span where);
    void pay(Span where);
    void part_portion() { portion_ = pop(); }
    void part();
    void whole() { split_.whole = pop(); }
    void split(Span where);
    Promise& promise() { return promise_; }
    void promise_condition(Span where);
    void promise_statement(Span where);
    void parameter();
    void function(Span where);
    void named_table(Span where);
    void definition(Span where);
    void gate(Span where);
    void open_block(Span where);
    void block(Span where);
    void outer_level() { outer_level_ = name_; }
    void level(Span where) { add(where, Level{declared_.front(), outer_level_}); }
    void replace(Span where);

    // -------- data, pools, lots
    void records_level() { records_level_ = name_; }
    void order_field() { order_.push_back(name_); }
    void open_records();
    void records(Span where);
    void key_match(KeyMatch match) { key_match_ = match; }
    void reference_key();
    void open_reference();
    void reference_fields();
    void reference(Span where);
    Share& share() { return share_; }
    void open_share();
    Clause& clause() { return clause_; }
    void clause(ClauseKind kind, Span where);
    void share(Span where);
    void open_solve();
    void solve(Span where);
    Lots& lots() { return lots_; }
    void duration(Span count);
    void open_lots();
    void lots_row(ExprId& amount, Span where);
    void lots(Span where);

    // -------- examples
    void open_example(Span where);
    void example(Span where);
    void line_name(Span where);
    void set_day(Span where);
    void day_read(Span where);
    void week_read(Span where);
    void month_read(Span where);
    void time_read(Span where);
    void time(PeriodWord word, Span where);
    Employed& employed() { return employed_; }
    void employed(Span where);
    void signed_by() { set_.who = text_read_; }
    void because() { set_.why = text_read_; }
    void set(Span where);
    void open_row(Span where);
    void row(Span where);
    void example_title() { header_.title = text_read_; }
    Expect& expect() { return expect_; }
    void expected_values() { expect_.values = end_values(); }
    void expect_line(Span where);

    // -------- mistakes
    void report(Diagnostic diagnostic) { diagnostics_.push_back(std::move(diagnostic)); }
    void begin_row(grammar::RowKind kind) override;
    void end_row() override { snapshots_.pop_back(); }
    void miss_brace(const char* at) override;
    const char* recover(grammar::RowKind kind, const char* begin, const char* end,
                        const grammar::Stop& stop) override;

  private:
    struct Operation {
        Operator op;
        Span where;
    };
    struct OpenAggregate {
        AggregateOp op;
        Scope scope = {};
        Scope next = {};  // the one that is being read
        bool lowest_first = false;
    };
    struct OpenTable {
        WrittenTable table;
        TableRow row;
        Span word;
        std::vector<Head> columns;
        Span columns_row;
    };
    struct OpenBlock {
        Declared level;  // or the name of records; empty of `solve`
        std::size_t first;
        Span records_level = {};
        std::vector<Span> order = {};
    };
    struct OpenRow {
        Span name;
        std::vector<ExprId> keys;
        std::size_t first;
    };
    struct Guard {
        ExprId condition, otherwise;
        bool is_otherwise = false;
        Span where;
    };
    // The sizes of all stacks where a row began.
    struct Snapshot {
        std::size_t operands, marks, operators, modes, codes, aggregates, tables, blocks, rows, inner, lines,
            statements;
    };

    int number_of(Span digits) const;  // a million for all that is more
    // How many days, weeks, months … are counted; a mistake of the kind when there are none.
    int time_of(Span count, Kind none);
    // Of `@15`: the `15`.
    static Span behind_at_sign(Span where);
    // These report what no calendar has.
    int day_of_month(Span day);
    bool check_date(Span where);
    bool check_month(Span where);

    void rewind();
    void keep_names(Span row);
    void refuse(std::optional<Diagnostic> mistake);
    void check_guard(Span amount);  // `pay a`, `if c`, `pay b` below each other
    void keep(Statement statement);
    void keep_line(ExampleLine line);
    std::vector<std::uint32_t> pending_from(std::size_t first, std::vector<std::uint32_t>& pending) const;
    void begin_statement();
    void begin_example_line();
    template <class Node>
    void add_whole(Span where, Node node);
    void drop_separators(Span call, std::size_t keep);
    void deepen(std::span<const ExprId> parts);
    void deepen(std::initializer_list<ExprId> parts) { deepen(std::span(parts.begin(), parts.size())); }

    Module& module_;
    Diagnostics& diagnostics_;
    std::string_view text_;
    SourceId source_;

    std::vector<ExprId> operands_;
    std::vector<std::uint16_t> depth_;  // by expression: the longest way down; leaves may be missing
    std::vector<std::size_t> marks_;
    std::vector<Operation> operators_;
    std::vector<std::optional<Rounding>> modes_;
    std::vector<Span> codes_;  // of `convert … to RUB`
    std::vector<OpenAggregate> aggregates_;
    std::vector<OpenTable> tables_;
    std::vector<OpenBlock> blocks_;
    std::vector<OpenRow> rows_;
    std::vector<std::uint32_t> pending_statements_, pending_lines_;
    std::vector<Snapshot> snapshots_;

    // The statement at hand. Statements nest only in blocks and examples, whose heads are kept on their own
    // stacks.
    Span name_, text_read_, code_, small_number_, from_, outer_level_, records_level_;
    std::vector<Span> order_;
    std::vector<Declared> declared_;
    std::optional<TypeRef> type_;
    Label label_;
    Guard guard_;
    std::vector<Alternative> alternatives_;
    std::vector<DatedValue> dated_;
    std::vector<FunctionParameter> parameters_;
    Rounding header_mode_ = Rounding::half_up;
    SchemeHeader header_;
    PeriodWord period_ = PeriodWord::month;
    Input input_;
    int back_ = 0;
    PeriodWord back_unit_ = PeriodWord::month;
    Each each_ = Each::period;
    Split split_;
    ExprId portion_;
    Promise promise_;
    Reference reference_;
    KeyMatch key_match_ = KeyMatch::exact;
    Share share_;
    Clause clause_ = {};
    Lots lots_;
    bool lost_row_ = false;  // of a reference, a share or lots: it could not be read
    ExampleSet set_;
    Employed employed_;
    ExampleMonths months_;
    Expect expect_;
};

}  // namespace accrue::syntax
