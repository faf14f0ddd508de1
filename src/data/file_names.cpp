#include "data/file_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "base/shell_word.hpp"
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

bool is_named_as_store(std::string_view file) {
    constexpr std::array<std::string_view, 8> endings = {".xlsx",   ".xlsm",    ".xlsb", ".xls",
                                                         ".sqlite", ".sqlite3", ".db",   ".db3"};
    const auto name = folded(file);
    return std::ranges::any_of(endings, [&](std::string_view ending) { return name.ends_with(ending); });
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

// Files and sheets both may have a `#` in their names: `o#1.sqlite#pay`, `book.xlsx#Team #1`, `shop#1#pay`.
std::size_t mark_of_table(std::string_view source) {
    const auto first = source.find('#');
    if (source.find("://") != std::string_view::npos) return first;
    for (auto mark = first; mark != std::string_view::npos; mark = source.find('#', mark + 1)) {
        if (is_named_as_store(source.substr(0, mark))) return mark;
    }
    return source.rfind('#');
}

std::string_view name_alone(std::string_view source, NamedAs named_as) {
    if (named_as == NamedAs::table) return source.substr(mark_of_table(source) + 1);
    source = source.substr(source.rfind('/') + 1);
    for (const std::string_view packed : {".gz", ".zst"}) {
        if (source.ends_with(packed)) source.remove_suffix(packed.size());
    }
    const auto dot = source.rfind('.');  // before `csv`, `TXT`; not in `03.2026`
    const auto is_letter = [](char byte) {
        return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
    };
    const bool is_ending = dot != std::string_view::npos &&
                           std::ranges::all_of(source.substr(dot + 1), is_letter) &&
                           !month_number(folded(source.substr(dot + 1)));
    return is_ending ? source.substr(0, dot) : source;
}

std::optional<Period> period_named(std::string_view name, const Calendar& calendar) {
    const auto words = words_of(name);
    const auto last = std::find_if_not(words.rbegin(), words.rend(), is_of_period).base();
    if (std::any_of(words.begin(), last, is_of_period)) return std::nullopt;
    std::vector<std::string> period(last, words.end());
    if (const auto month = month_of(period, calendar)) return month;
    if (period.empty()) return std::nullopt;
    if (const auto found = calendar.parse(fmt::format("{}", fmt::join(period, "-")))) return found;
    std::ranges::reverse(period);  // `Q1 2026`
    return calendar.parse(fmt::format("{}", fmt::join(period, "-")));
}

std::optional<int> month_in(std::string_view name) {
    for (const auto& word : words_of(name)) {
        if (const auto named = month_number(folded(word))) return named;
        if (word.size() <= 2 && is_number(word)) return std::stoi(word);
    }
    return std::nullopt;
}

std::string data_options(std::string_view level, const std::vector<std::string>& paths) {
    std::string text;
    for (const auto& path : paths)
        text += fmt::format("{}--data {}={}", text.empty() ? "" : " ", level, shell_word(path));
    return text;
}

std::string option_of_file(std::string_view called, const std::string& value) {
    return called.empty() ? value : shell_word(fmt::format("{}={}", called, value));
}

bool has_part_of_period(std::string_view name) {
    return std::ranges::any_of(words_of(name), is_of_period);
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
