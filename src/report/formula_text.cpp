#include "report/formula_text.hpp"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "base/text.hpp"
#include "number/calendar.hpp"
#include "number/decimal.hpp"

namespace accrue::report {
namespace {

using core::Value;

constexpr std::size_t longest_text = 250;  // spreadsheets take 255 characters of a text

std::string quoted(const std::string& text) {
    std::string all = "\"";
    for (const char c : text) all += c == '"' ? "\"\"" : std::string(1, c);
    return all + "\"";
}

std::string date_formula(Date date) {
    return fmt::format("DATE({},{},{})", date.month().year(), date.month().number(), date.day());
}

// In pieces that a formula may hold.
std::string text_formula(const std::string& text) {
    std::string all, part;
    for (const auto character : characters(text)) {
        if (part.size() + character.size() > longest_text) all += quoted(std::exchange(part, "")) + "&";
        part += character;
    }
    return all + quoted(part);
}

}  // namespace

std::string constant_formula(const Value& value) {
    const overloaded words{
        [](const Exact& number) { return to_machine(number); },
        [](bool holds) { return std::string(holds ? "TRUE" : "FALSE"); },
        [](Date date) { return date_formula(date); },
        [](Month month) { return date_formula(Date::of(month.year(), month.number(), 1)); },
        [](const std::string& text) { return text_formula(text); },
    };
    return std::visit(words, value);
}

bool is_closed(const Value& value) {
    const auto* number = std::get_if<Exact>(&value);
    if (number == nullptr)
        return !std::holds_alternative<std::string>(value) ||
               std::get<std::string>(value).size() <= longest_text;
    return number->sign() >= 0 && number->decimal_digits().has_value();
}

// ---------------------------------------------------------------- ranges

// `B7,B8,B9` as `B7:B9`.
std::vector<std::string> with_ranges(const std::vector<std::string>& cells) {
    std::vector<std::string> merged;
    const auto row_of = [](const std::string& cell) {
        std::size_t row = 0;
        const bool is_value = cell.size() > 1 && cell[0] == 'B';
        if (is_value) std::from_chars(cell.data() + 1, cell.data() + cell.size(), row);
        return is_value && cell == "B" + std::to_string(row) ? row : 0;
    };
    for (std::size_t i = 0; i < cells.size();) {
        auto end = i + 1;
        while (end < cells.size() && row_of(cells[i]) > 0 &&
               row_of(cells[end]) == row_of(cells[i]) + (end - i))
            ++end;
        merged.push_back(end - i > 1 ? cells[i] + ":" + cells[end - 1] : cells[i]);
        i = end;
    }
    return merged;
}

// ---------------------------------------------------------------- roundings

namespace {

// Digits behind the point of a step of 0.01, 1, 100; nothing for one of 0.05.
std::optional<int> power_of_ten(const Exact& step) {
    for (int digits = -12; digits <= 12; ++digits) {
        if (Exact::scaled(1, digits) == step) return digits;
    }
    return std::nullopt;
}

// Steps as a value: a division where that is a whole number, for it is nearer.
std::string of_steps(const std::string& steps, const Exact& step) {
    const auto parts = Exact(1) / step;
    if (step == Exact(1)) return steps;
    return parts.is_integer() ? fmt::format("{}/{}", steps, to_machine(parts))
                              : fmt::format("{}*({})", steps, to_machine(step));
}

std::string in_steps(const std::string& x, const Exact& step) {
    if (step == Exact(1)) return x;
    const auto parts = Exact(1) / step;
    return parts.is_integer() ? fmt::format("({})*{}", x, to_machine(parts))
                              : fmt::format("({})/({})", x, to_machine(step));
}

}  // namespace

bool reads_once(Rounding mode) {
    using enum Rounding;
    return mode != half_down && mode != half_even && mode != zero_five_up;
}

std::string rounding_formula(const std::string& x, Rounding mode, const Exact& step) {
    constexpr int beyond = 6;  // digits of a step: a millionth of it
    const auto digits = power_of_ten(step);
    const auto near = fmt::format("ROUND({},{})", in_steps(x, step), beyond);
    const auto plain = [&](std::string_view function) {
        return digits ? fmt::format("{}(ROUND({},{}),{})", function, x, *digits + beyond, *digits)
                      : of_steps(fmt::format("{}({},0)", function, near), step);
    };
    switch (mode) {
        case Rounding::up:
            return plain("ROUNDUP");
        case Rounding::down:
            return plain("ROUNDDOWN");
        case Rounding::half_up:
            return plain("ROUND");
        case Rounding::half_down:
            return of_steps(fmt::format("SIGN({0})*ROUNDUP(MAX(ABS({0})-0.5,0),0)", near), step);
        case Rounding::half_even:
            return of_steps(fmt::format("IF(ABS({0}-TRUNC({0}))=0.5,2*ROUND({0}/2,0),ROUND({0},0))", near),
                            step);
        case Rounding::ceiling:
            return of_steps(fmt::format("-INT(-{})", near), step);
        case Rounding::floor:
            return of_steps(fmt::format("INT({})", near), step);
        case Rounding::zero_five_up:
            return of_steps(
                fmt::format(
                    "IF(AND({0}<>TRUNC({0}),MOD(ABS(TRUNC({0})),5)=0),TRUNC({0})+SIGN({0}),TRUNC({0}))",
                    near),
                step);
    }
    return x;
}

}  // namespace accrue::report
