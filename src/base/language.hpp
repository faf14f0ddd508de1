// base/language.hpp — The language in which the program speaks to people: messages, traces, tables, help.
// What machines read (keys, codes, CSV) is the same in both.
#pragma once

#include <cstddef>
#include <cstdint>

namespace accrue {

enum class Language : std::uint8_t { english, russian };

// Said once at the start of a call, before any thread; English until then.
void speak(Language language);
Language spoken();

// Which of the forms that stand for a count goes with `count`. Two forms are English (1 row, 2 rows), three
// are Russian (1 строка, 2 строки, 5 строк).
std::size_t plural_form(std::int64_t count, std::size_t forms);

}  // namespace accrue
