#include "report/results.hpp"

#include <algorithm>

#include "number/decimal.hpp"

namespace accrue::report {
namespace {

constexpr int most_digits = 12;

std::int64_t power_of_ten(int digits) {
    std::int64_t power = 1;
    for (int i = 0; i < digits; ++i) power *= 10;
    return power;
}

// Rows come by month, then key; a stable deal by key gives key, then month.
std::vector<data::RowId> by_key(const data::History& history) {
    std::vector<std::uint32_t> begin(history.keys.size() + 1, 0);
    for (const auto& row : history.rows) ++begin[row.key.value + 1];
    for (std::size_t key = 1; key < begin.size(); ++key) begin[key] += begin[key - 1];
    std::vector<data::RowId> rows(history.rows.size());
    for (std::size_t i = 0; i < history.rows.size(); ++i) {
        const data::RowId row(i);
        rows[begin[history.rows[row].key.value]++] = row;
    }
    return rows;
}

bool is_selected(const data::History& history, const Selection& selection, data::RowId row) {
    if (selection.month && history.rows[row].month != *selection.month) return false;
    return !selection.key || history.key(row) == *selection.key;
}

void append_scaled(std::string& text, int128 count, int digits) {
    const bool negative = count < 0;
    auto rest = negative ? -count : count;
    char buffer[48];
    char* const end = buffer + sizeof buffer;
    char* begin = end;
    for (int i = 0; i < digits; ++i, rest /= 10)
        *--begin = static_cast<char>('0' + static_cast<int>(rest % 10));
    if (digits > 0) *--begin = '.';
    do {
        *--begin = static_cast<char>('0' + static_cast<int>(rest % 10));
        rest /= 10;
    } while (rest != 0);
    if (negative) *--begin = '-';
    text.append(begin, end);
}

}  // namespace

Results select(const core::Scheme& scheme, const data::History& history, const run::Result& run,
               const Selection& selection, std::string key_name) {
    auto rows = by_key(history);
    std::erase_if(rows, [&](data::RowId row) { return !is_selected(history, selection, row); });
    return {scheme, history, run, std::move(rows), std::move(key_name)};
}

const std::string& level_name(const core::Scheme& scheme) {
    return scheme.levels.begin()->name;
}

Exact amount(const Results& results, core::DefinitionId definition, data::RowId row) {
    return results.run.definitions[definition.value].number(row);
}

Exact total(const Results& results, core::DefinitionId definition) {
    Exact sum = 0;
    for (const auto row : results.rows) sum = sum + amount(results, definition, row);
    return sum;
}

int money_digits(const core::Scheme& scheme) {
    for (int digits = 0; digits <= most_digits; ++digits) {
        if ((scheme.rounding_step * Exact(power_of_ten(digits))).is_integer()) return digits;
    }
    return 2;
}

AmountWriter::AmountWriter(const run::Values& values, int digits) : values_(values), digits_(digits) {
    if (!values.denominators.empty() || !values.large.empty()) return;
    if (!values.unit.fits_scaled(power_of_ten(digits), factor_)) factor_ = 0;
}

void AmountWriter::append(std::string& text, data::RowId row) const {
    if (factor_ == 0) {
        text += machine_amount(values_.number(row), digits_);
    } else {
        append_scaled(text, static_cast<int128>(values_.values[row.value]) * factor_, digits_);
    }
}

std::string machine_amount(const Exact& amount, int digits) {
    auto text = to_machine(amount);
    if (digits <= 0 || text.find('/') != std::string::npos) return text;
    auto point = text.find('.');
    if (point == std::string::npos) {
        point = text.size();
        text += '.';
    }
    const auto written = text.size() - point - 1;
    if (written < static_cast<std::size_t>(digits))
        text.append(static_cast<std::size_t>(digits) - written, '0');
    return text;
}

}  // namespace accrue::report
