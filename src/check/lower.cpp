#include "check/lower.hpp"

#include <algorithm>

#include "base/messages/meaning.hpp"
#include "base/text.hpp"
#include "check/walk.hpp"
#include "core/rings.hpp"
#include "core/walk.hpp"
#include "number/decimal.hpp"

namespace accrue::check {

using namespace syntax;

Lowering::Lowering(const Module& module, const Sources& sources, const Declarations& declarations,
                   const Typing& typing, Diagnostics& diagnostics)
    : module_(module),
      sources_(sources),
      declarations_(declarations),
      typing_(typing),
      diagnostics_(diagnostics),
      build_(scheme_),
      names_(module, sources, declarations) {}

Diagnostic& Lowering::report(Kind kind, std::vector<Span> spans, std::vector<Argument> arguments) {
    diagnostics_.push_back({kind, std::move(spans), std::move(arguments), {}});
    return diagnostics_.back();
}

core::DefinitionId Lowering::add_definition(core::Definition definition) {
    return scheme_.definitions.add(std::move(definition));
}

// ---------------------------------------------------------------- constants

namespace {

std::optional<Exact> combined(Operator op, const Exact& left, const Exact& right) {
    switch (op) {
        case Operator::add:
            return left + right;
        case Operator::subtract:
            return left - right;
        case Operator::multiply:
        case Operator::percent_of:
        case Operator::of:
            return left * right;
        case Operator::divide:
            return right.sign() == 0 ? std::nullopt : std::optional(left / right);
        default:
            return std::nullopt;
    }
}

}  // namespace

std::optional<Exact> Lowering::constant_amount(syntax::ExprId expr) const {
    expr = unbracketed(module_, expr);
    if (const auto* number = as<Number>(module_, expr)) {
        const auto value = parse_literal(sources_.text(number->digits));
        return value && number->percent ? std::optional(*value / Exact(100)) : value;
    }
    if (const auto* negate = as<Negate>(module_, expr)) {
        const auto value = constant_amount(negate->of);
        return value ? std::optional(-*value) : std::nullopt;
    }
    const auto* binary = as<Binary>(module_, expr);
    if (binary == nullptr) return std::nullopt;
    const auto left = constant_amount(binary->left), right = constant_amount(binary->right);
    return left && right ? combined(binary->op, *left, *right) : std::nullopt;
}

std::optional<core::Value> Lowering::constant(syntax::ExprId expr, const core::Type& type) const {
    expr = unbracketed(module_, expr);
    const std::string_view written = sources_.text(span(expr));
    switch (type.kind) {
        case core::TypeKind::money:
        case core::TypeKind::number: {
            const auto* number = as<Number>(module_, expr);
            const bool is_money = type.kind == core::TypeKind::money;
            if (number != nullptr && number->percent && is_money) return std::nullopt;
            if (number != nullptr && number->currency.length > 0 &&
                (!is_money || sources_.text(number->currency) != type.currency)) {
                return std::nullopt;
            }
            const auto value = constant_amount(expr);
            return value ? std::optional<core::Value>(*value) : std::nullopt;
        }
        case core::TypeKind::date: {
            const auto date = as<syntax::Date>(module_, expr) != nullptr ? parse_date(written) : std::nullopt;
            return date ? std::optional<core::Value>(*date) : std::nullopt;
        }
        case core::TypeKind::month: {
            const auto month =
                as<syntax::Month>(module_, expr) != nullptr ? parse_month(written) : std::nullopt;
            return month ? std::optional<core::Value>(*month) : std::nullopt;
        }
        case core::TypeKind::text:
            if (as<Text>(module_, expr) == nullptr) return std::nullopt;
            return core::Value(quoted_text(sources_, span(expr)));
        case core::TypeKind::logical: {
            const auto* answer = as<YesNo>(module_, expr);
            return answer != nullptr ? std::optional<core::Value>(answer->value) : std::nullopt;
        }
    }
    return std::nullopt;
}

// ---------------------------------------------------------------- header, inputs, params

void Lowering::lower_header() {
    scheme_.is_sketch = declarations_.is_sketch;
    if (declarations_.header != nullptr) {
        scheme_.name = name_text(sources_, declarations_.header->name);
        scheme_.title = quoted_text(sources_, declarations_.header->title);
    }
    scheme_.currency = declarations_.currency;
    scheme_.calendar = declarations_.calendar;
    if (declarations_.rounding) scheme_.rounding = *declarations_.rounding;
    if (declarations_.rounding_step) {
        const auto step = constant(declarations_.rounding_step, typing_.money());
        const Exact* value = step ? std::get_if<Exact>(&*step) : nullptr;
        if (value != nullptr && value->sign() > 0) {
            scheme_.rounding_step = *value;
        } else {
            report(kind::step_not_constant, {span(declarations_.rounding_step)},
                   {text(declarations_.rounding_step)});
        }
    }
    lower_levels();
}

// Is there a value of the whole company? Otherwise nothing stands above the outermost levels.
bool Lowering::is_everything_needed() const {
    const auto stands_outside = [](const auto& declared) { return declared.level == 0; };
    return std::ranges::any_of(declarations_.inputs, stands_outside) ||
           std::ranges::any_of(declarations_.definitions, stands_outside) ||
           std::ranges::any_of(declarations_.splits, stands_outside) ||
           std::ranges::any_of(declarations_.promises, stands_outside) ||
           std::ranges::any_of(declarations_.lots, stands_outside) ||
           std::ranges::any_of(declarations_.shares, [](const auto& share) { return share.of == 0; });
}

void Lowering::lower_levels() {
    const bool drops_first = declarations_.has_levels() && !is_everything_needed();
    for (std::size_t i = 0; i < declarations_.levels.size(); ++i) {
        const LevelDeclaration& declared = declarations_.levels[i];
        if (i == 0 && drops_first) {
            levels_.emplace_back();
            continue;
        }
        core::Level level;
        level.name = declared.name;
        level.kind = declared.kind;
        if (declared.parent != no_level) level.parent = levels_[declared.parent];
        level.span = declared.span;
        levels_.push_back(scheme_.levels.add(std::move(level)));
    }
}

core::InputId Lowering::input(std::size_t index, int day) {
    const auto [place, fresh] = inputs_.emplace(std::pair{index, day}, core::InputId{});
    if (!fresh) return place->second;
    const InputDeclaration& declared = declarations_.inputs[index];
    core::Input input{.name = declared.name,
                      .level = levels_[declared.level],
                      .type = typing_.type_of_input(index).value_or(core::Type{}),
                      .day = day,
                      .low = {},
                      .high = {},
                      .label = {},
                      .span = declared.span};
    if (const Input* written = declared.written) {
        input.percent = written->type.word == TypeWord::percent;
        input.lever = written->lever;
        input.is_signed = written->is_signed;
        input.optional = bool(written->default_to);
        input.label = quoted_text(sources_, written->label);
        const auto bound = [&](syntax::ExprId expr) -> std::optional<Exact> {
            if (!expr) return std::nullopt;
            const auto value = constant(expr, input.type);
            if (value && std::holds_alternative<Exact>(*value)) return std::get<Exact>(*value);
            if (typing_.type(expr) == input.type)
                report(kind::range_not_constant, {span(expr)}, {text(expr)});
            return std::nullopt;
        };
        if (day == 0) input.low = bound(written->low), input.high = bound(written->high);
        if (day > 0) {
            const core::Input& plain = scheme_.inputs[this->input(index, 0)];
            input.low = plain.low, input.high = plain.high;
        }
    }
    return place->second = scheme_.inputs.add(std::move(input));
}

// By-day inputs get their plain column here too: what was collected by the month's end.
void Lowering::lower_inputs() {
    for (std::size_t i = 0; i < declarations_.inputs.size(); ++i) input(i, 0);
    lower_signatures();
    for (std::size_t i = 0; i < declarations_.levels.size(); ++i) {
        const syntax::Records* records = declarations_.levels[i].records;
        if (records == nullptr) continue;
        for (const Span name : records->order) {
            const Symbol* symbol = declarations_.find_own(name_text(sources_, name), i);
            if (symbol != nullptr && symbol->kind == SymbolKind::input) {
                scheme_.levels[levels_[i]].order.push_back(input(symbol->index, 0));
            } else {
                report(kind::no_such_member, {name},
                       {declarations_.levels[i].name, name_text(sources_, name)});
            }
        }
    }
}

// Who set a signed input, and why, are columns of their own beside it: `premium by`, `премия кем`.
void Lowering::lower_signatures() {
    for (std::size_t i = 0; i < declarations_.inputs.size(); ++i) {
        const InputDeclaration& declared = declarations_.inputs[i];
        if (declared.written == nullptr || !declared.written->is_signed) continue;
        const auto text_input = [&](const char* what) {
            core::Input made;
            made.name = declared.name + " " + what;
            made.level = levels_[declared.level];
            made.type = {core::TypeKind::text, {}};
            made.optional = true;
            made.span = declared.span;
            return scheme_.inputs.add(std::move(made));
        };
        const bool is_russian = static_cast<unsigned char>(declared.name.front()) >= 0x80;
        const core::InputId who = text_input(is_russian ? "кем" : "by"),
                            why = text_input(is_russian ? "почему" : "why");
        core::Input& input = scheme_.inputs[this->input(i, 0)];
        input.who = who;
        input.why = why;
    }
}

void Lowering::check_constant_param(std::size_t index, const DatedValue& value) {
    for_each_inside(module_, value.value, [&](syntax::ExprId expr) {
        const Symbol* symbol = as<Name>(module_, expr) != nullptr ? symbol_of(expr, 0) : nullptr;
        const bool data =
            symbol != nullptr && symbol->kind != SymbolKind::param && symbol->kind != SymbolKind::unreadable;
        if (data || as<Previous>(module_, expr) != nullptr || as<Aggregate>(module_, expr) != nullptr) {
            report(kind::param_not_constant, {span(expr)},
                   {name_text(sources_, std::get<Param>(declarations_.params[index]->node).name.name),
                    text(expr)});
        }
    });
}

void Lowering::lower_param(std::size_t index) {
    const auto& written = std::get<Param>(declarations_.params[index]->node);
    core::Param& param = scheme_.params[core::ParamId(index)];
    for (const DatedValue& dated : written.values) {
        check_constant_param(index, dated);
        core::DatedValue value{
            .from = {},
            .value = {},
            .span = dated.from.length > 0 ? join(span(dated.value), dated.from) : span(dated.value)};
        if (dated.from.length > 0) {
            const std::string_view from = sources_.text(dated.from);
            if (const auto month = parse_month(from)) {
                value.from = accrue::Date::of(month->year(), month->number(), 1);
            } else {
                value.from = parse_date(from);
            }
        }
        if (!param.values.empty()) {
            const auto& last = param.values.back();
            if (!value.from || (last.from && *value.from <= *last.from)) {
                report(kind::param_dates_fall, {value.span, last.span}, {param.name});
            }
        }
        value.value = lower(dated.value, {});
        param.values.push_back(std::move(value));
    }
}

void Lowering::lower_params() {
    for (std::size_t i = 0; i < declarations_.params.size(); ++i) {
        const auto& written = std::get<Param>(declarations_.params[i]->node);
        scheme_.params.add({.name = name_text(sources_, written.name.name),
                            .type = typing_.type_of_param(i).value_or(core::Type{}),
                            .values = {},
                            .label = quoted_text(sources_, written.label),
                            .span = declarations_.params[i]->span,
                            .shown_as_percent = typing_.percent_param(i)});
    }
    for (std::size_t i = 0; i < declarations_.params.size(); ++i) lower_param(i);
}

// ---------------------------------------------------------------- definitions

// The definition of a symbol on a day; its value is lowered when its turn comes.
core::DefinitionId Lowering::demand(const Symbol& symbol, int day) {
    const auto [place, fresh] =
        definitions_.emplace(std::tuple{symbol.kind, symbol.index, day}, core::DefinitionId{});
    if (!fresh) return place->second;
    core::Definition made{.name = symbol.name,
                          .type = {},
                          .value = {},
                          .level = symbol.level == no_level ? core::LevelId{} : levels_[symbol.level],
                          .day = day,
                          .label = {},
                          .span = symbol.span,
                          .name_span = symbol.span};
    std::optional<core::Type> type;
    if (symbol.kind == SymbolKind::definition) {
        const DefinitionDeclaration& declared = declarations_.definitions[symbol.index];
        type = typing_.type_of_definition(symbol.index);
        made.name = declared.name;
        made.span = declared.span;
        made.name_span = declared.name_span;
        made.label = quoted_text(sources_, declared.written->label);
        made.shown_as_percent = typing_.percent_definition(symbol.index);
    } else if (symbol.kind == SymbolKind::part) {
        const PartDeclaration& part = declarations_.parts[symbol.index];
        type = typing_.type_of_part(symbol.index);
        made.kind = core::DefinitionKind::part;
        made.name = part.name;
        made.span = part.gate_spans.empty() ? declarations_.splits[part.split].span : part.gate_spans.front();
        made.name_span = part.span;
    } else if (symbol.kind == SymbolKind::share) {
        const ShareDeclaration& share = declarations_.shares[symbol.index];
        type = typing_.type_of_share(symbol.index);
        made.kind = core::DefinitionKind::share;
        made.name = share.name;
        made.span = share.span;
        made.name_span = share.name_span;
        made.label = quoted_text(sources_, share.written->label);
    }
    if (!type) return {};
    made.type = *type;
    place->second = add_definition(std::move(made));
    waiting_.push_back({symbol, day, place->second});
    return place->second;
}

std::optional<core::DefinitionId> Lowering::definition(const Symbol& symbol, int day) const {
    const auto found = definitions_.find({symbol.kind, symbol.index, day});
    if (found == definitions_.end() || !found->second) return std::nullopt;
    return found->second;
}

ExprId Lowering::value_of(const Waiting& waiting) {
    if (waiting.symbol.kind == SymbolKind::part) return part_value(waiting.symbol.index, waiting.day);
    if (waiting.symbol.kind == SymbolKind::share) return share_value(waiting.symbol.index);
    const DefinitionDeclaration& declared = declarations_.definitions[waiting.symbol.index];
    if (declared.system) return solved_value(waiting.symbol.index);
    return alternatives(declared.written->alternatives, {.level = declared.level, .day = waiting.day},
                        declared.span);
}

void Lowering::lower_waiting() {
    while (!waiting_.empty()) {
        const Waiting next = waiting_.front();
        waiting_.pop_front();
        const ExprId value = value_of(next);
        scheme_.definitions[next.id].value = value;
    }
}

ExprId Lowering::single_line(const Alternative& line, Place place, Span whole) {
    const ExprId value = lower(line.value, place);
    if (!line.condition) return value;
    const ExprId condition = lower(line.condition, place);
    const Origin origin{whole, line.otherwise ? WrittenAs::alternatives : WrittenAs::guard,
                        typing_.percent(line.value)};
    const ExprId otherwise = line.otherwise ? lower(line.otherwise, place) : build_.zero_like(value, origin);
    return otherwise ? build_.choose({{condition, value}}, otherwise, origin) : ExprId{};
}

ExprId Lowering::alternatives(const std::vector<Alternative>& lines, Place place, Span whole) {
    if (lines.size() == 1) return single_line(lines.front(), place, whole);
    std::vector<core::Case> cases;
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
        cases.push_back({lower(lines[i].condition, place), lower(lines[i].value, place)});
    }
    const ExprId otherwise = lines.back().is_otherwise ? lower(lines.back().value, place) : ExprId{};
    const Origin origin{whole, WrittenAs::alternatives, typing_.percent(lines.front().value)};
    return otherwise ? build_.choose(std::move(cases), otherwise, origin) : ExprId{};
}

