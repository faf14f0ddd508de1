// explain/status.hpp — What is earned so far: a history as it was on a day, what it pays, what it would pay
// if all went on at the same pace, and what each closed gate still lacks.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/as_of.hpp"
#include "explain/condition.hpp"

namespace accrue::explain {

// How far the day is into its period.
struct Elapsed {
    Date day, first, last;
    int passed() const { return day.days - first.days + 1; }
    int whole() const { return last.days - first.days + 1; }
};
Elapsed elapsed(const core::Scheme& scheme, Date day);

// A column of a later day, which nobody can know yet, and what it is as of today.
struct NotYetKnown {
    core::InputId input, to_date;
    data::RowId row;
    Exact amount = 0;
    bool had_value = false;  // the data are of a later day; what they say is not used
};
// What came in until the day, and what it becomes when it goes on evenly.
struct Pace {
    std::string name;
    data::RowId row;
    Exact to_date = 0, at_end = 0;
    int days = 0;                  // in which it came in
    bool is_of_later_day = false;  // the data are, and no column says what it was
};
struct AsOf {
    data::UpTo cut;
    data::History to_date, at_pace;
    Overrides sums_at_pace;  // sums of this period's records
    std::vector<NotYetKnown> not_yet_known;
    std::vector<Pace> paces;
};
// Of the rows of the day's period.
AsOf as_of(const core::Scheme& scheme, const data::History& history, const Sources& sources, Date day);

// Rules in which a sum of this period's records stands inside a formula: there it stays as it is today.
std::vector<std::string> sums_not_at_pace(const core::Scheme& scheme);

struct MissedSide {
    core::ExprId condition;
    Condition missed;
};
// A gate that is not open as of the day.
struct ClosedGate {
    core::DefinitionId part;
    data::RowId row;
    core::ExprId condition;
    Condition missed;
    std::vector<MissedSide> sides;  // of `and` and `or`: what of it does not hold
    std::optional<Date> deadline;   // the day of the latest checkpoint that it reads; none: the period's last
    std::optional<Exact> adds;      // to the part, if it were open
};
// Those that stand behind what a row is paid: its own, and those of rows above it.
std::vector<ClosedGate> closed_gates(Evaluation& to_date, data::RowId row, const Elapsed& elapsed);

}  // namespace accrue::explain
