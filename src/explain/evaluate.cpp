#include "explain/evaluate.hpp"

#include <algorithm>

#include "explain/operate.hpp"

namespace accrue::explain {
namespace {

using core::DefinitionId;
using core::ExprId;
using core::Value;
using data::RowId;

std::uint64_t joined(std::uint32_t what, std::uint32_t where) {
    return std::uint64_t{what} << 32 | where;
}

std::uint64_t month_key(core::ParamId param, Month month) {
    return joined(param.value, static_cast<std::uint32_t>(month.index));
}

Month following(Month month) {
    return Month{month.index + 1};
}

std::optional<Failure> unusable_month(const Outcome& outcome, ExprId window, RowId row) {
    if (const auto* failure = std::get_if<Failure>(&outcome)) return *failure;
    if (std::holds_alternative<Missing>(outcome))
        return Failure{FailureKind::missing_in_window, window, {}, row};
    return std::nullopt;
}

}  // namespace

const Value* present(const Outcome& outcome) {
    return std::get_if<Value>(&outcome);
}

const Exact* amount(const Outcome& outcome) {
    const auto* value = present(outcome);
    return value != nullptr ? std::get_if<Exact>(value) : nullptr;
}

// What the months of one window come to.
struct Evaluation::Tally {
    Exact sum = 0;
    std::int64_t count = 0;
    std::optional<Exact> smallest, largest;

