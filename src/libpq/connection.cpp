#include "libpq/connection.hpp"

#include <array>

namespace accrue::libpq {

Connection connected(const std::string& address) {
    // what stands before the address are defaults, what stands behind it is fixed
    constexpr std::array keywords = {"connect_timeout", "fallback_application_name", "dbname",
                                     "client_encoding", static_cast<const char*>(nullptr)};
    const std::array values = {"15", "accrue", address.c_str(), "UTF8", static_cast<const char*>(nullptr)};
    Connection connection(PQconnectdbParams(keywords.data(), values.data(), 1));
    PQsetNoticeProcessor(connection.get(), [](void*, const char*) {}, nullptr);
    return connection;
}

}  // namespace accrue::libpq
