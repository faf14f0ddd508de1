// Aggregates over groups: those in which all rows of a group have one answer, and those that each row asks
// for itself.
#include <algorithm>
#include <bit>
#include <optional>
#include <unordered_map>

#include "core/walk.hpp"
#include "run/kernels.hpp"
#include "run/operations.hpp"
#include "run/total.hpp"

namespace accrue::run {
namespace {

using core::AggregateOp;
using core::LevelId;
using core::Window;

// The rows of a group, and whether each of them counts.
class Group {
  public:
    Group(const Facts& facts, const Fold& fold)
        : facts_(facts),
          node_(std::get<core::Aggregate>(facts.scheme.expressions[fold.at].node)),
          elements_(facts.scheme.definitions[node_.of].level),
          base_(node_.so_far ? fold.level : node_.base),
          of_(node_.op == AggregateOp::count ? nullptr : stored_values(facts, node_.of)),
          where_(stored_values(facts, node_.where)),
          members_(facts.shared.members(base_, elements_)) {}

    const core::Aggregate& node() const { return node_; }
    LevelId elements() const { return elements_; }
    // Whose rows its windows run along: records themselves where it counts `so far`; none: everybody.
    LevelId base() const { return base_; }
    const Values* of() const { return of_; }
    const Values* where() const { return where_; }
    Total nothing() const {
        return Total(is_window(facts_.scheme, node_) ? ExactSum::of_any_length() : ExactSum());
    }
    Exact unit() const { return of_ != nullptr ? of_->unit : Exact(1); }
    const Members& all_members() const { return members_; }
    std::span<const RowId> members(std::size_t place) const { return members_.of(place); }
    std::span<const RowId> members(RowId base) const {
        return members_.of(base.value - facts_.history.frames[base_].first.value);
    }
    core::PeriodRange window(Period period) const {
        if (period != seen_period_) {
            seen_period_ = period;
            window_ = core::window_periods(facts_.scheme, node_, period);
        }
        return window_;
    }
    // The rows of the window that the row sees.
    std::vector<RowId> seen_from(RowId asker) const {
        const auto [first, last] = window(facts_.history.rows[asker].period);
        std::vector<RowId> found;
        const auto add = [&](std::span<const RowId> rows) {
            found.insert(found.end(), rows.begin(), rows.end());
        };
        if (!base_) {
            const auto& periods = facts_.timeline.periods();
            for (auto each = facts_.timeline.place(first); each < periods.size() && periods[each] <= last;
                 ++each)
                add(members(each));
            return found;
        }
        for (auto each = facts_.history.above(asker, base_);
             each && facts_.history.rows[each].period >= first; each = facts_.history.rows[each].previous) {
            if (facts_.history.rows[each].period <= last) add(members(each));
        }
        return found;
    }

    // It reads a row above that may not be there.
    bool lacks_base(RowId row) const { return node_.base && !facts_.history.above(row, node_.base); }

  private:
    const Facts& facts_;
    const core::Aggregate& node_;
    LevelId elements_, base_;
    const Values* of_;
    const Values* where_;
    const Members& members_;
    mutable std::optional<Period> seen_period_;  // mostly the same for many rows
    mutable core::PeriodRange window_{};
};

// ---------------------------------------------------------------- one answer for a group

// Sums, counts and extremes: what the rows of a base's row come to in one period, and along its key's rows.
class FoldOfGroups : public PeriodOperation {
  public:
    FoldOfGroups(const Facts& facts, OperationId id, const Fold& fold)
        : facts_(facts),
          group_(facts, fold),
          unit_(group_.unit()),
          into_(facts.stores[facts.layout.of_operation[id].front()]),
          is_walked_(group_.node().window == Window::last_months),
          is_earlier_(!core::includes_this_period(group_.node().window)),
          is_alone_(group_.node().window == Window::this_period && !runs_along_records()) {
        if (is_alone_) return;
        if (is_walked_) {
            totals_.resize(places());
        } else {
            latest_.resize(facts.history.keys.size() + 1);
        }
    }

