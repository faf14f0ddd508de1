#include "data/file.hpp"

#include <algorithm>
#include <limits>

#include "base/messages/data.hpp"
#include "data/file_names.hpp"

namespace accrue::data {

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

Fact File::row_to_remove() const {
    return {kind::hint_remove_row, {option_of_file(called, "1")}};
}

}  // namespace accrue::data
