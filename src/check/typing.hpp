// check/typing.hpp — The type of every written expression, with every clash reported where it stands.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "check/declarations.hpp"
#include "check/names.hpp"
#include "check/types.hpp"
#include "syntax/beside_threshold.hpp"

namespace accrue::check {

class Typing {
  public:
    Typing(const syntax::Module& module, const Sources& sources, const Declarations& declarations,
           Diagnostics& diagnostics);

    // Types the whole file.
    void run();

    // The type of an expression or name; nothing when it is broken.
    std::optional<core::Type> type(syntax::ExprId expr) const;
    std::optional<core::Type> type_of_input(std::size_t index) const { return settled(inputs_[index]); }
    std::optional<core::Type> type_of_param(std::size_t index) const { return settled(params_[index]); }
    std::optional<core::Type> type_of_definition(std::size_t index) const {
        return settled(definitions_[index]);
    }
    std::optional<core::Type> type_of_part(std::size_t index) const { return settled(parts_[index]); }
    std::optional<core::Type> type_of_share(std::size_t index) const { return settled(shares_[index]); }
    std::optional<core::Type> type_of_lots(std::size_t index) const { return settled(lots_[index]); }
    std::optional<core::Type> type_of_key(std::size_t reference, std::size_t key) const {
        return settled(references_[reference].keys[key]);
    }
    bool percent(syntax::ExprId expr) const { return types_.percent(expressions_[expr]); }
    bool percent_param(std::size_t index) const { return types_.percent(params_[index]); }
    bool percent_definition(std::size_t index) const { return types_.percent(definitions_[index]); }

    // Was the input, param … read anywhere?
    bool is_read(SymbolKind kind, std::size_t index) const { return read_.contains({kind, index}); }

    // The currency that bare money has.
    core::Type money() const { return {core::TypeKind::money, declarations_.currency}; }
    core::Type type_of(const syntax::TypeRef& written) const;

  private:
    struct ReferenceTypes {
        std::vector<TypeVar> keys, fields;
    };
    struct TableTypes {
        TypeVar key, second_key, cell;
    };
    const syntax::Module& module_;
    const Sources& sources_;
    const Declarations& declarations_;
    Diagnostics& diagnostics_;
    Types types_;

    Table<syntax::ExprId, TypeVar> expressions_;
    std::vector<TypeVar> inputs_, params_, definitions_, parts_, pays_, functions_, shares_, lots_;
    std::vector<ReferenceTypes> references_;
    std::vector<std::vector<TypeVar>> function_parameters_;
    std::vector<TableTypes> named_tables_;
    struct Bare {
        TypeVar other;  // what the number is compared with, or declared as
        syntax::ExprId number;
        Exact most;                     // what is still meant as it stands, `2` for 200 %
        bool is_one_of_values = false;  // not compared with the other
        syntax::ExprId opposite{};      // the other, where it is one expression
    };
    std::vector<Bare> bare_;
    bool beside_aggregate_ = false;                        // in a product with a sum of other rows
    std::vector<syntax::ExprId> orderings_;                // comparisons by size, for text and yes/no
    std::vector<const syntax::Binary*> late_comparisons_;  // with a percentage, which decides nothing
    std::set<syntax::ExprId> beside_thresholds_;           // `sales above plan * k`
    const syntax::Function* inside_ = nullptr;             // the function whose body is being typed
    std::size_t inside_index_ = 0;
    Names names_;
    Scope scope_;                // of the expression being typed
    bool asker_read_ = false;    // a name of the row that asks was met
    bool askers_named_ = false;  // the same, also where it is the row above the gathered one
    std::set<std::pair<SymbolKind, std::size_t>> read_;
    std::set<std::pair<std::string, std::size_t>> unknown_reported_;  // name and level
    std::vector<syntax::ExprId> shares_in_divisors_;                  // `days/norm of errors`
    // The `above` of `hours * price above plan`, with the product.
    std::map<syntax::ExprId, syntax::ExprId> before_thresholds_;
    std::set<syntax::ExprId> asked_;  // what stands beside an `above` that can be read two ways

    std::optional<core::Type> settled(TypeVar var) const;
    TypeVar logical() { return types_.known({core::TypeKind::logical, {}}); }
    TypeVar number() { return types_.known({core::TypeKind::number, {}}); }
    std::string text(syntax::ExprId expr) const;
    Span span(syntax::ExprId expr) const { return module_.expressions[expr].span; }
    Diagnostic& report(Kind kind, std::vector<Span> spans, std::vector<Argument> arguments);

