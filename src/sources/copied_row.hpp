// sources/copied_row.hpp — A line of PostgreSQL's `COPY … TO STDOUT` taken apart: cells between tabs, `\N`
// for NULL, backslashes before what would part them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace accrue::sources {

class CopiedRow {
  public:
    // The line's cells; they are valid until the next one is taken.
    const std::vector<std::optional<std::string_view>>& take(std::string_view line);

  private:
    std::vector<std::optional<std::string_view>> cells_;
    std::string plain_;  // the texts of cells that had backslashes
};

}  // namespace accrue::sources
