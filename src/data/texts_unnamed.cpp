#include "data/texts_unnamed.hpp"

#include <set>
#include <utility>
#include <variant>

#include "base/text.hpp"

namespace accrue::data {
namespace {

// The input behind a read, also where a definition says nothing but that or what holds where it is missing.
std::optional<core::InputId> input_read(const core::Scheme& scheme, core::ExprId expr) {
    for (std::size_t depth = 0; expr && depth <= scheme.expressions.size(); ++depth) {
        const auto& node = scheme.expressions[expr].node;
        if (const auto* const either = std::get_if<core::Default>(&node)) {
            expr = either->of;
            continue;
        }
        const auto* const read = std::get_if<core::Read>(&node);
        if (read == nullptr) return std::nullopt;
        if (const auto* const input = std::get_if<core::InputId>(&read->what)) return *input;
        const auto* const definition = std::get_if<core::DefinitionId>(&read->what);
        if (definition == nullptr) return std::nullopt;
        expr = scheme.definitions[*definition].value;
    }
    return std::nullopt;
}

using TextsByInput = std::map<core::InputId, std::map<std::string, std::string>>;  // folded: as written

// `state != "fired"` speaks of all other texts.
std::set<core::ExprId> negated(const core::Scheme& scheme) {
    std::set<core::ExprId> found;
    for (const auto& expression : scheme.expressions) {
        const auto* const logic = std::get_if<core::Logic>(&expression.node);
        if (logic != nullptr && logic->op == core::LogicOp::negation) found.insert(logic->left);
    }
    return found;
}

TextsByInput texts_compared(const core::Scheme& scheme, bool with_negated) {
    const auto left_out = with_negated ? std::set<core::ExprId>() : negated(scheme);
    TextsByInput compared;
    const auto add = [&](core::ExprId one, core::ExprId other) {
        const auto* const constant = std::get_if<core::Constant>(&scheme.expressions[other].node);
        const auto* const text = constant == nullptr ? nullptr : std::get_if<std::string>(&constant->value);
        const auto input = text == nullptr ? std::nullopt : input_read(scheme, one);
        if (input) compared[*input].try_emplace(folded(*text), *text);
    };
    for (std::size_t i = 0; i < scheme.expressions.size(); ++i) {
        const core::ExprId id(i);
        const auto* const compare = std::get_if<core::Compare>(&scheme.expressions[id].node);
        if (compare == nullptr || left_out.contains(id)) continue;
        add(compare->left, compare->right);
        add(compare->right, compare->left);
    }
    return compared;
}

// Of references in which the inputs are looked up.
TextsByInput texts_looked_up(const core::Scheme& scheme, const History& history) {
    TextsByInput found;
    for (const auto& expression : scheme.expressions) {
        const auto* const lookup = std::get_if<core::Lookup>(&expression.node);
        if (lookup == nullptr || lookup->reference.value >= history.references.size()) continue;
        for (std::size_t i = 0; i < lookup->keys.size(); ++i) {
            const auto input = input_read(scheme, lookup->keys[i]);
            if (!input) continue;
            for (const auto& row : history.references[lookup->reference].rows) {
                const auto* const text = row.keys[i] ? std::get_if<std::string>(&*row.keys[i]) : nullptr;
                if (text != nullptr) found[*input].try_emplace(folded(*text), *text);
            }
        }
    }
    return found;
}

}  // namespace

std::map<core::InputId, UnnamedTexts> texts_unnamed(const core::Scheme& scheme, const History& history) {
    std::map<core::InputId, UnnamedTexts> found;
    auto compared = texts_compared(scheme, false);
    std::erase_if(compared, [](const auto& each) { return each.second.size() < 2; });
    if (compared.empty()) return found;
    const auto looked_up = texts_looked_up(scheme, history);
    const auto all_compared = texts_compared(scheme, true);
    for (const auto& [input, texts] : compared) {
        UnnamedTexts& unnamed = found[input];
        for (const auto& [text, written] : texts) unnamed.named.push_back(written);
        const auto more = looked_up.find(input);
        for (const auto& text : history.folded_texts) {
            const bool is_known = all_compared.at(input).contains(text) ||
                                  (more != looked_up.end() && more->second.contains(text));
            unnamed.is_unnamed.push_back(!text.empty() && !is_known);
        }
    }
    return found;
}

}  // namespace accrue::data
