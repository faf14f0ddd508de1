#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "base/bytes.hpp"
#include "cli/result_place.hpp"
#include "cli/session.hpp"
#include "desk.hpp"
#include "evidence/sha256.hpp"
#include "json_form.hpp"

using namespace accrue;
using namespace accrue::cli;
using namespace accrue::testing;

namespace {

constexpr const char* scheme =
    "scheme shop\ncurrency RUB\nlevel person\nparam rate = 5%, 10% from 2026-01, 20% from 2027-01\n"
    "person {\ninput base : money\ninput plan : money\npay bonus = rate of base\n"
    "pay extra = 1 if base > plan otherwise 0\n}\n";

// Of a bonus that was paid and is read again.
constexpr const char* again =
    "scheme again\ncurrency RUB\nlevel person\nperson {\ninput bonus : money\npay due = bonus\n}\n";

const std::vector<std::string> rows = {"Маша,2026-03,1000,10", "Вася,2026-03,2000,9999",
                                       "Маша,2026-04,3000,10"};

void put_history(const Desk& desk, const std::string& name, const std::vector<std::string>& lines) {
    std::string text = "person,month,base,plan\n";
    for (const auto& line : lines) text += line + "\n";
    desk.put(name, text);
}

std::string content(const std::string& name) {
    const auto bytes = read_file(name);
    REQUIRE(bytes);
    return *bytes;
}
nlohmann::json manifest(const std::string& name) {
    return nlohmann::json::parse(content(name + ".manifest.json"));
}

ResultPlace place(const std::string& out, std::optional<ResultFormat> format = std::nullopt,
                  std::optional<report::Preset> preset = std::nullopt) {
    return result_place(out, format, preset);
}

}  // namespace

TEST_CASE("the name of the file says the form unless the command line does") {
    CHECK(place("").format == ResultFormat::table);
    CHECK(place("pay.txt").format == ResultFormat::table);
    CHECK(place("pay.csv").format == ResultFormat::csv);
    CHECK(place("pay.csv", ResultFormat::tidy).format == ResultFormat::tidy);
    CHECK(place("pay.txt", std::nullopt, report::Preset::one_c).format == ResultFormat::csv);
    CHECK(place("a/pay.xlsx").format == ResultFormat::xlsx);
    CHECK(place("PAY.CSV").format == ResultFormat::csv);
    CHECK(place("Pay.Xlsx").format == ResultFormat::xlsx);
    CHECK(place("SHOP.DB#bonus").table == "bonus");
    CHECK(place("shop.sqlite#bonus").path == "shop.sqlite");
    CHECK(place("shop.sqlite#bonus").table == "bonus");
    CHECK(place("shop.db").table == "pay");
    CHECK(place("postgresql://anna@host/shop#sales.bonus").table == "sales.bonus");
    CHECK(place("a#b.csv").path == "a#b.csv");
}

TEST_CASE("places and forms that do not fit together are refused") {
    CHECK_THROWS_AS(place("", ResultFormat::xlsx), Stop);
    CHECK_THROWS_AS(place("-", ResultFormat::sqlite), Stop);
    CHECK_THROWS_AS(place("pay.csv", ResultFormat::postgresql), Stop);
    CHECK_THROWS_AS(place("postgresql:///shop", ResultFormat::csv), Stop);
    CHECK_THROWS_AS(place("pay.json", std::nullopt, report::Preset::excel_ru), Stop);
    CHECK(accrue_says({"run", "a.pay", "--data", "x.csv", "--for", "excel-ru", "--for", "1c"}).code == 2);
    CHECK(accrue_says({"run", "a.pay", "--data", "x.csv", "--for", "Маша", "--key", "Вася"}).code == 2);
}

