#include "evidence/difference.hpp"

#include <catch2/catch.hpp>

#include "evidence/archive.hpp"

using namespace accrue::evidence;

TEST_CASE("changed lines are told from added and lost ones") {
    const auto changed = changed_lines("a\nb\nc\nd\n", "a\nB\nc\nx\nd\n");
    REQUIRE(changed.size() == 2);
    CHECK(changed[0].before->number == 2);
    CHECK(changed[0].after->text == "B");
    CHECK(!changed[1].before);
    CHECK(changed[1].after->number == 4);
    CHECK(changed_lines("a\nb\n", "a\r\nb\r\n").empty());
    CHECK(changed_lines("", "a").size() == 1);
}

TEST_CASE("texts too different for that are held against each other line by line") {
    std::string before, after;
    for (int i = 0; i < 4000; ++i) {
        before += "a" + std::to_string(i) + "\n";
        after += "b" + std::to_string(i) + "\n";
    }
    const auto changed = changed_lines(before, after);
    REQUIRE(changed.size() == 4000);
    CHECK(changed[3999].before->number == 4000);
    CHECK(changed[3999].after->text == "b3999");
}

TEST_CASE("cells that differ have the names of their columns") {
    const auto cells = changed_cells("key,pay", "\"a,b\",1", "\"a,b\",2", ',');
    REQUIRE(cells);
    REQUIRE(cells->size() == 1);
    CHECK(cells->front().column == "pay");
    CHECK(cells->front().before == "1");
    CHECK(!changed_cells("key,pay", "a,1", "a,1,2", ','));
}

TEST_CASE("an archive is the same whenever it is made, and comes back whole") {
    const std::vector<ArchivedFile> files{
        {"README.txt", "ПРОЧТИ"}, {"data/1.csv", std::string(100'000, 'x')}, {"e", ""}};
    const auto bytes = archived(files);
    CHECK(archived(files) == bytes);
    CHECK(is_archive(bytes));
    const auto back = from_archive(bytes, 1 << 20);
    REQUIRE(back.size() == 3);
    CHECK(back[0].text == "ПРОЧТИ");
    CHECK(back[1].text == files[1].text);
    CHECK(back[2].text.empty());
    CHECK_THROWS_AS(from_archive(bytes, 1000), NoArchive);
    CHECK_THROWS_AS(from_archive("PK\x03\x04 nothing", 1000), NoArchive);
    auto damaged = bytes;
    damaged[60] = static_cast<char>(damaged[60] ^ 0x55);
    CHECK_THROWS_AS(from_archive(damaged, 1 << 20), NoArchive);
}
