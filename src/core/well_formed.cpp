#include "core/well_formed.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/rings.hpp"
#include "core/rules.hpp"
#include "core/walk.hpp"

namespace accrue::core {
namespace {

// ---------------------------------------------------------------- names

Broken broken_definition(const Scheme& scheme, const Definition& definition) {
    const auto say = [&](const char* what) {
        return fmt::format("definition `{}`: {}", shown_name(definition), what);
    };
    if (!in_range(definition.value, scheme.expressions)) return say("has no value");
    if (!in_range(definition.level, scheme.levels)) return say("has no level");
    if (scheme.expressions[definition.value].type != definition.type)
        return say("its value has another type");
    const bool promise = definition.kind == DefinitionKind::promise;
    if (promise && !is(definition.type, TypeKind::logical)) return say("a promise is not yes/no");
    return {};
}

// Does a value of the param read a param that does not stand settled yet?
bool waits(const Scheme& scheme, const Param& param, const std::vector<bool>& settled) {
    const auto is_waiting = [&](const DatedValue& dated) {
        const auto read = needs(scheme, within(scheme, dated.value)).params;
        return std::ranges::any_of(read, [&](ParamId id) { return !settled[id.value]; });
    };
    return std::ranges::any_of(param.values, is_waiting);
}

bool reads_params_only(const Scheme& scheme, ExprId value) {
    const overloaded allowed{
        [](const Read& e) { return std::holds_alternative<ParamId>(e.what); },
        [](const Previous&) { return false; },
        [](const Aggregate&) { return false; },
        [](const Shared&) { return false; },
        [](const Solved&) { return false; },
        [](const FromLots&) { return false; },
        [](const auto&) { return true; },
    };
    const auto fine = [&](ExprId id) { return std::visit(allowed, scheme.expressions[id].node); };
    return std::ranges::all_of(within(scheme, value), fine);
}

Broken broken_param(const Scheme& scheme, const Param& param) {
    const auto say = [&](const char* what) { return fmt::format("param `{}`: {}", param.name, what); };
    if (param.values.empty()) return say("has no value");
    for (std::size_t i = 0; i < param.values.size(); ++i) {
        const auto& [from, value, span] = param.values[i];
        if (!in_range(value, scheme.expressions)) return say("a value is no expression");
        if (scheme.expressions[value].type != param.type) return say("a value has another type");
        if (!reads_params_only(scheme, value)) return say("a value reads more than params");
        if (i > 0 && (!from || param.values[i - 1].from >= from)) return say("its dates do not rise");
    }
    return {};
}

Broken ring_of_params(const Scheme& scheme) {
    std::vector<bool> settled(scheme.params.size(), false);
    for (std::size_t left = settled.size(); left > 0;) {
        const auto before = left;
        for (std::size_t i = 0; i < settled.size(); ++i) {
            if (settled[i] || waits(scheme, scheme.params[ParamId(i)], settled)) continue;
            settled[i] = true;
            --left;
        }
        if (left == before) return "params read each other in a ring";
    }
    return {};
}

// ---------------------------------------------------------------- order

Broken broken_order(const Scheme& scheme) {
    std::vector<bool> done(scheme.definitions.size(), false);
    for (const auto id : scheme.order) {
        if (!in_range(id, scheme.definitions)) return "the order names no definition";
        const auto& definition = scheme.definitions[id];
        for (const auto read : read_in_period(scheme, definition.value)) {
            if (!done[read.value])
                return fmt::format("`{}` stands before `{}`, which it reads", shown_name(definition),
                                   shown_name(scheme.definitions[read]));
        }
        if (done[id.value]) return fmt::format("`{}` stands twice in the order", shown_name(definition));
        done[id.value] = true;
    }
    if (scheme.order.size() != done.size()) return "the order leaves a definition out";
    const auto ring = ring_through_records(scheme);
    if (!ring) return {};
    return fmt::format("`{}` depends on itself through the record before",
                       shown_name(scheme.definitions[*ring]));
}

// ---------------------------------------------------------------- statements and notes

Broken broken_pays(const Scheme& scheme) {
    const auto is_kind = [&](DefinitionId id, DefinitionKind kind) {
        return in_range(id, scheme.definitions) && scheme.definitions[id].kind == kind;
    };
    for (const auto& pay : scheme.pays) {
        if (!is_kind(pay.amount, DefinitionKind::pay_line)) return "a pay line's amount is no pay line";
        const auto& type = scheme.definitions[pay.amount].type;
        if (!is(type, TypeKind::money) && !scheme.is_sketch)
            return fmt::format("`{}` pays no money", pay.component);
        const auto level = scheme.definitions[pay.amount].level;
        if (!is_kind(scheme.levels[level].pay_total, DefinitionKind::pay_total))
            return fmt::format("there is no pay total for `{}`", pay.component);
    }
    return {};
}

Broken broken_splits(const Scheme& scheme) {
    for (const auto& split : scheme.splits) {
        if (!in_range(split.whole, scheme.expressions)) return "a split divides nothing";
        for (const auto& [part, gate] : split.parts) {
            if (!in_range(part, scheme.definitions)) return "a split has a part that is no definition";
            if (!absent_or_in_range(gate, scheme.expressions)) return "a gate is no expression";
            const bool choose = !gate || std::holds_alternative<Choose>(scheme.expressions[gate].node);
            if (!choose) return "a gate is no choice";
        }
    }
    return {};
}

Broken broken_promises(const Scheme& scheme) {
    for (const auto& promise : scheme.promises) {
        const bool relation = promise.kind == PromiseKind::relation;
        if (relation != static_cast<bool>(promise.holds))
            return "a promise lacks what holds, or has it in vain";
        if (!relation) continue;
        if (!in_range(promise.holds, scheme.definitions)) return "a promise is no definition";
        if (scheme.definitions[promise.holds].kind != DefinitionKind::promise)
            return "a promise is no promise";
    }
    return {};
}

Broken broken_notes(const Scheme& scheme) {
    const auto known = [&](ExprId id) { return in_range(id, scheme.expressions); };
    const auto known_or_none = [&](ExprId id) { return absent_or_in_range(id, scheme.expressions); };
    for (const auto& note : scheme.table_notes) {
        if (!known(note.table) || !known(note.key) || !known_or_none(note.second_key))
            return "a table note is loose";
        for (const auto& band : note.bands) {
            const auto ids = {band.condition, band.edge, band.value, band.slice, band.part};
            if (!std::ranges::all_of(ids, known_or_none)) return "a band names no expression";
        }
    }
    for (const auto& note : scheme.gate_notes) {
        if (!known(note.gate) || !known_or_none(note.open_value)) return "a gate note is loose";
        if (!std::ranges::all_of(note.conditions, known)) return "a gate's condition is no expression";
    }
    return {};
}

Broken broken_header(const Scheme& scheme) {
    const int starts = scheme.calendar.year_starts_in;
    if (starts < 1 || starts > 12) return "the year starts in no month";
    return unless(scheme.rounding_step.sign() > 0, "the rounding step is not above 0");
}

Broken broken_definitions(const Scheme& scheme) {
    return first_of(scheme.definitions, [&](const auto& each) { return broken_definition(scheme, each); });
}

Broken broken_params(const Scheme& scheme) {
    return first_of(scheme.params, [&](const auto& each) { return broken_param(scheme, each); });
}

}  // namespace

std::optional<std::string> broken_promise(const Scheme& scheme) {
    // A rule may rely on those before it.
    const auto rules = {broken_header, broken_expressions, broken_definitions, broken_levels,
                        broken_params, ring_of_params,     broken_references,  broken_systems,
                        broken_lots,   broken_shares,      broken_reads,       broken_order,
                        broken_pays,   broken_splits,      broken_promises,    broken_notes};
    return first_of(rules, [&](const auto rule) { return rule(scheme); });
}

}  // namespace accrue::core