TEST_CASE("a file has its manifest beside it, which tells of that file") {
    const Desk desk;
    desk.put("shop.pay", scheme);
    put_history(desk, "history.csv", rows);
    REQUIRE(accrue_says({"run", "shop.pay", "--data", "history.csv", "--out", "pay.csv"}).code == 0);
    CHECK(content("pay.csv") ==
          "person,month,bonus,extra,pay\n"
          "Вася,2026-03,200.00,0.00,200.00\n"
          "Маша,2026-03,100.00,1.00,101.00\n"
          "Маша,2026-04,300.00,1.00,301.00\n");
    const auto told = manifest("pay.csv");
    CHECK(told["results"][0]["sha256"] == evidence::sha256(content("pay.csv")));
    CHECK(told["results"][0]["size"] == content("pay.csv").size());
    CHECK(told["results"][0]["rows"] == 3);
    CHECK(told["inputs"][0]["sha256"] == evidence::sha256(content("history.csv")));
    CHECK(told["schemes"][0]["text"] == scheme);
    CHECK(told["totals"][0]["amount"] == "600.00");
    CHECK(told["totals"][2]["component"] == "pay");
    CHECK(told["totals"][2]["amount"] == "602.00");
    REQUIRE(told["params"].size() == 1);
    CHECK(told["params"][0]["value"] == "10%");
    CHECK(desk.files() ==
          std::set<std::string>{"shop.pay", "history.csv", "pay.csv", "pay.csv.manifest.json"});
}

TEST_CASE("manifests have the published form, with every kind of result") {
    const Desk desk;
    desk.put("shop.pay", scheme);
    put_history(desk, "history.csv", rows);
    const auto form = nlohmann::json::parse(content(ACCRUE_ROOT "/docs/schemas/accrue.manifest.schema.json"));
    for (const auto* name : {"pay.csv", "pay.jsonl", "pay.json", "pay.txt", "pay.xlsx"}) {
        REQUIRE(accrue_says({"run", "shop.pay", "--data", "history.csv", "--month", "2026-03", "--numbers",
                             "base=1,234.56", "--out", name})
                    .code == 0);
        check_form(manifest(name), form, form);
        CHECK(manifest(name)["results"][0]["sha256"] == evidence::sha256(content(name)));
    }
}

TEST_CASE("another order of the rows changes neither the result nor the totals") {
    const Desk desk;
    desk.put("shop.pay", scheme);
    put_history(desk, "one.csv", rows);
    put_history(desk, "other.csv", {rows[2], rows[0], rows[1]});
    for (const auto* name : {"one", "other"}) {
        const std::string data = std::string(name) + ".csv";
        REQUIRE(
            accrue_says({"run", "shop.pay", "--data", data, "--out", std::string(name) + ".jsonl"}).code ==
            0);
    }
    CHECK(content("one.jsonl") == content("other.jsonl"));
    CHECK(manifest("one.jsonl")["totals"] == manifest("other.jsonl")["totals"]);
    CHECK(manifest("one.jsonl")["results"][0]["sha256"] == manifest("other.jsonl")["results"][0]["sha256"]);
}

TEST_CASE("without a manifest none is left that tells of an earlier file") {
    const Desk desk;
    desk.put("shop.pay", scheme);
    put_history(desk, "history.csv", rows);
    REQUIRE(accrue_says({"run", "shop.pay", "--data", "history.csv", "--out", "pay.csv"}).code == 0);
    REQUIRE(accrue_says({"run", "shop.pay", "--data", "history.csv", "--out", "pay.csv", "--month", "2026-04",
                         "--no-manifest"})
                .code == 0);
    CHECK(content("pay.csv") == "person,month,bonus,extra,pay\nМаша,2026-04,300.00,1.00,301.00\n");
    CHECK(desk.files() == std::set<std::string>{"shop.pay", "history.csv", "pay.csv"});
}

TEST_CASE("of two runs into one file at once the manifest tells of the one that is there") {
    const Desk desk;
    desk.put("shop.pay", scheme);
    put_history(desk, "history.csv", rows);
    const auto run = [](const std::string& month) {
        for (int i = 0; i < 40; ++i)
            accrue_says({"run", "shop.pay", "--data", "history.csv", "--month", month, "--out", "pay.csv"});
    };
    const auto other = fork();
    REQUIRE(other >= 0);
    run(other == 0 ? "2026-04" : "2026-03");
    if (other == 0) _exit(0);
    waitpid(other, nullptr, 0);
    CHECK(manifest("pay.csv")["results"][0]["sha256"] == evidence::sha256(content("pay.csv")));
    CHECK(desk.files() ==
          std::set<std::string>{"shop.pay", "history.csv", "pay.csv", "pay.csv.manifest.json"});
}

