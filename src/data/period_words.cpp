#include "data/period_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/ascii.hpp"
#include "base/messages/phrases/commands.hpp"
#include "base/messages/phrases/general.hpp"
#include "base/text.hpp"

namespace accrue::data {
namespace {

using namespace std::string_view_literals;

// Runs of digits and runs of letters; blanks, points and dashes only part them.
std::vector<std::string> runs_of(std::string_view text) {
    std::vector<std::string> runs;
    bool goes_on = false;
    for (const char byte : text) {
        const bool parts = byte == ' ' || byte == '.' || byte == '-' || byte == '/';
        if (!parts && goes_on && is_digit(byte) == is_digit(runs.back().back())) {
            runs.back() += byte;
        } else if (!parts) {
            runs.emplace_back(1, byte);
        }
        goes_on = !parts;
    }
    return runs;
}

constexpr std::array quarter_words = {"q"sv, "кв"sv, "квартал"sv, "quarter"sv, "к"sv};
constexpr std::array week_words = {"w"sv, "week"sv, "нед"sv, "неделя"sv};
constexpr std::array year_words = {"г"sv, "год"sv, "года"sv};

template <class Words>
bool is_one_of(const std::string& word, const Words& words) {
    return std::ranges::find(words, word) != words.end();
}

// A four-digit year and, of quarters and weeks, a number with its word; in any order.
struct Named {
    std::string year, number;
    bool has_word = false;
};
std::optional<Named> named(PeriodUnit unit, std::string_view text) {
    Named found;
    for (const auto& run : runs_of(folded(text))) {
        const bool is_number = is_digit(run.front());
        const bool is_word =
            unit == PeriodUnit::quarter ? is_one_of(run, quarter_words) : is_one_of(run, week_words);
        auto& place = run.size() == 4 ? found.year : found.number;
        if (is_number && place.empty() && (run.size() == 4 || run.size() <= 2)) {
            place = run;
        } else if (is_word && unit != PeriodUnit::year && !found.has_word) {
            found.has_word = true;
        } else if (is_number || !is_one_of(run, year_words)) {
            return std::nullopt;
        }
    }
    return found;
}

}  // namespace

std::optional<Period> read_period(const Calendar& calendar, std::string_view text) {
    constexpr std::size_t longest = 40;  // bytes
    if (const auto period = calendar.parse(text)) return period;
    if (text.size() > longest) return std::nullopt;
    const auto parts = named(calendar.unit, text);
    if (!parts || parts->year.empty()) return std::nullopt;
    switch (calendar.unit) {
        case PeriodUnit::day:
        case PeriodUnit::month:
            return std::nullopt;
        case PeriodUnit::week:
            return parts->has_word ? calendar.parse(fmt::format("{}-W{:0>2}", parts->year, parts->number))
                                   : std::nullopt;
        case PeriodUnit::quarter:
            return parts->has_word ? calendar.parse(fmt::format("{}-Q{}", parts->year, parts->number))
                                   : std::nullopt;
        case PeriodUnit::year:
            return parts->number.empty() ? calendar.parse(parts->year) : std::nullopt;
    }
    return std::nullopt;
}

std::string in_words(const Calendar& calendar, Period period) {
    return calendar.unit == PeriodUnit::month ? to_people(calendar.month(period)) : calendar.to_text(period);
}

std::string unit_name(PeriodUnit unit) {
    static constexpr std::array names = {say::name_of_day, say::name_of_week, say::name_of_month,
                                         say::name_of_quarter, say::name_of_year};
    return phrase(names[static_cast<std::size_t>(unit)]);
}

std::string unit_in_words(PeriodUnit unit) {
    static constexpr std::array names = {say::unit_day, say::unit_week, say::unit_month, say::unit_quarter,
                                         say::unit_year};
    return phrase(names[static_cast<std::size_t>(unit)]);
}

}  // namespace accrue::data
