#include "report/leavers.hpp"

#include <algorithm>

#include "base/messages/findings.hpp"
#include "explain/rows.hpp"

namespace accrue::report {
namespace {

// What `each quarter` asks of a period; none for a line that is paid in all.
std::optional<core::Builtin> paid_at(const core::Scheme& scheme, core::ExprId amount) {
    if (!amount) return std::nullopt;
    const auto* expr = &scheme.expressions[amount];
    while (const auto* round = std::get_if<core::Round>(&expr->node)) expr = &scheme.expressions[round->of];
    const auto* choose = std::get_if<core::Choose>(&expr->node);
    if (choose == nullptr || expr->origin.written_as != core::WrittenAs::guard) return std::nullopt;
    const auto& condition = scheme.expressions[choose->cases.front().condition].node;
    const auto* read = std::get_if<core::Read>(&condition);
    const auto* builtin = read != nullptr ? std::get_if<core::Builtin>(&read->what) : nullptr;
    if (builtin == nullptr) return std::nullopt;
    const bool is_end = *builtin == core::Builtin::ends_month || *builtin == core::Builtin::ends_quarter ||
                        *builtin == core::Builtin::ends_year;
    return is_end ? std::optional(*builtin) : std::nullopt;
}

Period start(const Calendar& calendar, core::Builtin paid_at, Period period) {
    if (paid_at == core::Builtin::ends_month) return calendar.month_start(period);
    return paid_at == core::Builtin::ends_quarter ? calendar.quarter_start(period)
                                                  : calendar.year_start(period);
}

// The period that pays for this one: the last that has the same start.
Period end(const Calendar& calendar, core::Builtin paid_at, Period period) {
    const auto from = start(calendar, paid_at, period);
    while (start(calendar, paid_at, Calendar::next(period)) == from) period = Calendar::next(period);
    return period;
}

}  // namespace

Leavers::Leavers(const core::Scheme& scheme) : scheme_(&scheme) {
    for (const auto& pay : scheme.pays) {
        if (const auto at = paid_at(scheme, scheme.definitions[pay.amount].value))
            lines_.push_back({pay.amount, *at, pay.span});
    }
    left_.resize(lines_.size());
}

void Leavers::add(const data::History& history) {
    if (lines_.empty() || history.rows.size() == 0) return;
    const auto latest = std::ranges::max(history.rows.periods);
    last_ = last_ ? std::max(*last_, latest) : latest;
    for (std::size_t line = 0; line < lines_.size(); ++line) add_rows(history, line);
}

// A row after which its key has none in the same quarter, although the quarter goes on.
void Leavers::add_rows(const data::History& history, std::size_t line) {
    const auto& [amount, at, span] = lines_[line];
    const auto& calendar = scheme_->calendar;
    const auto& frame = history.frames[scheme_->definitions[amount].level];
    std::vector<std::uint8_t> goes_on(frame.rows, 0);
    for (std::uint32_t i = 0; i < frame.rows; ++i) {
        const auto before = history.rows.previous[frame.first.value + i];
        if (!before) continue;
        const auto here = history.rows.periods[frame.first.value + i];
        if (start(calendar, at, history.rows.periods[before.value]) == start(calendar, at, here))
            goes_on[before.value - frame.first.value] = 1;
    }
    for (std::uint32_t i = 0; i < frame.rows; ++i) {
        if (goes_on[i] != 0) continue;
        const data::RowId row(frame.first.value + i);
        const auto here = history.rows.periods[row.value];
        if (const auto pays = end(calendar, at, here); pays != here)
            left_[line][pays].add(explain::row_name(*scheme_, history, row), 1);
    }
}

void Leavers::Left::add(const std::string& name, std::size_t so_many) {
    if (count == 0 || name < first) first = name;
    count += so_many;
}

void Leavers::add(const Leavers& others) {
    if (others.last_) last_ = last_ ? std::max(*last_, *others.last_) : others.last_;
    for (std::size_t line = 0; line < left_.size(); ++line) {
        for (const auto& [period, left] : others.left_[line]) left_[line][period].add(left.first, left.count);
    }
}

Diagnostics Leavers::diagnostics() const {
    Diagnostics all;
    for (std::size_t line = 0; line < left_.size(); ++line) {
        std::size_t count = 0;
        const std::pair<const Period, Left>* first = nullptr;
        for (const auto& each : left_[line]) {
            if (each.first > *last_) continue;
            count += each.second.count;
            if (first == nullptr) first = &each;
        }
        if (first == nullptr) continue;
        auto& said = all.emplace_back(Diagnostic{kind::paid_to_no_leaver, {lines_[line].span}, {}, {}});
        said.arguments = {shown_name(scheme_->definitions[lines_[line].amount]), first->second.first,
                          scheme_->calendar.to_text(first->first)};
        if (count > 1) said.notes = {{kind::note_more_leavers, {static_cast<std::int64_t>(count - 1)}}};
    }
    return all;
}

}  // namespace accrue::report
