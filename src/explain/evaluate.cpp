#include "explain/evaluate.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "base/messages/phrases/tracing.hpp"
#include "explain/operate.hpp"

namespace accrue::explain {
namespace {

using core::DefinitionId;
using core::ExprId;
using core::Value;
using data::RowId;

}  // namespace

const Value* present(const Outcome& outcome) {
    return std::get_if<Value>(&outcome);
}

const Exact* amount(const Outcome& outcome) {
    const auto* value = present(outcome);
    return value != nullptr ? std::get_if<Exact>(value) : nullptr;
}

Evaluation::Evaluation(const core::Scheme& scheme, const data::History& history, const Sources& sources,
                       Overrides overrides)
    : scheme_(scheme),
      history_(history),
      sources_(sources),
      overrides_(std::move(overrides)),
      scratch_(scheme.expressions.size(), Outcome(Missing{})) {
    for (std::size_t i = 0; i < scratch_.size(); ++i) {
        const ExprId at(i);
        if (const auto* constant = std::get_if<core::Constant>(&scheme.expressions[at].node))
            scratch_[at] = constant->value;
    }
}

void Evaluation::begin_anew(Overrides overrides) {
    overrides_ = std::move(overrides);
    definitions_.clear();
    expressions_.clear();
    params_.clear();
    groups_.clear();
    divisions_.clear();
    solutions_.clear();
    lots_.clear();
}

const Outcome& Evaluation::value(DefinitionId definition, RowId row) {
    settle({Work::definition, definition.value, row});
    return known_definition(definition, row);
}

const Outcome& Evaluation::known_definition(DefinitionId definition, RowId row) const {
    return definitions_.at(joined(definition.value, row.value));
}

const Outcome& Evaluation::value(ExprId expression, RowId row) {
    const auto key = joined(expression.value, row.value);
    if (const auto known = expressions_.find(key); known != expressions_.end()) return known->second;
    const auto& todo = plan(expression);
    settle_needs(todo.needs, row);
    compute_all(todo, {row, row});
    for (const auto each : todo.expressions)
        expressions_.try_emplace(joined(each.value, row.value), scratch_[each]);
    return expressions_.try_emplace(key, scratch_[expression]).first->second;
}

Outcome Evaluation::value_between(ExprId expression, RowId element, RowId asker) {
    const auto& plan = paired_plan(expression);
    settle_needs(plan.asker, asker);
    settle_needs(plan.element.needs, element);
    compute_all(plan.element, {element, asker});
    auto outcome = scratch_[expression];
    if (auto* failure = std::get_if<Failure>(&outcome)) set_row(*failure, {element, asker});
    return outcome;
}

bool Evaluation::overridden(DefinitionId definition, RowId row) const {
    return overrides_.contains({definition, row});
}

const Evaluation::Division& Evaluation::division(core::ShareId share, RowId pool_row) {
    settle({Work::division, share.value, pool_row});
    return divisions_.at(joined(share.value, pool_row.value));
}

const Evaluation::LotsState& Evaluation::lots(core::LotsId lots, RowId row) {
    settle({Work::lots, lots.value, row});
    return lots_.at(joined(lots.value, row.value));
}

data::FoundRow Evaluation::found_row(const core::Lookup& lookup, RowId row) {
    std::vector<Value> keys;
    for (const auto key : lookup.keys) {
        const auto* known = present(value(key, row));
        if (known == nullptr) return {};
        keys.push_back(*known);
    }
    return data::find_row(history_.references[lookup.reference], keys, history_.rows[row].date);
}

// ---------------------------------------------------------------- what must be known first

const Evaluation::Plan& Evaluation::plan(ExprId value) {
    const auto [found, is_new] = plans_.try_emplace(value.value);
    if (!is_new) return found->second;
    auto expressions = computed_for(value);
    auto needs = core::needs(scheme_, expressions);
    found->second = {std::move(expressions), std::move(needs)};
    return found->second;
}

std::vector<ExprId> Evaluation::computed_for(ExprId value) const {
    auto all = core::within(scheme_, value);
    std::erase_if(
        all, [&](ExprId at) { return std::holds_alternative<core::Constant>(scheme_.expressions[at].node); });
    return all;
}

void Evaluation::add_definition(DefinitionId definition, RowId row, std::vector<Place>& places) const {
    const auto own = history_.above(row, scheme_.definitions[definition].level);
    if (own) places.push_back({Work::definition, definition.value, own});
}

void Evaluation::add_needs(const core::Needs& needs, RowId row, std::vector<Place>& places) const {
    for (const auto read : needs.same_period) add_definition(read, row, places);
    for (const auto& [of, back] : needs.previous) {
        if (const auto before = history_.before(row, back))
            places.push_back({Work::definition, of.value, before});
    }
    for (const auto at : needs.aggregates) places.push_back({Work::aggregate, at.value, row});
    for (const auto share : needs.shares) {
        const auto pool = history_.above(row, scheme_.shares[share].of);
        if (pool) places.push_back({Work::division, share.value, pool});
    }
    for (const auto system : needs.systems) places.push_back({Work::system, system.value, row});
    for (const auto lots : needs.lots) places.push_back({Work::lots, lots.value, row});
}

std::vector<Evaluation::Place> Evaluation::needed(Place place) {
    std::vector<Place> places;
    switch (place.work) {
        case Work::definition:
            add_needs(plan(DefinitionId(place.id)).needs, place.row, places);
            break;
        case Work::aggregate:
            add_group_needs(ExprId(place.id), place.row, places);
            break;
        case Work::division:
            add_division_needs(core::ShareId(place.id), place.row, places);
            break;
        case Work::system:
            add_needs(plan(core::SystemId(place.id)).needs, place.row, places);
            break;
        case Work::lots:
            add_lots_needs(core::LotsId(place.id), place.row, places);
            break;
    }
    return places;
}

// Aggregates by the group that they share.
std::uint64_t Evaluation::place_key(Place place) const {
    if (place.work != Work::aggregate) return joined(place.id, place.row.value);
    return group_key(ExprId(place.id), aggregate_at(ExprId(place.id)), place.row);
}

bool Evaluation::is_known(Place place) const {
    const auto key = place_key(place);
    switch (place.work) {
        case Work::definition:
            return definitions_.contains(key);
        case Work::aggregate:
            return groups_.contains(key);
        case Work::division:
            return divisions_.contains(key);
        case Work::system:
            return solutions_.contains(key);
        case Work::lots:
            return lots_.contains(key);
    }
    return true;
}

// Depth first: what is needed is put on the stack above its user, which is worked out when it comes up again.
// `check` and `core::well_formed` let nothing need itself; a ring that they overlooked ends here and not in a
// stack without end.
void Evaluation::settle(Place first) {
    if (is_known(first)) return;
    std::vector<Place> stack{first};
    std::set<std::pair<Work, std::uint64_t>> begun;
    while (!stack.empty()) {
        const auto place = stack.back();
        if (is_known(place)) {
            stack.pop_back();
            continue;
        }
        if (place.work == Work::definition) {
            const auto set = overrides_.find({DefinitionId(place.id), place.row});
            if (set != overrides_.end()) {
                definitions_.emplace(joined(place.id, place.row.value), set->second);
                continue;
            }
        }
        const auto height = stack.size();
        for (const auto& need : needed(place)) {
            if (!is_known(need)) stack.push_back(need);
        }
        if (stack.size() == height) {
            work_out(place);
        } else if (!begun.emplace(place.work, place_key(place)).second) {
            throw std::logic_error(phrase(say::value_needs_itself, described(place)));
        }
    }
}

std::string Evaluation::described(Place place) const {
    const auto& row = history_.rows[place.row];
    const auto name = place.work == Work::definition ? scheme_.definitions[DefinitionId(place.id)].name
                                                     : scheme_.levels[row.level].name;
    return "`" + name + "` of `" + history_.key(place.row) + "`, " + scheme_.calendar.to_text(row.period);
}

void Evaluation::settle_needs(const core::Needs& needs, RowId row) {
    std::vector<Place> places;
    add_needs(needs, row, places);
    for (const auto& place : places) settle(place);
    for (const auto param : needs.params) compute_param(param, row);
}

void Evaluation::work_out(Place place) {
    switch (place.work) {
        case Work::definition:
            return work_out_definition(DefinitionId(place.id), place.row);
        case Work::aggregate:
            return work_out_group(ExprId(place.id), place.row);
        case Work::division:
            return work_out_division(core::ShareId(place.id), place.row);
        case Work::system:
            return work_out_system(core::SystemId(place.id), place.row);
        case Work::lots:
            return work_out_lots(core::LotsId(place.id), place.row);
    }
}

// ---------------------------------------------------------------- computing

void Evaluation::work_out_definition(DefinitionId definition, RowId row) {
    const auto& todo = plan(definition);
    for (const auto param : todo.needs.params) compute_param(param, row);
    compute_all(todo, {row, row});
    definitions_.emplace(joined(definition.value, row.value),
                         scratch_[scheme_.definitions[definition].value]);
}

// A param's value is of the row's date: its expression reads other params and constants only.
void Evaluation::compute_param(core::ParamId param, RowId row) {
    const auto date = history_.rows[row].date;
    if (params_.contains(date_key(param, date))) return;
    const auto* dated = core::in_force(scheme_.params[param], date);
    const auto outcome = dated != nullptr ? value(dated->value, row) : Outcome(Missing{});
    params_.emplace(date_key(param, date), outcome);
}

void Evaluation::compute_all(const Plan& plan, Rows rows) {
    for (const auto at : plan.expressions) scratch_[at] = compute(at, rows);
}

Outcome Evaluation::compute(ExprId at, Rows rows) const {
    const auto row = rows.element;
    const overloaded outcome{
        [&](const core::Read& e) { return read(at, e, e.of_asker ? rows.asker : row); },
        [&](const core::Previous& e) { return previous(e, row); },
        [&](const core::Aggregate&) { return aggregate(at, row); },
        [&](const core::Lookup& e) { return lookup(at, e, row); },
        [&](const core::Shared& e) { return shared(at, e, row); },
        [&](const core::Solved& e) { return solved(at, e, row); },
        [&](const core::FromLots& e) { return from_lots(at, e, row); },
        [&](const auto&) { return operate(scheme_, at, scratch_, row); },
    };
    return std::visit(outcome, scheme_.expressions[at].node);
}

Outcome Evaluation::read(ExprId at, const core::Read& read, RowId row) const {
    const auto outer = [&](core::LevelId level, const auto& found) -> Outcome {
        const auto own = history_.above(row, level);
        return own ? found(own) : Outcome(Failure{FailureKind::no_outer_row, at, {}, row});
    };
    const overloaded value_of{
        [&](core::InputId input) {
            return outer(scheme_.inputs[input].level, [&](RowId own) {
                auto cell = history_.value(input, own);
                return cell ? Outcome(*std::move(cell)) : Outcome(Missing{});
            });
        },
        [&](core::ParamId param) { return params_.at(date_key(param, history_.rows[row].date)); },
        [&](DefinitionId definition) {
            return outer(scheme_.definitions[definition].level,
                         [&](RowId own) { return known_definition(definition, own); });
        },
        [&](core::Builtin builtin) { return built_in(builtin, row); },
    };
    return std::visit(value_of, read.what);
}

Outcome Evaluation::built_in(core::Builtin builtin, RowId row) const {
    const auto& calendar = scheme_.calendar;
    const auto period = history_.rows[row].period;
    switch (builtin) {
        case core::Builtin::days_in_month:
            return Value(Exact(days_in(calendar.month(period))));
        case core::Builtin::days_in_quarter:
            return Value(Exact(calendar.days_in_quarter(period)));
        case core::Builtin::days_in_year:
            return Value(Exact(calendar.days_in_year(period)));
        case core::Builtin::ends_month:
            return Value(calendar.ends_month(period));
        case core::Builtin::ends_quarter:
            return Value(calendar.ends_quarter(period));
        case core::Builtin::ends_year:
            return Value(calendar.ends_year(period));
        case core::Builtin::this_month:
            return Value(calendar.month(period));
        case core::Builtin::number_of_month:
            return Value(Exact(calendar.month(period).number()));
        case core::Builtin::number_of_quarter:
            return Value(Exact(calendar.quarter_number(period)));
        case core::Builtin::number_of_year:
            return Value(Exact(calendar.year_number(period)));
        case core::Builtin::number_of_week:
            return Value(Exact(calendar.week_number(period)));
        case core::Builtin::period_start:
            return Value(calendar.first_day(period));
        case core::Builtin::period_end:
            return Value(calendar.last_day(period));
        case core::Builtin::quarter_start:
            return Value(calendar.first_day_of_quarter(period));
        case core::Builtin::quarter_end:
            return Value(calendar.last_day_of_quarter(period));
        case core::Builtin::year_start:
            return Value(calendar.first_day_of_year(period));
        case core::Builtin::year_end:
            return Value(calendar.last_day_of_year(period));
        case core::Builtin::row_date:
            return Value(history_.rows[row].date);
        case core::Builtin::row_key:
            return Value(history_.key(row));
    }
    return Missing{};
}

Outcome Evaluation::previous(const core::Previous& previous, RowId row) const {
    const auto before = history_.before(row, previous.back);
    return before ? known_definition(previous.of, before) : Outcome(Missing{});
}

Outcome Evaluation::lookup(ExprId at, const core::Lookup& lookup, RowId row) const {
    std::vector<Value> keys;
    for (const auto key : lookup.keys) {
        if (const auto failure = unusable(scratch_[key], key, at, row)) return *failure;
        keys.push_back(*present(scratch_[key]));
    }
    const auto found = data::find_row(history_.references[lookup.reference], keys, history_.rows[row].date);
    if (found.other != nullptr) return Failure{FailureKind::two_rows_fit, at, {}, row};
    if (found.row == nullptr || !found.row->fields[lookup.field]) return Missing{};
    return *found.row->fields[lookup.field];
}

}  // namespace accrue::explain
