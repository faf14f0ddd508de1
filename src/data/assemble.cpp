// Sorted rows of all levels into the history.

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>

#include "data/frames.hpp"

namespace accrue::data {
namespace {

bool is_identity(const std::vector<RowId>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i] != RowId(i)) return false;
    }
    return true;
}

// The cells of a level's columns, read by place.
class Gathering {
  public:
    Gathering(const LevelRows& level, const Stretches& stretches, Workers& workers)
        : level_(level),
          stretches_(stretches),
          workers_(workers),
          is_direct_(is_identity(level.cells)),
          has_gaps_(std::ranges::find(level.cells, RowId()) != level.cells.end()) {}

    void gather(Column& column) {
        if (column.absent) return column.values.assign(places(), 0);
        if (!column.missing.empty() || has_gaps_) column.missing = missing(column);
        if (!column.large.empty()) column.large = large(column);
        gather_values(column);
    }

  private:
    std::size_t places() const { return level_.order.size(); }
    RowId cells_at(std::size_t place) const {
        const auto row = level_.order[place];
        return is_direct_ ? row : level_.cells[row.value];
    }

    // The memory of one column's cells as read takes the next column's in their places.
    void gather_values(Column& column) {
        auto gathered = std::move(spare_);
        gathered.resize(places());
        stretches_.each(workers_, [&](std::size_t begin, std::size_t end) {
            const auto* const from = column.values.data();
            const auto* const order = level_.order.data();
            if (is_direct_) {
                for (auto i = begin; i < end; ++i) gathered[i] = from[order[i].value];
            } else {
                for (auto i = begin; i < end; ++i) {
                    const auto row = cells_at(i);
                    gathered[i] = row ? from[row.value] : 0;
                }
            }
        });
        std::swap(column.values, gathered);
        const bool is_worth_keeping = gathered.capacity() >= places() && gathered.size() <= 2 * places();
        if (is_worth_keeping) spare_ = std::move(gathered);
    }

    std::vector<std::uint8_t> missing(const Column& column) const {
        std::vector<std::uint8_t> gathered(places());
        stretches_.each(workers_, [&](std::size_t begin, std::size_t end) {
            for (auto i = begin; i < end; ++i) {
                const auto row = cells_at(i);
                const bool is_blank = row && !column.missing.empty() && column.missing[row.value] != 0;
                gathered[i] = !row || is_blank ? 1 : 0;
            }
        });
        return gathered;
    }

    LargeNumbers large(const Column& column) const {
        LargeNumbers gathered;
        for (std::size_t i = 0; i < places(); ++i) {
            const auto row = cells_at(i);
            const auto* const found = row ? find_large(column.large, row) : nullptr;
            if (found != nullptr) gathered.emplace_back(RowId(i), *found);
        }
        return gathered;
    }

    const LevelRows& level_;
    const Stretches& stretches_;
    Workers& workers_;
    bool is_direct_, has_gaps_;
    Counts spare_;
};

class Assembling {
  public:
    Assembling(const core::Scheme& scheme, AllRows& levels, History& history, Workers& workers)
        : scheme_(scheme), levels_(levels), history_(history), workers_(workers) {}
    std::vector<Orphan> assemble();

  private:
    void add_level(core::LevelId level);
    void add_frame(core::LevelId level);
    void add_columns(core::LevelId level, const Stretches& stretches);
    void add_rows(core::LevelId level, const Stretches& stretches);
    void add_even_rows(core::LevelId level);
    void add_even_rows(core::LevelId level, std::uint32_t first_key, std::uint32_t end_key);
    void complete_rows(core::LevelId level);
    bool are_even(core::LevelId level) const {
        const auto& survey = levels_[level].survey;
        if (levels_[level].begins.size() > 1) return false;  // each says its file
        return !is_records(level) && survey && survey->periods_a_key > 0;
    }
    template <class NameAt>
    void link(core::LevelId level, const std::vector<std::string>& names, const std::vector<KeyId>& keys,
              const NameAt& name_at);
    void link_above(core::LevelId level);
    void list_inside(core::LevelId level);
    void complete_records(core::LevelId level);
    bool is_records(core::LevelId level) const {
        return scheme_.levels[level].kind == core::LevelKind::records;
    }
    std::span<const std::string> keys_of(core::LevelId level) const {
        return std::span(history_.keys)
            .subspan(history_.frames[level].first_key.value, history_.frames[level].keys);
    }

