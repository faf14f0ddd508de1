// The server that tests/support/postgres.py starts.
#pragma once

#include <libpq-fe.h>

#include <catch2/catch.hpp>
#include <string>

// Behind it the same database, for commands.
class Server {
  public:
    Server() : connection_(PQconnectdb("postgresql:///")) {
        INFO(PQerrorMessage(connection_));
        REQUIRE(PQstatus(connection_) == CONNECTION_OK);
        PQsetNoticeProcessor(connection_, [](void*, const char*) {}, nullptr);
    }
    ~Server() { PQfinish(connection_); }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    void run(const std::string& statements) const {
        PGresult* const result = PQexec(connection_, statements.c_str());
        INFO(PQerrorMessage(connection_));
        const auto status = PQresultStatus(result);
        PQclear(result);
        REQUIRE((status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK));
    }

  private:
    PGconn* connection_;
};
