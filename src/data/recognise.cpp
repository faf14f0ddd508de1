#include "data/recognise.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <set>

#include "base/text.hpp"
#include "data/decode.hpp"

namespace accrue::data {
namespace {

constexpr std::size_t sample_size = std::size_t{1} << 18;  // bytes

bool is_high(char byte) {
    return static_cast<unsigned char>(byte) >= 0x80;
}

// Of the character of UTF-8 that the bytes begin with; 0 when they begin with none.
std::size_t character_length(std::string_view bytes) {
    const auto lead = static_cast<unsigned char>(bytes.front());
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    const auto character = bytes.substr(0, length);
    return character.size() == length && !invalid_utf8(character) ? length : 0;
}

// ---------------------------------------------------------------- how Russian a reading is

// How much more (or less) frequent a letter is in Russian than the average one: ten times the binary
// logarithm.
constexpr std::array<int, 32> frequencies = {
    14,  -9,  6,   -8, 0,   15,  -17, -9,
    13,  -13, 2,   5,  1,   11,  19,  -1,  // а б в г д е ж з и й к л м н о п
    6,   9,   10,  -2, -35, -16, -27, -11,
    -21, -31, -40, -7, -8,  -32, -22, -6};  // р с т у ф х ц ч ш щ ъ ы ь э ю я
constexpr int yo = -25;

constexpr int other_sign = -10;     // « » № — and the like
constexpr int odd_inside = -40;     // a capital behind a small letter, two alphabets in a word
constexpr int other_letter = -45;   // of another language
constexpr int no_text = -60;        // frames, mathematics, controls
constexpr int not_there = -200;     // the encoding has no such character
constexpr int least_russian = -12;  // the average of what passes for Russian
constexpr int clear_lead = 100;     // a thousand times likelier

enum class Shape : std::uint8_t { none, latin, small, capital };

struct Seen {
    Shape shape;
    int score;
};

Seen seen(char32_t code) {
    if (code == no_character) return {Shape::none, not_there};
    if (code < 0x80) {
        const bool is_letter = (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
        return {is_letter ? Shape::latin : Shape::none, 0};
    }
    if (code >= U'а' && code <= U'я') return {Shape::small, frequencies[code - U'а']};
    if (code >= U'А' && code <= U'Я') return {Shape::capital, frequencies[code - U'А']};
    if (code == U'ё') return {Shape::small, yo};
    if (code == U'Ё') return {Shape::capital, yo};
    if (code >= 0x400 && code < 0x530) return {Shape::none, other_letter};
    constexpr std::u32string_view signs = U"\u00A0«»№§©®°±–—‘’‚“”„•…€™·−";
    return {Shape::none, signs.find(code) == std::u32string_view::npos ? no_text : other_sign};
}

bool is_odd(Shape before, Shape now) {
    if (now == Shape::none || before == Shape::none) return false;
    if ((before == Shape::latin) != (now == Shape::latin)) return true;
    return before == Shape::small && now == Shape::capital;
}

int score(std::string_view bytes, const CodePage& page) {
    std::array<Seen, 256> all{};
    for (std::size_t byte = 0; byte < all.size(); ++byte) all[byte] = seen(page[byte]);
    int sum = 0;
    Shape before = Shape::none;
    for (const char byte : bytes) {
        const auto [shape, points] = all[static_cast<unsigned char>(byte)];
        sum += points + (is_odd(before, shape) ? odd_inside : 0);
        before = shape;
    }
    return sum;
}

// ---------------------------------------------------------------- an example

bool is_of_word(char byte) {
    return is_high(byte) || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

std::string_view first_word(std::string_view bytes) {
    const auto high = std::ranges::find_if(bytes, is_high);
    const auto before = std::find_if_not(std::make_reverse_iterator(high), bytes.rend(), is_of_word).base();
    return {before, std::find_if_not(high, bytes.end(), is_of_word)};
}

std::size_t different_letters(std::string_view word) {
    const std::set<char> letters(word.begin(), word.end());
    return static_cast<std::size_t>(std::ranges::count_if(letters, is_high));
}

// The first with some letters; a frame has but few. Else the one with the most.
std::string_view example_word(std::string_view bytes) {
    constexpr std::size_t enough = 4, longest = 30;
    std::string_view best;
    for (auto rest = bytes; std::ranges::any_of(rest, is_high);) {
        const auto word = first_word(rest).substr(0, longest);
        if (different_letters(word) > different_letters(best)) best = word;
        if (different_letters(best) >= enough) break;
        rest.remove_prefix(static_cast<std::size_t>(word.end() - rest.begin()));
    }
    return best;
}

// What is worth looking at: from the first byte that says something, on.
std::string_view telling_part(std::string_view bytes) {
    const auto high = std::ranges::find_if(bytes, is_high) - bytes.begin();
    const auto line = bytes.substr(0, static_cast<std::size_t>(high)).rfind('\n');
    return bytes.substr(line == std::string_view::npos ? 0 : line + 1, sample_size);
}

}  // namespace

std::optional<Mark> mark_of(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (bytes.starts_with("\xEF\xBB\xBF"sv)) return Mark{Encoding::utf_8, 3};
    if (bytes.starts_with("\xFF\xFE\0\0"sv)) return Mark{Encoding::utf_32_le, 4};
    if (bytes.starts_with("\0\0\xFE\xFF"sv)) return Mark{Encoding::utf_32_be, 4};
    if (bytes.starts_with("\xFF\xFE"sv)) return Mark{Encoding::utf_16_le, 2};
    if (bytes.starts_with("\xFE\xFF"sv)) return Mark{Encoding::utf_16_be, 2};
    return std::nullopt;
}

std::optional<Encoding> unmarked_utf_16(std::string_view bytes) {
    const auto sample = bytes.substr(0, std::min(bytes.size(), sample_size) / 2 * 2);
    std::array<std::size_t, 2> zeros{}, upper{};
    for (std::size_t i = 0; i < sample.size(); ++i) {
        zeros[i % 2] += sample[i] == '\0' ? 1 : 0;
        upper[i % 2] += sample[i] == '\0' || sample[i] == '\x04' ? 1 : 0;
    }
    const auto units = sample.size() / 2;
    const auto holds_upper = [&](std::size_t half) {
        return zeros[half] > 0 && zeros[1 - half] == 0 && upper[half] * 10 >= units * 9;
    };
    if (holds_upper(1)) return Encoding::utf_16_le;
    if (holds_upper(0)) return Encoding::utf_16_be;
    return std::nullopt;
}

std::string_view utf_8_word(std::string_view bytes) {
    constexpr std::size_t least = 4;  // bytes
    const auto is_letter = [&](std::size_t place) {
        const bool is_whole = place + 1 < bytes.size();
        return is_whole && (bytes[place] == '\xD0' || bytes[place] == '\xD1') &&
               (bytes[place + 1] & 0xC0) == 0x80;
    };
    for (std::size_t begin = 0; begin + least <= bytes.size(); ++begin) {
        auto end = begin;
        while (is_letter(end)) end += 2;
        if (end - begin >= least) return bytes.substr(begin, end - begin);
    }
    return {};
}

bool is_partly_utf_8(std::string_view bytes) {
    if (!utf_8_word(bytes).empty()) return true;
    const auto sample = telling_part(bytes);
    std::size_t characters = 0, broken = 0;
    for (std::size_t i = 0; i < sample.size();) {
        const auto length = character_length(sample.substr(i));
        characters += length > 1 ? 1 : 0;
        broken += length == 0 ? 1 : 0;
        i += std::max<std::size_t>(length, 1);
    }
    constexpr std::size_t by_far = 4;  // some words of cp866, `Урал`, hold a character of UTF-8 by chance
    return characters >= broken * by_far || (characters >= broken && !russian_readings(sample).is_russian);
}

Readings russian_readings(std::string_view bytes) {
    struct Scored {
        Encoding encoding;
        int score;
    };
    const auto sample = telling_part(bytes);
    std::array<Scored, 3> scored = {
        {{Encoding::windows_1251, 0}, {Encoding::cp866, 0}, {Encoding::koi8_r, 0}}};
    for (auto& each : scored) each.score = score(sample, code_page(each.encoding));
    std::ranges::stable_sort(scored, std::ranges::greater(), &Scored::score);
    const auto high = static_cast<int>(std::ranges::count_if(sample, is_high));
    Readings readings;
    readings.is_russian = scored[0].score >= least_russian * high;
    readings.is_clear = scored[0].score - scored[1].score >= clear_lead;
    const auto word = example_word(sample);
    for (const auto& each : scored)
        readings.all.push_back({each.encoding, decoded(word, each.encoding).text, word});
    return readings;
}

}  // namespace accrue::data