    const core::Scheme& scheme_;
    AllRows& levels_;
    History& history_;
    Workers& workers_;
    std::vector<Orphan> orphans_;
};

void Assembling::add_frame(core::LevelId level) {
    auto& from = levels_[level];
    auto& frame = history_.frames[level];
    frame = std::move(from.frame);
    frame.first = RowId(history_.rows.size());
    frame.rows = static_cast<std::uint32_t>(from.order.size());
    frame.first_key = KeyId(history_.keys.size());
    if (is_records(level)) return;
    frame.keys = static_cast<std::uint32_t>(from.keys.size());
    if (history_.keys.empty()) {
        history_.keys = std::move(from.keys);
    } else {
        std::ranges::move(from.keys, std::back_inserter(history_.keys));
    }
}

// Each column's cells as read go as soon as they stand in their places.
void Assembling::add_columns(core::LevelId level, const Stretches& stretches) {
    auto& rows = levels_[level];
    const auto first = history_.frames[level].first;
    Gathering gathering(rows, stretches, workers_);
    for (std::uint32_t i = 0; i < scheme_.inputs.size(); ++i) {
        const core::InputId input(i);
        if (scheme_.inputs[input].level != level) continue;
        auto& column = history_.columns[input];
        if (auto* const read = rows.column(input)) column = std::move(*read);
        column.kind = scheme_.inputs[input].type.kind;
        column.first = first;
        gathering.gather(column);
        for (auto& [row, value] : column.large) row.value += first.value;
    }
}

// As they were read; their keys are still numbers of the level's own.
void Assembling::add_rows(core::LevelId level, const Stretches& stretches) {
    auto& from = levels_[level];
    auto& rows = history_.rows;
    const bool is_dated = is_records(level), has_several = from.begins.size() > 1;
    const auto first = rows.add_level(level, from.order.size(), sources_of(history_.frames[level])).value;
    stretches.each(workers_, [&](std::size_t begin, std::size_t end) {
        for (auto i = begin; i < end; ++i) {
            const auto row = from.rows[from.order[i]];
            rows.keys[first + i] = row.key;
            rows.periods[first + i] = row.period;
            if (is_dated) rows.dates[first + i] = row.date;
            rows.lines[first + i] = row.line;
            rows.offsets[first + i] = row.offset;
            if (has_several) rows.files[first + i] = from.file_of(from.order[i]);
        }
    });
    from.rows = {};
}

// All that `add_rows` and `complete_rows` do, of the same periods for every key: most of it follows from
// where a row stands.
void Assembling::add_even_rows(core::LevelId level) {
    constexpr std::uint32_t rows_at_once = 1 << 14;
    auto& from = levels_[level];
    history_.rows.add_level(level, from.order.size(), sources_of(history_.frames[level]));
    const auto periods = from.survey->periods_a_key;
    const auto keys = static_cast<std::uint32_t>(from.rows.size() / periods);
    const auto keys_at_once = std::max(rows_at_once / periods, 1U);
    workers_.each((keys + keys_at_once - 1) / keys_at_once, [&](std::size_t piece, std::size_t) {
        const auto first = static_cast<std::uint32_t>(piece) * keys_at_once;
        add_even_rows(level, first, std::min(first + keys_at_once, keys));
    });
    from.rows = {};
}

