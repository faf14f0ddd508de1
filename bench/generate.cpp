// The data of the benchmarks, the same on every machine: a cell is worked out from its place alone, so that
// any row can be written at any time. A file that is there already, whole and from the same generator, stays.
//
//     bench_generate KIND ROWS FILE
//
//     thirds    person,month,collected,collected@15,collected@25,plan; sorted by person, then month
//     random    the same rows in random order
//     outliers  the same, every ten-thousandth row with an amount whose products need 128 bits
//     bad       the same, with a cell in the middle row that is no number
//     tiers     person,month,sales,quota,margin
//     people    person,month,plan; one for each 20 of ROWS
//     payments  person,date,amount; 20 for each row of `people`
#include <array>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace accrue {
namespace {

constexpr std::uint64_t months = 24, first_year = 2024, payments_of_a_row = 20;
// To be raised with every change of what is written.
constexpr int generation = 1;

// One of the numbers that belong to a place; `what` tells them apart.
std::uint64_t random(std::uint64_t place, std::uint64_t what) {
    std::uint64_t mixed = place * 0x9E3779B97F4A7C15U + what * 0xD1B54A32D192ED03U + 0x2545F4914F6CDD1DU;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
}
std::uint64_t between(std::uint64_t low, std::uint64_t high, std::uint64_t place, std::uint64_t what) {
    return low + random(place, what) % (high - low);
}

// A place in the file to a row and back again without a table: four rounds of a Feistel network over the next
// power of four, walked until it falls inside.
std::uint64_t shuffled(std::uint64_t place, std::uint64_t rows) {
    const auto half = (static_cast<unsigned>(std::bit_width(rows - 1)) + 1) / 2;
    const std::uint64_t mask = (std::uint64_t{1} << half) - 1;
    do {
        std::uint64_t left = place >> half, right = place & mask;
        for (std::uint64_t turn = 0; turn < 4; ++turn) {
            const std::uint64_t next = left ^ (random(right, 100 + turn) & mask);
            left = right;
            right = next;
        }
        place = left << half | right;
    } while (place >= rows);
    return place;
}

// Text that goes to the file in large pieces.
class Out {
  public:
    explicit Out(const std::string& path) : file_(std::fopen(path.c_str(), "wb")) {
        if (file_ == nullptr) throw std::runtime_error("cannot write " + path);
        text_.reserve(piece + 1024);
    }
    Out(const Out&) = delete;
    Out& operator=(const Out&) = delete;
    ~Out() { std::fclose(file_); }

    Out& operator<<(std::string_view added) {
        text_ += added;
        return *this;
    }
    Out& digits(std::uint64_t number, std::size_t width) {
        std::array<char, 20> shown{};
        std::size_t at = shown.size();
        while (number != 0 || shown.size() - at < width) {
            shown[--at] = static_cast<char>('0' + number % 10);
            number /= 10;
        }
        text_.append(shown.data() + at, shown.size() - at);
        return *this;
    }
    Out& money(std::uint64_t kopecks) {
        digits(kopecks / 100, 1);
        text_ += '.';
        return digits(kopecks % 100, 2);
    }
    void end_row() {
        text_ += '\n';
        if (text_.size() >= piece) flush();
    }
    void flush() {
        if (std::fwrite(text_.data(), 1, text_.size(), file_) != text_.size() || std::fflush(file_) != 0) {
            throw std::runtime_error("cannot write");
        }
        text_.clear();
    }