// ---------------------------------------------------------------- days

bool Lowering::depends_on_day(syntax::ExprId expr, Scope scope) {
    if (!expr || as<AtDay>(module_, expr) != nullptr || as<Previous>(module_, expr) != nullptr) return false;
    if (const auto* written = as<Name>(module_, expr)) {
        const NameMeaning meaning = names_.meaning(*written, scope);
        return meaning.symbol != nullptr && depends_on_day(*meaning.symbol);
    }
    if (const auto* aggregate = as<Aggregate>(module_, expr)) {
        const Gathered gathered = names_.gathered(*aggregate, scope);
        if (gathered.trouble != GatherTrouble::none) return false;
        const bool is_of_records = declarations_.levels[gathered.elements].kind == core::LevelKind::records;
        const bool is_inside = gathered.elements != scope.level || gathered.base != scope.level;
        if (is_of_records && is_inside && !gathered.so_far) return true;
        const Scope inside{.level = gathered.elements, .asker = scope.level};
        return depends_on_day(aggregate->of, inside) || depends_on_day(aggregate->where, inside);
    }
    bool depends = false;
    for_each_operand(module_, expr,
                     [&](syntax::ExprId operand) { depends = depends || depends_on_day(operand, scope); });
    return depends;
}

bool Lowering::depends_on_day(const Symbol& symbol) {
    if (symbol.kind == SymbolKind::input) return declarations_.inputs[symbol.index].by_day;
    if (symbol.kind != SymbolKind::definition && symbol.kind != SymbolKind::part) return false;
    const auto [place, fresh] = by_day_.emplace(std::pair{symbol.kind, symbol.index}, false);
    if (!fresh) return place->second;
    bool depends = false;
    if (symbol.kind == SymbolKind::definition) {
        const DefinitionDeclaration& declared = declarations_.definitions[symbol.index];
        for (const Alternative& line : declared.written->alternatives) {
            for (const syntax::ExprId expr : {line.value, line.condition, line.otherwise}) {
                depends = depends || depends_on_day(expr, {.level = declared.level});
            }
        }
        depends = depends && !declared.system;
    } else {
        const SplitDeclaration& split = declarations_.splits[declarations_.parts[symbol.index].split];
        depends =
            split.whole
                ? depends_on_day(split.whole, {.level = split.level})
                : depends_on_day(Symbol{SymbolKind::definition, split.whole_definition, split.level, {}, {}});
    }
    return by_day_[{symbol.kind, symbol.index}] = depends;
}

