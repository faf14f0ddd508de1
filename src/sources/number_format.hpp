// sources/number_format.hpp — What a number of a sheet is shown as: the spreadsheet's format says whether
// 46082 is a number or the first of March.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace accrue::sources {

enum class Shown : std::uint8_t { number, percent, day, moment, time };

// A format that the workbook writes out: `dd.mm.yyyy`, `#,##0.00" ₽"`, `[h]:mm`.
Shown shown_by(std::string_view code);
// A format known by its number; the workbook need not write it out.
Shown shown_by_number(std::uint32_t number);

// What a section of a format prints beside the number. `known` counts as in a file of text: a currency, a
// scale, a percent sign: `₽`, `тыс. руб.`; `unknown` are other words: `шт.`, `т.р.`. Each is empty when there
// is none.
struct Units {
    std::string known, unknown;
};

// One of the parts between `;`: for positive numbers, negative ones and 0, or, of `[>=1000]`, for those
// above.
struct Section {
    Units units;
    std::string condition = {};  // `>=`, `<`, `=` …; empty when it has none
    double bound = 0;
};
std::vector<Section> sections_of(std::string_view code);
// Those of the section by which the number is shown.
const Units& units_for(const std::vector<Section>& sections, double number);

// As many digits as the format shows of each whole number, in front zeros: 5 for `00000`, in which numbers
// of people and of accounts are kept; 0 for formats that show an amount.
std::size_t least_digits_of(std::string_view code);

struct CellFormat {
    Shown shown = Shown::number;
    std::vector<Section> sections = {};
    std::size_t least_digits = 0;
};

enum class Epoch : std::uint8_t { year_1900, year_1904 };

// A count of days and parts of a day, as a plain number, in the words of a date cell: `2026-03-01`,
// `2026-03-01 10:30:00`, `10:30:00`. Empty when it is no day of the spreadsheet's calendar.
std::string day_text(std::string_view plain, Shown shown, Epoch epoch);

}  // namespace accrue::sources
