// A file is the same however it is cut and on however many cores it is read, and whether its rows are found
// by the block or read one by one.

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "data/inspect.hpp"
#include "data/joining.hpp"
#include "data/match.hpp"
#include "data/sheet.hpp"
#include "schemes.hpp"

using namespace accrue;
using namespace accrue::data;
namespace files = std::filesystem;

namespace {

// ---------------------------------------------------------------- a sheet in words

std::string in_words(const Column& column, const Texts& texts) {
    std::string text = fmt::format("  {} digits, column {}:", column.digits, column.position(0).value_or(0));
    for (std::uint32_t i = 0; i < column.values.size(); ++i) {
        const RowId row(i);
        const auto count = column.count(row);
        const bool is_text = column.kind == core::TypeKind::text && !column.is_missing(row);
        text += column.is_missing(row) ? " -"
                : is_text              ? " " + texts.shown(TextId(static_cast<std::size_t>(count)))
                                       : fmt::format(" {}", count);
    }
    for (const auto& [row, value] : column.large)
        text += fmt::format(" {}: {}", row.value, to_text(core::Value(value)));
    return text + (column.absent ? " absent\n" : "\n");
}

enum class Places : std::uint8_t { shown, left_out };

std::string in_words(const Sheet& sheet, const Texts& texts, const Sources& sources, Places places) {
    std::string text;
    for (std::uint32_t i = 0; i < sheet.file.rows.size(); ++i) {
        const auto& row = sheet.file.rows[RowId(i)];
        text += fmt::format("{} {} {}", row.key ? sheet.keys[row.key.value] : "-", row.period.index,
                            row.date.days);
        if (!sheet.parent_of.empty() && sheet.parent_of[i])
            text += " in " + sheet.parents[sheet.parent_of[i].value];
        text += fmt::format(" on line {}{}\n", row.line,
                            places == Places::shown ? fmt::format(", byte {}", row.offset) : "");
    }
    for (const auto& column : sheet.columns) text += in_words(column, texts);
    for (const auto* const days : {&sheet.from, &sheet.to}) {
        if (*days) text += in_words(**days, texts);
    }
    for (const auto& line : described(sheet.understood)) text += line + "\n";
    text += fmt::format("{} keys: {}\n", sheet.keys.size(), fmt::join(sheet.keys, " "));
    for (const auto& report : sheet.reports())
        text += places == Places::shown ? rendered(report, sources, Colour::off)
                                        : accrue::in_words(report).message + "\n";
    return text;
}

// ---------------------------------------------------------------- reading

struct Case {
    core::Scheme scheme;
    Sources sources;
    Wanted wanted;
    SourceId source;
    Told told;
};

Case case_of(std::string_view scheme, std::string text, std::string_view options, const std::string& name) {
    Case made{.scheme = scheme_of(scheme), .sources = {}, .wanted = {}, .source = {}, .told = {}};
    made.source = made.sources.add(name, std::move(text));
    Diagnostics diagnostics;
    const DataFile file{.source = made.source, .name = "", .laid_out = laid_out_of(options)};
    const auto matches = matched(made.scheme, {file}, made.sources, diagnostics);
    const auto match = std::ranges::find_if(matches, [](const Match& each) { return !each.files.empty(); });
    if (match == matches.end()) return made;
    made.wanted = match->wanted;
    made.told = told_for(match->wanted, match->files.front(), matches, wishes_of(options));
    return made;
}

std::string read(const Case& made, Workers& workers, Pieces cut, Places places = Places::shown) {
    Texts texts;
    const auto sheet = read_sheet(made.wanted, made.source, made.sources, made.told, texts, workers, cut);
    return in_words(sheet, texts, made.sources, places);
}

// The first line in which they differ; empty when they are equal.
std::string difference(const std::string& one, const std::string& other) {
    std::istringstream lines(one), others(other);
    for (std::string line, another; one != other;) {
        const bool has_line = !std::getline(lines, line).fail();
        const bool has_other = !std::getline(others, another).fail();
        if (line != another || has_line != has_other) return "  " + line + "\ninstead of\n  " + another;
    }
    return "";
}

constexpr Pieces whole{.least_size = std::uint64_t{1} << 40U};

void check_cuts(const Case& made) {
    Workers one(1), two(2), five(5);
    const auto expected = read(made, one, whole);
    constexpr std::size_t many = 1 << 20;
    for (const std::uint64_t size : {1, 2, 7, 30, 64, 200, 1000}) {
        INFO("pieces of " << size << " bytes");
        CHECK(difference(read(made, one, {.least_size = size, .by_thread = many, .least_threads = 1}),
                         expected) == "");
    }
    CHECK(difference(read(made, two, {.least_size = 100, .by_thread = many, .least_threads = 1}), expected) ==
          "");
    CHECK(difference(read(made, five, {.least_size = 20, .by_thread = many, .least_threads = 1}), expected) ==
          "");
}

// ---------------------------------------------------------------- random files

class RandomFile {
  public:
    RandomFile(std::uint32_t seed, int oddities) : random_(seed), oddities_(oddities) {}