    void work_out(std::size_t period) override {
        if (!group_.base()) return work_out_place(period, facts_.timeline.periods()[period]);
        const auto rows = facts_.timeline.rows(group_.base(), period);
        if (work_out_sums(rows)) return;
        for (std::size_t i = 0; i < rows.count; ++i) work_out_row(rows.at(i));
    }
    void work_out_row(RowId row) override {
        if (group_.node().so_far && group_.lacks_base(row))
            return store_absent(into_, into_.place(row), State::failed);
        work_out_place(place(row), facts_.history.rows[row].period, row);
    }
    // What the period adds to later ones is taken up where it is all known.
    void close(std::size_t period) override {
        if (!is_earlier_) return;
        if (!group_.base()) return take_up(period, facts_.timeline.periods()[period], {});
        const auto rows = facts_.timeline.rows(group_.base(), period);
        for (std::size_t i = 0; i < rows.count; ++i)
            take_up(place(rows.at(i)), facts_.history.rows[rows.at(i)].period, rows.at(i));
    }

  private:
    struct Latest {  // what the window held when the key's latest row was worked out
        Total total;
        Period period{};
        bool any = false;
    };

    bool runs_along_records() const {
        const auto base = group_.base();
        return base && facts_.scheme.levels[base].kind == core::LevelKind::records;
    }
    std::size_t places() const {
        return group_.base() ? facts_.history.frames[group_.base()].rows : facts_.timeline.periods().size();
    }
    std::size_t place(RowId row) const {
        return row.value - facts_.history.frames[group_.base()].first.value;
    }
    Latest& latest(RowId row) {
        const auto key = row ? facts_.history.rows[row].key : data::KeyId();
        return key ? latest_[key.value] : latest_.back();
    }

    void work_out_place(std::size_t place, Period period, RowId row = {}) {
        if (is_earlier_) return held(period, row).store(group_.node().op, unit_, into_, place);
        if (is_alone_) return gathered(place).store(group_.node().op, unit_, into_, place);
        take_up(place, period, row);
        const auto& total = is_walked_ ? walked(place, period, row) : latest(row).total;
        total.store(group_.node().op, unit_, into_, place);
    }

    // Sums and numbers of rows that all have a value in int64 and stand row by row: nearly always. False when
    // they do not.
    bool work_out_sums(Timeline::Rows rows) {
        const auto op = group_.node().op;
        const auto* of = op == AggregateOp::sum ? group_.of() : nullptr;
        const auto* where = group_.where();
        const bool adds_up = op == AggregateOp::sum || op == AggregateOp::count;
        if (!adds_up || !is_alone_ || group_.node().so_far || rows.count == 0 || !is_plain(of) ||
            !is_plain(where) || !into_.denominators.empty() || !group_.all_members().are_in_order()) {
            return false;
        }
        if (into_.unit != (of != nullptr ? unit_ : Exact(1))) return false;
        const auto place = this->place(rows.first);
        const auto* begins = group_.all_members().begins().data() + place;
        if (of != nullptr && !sums_fit(*of, {begins, rows.count + 1})) return false;
        near().sums(into_.values.data() + place, rows.count, begins,
                    of != nullptr ? of->values.data() : nullptr,
                    where != nullptr ? where->values.data() : nullptr);
        return true;
    }
    static bool is_plain(const Values* values) {
        return values == nullptr ||
               (values->states.empty() && values->denominators.empty() && values->large.empty());
    }
    bool sums_fit(const Values& of, std::span<const std::uint32_t> begins) const {
        std::uint32_t most = 0;
        for (std::size_t i = 0; i + 1 < begins.size(); ++i) most = std::max(most, begins[i + 1] - begins[i]);
        const auto extent = facts_.shared.extent(of, begins.front(), begins.back() - begins.front());
        return extent.bits + std::bit_width(most) <= 62;
    }

    // What the rows in one row, or in one period, come to.
    Total gathered(std::size_t place) const {
        auto total = group_.nothing();
        total.add(group_.node().op, group_.of(), group_.where(), group_.members(place));
        return total;
    }

    // What the window that is seen from the period held when the key's latest row was worked out.
    Total held(Period period, RowId row) {
        const auto& before = latest(row);
        return before.any && before.period >= group_.window(period).first ? before.total : group_.nothing();
    }
    void take_up(std::size_t place, Period period, RowId row) {
        if (is_walked_) {
            totals_[place] = gathered(place);
            return;
        }
        auto total = held(period, row);
        total.add(group_.node().op, unit_, gathered(place));
        latest(row) = {std::move(total), period, true};
    }
    Total walked(std::size_t place, Period period, RowId row) const {
        const auto first = group_.window(period).first;
        auto total = group_.nothing();
        if (!row) {
            for (auto each = place + 1; each-- > 0 && facts_.timeline.periods()[each] >= first;)
                total.add(group_.node().op, unit_, totals_[each]);
        }
        for (auto each = row; each && facts_.history.rows[each].period >= first;
             each = facts_.history.rows[each].previous) {
            total.add(group_.node().op, unit_, totals_[this->place(each)]);
        }
        return total;
    }

