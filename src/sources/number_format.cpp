#include "sources/number_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/as_seen.hpp"
#include "base/text.hpp"
#include "data/number_cell.hpp"
#include "number/calendar.hpp"

namespace accrue::sources {
namespace {

bool is_beyond_ascii(char byte) {
    return static_cast<unsigned char>(byte) >= 0x80;
}

// Bytes of the UTF-8 character that begins there.
std::size_t character_length(std::string_view text, std::size_t begin) {
    std::size_t end = begin + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    return end - begin;
}

// A format's first section in two: the letters that it is made of, and what it merely prints: texts in
// quotes, characters behind `\`, and the sign in `[$₽-419]`. What stands in other brackets is a colour or a
// condition, but for hours, minutes and seconds that go on counting.
struct Code {
    std::string letters, printed;
    std::size_t length = 0;  // up to the `;` that ends the section
};
Code code_of(std::string_view code) {
    Code parts;
    std::size_t i = 0;
    for (; i < code.size() && code[i] != ';'; ++i) {
        const char byte = code[i];
        if (byte == '\\' || byte == '_' || byte == '*') {
            const auto character = code.substr(std::min(i + 1, code.size()), character_length(code, i + 1));
            if (byte == '\\') parts.printed += character;
            i += character.size();
        } else if (byte == '"' || byte == '[') {
            const auto end = std::min(code.find(byte == '"' ? '"' : ']', i + 1), code.size());
            const auto inside = code.substr(i + 1, end - i - 1);
            const auto count = folded(inside);
            const bool is_count = !count.empty() && count.find_first_not_of("hms") == std::string::npos;
            if (byte == '"') parts.printed += inside;
            if (byte == '[' && inside.starts_with('$'))
                parts.printed += inside.substr(1, inside.find('-') - 1);
            if (byte == '[' && is_count) parts.letters += count;
            i = end;
        } else {
            parts.letters += byte;
            if (byte == '$' || is_beyond_ascii(byte)) parts.printed += byte;
        }
    }
    return {folded(parts.letters), parts.printed, std::min(i, code.size())};
}

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(
        words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

constexpr std::int64_t seconds_of_a_day = 86'400;

// Whole seconds of the part of a day behind the point. A binary number misses its moment by less than a
// thousandth of a second; the last half second of a day is none of the next.
std::int64_t seconds_in(std::string_view fraction) {
    constexpr std::size_t digits = 12;
    std::string padded(fraction.substr(0, digits));
    padded.resize(digits, '0');
    std::int64_t count = 0;
    std::from_chars(padded.data(), padded.data() + digits, count);
    constexpr std::int64_t whole = 1'000'000'000'000;  // 10^12
    const auto thousandths = (count * seconds_of_a_day / (whole / 10'000) + 5) / 10;
    return thousandths / 1000;
}

// Days of the calendar of 1900, in which there is a 29 February 1900: days before it are one later.
std::string day_of(std::int64_t days, Epoch epoch) {
    constexpr std::int64_t missing_day = 60;
    constexpr std::int64_t last_day = 2'958'465;  // 31 December 9999
    if (days < (epoch == Epoch::year_1900 ? 1 : 0) || days > last_day) return "";
    if (epoch == Epoch::year_1904)
        return to_text(Date{static_cast<std::int32_t>(Date::of(1904, 1, 1).days + days)});
    if (days == missing_day) return "1900-02-29";
    const auto first = days < missing_day ? Date::of(1899, 12, 31) : Date::of(1899, 12, 30);
    return to_text(Date{static_cast<std::int32_t>(first.days + days)});
}

}  // namespace

Shown shown_by(std::string_view code) {
    const auto letters = code_of(code).letters;
    if (letters.starts_with("general") || letters.starts_with("standard") || letters.starts_with("основной"))
        return Shown::number;
    const bool has_digits = has_any(letters, {"0", "#", "?"});  // of seconds too
    if (has_digits && !has_any(letters, {"s"}))
        return has_any(letters, {"%"}) ? Shown::percent : Shown::number;
    const bool has_time = has_any(letters, {"h", "s", "ч", "с"});
    const bool has_day = has_any(letters, {"d", "y", "д", "г"});
    const bool has_month = has_any(letters, {"m", "м"}) && !has_time;
    if (has_day || has_month) return has_time ? Shown::moment : Shown::day;
    return has_time ? Shown::time : Shown::number;
}

namespace {

// Of `-₽` and `(₽)`, which show amounts below 0, the ₽.
std::string without_signs(std::string_view printed) {
    constexpr std::string_view signs = " -+()";
    const auto first = printed.find_first_not_of(signs);
    if (first == std::string_view::npos) return "";
    const auto last = printed.find_last_not_of(signs);
    return std::string(trimmed(printed.substr(first, last - first + 1)));
}

// `₽` of `тыс. ₽`.
std::string without_scale(std::string_view sign) {
    std::string rest;
    while (!sign.empty()) {
        const auto word = sign.substr(0, sign.find(' '));
        const auto text = "1 " + std::string(word);
        const auto reading = data::take_apart(text);
        if (reading.cell && reading.cell->scale == 0) rest += (rest.empty() ? "" : " ") + std::string(word);
        sign.remove_prefix(std::min(word.size() + 1, sign.size()));
    }
    return rest;
}

// As in a file of text: `1 руб.` has a currency, `1 тыс. руб.` a scale, too, `1 %` is a percentage, `1 шт.`
// is none of these. A comma behind the digits shows thousands: the number is larger than what is shown, and
// so said already.
Units units_of(const Code& code) {
    const auto& letters = code.letters;
    const auto sign = without_signs(code.printed);
    const auto text = "1 " + sign;
    const auto reading = data::take_apart(text);
    if (!reading.cell) return {"", has_word(sign) ? sign : ""};
    const auto last_digit = letters.find_last_of("0#?");
    const bool is_scaled = last_digit != std::string::npos && letters.substr(last_digit + 1).starts_with(',');
    const bool has_scale = reading.cell->scale != 0;
    const bool is_unit = !reading.cell->currencies.empty() || has_scale || reading.cell->percent;
    if (!is_unit) return {};
    return {is_scaled && has_scale ? without_scale(sign) : sign, ""};
}

// `[>=1000]`, in front of a section or behind its colour.
void take_condition(Section& section, std::string_view code) {
    for (auto begin = code.find('['); begin != std::string_view::npos; begin = code.find('[', begin + 1)) {
        const auto inside = code.substr(begin + 1, code.find(']', begin) - begin - 1);
        const auto sign = inside.substr(0, inside.find_first_not_of("<>="));
        if (sign.empty()) continue;
        const auto bound = inside.substr(sign.size());
        section.condition = sign;
        std::from_chars(bound.data(), bound.data() + bound.size(), section.bound);
        return;
    }
}

bool fits(const Section& section, double number) {
    const auto& sign = section.condition;
    if (number == section.bound) return sign == "=" || sign == ">=" || sign == "<=";
    if (sign == "<>") return true;
    return sign.starts_with(number < section.bound ? '<' : '>');
}

}  // namespace

std::vector<Section> sections_of(std::string_view code) {
    std::vector<Section> sections;
    while (!code.empty()) {
        const auto part = code_of(code);
        auto& section = sections.emplace_back(Section{.units = units_of(part)});
        take_condition(section, code.substr(0, part.length));
        code.remove_prefix(std::min(part.length + 1, code.size()));
    }
    return sections;
}

const Units& units_for(const std::vector<Section>& sections, double number) {
    static const Units none;
    if (sections.empty()) return none;
    const auto is_free = [](const Section& each) { return each.condition.empty(); };
    if (std::ranges::all_of(sections, is_free)) {
        const std::size_t place = number < 0 ? 1 : number == 0 ? 2 : 0;
        return sections[place < sections.size() ? place : 0].units;
    }
    const auto found = std::ranges::find_if(
        sections, [&](const Section& each) { return !is_free(each) && fits(each, number); });
    const auto other = found == sections.end() ? std::ranges::find_if(sections, is_free) : found;
    return other == sections.end() ? none : other->units;
}

std::size_t least_digits_of(std::string_view code) {
    const auto letters = code_of(code).letters;
    return letters.size() > 1 && letters.find_first_not_of('0') == std::string::npos ? letters.size() : 0;
}

// ECMA-376, part 1, 18.8.30.
Shown shown_by_number(std::uint32_t number) {
    if (number == 9 || number == 10) return Shown::percent;
    if (number >= 14 && number <= 17) return Shown::day;
    if (number >= 18 && number <= 21) return Shown::time;
    if (number == 22) return Shown::moment;
    if (number >= 45 && number <= 47) return Shown::time;
    const bool is_eastern_day = (number >= 27 && number <= 36) || (number >= 50 && number <= 58);
    return is_eastern_day ? Shown::day : Shown::number;
}

std::string day_text(std::string_view plain, Shown shown, Epoch epoch) {
    const auto point = std::min(plain.find('.'), plain.size());
    std::int64_t days = 0;
    const auto [end, error] = std::from_chars(plain.data(), plain.data() + point, days);
    if (error != std::errc() || end != plain.data() + point || plain.starts_with('-')) return "";
    auto seconds = point == plain.size() ? 0 : seconds_in(plain.substr(point + 1));
    if (seconds == seconds_of_a_day && shown != Shown::day) {
        ++days;
        seconds = 0;
    }
    const auto hours = shown == Shown::time ? days * 24 + seconds / 3600 : seconds / 3600;
    const auto clock = fmt::format("{:02}:{:02}:{:02}", hours, seconds / 60 % 60, seconds % 60);
    if (shown == Shown::time) return clock;
    const auto day = day_of(days, epoch);
    return day.empty() || shown == Shown::day || seconds == 0 ? day : day + " " + clock;
}

}  // namespace accrue::sources
