// Sorted rows of all levels into the history.

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>

#include "data/frames.hpp"

namespace accrue::data {
namespace {

bool is_identity(const std::vector<RowId>& order) {
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (order[i] != RowId(i)) return false;
    }
    return true;
}

// By place: the row whose cells it has.
std::vector<RowId> cells_by_place(const LevelRows& level) {
    std::vector<RowId> places;
    places.reserve(level.order.size());
    for (const auto row : level.order) places.push_back(level.cells[row.value]);
    return places;
}

std::vector<std::pair<RowId, Exact>> gathered_large(const Column& column, const std::vector<RowId>& from) {
    std::vector<std::pair<RowId, Exact>> large;
    for (std::size_t i = 0; i < from.size(); ++i) {
        const auto found =
            std::ranges::lower_bound(column.large, from[i], {}, &std::pair<RowId, Exact>::first);
        if (from[i] && found != column.large.end() && found->first == from[i])
            large.emplace_back(RowId(i), found->second);
    }
    return large;
}

std::vector<std::uint8_t> gathered_missing(const Column& column, const std::vector<RowId>& from) {
    std::vector<std::uint8_t> missing;
    missing.reserve(from.size());
    for (const auto row : from) {
        const bool is_blank = row && !column.missing.empty() && column.missing[row.value] != 0;
        missing.push_back(!row || is_blank ? 1 : 0);
    }
    return missing;
}

// The cells of the rows `from`; of none, a missing one.
void gather(Column& column, const std::vector<RowId>& from) {
    const bool has_gaps = !column.missing.empty() || std::ranges::find(from, RowId()) != from.end();
    std::vector<std::int64_t> values;
    values.reserve(from.size());
    for (const auto row : from) values.push_back(row ? column.values[row.value] : 0);
    if (!column.large.empty()) column.large = gathered_large(column, from);
    if (has_gaps) column.missing = gathered_missing(column, from);
    column.values = std::move(values);
}

class Assembling {
  public:
    Assembling(const core::Scheme& scheme, AllRows& levels, History& history)
        : scheme_(scheme), levels_(levels), history_(history) {}
    std::vector<Orphan> assemble();

  private:
    void add_level(core::LevelId level);
    void add_rows(core::LevelId level);
    void complete_rows(core::LevelId level);
    void add_columns(core::LevelId level, const std::vector<RowId>& from);
    std::vector<KeyId> names_above(core::LevelId level) const;
    void link_above(core::LevelId level);
    void list_inside(core::LevelId level);
    void complete_records(core::LevelId level);
    bool is_records(core::LevelId level) const {
        return scheme_.levels[level].kind == core::LevelKind::records;
    }
    RowId row_at(core::LevelId level, std::size_t place) const {
        return RowId(history_.frames[level].first.value + place);
    }

