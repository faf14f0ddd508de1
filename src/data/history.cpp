#include "data/history.hpp"

#include <algorithm>

#include "data/cell_value.hpp"
#include "data/records.hpp"

namespace accrue::data {

const Exact* find_large(const LargeNumbers& numbers, RowId row) {
    const auto place = std::ranges::lower_bound(numbers, row, {}, &LargeNumbers::value_type::first);
    return place != numbers.end() && place->first == row ? &place->second : nullptr;
}

void set_large(LargeNumbers& numbers, RowId row, const Exact& number) {
    const auto place = std::ranges::lower_bound(numbers, row, {}, &LargeNumbers::value_type::first);
    if (place != numbers.end() && place->first == row) {
        place->second = number;
    } else {
        numbers.insert(place, {row, number});
    }
}

RowId Rows::add(const Row& row) {
    const auto added = grow(row.level, 1);
    const auto at = added.value;
    keys[at] = row.key;
    periods[at] = row.period;
    dates[at] = row.date;
    previous[at] = row.previous;
    lines[at] = row.line;
    offsets[at] = row.offset;
    if (row.parent) {
        parents.resize(at, RowId());
        parents.push_back(row.parent);
    }
    if (row.file != 0) {
        files.resize(at, 0);
        files.push_back(row.file);
    }
    return added;
}

RowId Rows::add_level(core::LevelId level, std::size_t count, std::vector<SourceId> sources) {
    const auto first = grow(level, count);
    if (sources.size() > 1) files.resize(size(), 0);
    stretches_[level.value].sources = std::move(sources);
    return first;
}

RowId Rows::grow(core::LevelId level, std::size_t count) {
    const auto first = size(), end = first + count;
    while (stretches_.size() <= level.value) stretches_.push_back({static_cast<std::uint32_t>(first), {}});
    stretches_[level.value].end = static_cast<std::uint32_t>(end);
    keys.resize(end);
    periods.resize(end);
    dates.resize(end);
    previous.resize(end);
    lines.resize(end);
    offsets.resize(end);
    return RowId(first);
}

std::vector<SourceId> sources_of(const Frame& frame) {
    std::vector<SourceId> sources;
    for (const auto& file : frame.files) sources.push_back(file.source);
    return sources;
}

std::optional<RowId> History::find(core::LevelId level, std::string_view key, Period period) const {
    const auto& frame = frames[level];
    const auto begin = keys.begin() + frame.first_key.value, end = begin + frame.keys;
    const auto found = std::lower_bound(begin, end, key);
    if (found == end || *found != key) return std::nullopt;
    const KeyId id(static_cast<std::size_t>(found - keys.begin()));
    const auto in_period = std::ranges::equal_range(periods_of(level), period);
    const auto first =
        frame.first.value + static_cast<std::size_t>(in_period.begin() - periods_of(level).begin());
    const auto numbers = std::span(rows.keys).subspan(first, in_period.size());
    const auto row = std::ranges::lower_bound(numbers, id);
    if (row == numbers.end() || *row != id) return std::nullopt;
    return RowId(first + static_cast<std::size_t>(row - numbers.begin()));
}

std::span<const Period> History::periods_of(core::LevelId level) const {
    return std::span(rows.periods).subspan(frames[level].first.value, frames[level].rows);
}

std::vector<Period> History::different_periods_of(core::LevelId level) const {
    std::vector<Period> different;
    const auto periods = periods_of(level);
    for (auto next = periods.begin(); next != periods.end();
         next = std::upper_bound(next, periods.end(), *next))
        different.push_back(*next);
    return different;
}

std::vector<RowId> History::rows_of(core::LevelId level) const {
    std::vector<RowId> found(frames[level].rows);
    for (std::size_t i = 0; i < found.size(); ++i) found[i] = RowId(frames[level].first.value + i);
    return found;
}

std::vector<RowId> History::rows_of(core::LevelId level, Period period) const {
    const auto all = periods_of(level);
    const auto in_period = std::ranges::equal_range(all, period);
    std::vector<RowId> found(in_period.size());
    const auto first = frames[level].first.value + static_cast<std::size_t>(in_period.begin() - all.begin());
    for (std::size_t i = 0; i < found.size(); ++i) found[i] = RowId(first + i);
    return found;
}

RowId History::before(RowId row, int back) const {
    const auto& earlier = rows.previous;
    if (back == 0) return earlier[row.value];
    const Period wanted{rows.periods[row.value].index - back};
    auto found = earlier[row.value];
    while (found && rows.periods[found.value] > wanted) found = earlier[found.value];
    return found && rows.periods[found.value] == wanted ? found : RowId();
}

std::vector<RowId> History::inside(RowId row, core::LevelId level) const {
    const auto& frame = frames[level];
    if (rows.level_of(row) == level) return {row};
    if (frame.rows == 0 || !rows.parent(frame.first)) return {};
    const auto parent = rows.level_of(rows.parent(frame.first));
    std::vector<RowId> found;
    for (const auto above : inside(row, parent)) {
        const auto place = above.value - frames[parent].first.value;
        found.insert(found.end(), frame.by_parent.begin() + frame.begins[place],
                     frame.by_parent.begin() + frame.begins[place + 1]);
    }
    if (rows.level_of(row) != parent) std::ranges::sort(found);
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
    const auto position = column.position(place.file);
    if (!position) return std::nullopt;
    const auto& file = history.frames[place.level].files[place.file];
    return place_of({place.source, file.delimiter, place.offset, place.line, *position}, file.headers,
                    sources);
}

std::optional<CellPlace> cell_place(const ReferenceRows& rows, const Sources& sources,
                                    const ReferenceRow& row, std::uint32_t field) {
    if (!rows.source) return std::nullopt;
    return place_of({rows.source, rows.delimiter, row.offset, row.line, rows.field_columns[field]},
                    rows.headers, sources);
}

}  // namespace accrue::data
