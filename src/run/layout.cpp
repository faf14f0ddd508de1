// What outlives a vector: which definitions, windows and operations are stored.
#include <algorithm>

#include "core/walk.hpp"
#include "run/plan.hpp"

namespace accrue::run {
namespace {

using core::DefinitionId;
using core::ExprId;
using core::LevelId;
using core::TypeKind;

class LayoutOf {
  public:
    explicit LayoutOf(const core::Scheme& scheme) : scheme_(scheme) {
        layout_.schedule = schedule(scheme);
        layout_.of_definition = Table<DefinitionId, StoreId>(scheme.definitions.size());
        layout_.is_read = Table<DefinitionId, std::uint8_t>(scheme.definitions.size());
    }

    Layout laid(Keep keep) {
        mark_read();
        for (std::size_t i = 0; i < scheme_.definitions.size(); ++i) {
            const DefinitionId id(i);
            if (is_kept(scheme_, id, keep)) store(id);
        }
        for (std::size_t i = 0; i < layout_.schedule.stages.size(); ++i) store_stage(StageId(i));
        for (const auto& operation : layout_.schedule.operations) store_operation(operation);
        layout_.unsettled = layout_.stores;
        return std::move(layout_);
    }

  private:
    static StoreForm form_of(TypeKind kind, LevelId level) {
        // Dates, months and texts are counts of 1.
        const bool settled = kind != TypeKind::money && kind != TypeKind::number;
        return {kind, settled, Form::scaled, Fraction{}, StoreRows::of_level, level};
    }

    void store(DefinitionId id) {
        if (!id) return;
        auto& stored = layout_.of_definition[id];
        const auto& definition = scheme_.definitions[id];
        if (!stored) stored = layout_.stores.add(form_of(definition.type.kind, definition.level));
    }

    const core::Aggregate& aggregate(ExprId id) const {
        return std::get<core::Aggregate>(scheme_.expressions[id].node);
    }

    // ------------------------------------------------------------ stages

    void store_stage(StageId id) {
        const auto& stage = layout_.schedule.stages[id];
        for (const auto definition : stage.definitions) store_read(scheme_.definitions[definition].value, id);
        for (const auto operand : stage.operands) {
            layout_.of_operand[operand] =
                layout_.stores.add(form_of(scheme_.expressions[operand].type.kind, stage.level));
            store_read(operand, id);
        }
        for (const auto window : stage.windows) store_window(window, id);
        if (!stage.paired) return;
        store_read(stage.paired, id);
        auto form = form_of(TypeKind::logical, stage.level);
        form.rows = StoreRows::pairs;
        layout_.of_pairs[stage.paired] = layout_.stores.add(form);
    }

    // What is read of other stages, and of rows before.
    void store_read(ExprId root, StageId stage) {
        const auto needed = core::needs(scheme_, core::within(scheme_, root));
        for (const auto& earlier : needed.previous) store(earlier.of);
        for (const auto id : needed.same_period) store_unless_here(id, stage);
        for (const auto id : needed.aggregates) {
            if (layout_.schedule.folds.contains(id)) continue;
            const auto& window = aggregate(id);
            if (!core::includes_this_period(window.window)) continue;
            store_unless_here(window.of, stage);
            store_unless_here(window.where, stage);
        }
    }
    void store_unless_here(DefinitionId id, StageId stage) {
        if (id && layout_.schedule.stage_of[id] != stage) store(id);
    }
    void store_window(ExprId id, StageId stage) {
        const auto& window = aggregate(id);
        store_unless_here(window.of, stage);
        store_unless_here(window.where, stage);
        if (window.window == core::Window::this_period) return;
        if (window.window != core::Window::last_months) {
            auto form = form_of(TypeKind::number, layout_.schedule.stages[stage].level);
            layout_.of_window[id] = layout_.stores.add(form);
            return;
        }
        if (window.op != core::AggregateOp::count) store(window.of);
        store(window.where);
    }

    // ------------------------------------------------------------ operations

    void store_operation(const Operation& operation) {
        const auto needed = operands(scheme_, operation);
        for (const auto id : needed.known) store(id);
        for (const auto id : needed.stored) store(id);
        std::vector<StoreId> results;
        std::visit([&](const auto& each) { add_results(each, results); }, operation);
        layout_.of_operation.add(std::move(results));
    }
    void add_results(const Fold& fold, std::vector<StoreId>& results) {
        const auto& node = aggregate(fold.at);
        const auto kind = scheme_.expressions[fold.at].type.kind;
        auto form = form_of(kind, is_asked_by_row(node) ? fold.level : node.base);
        if (!form.level) form.rows = StoreRows::periods;
        results.push_back(layout_.stores.add(form));
    }
    void add_results(const Apportion& operation, std::vector<StoreId>& results) {
        const auto& share = scheme_.definitions[scheme_.shares[operation.share].result];
        results.push_back(layout_.stores.add(form_of(share.type.kind, share.level)));
    }
    void add_results(const Solve& solve, std::vector<StoreId>& results) {
        for (const auto& equation : scheme_.systems[solve.system].equations) {
            const auto kind = scheme_.definitions[equation.unknown].type.kind;
            results.push_back(layout_.stores.add(form_of(kind, solve.level)));
        }
    }
    void add_results(const KeepLots& keep, std::vector<StoreId>& results) {
        const auto& lots = scheme_.lots[keep.lots];
        const auto kind = scheme_.definitions[lots.left].type.kind;
        for (int part = 0; part < 3; ++part) results.push_back(layout_.stores.add(form_of(kind, lots.level)));
    }

    // ------------------------------------------------------------ what is read

    void mark_read() {
        std::vector<DefinitionId> found;
        const auto reach = [&](DefinitionId id) {
            if (!id || layout_.is_read[id] != 0) return;
            layout_.is_read[id] = 1;
            found.push_back(id);
        };
        for (const auto& pay : scheme_.pays) reach(pay.amount);
        for (const auto& level : scheme_.levels) reach(level.pay_total);
        for (const auto& promise : scheme_.promises) reach(promise.holds);
        for (std::size_t i = 0; i < scheme_.shares.size(); ++i)
            reach_all(operands(scheme_, Apportion{core::ShareId(i)}), reach);
        while (!found.empty()) {
            const auto id = found.back();
            found.pop_back();
            reach_needs(scheme_.definitions[id].value, reach);
        }
    }
    template <class Reach>
    void reach_needs(ExprId root, const Reach& reach) {
        const auto needed = core::needs(scheme_, core::within(scheme_, root));
        for (const auto id : needed.same_period) reach(id);
        for (const auto& earlier : needed.previous) reach(earlier.of);
        for (const auto id : needed.aggregates) reach_all(operands(scheme_, Fold{id, {}, {}}), reach);
        for (const auto id : needed.shares) reach_all(operands(scheme_, Apportion{id}), reach);
        for (const auto id : needed.systems) reach_all(operands(scheme_, Solve{id, {}}), reach);
        for (const auto id : needed.lots) reach_all(operands(scheme_, KeepLots{id}), reach);
    }
    template <class Reach>
    void reach_all(const Operands& operands, const Reach& reach) {
        for (const auto id : operands.known) reach(id);
        for (const auto id : operands.stored) reach(id);
        for (const auto id : operands.expressions) reach_needs(id, reach);
        if (operands.paired) reach_needs(operands.paired, reach);
    }

    const core::Scheme& scheme_;
    Layout layout_;
};

}  // namespace

Layout layout(const core::Scheme& scheme, Keep keep) {
    return LayoutOf(scheme).laid(keep);
}

}  // namespace accrue::run
