#include "cli/refilled.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "explain/filled_lines.hpp"

namespace accrue::cli {
namespace {

constexpr std::size_t widest_first = 48;   // column of an entry below which its words go on
constexpr std::size_t second_column = 24;  // where they go on below a wider one
constexpr std::size_t deep = 20;           // lines that begin so far to the right go on with an entry

std::size_t blanks_before(std::string_view line) {
    return std::min(line.find_first_not_of(' '), line.size());
}

// Behind the blanks between the two columns of an entry; 0 where the line has only one.
std::size_t second_begin(std::string_view line) {
    const auto gap = line.find("  ", blanks_before(line));
    return gap == std::string_view::npos ? 0 : gap + blanks_before(line.substr(gap));
}

enum class Sort { blank, prose, entry, going_on, other };
Sort sort_of(std::string_view line) {
    if (trimmed(line).empty()) return Sort::blank;
    if (blanks_before(line) >= deep) return Sort::going_on;
    if (second_begin(line) > 0) return Sort::entry;
    return blanks_before(line) == 0 ? Sort::prose : Sort::other;
}

// Does the line belong to the piece that those before it make?
bool goes_on(const std::vector<std::string_view>& piece, std::string_view line) {
    if (piece.empty()) return false;
    const auto first = sort_of(piece.front()), sort = sort_of(line);
    return (first == Sort::entry && sort == Sort::going_on) || (first == Sort::prose && sort == Sort::prose);
}

// Wide gaps inside an entry may come to stand at the end of a line.
std::string without_blank_ends(std::string_view text) {
    std::string kept;
    for (const char c : text) {
        while (c == '\n' && kept.ends_with(' ')) kept.pop_back();
        kept += c;
    }
    return kept;
}

std::string filled(const std::vector<std::string_view>& piece, std::size_t width) {
    const auto begin = second_begin(piece.front());
    const auto first = piece.front().substr(0, begin);
    const auto column = display_width(first) <= widest_first ? display_width(first) : second_column;
    const auto hang = std::string(column, ' ');
    explain::FilledLines lines(std::string(first), hang, width);
    std::string words(piece.front().substr(begin));
    for (std::size_t i = 1; i < piece.size(); ++i) words.append(" ").append(trimmed(piece[i]));
    lines.flow(words);
    return without_blank_ends(std::move(lines).text());
}

std::string as_it_stands(const std::vector<std::string_view>& piece) {
    std::string text;
    for (const auto line : piece) text.append(line).append("\n");
    return text;
}

std::string shown(const std::vector<std::string_view>& piece, std::size_t width) {
    if (piece.empty()) return "";
    const auto sort = sort_of(piece.front());
    const bool is_wide = std::ranges::any_of(piece, [&](auto line) { return display_width(line) > width; });
    const bool is_filled = is_wide && (sort == Sort::prose || sort == Sort::entry);
    return is_filled ? filled(piece, width) : as_it_stands(piece);
}

}  // namespace

std::string refilled(std::string_view page, std::size_t width) {
    std::string text;
    std::vector<std::string_view> piece;
    while (!page.empty()) {
        const auto end = std::min(page.find('\n'), page.size());
        const auto line = page.substr(0, end);
        page.remove_prefix(std::min(end + 1, page.size()));
        if (!goes_on(piece, line)) {
            text += shown(piece, width);
            piece.clear();
        }
        piece.push_back(line);
    }
    return text + shown(piece, width);
}

}  // namespace accrue::cli
