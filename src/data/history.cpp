#include "data/history.hpp"

#include <algorithm>

#include "data/cell_value.hpp"
#include "data/records.hpp"

namespace accrue::data {
std::optional<RowId> History::find(core::LevelId level, std::string_view key, Period period) const {
    const auto& frame = frames[level];
    const auto begin = keys.begin() + frame.first_key.value, end = begin + frame.keys;
    const auto found = std::lower_bound(begin, end, key);
    if (found == end || *found != key) return std::nullopt;
    const KeyId id(static_cast<std::size_t>(found - keys.begin()));
    const auto first = rows.begin() + frame.first.value, last = first + frame.rows;
    const auto row = std::partition_point(first, last, [&](const Row& each) {
        return each.period != period ? each.period < period : each.key < id;
    });
    if (row == last || row->period != period || row->key != id) return std::nullopt;
    return RowId(static_cast<std::size_t>(row - rows.begin()));
}

std::vector<RowId> History::rows_of(core::LevelId level) const {
    std::vector<RowId> found(frames[level].rows);
    for (std::size_t i = 0; i < found.size(); ++i) found[i] = RowId(frames[level].first.value + i);
    return found;
}

std::vector<RowId> History::rows_of(core::LevelId level, Period period) const {
    const auto& frame = frames[level];
    const auto first = rows.begin() + frame.first.value;
    const auto [begin, end] = std::ranges::equal_range(first, first + frame.rows, period, {}, &Row::period);
    std::vector<RowId> found;
    for (auto row = begin; row != end; ++row)
        found.emplace_back(static_cast<std::size_t>(row - rows.begin()));
    return found;
}

RowId History::before(RowId row, int back) const {
    if (back == 0) return rows[row].previous;
    const Period wanted{rows[row].period.index - back};
    auto found = rows[row].previous;
    while (found && rows[found].period > wanted) found = rows[found].previous;
    return found && rows[found].period == wanted ? found : RowId();
}

RowId History::above(RowId row, core::LevelId level) const {
    while (row && rows[row].level != level) row = rows[row].parent;
    return row;
}

std::vector<RowId> History::inside(RowId row, core::LevelId level) const {
    const auto& frame = frames[level];
    if (rows[row].level == level) return {row};
    if (frame.rows == 0 || !rows[frame.first].parent) return {};
    const auto parent = rows[rows[frame.first].parent].level;
    std::vector<RowId> found;
    for (const auto above : inside(row, parent)) {
        const auto place = above.value - frames[parent].first.value;
        found.insert(found.end(), frame.by_parent.begin() + frame.begins[place],
                     frame.by_parent.begin() + frame.begins[place + 1]);
    }
    if (rows[row].level != parent) std::ranges::sort(found);
    return found;
}

std::optional<core::Value> History::value(core::InputId input, RowId row) const {
    return cell_value(columns[input], row,
                      [&](TextId text) -> const std::string& { return texts[text.value]; });
}

namespace {

// The cell of a row in a file whose rows are cut by the delimiter.
struct CellAt {
    SourceId source;
    char delimiter = ',';
    std::uint64_t offset = 0;
    std::uint32_t line = 0, column = 0;
};
std::optional<CellPlace> place_of(const CellAt& at, const std::vector<std::string>& headers,
                                  const Sources& sources) {
    const auto& source = sources[at.source];
    Records records(source.text(), at.delimiter, at.offset, at.line);
    if (!records.next() || at.column >= records.cells().size()) return std::nullopt;
    const auto& cell = records.cells()[at.column];
    return CellPlace{.span = {.begin = static_cast<std::uint64_t>(cell.text.data() - source.text().data()),
                              .length = static_cast<std::uint32_t>(cell.text.size()),
                              .source = at.source},
                     .file = source.name(),
                     .line = at.line,
                     .column = headers[at.column],
                     .raw = unquoted(cell)};
}

}  // namespace

std::optional<CellPlace> cell_place(const History& history, const Sources& sources, core::InputId input,
                                    RowId row) {
    const auto& column = history.columns[input];
    const auto& place = history.rows[row];
    if (column.absent || !place.source) return std::nullopt;
    const auto& frame = history.frames[place.level];
    return place_of({place.source, frame.delimiter, place.offset, place.line, column.source_column},
                    frame.headers, sources);
}

std::optional<CellPlace> cell_place(const ReferenceRows& rows, const Sources& sources,
                                    const ReferenceRow& row, std::uint32_t field) {
    if (!rows.source) return std::nullopt;
    return place_of({rows.source, rows.delimiter, row.offset, row.line, rows.field_columns[field]},
                    rows.headers, sources);
}

}  // namespace accrue::data
