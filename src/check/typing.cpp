#include "check/typing.hpp"

#include "base/messages/meaning.hpp"

#include "base/text.hpp"
#include "check/walk.hpp"
#include "number/decimal.hpp"

namespace accrue::check {

using namespace syntax;
using core::Type;
using core::TypeKind;

Typing::Typing(const Module& module, const Sources& sources, const Declarations& declarations,
               Diagnostics& diagnostics)
    : module_(module),
      sources_(sources),
      declarations_(declarations),
      diagnostics_(diagnostics),
      types_(diagnostics),
      expressions_(module.expressions.size()) {}

void Typing::run() {
    name_types();
    for (std::size_t i = 0; i < named_tables_.size(); ++i) {
        table_rows(module_.tables[declarations_.tables[i]->table], named_tables_[i]);
    }
    type_functions();
    if (declarations_.is_sketch) type_pays();  // what is paid is money, and that decides the rest
    type_params();
    type_inputs();
    type_splits();
    type_definitions();
    if (!declarations_.is_sketch) type_pays();
    type_promises();
    types_.solve();
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
        case SymbolKind::function:
        case SymbolKind::table:
        case SymbolKind::unreadable:
            return types_.broken();
    }
    return types_.broken();
}

void Typing::unknown_name(Span place, const std::string& name) {
    if (!unknown_reported_.insert(name).second) return;
    Diagnostic& diagnostic = report(kind::unknown_name, {place}, {name});
    if (const auto mixed = mixed_alphabets(name)) {
        diagnostic.notes.push_back({kind::note_mixed, {name.substr(mixed->offset, mixed->length)}});
    }
    std::vector<std::string> candidates = declarations_.names();
    if (inside_ != nullptr) {
        for (const FunctionParameter& parameter : inside_->parameters) {
            candidates.push_back(name_text(sources_, parameter.name));
        }
    }
    if (const auto meant = closest(name, candidates))
        diagnostic.notes.push_back({kind::hint_meant, {*meant}});
}

TypeVar Typing::name(ExprId expr, const Name& written) {
    if (written.member.length > 0) {
        report(kind::no_outer_level, {span(expr)}, {text(expr)});
        return types_.broken();
    }
    const std::string spelled = name_text(sources_, written.head);
    if (inside_ != nullptr) {
        for (std::size_t i = 0; i < inside_->parameters.size(); ++i) {
            if (name_text(sources_, inside_->parameters[i].name) == spelled) {
                return function_parameters_[inside_index_][i];
            }
        }
    }
    const Symbol* symbol = declarations_.find(spelled);
    if (symbol == nullptr) {
        unknown_name(written.head, spelled);
        return types_.broken();
    }
    read_.insert(symbol->name);
    if (symbol->kind == SymbolKind::table || symbol->kind == SymbolKind::function) {
        report(symbol->kind == SymbolKind::table ? kind::table_as_value : kind::function_as_value,
               {written.head, symbol->span}, {spelled});
        return types_.broken();
    }
    if (inside_ != nullptr && symbol->kind != SymbolKind::param && symbol->kind != SymbolKind::unreadable) {
        report(kind::function_sees, {written.head, symbol->span},
               {spelled, name_text(sources_, inside_->name.name)});
        return types_.broken();
    }
    return symbol_type(*symbol);
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
        const TypeVar amount =
            pay.written != nullptr ? alternatives({pay.written->amount}) : definitions_[pay.definition];
        const Span place = pay.written != nullptr ? span(pay.written->amount.value) : pay.span;
        types_.unify(pays_[i], amount,
                     {kind::pay_wants_money, place, place, {std::string(sources_.text(place))}});
    }
}

void Typing::type_promises() {
    for (const PromiseDeclaration& promise : declarations_.promises) {
        const Promise& written = *promise.written;
        if (written.condition) condition(written.condition);
        if (!written.claim) continue;
        if (written.form == PromiseForm::relation) {
            condition(written.claim);
        } else {
            amount_of(written.claim, expression(written.claim), "promise");
        }
        if (written.rising.length == 0) continue;
        const std::string rising = name_text(sources_, written.rising);
        read_.insert(rising);
        if (declarations_.find(rising) == nullptr) unknown_name(written.rising, rising);
    }
}

