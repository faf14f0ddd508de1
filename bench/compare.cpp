// How many amounts of two results of the same data differ. Rows may stand in any order:
// `p0000123,2024-05,1.25` with a header line, keys as bench_generate makes them.
//
//     bench_compare EXACT OTHER
//
// Prints: rows, rows that differ, the largest difference in kopecks, both sums in kopecks.
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace accrue {
namespace {

using Amounts = std::vector<std::int64_t>;  // kopecks by person and month
constexpr std::int64_t none = std::numeric_limits<std::int64_t>::min();

// One line, read from left to right.
class Cells {
  public:
    explicit Cells(const std::string& line) : line_(line) {}

    void pass(char wanted) {
        if (at_ == line_.size() || line_[at_] != wanted) throw std::runtime_error("not understood: " + line_);
        ++at_;
    }
    bool passes(char wanted) {
        if (at_ == line_.size() || line_[at_] != wanted) return false;
        ++at_;
        return true;
    }
    std::int64_t digits() {
        std::int64_t number = 0;
        const auto begin = at_;
        for (; at_ < line_.size() && line_[at_] >= '0' && line_[at_] <= '9'; ++at_) {
            number = number * 10 + (line_[at_] - '0');
        }
        if (at_ == begin) throw std::runtime_error("not understood: " + line_);
        return number;
    }
    // Further digits than two must be zeros: the result is rounded.
    std::int64_t kopecks() {
        const bool is_below_0 = passes('-');
        std::int64_t amount = digits() * 100;
        if (passes('.')) {
            for (std::int64_t unit = 10; at_ < line_.size(); unit /= 10) {
                const auto digit = line_[at_++] - '0';
                if (digit < 0 || digit > 9 || (unit == 0 && digit != 0)) {
                    throw std::runtime_error("not rounded to kopecks: " + line_);
                }
                amount += unit * digit;
            }
        }
        if (at_ != line_.size()) throw std::runtime_error("not understood: " + line_);
        return is_below_0 ? -amount : amount;
    }

  private:
    const std::string& line_;
    std::size_t at_ = 0;
};

Amounts read(const char* path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error(std::string("cannot read ") + path);
    Amounts amounts;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::erase(line, '"');
        Cells cells(line);
        cells.pass('p');
        const auto person = cells.digits();
        cells.pass(',');
        const auto year = cells.digits();
        cells.pass('-');
        const auto month = cells.digits();
        cells.pass(',');
        const auto at = static_cast<std::size_t>(person * 24 + (year - 2024) * 12 + month - 1);
        if (at >= amounts.size()) amounts.resize(at + 1 + at / 2, none);
        if (amounts[at] != none) throw std::runtime_error("twice: " + line);
        amounts[at] = cells.kopecks();
    }
    while (!amounts.empty() && amounts.back() == none) amounts.pop_back();
    return amounts;
}

int compare(const char* exact_path, const char* other_path) {
    const auto exact = read(exact_path), other = read(other_path);
    if (exact.size() != other.size()) throw std::runtime_error("not the same rows");
    std::int64_t rows = 0, differ = 0, largest = 0, exact_sum = 0, other_sum = 0;
    for (std::size_t at = 0; at < exact.size(); ++at) {
        if ((exact[at] == none) != (other[at] == none)) throw std::runtime_error("not the same rows");
        if (exact[at] == none) continue;
        ++rows;
        const auto difference = std::abs(exact[at] - other[at]);
        if (difference != 0) ++differ;
        largest = std::max(largest, difference);
        exact_sum += exact[at];
        other_sum += other[at];
    }
    std::cout << rows << " " << differ << " " << largest << " " << exact_sum << " " << other_sum << "\n";
    return 0;
}

}  // namespace
}  // namespace accrue

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "bench_compare EXACT OTHER\n";
        return 2;
    }
    try {
        return accrue::compare(argv[1], argv[2]);
    } catch (const std::exception& failure) {
        std::cerr << failure.what() << "\n";
        return 1;
    }
}
