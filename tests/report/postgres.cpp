// Results in a server's tables. Run by tests/support/postgres.py, which starts the server.
#include <catch2/catch.hpp>

#include "base/messages/computing.hpp"
#include "libpq/connection.hpp"
#include "paid_runs.hpp"
#include "report/table_writers.hpp"

using namespace accrue;
using namespace accrue::testing;

namespace {

const std::string server = "postgresql:///";

// The server as any other client sees it.
class Client {
  public:
    Client() : connection_(libpq::connected(server)) {
        REQUIRE(PQstatus(connection_.get()) == CONNECTION_OK);
    }

    // Rows as `a|b`, a line each.
    std::string ask(const std::string& sql) {
        auto* const answer = PQexec(connection_.get(), sql.c_str());
        INFO(PQerrorMessage(connection_.get()));
        const auto status = PQresultStatus(answer);
        REQUIRE((status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK));
        std::string text;
        for (int row = 0; row < PQntuples(answer); ++row) {
            for (int column = 0; column < PQnfields(answer); ++column)
                text += std::string(column > 0 ? "|" : "") + PQgetvalue(answer, row, column);
            text += '\n';
        }
        PQclear(answer);
        return text;
    }

  private:
    libpq::Connection connection_;
};

template <class AnyRun>
std::unique_ptr<report::TableWriter> written(const AnyRun& run, const std::string& table) {
    auto writer = report::postgresql_writer(run.outline(), table, server);
    writer->take(writer->formed(run.results()));
    writer->finish();
    return writer;
}

}  // namespace

TEST_CASE("amounts are numeric, and nobody sees them before the end") {
    Client client;
    auto writer = written(Run(two_people), "pay");
    CHECK(client.ask("SELECT count(*) FROM pg_tables WHERE tablename = 'pay'") == "0\n");
    writer->commit("told");
    CHECK(client.ask("SELECT * FROM pay ORDER BY person, month") ==
          "Вася|2026-03|10000.00|-0.05|9999.95\n"
          "Маша|2026-03|20000.00|0.00|20000.00\n"
          "Маша|2026-04|20000.00|0.50|20000.50\n");
    CHECK(client.ask("SELECT sum(pay) FROM pay") == "50000.45\n");
    CHECK(client.ask("SELECT manifest FROM accrue_runs WHERE result = 'pay'") == "told\n");
}

TEST_CASE("rows of an earlier run are replaced, the table itself stays") {
    Client client;
    written(Run(two_people), "again")->commit("");
    client.ask("CREATE VIEW best AS SELECT max(salary) AS salary FROM again");
    written(Run({{"Оля", march, 700, 0}}), "again")->commit("");
    CHECK(client.ask("SELECT person FROM again") == "Оля\n");
    CHECK(client.ask("SELECT salary FROM best") == "7.00\n");
}

TEST_CASE("without commit the old rows stay") {
    Client client;
    written(Run(two_people), "kept")->commit("first");
    written(Run({}), "kept").reset();
    CHECK(client.ask("SELECT count(*) FROM kept") == "3\n");
    CHECK(client.ask("SELECT manifest FROM accrue_runs WHERE result = 'kept'") == "first\n");
}

TEST_CASE("a table with other columns is somebody else's") {
    Client client;
    client.ask("CREATE TABLE person (name text); INSERT INTO person VALUES ('Маша')");
    try {
        written(Run(two_people), "person");
        FAIL("written");
    } catch (const report::Refused& why) {
        CHECK(why.diagnostic.kind == kind::table_has_other_columns);
    }
    CHECK(client.ask("SELECT * FROM person") == "Маша\n");
}

TEST_CASE("a table that would change amounts or keys is left alone") {
    Client client;
    const auto refused = [&](const std::string& columns, const std::string& more = "") -> Kind {
        client.ask("DROP TABLE IF EXISTS typed; CREATE TABLE typed (" + columns + "); " + more);
        try {
            written(Run(two_people), "typed");
        } catch (const report::Refused& why) {
            return why.diagnostic.kind;
        }
        return {};
    };
    const std::string name = "\"bonus, \"\"extra\"\"\"";
    const auto types = [&](const std::string& person, const std::string& salary) {
        return "person " + person + ", month text, salary " + salary + ", " + name + " numeric, pay text";
    };
    CHECK(refused(types("text", "numeric(14,1)")) == kind::column_changes_cells);
    CHECK(refused(types("text", "numeric(14)")) == kind::column_changes_cells);
    CHECK(refused(types("text", "real")) == kind::column_changes_cells);
    CHECK(refused(types("int", "numeric")) == kind::column_changes_cells);
    CHECK(refused(types("varchar(20)", "numeric(14,2)")) == Kind{});
    CHECK(
        refused(
            types("text", "numeric"),
            "CREATE OR REPLACE FUNCTION dropped() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; "
            "END'; CREATE TRIGGER dropped BEFORE INSERT ON typed FOR EACH ROW EXECUTE FUNCTION dropped()") ==
        kind::table_has_other_rows);
}

TEST_CASE("names and texts are what they are, in whatever schema") {
    Client client;
    client.ask("CREATE SCHEMA sales");
    const Run run({{"a\tb\\n'; DROP TABLE x; --\"\nz", march, 100, 0}});
    written(run, "sales.до \"смерти\"")->commit("told");
    CHECK(client.ask("SELECT person, \"bonus, \"\"extra\"\"\" FROM sales.\"до \"\"смерти\"\"\"") ==
          "a\tb\\n'; DROP TABLE x; --\"\nz|0.00\n");
}

TEST_CASE("each paid level has its table") {
    Client client;
    written(TeamRun(), "due")->commit("");
    CHECK(client.ask("SELECT * FROM due_team ORDER BY 1") == "Б|2026-04|2.00\nКО|2026-03|1.00\n");
    CHECK(client.ask("SELECT * FROM due_person ORDER BY 3") == "Маша|КО|2026-03|1.00\nМаша|Б|2026-04|2.00\n");
}

TEST_CASE("a name that the server would cut, and a server that is not there, are said") {
    CHECK_THROWS_AS(written(Run(two_people), std::string(64, 'x')), report::Refused);
    CHECK_THROWS_AS(
        report::postgresql_writer(Run({}).outline(), "pay", "postgresql://nobody@/?host=/nowhere"),
        report::NotWritten);
}
