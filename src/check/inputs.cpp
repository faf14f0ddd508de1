// What a scheme is given: its header and levels, the inputs with their bounds, and the params.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/messages/language.hpp"
#include "base/messages/meaning.hpp"
#include "check/joined.hpp"
#include "check/lower.hpp"
#include "check/walk.hpp"
#include "core/walk.hpp"

namespace accrue::check {

using namespace syntax;

void Lowering::lower_header() {
    scheme_.source = module_.source;
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
    warn_other_currencies();
    lower_levels();
}

// Bare amounts of a used file are in the currency of the scheme that uses it.
void Lowering::warn_other_currency(const Statement& header) {
    const auto* currency = std::get_if<Currency>(&header.node);
    const auto code = currency == nullptr ? std::string() : text_of(currency->code);
    if (code.empty() || code == declarations_.currency) return;
    for (std::size_t i = 0; i < module_.expressions.size(); ++i) {
        const syntax::ExprId expr = module_.expressions.id(i);
        const auto* number = as<Number>(module_, expr);
        const bool is_bare = number != nullptr && !number->percent && number->currency.length == 0;
        if (!is_bare || span(expr).source != header.span.source) continue;
        if (typing_.type(expr) != typing_.money() || constant_amount(expr) == Exact(0)) continue;
        report(kind::other_currency, {span(expr), currency->code},
               {text(expr), code, declarations_.currency});
        return;
    }
}

void Lowering::warn_other_currencies() {
    for (const Statement& statement : module_.statements) {
        if (check::origin_of(module_, statement) == From::used) warn_other_currency(statement);
    }
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
        if (!declared.file_names.empty()) level.file_names = {declared.file_names};
        levels_.push_back(scheme_.levels.add(std::move(level)));
    }
}

// `in 5 .. 1`: no value at all.
void Lowering::refuse_empty_range(const Input& input) {
    const Span range = join(span(input.low), span(input.high));
    auto& refusal = report(kind::empty_range, {range}, {text(input.low), text(input.high)});
    const auto* low = as<Number>(module_, input.low);
    const auto* high = as<Number>(module_, input.high);
    const bool are_alike = low != nullptr && high != nullptr && low->percent == high->percent;
    if (are_alike)  // of `50 .. 100%` a sign is missing
        refusal.notes.push_back(
            {kind::hint_write, {fmt::format("{} .. {}", text(input.high), text(input.low))}});
}

core::InputId Lowering::input(std::size_t index, int day) {
    const auto [place, fresh] = inputs_.emplace(std::pair{index, day}, core::InputId{});
    if (!fresh) return place->second;
    const InputDeclaration& declared = declarations_.inputs[index];
    core::Input input{.name = declared.name,
                      .level = levels_[declared.level],
                      .type = typing_.type_of_input(index).value_or(core::Type{}),
                      .day = day,
                      .by_day = declared.by_day,
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
        if (day == 0) {
            input.low = bound(written->low), input.high = bound(written->high);
            const bool is_first = name_text(sources_, written->names.front().name) == declared.name;
            if (is_first && input.low && input.high && *input.low > *input.high) refuse_empty_range(*written);
        }
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
    lower_orders();
}

// `in order of`: which inputs tell apart the records of one day.
void Lowering::lower_orders() {
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
    refuse_ring_of_params();
}

// The params that its values read, whatever the date.
std::vector<core::ParamId> Lowering::params_in(core::ParamId param) const {
    std::vector<core::ParamId> found;
    for (const core::DatedValue& dated : scheme_.params[param].values) {
        if (!dated.value) continue;
        for (const ExprId inside : core::within(scheme_, dated.value)) {
            const auto* read = std::get_if<core::Read>(&scheme_.expressions[inside].node);
            const auto* id = read == nullptr ? nullptr : std::get_if<core::ParamId>(&read->what);
            if (id != nullptr) found.push_back(*id);
        }
    }
    return found;
}

void Lowering::refuse_ring_of_params() {
    std::set<core::ParamId> done;
    std::vector<core::ParamId> path;
    const auto visit = [&](auto& self, core::ParamId id) -> void {
        if (const auto open = std::ranges::find(path, id); open != path.end()) {
            std::vector<RingLink> ring;
            for (auto at = open; at != path.end(); ++at)
                ring.push_back({scheme_.params[*at].name, scheme_.params[*at].span});
            return report_ring(ring, scheme_.params[id].name);
        }
        if (!done.insert(id).second) return;
        path.push_back(id);
        for (const core::ParamId read : params_in(id)) self(self, read);
        path.pop_back();
    };
    for (std::size_t i = 0; i < scheme_.params.size(); ++i) visit(visit, core::ParamId(i));
}

}  // namespace accrue::check
