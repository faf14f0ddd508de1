// The loops chosen for the machine do what those for any machine do.

#include "data/block_loops.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "base/text.hpp"

using namespace accrue;
using namespace accrue::data;

namespace {

class Letters {
  public:
    explicit Letters(std::uint32_t seed) : random_(seed) {}
    std::size_t below(std::size_t bound) { return random_() % bound; }
    // So many of these, each as likely.
    std::string some(std::size_t count, const std::vector<std::string>& of) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) text += of[below(of.size())];
        return text;
    }

  private:
    std::mt19937 random_;
};

Block found(const BlockLoops& loops, const std::string& text, std::size_t width, std::uint64_t last) {
    Block block;
    block.width = width;
    block.base = text.data();
    loops.find_rows(block, text.data() + last, text.data() + text.size() - Block::margin, ';');
    block.begins.resize(block.rows * width + 1);
    return block;
}

void check_rows(const std::string& row_text, std::size_t width, std::uint64_t last) {
    const auto text = row_text + std::string(Block::margin + 1, ' ');
    const auto before = std::min<std::uint64_t>(last, text.size());
    const auto one = found(any_machine::block_loops, text, width, before);
    for (const auto& loops : usable_block_loops()) {
        const auto other = found(loops, text, width, before);
        CHECK(one.rows == other.rows);
        CHECK(one.begins == other.begins);
        CHECK((one.rows == 0 || one.is_ascii || !other.is_ascii));  // others look at 64 bytes at a time
    }
}

}  // namespace

TEST_CASE("the same rows are found on any machine") {
    const std::vector<std::string> regular = {"a;b;c\n", "aaaa;bbbbbbb;1234567.25\n", ";;c\n", " ;x;\r\n",
                                              "д;б;\n"};
    auto odd = regular;
    for (const auto* const row : {"\n", ";;\n", "a;b\n", "a;b;c;d\n", "\"a\";b;c\n", "a\rb;c;d\n", "a;b;c\r",
                                  " ; ;\t\r\n", "a;b\";c\n"})
        odd.emplace_back(row);
    odd.emplace_back("a\0;b;c\n", 7);
    for (std::uint32_t seed = 0; seed < 3000; ++seed) {
        Letters letters(seed);
        INFO("seed " << seed);
        auto text = letters.some(1 + letters.below(60), regular);
        if (seed % 2 == 0) text += letters.some(1, odd) + letters.some(letters.below(30), regular);
        check_rows(text, 3, seed % 3 == 0 ? letters.below(text.size()) : text.size());
    }
    Letters letters(1);
    check_rows(letters.some(3 * Block::most_rows, regular), 3, std::uint64_t{1} << 40U);
    check_rows(letters.some(200, {"abc\n", "d\r\n"}), 1, std::uint64_t{1} << 40U);
    // as many ends of cells as 64 bytes can have, and the ends of a row at each place of those
    check_rows(letters.some(300, {"a;;;;\n", ";;;;;b\n"}), 6, std::uint64_t{1} << 40U);
    check_rows(letters.some(300, {"a\n", "bc\n"}), 1, std::uint64_t{1} << 40U);
    for (std::size_t size = 1; size < 200; ++size) {
        check_rows(std::string(size, 'a') + "\r\n" + letters.some(50, {"b\n", "cc\r\n"}), 1,
                   std::uint64_t{1} << 40U);
        check_rows(std::string(size, 'a') + "\n" + letters.some(50, {"b\n", "cc\r\n"}), 1, size + 20);
    }
    const auto wide = letters.some(9999, {";", "ab;"}) + "c\n";
    check_rows(letters.some(40, {wide}), 10000, std::uint64_t{1} << 40U);
}

TEST_CASE("the same bytes are text on any machine") {
    const std::vector<std::string> parts = {"a", "0123456789abcdef", "д", "€", "😀", " "};
    const std::vector<std::string> broken = {"\x80",
                                             "\xC0\x80",
                                             "\xC1\xBF",
                                             "\xE0\x80\x80",
                                             "\xE0\x9F\xBF",
                                             "\xED\xA0\x80",
                                             "\xED\xBF\xBF",
                                             "\xF0\x80\x80\x80",
                                             "\xF0\x8F\xBF\xBF",
                                             "\xF4\x90\x80\x80",
                                             "\xF5\x80\x80\x80",
                                             "\xFF",
                                             "\xD0",
                                             "\xE2\x82",
                                             "\xF0\x9F\x98",
                                             std::string(1, '\0')};
    for (std::uint32_t seed = 0; seed < 4000; ++seed) {
        Letters letters(seed);
        INFO("seed " << seed);
        auto text = letters.some(letters.below(50), parts);
        if (seed % 2 == 0) text += letters.some(1, broken) + letters.some(letters.below(20), parts);
        const bool is_text = !invalid_utf8(text) && text.find('\0') == std::string::npos;
        CHECK(any_machine::block_loops.is_utf8_text(text) == is_text);
        for (const auto& loops : usable_block_loops()) CHECK(loops.is_utf8_text(text) == is_text);
    }
}

// Every plain number is read by some machine's loop or by none, but never otherwise.
TEST_CASE("plain numbers are read as they are written") {
    const auto digits_of = [](std::string text, int digits) {
        const bool is_negative = text.starts_with('-');
        if (is_negative) text.erase(0, 1);
        const auto point = text.find('.');
        auto after = point == std::string::npos ? 0 : static_cast<int>(text.size() - point) - 1;
        if (point != std::string::npos) text.erase(point, 1);
        for (; after < digits; ++after) text += '0';
        for (; after > digits; --after) {
            CHECK(text.back() == '0');
            text.pop_back();
        }
        const auto value = text.empty() ? 0 : std::stoll(text);
        return is_negative ? -value : value;
    };
    for (std::uint32_t seed = 0; seed < 3000; ++seed) {
        Letters letters(seed);
        INFO("seed " << seed);
        const auto usual = letters.below(4);
        std::string text(Block::margin, ' ');
        std::vector<std::string> cells;
        for (int i = 0; i < 40; ++i) {
            auto cell = letters.some(1 + letters.below(11), {"0", "1", "5", "9"});
            if (usual > 0)
                cell +=
                    "." + letters.some(letters.below(12) == 0 ? letters.below(5) : usual, {"0", "0", "7"});
            if (letters.below(10) == 0) cell.insert(0, "-");
            if (letters.below(40) == 0) cell += letters.some(1, {"x", " ", "%", ".", "-", ","});
            if (letters.below(60) == 0) cell.clear();
            cells.push_back(cell);
            text += "k;" + cell + (seed % 2 == 0 ? "\n" : "\r\n");
        }
        text += std::string(Block::margin + 1, ' ');
        Block block;
        block.width = 2;
        find_rows(block, text, ';', Block::margin, text.size());
        REQUIRE(block.rows == cells.size());
        const int digits = static_cast<int>(letters.below(4));
        std::vector<std::int64_t> values(cells.size());
        for (std::size_t row = 0; row < cells.size();) {
            const auto count = block_loops().read_numbers(block, 1, row, {'.', digits}, values.data());
            for (std::size_t i = 0; i < count; ++i) {
                INFO(cells[row + i]);
                CHECK(cells[row + i].find_first_not_of("0123456789.-") == std::string::npos);
                CHECK(values[i] == digits_of(cells[row + i], digits));
                const auto point = cells[row + i].find('.');
                CHECK((point == std::string::npos || point + 1 < cells[row + i].size()));
            }
            row += count + 1;
        }
    }
}
