// check/lower.hpp — From what is written to what is meant: each construct as the few kinds of core. The files
// `tables.cpp`, `split.cpp`, `windows.cpp` hold the constructs; `lower.cpp` the statements and the order;
// `expression.cpp` the rest.
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

class Lowering {
  public:
    Lowering(const syntax::Module& module, const Sources& sources, const Declarations& declarations,
             const Typing& typing, Diagnostics& diagnostics);

    core::Scheme lowered();

    // A value that needs no data: literals, their arithmetic, and signs.
    std::optional<core::Value> constant(syntax::ExprId expr, const core::Type& type) const;
    // For examples: the column of an input on a day (0: the month), made when it is first asked for.
    core::InputId input(std::size_t index, int day);
    std::optional<core::DefinitionId> definition(const Symbol& symbol, int day);

  private:
    // Where an expression stands: the day of an `@` around it, and what a function's parameters are.
    struct Place {
        int day = 0;
        const std::map<std::string, ExprId>* arguments = nullptr;
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
    core::LevelId level_;
    std::map<std::pair<std::size_t, int>, core::InputId> inputs_;
    std::map<std::tuple<SymbolKind, std::size_t, int>, core::DefinitionId> definitions_;
    std::map<std::uint32_t, core::DefinitionId> hidden_;  // by written expression
    std::deque<Waiting> waiting_;
    std::map<std::pair<SymbolKind, std::size_t>, bool> by_day_;  // depends on days; guards against rings
    std::vector<std::size_t> function_stack_;
    core::DefinitionId pay_line_;

    // -- lower.cpp
    std::optional<Exact> constant_amount(syntax::ExprId expr) const;
    void lower_header();
    void lower_inputs();
    void lower_params();
    void lower_param(std::size_t index);
    void check_constant_param(std::size_t index, const syntax::DatedValue& value);
    void lower_waiting();
    void lower_pays();
    ExprId lower_pay(const PayDeclaration& pay, core::DefinitionId id);
    void lower_promises();
    ExprId value_of(const Waiting& waiting);
    ExprId alternatives(const std::vector<syntax::Alternative>& lines, Place place, Span span);
    ExprId single_line(const syntax::Alternative& line, Place place, Span span);
    core::DefinitionId add_definition(core::Definition definition);
    core::DefinitionId demand(const Symbol& symbol, int day);
    bool depends_on_day(const Symbol& symbol);
    bool depends_on_day(syntax::ExprId expr);
    std::vector<core::DefinitionId> read_this_month(core::DefinitionId id) const;
    void order_definitions();

    // -- expression.cpp
    ExprId lower(syntax::ExprId expr, Place place);
    ExprId literal(syntax::ExprId expr, const syntax::Number& number, Origin origin);
    ExprId name(syntax::ExprId expr, const syntax::Name& name, Place place, Origin origin);
    ExprId read(const Symbol& symbol, Place place, Origin origin);
    ExprId read_input(std::size_t index, Place place, Origin origin);
    ExprId at_day(const syntax::AtDay& at, Place place, Origin origin);
    ExprId call(const syntax::Call& call, Place place, Origin origin);
    ExprId built_in_call(const std::string& function, const syntax::Call& call, Place place, Origin origin);
    ExprId binary(const syntax::Binary& binary, Place place, Origin origin);
    ExprId comparison(const syntax::Binary& binary, ExprId left, ExprId right, Origin origin);
    void refuse_two_readings(const syntax::Binary& binary);
    void refuse_above_in_sum(const syntax::Binary& binary);
    void require_coverable(syntax::ExprId of);
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
    ExprId edge_of(const syntax::Head& head, Place place);
    bool ends_well(const std::vector<const syntax::Head*>& heads, Span whole);
    bool fits_mode(const syntax::Head& head, syntax::TableMode mode);
    bool edges_rise(const Rows& rows);
    bool keys_differ(const Rows& rows);
    bool starts_below_zero(const Rows& rows) const;
    ExprId guarded_order(const Rows& rows, ExprId whole, Origin origin);
    void check_zeros();
    bool never_negative(ExprId expr, std::set<core::DefinitionId>& visited) const;
    bool never_negative(core::DefinitionId definition, std::set<core::DefinitionId>& visited) const;
    std::vector<ZeroCheck> zero_checks_;

    // -- split.cpp
    void lower_splits();
    ExprId part_value(std::size_t index, int day);
    ExprId split_whole(const SplitDeclaration& split, int day);
    ExprId part_share(const PartDeclaration& part, int day);
    ExprId after_gates(syntax::ExprId of, Place place, Origin origin);
    std::optional<std::size_t> split_of(const Symbol& whole) const;
    ExprId sum_of_parts(const SplitDeclaration& split, Place place, Origin origin);
    void check_portions(const SplitDeclaration& split);

    // -- windows.cpp
    core::DefinitionId as_definition(syntax::ExprId expr, Place place);
    ExprId previous(const syntax::Previous& previous, Place place, Origin origin);
    ExprId aggregate(const syntax::Aggregate& aggregate, Place place, Origin origin);
    ExprId increase(const syntax::Increase& increase, Place place, Origin origin);

    Span span(syntax::ExprId expr) const { return module_.expressions[expr].span; }
    std::string text(syntax::ExprId expr) const { return std::string(sources_.text(span(expr))); }
    Diagnostic& report(Kind kind, std::vector<Span> spans, std::vector<Argument> arguments);
    const Symbol* symbol_of(syntax::ExprId expr) const;  // of a bare name, brackets aside
};

}  // namespace accrue::check
