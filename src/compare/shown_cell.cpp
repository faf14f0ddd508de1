#include "compare/shown_cell.hpp"

#include "base/text.hpp"
#include "number/decimal.hpp"
#include "number/rounding.hpp"

namespace accrue::compare {
namespace {

std::string shown_number(const Exact& value, Holds holds) {
    switch (holds) {
        case Holds::text:
        case Holds::amount:
            return money_text(value);
        case Holds::percent:
            return to_people(rounded(value * 100, Rounding::half_up, Exact::ratio(1, 100)),
                             {.least = 2, .most = 2}) +
                   " %";
        case Holds::rate:
            return percent_text(value);
        case Holds::count:
            return to_people(value);
        case Holds::measure:
            return to_people(rounded(value, Rounding::half_up, Exact::ratio(1, 1000)),
                             {.least = 3, .most = 3});
    }
    return "";
}

}  // namespace

std::string shown(const Cell& cell, Holds holds) {
    const overloaded words{[](std::monostate) { return std::string("—"); },
                           [&](const Exact& value) { return shown_number(value, holds); },
                           [](const std::string& text) { return text; }};
    return std::visit(words, cell);
}

std::string exact(const Cell& cell) {
    const overloaded words{[](std::monostate) { return std::string(); },
                           [](const Exact& value) { return to_machine(value); },
                           [](const std::string& text) { return text; }};
    return std::visit(words, cell);
}

}  // namespace accrue::compare
