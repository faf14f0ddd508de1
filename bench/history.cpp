// Rows of files, as they are read, into a history: parts of 16,384 rows as a long file is read by parts, with
// and without records below them, and all rows in one history, by person and in random order. Every history
// is checked row by row. With a file of `person,month` and columns of money: all of it, from its text on.
//
//     bench_history [MILLIONS OF ROWS] [THREADS]
//     bench_history FILE [THREADS]
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <numeric>
#include <sstream>
#include <string>

#include "data/frames.hpp"
#include "data/of_sheets.hpp"

namespace accrue::data {
namespace {

constexpr std::uint32_t months = 24, part_rows = 16'384, records_of_a_row = 20;
constexpr std::int32_t first_month = 2024 * 12;
const core::LevelId person(std::size_t{0}), payment(std::size_t{1});

core::Scheme scheme_of(std::size_t inputs, std::size_t inputs_of_records) {
    core::Scheme scheme;
    scheme.levels.add({.name = "person", .span = {}});
    if (inputs_of_records > 0)
        scheme.levels.add(
            {.name = "payment", .kind = core::LevelKind::records, .parent = person, .span = {}});
    for (std::size_t i = 0; i < inputs + inputs_of_records; ++i) {
        core::Input input;
        input.name = fmt::format("input {}", i);
        input.level = i < inputs ? person : payment;
        input.type.kind = core::TypeKind::money;
        scheme.inputs.add(input);
    }
    return scheme;
}

// The value that every cell has, so that it can be told whose it is.
std::int64_t cell(std::uint32_t key, std::int32_t period, std::uint64_t input) {
    return static_cast<std::int64_t>((std::uint64_t{key} * 1000 + static_cast<std::uint32_t>(period)) * 8 +
                                     input);
}

Column money(std::size_t rows) {
    Column column;
    column.kind = core::TypeKind::money;
    column.digits = 2;
    column.values.resize(rows);
    return column;
}

Sheet sheet_of(const core::Scheme& scheme, core::LevelId level) {
    Sheet sheet;
    sheet.wanted = wanted_rows(scheme, level);
    sheet.roles.key = 0;
    sheet.roles.period = 1;
    sheet.roles.dated = level == payment ? Dated::by_date : Dated::by_period;
    sheet.file.headers = {"person", "month"};
    return sheet;
}

std::vector<std::string> names(std::size_t count) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < count; ++i) names.push_back(fmt::format("p{:09}", i));
    return names;
}

// By person, then month.
Sheet people(const core::Scheme& scheme, std::uint32_t rows, std::size_t inputs) {
    auto sheet = sheet_of(scheme, person);
    sheet.keys = names((rows + months - 1) / months);
    for (std::uint32_t i = 0; i < rows; ++i)
        sheet.file.rows.add({.key = KeyId(i / months),
                             .period = {first_month + static_cast<std::int32_t>(i % months)},
                             .line = i + 2,
                             .offset = std::uint64_t{i} * 64});
    for (std::size_t input = 0; input < inputs; ++input) {
        auto& column = sheet.columns.emplace_back(money(rows));
        for (std::uint32_t i = 0; i < rows; ++i)
            column.values[i] = cell(i / months, first_month + static_cast<std::int32_t>(i % months), input);
    }
    return sheet;
}

// By person, then date.
Sheet payments(const core::Scheme& scheme, std::uint32_t rows) {
    auto sheet = sheet_of(scheme, payment);
    const auto person_months = (rows + records_of_a_row - 1) / records_of_a_row;
    sheet.keys = names((person_months + months - 1) / months);
    auto& amounts = sheet.columns.emplace_back(money(rows));
    for (std::uint32_t i = 0; i < rows; ++i) {
        const auto key = i / records_of_a_row / months;
        const Period period{first_month + static_cast<std::int32_t>(i / records_of_a_row % months)};
        const Date date{scheme.calendar.first_day(period).days +
                        static_cast<std::int32_t>(i % records_of_a_row)};
        sheet.file.rows.add({.key = KeyId(key),
                             .period = period,
                             .date = date,
                             .line = i + 2,
                             .offset = std::uint64_t{i} * 32});
        amounts.values[i] = cell(key, period.index, 0);
    }
    return sheet;
}