    const core::Scheme& scheme_;
    AllRows& levels_;
    History& history_;
    std::vector<Orphan> orphans_;
};

void Assembling::add_rows(core::LevelId level) {
    auto& from = levels_[level];
    auto& rows = history_.rows;
    if (rows.empty() && from.order.size() == from.rows.size() && is_identity(from.order)) {
        rows = std::move(from.rows);
    } else {
        rows.reserve(rows.size() + from.order.size());
        for (const auto row : from.order) rows.add(from.rows[row]);
        from.rows = {};
    }
}

// What the level gives to each of its rows, and the key's row before it.
void Assembling::complete_rows(core::LevelId level) {
    const auto& frame = history_.frames[level];
    std::vector<RowId> latest(frame.keys);
    Period period{std::numeric_limits<std::int32_t>::min()};
    Date date{};
    for (std::uint32_t i = 0; i < frame.rows; ++i) {
        const auto id = row_at(level, i);
        auto& row = history_.rows[id];
        if (row.period != period) date = scheme_.calendar.first_day(row.period);
        period = row.period;
        row.level = level;
        row.date = date;
        row.previous = std::exchange(latest[row.key.value], id);
        row.key.value += frame.first_key.value;
    }
}

void Assembling::add_columns(core::LevelId level, const std::vector<RowId>& from) {
    auto& rows = levels_[level];
    const auto first = history_.frames[level].first;
    const bool is_whole = is_identity(from);
    for (std::uint32_t i = 0; i < scheme_.inputs.size(); ++i) {
        const core::InputId input(i);
        if (scheme_.inputs[input].level != level) continue;
        auto& column = history_.columns[input];
        if (auto* const read = rows.column(input)) column = std::move(*read);
        column.kind = scheme_.inputs[input].type.kind;
        column.first = first;
        if (column.absent) {
            column.values.assign(from.size(), 0);
        } else if (!is_whole || column.values.size() != from.size()) {
            gather(column, from);
        }
        for (auto& [row, value] : column.large) row.value += first.value;
    }
}

// By place: the name of its row above, among the names that the level knows.
std::vector<KeyId> Assembling::names_above(core::LevelId level) const {
    const auto& from = levels_[level];
    const bool is_named = scheme_.levels[scheme_.levels[level].parent].kind == core::LevelKind::rows;
    std::vector<KeyId> names(from.order.size(), KeyId(std::size_t{0}));
    for (std::size_t i = 0; i < names.size() && is_named; ++i)
        names[i] =
            is_records(level) ? history_.rows[row_at(level, i)].key : from.parent_of[from.order[i].value];
    return names;
}

// Each row's row above: of its name, in its period.
void Assembling::link_above(core::LevelId level) {
    const auto above = scheme_.levels[level].parent;
    if (!above) return;
    const auto& from = levels_[level];
    const auto& known = is_records(level) ? from.keys : from.parents;
    const bool is_named = scheme_.levels[above].kind == core::LevelKind::rows;
    const auto ids = is_named ? numbers_in(levels_[above].keys, known) : std::vector{KeyId(std::size_t{0})};
    const auto first_key = history_.frames[above].first_key.value;
    const auto names = names_above(level);
    std::vector<RowId> outer;  // the rows above of the row's period
    std::optional<Period> period;
    for (std::size_t i = 0; i < names.size(); ++i) {
        auto& row = history_.rows[row_at(level, i)];
        if (row.period != period) outer = history_.rows_of(above, row.period);
        period = row.period;
        const auto id = ids[names[i].value];
        const auto key = id ? KeyId(first_key + id.value) : KeyId();
        const auto found =
            std::ranges::lower_bound(outer, key, {}, [&](RowId each) { return history_.rows[each].key; });
        const bool is_found = found != outer.end() && history_.rows[*found].key == key;
        if (is_found) row.parent = *found;
        if (!is_found) orphans_.push_back({level, row_at(level, i), is_named ? known[names[i].value] : ""});
    }
}

void Assembling::list_inside(core::LevelId level) {
    const auto above = scheme_.levels[level].parent;
    if (!above) return;
    auto& frame = history_.frames[level];
    const auto& outer = history_.frames[above];
    frame.begins.assign(outer.rows + 1, 0);
    const auto place = [&](RowId row) { return history_.rows[row].parent.value - outer.first.value; };
    const auto rows = history_.rows_of(level);
    for (const auto row : rows) {
        if (history_.rows[row].parent) ++frame.begins[place(row) + 1];
    }
    std::partial_sum(frame.begins.begin(), frame.begins.end(), frame.begins.begin());
    auto ends = frame.begins;
    frame.by_parent.resize(frame.begins.back());
    for (const auto row : rows) {
        if (history_.rows[row].parent) frame.by_parent[ends[place(row)]++] = row;
    }
}

// A record's key is that of its row above; before it stands the one before of the same key.
void Assembling::complete_records(core::LevelId level) {
    const auto& above = history_.frames[scheme_.levels[level].parent];
    std::vector<RowId> latest(above.keys);
    for (std::uint32_t i = 0; i < history_.frames[level].rows; ++i) {
        const auto id = row_at(level, i);
        auto& row = history_.rows[id];
        row.level = level;
        if (!row.parent) continue;
        row.key = history_.rows[row.parent].key;
        row.previous = std::exchange(latest[row.key.value - above.first_key.value], id);
    }
}

void Assembling::add_level(core::LevelId level) {
    auto& from = levels_[level];
    auto frame = from.file;
    frame.first = RowId(history_.rows.size());
    frame.rows = static_cast<std::uint32_t>(from.order.size());
    frame.first_key = KeyId(history_.keys.size());
    if (!is_records(level)) {
        frame.keys = static_cast<std::uint32_t>(from.keys.size());
        history_.keys.insert(history_.keys.end(), from.keys.begin(), from.keys.end());
    }
    history_.frames[level] = std::move(frame);
    add_columns(level, from.cells.empty() ? from.order : cells_by_place(from));
    add_rows(level);
    if (!is_records(level)) complete_rows(level);
    link_above(level);
    list_inside(level);
    if (is_records(level)) complete_records(level);
}

std::vector<Orphan> Assembling::assemble() {
    history_.frames.resize(scheme_.levels.size());
    history_.columns.resize(scheme_.inputs.size());
    for (auto& column : history_.columns) column.absent = true;
    for (std::uint32_t i = 0; i < scheme_.levels.size(); ++i) add_level(core::LevelId(i));
    return std::move(orphans_);
}

}  // namespace

std::vector<Orphan> assemble(const core::Scheme& scheme, AllRows& levels, History& history) {
    return Assembling(scheme, levels, history).assemble();
}

}  // namespace accrue::data
