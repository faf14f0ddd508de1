#include "check/typing.hpp"

#include "base/messages/language.hpp"
#include "base/messages/meaning.hpp"
#include "base/text.hpp"
#include "check/walk.hpp"
#include "number/decimal.hpp"

namespace accrue::check {

using namespace syntax;
using core::Type;
using core::TypeKind;

namespace {

const Exact most_in_percent = 2;  // beside a percentage: 200 %
const Exact most_as_factor = 5;   // `capped at 2.5` may well be 250 %

// Is it a sum of rows and nothing else?
bool is_sum(const Module& module, const Definition& definition) {
    const auto& alternatives = definition.alternatives;
    const auto* const sum = as<Aggregate>(module, unbracketed(module, alternatives.front().value));
    return sum != nullptr && sum->op == AggregateOp::sum && alternatives.size() == 1;
}

}  // namespace

Typing::Typing(const Module& module, const Sources& sources, const Declarations& declarations,
               Diagnostics& diagnostics)
    : module_(module),
      sources_(sources),
      declarations_(declarations),
      diagnostics_(diagnostics),
      types_(diagnostics),
      expressions_(module.expressions.size()),
      names_(module, sources, declarations) {}

void Typing::run() {
    name_types();
    for (std::size_t i = 0; i < named_tables_.size(); ++i) {
        table_rows(module_.tables[declarations_.tables[i]->table], named_tables_[i]);
    }
    type_functions();
    type_references();
    if (declarations_.is_sketch) type_pays();  // what is paid is money, and that decides the rest
    type_params();
    type_inputs();
    type_splits();
    type_definitions();
    type_shares();
    type_lots();
    if (!declarations_.is_sketch) type_pays();
    type_promises();
    compare_late();
    types_.solve();
    hint_money();
    report_orderings();
    report_thresholds();
    warn_bare_percents();
    report_shares_in_divisors();
    report_undecided();
}

std::optional<Type> Typing::settled(TypeVar var) const {
    if (!var || types_.decided(var) != Decided::yes) return std::nullopt;
    return types_.type(var);
}

std::optional<Type> Typing::type(ExprId expr) const {
    return expr ? settled(expressions_[expr]) : std::nullopt;
}

std::string Typing::text(ExprId expr) const {
    return first_line(sources_, span(expr));
}

Diagnostic& Typing::report(Kind kind, std::vector<Span> spans, std::vector<Argument> arguments) {
    diagnostics_.push_back({kind, std::move(spans), std::move(arguments), {}});
    return diagnostics_.back();
}

Type Typing::type_of(const TypeRef& written) const {
    switch (written.word) {
        case TypeWord::money: {
            Type type = money();
            if (written.currency.length > 0) type.currency = sources_.text(written.currency);
            return type;
        }
        case TypeWord::number:
        case TypeWord::percent:
            return {TypeKind::number, {}};
        case TypeWord::date:
            return {TypeKind::date, {}};
        case TypeWord::month:
            return {TypeKind::month, {}};
        case TypeWord::text:
            return {TypeKind::text, {}};
        case TypeWord::yes_no:
            return {TypeKind::logical, {}};
    }
    return {};
}

// ---------------------------------------------------------------- statements

// Every name has its type from the start: the written one, else an open one.
void Typing::name_types() {
    const auto written = [&](const TypeRef& type) {
        const TypeVar var = types_.known(type_of(type));
        if (type.word == TypeWord::percent) types_.mark_percent(var);
        return var;
    };
    for (const InputDeclaration& input : declarations_.inputs) {
        inputs_.push_back(input.written == nullptr ? types_.unknown() : written(input.written->type));
    }
    for (const Statement* statement : declarations_.params) {
        const auto& param = std::get<Param>(statement->node);
        params_.push_back(param.type ? written(*param.type) : types_.unknown());
    }
    for (const DefinitionDeclaration& definition : declarations_.definitions) {
        const auto& type = definition.written->type;
        definitions_.push_back(type ? written(*type) : types_.unknown());
    }
    for (std::size_t i = 0; i < declarations_.parts.size(); ++i) parts_.push_back(types_.unknown());
    for (std::size_t i = 0; i < declarations_.pays.size(); ++i) pays_.push_back(types_.known(money()));
    for (const Function* function : declarations_.functions) {
        functions_.push_back(types_.unknown());
        auto& parameters = function_parameters_.emplace_back();
        for (const FunctionParameter& parameter : function->parameters)
            parameters.push_back(written(parameter.type));
    }
    for (std::size_t i = 0; i < declarations_.tables.size(); ++i) {
        named_tables_.push_back({types_.unknown(), types_.unknown(), types_.unknown()});
    }
    for (std::size_t i = 0; i < declarations_.shares.size(); ++i) shares_.push_back(types_.known(money()));
    for (std::size_t i = 0; i < declarations_.lots.size(); ++i) lots_.push_back(types_.unknown());
    for (const ReferenceDeclaration& reference : declarations_.references) {
        ReferenceTypes& types = references_.emplace_back();
        for (std::size_t i = 0; i < reference.written->keys.size(); ++i)
            types.keys.push_back(types_.unknown());
        for (const ReferenceField& field : reference.written->fields)
            types.fields.push_back(written(field.type));
    }
}

void Typing::type_functions() {
    for (std::size_t i = 0; i < declarations_.functions.size(); ++i) {
        inside_ = declarations_.functions[i];
        inside_index_ = i;
        const TypeVar body = alternatives({inside_->body});
        types_.unify(functions_[i], body,
                     {kind::branches_differ, inside_->body.span, inside_->body.span, {}});
    }
    inside_ = nullptr;
}

void Typing::type_params() {
    for (std::size_t i = 0; i < declarations_.params.size(); ++i) {
        std::vector<ExprId> values;
        for (const DatedValue& dated : std::get<Param>(declarations_.params[i]->node).values) {
            const TypeVar value = expression(dated.value);
            types_.unify(params_[i], value,
                         {kind::param_values_differ, span(dated.value), declarations_.params[i]->span, {}});
            values.push_back(dated.value);
        }
        beside_each_other(params_[i], values);
    }
}

void Typing::type_inputs() {
    for (std::size_t i = 0; i < declarations_.inputs.size(); ++i) {
        const Input* input = declarations_.inputs[i].written;
        if (input == nullptr) continue;
        enter(declarations_.inputs[i].level);
        for (const ExprId bound : {input->low, input->high, input->default_to}) {
            const bool is_typed = !bound || expressions_[bound];  // of the first name of a list
            if (is_typed) continue;
            beside(inputs_[i], bound);
            types_.unify(inputs_[i], expression(bound),
                         {kind::input_value_differs, declarations_.inputs[i].span, span(bound), {}});
        }
    }
}

void Typing::type_definitions() {
    for (std::size_t i = 0; i < declarations_.definitions.size(); ++i) {
        const Definition& definition = *declarations_.definitions[i].written;
        enter(declarations_.definitions[i].level);
        const TypeVar value = alternatives(definition.alternatives);
        // a sum of shares that is declared a number is a count, no percentage
        const bool is_count =
            definition.type && definition.type->word == TypeWord::number && is_sum(module_, definition);
        types_.unify(is_count ? number() : definitions_[i], value,
                     {kind::definition_differs,
                      definition.name.name,
                      definition.alternatives.front().span,
                      {declarations_.definitions[i].name}});
    }
}

void Typing::type_splits() {
    for (const SplitDeclaration& split : declarations_.splits) {
        enter(split.level);
        const TypeVar whole = split.whole ? expression(split.whole) : definitions_[split.whole_definition];
        if (split.whole) amount_of(split.whole, whole, "split");
        for (const std::size_t index : split.parts) {
            const PartDeclaration& part = declarations_.parts[index];
            types_.unify(parts_[index], whole,
                         {kind::definition_differs, part.span, split.span, {part.name}});
            if (part.portion) {
                types_.unify(number(), expression(part.portion),
                             {kind::portion_number, part.span, span(part.portion), {}});
            }
            for (const ExprId gate : part.gates) condition(gate);
        }
    }
}

void Typing::type_pays() {
    for (std::size_t i = 0; i < declarations_.pays.size(); ++i) {
        const PayDeclaration& pay = declarations_.pays[i];
        enter(pay.level);
        const TypeVar amount =
            pay.written != nullptr ? alternatives({pay.written->amount}) : definitions_[pay.definition];
        const Span place = pay.written != nullptr ? span(pay.written->amount.value) : pay.span;
        types_.unify(pays_[i], amount,
                     {kind::pay_wants_money, place, place, {std::string(sources_.text(place))}});
    }
}

// `pay 10k * score`: directly beside `*` a bare literal is a number; what is meant is an amount of money.
void Typing::hint_money() {
    for (Diagnostic& diagnostic : diagnostics_) {
        if (diagnostic.kind != kind::pay_wants_money || diagnostic.spans.empty()) continue;
        for (const PayDeclaration& pay : declarations_.pays) {
            if (pay.written == nullptr || span(pay.written->amount.value) != diagnostic.spans.front())
                continue;
            hint_money(pay.written->amount.value, diagnostic);
        }
    }
}

void Typing::hint_money(ExprId amount, Diagnostic& diagnostic) const {
    const auto* product = as<Binary>(module_, unbracketed(module_, amount));
    if (product == nullptr || product->op != Operator::multiply) return;
    for (const ExprId side : {product->left, product->right}) {
        if (!is_bare_number(side)) continue;
        const ExprId other = side == product->left ? product->right : product->left;
        diagnostic.notes.push_back(
            {kind::hint_money_factor, {text(side) + " " + declarations_.currency, text(other)}});
        return;
    }
}

void Typing::type_promises() {
    for (const PromiseDeclaration& promise : declarations_.promises) {
        const Promise& written = *promise.written;
        enter(promise.level);
        if (written.condition) condition(written.condition);
        if (!written.claim) continue;
        if (written.form == PromiseForm::relation) {
            condition(written.claim);
        } else {
            amount_of(written.claim, expression(written.claim), "promise");
        }
        if (written.rising.length == 0) continue;
        const std::string rising = name_text(sources_, written.rising);
        const Symbol* symbol = declarations_.find(rising, promise.level);
        if (symbol == nullptr) {
            unknown_name(written.rising, rising);
        } else {
            read_.insert({symbol->kind, symbol->index});
        }
    }
}

void Typing::report_undecided() {
    if (declarations_.is_sketch) return;
    const auto undecided = [&](TypeVar var, SymbolKind kind, std::size_t index, const std::string& name,
                               Span place) {
        if (!types_.fell_to_number(var) || !read_.contains({kind, index})) return;
        report(kind::literal_undecided, {place}, {name});
    };
    for (std::size_t i = 0; i < params_.size(); ++i) {
        const auto& param = std::get<Param>(declarations_.params[i]->node);
        undecided(params_[i], SymbolKind::param, i, name_text(sources_, param.name.name), param.name.name);
    }
    for (std::size_t i = 0; i < definitions_.size(); ++i) {
        undecided(definitions_[i], SymbolKind::definition, i, declarations_.definitions[i].name,
                  declarations_.definitions[i].name_span);
    }
}

// Whether the other side is a percentage is known in the end.
void Typing::beside(TypeVar other, ExprId expr) {
    if (is_bare_number(expr)) bare_.push_back({.other = other, .number = expr, .most = most_in_percent});
}

void Typing::beside(TypeVar other, const Binary& both) {
    for (const auto& [number, opposite] : {std::pair(both.left, both.right), {both.right, both.left}}) {
        if (!is_bare_number(number)) continue;
        bare_.push_back({.other = other, .number = number, .most = most_in_percent, .opposite = opposite});
    }
}

// Values of one thing: `1%` under one condition and `2` under another, cells of a table, values by date.
void Typing::beside_each_other(TypeVar whole, const std::vector<ExprId>& values) {
    const Exact most = most_beside(values);
    for (const ExprId value : values) {
        if (is_bare_number(value))
            bare_.push_back({.other = whole, .number = value, .most = most, .is_one_of_values = true});
    }
}

// Beside `1%` already 2 is no share; beside `50%` it may be 200 %.
Exact Typing::most_beside(const std::vector<ExprId>& values) const {
    std::optional<Exact> largest;
    for (const ExprId value : values) {
        if (!is_percent_literal(value)) continue;
        const auto share = parse_literal(sources_.text(as<Number>(module_, value)->digits));
        const bool tells = share && share->sign() != 0;  // 0 is as much in percent as in figures
        if (tells) largest = std::max(largest.value_or(*share), *share);
    }
    if (!largest) return most_in_percent;
    return std::clamp(*largest / Exact(10), Exact(1), most_in_percent);  // ten times as much, in percent
}

bool Typing::is_bare_number(ExprId expr) const {
    const auto* const literal = as<Number>(module_, expr);
    return literal != nullptr && !literal->percent && literal->currency.length == 0;
}

// The sum that is read there under a name of which nothing says what it is: a sum of shares may be a count.
const Definition* Typing::undeclared_sum(ExprId expr) const {
    const auto* const name = as<Name>(module_, unbracketed(module_, expr));
    if (name == nullptr) return nullptr;
    const auto read = name_text(sources_, name->member.length > 0 ? name->member : name->head);
    for (const DefinitionDeclaration& declared : declarations_.definitions) {
        const Definition& definition = *declared.written;
        if (declared.name == read && !definition.type && is_sum(module_, definition)) return &definition;
    }
    return nullptr;
}

// `attainment > 5` where attainment is a percentage: 500 % is hardly meant. What `above` compares is not
// known while it is asked which of two readings is meant.
void Typing::warn_bare_percents() {
    for (const auto& [other, expr, most, is_one_of_values, opposite] : bare_) {
        const auto value = parse_literal(sources_.text(as<Number>(module_, expr)->digits));
        if (!value || *value <= most || !types_.percent(other) || asked_.contains(expr)) continue;
        auto& warning = report(kind::percent_as_count, {span(expr)}, {text(expr), percent_text(*value)});
        const auto as_percent = text(expr) + "%";
        const auto* const sum = undeclared_sum(opposite);
        if (sum != nullptr || is_one_of_values || *value < most_as_factor)
            warning.notes.push_back(
                {kind::hint_two_readings, {as_percent, to_machine(*value * Exact(100)) + "%"}});
        else
            warning.notes.push_back({kind::hint_write, {as_percent}});
        if (sum != nullptr)
            warning.notes.push_back(
                {kind::hint_count_declared,
                 {name_text(sources_, sum->name.name), text(sum->alternatives.front().value)}});
    }
}

// What stands before and behind an unbracketed `above`; of the two only one is asked of the same `above`.
void Typing::report_thresholds() {
    std::set<const Binary*> asked;
    const auto note = [&](const Binary& above) { asked_.insert({above.left, above.right}); };
    for (const auto& [above, whole] : before_thresholds_) {
        if (report_before_threshold(whole, above)) asked.insert(as<Binary>(module_, above));
    }
    for (const Binary* const above : asked) note(*above);
    for (const ExprId expr : beside_thresholds_) {
        const auto beside = product_beside_threshold(module_, *as<Binary>(module_, expr));
        if (!asked.contains(beside->above) && report_beside_threshold(*beside, span(expr)))
            note(*beside->above);
    }
}

void Typing::note_threshold(ExprId whole) {
    if (const auto above = threshold_behind(module_, whole)) before_thresholds_.try_emplace(*above, whole);
}

bool Typing::report_before_threshold(ExprId whole, ExprId above) {
    if (!fits_before_threshold(whole, above)) return false;
    diagnostics_.push_back(two_readings_before(module_, whole, above, sources_[span(whole).source].text()));
    return true;
}

// Would `(hours * price) above plan` have a type too?
bool Typing::fits_before_threshold(ExprId whole, ExprId above) const {
    if (!type(above) || !type(whole)) return false;
    const auto* const product = as<Binary>(module_, whole);
    if (product == nullptr || product->op == Operator::default_to) return true;
    return is_bare_number(as<Binary>(module_, above)->right) || type(product->left)->kind == TypeKind::number;
}

// `sales above plan * k`: a number may also belong to the threshold, and then it is another amount. Beside a
// threshold in figures `2% of sales above 2M * factor` is only a product.
bool Typing::report_beside_threshold(const BesideThreshold& beside, Span whole) {
    const auto right = type(beside.whole->right);
    const bool is_share_of_figures = beside.has_share && as<Number>(module_, beside.above->right);
    if (!right || right->kind != TypeKind::number || is_share_of_figures) return false;
    diagnostics_.push_back(two_readings(module_, beside, sources_[whole.source].text()));
    return true;
}

// `days/norm of errors`: a number divided by a number is as good a share as the divisor. A percentage is one
// by itself, `done / rate of plan`.
void Typing::report_shares_in_divisors() {
    for (const ExprId expr : shares_in_divisors_) {
        const auto& quotient = *as<Binary>(module_, expr);
        const ExprId divisor = share_in_divisor(module_, quotient)->left;
        const auto is_number = [&](ExprId id) { return type(id) && type(id)->kind == TypeKind::number; };
        if (!is_number(quotient.left) || !is_number(divisor) || percent(divisor)) continue;
        const auto text = sources_[span(expr).source].text();
        if (is_number(quotient.right)) {
            diagnostics_.push_back(two_readings_of_share(module_, quotient, text));
        } else {
            hint_share(quotient, text);
        }
    }
}

// `days/norm of salary`: a number divided by money has no meaning, the share has.
void Typing::hint_share(const Binary& quotient, std::string_view text) {
    const std::vector<Span> sides{span(quotient.left), span(quotient.right)};
    for (Diagnostic& refusal : diagnostics_) {
        if (refusal.kind != kind::quotient_types || refusal.spans != sides) continue;
        refusal.notes.push_back({kind::hint_write, {readings_of_share(module_, quotient, text).first}});
    }
}

void Typing::report_orderings() {
    for (const ExprId expr : orderings_) {
        const auto* compared = as<Binary>(module_, expr);
        const auto left = type(compared->left);
        if (!left || (left->kind != TypeKind::text && left->kind != TypeKind::logical)) continue;
        report(kind::no_order, {compared->op_span, span(compared->left)},
               {std::string(sources_.text(compared->op_span)), in_words(*left)});
    }
}

}  // namespace accrue::check
