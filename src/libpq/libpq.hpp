// libpq/libpq.hpp — PostgreSQL's client library, loaded when it is first called: twenty libraries come with
// it (LDAP, Kerberos, TLS), half of the time that a small run needs to start. Its functions are those of
// <libpq-fe.h>.
#pragma once

#include <string>

namespace accrue::libpq {

// Loads the library, once. Empty, or why it cannot be loaded, in the words of the system; then none of its
// functions may be called.
const std::string& trouble();

}  // namespace accrue::libpq