    void add(const Exact& number) {
        sum = sum + number;
        smallest = smallest ? accrue::smaller(*smallest, number) : number;
        largest = largest ? accrue::larger(*largest, number) : number;
    }
};

Evaluation::Evaluation(const core::Scheme& scheme, const data::History& history, const Sources& sources,
                       Overrides overrides)
    : scheme_(scheme),
      history_(history),
      sources_(sources),
      overrides_(std::move(overrides)),
      scratch_(scheme.expressions.size(), Outcome(Missing{})) {}

const Outcome& Evaluation::value(DefinitionId definition, RowId row) {
    settle({definition, row});
    return known_definition(definition, row);
}

const Outcome& Evaluation::known_definition(DefinitionId definition, RowId row) const {
    return definitions_.at(joined(definition.value, row.value));
}

const Outcome& Evaluation::value(ExprId expression, RowId row) {
    const auto key = joined(expression.value, row.value);
    if (const auto known = expressions_.find(key); known != expressions_.end()) return known->second;
    Plan plan{core::within(scheme_, expression), {}};
    plan.needs = core::needs(scheme_, plan.expressions);
    settle_needs(plan.needs, row);
    compute_all(plan, row);
    for (const auto each : plan.expressions)
        expressions_.try_emplace(joined(each.value, row.value), scratch_[each]);
    return expressions_.at(key);
}

bool Evaluation::overridden(DefinitionId definition, RowId row) const {
    return overrides_.contains({definition, row});
}

std::vector<RowId> Evaluation::rows_of(const core::Aggregate& aggregate, RowId row) const {
    const auto [first, last] = core::window_months(scheme_, aggregate, history_.rows[row].month);
    std::vector<RowId> rows;
    for (auto each = row; each && history_.rows[each].month >= first; each = history_.rows[each].previous) {
        if (history_.rows[each].month <= last) rows.push_back(each);
    }
    std::ranges::reverse(rows);
    return rows;
}

// ---------------------------------------------------------------- what must be known first

const Evaluation::Plan& Evaluation::plan(DefinitionId definition) {
    const auto [found, is_new] = plans_.try_emplace(definition.value);
    if (is_new) {
        found->second.expressions = core::within(scheme_, scheme_.definitions[definition].value);
        found->second.needs = core::needs(scheme_, found->second.expressions);
    }
    return found->second;
}

std::vector<Evaluation::Place> Evaluation::needed(const core::Needs& needs, RowId row) const {
    std::vector<Place> places;
    for (const auto read : needs.same_month) places.push_back({read, row});
    if (const auto before = history_.rows[row].previous) {
        for (const auto read : needs.previous) places.push_back({read, before});
    }
    for (const auto at : needs.windows) {
        const auto& aggregate = std::get<core::Aggregate>(scheme_.expressions[at].node);
        for (const auto each : rows_of(aggregate, row)) {
            if (aggregate.op != core::AggregateOp::count) places.push_back({aggregate.of, each});
            if (aggregate.where) places.push_back({aggregate.where, each});
        }
    }
    return places;
}

bool Evaluation::is_known(Place place) const {
    return definitions_.contains(joined(place.definition.value, place.row.value));
}

// Depth first: what is needed is put on the stack above its user, which is computed when it comes up again.
void Evaluation::settle(Place first) {
    std::vector<Place> stack{first};
    while (!stack.empty()) {
        const auto place = stack.back();
        const auto key = joined(place.definition.value, place.row.value);
        if (is_known(place)) {
            stack.pop_back();
            continue;
        }
        if (const auto set = overrides_.find({place.definition, place.row}); set != overrides_.end()) {
            definitions_.emplace(key, set->second);
            continue;
        }
        const auto& todo = plan(place.definition);
        const auto height = stack.size();
        for (const auto& need : needed(todo.needs, place.row)) {
            if (!is_known(need)) stack.push_back(need);
        }
        if (stack.size() > height) continue;
        for (const auto param : todo.needs.params) compute_param(param, place.row);
        compute_all(todo, place.row);
        definitions_.emplace(key, scratch_[todo.expressions.back()]);
    }
}

void Evaluation::settle_needs(const core::Needs& needs, RowId row) {
    for (const auto& place : needed(needs, row)) settle(place);
    for (const auto param : needs.params) compute_param(param, row);
}

// ---------------------------------------------------------------- computing

// A param's value is of its month: its expression reads other params and constants only.
void Evaluation::compute_param(core::ParamId param, RowId row) {
    const auto month = history_.rows[row].month;
    if (params_.contains(month_key(param, month))) return;
    const auto* dated = core::in_force(scheme_.params[param], month);
    const auto outcome = dated != nullptr ? value(dated->value, row) : Outcome(Missing{});
    params_.emplace(month_key(param, month), outcome);
}

void Evaluation::compute_all(const Plan& plan, RowId row) {
    for (const auto at : plan.expressions) scratch_[at] = compute(at, row);
}

Outcome Evaluation::compute(ExprId at, RowId row) const {
    const auto& node = scheme_.expressions[at].node;
    if (const auto* read = std::get_if<core::Read>(&node)) return this->read(*read, row);
    if (const auto* previous = std::get_if<core::Previous>(&node)) return this->previous(*previous, row);
    if (const auto* aggregate = std::get_if<core::Aggregate>(&node)) return window(at, *aggregate, row);
    return operate(scheme_, at, scratch_, row);
}

Outcome Evaluation::read(const core::Read& read, RowId row) const {
    const overloaded value_of{
        [&](core::InputId input) {
            auto cell = history_.value(input, row);
            return cell ? Outcome(*std::move(cell)) : Outcome(Missing{});
        },
        [&](core::ParamId param) { return params_.at(month_key(param, history_.rows[row].month)); },
        [&](DefinitionId definition) { return known_definition(definition, row); },
        [&](core::Builtin builtin) { return built_in(builtin, row); },
    };
    return std::visit(value_of, read.what);
}

Outcome Evaluation::built_in(core::Builtin builtin, RowId row) const {
    const auto month = history_.rows[row].month;
    switch (builtin) {
        case core::Builtin::days_in_month:
            return Value(Exact(days_in(month)));
        case core::Builtin::ends_quarter:
            return Value(core::quarter_start(scheme_, following(month)) == following(month));
        case core::Builtin::ends_year:
            return Value(core::year_start(scheme_, following(month)) == following(month));
    }
    return Missing{};
}

Outcome Evaluation::previous(const core::Previous& previous, RowId row) const {
    const auto before = history_.rows[row].previous;
    return before ? known_definition(previous.of, before) : Outcome(Missing{});
}

// The values of a window's rows that count; the first that has none.
std::optional<Failure> Evaluation::gather(ExprId at, const core::Aggregate& aggregate, RowId row,
                                          Tally& tally) const {
    for (const auto each : rows_of(aggregate, row)) {
        if (aggregate.where) {
            const auto& where = known_definition(aggregate.where, each);
            if (const auto failure = unusable_month(where, at, row)) return failure;
            if (!std::get<bool>(*present(where))) continue;
        }
        ++tally.count;
        if (aggregate.op == core::AggregateOp::count) continue;
        const auto& outcome = known_definition(aggregate.of, each);
        if (const auto failure = unusable_month(outcome, at, row)) return failure;
        tally.add(*amount(outcome));
    }
    return std::nullopt;
}

Outcome Evaluation::window(ExprId at, const core::Aggregate& aggregate, RowId row) const {
    Tally tally;
    if (const auto failure = gather(at, aggregate, row, tally)) return *failure;
    switch (aggregate.op) {
        case core::AggregateOp::sum:
            return limited(tally.sum, at, row);
        case core::AggregateOp::count:
            return Value(Exact(tally.count));
        case core::AggregateOp::smallest:
            return tally.smallest ? Outcome(Value(*tally.smallest)) : Missing{};
        case core::AggregateOp::largest:
            return tally.largest ? Outcome(Value(*tally.largest)) : Missing{};
    }
    return Missing{};
}

}  // namespace accrue::explain
