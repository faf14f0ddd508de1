// Tables and views of PostgreSQL. Runs beside a server: tests/support/postgres.py.

#include "base/messages/data.hpp"
#include "postgres_server.hpp"
#include "tables_read.hpp"

using namespace accrue;

namespace {

const std::string everywhere = "postgresql:///";

std::string words_of(const Diagnostic& report) {
    std::string words;
    for (const auto& argument : report.arguments) {
        if (const auto* const text = std::get_if<std::string>(&argument)) words += *text + " ";
    }
    return words;
}

}  // namespace

TEST_CASE("every type of PostgreSQL that holds an amount, a day or a text is read exactly") {
    const Server server;
    server.run(
        "DROP TABLE IF EXISTS kinds; CREATE DOMAIN rub AS numeric(14, 3); CREATE TABLE kinds(i2 int2, i4 "
        "int4, i8 int8, "
        "n numeric, r rub, m money, yes bool, d date, t timestamp, txt text, c char(5), v varchar);"
        "INSERT INTO kinds VALUES (-1, 2, 9223372036854775807, 12345678901234567890.123456789, 1.5, "
        "-1234.56, true, "
        "'2026-03-01', '2026-03-01', E'a,\"b\"\\n\\tc\\\\', 'ab', 'Борис'), (NULL, NULL, NULL, 0, 0, 0, "
        "false, NULL, "
        "'2026-03-01 10:30:00.5', '', NULL, 'x;y');");
    CHECK(text_of(everywhere, "kinds") ==
          "i2,i4,i8,n,r,m,yes,d,t,txt,c,v\n"
          "-1,2,9223372036854775807,12345678901234567890.123456789,1.500,-1234.56,true,2026-03-01,2026-03-01,"
          "\"a,\"\"b\"\" \tc\\\",ab   ,Борис\n"
          ",,,0,0.000,0.00,false,,2026-03-01 10:30:00.5,,,\"x;y\"\n");
    server.run("DROP TABLE kinds; DROP DOMAIN rub");
}

TEST_CASE(
    "binary numbers are read as their shortest decimals and known; bytes and moments of a zone are known") {
    const Server server;
    server.run(
        "CREATE TABLE odd(f8 float8, f4 float4, b bytea, z timestamptz, n numeric);"
        "INSERT INTO odd VALUES (0.1, 0.1, 'x', '2026-03-01 22:30', 'NaN'), (1e20, 2, NULL, NULL, 5)");
    const auto table = table_of(everywhere, "odd");
    CHECK(table.text == "f8,f4,b,z,n\n0.1,0.1,,,NaN\n100000000000000000000,2,,,5\n");
    std::vector<std::pair<Kind, std::uint32_t>> remarks;
    for (const auto& each : table.remarks) remarks.emplace_back(each.kind, each.column);
    CHECK(remarks == std::vector<std::pair<Kind, std::uint32_t>>{{kind::binary_numbers, 0},
                                                                 {kind::binary_numbers, 1},
                                                                 {kind::cell_is_bytes, 2},
                                                                 {kind::zone_decides_day, 3}});
    server.run("DROP TABLE odd");
}

TEST_CASE("a whole number that a binary column may have rounded is known") {
    const Server server;
    server.run(
        "CREATE TABLE whole(small real, large real, wide float8, wider float8);"
        "INSERT INTO whole VALUES (16777215, 123456789, 9007199254740991, 9007199254740993)");
    const auto table = table_of(everywhere, "whole");
    std::vector<std::pair<Kind, std::uint32_t>> remarks;
    for (const auto& each : table.remarks) remarks.emplace_back(each.kind, each.column);
    CHECK(remarks ==
          std::vector<std::pair<Kind, std::uint32_t>>{{kind::binary_numbers, 1}, {kind::binary_numbers, 3}});
    server.run("DROP TABLE whole");
}