// ---------------------------------------------------------------- pay and promises

ExprId Lowering::lower_pay(const PayDeclaration& pay, core::DefinitionId id) {
    if (pay.written == nullptr) {
        const Origin origin{.span = pay.span, .written_as = WrittenAs::after_gates};
        if (pay.split) return sum_of_parts(declarations_.splits[*pay.split], {.level = pay.level}, origin);
        return read({SymbolKind::definition, pay.definition, pay.level, {}, {}}, {.level = pay.level},
                    {.span = pay.span});
    }
    pay_line_ = id;
    ExprId amount = single_line(pay.written->amount, {.level = pay.level}, pay.span);
    pay_line_ = {};
    if (pay.written->each != Each::period && amount) {
        const Origin origin{.span = pay.span, .written_as = WrittenAs::guard};
        if (pay.written->each == Each::month && !declarations_.is_shorter_than_month())
            report(kind::each_month_place, {pay.span},
                   {phrase(periods_phrase(scheme_.calendar.unit)), text(pay.written->amount.value)});
        const auto ends = pay.written->each == Each::month     ? core::Builtin::ends_month
                          : pay.written->each == Each::quarter ? core::Builtin::ends_quarter
                                                               : core::Builtin::ends_year;
        amount =
            build_.choose({{build_.read(ends, origin), amount}}, build_.zero_like(amount, origin), origin);
    }
    return amount;
}

