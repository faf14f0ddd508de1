// Aggregates over the periods of the row's own key: a running sum or extreme that each row takes over from
// the key's previous row; only `last N months`, whose beginning moves, is walked row by row.
#include "run/planner.hpp"

#include "core/walk.hpp"

namespace accrue::run {

using core::AggregateOp;

Planned Planner::of(core::ExprId id, const core::Expr&, const core::Aggregate& node) {
    const auto& folds = layout_.schedule.folds;
    if (const auto fold = folds.find(id); fold != folds.end())
        return stored(layout_.of_operation[fold->second].front(), Who::row);
    if (core::includes_this_period(node.window)) return shown(running(id, node), node);
    return shown(before(id, node), node);
}

// The window with this period in it.
const Planned& Planner::running(core::ExprId id, const core::Aggregate& node) {
    if (const auto known = running_.find(id); known != running_.end()) return known->second;
    return running_[id] = with_this_period(before(id, node), node);
}

// What the window holds of earlier periods.
Planned Planner::before(core::ExprId id, const core::Aggregate& node) {
    const bool extreme = node.op == AggregateOp::smallest || node.op == AggregateOp::largest;
    const auto nothing = extreme ? State::missing : State::present;
    if (node.window == core::Window::this_period) return {constant(0), {}, {{}, nothing}};
    if (node.window == core::Window::last_months) return walked(id, node);
    return earlier(layout_.of_window.at(id), id, nothing);
}

Planned Planner::walked(core::ExprId id, const core::Aggregate& node) {
    const auto of = node.op == AggregateOp::count ? StoreId() : layout_.of_definition[node.of];
    const auto where = node.where ? layout_.of_definition[node.where] : StoreId();
    Planned planned;
    planned.state.column = algebra_.new_state();
    const auto form = of ? this->form(of) : StoreForm{};
    const bool is_exact = of && (numbers_ == Numbers::exact || form.form != Form::scaled);
    planned.number = leaf_number(is_exact, of && !is_exact ? form.unit : Fraction{});
    algebra_.plan().leaves.push_back(Walk{id, of, where, planned.number.column, planned.state.column});
    return planned;
}

Planned Planner::with_this_period(const Planned& before, const core::Aggregate& node) {
    const auto where = node.where ? definition(node.where) : Planned{{}, {{}, true}, {}};
    switch (node.op) {
        case AggregateOp::sum:
            return with_sum(before, definition(node.of), where);
        case AggregateOp::count:
            return with_sum(before, Planned{constant(1), {}, {}}, where);
        case AggregateOp::smallest:
            return with_extreme(before, definition(node.of), where, core::ClampOp::smaller);
        case AggregateOp::largest:
            return with_extreme(before, definition(node.of), where, core::ClampOp::larger);
        case AggregateOp::rank:
            break;  // is no running window
    }
    return {};
}

Planned Planner::with_sum(const Planned& before, const Planned& of, const Planned& where) {
    const auto added = algebra_.select(where.mask, of.number, constant(0));
    const auto state = algebra_.choose(where.mask, where.state, algebra_.strict(of.state), StateTerm{});
    return {algebra_.running_sum(before.number, added), {}, algebra_.strict(before.state, state)};
}

// Missing stands for: nothing yet.
Planned Planner::with_extreme(const Planned& before, const Planned& of, const Planned& where,
                              core::ClampOp op) {
    const auto first = algebra_.is(before.state, State::missing);
    const auto best = algebra_.select(first, of.number, algebra_.extreme(op, before.number, of.number));
    const auto failed_before = algebra_.first_present(before.state, StateTerm{});
    const auto taken = algebra_.strict(failed_before, of.state);
    return {algebra_.select(where.mask, best, before.number),
            {},
            algebra_.choose(where.mask, where.state, taken, before.state)};
}

Planned Planner::shown(Planned running, const core::Aggregate& node) {
    if (node.op == AggregateOp::sum)
        running.state = algebra_.then(algebra_.too_long(running.number), running.state);
    return running;
}

void Planner::write_window(core::ExprId id) {
    const auto& node = std::get<core::Aggregate>(scheme_.expressions[id].node);
    const auto store = layout_.of_window.find(id);
    if (store != layout_.of_window.end()) write(store->second, running(id, node));
}

}  // namespace accrue::run