void Assembling::add_even_rows(core::LevelId level, std::uint32_t first_key, std::uint32_t end_key) {
    const auto& from = levels_[level];
    const auto& frame = history_.frames[level];
    auto& rows = history_.rows;
    const auto periods = from.survey->periods_a_key;
    const auto keys = static_cast<std::uint32_t>(from.rows.size() / periods);
    const auto first = frame.first.value;
    const auto count = end_key - first_key;
    for (std::uint32_t i = 0; i < periods; ++i) {
        const Period period{from.survey->periods.least + static_cast<std::int32_t>(i)};
        const auto begin = first + i * keys + first_key;
        const auto fill = [&](auto& column, auto value) {
            std::fill_n(column.begin() + begin, count, value);
        };
        const auto count_up = [&](auto& column, std::uint32_t from_number) {
            auto* const place = column.data() + begin;
            for (std::uint32_t at = 0; at < count; ++at) place[at].value = from_number + at;
        };
        fill(rows.periods, period);
        fill(rows.dates, scheme_.calendar.first_day(period));
        count_up(rows.keys, frame.first_key.value + first_key);
        i == 0 ? fill(rows.previous, RowId()) : count_up(rows.previous, begin - keys);
    }
    auto* const lines = rows.lines.data();
    auto* const offsets = rows.offsets.data();
    auto row = from.rows.begin() + std::ptrdiff_t{first_key} * periods;
    for (auto key = first_key; key < end_key; ++key) {
        std::size_t at = first + key;
        for (const auto end = row + periods; row != end; ++row, at += keys) {
            lines[at] = row->line;
            offsets[at] = row->offset;
        }
    }
}

// What the level gives to each of its rows, and the key's row before it.
void Assembling::complete_rows(core::LevelId level) {
    const auto& frame = history_.frames[level];
    auto& rows = history_.rows;
    std::vector<RowId> latest(frame.keys);
    Period period{std::numeric_limits<std::int32_t>::min()};
    Date date{};
    const auto end = frame.first.value + frame.rows;
    for (auto at = frame.first.value; at < end; ++at) {
        if (rows.periods[at] != period) date = scheme_.calendar.first_day(rows.periods[at]);
        period = rows.periods[at];
        rows.dates[at] = date;
        rows.previous[at] = std::exchange(latest[rows.keys[at].value], RowId(at));
    }
    if (frame.first_key.value == 0) return;
    for (auto at = frame.first.value; at < end; ++at) rows.keys[at].value += frame.first_key.value;
}

// Each row's row above: of its name, in its period. `keys` are the names in the history.
template <class NameAt>
void Assembling::link(core::LevelId level, const std::vector<std::string>& names,
                      const std::vector<KeyId>& keys, const NameAt& name_at) {
    const auto& frame = history_.frames[level];
    const auto& outer = history_.frames[scheme_.levels[level].parent];
    auto& rows = history_.rows;
    rows.parents.resize(frame.first.value, RowId());
    rows.parents.resize(frame.first.value + frame.rows);
    PlacesInPeriod places(history_.periods_of(scheme_.levels[level].parent),
                          std::span(rows.keys).subspan(outer.first.value, outer.rows),
                          std::size_t{outer.first_key.value} + outer.keys);
    Period period{std::numeric_limits<std::int32_t>::min()};
    auto name = KeyId::none;
    RowId parent;
    for (std::uint32_t i = 0; i < frame.rows; ++i) {
        const RowId row(frame.first.value + std::size_t{i});
        if (name_at(i) != name || rows.periods[row.value] != period) {
            name = name_at(i);
            period = rows.periods[row.value];
            parent = places.at(period, keys[name]);
            if (parent) parent.value += outer.first.value;
        }
        rows.parents[row.value] = parent;
        if (!parent) orphans_.push_back({level, row, names.empty() ? "" : names[name]});
    }
}

