// What outlives a vector: which definitions and windows are stored, and the texts that only the scheme holds.
#include "base/text.hpp"
#include "core/walk.hpp"
#include "run/plan.hpp"

namespace accrue::run {
namespace {

using core::DefinitionId;
using core::ExprId;
using core::TypeKind;

class LayoutOf {
  public:
    LayoutOf(const core::Scheme& scheme, const data::History& history) : scheme_(scheme), history_(history) {
        layout_.of_definition = Table<DefinitionId, StoreId>(scheme.definitions.size());
        layout_.is_read = Table<DefinitionId, std::uint8_t>(scheme.definitions.size());
    }

    Layout laid(Keep keep) {
        mark_read();
        for (std::size_t i = 0; i < scheme_.definitions.size(); ++i) {
            const DefinitionId id(i);
            if (keep == Keep::everything || is_result(scheme_.definitions[id].kind)) store(id);
            store_needs(id);
        }
        add_texts();
        return std::move(layout_);
    }

  private:
    static bool is_result(core::DefinitionKind kind) {
        return kind == core::DefinitionKind::pay_line || kind == core::DefinitionKind::pay_total ||
               kind == core::DefinitionKind::promise;
    }

    static StoreForm form_of(TypeKind kind) {
        // Dates, months and texts are counts of 1.
        const bool settled = kind != TypeKind::money && kind != TypeKind::number;
        return {kind, settled, Form::scaled, Fraction{}};
    }

    void store(DefinitionId id) {
        auto& stored = layout_.of_definition[id];
        if (!stored) stored = layout_.stores.add(form_of(scheme_.definitions[id].type.kind));
    }

    core::Needs needs(DefinitionId id) const {
        return core::needs(scheme_, core::within(scheme_, scheme_.definitions[id].value));
    }
    const core::Aggregate& aggregate(ExprId id) const {
        return std::get<core::Aggregate>(scheme_.expressions[id].node);
    }

    void store_needs(DefinitionId id) {
        const auto needed = needs(id);
        for (const auto earlier : needed.previous) store(earlier);
        for (const auto window : needed.windows) store_window(window);
    }
    void store_window(ExprId id) {
        const auto& window = aggregate(id);
        if (window.window != core::Window::last_months) {
            auto& stored = layout_.of_window[id];
            if (!stored) stored = layout_.stores.add(form_of(TypeKind::number));
            return;
        }
        if (window.op != core::AggregateOp::count) store(window.of);
        if (window.where) store(window.where);
    }

    void mark_read() {
        std::vector<DefinitionId> found;
        const auto reach = [&](DefinitionId id) {
            if (!id || layout_.is_read[id] != 0) return;
            layout_.is_read[id] = 1;
            found.push_back(id);
        };
        for (const auto& pay : scheme_.pays) reach(pay.amount);
        reach(scheme_.pay_total);
        for (const auto& promise : scheme_.promises) reach(promise.holds);
        while (!found.empty()) {
            const auto needed = needs(found.back());
            found.pop_back();
            for (const auto id : needed.same_month) reach(id);
            for (const auto id : needed.previous) reach(id);
            for (const auto window : needed.windows) {
                reach(aggregate(window).of);
                reach(aggregate(window).where);
            }
        }
    }

    void add_texts() {
        layout_.texts = history_.texts;
        std::unordered_map<std::string, data::TextId> known;
        for (const auto& expression : scheme_.expressions) {
            const auto* constant = std::get_if<core::Constant>(&expression.node);
            const auto* text = constant != nullptr ? std::get_if<std::string>(&constant->value) : nullptr;
            if (text != nullptr) add_text(*text, known);
        }
    }
    void add_text(const std::string& text, std::unordered_map<std::string, data::TextId>& known) {
        if (known.empty()) {
            for (std::size_t i = 0; i < history_.folded_texts.size(); ++i)
                known.emplace(history_.folded_texts[i], data::TextId(i));
        }
        const auto [found, is_new] = known.try_emplace(folded(text), data::TextId(layout_.texts.size()));
        if (is_new) layout_.texts.push_back(text);
        layout_.text_ids.emplace(found->first, found->second);
    }

    const core::Scheme& scheme_;
    const data::History& history_;
    Layout layout_;
};

}  // namespace

Layout layout(const core::Scheme& scheme, const data::History& history, Keep keep) {
    return LayoutOf(scheme, history).laid(keep);
}

}  // namespace accrue::run
