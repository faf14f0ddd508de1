// sources/sqlite.hpp — The tables and views of an SQLite file.
#pragma once

#include "sources/tables.hpp"

namespace accrue::sources {

std::unique_ptr<Tables> open_sqlite(const Address& address, const Limits& limits);

}  // namespace accrue::sources
