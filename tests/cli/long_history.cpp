#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <thread>

#include "base/bytes.hpp"
#include "cli/session.hpp"
#include "desk.hpp"

using namespace accrue;
using namespace accrue::testing;

namespace {

constexpr const char* scheme =
    "scheme shop\ncurrency RUB\nlevel person\nperson {\ninput base : money in 0 ..\ninput plan : money\n"
    "last = previous base default 0\nsplit base into early, late\nlate if base >= plan\n"
    "pay bonus = 10% of base after gates\npay growth = 1% of (base above last)\n}\n";

// Long enough to be run in parts, in the order of its keys.
std::vector<std::string> lines() {
    std::mt19937 random(7);
    const auto upto = [&](int most) { return std::uniform_int_distribution(0, most)(random); };
    std::vector<std::string> all;
    for (int person = 0; person < 3'000; ++person) {
        for (int at = 0; at < 18; ++at)
            all.push_back(fmt::format("p{:05},{}-{:02},{}.{:02},{}", person, 2025 + at / 12, at % 12 + 1,
                                      upto(90'000), upto(99), upto(90'000)));
    }
    return all;
}

void put(const Desk& desk, const std::vector<std::string>& rows) {
    std::string text = "person,month,base,plan\n";
    for (const auto& row : rows) text += row + "\n";
    REQUIRE(text.size() > 1U << 20U);
    desk.put("person.csv", text);
}

std::string content(const std::string& name) {
    const auto bytes = read_file(name);
    REQUIRE(bytes);
    return *bytes;
}

}  // namespace

TEST_CASE("a long history gives the same bytes in parts and as a whole, whatever the order and the threads") {
    const Desk desk;
    desk.put("shop.pay", scheme);
    auto rows = lines();
    put(desk, rows);
    const auto run = [&](const std::string& threads, const std::string& out) {
        const auto said =
            accrue_says({"run", "shop.pay", "--data", "person.csv", "--threads", threads, "--out", out});
        INFO(said.err);
        REQUIRE(said.code == 0);
        return said.err;
    };
    const auto said = run("1", "one.csv");
    CHECK(run("3", "three.csv").substr(0, 60) == said.substr(0, 60));
    CHECK(content("three.csv") == content("one.csv"));
    const auto shown =
        accrue_says({"run", "shop.pay", "--data", "person.csv", "--format", "csv", "--threads", "2"});
    CHECK(shown.code == 0);
    CHECK(shown.out == content("one.csv"));

    std::ranges::shuffle(rows, std::mt19937(3));
    put(desk, rows);
    run("2", "whole.csv");
    CHECK(content("whole.csv") == content("one.csv"));
}

TEST_CASE(
    "a pipe gets the rows of a long history once, whatever their order, and none of one with a mistake") {
    const Desk desk;
    desk.put("shop.pay", scheme);
    auto rows = lines();
    const auto through_pipe = [&] {
        int ends[2] = {};
        REQUIRE(pipe(ends) == 0);
        std::string got;
        std::thread reader([&] {
            char block[4096];
            for (ssize_t size = 1; size > 0; got.append(block, static_cast<std::size_t>(size)))
                size = std::max<ssize_t>(read(ends[0], block, sizeof block), 0);
        });
        accrue_says({"run", "shop.pay", "--data", "person.csv", "--format", "csv", "--out",
                     fmt::format("/dev/fd/{}", ends[1])});
        close(ends[1]);
        reader.join();
        close(ends[0]);
        return got;
    };
    std::ranges::sort(rows, {}, [](const std::string& row) { return row.substr(row.find(',')); });
    put(desk, rows);
    REQUIRE(accrue_says({"run", "shop.pay", "--data", "person.csv", "--out", "pay.csv"}).code == 0);
    CHECK(through_pipe() == content("pay.csv"));
    rows[50'000] += "x4";
    put(desk, rows);
    CHECK(through_pipe().empty());
}

TEST_CASE("a mistake far behind in a long history is reported with its place, and nothing is written") {
    const Desk desk;
    desk.put("shop.pay", scheme);
    auto rows = lines();
    rows[50'000] += "x4";
    put(desk, rows);
    const auto said = accrue_says({"run", "shop.pay", "--data", "person.csv", "--out", "pay.csv"});
    CHECK(said.code == 4);
    CHECK(said.err.find("person.csv:50002") != std::string::npos);
    CHECK_FALSE(read_file("pay.csv"));
}
