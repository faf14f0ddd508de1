// explain/filled_lines.hpp — Words filled into lines of a width; a line break stands between words.
#pragma once

#include <string>
#include <string_view>

namespace accrue::explain {

inline constexpr std::size_t column_gap = 3;  // columns between the columns

class FilledLines {
  public:
    // `first` begins the first line, `hang` every other.
    FilledLines(std::string first, std::string hang, std::size_t width);

    // A reason stays in one piece where it can; a long one is broken between words.
    void add(const std::string& reason);
    // Goes on where the line is, and is broken wherever it must be.
    void flow(const std::string& words);
    std::string text() && { return text_ + line_ + "\n"; }

  private:
    bool fits(const std::string& words) const;
    void put(std::string_view before, const std::string& words);
    void next_line();

    std::string text_, line_, hang_;
    std::size_t width_;
    bool fresh_ = false;
};

}  // namespace accrue::explain
