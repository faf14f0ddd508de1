// report/text_table.hpp — Cells in aligned columns, as a terminal shows them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace accrue::report {

enum class Align { left, right };

class TextTable {
  public:
    static constexpr std::size_t gap = 2;  // blanks between columns

    explicit TextTable(std::vector<Align> columns) : columns_(std::move(columns)) {}

    void row(std::vector<std::string> cells);  // one a column
    void line();                               // a rule across the table
    std::size_t width() const;                 // in terminal columns
    std::string text() const;                  // every line ends in a line break, none in blanks

  private:
    struct Row {
        std::vector<std::string> cells;  // empty: a rule
    };
    std::vector<std::size_t> widths() const;

    std::vector<Align> columns_;
    std::vector<Row> rows_;
};

}  // namespace accrue::report
