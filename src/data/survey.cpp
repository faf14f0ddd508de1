#include "data/survey.hpp"

#include <utility>

namespace accrue::data {
namespace {

// Both in one number that is compared as they are, one after the other.
std::uint64_t joined(std::uint32_t first, std::int32_t second) {
    return std::uint64_t{first} << 32U | (static_cast<std::uint32_t>(second) ^ 0x8000'0000U);
}
std::uint64_t joined(std::int32_t first, std::uint32_t second) {
    return std::uint64_t{static_cast<std::uint32_t>(first) ^ 0x8000'0000U} << 32U | second;
}

// What orders the rows of a key: `when(row)`. All that changes from row to row is a local, for registers.
template <class When>
Survey surveyed_by(const FileRows& rows, const When& when) {
    std::size_t count = 0;
    Range periods, dates;
    bool is_by_period = true, is_by_key = true, has_alike = false;
    std::uint64_t last_by_key = 0, last_by_period = 0;
    for (const auto& row : rows) {
        if (!row.key) continue;
        const auto by_key = joined(row.key.value, when(row));
        const bool is_first = count++ == 0;
        is_by_key &= last_by_key <= by_key;
        has_alike |= !is_first & (last_by_key == by_key);
        if (is_by_period) {
            const auto by_period = joined(row.period.index, row.key.value);
            is_by_period =
                last_by_period < by_period || (last_by_period == by_period && last_by_key <= by_key);
            last_by_period = by_period;
        }
        periods.add(row.period.index);
        dates.add(when(row));
        last_by_key = by_key;
    }
    return {.rows = count,
            .periods = periods,
            .dates = dates,
            .is_by_period = is_by_period,
            .is_by_key = is_by_key,
            .period_runs = {},
            .has_alike = has_alike,
            .periods_a_key = 0};
}

// Nothing where runs are too short to be worth it.
std::vector<std::uint32_t> period_runs(const FileRows& rows) {
    constexpr std::size_t least_rows = 4;  // of a run
    std::vector<std::uint32_t> begins;
    const auto most = rows.size() / least_rows;
    Period last{std::numeric_limits<std::int32_t>::min()};
    std::uint32_t at = 0;
    for (const auto& row : rows) {
        if (std::exchange(last, row.period) != row.period) begins.push_back(at);
        if (begins.size() > most) return {};
        ++at;
    }
    return begins;
}

// How many rows the first key has; 0 when all rows together are no multiple of that.
std::uint32_t periods_of_first_key(const FileRows& rows) {
    std::size_t periods = 0;
    while (periods < rows.size() && rows[RowId(periods)].key == KeyId(std::size_t{0})) ++periods;
    const bool is_even = periods > 0 && rows.size() % periods == 0;
    return is_even ? static_cast<std::uint32_t>(periods) : 0;
}

// Has each key, in its turn, a row in each of so many periods, as the first one has?
bool are_even(const FileRows& rows, std::uint32_t periods) {
    const auto least = rows[RowId(std::size_t{0})].period.index;
    auto row = rows.begin();
    for (std::uint32_t key = 0; row != rows.end(); ++key) {
        auto next = std::int64_t{least};
        for (const auto end = row + periods; row != end; ++row, ++next) {
            if (row->key.value != key || row->period.index != next) return false;
        }
    }
    return true;
}

Survey even_survey(const FileRows& rows, std::uint32_t periods) {
    Survey survey;
    survey.rows = rows.size();
    survey.periods_a_key = periods;
    survey.periods.add(rows[RowId(std::size_t{0})].period.index);
    survey.periods.add(rows[RowId(rows.size() - 1)].period.index);
    survey.dates = survey.periods;
    survey.is_by_period = periods == 1 || rows.size() == periods;
    return survey;
}

}  // namespace

Survey surveyed(const FileRows& rows, core::LevelKind kind) {
    if (kind == core::LevelKind::records) {
        auto survey = surveyed_by(rows, [](const FileRow& row) { return row.date.days; });
        if (survey.is_by_key && survey.rows == rows.size()) survey.period_runs = period_runs(rows);
        return survey;
    }
    const auto periods = periods_of_first_key(rows);
    if (periods > 0 && are_even(rows, periods)) return even_survey(rows, periods);
    return surveyed_by(rows, [](const FileRow& row) { return row.period.index; });
}

}  // namespace accrue::data
