// Values that more than one row, equation or period makes together: shares, systems, lots.
#include <algorithm>
#include <ranges>

#include "explain/evaluate.hpp"
#include "explain/linear.hpp"
#include "explain/operate.hpp"

namespace accrue::explain {
namespace {

using core::DefinitionId;
using core::ExprId;
using core::Value;
using data::RowId;

FailureKind failure_kind(ShareTrouble trouble) {
    switch (trouble) {
        case ShareTrouble::pool_below_0:
            return FailureKind::pool_below_0;
        case ShareTrouble::weight_below_0:
            return FailureKind::weight_below_0;
        case ShareTrouble::nobody_fits:
            return FailureKind::nobody_fits;
        case ShareTrouble::claims_differ:
            return FailureKind::claims_differ;
        case ShareTrouble::rest_below_0:
            return FailureKind::rest_below_0;
        case ShareTrouble::nobody_takes:
            return FailureKind::nobody_takes;
        case ShareTrouble::share_below_0:
            return FailureKind::share_below_0;
        case ShareTrouble::remainder_to_nobody:
            return FailureKind::remainder_to_nobody;
        case ShareTrouble::remainder_to_several:
            return FailureKind::remainder_to_several;
    }
    return FailureKind::pool_below_0;
}

bool is_of_a_member(FailureKind kind) {
    return kind == FailureKind::weight_below_0 || kind == FailureKind::share_below_0;
}

}  // namespace

// ---------------------------------------------------------------- shares

void Evaluation::add_division_needs(core::ShareId id, RowId row, std::vector<Place>& places) const {
    const auto& share = scheme_.shares[id];
    places.push_back({Work::definition, share.pool.value, row});
    std::vector<DefinitionId> facts{share.weight, share.remainder_to};
    for (const auto& claim : share.claims) facts.insert(facts.end(), {claim.fits, claim.amount});
    std::erase_if(facts, [](DefinitionId fact) { return !fact; });
    for (const auto member : history_.inside(row, scheme_.definitions[share.result].level)) {
        for (const auto fact : facts) places.push_back({Work::definition, fact.value, member});
    }
}

void Evaluation::work_out_division(core::ShareId share, RowId row) {
    divisions_.emplace(joined(share.value, row.value), divided(scheme_.shares[share], row));
}

Evaluation::Division Evaluation::divided(const core::Share& share, RowId row) const {
    const auto pool = fact(share.pool, row);
    if (const auto* failure = std::get_if<Failure>(&pool)) return *failure;
    std::vector<Member> members;
    for (const auto each : history_.inside(row, scheme_.definitions[share.result].level)) {
        auto member = this->member(share, each);
        if (const auto* failure = std::get_if<Failure>(&member)) return *failure;
        members.push_back(std::get<Member>(std::move(member)));
    }
    return apportioned(share, std::get<Exact>(std::get<Value>(pool)), std::move(members));
}

std::variant<Member, Failure> Evaluation::member(const core::Share& share, RowId row) const {
    Member member{.row = row, .claims = {}};
    for (std::size_t i = 0; i < share.claims.size(); ++i) {
        const auto& claim = share.claims[i];
        const auto fits = claim.fits ? fact(claim.fits, row) : Value(true);
        if (const auto* failure = std::get_if<Failure>(&fits)) return *failure;
        if (!std::get<bool>(std::get<Value>(fits))) continue;
        const auto amount = fact(claim.amount, row);
        if (const auto* failure = std::get_if<Failure>(&amount)) return *failure;
        member.claims.emplace_back(i, std::get<Exact>(std::get<Value>(amount)));
    }
    if (share.weight) {
        const auto weight = fact(share.weight, row);
        if (const auto* failure = std::get_if<Failure>(&weight)) return *failure;
        member.weight = std::get<Exact>(std::get<Value>(weight));
    }
    if (share.remainder_to) {
        const auto takes = fact(share.remainder_to, row);
        if (const auto* failure = std::get_if<Failure>(&takes)) return *failure;
        member.takes_remainder = std::get<bool>(std::get<Value>(takes));
    }
    return member;
}

// What a group operation reads must have a value.
std::variant<Value, Failure> Evaluation::fact(DefinitionId definition, RowId row) const {
    const auto& outcome = known_definition(definition, row);
    if (const auto* value = present(outcome)) return *value;
    if (const auto* failure = std::get_if<Failure>(&outcome)) return *failure;
    const auto value = scheme_.definitions[definition].value;
    return Failure{FailureKind::missing_used, value, value, row};
}

Outcome Evaluation::shared(ExprId at, const core::Shared& shared, RowId row) const {
    const auto& share = scheme_.shares[shared.share];
    const auto pool_row = history_.above(row, share.of);
    if (!pool_row) return Failure{FailureKind::no_outer_row, at, {}, row};
    const auto& division = divisions_.at(joined(shared.share.value, pool_row.value));
    if (const auto* failure = std::get_if<Failure>(&division)) return *failure;
    const auto& all = std::get<Apportionment>(division);
    if (all.refusal) {
        const auto kind = failure_kind(all.refusal->why);
        return Failure{kind, at, {}, is_of_a_member(kind) ? all.members[all.refusal->member].row : pool_row};
    }
    const auto member = std::ranges::lower_bound(all.members, row, {}, &Member::row);
    return limited(member->share, at, row);
}

// ---------------------------------------------------------------- systems of equations

const Evaluation::Plan& Evaluation::plan(core::SystemId system) {
    const auto [found, is_new] = system_plans_.try_emplace(system.value);
    if (!is_new) return found->second;
    std::vector<ExprId> expressions;
    for (const auto& equation : scheme_.systems[system].equations) {
        auto roots = equation.coefficients;
        roots.push_back(equation.constant);
        for (const auto root : roots) {
            if (!root) continue;
            const auto inside = computed_for(root);
            expressions.insert(expressions.end(), inside.begin(), inside.end());
        }
    }
    std::ranges::sort(expressions);
    expressions.erase(std::unique(expressions.begin(), expressions.end()), expressions.end());
    auto needs = core::needs(scheme_, expressions);
    found->second = {std::move(expressions), std::move(needs)};
    return found->second;
}

void Evaluation::work_out_system(core::SystemId id, RowId row) {
    const auto& todo = plan(id);
    for (const auto param : todo.needs.params) compute_param(param, row);
    compute_all(todo, {row, row});
    solutions_.emplace(joined(id.value, row.value), solution_of(scheme_.systems[id], row));
}

// An unknown that an example sets by hand is no unknown.
std::variant<std::vector<Exact>, Failure> Evaluation::solution_of(const core::System& system,
                                                                  RowId row) const {
    LinearSystem linear;
    for (const auto& [unknown, written, coefficients, constant] : system.equations) {
        const auto at = scheme_.definitions[unknown].value;
        std::vector<Exact> numbers(system.equations.size(), Exact(0));
        const auto set = overrides_.find({unknown, row});
        if (set != overrides_.end()) {
            linear.coefficients.push_back(std::move(numbers));
            linear.constants.push_back(std::get<Exact>(set->second));
            continue;
        }
        for (std::size_t i = 0; i < coefficients.size(); ++i) {
            if (!coefficients[i]) continue;
            if (const auto failure = unusable(scratch_[coefficients[i]], coefficients[i], at, row))
                return *failure;
            numbers[i] = *amount(scratch_[coefficients[i]]);
        }
        if (const auto failure = unusable(scratch_[constant], constant, at, row)) return *failure;
        linear.coefficients.push_back(std::move(numbers));
        linear.constants.push_back(*amount(scratch_[constant]));
    }
    if (auto found = solution(linear)) return *std::move(found);
    const auto first = scheme_.definitions[system.equations.front().unknown].value;
    return Failure{FailureKind::no_single_solution, first, {}, row};
}

Outcome Evaluation::solved(ExprId at, const core::Solved& solved, RowId row) const {
    const auto& solution = solutions_.at(joined(solved.system.value, row.value));
    if (const auto* failure = std::get_if<Failure>(&solution)) return *failure;
    return limited(std::get<std::vector<Exact>>(solution)[solved.unknown], at, row);
}

// ---------------------------------------------------------------- lots

void Evaluation::add_lots_needs(core::LotsId id, RowId row, std::vector<Place>& places) const {
    const auto& lots = scheme_.lots[id];
    if (const auto before = history_.rows[row].previous) places.push_back({Work::lots, id.value, before});
    for (const auto fact : {lots.add, lots.take}) places.push_back({Work::definition, fact.value, row});
}

// What is left can be set by hand: then it is one lot of this period.
void Evaluation::work_out_lots(core::LotsId id, RowId row) {
    const auto& lots = scheme_.lots[id];
    const auto before = history_.rows[row].previous;
    auto state = lots_of(lots, row, before ? &lots_.at(joined(id.value, before.value)) : nullptr);
    if (const auto set = overrides_.find({lots.left, row}); set != overrides_.end())
        state.lots.left = {{history_.rows[row].period, std::get<Exact>(set->second)}};
    lots_.emplace(joined(id.value, row.value), std::move(state));
}

Evaluation::LotsState Evaluation::lots_of(const core::Lots& lots, RowId row, const LotsState* before) const {
    if (before != nullptr && before->failure) return {{}, before->failure};
    std::vector<Exact> amounts;
    for (const auto definition : {lots.add, lots.take}) {
        const auto amount = fact(definition, row);
        if (const auto* failure = std::get_if<Failure>(&amount)) return {{}, *failure};
        amounts.push_back(std::get<Exact>(std::get<Value>(amount)));
        if (amounts.back().sign() >= 0) continue;
        const auto at = scheme_.definitions[lots.left].value;
        return {{}, Failure{FailureKind::lots_below_0, at, scheme_.definitions[definition].value, row}};
    }
    const std::vector<Lot> none;
    return {lots_after(lots, before != nullptr ? before->lots.left : none, history_.rows[row].period,
                       amounts[0], amounts[1]),
            std::nullopt};
}

Outcome Evaluation::from_lots(ExprId at, const core::FromLots& from, RowId row) const {
    const auto& [lots, failure] = lots_.at(joined(from.lots.value, row.value));
    if (failure) return *failure;
    switch (from.part) {
        case core::LotsPart::left:
            return limited(total(lots.left), at, row);
        case core::LotsPart::taken:
            return limited(total(lots.taken), at, row);
        case core::LotsPart::expired:
            return limited(total(lots.expired), at, row);
    }
    return Missing{};
}

}  // namespace accrue::explain