    const Facts& facts_;
    Group group_;
    Exact unit_;
    Values& into_;
    bool is_walked_, is_earlier_, is_alone_;
    std::vector<Total> totals_;   // of `last N months`, by place
    std::vector<Latest> latest_;  // else, by key
};

// ---------------------------------------------------------------- an answer for each row that asks

class FoldByRow : public PeriodOperation {
  public:
    FoldByRow(const Facts& facts, OperationId id, const Fold& fold)
        : facts_(facts),
          fold_(fold),
          group_(facts, fold),
          unit_(group_.unit()),
          into_(facts.stores[facts.layout.of_operation[id].front()]) {}

    void work_out(std::size_t period) override {
        const auto rows = facts_.timeline.rows(fold_.level, period);
        std::vector<RowId> askers;
        for (std::size_t i = 0; i < rows.count; ++i) askers.push_back(rows.at(i));
        work_out(askers);
    }
    void work_out_row(RowId row) override { work_out(std::vector{row}); }

  private:
    // What the rows that one row asks about come to.
    struct Tally {
        Total total;
        std::int64_t above = 0;  // rows with a larger value
        bool holds_asker = false;
    };

    void work_out(const std::vector<RowId>& askers) {
        constexpr std::size_t most_pairs = 1 << 14;
        tallies_.assign(askers.size(), {.total = group_.nothing()});
        places_.clear();
        for (std::size_t i = 0; i < askers.size(); ++i) {
            if (group_.lacks_base(askers[i])) {
                tallies_[i].total.fail();
                continue;
            }
            for (const auto element : group_.seen_from(askers[i])) add_pair(element, askers[i], i);
            if (pairs_.elements.size() >= most_pairs) settle_pairs();
        }
        settle_pairs();
        for (std::size_t i = 0; i < askers.size(); ++i) store(tallies_[i], askers[i]);
    }

    // Where `where` says no, the other condition is not asked.
    void add_pair(RowId element, RowId asker, std::size_t place) {
        const auto* where = group_.where();
        const bool is_known = where == nullptr || where->state(element) == State::present;
        if (is_known && where != nullptr && where->count(element) == 0) return;
        if (!group_.node().paired) {
            if (!is_known) return tallies_[place].total.fail();
            return count(element, asker, tallies_[place]);
        }
        pairs_.elements.push_back(element);
        pairs_.askers.push_back(asker);
        places_.push_back(place);
    }
    void settle_pairs() {
        if (pairs_.elements.empty()) return;
        const auto answers = facts_.ask(fold_.paired, pairs_);
        const auto* where = group_.where();
        for (std::size_t i = 0; i < answers.size(); ++i) {
            const auto element = pairs_.elements[i];
            const bool is_known = where == nullptr || where->state(element) == State::present;
            auto& tally = tallies_[places_[i]];
            if (answers[i].state == State::present && !answers[i].holds) continue;
            if (answers[i].state != State::present || !is_known) {
                tally.total.fail();
            } else {
                count(element, pairs_.askers[i], tally);
            }
        }
        pairs_ = {};
        places_.clear();
    }

    void count(RowId element, RowId asker, Tally& tally) {
        if (element == asker) tally.holds_asker = true;
        if (group_.node().op != AggregateOp::rank)
            return tally.total.add(group_.node().op, group_.of(), element);
        const auto& of = *group_.of();
        if (of.state(element) != State::present) return tally.total.fail();
        if (may_be_ranked(asker) && is_larger(of, element, asker)) ++tally.above;
    }
    // Of another period it is not one of the rows, and its own value may not be known yet.
    bool may_be_ranked(RowId asker) const {
        return facts_.history.rows[asker].level == group_.elements() &&
               core::includes_this_period(group_.node().window);
    }
    static bool is_larger(const Values& of, RowId one, RowId other) {
        if (of.state(other) != State::present) return false;
        if (of.denominators.empty() && of.count(one) != in_large && of.count(other) != in_large)
            return of.count(one) > of.count(other);
        return stored(of, of.place(one)) > stored(of, of.place(other));
    }