TEST_CASE(
    "tables, views and materialised views are named alone where they are visible, else behind their schema") {
    const Server server;
    server.run(
        "CREATE SCHEMA sales; CREATE TABLE sales.payment(a int); INSERT INTO sales.payment VALUES (7);"
        "CREATE VIEW \"Итог; DROP\" AS SELECT sum(a) AS \"a\"\"b\" FROM sales.payment;"
        "CREATE MATERIALIZED VIEW kept AS SELECT 1 AS one");
    CHECK(names_meant(everywhere) == std::vector<std::string>{"kept", "Итог; DROP"});
    CHECK(text_of(everywhere, "sales.payment") == "a\n7\n");
    CHECK(text_of(everywhere, "public.kept") == "one\n1\n");
    CHECK(text_of(everywhere, "Итог; DROP") == "\"a\"\"b\"\n7\n");
    server.run("DROP MATERIALIZED VIEW kept; DROP SCHEMA sales CASCADE");
}

TEST_CASE("all tables of PostgreSQL are of one moment") {
    const Server server;
    server.run("CREATE TABLE t(a int); INSERT INTO t VALUES (1)");
    const auto tables = sources::open(*sources::address_of(everywhere));
    CHECK(tables->read("t").text == "a\n1\n");
    server.run("INSERT INTO t VALUES (2)");
    CHECK(tables->read("t").text == "a\n1\n");
    CHECK(text_of(everywhere, "t") == "a\n1\n2\n");
}

TEST_CASE("what the user may not read, and a view that fails on the way, is refused in the server's words") {
    const Server server;
    server.run(
        "CREATE TABLE secret(a int); CREATE ROLE clerk LOGIN; CREATE VIEW failing AS SELECT 1 / (a - 1) AS a "
        "FROM t");
    const auto denied = refusal_of("postgresql://clerk@/test", "secret");
    CHECK(denied.kind == kind::source_failed);
    CHECK(words_of(denied).find("permission denied") != std::string::npos);
    const auto failed = refusal_of(everywhere, "failing");
    CHECK(failed.kind == kind::source_failed);
    CHECK(words_of(failed).find("division by zero") != std::string::npos);
    server.run("DROP TABLE secret; DROP VIEW failing; DROP TABLE t; DROP ROLE clerk");
}

TEST_CASE("no message repeats a password") {
    for (const auto* const address :
         {"postgresql://anna:geheim@/none", "postgresql://anna:geheim@/none?host=/nowhere",
          "postgresql:///none?password=geheim", "postgresql://anna:gehe%im@host/db",
          "postgresql://anna:geheim@host:port/db"}) {
        const auto report = refusal_of(address, "t");
        INFO(words_of(report));
        CHECK(words_of(report).find("gehe") == std::string::npos);
    }
    CHECK(refusal_of("postgresql:///none", "t").kind == kind::source_unreachable);
    CHECK(refusal_of("postgresql://a:gehe%im@host/db", "t").kind == kind::source_address);
}

TEST_CASE("an address of PostgreSQL is shown without passwords, and its table stands behind `#`") {
    const auto address =
        sources::address_of("postgres://anna:geheim@db.example.org:5433/shop?sslmode=require#sales.payment");
    REQUIRE(address);
    CHECK(address->name == "postgresql://anna@db.example.org:5433/shop?sslmode=require");
    CHECK(address->table == "sales.payment");
    CHECK(sources::shown(*address, "sales.payment") ==
          "postgresql://anna@db.example.org:5433/shop?sslmode=require#sales.payment");
    CHECK(sources::address_of("postgresql:///")->name == "postgresql:///");
    const auto name = [](const std::string& path) { return sources::address_of(path)->name; };
    CHECK(name("postgresql://anna@/shop?host=/run/a%23b&password=geheim&port=5433#t") ==
          "postgresql://anna@/shop?host=/run/a%23b&port=5433");
    CHECK(name("postgresql://one:1,two:2/shop") == "postgresql:///shop?host=one,two&port=1,2");
    CHECK(name("postgresql://a%3Ab%2Fc:geheim@127.0.0.1:1/d%2Fb#t") ==
          "postgresql://a%3Ab%2Fc@127.0.0.1:1/d%2Fb");
    CHECK(name("postgresql://анна@[::1]/shop?options=-c%20a%3D%27b%27") ==
          "postgresql://анна@/shop?host=::1&options=-c%20a%3D%27b%27");
}
