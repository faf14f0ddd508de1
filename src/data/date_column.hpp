// data/date_column.hpp — A column of dates, of months, or of the periods in which a scheme counts. The order
// of `01/02/2026` is decided by all of its cells; a date in a column of months or periods must be the first
// or last day of one, unless the command line says how the column is written.
#pragma once

#include <utility>

#include "data/block.hpp"
#include "data/date_cell.hpp"
#include "data/file.hpp"
#include "data/recent_months.hpp"
#include "data/recent_texts.hpp"
#include "data/troubles.hpp"

namespace accrue::data {

struct ToldDates {
    DatePattern pattern;
    std::string example;  // as the command line gives it
};

// What the cells of a column decided, for the cells of other pieces of the file.
struct SettledDates {
    DatePart begins_with = DatePart::year;  // the first part of `01/02/2026`; `year` until decided
    Place decided_at;
    bool waits = false;    // cells of either order were left
    bool clashes = false;  // a cell contradicts the one that decided
};

class DateColumn {
  public:
    // `wanted` is `date` or `month`.
    DateColumn(core::TypeKind wanted, std::uint32_t position, const File& file, Troubles& troubles);
    // Of periods: the values are their indices.
    DateColumn(const Calendar& calendar, std::uint32_t position, const File& file, Troubles& troubles);

    void told(const ToldDates& dates);
    // What cells before these decided.
    void settled(const SettledDates& dates);

    // `9999-12-31` stands for nothing: the last day of what has no end.
    void may_be_open() { may_be_open_ = true; }

    // The next row's cell, without blanks at its ends.
    void read(std::string_view text) {
        if (const auto value = known(text); value != unknown) return add(value);
        read_anew(text);
    }
    // The next rows' cells.
    void read(const Block& block);
    void reserve(std::size_t rows) { column_.values.reserve(rows); }

    // Behind the last row: cells that waited are read, or reported, to `behind`.
    void finish(Troubles& behind);
    const SettledDates& settled() const { return settled_; }
    const Column& column() const { return column_; }
    Column release() { return std::move(column_); }
    bool has_dates_for_periods() const { return dates_for_periods_; }
    bool is_broken(RowId row) const;  // reported, or missing
    bool has_broken() const { return !broken_.empty() || !column_.missing.empty(); }
    // `DD/MM/YYYY` when the cells decided it; empty when there was nothing to decide.
    std::string order() const;

  private:
    void add(std::int64_t value) {
        column_.values.push_back(value);
        if (!column_.missing.empty()) column_.missing.push_back(0);
    }
    static constexpr auto unknown = RecentMonths::unknown;
    // The value of a cell that was read before, or of another day of a month of which one was.
    std::int64_t known(std::string_view text) const {
        const auto day = months_.find(text);
        if (day != unknown) return day;
        const auto* const value = recent_.find(text);
        return value == nullptr ? unknown : *value;
    }
    void remember(std::string_view text, std::int64_t value);
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
    void short_year(const DateReading& reading, RowId row);
    void ambiguous(const DateReading& reading, RowId row);
    std::string raw(RowId row) const { return unquoted(file_.cell(row, position_)); }

    enum class Wanted : std::uint8_t { date, month, period };  // a period of months is a month
    Wanted wanted_;
    Calendar calendar_;  // of a month: by months
    std::uint32_t position_;
    const File& file_;
    Troubles* troubles_;
    Column column_;
    std::optional<ToldDates> told_;

    RecentTexts recent_;   // cells that say the same in any row
    RecentMonths months_;  // of dates that are read in one way only
    bool may_be_open_ = false;
    SettledDates settled_;
    std::vector<RowId> waiting_;
    std::vector<RowId> broken_;
    bool dates_for_periods_ = false;
};

}  // namespace accrue::data
