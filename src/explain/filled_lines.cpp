#include "explain/filled_lines.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "explain/trace_tree.hpp"

namespace accrue::explain {

std::size_t end_of_word(const std::string& text, std::size_t begin) {
    const auto is_digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    auto end = text.find(' ', begin);
    while (end != std::string::npos && end > begin && end + 1 < text.size() && is_digit(end - 1) &&
           (is_digit(end + 1) || text[end + 1] == '%')) {
        end = text.find(' ', end + 1);
    }
    return std::min(end, text.size());
}

FilledLines::FilledLines(std::string first, std::string hang, std::size_t width)
    : line_(std::move(first)),
      hang_(std::move(hang)),
      width_(std::max(width, least_width)),
      fresh_(line_.empty() || line_.ends_with(' ')) {}

void FilledLines::add(const std::string& reason) {
    if (fits(reason)) return put(std::string(column_gap, ' '), reason);
    next_line();
    fits(reason) ? put("", reason) : flow(reason);
}

void FilledLines::flow(const std::string& words) {
    for (std::size_t begin = 0; begin < words.size();) {
        const auto end = end_of_word(words, begin);
        const auto word = words.substr(begin, end - begin);
        if (!fits(" " + word) && !fresh_) next_line();
        put(fresh_ ? "" : " ", word);
        begin = end + 1;
    }
}

bool FilledLines::fits(const std::string& words) const {
    return display_width(line_) + column_gap + display_width(words) <= width_;
}

void FilledLines::put(std::string_view before, const std::string& words) {
    line_.append(before).append(words);
    fresh_ = false;
}

void FilledLines::next_line() {
    text_ += line_ + "\n";
    line_ = hang_;
    fresh_ = true;
}

}  // namespace accrue::explain
