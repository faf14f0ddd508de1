// `accrue audit verify` and `accrue audit pack`, and one key out of a long history.
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/bytes.hpp"
#include "desk.hpp"
#include "evidence/archive.hpp"
#include "evidence/sha256.hpp"
#include "json_form.hpp"

using namespace accrue;
using namespace accrue::testing;
using Json = nlohmann::json;

namespace {

const std::string flat =
    "scheme flat\ncurrency RUB\nlevel person\nperson {\n  input sales : money\n"
    "  last = previous sales default 0\n  pay bonus = 10% of sales\n  pay growth = 1% of (sales above "
    "last)\n}\n";

void put_flat(const Desk& desk) {
    desk.put("flat.pay", flat);
    desk.put("sales.csv",
             "person,month,sales\nAnn,2026-01,100\nBob,2026-01,200\nAnn,2026-02,300.50\nBob,2026-02,50\n");
}

void has_form(const Json& json, const std::string& name) {
    const auto form = Json::parse(*read_file(ACCRUE_ROOT "/docs/schemas/accrue." + name + ".schema.json"));
    check_form(json, form, form);
}

Json verified(const std::vector<std::string>& more, int code) {
    std::vector<std::string> words{"audit", "verify", "--json"};
    words.insert(words.end(), more.begin(), more.end());
    const auto said = accrue_says(words);
    INFO(said.out << said.err);
    REQUIRE(said.code == code);
    auto json = Json::parse(said.out);
    has_form(json, "verification");
    return json;
}

std::string status_of(const Json& verification, const std::string& check) {
    for (const auto& each : verification["checks"]) {
        if (each["check"] == check) return each["status"];
    }
    return "";
}

// The rows of a table the other way round, below its header.
std::string reversed(const std::string& table) {
    const auto header = table.find('\n') + 1;
    std::string rows;
    std::istringstream lines(table.substr(header));
    for (std::string line; std::getline(lines, line);) rows.insert(0, line + "\n");
    return table.substr(0, header) + rows;
}

// A long file in which the asked rows lie far apart.
std::string long_history(const std::string& strange_row) {
    std::string text = "person,month,sales\n";
    for (int month = 1; month <= 12; ++month) {
        for (int person = 0; person < 70'000; ++person) {
            if (person == 40'000 && month == 3) text += strange_row;
            text += fmt::format("p{:06},2026-{:02},{}.{:02}\n", person, month,
                                (person * 7919LL + month) % 100'000, person % 100);
        }
    }
    return text;
}

}  // namespace

TEST_CASE("a result is proved by its manifest") {
    const Desk desk;
    put_flat(desk);
    REQUIRE(accrue_says({"run", "flat.pay", "--data", "sales.csv", "--out", "pay.csv"}).code == 0);
    const auto proved = verified({"pay.csv.manifest.json"}, 0);
    CHECK(proved["proved"] == true);
    CHECK(status_of(proved, "recomputed") == "same");

    SECTION("an edited result is told by its cells") {
        auto text = *read_file("pay.csv");
        text.replace(text.find("30.05"), 5, "99.05");
        desk.put("pay.csv", text);
        const auto done = verified({"pay.csv.manifest.json"}, 1);
        const auto& result = done["checks"].back();
        CHECK(result["check"] == "result");
        CHECK(result["differences"][0]["column"] == "bonus");
        CHECK(result["differences"][0]["kept"] == "99.05");
        CHECK(result["differences"][0]["computed"] == "30.05");
        CHECK(result["differences"][0]["row"] == "Ann 2026-02");
    }
    SECTION("rows in another order are told as that") {
        desk.put("pay.csv", reversed(*read_file("pay.csv")));
        const auto done = verified({"pay.csv.manifest.json"}, 1);
        CHECK(done["checks"].back()["notes"].back() == "the same rows in another order");
        CHECK(!done["checks"].back().contains("differences"));
    }
    SECTION("rows in another order, and one of them edited") {
        auto text = reversed(*read_file("pay.csv"));
        text.replace(text.find("30.05"), 5, "99.05");
        desk.put("pay.csv", text);
        const auto done = verified({"pay.csv.manifest.json"}, 1);
        CHECK(done["checks"].back()["notes"].back() == "the other rows stand in another order");
        CHECK(done["checks"].back()["lines_that_differ"] == 1);
        CHECK(done["checks"].back()["differences"][0]["kept"] == "99.05");
    }
    SECTION("a cell in quotes is told") {
        auto text = *read_file("pay.csv");
        text.replace(text.find("Bob"), 3, "\"Bob\"");
        desk.put("pay.csv", text);
        const auto difference = verified({"pay.csv.manifest.json"}, 1)["checks"].back()["differences"][0];
        CHECK(difference["row"] == "Bob 2026-01");
        CHECK(difference["kept"].get<std::string>().starts_with("\"Bob\","));
        const auto said = accrue_says({"audit", "verify", "pay.csv.manifest.json"});
        CHECK(holds(said.out, "Bob 2026-01: the same cells, written otherwise: \"Bob\","));
    }
    SECTION("a manifest that tells of another result than the one there and computed") {
        auto text = *read_file("pay.csv.manifest.json");
        const auto hash = text.rfind("\"sha256\": \"") + 11;
        text[hash] = text[hash] == '0' ? '1' : '0';
        desk.put("pay.csv.manifest.json", text);
        const auto done = verified({"pay.csv.manifest.json"}, 1);
        CHECK(holds(done["checks"].back().dump(), "it is what is computed now"));
    }
    SECTION("reordered data are not told as other rows") {
        desk.put("sales.csv", reversed(*read_file("sales.csv")));
        const auto done = verified({"pay.csv.manifest.json"}, 1);
        CHECK(holds(done.dump(), "sales.csv has been changed: as many bytes"));
        CHECK(status_of(done, "recomputed") == "same");
    }
    SECTION("other data are told, and what they would give") {
        desk.put("sales.csv", "person,month,sales\nAnn,2026-01,100\n");
        const auto done = verified({"pay.csv.manifest.json"}, 1);
        CHECK(status_of(done, "input") == "changed");
        CHECK(status_of(done, "recomputed") == "changed");
        CHECK(status_of(done, "result") == "same");
    }
    SECTION("another scheme is told, and the one of the manifest is run") {
        desk.put("flat.pay", flat + "# since then\n");
        const auto done = verified({"pay.csv.manifest.json"}, 1);
        CHECK(status_of(done, "scheme") == "changed");
        CHECK(status_of(done, "recomputed") == "same");
    }
    SECTION("a changed manifest contradicts itself") {
        auto text = *read_file("pay.csv.manifest.json");
        text.replace(text.find("10% of sales"), 3, "90%");
        desk.put("pay.csv.manifest.json", text);
        CHECK(status_of(verified({"pay.csv.manifest.json"}, 1), "manifest") == "changed");
    }
    SECTION("lost data are looked for where they are said to be") {
        std::filesystem::create_directory("archive");
        std::filesystem::rename("sales.csv", "archive/sales.csv");
        CHECK(status_of(verified({"pay.csv.manifest.json"}, 1), "input") == "absent");
        CHECK(verified({"pay.csv.manifest.json", "--data", "archive"}, 0)["proved"] == true);
        CHECK(verified({"pay.csv.manifest.json", "--data", "archive/sales.csv"}, 0)["proved"] == true);
        desk.put("archive/other.csv", "person,month,sales\nAnn,2026-01,100\n");
        const auto other = verified({"pay.csv.manifest.json", "--data", "archive/other.csv"}, 1);
        CHECK(status_of(other, "input") == "changed");
    }
}

TEST_CASE("a file of several is known by its name or its bytes when it is given alone") {
    const Desk desk;
    put_flat(desk);
    desk.put("more.csv", "person,month,sales\nAnn,2026-03,70\n");
    REQUIRE(accrue_says({"run", "flat.pay", "--data", "person=sales.csv", "--data", "person=more.csv",
                         "--out", "pay.csv"})
                .code == 0);
    std::filesystem::create_directory("archive");
    std::filesystem::rename("sales.csv", "archive/2025.csv");
    std::filesystem::rename("more.csv", "archive/more.csv");
    const auto proved =
        verified({"pay.csv.manifest.json", "--data", "archive/2025.csv", "--data", "archive/more.csv"}, 0);
    CHECK(proved["proved"] == true);
}

TEST_CASE("a result is proved whose files have names that are no UTF-8") {
    const Desk desk;
    put_flat(desk);
    std::filesystem::rename("sales.csv", "caf\xe9.csv");
    REQUIRE(accrue_says({"run", "flat.pay", "--data", "caf\xe9.csv", "--out", "\xe9.csv"}).code == 0);
    CHECK(status_of(verified({"\xe9.csv.manifest.json"}, 1), "input") == "absent");
    const auto proved = verified({"\xe9.csv.manifest.json", "--data", "caf\xe9.csv"}, 0);
    CHECK(status_of(proved, "result") == "same");
}

TEST_CASE("what came through a pipe is known by the bytes that came") {
    const Desk desk;
    put_flat(desk);
    REQUIRE(mkfifo("pipe", 0600) == 0);
    const auto poured = [](const std::string& rows) {
        return std::thread([rows] { std::ofstream("pipe") << rows; });
    };
    const auto rows = *read_file("sales.csv");
    auto pipe = poured(rows);
    CHECK(accrue_says({"run", "flat.pay", "--data", "person=pipe", "--out", "pay.csv"}).code == 0);
    pipe.join();
    const auto input = Json::parse(*read_file("pay.csv.manifest.json"))["inputs"][0];
    CHECK(input["size"] == rows.size());
    CHECK(input["sha256"] == evidence::sha256(rows));
    CHECK(verified({"pay.csv.manifest.json", "--data", "person=sales.csv"}, 0)["proved"] == true);

    pipe = poured(rows);
    CHECK(verified({"pay.csv.manifest.json", "--data", "person=pipe"}, 0)["proved"] == true);
    pipe.join();
    pipe = poured(rows + "Bob,2026-03,1\n");
    CHECK(status_of(verified({"pay.csv.manifest.json", "--data", "person=pipe"}, 1), "input") == "changed");
    pipe.join();
}

TEST_CASE("a file that another takes the place of is known by the bytes that were read") {
    const Desk desk;
    desk.put(
        "two.pay",
        "scheme two\ncurrency RUB\nlevel person\nrecords payment for person { amount : money }\n"
        "person { input salary : money\n got = sum of payment.amount\n pay salary\n pay c = 1% of got }");
    const std::string rows = "person,date,amount\nAnn,2026-01-05,100\n";
    desk.put("payment.csv", rows);
    desk.put("later.csv", "person,date,amount\nAnn,2026-01-05,900\n");
    REQUIRE(mkfifo("pipe", 0600) == 0);
    std::thread pipe([] {
        std::ofstream person("pipe");  // is open when the command reads it, behind the payments
        std::filesystem::rename("later.csv", "payment.csv");
        person << "person,month,salary\nAnn,2026-01,50\n";
    });
    const auto said = accrue_says(
        {"run", "two.pay", "--data", "payment=payment.csv", "--data", "person=pipe", "--out", "pay.csv"});
    pipe.join();
    INFO(said.err);
    REQUIRE(said.code == 0);
    CHECK(holds(*read_file("pay.csv"), "Ann,2026-01,50.00,1.00,51.00"));
    const auto manifest = Json::parse(*read_file("pay.csv.manifest.json"));
    for (const auto& input : manifest["inputs"]) {
        if (input["name"] == "payment.csv") CHECK(input["sha256"] == evidence::sha256(rows));
    }
}

TEST_CASE("a pack does not take names that it cannot hold") {
    const Desk desk;
    put_flat(desk);
    std::filesystem::copy_file("flat.pay", "caf\xe9.pay");
    std::filesystem::copy_file("sales.csv", "caf\xe9.csv");
    const auto packed = [](const std::string& plan, const std::string& data) {
        return accrue_says({"audit", "pack", plan, "--data", data, "--for", "Ann", "--month", "2026-01",
                            "--out", "\xe9.zip"});
    };
    for (const auto& said : {packed("caf\xe9.pay", "sales.csv"), packed("flat.pay", "caf\xe9.csv")}) {
        CHECK(said.code == 2);
        CHECK(holds(said.err, "a pack cannot hold the name of caf\\xe9."));
    }
    CHECK_FALSE(std::filesystem::exists("\xe9.zip"));
    CHECK(packed("flat.pay", "sales.csv").code == 0);
    CHECK(verified({"\xe9.zip"}, 0)["proved"] == true);
}

TEST_CASE("the result beside the manifest is compared, wherever another one lies") {
    const Desk desk;
    put_flat(desk);
    std::filesystem::create_directory("out");
    std::filesystem::create_directory("received");
    const bool is_absolute = GENERATE(false, true);
    const auto out = (is_absolute ? std::filesystem::current_path().string() + "/" : "") + "out/pay.csv";
    INFO(out);
    REQUIRE(accrue_says({"run", "flat.pay", "--data", "sales.csv", "--out", out}).code == 0);
    std::filesystem::copy_file("out/pay.csv.manifest.json", "received/pay.csv.manifest.json");
    auto text = *read_file("out/pay.csv");
    text.replace(text.find("30.05"), 5, "99.05");
    const std::string proof = "received/pay.csv.manifest.json";

    SECTION("edited") {
        desk.put("received/pay.csv", text);
        const auto done = verified({proof}, 1);
        CHECK(status_of(done, "result") == "changed");
        CHECK(holds(done["checks"].back()["says"], "(received/pay.csv)"));
    }
    SECTION("moved with the manifest, and no other one there") {
        std::filesystem::rename("out/pay.csv", "received/pay.csv");
        CHECK(status_of(verified({proof}, 0), "result") == "same");
    }
    SECTION("both under a name of their own") {
        std::filesystem::rename("received/pay.csv.manifest.json", "received/may.csv.manifest.json");
        desk.put("received/may.csv", text);
        CHECK(status_of(verified({"received/may.csv.manifest.json"}, 1), "result") == "changed");
    }
    SECTION("only the one that was written is there") {
        CHECK(status_of(verified({proof}, 0), "result") == "same");
    }
}

TEST_CASE("with --data its places are looked at, and no others") {
    const Desk desk;
    std::filesystem::create_directory("archive");
    put_flat(desk);
    std::filesystem::rename("sales.csv", "archive/sales.csv");
    desk.put("sales.csv", "person,month,sales\nAnn,2026-01,900\nBob,2026-01,200\n");  // forged
    REQUIRE(accrue_says({"run", "flat.pay", "--data", "sales.csv", "--out", "pay.csv"}).code == 0);
    REQUIRE(accrue_says({"audit", "pack", "flat.pay", "--data", "sales.csv", "--for", "Ann", "--month",
                         "2026-01", "--out", "ann.zip"})
                .code == 0);
    desk.put("archive/other.csv", *read_file("sales.csv"));
    std::filesystem::create_directory("empty");
    for (const std::string proof : {"pay.csv.manifest.json", "ann.zip"}) {
        INFO(proof);
        for (const std::string place : {"archive", "archive/sales.csv", "person=archive/sales.csv"}) {
            INFO(place);
            const auto done = verified({proof, "--data", place}, 1);
            CHECK(status_of(done, "input") == "changed");
            CHECK(holds(done.dump(), "sales.csv (archive/sales.csv)"));
        }
        CHECK(status_of(verified({proof, "--data", "empty"}, 1), "input") == "absent");
        CHECK(status_of(verified({proof, "--data", "archive/other.csv"}, 0), "input") == "same");
        CHECK(accrue_says({"audit", "verify", proof, "--data", "nosuch"}).code == 5);
        const auto misspelt = accrue_says({"audit", "verify", proof, "--data", "persn=archive/sales.csv"});
        CHECK(misspelt.code == 2);
        CHECK(holds(misspelt.err, "`--data person=archive/sales.csv`"));
    }
}

TEST_CASE("of several files one is named by its own name or by its level") {
    const Desk desk;
    desk.put("sums.pay",
             "scheme sums\ncurrency RUB\nlevel person\nrecords payment for person { amount : money }\n"
             "person { input plan : money; pay sum of payment.amount above plan \"bonus\" }\n");
    desk.put("person.csv", "person;month;plan\nAnna;2026-03;1000\n");
    desk.put("payment.csv", "person;date;amount\nAnna;2026-03-05;1500\n");
    REQUIRE(accrue_says({"run", "sums.pay", "--data", ".", "--out", "pay.csv"}).code == 0);
    const std::string proof = "pay.csv.manifest.json";
    CHECK(verified({proof, "--data", "person.csv", "--data", "payment.csv"}, 0)["proved"] == true);
    CHECK(verified({proof, "--data", "person.csv", "--data", "payment=payment.csv"}, 0)["proved"] == true);
    CHECK(status_of(verified({proof, "--data", "person.csv"}, 1), "recomputed") == "absent");
    desk.put("people.csv", "person;month;plan\nAnna;2026-03;900\n");
    const auto refused = accrue_says({"audit", "verify", proof, "--data", "people.csv"});
    CHECK(refused.code == 2);
    CHECK(holds(refused.err, "people.csv`"));
}

TEST_CASE("every form of a result can be proved") {
    const Desk desk;
    put_flat(desk);
    for (const std::string name : {"pay.json", "pay.jsonl", "pay.xlsx", "pay.txt", "pay.sqlite"}) {
        REQUIRE(accrue_says({"run", "flat.pay", "--data", "sales.csv", "--out", name}).code == 0);
        if (name == "pay.sqlite") continue;  // its manifest stands in the database
        CHECK(verified({name + ".manifest.json"}, 0)["proved"] == true);
    }
    REQUIRE(
        accrue_says({"run", "flat.pay", "--data", "sales.csv", "--for", "1c", "--out", "pay1c.csv"}).code ==
        0);
    CHECK(verified({"pay1c.csv.manifest.json"}, 0)["proved"] == true);
}

TEST_CASE("a result with words is proved in the language of its run, whoever verifies") {
    const Desk desk;
    put_flat(desk);
    for (const std::string run : {"en", "ru"}) {
        for (const std::string name : {"pay.txt", "pay.xlsx"}) {
            REQUIRE(
                accrue_says({"run", "flat.pay", "--data", "sales.csv", "--out", name, "--lang", run}).code ==
                0);
            for (const std::string verifier : {"en", "ru"}) {
                INFO(run << " " << name << " " << verifier);
                CHECK(verified({name + ".manifest.json", "--lang", verifier}, 0)["proved"] == true);
            }
        }
    }
}

TEST_CASE("what was said of single files is proved with the result") {
    const Desk desk;
    std::filesystem::create_directory("data");
    desk.put("sums.pay",
             "scheme sums\ncurrency RUB\nlevel person\nrecords payment for person { amount : money }\n"
             "person { input plan : money; pay sum of payment.amount above plan \"bonus\" }\n");
    desk.put("data/person.csv", "Report\n\nperson;month;plan\nAnna;2026-03;1000\nAnna;2026-04;1000\n");
    desk.put("data/payment_2026-03.csv", "March\nperson;date;amount\nAnna;2026-03-05;1500\n");
    desk.put("data/payment_2026-04.csv", "person;date;amount\nAnna;2026-04-05;700\nTotal;;700\n");
    std::vector<std::string> run{"run", "sums.pay", "--data", "data", "--out", "pay.csv"};
    const auto hints = accrue_says(run).err;
    for (const auto& [option, value] :
         {std::pair("--skip-lines", "person=2"), std::pair("--skip-lines", "payment_2026-03.csv=1"),
          std::pair("--skip-last-lines", "payment_2026-04.csv=1")}) {
        CHECK(holds(hints, fmt::format("`{} {}`", option, value)));
        run.emplace_back(option);
        run.emplace_back(value);
    }
    const auto done = accrue_says(run);
    INFO(done.err);
    REQUIRE(done.code == 0);
    CHECK(verified({"pay.csv.manifest.json"}, 0)["proved"] == true);
}

TEST_CASE("a manifest that tells of other params, currencies or rows is found out") {
    const Desk desk;
    put_flat(desk);
    REQUIRE(accrue_says({"run", "flat.pay", "--data", "sales.csv", "--out", "pay.csv"}).code == 0);
    const auto whole = *read_file("pay.csv.manifest.json");
    const std::pair<std::string, std::string> changes[] = {
        {"\"currency\": \"RUB\"", "\"currency\": \"USD\""},
        {"\"rows\": 4,", "\"rows\": 3,"},
        {"\"last_period\": \"2026-02\"", "\"last_period\": \"2026-03\""}};
    for (const auto& [was, is] : changes) {
        INFO(is);
        auto text = whole;
        REQUIRE(text.find(was) != std::string::npos);
        text.replace(text.find(was), was.size(), is);
        desk.put("pay.csv.manifest.json", text);
        CHECK(status_of(verified({"pay.csv.manifest.json"}, 1), "manifest") == "changed");
    }
}

TEST_CASE("a manifest that no program of ours wrote is refused, whatever it says") {
    const Desk desk;
    put_flat(desk);
    REQUIRE(accrue_says({"run", "flat.pay", "--data", "sales.csv", "--out", "pay.csv"}).code == 0);
    const auto whole = *read_file("pay.csv.manifest.json");
    const std::string options = "\"options\": {";
    const auto place = whole.find(options) + options.size();
    REQUIRE(place > options.size());
    for (const auto* const option :
         {R"("width": "abc")", R"("width": "99999999999999999999")", R"("width": "-1")", R"("delimiter": "")",
          R"("skip-lines": "x")", R"("no-such": "1")"}) {
        INFO(option);
        auto text = whole;
        text.insert(place, option + std::string(whole[place] == '}' ? "" : ","));
        desk.put("pay.csv.manifest.json", text);
        const auto said = accrue_says({"audit", "verify", "pay.csv.manifest.json"});
        CHECK(said.code == 1);
        CHECK(said.out.find("the manifest names an option that this version does not know") !=
              std::string::npos);
    }
    constexpr std::size_t depth = 200'000;
    const auto deep = std::string(depth, '[') + std::string(depth, ']');
    desk.put("pay.csv.manifest.json", R"({"schema": "accrue.manifest/1", "currency": )" + deep + "}");
    CHECK(accrue_says({"audit", "verify", "pay.csv.manifest.json"}).code == 4);
}

TEST_CASE("a table is proved by its rows, whatever their order") {
    const Desk desk;
    put_flat(desk);
    REQUIRE(accrue_says({"run", "flat.pay", "--data", "sales.csv", "--out", "pay.sqlite"}).code == 0);
    const auto execute = [](const char* sql) {
        sqlite3* database = nullptr;
        REQUIRE(sqlite3_open("pay.sqlite", &database) == SQLITE_OK);
        CHECK(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
        sqlite3_close(database);
    };
    CHECK(status_of(verified({"pay.sqlite#pay"}, 0), "result") == "same");
    execute(
        "CREATE TABLE other AS SELECT * FROM pay ORDER BY month DESC, person DESC;"
        "DELETE FROM pay; INSERT INTO pay SELECT * FROM other;");
    CHECK(status_of(verified({"pay.sqlite#pay"}, 0), "result") == "same");

    SECTION("a cell that somebody changed, and a row that is gone") {
        execute(
            "UPDATE pay SET pay = '99.00' WHERE person = 'Ann' AND month = '2026-01';"
            "DELETE FROM pay WHERE person = 'Bob' AND month = '2026-02';");
        const auto done = verified({"pay.sqlite#pay"}, 1);
        const auto& result = done["checks"].back();
        CHECK(result["status"] == "changed");
        CHECK(result["lines_that_differ"] == 2);
        CHECK(result["differences"][0]["row"] == "Ann 2026-01");
        CHECK(result["differences"][0]["column"] == "pay");
        CHECK(result["differences"][0]["kept"] == "99.00");
        CHECK(!result["differences"][0].contains("line"));
    }
    SECTION("a table that is gone") {
        execute("DROP TABLE pay");
        CHECK(status_of(verified({"pay.sqlite#pay"}, 1), "result") == "absent");
    }
    SECTION("a database in which no run wrote") {
        execute("DROP TABLE accrue_runs");
        CHECK(accrue_says({"audit", "verify", "pay.sqlite#pay"}).code == 4);
    }
}

TEST_CASE("a pack holds only the rows that its amount needs") {
    const Desk desk;
    put_flat(desk);
    const auto said = accrue_says({"audit", "pack", "flat.pay", "--data", "sales.csv", "--for", "Ann",
                                   "--month", "2026-02", "--out", "ann.zip"});
    INFO(said.err);
    REQUIRE(said.code == 0);
    const auto files = evidence::from_archive(*read_file("ann.zip"), 1 << 24);
    const auto data =
        std::find_if(files.begin(), files.end(), [](const auto& file) { return file.name == "data/1.csv"; });
    REQUIRE(data != files.end());
    const auto manifest = std::find_if(files.begin(), files.end(),
                                       [](const auto& file) { return file.name == "manifest.json"; });
    REQUIRE(manifest != files.end());
    has_form(Json::parse(manifest->text), "pack");
    CHECK(data->text == "person,month,sales\nAnn,2026-01,100\nAnn,2026-02,300.50\n");
    CHECK(verified({"ann.zip"}, 0)["proved"] == true);
    CHECK(verified({"ann.zip", "--data", "person=sales.csv", "--data", "."}, 0)["proved"] == true);

    SECTION("and shows what was changed in it") {
        auto changed = files;
        for (auto& file : changed) {
            if (file.name == "data/1.csv") file.text.replace(file.text.find("300.50"), 6, "900.50");
        }
        desk.put("ann.zip", evidence::archived(changed));
        const auto done = verified({"ann.zip"}, 1);
        CHECK(status_of(done, "trace") == "changed");
    }
    SECTION("or in what it says of itself, whatever its manifest tells") {
        const bool has_entry = GENERATE(true, false);
        auto changed = files;
        for (auto& file : changed) {
            if (file.name == "README.txt") file.text = "Pay at once.\n";
            if (file.name != "manifest.json") continue;
            auto json = nlohmann::ordered_json::parse(file.text);
            json["readme"]["size"] = 13;
            json["readme"]["sha256"] = evidence::sha256("Pay at once.\n");
            if (!has_entry) json.erase("readme");
            file.text = json.dump();
        }
        desk.put("ann.zip", evidence::archived(changed));
        const auto done = verified({"ann.zip"}, 1);
        const std::string says = has_entry ? "README.txt is not as it was packed"
                                           : "README.txt is in the pack, but not in its manifest";
        CHECK(holds(done.dump(), says));
        if (has_entry) return;
        std::erase_if(changed, [](const auto& file) { return file.name == "README.txt"; });
        desk.put("ann.zip", evidence::archived(changed));
        CHECK(holds(verified({"ann.zip"}, 1).dump(), "README.txt is not in the pack"));
    }
    SECTION("or in the file that it was packed from") {
        desk.put(
            "sales.csv",
            "person,month,sales\nAnn,2026-01,100\nBob,2026-01,200\nAnn,2026-02,301.50\nBob,2026-02,50\n");
        const auto done = verified({"ann.zip", "--data", "."}, 1);
        CHECK(done["checks"].back()["differences"][0]["line"] == 4);
    }
    SECTION("or that its rows stand on other lines now") {
        desk.put("sales.csv", reversed(*read_file("sales.csv")));
        const auto done = verified({"ann.zip", "--data", "."}, 1);
        CHECK(done["checks"].back()["notes"][0] == "the packed rows stand in it, on other lines");
    }
    SECTION("or that only rows of others are") {
        desk.put("sales.csv", *read_file("sales.csv") + "Cid,2026-02,50\n");
        const auto done = verified({"ann.zip", "--data", "."}, 1);
        CHECK(done["checks"].back()["notes"][0] == "the packed rows stand in it as they did");
    }
    SECTION("twice the same bytes") {
        const auto first = *read_file("ann.zip");
        accrue_says({"audit", "pack", "flat.pay", "--data", "sales.csv", "--for", "Ann", "--month", "2026-02",
                     "--out", "ann.zip"});
        CHECK(*read_file("ann.zip") == first);
    }
}

TEST_CASE("one key of a long history is found without reading the others") {
    const Desk desk;
    desk.put("flat.pay", flat);
    const auto strange = GENERATE(as<std::string>(), "", "p0400001,2026-03,1\n", "xp040000,2026-03,1\n",
                                  "\"quoted, p040000\",2026-03,1\n");
    desk.put("sales.csv", long_history(strange));
    const std::vector<std::string> words{"explain", "flat.pay", "--data", "sales.csv", "--month",
                                         "2026-04", "--json",   "--for",  "p040000"};
    const auto quick = accrue_says(words);
    INFO(strange << quick.err);
    CHECK(quick.code == 0);
    const bool is_quoted = strange.find('"') != std::string::npos;
    CHECK(holds(quick.err, "not looked at") != is_quoted);
    // `--for` of nobody reads all; a trace of all rows is made by a level's name said twice
    auto whole = words;
    whole.push_back("--skip-last-lines");
    whole.push_back("1");
    const auto slow = accrue_says(whole);
    CHECK(!holds(slow.err, "not looked at"));
    CHECK(quick.out == slow.out);
}

TEST_CASE("what was paid is held against what is computed") {
    const Desk desk;
    put_flat(desk);
    REQUIRE(accrue_says({"run", "flat.pay", "--data", "sales.csv", "--out", "pay.csv"}).code == 0);
    std::vector<std::string> words{"reconcile", "flat.pay", "--data", "sales.csv",
                                   "--paid",    "pay.csv",  "--json"};
    const auto same = accrue_says(words);
    INFO(same.err << same.out);
    REQUIRE(same.code == 0);
    has_form(Json::parse(same.out), "reconciliation");
    CHECK(Json::parse(same.out)["differ"] == 0);

    desk.put("paid.csv",
             "person,month,pay\nAnn,2026-01,1100\nAnn,2026-02,11\nBob,2026-01,-22\nBob,2026-02,6\n");
    words[5] = "paid.csv";
    const auto other = accrue_says(words);
    REQUIRE(other.code == 1);
    const auto json = Json::parse(other.out);
    has_form(json, "reconciliation");
    CHECK(json["rows"][0]["likely"] == "hundredfold");
    CHECK(json["rows"][1]["likely"] == "month");
    CHECK(json["rows"][1]["which"] == "2026-01");
    CHECK(json["rows"][2]["likely"] == "sign");
    CHECK(json["rows"][3]["likely"] == "residual");
    CHECK(json["totals"]["difference"] == "1024.94");
}
