// Results as text: `csv` with one amount a row and `long`, formed part by part as a run does, into memory.
// The amounts are read back from the text and must add up to those that were made.
//
//     bench_writing [MILLIONS OF ROWS]
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>

#include "report/writer.hpp"

namespace accrue {
namespace {

constexpr int months = 24;
constexpr std::size_t people_of_a_part = 16'384 / months;
constexpr int repeats = 5;

struct Part {
    data::History history;
    run::Result run;
};

core::Scheme scheme(int pay_lines) {
    core::Scheme scheme;
    scheme.currency = "RUB";
    scheme.rounding_step = Exact::ratio(1, 100);
    const auto person = scheme.levels.add({.name = "person", .span = {}});
    const auto define = [&](const std::string& name) {
        return scheme.definitions.add({.name = name,
                                       .type = {core::TypeKind::money, "RUB"},
                                       .value = {},
                                       .level = person,
                                       .label = "",
                                       .span = {},
                                       .name_span = {}});
    };
    for (int i = 0; i < pay_lines; ++i) {
        const auto name = i == 0 ? std::string("bonus") : fmt::format("third{}", i);
        scheme.pays.push_back({define(name), name, "", {}});
    }
    scheme.levels[person].pay_total = define("pay");
    return scheme;
}

std::uint64_t next(std::uint64_t& state) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return state >> 24U;
}

// Kopecks up to a million roubles; a fifth of them is 0, as with bonuses.
run::Values amounts(std::size_t rows, std::uint64_t seed) {
    run::Values values;
    values.kind = core::TypeKind::money;
    values.unit = Exact::ratio(1, 100);
    for (std::size_t row = 0; row < rows; ++row) {
        const auto kopecks = static_cast<std::int64_t>(next(seed) % 100'000'000);
        values.values.push_back(next(seed) % 5 == 0 ? 0 : kopecks);
    }
    return values;
}

// Rows by month, then person, as a history has them.
Part part(const core::Scheme& scheme, std::size_t first_person) {
    Part part;
    const auto rows = people_of_a_part * months;
    for (std::size_t i = 0; i < people_of_a_part; ++i)
        part.history.keys.push_back(fmt::format("p{:07}", first_person + i));
    for (std::size_t row = 0; row < rows; ++row) {
        data::Row place;
        place.key = data::KeyId(row % people_of_a_part);
        place.level = core::LevelId(0);
        place.period = {Month::of(2024, 1).index + static_cast<std::int32_t>(row / people_of_a_part)};
        part.history.rows.add(place);
    }
    data::Frame frame;
    frame.rows = static_cast<std::uint32_t>(rows);
    frame.keys = people_of_a_part;
    part.history.frames.add(frame);
    for (std::size_t i = 0; i < scheme.definitions.size(); ++i)
        part.run.definitions.push_back(amounts(rows, first_person * 8 + i));
    return part;
}

std::int64_t sum_of(const core::Scheme& scheme, const Part& part) {
    std::int64_t sum = 0;
    for (const auto& pay : scheme.pays) {
        for (const auto kopecks : part.run.definitions[pay.amount.value].values) sum += kopecks;
    }
    return sum;
}

// The sum of the decimals in one column of the lines.
std::int64_t sum_of(std::string_view text, int column) {
    std::int64_t sum = 0;
    std::int64_t number = 0;
    int at = 0;
    for (const char c : text) {
        if (c == ',' || c == '\n') {
            if (at == column) sum += number;
            number = 0;
            at = c == '\n' ? 0 : at + 1;
        } else if (at == column && c >= '0' && c <= '9') {
            number = number * 10 + (c - '0');
        }
    }
    return sum;
}

double seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

class Measured : public report::Sink {
  public:
    explicit Measured(int column) : column_(column) {}
    void write(std::string_view bytes) override {
        bytes_ += bytes.size();
        const auto begin = seconds();
        sum_ += sum_of(bytes, column_);
        checking_ += seconds() - begin;
    }
    std::size_t bytes() const { return bytes_; }
    std::int64_t sum() const { return sum_; }
    double checking() const { return checking_; }

  private:
    int column_;
    std::size_t bytes_ = 0;
    std::int64_t sum_ = 0;
    double checking_ = 0;
};

using Make = std::unique_ptr<report::Writer> (*)(const report::Outline&, report::Preset, report::Sink&);

struct Trial {
    double selecting = 0, forming = 0;  // seconds
    std::size_t bytes = 0;
};

// Every part is formed as often as it takes for so many rows.
Trial trial(const core::Scheme& scheme, const std::vector<Part>& parts, std::size_t rounds, Make make,
            int column) {
    const auto outline = report::outline(scheme, {}, "person");
    Measured sink(column);
    const auto writer = make(outline, report::Preset::machine, sink);
    Trial trial;
    std::int64_t expected = 0;
    for (const auto& part : parts) expected += sum_of(scheme, part);
    const auto begin = seconds();
    for (std::size_t round = 0; round < rounds; ++round) {
        for (const auto& part : parts) {
            const auto before = seconds();
            const auto results = report::select(scheme, part.history, part.run, {}, "person");
            trial.selecting += seconds() - before;
            writer->take(writer->formed(results));
        }
    }
    writer->finish();
    trial.forming = seconds() - begin - trial.selecting - sink.checking();
    trial.bytes = sink.bytes();
    if (sink.sum() != expected * static_cast<std::int64_t>(rounds)) {
        fmt::print("the sums differ: {} written, {} made\n", sink.sum(), expected);
        std::exit(1);
    }
    return trial;
}

void measure(std::string_view name, int pay_lines, std::size_t rows, Make make, int column,
             std::size_t lines_of_a_row) {
    const auto of = scheme(pay_lines);
    std::vector<Part> parts;
    for (std::size_t i = 0; i < 8; ++i) parts.push_back(part(of, i * people_of_a_part));
    const auto rows_of_a_round = parts.size() * people_of_a_part * months;
    const auto rounds = std::max<std::size_t>(1, rows / rows_of_a_round);
    std::vector<Trial> trials;
    for (int i = 0; i < repeats; ++i) trials.push_back(trial(of, parts, rounds, make, column));
    const auto lines = static_cast<double>(rounds * rows_of_a_round * lines_of_a_row);
    const auto least = [&](double Trial::* part_of) {
        return (*std::ranges::min_element(trials, {}, part_of)).*part_of / lines * 1e9;
    };
    fmt::print("{:28} {:5.2f} ns a line, choosing and ordering the rows {:5.2f} ns, {:.1f} bytes a line\n",
               name, least(&Trial::forming), least(&Trial::selecting),
               static_cast<double>(trials.front().bytes) / lines);
}

}  // namespace
}  // namespace accrue

int main(int count, char** words) {
    using namespace accrue;
    const auto millions = count > 1 ? std::strtoul(words[1], nullptr, 10) : 10;
    const auto rows = millions * 1'000'000;
    measure("csv, one amount", 1, rows, report::csv_writer, 2, 1);
    measure("long, one pay line", 1, rows, report::long_writer, 3, 1);
    measure("long, three pay lines", 3, rows / 3, report::long_writer, 3, 3);
    return 0;
}
