#include "number/decimal.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"

namespace accrue {
namespace {

// More would pass the language's limit of 4,096 bits.
constexpr std::size_t most_digits = 1233;
constexpr std::size_t digits_at_once = 36;  // within 2^127
constexpr std::string_view ellipsis = "…";

bool are_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_digit);
}

int128 short_whole(std::string_view digits) {
    int128 whole = 0;
    for (const char c : digits) whole = whole * 10 + (c - '0');
    return whole;
}

Exact whole(std::string_view digits) {
    Exact number;
    while (digits.size() > digits_at_once) {
        const auto part = Exact::scaled(short_whole(digits.substr(0, digits_at_once)), 0);
        number = number * Exact::scaled(1, -static_cast<int>(digits_at_once)) + part;
        digits.remove_prefix(digits_at_once);
    }
    return number * Exact::scaled(1, -static_cast<int>(digits.size())) +
           Exact::scaled(short_whole(digits), 0);
}

Exact unsigned_decimal(std::string_view before, std::string_view behind) {
    const auto places = static_cast<int>(behind.size());
    const auto digits = std::string(before).append(behind);
    if (digits.size() <= digits_at_once) return Exact::scaled(short_whole(digits), places);
    return whole(digits) * Exact::scaled(1, places);
}

struct Scale {
    std::string_view word;
    int zeros;
};
constexpr std::array<Scale, 6> scales = {{{"k", 3}, {"M", 6}, {"B", 9}, {"тыс", 3}, {"млн", 6}, {"млрд", 9}}};

constexpr std::array<std::string_view, 4> group_marks = {" ", "_", "\u00A0", "\u202F"};

std::string without_group_marks(std::string_view text) {
    std::string plain;
    while (!text.empty()) {
        const auto mark =
            std::ranges::find_if(group_marks, [&](auto each) { return text.starts_with(each); });
        if (mark == group_marks.end()) plain += text.front();
        text.remove_prefix(mark == group_marks.end() ? 1 : mark->size());
    }
    return plain;
}

// ---- Writing ----

std::string grouped(std::string_view digits, std::string_view mark) {
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) text += mark;
        text += digits[i];
    }
    return text;
}

struct Digits {
    std::string before;
    std::string behind;  // exactly `places` of them
};

// The magnitude cut off after `places` digits behind the point.
Digits digits_of(const Exact& magnitude, int places) {
    auto digits = floor(magnitude * Exact::scaled(1, -places)).as_fraction();
    const auto behind = static_cast<std::size_t>(places);
    if (digits.size() <= behind) digits.insert(0, behind + 1 - digits.size(), '0');
    return {digits.substr(0, digits.size() - behind), digits.substr(digits.size() - behind)};
}

constexpr int most_money_digits = 10;
constexpr int most_percent_digits = 4;

}  // namespace

std::optional<Exact> parse_decimal(std::string_view text) {
    const bool is_negative = text.starts_with('-');
    if (is_negative) text.remove_prefix(1);
    const auto point = text.find('.');
    const auto before = text.substr(0, point);
    const auto behind = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
    const bool is_whole = point == std::string_view::npos;
    if (text.size() > most_digits || !are_digits(before) || (!is_whole && !are_digits(behind)))
        return std::nullopt;
    const auto magnitude = unsigned_decimal(before, behind);
    return is_negative ? -magnitude : magnitude;
}

std::optional<Exact> parse_literal(std::string_view text) {
    const auto scale =
        std::ranges::find_if(scales, [&](const Scale& each) { return text.ends_with(each.word); });
    const bool is_scaled = scale != scales.end();
    if (is_scaled) text.remove_suffix(scale->word.size());
    const auto number = parse_decimal(without_group_marks(text));
    if (!number || !is_scaled) return number;
    return *number * Exact::scaled(1, -scale->zeros);
}

std::optional<std::string> terminating(const Exact& value) {
    const auto places = value.decimal_digits();
    if (!places) return std::nullopt;
    return to_people(value, {.group = "", .least = 0, .most = *places});
}

std::string to_machine(const Exact& value) {
    return terminating(value).value_or(value.as_fraction());
}

std::string to_people(const Exact& value, const DecimalStyle& style) {
    const auto places = value.decimal_digits();
    const bool is_whole_text = places && *places <= style.most;
    const int shown = is_whole_text ? std::max(*places, style.least) : style.most;
    const auto digits = digits_of(abs(value), shown);
    std::string text = value.sign() < 0 ? "-" : "";
    text += grouped(digits.before, style.group);
    if (shown > 0) text.append(".").append(digits.behind);
    if (!is_whole_text) text += ellipsis;
    return text;
}

std::string money_text(const Exact& value, int least) {
    return to_people(value, {.least = least, .most = std::max(least, money_digits(value))});
}

int money_digits(const Exact& value) {
    const auto places = value.decimal_digits();
    const bool is_shown_whole = places && *places <= most_money_digits;
    return is_shown_whole ? std::max(2, *places) : 2;
}

std::string percent_text(const Exact& value) {
    return to_people(value * 100, {.most = most_percent_digits}) + " %";
}

}  // namespace accrue
