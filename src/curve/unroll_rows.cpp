// Values that many rows make: aggregates and shares of a pool.

#include <algorithm>

#include "curve/depends.hpp"
#include "curve/unrolling.hpp"

namespace accrue::curve {

using core::DefinitionId;
using core::ExprId;
using data::RowId;

bool Unrolling::moves_between(ExprId paired) const {
    const auto inside = core::within(scheme_, paired);
    const auto needs = core::needs(scheme_, inside);
    return reads_input(scheme_, paired, movings_) ||
           std::ranges::any_of(needs.same_period, [&](DefinitionId each) { return depends_.contains(each); });
}

Made Unrolling::of(const core::Aggregate& e, ExprId at, RowId row) {
    if (e.base && !history_.above(row, e.base)) return std::nullopt;
    const auto rows = evaluation_.rows_of(e, row);
    const bool counts = e.op == core::AggregateOp::count;
    const auto any = [&](RowId element) {
        return (!counts && moving({e.of, element}).has_value()) ||
               (e.where && moving({e.where, element}).has_value());
    };
    const bool paired_moves = e.paired && moves_between(e.paired);
    if (!paired_moves && std::ranges::none_of(rows, any)) return std::nullopt;
    if (paired_moves || (e.paired && std::ranges::any_of(rows, [&](RowId element) {
                             return e.where && moving({e.where, element}).has_value();
                         })))
        return beyond(BeyondKind::paired, at);
    return gathered(e, at, row, rows);
}

Made Unrolling::gathered(const core::Aggregate& e, ExprId at, RowId row, const std::vector<RowId>& rows) {
    Gathered all{e.op, {}, std::nullopt};
    for (const auto element : rows) {
        if (element == row) all.asker = all.elements.size();
        Element made{std::nullopt, StepId()};
        if (e.where && moving({e.where, element})) {
            made.where = moving({e.where, element});
        } else if (e.where || e.paired) {
            made.where = known(local(evaluation_.counts(e, element, row)));
        }
        if (e.op != core::AggregateOp::count) made.of = step_of({e.of, element});
        all.elements.push_back(made);
    }
    return add(std::move(all), at, row);
}

Made Unrolling::of(const core::Shared& e, ExprId at, RowId row) {
    const auto& share = scheme_.shares[e.share];
    const auto pool = history_.above(row, share.of);
    if (!pool) return std::nullopt;
    std::vector<ValueOf> facts;
    add_facts(facts, share, row);
    if (std::ranges::none_of(facts, [&](const ValueOf& fact) { return moving(fact).has_value(); }))
        return std::nullopt;
    return divided(e.share, at, row, pool);
}

Made Unrolling::divided(core::ShareId id, ExprId at, RowId row, RowId pool) {
    const auto& share = scheme_.shares[id];
    const auto members = history_.inside(pool, scheme_.definitions[share.result].level);
    if (share.remainder_to && !one_takes_remainder(share, members)) {
        return std::ranges::any_of(members,
                                   [&](RowId each) { return moving({share.remainder_to, each}).has_value(); })
                   ? beyond(BeyondKind::remainder, at)
                   : known(local(evaluation_.value(at, row)));
    }
    const auto several = static_cast<std::int64_t>(share.remainder_to ? members.size() : 1);
    Divided made{id, step_of({share.pool, pool}), {}, 0, share.step * Exact(several)};
    for (const auto member : members) {
        if (member == row) made.asker = made.sharers.size();
        made.sharers.push_back(sharer(share, member));
    }
    return add(std::move(made), at, row);
}

bool Unrolling::one_takes_remainder(const core::Share& share, const std::vector<RowId>& members) {
    std::size_t takers = 0;
    for (const auto member : members) {
        if (moving({share.remainder_to, member})) return false;
        const auto* takes = explain::present(evaluation_.value(share.remainder_to, member));
        if (takes == nullptr) return false;
        takers += std::get<bool>(*takes) ? 1 : 0;
    }
    return takers == 1;
}

// What a share reads must have a value.
StepId Unrolling::fact(DefinitionId definition, RowId row) {
    const auto step = step_of({definition, row});
    const auto value = scheme_.definitions[definition].value;
    return add(Chosen{{}, Use{step, value}}, value, row);
}

Sharer Unrolling::sharer(const core::Share& share, RowId member) {
    Sharer made{{}, std::nullopt, member};
    for (const auto& claim : share.claims) {
        made.claims.emplace_back(claim.fits ? Made(fact(claim.fits, member)) : std::nullopt,
                                 fact(claim.amount, member));
    }
    if (share.weight) made.weight = fact(share.weight, member);
    return made;
}

}  // namespace accrue::curve
