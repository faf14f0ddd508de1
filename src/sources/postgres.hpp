// sources/postgres.hpp — The tables and views of a PostgreSQL database.
#pragma once

#include "sources/tables.hpp"

namespace accrue::sources {

bool is_postgres(std::string_view address);

// The address as it is shown: without passwords, so that it leads to the same place. `postgresql://` alone
// when it cannot be read.
std::string shown_postgres(const std::string& address);

std::unique_ptr<Tables> open_postgres(const Address& address, const Limits& limits);

}  // namespace accrue::sources
