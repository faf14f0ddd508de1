// data/ragged.hpp — Rows with more or fewer cells than the header. Those behind the last good row are taken
// for a footer when they hold next to nothing.
#pragma once

#include "data/file.hpp"
#include "data/troubles.hpp"

namespace accrue::data {

// Does the row hold next to nothing, or a sum?
bool is_of_footer(const Records& row);

struct RaggedRow {
    Span span;
    std::uint32_t line = 0;
    std::size_t width = 0;
    bool is_footer = false;
};

class RaggedRows {
  public:
    RaggedRows(const File& file, Troubles& troubles) : file_(file), troubles_(troubles) {}

    void add(const Records& row);
    void add(const RaggedRow& row);
    void good_row_follows();
    // Reported as a footer, when there are good rows before them.
    void end_of_file(std::size_t good_rows);
    std::vector<RaggedRow> release() { return std::move(waiting_); }

  private:
    void report_ragged();

    static constexpr std::size_t longest_footer = 64;  // rows
    const File& file_;
    Troubles& troubles_;
    std::vector<RaggedRow> waiting_;
};

}  // namespace accrue::data
