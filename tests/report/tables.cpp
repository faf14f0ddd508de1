#include <sqlite3.h>
#include <unistd.h>
#include <zip.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "base/bytes.hpp"
#include "base/messages/computing.hpp"
#include "evidence/sha256.hpp"
#include "paid_runs.hpp"
#include "report/table_writers.hpp"

using namespace accrue;
using namespace accrue::testing;
namespace files = std::filesystem;

namespace {

// A folder that is gone at the end of the test.
class Folder {
  public:
    Folder() {
        auto name = (files::temp_directory_path() / "accrue-test-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { files::remove_all(path_); }
    std::string file(const std::string& name) const { return (path_ / name).string(); }
    std::string empty_file(const std::string& name) const {
        std::ofstream(file(name)).flush();
        return file(name);
    }

  private:
    files::path path_;
};

// Rows as `a|b`, a line each.
std::string ask(const std::string& path, const std::string& sql) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
    std::string text;
    const auto row = [](void* into, int count, char** values, char**) {
        for (int i = 0; i < count; ++i)
            *static_cast<std::string*>(into) +=
                std::string(i > 0 ? "|" : "") + (values[i] == nullptr ? "" : values[i]);
        *static_cast<std::string*>(into) += '\n';
        return 0;
    };
    const int done = sqlite3_exec(database, sql.c_str(), row, &text, nullptr);
    INFO(sqlite3_errmsg(database));
    CHECK(done == SQLITE_OK);
    sqlite3_close(database);
    return text;
}

template <class AnyRun>
std::unique_ptr<report::TableWriter> written(const AnyRun& run, const std::string& path,
                                             report::SqliteFile file = report::SqliteFile::in_use) {
    auto writer = report::sqlite_writer(run.outline(), "pay", path, file);
    writer->take(writer->formed(run.results()));
    writer->finish();
    return writer;
}

// One part of a workbook.
std::string part(const std::string& path, const char* name) {
    auto* const archive = zip_open(path.c_str(), ZIP_RDONLY, nullptr);
    REQUIRE(archive != nullptr);
    zip_stat_t about{};
    REQUIRE(zip_stat(archive, name, 0, &about) == 0);
    std::string text(about.size, '\0');
    auto* const file = zip_fopen(archive, name, 0);
    CHECK(zip_fread(file, text.data(), text.size()) == static_cast<zip_int64_t>(text.size()));
    zip_fclose(file);
    zip_close(archive);
    return text;
}

template <class AnyRun>
void write_workbook(const AnyRun& run, const std::string& path) {
    const auto writer = report::xlsx_writer(run.outline(), path);
    writer->take(writer->formed(run.results()));
    writer->finish();
}

bool holds(const std::string& text, const std::string& piece) {
    return text.find(piece) != std::string::npos;
}

}  // namespace

TEST_CASE("SQLite has exact decimals, and the manifest beside them") {
    const Folder folder;
    const auto path = folder.empty_file("pay.sqlite");
    const auto writer = written(Run(two_people), path, report::SqliteFile::fresh);
    writer->commit("told");
    const std::string rows =
        "Вася|2026-03|10000.00|-0.05|9999.95\n"
        "Маша|2026-03|20000.00|0.00|20000.00\n"
        "Маша|2026-04|20000.00|0.50|20000.50\n";
    CHECK(ask(path, "SELECT * FROM pay") == rows);
    CHECK(ask(path, "SELECT DISTINCT typeof(salary) FROM pay") == "text\n");
    CHECK(ask(path, "SELECT * FROM accrue_runs") == "pay|told\n");
    REQUIRE(writer->written().size() == 1);
    CHECK(writer->written()[0].rows == 3);
    auto tabs = rows;
    for (auto& c : tabs) c = c == '|' ? '\t' : c;
    CHECK(writer->written()[0].sha256 == evidence::sha256(tabs));
}

TEST_CASE("the same results are the same bytes of a new database") {
    const Folder folder;
    for (const auto* name : {"one.sqlite", "other.sqlite"})
        written(Run(two_people), folder.empty_file(name), report::SqliteFile::fresh)->commit("told");
    CHECK((read_file(folder.file("one.sqlite")) == read_file(folder.file("other.sqlite"))));
}

TEST_CASE("other tables of a database stay, rows of an earlier run are replaced") {
    const Folder folder;
    const auto path = folder.empty_file("shop.sqlite");
    ask(path, "CREATE TABLE person (name TEXT); INSERT INTO person VALUES ('Маша')");
    written(Run(two_people), path)->commit("first");
    written(Run({{"Оля", march, 700, 0}}), path)->commit("second");
    CHECK(ask(path, "SELECT person, salary FROM pay") == "Оля|7.00\n");
    CHECK(ask(path, "SELECT * FROM person") == "Маша\n");
    CHECK(ask(path, "SELECT * FROM accrue_runs") == "pay|second\n");
}

TEST_CASE("without commit a database is as it was") {
    const Folder folder;
    const auto path = folder.empty_file("shop.sqlite");
    written(Run(two_people), path)->commit("first");
    written(Run({}), path).reset();
    CHECK(ask(path, "SELECT count(*) FROM pay") == "3\n");
    CHECK(ask(path, "SELECT * FROM accrue_runs") == "pay|first\n");
}

TEST_CASE("a table of SQLite with other columns is left alone, and what is no database too") {
    const Folder folder;
    const auto path = folder.empty_file("shop.sqlite");
    ask(path, "CREATE TABLE pay (name TEXT)");
    try {
        written(Run(two_people), path);
        FAIL("written");
    } catch (const report::Refused& why) {
        CHECK(why.diagnostic.kind == kind::table_has_other_columns);
    }
    std::ofstream(folder.file("notes.txt")) << std::string(2000, 'x');
    CHECK_THROWS_AS(written(Run(two_people), folder.file("notes.txt")), report::NotWritten);
    CHECK(read_file(folder.file("notes.txt")) == std::string(2000, 'x'));
}

TEST_CASE("a table of SQLite that makes numbers of texts, or leaves rows out, is left alone") {
    const Folder folder;
    const auto path = folder.empty_file("shop.sqlite");
    const auto refused = [&](const std::string& salary, const std::string& more = "") -> Kind {
        ask(path, "DROP TABLE IF EXISTS pay; CREATE TABLE pay (person VARCHAR(9), month, salary " + salary +
                      ", \"bonus, \"\"extra\"\"\" TEXT, pay text); " + more);
        try {
            written(Run(two_people), path)->commit("");
        } catch (const report::Refused& why) {
            return why.diagnostic.kind;
        }
        return {};
    };
    for (const auto* const type : {"NUMERIC", "DECIMAL(14,2)", "integer", "REAL", "CHARINT"})
        CHECK(refused(type) == kind::column_changes_cells);
    CHECK(refused("clob") == Kind{});
    CHECK(ask(path, "SELECT count(*) FROM pay") == "3\n");
    CHECK(refused("TEXT",
                  "CREATE TRIGGER none BEFORE INSERT ON pay WHEN new.month > '2026-03' BEGIN SELECT "
                  "raise(IGNORE); END") == kind::table_has_other_rows);
    CHECK(ask(path, "SELECT count(*) FROM pay") == "0\n");
}

TEST_CASE("a column of SQLite for dates takes a month, which reads as no number") {
    const Folder folder;
    const auto path = folder.empty_file("shop.sqlite");
    const auto is_refused = [&](const std::string& person, const std::string& month) {
        ask(path, "DROP TABLE IF EXISTS pay; CREATE TABLE pay (person " + person + ", month " + month +
                      ", salary TEXT, \"bonus, \"\"extra\"\"\" TEXT, pay TEXT)");
        try {
            written(Run(two_people), path)->commit("");
        } catch (const report::Refused& why) {
            return why.diagnostic.kind == kind::column_changes_cells;
        }
        return false;
    };
    for (const auto* const type : {"DATE", "datetime", "NUMERIC"}) {
        CHECK(!is_refused("TEXT", type));
        CHECK(ask(path, "SELECT DISTINCT month, typeof(month) FROM pay WHERE month = '2026-03'") ==
              "2026-03|text\n");
    }
    for (const auto* const type : {"INTEGER", "REAL", "double"}) CHECK(is_refused("TEXT", type));
    CHECK(is_refused("DATE", "TEXT"));
}

TEST_CASE("names and texts of SQLite are what they are") {
    const Folder folder;
    const auto path = folder.empty_file("pay.sqlite");
    written(Run({{"x'); DROP TABLE pay; --\t\\\nz", march, 100, 0}}), path)->commit("");
    CHECK(ask(path, "SELECT person, \"bonus, \"\"extra\"\"\" FROM pay") ==
          "x'); DROP TABLE pay; --\t\\\nz|0.00\n");
    CHECK(ask(path, "SELECT name FROM sqlite_master") == "pay\n");
}

TEST_CASE("a fraction is no decimal of a table") {
    const Folder folder;
    Run run({{"Маша", march, 100, 0}});
    run.result().definitions[0].unit = Exact::ratio(1, 3);
    try {
        written(run, folder.empty_file("pay.sqlite"));
        FAIL("written");
    } catch (const report::Refused& why) {
        CHECK(why.diagnostic.kind == kind::amount_without_end);
        CHECK(why.diagnostic.arguments == std::vector<Argument>{"100/3", "salary"});
    }
}

TEST_CASE("columns that are called alike are told apart") {
    const Folder folder;
    Run run({{"Маша", march, 100, 0}});
    run.scheme().pays[0].component = "Month";
    run.scheme().pays[1].component = "pay";
    written(run, folder.empty_file("pay.sqlite"))->commit("");
    CHECK(ask(folder.file("pay.sqlite"), "SELECT person, month, \"Month_2\", pay, pay_2 FROM pay") ==
          "Маша|2026-03|1.00|0.00|1.00\n");
}

TEST_CASE("a workbook has numbers, dates and texts, each as what it is") {
    const Folder folder;
    const auto path = folder.file("pay.xlsx");
    write_workbook(Run({{"=1+1", march, 1'234'567, -5}, {"я", march, 12'345'678'901'234'567, 0}}), path);
    const auto sheet = part(path, "xl/worksheets/sheet1.xml");
    CHECK(holds(sheet, "<is><t>=1+1</t></is>"));
    CHECK(!holds(sheet, "<f>"));
    CHECK(holds(sheet, "<v>46082</v>"));  // 2026-03-01
    CHECK(holds(sheet, "<v>12345.67</v>"));
    CHECK(holds(sheet, "<v>-0.05</v>"));
    CHECK(holds(sheet, "<is><t>123456789012345.67</t></is>"));
    CHECK(holds(sheet, "state=\"frozen\""));
    CHECK(holds(part(path, "xl/styles.xml"), "#,##0.00"));
    CHECK(holds(sheet, "prompt=\"Some amounts have more digits than a number"));
    CHECK(holds(part(path, "xl/workbook.xml"), "name=\"person\""));
}

TEST_CASE("the same results are the same workbook, byte by byte") {
    const Folder folder;
    write_workbook(TeamRun(), folder.file("one.xlsx"));
    write_workbook(TeamRun(), folder.file("other.xlsx"));
    CHECK((read_file(folder.file("one.xlsx")) == read_file(folder.file("other.xlsx"))));
    CHECK(holds(part(folder.file("one.xlsx"), "xl/workbook.xml"), "name=\"team\""));
    CHECK(holds(part(folder.file("one.xlsx"), "docProps/core.xml"), "2000-01-01T00:00:00Z"));
}
