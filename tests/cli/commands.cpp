#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/bytes.hpp"
#include "base/shell_word.hpp"
#include "cli/cli.hpp"
#include "cli/help_topics.hpp"
#include "desk.hpp"

using namespace accrue;
using namespace accrue::testing;
namespace files = std::filesystem;

namespace {

constexpr const char* line = "bonus = (collected - 40M) * 0.5%; third1 if collected@15 >= 50% plan";
constexpr const char* history =
    "department,month,plan,collected@15,collected\n"
    "North,2026-01,50000000,26000000,55000000\n"
    "North,2026-02,50000000,24000000,55000000\n";

}  // namespace

TEST_CASE("accrue alone says what it is") {
    const auto said = accrue_says({});
    CHECK(said.code == 0);
    CHECK(holds(said.out, "compensation schemes"));
    CHECK(holds(said.out, "accrue help"));
    CHECK(said.err.empty());
}

TEST_CASE(
    "the program speaks Russian when it is asked to or the place is Russian, and English again after that") {
    CHECK(holds(accrue_says({"help", "--lang", "ru"}).out, "все суммы по всем строкам данных"));
    CHECK(holds(accrue_says({"help"}).out, "every amount of every row"));
    CHECK(holds(accrue_says({"rnu", "--lang=ru"}).err, "ошибка: у `accrue` нет команды `rnu`"));

    std::istringstream in;
    std::ostringstream out, err;
    cli::run({"help", "E3501"}, in, out, err, {.language = Language::russian});
    CHECK(holds(out.str(), "ошибка[E3501]: эта гарантия нарушена"));
    out.str("");
    cli::run({"help", "E3501", "--lang", "en"}, in, out, err, {.language = Language::russian});
    CHECK(holds(out.str(), "error[E3501]: this promise is broken"));
}

TEST_CASE("both languages have the same pages of help") {
    const auto pages = [] {
        std::vector<std::string> names;
        for (const auto& topic : cli::help_topics()) {
            names.emplace_back(topic.name);
            CHECK(topic.text.ends_with('\n'));
            CHECK_FALSE(topic.summary.empty());
        }
        return names;
    };
    const auto english = pages();
    speak(Language::russian);
    const auto russian = pages();
    speak(Language::english);
    CHECK(russian == english);
}

TEST_CASE("help knows commands, topics and codes") {
    CHECK(holds(accrue_says({"help"}).out, "  explain   "));
    CHECK(holds(accrue_says({"help", "data"}).out, "--skip-lines"));
    CHECK(holds(accrue_says({"help", "E3501"}).out, "error[E3501]: this promise is broken in … of … rows"));
    CHECK(holds(accrue_says({"help", "e3501"}).out, "Cure:"));
    const auto said = accrue_says({"help", "langauge"});
    CHECK(said.code == 2);
    CHECK(holds(said.err, "`accrue help language`"));
}

TEST_CASE("a usage mistake prints nothing on standard output") {
    const auto said = accrue_says({"run"});
    CHECK(said.code == 2);
    CHECK(said.out.empty());
    CHECK(holds(said.err, "error: `accrue run` needs a scheme"));
}

TEST_CASE("a file that is not there is an error of input and output") {
    const auto said = accrue_says({"check", "nowhere.pay"});
    CHECK(said.code == 5);
    CHECK(said.err == "error: cannot read nowhere.pay: No such file or directory\n");
}

TEST_CASE("the first line runs as it stands") {
    const auto said = accrue_says({"run", "-e", line, "--data", "-", "--format", "long"}, history);
    INFO(said.err);
    CHECK(said.code == 0);
    CHECK(said.out ==
          "department,month,component,amount,currency\n"
          "North,2026-01,bonus,75000.00,\n"
          "North,2026-02,bonus,50000.00,\n");
}