void Typing::report_undecided() {
    if (declarations_.is_sketch || has_errors(diagnostics_)) return;
    const auto undecided = [&](TypeVar var, const std::string& name, Span place) {
        if (!types_.fell_to_number(var) || !read_.contains(name)) return;
        report(kind::literal_undecided, {place}, {name});
    };
    for (std::size_t i = 0; i < params_.size(); ++i) {
        const auto& param = std::get<Param>(declarations_.params[i]->node);
        undecided(params_[i], name_text(sources_, param.name.name), param.name.name);
    }
    for (std::size_t i = 0; i < definitions_.size(); ++i) {
        undecided(definitions_[i], declarations_.definitions[i].name, declarations_.definitions[i].name_span);
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
    if (!literal.percent) return types_.amount();
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
            [&](const Previous& n) { return expression(n.of); },
            [&](const Aggregate& n) { return aggregate(expr, n); },
            [&](const AfterGates& n) { return amount_of(n.of, expression(n.of), "after gates"); },
            [&](const Increase& n) { return amount_of(n.of, expression(n.of), "increase of"); },
            [&](const Days& n) {
                if (n.count != Count::days_in_month)
                    report(kind::not_counted_yet, {span(expr)}, {text(expr)});
                return number();
            },
            [&](const MonthsBetween& n) {
                expression(n.from), expression(n.to);
                report(kind::not_counted_yet, {span(expr)}, {text(expr)});
                return number();
            },
            [&](const TableExpr& n) { return table(n.table); },
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
                   {function, std::string(one ? "one value" : "two values or more"),
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
    const Symbol* symbol = declarations_.find(function);
    if (symbol == nullptr) {
        unknown_name(written.function, function);
        return types_.broken();
    }
    read_.insert(symbol->name);
    if (symbol->kind != SymbolKind::function) {
        if (symbol->kind != SymbolKind::unreadable)
            report(kind::no_function, {written.function, symbol->span}, {function});
        return types_.broken();
    }
    const auto& parameters = function_parameters_[symbol->index];
    if (parameters.size() != given.size()) {
        report(kind::argument_count, {span(expr), symbol->span},
               {function, std::to_string(parameters.size()) + (parameters.size() == 1 ? " value" : " values"),
                std::int64_t(given.size())});
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

TypeVar Typing::aggregate(ExprId expr, const Aggregate& n) {
    if (n.where) condition(n.where);
    const TypeVar of = expression(n.of);
    if (n.scope.reach == Reach::inner || n.scope.reach == Reach::so_far || n.scope.reach == Reach::level ||
        n.op == AggregateOp::rank) {
        report(kind::no_inner_rows, {span(expr)}, {text(expr)});
        return types_.broken();
    }
    if (n.op == AggregateOp::count) return number();
    return amount_of(n.of, of, "an aggregate");
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
        const Symbol* symbol = declarations_.find(name);
        if (symbol == nullptr) {
            unknown_name(written.by, name);
            return types_.broken();
        }
        read_.insert(symbol->name);
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
    const auto amount_key = [&] { return amount_of(written.key, types.key, "the key of a table"); };
    switch (written.mode) {
        case TableMode::match:
        case TableMode::matrix:
            return types.cell;
        case TableMode::step:
            amount_key();
            return types.cell;
        case TableMode::linear:
            amount_key();
            types_.require_amount(types.cell,
                                  {kind::wants_amount, written.span, written.span, {"linear", "a cell"}});
            return types.cell;
        case TableMode::marginal:
        case TableMode::whole:
            types_.unify(types.cell, number(), {kind::rate_wants_number, written.span, written.span, {}});
            return amount_key();
    }
    return types_.broken();
}

}  // namespace accrue::check