void shuffle(Sheet& sheet) {
    std::vector<std::uint32_t> from(sheet.file.rows.size());
    std::iota(from.begin(), from.end(), 0U);
    std::uint64_t state = 7;
    for (auto i = from.size(); i > 1; --i) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        std::swap(from[i - 1], from[(state >> 33U) % i]);
    }
    FileRows rows;
    for (const auto row : from) rows.add(sheet.file.rows[RowId(row)]);
    sheet.file.rows = std::move(rows);
    for (auto& column : sheet.columns) {
        Counts values;
        for (const auto row : from) values.push_back(column.values[row]);
        column.values = std::move(values);
    }
}

bool is_right(const core::Scheme& scheme, const History& history, core::LevelId level, std::size_t rows) {
    const auto& frame = history.frames[level];
    bool right = frame.rows == rows;
    const auto key = [](const Row& row) { return std::tuple(row.period, row.key, row.date); };
    for (std::uint32_t i = 0; i < frame.rows; ++i) {
        const RowId id(std::size_t{frame.first.value} + i);
        const auto row = history.rows[id];
        right &= i == 0 || key(history.rows[RowId(std::size_t{id.value} - 1)]) < key(row);
        right &= row.previous
                     ? key(history.rows[row.previous]) < key(row) && history.rows[row.previous].key == row.key
                     : row.period.index == first_month;
        for (std::uint32_t input = 0; input < scheme.inputs.size(); ++input) {
            if (scheme.inputs[core::InputId(input)].level != level) continue;
            right &= history.columns[core::InputId(input)].count(id) ==
                     cell(row.key.value, row.period.index, level == payment ? 0 : input);
        }
    }
    return right;
}

