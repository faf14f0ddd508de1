#include "explain/status.hpp"

#include <algorithm>

#include "core/walk.hpp"
#include "data/put.hpp"

namespace accrue::explain {
namespace {

using core::DefinitionId;
using core::ExprId;
using core::InputId;
using data::RowId;

Exact number_of(const core::Value& value) {
    return std::get<Exact>(value);
}

// An input `by day` with the columns of its days that rules read, all of one name.
struct Checkpoints {
    InputId plain;
    std::vector<InputId> by_day;  // by rising day
};

std::vector<Checkpoints> checkpoints(const core::Scheme& scheme) {
    std::vector<Checkpoints> all;
    for (std::size_t i = 0; i < scheme.inputs.size(); ++i) {
        const auto& plain = scheme.inputs[InputId(i)];
        if (!plain.by_day || plain.day != 0 || !core::is_amount(plain.type)) continue;
        Checkpoints found{InputId(i), {}};
        for (std::size_t k = 0; k < scheme.inputs.size(); ++k) {
            const auto& other = scheme.inputs[InputId(k)];
            if (other.day > 0 && other.name == plain.name && other.level == plain.level)
                found.by_day.push_back(InputId(k));
        }
        std::ranges::sort(found.by_day, {}, [&](InputId id) { return scheme.inputs[id].day; });
        all.push_back(std::move(found));
    }
    return all;
}

// A sum of this period's records?
bool is_sum_of_records(const core::Scheme& scheme, ExprId expression) {
    const auto* aggregate = std::get_if<core::Aggregate>(&scheme.expressions[expression].node);
    if (aggregate == nullptr || aggregate->op != core::AggregateOp::sum) return false;
    const auto& elements = scheme.levels[scheme.definitions[aggregate->of].level];
    return elements.kind == core::LevelKind::records && aggregate->window == core::Window::this_period &&
           !aggregate->so_far;
}

// Is a definition nothing but that?
bool is_sum_of_records(const core::Scheme& scheme, const core::Definition& definition) {
    return is_sum_of_records(scheme, definition.value) && definition.type.kind != core::TypeKind::date;
}

class Making {
  public:
    Making(const core::Scheme& scheme, const data::History& history, const Sources& sources, Date day)
        : scheme_(scheme), history_(history), sources_(sources), elapsed_(elapsed(scheme, day)) {
        made_.cut = data::up_to(scheme, history, day);
    }

    AsOf result() && {
        made_.to_date = made_.cut.history;
        made_.at_pace = made_.cut.history;
        for (const auto& each : checkpoints(scheme_)) {
            const auto level = scheme_.inputs[each.plain].level;
            const bool goes_on = has_later_period(each.plain);
            for (const auto row : made_.to_date.rows_of(level, period())) set_cells(each, row, goes_on);
        }
        set_sums();
        return std::move(made_);
    }

  private:
    Period period() const { return scheme_.calendar.period(elapsed_.day); }
    bool is_later(InputId id) const { return scheme_.inputs[id].day > elapsed_.passed(); }

    // Do the data go on behind the day's period? A 0 is what stands there before anything comes in.
    bool has_later_period(InputId id) const {
        return std::ranges::any_of(history_.rows_of(scheme_.inputs[id].level), [&](RowId row) {
            const auto value = history_.value(id, row);
            return history_.rows[row].period > period() && value && number_of(*value).sign() != 0;
        });
    }

    // Data of a later day do not say what the whole column was today; the last checkpoint that has passed
    // does.
    void set_cells(const Checkpoints& columns, RowId row, bool goes_on) {
        const auto& cells = made_.cut.history;
        const auto is_there = [&](InputId id) { return cells.value(id, row).has_value(); };
        const bool from_later =
            std::ranges::any_of(columns.by_day, [&](InputId id) { return is_later(id) && is_there(id); });
        auto known = columns.plain;
        int days = elapsed_.passed();
        if (from_later || !is_there(known)) {
            for (const auto id : columns.by_day) {
                if (is_later(id) || !is_there(id)) continue;
                known = id;
                days = scheme_.inputs[id].day;
            }
        }
        const bool is_guess = (from_later || goes_on) && known == columns.plain;
        if (!is_there(known)) return;
        const auto so_far = number_of(*cells.value(known, row));
        put(columns.plain, row, so_far, at_day(so_far, elapsed_.whole(), days));
        for (const auto id : columns.by_day) {
            if (!is_later(id)) continue;
            made_.not_yet_known.push_back(
                {.input = id, .to_date = known, .row = row, .amount = so_far, .had_value = is_there(id)});
            put(id, row, so_far, at_day(so_far, std::min(scheme_.inputs[id].day, elapsed_.whole()), days));
        }
        made_.paces.push_back({.name = scheme_.inputs[columns.plain].name,
                               .row = row,
                               .to_date = so_far,
                               .at_end = at_day(so_far, elapsed_.whole(), days),
                               .days = days,
                               .is_of_later_day = is_guess});
    }
    void put(InputId input, RowId row, const Exact& so_far, const Exact& at_pace) {
        data::put(made_.to_date, input, row, so_far);
        data::put(made_.at_pace, input, row, at_pace);
    }
    static Exact at_day(const Exact& so_far, int day, int days) { return so_far * Exact(day) / Exact(days); }