TEST_CASE("runs that make a database at once leave the table of each in it") {
    const Desk desk;
    desk.put("shop.pay", scheme);
    put_history(desk, "history.csv", rows);
    const auto run = [](const std::string& table) {
        return accrue_says({"run", "shop.pay", "--data", "history.csv", "--out", "new.sqlite#" + table}).code;
    };
    for (int times = 0; times < 10; ++times) {
        const auto other = fork();
        REQUIRE(other >= 0);
        if (other == 0) _exit(run("one"));
        CHECK(run("other") == 0);
        int ended = -1;
        waitpid(other, &ended, 0);
        CHECK(ended == 0);
        CHECK(accrue_says({"audit", "verify", "new.sqlite#one"}).code == 0);
        CHECK(accrue_says({"audit", "verify", "new.sqlite#other"}).code == 0);
        CHECK(desk.files() == std::set<std::string>{"shop.pay", "history.csv", "new.sqlite"});
        std::filesystem::remove("new.sqlite");
    }
}

TEST_CASE("what another command writes leaves no manifest of the result that stood there") {
    const Desk desk;
    desk.put("shop.pay", scheme);
    put_history(desk, "history.csv", rows);
    REQUIRE(accrue_says({"run", "shop.pay", "--data", "history.csv", "--out", "pay.json"}).code == 0);
    REQUIRE(
        accrue_says({"explain", "shop.pay", "--data", "history.csv", "--for", "Вася", "--out", "pay.json"})
            .code == 0);
    CHECK(desk.files() == std::set<std::string>{"shop.pay", "history.csv", "pay.json"});
}

TEST_CASE("what was written to a database can be read from it") {
    const Desk desk;
    desk.put("shop.pay", scheme);
    desk.put("again.pay", again);
    put_history(desk, "history.csv", rows);
    for (int i = 0; i < 2; ++i)
        REQUIRE(
            accrue_says({"run", "shop.pay", "--data", "history.csv", "--out", "shop.sqlite#bonus"}).code ==
            0);
    REQUIRE(accrue_says({"run", "shop.pay", "--data", "history.csv", "--out", "pay.xlsx"}).code == 0);
    for (const auto* data : {"person=shop.sqlite#bonus", "person=pay.xlsx#person"}) {
        const auto read = accrue_says({"run", "again.pay", "--data", data, "--format", "csv"});
        INFO(read.err);
        CHECK(read.out ==
              "person,month,due\nВася,2026-03,200.00\nМаша,2026-03,100.00\nМаша,2026-04,300.00\n");
    }
}

TEST_CASE("a table is found, and proved, whose name has a `#`") {
    const Desk desk;
    desk.put("shop.pay", scheme);
    desk.put("again.pay", again);
    put_history(desk, "history.csv", rows);
    const std::string table = "shop.sqlite#Team #1";
    REQUIRE(accrue_says({"run", "shop.pay", "--data", "history.csv", "--out", table}).code == 0);
    const auto read = accrue_says({"run", "again.pay", "--data", "person=" + table, "--out", "due.csv"});
    INFO(read.err);
    CHECK(read.code == 0);
    for (const auto* proof : {"shop.sqlite#Team #1", "due.csv.manifest.json"})
        CHECK(accrue_says({"audit", "verify", proof}).code == 0);
}

TEST_CASE("a table is proved whose database has a `#` in its name, and no ending") {
    const Desk desk;
    desk.put("shop.pay", scheme);
    put_history(desk, "history.csv", rows);
    for (const auto* const table : {"my#base#pay", "pay.v#2.sqlite#pay", "shop.dat#bonus"}) {
        INFO(table);
        REQUIRE(
            accrue_says({"run", "shop.pay", "--data", "history.csv", "--format", "sqlite", "--out", table})
                .code == 0);
        const auto proved = accrue_says({"audit", "verify", table});
        INFO(proved.out << proved.err);
        CHECK(proved.code == 0);
    }
}

