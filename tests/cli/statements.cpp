// `accrue statements`: a folder that is there whole or not at all, and never in the place of something else.
#include "desk.hpp"

using namespace accrue::testing;
namespace files = std::filesystem;

namespace {

const char* const plan =
    "scheme p\ncurrency RUB\nlevel person\nperson {\ninput sales : money\npay x = 1% of sales\n}\n";

std::string content(const files::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

Said statements() {
    return accrue_says({"statements", "p.pay", "--data", "person.csv", "--out", "pages"});
}

}  // namespace

TEST_CASE("statements are a page a person, and an index with the total") {
    const Desk desk;
    desk.put("p.pay", plan);
    desk.put("person.csv", "person,month,sales\nAnna,2026-03,1000\nBoris,2026-03,2345\n");
    const auto said = statements();
    CHECK(said.code == 0);
    CHECK(holds(said.err, "2 statements in pages"));
    CHECK(desk.files() == std::set<std::string>{"p.pay", "person.csv", "pages"});
    CHECK(holds(content("pages/index.html"), "33.45 RUB"));
    CHECK(holds(content("pages/Boris.html"), "23.45 RUB"));
    CHECK(files::exists("pages/Anna.html"));
}

TEST_CASE("a folder of statements is replaced whole, and is for those whom it was for") {
    const Desk desk;
    desk.put("p.pay", plan);
    desk.put("person.csv", "person,month,sales\nAnna,2026-03,1000\nBoris,2026-03,2345\n");
    CHECK(statements().code == 0);
    files::permissions("pages", files::perms::owner_all);
    desk.put("person.csv", "person,month,sales\nAnna,2026-03,2000\n");
    CHECK(statements().code == 0);
    CHECK(files::status("pages").permissions() == files::perms::owner_all);
    CHECK(holds(content("pages/Anna.html"), "20.00 RUB"));
    CHECK_FALSE(files::exists("pages/Boris.html"));
    CHECK(desk.files() == std::set<std::string>{"p.pay", "person.csv", "pages"});
}

TEST_CASE("what is not a folder of statements is left alone") {
    const Desk desk;
    desk.put("p.pay", plan);
    desk.put("person.csv", "person,month,sales\nAnna,2026-03,1000\n");
    SECTION("a folder with something else in it") {
        CHECK(statements().code == 0);
        desk.put("pages/notes.html", "<p>mine</p>");
        const auto said = statements();
        CHECK(said.code == 2);
        CHECK(holds(said.err, "notes.html"));
        CHECK(content("pages/notes.html") == "<p>mine</p>");
    }
    SECTION("a file") {
        desk.put("pages", "mine");
        CHECK(statements().code == 2);
        CHECK(content("pages") == "mine");
    }
    CHECK(desk.files() == std::set<std::string>{"p.pay", "person.csv", "pages"});
}

TEST_CASE("a folder that does not exist is missed before `..` too, and the statements stay") {
    const Desk desk;
    desk.put("p.pay", plan);
    desk.put("person.csv", "person,month,sales\nAnna,2026-03,1000\n");
    CHECK(statements().code == 0);
    desk.put("person.csv", "person,month,sales\nAnna,2026-03,2000\n");
    const auto said = accrue_says({"statements", "p.pay", "--data", "person.csv", "--out", "typo/../pages"});
    CHECK(said.code == 5);
    CHECK(holds(said.err, "No such file or directory"));
    CHECK(holds(content("pages/Anna.html"), "10.00 RUB"));
}

TEST_CASE("when one amount cannot be computed no statement is written") {
    const Desk desk;
    desk.put("p.pay", plan);
    desk.put("person.csv", "person,month,sales\nAnna,2026-03,1000\nBoris,2026-03,\n");
    const auto said = statements();
    CHECK(said.code == 4);
    CHECK(holds(said.err, "Boris"));
    CHECK(desk.files() == std::set<std::string>{"p.pay", "person.csv"});
}

TEST_CASE("statements are of one month") {
    const Desk desk;
    desk.put("p.pay", plan);
    desk.put("person.csv", "person,month,sales\nAnna,2026-03,1000\nAnna,2026-04,500\n");
    CHECK(statements().code == 2);
    const auto said =
        accrue_says({"statements", "p.pay", "--data", "person.csv", "--month", "2026-04", "--out", "april"});
    CHECK(said.code == 0);
    CHECK(holds(content("april/Anna.html"), "5.00 RUB"));
    CHECK(accrue_says({"statements", "p.pay", "--data", "person.csv", "--month", "2026-04"}).code == 2);
}

TEST_CASE("what held back another month is not why this one is not more, and is listed with its month") {
    const Desk desk;
    desk.put("p.pay",
             "scheme p\ncurrency RUB\ninput plan, sales : money in 0 ..\nbonus = 1% of sales\n"
             "split bonus into a, b\na if sales >= plan\npay bonus after gates \"now\"\n"
             "pay 10% of (previous bonus_paid default 0) \"carry\"\nbonus_paid = bonus after gates\n");
    desk.put("person.csv", "person,month,plan,sales\nAnna,2026-01,1000,900\nAnna,2026-02,1000,1200\n");
    const auto page = [](const std::string& month) {
        CHECK(accrue_says({"statements", "p.pay", "--data", "person.csv", "--month", month, "--out", month})
                  .code == 0);
        return content(files::path(month) / "Anna.html");
    };
    CHECK(holds(page("2026-01"), "gate closed"));
    CHECK_FALSE(holds(page("2026-01"), "every condition is met"));
    CHECK(holds(page("2026-02"), "every condition is met"));
    CHECK(holds(page("2026-02"), "a (2026-01): "));
    CHECK(
        accrue_says({"explain", "p.pay", "--data", "person.csv", "--month", "2026-02", "--html", "why.html"})
            .code == 0);
    CHECK(holds(content("why.html"), "a (2026-01): "));
}

TEST_CASE("a better case that was missed is why a statement is not more, a worse one is not") {
    const Desk desk;
    const auto said = [&](const std::string& rules, const std::string& sales) {
        desk.put("p.pay", "scheme p\ncurrency RUB\ninput plan, sales : money in 0 ..\n" + rules);
        desk.put("person.csv", "person,month,plan,sales\nAnna,2026-01,1000000," + sales + "\n");
        CHECK(statements().code == 0);
        const auto page = content("pages/Anna.html");
        const auto from = page.find("Why not more");
        return page.substr(from, page.find("What it rests on") - from);
    };
    const std::string missed = "short 1.00", nothing = "every condition is met";
    const auto better = "rate = 5% if sales >= plan\n     = 3% otherwise\npay bonus = rate of sales\n";
    CHECK(holds(said(better, "999999"), missed));
    CHECK_FALSE(holds(said(better, "999999"), nothing));
    CHECK(holds(said(better, "1000000"), nothing));
    const auto rounded =
        "pay bonus = (1% of sales + (5k if sales >= plan otherwise 3k)) rounded down to 100\n";
    CHECK(holds(said(rounded, "999999"), missed));
    const auto worse = "fine = 5k if sales >= plan\n     = 3k otherwise\npay 10% of sales - fine \"bonus\"\n";
    CHECK(holds(said(worse, "999999"), nothing));
}

TEST_CASE("of a gate with several conditions a statement says which is missed, and by how much") {
    const Desk desk;
    desk.put("p.pay",
             "scheme p\ncurrency RUB\ninput plan, sales, calls : money in 0 ..\nbonus = 1% of sales\n"
             "split bonus into a, b\na if sales >= plan and (calls >= 10 or sales >= 2 * plan)\n"
             "pay bonus after gates\n");
    const auto held_back = [&](const std::string& row) {
        desk.put("person.csv", "person,month,plan,sales,calls\nAnna,2026-01," + row + "\n");
        CHECK(statements().code == 0);
        const auto page = content("pages/Anna.html");
        const auto from = page.find("Why not more");
        return page.substr(from, page.find("What it rests on") - from);
    };
    CHECK(holds(held_back("1000,900,12"), "sales &gt;= plan · short 100.00"));
    CHECK_FALSE(holds(held_back("1000,900,12"), "calls &gt;= 10 ·"));
    CHECK(holds(held_back("1000,1100,7"), "calls &gt;= 10 · short 3.00"));
    CHECK(holds(held_back("1000,1100,7"), "sales &gt;= 2 * plan · short 900.00"));
}

TEST_CASE("the gate of the team in which somebody works is why their pay is not more") {
    const Desk desk;
    desk.put(
        "p.pay",
        "scheme p\ncurrency RUB\nlevel team\nlevel person in team\nteam {\ninput plan, sales : money\n"
        "bonus = 1% of sales\nsplit bonus into a, b\na if sales >= plan\nbonus_paid = bonus after gates\n}\n"
        "person {\npay half = team.bonus_paid / 2\n}\n");
    desk.put("team.csv", "team,month,plan,sales\nN,2026-01,1000,900\n");
    desk.put("person.csv", "person,month,team\nAnna,2026-01,N\n");
    CHECK(accrue_says({"statements", "p.pay", "--data", "team.csv", "--data", "person.csv", "--out", "pages"})
              .code == 0);
    CHECK_FALSE(holds(content("pages/Anna.html"), "every condition is met"));
    CHECK(holds(content("pages/Anna.html"), "team.a: "));
}

TEST_CASE("a limit and a threshold are why pay is not more, however they are spelt") {
    const Desk desk;
    const auto page_of = [&](const std::string& formula) {
        desk.put("p.pay", "scheme p\ncurrency RUB\ninput sales, room : money\npay x = " + formula + "\n");
        desk.put("person.csv", "person,month,sales,room\nAnna,2026-01,1000000,7000\n");
        CHECK(accrue_says({"statements", "p.pay", "--data", "person.csv", "--out", "pages"}).code == 0);
        return content("pages/Anna.html");
    };
    const std::string nothing = "every condition is met";
    CHECK(holds(page_of("3% of sales + room"), nothing));
    CHECK(holds(page_of("3% of sales capped at 40k"), nothing));
    CHECK(holds(page_of("min(3% of sales, 40k)"), nothing));
    for (const std::string held_back :
         {"3% of sales capped at 20k", "min(3% of sales, 20k)", "min(20k, 3% of sales)",
          "min(3% of sales, room)", "min(room, 3% of sales)", "3% of sales above 2M",
          "1k + 3% of sales above 2M", "max(1% of sales - 20k, 0)"}) {
        INFO(held_back);
        CHECK_FALSE(holds(page_of(held_back), nothing));
    }
}

TEST_CASE("a trace has one form at a time") {
    const Desk desk;
    desk.put("p.pay", plan);
    desk.put("person.csv", "person,month,sales\nAnna,2026-03,1000\n");
    CHECK(accrue_says({"explain", "p.pay", "--data", "person.csv", "--html", "a.html", "--json"}).code == 2);
    CHECK(accrue_says({"explain", "p.pay", "--data", "person.csv", "--html", "a.html", "--out", "b"}).code ==
          2);
    CHECK(accrue_says({"explain", "p.pay", "--data", "person.csv", "--html", "a.html"}).code == 0);
    CHECK(accrue_says({"explain", "p.pay", "--data", "person.csv", "--xlsx", "a.xlsx"}).code == 0);
    CHECK(holds(content("a.html"), "10.00 RUB"));
    CHECK(content("a.xlsx").starts_with("PK"));
}
