#include "report/findings.hpp"

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>

#include "base/messages/computing.hpp"
#include "base/messages/findings.hpp"
#include "explain/rows.hpp"

namespace accrue::report {
namespace {

// Of what is there.
template <class Numbers>
bool is_number_zero(const Numbers& numbers, data::RowId row) {
    const auto* const large = numbers.count(row) == 0 ? data::find_large(numbers.large, row) : nullptr;
    return large != nullptr ? large->sign() == 0 : numbers.count(row) == 0;
}

bool is_zero(const run::Values& values, data::RowId row) {
    return values.state(row) != run::State::present || is_number_zero(values, row);
}
bool is_zero(const data::Column& cells, data::RowId row) {
    return cells.is_missing(row) || is_number_zero(cells, row);
}

// Of a split of what the data hold; none of another.
core::InputId input_split(const core::Scheme& scheme, const core::Split& split) {
    const auto* const read = std::get_if<core::Read>(&scheme.expressions[split.whole].node);
    const auto* const input = read != nullptr ? std::get_if<core::InputId>(&read->what) : nullptr;
    return input != nullptr ? *input : core::InputId();
}

struct Passage {
    std::size_t open = 0, closed = 0;  // rows
};

template <class Whole>
Passage passage_of_rows(const Whole& whole, const run::Values& part, const data::Frame& frame) {
    Passage passage;
    for (std::uint32_t i = 0; i < frame.rows; ++i) {
        const data::RowId row(frame.first.value + i);
        if (is_zero(whole, row)) continue;
        ++(is_zero(part, row) ? passage.closed : passage.open);
    }
    return passage;
}

bool has_plain_counts(const run::Values& values) {
    return values.states.empty() && values.large.empty();
}

// 1 for a count that is not 0, by its sign bit or that of its negative: no processor lacks what that takes
// for several counts at once.
std::uint64_t is_some(std::int64_t count) {
    const auto bits = static_cast<std::uint64_t>(count);
    return (bits | (0 - bits)) >> 63U;
}

// The same without a branch, which no processor could foresee.
Passage passage_of_counts(const run::Values& whole, const run::Values& part) {
    std::uint64_t due = 0, open = 0;
    for (std::size_t i = 0; i < whole.values.size(); ++i) {
        const auto is_due = is_some(whole.values[i]);
        due += is_due;
        open += is_due & is_some(part.values[i]);
    }
    return {open, due - open};
}

Passage passage_of_values(const run::Values& whole, const run::Values& part, const data::Frame& frame) {
    return has_plain_counts(whole) && has_plain_counts(part) ? passage_of_counts(whole, part)
                                                             : passage_of_rows(whole, part, frame);
}

// Whose rules look to the key's earlier row, whichever period it is of; a record's earlier one is of no
// period.
std::vector<bool> levels_looking_back(const core::Scheme& scheme) {
    std::vector<bool> levels(scheme.levels.size());
    for (const auto& expr : scheme.expressions) {
        const auto* previous = std::get_if<core::Previous>(&expr.node);
        if (previous == nullptr || previous->back != 0) continue;
        const auto level = scheme.definitions[previous->of].level;
        levels[level.value] = scheme.levels[level].kind != core::LevelKind::records;
    }
    return levels;
}

}  // namespace

Findings::Findings(const core::Scheme& scheme)
    : scheme_(&scheme),
      without_value_(scheme.definitions.size()),
      rows_(scheme.levels.size()),
      looks_back_(levels_looking_back(scheme)),
      leavers_(scheme) {
    for (const auto& split : scheme.splits) {
        const auto input = split.whole_name ? core::InputId() : input_split(scheme, split);
        if (!split.whole_name && !input) continue;
        const auto level = input ? scheme.inputs[input].level : scheme.definitions[split.whole_name].level;
        for (const auto& part : split.parts) {
            if (part.gate && scheme.definitions[part.part].level == level)
                gates_.push_back({split.whole_name, input, part});
        }
    }
}

void Findings::add(const data::History& history, const run::Result& run) {
    for (std::size_t i = 0; i < rows_.size(); ++i) rows_[i] += history.frames[core::LevelId(i)].rows;
    for (const auto& [id, rows] : run.unread_failures) without_value_[id.value] += rows;
    add_gates(history, run);
    add_gaps(history);
    leavers_.add(history);
}

// A part is 0 where its gate is closed and where there was nothing to pay; only rows whose whole is not 0
// tell.
void Findings::add_gates(const data::History& history, const run::Result& run) {
    for (auto& gate : gates_) {
        const auto& part = run.definitions[gate.part.part.value];
        const auto& frame = history.frames[scheme_->definitions[gate.part.part].level];
        const auto passage = gate.input ? passage_of_rows(history.columns[gate.input], part, frame)
                                        : passage_of_values(run.definitions[gate.whole.value], part, frame);
        gate.open += passage.open;
        gate.closed += passage.closed;
    }
}

void Findings::add_gaps(const data::History& history) {
    if (std::ranges::find(looks_back_, true) == looks_back_.end()) return;
    for (std::uint32_t i = 0; i < history.rows.size(); ++i) {
        const auto& row = history.rows[data::RowId(i)];
        if (!looks_back_[row.level.value] || !row.previous) continue;
        const auto before = history.rows[row.previous].period;
        if (before.index + 1 == row.period.index) continue;
        if (gaps_++ == 0 || row.period < first_gap_->after)
            take_earlier({before, row.period, explain::row_name(*scheme_, history, data::RowId(i))});
    }
}

void Findings::take_earlier(Gap gap) {
    const auto place = [](const Gap& each) { return std::tie(each.after, each.name); };
    if (!first_gap_ || place(gap) < place(*first_gap_)) first_gap_ = std::move(gap);
}

void Findings::add(const Findings& others) {
    for (std::size_t i = 0; i < gates_.size(); ++i) {
        gates_[i].open += others.gates_[i].open;
        gates_[i].closed += others.gates_[i].closed;
    }
    std::ranges::transform(without_value_, others.without_value_, without_value_.begin(), std::plus());
    std::ranges::transform(rows_, others.rows_, rows_.begin(), std::plus());
    leavers_.add(others.leavers_);
    gaps_ += others.gaps_;
    if (others.first_gap_) take_earlier(*others.first_gap_);
}

Diagnostics Findings::diagnostics() const {
    Diagnostics all;
    for (const auto& gate : gates_) {
        const bool never = gate.open == 0 && gate.closed > 0;
        const bool always = gate.closed == 0 && gate.open > 1;
        if (!never && !always) continue;
        all.push_back({never ? kind::gate_never_open : kind::gate_always_open,
                       {scheme_->expressions[gate.part.gate].origin.span},
                       {scheme_->definitions[gate.part.part].name,
                        static_cast<std::int64_t>(never ? gate.closed : gate.open)},
                       {}});
    }
    for (std::size_t i = 0; i < without_value_.size(); ++i) {
        if (without_value_[i] == 0) continue;
        const auto& definition = scheme_->definitions[core::DefinitionId(i)];
        all.push_back({kind::unread_without_value,
                       {definition.name_span},
                       {shown_name(definition), static_cast<std::int64_t>(without_value_[i]),
                        static_cast<std::int64_t>(rows_[definition.level.value])},
                       {}});
    }
    if (first_gap_) {
        auto& gap = all.emplace_back(Diagnostic{kind::gap_before, {}, {}, {}});
        gap.arguments = {first_gap_->name, scheme_->calendar.to_text(first_gap_->before),
                         scheme_->calendar.to_text(first_gap_->after)};
        if (gaps_ > 1) gap.notes = {{kind::note_more_gaps, {static_cast<std::int64_t>(gaps_ - 1)}}};
    }
    for (auto& left : leavers_.diagnostics()) all.push_back(std::move(left));
    return all;
}

}  // namespace accrue::report