TEST_CASE("a table's name says its period whatever marks the database has in its own") {
    const Desk desk;
    desk.put("due.pay",
             "scheme due\ncurrency RUB\nlevel person\nperson {\ninput base : money\npay due = base\n}\n");
    for (const std::string base : {"rep. Ivanov #1.sqlite", "my#base", "no.1 #1.db"}) {
        sqlite3* database = nullptr;
        REQUIRE(sqlite3_open(base.c_str(), &database) == SQLITE_OK);
        CHECK(sqlite3_exec(database,
                           "CREATE TABLE \"2026-03\" (person, base); INSERT INTO \"2026-03\" VALUES ('Вася', "
                           "'100'); CREATE TABLE \"2026-04\" AS SELECT * FROM \"2026-03\"",
                           nullptr, nullptr, nullptr) == SQLITE_OK);
        sqlite3_close(database);
        for (const auto& table : {"#2026-03", "#2026-04"}) {
            const auto said = accrue_says({"run", "due.pay", "--data", base + table, "--format", "csv"});
            INFO(base << said.err);
            CHECK(said.code == 0);
            CHECK(holds(said.out, std::string("Вася,") + (table + 1)));
        }
    }
}

TEST_CASE("of tables that are named after periods none is left out of a hint") {
    const Desk desk;
    desk.put("shop.pay", scheme);
    put_history(desk, "history.csv", rows);
    for (const auto* table : {"Январь 2026", "Февраль 2026", "Свод"})
        REQUIRE(accrue_says({"run", "shop.pay", "--data", "history.csv", "--out",
                             std::string("shop.sqlite#") + table})
                    .code == 0);
    const auto said = accrue_says({"run", "shop.pay", "--data", "person=shop.sqlite"});
    CHECK(said.code == 5);
    CHECK(holds(said.err,
                "hint: `--data person='shop.sqlite#Февраль 2026' --data person='shop.sqlite#Январь 2026'`"));
}

TEST_CASE("of a table's bytes that are no text no option is offered") {
    const Desk desk;
    desk.put("shop.pay", scheme);
    put_history(desk, "history.csv", rows);
    REQUIRE(accrue_says({"run", "shop.pay", "--data", "history.csv", "--out", "shop.sqlite"}).code == 0);
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open("shop.sqlite", &database) == SQLITE_OK);
    CHECK(sqlite3_exec(database, "UPDATE pay SET person = cast(x'c0e1' AS TEXT)", nullptr, nullptr,
                       nullptr) == SQLITE_OK);
    sqlite3_close(database);
    const auto said = accrue_says({"run", "shop.pay", "--data", "person=shop.sqlite"});
    CHECK(said.code == 4);
    CHECK(holds(said.err, "shop.sqlite#pay is not UTF-8 text"));
    CHECK(!holds(said.err, "hint"));
}

TEST_CASE("a letter that cannot be written leaves the old file where it is") {
    const Desk desk;
    desk.put("shop.pay", scheme);
    put_history(desk, "history.csv", {"Әлия,2026-03,1,1"});
    desk.put("pay.txt", "old");
    const auto said =
        accrue_says({"run", "shop.pay", "--data", "history.csv", "--for", "1c", "--out", "pay.txt"});
    CHECK(said.code == 5);
    CHECK(holds(said.err, "windows-1251 has no `Ә` (U+04D8), which stands in `Әлия`"));
    CHECK(content("pay.txt") == "old");
    CHECK(desk.files() == std::set<std::string>{"shop.pay", "history.csv", "pay.txt"});
}

