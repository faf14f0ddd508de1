// report/spreadsheet.hpp — A sheet as it is to be, before a library writes it: texts, values, and formulas
// with what they come to.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/scheme.hpp"

namespace accrue::report {

// Both from 0. `B7` is column 1, row 6.
struct CellAt {
    std::size_t row = 0, column = 0;
    friend auto operator<=>(const CellAt&, const CellAt&) = default;
};
std::string cell_name(CellAt at);  // `B7`
std::string range_name(CellAt first, CellAt last);

enum class Wording : std::uint8_t { plain, heading, soft };
// How a value is shown.
struct Look {
    core::Type type = {};
    bool as_percent = false;
};

struct SheetCell {
    std::string text = {};     // of a cell without a value and formula
    std::string formula = {};  // without `=`
    bool is_array = false;     // the formula works on whole ranges
    std::optional<core::Value> value = {};
    Look look = {};
    Wording wording = Wording::plain;
    int indent = 0;
};

struct Sheet {
    std::string name;
    std::map<CellAt, SheetCell> cells;
    std::map<std::size_t, int> outline;  // by row: how deep it stands
    std::vector<double> widths;          // of the first columns, in characters
    std::size_t frozen_rows = 0;
};

// The bytes of a workbook with this sheet: the same sheet gives the same bytes. Throws `NotWritten`.
std::string workbook_of(const Sheet& sheet);

}  // namespace accrue::report
