// explain/filled_lines.hpp — Words filled into lines of a width; a line break stands between words.
#pragma once

#include <string>
#include <string_view>

namespace accrue::explain {

inline constexpr std::size_t column_gap = 3;  // columns between the columns

// Where the word ends that begins there: at a blank, but not one inside a number or before its `%`.
std::size_t end_of_word(const std::string& text, std::size_t begin);

class FilledLines {
  public:
    // `first` begins the first line, `hang` every other. Words flow on right behind a blank at the end of
    // `first`.
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
    bool fresh_;  // the next word needs no blank before it, and no further line
};

}  // namespace accrue::explain
