#include "data/history.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "data/arrange.hpp"
#include "data/file.hpp"
#include "data/text_column.hpp"

namespace accrue::data {
namespace {

constexpr int most_column_digits = 18;

std::int64_t power_of_ten(int exponent) {
    std::int64_t power = 1;
    for (int i = 0; i < exponent; ++i) power *= 10;
    return power;
}

// The fewest digits after the point that hold the value; nothing when none do.
std::optional<int> digits_of(const Exact& value) {
    std::int64_t ignored = 0;
    for (int digits = 0; digits <= most_column_digits; ++digits) {
        if (value.fits_scaled(power_of_ten(digits), ignored)) return digits;
    }
    return std::nullopt;
}

// Numbers at the digits that most of them need; the others are large.
void keep_numbers(Column& column, const std::vector<std::optional<Exact>>& cells) {
    for (const auto& cell : cells) {
        if (cell) column.digits = std::max(column.digits, digits_of(*cell).value_or(0));
    }
    for (std::size_t row = 0; row < cells.size(); ++row) {
        const bool fits =
            cells[row] && cells[row]->fits_scaled(power_of_ten(column.digits), column.values[row]);
        if (cells[row] && !fits) column.large.emplace_back(RowId(row), *cells[row]);
    }
}

std::int64_t count_of(const core::Value& value, Texts& texts) {
    return std::visit(overloaded{[](const Exact&) { return std::int64_t{0}; },
                                 [](bool yes) { return std::int64_t{yes ? 1 : 0}; },
                                 [](Date date) { return std::int64_t{date.days}; },
                                 [](Month month) { return std::int64_t{month.index}; },
                                 [&](const std::string& text) { return std::int64_t{texts.id(text).value}; }},
                      value);
}

Column given_column(core::InputId input, const core::Type& type, const std::vector<GivenRow>& rows,
                    Texts& texts) {
    Column column{
        .kind = type.kind, .values = std::vector<std::int64_t>(rows.size(), 0), .missing = {}, .large = {}};
    column.missing.assign(rows.size(), 1);
    std::vector<std::optional<Exact>> numbers(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        for (const auto& [cell, value] : rows[row].cells) {
            if (cell != input) continue;
            column.missing[row] = 0;
            column.values[row] = count_of(value, texts);
            if (const auto* number = std::get_if<Exact>(&value)) numbers[row] = *number;
        }
    }
    keep_numbers(column, numbers);
    if (std::ranges::count(column.missing, 1) == 0) column.missing.clear();
    return column;
}

}  // namespace

std::optional<RowId> History::find(std::string_view key, Month month) const {
    const auto found = std::ranges::lower_bound(keys, key);
    if (found == keys.end() || *found != key) return std::nullopt;
    const KeyId id(static_cast<std::size_t>(found - keys.begin()));
    const auto row = std::partition_point(rows.begin(), rows.end(), [&](const Row& each) {
        return each.month != month ? each.month < month : each.key < id;
    });
    if (row == rows.end() || row->month != month || row->key != id) return std::nullopt;
    return RowId(static_cast<std::size_t>(row - rows.begin()));
}

std::optional<core::Value> History::value(core::InputId input, RowId row) const {
    const auto& column = columns[input];
    if (column.is_missing(row)) return std::nullopt;
    const auto count = column.values[row.value];
    switch (column.kind) {
        case core::TypeKind::money:
        case core::TypeKind::number: {
            const auto large =
                std::ranges::lower_bound(column.large, row, {}, &std::pair<RowId, Exact>::first);
            if (large != column.large.end() && large->first == row) return large->second;
            return Exact::scaled(count, column.digits);
        }
        case core::TypeKind::date:
            return Date{static_cast<std::int32_t>(count)};
        case core::TypeKind::month:
            return Month{static_cast<std::int32_t>(count)};
        case core::TypeKind::text:
            return texts[static_cast<std::size_t>(count)];
        case core::TypeKind::logical:
            return count != 0;
    }
    return std::nullopt;
}

std::optional<CellPlace> cell_place(const History& history, const Sources& sources, core::InputId input,
                                    RowId row) {
    const auto& column = history.columns[input];
    const auto& place = history.rows[row];
    if (column.absent || !place.source) return std::nullopt;
    const auto& source = sources[place.source];
    Records records(source.text(), history.delimiter, place.offset, place.line);
    if (!records.next() || column.source_column >= records.cells().size()) return std::nullopt;
    const auto& cell = records.cells()[column.source_column];
    return CellPlace{.span = {.begin = static_cast<std::uint64_t>(cell.text.data() - source.text().data()),
                              .length = static_cast<std::uint32_t>(cell.text.size()),
                              .source = place.source},
                     .file = source.name(),
                     .line = place.line,
                     .column = history.headers[column.source_column],
                     .raw = unquoted(cell)};
}

History from_rows(const core::Scheme& scheme, const std::vector<GivenRow>& rows) {
    History history;
    for (const auto& row : rows) history.keys.push_back(nfc(trimmed(row.key)));
    std::ranges::sort(history.keys);
    history.keys.erase(std::unique(history.keys.begin(), history.keys.end()), history.keys.end());
    for (const auto& row : rows) {
        const auto key = std::ranges::lower_bound(history.keys, nfc(trimmed(row.key)));
        history.rows.add(
            {.key = KeyId(static_cast<std::size_t>(key - history.keys.begin())), .month = row.month});
    }
    Texts texts;
    for (std::uint32_t i = 0; i < scheme.inputs.size(); ++i) {
        const core::InputId input(i);
        history.columns.add(given_column(input, scheme.inputs[input].type, rows, texts));
    }
    const auto renamed = texts.release(history);
    for (auto& column : history.columns) {
        if (column.kind != core::TypeKind::text) continue;
        for (std::size_t row = 0; row < rows.size(); ++row) {
            if (!column.is_missing(RowId(row)))
                column.values[row] = renamed[static_cast<std::size_t>(column.values[row])].value;
        }
    }
    arrange(history, month_major(history.rows, history.keys.size()));
    return history;
}

}  // namespace accrue::data
