#include "report/hundredths.hpp"

#include <algorithm>

#include "report/digits.hpp"

namespace accrue::report {

HundredthsForm::HundredthsForm(char point, std::string_view behind) : point_(point), behind_(behind) {
    constexpr std::uint8_t none = 0x80;
    constexpr std::size_t whole = most_digits - 2;
    digit_at_.fill(none);
    for (std::size_t digit = 0; digit < most_digits; ++digit) {
        const auto place = digit < whole ? digit : digit + 1;
        digit_at_[place] = static_cast<std::uint8_t>(digit);
        fixed_[place] = '0';
    }
    fixed_[whole] = point;
    behind.copy(&fixed_[most_digits + 1], behind.size());
}

void any_machine::put_hundredths_of_rows(const HundredthsForm& form, const std::uint64_t* numbers,
                                         std::size_t count, Piece* pieces) {
    for (std::size_t i = 0; i < count; ++i) {
        auto& [bytes, begin, size] = pieces[i];
        char* const end = put_hundredths(bytes.data(), numbers[i], form.point());
        size = static_cast<std::size_t>(std::ranges::copy(form.behind(), end).out - bytes.data());
    }
}

std::vector<PutHundredths> usable_put_hundredths() {
    std::vector<PutHundredths> usable = {any_machine::put_hundredths_of_rows};
#if defined(__x86_64__)
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi2")) return usable;
    usable.push_back(v3::put_hundredths_of_rows);
    const bool has_v4 = __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
                        __builtin_cpu_supports("avx512cd");
    if (has_v4) usable.push_back(v4::put_hundredths_of_rows);
#endif
    return usable;
}

PutHundredths put_hundredths_of_rows() {
    static const auto best = usable_put_hundredths().back();
    return best;
}

}  // namespace accrue::report
