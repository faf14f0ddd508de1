// The server that tests/support/postgres.py starts.
#pragma once

#include <catch2/catch.hpp>
#include <string>

#include "libpq/connection.hpp"

// Behind it the same database, for commands.
class Server {
  public:
    Server() : connection_(accrue::libpq::connected("postgresql:///")) {
        INFO(PQerrorMessage(connection_.get()));
        REQUIRE(PQstatus(connection_.get()) == CONNECTION_OK);
    }

    void run(const std::string& statements) const {
        PGresult* const result = PQexec(connection_.get(), statements.c_str());
        INFO(PQerrorMessage(connection_.get()));
        const auto status = PQresultStatus(result);
        PQclear(result);
        REQUIRE((status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK));
    }

  private:
    accrue::libpq::Connection connection_;
};