    // A sum by a day that has passed stands as it is.
    void set_sums() {
        Evaluation evaluation(scheme_, made_.to_date, sources_);
        for (std::size_t i = 0; i < scheme_.definitions.size(); ++i) {
            const DefinitionId id(i);
            const auto& definition = scheme_.definitions[id];
            if (!is_sum_of_records(scheme_, definition)) continue;
            const auto until =
                definition.day == 0 ? elapsed_.whole() : std::min(definition.day, elapsed_.whole());
            if (until <= elapsed_.passed()) continue;
            for (const auto row : made_.to_date.rows_of(definition.level, period())) {
                const auto* so_far = amount(evaluation.value(id, row));
                if (so_far == nullptr) continue;
                const auto at_end = at_day(*so_far, until, elapsed_.passed());
                made_.sums_at_pace[{id, row}] = at_end;
                if (definition.day == 0 && definition.kind != core::DefinitionKind::hidden)
                    made_.paces.push_back({.name = definition.name,
                                           .row = row,
                                           .to_date = *so_far,
                                           .at_end = at_end,
                                           .days = elapsed_.passed()});
            }
        }
    }

    const core::Scheme& scheme_;
    const data::History& history_;
    const Sources& sources_;
    Elapsed elapsed_;
    AsOf made_;
};

// The latest day of a checkpoint that a condition reads.
std::optional<int> day_of(const core::Scheme& scheme, ExprId condition) {
    std::optional<int> day;
    for (const auto id : core::within(scheme, condition)) {
        const auto* read = std::get_if<core::Read>(&scheme.expressions[id].node);
        if (read == nullptr) continue;
        int found = 0;
        if (const auto* input = std::get_if<InputId>(&read->what)) found = scheme.inputs[*input].day;
        if (const auto* definition = std::get_if<DefinitionId>(&read->what))
            found = scheme.definitions[*definition].day;
        if (found > 0) day = std::max(day.value_or(0), found);
    }
    return day;
}

// Those of `and` and `or` that do not hold, through brackets too; of any other condition none.
std::vector<MissedSide> missed_sides(Evaluation& evaluation, ExprId condition, RowId row) {
    const auto* logic = std::get_if<core::Logic>(&evaluation.scheme().expressions[condition].node);
    if (logic == nullptr || logic->op == core::LogicOp::negation) return {};
    std::vector<MissedSide> all;
    for (const auto side : {logic->left, logic->right}) {
        const auto known = condition_of(evaluation, side, row);
        if (!known || known->holds) continue;
        const auto inner = missed_sides(evaluation, side, row);
        if (inner.empty()) all.push_back({side, *known});
        all.insert(all.end(), inner.begin(), inner.end());
    }
    return all;
}

}  // namespace

Elapsed elapsed(const core::Scheme& scheme, Date day) {
    const auto period = scheme.calendar.period(day);
    return {.day = day, .first = scheme.calendar.first_day(period), .last = scheme.calendar.last_day(period)};
}

AsOf as_of(const core::Scheme& scheme, const data::History& history, const Sources& sources, Date day) {
    return Making(scheme, history, sources, day).result();
}

std::vector<ClosedGate> closed_gates(Evaluation& to_date, RowId row, const Elapsed& elapsed) {
    const auto& scheme = to_date.scheme();
    std::vector<ClosedGate> found;
    for (std::size_t i = 0; i < scheme.definitions.size(); ++i) {
        const DefinitionId part(i);
        const auto& definition = scheme.definitions[part];
        const auto* gate = scheme.gate_note(definition.value);
        const auto own = to_date.history().above(row, definition.level);
        if (gate == nullptr || !own) continue;
        const auto* open = gate->open_value ? amount(to_date.value(gate->open_value, own)) : nullptr;
        for (const auto condition : gate->conditions) {
            const auto known = condition_of(to_date, condition, own);
            if (!known || known->holds) continue;
            const auto day = day_of(scheme, condition);
            const auto until =
                day ? Date{std::min(elapsed.first.days + *day - 1, elapsed.last.days)} : elapsed.last;
            found.push_back({.part = part,
                             .row = own,
                             .condition = condition,
                             .missed = *known,
                             .sides = missed_sides(to_date, condition, own),
                             .deadline = until,
                             .adds = open != nullptr ? std::optional(*open) : std::nullopt});
        }
    }
    return found;
}

std::vector<std::string> sums_not_at_pace(const core::Scheme& scheme) {
    std::vector<std::string> names;
    for (const auto& definition : scheme.definitions) {
        if (definition.kind == core::DefinitionKind::hidden || is_sum_of_records(scheme, definition))
            continue;
        const auto all = core::within(scheme, definition.value);
        const bool has_one =
            std::ranges::any_of(all, [&](ExprId id) { return is_sum_of_records(scheme, id); });
        if (has_one) names.push_back(core::shown_name(definition));
    }
    return names;
}

}  // namespace accrue::explain
