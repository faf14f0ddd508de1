// libpq/connection.hpp — A connection to a server of PostgreSQL, for those who read there and who write.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>

namespace accrue::libpq {

struct Finish {
    void operator()(PGconn* connection) const {
        PQfinish(connection);
    }  // what is not committed is rolled back
};
using Connection = std::unique_ptr<PGconn, Finish>;

// To `postgresql://…`, in UTF-8; after 15 seconds without an answer none, unless the address says otherwise.
// `PQstatus` tells. A server's notices are for nobody here.
Connection connected(const std::string& address);

}  // namespace accrue::libpq