TEST_CASE("a text that is too long for a cell is said, whatever the workbook is of") {
    const Desk desk;
    desk.put("noted.pay",
             "scheme noted\ncurrency RUB\nlevel person\nperson {\ninput base : money\ninput note : text\n"
             "pay bonus = 10% of base if note != \"no\" otherwise 0\n}\n");
    desk.put("person.csv", "person,month,base,note\nВася,2026-03,1000," + std::string(40'000, 'n') + "\n");
    const auto said = accrue_says({"explain", "noted.pay", "--data", "person.csv", "--xlsx", "trace.xlsx"});
    CHECK(said.code == 5);
    CHECK(holds(said.err, "cannot write trace.xlsx: a text of sheet"));
    CHECK(holds(said.err, "is longer than a cell holds, 32 767 characters"));
    CHECK(desk.files() == std::set<std::string>{"noted.pay", "person.csv"});
}

TEST_CASE("a table of somebody else is not written over") {
    const Desk desk;
    desk.put("shop.pay", scheme);
    desk.put("other.pay",
             "scheme other\ncurrency RUB\nlevel person\nperson {\ninput base : money\npay due = base\n}\n");
    put_history(desk, "history.csv", rows);
    REQUIRE(accrue_says({"run", "shop.pay", "--data", "history.csv", "--out", "shop.sqlite"}).code == 0);
    const auto said = accrue_says({"run", "other.pay", "--data", "history.csv", "--out", "shop.sqlite"});
    CHECK(said.code == 5);
    CHECK(holds(said.err, "the table `pay` is there with other columns (person, month, bonus, extra, pay)"));
}

TEST_CASE("a result takes the place of nothing that was read") {
    const Desk desk;
    desk.put("shop.pay", scheme);
    put_history(desk, "history.csv", rows);
    const auto before = content("history.csv");
    for (const std::string name : {"history.csv", "./history.csv", "shop.pay"}) {
        INFO(name);
        CHECK(accrue_says({"run", "shop.pay", "--data", "history.csv", "--format", "csv", "--out", name})
                  .code == 2);
    }
    CHECK(
        accrue_says({"explain", "shop.pay", "--data", "history.csv", "--for", "Вася", "--out", "history.csv"})
            .code == 2);
    CHECK(content("history.csv") == before);
    CHECK(content("shop.pay") == scheme);
}

TEST_CASE("a result takes the place of no workbook and no database that was read") {
    const Desk desk;
    desk.put("shop.pay", scheme);
    desk.put("again.pay", again);
    put_history(desk, "history.csv", rows);
    for (const auto* name : {"data/person.xlsx", "data.sqlite#person"}) {
        std::filesystem::create_directory("data");
        REQUIRE(
            accrue_says({"run", "shop.pay", "--data", "history.csv", "--no-manifest", "--out", name}).code ==
            0);
    }
    const auto workbook = content("data/person.xlsx"), database = content("data.sqlite");
    for (const std::string data : {"data/person.xlsx", "data", "person=data.sqlite#person"}) {
        const bool is_database = data.find("sqlite") != data.npos;
        const std::string out = is_database ? "data.sqlite" : "data/person.xlsx";
        const std::string why = is_database ? " is a database; all its tables would be lost"
                                            : " was read and would be replaced by the result";
        for (const std::string format : {"csv", "xlsx"}) {
            const auto said =
                accrue_says({"run", "again.pay", "--data", data, "--format", format, "--out", out});
            INFO(data << ' ' << format << said.err);
            CHECK(said.code == 2);
            CHECK(holds(said.err, out + why));
        }
        CHECK(accrue_says({"explain", "again.pay", "--data", data, "--for", "Вася", "--xlsx", out}).code ==
              2);
        CHECK(accrue_says({"compare", "again.pay", "again.pay", "--data", data, "--xlsx", out}).code == 2);
    }
    CHECK(content("data/person.xlsx") == workbook);
    CHECK(content("data.sqlite") == database);
}

TEST_CASE("a workbook is refused by a full device in words, and taken by one that takes all") {
    if (!std::filesystem::exists("/dev/full")) return;
    const Desk desk;
    desk.put("shop.pay", scheme);
    put_history(desk, "history.csv", rows);
    const auto written = [](const std::string& device) {
        return accrue_says({"run", "shop.pay", "--data", "history.csv", "--format", "xlsx", "--out", device});
    };
    const auto refused = written("/dev/full");
    CHECK(refused.code == 5);
    CHECK(holds(refused.err, "cannot write /dev/full: No space left on device"));
    CHECK(written("/dev/null").code == 0);
    CHECK(desk.files() == std::set<std::string>{"shop.pay", "history.csv"});
}

TEST_CASE("a file that was read does not become the manifest, nor is it removed as an old one") {
    const Desk desk;
    desk.put("shop.pay", scheme);
    put_history(desk, "pay.csv.manifest.json", rows);
    const auto before = content("pay.csv.manifest.json");
    std::vector<std::string> call = {"run",   "shop.pay", "--data", "pay.csv.manifest.json",
                                     "--out", "pay.csv"};
    for (const bool has_manifest : {true, false}) {
        if (!has_manifest) call.emplace_back("--no-manifest");
        const auto said = accrue_says(call);
        INFO(said.err);
        CHECK(said.code == 2);
        CHECK(holds(said.err, "pay.csv.manifest.json was read and would be replaced by the result"));
    }
    CHECK(content("pay.csv.manifest.json") == before);
    CHECK(desk.files() == std::set<std::string>{"shop.pay", "pay.csv.manifest.json"});
}

TEST_CASE("a result is no text in the place of a database, whatever that is called") {
    const Desk desk;
    desk.put("shop.pay", scheme);
    put_history(desk, "history.csv", rows);
    const auto said = [](const std::vector<std::string>& how) {
        std::vector<std::string> words = {"run", "shop.pay", "--data", "history.csv"};
        words.insert(words.end(), how.begin(), how.end());
        return accrue_says(words);
    };
    for (const std::string name : {"shop.sqlite", "shop.dat"}) {
        INFO(name);
        REQUIRE(said({"--format", "sqlite", "--out", name}).code == 0);
        const auto database = content(name);
        CHECK(said({"--format", "csv", "--out", name}).code == 2);
        CHECK(said({"--format", "csv", "--out", name + "#bonus"}).code == 2);
        CHECK(said({"--for", "excel", "--format", "csv", "--out", name}).code == 2);
        CHECK(accrue_says({"explain", "shop.pay", "--data", "history.csv", "--for", "Вася", "--out", name})
                  .code == 2);
        CHECK(content(name) == database);
    }
    CHECK(holds(said({"--out", "shop.dat"}).err, "hint: `--format sqlite` writes a table into it"));
    CHECK(holds(said({"--out", "shop.dat", "--for", "excel"}).err, "hint: name another file"));
    CHECK(said({"--out", "shop.dat#bonus", "--format", "sqlite"}).code == 0);
    CHECK(desk.files() == std::set<std::string>{"shop.pay", "history.csv", "shop.sqlite", "shop.dat"});
}

TEST_CASE("a `#` is a letter in the name of a file that is no database") {
    const Desk desk;
    desk.put("shop.pay", scheme);
    put_history(desk, "history.csv", rows);
    REQUIRE(accrue_says({"run", "shop.pay", "--data", "history.csv", "--out", "pay #1.csv"}).code == 0);
    CHECK(content("pay #1.csv").starts_with("person,month,"));
    CHECK(accrue_says({"audit", "verify", "pay #1.csv.manifest.json"}).code == 0);
    CHECK(place("shop.db#bonus").table == "bonus");
    CHECK(place("Итог #3.xlsx").format == ResultFormat::xlsx);
    CHECK(place("Итог #3.xlsx").path == "Итог #3.xlsx");
}

TEST_CASE("a scheme that pays nothing has no columns to write") {
    const Desk desk;
    desk.put("none.pay", "scheme none\ncurrency RUB\nlevel person\nperson { input base : money }\n");
    put_history(desk, "history.csv", rows);
    const auto said = accrue_says({"run", "none.pay", "--data", "history.csv", "--format", "csv"});
    CHECK(said.code != 0);
    CHECK(holds(said.err, "E3306"));
}

TEST_CASE("a result goes into the database that its data stand in") {
    const Desk desk;
    desk.put("shop.pay", scheme);
    put_history(desk, "history.csv", rows);
    desk.put(
        "copy.pay",
        "scheme copy\ncurrency RUB\nlevel person\nperson { input bonus : money\n pay double = 2 * bonus }\n");
    REQUIRE(accrue_says({"run", "shop.pay", "--data", "history.csv", "--out", "shop.sqlite"}).code == 0);
    const auto said =
        accrue_says({"run", "copy.pay", "--data", "person=shop.sqlite#pay", "--out", "shop.sqlite#twice"});
    INFO(said.err);
    CHECK(said.code == 0);
    CHECK(accrue_says({"audit", "verify", "shop.sqlite#twice"}).code == 0);
}