TEST_CASE("results go into a file, messages to standard error") {
    const Desk desk;
    desk.put("history.csv", history);
    const auto said =
        accrue_says({"run", "-e", line, "--data", "history.csv", "--json", "--out", "out.json"});
    INFO(said.err);
    CHECK(said.code == 0);
    CHECK(said.out.empty());
    CHECK(holds(read_file("out.json").value_or(""), "\"accrue.run/1\""));
}

TEST_CASE("a scheme with mistakes computes nothing") {
    const auto said = accrue_says({"run", "-e", "bonus = (", "--data", "-"}, history);
    CHECK(said.code == 3);
    CHECK(said.out.empty());
}

TEST_CASE("data with mistakes computes nothing") {
    const auto said =
        accrue_says({"run", "-e", line, "--data", "-"},
                    "department,month,plan,collected@15,collected\nNorth,2026-01,a lot,26000000,55000000\n");
    CHECK(said.code == 4);
    CHECK(said.out.empty());
}

TEST_CASE("a row that cannot be computed is explained, and nothing is written") {
    const auto said =
        accrue_says({"run", "-e", line, "--data", "-"},
                    "department,month,plan,collected@15,collected\nNorth,2026-01,,26000000,55000000\n");
    CHECK(said.code == 4);
    CHECK(said.out.empty());
    CHECK(holds(said.err, "1 row of 1 cannot be computed"));
}

TEST_CASE("standard input can be one thing only") {
    CHECK(accrue_says({"run", "-", "--data", "-"}).code == 2);
}

TEST_CASE("one amount is explained; without a key and month it must be the only one") {
    const auto said = accrue_says({"explain", "-e", line, "--data", "-", "--month", "2026-02"}, history);
    INFO(said.err);
    CHECK(said.code == 0);
    CHECK(holds(said.out, "third1"));
    CHECK(accrue_says({"explain", "-e", line, "--data", "-"}, history).code == 2);
}

TEST_CASE("an unknown key, month or path is answered with what there is") {
    const auto key =
        accrue_says({"explain", "-e", line, "--data", "-", "--for", "Nroth", "--month", "2026-01"}, history);
    CHECK(key.code == 2);
    CHECK(holds(key.err, "`--for 'North'`"));
    const auto month = accrue_says({"explain", "-e", line, "--data", "-", "--month", "2027-01"}, history);
    CHECK(month.code == 2);
    CHECK(holds(month.err, "2026-01 to 2026-02"));
    const auto path =
        accrue_says({"explain", "-e", line, "--data", "-", "--month", "2026-01", "--path", "bonsu"}, history);
    CHECK(path.code == 2);
    CHECK(holds(path.err, "`--path 'bonus'`"));
}

TEST_CASE("a folder holds the file named after the level; a sketch takes the only one") {
    const Desk desk;
    files::create_directory("d");
    CHECK(accrue_says({"run", "-e", line, "--data", "d"}).code == 5);
    desk.put("d/history.csv", history);
    CHECK(accrue_says({"run", "-e", line, "--data", "d"}).code == 0);
    desk.put("d/other.csv", history);
    const auto said = accrue_says({"run", "-e", line, "--data", "d"});
    CHECK(said.code == 5);
    CHECK(holds(said.err, "`history.csv`, `other.csv`"));
}

TEST_CASE("check tells what a sketch leaves unsaid, and the lines that say it") {
    const auto said = accrue_says({"check", "-e", line});
    CHECK(said.code == 0);
    CHECK(said.out.empty());
    CHECK(holds(said.err, "split bonus into third1, third2, third3"));
    CHECK(holds(said.err, "pay bonus after gates"));
    CHECK(holds(said.err, "-e: no mistakes"));
}

