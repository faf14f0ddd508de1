#include "report/amount_column.hpp"

#include <algorithm>

#include "report/results.hpp"

namespace accrue::report {

AmountColumn::AmountColumn(const run::Values& values, int digits, char point)
    : values_(values),
      counts_(values.values.data()),
      first_(values.first.value),
      digits_(digits),
      written_(digits),
      point_(point) {
    if (!values.denominators.empty()) return;
    for (; written_ <= most_digits_behind; ++written_) {
        const auto power = static_cast<std::int64_t>(powers_of_ten[static_cast<std::size_t>(written_)]);
        if (!values.unit.fits_scaled(power, factor_) || factor_ <= 0) continue;
        limit_ = static_cast<std::uint64_t>(INT64_MAX / factor_);
        is_zero_slow_ = !values.large.empty();
        return;
    }
}

bool AmountColumn::stands_for_other(data::RowId row) const {
    return limit_ == 0 || data::find_large(values_.large, row) != nullptr;
}

char* AmountColumn::without_zeros(char* end) const {
    for (int behind = written_; behind > digits_ && end[-1] == '0'; --behind) --end;
    return end[-1] == point_ ? end - 1 : end;
}

std::string AmountColumn::text(data::RowId row) const {
    auto amount = machine_amount(values_.number(row), digits_);
    std::ranges::replace(amount, '.', point_);
    return amount;
}

}  // namespace accrue::report
