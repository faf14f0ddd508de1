#include "sources/plain_number.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/ascii.hpp"

namespace accrue::sources {
namespace {

constexpr int furthest = 40;  // power of ten

// digits × 10^-after
struct Parts {
    std::string digits;  // without leading zeros
    int after = 0;
    bool is_negative = false;
};

class Reading {
  public:
    explicit Reading(std::string_view text) : rest_(text) {}
    std::optional<Parts> parts();

  private:
    bool takes(char byte);
    std::size_t take_digits();

    std::string_view rest_;
    Parts parts_;
};

bool Reading::takes(char byte) {
    if (!rest_.starts_with(byte)) return false;
    rest_.remove_prefix(1);
    return true;
}

std::size_t Reading::take_digits() {
    std::size_t count = 0;
    for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1), ++count) {
        if (rest_.front() != '0' || !parts_.digits.empty()) parts_.digits += rest_.front();
    }
    return count;
}

std::optional<Parts> Reading::parts() {
    parts_.is_negative = takes('-');
    if (!parts_.is_negative) takes('+');
    auto count = take_digits();
    if (takes('.')) {
        const auto after = take_digits();
        parts_.after = static_cast<int>(after);
        count += after;
    }
    if (count == 0) return std::nullopt;
    if (takes('e') || takes('E')) {
        takes('+');
        int exponent = 0;
        const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), exponent);
        constexpr int most = furthest * 10;
        if (error != std::errc() || exponent < -most || exponent > most) return std::nullopt;
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        parts_.after -= exponent;
    }
    return rest_.empty() ? std::optional(std::move(parts_)) : std::nullopt;
}

// True when digits other than zeros were lost.
bool cut(Parts& parts, std::size_t digits) {
    if (parts.digits.size() <= digits) return false;
    const auto rest = parts.digits.substr(digits);
    const bool is_cut = rest.find_first_not_of('0') != std::string::npos;
    parts.digits.resize(digits);
    parts.after -= static_cast<int>(rest.size());
    if (rest.front() < '5') return is_cut;
    for (auto digit = parts.digits.rbegin(); digit != parts.digits.rend(); ++digit) {
        if (*digit != '9') {
            ++*digit;
            return is_cut;
        }
        *digit = '0';
    }
    parts.digits.insert(parts.digits.begin(), '1');
    return is_cut;
}

void drop_zeros_behind_point(Parts& parts) {
    while (parts.after > 0 && parts.digits.ends_with('0')) {
        parts.digits.pop_back();
        --parts.after;
    }
    if (parts.digits.empty()) parts.after = 0;
}

std::string written(Parts parts) {
    if (parts.after < 0) parts.digits.append(static_cast<std::size_t>(-parts.after), '0');
    const auto after = static_cast<std::size_t>(std::max(parts.after, 0));
    if (parts.digits.size() <= after) parts.digits.insert(0, after + 1 - parts.digits.size(), '0');
    if (parts.digits.empty()) parts.digits = "0";
    if (after > 0) parts.digits.insert(parts.digits.size() - after, 1, '.');
    return (parts.is_negative ? "-" : "") + parts.digits;
}

// Most numbers need nothing.
bool is_plain_already(std::string_view text, std::size_t digits) {
    const bool is_zero = text.find_first_not_of("-0.") == text.npos;
    if (text.starts_with('-') && !is_zero) text.remove_prefix(1);
    if (text.size() > digits || text.empty() || !is_digit(text.front()) ||
        (text.front() == '0' && text.size() > 1 && text[1] != '.'))
        return false;
    const auto point = text.find('.');
    const auto after = point == std::string_view::npos ? 0 : text.size() - point - 1;
    const auto is_figure = [](char byte) { return is_digit(byte) || byte == '.'; };
    return (point == std::string_view::npos || after > 0) && !text.ends_with(".0") &&
           std::ranges::all_of(text, is_figure) &&
           (point == std::string_view::npos || text.find('.', point + 1) == std::string_view::npos);
}

}  // namespace

std::optional<PlainNumber> plain_number(std::string_view text, std::size_t digits) {
    if (is_plain_already(text, digits))
        return PlainNumber{.text = std::string(text),
                           .has_fraction = text.find('.') != std::string_view::npos};
    auto parts = Reading(text).parts();
    if (!parts) return std::nullopt;
    const bool is_cut = cut(*parts, digits);
    drop_zeros_behind_point(*parts);
    if (static_cast<int>(parts->digits.size()) - parts->after > furthest || parts->after > furthest)
        return std::nullopt;
    if (parts->digits.empty()) parts->is_negative = false;
    const bool has_fraction = parts->after > 0;
    return PlainNumber{written(*std::move(parts)), is_cut, has_fraction};
}

bool may_be_another(const PlainNumber& number, int bits) {
    double value = 0;
    std::from_chars(number.text.data(), number.text.data() + number.text.size(), value);
    return number.has_fraction || std::abs(value) >= std::ldexp(1.0, bits);
}

std::string shortest_decimal(double value) {
    std::array<char, 64> room{};
    const auto [end, error] = std::to_chars(room.data(), room.data() + room.size(), value);
    return {room.data(), end};
}

}  // namespace accrue::sources
