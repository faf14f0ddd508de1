#include "data/frames.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>

namespace accrue::data {
namespace {

using KeyInPeriod = std::pair<Period, KeyId>;

bool is_earlier(const Row& a, const Row& b) {
    return a.period != b.period ? a.period < b.period : a.key < b.key;
}

// ---------------------------------------------------------------- sorting

// The numbers from `least` to `most`.
struct Range {
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    std::int64_t most = std::numeric_limits<std::int64_t>::min();

    void add(std::int64_t number) {
        least = std::min(least, number);
        most = std::max(most, number);
    }
};

constexpr std::size_t most_places = 1 << 22;  // beyond, counting costs more than comparing

// Stable, by the number in the range that `number_of(row)` gives.
template <class NumberOf>
std::vector<RowId> sorted_by(std::vector<RowId> rows, Range range, const NumberOf& number_of) {
    if (rows.empty()) return rows;
    const auto places = static_cast<std::size_t>(range.most - range.least) + 1;
    if (places > std::max(most_places, 4 * rows.size())) {
        std::ranges::stable_sort(rows, {}, number_of);
        return rows;
    }
    std::vector<std::uint32_t> starts(places + 1, 0);
    const auto place = [&](RowId row) { return static_cast<std::size_t>(number_of(row) - range.least); };
    for (const auto row : rows) ++starts[place(row) + 1];
    std::partial_sum(starts.begin(), starts.end(), starts.begin());
    std::vector<RowId> sorted(rows.size());
    for (const auto row : rows) sorted[starts[place(row)]++] = row;
    return sorted;
}

// Cells are compared missing first; whole counts at one scale, those that fit none by their values.
std::strong_ordering compared(const Column& column, RowId one, RowId other) {
    if (column.is_missing(one) || column.is_missing(other)) {
        return !column.is_missing(one) <=> !column.is_missing(other);
    }
    if (column.large.empty()) return column.count(one) <=> column.count(other);
    const auto value = [&](RowId row) {
        const auto large = std::ranges::lower_bound(column.large, row, {}, &std::pair<RowId, Exact>::first);
        return large != column.large.end() && large->first == row
                   ? large->second
                   : Exact::scaled(column.count(row), column.digits);
    };
    const auto first = value(one), second = value(other);
    return first < second   ? std::strong_ordering::less
           : second < first ? std::strong_ordering::greater
                            : std::strong_ordering::equal;
}

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

void sort_records(const core::Level& level, LevelRows& rows, std::vector<RowId>& order) {
    if (const auto columns = ordering(level, rows); !columns.empty()) {
        std::ranges::stable_sort(order, [&](RowId one, RowId other) {
            return compared(columns, rows.cells_of(one), rows.cells_of(other)) < 0;
        });
    }
    Range days;
    for (const auto row : order) days.add(rows.rows[row].date.days);
    order = sorted_by(std::move(order), days, [&](RowId row) { return rows.rows[row].date.days; });
}

// Rows that stand side by side and are alike; the later one of the file first.
template <class Alike>
std::vector<std::pair<RowId, RowId>> neighbours(const LevelRows& rows, const Alike& are_alike) {
    std::vector<std::pair<RowId, RowId>> pairs;
    for (std::size_t i = 1; i < rows.order.size(); ++i) {
        const auto one = rows.order[i - 1], other = rows.order[i];
        if (are_alike(one, other)) pairs.emplace_back(std::max(one, other), std::min(one, other));
    }
    std::ranges::sort(pairs);
    return pairs;
}

// ---------------------------------------------------------------- rows that others name

struct Named {
    std::vector<std::string> names;  // in code-point order
    std::vector<KeyInPeriod> rows;   // into `names`; sorted, each once
};

// The rows above that the level's rows name.
Named named_above(const LevelRows& level, core::LevelKind kind) {
    const bool is_records = kind == core::LevelKind::records;
    Named named{.names = is_records ? level.keys : level.parents, .rows = {}};
    for (std::uint32_t i = 0; i < level.rows.size(); ++i) {
        const auto& row = level.rows[RowId(i)];
        const auto name = !row.key || is_records ? row.key : level.parent_of[i];
        const KeyInPeriod wanted(row.period, name);
        if (name && (named.rows.empty() || named.rows.back() != wanted)) named.rows.push_back(wanted);
    }
    std::ranges::sort(named.rows);
    named.rows.erase(std::unique(named.rows.begin(), named.rows.end()), named.rows.end());
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
    auto all = level.keys;
    all.insert(all.end(), names.begin(), names.end());
    all = sorted_once(std::move(all));
    const auto renamed = numbers_in(all, level.keys);
    for (auto& row : level.rows) {
        if (row.key) row.key = renamed[row.key.value];
    }
    level.keys = std::move(all);
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
    level.cells.push_back(RowId());
    if (!level.parents.empty()) level.parent_of.emplace_back(std::size_t{0});
}

}  // namespace

Column* LevelRows::column(core::InputId input) {
    const auto found = std::ranges::find(columns, input, &std::pair<core::InputId, Column>::first);
    return found == columns.end() ? nullptr : &found->second;
}

std::vector<KeyId> numbers_in(const std::vector<std::string>& sorted, const std::vector<std::string>& texts) {
    std::vector<KeyId> numbers;
    numbers.reserve(texts.size());
    for (const auto& text : texts) {
        const auto found = std::ranges::lower_bound(sorted, text);
        const bool is_there = found != sorted.end() && *found == text;
        numbers.push_back(is_there ? KeyId(static_cast<std::size_t>(found - sorted.begin())) : KeyId());
    }
    return numbers;
}

std::vector<std::string> sorted_once(std::vector<std::string> texts) {
    std::ranges::sort(texts);
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
    return texts;
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
    std::optional<Period> first, last;
    for (const auto& level : levels) {
        for (const auto& row : level.rows) {
            if (!row.key) continue;
            first = std::min(first.value_or(row.period), row.period);
            last = std::max(last.value_or(row.period), row.period);
        }
    }
    for (std::uint32_t i = 0; first && i < scheme.levels.size(); ++i) {
        if (scheme.levels[core::LevelId(i)].kind != core::LevelKind::everything) continue;
        auto& everything = levels[core::LevelId(i)];
        everything.keys = {""};
        const KeyId key(std::size_t{0});
        const auto there = rows_there(everything);
        for (auto period = *first; period <= *last; period = Calendar::next(period)) {
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

void sort_rows(const core::Scheme& scheme, core::LevelId level, LevelRows& rows) {
    std::vector<RowId> order;
    order.reserve(rows.rows.size());
    const bool is_records = scheme.levels[level].kind == core::LevelKind::records;
    bool in_order = !is_records;
    Range periods;
    for (std::uint32_t i = 0; i < rows.rows.size(); ++i) {
        const auto& row = rows.rows[RowId(i)];
        if (!row.key) continue;
        in_order = in_order && (order.empty() || !is_earlier(row, rows.rows[order.back()]));
        periods.add(row.period.index);
        order.emplace_back(i);
    }
    if (is_records) sort_records(scheme.levels[level], rows, order);
    if (!in_order) {
        const Range keys{.least = 0, .most = static_cast<std::int64_t>(rows.keys.size())};
        order = sorted_by(std::move(order), keys, [&](RowId row) { return rows.rows[row].key.value; });
        order = sorted_by(std::move(order), periods, [&](RowId row) { return rows.rows[row].period.index; });
    }
    rows.order = std::move(order);
}

std::vector<std::pair<RowId, RowId>> repeated(const LevelRows& rows) {
    return neighbours(rows, [&](RowId one, RowId other) {
        const auto &first = rows.rows[one], &second = rows.rows[other];
        return first.key == second.key && first.period == second.period;
    });
}

std::vector<std::pair<RowId, RowId>> tied(const core::Level& level, LevelRows& rows) {
    const auto columns = ordering(level, rows);
    return neighbours(rows, [&](RowId one, RowId other) {
        const auto &first = rows.rows[one], &second = rows.rows[other];
        return first.key == second.key && first.date == second.date &&
               compared(columns, rows.cells_of(one), rows.cells_of(other)) == 0;
    });
}

}  // namespace accrue::data
