// The rows of a level into their order.

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>
#include <tuple>
#include <utility>

#include "data/frames.hpp"

namespace accrue::data {
namespace {

// ---------------------------------------------------------------- what orders records of one date

// The columns that order the records of one date; absent ones order nothing.
std::vector<const Column*> ordering(const core::Level& level, LevelRows& rows) {
    std::vector<const Column*> columns;
    for (const auto input : level.order) {
        const auto* const column = rows.column(input);
        if (column != nullptr && !column->absent) columns.push_back(column);
    }
    return columns;
}

std::strong_ordering compared(const std::vector<const Column*>& columns, RowId one, RowId other) {
    for (const auto* const column : columns) {
        if (const auto order = compared(*column, one, other); order != 0) return order;
    }
    return std::strong_ordering::equal;
}

bool are_alike(const FileRow& one, const FileRow& other) {
    return one.key == other.key && one.period == other.period && one.date == other.date;
}

// Those of one parent and date stand together.
void sort_alike(const core::Level& level, LevelRows& rows) {
    const auto columns = ordering(level, rows);
    if (columns.empty()) return;
    auto& order = rows.order;
    for (auto begin = order.begin(); begin != order.end();) {
        const auto is_other = [&](RowId row) { return !are_alike(rows.rows[*begin], rows.rows[row]); };
        const auto end = std::find_if(begin + 1, order.end(), is_other);
        if (end - begin > 1) {
            std::stable_sort(begin, end, [&](RowId one, RowId other) {
                return compared(columns, rows.cells_of(one), rows.cells_of(other)) < 0;
            });
        }
        begin = end;
    }
}

// ---------------------------------------------------------------- periods, keys and dates

int bits_of(std::uint64_t number) {
    return static_cast<int>(std::bit_width(number));
}

// Every row with its number.
template <class Number, class NumberOf>
Ordered ordered_by(const FileRows& rows, std::size_t count, int bits, const NumberOf& number_of,
                   Workers& workers) {
    ColumnOf<Numbered<Number>> numbered(count);
    auto place = numbered.begin();
    std::uint32_t id = 0;
    for (const auto& row : rows) {
        if (row.key) *place++ = {static_cast<Number>(number_of(row)), RowId(id)};
        ++id;
    }
    return ordered(std::move(numbered), bits, workers);
}

Order as_they_stand(const FileRows& rows, std::size_t count) {
    Order order(count);
    auto place = order.begin();
    std::uint32_t id = 0;
    for (const auto& row : rows) {
        if (row.key) *place++ = RowId(id);
        ++id;
    }
    return order;
}

// Records mostly come several of one period after the other; such are counted and put at once.
Order by_runs(const FileRows& rows, const Survey& survey) {
    const auto& begins = survey.period_runs;
    const auto place_of = [&](std::size_t run) {
        return survey.periods.place(rows[RowId(begins[run])].period.index);
    };
    const auto end_of = [&](std::size_t run) {
        return run + 1 < begins.size() ? begins[run + 1] : static_cast<std::uint32_t>(rows.size());
    };
    std::vector<std::uint32_t> places(survey.periods.place(survey.periods.most) + 1);
    for (std::size_t run = 0; run < begins.size(); ++run) places[place_of(run)] += end_of(run) - begins[run];
    std::exclusive_scan(places.begin(), places.end(), places.begin(), 0U);
    Order order(rows.size());
    for (std::size_t run = 0; run < begins.size(); ++run) {
        auto& next = places[place_of(run)];
        for (auto row = begins[run]; row < end_of(run); ++row) order[next++] = RowId(row);
    }
    return order;
}

// The same rows of every key: they change places as in a table whose rows become its columns.
Order of_even_rows(std::size_t rows, std::uint32_t periods) {
    Order order(rows);
    auto place = order.begin();
    for (std::uint32_t period = 0; period < periods; ++period) {
        for (std::size_t row = period; row < rows; row += periods) *place++ = RowId(row);
    }
    return order;
}

Order by_period(const FileRows& rows, const Survey& survey, Workers& workers) {
    const auto& periods = survey.periods;
    if (survey.periods_a_key > 0) return of_even_rows(rows.size(), survey.periods_a_key);
    const auto place = [&](const FileRow& row) { return periods.place(row.period.index); };
    if (survey.rows < rows.size() || periods.bits() > most_digit_bits)
        return ordered_by<std::uint32_t>(rows, survey.rows, periods.bits(), place, workers).order;
    if (!survey.period_runs.empty()) return by_runs(rows, survey);
    Order order(rows.size());
    const auto digit_of = [&](std::size_t row) { return place(rows[RowId(row)]); };
    const auto put = [&](std::size_t row, std::size_t at) { order[at] = RowId(row); };
    const bool is_put = put_by_digit(rows.size(), std::size_t{1} << periods.bits(), workers, digit_of, put);
    return is_put ? order : as_they_stand(rows, survey.rows);
}

// By comparing, where no number holds period, key and date.
Ordered ordered_by_comparing(const FileRows& rows, std::size_t count) {
    Ordered done{.order = as_they_stand(rows, count), .has_equal = true};
    std::ranges::stable_sort(done.order, {}, [&](RowId id) {
        const auto& row = rows[id];
        return std::tuple(row.period, row.key, row.date);
    });
    return done;
}

Ordered ordered(const LevelRows& level, const Survey& survey, core::LevelKind kind, Workers& workers) {
    const auto& rows = level.rows;
    const auto& periods = survey.periods;
    if (survey.is_by_key) return {by_period(rows, survey, workers), survey.has_alike};
    const int key_bits = bits_of(level.keys.size());
    const int date_bits = kind == core::LevelKind::records ? survey.dates.bits() : 0;
    const int bits = periods.bits() + key_bits + date_bits;
    const auto in_period = [&](const FileRow& row) {
        return periods.place(row.period.index) << key_bits | row.key.value;
    };
    const auto on_date = [&](const FileRow& row) {
        return in_period(row) << date_bits | survey.dates.place(row.date.days);
    };
    if (bits > 64) return ordered_by_comparing(rows, survey.rows);
    if (date_bits > 0 && bits > 32)
        return ordered_by<std::uint64_t>(rows, survey.rows, bits, on_date, workers);
    if (date_bits > 0) return ordered_by<std::uint32_t>(rows, survey.rows, bits, on_date, workers);
    if (bits > 32) return ordered_by<std::uint64_t>(rows, survey.rows, bits, in_period, workers);
    return ordered_by<std::uint32_t>(rows, survey.rows, bits, in_period, workers);
}

// Rows that stand side by side and are alike; the later one of the file first.
template <class Alike>
std::vector<std::pair<RowId, RowId>> neighbours(const LevelRows& rows, const Alike& alike) {
    std::vector<std::pair<RowId, RowId>> pairs;
    for (std::size_t i = 1; i < rows.order.size(); ++i) {
        const auto one = rows.order[i - 1], other = rows.order[i];
        if (alike(one, other)) pairs.emplace_back(std::max(one, other), std::min(one, other));
    }
    std::ranges::sort(pairs);
    return pairs;
}

}  // namespace

std::strong_ordering compared(const Column& column, RowId one, RowId other) {
    if (column.is_missing(one) || column.is_missing(other)) {
        return !column.is_missing(one) <=> !column.is_missing(other);
    }
    if (column.large.empty()) return column.count(one) <=> column.count(other);
    const auto value = [&](RowId row) {
        const auto* const large = find_large(column.large, row);
        return large != nullptr ? *large : Exact::scaled(column.count(row), column.digits);
    };
    const auto first = value(one), second = value(other);
    return first < second   ? std::strong_ordering::less
           : second < first ? std::strong_ordering::greater
                            : std::strong_ordering::equal;
}

void sort_rows(const core::Scheme& scheme, core::LevelId level, LevelRows& rows, Workers& workers) {
    const auto kind = scheme.levels[level].kind;
    if (!rows.survey) rows.survey = surveyed(rows.rows, kind);
    const auto& survey = *rows.survey;
    auto done = survey.is_by_period ? Ordered{as_they_stand(rows.rows, survey.rows), survey.has_alike}
                                    : ordered(rows, survey, kind, workers);
    rows.order = std::move(done.order);
    rows.has_alike = done.has_equal;
    if (kind == core::LevelKind::records && rows.has_alike) sort_alike(scheme.levels[level], rows);
}

Order by_period(const FileRows& rows, Workers& workers) {
    return by_period(rows, surveyed(rows, core::LevelKind::rows), workers);
}

std::vector<std::pair<RowId, RowId>> repeated(const LevelRows& rows) {
    if (!rows.has_alike) return {};
    return neighbours(rows, [&](RowId one, RowId other) {
        const auto &first = rows.rows[one], &second = rows.rows[other];
        return first.key == second.key && first.period == second.period;
    });
}

std::vector<std::pair<RowId, RowId>> tied(const core::Level& level, LevelRows& rows) {
    if (!rows.has_alike) return {};
    const auto columns = ordering(level, rows);
    return neighbours(rows, [&](RowId one, RowId other) {
        return are_alike(rows.rows[one], rows.rows[other]) &&
               compared(columns, rows.cells_of(one), rows.cells_of(other)) == 0;
    });
}

}  // namespace accrue::data
