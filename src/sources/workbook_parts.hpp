// sources/workbook_parts.hpp — What a workbook says beside its sheets: which sheets there are, the texts that
// cells refer to, how numbers are shown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sources/archive.hpp"
#include "sources/number_format.hpp"
#include "sources/table_text.hpp"

namespace accrue::sources {

struct SheetPart {
    std::string name;
    std::string part;  // in the archive
    bool is_hidden = false;
};

// Texts one behind the other.
class SharedTexts {
  public:
    void add(std::string_view part) { bytes_ += part; }
    void end_text() { ends_.push_back(bytes_.size()); }
    std::size_t size() const { return ends_.size(); }
    std::string_view operator[](std::size_t number) const {
        const auto begin = number == 0 ? 0 : ends_[number - 1];
        return std::string_view(bytes_).substr(begin, ends_[number] - begin);
    }

  private:
    std::string bytes_;
    std::vector<std::uint64_t> ends_;
};

struct WorkbookParts {
    std::vector<SheetPart> sheets;
    Epoch epoch = Epoch::year_1900;
    bool is_to_be_calculated = false;     // once a spreadsheet opens it
    std::string texts_part, styles_part;  // empty: there is none
};
WorkbookParts parts_of(const Archive& archive, const Limits& limits);

SharedTexts texts_of(const Archive& archive, const std::string& part, const Limits& limits);
// By the number of a cell's style.
std::vector<CellFormat> styles_of(const Archive& archive, const std::string& part, const Limits& limits);

// `_x000D_` stands for a character that XML cannot hold.
std::string unescaped(std::string_view text);

}  // namespace accrue::sources
