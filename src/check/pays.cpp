// What is paid, a line each and in total, and what is promised of it.
#include <map>
#include <set>
#include <string>
#include <utility>

#include "base/messages/meaning.hpp"
#include "check/lower.hpp"
#include "check/walk.hpp"

namespace accrue::check {

using namespace syntax;

// The definitions of pay lines and of what they add up to stand in their places at once; they get their
// values last.
void Lowering::declare_pays() {
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

ExprId Lowering::lower_pay(const PayDeclaration& pay, core::DefinitionId id) {
    if (pay.written == nullptr) {
        const Origin origin{.span = pay.span, .written_as = WrittenAs::after_gates};
        if (pay.split) return sum_of_parts(declarations_.splits[*pay.split], {.level = pay.level}, origin);
        return read({SymbolKind::definition, pay.definition, pay.level, {}, {}}, {.level = pay.level},
                    {.span = pay.span});
    }
    pay_line_ = id;
    paid_ = &pay.written->amount;
    const ExprId amount = single_line(pay.written->amount, {.level = pay.level}, pay.span);
    pay_line_ = {};
    paid_ = nullptr;
    return amount && pay.written->each != Each::period ? at_period_end(amount, pay) : amount;
}

// `each quarter`: the amount in the last period of the quarter, else nothing.
ExprId Lowering::at_period_end(ExprId amount, const PayDeclaration& pay) {
    const Each each = pay.written->each;
    if (each == Each::month && !declarations_.is_shorter_than_month())
        report(kind::each_month_place, {pay.span},
               {phrase(periods_phrase(scheme_.calendar.unit)), text(pay.written->amount.value)});
    const auto ends = each == Each::month     ? core::Builtin::ends_month
                      : each == Each::quarter ? core::Builtin::ends_quarter
                                              : core::Builtin::ends_year;
    const Origin origin{.span = pay.span, .written_as = WrittenAs::guard};
    return build_.choose({{build_.read(ends, origin), amount}}, build_.zero_like(amount, origin), origin);
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

// Under what name a line's amount stands among the results: its own, that of what it pays, its label, or what
// is written.
std::string Lowering::component_of(const PayDeclaration& pay) const {
    if (!pay.name.empty()) return pay.name;
    if (pay.written == nullptr) return declarations_.definitions[pay.definition].name;
    if (const Symbol* symbol = symbol_of(paid_of(module_, *pay.written), pay.level)) return symbol->name;
    const std::string label = quoted_text(sources_, pay.written->label);
    return label.empty() ? text(pay.written->amount.value) : label;
}

void Lowering::lower_pays() {
    std::map<std::pair<std::size_t, std::string>, Span> components;  // by level
    for (std::size_t i = 0; i < declarations_.pays.size(); ++i) {
        const PayDeclaration& pay = declarations_.pays[i];
        const std::string component = component_of(pay);
        const auto [place, fresh] = components.emplace(std::pair{pay.level, component}, pay.span);
        if (!fresh) report(kind::paid_twice, {pay.span, place->second}, {component});
        const std::string label =
            pay.written != nullptr ? quoted_text(sources_, pay.written->label) : std::string();
        const core::DefinitionId id = definitions_[{SymbolKind::pay_line, i, 0}];
        scheme_.definitions[id].name = component;
        scheme_.definitions[id].label = label;
        const Origin origin{.span = pay.span, .written_as = WrittenAs::pay_rounding};
        const ExprId amount =
            build_.round(lower_pay(pay, id), scheme_.rounding, scheme_.rounding_step, origin);
        scheme_.definitions[id].value = amount;
        scheme_.pays.push_back({.amount = id, .component = component, .label = label, .span = pay.span});
    }
    for (std::size_t i = 0; i < levels_.size(); ++i) lower_total(i);
}

// What must be so in every row; none when it cannot be read.
core::DefinitionId Lowering::lower_claim(const PromiseDeclaration& declared) {
    const Promise& written = *declared.written;
    const Place place{.level = declared.level};
    ExprId holds = lower(written.claim, place);
    if (written.condition) {
        const ExprId condition = lower(written.condition, place);
        const Origin origin{.span = declared.span, .written_as = WrittenAs::hidden};
        holds = build_.either(build_.negation(condition, origin), holds, origin);
    }
    if (!holds) return {};
    return add_definition({.name = "promise",
                           .kind = core::DefinitionKind::promise,
                           .type = {core::TypeKind::logical, {}},
                           .value = holds,
                           .level = levels_[declared.level],
                           .label = {},
                           .span = declared.span,
                           .name_span = declared.span});
}

void Lowering::lower_promises() {
    for (const PromiseDeclaration& declared : declarations_.promises) {
        core::Promise promise{.kind = core::PromiseKind::relation, .holds = {}, .span = declared.span};
        switch (declared.written->form) {
            case PromiseForm::never_falls:
                promise.kind = core::PromiseKind::never_falls;
                break;
            case PromiseForm::nobody_loses:
                promise.kind = core::PromiseKind::nobody_loses;
                break;
            case PromiseForm::relation:
                promise.holds = lower_claim(declared);
                if (!promise.holds) continue;
                break;
        }
        scheme_.promises.push_back(promise);
    }
}

}  // namespace accrue::check