TEST_CASE("fmt turns a sketch into a scheme that means the same, and then has nothing left to do") {
    const Desk desk;
    desk.put("first.pay", std::string("# the first line\n") + line + "  # as it stands\n");
    CHECK(accrue_says({"fmt", "--check", "first.pay"}).code == 1);
    const auto said = accrue_says({"fmt", "first.pay"});
    INFO(said.err);
    CHECK(said.code == 0);
    const auto text = read_file("first.pay").value_or("");
    INFO(text);
    CHECK(holds(text, "scheme first"));
    CHECK(holds(text, "pay bonus after gates"));
    CHECK(holds(text, "# the first line"));
    CHECK(holds(text, "# as it stands"));
    CHECK(accrue_says({"fmt", "--check", "first.pay"}).code == 0);
    desk.put("history.csv", history);
    const auto run = accrue_says({"run", "first.pay", "--data", "history.csv", "--format", "long"});
    CHECK(holds(run.out, "2026-02,bonus,50000.00"));
}

TEST_CASE("fmt leaves a file with mistakes as it is") {
    const Desk desk;
    desk.put("bad.pay", "scheme bad\nbonus = (\n");
    CHECK(accrue_says({"fmt", "bad.pay"}).code == 3);
    CHECK(read_file("bad.pay") == "scheme bad\nbonus = (\n");
}

TEST_CASE("examples pass or show what was computed instead") {
    const Desk desk;
    const std::string scheme =
        "scheme plain\ncurrency RUB\ninput collected : money\nbonus = 0.1% of collected\npay bonus\n"
        "promise pay >= 0\n";
    desk.put("good.pay",
             scheme + "example \"plan met\" {\n  month 2026-03\n  collected = 50M\n  expect pay = 50k\n}\n");
    desk.put("bad.pay",
             scheme + "example \"plan met\" {\n  month 2026-03\n  collected = 50M\n  expect pay = 40k\n}\n");
    desk.put("none.pay", scheme);
    const auto good = accrue_says({"test", "good.pay"});
    INFO(good.err);
    CHECK(good.code == 0);
    CHECK(good.out == "good.pay\n  ok      plan met\n1 passed, 0 failed\n");
    const auto bad = accrue_says({"test", "good.pay", "bad.pay"});
    CHECK(bad.code == 1);
    CHECK(holds(bad.out, "`pay` is 50 000.00, the example expects 40 000.00"));
    CHECK(holds(bad.out, "1 passed, 1 failed"));
    CHECK(holds(accrue_says({"test", "none.pay"}).out, "no examples"));
}

TEST_CASE("a broken promise writes the results and answers no") {
    const Desk desk;
    desk.put("s.pay",
             "scheme s\ncurrency RUB\ninput collected : money\npay bonus = 0.1% of collected\n"
             "promise collected >= 10M\n");
    desk.put("person.csv", "person,month,collected\na,2026-01,20000000\na,2026-02,5000000\n");
    const auto said = accrue_says({"run", "s.pay", "--data", ".", "--format", "long"});
    INFO(said.err);
    CHECK(said.code == 1);
    CHECK(holds(said.out, "a,2026-02,bonus,5000.00,RUB"));
    CHECK(holds(said.err, "broken in 1 of 2 rows: `a` 2026-02"));
}

TEST_CASE("findings for scripts are JSON") {
    const auto said = accrue_says({"check", "--json", "-e", "bonus = ("});
    CHECK(said.code == 3);
    CHECK(holds(said.out, "\"accrue.diagnostics/1\""));
    CHECK(holds(said.out, "\"severity\": \"error\""));
}

TEST_CASE("a command that is shown can be copied into a shell") {
    CHECK(accrue::shell_word("data/Маша.csv") == "data/Маша.csv");
    CHECK(accrue::shell_word("my data") == "'my data'");
    CHECK(accrue::shell_word("") == "''");
    CHECK(accrue::in_shell_quotes("О'Брайен; rm") == "'О'\\''Брайен; rm'");
    const Desk desk;
    desk.put("s.pay", "scheme s\ncurrency RUB\ninput collected : money\npay bonus = 0.1% of collected\n");
    desk.put("person.csv", "person,month,collected\nО'Брайен,2026-01,20000000\n");
    const auto said = accrue_says({"explain", "s.pay", "--data", ".", "--for", "О'Браен"});
    CHECK(said.code == 2);
    CHECK(holds(said.err, "`--for 'О'\\''Брайен'`"));
}
