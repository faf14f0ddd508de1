// check/lower.hpp — From what is written to what is meant: each construct as the few kinds of core. A
// construct has a file (`tables.cpp`, `split.cpp`, `windows.cpp` …), `inputs.cpp` has what a scheme is given,
// `pays.cpp` what it pays, `expression.cpp` the operators and names; `lower.cpp` the definitions and the
// order of it all.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "check/builder.hpp"
#include "check/typing.hpp"

namespace accrue::check {

// What `reserve`, `reserve.taken`, `reserve.expired` name.
std::optional<core::LotsPart> part_named(std::string_view name);

class Lowering {
  public:
    Lowering(const syntax::Module& module, const Sources& sources, const Declarations& declarations,
             const Typing& typing, Diagnostics& diagnostics);

    core::Scheme lowered();

    // A value that needs no data: literals, their arithmetic, and signs.
    std::optional<core::Value> constant(syntax::ExprId expr, const core::Type& type) const;
    // For examples: the column of an input on a day (0: the month), made when it is first asked for.
    core::InputId input(std::size_t index, int day);
    void refuse_empty_range(const syntax::Input& input);
    std::optional<core::DefinitionId> definition(const Symbol& symbol, int day) const;
    core::LevelId level(std::size_t declared) const { return levels_[declared]; }

  private:
    // Where an expression stands: the day of an `@` around it, what a function's parameters are, whose rows
    // it is of, and who asks, inside an aggregate or a clause.
    struct Place {
        std::size_t level = 0;
        std::size_t asker = no_level;  // none: not inside an aggregate or a clause
        int day = 0;
        const std::map<std::string, ExprId>* arguments = nullptr;
        bool of_asker = false;  // the default of an input that is read of the row that asks
        bool asker_elsewhere = false;
        bool in_two_months = false;  // in a condition: the gathered row's and, elsewhere, the asker's

        Scope scope() const { return {level, asker, asker_elsewhere}; }
    };
    struct Waiting {  // a definition whose value is not lowered yet
        Symbol symbol;
        int day;
        core::DefinitionId id;
    };

    const syntax::Module& module_;
    const Sources& sources_;
    const Declarations& declarations_;
    const Typing& typing_;
    Diagnostics& diagnostics_;
    core::Scheme scheme_;
    Builder build_;
    Names names_;
    std::vector<core::LevelId> levels_;  // by declared level; none for `everything` when nothing stands in it
    std::map<std::pair<std::size_t, int>, core::InputId> inputs_;
    std::map<std::tuple<SymbolKind, std::size_t, int>, core::DefinitionId> definitions_;
    std::map<std::tuple<std::uint32_t, int, std::size_t>, core::DefinitionId>
        hidden_;  // by written expression
    std::deque<Waiting> waiting_;
    std::map<std::pair<SymbolKind, std::size_t>, bool> by_day_;  // depends on days; guards against rings
    std::vector<std::size_t> function_stack_;
    std::int64_t inner_calls_ = 0;  // of functions in functions, written out
    core::DefinitionId pay_line_;
    const syntax::Alternative* paid_ = nullptr;  // what is written in it
    std::map<std::size_t, core::DefinitionId>
        rows_;                                   // by level: a definition that every row has, to count them
    std::set<std::size_t> mid_period_reported_;  // params
    std::vector<std::size_t> open_defaults_;     // inputs whose defaults are being lowered, in each other
    bool ring_reported_ = false;

    // -- constants.cpp
    std::optional<Exact> constant_amount(syntax::ExprId expr) const;

    // -- inputs.cpp
    void lower_header();
    void lower_levels();
    void warn_other_currency(const syntax::Statement& header);
    void warn_other_currencies();
    bool is_everything_needed() const;
    void lower_inputs();
    void lower_orders();
    void lower_signatures();
    void lower_params();
    void lower_param(std::size_t index);
    std::vector<core::ParamId> params_in(core::ParamId param) const;
    void refuse_ring_of_params();
    void check_constant_param(std::size_t index, const syntax::DatedValue& value);

