#include "compare/broken_lines.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "base/word_parts.hpp"
#include "explain/filled_lines.hpp"

namespace accrue::compare {

namespace {

std::vector<std::string> parts_of(const std::string& word, std::size_t width) {
    return display_width(word) <= width ? std::vector{word} : parts_of_word(word);
}

}  // namespace

std::vector<std::string> broken_lines(const std::string& text, std::size_t width) {
    std::vector<std::string> lines(1);
    std::size_t used = 0;
    const auto next_line = [&] {
        while (lines.back().ends_with(' ')) lines.back().pop_back();
        lines.emplace_back();
        used = 0;
    };
    for (std::size_t at = 0; at < text.size();) {
        const auto blank = explain::end_of_word(text, at);
        const auto word = text.substr(at, blank - at);
        if (used > 0 && used + display_width(word) > width) next_line();
        for (const auto& part : parts_of(word, width)) {
            if (used > 0 && used + display_width(part) > width) next_line();
            for (const auto character : characters(part)) {
                if (used + display_width(character) > width) next_line();
                lines.back() += character;
                used += display_width(character);
            }
        }
        if (blank < text.size() && used < width) {
            lines.back() += ' ';
            ++used;
        }
        at = blank + 1;
    }
    while (lines.back().ends_with(' ')) lines.back().pop_back();
    return lines;
}

std::size_t longest_word(const std::string& text) {
    std::size_t longest = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto blank = explain::end_of_word(text, at);
        longest = std::max(longest, display_width(std::string_view(text).substr(at, blank - at)));
        at = blank + 1;
    }
    return longest;
}

}  // namespace accrue::compare
