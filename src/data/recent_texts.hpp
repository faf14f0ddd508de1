// data/recent_texts.hpp — What short texts that come again and again stand for: dates, months, yes and no.
// Each is read once in a while; a new text may take the place of an old one.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace accrue::data {

class RecentTexts {
  public:
    // The value put in with this text, or null.
    const std::int64_t* find(std::string_view text) const {
        if (entries_.empty() || text.empty() || text.size() > longest) return nullptr;
        const Key key = key_of(text);
        const auto& entry = entries_[place(key)];
        const bool is_it =
            entry.key.first == key.first && entry.key.last == key.last && entry.key.size == key.size;
        return is_it ? &entry.value : nullptr;
    }
    void put(std::string_view text, std::int64_t value) {
        if (text.empty() || text.size() > longest) return;
        if (entries_.empty()) entries_.resize(entry_count);
        const Key key = key_of(text);
        entries_[place(key)] = {key, value};
    }

  private:
    static constexpr std::size_t longest = 16, entry_count = 512;
    // The first and the last bytes, which meet or overlap: with the size they are the text.
    struct Key {
        std::uint64_t first = 0, last = 0;
        std::size_t size = 0;
    };
    struct Entry {
        Key key;
        std::int64_t value = 0;
    };
    template <class Word>
    static std::uint64_t word_at(const char* place) {
        Word word;
        std::memcpy(&word, place, sizeof word);
        return word;
    }
    static Key key_of(std::string_view text) {
        const char* const begin = text.data();
        const char* const end = begin + text.size();
        if (text.size() >= 8)
            return {word_at<std::uint64_t>(begin), word_at<std::uint64_t>(end - 8), text.size()};
        if (text.size() >= 4)
            return {word_at<std::uint32_t>(begin), word_at<std::uint32_t>(end - 4), text.size()};
        return {word_at<std::uint8_t>(begin),
                word_at<std::uint8_t>(end - 1) << 8U | word_at<std::uint8_t>(begin + text.size() / 2),
                text.size()};
    }
    static std::size_t place(const Key& key) {
        constexpr std::uint64_t odd = 0x9E37'79B9'7F4A'7C15U;
        return static_cast<std::size_t>(((key.first ^ (key.last << 29U | key.last >> 35U)) * odd) >> 55U);
    }

    std::vector<Entry> entries_;
};
static_assert(sizeof(std::uint64_t) == 8);

}  // namespace accrue::data
