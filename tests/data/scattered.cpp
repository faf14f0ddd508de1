// Rows in any order brought together by key, against a plain stable sort.
#include "data/scattered.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "base/text.hpp"

using namespace accrue;
using namespace accrue::data;

namespace {

constexpr std::string_view header = "amount,person,month\n";

std::string key_of(std::string_view row) {
    const auto begin = row.find(',') + 1;
    return nfc(trimmed(row.substr(begin, row.find(',', begin) - begin)));
}

class Making {
  public:
    explicit Making(unsigned seed) : random_(seed) {}

    std::size_t upto(std::size_t most) {
        return std::uniform_int_distribution<std::size_t>(0, most)(random_);
    }
    // Rows of any length, of a few or of many keys, which may have a long beginning in common.
    std::vector<std::string> rows(std::size_t count) {
        const auto keys = 1 + upto(upto(1) == 0 ? 20 : count);
        const auto* const beginning = upto(1) == 0 ? "p" : "департамент 00012, p";
        const bool is_even = upto(1) == 0;  // all keys as long as another
        std::vector<std::string> rows;
        for (std::size_t i = 0; i < count; ++i) {
            auto key = is_even ? fmt::format("{}{:06}", beginning, upto(keys))
                               : fmt::format("{}{}", beginning, upto(keys));
            std::ranges::replace(key, ',', '-');
            if (upto(9) == 0) key = " " + key;
            rows.push_back(fmt::format("{},{},2025-{:02}{}\n", std::string(upto(30), '7'), key, 1 + upto(11),
                                       std::string(upto(3) == 0 ? upto(90) : 0, ' ')));
        }
        return rows;
    }

  private:
    std::mt19937 random_;
};

std::string together(const std::vector<std::string>& rows) {
    std::string text;
    for (const auto& row : rows) text += row;
    return text;
}

std::vector<std::string> lines(std::string_view text) {
    std::vector<std::string> found;
    while (!text.empty()) {
        const auto end = text.find('\n') + 1;
        found.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return found;
}

RowsByKey file_of(const std::string& text) {
    return {.text = text, .delimiter = ',', .width = 3, .key_column = 1, .begin = header.size()};
}

// The rows of the parts in their order, each sorted by key, are all rows sorted by key.
void is_brought_together(const std::vector<std::string>& rows, const std::string& text, std::size_t parts,
                         std::size_t threads) {
    Workers workers(threads);
    const auto file = file_of(text);
    const KeyParts keys({file}, parts);
    const auto scattered = ScatteredRows::found(file, keys, workers);
    REQUIRE(scattered);
    REQUIRE(keys.size() <= parts);
    std::vector<std::string> found;
    auto next = scattered->begin(0);
    CHECK(next == file.begin);
    for (std::size_t part = 0; part < keys.size(); ++part) {
        CHECK(scattered->begin(part) == next);
        next = scattered->end(part);
        const auto copy = scattered->copy(part);
        auto of_part = lines(copy.text().substr(copy.begin, copy.end - copy.begin));
        REQUIRE(of_part.size() == scattered->rows(part));
        std::ranges::stable_sort(of_part, {}, key_of);
        found.insert(found.end(), of_part.begin(), of_part.end());
    }
    CHECK(next == text.size());
    auto expected = rows;
    std::ranges::stable_sort(expected, {}, key_of);
    REQUIRE(found == expected);
}

}  // namespace

TEST_CASE("rows brought together by key are those that a stable sort gives") {
    for (unsigned seed = 0; seed < 60; ++seed) {
        Making making(seed);
        const auto rows = making.rows(1 + making.upto(seed % 3 == 0 ? 4'000 : 60));
        auto text = std::string(header) + together(rows);
        if (seed % 2 == 0) text.pop_back();  // the last line break
        for (const std::size_t parts : {1U, 2U, 7U, 300U}) is_brought_together(rows, text, parts, 1);
    }
}

TEST_CASE("rows of any length are brought together whole") {
    Making making(7);
    std::vector<std::string> rows;
    for (int i = 0; i < 3'000; ++i) {
        const auto length = making.upto(99) == 0 ? making.upto(100'000) : making.upto(60);
        rows.push_back(fmt::format("{},p{:03},2025-01\n", std::string(length, '7'), making.upto(400)));
    }
    const auto text = std::string(header) + together(rows);
    for (const std::size_t threads : {1U, 3U}) is_brought_together(rows, text, 40, threads);
}

TEST_CASE("how many threads look for rows changes nothing") {
    Making making(99);
    const auto rows = making.rows(60'000);
    const auto text = std::string(header) + together(rows);
    REQUIRE(text.size() > 2'500'000);
    for (const std::size_t threads : {1U, 2U, 3U}) is_brought_together(rows, text, 50, threads);
}

TEST_CASE("keys of about as many rows come into each part") {
    Making making(5);
    std::vector<std::string> rows;
    for (std::size_t i = 0; i < 20'000; ++i)
        rows.push_back(fmt::format("1,p{:07},2025-01\n", making.upto(999'999)));
    const auto text = std::string(header) + together(rows);
    Workers workers;
    const auto file = file_of(text);
    const KeyParts keys({file}, 20);
    CHECK(keys.size() == 20);
    const auto scattered = ScatteredRows::found(file, keys, workers);
    REQUIRE(scattered);
    for (std::size_t part = 0; part < keys.size(); ++part) {
        CHECK(scattered->rows(part) > 200);
        CHECK(scattered->rows(part) < 4'000);
    }
}

TEST_CASE("rows that cannot be told apart quickly are not brought together") {
    const auto is_found = [](const std::string& rows) {
        const auto text = std::string(header) + rows;
        Workers workers;
        const auto file = file_of(text);
        return ScatteredRows::found(file, KeyParts({file}, 3), workers).has_value();
    };
    std::string many;
    for (int i = 0; i < 3'000; ++i) many += fmt::format("1,p{},2025-01\n", i);
    CHECK(is_found(many));
    CHECK_FALSE(is_found(many + "1,\"p1\",2025-01\n" + many));
    CHECK_FALSE(is_found(many + "\n" + many));
    CHECK_FALSE(is_found(many + "1, ,2025-01\n" + many));
    CHECK_FALSE(is_found(many + "1\n" + many));
}
