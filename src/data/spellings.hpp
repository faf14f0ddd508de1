// data/spellings.hpp — Texts as numbers: each spelling is looked at once, however many cells repeat it.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace accrue::data {

// Equal? Quick for texts of few bytes.
inline bool is_same_text(std::string_view one, std::string_view other) {
    const auto word = [](const char* place) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, place, sizeof bytes);
        return bytes;
    };
    constexpr std::size_t word_size = sizeof(std::uint64_t);
    const auto size = one.size();
    if (size != other.size()) return false;
    if (size < word_size || size > 2 * word_size) return one == other;
    const auto last = size - word_size;
    return word(one.data()) == word(other.data()) && word(one.data() + last) == word(other.data() + last);
}

// Different texts, numbered from 0 in the order in which they come.
class Spellings {
  public:
    static constexpr std::uint32_t none = 0xFFFF'FFFF;

    std::uint32_t number(std::string_view text) { return number(text, hash(text)); }
    std::uint32_t number(std::string_view text, std::uint64_t hash);
    // `none` when there is no such text.
    std::uint32_t find(std::string_view text, std::uint64_t hash) const;

    // To look up many texts at a time: their places are fetched before the first of them is compared.
    static std::uint64_t hash(std::string_view text);
    void fetch_slot(std::uint64_t hash) const {
        if (!slots_.empty()) __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]);
    }
    void fetch_text(std::uint64_t hash) const {
        if (slots_.empty()) return;
        const auto slot = slots_[hash & (slots_.size() - 1)];
        if (slot.number != none) __builtin_prefetch(&texts_[slot.number]);
    }

    std::size_t size() const { return texts_.size(); }
    const std::string& operator[](std::uint32_t number) const { return texts_[number]; }
    std::vector<std::string> release() { return std::move(texts_); }

  private:
    struct Slot {
        std::uint32_t mark = 0;  // the upper half of the text's hash
        std::uint32_t number = none;
    };
    static std::uint32_t mark_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32U); }
    std::size_t slot_of(std::string_view text, std::uint64_t hash) const;
    void grow();

    std::vector<std::string> texts_;
    std::vector<Slot> slots_;  // a power of two of them
};

// How many bytes all texts begin with alike.
std::size_t common_beginning(const std::vector<std::string>& texts);
// The bytes from `begin` on as a number that is compared as they are; zeros stand behind the end.
std::uint64_t eight_bytes(std::string_view text, std::size_t begin);

// Where each text goes when they are sorted in code-point order; nothing when they are.
std::optional<std::vector<std::uint32_t>> places_when_sorted(const std::vector<std::string>& texts);

// The elements, each at its place.
template <class T>
std::vector<T> at_places(std::vector<T> elements, const std::vector<std::uint32_t>& places) {
    std::vector<T> moved(elements.size());
    for (std::size_t i = 0; i < elements.size(); ++i) moved[places[i]] = std::move(elements[i]);
    return moved;
}

// What equal texts have in common (D40); ASCII at once.
std::string equality_form(std::string_view text);

}  // namespace accrue::data
