#include "data/reference_index.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <numeric>
#include <ranges>
#include <tuple>

#include "data/spellings.hpp"

namespace accrue::data {
namespace {

using core::KeyMatch;
using Cell = std::optional<core::Value>;

// Texts by what equality compares, all other values as they are.
core::Value comparable(core::Value value) {
    if (auto* const text = std::get_if<std::string>(&value)) *text = equality_form(*text);
    return value;
}

// Less stands earlier: a nearer edge, any edge before none.
std::strong_ordering in_order(KeyMatch match, const Cell& one, const Cell& other) {
    if (!one || !other) return !one.has_value() <=> !other.has_value();
    return match == KeyMatch::from ? *other <=> *one : *one <=> *other;
}

// Does the edge hold the value? None holds all.
bool holds(KeyMatch match, const Cell& edge, const core::Value& value) {
    if (!edge) return true;
    switch (match) {
        case KeyMatch::exact:
            return value == *edge;
        case KeyMatch::up_to:
            return value <= *edge;
        case KeyMatch::below:
            return value < *edge;
        case KeyMatch::from:
            return value >= *edge;
    }
    return false;
}

// A row on its way to its place.
struct Unsorted {
    std::vector<Cell> cells;  // by level
    std::size_t exact_keys = 0;
    ReferenceIndex::Entry entry;
};

class InOrder {
  public:
    explicit InOrder(const std::vector<KeyMatch>& matches)
        : matches_(matches), exact_(static_cast<std::size_t>(std::ranges::count(matches, KeyMatch::exact))) {}

    bool operator()(const Unsorted& one, const Unsorted& other) const {
        if (one.exact_keys != other.exact_keys) return one.exact_keys > other.exact_keys;
        if (const auto kind = by_kind(one, other); kind != 0) return kind < 0;
        if (const auto keys = by_keys(one, other); keys != 0) return keys < 0;
        return std::tie(one.entry.from, one.entry.row) < std::tie(other.entry.from, other.entry.row);
    }
    // By which exact keys they give.
    std::strong_ordering by_kind(const Unsorted& one, const Unsorted& other) const {
        for (std::size_t level = 0; level < exact_; ++level) {
            const auto order = other.cells[level].has_value() <=> one.cells[level].has_value();
            if (order != 0) return order;
        }
        return std::strong_ordering::equal;
    }
    std::strong_ordering by_keys(const Unsorted& one, const Unsorted& other) const {
        for (std::size_t level = 0; level < matches_.size(); ++level) {
            const auto order = in_order(matches_[level], one.cells[level], other.cells[level]);
            if (order != 0) return order;
        }
        return std::strong_ordering::equal;
    }

