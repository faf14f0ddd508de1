#include "data/file_names.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "data/dialect.hpp"
#include "data/words.hpp"

namespace accrue::data {
namespace {

constexpr std::string_view marks_in_names = " _-.";

std::vector<std::string> words_of(std::string_view name) {
    std::vector<std::string> words;
    while (true) {
        const auto begin = name.find_first_not_of(marks_in_names);
        if (begin == std::string_view::npos) return words;
        name.remove_prefix(begin);
        words.emplace_back(name.substr(0, name.find_first_of(marks_in_names)));
        name.remove_prefix(words.back().size());
    }
}

bool is_number(std::string_view word) {
    constexpr std::size_t most_digits = 8;  // `20260131`
    return word.size() <= most_digits && word.find_first_not_of("0123456789") == std::string_view::npos;
}
bool is_of_period(const std::string& word) {
    const bool is_part_of_year = word.size() > 1 && (word[0] == 'Q' || word[0] == 'W');  // `Q1`, `W05`
    return is_number(word) || (is_part_of_year && is_number(std::string_view(word).substr(1))) ||
           month_number(folded(word));
}

// `January 2026` of `book.xlsx#January 2026`, `payment_2026-01` of `data/payment_2026-01.csv.gz`.
std::string_view name_alone(std::string_view source) {
    if (const auto table = source.rfind('#'); table != std::string_view::npos)
        return source.substr(table + 1);
    source = source.substr(source.rfind('/') + 1);
    for (const std::string_view ending : {".gz", ".zst", ".csv", ".CSV"}) {
        if (source.ends_with(ending)) source.remove_suffix(ending.size());
    }
    return source;
}

// Of a year and a month, in either order.
std::optional<Period> month_of(const std::vector<std::string>& words, const Calendar& calendar) {
    constexpr std::size_t digits_of_year = 4, most_digits_of_month = 2;
    if (calendar.unit != PeriodUnit::month || words.size() != 2) return std::nullopt;
    const bool has_year_first = is_number(words[0]) && words[0].size() == digits_of_year;
    const auto &year = words[has_year_first ? 0 : 1], &month = words[has_year_first ? 1 : 0];
    if (!is_number(year) || year.size() != digits_of_year) return std::nullopt;
    const bool is_short = is_number(month) && month.size() <= most_digits_of_month;
    const auto number = is_short ? std::stoi(month) : month_number(folded(month)).value_or(0);
    if (number < 1 || number > 12) return std::nullopt;
    return calendar.parse(fmt::format("{}-{:02}", year, number));
}

}  // namespace

bool is_same_name(std::string_view one, std::string_view other) {
    return loosely_folded(one) == loosely_folded(other);
}

std::optional<std::string> name_begun(std::string_view file, const std::vector<std::string>& names) {
    constexpr std::size_t least = 3;  // letters
    const auto begins = [&](const std::string& name) {
        return name.size() >= least && folded(file).starts_with(folded(name));
    };
    const auto found = std::ranges::find_if(names, begins);
    return found == names.end() ? std::nullopt : std::optional(*found);
}

bool says_period(std::string_view name) {
    const auto words = words_of(name);
    return !words.empty() && std::ranges::all_of(words, is_of_period);
}

std::optional<Period> period_named(std::string_view source, const Calendar& calendar) {
    const auto words = words_of(name_alone(source));
    const auto last = std::find_if_not(words.rbegin(), words.rend(), is_of_period).base();
    if (std::any_of(words.begin(), last, is_of_period)) return std::nullopt;
    const std::vector<std::string> period(last, words.end());
    if (const auto month = month_of(period, calendar)) return month;
    return period.empty() ? std::nullopt : calendar.parse(fmt::format("{}", fmt::join(period, "-")));
}

bool ends_with_period(std::string_view source) {
    const auto words = words_of(name_alone(source));
    return !words.empty() && is_of_period(words.back());
}

std::optional<std::string> name_before_period(std::string_view file, const std::vector<std::string>& names) {
    for (auto end = file.find_first_of(marks_in_names); end != std::string_view::npos;
         end = file.find_first_of(marks_in_names, end + 1)) {
        const auto name = std::ranges::find_if(
            names, [&](const std::string& each) { return is_same_name(each, file.substr(0, end)); });
        if (name != names.end() && says_period(file.substr(end))) return *name;
    }
    return std::nullopt;
}

std::optional<std::string> name_inside(std::string_view file, const std::vector<std::string>& names) {
    if (auto near = closest(file, names)) return near;
    if (auto begun = name_begun(file, names)) return begun;
    for (const auto& word : words_of(file)) {
        if (auto near = closest(word, names)) return near;
    }
    return std::nullopt;
}

}  // namespace accrue::data
