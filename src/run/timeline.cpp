#include "run/timeline.hpp"

#include <algorithm>
#include <numeric>

#include "run/kernels.hpp"

namespace accrue::run {
namespace {

// Where each period of a level begins, from its first row.
std::vector<std::pair<Period, std::uint32_t>> jumps(const data::History& history, core::LevelId level) {
    std::vector<std::pair<Period, std::uint32_t>> found;
    const auto periods = history.periods_of(level);
    for (auto row = periods.begin(); row != periods.end();) {
        found.emplace_back(*row, static_cast<std::uint32_t>(row - periods.begin()));
        row = std::upper_bound(row, periods.end(), *row);
    }
    return found;
}

}  // namespace

Timeline::Timeline(const core::Scheme& scheme, const data::History& history) : history_(history) {
    std::vector<std::vector<std::pair<Period, std::uint32_t>>> found;
    for (std::size_t i = 0; i < scheme.levels.size(); ++i) {
        found.push_back(jumps(history, core::LevelId(i)));
        for (const auto& [period, begin] : found.back()) periods_.push_back(period);
    }
    std::ranges::sort(periods_);
    periods_.erase(std::unique(periods_.begin(), periods_.end()), periods_.end());
    for (std::size_t i = 0; i < found.size(); ++i) {
        std::vector<std::uint32_t> begins;
        auto next = found[i].begin();
        for (const auto period : periods_) {
            begins.push_back(next != found[i].end() ? next->second : history.frames[core::LevelId(i)].rows);
            if (next != found[i].end() && next->first == period) ++next;
        }
        begins.push_back(history.frames[core::LevelId(i)].rows);
        begins_.add(std::move(begins));
    }
}

std::size_t Timeline::place(Period period) const {
    return static_cast<std::size_t>(std::ranges::lower_bound(periods_, period) - periods_.begin());
}

Timeline::Rows Timeline::rows(core::LevelId level, std::size_t place, std::size_t end) const {
    const auto& begins = begins_[level];
    const auto first = history_.frames[level].first.value + begins[place];
    return {RowId(first), begins[end] - begins[place]};
}

Members::Members(const data::History& history, const Timeline& timeline, core::LevelId of,
                 core::LevelId level) {
    const auto& frame = history.frames[level];
    gather(history, timeline, of, level);
    are_in_order_ = rows_->size() == frame.rows && frame.rows > 0 && rows_->front() == frame.first &&
                    near().rises_by_one(rows_->size(), &rows_->front().value);
}

void Members::gather(const data::History& history, const Timeline& timeline, core::LevelId of,
                     core::LevelId level) {
    const auto& frame = history.frames[level];
    if (of && of != level) {
        const auto parent = frame.rows > 0 ? history.rows[frame.first].parent : RowId();
        if (parent && history.rows[parent].level == of) {
            rows_ = &frame.by_parent;
            begins_ = &frame.begins;
            return;
        }
    }
    own_rows_.resize(frame.rows);
    for (std::size_t i = 0; i < frame.rows; ++i) own_rows_[i] = RowId(frame.first.value + i);
    if (!of) {
        for (std::size_t i = 0; i < timeline.periods().size(); ++i)
            own_begins_.push_back(timeline.rows(level, i).first.value - frame.first.value);
        own_begins_.push_back(frame.rows);
        return;
    }
    if (of == level) {
        own_begins_.resize(frame.rows + 1);
        std::iota(own_begins_.begin(), own_begins_.end(), 0);
        return;
    }
    const auto& outer = history.frames[of];
    std::vector<RowId> above;
    for (const auto row : own_rows_) above.push_back(history.above(row, of));
    std::erase_if(own_rows_, [&](RowId row) { return !above[row.value - frame.first.value]; });
    std::ranges::stable_sort(own_rows_, {}, [&](RowId row) { return above[row.value - frame.first.value]; });
    own_begins_.assign(outer.rows + 1, 0);
    for (const auto row : own_rows_)
        ++own_begins_[above[row.value - frame.first.value].value - outer.first.value + 1];
    std::partial_sum(own_begins_.begin(), own_begins_.end(), own_begins_.begin());
}

std::span<const RowId> Members::of(std::size_t place) const {
    if (place + 1 >= begins_->size()) return {};
    return std::span(*rows_).subspan((*begins_)[place], (*begins_)[place + 1] - (*begins_)[place]);
}

}  // namespace accrue::run
