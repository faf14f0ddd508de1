// report/escapes.hpp — Texts as the forms of results write them, so that no text is taken for anything else.
#pragma once

#include <string>
#include <string_view>

namespace accrue::report {

// RFC 4180: in quotes where it must be.
std::string csv_field(std::string_view text, char delimiter);
// With an apostrophe before it where a spreadsheet would read it as a formula.
std::string defused(std::string_view text);
// In quotes, as JSON has it.
std::string json_text(std::string_view text);
// For PostgreSQL's COPY in its text form.
std::string copy_field(std::string_view text);
// The reverse: the text of one field.
std::string from_copy_field(std::string_view field);

// In windows-1251. Throws `Refused` naming the first character that it lacks.
std::string windows_1251(std::string_view text);

}  // namespace accrue::report