// `pay` of a row: the sum of its rounded lines.
void Lowering::lower_total(std::size_t level) {
    const auto declared = definitions_.find({SymbolKind::pay_total, level, 0});
    if (declared == definitions_.end()) return;
    ExprId total;
    for (const core::Pay& pay : scheme_.pays) {
        if (scheme_.definitions[pay.amount].level != levels_[level]) continue;
        const Origin origin{.span = pay.span, .written_as = WrittenAs::hidden};
        const ExprId line = build_.read(pay.amount, typing_.money(), origin);
        total = total ? build_.add(total, line, origin) : line;
    }
    if (!total) total = build_.constant(Exact(0), typing_.money(), {});
    scheme_.definitions[declared->second].value = total;
}

void Lowering::lower_pays() {
    std::map<std::pair<std::size_t, std::string>, Span> components;  // by level
    for (std::size_t i = 0; i < declarations_.pays.size(); ++i) {
        const PayDeclaration& pay = declarations_.pays[i];
        const syntax::ExprId value = pay.written != nullptr ? pay.written->amount.value : syntax::ExprId{};
        const auto* after = value ? as<AfterGates>(module_, unbracketed(module_, value)) : nullptr;
        const Symbol* symbol = value ? symbol_of(after != nullptr ? after->of : value, pay.level) : nullptr;
        std::string label =
            pay.written != nullptr ? quoted_text(sources_, pay.written->label) : std::string();
        std::string component = !pay.name.empty()        ? pay.name
                                : symbol != nullptr      ? symbol->name
                                : pay.written == nullptr ? declarations_.definitions[pay.definition].name
                                : !label.empty()         ? label
                                                         : text(value);
        const auto [place, fresh] = components.emplace(std::pair{pay.level, component}, pay.span);
        if (!fresh) report(kind::paid_twice, {pay.span, place->second}, {component});
        const core::DefinitionId id = definitions_[{SymbolKind::pay_line, i, 0}];
        scheme_.definitions[id].name = component;
        scheme_.definitions[id].label = label;
        const Origin origin{.span = pay.span, .written_as = WrittenAs::pay_rounding};
        const ExprId amount =
            build_.round(lower_pay(pay, id), scheme_.rounding, scheme_.rounding_step, origin);
        scheme_.definitions[id].value = amount;
        scheme_.pays.push_back(
            {.amount = id, .component = std::move(component), .label = std::move(label), .span = pay.span});
    }
    for (std::size_t i = 0; i < levels_.size(); ++i) lower_total(i);
}

