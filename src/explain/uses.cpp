#include "explain/uses.hpp"

#include <algorithm>

namespace accrue::explain {
namespace {

using core::DefinitionId;
using core::ExprId;
using data::History;
using data::RowId;

const core::Aggregate* aggregate_at(const core::Scheme& scheme, ExprId at) {
    return std::get_if<core::Aggregate>(&scheme.expressions[at].node);
}

// The key's rows behind this one, by rising period.
std::vector<RowId> later_rows(const History& history, RowId row) {
    std::vector<RowId> found;
    const auto level = history.rows.level_of(row);
    const auto periods = history.periods_of(level);
    auto next = std::ranges::upper_bound(periods, history.rows[row].period);
    for (; next != periods.end(); next = std::ranges::upper_bound(next, periods.end(), *next)) {
        if (const auto later = history.find(level, history.key(row), *next)) found.push_back(*later);
    }
    return found;
}

// The row and the key's rows behind it.
std::vector<RowId> from_row_on(const History& history, RowId row) {
    auto rows = later_rows(history, row);
    rows.insert(rows.begin(), row);
    return rows;
}

std::vector<RowId> following(const core::Scheme& scheme, const History& history,
                             const core::Previous& previous, RowId row) {
    const auto level = history.rows.level_of(row);
    std::vector<RowId> candidates;
    if (scheme.levels[level].kind == core::LevelKind::records) {
        for (const auto above : from_row_on(history, history.rows.parent(row))) {
            const auto inside = history.inside(above, level);
            candidates.insert(candidates.end(), inside.begin(), inside.end());
        }
    } else {
        candidates = later_rows(history, row);
    }
    std::erase_if(candidates, [&](RowId each) { return history.before(each, previous.back) != row; });
    return candidates;
}

bool covers(const core::Scheme& scheme, const History& history, const core::Aggregate& aggregate, RowId asker,
            RowId element) {
    const auto [first, last] = core::window_periods(scheme, aggregate, history.rows[asker].period);
    const auto period = history.rows[element].period;
    return first <= period && period <= last;
}

std::vector<RowId> askers(const core::Scheme& scheme, const History& history, const Use& use,
                          const core::Aggregate& aggregate, RowId element) {
    const auto level = scheme.definitions[use.by].level;
    std::vector<RowId> rows;
    if (!aggregate.base) {
        rows = history.rows_of(level);
    } else if (const auto base = history.above(element, aggregate.base)) {
        for (const auto each : from_row_on(history, base)) {
            const auto inside = history.inside(each, level);
            rows.insert(rows.end(), inside.begin(), inside.end());
        }
    }
    std::erase_if(rows, [&](RowId each) {
        const bool is_earlier = aggregate.so_far && each < element;
        return is_earlier || !covers(scheme, history, aggregate, each, element);
    });
    return rows;
}

void add(std::vector<RowId>& all, const std::vector<RowId>& more) {
    all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

// ---------------------------------------------------------------- links

Uses::Uses(const core::Scheme& scheme) : scheme_(scheme) {
    for (std::size_t i = 0; i < scheme.definitions.size(); ++i) {
        const DefinitionId by(i);
        add_formula(by, scheme.definitions[by].value);
    }
}

const std::vector<Use>& Uses::found(const ByPlace& uses, std::uint32_t place) {
    static const std::vector<Use> none;
    const auto known = uses.find(place);
    return known == uses.end() ? none : known->second;
}

void Uses::add_formula(DefinitionId by, ExprId root) {
    for (const auto at : core::within(scheme_, root)) add_expression(by, at);
}

void Uses::add_expression(DefinitionId by, ExprId at) {
    const overloaded link{
        [&](const core::Read& e) { add_read({by, at, Reading::directly}, e); },
        [&](const core::Previous& e) { definitions_[e.of.value].push_back({by, at, Reading::previous}); },
        [&](const core::Aggregate& e) { add_aggregate(by, at, e); },
        [&](const core::Lookup& e) { references_[e.reference.value].push_back({by, at, Reading::directly}); },
        [&](const core::Shared& e) { add_share(by, at, scheme_.shares[e.share]); },
        [&](const core::Solved& e) { add_system(by, at, scheme_.systems[e.system]); },
        [&](const core::FromLots& e) {
            for (const auto fact : {scheme_.lots[e.lots].add, scheme_.lots[e.lots].take})
                definitions_[fact.value].push_back({by, at, Reading::lots});
        },
        [](const auto&) {},
    };
    std::visit(link, scheme_.expressions[at].node);
}

void Uses::add_read(Use use, const core::Read& read) {
    if (const auto* input = std::get_if<core::InputId>(&read.what)) inputs_[input->value].push_back(use);
    if (const auto* definition = std::get_if<DefinitionId>(&read.what))
        definitions_[definition->value].push_back(use);
}

void Uses::add_aggregate(DefinitionId by, ExprId at, const core::Aggregate& aggregate) {
    const auto level = scheme_.definitions[aggregate.of].level;
    levels_[level.value].push_back({by, at, Reading::element});
    if (aggregate.op != core::AggregateOp::count)
        definitions_[aggregate.of.value].push_back({by, at, Reading::element});
    if (aggregate.where) definitions_[aggregate.where.value].push_back({by, at, Reading::condition});
    if (!aggregate.paired) return;
    for (const auto id : core::within(scheme_, aggregate.paired)) {
        const auto* read = std::get_if<core::Read>(&scheme_.expressions[id].node);
        if (read != nullptr)
            add_read({by, at, read->of_asker ? Reading::directly : Reading::condition}, *read);
    }
}

void Uses::add_share(DefinitionId by, ExprId at, const core::Share& share) {
    definitions_[share.pool.value].push_back({by, at, Reading::pool});
    std::vector<DefinitionId> facts{share.weight, share.remainder_to};
    for (const auto& claim : share.claims) facts.insert(facts.end(), {claim.fits, claim.amount});
    for (const auto fact : facts) {
        if (fact) definitions_[fact.value].push_back({by, at, Reading::member});
    }
}

void Uses::add_system(DefinitionId by, ExprId at, const core::System& system) {
    for (const auto& equation : system.equations) {
        auto parts = equation.coefficients;
        parts.push_back(equation.constant);
        for (const auto part : parts) {
            if (!part) continue;
            for (const auto id : core::within(scheme_, part)) {
                const auto* read = std::get_if<core::Read>(&scheme_.expressions[id].node);
                read != nullptr ? add_read({by, at, Reading::directly}, *read) : add_expression(by, id);
            }
        }
    }
}

// ---------------------------------------------------------------- rows

std::vector<RowId> elements_of(const core::Scheme& scheme, const History& history,
                               const core::Aggregate& aggregate, RowId row) {
    return history.inside(row, scheme.definitions[aggregate.of].level);
}

std::vector<RowId> readers(const core::Scheme& scheme, const History& history, const Use& use, RowId row) {
    const auto level = scheme.definitions[use.by].level;
    std::vector<RowId> rows;
    switch (use.how) {
        case Reading::directly:
        case Reading::pool:
            return history.inside(row, level);
        case Reading::previous:
            return following(scheme, history, std::get<core::Previous>(scheme.expressions[use.at].node), row);
        case Reading::element:
        case Reading::condition: {
            const auto& aggregate = *aggregate_at(scheme, use.at);
            for (const auto element : elements_of(scheme, history, aggregate, row))
                add(rows, askers(scheme, history, use, aggregate, element));
            std::ranges::sort(rows);
            const auto again = std::ranges::unique(rows);
            rows.erase(again.begin(), again.end());
            return rows;
        }
        case Reading::member: {
            const auto& shared = std::get<core::Shared>(scheme.expressions[use.at].node);
            const auto pool = history.above(row, scheme.shares[shared.share].of);
            return pool ? history.inside(pool, level) : rows;
        }
        case Reading::lots:
            return from_row_on(history, row);
    }
    return rows;
}

}  // namespace accrue::explain