  private:
    const std::vector<KeyMatch>& matches_;
    std::size_t exact_;  // levels of exact keys, which come first
};

Unsorted unsorted(const ReferenceRow& row, std::uint32_t number, const std::vector<std::size_t>& key_order) {
    constexpr Date first{std::numeric_limits<std::int32_t>::min()};
    constexpr Date last{std::numeric_limits<std::int32_t>::max()};
    Unsorted made;
    made.entry = {.row = number, .from = row.from.value_or(first), .to = row.to.value_or(last)};
    for (const auto key : key_order)
        made.cells.push_back(row.keys[key] ? Cell(comparable(*row.keys[key])) : std::nullopt);
    return made;
}

}  // namespace

// ---------------------------------------------------------------- making it

ReferenceIndex::ReferenceIndex(const core::Reference& reference, const std::vector<ReferenceRow>& rows) {
    key_order_.resize(reference.keys.size());
    std::iota(key_order_.begin(), key_order_.end(), std::size_t{0});
    std::ranges::stable_partition(
        key_order_, [&](std::size_t key) { return reference.keys[key].match == KeyMatch::exact; });
    for (const auto key : key_order_) matches_.push_back(reference.keys[key].match);
    take(rows);
}

void ReferenceIndex::take(const std::vector<ReferenceRow>& rows) {
    const auto exact = static_cast<std::size_t>(std::ranges::count(matches_, KeyMatch::exact));
    std::vector<Unsorted> taken;
    for (const auto& row : rows) {
        auto& added = taken.emplace_back(unsorted(row, static_cast<std::uint32_t>(taken.size()), key_order_));
        added.exact_keys = static_cast<std::size_t>(
            std::count_if(added.cells.begin(), added.cells.begin() + static_cast<std::ptrdiff_t>(exact),
                          [](const Cell& each) { return each.has_value(); }));
    }
    const InOrder in_order(matches_);
    std::ranges::sort(taken, in_order);
    for (std::size_t place = 0; place < taken.size(); ++place) {
        auto& [cells, exact_keys, entry] = taken[place];
        const auto* const before = place > 0 ? &taken[place - 1] : nullptr;
        const bool same_keys = before != nullptr && in_order.by_keys(*before, taken[place]) == 0;
        entry.keys = before == nullptr ? 0 : before->entry.keys + (same_keys ? 0 : 1);
        entry.latest_to = same_keys ? std::max(before->entry.latest_to, entry.to) : entry.to;
        const bool same_kind = before != nullptr && in_order.by_kind(*before, taken[place]) == 0;
        if (!same_kind) kinds_.push_back({exact_keys, {place, place}});
        kinds_.back().range.end = place + 1;
        entries_.push_back(entry);
    }
    cells_.reserve(taken.size() * key_order_.size());
    for (auto& each : taken) std::ranges::move(each.cells, std::back_inserter(cells_));
}

// ---------------------------------------------------------------- asking it

// The first place of those behind which `belongs` holds to the end of the range.
template <class Belongs>
std::size_t ReferenceIndex::first_place(Range range, const Belongs& belongs) const {
    const auto places = std::views::iota(range.begin, range.end);
    return *std::ranges::partition_point(places, [&](std::size_t place) { return !belongs(place); });
}

// Visits the rows of equal keys that hold the keys, the nearer ones first, until the visit says that it is
// enough.
template <class Visit>
bool ReferenceIndex::visit_fitting(Range range, std::size_t level, const Keys& keys,
                                   const Visit& visit) const {
    if (level == key_order_.size()) return visit(range);
    const auto match = matches_[level];
    const auto& key = keys[key_order_[level]];
    const auto from_here = [&](std::size_t place) {
        const auto& each = cell(place, level);
        return match == KeyMatch::exact ? !each || *each >= key : holds(match, each, key);
    };
    range.begin = first_place(range, from_here);
    while (range.begin != range.end) {
        const auto& here = cell(range.begin, level);
        if (match == KeyMatch::exact && !holds(match, here, key)) return false;
        const auto end = first_place(range, [&](std::size_t place) { return cell(place, level) != here; });
        if (visit_fitting({range.begin, end}, level + 1, keys, visit)) return true;
        range.begin = end;
    }
    return false;
}

// Of rows of equal keys.
template <class Visit>
void ReferenceIndex::visit_in_force(Range range, Date day, const Visit& visit) const {
    auto end = first_place(range, [&](std::size_t place) { return entries_[place].from > day; });
    for (; end > range.begin && entries_[end - 1].latest_to >= day; --end) {
        if (entries_[end - 1].to >= day) visit(entries_[end - 1]);
    }
}

// Among rows of one kind.
ReferenceIndex::Found ReferenceIndex::nearest(Range range, const Keys& keys, Date day) const {
    Found found;
    const auto take = [&](const Entry& entry) {
        const auto last = std::max(found.other.value_or(0), std::max(found.row.value_or(0), entry.row));
        found = found.row ? Found{std::min(*found.row, entry.row), last} : Found{entry.row, std::nullopt};
    };
    visit_fitting(range, 0, keys, [&](Range alike) {
        visit_in_force(alike, day, take);
        return found.row.has_value();
    });
    return found;
}

// Rows of several kinds that give as many exact keys fit: no edge tells them apart. Named are the first row
// of another kind, as they stand in the file, and the nearest row before it.
ReferenceIndex::Found ReferenceIndex::contested(std::span<const Kind> kinds, const Keys& keys,
                                                Date day) const {
    struct Fitting {
        Entry entry;
        const Kind* kind;
    };
    std::vector<Fitting> fitting;
    for (const auto& kind : kinds) {
        visit_fitting(kind.range, 0, keys, [&](Range alike) {
            visit_in_force(alike, day, [&](const Entry& entry) { fitting.push_back({entry, &kind}); });
            return false;
        });
    }
    std::ranges::sort(fitting, {}, [](const Fitting& each) { return each.entry.row; });
    const auto* row = &fitting.front();
    for (const auto& each : fitting) {
        if (each.kind != row->kind) return {row->entry.row, each.entry.row};
        if (each.entry.keys < row->entry.keys) row = &each;
    }
    return {row->entry.row, std::nullopt};
}

ReferenceIndex::Found ReferenceIndex::find(Keys keys, Date day) const {
    for (auto& key : keys) key = comparable(std::move(key));
    for (auto left = std::span(kinds_); !left.empty();) {
        const auto as_exact = std::ranges::find_if(
            left, [&](const Kind& kind) { return kind.exact_keys != left.front().exact_keys; });
        const auto kinds = left.first(static_cast<std::size_t>(as_exact - left.begin()));
        Found found;
        for (const auto& kind : kinds) {
            const auto of_kind = nearest(kind.range, keys, day);
            if (of_kind.row && found.row) return contested(kinds, keys, day);
            if (of_kind.row) found = of_kind;
        }
        if (found.row) return found;
        left = left.subspan(kinds.size());
    }
    return {};
}

}  // namespace accrue::data
