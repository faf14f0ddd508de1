// data/period_words.hpp — Periods as files write them and as people read them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "number/calendar.hpp"

namespace accrue::data {

// `2026-W12`, `W12 2026`, `2026-Q1`, `Q1 2026`, `1 кв. 2026`, `2026`, `2026 г.`: a period of the calendar by
// its own name; nothing for any other text, dates and months included.
std::optional<Period> read_period(const Calendar& calendar, std::string_view text);

// `March 2026`, `2026-W12`.
std::string in_words(const Calendar& calendar, Period period);
// `week` and `a week`, in the language that is spoken.
std::string unit_name(PeriodUnit unit);
std::string unit_in_words(PeriodUnit unit);

}  // namespace accrue::data
