// Which files `--data` names, and what is said of what was read.

#include "cli/data_files.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/messages/data.hpp"
#include "cli/file_options.hpp"
#include "cli/scheme_file.hpp"
#include "packages.hpp"

using namespace accrue;
using namespace accrue::cli;
namespace files = std::filesystem;

namespace {

const std::string team_scheme =
    "scheme firm\ncurrency RUB\nlevel team\nlevel person in team\n"
    "records payment for person { amount : money }\n"
    "team { input plan : money; fund = sum of payment.amount above plan }\n"
    "person { pay 1% of team.fund \"share\" }\n";
const std::string flat_scheme =
    "scheme flat\ncurrency RUB\ninput plan, sales : money\npay sales above plan \"bonus\"\n";

// A folder of its own, which is the current one while the test runs.
class Folder {
  public:
    Folder() {
        std::string name = (files::temp_directory_path() / "accrue_data_XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        folder_ = name;
        before_ = files::current_path();
        files::current_path(folder_);
    }
    ~Folder() {
        files::current_path(before_);
        files::remove_all(folder_);
    }
    void put(const std::string& path, const std::string& text) const {
        if (files::path(path).has_parent_path()) files::create_directories(files::path(path).parent_path());
        std::ofstream(path) << text;
    }
    void put_team() const {
        put("data/team.csv", "team;month;plan\nA;2026-03;1 000\n");
        put("data/person.csv", "person;team;month\nAnna;A;2026-03\n");
        put("data/payment.csv", "person;date;amount\nAnna;2026-03-05;1 500,50\n");
    }

  private:
    files::path folder_, before_;
};

// What reading the paths gives: the lines and the kinds of what was found, or why it stopped.
struct Loaded {
    std::vector<std::string> lines;
    std::vector<Kind> kinds;
    std::optional<Stop> stop;
};
Loaded load(const std::string& scheme, const std::vector<std::string>& paths, const std::string& input = "",
            const FileOptionsGiven& options = {}) {
    std::istringstream in(input);
    std::ostringstream out, err;
    Session session{.in = in, .out = out, .err = err, .sources = {}};
    const auto loaded = load_scheme(session, {.path = "", .text = scheme});
    INFO(err.str());
    REQUIRE_FALSE(has_errors(loaded.diagnostics));
    try {
        const auto read = load_history(session, loaded.checked.scheme,
                                       {.paths = paths, .wishes = {}, .of_files = file_options(options)});
        std::vector<Kind> kinds;
        for (const auto& diagnostic : read.diagnostics) kinds.push_back(diagnostic.kind);
        return {understood_lines(session.sources, read), kinds, std::nullopt};
    } catch (const Stop& stop) {
        return {{}, {}, stop};
    }
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a folder holds a file for each level and for records, a line says each") {
    const Folder folder;
    folder.put_team();
    const auto loaded = load(team_scheme, {"data"});
    CHECK(loaded.kinds.empty());
    CHECK(loaded.lines ==
          Lines{"read data/team.csv: 1 row by `team` and `month`, 2026-03, numbers as `1 234`",
                "read data/person.csv: 1 row by `person` and `month`, 2026-03",
                "read data/payment.csv: 1 row by `person` and `date`, 2026-03, numbers as `1 234,56`"});
}

TEST_CASE("files may be named one by one, and one stands in for that of the folder") {
    const Folder folder;
    folder.put_team();
    folder.put("january.csv", "person;date;amount\nAnna;2026-03-06;7\nAnna;2026-03-07;7\n");
    for (const auto& paths : {Lines{"data", "payment=january.csv"}, Lines{"payment=january.csv", "data"}}) {
        const auto loaded = load(team_scheme, paths);
        CHECK(loaded.kinds.empty());
        REQUIRE(loaded.lines.size() == 3);
        CHECK(loaded.lines[2] == "read january.csv: 2 rows by `person` and `date`, 2026-03");
    }
    const auto each = load(team_scheme, {"data/payment.csv", "data/team.csv", "Person=data/person.csv"});
    CHECK(each.lines.size() == 3);
    CHECK(each.kinds.empty());
}

TEST_CASE("a file whose name is nearly right is said, others of the folder are let be") {
    const Folder folder;
    folder.put_team();
    files::rename("data/payment.csv", "data/payments.csv");
    folder.put("data/paid.csv", "x;y\n1;2\n");
    const auto loaded = load(team_scheme, {"data"});
    CHECK(loaded.kinds == std::vector{kind::file_absent, kind::file_unused});
    folder.put("other/paid.csv", "x;y\n1;2\n");
    const auto nothing = load(team_scheme, {"other"});
    REQUIRE(nothing.stop);
    CHECK(nothing.stop->code == Exit::io);
    CHECK(nothing.stop->message == "other lacks `team.csv`, `payment.csv`; found is `paid.csv`");
}

TEST_CASE("files of periods belong to their level, unless one of all its rows is beside them") {
    const Folder folder;
    folder.put_team();
    files::rename("data/payment.csv", "data/payment_2026-03.csv");
    folder.put("data/payment апрель.csv", "person;date;amount\nAnna;2026-04-05;1\n");
    folder.put("data/payment_old.csv", "person;date;amount\nAnna;2026-01-05;1\n");
    const auto read = load(team_scheme, {"data"});
    CHECK(read.kinds == std::vector{kind::row_above_absent, kind::file_unused});  // nobody in April
    folder.put("data/payment.csv", "person;date;amount\nAnna;2026-03-09;2\n");
    const auto beside = load(team_scheme, {"data"});
    CHECK(beside.kinds == std::vector{kind::file_unused, kind::file_beside, kind::file_beside});
    CHECK(beside.lines.back() == "read data/payment.csv: 1 row by `person` and `date`, 2026-03");
    const auto named = load(team_scheme, {"data/payment.csv", "data", "data/payment_2026-03.csv"});
    CHECK(named.kinds == std::vector{kind::file_unused, kind::file_beside});
    REQUIRE(named.lines.size() == 4);
    CHECK(named.lines[3] ==
          "read data/payment_2026-03.csv: 1 row by `person` and `date`, 2026-03, numbers as `1 234,56`");
}

TEST_CASE("workbooks of a folder that are named after a level hold its rows") {
    const auto cell = [](const std::string& text) {
        return "<c t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
    };
    const auto row = [&](const std::string& a, const std::string& b, const std::string& c) {
        return "<row>" + cell(a) + cell(b) + cell(c) + "</row>";
    };
    const auto payments = row("person", "date", "amount") + "<row>" + cell("Anna") + cell("2026-03-05") +
                          "<c><v>1500.5</v></c></row>";
    const Folder folder;
    folder.put_team();
    files::remove("data/payment.csv");
    files::remove("data/person.csv");
    folder.put("data/team.csv", "team;month;plan\nA;2026-03;1 000\nA;2026-04;1 000\n");
    write_workbook("data/payment.xlsx", {.sheets = {{.name = "TDSheet", .xml = payments}}});
    write_workbook("data/~$payment.xlsx", {.sheets = {{.name = "TDSheet", .xml = payments}}});
    write_workbook("data/notes.xlsx", {.sheets = {{.name = "payment", .xml = payments}}});
    folder.put("data/readme.txt", "payments of the bank\n");
    folder.put("data/person 2026-03.txt", "person\tteam\nAnna\tA\n");
    folder.put("data/person 2026-04.txt", "person\tteam\nAnna\tA\n");
    const auto read = load(team_scheme, {"data"});
    CHECK(read.kinds.empty());
    CHECK(read.lines ==
          Lines{"read data/team.csv: 2 rows by `team` and `month`, 2026-03 to 2026-04, numbers as `1 234`",
                "read data/person 2026-03.txt: 1 row by `person`, 2026-03 by its name",
                "read data/person 2026-04.txt: 1 row by `person`, 2026-04 by its name",
                "read data/payment.xlsx#TDSheet: 1 row by `person` and `date`, 2026-03"});

    SECTION("what is nearly named so is told, not read") {
        write_workbook("data/paymnet.xlsx", {.sheets = {{.name = "TDSheet", .xml = payments}}});
        write_workbook("data/payment_2026-03.xlsx", {.sheets = {{.name = "TDSheet", .xml = payments}}});
        const auto near = load(team_scheme, {"data"});
        CHECK(near.kinds == std::vector{kind::file_unused, kind::file_beside});
        CHECK(near.lines == read.lines);
    }
    SECTION("what is named after a level and cannot be read is told") {
        folder.put("data/payment_2026-04.dbf", "x");
        folder.put("data/payments.dbf", "x");
        folder.put("data/person.pay", "scheme person\n");
        const auto forms = load(team_scheme, {"data"});
        CHECK(forms.kinds == std::vector{kind::file_of_other_form});
        CHECK(forms.lines == read.lines);
    }
    SECTION("a workbook's tables are chosen once it is known that it is read") {
        write_workbook("data/payment.xlsx",
                       {.sheets = {{.name = "Data", .xml = payments}, {.name = "Other", .xml = payments}}});
        const auto unclear = load(team_scheme, {"data"});
        REQUIRE(unclear.stop);
        CHECK(unclear.stop->hint == "`--data payment=data/payment.xlsx#Data`");
        CHECK(load(team_scheme, {"data", "payment=data/payment.xlsx#Data"}).lines.back() ==
              "read data/payment.xlsx#Data: 1 row by `person` and `date`, 2026-03");
    }
    SECTION("sheets that are called nearly like a level, or after a period, are told") {
        write_workbook("data/payment.xlsx", {.sheets = {{.name = "payment", .xml = payments},
                                                        {.name = "payment (2)", .xml = payments},
                                                        {.name = "April 2026", .xml = payments},
                                                        {.name = "notes", .xml = payments}}});
        const auto near = load(team_scheme, {"data"});
        CHECK(near.kinds == std::vector{kind::file_unused, kind::file_beside});
    }
    SECTION("a file and a workbook of one name are asked about") {
        folder.put("data/payment.csv", "person;date;amount\nAnna;2026-03-05;1 500,50\n");
        const auto both = load(team_scheme, {"data"});
        REQUIRE(both.stop);
        CHECK(both.stop->code == Exit::usage);
        CHECK(both.stop->hint == "`--data payment=data/payment.csv`, where that one is meant");
        CHECK(load(team_scheme, {"data", "payment=data/payment.csv"}).lines.size() == 4);
    }
    SECTION("the name of a workbook says the month of rows that do not") {
        const auto people = row("person", "team", "note") + row("Anna", "A", "-");
        for (const auto* const month : {"01", "02"}) {
            files::remove(std::string("data/person 2026-") + (month[1] == '1' ? "03.txt" : "04.txt"));
            write_workbook(std::string("data/person_2026-") + month + ".xlsx",
                           {.sheets = {{.name = "Лист1", .xml = people}}});
        }
        const auto months = load(team_scheme, {"data"});
        REQUIRE(months.lines.size() == 4);
        CHECK(months.lines[1] ==
              "read data/person_2026-01.xlsx#Лист1: 1 row by `person`, 2026-01 by its name");
    }
    SECTION("a workbook without the name of a level is no folder's file") {
        files::create_directories("other");
        write_workbook("other/all.xlsx", {.sheets = {{.name = "payment", .xml = payments}}});
        const auto none = load(team_scheme, {"other"});
        REQUIRE(none.stop);
        CHECK(none.stop->message == "other lacks `team.csv`, `payment.csv`; found is `all.xlsx`");
        CHECK(none.stop->hint == "`--data other/all.xlsx`");
    }
}

TEST_CASE("what cannot be told stops") {
    const Folder folder;
    folder.put_team();
    const auto twice = load(team_scheme, {"data/team.csv", "team=data/team.csv"});
    REQUIRE(twice.stop);
    CHECK(twice.stop->code == Exit::usage);
    CHECK(twice.stop->message == "data/team.csv is given twice");
    folder.put("new/team.csv", "team;month\nA;2026-04\n");
    const auto folders = load(team_scheme, {"data", "new"});
    REQUIRE(folders.stop);
    CHECK(folders.stop->message == "two files hold the rows of `team`: data/team.csv and new/team.csv");
    CHECK(folders.stop->hint == "`--data team=data/team.csv --data team=new/team.csv`, where both are meant");
    const auto unknown = load(team_scheme, {"temas=data/team.csv"});
    REQUIRE(unknown.stop);
    CHECK(unknown.stop->code == Exit::usage);
    folder.put("history.csv", "x;y\n");
    const auto whose = load(team_scheme, {"history.csv"});
    REQUIRE(whose.stop);
    CHECK(whose.stop->code == Exit::usage);
    const auto absent = load(team_scheme, {"payment=nowhere.csv"});
    REQUIRE(absent.stop);
    CHECK(absent.stop->code == Exit::io);
}

TEST_CASE("a scheme that wants one file takes it under any name") {
    const Folder folder;
    const std::string rows = "person;month;plan;sales\nAnna;2026-03;1 000;1 500,50\nAnna;2026-04;2;3\n";
    folder.put("history.csv", rows);
    CHECK(
        load(flat_scheme, {"history.csv"}).lines ==
        Lines{"read history.csv: 2 rows by `person` and `month`, 2026-03 to 2026-04, numbers as `1 234,56`"});
    CHECK(load(flat_scheme, {"-"}, rows).lines.size() == 1);
    CHECK(load(flat_scheme, {"person=history.csv"}).lines.size() == 1);
    CHECK(load(flat_scheme, {"history.csv", "-"}, rows).kinds == std::vector{kind::files_equal});
    const std::string people =
        "scheme p\nlevel team\nlevel person in team\nperson { input s : money; pay s }\n";
    folder.put("any.csv", "person;team;month;s\nAnna;A;2026-03;1\n");
    CHECK(load(people, {"any.csv"}).kinds.empty());
}

TEST_CASE("rows between dates, always, and of references have lines of their own") {
    const Folder folder;
    folder.put("d/person.csv", "person;from;to;role\nAnna;2026-01-05;2026-02-05;x\n");
    folder.put("d/rates.csv", "role;rate\nx;5%\n");
    const std::string scheme =
        "scheme p\ncurrency RUB\nreference rates by role { rate : percent }\ninput role : text\npay "
        "rates[role].rate of 100 RUB \"part\"\n";
    CHECK(load(scheme, {"d"}).lines ==
          Lines{"read d/person.csv: 1 row by `person`, from `from` to `to`, 2026-01 to 2026-02",
                "read d/rates.csv: 1 row"});
}

TEST_CASE("packed files stand under the name of what is packed, and may be said once only") {
    const Folder folder;
    folder.put_team();
    files::rename("data/payment.csv", "payment.csv");
    // `person;date;amount` and one row, as `gzip -n` packs them
    folder.put(
        "data/payment.csv.gz",
        std::string("\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x2b\x48\x2d\x2a\xce\xcf\xb3\x4e\x49\x2c\x49\xb5"
                    "\x4e\xcc\xcd\x2f\xcd\x2b\xe1\x72\xcc\xcb\x4b\xb4\x36\x32\x30\x32\xd3\x35\x30\xd6\x35\x30"
                    "\xb5\x36\x34\x35\x30\xd0\x31\x35\xe0\x02\x00\x99\x04\x0b\xd4\x2b\x00\x00\x00",
                    63));
    for (const auto& paths : {Lines{"data"}, Lines{"data", "payment=data/payment.csv.gz"},
                              Lines{"data/team.csv", "data/person.csv", "data/payment.csv.gz"}}) {
        const auto loaded = load(team_scheme, paths);
        CHECK(loaded.kinds.empty());
        REQUIRE(loaded.lines.size() == 3);
        CHECK(loaded.lines[2] ==
              "read data/payment.csv.gz: 1 row by `person` and `date`, 2026-03, numbers as `1234,56`, "
              "unpacked by gzip");
    }
    files::rename("payment.csv", "data/payment.csv");
    const auto twice = load(team_scheme, {"data"});
    REQUIRE(twice.stop);
    CHECK(twice.stop->code == Exit::usage);
}

TEST_CASE("an encoding is said of all files or of one, and of one that is there") {
    const Folder folder;
    folder.put_team();
    folder.put("data/person.csv", "person;team;month\n\xC0\xED\xED\xE0;A;2026-03\n");
    folder.put("data/payment.csv", "person;date;amount\n\x80\xAD\xAD\xA0;2026-03-05;1500\n");
    CHECK(load(team_scheme, {"data"}).kinds == std::vector{kind::encoding_unclear, kind::encoding_unclear});
    const auto each = load(team_scheme, {"data"}, "", {.encoding = {"windows-1251", "Payment=cp866"}});
    CHECK(each.kinds.empty());
    REQUIRE(each.lines.size() == 3);
    CHECK(each.lines[1] ==
          "read data/person.csv: 1 row by `person` and `month`, 2026-03, written in windows-1251");
    CHECK(each.lines[2] == "read data/payment.csv: 1 row by `person` and `date`, 2026-03, written in cp866");
    const auto unknown = load(team_scheme, {"data"}, "", {.encoding = {"paymnt=cp866"}});
    REQUIRE(unknown.stop);
    CHECK(unknown.stop->code == Exit::usage);
    CHECK(unknown.stop->hint == "`--encoding payment=cp866`");
}

TEST_CASE("how a text is laid out is said of all files, of a level's or of one") {
    const Folder folder;
    folder.put_team();
    folder.put("data/team.csv", "team;month;plan\nA;2026-03;1000\nA;2026-04;1000\n");
    folder.put("data/person.csv", "Report\n\nperson;team;month\nAnna;A;2026-03\nAnna;A;2026-04\n");
    folder.put("data/payment_2026-03.csv", "March\nperson;date;amount\nAnna;2026-03-05;1500\n");
    folder.put("data/payment_2026-04.csv", "person;date;amount\nAnna;2026-04-05;700\nTotal;;2200\n");
    files::remove("data/payment.csv");
    const auto told = [](const FileOptionsGiven& options) {
        return load(team_scheme, {"data"}, "", options);
    };
    CHECK(told({}).kinds == std::vector{kind::file_preamble, kind::row_is_total, kind::file_preamble});
    const auto each = told({.skip_lines = {"person=2", "payment_2026-03.csv=1"},
                            .skip_last_lines = {"data/payment_2026-04.csv=1"}});
    CHECK(each.kinds.empty());
    CHECK(each.lines.size() == 4);
    const auto nearest = told({.skip_lines = {"2", "payment=0", "team=0", "payment_2026-03.csv=1"},
                               .skip_last_lines = {"payment_2026-04.csv=1"}});
    CHECK(nearest.kinds.empty());
    const auto unknown = told({.skip_lines = {"persn=2"}});
    REQUIRE(unknown.stop);
    CHECK(unknown.stop->hint == "`--skip-lines person=2`");
    CHECK_THROWS_AS(file_options({.skip_lines = {"person=two"}}), Stop);
    CHECK_THROWS_AS(file_options({.skip_lines = {"person=1", "person=2"}}), Stop);
    CHECK_THROWS_AS(file_options({.delimiter = {"person=x"}}), Stop);
}

TEST_CASE("files of one name are told apart by their paths, the one at hand with a dot") {
    const Folder folder;
    folder.put("data/team.csv", "team;month;plan\nA;2026-04;1000\nA;2026-05;1000\n");
    folder.put("data/person.csv", "person;team;month\nAnna;A;2026-04\nAnna;A;2026-05\n");
    folder.put("may.csv", "May\nperson;date;amount\nAnna;2026-05-05;1500\n");
    folder.put("april/may.csv", "person;date;amount\nAnna;2026-04-05;700\n");
    const Lines paths = {"data/team.csv", "data/person.csv", "payment=may.csv", "payment=april/may.csv"};
    const auto told = [&](const std::string& said) {
        return load(team_scheme, paths, "", {.skip_lines = {said}}).kinds;
    };
    const auto one = std::vector{kind::file_preamble};
    CHECK(load(team_scheme, paths).kinds == one);
    CHECK(told("./may.csv=1").empty());
    CHECK(told("april/may.csv=0") == one);
    const std::vector<FileNames> both = {{"payment", "may.csv"}, {"payment", "april/may.csv"}};
    CHECK(called(both[0], both) == "./may.csv");
    CHECK(called(both[1], both) == "april/may.csv");
    const auto mistyped = load(team_scheme, paths, "", {.skip_lines = {"mai.csv=1"}});
    REQUIRE(mistyped.stop);
    CHECK(mistyped.stop->hint == "`--skip-lines may.csv=1`");
}

TEST_CASE("standard input may be packed and in any encoding") {
    const std::string rows = "person;month;plan;sales\n\xC0\xED\xED\xE0;2026-03;1 000;1 500,50\n";
    const auto loaded = load(flat_scheme, {"-"}, rows, {.encoding = {"windows-1251"}});
    CHECK(loaded.kinds.empty());
    CHECK(loaded.lines ==
          Lines{"read standard input: 1 row by `person` and `month`, 2026-03, numbers as `1 234,56`, "
                "written in windows-1251"});
}
