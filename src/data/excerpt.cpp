#include "data/excerpt.hpp"

#include <algorithm>

#include "data/encoding.hpp"

namespace accrue::data {
namespace {

// Adds a row whose line break may be missing at the end of the file; returns how many lines it has.
std::uint32_t add_row(Excerpt& all, std::string_view text, char delimiter, Place place) {
    Records records(text, delimiter, place.offset, place.line);
    records.next();
    all.text += text.substr(records.offset(), records.rest() - records.offset());
    const bool is_ended = all.text.ends_with('\n') || all.text.ends_with('\r');
    if (!is_ended) all.text += '\n';
    return records.rest_line() - records.line() + (is_ended ? 0 : 1);
}

std::uint32_t line_of_file(const LinesOfFile& lines, std::uint32_t line) {
    const auto found = std::ranges::lower_bound(lines, line, {}, [](const auto& each) { return each.first; });
    return found != lines.end() && found->first == line ? found->second : line;
}

}  // namespace

Excerpt excerpt(std::string_view text, char delimiter, Place header, std::vector<Place> rows) {
    std::ranges::sort(rows, {}, &Place::offset);
    const auto twice = std::ranges::unique(rows, {}, &Place::offset);
    rows.erase(twice.begin(), twice.end());
    Excerpt all;
    std::uint32_t line = 1;
    rows.insert(rows.begin(), header);
    for (const auto& row : rows) {
        all.lines.emplace_back(line, row.line);
        line += add_row(all, text, delimiter, row);
    }
    return all;
}

Place place_of_line(std::string_view text, std::uint32_t line) {
    std::uint64_t at = mark_length(text);
    for (std::uint32_t each = 1; each < line; ++each) {
        const auto end = text.find_first_of("\r\n", at);
        if (end == std::string_view::npos) return {};
        at = end + (text.substr(end).starts_with("\r\n") ? 2 : 1);
    }
    return {at, line};
}

void restore_lines(History& history, const std::map<SourceId, LinesOfFile>& excerpts) {
    for (std::uint32_t i = 0; i < history.rows.size(); ++i) {
        const auto found = excerpts.find(history.rows[RowId(i)].source);
        auto& line = history.rows.lines[i];
        if (line != 0 && found != excerpts.end()) line = line_of_file(found->second, line);
    }
    for (auto& reference : history.references) {
        const auto found = excerpts.find(reference.source);
        if (found == excerpts.end()) continue;
        for (auto& row : reference.rows) row.line = line_of_file(found->second, row.line);
    }
}

}  // namespace accrue::data
