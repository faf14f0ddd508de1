#include "data/frames.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace accrue::data {
namespace {

using KeyInPeriod = std::pair<Period, KeyId>;

template <class T>
void sort_once(std::vector<T>& all) {
    if (!std::ranges::is_sorted(all)) std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
}

// ---------------------------------------------------------------- rows that others name

struct Named {
    std::vector<std::string> names;  // in code-point order
    std::vector<KeyInPeriod> rows;   // into `names`; sorted, each once
};

// The rows above that the level's sorted rows name.
Named named_above(const LevelRows& level, core::LevelKind kind) {
    const bool is_records = kind == core::LevelKind::records;
    Named named{.names = is_records ? level.keys : level.parents, .rows = {}};
    std::vector<Period> latest(named.names.size(), Period{std::numeric_limits<std::int32_t>::min()});
    KeyInPeriod last;
    for (const auto id : level.order) {
        const auto& row = level.rows[id];
        const auto name = is_records ? row.key : level.parent_of[id.value];
        if (!name || std::exchange(last, {row.period, name}) == KeyInPeriod(row.period, name)) continue;
        if (std::exchange(latest[name.value], row.period) != row.period)
            named.rows.emplace_back(row.period, name);
    }
    sort_once(named.rows);
    return named;
}

std::vector<KeyInPeriod> rows_there(const LevelRows& level) {
    std::vector<KeyInPeriod> there;
    for (const auto& row : level.rows) there.emplace_back(row.period, row.key);
    std::ranges::sort(there);
    return there;
}

// Room for the keys of others among the level's own.
void add_keys(LevelRows& level, const std::vector<std::string>& names) {
    const auto numbers = merge(level.keys, names);
    if (!numbers) return;
    for (auto& row : level.rows) renumber(row.key, numbers->before);
    level.survey.reset();
}

// Rows that are made say nothing of what stands above them: an empty name.
void add_empty_parent(LevelRows& level) {
    if (!level.parents.empty() && level.parents.front().empty()) return;
    level.parents.insert(level.parents.begin(), "");
    for (auto& name : level.parent_of) name = KeyId(name.value + 1);
}

void add_row(LevelRows& level, Period period, KeyId key) {
    if (level.cells.empty()) {
        level.cells.resize(level.rows.size());
        for (std::size_t i = 0; i < level.cells.size(); ++i) level.cells[i] = RowId(i);
    }
    level.rows.add({.key = key, .period = period});
    level.survey.reset();
    level.cells.push_back(RowId());
    if (!level.parents.empty()) level.parent_of.emplace_back(std::size_t{0});
}

// From the first to the last that any sorted row has.
std::optional<std::pair<Period, Period>> periods_of(const AllRows& levels) {
    std::optional<std::pair<Period, Period>> all;
    for (const auto& level : levels) {
        if (level.order.empty()) continue;
        const auto first = level.rows[level.order.front()].period,
                   last = level.rows[level.order.back()].period;
        all = all ? std::pair(std::min(all->first, first), std::max(all->second, last))
                  : std::pair(first, last);
    }
    return all;
}

}  // namespace

Column* LevelRows::column(core::InputId input) {
    const auto found = std::ranges::find(columns, input, &std::pair<core::InputId, Column>::first);
    return found == columns.end() ? nullptr : &found->second;
}

std::vector<KeyId> numbers_in(std::span<const std::string> sorted, const std::vector<std::string>& texts) {
    std::vector<KeyId> numbers;
    numbers.reserve(texts.size());
    std::size_t next = 0;  // behind the text found last
    for (const auto& text : texts) {
        if (next == sorted.size() || sorted[next] != text)
            next = static_cast<std::size_t>(std::ranges::lower_bound(sorted, text) - sorted.begin());
        const bool is_there = next < sorted.size() && sorted[next] == text;
        numbers.push_back(is_there ? KeyId(next++) : KeyId());
    }
    return numbers;
}

std::vector<std::string> sorted_once(std::vector<std::string> texts) {
    sort_once(texts);
    return texts;
}

