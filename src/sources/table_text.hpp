// sources/table_text.hpp — Writes a table's text, cell by cell, and remembers of each column what its numbers
// and texts were.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sources/table.hpp"

namespace accrue::sources {

struct Limits {
    std::uint64_t text = std::uint64_t{4} << 30;     // bytes of a table's text
    std::uint64_t strings = std::uint64_t{1} << 30;  // bytes of a workbook's texts and styles
    std::uint64_t sheet = std::uint64_t{16} << 30;   // bytes of a sheet as it stands in the workbook
    int patience = 5000;  // milliseconds that another program may keep a file locked
};

class TableText {
  public:
    // `name` is said when the table is too large.
    TableText(std::string name, std::uint64_t most_bytes) : name_(std::move(name)), most_bytes_(most_bytes) {}

    // To this row (from 1), whose first cell comes next; rows between are blank.
    void go_to_row(std::uint32_t row);
    // Cells that are passed over are blank. From 0, each behind the one before.
    void go_to_column(std::uint32_t column);

    void add_text(std::string_view text);
    void add_number(std::string_view plain);  // of `plain_number`
    void add_plain(std::string_view text);    // neither quotes nor commas: a date, yes or no
    void add_day(std::string_view day);       // of `day_text`
    void add_missing() { ++column_; }

    // Of the cell that comes next; its word where there is one to show.
    void remark(Kind kind, const std::string& word = "");

    std::uint32_t row() const { return row_; }
    std::uint32_t column() const { return column_; }

    // All rows as wide as the widest; nothing can be added any more.
    Table finished(data::Layout layout);

  private:
    // So many rows in a row, each with so many cells.
    struct Run {
        std::uint32_t rows = 0, cells = 0;
    };
    struct Seen {
        std::uint32_t numbers = 0;
        std::uint32_t number_texts = 0, first_row = 0;  // texts that read as numbers
        std::uint32_t days = 0;
        std::uint32_t day_texts = 0, first_day_row = 0;  // texts that read as days
    };

    void begin_cell();
    void end_row();
    void check_size(std::uint64_t bytes) const;
    Seen& seen();
    std::string padded();

    std::string name_;
    std::uint64_t most_bytes_;
    std::string text_;
    std::uint32_t row_ = 0;      // 0: none begun
    std::uint32_t column_ = 0;   // of the cell that comes next
    std::uint32_t written_ = 0;  // commas in the row
    std::uint32_t width_ = 0;
    bool has_cells_ = false;  // the row
    std::vector<Run> runs_;
    std::vector<Seen> seen_;
    std::vector<Remark> remarks_;
};

}  // namespace accrue::sources
