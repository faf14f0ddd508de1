#include "report/text_table.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "base/text.hpp"

namespace accrue::report {

void TextTable::row(std::vector<std::string> cells) {
    assert(cells.size() == columns_.size());
    for (auto& cell : cells) cell = printable(cell);
    rows_.push_back({std::move(cells)});
}

void TextTable::line() {
    rows_.push_back({});
}

std::vector<std::size_t> TextTable::widths() const {
    std::vector<std::size_t> widths(columns_.size(), 0);
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            widths[i] = std::max(widths[i], display_width(row.cells[i]));
        }
    }
    return widths;
}

std::size_t TextTable::width() const {
    const auto all = widths();
    return std::accumulate(all.begin(), all.end(), all.empty() ? 0 : gap * (all.size() - 1));
}

std::string TextTable::text() const {
    const auto widths = this->widths();
    const auto total = width();
    std::string text;
    for (const auto& row : rows_) {
        std::string line;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            if (i > 0) line.append(gap, ' ');
            line += columns_[i] == Align::right ? padded_left(row.cells[i], widths[i])
                                                : padded_right(row.cells[i], widths[i]);
        }
        if (row.cells.empty()) {
            for (std::size_t i = 0; i < total; ++i) line += "─";
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    }
    return text;
}

}  // namespace accrue::report
