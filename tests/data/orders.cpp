// Rows in any order, on any number of threads, are one history.

#include "data/order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <numeric>
#include <random>
#include <sstream>

#include "base/messages/data.hpp"
#include "data/frames.hpp"
#include "schemes.hpp"

using namespace accrue;
using namespace accrue::data;

namespace {

std::mt19937_64 random_bits(20261122);
std::uint32_t below(std::size_t bound) {
    return static_cast<std::uint32_t>(random_bits() % bound);
}

// ---------------------------------------------------------------- histories

std::string shuffled(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line + "\n");
    std::shuffle(lines.begin() + 1, lines.end(), random_bits);
    return std::accumulate(lines.begin(), lines.end(), std::string());
}

constexpr std::string_view company =
    "everything firm; level team in firm; plan: money optional; level person in team; hired: date begins; "
    "salary: money optional; grade: text optional; records payment for person; amount: money optional; "
    "number: "
    "number orders; records bill for team; sum: money; part: number orders";

// People of teams from a day on, who change between them; their payments; bills of teams that name a person.
// Some of the files may be lacking.
Files company_files() {
    std::string teams = "team;month;plan\n", people = "person;team;from;to;salary;grade\n",
                payments = "person;date;amount;number\n", bills = "person;date;sum;part\n";
    const auto cell = [](std::uint32_t number) { return number % 5 == 0 ? "" : std::to_string(number); };
    for (std::uint32_t month = 1; month <= 12; ++month) {
        for (char team = 'A'; team <= 'C'; ++team)
            teams += fmt::format("{};2026-{:02};{}\n", team, month, cell(below(1000)));
    }
    std::uint32_t number = 0;
    for (std::uint32_t person = 0; person < 9; ++person) {
        const auto change = 2 + below(10);
        const auto first = 'A' + below(3), second = 'A' + below(3);
        const auto* const grade = below(2) == 0 ? "Lead" : "lead";
        people +=
            fmt::format("p{0};{1:c};2026-01-{2:02};2026-{3:02}-28;{4};{7}\np{0};{5:c};2026-{6:02}-01;;{4};\n",
                        person, first, 1 + below(28), change - 1, cell(below(100)), second, change, grade);
        for (auto count = below(30); count > 0; --count)
            payments += fmt::format("p{};2026-{:02}-{:02};{};{}\n", person, 1 + below(12), 1 + below(4),
                                    cell(below(1000)), ++number);
        for (auto count = below(10); count > 0; --count)
            bills += fmt::format("p{};2026-{:02}-{:02};{};{}\n", person, 1 + below(12), 1 + below(4),
                                 below(1000), ++number);
    }
    Files files = {{"person", people}, {"payment", payments}, {"bill", bills}};
    if (below(2) == 0) files.emplace_back("team", teams);
    return files;
}

// All of it but where its rows stand in their files.
std::string everything_of(const core::Scheme& scheme, const History& history) {
    std::string all = dump_levels(scheme, history);
    const auto list = [&](const auto& ids) {
        for (const auto& id : ids) all += fmt::format(" {}", id);
        all += "\n";
    };
    const auto values = [](const auto& ids) {
        std::vector<std::int64_t> numbers;
        for (const auto& id : ids) numbers.push_back(id.value);
        return numbers;
    };
    for (const auto* const texts : {&history.keys, &history.texts, &history.folded_texts}) list(*texts);
    for (const auto& frame : history.frames) {
        list(std::vector{frame.first.value, frame.rows, frame.first_key.value, frame.keys});
        list(values(frame.by_parent));
        list(frame.begins);
    }
    for (std::uint32_t i = 0; i < history.rows.size(); ++i) {
        const auto row = history.rows[RowId(i)];
        list(std::vector<std::int64_t>{row.key.value, row.level.value, row.period.index, row.date.days,
                                       row.parent.value, row.previous.value, row.source.value,
                                       row.line == 0});
    }
    for (const auto& column : history.columns) {
        list(std::vector<std::int64_t>{column.digits, column.first.value, column.absent});
        list(column.values);
        list(column.missing);
    }
    return all;
}

