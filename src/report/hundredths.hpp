// report/hundredths.hpp — Amounts with two digits behind the point as pieces of lines, many at a time: one
// loop for any machine, others for x86-64-v3 (AVX2) and x86-64-v4 (AVX-512), chosen once for the machine that
// the program runs on. All give the same.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "report/piece.hpp"

namespace accrue::report {

// How the eight digits of an amount become its text. Loops for some machine make the text with all eight
// digits and then move it over those leading zeros that are not shown.
class HundredthsForm {
  public:
    // Amounts below a million, `12345.67`, with this text behind them, which must stay where it is.
    static constexpr std::uint64_t limit = 100'000'000;
    static constexpr std::size_t most_digits = 8, most_behind = Piece::short_size - most_digits - 1;

    HundredthsForm(char point, std::string_view behind);

    char point() const { return point_; }
    std::string_view behind() const { return behind_; }
    // Of the text with all digits: its size, which of the digits stands in which place (0x80: none), and what
    // is laid over it.
    std::size_t size() const { return most_digits + 1 + behind_.size(); }
    const std::uint8_t* digit_at() const { return digit_at_.data(); }
    const char* fixed() const { return fixed_.data(); }

  private:
    char point_;
    std::string_view behind_;
    std::array<std::uint8_t, Piece::short_size> digit_at_{};
    std::array<char, Piece::short_size> fixed_{};
};

// Numbers of hundredths below `limit`, a multiple of `numbers_at_once` of them, each into its piece.
inline constexpr std::size_t numbers_at_once = 8;
using PutHundredths = void (*)(const HundredthsForm& form, const std::uint64_t* numbers, std::size_t count,
                               Piece* pieces);
PutHundredths put_hundredths_of_rows();
// All that this machine can run: that for any machine first, the one that is chosen last.
std::vector<PutHundredths> usable_put_hundredths();

namespace any_machine {
void put_hundredths_of_rows(const HundredthsForm& form, const std::uint64_t* numbers, std::size_t count,
                            Piece* pieces);
}
namespace v3 {
void put_hundredths_of_rows(const HundredthsForm& form, const std::uint64_t* numbers, std::size_t count,
                            Piece* pieces);
}
namespace v4 {
void put_hundredths_of_rows(const HundredthsForm& form, const std::uint64_t* numbers, std::size_t count,
                            Piece* pieces);
}

}  // namespace accrue::report
