// Levers, what follows when one is moved, and that all is as it was afterwards.
#include "curve/levers.hpp"

#include <catch2/catch.hpp>

#include "curve/drawn.hpp"

namespace accrue::testing {
namespace {

std::string shown(const std::optional<curve::Reached>& there) {
    return there ? to_machine(there->x) + " pays " + to_machine(there->value) : "none";
}

std::vector<std::string> levers(const std::string& rules, const std::string& rows) {
    const World world(plan_of(rules), rows);
    curve::Changed ground(world.scheme(), world.history, world.sources);
    std::vector<std::string> all;
    for (const auto& lever : curve::levers(ground, world.total(), data::RowId(0)))
        all.push_back((lever.direction == curve::Direction::more ? "more " : "earlier ") +
                      curve::shown_name(world.scheme(), lever.what) + " " + to_machine(lever.now) +
                      ": adds " + (lever.adds ? to_machine(*lever.adds) : "none") + ", up " +
                      shown(lever.up) + ", down " + shown(lever.down));
    return all;
}

using Lines = std::vector<std::string>;

// The same with `collected` marked as what a person can move.
std::string with_lever(std::string rules) {
    return rules.insert(rules.find("input collected"), "lever ");
}

}  // namespace

TEST_CASE("each day is a lever of its own: more money, and the same money earlier") {
    CHECK(levers(with_lever(thirds), thirds_row) ==
          Lines{"more collected@15 20000000: adds 1/600, up 21000000 pays 53333.33, down 4999999.99 pays 0",
                "earlier collected@15 20000000: adds 0, up 25000000 pays 50000, down none",
                "more collected@25 44000000: adds 1/600, up 45000000 pays 53333.33, down 28999999.99 pays 0",
                "earlier collected@25 44000000: adds 0, up 45000000 pays 50000, down none",
                "more collected 55000000: adds 1/600, up none, down 39999999.99 pays 0"});
}

TEST_CASE("a lever that is counted is moved by whole ones") {
    CHECK(
        levers("lever input calls : number\npay step calls { below 10 : 0; below 20 : 100; otherwise : 300 }",
               "name,month,calls\nAnn,2026-03,15\n") ==
        Lines{"more calls 15: adds 0, up 20 pays 300, down 9 pays 0"});
}

TEST_CASE("no lever offers an amount finer than a kopeck") {
    // 5 is paid from 1000 / 0.3 = 3333.33… on
    CHECK(levers("lever input sales : money\npay 5 if 30% of sales >= 1000",
                 "name,month,sales\nAnn,2026-03,3000\n") ==
          Lines{"more sales 3000: adds 0, up 3333.34 pays 5, down none"});
}

TEST_CASE("what is no lever, and what changes nothing, is left out") {
    CHECK(levers("input sales : money\npay 1% of sales", "name,month,sales\nAnn,2026-03,3000\n").empty());
    CHECK(levers("lever input sales : money\ninput other : money\npay 1% of other",
                 "name,month,sales,other\nAnn,2026-03,3000,1\n")
              .empty());
}

TEST_CASE("what follows when a column by day is set to another amount") {
    const World world(plan_of(thirds), thirds_row);
    const curve::Changed ground(world.scheme(), world.history, world.sources);
    const auto at = [&](curve::Direction direction, const Exact& x) {
        std::string text;
        for (const auto& moving :
             curve::movement(ground, input_of(world.scheme(), "collected@25"), data::RowId(0), direction))
            text += (text.empty() ? "" : ", ") + curve::shown_name(world.scheme(), moving.what) + " " +
                    to_machine(moving.at(x));
        return text;
    };
    // 5M more by day 25 are 5M more in all; the same money earlier is not, as long as it is there
    CHECK(at(curve::Direction::more, 49'000'000) == "collected@25 49000000, collected 60000000");
    CHECK(at(curve::Direction::earlier, 49'000'000) ==
          "collected@15 20000000, collected@25 49000000, collected 55000000");
    CHECK(at(curve::Direction::earlier, 56'000'000) ==
          "collected@15 20000000, collected@25 56000000, collected 56000000");
    CHECK(at(curve::Direction::earlier, 10'000'000) ==
          "collected@15 10000000, collected@25 10000000, collected 55000000");
}

TEST_CASE("a trial computes whole rows, and leaves the history as it was") {
    const World world(plan_of(thirds), thirds_row);
    curve::Changed ground(world.scheme(), world.history, world.sources);
    const auto collected = input_of(world.scheme(), "collected");
    const auto before = ground.history().columns[collected];
    const auto movings = curve::movement(ground, collected, data::RowId(0), curve::Direction::more);
    {
        curve::Trial trial(ground, movings, world.total(), data::RowId(0));
        const auto paid = trial(Exact(70'000'000));
        REQUIRE(explain::amount(paid) != nullptr);
        CHECK(*explain::amount(paid) == 50'000);
        CHECK(std::get<Exact>(*ground.value(collected, data::RowId(0))) == 70'000'000);
    }
    const auto& after = ground.history().columns[collected];
    CHECK(after.values == before.values);
    CHECK(after.missing == before.missing);
    CHECK(after.large.empty());
}

TEST_CASE("steps of money are kopecks, of a number what its column has") {
    const World world(plan_of("input sales : money\ninput hours : number\npay hours * sales"),
                      "name,month,sales,hours\nAnn,2026-03,3000,7.5\n");
    const curve::Changed ground(world.scheme(), world.history, world.sources);
    CHECK(curve::step_of(ground, input_of(world.scheme(), "sales")) == Exact::scaled(1, 2));
    CHECK(curve::step_of(ground, input_of(world.scheme(), "hours")) == Exact::scaled(1, 1));
    CHECK(curve::step_above(curve::Place(Exact::ratio(10, 3)), Exact::scaled(1, 2)) ==
          Exact::ratio(334, 100));
    CHECK(curve::step_below(curve::Place(Exact::ratio(10, 3)), Exact::scaled(1, 2)) ==
          Exact::ratio(333, 100));
    CHECK(curve::step_above(curve::Place(Exact(3)), Exact(1)) == 3);
    CHECK(curve::step_below(curve::Place(Exact(3)), Exact(1)) == 3);
}

}  // namespace accrue::testing
