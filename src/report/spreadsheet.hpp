// report/spreadsheet.hpp — Sheets as they are to be, before a library writes them: texts, values, formulas
// with what they come to, and charts of cells.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
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
    std::optional<int> digits = {};  // behind the point; without them as many as the value has
};

struct SheetCell {
    std::string text = {};     // of a cell without a value and formula
    std::string formula = {};  // without `=`
    bool is_array = false;     // the formula works on whole ranges
    std::optional<core::Value> value = {};
    Look look = {};
    Wording wording = Wording::plain;
    int indent = 0;
    std::string link = {};    // of a text: the sheet to which it leads
    bool is_wrapped = false;  // a text that goes on in further lines of its cell
    bool is_right = false;    // a text that stands on the right, above or among numbers
};

// Rows of some columns as a picture that the spreadsheet draws itself.
struct SheetChart {
    enum class Kind : std::uint8_t { bars, stacked, lines, points } kind = Kind::bars;
    struct Series {
        std::size_t column;
        bool is_hidden = false;  // takes its room in a stack and is not seen
    };
    std::string title, x_title, y_title;
    std::string description;  // for who does not see it
    std::string number_format = "General";
    std::size_t head = 0;         // the row of the series' names
    std::size_t first = 0, last;  // rows
    std::size_t names = 0;        // the column of the places; of points: of x
    std::vector<Series> series;
    CellAt at;  // of the upper left corner
};

struct Sheet {
    std::string name;
    std::map<CellAt, SheetCell> cells;
    std::map<std::size_t, int> outline;  // by row: how deep it stands
    std::vector<double> widths;          // of the first columns, in characters
    std::size_t frozen_rows = 0;
    std::vector<SheetChart> charts = {};
};

// What may be a sheet's name, of at most 31 characters (letters that none may have become `_`), and is none
// of `taken`, to which it is added. `wanted` is not empty.
std::string sheet_name(const std::string& wanted, std::set<std::string>& taken);
// Does a sheet show the number with just its digits? Others are written as texts.
bool is_exact_in_sheet(const Exact& number);

// The bytes of a workbook with these sheets: the same sheets give the same bytes. Throws `NotWritten`.
std::string workbook_of(const std::vector<Sheet>& sheets);

}  // namespace accrue::report
