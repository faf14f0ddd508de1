// report/workings.hpp — The cells below a trace in which a spreadsheet works out what one formula cannot say:
// single cells, and tables with a row for each member, period or equation and a column for each step.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "report/spreadsheet.hpp"

namespace accrue::report {

using KnownValue = std::optional<core::Value>;

class Workings {
  public:
    Workings(Sheet& sheet, std::size_t first_row) : sheet_(sheet), next_row_(first_row) {}

    // So many rows that nobody else has: the first of them.
    std::size_t take_rows(std::size_t count);
    CellAt put(CellAt at, std::string formula, KnownValue value, Look look = {});
    void work_on_ranges(CellAt at) { sheet_.cells[at].is_array = true; }
    void label(CellAt at, std::string text, Wording wording = Wording::plain);
    // Where a formula stands; the same formula has one cell.
    CellAt cell_of(const std::string& formula, const KnownValue& value);

  private:
    Sheet& sheet_;
    std::size_t next_row_;
    std::map<std::string, CellAt> cells_;
};

class WorkingTable {
  public:
    using Formula = std::function<std::string(std::size_t row)>;
    using Value = std::function<KnownValue(std::size_t row)>;

    // With as many rows more below the named ones.
    WorkingTable(Workings& workings, const std::string& title, const std::vector<std::string>& rows,
                 std::size_t more_rows = 0);

    // The next column to the right; `result_column` is the one in which values of traces stand.
    std::size_t add(const std::string& title, const Formula& formula, const Value& value,
                    const Look& look = {});
    void set_results(const std::string& title, const Formula& formula, const Value& value, const Look& look);
    // Without cells yet.
    std::size_t add_empty(const std::string& title);

    static constexpr std::size_t result_column = 1;
    CellAt at(std::size_t column, std::size_t row) const { return {top_ + row, column}; }
    std::string cell(std::size_t column, std::size_t row) const { return cell_name(at(column, row)); }
    std::string column(std::size_t column) const { return range_name(at(column, 0), at(column, rows_ - 1)); }

  private:
    void fill(std::size_t column, const Formula& formula, const Value& value, const Look& look);

    Workings& workings_;
    std::size_t rows_, head_ = 0, top_ = 0, next_column_ = result_column + 1;
};

}  // namespace accrue::report
