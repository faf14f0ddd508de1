// report/period_head.hpp — What a column of periods is called for people.
#pragma once

#include <string>

#include "number/calendar.hpp"

namespace accrue::report {

std::string period_head(PeriodUnit unit);  // `month`, `месяц`

}  // namespace accrue::report
