#include "report/hundredths.hpp"

#include <bit>

#include "report/digits.hpp"

namespace accrue::report {

HundredthsForm::HundredthsForm(char point, std::string_view behind) : size_(most_digits + 1 + behind.size()) {
    constexpr std::uint8_t none = 0x80;
    for (std::size_t blank = 0; blank < texts_.size(); ++blank) {
        auto& [digit_at, fixed] = texts_[blank];
        digit_at.fill(none);
        const auto whole = most_digits - 2 - blank;
        for (std::size_t digit = blank; digit < most_digits; ++digit) {
            const auto place = digit - blank + (digit < most_digits - 2 ? 0 : 1);
            digit_at[place] = static_cast<std::uint8_t>(digit);
            fixed[place] = '0';
        }
        fixed[whole] = point;
        behind.copy(&fixed[whole + 3], behind.size());
    }
}

void any_machine::put_hundredths_of_rows(const HundredthsForm& form, const std::uint64_t* numbers,
                                         std::size_t count, Piece* pieces) {
    for (std::size_t i = 0; i < count; ++i) {
        const auto digits = eight_digits(numbers[i]);
        const auto blank = static_cast<std::size_t>(std::countr_zero(digits | std::uint64_t{1} << 40U)) / 8;
        const auto& [digit_at, fixed] = form.text(blank);
        auto& piece = pieces[i];
        piece.size = form.size(blank);
        for (std::size_t place = 0; place < piece.size; ++place) {
            const auto digit = digit_at[place] < 8 ? digits >> 8U * digit_at[place] & 0xFU : 0;
            piece.bytes[place] = static_cast<char>(static_cast<unsigned char>(fixed[place]) | digit);
        }
    }
}

PutHundredths put_hundredths_of_rows() {
#if defined(__x86_64__)
    static const bool has_v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
    return has_v3 ? v3::put_hundredths_of_rows : any_machine::put_hundredths_of_rows;
#else
    return any_machine::put_hundredths_of_rows;
#endif
}

}  // namespace accrue::report
