#include "data/date_cell.hpp"

#include <algorithm>
#include <string>
#include <tuple>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "data/words.hpp"

namespace accrue::data {
namespace {

// ---------------------------------------------------------------- the parts of a cell

struct Part {
    int value = 0;
    int digits = 0;  // 0: a month's name
};
struct Parts {
    std::vector<Part> parts;
    std::vector<char> between;  // `.`, `-`, `/`, a blank; one less than parts
};

constexpr std::size_t most_parts = 3;
constexpr std::size_t most_digits = 8;  // `20260315`
constexpr std::string_view separators = ". -/,";

// A run of letters is a month's name, or stands for `year` behind one: `2026 г.`.
bool add_word(Parts& parts, std::string_view word) {
    if (const auto month = month_number(word)) {
        parts.parts.push_back({*month, 0});
        return true;
    }
    const bool is_year = word == "г" || word == "год" || word == "года";
    return is_year && !parts.parts.empty() && parts.parts.back().digits == 4;
}

std::optional<Parts> parts_of(std::string_view text) {
    const auto lower = folded(text);
    Parts found;
    for (std::size_t place = 0; place < lower.size();) {
        const auto rest = std::string_view(lower).substr(place);
        const auto count = found.parts.size();
        std::size_t length = 0;
        if (is_digit(rest.front())) {
            Part part;
            for (; length < rest.size() && is_digit(rest[length]); ++length) {
                if (length == most_digits) return std::nullopt;
                part.value = part.value * 10 + (rest[length] - '0');
            }
            part.digits = static_cast<int>(length);
            found.parts.push_back(part);
        } else {
            length = std::min(rest.find_first_of(". -/,0123456789"), rest.size());
            if (length == 0 || !add_word(found, rest.substr(0, length))) return std::nullopt;
        }
        if (found.parts.size() > most_parts) return std::nullopt;
        place += length;
        const auto separator = place < lower.size() && !is_digit(lower[place]) ? lower[place] : '\0';
        const auto begin = place;
        while (place < lower.size() && separators.find(lower[place]) != std::string_view::npos) ++place;
        if (place - begin > 2 || (place == lower.size() && place != begin && lower[begin] != '.'))
            return std::nullopt;
        if (found.parts.size() > count) found.between.push_back(separator);
    }
    return found;
}

// ---------------------------------------------------------------- what the parts mean

bool is_year(const Part& part) {
    return part.digits == 4 && part.value >= first_year && part.value <= last_year;
}
bool is_short(const Part& part) {
    return part.digits == 1 || part.digits == 2;
}
bool is_month_of_year(int value) {
    return value >= 1 && value <= 12;
}

DateReading checked(CalendarDay day) {
    return {day.exists() ? DateState::day : DateState::no_such_day, day, {}};
}

DateReading month_reading(const Part& year, const Part& month) {
    if (!is_month_of_year(month.value)) return {};
    return {DateState::month, {year.value, month.value, 0}, {}};
}

DateReading short_year(CalendarDay day, CalendarDay other) {
    return {DateState::short_year, day, other};
}

// `46082`: days since 1899-12-30, as spreadsheets count; 1982 to 2119.
DateReading one_part(const Part& part) {
    if (part.digits == 8 && is_year({part.value / 10000, 4})) {
        return checked({part.value / 10000, part.value / 100 % 100, part.value % 100});
    }
    const Part year{part.value / 100, 4};
    if (part.digits == 6 && is_year(year)) return month_reading(year, {part.value % 100, 2});
    if (part.digits <= 2 && is_month_of_year(part.value)) return {DateState::no_year, {0, part.value, 0}, {}};
    if (part.digits == 5 && part.value >= 30000 && part.value < 80000) {
        const auto date = Date{Date::of(1899, 12, 30).days + part.value};
        return {DateState::day_count, {date.month().year(), date.month().number(), date.day()}, {}};
    }
    return {};
}

// `2026.1` is what a spreadsheet leaves of `2026.10`: no month is read from it.
bool is_cut_month(const Part& first, const Part& second, char between) {
    return is_year(first) && second.digits == 1 && (between == '.' || between == ',');
}

DateReading two_parts(const Part& first, const Part& second) {
    if (is_year(first) && second.digits <= 2) return month_reading(first, second);
    if (is_year(second) && first.digits <= 2) return month_reading(second, first);
    const bool has_name = first.digits == 0 || second.digits == 0;
    const auto& month = second.digits == 0 ? second : first;
    const auto& number = second.digits == 0 ? first : second;
    if (has_name ? is_short(number) : is_short(first) && is_short(second) && is_month_of_year(month.value)) {
        return short_year({2000 + number.value, month.value, 0}, {0, month.value, number.value});
    }
    return {};
}

DateReading with_name(const std::vector<Part>& parts) {
    const auto name = static_cast<std::size_t>(std::ranges::find(parts, 0, &Part::digits) - parts.begin());
    const auto& first = parts[name == 0 ? 1 : 0];
    const auto& second = parts[name == 2 ? 1 : 2];
    const auto month = parts[name].value;
    if (is_year(second) && is_short(first)) return checked({second.value, month, first.value});
    if (is_year(first) && is_short(second)) return checked({first.value, month, second.value});
    if (is_short(first) && is_short(second)) {
        return short_year({2000 + second.value, month, first.value},
                          {2000 + first.value, month, second.value});
    }
    return {};
}

DateReading three_parts(const Parts& cell) {
    const auto& parts = cell.parts;
    const auto names = std::ranges::count(parts, 0, &Part::digits);
    if (names > 0) return names == 1 ? with_name(parts) : DateReading{};
    if (cell.between[0] != cell.between[1]) return {};
    const auto& [first, second, third] = std::tie(parts[0], parts[1], parts[2]);
    if (is_year(first) && is_short(second) && is_short(third)) {
        return checked({first.value, second.value, third.value});
    }
    if (!is_short(first) || !is_short(second)) return {};
    if (is_short(third)) {
        return short_year({2000 + third.value, second.value, first.value},
                          {2000 + first.value, second.value, third.value});
    }
    if (!is_year(third)) return {};
    const CalendarDay day_first{third.value, second.value, first.value};
    const CalendarDay month_first{third.value, first.value, second.value};
    if (cell.between[0] == '.' || day_first == month_first) return checked(day_first);
    if (!day_first.exists() && !month_first.exists()) return {DateState::no_such_day, day_first, {}};
    return {DateState::two_orders, day_first, month_first};
}

DateReading as_told(const Parts& cell, const DatePattern& told) {
    if (cell.parts.size() != told.parts.size()) return {DateState::not_as_told, {}, {}};
    CalendarDay day;
    for (std::size_t i = 0; i < told.parts.size(); ++i) {
        const auto& part = cell.parts[i];
        const bool is_long = part.digits == 4;
        const bool fits = told.parts[i] == DatePart::year
                              ? is_year(part) || (told.short_year && part.digits == 2)
                          : told.parts[i] == DatePart::month ? !is_long && part.digits <= 2
                                                             : is_short(part);
        if (!fits) return {DateState::not_as_told, {}, {}};
        switch (told.parts[i]) {
            case DatePart::day:
                day.day = part.value;
                break;
            case DatePart::month:
                day.month = part.value;
                break;
            case DatePart::year:
                day.year = is_long ? part.value : 2000 + part.value;
                break;
        }
    }
    if (!is_month_of_year(day.month)) return {DateState::no_such_day, day, {}};
    return told.has_day() ? checked(day) : DateReading{DateState::month, day, {}};
}

// ---------------------------------------------------------------- frequent forms, at once

// Both digits, else a number above every part of a date.
int two_digits(std::string_view text, std::size_t place) {
    if (!is_digit(text[place]) || !is_digit(text[place + 1])) return 1000;
    return (text[place] - '0') * 10 + (text[place + 1] - '0');
}

// `2026-03`, `2026-03-15`, `15.03.2026`.
std::optional<CalendarDay> at_once(std::string_view text) {
    const bool is_month = text.size() == 7 && text[4] == '-';
    const bool is_iso = text.size() == 10 && text[4] == '-' && text[7] == '-';
    const bool is_dotted = text.size() == 10 && text[2] == '.' && text[5] == '.';
    if (!is_month && !is_iso && !is_dotted) return std::nullopt;
    const std::size_t year = is_dotted ? 6 : 0;
    const CalendarDay day{.year = two_digits(text, year) * 100 + two_digits(text, year + 2),
                          .month = two_digits(text, is_dotted ? 3 : 5),
                          .day = is_month ? 0 : two_digits(text, is_dotted ? 0 : 8)};
    if (day.year < first_year || day.year > last_year || !is_month_of_year(day.month)) return std::nullopt;
    if (!is_month && !day.exists()) return std::nullopt;
    return day;
}

DateReading reading_of(const CalendarDay& day) {
    return {day.day == 0 ? DateState::month : DateState::day, day, {}};
}

// `2026-01-15` and `2026-01` say by themselves how they are to be read, also where others are written as
// told.
DateReading beside_told(std::string_view text, const DatePattern& told) {
    const auto day = at_once(text);
    const bool is_iso = day && text[4] == '-' && (day->day == 0 || told.has_day());
    return is_iso ? reading_of(*day) : DateReading{DateState::not_as_told, {}, {}};
}

// A clock behind a date: `T00:00:00`, ` 00:00`, with `Z`. Midnight says nothing and is cut off.
enum class Clock : std::uint8_t { none, midnight, other };
Clock cut_clock(std::string_view& text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return Clock::none;
    const auto begin = text.find_last_of(" T", colon);
    if (begin == std::string_view::npos || begin == 0) return Clock::none;
    const auto clock = text.substr(begin + 1);
    text = text.substr(0, begin);
    return clock.find_first_not_of("0:.Z") == std::string_view::npos ? Clock::midnight : Clock::other;
}

}  // namespace

bool CalendarDay::exists() const {
    return year >= first_year && year <= last_year && is_month_of_year(month) && day >= 1 &&
           day <= days_in(in_month());
}

bool DatePattern::has_day() const {
    return std::ranges::find(parts, DatePart::day) != parts.end();
}

std::optional<DatePattern> date_pattern(std::string_view text) {
    DatePattern pattern;
    const auto lower = folded(text);
    std::string_view last;
    std::size_t run = 0;
    for (const auto letter : characters(lower)) {
        const bool is_day = letter == "d" || letter == "д";
        const bool is_month = letter == "m" || letter == "м";
        const bool is_year = letter == "y" || letter == "г";
        run = letter == last ? run + 1 : 1;
        last = letter;
        if (!is_day && !is_month && !is_year) {
            if (separators.find(letter) == std::string_view::npos) return std::nullopt;
            continue;
        }
        if (is_year) pattern.short_year = run <= 2;
        if (run == 1) {
            pattern.parts.push_back(is_day ? DatePart::day : is_month ? DatePart::month : DatePart::year);
        }
    }
    auto sorted = pattern.parts;
    std::ranges::sort(sorted);
    using enum DatePart;
    const bool is_whole = sorted == std::vector{day, month, year} || sorted == std::vector{month, year};
    return is_whole ? std::optional(pattern) : std::nullopt;
}

DateReading read_date(std::string_view text, const DatePattern* told) {
    if (const auto day = at_once(text); day && told == nullptr) return reading_of(*day);
    constexpr std::size_t longest = 64;  // bytes
    if (text.size() > longest) return {};
    const auto clock = cut_clock(text);
    if (clock == Clock::other) return {DateState::has_time, {}, {}};
    const auto cell = parts_of(text);
    if (!cell || cell->parts.empty()) return {};
    if (told != nullptr) {
        const auto reading = as_told(*cell, *told);
        return reading.state == DateState::not_as_told ? beside_told(text, *told) : reading;
    }
    switch (cell->parts.size()) {
        case 1:
            if (cell->parts[0].digits == 0) return {DateState::no_year, {0, cell->parts[0].value, 0}, {}};
            return one_part(cell->parts[0]);
        case 2:
            if (is_cut_month(cell->parts[0], cell->parts[1], cell->between[0])) return {};
            return two_parts(cell->parts[0], cell->parts[1]);
        default:
            return three_parts(*cell);
    }
}

bool looks_like_date(std::string_view text) {
    const auto is_letter = [](char byte) {
        return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
               static_cast<unsigned char>(byte) >= 0x80;
    };
    const auto reading = read_date(text, nullptr);
    switch (reading.state) {
        case DateState::day:
        case DateState::month:
        case DateState::two_orders:
        case DateState::has_time:
            return true;
        case DateState::short_year:
            return reading.day.day != 0 || std::ranges::any_of(text, is_letter);
        case DateState::no_year:
            return std::ranges::any_of(text, is_letter);
        case DateState::day_count:
        case DateState::no_such_day:
        case DateState::unreadable:
        case DateState::not_as_told:
            return false;
    }
    return false;
}

}  // namespace accrue::data
