// Behind the last row of a range: what only all of its rows say.
#include <algorithm>
#include <utility>

#include "base/messages/data.hpp"
#include "data/period_words.hpp"
#include "data/reading.hpp"
#include "data/words.hpp"

namespace accrue::data {
namespace {

Column finished(Reader& reader, Troubles& behind) {
    return std::visit(overloaded{[&](NumberColumn& column) { return column.finish(behind); },
                                 [&](DateColumn& column) { return column.finish(behind), column.release(); },
                                 [](auto& column) { return column.finish(); }},
                      reader);
}

}  // namespace

// The row's own period, or its date, is blank.
void ReadingRows::report_without_period(RowId row) {
    Records cells(file_.text, file_.delimiter, file_.rows[row].offset, file_.rows[row].line);
    cells.next();
    const auto is_sum = [](const Cell& cell) { return is_total(bare(cell.text)); };
    const auto total = std::ranges::find_if(cells.cells(), is_sum);
    const bool is_footer = total != cells.cells().end();
    const auto column =
        is_footer ? static_cast<std::uint32_t>(total - cells.cells().begin()) : *roles_.period;
    const auto unit = opening_.wanted.calendar.unit;
    const auto kind = is_footer                                 ? kind::row_is_total
                      : opening_.wanted.holds == Holds::records ? kind::row_without_date
                      : unit == PeriodUnit::month               ? kind::row_without_month
                                                                : kind::row_without_period;
    auto* const report = piece_.behind.first(kind, column, cells.line());
    if (report == nullptr) return;
    report->spans = {file_.span(cells.cells()[column].text)};
    if (kind == kind::row_without_period) report->arguments = {unit_in_words(unit)};
    if (is_footer) {
        report->arguments = {unquoted(*total)};
        report->notes = {file_.row_to_remove(file_.place(row))};
    }
}

void ReadingRows::finish_keys() {
    sheet_.keys = keys_ ? keys_->finish(file_.rows) : std::vector<std::string>{""};
    if (keys_) sheet_.first_of_key = keys_->first_places();
    if (parents_) {
        sheet_.parents = parents_->finish(sheet_.parent_of);
        sheet_.first_of_parent = parents_->first_places();
    }
    for (std::size_t i = 0; i < sheet_.parent_of.size(); ++i) {
        if (!sheet_.parent_of[i]) file_.rows[RowId(i)].key = KeyId();
    }
}

// The date of each record, and the period that it is in: mostly that of the row before.
void ReadingRows::take_dates(const Counts& days) {
    const auto& calendar = opening_.wanted.calendar;
    Period period;
    Date first_day{1}, last_day{0};
    auto next = days.begin();
    for (auto& row : file_.rows) {
        const Date date{static_cast<std::int32_t>(*next++)};
        if (date < first_day || date > last_day) {
            period = calendar.period(date);
            first_day = calendar.first_day(period);
            last_day = calendar.last_day(period);
        }
        row.period = period;
        row.date = date;
    }
}

void ReadingRows::take_periods(const Counts& indices) {
    auto next = indices.begin();
    for (auto& row : file_.rows) row.period = Period{static_cast<std::int32_t>(*next++)};
}

// Rows whose period was reported lose their key, so that no later check speaks of them.
void ReadingRows::finish_periods() {
    if (!periods_) return;
    periods_->finish(piece_.behind);
    const auto& column = periods_->column();
    opening_.wanted.holds == Holds::records ? take_dates(column.values) : take_periods(column.values);
    for (std::uint32_t i = 0; periods_->has_broken() && i < file_.rows.size(); ++i) {
        auto& row = file_.rows[RowId(i)];
        if (!periods_->is_broken(RowId(i))) continue;
        if (column.is_missing(RowId(i)) && row.key) report_without_period(RowId(i));
        row.key = KeyId();
    }
    sheet_.understood.months_from_dates = periods_->has_dates_for_periods();
    piece_.settled.period.dates = periods_->settled();
}

void ReadingRows::report_reversed(RowId row) {
    auto* const report = piece_.behind.first(kind::dates_reversed, *roles_.to, file_.rows[row].line);
    if (report == nullptr) return;
    report->spans = {file_.span(row, *roles_.to), file_.span(row, *roles_.from)};
    report->arguments = {unquoted(file_.cell(row, *roles_.from)), unquoted(file_.cell(row, *roles_.to))};
}

void ReadingRows::finish_from_to() {
    const auto finish = [&](std::optional<DateColumn>& dates, std::optional<Column>& column,
                            SettledColumn& settled) {
        if (!dates) return;
        dates->finish(piece_.behind);
        settled.dates = dates->settled();
        for (std::uint32_t i = 0; dates->has_broken() && i < file_.rows.size(); ++i) {
            const bool is_missing = dates->column().is_missing(RowId(i));
            if (!is_missing && dates->is_broken(RowId(i))) file_.rows[RowId(i)].key = KeyId();
        }
        column = dates->release();
        dates.reset();
    };
    finish(from_, sheet_.from, piece_.settled.from);
    finish(to_, sheet_.to, piece_.settled.to);
    if (!sheet_.from || !sheet_.to) return;
    for (std::uint32_t i = 0; i < file_.rows.size(); ++i) {
        const RowId row(i);
        const bool is_whole = !sheet_.from->is_missing(row) && !sheet_.to->is_missing(row);
        if (!file_.rows[row].key || !is_whole || sheet_.from->count(row) <= sheet_.to->count(row)) continue;
        report_reversed(row);
        file_.rows[row].key = KeyId();
    }
}

void ReadingRows::finish_columns() {
    for (const auto& wanted : opening_.wanted.columns) {
        sheet_.columns.emplace_back();
        sheet_.columns.back().kind = wanted.input.type.kind;
        sheet_.columns.back().absent = true;
    }
    auto& understood = sheet_.understood;
    for (std::size_t i = 0; i < readers_.size(); ++i) {
        const auto wanted = reader_columns_[i];
        sheet_.columns[wanted] = finished(readers_[i], piece_.behind);
        const auto& header = file_.headers[reader_positions_[i]];
        if (const auto* numbers = std::get_if<NumberColumn>(&readers_[i])) {
            understood.numbers[header] = numbers->format();
            piece_.settled.columns[wanted].numbers = numbers->settled();
        } else if (const auto* dates = std::get_if<DateColumn>(&readers_[i])) {
            if (!dates->order().empty()) understood.dates[header] = dates->order();
            piece_.settled.columns[wanted].dates = dates->settled();
        }
    }
}

void ReadingRows::finish_order() {
    auto& understood = sheet_.understood;
    understood.rows = file_.rows.size();
    understood.keys = sheet_.keys.size();
    const bool is_records = opening_.wanted.holds == Holds::records;
    sheet_.survey = surveyed(file_.rows, is_records ? core::LevelKind::records : core::LevelKind::rows);
    const auto& survey = *sheet_.survey;
    if (!periods_ || survey.periods.empty()) return;
    understood.first_period = Period{survey.periods.least};
    understood.last_period = Period{survey.periods.most};
}

}  // namespace accrue::data
