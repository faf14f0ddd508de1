#include "data/arrange.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "base/messages/data.hpp"
namespace accrue::data {
namespace {

bool is_earlier(const Row& a, const Row& b) {
    return a.month != b.month ? a.month < b.month : a.key < b.key;
}

// Stable, by `place_of(row)`, which is below `places`.
template <class PlaceOf>
std::vector<RowId> counting_sorted(const std::vector<RowId>& rows, std::size_t places,
                                   const PlaceOf& place_of) {
    std::vector<std::uint32_t> starts(places + 1, 0);
    for (const auto row : rows) ++starts[place_of(row) + 1];
    std::partial_sum(starts.begin(), starts.end(), starts.begin());
    std::vector<RowId> sorted(rows.size());
    for (const auto row : rows) sorted[starts[place_of(row)]++] = row;
    return sorted;
}

bool is_identity(const std::vector<RowId>& order) {
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (order[i] != RowId(i)) return false;
    }
    return true;
}

template <class T>
void permute(std::vector<T>& values, const std::vector<RowId>& order) {
    if (values.empty()) return;
    std::vector<T> sorted;
    sorted.reserve(order.size());
    for (const auto row : order) sorted.push_back(values[row.value]);
    values = std::move(sorted);
}

void permute(Column& column, const std::vector<RowId>& order) {
    permute(column.values, order);
    permute(column.missing, order);
    if (column.large.empty()) return;
    std::vector<RowId> places(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) places[order[i].value] = RowId(i);
    for (auto& [row, value] : column.large) row = places[row.value];
    std::ranges::sort(column.large, {}, &std::pair<RowId, Exact>::first);
}

void link(History& history) {
    std::vector<RowId> latest(history.keys.size());
    for (std::uint32_t i = 0; i < history.rows.size(); ++i) {
        auto& row = history.rows[RowId(i)];
        row.previous = std::exchange(latest[row.key.value], RowId(i));
    }
}

}  // namespace

std::vector<RowId> month_major(const Table<RowId, Row>& rows, std::size_t keys) {
    std::vector<RowId> whole;
    whole.reserve(rows.size());
    Month first{std::numeric_limits<std::int32_t>::max()};
    Month last{std::numeric_limits<std::int32_t>::min()};
    bool in_order = true;
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
        const auto& row = rows[RowId(i)];
        if (!row.key) continue;
        in_order = in_order && (whole.empty() || !is_earlier(row, rows[whole.back()]));
        first = std::min(first, row.month);
        last = std::max(last, row.month);
        whole.emplace_back(i);
    }
    if (in_order) return whole;
    const auto by_key = counting_sorted(whole, keys, [&](RowId row) { return rows[row].key.value; });
    const auto months = static_cast<std::size_t>(last.index - first.index) + 1;
    return counting_sorted(by_key, months, [&](RowId row) {
        return static_cast<std::size_t>(rows[row].month.index - first.index);
    });
}

void report_duplicates(const File& file, const std::vector<std::string>& keys,
                       const std::vector<RowId>& order, Troubles& troubles) {
    std::vector<std::pair<RowId, RowId>> pairs;  // the later one, the one before it
    for (std::size_t i = 1; i < order.size(); ++i) {
        const auto& row = file.rows[order[i]];
        const auto& before = file.rows[order[i - 1]];
        if (row.key == before.key && row.month == before.month) pairs.emplace_back(order[i], order[i - 1]);
    }
    std::ranges::sort(pairs);
    for (const auto& [later, earlier] : pairs) {
        const auto& row = file.rows[later];
        const auto& key = keys[row.key.value];
        auto* const report =
            troubles.first(key.empty() ? kind::month_twice : kind::row_twice, Troubles::whole_row, row.line);
        if (report == nullptr) continue;
        report->spans = {file.span(file.text.substr(row.offset, 1)),
                         file.span(file.text.substr(file.rows[earlier].offset, 1))};
        report->arguments = {to_people(row.month), std::int64_t{file.rows[earlier].line},
                             std::int64_t{row.line}};
        if (!key.empty()) report->arguments.insert(report->arguments.begin(), key);
    }
}

void arrange(History& history, const std::vector<RowId>& order) {
    if (!is_identity(order)) {
        Table<RowId, Row> rows;
        rows.reserve(order.size());
        for (const auto row : order) rows.add(history.rows[row]);
        history.rows = std::move(rows);
        for (auto& column : history.columns) permute(column, order);
    }
    link(history);
}

}  // namespace accrue::data