    void store(const Tally& tally, RowId asker) {
        const auto place = into_.place(asker);
        if (group_.node().op != AggregateOp::rank || tally.total.failed())
            return tally.total.store(group_.node().op, unit_, into_, place);
        if (!tally.holds_asker) return store_absent(into_, place, State::missing);
        store_state(into_, place, State::present);
        store_number(into_, place, Exact(1 + tally.above));
    }

    const Facts& facts_;
    Fold fold_;
    Group group_;
    Exact unit_;
    Values& into_;
    std::vector<Tally> tallies_;       // by asker
    Pairs pairs_;                      // that wait
    std::vector<std::size_t> places_;  // of their askers
};

// ---------------------------------------------------------------- places in a group

// The values of a group that count, by rising size.
struct Ranked {
    bool failed = false;
    std::vector<std::int64_t> counts;  // where all are counts of one unit
    std::vector<Exact> numbers;        // else
};

class RankInGroups : public PeriodOperation {
  public:
    RankInGroups(const Facts& facts, OperationId id, const Fold& fold)
        : facts_(facts),
          level_(fold.level),
          group_(facts, fold),
          of_(*group_.of()),
          into_(facts.stores[facts.layout.of_operation[id].front()]) {}

    void work_out(std::size_t period) override {
        groups_.clear();
        const auto rows = facts_.timeline.rows(level_, period);
        for (std::size_t i = 0; i < rows.count; ++i) work_out_row(rows.at(i));
    }
    void work_out_row(RowId row) override {
        const auto place = into_.place(row);
        if (group_.lacks_base(row)) return store_absent(into_, place, State::failed);
        const auto& group = ranked(row);
        if (group.failed) return store_absent(into_, place, State::failed);
        if (!is_ranked(row)) return store_absent(into_, place, State::missing);
        store_state(into_, place, State::present);
        store_number(into_, place, Exact(1 + above(group, row)));
    }

  private:
    const Ranked& ranked(RowId row) {
        const auto base = group_.base() ? facts_.history.above(row, group_.base()) : RowId();
        const auto [found, is_new] = groups_.try_emplace(base.value);
        if (is_new) found->second = made(group_.seen_from(row));
        return found->second;
    }
    Ranked made(const std::vector<RowId>& rows) const {
        Ranked group;
        std::vector<RowId> counted;
        const auto* where = group_.where();
        for (const auto row : rows) {
            const bool is_known = where == nullptr || where->state(row) == State::present;
            if (is_known && where != nullptr && where->count(row) == 0) continue;
            if (!is_known || of_.state(row) != State::present) return {true, {}, {}};
            counted.push_back(row);
        }
        const auto is_count = [&](RowId row) {
            return of_.denominators.empty() && of_.count(row) != in_large;
        };
        if (std::ranges::all_of(counted, is_count)) {
            for (const auto row : counted) group.counts.push_back(of_.count(row));
        } else {
            for (const auto row : counted) group.numbers.push_back(stored(of_, of_.place(row)));
        }
        std::ranges::sort(group.counts);
        std::ranges::sort(group.numbers);
        return group;
    }
    // Is it one of the group, which has no row without a value?
    bool is_ranked(RowId row) const {
        const auto* where = group_.where();
        if (!core::includes_this_period(group_.node().window)) return false;
        return where == nullptr || where->count(row) != 0;
    }
    std::int64_t above(const Ranked& group, RowId row) const {
        if (!group.counts.empty()) {
            const auto larger = std::ranges::upper_bound(group.counts, of_.count(row));
            return group.counts.end() - larger;
        }
        return group.numbers.end() - std::ranges::upper_bound(group.numbers, stored(of_, of_.place(row)));
    }

    const Facts& facts_;
    core::LevelId level_;
    Group group_;
    const Values& of_;
    Values& into_;
    std::unordered_map<std::uint32_t, Ranked> groups_;  // of a period, by the base's row
};

}  // namespace

std::unique_ptr<PeriodOperation> operation(const Facts& facts, OperationId id, const Fold& fold) {
    const auto& node = std::get<core::Aggregate>(facts.scheme.expressions[fold.at].node);
    if (node.op == AggregateOp::rank && !node.paired && !node.so_far)
        return std::make_unique<RankInGroups>(facts, id, fold);
    if (node.paired || node.op == AggregateOp::rank) return std::make_unique<FoldByRow>(facts, id, fold);
    return std::make_unique<FoldOfGroups>(facts, id, fold);
}

}  // namespace accrue::run