struct Several {
    core::Scheme scheme;
    Sources sources;
    ReadHistory read;

    Several(const Files& files, std::size_t threads, std::string_view levels = company)
        : scheme(scheme_of(levels)) {
        std::vector<DataFile> given;
        for (const auto& [name, text] : files) given.push_back({sources.add(name + ".csv", text), name});
        Workers workers(threads);
        read = read_history(scheme, given, sources, {}, workers);
    }
};

// ---------------------------------------------------------------- many rows

enum class Stand : std::uint8_t { anyhow, by_key, by_period };

LevelRows many_rows(core::LevelKind kind, Stand stand, std::size_t count) {
    LevelRows level;
    const auto keys = 1 + below(count), days = 1 + below(700);
    level.keys.resize(keys);
    const Calendar calendar;
    for (std::size_t i = 0; i < count; ++i) {
        const Date date{20'000 + static_cast<std::int32_t>(below(days))};
        FileRow row{.key = KeyId(below(keys)),
                    .period = calendar.period(date),
                    .line = static_cast<std::uint32_t>(i)};
        if (kind == core::LevelKind::records) row.date = date;
        if (stand == Stand::anyhow && below(1000) == 0) row.key = KeyId();
        level.rows.add(row);
    }
    const auto by_key = [](const FileRow& row) { return std::tuple(row.key, row.period, row.date); };
    const auto by_period = [](const FileRow& row) { return std::tuple(row.period, row.key, row.date); };
    if (stand == Stand::by_key) std::ranges::stable_sort(level.rows, {}, by_key);
    if (stand == Stand::by_period) std::ranges::stable_sort(level.rows, {}, by_period);
    return level;
}

core::Scheme scheme_of(core::LevelKind kind) {
    core::Scheme scheme;
    scheme.levels.add({.name = "row", .kind = kind, .span = {}});
    return scheme;
}

std::vector<RowId> ordered_by_comparing(const LevelRows& level) {
    std::vector<RowId> order;
    for (std::uint32_t i = 0; i < level.rows.size(); ++i) {
        if (level.rows[RowId(i)].key) order.emplace_back(i);
    }
    std::ranges::stable_sort(order, {}, [&](RowId id) {
        const auto& row = level.rows[id];
        return std::tuple(row.period, row.key, row.date);
    });
    return order;
}

}  // namespace

TEST_CASE("rows of several levels, in any order and on any number of threads, are one history") {
    std::size_t sound = 0;
    for (int round = 0; round < 60; ++round) {
        auto files = company_files();
        const Several alone(files, 1);
        for (auto& [name, text] : files) text = shuffled(text);
        const Several others(files, 1 + below(5));
        INFO(files[0].second + files[1].second);
        std::vector<Kind> kinds, other_kinds;
        for (const auto& diagnostic : alone.read.diagnostics) kinds.push_back(diagnostic.kind);
        for (const auto& diagnostic : others.read.diagnostics) other_kinds.push_back(diagnostic.kind);
        REQUIRE(kinds == other_kinds);
        if (has_errors(alone.read.diagnostics)) continue;
        ++sound;
        REQUIRE(everything_of(alone.scheme, alone.read.history) ==
                everything_of(others.scheme, others.read.history));
    }
    CHECK(sound > 20);
}

