// One history as CSV, as a database of SQLite and of PostgreSQL, and as a workbook: the results are the same
// to the byte.

#include <fmt/format.h>
#include <sqlite3.h>
#include <xlsxwriter.h>

#include <map>
#include <sstream>

#include "cli/cli.hpp"
#include "data/date_cell.hpp"
#include "data/number_cell.hpp"
#include "folder.hpp"
#include "number/calendar.hpp"
#include "postgres_server.hpp"

using namespace accrue;

namespace {

const std::string scheme =
    "scheme pool\ncurrency RUB\nlevel team\nlevel person in team\n"
    "records payment for person { amount : money; number : number }\n"
    "reference rate by grade { share : number }\n"
    "team { input plan : money; fund = sum of payment.amount above plan }\n"
    "person { input grade : text; input bonus : money default 0;"
    " pay rate[grade].share * team.fund \"share\"; pay bonus }\n";

using Row = std::vector<std::string>;
// By name: the header, then rows as a machine writes them.
const std::map<std::string, std::vector<Row>> history = {
    {"team", {{"team", "month", "plan"}, {"Север", "2026-03-01", "1000.5"}, {"Юг", "2026-03-01", "-7"}}},
    {"person",
     {{"person", "team", "month", "grade", "bonus"},
      {"Петров, А.", "Север", "2026-03-01", "старший", "1.234"},
      {"Ivanova", "Север", "2026-03-01", "младший", ""},
      {"007", "Юг", "2026-03-01", "младший", "250000.01"}}},
    {"payment",
     {{"person", "date", "amount", "number"},
      {"Петров, А.", "2026-03-05", "1500.25", "1"},
      {"Ivanova", "2026-03-05", "0.1", "2"},
      {"007", "2026-03-31", "123456789.99", "3"},
      {"Ivanova", "2026-03-06", "2.675", "4"}}},
    {"rate", {{"grade", "share"}, {"старший", "0.07"}, {"младший", "0.125"}}},
};

bool is_text_column(const std::string& header) {
    return header == "team" || header == "person" || header == "grade";
}
bool is_day_column(const std::string& header) {
    return header == "month" || header == "date";
}

std::string sql_value(const std::string& header, const std::string& value) {
    if (value.empty()) return "NULL";
    return is_text_column(header) || is_day_column(header) ? "'" + value + "'" : value;
}

// Statements that make and fill all tables; the rows backwards if wanted.
std::string statements(const std::string& number_type, bool is_backwards) {
    std::string text;
    for (const auto& [name, rows] : history) {
        std::string columns;
        for (const auto& header : rows[0]) {
            const auto type = is_text_column(header) ? "text" : is_day_column(header) ? "date" : number_type;
            columns += fmt::format("{}{} {}", columns.empty() ? "" : ", ", header, type);
        }
        text += fmt::format("CREATE TABLE {} ({});", name, columns);
        for (std::size_t i = 1; i < rows.size(); ++i) {
            const auto& row = rows[is_backwards ? rows.size() - i : i];
            std::string values;
            for (std::size_t column = 0; column < row.size(); ++column)
                values += (values.empty() ? "" : ", ") + sql_value(rows[0][column], row[column]);
            text += fmt::format("INSERT INTO {} VALUES ({});", name, values);
        }
    }
    return text;
}

void write_sqlite(const std::string& path, const std::string& number_type) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
    REQUIRE(sqlite3_exec(database, statements(number_type, true).c_str(), nullptr, nullptr, nullptr) ==
            SQLITE_OK);
    sqlite3_close(database);
}

void write_workbook(const std::string& path) {
    auto* const book = workbook_new(path.c_str());
    auto* const day = workbook_add_format(book);
    format_set_num_format(day, "dd.mm.yyyy");
    for (const auto& [name, rows] : history) {
        auto* const sheet = workbook_add_worksheet(book, name.c_str());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            for (std::size_t column = 0; column < rows[i].size(); ++column) {
                const auto& value = rows[i][column];
                const auto line = static_cast<lxw_row_t>(i);
                const auto place = static_cast<lxw_col_t>(column);
                if (value.empty()) continue;
                if (i == 0 || is_text_column(rows[0][column])) {
                    worksheet_write_string(sheet, line, place, value.c_str(), nullptr);
                } else if (is_day_column(rows[0][column])) {
                    const auto date = *parse_date(value);
                    lxw_datetime moment{date.month().year(), date.month().number(), date.day(), 0, 0, 0};
                    worksheet_write_datetime(sheet, line, place, &moment, day);
                } else {
                    worksheet_write_number(sheet, line, place, std::stod(value), nullptr);
                }
            }
        }
    }
    REQUIRE(workbook_close(book) == LXW_NO_ERROR);
}

void write_csv(const std::string& folder) {
    std::filesystem::create_directory(folder);
    for (const auto& [name, rows] : history) {
        std::ofstream file(folder + "/" + name + ".csv");
        for (const auto& row : rows) file << fmt::format("{}\n", fmt::join(row, ";"));
    }
}

