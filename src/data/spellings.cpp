#include "data/spellings.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/text.hpp"

namespace accrue::data {

namespace {

// `size` bytes, at most eight, as a number.
std::uint64_t bytes_as_number(const char* bytes, std::size_t size) {
    std::uint64_t number = 0;
    std::memcpy(&number, bytes, size);
    return number;
}

__extension__ using Product = unsigned __int128;

// Every bit of the word counts in the lowest bits, which choose a slot: keys of one part differ at their end.
std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
    const auto product = static_cast<Product>(hash ^ word) * 0x9E37'79B9'7F4A'7C15U;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

}  // namespace

std::uint64_t Spellings::hash(std::string_view text) {
    constexpr std::size_t word = sizeof(std::uint64_t);
    std::uint64_t hash = text.size();
    const char* place = text.data();
    auto rest = text.size();
    for (; rest > word; rest -= word, place += word) hash = mixed(hash, bytes_as_number(place, word));
    // the last eight bytes once more, rather than the few that are left
    if (text.size() >= word) return mixed(hash, bytes_as_number(text.data() + text.size() - word, word));
    return mixed(hash, bytes_as_number(place, rest));
}

void Spellings::grow() {
    slots_.assign(std::max<std::size_t>(slots_.size() * 2, 64), Slot());
    for (std::size_t i = 0; i < texts_.size(); ++i) {
        const auto hash_of_text = hash(texts_[i]);
        auto slot = hash_of_text & (slots_.size() - 1);
        while (slots_[slot].number != none) slot = (slot + 1) & (slots_.size() - 1);
        slots_[slot] = {mark_of(hash_of_text), static_cast<std::uint32_t>(i)};
    }
}

// That of the text, or the free one that it would get.
std::size_t Spellings::slot_of(std::string_view text, std::uint64_t hash) const {
    auto slot = hash & (slots_.size() - 1);
    for (; slots_[slot].number != none; slot = (slot + 1) & (slots_.size() - 1)) {
        if (slots_[slot].mark == mark_of(hash) && is_same_text(texts_[slots_[slot].number], text)) break;
    }
    return slot;
}

std::uint32_t Spellings::find(std::string_view text, std::uint64_t hash) const {
    return slots_.empty() ? none : slots_[slot_of(text, hash)].number;
}

std::uint32_t Spellings::number(std::string_view text, std::uint64_t hash) {
    if (texts_.size() * 2 >= slots_.size()) grow();
    auto& slot = slots_[slot_of(text, hash)];
    if (slot.number != none) return slot.number;
    slot = {mark_of(hash), static_cast<std::uint32_t>(texts_.size())};
    texts_.emplace_back(text);
    return slot.number;
}

std::size_t common_beginning(const std::vector<std::string>& texts) {
    std::string_view common = texts.front();
    for (const std::string_view text : texts) {
        const auto differ = std::ranges::mismatch(common, text);
        common = common.substr(0, static_cast<std::size_t>(differ.in1 - common.begin()));
    }
    return common.size();
}

std::uint64_t eight_bytes(std::string_view text, std::size_t begin) {
    constexpr std::size_t word = sizeof(std::uint64_t);
    const auto size = std::min(text.size(), word);
    const auto place = std::min(begin, text.size() - size);
    auto number = bytes_as_number(text.data() + place, size);
    if constexpr (std::endian::native == std::endian::little) number = __builtin_bswap64(number);
    const auto before = begin - place;  // bytes that are not wanted
    return before >= word ? 0 : number << 8 * before;
}

// By eight bytes where texts begin to differ, which mostly tells them apart.
std::optional<std::vector<std::uint32_t>> places_when_sorted(const std::vector<std::string>& texts) {
    if (std::ranges::is_sorted(texts)) return std::nullopt;
    const auto begin = common_beginning(texts);
    std::vector<std::pair<std::uint64_t, std::uint32_t>> order;
    order.reserve(texts.size());
    for (const auto& text : texts)
        order.emplace_back(eight_bytes(text, begin), static_cast<std::uint32_t>(order.size()));
    std::ranges::sort(order, [&](const auto& one, const auto& other) {
        return one.first != other.first ? one.first < other.first : texts[one.second] < texts[other.second];
    });
    std::vector<std::uint32_t> places(texts.size());
    for (std::size_t i = 0; i < order.size(); ++i) places[order[i].second] = static_cast<std::uint32_t>(i);
    return places;
}

std::string equality_form(std::string_view text) {
    const auto is_plain = [](char byte) { return byte > ' ' && byte < 0x7F; };
    if (!std::ranges::all_of(text, is_plain)) return folded(text);
    std::string lower(text);
    for (char& byte : lower) byte = byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
    return lower;
}

}  // namespace accrue::data
