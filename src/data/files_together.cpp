#include "data/files_together.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "data/whole_counts.hpp"

namespace accrue::data {
namespace {

// Rows of columns, of which each row of the level has its own or names one.
std::size_t rows_of_cells(const LevelRows& level) {
    if (level.cells.empty() && !level.rows.empty()) return level.rows.size();
    std::size_t count = 0;  // also of rows that stand in no period
    for (const auto row : level.cells) {
        if (row) count = std::max<std::size_t>(count, row.value + 1);
    }
    for (const auto& [input, column] : level.columns) count = std::max(count, column.values.size());
    for (const auto* const days : {&level.from, &level.to}) {
        if (*days) count = std::max(count, (*days)->values.size());
    }
    return count;
}

// ---------------------------------------------------------------- one column

// How many rows and files stand before the column's, or in it.
struct Extent {
    std::size_t rows = 0, files = 0;
};

// Every row has a place, and every file says where the column stands in it.
void fill(Column& column, Extent extent) {
    column.positions.resize(extent.files);
    if (column.absent) column.missing.assign(extent.rows, 1);
    column.values.resize(extent.rows, 0);
    if (!column.missing.empty()) column.missing.resize(extent.rows, 1);
    std::erase_if(column.large, [&](const auto& large) { return large.first.value >= extent.rows; });
    column.absent = false;
}

// Whole counts of so many digits; those that fit no longer stand among the large numbers.
void scale(Column& column, int digits) {
    if (column.digits == digits) return;
    const auto factor = power_of_ten(digits - column.digits);
    const auto bound = largest_count / factor;
    for (std::size_t i = 0; i < column.values.size(); ++i) {
        auto& value = column.values[i];
        if (value >= -bound && value <= bound) {
            value *= factor;
        } else {
            set_large(column.large, RowId(i), Exact::scaled(value, column.digits));
            value = 0;
        }
    }
    column.digits = digits;
}

void append(Column& all, Extent before, Column further, Extent extent) {
    if (all.absent && further.absent) {
        all.positions.resize(before.files + extent.files);
        return;
    }
    if (all.absent) all.kind = further.kind;
    fill(all, before);
    fill(further, extent);
    const auto digits = std::max(all.digits, further.digits);
    scale(all, digits);
    scale(further, digits);
    if (!all.missing.empty() || !further.missing.empty()) {
        all.missing.resize(before.rows, 0);
        further.missing.resize(extent.rows, 0);
    }
    all.values.insert(all.values.end(), further.values.begin(), further.values.end());
    all.missing.insert(all.missing.end(), further.missing.begin(), further.missing.end());
    all.positions.insert(all.positions.end(), further.positions.begin(), further.positions.end());
    for (auto& [row, value] : further.large)
        all.large.emplace_back(RowId(before.rows + row.value), std::move(value));
}

Column absent_column() {
    Column column;
    column.absent = true;
    return column;
}

void append(std::optional<Column>& all, Extent before, std::optional<Column> further, Extent extent) {
    if (!all && !further) return;
    if (!all) all = absent_column();
    append(*all, before, further ? *std::move(further) : absent_column(), extent);
}

// ---------------------------------------------------------------- names

void append_keys(LevelRows& all, LevelRows& file) {
    const auto numbers = merge(all.keys, std::move(file.keys));
    if (!numbers) return;
    for (auto& row : all.rows) renumber(row.key, numbers->before);
    for (auto& row : file.rows) renumber(row.key, numbers->further);
}

// Either both name their rows above or none does.
void append_parents(LevelRows& all, LevelRows& file) {
    if (const auto numbers = merge(all.parents, std::move(file.parents))) {
        for (auto& parent : all.parent_of) renumber(parent, numbers->before);
        for (auto& parent : file.parent_of) renumber(parent, numbers->further);
    }
    all.parent_of.insert(all.parent_of.end(), file.parent_of.begin(), file.parent_of.end());
}

void append_cells(LevelRows& all, LevelRows& file, std::size_t rows_before) {
    const bool has_own = all.cells.empty() && rows_before == all.rows.size();
    if (has_own && file.cells.empty()) return;
    const auto own_cells = [](LevelRows& level) {
        for (auto i = level.cells.size(); i < level.rows.size(); ++i) level.cells.emplace_back(i);
    };
    if (all.cells.empty()) own_cells(all);
    if (file.cells.empty()) own_cells(file);
    for (const auto row : file.cells) all.cells.push_back(row ? RowId(rows_before + row.value) : RowId());
}

}  // namespace

void append_file(LevelRows& all, LevelRows file) {
    const Extent before{rows_of_cells(all), all.frame.files.size()};
    const Extent extent{rows_of_cells(file), file.frame.files.size()};
    for (auto& [input, column] : file.columns) {
        if (all.column(input) == nullptr) all.columns.emplace_back(input, absent_column());
    }
    for (auto& [input, column] : all.columns) {
        auto* const further = file.column(input);
        append(column, before, further != nullptr ? std::move(*further) : absent_column(), extent);
    }
    append(all.from, before, std::move(file.from), extent);
    append(all.to, before, std::move(file.to), extent);
    append_cells(all, file, before.rows);
    append_keys(all, file);
    append_parents(all, file);
    for (const auto begin : file.begins) all.begins.emplace_back(all.rows.size() + begin.value);
    for (const auto& row : file.rows) all.rows.add(row);
    std::ranges::move(file.frame.files, std::back_inserter(all.frame.files));
    all.survey.reset();
}

}  // namespace accrue::data
