#include "run/eras.hpp"

#include <algorithm>

#include "run/planner.hpp"

namespace accrue::run {
namespace {

bool is_of_the_period(const core::Expr& expr) {
    const auto* read = std::get_if<core::Read>(&expr.node);
    const auto* builtin = read != nullptr ? std::get_if<core::Builtin>(&read->what) : nullptr;
    return builtin != nullptr &&
           (*builtin == core::Builtin::days_in_month || *builtin == core::Builtin::ends_quarter ||
            *builtin == core::Builtin::ends_month || *builtin == core::Builtin::ends_year);
}

// Takes over the forms of `written` and tells which have changed.
std::vector<StoreId> taken_over(Table<StoreId, StoreForm>& stores, Table<StoreId, StoreForm>& written,
                                bool is_patient) {
    std::vector<StoreId> changed;
    for (std::size_t i = 0; i < written.size(); ++i) {
        const StoreId id(i);
        if (written[id] == stores[id]) continue;
        changed.push_back(id);
        if (!is_patient) written[id].form = Form::exact, written[id].unit = Fraction{};
        stores[id] = written[id];
    }
    return changed;
}

}  // namespace

Eras::Eras(const core::Scheme& scheme) : scheme_(scheme) {
    for (const auto& param : scheme.params) {
        for (const auto& value : param.values) {
            if (value.from) changes_.push_back(*value.from);
        }
    }
    std::ranges::sort(changes_);
    changes_.erase(std::unique(changes_.begin(), changes_.end()), changes_.end());
    reads_period_ = std::ranges::any_of(scheme.expressions, is_of_the_period);
}

Eras::Before Eras::prepare(const Basis& basis, const data::History& history, const Timeline& timeline,
                           Layout& layout) {
    const auto before = eras_.size();
    add_all(history, timeline);
    if (eras_.size() == before) return Before::stands;
    settle(basis, layout);
    return Before::is_made_anew;
}

Era& Eras::at(const data::History& history, data::RowId row) {
    return eras_[of_moment_.at(key(moment(history.rows[row])))];
}

std::size_t Eras::rows_of_one(const data::History& history, data::RowId first, std::size_t most) const {
    if (!differ_in_period(history.rows.level_of(first))) return most;
    const auto wanted = key(moment(history.rows[first]));
    std::size_t count = 1;
    while (count < most && key(moment(history.rows[data::RowId(first.value + count)])) == wanted) ++count;
    return count;
}

const Plan& Eras::rational(const Basis& basis, Era& era, StageId stage) {
    const std::scoped_lock lock(making_rational_);
    auto& plans = era.stages[stage];
    if (!plans.has_rational) plans.rational = plan(basis, stage, era.moment, Numbers::exact);
    plans.has_rational = true;
    return plans.rational;
}

bool Eras::is_records(core::LevelId level) const {
    return scheme_.levels[level].kind == core::LevelKind::records;
}

bool Eras::differ_in_period(core::LevelId level) const {
    return !changes_.empty() && is_records(level);
}

Eras::MomentKey Eras::key(Moment moment) const {
    const auto passed = std::ranges::upper_bound(changes_, moment.date) - changes_.begin();
    return {static_cast<std::size_t>(passed), moment.period};
}

Moment Eras::moment(const data::Row& row) const {
    return {row.period, is_records(row.level) ? row.date : scheme_.calendar.first_day(row.period)};
}

Eras::Likeness Eras::likeness(Moment moment) const {
    Likeness likeness;
    for (const auto& param : scheme_.params) {
        const auto* dated = core::in_force(param, moment.date);
        likeness.push_back(dated == nullptr ? -1 : dated - param.values.data());
    }
    if (reads_period_) {
        const auto& calendar = scheme_.calendar;
        likeness.push_back(days_in(calendar.month(moment.period)));
        likeness.push_back(calendar.ends_month(moment.period) ? 1 : 0);
        likeness.push_back(calendar.ends_quarter(moment.period) ? 1 : 0);
        likeness.push_back(calendar.ends_year(moment.period) ? 1 : 0);
    }
    return likeness;
}

std::size_t Eras::add(Moment moment) {
    const auto [known, is_new_moment] = of_moment_.try_emplace(key(moment), 0);
    if (!is_new_moment) return known->second;
    const auto [found, is_new] = by_likeness_.try_emplace(likeness(moment), eras_.size());
    if (is_new) eras_.push_back({moment, {}});
    known->second = found->second;
    return known->second;
}

// Rows of one period are on one day, but for records.
void Eras::add_all(const data::History& history, const Timeline& timeline) {
    of_period_.clear();
    for (const auto period : timeline.periods())
        of_period_.push_back(add({period, scheme_.calendar.first_day(period)}));
    for (std::size_t i = 0; i < scheme_.levels.size() && !changes_.empty(); ++i) {
        if (scheme_.levels[core::LevelId(i)].kind != core::LevelKind::records) continue;
        const auto& frame = history.frames[core::LevelId(i)];
        for (std::size_t row = 0; row < frame.rows; ++row)
            add(moment(history.rows[data::RowId(frame.first.value + row)]));
    }
}

// Plans it for every era, again when it reads what it stores itself, of an earlier period, until no form
// changes. A definition that grows finer every period never comes to rest and is stored as rationals. Tells
// whose forms have changed.
std::vector<StoreId> Eras::plan_stage(const Basis& basis, Layout& layout, StageId stage, int patience) {
    std::vector<StoreId> all_changed;
    for (int round = 0;; ++round) {
        auto written = layout.stores;
        std::vector<Planner> planners;
        planners.reserve(eras_.size());
        for (auto& era : eras_) {
            auto& made = era.stages[stage].scaled = {};
            planners.emplace_back(basis, stage, era.moment, Numbers::scaled, written, made);
            planners.back().build();
        }
        const auto changed = taken_over(layout.stores, written, round < patience);
        all_changed.insert(all_changed.end(), changed.begin(), changed.end());
        const auto is_stale = [&](const Planner& planner) { return planner.reads_any(changed); };
        if (std::ranges::any_of(planners, is_stale)) continue;
        for (auto& planner : planners) planner.write_all();
        return all_changed;
    }
}

bool Eras::reads_any(StageId stage, const std::vector<StoreId>& stores) const {
    return std::ranges::any_of(eras_, [&](const Era& era) {
        const auto& read = era.stages[stage].scaled.stores;
        return std::ranges::find_first_of(read, stores) != read.end();
    });
}

// Stages that read what a later one stores, of an earlier period, are planned again when its form changes, as
// patiently as one that reads itself.
void Eras::settle(const Basis& basis, Layout& layout) {
    constexpr int patient_rounds = 6;
    layout.stores = layout.unsettled;
    const auto& schedule = layout.schedule;
    for (auto& era : eras_) era.stages = Table<StageId, StagePlans>(schedule.stages.size());
    Table<StageId, int> rounds(schedule.stages.size());
    std::vector<StageId> all, open;  // the next one last
    for (std::size_t i = 0; i < schedule.stages.size(); ++i) {
        if (schedule.stages[StageId(i)].paired) all.push_back(StageId(i));
    }
    for (auto turn = schedule.turns.rbegin(); turn != schedule.turns.rend(); ++turn)
        all.insert(all.end(), turn->stages.rbegin(), turn->stages.rend());
    open = all;
    while (!open.empty()) {
        const auto stage = open.back();
        open.pop_back();
        const auto patience = patient_rounds - rounds[stage]++;
        auto changed = plan_stage(basis, layout, stage, patience);
        auto given = layout.stores;
        for (std::size_t i = 0; i < schedule.operations.size(); ++i)
            join_operation(scheme_, layout, OperationId(i), given);
        const auto by_operations = taken_over(layout.stores, given, patience > 0);
        changed.insert(changed.end(), by_operations.begin(), by_operations.end());
        for (const auto each : all) {
            const bool is_open = std::ranges::find(open, each) != open.end();
            if (!is_open && reads_any(each, changed)) open.push_back(each);
        }
    }
}

}  // namespace accrue::run