std::optional<Renumbered> merge(std::vector<std::string>& all, std::vector<std::string> further) {
    if (all == further) return std::nullopt;
    Renumbered numbers;
    std::vector<std::string> merged;
    merged.reserve(all.size() + further.size());
    auto one = all.begin(), other = further.begin();
    while (one != all.end() || other != further.end()) {
        const auto order = one == all.end()         ? std::strong_ordering::greater
                           : other == further.end() ? std::strong_ordering::less
                                                    : *one <=> *other;
        const KeyId number(merged.size());
        if (order <= 0) numbers.before.push_back(number);
        if (order >= 0) numbers.further.push_back(number);
        merged.push_back(std::move(order <= 0 ? *one : *other));
        if (order <= 0) ++one;
        if (order >= 0) ++other;
    }
    all = std::move(merged);
    return numbers;
}

void make_rows_above(const core::Scheme& scheme, AllRows& levels, core::LevelId level) {
    const auto above = scheme.levels[level].parent;
    if (!above || scheme.levels[above].kind != core::LevelKind::rows) return;
    auto& outer = levels[above];
    const auto named = named_above(levels[level], scheme.levels[level].kind);
    add_keys(outer, named.names);
    const auto outermost = scheme.levels[above].parent;
    if (outermost && scheme.levels[outermost].kind == core::LevelKind::rows) add_empty_parent(outer);
    const auto there = rows_there(outer);
    const auto ids = numbers_in(outer.keys, named.names);
    for (const auto& [period, name] : named.rows) {
        const auto key = ids[name.value];
        if (!std::ranges::binary_search(there, KeyInPeriod(period, key))) add_row(outer, period, key);
    }
}

void make_rows_of_everything(const core::Scheme& scheme, AllRows& levels) {
    const auto periods = periods_of(levels);
    for (std::uint32_t i = 0; periods && i < scheme.levels.size(); ++i) {
        if (scheme.levels[core::LevelId(i)].kind != core::LevelKind::everything) continue;
        auto& everything = levels[core::LevelId(i)];
        everything.keys = {""};
        const KeyId key(std::size_t{0});
        const auto there = rows_there(everything);
        for (auto period = periods->first; period <= periods->second; period = Calendar::next(period)) {
            if (!std::ranges::binary_search(there, KeyInPeriod(period, key)))
                add_row(everything, period, key);
        }
    }
}

void rename_texts(AllRows& levels, const std::vector<TextId>& renamed) {
    for (auto& level : levels) {
        for (auto& [input, column] : level.columns) {
            if (column.kind != core::TypeKind::text || column.absent || renamed.empty()) continue;
            for (auto& value : column.values) value = renamed[static_cast<std::size_t>(value)].value;
        }
    }
}

std::uint32_t LevelRows::file_of(RowId row) const {
    const auto behind = std::ranges::upper_bound(begins, row);
    return behind == begins.begin() ? 0 : static_cast<std::uint32_t>(behind - begins.begin() - 1);
}

std::vector<RowId> rows_named(const LevelRows& records, const LevelRows& inner, Workers& workers) {
    std::vector<Period> periods;
    std::vector<KeyId> keys;
    for (const auto row : inner.order) {
        periods.push_back(inner.rows[row].period);
        keys.push_back(inner.rows[row].key);
    }
    PlacesInPeriod places(periods, keys, inner.keys.size());
    const auto ids = numbers_in(inner.keys, records.keys);
    std::vector<RowId> named(records.rows.size());
    for (const auto id : by_period(records.rows, workers)) {
        const auto& row = records.rows[id];
        const auto place = places.at(row.period, ids[row.key.value]);
        if (place) named[id.value] = inner.order[place.value];
    }
    return named;
}

void PlacesInPeriod::enter(Period period) {
    for (auto place = begin_; place < end_; ++place) places_[keys_[place].value] = RowId();
    const auto rest = periods_.subspan(end_);
    const auto here = std::ranges::equal_range(rest, period);
    begin_ = end_ + static_cast<std::size_t>(here.begin() - rest.begin());
    end_ = begin_ + here.size();
    for (auto place = begin_; place < end_; ++place) places_[keys_[place].value] = RowId(place);
}

}  // namespace accrue::data
