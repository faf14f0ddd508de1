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

// What rules compare an input with. `state != "fired"` names a text, and speaks of all others.
struct Compared {
    std::set<std::string> known;               // folded
    std::map<std::string, std::string> asked;  // for equality alone: folded, as written
};
using ComparedInputs = std::map<core::InputId, Compared>;

std::set<core::ExprId> negated(const core::Scheme& scheme) {
    std::set<core::ExprId> found;
    for (const auto& expression : scheme.expressions) {
        const auto* const logic = std::get_if<core::Logic>(&expression.node);
        if (logic != nullptr && logic->op == core::LogicOp::negation) found.insert(logic->left);
    }
    return found;
}

ComparedInputs compared_inputs(const core::Scheme& scheme) {
    const auto differing = negated(scheme);
    ComparedInputs compared;
    const auto add = [&](core::ExprId one, core::ExprId other, bool is_equality) {
        const auto* const constant = std::get_if<core::Constant>(&scheme.expressions[other].node);
        const auto* const text = constant == nullptr ? nullptr : std::get_if<std::string>(&constant->value);
        const auto input = text == nullptr ? std::nullopt : input_read(scheme, one);
        if (!input) return;
        compared[*input].known.insert(folded(*text));
        if (is_equality) compared[*input].asked.try_emplace(folded(*text), *text);
    };
    for (std::size_t i = 0; i < scheme.expressions.size(); ++i) {
        const core::ExprId id(i);
        const auto* const compare = std::get_if<core::Compare>(&scheme.expressions[id].node);
        if (compare == nullptr) continue;
        add(compare->left, compare->right, !differing.contains(id));
        add(compare->right, compare->left, !differing.contains(id));
    }
    return compared;
}

// What a reference in which the input is looked up has rows for.
void add_looked_up(const core::Scheme& scheme, const History& history, ComparedInputs& compared) {
    for (const auto& expression : scheme.expressions) {
        const auto* const lookup = std::get_if<core::Lookup>(&expression.node);
        if (lookup == nullptr || lookup->reference.value >= history.references.size()) continue;
        for (std::size_t i = 0; i < lookup->keys.size(); ++i) {
            const auto input = input_read(scheme, lookup->keys[i]);
            const auto of = input ? compared.find(*input) : compared.end();
            if (of == compared.end()) continue;
            for (const auto& row : history.references[lookup->reference].rows) {
                const auto* const text = row.keys[i] ? std::get_if<std::string>(&*row.keys[i]) : nullptr;
                if (text != nullptr) of->second.known.insert(folded(*text));
            }
        }
    }
}

}  // namespace

std::map<core::InputId, UnnamedTexts> texts_unnamed(const core::Scheme& scheme, const History& history) {
    auto compared = compared_inputs(scheme);
    std::erase_if(compared, [](const auto& each) { return each.second.asked.size() < 2; });
    if (compared.empty()) return {};
    add_looked_up(scheme, history, compared);
    std::map<core::InputId, UnnamedTexts> found;
    for (const auto& [input, texts] : compared) {
        UnnamedTexts& unnamed = found[input];
        for (const auto& [text, written] : texts.asked) unnamed.named.push_back(written);
        for (const auto& text : history.folded_texts)
            unnamed.is_unnamed.push_back(!text.empty() && !texts.known.contains(text));
    }
    return found;
}

}  // namespace accrue::data
