#include "core/walk.hpp"

#include <algorithm>

namespace accrue::core {
namespace {

using Ids = std::vector<ExprId>;

Ids present(Ids ids) {
    std::erase_if(ids, [](ExprId id) { return !id; });
    return ids;
}

Ids operands_of(const Choose& choose) {
    Ids ids;
    for (const auto& [condition, value] : choose.cases) ids.insert(ids.end(), {condition, value});
    ids.push_back(choose.otherwise);
    return present(std::move(ids));
}

void add_reads(Needs& all, const Read& read) {
    const overloaded add{[&](ParamId param) { all.params.push_back(param); },
                         [&](DefinitionId definition) { all.same_period.push_back(definition); },
                         [](InputId) {}, [](Builtin) {}};
    std::visit(add, read.what);
}

void add_present(std::vector<DefinitionId>& all, std::initializer_list<DefinitionId> ids) {
    for (const auto id : ids) {
        if (id) all.push_back(id);
    }
}

// What the condition of an aggregate reads of the row that asks, and of the elements when they are of this
// period.
void add_paired(std::vector<DefinitionId>& all, const Scheme& scheme, const Aggregate& aggregate) {
    if (!aggregate.paired) return;
    for (const auto id : within(scheme, aggregate.paired)) {
        const auto* read = std::get_if<Read>(&scheme.expressions[id].node);
        const auto* definition = read != nullptr ? std::get_if<DefinitionId>(&read->what) : nullptr;
        if (definition != nullptr && (read->of_asker || includes_this_period(aggregate.window)))
            all.push_back(*definition);
    }
}

void add_aggregate(std::vector<DefinitionId>& all, const Scheme& scheme, const Aggregate& aggregate) {
    add_paired(all, scheme, aggregate);
    if (!includes_this_period(aggregate.window)) return;
    if (aggregate.op != AggregateOp::count) add_present(all, {aggregate.of});
    add_present(all, {aggregate.where});
}

void add_share(std::vector<DefinitionId>& all, const Share& share) {
    add_present(all, {share.pool, share.weight, share.remainder_to});
    for (const auto& claim : share.claims) add_present(all, {claim.fits, claim.amount});
}

// The coefficients and the constants are expressions of their own.
void add_system(std::vector<DefinitionId>& all, const Scheme& scheme, const System& system) {
    for (const auto& equation : system.equations) {
        auto parts = present(equation.coefficients);
        parts.push_back(equation.constant);
        for (const auto part : parts) {
            const auto read = read_in_period(scheme, part);
            all.insert(all.end(), read.begin(), read.end());
        }
    }
}

}  // namespace

Ids operands(const Expr& expr) {
    const overloaded list{
        [](const Constant&) { return Ids{}; },
        [](const Read&) { return Ids{}; },
        [](const Previous&) { return Ids{}; },
        [](const Aggregate&) { return Ids{}; },
        [](const Arithmetic& e) { return present({e.left, e.right}); },
        [](const Compare& e) { return present({e.left, e.right}); },
        [](const Logic& e) { return present({e.left, e.right}); },
        [](const Choose& e) { return operands_of(e); },
        [](const Clamp& e) { return present({e.left, e.right}); },
        [](const Round& e) { return present({e.of, e.step}); },
        [](const Default& e) { return present({e.of, e.instead}); },
        [](const Lookup& e) { return e.keys; },
        [](const Shared&) { return Ids{}; },
        [](const Solved&) { return Ids{}; },
        [](const FromLots&) { return Ids{}; },
        [](const MonthsBetween& e) { return Ids{e.from, e.to}; },
    };
    return std::visit(list, expr.node);
}

namespace {

// Long ones, such as tables of a thousand bands, are picked from what was seen faster than they are sorted.
Ids in_order(Ids found, const std::vector<bool>& seen) {
    constexpr std::size_t sparse = 16;
    if (found.size() * sparse < seen.size()) {
        std::ranges::sort(found);
        return found;
    }
    found.clear();
    for (std::size_t i = 0; i < seen.size(); ++i)
        if (seen[i]) found.emplace_back(i);
    return found;
}

}  // namespace

Ids within(const Scheme& scheme, ExprId root) {
    std::vector<bool> seen(root.value + 1, false);
    Ids found{root};
    seen[root.value] = true;
    for (std::size_t next = 0; next < found.size(); ++next) {
        for (const auto operand : operands(scheme.expressions[found[next]])) {
            if (seen[operand.value]) continue;
            seen[operand.value] = true;
            found.push_back(operand);
        }
    }
    return in_order(std::move(found), seen);
}

Needs needs(const Scheme& scheme, const Ids& expressions) {
    Needs all;
    for (const auto id : expressions) {
        const auto& node = scheme.expressions[id].node;
        if (const auto* read = std::get_if<Read>(&node)) add_reads(all, *read);
        if (const auto* previous = std::get_if<Previous>(&node)) all.previous.push_back(*previous);
        if (std::holds_alternative<Aggregate>(node)) all.aggregates.push_back(id);
        if (const auto* shared = std::get_if<Shared>(&node)) all.shares.push_back(shared->share);
        if (const auto* solved = std::get_if<Solved>(&node)) all.systems.push_back(solved->system);
        if (const auto* from = std::get_if<FromLots>(&node)) all.lots.push_back(from->lots);
    }
    return all;
}

std::vector<DefinitionId> read_in_period(const Scheme& scheme, ExprId expression) {
    auto [all, previous, aggregates, params, shares, systems, lots] =
        needs(scheme, within(scheme, expression));
    for (const auto id : aggregates)
        add_aggregate(all, scheme, std::get<Aggregate>(scheme.expressions[id].node));
    for (const auto id : shares) add_share(all, scheme.shares[id]);
    for (const auto id : systems) add_system(all, scheme, scheme.systems[id]);
    for (const auto id : lots) add_present(all, {scheme.lots[id].add, scheme.lots[id].take});
    return all;
}

std::vector<DefinitionId> gathered_in_period(const Scheme& scheme, ExprId value) {
    std::vector<DefinitionId> all;
    const auto taken = needs(scheme, within(scheme, value));
    for (const auto id : taken.aggregates) {
        const auto& aggregate = std::get<Aggregate>(scheme.expressions[id].node);
        if (!aggregate.so_far) add_aggregate(all, scheme, aggregate);
    }
    for (const auto id : taken.shares) add_share(all, scheme.shares[id]);
    return all;
}

std::vector<DefinitionId> read_of_earlier(const Scheme& scheme, ExprId value) {
    std::vector<DefinitionId> all;
    const auto taken = needs(scheme, within(scheme, value));
    for (const auto& previous : taken.previous) all.push_back(previous.of);
    for (const auto id : taken.systems) {
        for (const auto& equation : scheme.systems[id].equations) {
            auto parts = present(equation.coefficients);
            parts.push_back(equation.constant);
            for (const auto part : parts) {
                for (const auto& previous : needs(scheme, within(scheme, part)).previous)
                    all.push_back(previous.of);
            }
        }
    }
    return all;
}

bool includes_this_period(Window window) {
    return window != Window::earlier_of_month && window != Window::earlier_of_quarter &&
           window != Window::earlier_of_year;
}

bool is_window(const Scheme& scheme, const Aggregate& aggregate) {
    return aggregate.base && aggregate.base == scheme.definitions[aggregate.of].level && !aggregate.so_far;
}

}  // namespace accrue::core
