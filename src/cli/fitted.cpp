#include "cli/fitted.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace accrue::cli {
namespace {

// Without the escape sequences that give it colour.
std::string uncoloured(std::string_view text) {
    std::string seen;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\x1b') {
            at = std::min(text.find('m', at), text.size());
        } else {
            seen += text[at];
        }
    }
    return seen;
}

// Where a word ends that begins there: at a blank outside of backticks.
std::size_t end_of_word(std::string_view line, std::size_t begin) {
    bool is_code = false;
    for (auto at = begin; at < line.size(); ++at) {
        if (line[at] == '`') is_code = !is_code;
        if (line[at] == ' ' && !is_code) return at;
    }
    return std::min(line.find(' ', begin), line.size());
}

// The column in which the line goes on; 0 where it may not be broken. Excerpts have a bar before them.
std::size_t hang_of(std::string_view seen) {
    constexpr std::size_t below_heading = 2;
    const auto first = seen.find_first_not_of(' ');
    if (first == 0) return seen.find("│") == seen.npos ? below_heading : 0;
    return first != seen.npos && seen.substr(first).starts_with("= ") ? first + 2 : 0;
}

std::string fitted_line(std::string_view line, std::size_t width) {
    const auto seen = uncoloured(line);
    const auto hang = display_width(seen) > width ? hang_of(seen) : 0;
    if (hang == 0) return std::string(line);
    auto at = line.find_first_not_of(' ');
    std::string text(line.substr(0, at));
    std::size_t used = at;
    while (at < line.size()) {
        const auto end = end_of_word(line, at);
        const auto word = line.substr(at, end - at);
        const auto wide = display_width(uncoloured(word));
        const bool is_first = used <= hang;
        if (!is_first && used + 1 + wide > width) {
            text += "\n" + std::string(hang, ' ');
            used = hang;
        } else if (!text.empty() && !text.ends_with(' ')) {
            text += ' ';
            ++used;
        }
        text += word;
        used += wide;
        at = end + 1;
    }
    return text;
}

}  // namespace

std::string fitted(std::string_view messages, std::size_t width) {
    std::string text;
    while (!messages.empty()) {
        const auto end = std::min(messages.find('\n'), messages.size());
        text += fitted_line(messages.substr(0, end), width) + "\n";
        messages.remove_prefix(std::min(end + 1, messages.size()));
    }
    return text;
}

}  // namespace accrue::cli
