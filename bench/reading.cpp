// bench/reading.cpp — How fast one file is read: a history of a row a person and month is made by rule, read,
// the sum of a column compared with that of its making, and the rates printed: of finding rows alone, of
// reading all at once, of reading in pieces on as many threads as said. `bench_reading [ROWS [THREADS]]`,
// 1,000,000 and 2 unless said.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <numeric>
#include <string>

#include "data/block.hpp"
#include "data/sheet.hpp"

using namespace accrue;
using namespace accrue::data;

namespace {

constexpr int rounds = 5;
constexpr int months_of_a_person = 24;

struct Made {
    std::string text = "person,month,collected,collected@15,collected@25,plan\n";
    std::int64_t sum = 0;  // of `collected`, in hundredths
};

std::string money(std::int64_t hundredths) {
    return fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
}

// By person and month, or a person here and a person there.
enum class Order : std::uint8_t { sorted, scattered };

Made made(std::size_t rows, Order order) {
    Made history;
    std::uint64_t state = 1;
    const auto next = [&](std::uint64_t below) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        return static_cast<std::int64_t>((state >> 33U) % below);
    };
    constexpr std::size_t stride = 4'000'037;  // prime, and no divisor of any number of rows tried
    for (std::size_t i = 0; i < rows; ++i) {
        const auto row = order == Order::sorted ? i : i * stride % rows;
        const auto month = static_cast<int>(row % months_of_a_person);
        const auto collected = 3'000'000'000 + next(4'000'000'000);
        const auto half = collected / 100 * (30 + next(40));
        const auto most = half + (collected - half) / 100 * (50 + next(50));
        history.sum += collected;
        history.text +=
            fmt::format("p{:07},{}-{:02},{},{},{},{}\n", row / months_of_a_person, 2024 + month / 12,
                        month % 12 + 1, money(collected), money(half), money(most), "50000000.00");
    }
    return history;
}

core::Scheme scheme() {
    core::Scheme scheme;
    core::Level person;
    person.name = "person";
    const auto level = scheme.levels.add(person);
    for (const int day : {0, 15, 25}) {
        core::Input input;
        input.name = "collected";
        input.type.kind = core::TypeKind::money;
        if (day != 0) input.day = day;
        input.level = level;
        scheme.inputs.add(input);
    }
    core::Input plan;
    plan.name = "plan";
    plan.type.kind = core::TypeKind::money;
    plan.level = level;
    scheme.inputs.add(plan);
    return scheme;
}

// Prints the fastest of some rounds in ns a row: what the clock on the wall says, and all cores together.
template <class Work>
void measure(const std::string& name, std::size_t rows, const Work& work) {
    double wall = 1e9, cores = 1e9;
    for (int round = 0; round < rounds; ++round) {
        const auto begin = std::chrono::steady_clock::now();
        const auto used = std::clock();
        work();
        const std::chrono::duration<double, std::nano> time = std::chrono::steady_clock::now() - begin;
        const double processor = 1e9 * static_cast<double>(std::clock() - used) / CLOCKS_PER_SEC;
        wall = std::min(wall, time.count() / static_cast<double>(rows));
        cores = std::min(cores, processor / static_cast<double>(rows));
    }
    std::printf("%-20s %6.1f ns a row, %6.1f of all cores\n", name.c_str(), wall, cores);
}

[[noreturn]] void wrong(const char* what) {
    std::printf("wrong: %s\n", what);
    std::exit(1);
}

void check(const Sheet& sheet, const Made& history, std::size_t rows) {
    const auto& column = sheet.columns.front();
    if (sheet.file.rows.size() != rows || column.digits != 2) wrong("rows");
    if (std::accumulate(column.values.begin(), column.values.end(), std::int64_t{0}) != history.sum)
        wrong("sum");
}

void check_parts(const Opening& opening, const Made& history) {
    constexpr std::uint64_t part = 1 << 20;  // bytes
    std::int64_t sum = 0;
    for (auto begin = opening.begin; begin < opening.file.text.size();) {
        Texts texts;
        const auto sheet = read_rows(opening, {begin, begin + part, 1}, texts);
        const auto& values = sheet.columns.front().values;
        sum += std::accumulate(values.begin(), values.end(), std::int64_t{0});
        begin = sheet.piece.rest;
    }
    if (sum != history.sum) wrong("sum");
}

void find_all(std::string_view text, std::size_t rows) {
    Block block;
    block.width = 6;
    std::size_t found = 0;
    std::uint64_t begin = text.find('\n', Block::margin) + 1;
    while (true) {
        find_rows(block, text, ',', begin, text.size());
        if (block.rows == 0) break;
        found += block.rows;
        begin += block.text().size();
    }
    if (found + 4 < rows) wrong("rows found");
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t rows = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1'000'000;
    const std::size_t threads = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 2;
    const auto of = scheme();
    auto history = made(rows, Order::sorted);
    Sources sources;
    const auto source = sources.add("history.csv", std::move(history.text));
    const auto text = sources[source].text();

    measure("find rows", rows, [&] { find_all(text, rows); });
    const auto opening = open_sheet(wanted_rows(of, core::LevelId(0)), source, sources, {});
    measure("read part by part", rows, [&] { check_parts(opening, history); });
    for (const auto count : {std::size_t{1}, threads}) {
        Workers workers(count);
        measure(fmt::format("read, {} threads", count), rows, [&] {
            Texts texts;
            check(read_sheet(opening.wanted, source, sources, {}, texts, workers), history, rows);
        });
    }
    auto scattered = made(rows, Order::scattered);
    const auto other = sources.add("scattered.csv", std::move(scattered.text));
    Workers one(1);
    measure("read, scattered", rows, [&] {
        Texts texts;
        check(read_sheet(opening.wanted, other, sources, {}, texts, one), scattered, rows);
    });
}