    // typing.cpp
    void name_types();
    void type_params();
    void type_inputs();
    void type_definitions();
    void type_splits();
    void type_pays();
    void type_promises();
    void type_functions();
    void report_undecided();
    void report_orderings();
    void beside(TypeVar other, syntax::ExprId expr);  // if that is a bare number
    void beside(TypeVar other, const syntax::Binary& both);
    void beside_each_other(TypeVar whole, const std::vector<syntax::ExprId>& values);
    Exact most_beside(const std::vector<syntax::ExprId>& values) const;
    void warn_bare_percents();
    const syntax::Definition* undeclared_sum(syntax::ExprId expr) const;
    void note_threshold(syntax::ExprId whole);
    void report_thresholds();
    bool report_before_threshold(syntax::ExprId whole, syntax::ExprId above);
    bool report_beside_threshold(const syntax::BesideThreshold& beside, Span whole);
    bool fits_before_threshold(syntax::ExprId whole, syntax::ExprId above) const;
    void report_shares_in_divisors();
    void hint_share(const syntax::Binary& quotient, std::string_view text);
    bool is_aggregate(syntax::ExprId expr) const;
    bool is_percent_literal(syntax::ExprId expr) const;
    bool is_bare_number(syntax::ExprId expr) const;  // a number without percent sign and currency
    void warn_percent_of_percent(const syntax::WrittenTable& written);
    void hint_money();
    void hint_money(syntax::ExprId amount, Diagnostic& diagnostic) const;
    // Types what stands in a block of the level.
    void enter(std::size_t level) { scope_ = {.level = level}; }

    // typing_names.cpp
    TypeVar name(syntax::ExprId expr, const syntax::Name& name);
    TypeVar symbol_type(const Symbol& symbol);
    TypeVar parameter(const std::string& name);
    TypeVar trouble(syntax::ExprId expr, const syntax::Name& name, const NameMeaning& meaning);
    void unknown_name(Span span, const std::string& name);

    // typing_expressions.cpp
    TypeVar expression(syntax::ExprId expr);
    TypeVar typed(syntax::ExprId expr);
    TypeVar number_literal(const syntax::Number& literal);
    TypeVar factor(syntax::ExprId expr);  // a literal here is a number
    TypeVar amount_of(syntax::ExprId expr, TypeVar type, std::string_view what);
    void condition(syntax::ExprId expr);
    TypeVar call(syntax::ExprId expr, const syntax::Call& call);
    TypeVar binary(syntax::ExprId expr, const syntax::Binary& binary);
    TypeVar equal_operands(syntax::ExprId expr, const syntax::Binary& binary, Kind kind);
    TypeVar defaulted(syntax::ExprId expr, const syntax::Binary& binary);
    TypeVar comparison(syntax::ExprId expr, const syntax::Binary& binary);
    void compare(const syntax::Binary& comparison);
    void compare_late();
    TypeVar alternatives(const std::vector<syntax::Alternative>& alternatives);
    TypeVar alternative(const syntax::Alternative& alternative, TypeVar whole, syntax::ExprId first);
    TypeVar table(syntax::TableId id);
    void table_rows(const syntax::WrittenTable& table, const TableTypes& types);
    void head(const syntax::Head& head, TypeVar key, syntax::ExprId key_expr);

    // typing_windows.cpp
    TypeVar aggregate(syntax::ExprId expr, const syntax::Aggregate& aggregate);
    void trouble(syntax::ExprId expr, const syntax::Aggregate& aggregate, const Gathered& gathered);
    bool names_unreadable(syntax::ExprId of) const;
    bool is_of_other_level(syntax::ExprId of);
    void hint_over(syntax::ExprId expr, const syntax::Aggregate& aggregate, std::size_t elements,
                   Diagnostic& diagnostic);
    std::string operation(syntax::ExprId expr, const syntax::Aggregate& aggregate) const;
    TypeVar previous(syntax::ExprId expr, const syntax::Previous& previous);
    TypeVar clock(syntax::ExprId expr, syntax::Clock clock);
    std::string scheme_periods() const;  // `weeks`

    // references.cpp
    void type_references();
    void type_keys(syntax::ExprId expr, const syntax::Lookup& lookup, const Symbol& reference);
    void report_no_field(syntax::ExprId expr, const syntax::Lookup& lookup, const Symbol& reference);
    TypeVar lookup(syntax::ExprId expr, const syntax::Lookup& lookup);
    TypeVar convert(syntax::ExprId expr, const syntax::Convert& convert);
    // share.cpp
    void type_shares();
    void type_share(std::size_t index);
    // lots.cpp
    void type_lots();
    TypeVar lots_part(syntax::ExprId expr, const syntax::Name& name, const Symbol& lots);
};

}  // namespace accrue::check