void Assembling::link_above(core::LevelId level) {
    const auto above = scheme_.levels[level].parent;
    if (!above) return;
    const auto& from = levels_[level];
    const auto first = history_.frames[level].first.value;
    if (scheme_.levels[above].kind != core::LevelKind::rows) {
        const auto alone = history_.frames[above].first_key;
        return link(level, {}, {alone}, [](std::uint32_t) { return std::uint32_t{0}; });
    }
    const auto& names = is_records(level) ? from.keys : from.parents;
    auto keys = numbers_in(keys_of(above), names);
    for (auto& key : keys) {
        if (key) key.value += history_.frames[above].first_key.value;
    }
    if (is_records(level)) {
        link(level, names, keys, [&](std::uint32_t i) { return history_.rows.keys[first + i].value; });
    } else {
        link(level, names, keys, [&](std::uint32_t i) { return from.parent_of[from.order[i].value].value; });
    }
}

void Assembling::list_inside(core::LevelId level) {
    const auto above = scheme_.levels[level].parent;
    if (!above) return;
    auto& frame = history_.frames[level];
    const auto& outer = history_.frames[above];
    const auto parents = std::span(history_.rows.parents).subspan(frame.first.value, frame.rows);
    frame.begins.assign(outer.rows + 1, 0);
    const auto begin_of = [&](RowId parent) -> std::uint32_t& {
        return frame.begins[parent.value - outer.first.value];
    };
    // rows mostly stand by their parents already: runs of one parent are counted at once
    for (std::size_t i = 0, next = 0; i < parents.size(); i = next) {
        for (next = i + 1; next < parents.size() && parents[next] == parents[i];) ++next;
        if (parents[i]) begin_of(parents[i]) += static_cast<std::uint32_t>(next - i);
    }
    std::exclusive_scan(frame.begins.begin(), frame.begins.end(), frame.begins.begin(), 0U);
    auto places = frame.begins;
    frame.by_parent.resize(frame.begins.back());
    for (std::size_t i = 0, next = 0; i < parents.size(); i = next) {
        for (next = i + 1; next < parents.size() && parents[next] == parents[i];) ++next;
        if (!parents[i]) continue;
        auto& place = places[parents[i].value - outer.first.value];
        for (auto row = i; row < next; ++row) frame.by_parent[place++] = RowId(frame.first.value + row);
    }
}

// A record's key is that of its row above; before it stands the one before of the same key.
void Assembling::complete_records(core::LevelId level) {
    const auto& frame = history_.frames[level];
    const auto& above = history_.frames[scheme_.levels[level].parent];
    auto& rows = history_.rows;
    std::vector<RowId> latest(above.keys);
    for (auto at = frame.first.value, end = at + frame.rows, next = at; at < end; at = next) {
        const auto parent = rows.parents[at];
        const auto key = parent ? rows.keys[parent.value] : KeyId();
        auto before = parent ? latest[key.value - above.first_key.value] : RowId();
        for (; next < end && rows.parents[next] == parent; ++next) {
            rows.keys[next] = key;
            rows.previous[next] = parent ? std::exchange(before, RowId(next)) : RowId();
        }
        if (parent) latest[key.value - above.first_key.value] = before;
    }
}

void Assembling::add_level(core::LevelId level) {
    add_frame(level);
    const Stretches stretches(levels_[level].order);
    if (are_even(level)) {
        add_even_rows(level);
    } else {
        add_rows(level, stretches);
        if (!is_records(level)) complete_rows(level);
    }
    add_columns(level, stretches);
    link_above(level);
    list_inside(level);
    if (is_records(level)) complete_records(level);
    auto& done = levels_[level];
    done.order = {};
    done.cells = {};
    done.columns = {};
}

std::vector<Orphan> Assembling::assemble() {
    history_.frames.resize(scheme_.levels.size());
    history_.columns.resize(scheme_.inputs.size());
    for (auto& column : history_.columns) column.absent = true;
    for (std::uint32_t i = 0; i < scheme_.levels.size(); ++i) add_level(core::LevelId(i));
    return std::move(orphans_);
}

}  // namespace

std::vector<Orphan> assemble(const core::Scheme& scheme, AllRows& levels, History& history,
                             Workers& workers) {
    return Assembling(scheme, levels, history, workers).assemble();
}

}  // namespace accrue::data