void Lowering::lower_promises() {
    for (const PromiseDeclaration& declared : declarations_.promises) {
        const Promise& written = *declared.written;
        core::Promise promise{.kind = core::PromiseKind::relation, .holds = {}, .span = declared.span};
        if (written.form == PromiseForm::never_falls) promise.kind = core::PromiseKind::never_falls;
        if (written.form == PromiseForm::nobody_loses) promise.kind = core::PromiseKind::nobody_loses;
        if (written.form == PromiseForm::relation) {
            const Place place{.level = declared.level};
            ExprId holds = lower(written.claim, place);
            if (written.condition) {
                const ExprId condition = lower(written.condition, place);
                const Origin origin{.span = declared.span, .written_as = WrittenAs::hidden};
                holds = build_.either(build_.negation(condition, origin), holds, origin);
            }
            if (!holds) continue;
            promise.holds = add_definition({.name = "promise",
                                            .kind = core::DefinitionKind::promise,
                                            .type = {core::TypeKind::logical, {}},
                                            .value = holds,
                                            .level = levels_[declared.level],
                                            .label = {},
                                            .span = declared.span,
                                            .name_span = declared.span});
        }
        scheme_.promises.push_back(promise);
    }
}

// ---------------------------------------------------------------- order

// Each definition after those that it reads in the same month; a ring is an error that names it.
void Lowering::order_definitions() {
    enum class Mark { fresh, open, done };
    std::vector<Mark> marks(scheme_.definitions.size(), Mark::fresh);
    std::vector<core::DefinitionId> path;
    bool ring_reported = false;
    const auto report_ring = [&](core::DefinitionId start) {
        if (ring_reported) return;
        ring_reported = true;
        std::string ring;
        std::vector<Span> places;
        for (auto at = std::find(path.begin(), path.end(), start); at != path.end(); ++at) {
            const core::Definition& one = scheme_.definitions[*at];
            if (one.kind == core::DefinitionKind::hidden) continue;
            ring += "`" + core::shown_name(one) + "` → ";
            places.push_back(one.name_span);
        }
        ring += "`" + core::shown_name(scheme_.definitions[start]) + "`";
        report(kind::ring, std::move(places), {ring});
    };
    const auto visit = [&](auto& self, core::DefinitionId id) -> void {
        if (marks[id.value] == Mark::done) return;
        if (marks[id.value] == Mark::open) return report_ring(id);
        marks[id.value] = Mark::open;
        path.push_back(id);
        const ExprId value = scheme_.definitions[id].value;
        const auto needed = value ? core::read_in_period(scheme_, value) : std::vector<core::DefinitionId>{};
        for (const core::DefinitionId read : needed) self(self, read);
        path.pop_back();
        marks[id.value] = Mark::done;
        scheme_.order.push_back(id);
    };
    for (std::size_t i = 0; i < scheme_.definitions.size(); ++i) visit(visit, core::DefinitionId(i));
    if (!ring_reported) refuse_ring_through_records();
}