struct Said {
    int code;
    std::string out, err;
};
Said accrue_says(const std::vector<std::string>& words) {
    std::istringstream in;
    std::ostringstream out, err;
    const int code = cli::run(words, in, out, err);
    return {code, out.str(), err.str()};
}

Said run_with(const std::vector<std::string>& data) {
    std::vector<std::string> words = {"run", "pool.pay", "--json"};
    for (const auto& each : data) words.insert(words.end(), {"--data", each});
    return accrue_says(words);
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the same history from CSV, SQLite, PostgreSQL and a workbook gives the same results to the byte") {
    const Folder folder;
    folder.put("pool.pay", scheme);
    write_csv("csv");
    write_sqlite("text.sqlite", "text");
    write_sqlite("real.sqlite", "real");
    write_workbook("history.xlsx");
    const Server server;
    server.run("CREATE SCHEMA books; SET search_path = books;" + statements("numeric", true) +
               "CREATE SCHEMA floats; SET search_path = floats;" + statements("float8", false) +
               "ALTER DATABASE test SET search_path = books");

    const auto csv = run_with({"csv"});
    INFO(csv.err);
    REQUIRE(csv.code == 0);
    CHECK(holds(csv.out, "Петров, А."));
    const std::vector<std::vector<std::string>> others = {
        {"text.sqlite"},
        {"real.sqlite"},
        {"history.xlsx"},
        {"postgresql:///"},
        {"team=history.xlsx", "person=text.sqlite#person", "payment=postgresql:///#books.payment",
         "csv/rate.csv"},
        {"postgresql:///#floats.team", "postgresql:///#floats.person", "postgresql:///#floats.payment",
         "rate=real.sqlite#RATE"},
    };
    for (const auto& data : others) {
        const auto said = run_with(data);
        INFO(data.front() << "\n" << said.err);
        CHECK(said.code == 0);
        CHECK(said.out == csv.out);
    }
    const auto told = accrue_says(
        {"run", "pool.pay", "--json", "--data", "text.sqlite", "--delimiter", "tab", "--skip-lines", "2"});
    CHECK(told.out == csv.out);  // what is said of the layout of files is not said of tables
    CHECK(holds(run_with({"real.sqlite"}).err, "warning[W2495]: real.sqlite#payment: 4 numbers of `amount`"));
    CHECK_FALSE(holds(run_with({"text.sqlite"}).err, "W24"));
    CHECK(holds(run_with({"postgresql:///"}).err,
                "read postgresql:///#payment: 4 rows by `person` and `date`"));
    server.run(
        "DROP SCHEMA books CASCADE; DROP SCHEMA floats CASCADE; ALTER DATABASE test RESET search_path");
}

TEST_CASE("a result in PostgreSQL is proved by its rows, and one that is gone is told") {
    const Folder folder;
    folder.put("pool.pay", scheme);
    write_csv("csv");
    const Server server;
    const std::string table = "postgresql:///#paid";
    const auto verified = [&] { return accrue_says({"audit", "verify", table}); };
    REQUIRE(accrue_says({"run", "pool.pay", "--data", "csv", "--out", table}).code == 0);
    CHECK(verified().code == 0);
    CHECK(holds(verified().out, "✓ result       postgresql:///#paid: as it was written"));
    server.run("UPDATE paid SET bonus = bonus + 1 WHERE person = '007'");
    CHECK(verified().code == 1);
    CHECK(holds(verified().out, ": bonus is 250001.01, computed 250000.01"));
    server.run("DROP TABLE paid");
    CHECK(verified().code == 1);
    CHECK(holds(verified().out, "✗ result       postgresql:///#paid is not there"));
    server.run("DROP TABLE accrue_runs");
    CHECK(verified().code == 4);
}

TEST_CASE("a place in a table is its row and column") {
    const Folder folder;
    folder.put("pool.pay", scheme);
    write_csv("csv");
    const Server server;
    server.run(
        "CREATE TABLE payment(person text, date date, amount text, number int);"
        "INSERT INTO payment VALUES ('Ivanova', '2026-03-05', '5', 1), ('Ivanova', '2026-03-06', '12x4', 2)");
    const auto said = run_with({"csv", "payment=postgresql:///"});
    CHECK(said.code == 4);
    CHECK(holds(said.err, "postgresql:///#payment:3:"));
    CHECK(holds(said.err, "row 3, column 3 `amount`"));
    server.run("DROP TABLE payment");
}

TEST_CASE("a server that is not there ends the run with exit code 5") {
    const Folder folder;
    folder.put("pool.pay", scheme);
    const auto said = run_with({"postgresql://anna:geheim@/none"});
    CHECK(said.code == 5);
    CHECK(said.out.empty());
    CHECK(holds(said.err, "error[E2460]: postgresql://anna@/none cannot be reached"));
    CHECK_FALSE(holds(said.err, "geheim"));
}
