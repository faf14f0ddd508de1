#include "data/spellings.hpp"

#include <algorithm>
#include <functional>

#include "base/text.hpp"

namespace accrue::data {

void Spellings::grow() {
    slots_.assign(std::max<std::size_t>(slots_.size() * 2, 64), 0);
    for (std::size_t i = 0; i < texts_.size(); ++i) {
        auto slot = hashes_[i] & (slots_.size() - 1);
        while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
        slots_[slot] = static_cast<std::uint32_t>(i + 1);
    }
}

std::uint32_t Spellings::number(std::string_view text) {
    if (last_ < texts_.size() && texts_[last_] == text) return last_;
    if (texts_.size() * 2 >= slots_.size()) grow();
    const auto hash = std::hash<std::string_view>{}(text);
    auto slot = hash & (slots_.size() - 1);
    for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
        const auto number = slots_[slot] - 1;
        if (hashes_[number] == hash && texts_[number] == text) return last_ = number;
    }
    texts_.emplace_back(text);
    hashes_.push_back(hash);
    slots_[slot] = static_cast<std::uint32_t>(texts_.size());
    return last_ = slots_[slot] - 1;
}

std::string equality_form(std::string_view text) {
    const auto is_plain = [](char byte) { return byte > ' ' && byte < 0x7F; };
    if (!std::ranges::all_of(text, is_plain)) return folded(text);
    std::string lower(text);
    for (char& byte : lower) byte = byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
    return lower;
}

}  // namespace accrue::data