// A record may take what the one before it has, but not what depends on all of them.
void Lowering::refuse_ring_through_records() {
    const auto has_value = [](const core::Definition& definition) { return bool(definition.value); };
    if (!std::ranges::all_of(scheme_.definitions, has_value)) return;
    const auto ring = core::ring_through_records(scheme_);
    if (!ring) return;
    const core::Definition& definition = scheme_.definitions[*ring];
    report(kind::ring_of_records, {definition.name_span}, {definition.name});
}

// ---------------------------------------------------------------- all of it

// The definitions that a row of data or a name of the file asks for; those of pay lines get their values
// last.
void Lowering::declare_definitions() {
    for (std::size_t i = 0; i < declarations_.definitions.size(); ++i) {
        const DefinitionDeclaration& declared = declarations_.definitions[i];
        demand({SymbolKind::definition, i, declared.level, declared.name, declared.name_span}, 0);
    }
    for (std::size_t i = 0; i < declarations_.parts.size(); ++i) {
        const PartDeclaration& part = declarations_.parts[i];
        demand({SymbolKind::part, i, part.level, part.name, part.span}, 0);
    }
    for (std::size_t i = 0; i < declarations_.shares.size(); ++i) {
        const ShareDeclaration& share = declarations_.shares[i];
        if (share.members == no_level) continue;
        demand({SymbolKind::share, i, share.members, share.name, share.name_span}, 0);
    }
    std::set<std::size_t> paying;
    for (std::size_t i = 0; i < declarations_.pays.size(); ++i) {
        const PayDeclaration& pay = declarations_.pays[i];
        paying.insert(pay.level);
        definitions_[{SymbolKind::pay_line, i, 0}] = add_definition({.name = {},
                                                                     .kind = core::DefinitionKind::pay_line,
                                                                     .type = typing_.money(),
                                                                     .value = {},
                                                                     .level = levels_[pay.level],
                                                                     .label = {},
                                                                     .span = pay.span,
                                                                     .name_span = pay.span});
    }
    if (paying.empty() && !declarations_.has_levels()) paying.insert(0);
    for (const std::size_t level : paying) {
        const core::DefinitionId total = add_definition({.name = "pay",
                                                         .kind = core::DefinitionKind::pay_total,
                                                         .type = typing_.money(),
                                                         .value = {},
                                                         .level = levels_[level],
                                                         .label = {},
                                                         .span = {},
                                                         .name_span = {}});
        scheme_.levels[levels_[level]].pay_total = total;
        definitions_[{SymbolKind::pay_total, level, 0}] = total;
    }
}

core::Scheme Lowering::lowered() {
    lower_header();
    lower_inputs();
    lower_references();
    lower_params();
    declare_definitions();
    lower_waiting();
    lower_pays();
    lower_promises();
    lower_waiting();
    lower_shares();
    lower_systems();
    lower_lots();
    lower_waiting();
    lower_splits();
    check_zeros();
    order_definitions();
    return std::move(scheme_);
}

}  // namespace accrue::check
