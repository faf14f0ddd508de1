// data/ragged.hpp — Rows with more or fewer cells than the header. Those behind the last good row are taken
// for a footer when they hold next to nothing.
#pragma once

#include "data/file.hpp"
#include "data/troubles.hpp"

namespace accrue::data {

class RaggedRows {
  public:
    RaggedRows(const File& file, Troubles& troubles) : file_(file), troubles_(troubles) {}

    void add(const Records& row);
    void good_row_follows();
    void end_of_file();

  private:
    struct Ragged {
        Span span;
        std::uint32_t line = 0;
        std::size_t width = 0;
        bool is_footer = false;
    };
    void report_ragged();

    static constexpr std::size_t longest_footer = 64;  // rows
    const File& file_;
    Troubles& troubles_;
    std::vector<Ragged> waiting_;
};

}  // namespace accrue::data
