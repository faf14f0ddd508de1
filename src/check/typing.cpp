#include "check/typing.hpp"

#include "base/messages/meaning.hpp"
#include "base/messages/phrases/general.hpp"

#include "base/text.hpp"
#include "check/walk.hpp"
#include "number/decimal.hpp"

namespace accrue::check {

using namespace syntax;
using core::Type;
using core::TypeKind;

namespace {

const Exact hardly_a_coefficient = 1000;

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
    types_.solve();
    hint_money();
    report_orderings();
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
    const std::string_view whole = sources_.text(span(expr));
    return std::string(whole.substr(0, whole.find('\n')));
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

// ---------------------------------------------------------------- names

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

TypeVar Typing::symbol_type(const Symbol& symbol) {
    switch (symbol.kind) {
        case SymbolKind::input:
            return inputs_[symbol.index];
        case SymbolKind::param:
            return params_[symbol.index];
        case SymbolKind::definition:
            return definitions_[symbol.index];
        case SymbolKind::part:
            return parts_[symbol.index];
        case SymbolKind::pay_line:
            return pays_[symbol.index];
        case SymbolKind::pay_total:
            return types_.known(money());
        case SymbolKind::share:
            return shares_[symbol.index];
        case SymbolKind::lots:
            return lots_[symbol.index];
        case SymbolKind::function:
        case SymbolKind::table:
        case SymbolKind::reference:
        case SymbolKind::level:
        case SymbolKind::unreadable:
            return types_.broken();
    }
    return types_.broken();
}

void Typing::unknown_name(Span place, const std::string& name) {
    if (!unknown_reported_.insert({name, scope_.level}).second) return;
    Diagnostic& diagnostic = report(kind::unknown_name, {place}, {name});
    if (const auto mixed = mixed_alphabets(name)) {
        diagnostic.notes.push_back({kind::note_mixed, {name.substr(mixed->offset, mixed->length)}});
    }
    std::vector<std::string> candidates = declarations_.names(scope_.level);
    if (inside_ != nullptr) {
        for (const FunctionParameter& parameter : inside_->parameters) {
            candidates.push_back(name_text(sources_, parameter.name));
        }
    }
    if (const auto meant = closest(name, candidates))
        diagnostic.notes.push_back({kind::hint_meant, {*meant}});
}

// A name that does not say which value is meant, in the words of its level.
TypeVar Typing::trouble(ExprId expr, const Name& written, const NameMeaning& meaning) {
    const auto level_name = [&](std::size_t level) { return declarations_.levels[level].name; };
    const std::string name = name_text(sources_, written.member.length > 0 ? written.member : written.head);
    const std::string here = level_name(scope_.level);
    const auto declared = [&](std::vector<Span> spans) {
        if (const Symbol* symbol = declarations_.find_own(name, meaning.level)) spans.push_back(symbol->span);
        return spans;
    };
    switch (meaning.trouble) {
        case NameTrouble::none:
            break;
        case NameTrouble::unknown:
            unknown_name(written.head, name_text(sources_, written.head));
            break;
        case NameTrouble::other_level:
        case NameTrouble::inner: {
            const std::string full = level_name(meaning.level) + "." + name;
            const bool is_below = meaning.trouble == NameTrouble::inner;
            const bool is_above = declarations_.stands_above(meaning.level, scope_.level);
            const bool is_bare = written.member.length == 0;
            Diagnostic& diagnostic =
                is_below && !is_bare
                    ? report(kind::inner_read, {span(expr)}, {full, level_name(meaning.level), here})
                    : report(kind::name_of_other_level, declared({span(expr)}),
                             {name, level_name(meaning.level), here});
            if (is_above) diagnostic.notes.push_back({kind::hint_outer_name, {full}});
            if (is_below) diagnostic.notes.push_back({kind::hint_inner_name, {full}});
            break;
        }
        case NameTrouble::not_related:
            report(kind::not_related, {span(expr)}, {text(expr), here});
            break;
        case NameTrouble::no_member: {
            Diagnostic& diagnostic =
                report(kind::no_such_member, {written.member}, {name_text(sources_, written.head), name});
            std::vector<std::string> own;
            for (const auto& [each, symbol] : declarations_.symbols[meaning.level]) own.push_back(each);
            if (const auto meant = closest(name, own))
                diagnostic.notes.push_back({kind::hint_meant, {*meant}});
            break;
        }
        case NameTrouble::two_owners:
            report(kind::whose_name, declared({span(expr)}), {name, here, level_name(meaning.level)})
                .notes.push_back({kind::hint_this_name, {here + "." + name, name}});
            break;
        case NameTrouble::not_asking:
            report(kind::this_place, {written.head}, {});
            break;
        case NameTrouble::no_record:
            report(kind::date_of_record, {span(expr)}, {level_name(meaning.level)});
            break;
        case NameTrouble::level_as_value:
            report(kind::level_as_value, {span(expr)}, {name});
            break;
    }
    return types_.broken();
}

// A parameter of the function whose body is typed; none when it has no such one.
TypeVar Typing::parameter(const std::string& name) {
    if (inside_ == nullptr) return {};
    for (std::size_t i = 0; i < inside_->parameters.size(); ++i) {
        if (name_text(sources_, inside_->parameters[i].name) == name)
            return function_parameters_[inside_index_][i];
    }
    return {};
}

TypeVar Typing::name(ExprId expr, const Name& written) {
    const std::string spelled = name_text(sources_, written.head);
    if (const TypeVar found = parameter(spelled); found && written.member.length == 0) return found;
    const NameMeaning meaning = names_.meaning(written, scope_);
    if (meaning.of_asker) asker_read_ = true;
    if (meaning.built_in != BuiltInName::none && inside_ == nullptr)
        return types_.known({meaning.built_in == BuiltInName::key ? TypeKind::text : TypeKind::date, {}});
    if (meaning.symbol == nullptr) {
        if (inside_ != nullptr) {
            unknown_name(written.head, spelled);
            return types_.broken();
        }
        return trouble(expr, written, meaning);
    }
    const Symbol& symbol = *meaning.symbol;
    read_.insert({symbol.kind, symbol.index});
    if (symbol.kind == SymbolKind::table || symbol.kind == SymbolKind::function ||
        symbol.kind == SymbolKind::reference) {
        const Kind kind = symbol.kind == SymbolKind::table      ? kind::table_as_value
                          : symbol.kind == SymbolKind::function ? kind::function_as_value
                                                                : kind::reference_as_value;
        report(kind, {written.head, symbol.span}, {spelled});
        return types_.broken();
    }
    if (inside_ != nullptr && symbol.kind != SymbolKind::param && symbol.kind != SymbolKind::unreadable) {
        report(kind::function_sees, {written.head, symbol.span},
               {spelled, name_text(sources_, inside_->name.name)});
        return types_.broken();
    }
    if (symbol.kind == SymbolKind::lots) return lots_part(expr, written, symbol);
    return symbol_type(symbol);
}

// ---------------------------------------------------------------- statements

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
        for (const DatedValue& dated : std::get<Param>(declarations_.params[i]->node).values) {
            const TypeVar value = expression(dated.value);
            types_.unify(params_[i], value,
                         {kind::param_values_differ, span(dated.value), declarations_.params[i]->span, {}});
        }
    }
}

