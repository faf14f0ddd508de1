// data/file_names.hpp — What the name of a data file, a sheet or a table says: whose rows it has, and of
// which period.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "number/calendar.hpp"

namespace accrue::data {

// The same name, but for case, ё and е, blanks and `_`?
bool is_same_name(std::string_view one, std::string_view other);
// The name that was perhaps meant, by the whole of the file's or by a word of it: `payment` of
// `paymnet_2026-02` or `2026-02 payments`.
std::optional<std::string> name_inside(std::string_view file, const std::vector<std::string>& names);
// The name with which the file's begins: `payment_feb` and `payments (1)` may hold rows of `payment`.
std::optional<std::string> name_begun(std::string_view file, const std::vector<std::string>& names);
// Is it made of numbers and names of months: `2026-01`, `feb 2026`, `1`?
bool says_period(std::string_view name);
// The one of which the file has the rows of a period, as its name says: `payment` of `payment_2026-01`,
// `payment.feb` or `payment 1`.
std::optional<std::string> name_before_period(std::string_view file, const std::vector<std::string>& names);
// In the name of a source: where the table's own begins, at its `#`, behind a workbook's or a database's
// ending where there is one, else at the last. `npos` where there is no `#`.
std::size_t mark_of_table(std::string_view source);
// What a source is called: `plan_2026-01` of `data/plan_2026-01.csv.gz`, or of `book.xlsx#plan_2026-01`.
enum class NamedAs : std::uint8_t { file, table };
std::string_view name_alone(std::string_view source, NamedAs named_as);
// The period that ends a name, a year in it: `plan_2026-01`, `January 2026`. None when there is another
// number before it.
std::optional<Period> period_named(std::string_view name, const Calendar& calendar);
// The number or name of a month among its words: 2 of `feb 2026`.
std::optional<int> month_in(std::string_view name);
// How the command line is told of files of a level: `--data payment=may.csv --data payment=june.csv`.
std::string data_options(std::string_view level, const std::vector<std::string>& paths);
// What an option says of a file: `2`, or where it is called something beside others `payment=2`.
std::string option_of_file(std::string_view called, const std::string& value);
// Is there a number or the name of a month in it?
bool has_part_of_period(std::string_view name);

}  // namespace accrue::data
