#include "data/file.hpp"

#include <algorithm>
#include <limits>

#include "base/messages/data.hpp"
#include "data/file_names.hpp"
#include "data/ragged.hpp"

namespace accrue::data {
namespace {

// As lines are skipped at the end of a file: blank ones count for nothing.
std::size_t lines_in(std::string_view text) {
    std::size_t lines = 0;
    while (true) {
        const auto begin = text.find_first_not_of(" \t\r\n");
        if (begin == std::string_view::npos) return lines;
        ++lines;
        text.remove_prefix(std::min(text.find_first_of("\r\n", begin), text.size()));
    }
}

}  // namespace

Cell File::cell(Place row, std::uint32_t column) const {
    Records records(text, delimiter, row.offset, row.line);
    records.next();
    return column < records.cells().size() ? records.cells()[column] : Cell{text.substr(row.offset, 0)};
}

Cell File::cell(const FileRow& row, std::uint32_t column) const {
    return cell(Place{row.offset, row.line}, column);
}

Span File::span(std::string_view part) const {
    constexpr std::size_t longest = std::numeric_limits<std::uint32_t>::max();
    return {.begin = static_cast<std::uint64_t>(part.data() - text.data()),
            .length = static_cast<std::uint32_t>(std::min(part.size(), longest)),
            .source = source};
}

Fact File::row_to_remove(Place row) const {
    Records behind(text, delimiter, row.offset, row.line);
    behind.next();
    bool is_end = true;
    while (is_end && behind.next()) is_end = headers.size() > 1 && is_of_footer(behind);
    if (!is_end) return {kind::hint_remove_row_alone, {}};
    const auto lines = lines_skipped + lines_in(text.substr(row.offset));
    return {kind::hint_remove_row, {option_of_file(called, std::to_string(lines))}};
}

}  // namespace accrue::data
