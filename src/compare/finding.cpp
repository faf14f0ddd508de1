#include "compare/finding.hpp"

#include <utility>

#include "number/rounding.hpp"

namespace accrue::compare {

std::string Ground::person(std::size_t at) const {
    return history.keys[paid.people[at].key.value];
}

Exact Ground::cost(std::size_t side) const {
    return sum(paid.pay[side], paid.unit);
}

int Ground::days(Period at) const {
    const auto& calendar = sides.reading.calendar;
    return calendar.last_day(at).days - calendar.first_day(at).days + 1;
}

Exact Ground::to_the_coin(const Exact& amount) const {
    return rounded(amount, Rounding::half_up, paid.unit);
}

Cell part(const Exact& of, const Exact& whole) {
    return whole.sign() == 0 ? Cell() : Cell(of / whole);
}

Cell share_of(std::size_t count, std::size_t all) {
    return part(static_cast<std::int64_t>(count), static_cast<std::int64_t>(all));
}

Cell number(std::size_t count) {
    return Exact(static_cast<std::int64_t>(count));
}

std::vector<Column> with_sides(const Ground& ground, Column first, Holds holds) {
    std::vector<Column> columns{std::move(first)};
    for (std::size_t i = 0; i < ground.count(); ++i)
        columns.push_back({.name = ground.name(i), .title = ground.name(i), .holds = holds});
    return columns;
}

}  // namespace accrue::compare
