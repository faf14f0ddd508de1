#include "sources/copied_row.hpp"

namespace accrue::sources {
namespace {

char behind_backslash(char byte) {
    switch (byte) {
        case 'b':
            return '\b';
        case 'f':
            return '\f';
        case 'n':
            return '\n';
        case 'r':
            return '\r';
        case 't':
            return '\t';
        case 'v':
            return '\v';
        default:
            return byte;
    }
}

}  // namespace

const std::vector<std::optional<std::string_view>>& CopiedRow::take(std::string_view line) {
    if (line.ends_with('\n')) line.remove_suffix(1);
    cells_.clear();
    plain_.clear();
    plain_.reserve(line.size());  // views into it stay
    while (true) {
        const auto end = line.find('\t');
        const auto cell = line.substr(0, end);
        if (cell == "\\N") {
            cells_.emplace_back();
        } else if (cell.find('\\') == std::string_view::npos) {
            cells_.emplace_back(cell);
        } else {
            const auto begin = plain_.size();
            for (std::size_t i = 0; i < cell.size(); ++i) {
                const bool is_escaped = cell[i] == '\\' && i + 1 < cell.size();
                plain_ += is_escaped ? behind_backslash(cell[++i]) : cell[i];
            }
            cells_.emplace_back(std::string_view(plain_).substr(begin));
        }
        if (end == std::string_view::npos) return cells_;
        line.remove_prefix(end + 1);
    }
}

}  // namespace accrue::sources
