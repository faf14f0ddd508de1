// Tables and views of SQLite files.

#include <sqlite3.h>

#include "base/messages/data.hpp"
#include "folder.hpp"
#include "tables_read.hpp"

using namespace accrue;

namespace {

void fill(const std::string& path, const std::string& statements) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
    REQUIRE(sqlite3_exec(database, statements.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(database);
}

}  // namespace

TEST_CASE("a table of SQLite becomes a text whose first line holds the columns") {
    const Folder folder;
    fill("shop.db",
         "CREATE TABLE payment(person TEXT, paid DATE, amount NUMERIC, rate, note);"
         "INSERT INTO payment VALUES ('Anna', '2026-03-05', 1500.50, 0.1, NULL), ('Борис, мл.', "
         "'2026-03-06', -7, "
         "1.234, 'a \"b\"'), (NULL, NULL, NULL, NULL, NULL), ('C\nD', '', 3, 2, 'x;y');");
    CHECK(text_of("shop.db", "payment") ==
          "person,paid,amount,rate,note\n"
          "Anna,2026-03-05,1500.5,0.1,\n"
          "\"Борис, мл.\",2026-03-06,-7,1.234,\"a \"\"b\"\"\"\n"
          "\n"
          "\"C D\",,3,2,\"x;y\"\n");
}

TEST_CASE("a view is read as a table is, and names may hold anything") {
    const Folder folder;
    fill("shop.sqlite",
         "CREATE TABLE \"Платежи \"\"2026\"\"\"(a); INSERT INTO \"Платежи \"\"2026\"\"\" VALUES (1), (2);"
         "CREATE VIEW total AS SELECT sum(a) AS amount FROM \"Платежи \"\"2026\"\"\";");
    CHECK(text_of("shop.sqlite", "total") == "amount\n3\n");
    CHECK(text_of("shop.sqlite", "Платежи \"2026\"") == "a\n1\n2\n");
    CHECK(names_meant("shop.sqlite") == std::vector<std::string>{"total", "Платежи \"2026\""});
}

TEST_CASE(
    "what is binary, bytes, or a number kept as text in SQLite is known by column, first row and count") {
    const Folder folder;
    fill("shop.db",
         "CREATE TABLE payment(a, b, c);"
         "INSERT INTO payment VALUES (1.5, 10, x'00'), (2, '1.234', NULL), (0.1, 'n/a', x'01'), (4.0, '5', "
         "1);");
    const auto table = table_of("shop.db", "payment");
    const auto* const binary = remark_of(table, kind::binary_numbers);
    REQUIRE(binary != nullptr);
    CHECK((binary->column == 0 && binary->row == 2 && binary->count == 2));
    const auto* const bytes = remark_of(table, kind::cell_is_bytes);
    REQUIRE(bytes != nullptr);
    CHECK((bytes->column == 2 && bytes->row == 2 && bytes->count == 2));
    const auto* const texts = remark_of(table, kind::texts_among_numbers);
    REQUIRE(texts != nullptr);
    CHECK((texts->column == 1 && texts->row == 3 && texts->count == 2));
    CHECK(table.text == "a,b,c\n1.5,10,\n2,\"1.234\",\n0.1,n/a,\n4,5,1\n");
}

TEST_CASE("a `#` may stand in the names of the file and of its table") {
    const Folder folder;
    fill("shop #1.db", "CREATE TABLE \"Team #1\"(a); INSERT INTO \"Team #1\" VALUES (7);");
    const auto address = sources::address_of("shop #1.db#Team #1");
    REQUIRE(address);
    CHECK(address->place == "shop #1.db");
    CHECK(address->table == "Team #1");
    CHECK(sources::open(*address)->read(address->table).text == "a\n7\n");
    CHECK_FALSE(sources::address_of("shop #2.db#Team #1"));
}

TEST_CASE("a whole number that SQLite's binary numbers may have rounded is known") {
    const Folder folder;
    fill("shop.db",
         "CREATE TABLE payment(a REAL, b NUMERIC, c REAL);"
         "INSERT INTO payment VALUES (9007199254740991, 9007199254740993, 9007199254740993);");
    const auto table = table_of("shop.db", "payment");
    REQUIRE(table.remarks.size() == 1);
    CHECK((table.remarks[0].kind == kind::binary_numbers && table.remarks[0].column == 2));
    CHECK(table.text == "a,b,c\n9007199254740991,9007199254740993,9007199254740992\n");
}

TEST_CASE("all tables of an SQLite file are of one moment, and the file is never written") {
    const Folder folder;
    fill("shop.db", "CREATE TABLE t(a); INSERT INTO t VALUES (1);");
    const auto tables = sources::open(*sources::address_of("shop.db"));
    CHECK(tables->read("t").text == "a\n1\n");
    sqlite3* other = nullptr;
    REQUIRE(sqlite3_open("shop.db", &other) == SQLITE_OK);
    CHECK(sqlite3_exec(other, "INSERT INTO t VALUES (2)", nullptr, nullptr, nullptr) == SQLITE_BUSY);
    CHECK(tables->read("t").text == "a\n1\n");
    sqlite3_close(other);
}

TEST_CASE("an SQLite file that is damaged, or whose view cannot be read, is refused") {
    const Folder folder;
    fill("shop.db", "CREATE TABLE t(a); CREATE VIEW v AS SELECT a FROM t; DROP TABLE t;");
    CHECK(refusal_of("shop.db", "v").kind == kind::source_failed);
    folder.put("broken.db", "SQLite format 3" + std::string(1, '\0') + "and nothing more");
    CHECK(refusal_of("broken.db", "t").kind == kind::source_failed);
}

TEST_CASE("a database that another program is writing to is said to be locked") {
    const Folder folder;
    fill("shop.db", "CREATE TABLE t(a);");
    sqlite3* other = nullptr;
    REQUIRE(sqlite3_open("shop.db", &other) == SQLITE_OK);
    REQUIRE(sqlite3_exec(other, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr) == SQLITE_OK);
    CHECK(refusal_of("shop.db", "t", {.patience = 20}).kind == kind::source_busy);
    sqlite3_close(other);
}

TEST_CASE("an address names a file and a table; a `#` in a file's own name parts nothing") {
    const Folder folder;
    fill("shop.db", "CREATE TABLE t(a);");
    fill("a#b.db", "CREATE TABLE t(a);");
    folder.put("plain.csv", "a\n1\n");
    CHECK(sources::address_of("shop.db")->table.empty());
    CHECK(sources::address_of("shop.db#t")->table == "t");
    CHECK(sources::address_of("a#b.db")->place == "a#b.db");
    CHECK(sources::address_of("a#b.db#t")->place == "a#b.db");
    CHECK(sources::address_of("a#b.db#t")->table == "t");
    CHECK_FALSE(sources::address_of("plain.csv"));
    CHECK_FALSE(sources::address_of("plain.csv#t"));
    CHECK_FALSE(sources::address_of("none.db#t"));
    CHECK_FALSE(sources::address_of("."));
    CHECK_FALSE(sources::address_of("-"));
}