    std::string text() {
        line_end_ = below(2) == 0 ? "\n" : "\r\n";
        if (below(4) == 0) text_ = "\xEF\xBB\xBF";
        text_ += "person;month;plan;rate;hired;unit;active" + line_end_;
        rows_ = 20 + below(150);
        for (std::uint32_t row = 0; row < rows_; ++row) add_row(row);
        if (below(3) == 0) text_.resize(text_.size() - line_end_.size());
        return text_;
    }

  private:
    std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_() % bound); }
    bool is_odd() { return oddities_ > 0 && below(static_cast<std::uint32_t>(oddities_)) == 0; }
    std::string one_of(std::initializer_list<const char*> texts) {
        return *(texts.begin() + below(static_cast<std::uint32_t>(texts.size())));
    }

    std::string key(std::uint32_t row) {
        if (is_odd())
            return one_of({"\"Anna; B\"", "\"line\nbreak\"", "Итого", "", "-", "#N/A", " \"x\"", "P00001",
                           "\"p00001\""});
        return fmt::format("p{:05}", row / 5);
    }
    std::string month(std::uint32_t row) {
        if (is_odd())
            return one_of(
                {"", "2026-3", "март 2026", "01.03.2026", "2026-13", "01/02/2026", "15/02/2026", "Total"});
        return fmt::format("2026-{:02}", row % 12 + 1);
    }
    std::string money() {
        if (is_odd()) {
            return one_of({"1,234",
                           "12x4",
                           "1.234",
                           "1 234,50",
                           "",
                           "n/a",
                           "#REF!",
                           "-5.25",
                           "-",
                           "5%",
                           "100.123",
                           "12345678901234567890",
                           "1,234.56",
                           "1e5",
                           ".5",
                           "7.",
                           "0.0001",
                           "-0.00",
                           "10 USD",
                           "5 руб.",
                           "922337203685477580.7",
                           "0000000000000000012.5"});
        }
        return fmt::format("{}{}.{:02}", below(9) == 0 ? "-" : "", below(1U << (1 + below(30))), below(100));
    }
    std::string rate() {
        if (is_odd()) return one_of({"", "5", "abc", "0.5", "12.5 %"});
        return fmt::format("{}%", below(100));
    }
    std::string day() {
        if (is_odd())
            return one_of(
                {"", "2026-02-30", "03/04/2026", "13/04/2026", "04/13/2026", "9999-12-31", "4.5.26"});
        return fmt::format("{:04}-{:02}-{:02}", 2000 + below(30), 1 + below(12), 1 + below(28));
    }
    std::string unit() {
        if (is_odd())
            return one_of({"\"A \"\"b\"\"\"", "", "#Н/Д", "ёлка", "Ёлка", "\"two\r\nlines\"", "x\"y"});
        return one_of({"север", "юг", "Юг", "west", "a rather long name of a unit of the company"});
    }
    void add_row(std::uint32_t row) {
        if (is_odd()) {
            const bool is_late = row > rows_ / 2;
            text_ += one_of({"", ";;;;;;", "  ;;; ;;;", "a;b", "x;y;z;1;2;3;4;5;6", ";", "\t"});
            text_ += is_late && is_odd() ? "\r" : line_end_;
        }
        text_ +=
            fmt::format("{};{};{};{};{};{};{}", key(row), month(row), money(), rate(), day(), unit(),
                        is_odd() ? one_of({"", "да", "maybe", "TRUE"}) : one_of({"0", "1", "yes", "нет"}));
        text_ += line_end_;
    }

    std::mt19937 random_;
    int oddities_;
    std::string text_, line_end_;
    std::uint32_t rows_ = 0;
};

constexpr std::string_view random_scheme =
    "level person; plan: money RUB low 0 optional; rate: percent optional; hired: date optional; unit: text "
    "optional; active: yes/no optional";

std::string contents(const files::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

}  // namespace

TEST_CASE("a random file is the same in pieces of any size and on any number of cores") {
    for (std::uint32_t seed = 0; seed < 120; ++seed) {
        constexpr std::array oddities = {0, 400, 60, 15};
        const auto text = RandomFile(seed, oddities[seed % oddities.size()]).text();
        INFO("seed " << seed);
        check_cuts(case_of(random_scheme, text, "", "person.csv"));
    }
}

