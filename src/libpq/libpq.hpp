#pragma once

#include <string>

/// PostgreSQL's client library, loaded when it is first called. Twenty libraries come with it (LDAP,
/// Kerberos, TLS), which take half of the time that a small run needs to start.
namespace accrue::libpq {

/// Loads the library, once. Empty, or why it cannot be loaded, in the words of the system; then none of its
/// functions may be called.
const std::string& trouble();

}  // namespace accrue::libpq