    // -- lower.cpp
    void declare_definitions();
    void lower_waiting();
    ExprId value_of(const Waiting& waiting);
    ExprId alternatives(const std::vector<syntax::Alternative>& lines, Place place, Span span);
    ExprId single_line(const syntax::Alternative& line, Place place, Span span);
    core::DefinitionId add_definition(core::Definition definition);
    core::DefinitionId demand(const Symbol& symbol, int day);
    struct RingLink {
        std::string name;
        Span place;
    };
    void report_ring(const std::vector<RingLink>& ring, const std::string& back_to);
    void order_definitions();
    void refuse_ring_through_records();

    // -- pays.cpp
    void declare_pays();
    void lower_pays();
    ExprId lower_pay(const PayDeclaration& pay, core::DefinitionId id);
    ExprId at_period_end(ExprId amount, const PayDeclaration& pay);
    std::string component_of(const PayDeclaration& pay) const;
    void lower_total(std::size_t level);
    void lower_promises();
    core::DefinitionId lower_claim(const PromiseDeclaration& declared);

    // -- days.cpp
    bool depends_on_day(const Symbol& symbol);
    bool depends_on_day(syntax::ExprId expr, Scope scope);
    ExprId at_day(const syntax::AtDay& at, Place place, Origin origin);
    void report_no_day(const syntax::AtDay& at, Place place);
    void refuse_day_through_group(const Symbol& symbol, Place place, Origin origin);

    // -- expression.cpp
    ExprId lower(syntax::ExprId expr, Place place);
    ExprId literal(syntax::ExprId expr, const syntax::Number& number, Origin origin);
    ExprId name(const syntax::Name& name, Place place, Origin origin);
    ExprId built_in_name(const NameMeaning& meaning, Place place, Origin origin);
    ExprId clock(syntax::Clock clock, Place place, Origin origin);
    bool refuses_month_of_two(const Symbol& symbol, Place place, Origin origin);
    bool is_of_its_month(const Symbol& symbol) const;
    ExprId days_employed(std::size_t level, Origin origin);
    void report_unpaid(std::size_t level, Span place);
    void check_param_dates(std::size_t index, Place place, Origin origin);
    ExprId read(const Symbol& symbol, Place place, Origin origin);
    ExprId read_input(std::size_t index, Place place, Origin origin);
    ExprId default_of(std::size_t input, Place place);
    ExprId call(const syntax::Call& call, Place place, Origin origin);
    ExprId built_in_call(const std::string& function, const syntax::Call& call, Place place, Origin origin);
    ExprId binary(const syntax::Binary& binary, Place place, Origin origin);
    ExprId comparison(const syntax::Binary& binary, ExprId left, ExprId right, Origin origin);
    void refuse_two_readings(const syntax::Binary& binary);
    void refuse_above_in_sum(const syntax::Binary& binary);
    void require_coverable(const syntax::Binary& defaulted);
    Origin origin_of(syntax::ExprId expr, WrittenAs as = WrittenAs::plain) const;

    // -- tables.cpp
    struct Rows {  // the lines of one axis: what each asks of the key, and its edge
        std::vector<const syntax::Head*> heads;
        std::vector<ExprId> edges;
        std::vector<ExprId> conditions;  // none for `otherwise`
    };
    struct ZeroCheck {  // a marginal or whole table that says nothing of keys below zero
        ExprId key;
        syntax::ExprId written_key;
        Span table;
        std::size_t level;
    };
    ExprId table(syntax::TableId id, Place place, Origin origin);
    std::optional<Rows> axis(const std::vector<const syntax::Head*>& heads, syntax::TableMode mode,
                             ExprId key, Place place, Span whole);
    ExprId chosen_by(const Rows& rows, const std::vector<ExprId>& values, ExprId key, Origin origin);
    ExprId step(const syntax::WrittenTable& table, const syntax::WrittenTable& rows, ExprId key, Place place,
                Origin origin);
    ExprId marginal(const syntax::WrittenTable& table, const syntax::WrittenTable& rows, ExprId key,
                    Place place, Origin origin);
    ExprId whole(const syntax::WrittenTable& table, const syntax::WrittenTable& rows, ExprId key, Place place,
                 Origin origin);
    ExprId linear(const syntax::WrittenTable& table, const syntax::WrittenTable& rows, ExprId key,
                  Place place, Origin origin);
    ExprId matrix(const syntax::WrittenTable& table, ExprId key, Place place, Origin origin);
    ExprId cell(const syntax::Cell& cell, const core::Type& type, Place place);
    std::optional<core::Type> cell_type(const syntax::WrittenTable& rows) const;
    bool gives_values(const syntax::WrittenTable& rows, Span table);
    ExprId edge_of(const syntax::Head& head, Place place);
    bool ends_well(const std::vector<const syntax::Head*>& heads, Span whole);
    bool fits_mode(const syntax::Head& head, syntax::TableMode mode, Span table);
    bool edges_rise(const Rows& rows);
    bool keys_differ(const Rows& rows);
    bool starts_below_zero(const Rows& rows) const;
    ExprId guarded_order(const Rows& rows, ExprId whole, Origin origin);
    void check_zeros();
    std::vector<ZeroCheck> zero_checks_;

