// data/date_column.hpp — A column of dates, of months, or of the periods in which a scheme counts. The order
// of `01/02/2026` is decided by all of its cells; a date in a column of months or periods must be the first
// or last day of one, unless the command line says how the column is written.
#pragma once

#include <utility>

#include "data/date_cell.hpp"
#include "data/file.hpp"
#include "data/troubles.hpp"

namespace accrue::data {

class DateColumn {
  public:
    // `wanted` is `date` or `month`.
    DateColumn(core::TypeKind wanted, std::uint32_t position, const File& file, Troubles& troubles);
    // Of periods: the values are their indices.
    DateColumn(const Calendar& calendar, std::uint32_t position, const File& file, Troubles& troubles);

    void told(DatePattern pattern, std::string example);

    // The next row's cell, without blanks at its ends. A cell mostly says what the one before it said.
    void read(std::string_view text) {
        if (text == last_text_ && !text.empty()) {
            column_.values.push_back(last_value_);
            if (!column_.missing.empty()) column_.missing.push_back(0);
            return;
        }
        read_anew(text);
    }

    // Behind the last row: cells that waited are read, or reported.
    void finish();
    const Column& column() const { return column_; }
    Column release() { return std::move(column_); }
    bool has_dates_for_periods() const { return dates_for_periods_; }
    bool is_broken(RowId row) const;  // reported, or missing
    // `DD/MM/YYYY` when the cells decided it; empty when there was nothing to decide.
    std::string order() const;

  private:
    void read_anew(std::string_view text);
    void read_cell(std::string_view text, RowId row);
    void settle(const DateReading& reading, RowId row);
    void keep(const CalendarDay& day, RowId row);
    void two_orders(const DateReading& reading, RowId row);
    void decide(DatePart first, const CalendarDay& day, RowId row);
    bool is_fitting(const CalendarDay& day) const;
    bool keep_period(std::string_view text, RowId row);
    void not_wanted(RowId row);
    void inner_day(RowId row);
    void month_instead(RowId row);
    void report_waiting();
    Diagnostic* broken(Kind kind, RowId row);
    void ambiguous(Kind kind, const DateReading& reading, RowId row);
    std::string raw(RowId row) const { return unquoted(file_.cell(row, position_)); }

    enum class Wanted : std::uint8_t { date, month, period };  // a period of months is a month
    Wanted wanted_;
    Calendar calendar_;  // of a month: by months
    std::uint32_t position_;
    const File& file_;
    Troubles& troubles_;
    Column column_;
    std::optional<DatePattern> told_;
    std::string told_text_;

    std::string_view last_text_;
    std::int64_t last_value_ = 0;
    DatePart begins_with_ = DatePart::year;  // the first part of `01/02/2026`; `year` until decided
    RowId decided_row_;
    std::vector<RowId> waiting_;
    std::vector<RowId> broken_;
    bool dates_for_periods_ = false;
};

}  // namespace accrue::data
