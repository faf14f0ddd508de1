// A number that does not end where it should.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "base/messages/language.hpp"
#include "base/text.hpp"
#include "number/calendar.hpp"
#include "syntax/found.hpp"

namespace accrue::syntax {

namespace {

// The number that ends where reading stopped, and all that is glued to it.
Span number_around(const Found& f) {
    std::size_t begin = f.place.stop;
    while (begin > f.row_begin &&
           (grammar::is_digit(f.text[begin - 1]) || f.text[begin - 1] == '.' || f.text[begin - 1] == '_' ||
            f.text[begin - 1] == ',' ||
            (f.text[begin - 1] == ' ' && begin > 1 && grammar::is_digit(f.text[begin - 2])))) {
        --begin;
    }
    while (begin < f.place.stop && !grammar::is_digit(f.text[begin])) ++begin;
    std::size_t end = f.place.stop;
    while (end < f.text.size()) {
        const char c = f.text[end];
        const bool joins = (c == ',' || c == '.' || c == '-' || c == '_' || c == ' ') &&
                           end + 1 < f.text.size() && grammar::is_digit(f.text[end + 1]);
        if (const std::size_t n =
                grammar::letter_length(f.text.data() + end, f.text.data() + f.text.size())) {
            end += n;
        } else if (grammar::is_digit(c) || joins) {
            ++end;
        } else {
            break;
        }
    }
    return {begin, static_cast<std::uint32_t>(end - begin), f.place.source};
}

// `min(`: a name is glued to the bracket, and no word of the language as in `5% of(`.
bool stands_among_arguments(const Found& f) {
    if (!f.place.bracket) return false;
    const auto name = f.name_before(*f.place.bracket);
    if (name.empty() || name.data() + name.size() != f.text.data() + *f.place.bracket) return false;
    const auto ends_so = [&](std::string_view phrase) {
        return phrase == name || phrase.ends_with(fmt::format(" {}", name));
    };
    return grammar::built_in_function(name) != nullptr ||
           std::ranges::none_of(grammar::phrases, [&](const grammar::Phrase& phrase) {
               return phrase.place != grammar::Place::function &&
                      (ends_so(phrase.english) || ends_so(phrase.russian));
           });
}

// The pieces between the commas.
std::vector<std::string_view> groups_of(std::string_view written) {
    std::vector<std::string_view> groups;
    for (std::size_t begin = 0; begin <= written.size();) {
        const auto end = std::min(written.find(',', begin), written.size());
        groups.push_back(written.substr(begin, end - begin));
        begin = end + 1;
    }
    return groups;
}

// `500,000`, `1,234,567.50`: three digits behind each comma, and before them one to three that do not begin
// with 0.
bool may_part_thousands(const std::vector<std::string_view>& groups) {
    const auto is_number = [](std::string_view digits) {
        return std::ranges::all_of(digits, grammar::is_digit);
    };
    const auto first = groups.front(), last = groups.back();
    const auto whole = last.substr(0, last.find('.'));
    const auto is_group = [&](std::string_view group) { return group.size() == 3 && is_number(group); };
    return !first.empty() && first.size() <= 3 && first.front() != '0' && is_number(first) &&
           is_group(whole) && (whole == last || is_number(last.substr(whole.size() + 1))) &&
           std::all_of(groups.begin() + 1, groups.end() - 1, is_group);
}

// `min(1,5)`, but not `min(x, 100,000)`: nobody writes a value 000.
bool may_be_values(const Found& f, const std::vector<std::string_view>& groups) {
    return stands_among_arguments(f) && std::ranges::none_of(groups, [](std::string_view group) {
               return group.size() > 1 && group.front() == '0' && grammar::is_digit(group[1]);
           });
}

std::string with_commas_as(std::string_view written, std::string_view sign) {
    return fmt::format("{}", fmt::join(groups_of(written), sign));
}

// `1 234 567.50` of `1.234.567,50`; empty where the points do not part thousands.
std::string with_points_as_blanks(std::string_view written) {
    const auto comma = std::min(written.find(','), written.size());
    std::string whole(written.substr(0, comma)), decimals(written.substr(comma));
    std::ranges::replace(whole, '.', ',');
    const auto groups = groups_of(whole);
    const bool are_digits =
        decimals.empty() || std::all_of(decimals.begin() + 1, decimals.end(), grammar::is_digit);
    if (groups.size() < 2 || !may_part_thousands(groups) || !are_digits) return "";
    if (!decimals.empty()) decimals.front() = '.';
    return fmt::format("{}{}", fmt::join(groups, " "), decimals);
}

Mistake decimal_comma(const Found& f) {
    if (f.text[f.place.stop] != ',') return std::nullopt;
    const Span number = number_around(f);
    const std::string written(f.text.substr(number.begin, number.length));
    const auto groups = groups_of(written);
    Diagnostic mistake = at(kind::decimal_comma, number, {written});
    if (groups.front().find('.') != std::string_view::npos) {  // `10.000,00`
        const auto number_meant = with_points_as_blanks(written);
        return number_meant.empty() ? mistake : with_hint(std::move(mistake), number_meant);
    }
    const bool is_thousands = may_part_thousands(groups), is_values = may_be_values(f, groups);
    const bool is_decimal = groups.size() == 2 && groups.back().find('.') == std::string_view::npos;
    std::vector<Argument> readings;
    if (is_thousands) readings.emplace_back(with_commas_as(written, " "));
    if (is_decimal) readings.emplace_back(with_commas_as(written, "."));
    if (is_values) readings.emplace_back(with_commas_as(written, ", "));
    if (readings.empty()) return mistake;
    const Kind hint = readings.size() == 3         ? kind::hint_thousands_or_arguments
                      : readings.size() == 1       ? kind::hint_write
                      : is_thousands && is_decimal ? kind::hint_thousands
                      : is_decimal                 ? kind::hint_arguments
                                                   : kind::hint_thousands_or_values;
    mistake.notes.push_back({hint, std::move(readings)});
    return mistake;
}

// The days that `2024-6-1` and `1-6-2024` may mean: whether the day or the month comes first is not said.
std::vector<Argument> days_of_dashes(std::string_view written) {
    constexpr std::size_t year = 4;
    const auto first = written.find('-'), second = written.find('-', first + 1);
    if (second == std::string_view::npos) return {};
    const auto one = written.substr(0, first), two = written.substr(first + 1, second - first - 1),
               three = written.substr(second + 1);
    std::vector<Argument> days;
    const auto add = [&](std::string_view of_year, std::string_view month, std::string_view day) {
        const auto date = fmt::format("{}-{:0>2}-{:0>2}", of_year, month, day);
        if (of_year.size() == year && parse_date(date) && (days.empty() || one != two))
            days.emplace_back(date);
    };
    add(one, two, three);
    add(three, two, one);
    add(three, one, two);
    return days;
}

Mistake glued_minus(const Found& f) {
    if (f.text[f.place.stop] != '-') return std::nullopt;
    const Span number = number_around(f);
    const std::string written(f.text.substr(number.begin, number.length));
    if (f.place.stop + 1 < f.text.size() && f.text[f.place.stop + 1] == 'Q') {
        const Span quarter = widened(number, number.length + 3);
        return at(kind::quarter_literal, quarter,
                  {std::string(f.text.substr(quarter.begin, quarter.length))});
    }
    const std::size_t minus = f.place.stop - number.begin;
    const std::string difference = written.substr(0, minus) + " - " + written.substr(minus + 1);
    Diagnostic mistake = at(kind::glued_minus, number, {written});
    if (f.place.row == grammar::RowKind::table_row) {  // `80-100%`: a row says its upper edge only
        const bool is_percent = number.end() < f.text.size() && f.text[number.end()] == '%';
        const auto edge = written.substr(minus + 1) + (is_percent ? "%" : "");
        const auto language = language_of(f);
        mistake.notes.push_back({kind::hint_two_readings,
                                 {fmt::format("{} {}", spelled(grammar::Word::below_edge, language), edge),
                                  fmt::format("{} {}", spelled(grammar::Word::up_to, language), edge)}});
        return mistake;
    }
    if (minus == 4 && written.size() == 6) {
        mistake.notes.push_back(
            {kind::hint_date_text, {written.substr(0, 5) + "0" + written.substr(5), difference}});
        return mistake;
    }
    if (auto days = days_of_dashes(written); !days.empty()) {
        mistake.notes.push_back(
            {days.size() == 1 ? kind::hint_write : kind::hint_two_readings, std::move(days)});
        return mistake;
    }
    // `10-15%` is a range
    const bool is_range = f.text.substr(after_blanks(f.text, number.end())).starts_with('%');
    const bool is_difference = !is_range && std::ranges::count(written, '-') == 1;
    return is_difference ? with_hint(std::move(mistake), difference) : mistake;
}

Mistake scale_mistake(const Found& f) {
    const std::size_t n =
        grammar::identifier_length(f.text.data() + f.place.stop, f.text.data() + f.text.size());
    if (n == 0 || f.text[f.place.stop] == '_') return std::nullopt;
    const Span scale{f.place.stop, static_cast<std::uint32_t>(n), f.place.source};
    const std::string written(f.text.substr(scale.begin, n));
    const Span number = number_around(f);
    const std::string digits(f.text.substr(number.begin, f.place.stop - number.begin));
    struct Scale {
        std::string_view wrong, right;
    };
    static constexpr Scale cyrillic[] = {{"М", "M"}, {"м", "M"}, {"К", "k"},
                                         {"к", "k"}, {"В", "B"}, {"в", "B"}};
    for (const Scale& s : cyrillic) {
        if (written == s.wrong) {
            return with_hint(at(kind::cyrillic_scale, scale, {written, std::string(s.right)}),
                             digits + std::string(s.right));
        }
    }
    Diagnostic mistake = at(kind::unknown_scale, scale, {written});
    const std::string lower = folded(written);
    if (is_one_of(lower, {"k", "t", "тр", "т", "тыс", "тысяч", "thousand"}))
        return with_hint(mistake, digits + "k");
    if (is_one_of(lower, {"m", "mln", "mio", "mn", "млн", "миллион", "миллионов", "million"})) {
        return with_hint(mistake, digits + "M");
    }
    if (is_one_of(lower, {"b", "bn", "mrd", "млрд", "billion"})) return with_hint(mistake, digits + "B");
    if (is_one_of(lower, {"р", "руб", "рублей", "rub"})) return with_hint(mistake, digits + " RUB");
    if (is_one_of(lower, {"x", "х"})) {  // `2x`, `1.5x sales`
        const auto next = after_blanks(f.text, scale.end());
        const bool is_word =
            grammar::reserved_phrase(f.text.data() + next, f.text.data() + f.text.size()).has_value();
        const bool is_of =
            f.text.substr(next).starts_with('(') || (!is_word && !name_at(f.text, next).empty());
        return with_hint(mistake, is_of ? digits + " *" : digits);
    }
    if (written.size() == 3 && std::ranges::all_of(written, [](char c) { return c >= 'A' && c <= 'Z'; })) {
        return with_hint(mistake, digits + " " + written);
    }
    return mistake;
}

// `2025-12-31` of `31.12.2025`; empty where it is no such day.
std::string day_of_points(std::string_view written) {
    constexpr std::size_t length = 10;
    const bool is_day = written.size() == length && written[2] == '.' && written[5] == '.';
    return is_day ? fmt::format("{}-{}-{}", written.substr(6), written.substr(3, 2), written.substr(0, 2))
                  : "";
}

Mistake two_points(const Found& f) {
    if (f.text[f.place.stop] != '.') return std::nullopt;
    const Span number = number_around(f);
    const std::string written(f.text.substr(number.begin, number.length));
    auto mistake = at(kind::two_points, number, {written});
    const auto day = day_of_points(written);
    const auto meant = day.empty() ? with_points_as_blanks(written) : day;
    return meant.empty() ? mistake : with_hint(std::move(mistake), meant);
}

// `млн` of `1 млн 200`.
std::string_view scale_before(std::string_view text, std::size_t at, std::size_t row_begin) {
    const auto end = before_blanks(text, at, row_begin);
    for (const std::string_view scale : {"тыс", "млн", "млрд", "k", "M", "B"}) {
        if (text.substr(row_begin, end - row_begin).ends_with(scale)) return scale;
    }
    return {};
}

}  // namespace

Diagnostic number_mistake(const Found& f) {
    for (const auto known : {decimal_comma, glued_minus, two_points, scale_mistake}) {
        if (Mistake mistake = known(f)) return *mistake;
    }
    const Span number = number_around(f);
    const std::string written(f.text.substr(number.begin, number.length));
    const auto scale = scale_before(f.text, number.begin, f.row_begin);
    if (!scale.empty()) return at(kind::amount_in_two, number, {std::string(scale)});
    Diagnostic mistake = at(kind::digit_groups, number, {written});
    // `below 5 3%`
    const std::string_view head = f.text.substr(f.row_begin, f.place.stop - f.row_begin);
    if (f.place.row == grammar::RowKind::table_row && head.find(':') == std::string_view::npos &&
        f.text[f.place.stop] == ' ') {
        const Span value = token_at(f.text, f.place.stop + 1, f.place.source);
        const std::string value_text(f.text.substr(value.begin, value.length));
        return with_hint(at(kind::colon_wanted, value, {"`" + value_text + "`"}),
                         f.row_with(value, ": " + value_text));
    }
    // What the digits are with their groups put right; `5000 5000` are two numbers.
    std::string digits;
    std::size_t in_group = 0, long_groups = 0;
    for (const char c : written) {
        in_group = grammar::is_digit(c) ? in_group + 1 : 0;
        if (in_group == 4) ++long_groups;
        if (in_group != 0) digits += c;
    }
    if (long_groups > 1) return mistake;
    std::string grouped;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) grouped += ' ';
        grouped += digits[i];
    }
    return digits.size() < 4 ? mistake : with_hint(std::move(mistake), grouped);
}

}  // namespace accrue::syntax