void Typing::type_inputs() {
    for (std::size_t i = 0; i < declarations_.inputs.size(); ++i) {
        const Input* input = declarations_.inputs[i].written;
        if (input == nullptr) continue;
        enter(declarations_.inputs[i].level);
        for (const ExprId bound : {input->low, input->high, input->default_to}) {
            if (!bound) continue;
            const TypeVar value = expressions_[bound] ? expressions_[bound] : expression(bound);
            types_.unify(inputs_[i], value,
                         {kind::input_value_differs, declarations_.inputs[i].span, span(bound), {}});
        }
    }
}

void Typing::type_definitions() {
    for (std::size_t i = 0; i < declarations_.definitions.size(); ++i) {
        const Definition& definition = *declarations_.definitions[i].written;
        enter(declarations_.definitions[i].level);
        const TypeVar value = alternatives(definition.alternatives);
        types_.unify(definitions_[i], value,
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
        const auto* literal = as<Number>(module_, side);
        if (literal == nullptr || literal->percent || literal->currency.length > 0) continue;
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
    if (declarations_.is_sketch || has_errors(diagnostics_)) return;
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

// `attainment > 5` where attainment is a percentage: 500 % is hardly meant.
void Typing::warn_bare_percent(ExprId expr) {
    const auto* compared = as<Binary>(module_, expr);
    if (!types_.percent(expressions_[compared->left])) return;
    for (const ExprId side : {compared->left, compared->right}) {
        const auto* literal = as<Number>(module_, side);
        const auto value = literal != nullptr && !literal->percent
                               ? parse_literal(sources_.text(literal->digits))
                               : std::nullopt;
        if (value && *value > Exact(2))
            report(kind::percent_as_count, {span(side)}, {text(side), percent_text(*value)});
    }
}

void Typing::report_orderings() {
    for (const ExprId expr : orderings_) {
        const auto* compared = as<Binary>(module_, expr);
        const auto left = type(compared->left);
        warn_bare_percent(expr);
        if (!left || (left->kind != TypeKind::text && left->kind != TypeKind::logical)) continue;
        report(kind::no_order, {compared->op_span, span(compared->left)},
               {std::string(sources_.text(compared->op_span)), in_words(*left)});
    }
}

// ---------------------------------------------------------------- expressions

TypeVar Typing::expression(ExprId expr) {
    if (!expr) return types_.broken();
    const TypeVar var = typed(expr);
    expressions_[expr] = var;
    return var;
}

TypeVar Typing::number_literal(const Number& literal) {
    if (literal.currency.length > 0) {
        return types_.known({TypeKind::money, std::string(sources_.text(literal.currency))});
    }
    if (!literal.percent) {
        const TypeVar var = types_.amount();
        const auto value = parse_literal(sources_.text(literal.digits));
        if (value && *value >= hardly_a_coefficient) types_.mark_large(var);
        return var;
    }
    const TypeVar var = number();
    types_.mark_percent(var);
    return var;
}

// Directly under `*` and `/`, and left of `of`, a bare literal is a number.
TypeVar Typing::factor(ExprId expr) {
    const TypeVar var = expression(expr);
    const auto* literal = as<Number>(module_, expr);
    if (literal != nullptr && literal->currency.length == 0 && !literal->percent)
        types_.unify(var, number(), {});
    return var;
}

TypeVar Typing::amount_of(ExprId expr, TypeVar var, std::string_view what) {
    if (types_.require_amount(var,
                              {kind::wants_amount, span(expr), span(expr), {std::string(what), text(expr)}}))
        return var;
    return types_.broken();
}

void Typing::condition(ExprId expr) {
    types_.unify(expression(expr), logical(), {kind::condition_wanted, span(expr), span(expr), {text(expr)}});
}

TypeVar Typing::typed(ExprId expr) {
    return std::visit(
        overloaded{
            [&](const Broken&) { return types_.broken(); },
            [&](const Number& n) { return number_literal(n); },
            [&](const Text&) { return types_.known({TypeKind::text, {}}); },
            [&](const syntax::Date&) { return types_.known({TypeKind::date, {}}); },
            [&](const syntax::Month&) { return types_.known({TypeKind::month, {}}); },
            [&](const YesNo&) { return logical(); },
            [&](const Name& n) { return name(expr, n); },
            [&](const AtDay& n) { return expression(n.of); },
            [&](const Call& n) { return call(expr, n); },
            [&](const Binary& n) { return binary(expr, n); },
            [&](const Negate& n) { return amount_of(n.of, expression(n.of), "-"); },
            [&](const Not& n) {
                condition(n.of);
                return logical();
            },
            [&](const Rounded& n) {
                const TypeVar of = amount_of(n.of, expression(n.of), "rounded");
                if (n.step)
                    types_.unify(of, expression(n.step), {kind::step_differs, span(n.step), span(n.of), {}});
                return of;
            },
            [&](const Bracket& n) { return expression(n.of); },
            [&](const Choice& n) {
                return alternatives({{.span = span(expr),
                                      .value = n.value,
                                      .condition = n.condition,
                                      .otherwise = n.otherwise}});
            },
            [&](const Previous& n) { return previous(expr, n); },
            [&](const Aggregate& n) { return aggregate(expr, n); },
            [&](const AfterGates& n) { return amount_of(n.of, expression(n.of), "after gates"); },
            [&](const Increase& n) { return amount_of(n.of, expression(n.of), "increase of"); },
            [&](const OfTime& n) { return clock(expr, n.clock); },
            [&](const MonthsBetween& n) {
                for (const ExprId end : {n.from, n.to}) {
                    types_.unify(expression(end), types_.known({TypeKind::date, {}}),
                                 {kind::dates_wanted, span(end), span(end), {text(expr)}});
                }
                return number();
            },
            [&](const TableExpr& n) { return table(n.table); },
            [&](const Lookup& n) { return lookup(expr, n); },
            [&](const Convert& n) { return convert(expr, n); },
        },
        module_.expressions[expr].node);
}

TypeVar Typing::call(ExprId expr, const Call& written) {
    const std::string function = name_text(sources_, written.function);
    const auto arguments = module_.list(written.arguments);
    if (function == "min" || function == "max" || function == "abs" || function == "мин" ||
        function == "макс" || function == "модуль") {
        const bool one = function == "abs" || function == "модуль";
        if (one ? arguments.size() != 1 : arguments.size() < 2) {
            report(kind::argument_count, {span(expr)},
                   {function, one ? phrase(say::count_of_values, 1) : phrase(say::two_values_or_more),
                    std::int64_t(arguments.size())});
            return types_.broken();
        }
        const TypeVar first = amount_of(arguments[0], expression(arguments[0]), function);
        for (const ExprId argument : arguments.subspan(1)) {
            types_.unify(first, expression(argument),
                         {kind::arguments_differ, span(arguments[0]), span(argument), {function}});
        }
        return first;
    }
    std::vector<TypeVar> given;
    for (const ExprId argument : arguments) given.push_back(expression(argument));
    const Symbol* symbol = declarations_.find(function, scope_.level);
    if (symbol == nullptr) {
        unknown_name(written.function, function);
        return types_.broken();
    }
    read_.insert({symbol->kind, symbol->index});
    if (symbol->kind != SymbolKind::function) {
        if (symbol->kind != SymbolKind::unreadable)
            report(kind::no_function, {written.function, symbol->span}, {function});
        return types_.broken();
    }
    const auto& parameters = function_parameters_[symbol->index];
    if (parameters.size() != given.size()) {
        report(kind::argument_count, {span(expr), symbol->span},
               {function, phrase(say::count_of_values, parameters.size()), std::int64_t(given.size())});
        return types_.broken();
    }
    for (std::size_t i = 0; i < given.size(); ++i) {
        types_.unify(
            given[i], parameters[i],
            {kind::argument_differs,
             span(arguments[i]),
             declarations_.functions[symbol->index]->parameters[i].name,
             {function, name_text(sources_, declarations_.functions[symbol->index]->parameters[i].name)}});
    }
    return functions_[symbol->index];
}

TypeVar Typing::equal_operands(ExprId, const Binary& n, Kind kind) {
    const TypeVar left = expression(n.left), right = expression(n.right);
    if (types_.unify(left, right,
                     {kind, span(n.left), span(n.right), {std::string(sources_.text(n.op_span))}}))
        return left;
    return types_.broken();
}

TypeVar Typing::comparison(ExprId expr, const Binary& n) {
    const std::size_t before = diagnostics_.size();
    equal_operands(expr, n, kind::compare_differs);
    if (diagnostics_.size() > before && diagnostics_.back().kind == kind::compare_differs) {
        const auto* literal = as<Number>(module_, n.right);
        const auto left = settled(expressions_[n.left]);
        if (literal != nullptr && literal->percent && left && left->kind == TypeKind::money) {
            diagnostics_.back().notes.push_back({kind::hint_percent_of_what, {text(n.right)}});
        }
    }
    if (n.op != Operator::equal && n.op != Operator::different) orderings_.push_back(expr);
    return logical();
}

TypeVar Typing::binary(ExprId expr, const Binary& n) {
    switch (n.op) {
        case Operator::add:
        case Operator::subtract: {
            const TypeVar left = expression(n.left), right = expression(n.right), result = types_.unknown();
            types_.sum(
                left, right, result, n.op == Operator::subtract,
                {kind::sum_differs, span(n.left), span(n.right), {std::string(sources_.text(n.op_span))}});
            return result;
        }
        case Operator::multiply:
        case Operator::divide: {
            const TypeVar left = factor(n.left), right = factor(n.right), result = types_.unknown();
            const bool divides = n.op == Operator::divide;
            types_.product(
                left, right, result, divides,
                {divides ? kind::quotient_types : kind::product_types, span(n.left), span(n.right), {}});
            return result;
        }
        case Operator::percent_of:
        case Operator::of: {
            const TypeVar left = factor(n.left), right = expression(n.right), result = types_.unknown();
            if (!types_.unify(left, number(),
                              {kind::of_wants_number, span(n.left), span(n.left), {text(n.left)}})) {
                return types_.broken();
            }
            types_.product(left, right, result, false,
                           {kind::product_types, span(n.left), span(n.right), {}});
            return result;
        }
        case Operator::above:
        case Operator::capped_at:
        case Operator::never_below:
            return amount_of(n.left, equal_operands(expr, n, kind::bound_differs), sources_.text(n.op_span));
        case Operator::default_to:
            return equal_operands(expr, n, kind::default_differs);
        case Operator::equal:
        case Operator::different:
        case Operator::less:
        case Operator::at_most:
        case Operator::more:
        case Operator::at_least:
            return comparison(expr, n);
        case Operator::both:
        case Operator::either:
            condition(n.left), condition(n.right);
            return logical();
    }
    return types_.broken();
}

// The nearest row above both is the one through which the others can be gathered.
void Typing::hint_over(ExprId expr, const Aggregate& n, std::size_t elements, Diagnostic& diagnostic) {
    if (n.scope.reach != Reach::inner) return;
    for (std::size_t at = declarations_.levels[scope_.level].parent; at != no_level;
         at = declarations_.levels[at].parent) {
        if (!declarations_.stands_above(at, elements)) continue;
        const bool is_everybody = declarations_.levels[at].kind == core::LevelKind::everything;
        const std::string gathered(sources_.text(
            {span(expr).begin,
             static_cast<std::uint32_t>(span(n.of).begin + span(n.of).length - span(expr).begin),
             span(expr).source}));
        diagnostic.notes.push_back(is_everybody
                                       ? Fact{kind::hint_over_all, {gathered}}
                                       : Fact{kind::hint_over, {gathered, declarations_.levels[at].name}});
        return;
    }
}

// `sum of salary` in a team's block: the name alone is not the team's, which says more than a missing scope.
bool Typing::is_of_other_level(ExprId of) {
    const auto* name = as<Name>(module_, unbracketed(module_, of));
    if (name == nullptr) return false;
    const NameMeaning meaning = names_.meaning(*name, scope_);
    if (meaning.trouble == NameTrouble::none) return false;
    trouble(unbracketed(module_, of), *name, meaning);
    return true;
}

void Typing::trouble(ExprId expr, const Aggregate& n, const Gathered& gathered) {
    const auto level_name = [&](std::size_t level) { return declarations_.levels[level].name; };
    const std::string here = level_name(scope_.level);
    switch (gathered.trouble) {
        case GatherTrouble::none:
            break;
        case GatherTrouble::two_levels:
            report(kind::two_inner_levels, {span(n.of)},
                   {text(n.of), level_name(gathered.other), level_name(gathered.level)});
            break;
        case GatherTrouble::no_scope:
            if (is_of_other_level(n.of)) break;
            report(kind::no_scope, {span(expr)}, {text(expr)});
            break;
        case GatherTrouble::unknown_scope: {
            const std::string name = name_text(sources_, n.scope.level);
            Diagnostic& diagnostic = report(kind::unknown_scope, {n.scope.level}, {name});
            std::vector<std::string> known;
            for (const LevelDeclaration& level : declarations_.levels) known.push_back(level.name);
            if (const auto meant = closest(name, known))
                diagnostic.notes.push_back({kind::hint_meant, {*meant}});
            break;
        }
        case GatherTrouble::not_above:
            report(kind::scope_not_above, {n.scope.span}, {level_name(gathered.level), here});
            break;
        case GatherTrouble::not_related:
            hint_over(expr, n, gathered.level,
                      report(kind::not_related, {span(n.of)}, {level_name(gathered.level), here}));
            break;
        case GatherTrouble::no_records:
            report(kind::so_far_place, {n.scope.span}, {here});
            break;
        case GatherTrouble::no_months:
            report(kind::window_in_records, {n.scope.span}, {text(expr)});
            break;
        case GatherTrouble::month_alone:
            report(kind::over_month_place, {n.scope.span}, {scheme_periods(), text(n.of)});
            break;
        case GatherTrouble::other_unit:
            report(kind::window_unit, {n.scope.span},
                   {std::string(sources_.text(n.scope.span)), scheme_periods()});
            break;
        case GatherTrouble::no_rank:
            report(kind::rank_scope, {span(expr)}, {text(expr)});
            break;
    }
}

// `sum of`, as it is written.
std::string Typing::operation(ExprId expr, const Aggregate& n) const {
    const Span whole = span(expr);
    const auto length = static_cast<std::uint32_t>(span(n.of).begin - whole.begin);
    return std::string(trimmed(sources_.text({whole.begin, length, whole.source})));
}

TypeVar Typing::aggregate(ExprId expr, const Aggregate& n) {
    const Gathered gathered = names_.gathered(n, scope_);
    if (gathered.trouble != GatherTrouble::none) {
        trouble(expr, n, gathered);
        return types_.broken();
    }
    const Scope asking = scope_;
    const bool asker_read = asker_read_;
    scope_ = {.level = gathered.elements, .asker = asking.level};
    asker_read_ = false;
    const bool counts_rows = n.op == AggregateOp::count && names_.level_named(n.of).has_value();
    const TypeVar of = counts_rows ? number() : expression(n.of);
    const bool refused = asker_read_;
    if (refused) report(kind::asker_in_value, {span(n.of)}, {text(n.of)});
    if (n.where) condition(n.where);
    scope_ = asking;
    asker_read_ = asker_read;
    if (refused) return types_.broken();
    if (n.op == AggregateOp::count) return number();
    const bool is_extreme = n.op == AggregateOp::largest || n.op == AggregateOp::smallest;
    if (is_extreme && types_.decided(of) == Decided::yes && types_.type(of).kind == TypeKind::date) return of;
    const TypeVar amount = amount_of(n.of, of, operation(expr, n));
    return n.op == AggregateOp::rank ? number() : amount;
}

std::string Typing::scheme_periods() const {
    return phrase(periods_phrase(declarations_.calendar.unit));
}

// `sales 12 months ago` counts whole periods of the scheme, and records have none.
TypeVar Typing::previous(ExprId expr, const Previous& n) {
    const TypeVar of = expression(n.of);
    if (n.back == 0) return of;
    const LevelDeclaration& level = declarations_.levels[scope_.level];
    if (level.kind == core::LevelKind::records) {
        report(kind::ago_in_records, {n.words}, {text(expr), level.name});
    } else if (!declarations_.calendar.periods_in(n.back, unit_of(n.unit))) {
        report(kind::window_unit, {n.words}, {std::string(sources_.text(n.words)), scheme_periods()});
    }
    return of;
}

TypeVar Typing::clock(ExprId expr, Clock clock) {
    switch (clock) {
        case Clock::days_employed:
            if (declarations_.levels[scope_.level].kind != core::LevelKind::rows) {
                const bool is_record = declarations_.levels[scope_.level].kind == core::LevelKind::records;
                report(kind::employed_place, {span(expr)},
                       {declarations_.levels[scope_.level].name,
                        phrase(is_record ? say::a_record : say::no_such_row)});
            }
            return number();
        case Clock::days_in_month:
        case Clock::days_in_quarter:
        case Clock::days_in_year:
        case Clock::number_of_month:
        case Clock::number_of_quarter:
        case Clock::number_of_year:
        case Clock::number_of_week:
            return number();
        case Clock::this_month:
            return types_.known({TypeKind::month, {}});
        case Clock::start_of_month:
        case Clock::end_of_month:
        case Clock::start_of_quarter:
        case Clock::end_of_quarter:
        case Clock::start_of_year:
        case Clock::end_of_year:
            return types_.known({TypeKind::date, {}});
    }
    return types_.broken();
}

// ---------------------------------------------------------------- branches and tables

TypeVar Typing::alternatives(const std::vector<Alternative>& lines) {
    const TypeVar whole = types_.unknown();
    for (const Alternative& line : lines) alternative(line, whole, lines.front().value);
    const Alternative& first = lines.front();
    if (lines.size() == 1 && first.condition && !first.otherwise) {
        types_.require_amount(
            whole, {kind::guard_wants_amount, span(first.value), span(first.condition), {text(first.value)}});
    }
    return whole;
}

TypeVar Typing::alternative(const Alternative& line, TypeVar whole, ExprId first) {
    for (const ExprId branch : {line.value, line.otherwise}) {
        if (!branch) continue;
        types_.unify(whole, expression(branch), {kind::branches_differ, span(first), span(branch), {}});
    }
    if (line.condition) condition(line.condition);
    return whole;
}

void Typing::head(const Head& written, TypeVar key, ExprId key_expr) {
    const auto edge = [&](ExprId expr) {
        if (!expr) return;
        const Span key_span = key_expr ? span(key_expr) : written.span;
        types_.unify(key, expression(expr), {kind::edge_differs, span(expr), key_span, {}});
    };
    std::visit(overloaded{
                   [&](const Below& b) { edge(b.edge); },
                   [&](const UpTo& u) { edge(u.edge); },
                   [&](const Point& p) { edge(p.at); },
                   [&](const OneOf& o) {
                       for (const ExprId value : module_.list(o.keys)) edge(value);
                   },
                   [](const auto&) {},
               },
               written.band);
}

void Typing::table_rows(const WrittenTable& written, const TableTypes& types) {
    for (const Head& column : written.columns) head(column, types.second_key, written.second_key);
    ExprId first;
    for (const TableRow& row : written.rows) {
        head(row.head, types.key, written.key);
        for (const Cell& cell : row.cells) {
            if (cell.end != End::value || !cell.value) continue;
            if (!first) first = cell.value;
            types_.unify(types.cell, expression(cell.value),
                         {kind::cells_differ, span(cell.value), span(first), {}});
        }
    }
}

TypeVar Typing::table(TableId id) {
    const WrittenTable& written = module_.tables[id];
    TableTypes types{written.key ? expression(written.key) : types_.broken(),
                     written.second_key ? expression(written.second_key) : types_.unknown(),
                     types_.unknown()};
    if (written.by.length > 0) {
        const std::string name = name_text(sources_, written.by);
        const Symbol* symbol = declarations_.find(name, scope_.level);
        if (symbol == nullptr) {
            unknown_name(written.by, name);
            return types_.broken();
        }
        read_.insert({symbol->kind, symbol->index});
        if (symbol->kind != SymbolKind::table) {
            if (symbol->kind != SymbolKind::unreadable)
                report(kind::no_table, {written.by, symbol->span}, {name});
            return types_.broken();
        }
        const TableTypes& shared = named_tables_[symbol->index];
        types_.unify(types.key, shared.key, {kind::edge_differs, span(written.key), written.by, {}});
        types.cell = shared.cell;
    } else {
        table_rows(written, types);
    }
    const auto amount_key = [&] { return amount_of(written.key, types.key, phrase(say::key_of_table)); };
    switch (written.mode) {
        case TableMode::match:
        case TableMode::matrix:
            return types.cell;
        case TableMode::step:
            amount_key();
            return types.cell;
        case TableMode::linear:
            amount_key();
            types_.require_amount(
                types.cell,
                {kind::wants_amount, written.span, written.span, {"linear", phrase(say::a_cell)}});
            return types.cell;
        case TableMode::marginal:
        case TableMode::whole:
            types_.unify(types.cell, number(), {kind::rate_wants_number, written.span, written.span, {}});
            return amount_key();
    }
    return types_.broken();
}

}  // namespace accrue::check