TEST_CASE("rows of which every key has the same months are the history that they are in any order") {
    constexpr std::string_view teams = "level team; level person in team; plan: money optional; grade: text";
    const auto line = [](std::size_t person, std::size_t month, std::size_t team) {
        return fmt::format("p{:04};2026-{:02};t{};{};g{}\n", person, month, team, below(1000), below(3));
    };
    constexpr std::array<std::pair<std::size_t, std::size_t>, 6> sizes = {
        {{1, 2}, {1, 12}, {2, 1}, {30, 2}, {30, 12}, {1'500, 12}}};
    for (const auto& [people, months] : sizes) {
        const auto rows = people * months;
        for (const std::size_t odd : {rows, rows / 2, rows - 1}) {
            // the row at `odd`, if there is one, has another month or is lacking
            std::string text = "person;month;team;plan;grade\n";
            for (std::size_t i = 0; i < rows; ++i) {
                if (i == odd && below(2) == 0) continue;
                text += line(i / months, 1 + i % months + (i == odd ? 12 - months : 0), i % 3);
            }
            const Files files = {{"person", text}}, others = {{"person", shuffled(text)}};
            const Several one(files, 1, teams), shared(files, 5, teams), any(others, 1, teams);
            REQUIRE(!has_errors(one.read.diagnostics));
            const auto expected = everything_of(any.scheme, any.read.history);
            REQUIRE(everything_of(one.scheme, one.read.history) == expected);
            REQUIRE(everything_of(shared.scheme, shared.read.history) == expected);
        }
    }
}

TEST_CASE("what is said of rows as they stand is so, of even ones as of any") {
    for (int round = 0; round < 500; ++round) {
        const auto keys = 1 + below(4), periods = 1 + below(4), change = below(4);
        std::vector<FileRow> all;
        for (std::uint32_t i = 0; i < keys * periods; ++i)
            all.push_back({.key = KeyId(std::size_t{i / periods}),
                           .period = Period{static_cast<std::int32_t>(100 + i % periods)}});
        auto& odd = all[below(all.size())];
        if (change == 1) odd.key = KeyId(odd.key.value + std::size_t{1});
        if (change == 2) odd.key = KeyId();
        if (change == 3) odd.period.index += 1 + static_cast<std::int32_t>(below(2));
        FileRows rows;
        for (const auto& row : all) rows.add(row);
        std::erase_if(all, [](const FileRow& row) { return !row.key; });

        const auto survey = surveyed(rows, core::LevelKind::rows);
        const auto by_key = [](const FileRow& row) { return std::pair(row.key, row.period); };
        const auto by_period = [](const FileRow& row) { return std::pair(row.period, row.key); };
        const auto is_alike = [&](const FileRow& one, const FileRow& other) {
            return by_key(one) == by_key(other);
        };
        CHECK(survey.rows == all.size());
        CHECK(survey.is_by_key == std::ranges::is_sorted(all, {}, by_key));
        CHECK(survey.is_by_period == std::ranges::is_sorted(all, {}, by_period));
        CHECK(survey.has_alike == (std::ranges::adjacent_find(all, is_alike) != all.end()));
        if (change == 0) CHECK(survey.periods_a_key == periods);
        if (change != 0 && keys > 1 && periods > 1) CHECK(survey.periods_a_key == 0);
        if (all.empty()) continue;
        const auto period = [](const FileRow& row) { return row.period.index; };
        CHECK(survey.periods.least == period(*std::ranges::min_element(all, {}, period)));
        CHECK(survey.periods.most == period(*std::ranges::max_element(all, {}, period)));
    }
}

TEST_CASE("many rows are put in order as by comparing them") {
    for (const auto kind : {core::LevelKind::rows, core::LevelKind::records}) {
        const auto scheme = scheme_of(kind);
        for (const auto stand : {Stand::anyhow, Stand::by_key, Stand::by_period}) {
            for (const std::size_t count : {0, 1, 2, 500, 20'000, 400'000}) {
                auto level = many_rows(kind, stand, std::max<std::size_t>(count, 1));
                if (count == 0) level.rows = {};
                const auto expected = ordered_by_comparing(level);
                const auto is_alike = [&](RowId one, RowId other) {
                    const auto &first = level.rows[one], &second = level.rows[other];
                    return std::tuple(first.period, first.key, first.date) ==
                           std::tuple(second.period, second.key, second.date);
                };
                const bool has_alike = std::ranges::adjacent_find(expected, is_alike) != expected.end();
                for (const std::size_t threads : {1, 2, 5}) {
                    Workers workers(threads);
                    sort_rows(scheme, core::LevelId(std::size_t{0}), level, workers);
                    CHECK(std::ranges::equal(level.order, expected));
                    CHECK(level.has_alike == has_alike);
                }
            }
        }
    }
}

TEST_CASE("numbers of any size are put in order, equal ones as they stand") {
    for (const int bits : {0, 1, 11, 12, 33, 64}) {
        ColumnOf<Numbered<std::uint64_t>> rows;
        for (std::uint32_t i = 0; i < 150'000; ++i)
            rows.push_back({bits == 0 ? 0 : random_bits() >> (64 - bits), RowId(i)});
        auto expected = rows;
        std::ranges::stable_sort(expected, {}, &Numbered<std::uint64_t>::number);
        Workers workers(3);
        const auto done = ordered(rows, bits, workers);
        CHECK(std::ranges::equal(done.order, expected, {}, {}, &Numbered<std::uint64_t>::row));
        const auto is_equal = [](const auto& one, const auto& other) { return one.number == other.number; };
        CHECK(done.has_equal == (std::ranges::adjacent_find(expected, is_equal) != expected.end()));
    }
}

TEST_CASE("stretches go through every place once") {
    for (const std::uint32_t runs : {1, 2, 24, 500, 100'000}) {
        for (const std::uint32_t places : {0, 1, 100, 16'384, 16'385, 300'000}) {
            Order order;
            for (std::uint32_t run = 0; run < runs; ++run) {
                for (auto row = run; row < places; row += runs) order.push_back(RowId(std::size_t{row}));
            }
            std::vector<std::uint8_t> visits(places);
            Workers workers(4);
            Stretches(order).each(workers, [&](std::size_t begin, std::size_t end) {
                for (auto i = begin; i < end; ++i) ++visits[i];
            });
            CHECK(std::ranges::count(visits, 1) == places);
        }
    }
}

TEST_CASE("a record dated outside the days of its row is paid, with a warning") {
    constexpr std::string_view scheme =
        "level person; salary: money; records payment for person; amount: money";
    const Files files = {{"person", "person;from;to;salary\nа;2026-01-10;2026-03-05;1\nб;;;2\n"},
                         {"payment",
                          "person;date;amount\nб;2026-02-01;1\nа;2026-03-06;2\nа;2026-01-09;3\nа;2026-01-10;"
                          "4\nа;2026-03-05;5\n"}};
    const auto read = read_files(scheme, files);
    CHECK(rendered(read) ==
          "warning[W2420]: 2026-03-06 is outside the days for which `а` stands in row 2: 2026-01-10 … "
          "2026-03-05\n"
          "  ┌─ payment.csv:3:3\n"
          "3 │ а;2026-03-06;2\n"
          "  │   ^^^^^^^^^^\n"
          "  = row 3, column 2 `date`\n"
          "  = one more like it, in row 4\n");
    CHECK(read.result.history.rows_of(level_of(read.scheme, "payment")).size() == 5);
    const auto open = read_files(scheme, {{"person", "person;from;to;salary\nа;2026-01-10;;1\n"},
                                          {"payment", "person;date;amount\nа;2026-01-09;2\n"}});
    REQUIRE(open.result.diagnostics.size() == 1);
    CHECK(open.result.diagnostics[0].arguments[2] == Argument(std::string("2026-01-10 …")));
}

TEST_CASE("so is a record that names a person inside its row") {
    const auto read = read_files("level team; level person in team; records bill for team; sum: money",
                                 {{"person", "person;team;from;to\nа;А;2026-01-10;2026-03-05\n"},
                                  {"bill", "person;date;sum\nа;2026-01-09;2\nа;2026-02-01;3\n"}});
    REQUIRE(read.result.diagnostics.size() == 1);
    CHECK(read.result.diagnostics[0].kind == kind::record_outside_its_row);
}
