// Values written at random in every format are read back exactly; bytes at random are refused or read, never
// a crash.

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <random>

#include "number/decimal.hpp"
#include "schemes.hpp"

using namespace accrue;
using namespace accrue::data;

namespace {

std::mt19937_64 random_bits(20261121);

std::uint64_t below(std::uint64_t bound) {
    return random_bits() % bound;
}

template <class T, std::size_t size>
const T& any_of(const std::array<T, size>& choices) {
    return choices[below(size)];
}

struct Format {
    std::string group;
    char point;
};
const std::array<Format, 8> formats = {
    {{"", '.'}, {"", ','}, {" ", ','}, {"\u00A0", ','}, {"\u202F", '.'}, {",", '.'}, {".", ','}, {"'", '.'}}};

std::string grouped(const std::string& digits, const std::string& group) {
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) text += group;
        text += digits[i];
    }
    return text;
}

// A value below 10^18 with `after` digits behind the point, and how the format writes it.
struct Sample {
    Exact value;
    std::string text;
};
Sample sample(const Format& format, int after) {
    std::int64_t power = 1;
    for (int i = 0; i < after; ++i) power *= 10;
    const auto count =
        static_cast<std::int64_t>(random_bits() >> (below(45) + 5)) % 1'000'000'000'000'000'000;
    auto text = grouped(std::to_string(count / power), format.group);
    if (after > 0) text += fmt::format("{}{:0{}}", format.point, count % power, after);
    auto value = Exact::scaled(count, after);
    if (count == 0 || below(3) > 0) return {value, text};
    static const std::array<std::pair<const char*, const char*>, 5> minus = {
        {{"-", ""}, {"\u2212", ""}, {"", "-"}, {"(", ")"}, {"- ", ""}}};
    const auto& [before, behind] = any_of(minus);
    return {-value, before + text + behind};
}

std::string quoted(const std::string& text) {
    return "\"" + text + "\"";
}

// One cell that leaves no doubt what the point is.
std::string deciding(const Format& format) {
    return fmt::format("0{}5", format.point);
}

}  // namespace

TEST_CASE("numbers written in any format are read back exactly") {
    static const std::array<char, 3> delimiters = {';', ',', '\t'};
    for (int round = 0; round < 200; ++round) {
        const auto& format = any_of(formats);
        const char delimiter = any_of(delimiters);
        const auto rows = 1 + below(30);
        std::vector<Exact> expected;
        std::string text = fmt::format("person{0}month{0}plan\n", delimiter);
        for (std::size_t i = 0; i < rows; ++i) {
            const auto [value, written] = sample(format, static_cast<int>(below(5)));
            expected.push_back(value);
            text += fmt::format("k{:03}{}2026-03{}{}\n", i, delimiter, delimiter, quoted(written));
        }
        text += fmt::format("z{}2026-03{}{}\n", delimiter, delimiter, quoted(deciding(format)));
        const auto read = read_text("plan: money", text);
        INFO(text << rendered(read));
        REQUIRE_FALSE(has_errors(read.result.diagnostics));
        for (std::size_t i = 0; i < rows; ++i) {
            const auto value = read.result.history.value(core::InputId(std::size_t{0}), RowId(i));
            REQUIRE(value);
            REQUIRE(std::get<Exact>(*value) == expected[i]);
        }
    }
}

TEST_CASE("scales, percents and currencies multiply exactly") {
    static const std::array<std::pair<const char*, int>, 8> behind = {{{" тыс", 3},
                                                                       {" млн", 6},
                                                                       {"M", 6},
                                                                       {"k", 3},
                                                                       {" млрд руб.", 9},
                                                                       {"%", -2},
                                                                       {" ₽", 0},
                                                                       {" тыс. руб.", 3}}};
    for (int round = 0; round < 200; ++round) {
        const Format format{"", '.'};
        const auto& [suffix, power] = any_of(behind);
        const auto [value, written] = sample(format, static_cast<int>(below(3)));
        if (written.ends_with(')') || written.ends_with('-')) continue;
        const auto read =
            read_text("plan: number", fmt::format("person;month;plan\nk;2026-03;{}{}\n", written, suffix));
        INFO(written << suffix << rendered(read));
        REQUIRE_FALSE(has_errors(read.result.diagnostics));
        const auto found = read.result.history.value(core::InputId(std::size_t{0}), RowId(std::size_t{0}));
        REQUIRE(std::get<Exact>(*found) == value * Exact::scaled(1, -power));
    }
}

TEST_CASE("months and days written in any form are read back") {
    static const std::array<const char*, 12> names = {"января",   "февраля", "марта",  "апреля",
                                                      "мая",      "июня",    "июля",   "августа",
                                                      "сентября", "октября", "ноября", "декабря"};
    for (int round = 0; round < 300; ++round) {
        const Month month{Month::of(1950, 1).index + static_cast<std::int32_t>(below(1800))};
        const auto day = Date::of(month.year(), month.number(),
                                  1 + static_cast<int>(below(static_cast<std::uint64_t>(days_in(month)))));
        const auto y = month.year(), m = month.number(), d = day.day();
        const std::array<std::string, 4> months = {
            to_text(month), fmt::format("{:02}.{}", m, y), to_people(month),
            fmt::format("{} {} г.", names[static_cast<std::size_t>(m - 1)], y)};
        const std::array<std::string, 4> days = {
            to_text(day), fmt::format("{:02}.{:02}.{}", d, m, y),
            fmt::format("{} {} {}", d, names[static_cast<std::size_t>(m - 1)], y),
            fmt::format("{}-{}-{}", y, m, d)};
        const auto read = read_text(
            "hired: date", fmt::format("person;month;hired\nk;{};{}\n", any_of(months), any_of(days)));
        INFO(rendered(read));
        REQUIRE_FALSE(has_errors(read.result.diagnostics));
        CHECK(read.result.history.rows[RowId(std::size_t{0})].period == Period{month.index});
        const auto found = read.result.history.value(core::InputId(std::size_t{0}), RowId(std::size_t{0}));
        CHECK(std::get<Date>(*found) == day);
    }
}

TEST_CASE("bytes at random end in a history or in errors") {
    constexpr std::string_view scheme =
        "plan: money RUB low 0; rate: percent; hired: date; since: month; ok: yes/no; note: text optional";
    static const std::array<std::string, 34> pieces = {
        ";",     ",",    "\t",     "\n", "\r\n",  "\r",  "\"",   "\"\"",  " ",       "-",    ".", "1",
        "234",   "0",    "%",      "(",  ")",     "млн", "руб.", "март",  "2026-03", "2026", "/", "person",
        "month", "plan", "\u00A0", "é",  "#REF!", "1E5", "\xD0", "sep=;", "итого",   "x"};
    const std::string header = "person;month;plan;rate;hired;since;ok;note\n";
    for (int round = 0; round < 3000; ++round) {
        std::string text = below(3) > 0 ? header : "";
        for (auto count = below(80); count > 0; --count) {
            text += below(20) == 0 ? std::string(1, static_cast<char>(below(256))) : any_of(pieces);
        }
        const auto read = read_text(scheme, text, below(4) == 0 ? "skip-lines 1; skip-last-lines 1" : "");
        CHECK_FALSE(rendered(read).find('\x1b') != std::string::npos);
        if (has_errors(read.result.diagnostics)) continue;
        CHECK(dump(read.scheme, read.result.history).find('\x1b') == std::string::npos);
        CHECK(read.result.history.rows.size() > 0);
    }
}
