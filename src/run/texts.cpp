#include "run/texts.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace accrue::run {
namespace {

bool is_key(const core::Expr& expr) {
    const auto* read = std::get_if<core::Read>(&expr.node);
    const auto* builtin = read != nullptr ? std::get_if<core::Builtin>(&read->what) : nullptr;
    return builtin != nullptr && *builtin == core::Builtin::row_key;
}

}  // namespace

FixedTexts::FixedTexts(const core::Scheme& scheme,
                       const Table<core::ReferenceId, data::ReferenceRows>& references) {
    const auto add_value = [&](const core::Value& value) {
        if (const auto* text = std::get_if<std::string>(&value)) add(*text);
    };
    for (const auto& expression : scheme.expressions) {
        if (const auto* constant = std::get_if<core::Constant>(&expression.node)) add_value(constant->value);
    }
    for (const auto& reference : references) {
        for (const auto& row : reference.rows) {
            for (const auto* cells : {&row.keys, &row.fields}) {
                for (const auto& cell : *cells) {
                    if (cell) add_value(*cell);
                }
            }
        }
    }
    reads_keys_ = std::ranges::any_of(scheme.expressions, is_key);
}

void FixedTexts::add(const std::string& text) {
    const auto number = static_cast<std::int64_t>(texts_.size());
    if (known_.try_emplace(folded(text), number).second) texts_.push_back(text);
}

std::int64_t FixedTexts::number(const std::string& text) const {
    return known_.at(folded(text));
}

Texts::Texts(const FixedTexts& fixed, const data::History& history) : fixed_(fixed), history_(history) {
    spelled_.resize(fixed.size());
    if (fixed.size() > 0) {
        const auto count = history.folded_texts.size();
        of_texts_.assign(std::max<std::size_t>(count, 1), 0);  // a missing text stands as the first
        for (std::size_t i = 0; i < count; ++i) {
            const auto found = fixed.known_.find(history.folded_texts[i]);
            const bool is_fixed = found != fixed.known_.end();
            of_texts_[i] = is_fixed ? found->second : static_cast<std::int64_t>(fixed.size() + i);
            if (is_fixed) spelled_[static_cast<std::size_t>(found->second)] = data::TextId(i);
        }
    }
    if (fixed.reads_keys()) add_keys();
}

void Texts::add_keys() {
    std::unordered_map<std::string, std::int64_t> known;
    for (std::size_t i = 0; i < history_.folded_texts.size(); ++i)
        known.emplace(history_.folded_texts[i],
                      of_texts_.empty() ? static_cast<std::int64_t>(i) : of_texts_[i]);
    const auto before = fixed_.size() + history_.folded_texts.size();
    for (const auto& key : history_.keys) {
        const auto text = folded(key);
        const auto fixed = fixed_.known_.find(text);
        const auto next = static_cast<std::int64_t>(before + only_keys_.size());
        const auto number =
            fixed != fixed_.known_.end() ? fixed->second : known.try_emplace(text, next).first->second;
        if (number == next) only_keys_.push_back(key);
        of_keys_.push_back(number);
    }
}

const std::string& Texts::spelled(std::int64_t number) const {
    static const std::string nothing;
    auto place = static_cast<std::size_t>(number);
    if (place < fixed_.size()) {
        const auto own = spelled_[place];
        return own ? history_.texts[own.value] : fixed_.texts_[place];
    }
    place -= fixed_.size();
    if (place < history_.texts.size()) return history_.texts[place];
    place -= history_.texts.size();
    return place < only_keys_.size() ? only_keys_[place] : nothing;
}

std::vector<std::string> Texts::all() const {
    std::vector<std::string> all;
    const auto count = fixed_.size() + history_.texts.size() + only_keys_.size();
    for (std::size_t i = 0; i < count; ++i) all.push_back(spelled(static_cast<std::int64_t>(i)));
    return all;
}

}  // namespace accrue::run
