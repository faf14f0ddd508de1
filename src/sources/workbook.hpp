// sources/workbook.hpp — The sheets of a workbook in XLSX.
#pragma once

#include "sources/tables.hpp"

namespace accrue::sources {

std::unique_ptr<Tables> open_workbook(const Address& address, const Limits& limits);

}  // namespace accrue::sources