    // -- split.cpp
    void lower_splits();
    ExprId part_value(std::size_t index, int day);
    ExprId split_whole(const SplitDeclaration& split, int day);
    ExprId part_share(const PartDeclaration& part, int day);
    ExprId after_gates(syntax::ExprId of, Place place, Origin origin);
    const Symbol* whole_of(const SplitDeclaration& split) const;
    std::optional<std::size_t> split_of(const Symbol& whole) const;
    ExprId sum_of_parts(const SplitDeclaration& split, Place place, Origin origin);
    void check_portions(const SplitDeclaration& split);

    // -- share.cpp
    class Sharing;
    void lower_shares();                    // all of `Scheme::shares`
    ExprId share_value(std::size_t index);  // of the definition that a share's name is
    // -- solve.cpp
    class Equations;
    void lower_systems();
    ExprId solved_value(std::size_t definition);  // of an unknown
    // -- lots.cpp
    void lower_lots();
    core::Lots lowered_lots(std::size_t index);
    core::DefinitionId lots_definition(std::size_t index, core::LotsPart part);
    int usable_periods(const LotsDeclaration& declared);
    std::map<std::pair<std::size_t, core::LotsPart>, core::DefinitionId> lots_parts_;
    ExprId lots_part(const syntax::Name& name, const Symbol& lots, Place place, Origin origin);
    // -- references.cpp
    void lower_references();
    core::Type key_type(std::size_t reference, std::size_t key);
    void check_columns(const syntax::Reference& reference);
    ExprId lookup(syntax::ExprId expr, const syntax::Lookup& lookup, Place place, Origin origin);
    ExprId convert(syntax::ExprId expr, const syntax::Convert& convert, Place place, Origin origin);

    // -- windows.cpp
    // What other rows read must be a definition: the named one, else a hidden one made of the expression.
    core::DefinitionId as_definition(syntax::ExprId expr, Place place);
    core::DefinitionId hidden_definition(std::string name, ExprId value, std::size_t level, Span span);
    ExprId previous(const syntax::Previous& previous, Place place, Origin origin);
    struct Condition {  // of an aggregate; at most one is set
        core::DefinitionId where;
        ExprId paired;
    };
    void need_order(std::size_t level);
    core::DefinitionId counted_rows(std::size_t level);
    core::DefinitionId negated(core::DefinitionId of, Origin origin);
    std::map<core::DefinitionId, core::DefinitionId> negated_;  // by what is turned round
    Condition condition(const syntax::Aggregate& aggregate, const Gathered& gathered, Place place);
    ExprId until_day(ExprId where, int day, Origin origin);
    ExprId gathering(core::Aggregate node, const Gathered& gathered, Place place, Origin origin);
    ExprId aggregate(const syntax::Aggregate& aggregate, Place place, Origin origin);
    ExprId increase(const syntax::Increase& increase, Place place, Origin origin);
    bool is_whole(const syntax::Increase& increase, syntax::ExprId amount) const;
    void report_increase_inside(const syntax::Increase& increase, Span span);
    ExprId increase_so_far(const syntax::Increase& increase, Place place, Origin origin);

    Span span(syntax::ExprId expr) const { return module_.expressions[expr].span; }
    std::string text_of(Span place) const { return std::string(sources_.text(place)); }
    std::string text(syntax::ExprId expr) const { return std::string(sources_.text(span(expr))); }
    Diagnostic& report(Kind kind, std::vector<Span> spans, std::vector<Argument> arguments);
    // Of a bare name in a block of the level, brackets aside.
    const Symbol* symbol_of(syntax::ExprId expr, std::size_t level) const;
};

}  // namespace accrue::check