  private:
    static constexpr std::size_t piece = std::size_t{1} << 20U;
    std::FILE* file_;
    std::string text_;
};

void write_person(Out& out, std::uint64_t row) {
    (out << "p").digits(row / months, 7) << ",";
}
void write_month(Out& out, std::uint64_t row) {
    const auto month = row % months;
    (out.digits(first_year + month / 12, 4) << "-").digits(month % 12 + 1, 2);
}

constexpr std::string_view thirds_header = "person,month,collected,collected@15,collected@25,plan";

void write_thirds(Out& out, std::uint64_t row, std::uint64_t collected) {
    const auto by_15 = collected / 100 * between(30, 70, row, 2);
    const auto by_25 = by_15 + (collected - by_15) / 100 * between(50, 100, row, 3);
    write_person(out, row);
    write_month(out, row);
    (out << ",").money(collected) << ",";
    out.money(by_15) << ",";
    out.money(by_25) << ",";
    out.money(between(400'000, 600'000, row, 4) * 10'000);
    out.end_row();
}
std::uint64_t collected_in(std::uint64_t row) {
    return between(3'000'000'000, 7'000'000'000, row, 1);
}

void thirds(Out& out, std::uint64_t rows) {
    (out << thirds_header).end_row();
    for (std::uint64_t row = 0; row < rows; ++row) write_thirds(out, row, collected_in(row));
}
void random_order(Out& out, std::uint64_t rows) {
    (out << thirds_header).end_row();
    for (std::uint64_t place = 0; place < rows; ++place) {
        const auto row = shuffled(place, rows);
        write_thirds(out, row, collected_in(row));
    }
}
void outliers(Out& out, std::uint64_t rows) {
    (out << thirds_header).end_row();
    for (std::uint64_t row = 0; row < rows; ++row) {
        const bool is_large = row % 10'000 == 5'000;
        write_thirds(out, row, is_large ? collected_in(row) * 1'000'000'000 : collected_in(row));
    }
}
void bad(Out& out, std::uint64_t rows) {
    (out << thirds_header).end_row();
    for (std::uint64_t row = 0; row < rows; ++row) {
        if (row != rows / 2) {
            write_thirds(out, row, collected_in(row));
            continue;
        }
        write_person(out, row);
        write_month(out, row);
        (out << ",12x4,1.00,2.00,3.00").end_row();
    }
}
void tiers(Out& out, std::uint64_t rows) {
    (out << "person,month,sales,quota,margin").end_row();
    for (std::uint64_t row = 0; row < rows; ++row) {
        write_person(out, row);
        write_month(out, row);
        (out << ",").money(between(0, 1'200'000'000, row, 1)) << ",";
        out.money(between(30'000, 80'000, row, 2) * 10'000) << ",0.";
        out.digits(between(0, 4'000, row, 3), 4).end_row();
    }
}
void people(Out& out, std::uint64_t rows) {
    (out << "person,month,plan").end_row();
    for (std::uint64_t row = 0; row < rows / payments_of_a_row; ++row) {
        write_person(out, row);
        write_month(out, row);
        (out << ",").money(between(50'000, 70'000, row, 4) * 10'000).end_row();
    }
}
void payments(Out& out, std::uint64_t rows) {
    (out << "person,date,amount").end_row();
    for (std::uint64_t row = 0; row < rows / payments_of_a_row; ++row) {
        for (std::uint64_t of_row = 0; of_row < payments_of_a_row; ++of_row) {
            const auto place = row * payments_of_a_row + of_row;
            const auto day = 1 + (of_row * 27 + random(place, 1) % 27) / payments_of_a_row;
            write_person(out, row);
            write_month(out, row);
            (out << "-").digits(day, 2) << ",";
            out.money(between(10'000'000, 50'000'000, place, 2)).end_row();
        }
    }
}

int generate(const std::string& kind, std::uint64_t rows, const std::string& path) {
    using Write = void (*)(Out&, std::uint64_t);
    const std::map<std::string, Write> kinds = {
        {"thirds", thirds}, {"random", random_order}, {"outliers", outliers}, {"bad", bad},
        {"tiers", tiers},   {"people", people},       {"payments", payments}};
    const auto found = kinds.find(kind);
    if (found == kinds.end() || rows == 0) return 2;

    const std::string stamp_path = path + ".stamp", unfinished = path + ".unfinished";
    const auto stamp_of = [&](const std::string& file) {
        return kind + " " + std::to_string(rows) + " " + std::to_string(generation) + " " +
               std::to_string(std::filesystem::file_size(file));
    };
    std::string stamp;
    std::getline(std::ifstream(stamp_path), stamp);
    if (std::filesystem::exists(path) && stamp == stamp_of(path)) return 0;

    std::filesystem::remove(stamp_path);
    {
        Out out(unfinished);
        found->second(out, rows);
        out.flush();
    }
    std::filesystem::rename(unfinished, path);
    std::ofstream(stamp_path) << stamp_of(path) << "\n";
    return 0;
}

}  // namespace
}  // namespace accrue

int main(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "bench_generate KIND ROWS FILE\n";
        return 2;
    }
    try {
        return accrue::generate(argv[1], std::strtoull(argv[2], nullptr, 10), argv[3]);
    } catch (const std::exception& failure) {
        std::cerr << failure.what() << "\n";
        return 1;
    }
}