double now(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

struct Measured {
    double best = 1e18;  // ns a row
    bool right = true;
};

Measured parts(const core::Scheme& scheme, const std::function<std::vector<Sheet>()>& made,
               core::LevelId counted) {
    Measured measured;
    const Sources sources;
    for (int round = 0; round < 200; ++round) {
        auto sheets = made();
        Texts texts;
        const double begin = now(CLOCK_THREAD_CPUTIME_ID);
        const auto history = of_sheets(scheme, sheets, texts, {}, sources);
        const double time = now(CLOCK_THREAD_CPUTIME_ID) - begin;
        if (!history) return {0, false};
        const auto rows = history->frames[counted].rows;
        measured.best = std::min(measured.best, time / rows);
        if (round == 0) measured.right = is_right(scheme, *history, counted, rows);
    }
    return measured;
}

Measured whole(const core::Scheme& scheme, const std::function<Sheet()>& made, Workers& workers) {
    Measured measured;
    for (int round = 0; round < 3; ++round) {
        auto sheet = made();
        const auto rows = sheet.file.rows.size();
        AllRows levels;
        levels.resize(1);
        auto& level = levels[person];
        level.keys = std::move(sheet.keys);
        level.rows = std::move(sheet.file.rows);
        for (std::uint32_t i = 0; i < sheet.columns.size(); ++i)
            level.columns.emplace_back(core::InputId(i), std::move(sheet.columns[i]));
        History history;
        const auto clock = workers.threads() == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC;
        const double begin = now(clock);
        sort_rows(scheme, person, level, workers);
        const double sorted = now(clock);
        assemble(scheme, levels, history, workers);
        const double end = now(clock);
        fmt::print("      sorted in {:.1f}, assembled in {:.1f}\n",
                   (sorted - begin) / static_cast<double>(rows), (end - sorted) / static_cast<double>(rows));
        measured.best = std::min(measured.best, (end - begin) / static_cast<double>(rows));
        if (round == 0) measured.right = is_right(scheme, history, person, rows);
    }
    return measured;
}

bool shown(const char* name, const Measured& measured) {
    fmt::print("  {:40} {:6.1f}{}\n", name, measured.best, measured.right ? "" : "   WRONG");
    return measured.right;
}

// From the text to the history; the sum of each column tells whether two files hold the same.
int read_file(const std::string& path, std::size_t threads) {
    Sources sources;
    std::ifstream file(path);
    std::string header;
    std::getline(file, header);
    core::Scheme scheme;
    scheme.levels.add({.name = "person", .span = {}});
    std::istringstream cells(header);
    for (std::string name; std::getline(cells, name, ',');) {
        if (name == "person" || name == "month") continue;
        const auto at = name.find('@');
        core::Input input;
        input.name = name.substr(0, at);
        input.day = at == std::string::npos ? 0 : std::stoi(name.substr(at + 1));
        input.level = person;
        input.type.kind = core::TypeKind::money;
        scheme.inputs.add(input);
    }
    std::string text(std::filesystem::file_size(path), ' ');
    file.seekg(0).read(text.data(), static_cast<std::streamsize>(text.size()));
    const auto source = sources.add(path, std::move(text));
    Workers workers(threads);
    for (int round = 0; round < 2; ++round) {
        const double begin = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
        const auto read = read_history(scheme, {{.source = source, .name = "person"}}, sources, {}, workers);
        const double end = now(CLOCK_MONOTONIC), cpu_end = now(CLOCK_PROCESS_CPUTIME_ID);
        const auto rows = static_cast<double>(read.history.rows.size());
        std::uint64_t sums = 0;
        for (const auto& column : read.history.columns)
            sums = std::accumulate(column.values.begin(), column.values.end(), sums * 31,
                                   [](std::uint64_t sum, std::int64_t value) {
                                       return sum + static_cast<std::uint64_t>(value);
                                   });
        fmt::print("{} rows, {:.1f} ns a row, {:.1f} of processor time; sums {:x}\n",
                   read.history.rows.size(), (end - begin) / rows, (cpu_end - cpu) / rows, sums);
        if (has_errors(read.diagnostics)) return 1;
    }
    return 0;
}

int bench(std::size_t millions, std::size_t threads) {
    const auto flat = scheme_of(4, 0), with_records = scheme_of(1, 1);
    fmt::print("rows as read into a history, ns of processor time a row, best of several\n");
    bool right =
        shown("part by person", parts(flat, [&] { return std::vector{people(flat, part_rows, 4)}; }, person));
    right &=
        shown("part of 240 rows", parts(flat, [&] { return std::vector{people(flat, 240, 4)}; }, person));
    right &=
        shown("part of records, people without a file",
              parts(with_records, [&] { return std::vector{payments(with_records, part_rows)}; }, payment));
    right &=
        shown("part of records, people with a file",
              parts(
                  with_records,
                  [&] {
                      const auto rows = (part_rows / records_of_a_row / months + 1) * months;
                      return std::vector{people(with_records, rows, 1), payments(with_records, part_rows)};
                  },
                  payment));
    const auto rows = static_cast<std::uint32_t>(millions * 1'000'000 / months * months);
    Workers workers(threads);
    fmt::print("{} rows, {} {}\n", rows, threads, threads == 1 ? "thread" : "threads, ns of time");
    right &= shown("by person", whole(flat, [&] { return people(flat, rows, 4); }, workers));
    right &= shown("in random order", whole(
                                          flat,
                                          [&] {
                                              auto sheet = people(flat, rows, 4);
                                              shuffle(sheet);
                                              return sheet;
                                          },
                                          workers));
    return right ? 0 : 1;
}

}  // namespace
}  // namespace accrue::data

int main(int argc, char** argv) {
    const std::string what = argc > 1 ? argv[1] : "10";
    const std::size_t threads = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
    if (what.find_first_not_of("0123456789") != std::string::npos)
        return accrue::data::read_file(what, threads);
    return accrue::data::bench(std::strtoull(what.c_str(), nullptr, 10), threads);
}
