// report/hundredths.hpp — Amounts with two digits behind the point as pieces of lines, many at a time: one
// loop for any machine, one for x86-64-v3 (AVX2), chosen once for the machine that the program runs on. Both
// give the same.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "report/piece.hpp"

namespace accrue::report {

// How the eight digits of an amount become its text: by the number of its leading zeros that are not shown.
class HundredthsForm {
  public:
    // Amounts below a million, `12345.67`, with this text behind them.
    static constexpr std::uint64_t limit = 100'000'000;
    static constexpr std::size_t most_digits = 8, most_behind = Piece::short_size - most_digits - 1;

    HundredthsForm(char point, std::string_view behind);

    struct alignas(16) Text {
        std::array<std::uint8_t, Piece::short_size>
            digit_at{};                               // which of the digits stands there; 0x80: none
        std::array<char, Piece::short_size> fixed{};  // what is laid over it
    };
    const Text& text(std::size_t blank) const { return texts_[blank]; }
    std::size_t size(std::size_t blank) const { return size_ - blank; }

  private:
    std::array<Text, most_digits - 2> texts_{};
    std::size_t size_;
};

// Numbers of hundredths below `limit`, a multiple of `numbers_at_once` of them, each into its piece.
inline constexpr std::size_t numbers_at_once = 4;
using PutHundredths = void (*)(const HundredthsForm& form, const std::uint64_t* numbers, std::size_t count,
                               Piece* pieces);
PutHundredths put_hundredths_of_rows();

namespace any_machine {
void put_hundredths_of_rows(const HundredthsForm& form, const std::uint64_t* numbers, std::size_t count,
                            Piece* pieces);
}
namespace v3 {
void put_hundredths_of_rows(const HundredthsForm& form, const std::uint64_t* numbers, std::size_t count,
                            Piece* pieces);
}

}  // namespace accrue::report