TEST_CASE("nasty files are the same in pieces") {
    for (const auto& entry : files::directory_iterator(ACCRUE_NASTY)) {
        if (entry.path().extension() != ".csv") continue;
        auto golden_path = entry.path();
        golden_path.replace_extension(".golden");
        std::istringstream golden(contents(golden_path));
        std::string scheme = "level person; plan: money RUB; collected: money RUB", options;
        for (std::string line; std::getline(golden, line) && line != "---";) {
            if (line.starts_with("scheme: ")) scheme = line.substr(8);
            if (line.starts_with("options: ")) options = line.substr(9);
        }
        if (options.find("encoding") != std::string::npos) continue;
        INFO(entry.path().filename().string());
        check_cuts(case_of(scheme, contents(entry.path()), options, entry.path().filename().string()));
    }
}

// Regular rows need no second reading, nor do bad cells among them.
TEST_CASE("pieces of a regular file fit together, whatever is wrong with single cells") {
    std::string text = "person;month;plan;hired\n";
    for (int i = 0; i < 400; ++i) {
        const auto* const plan = i == 77 ? "12x4" : i == 201 ? "" : i == 300 ? "-17" : "5.25";
        text +=
            fmt::format("{};2026-{:02};{};{:02}/{:02}/2025\n", i == 150 ? "-" : fmt::format("p{:04}", i / 12),
                        i % 12 + 1, plan, 13 + i % 10, i % 12 + 1);
    }
    const auto made = case_of("level person; plan: money RUB low 0; hired: date", text, "", "person.csv");
    auto opening = open_sheet(made.wanted, made.source, made.sources, made.told);
    settle(opening);
    for (const auto kept : {KeysKept::all, KeysKept::rising}) {
        Joining joining(opening, kept);
        Texts texts;
        auto begin = opening.begin;
        while (begin < text.size()) {
            const auto end = std::min(text.find('\n', begin + 100), text.size() - 1) + 1;
            auto piece = read_rows(opening, {begin, end}, texts);
            CHECK((piece.is_in_order() || !piece.troubles.empty()));
            REQUIRE(joining.add(piece));
            begin = piece.piece.rest;
        }
        Workers one;
        const auto at_once = read_sheet(made.wanted, made.source, made.sources, made.told, texts, one, whole);
        const auto joined = joining.finish();
        CHECK(described(joined.understood) == described(at_once.understood));
        REQUIRE(joined.reports().size() == at_once.reports().size());
        for (std::size_t i = 0; i < joined.reports().size(); ++i)
            CHECK(rendered(joined.reports()[i], made.sources, Colour::off) ==
                  rendered(at_once.reports()[i], made.sources, Colour::off));
    }
}

// A first cell in quotes keeps a row out of the blocks.
TEST_CASE("rows found by the block say what rows read one by one say") {
    for (std::uint32_t seed = 0; seed < 200; ++seed) {
        constexpr std::array oddities = {0, 400, 60, 15};
        const auto text = RandomFile(seed, oddities[seed % oddities.size()]).text();
        std::string quoted;
        std::istringstream lines(text);
        bool is_header = true;
        for (std::string line; std::getline(lines, line);) {
            const bool is_key = !is_header && line.starts_with("p0");
            const auto end = line.find(';');
            if (is_key) line = "\"" + line.substr(0, end) + "\"" + line.substr(end);
            quoted += line + (lines.eof() ? "" : "\n");
            is_header = false;
        }
        INFO("seed " << seed);
        Workers one;
        const auto one_by_one =
            read(case_of(random_scheme, quoted, "", "person.csv"), one, whole, Places::left_out);
        const auto by_block =
            read(case_of(random_scheme, text, "", "person.csv"), one, whole, Places::left_out);
        CHECK(difference(by_block, one_by_one) == "");
    }
}

TEST_CASE("a quoted cell at a cut, a long cell and bytes that are no text are found wherever they are") {
    std::string text = "person;month;plan\n";
    for (int i = 0; i < 200; ++i) text += fmt::format("p{:04};2026-{:02};{}.5\n", i / 12, i % 12 + 1, i);
    const auto check_with = [&](const std::string& row) {
        for (const std::size_t line : {1U, 2U, 40U, 120U, 199U}) {
            std::size_t place = 0;
            for (std::size_t i = 0; i < line; ++i) place = text.find('\n', place) + 1;
            INFO("line " << line);
            check_cuts(case_of("level person; plan: money RUB",
                               text.substr(0, place) + row + text.substr(place), "", "person.csv"));
        }
    };
    check_with("\"a\nb;c\n\nd\";2026-01;5\n");
    check_with("\"never closed;2026-01;5\n");
    check_with("\"a\"b;2026-01;5\n");
    check_with(std::string(5000, 'x') + ";2026-01;5\n");
    check_with(std::string("a\0b;2026-01;5\n", 15));
    check_with("a\xFF;2026-01;5\n");
    check_with("\xD0;2026-01;5\n");
    check_with("Анна;2026-01;5\rБорис;2026-01;6\n");
}
