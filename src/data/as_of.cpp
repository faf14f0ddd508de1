#include "data/as_of.hpp"

namespace accrue::data {
namespace {

class Cutting {
  public:
    Cutting(const core::Scheme& scheme, const History& history, Date day)
        : scheme_(scheme), old_(history), day_(day), period_(scheme.calendar.period(day)) {}

    UpTo result() && {
        now_.history.keys = old_.keys;
        now_.history.texts = old_.texts;
        now_.history.folded_texts = old_.folded_texts;
        now_.history.references = old_.references;
        new_row_.resize(old_.rows.size());
        for (std::size_t i = 0; i < scheme_.levels.size(); ++i) take_level(core::LevelId(i));
        for (std::size_t i = 0; i < scheme_.inputs.size(); ++i) take_column(core::InputId(i));
        return std::move(now_);
    }

  private:
    bool is_kept(RowId row) const {
        return old_.rows.periods[row.value] <= period_ && old_.rows.dates[row.value] <= day_;
    }

    void take_level(core::LevelId level) {
        const auto& from = old_.frames[level];
        auto& rows = now_.history.rows;
        Frame frame = from;
        frame.first = rows.add_level(level, 0, sources_of(from));
        std::uint32_t left_out = 0;
        for (std::uint32_t i = 0; i < from.rows; ++i) {
            const RowId row(std::size_t{from.first.value} + i);
            if (is_kept(row)) {
                take_row(row);
            } else if (old_.rows.periods[row.value] == period_) {
                ++left_out;
            }
        }
        frame.rows = static_cast<std::uint32_t>(rows.size() - frame.first.value);
        set_parents(frame, from, scheme_.levels[level].parent);
        now_.history.frames.add(std::move(frame));
        now_.left_out.add(left_out);
    }
    void take_row(RowId row) {
        auto taken = old_.rows[row];
        if (taken.parent) taken.parent = new_row_[taken.parent.value];
        if (taken.previous) taken.previous = new_row_[taken.previous.value];
        new_row_[row.value] = now_.history.rows.add(taken);
        now_.as_before.push_back(row);
    }
    // The rows that stand in each row above, without those that are gone.
    void set_parents(Frame& frame, const Frame& from, core::LevelId parent) {
        frame.by_parent.clear();
        frame.begins.clear();
        if (!parent || from.begins.empty()) return;
        const auto& above = old_.frames[parent];
        for (std::uint32_t i = 0; i < above.rows; ++i) {
            if (!new_row_[above.first.value + i]) continue;
            frame.begins.push_back(static_cast<std::uint32_t>(frame.by_parent.size()));
            for (auto at = from.begins[i]; at < from.begins[i + 1]; ++at) {
                const auto row = new_row_[from.by_parent[at].value];
                if (row) frame.by_parent.push_back(row);
            }
        }
        frame.begins.push_back(static_cast<std::uint32_t>(frame.by_parent.size()));
    }

    void take_column(core::InputId input) {
        const auto& from = old_.columns[input];
        const auto& frame = now_.history.frames[scheme_.inputs[input].level];
        Column column = from;
        column.first = frame.first;
        column.values.clear();
        column.missing.clear();
        column.large.clear();
        for (std::uint32_t i = 0; i < frame.rows && !from.absent; ++i) {
            const auto was = now_.as_before[frame.first.value + i];
            column.values.push_back(from.count(was));
            if (!from.missing.empty()) column.missing.push_back(from.is_missing(was) ? 1 : 0);
        }
        for (const auto& [row, value] : from.large) {
            if (new_row_[row.value]) column.large.emplace_back(new_row_[row.value], value);
        }
        now_.history.columns.add(std::move(column));
    }

    const core::Scheme& scheme_;
    const History& old_;
    Date day_;
    Period period_;
    UpTo now_;
    std::vector<RowId> new_row_;  // by old row; none: it is gone
};

}  // namespace

UpTo up_to(const core::Scheme& scheme, const History& history, Date day) {
    return Cutting(scheme, history, day).result();
}

}  // namespace accrue::data
