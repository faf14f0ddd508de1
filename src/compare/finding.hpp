// compare/finding.hpp — What a comparison finds, as tables: each is printed, drawn and written for machines
// from the same cells.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/source.hpp"
#include "compare/paid.hpp"

namespace accrue::compare {

// `measure` is a plain number: a coefficient, a value of a param.
enum class Holds : std::uint8_t { text, amount, percent, count, measure };
struct Column {
    std::string name;  // for machines
    std::string title;
    Holds holds = Holds::text;
};
using Cell = std::variant<std::monostate, Exact, std::string>;  // exact amounts; percents as fractions

// How a finding is drawn: its first column names places, columns that hold `drawn` are series.
enum class Picture : std::uint8_t { none, bars, stacked, lines };
struct Finding {
    std::string name;  // for machines, `months`
    std::string title;
    std::string sentence{};  // the answer, with numbers
    std::vector<Column> columns{};
    std::vector<std::vector<Cell>> rows{};
    std::string note{};
    Picture picture = Picture::none;
    Holds drawn = Holds::amount;
};

// What all findings are worked out from. The history is changed while other results are tried, and is then
// again what it was.
struct Ground {
    const Sides& sides;
    data::History& history;
    const Paid& paid;
    const Result& result;
    const Sources& sources;
    Workers& workers;
    std::optional<core::InputId> role = {};  // a text, by which people are grouped

    std::size_t count() const { return sides.sides.size(); }
    const std::string& name(std::size_t side) const { return sides.sides[side].name; }
    std::string period(Period at) const { return sides.reading.calendar.to_text(at); }
    std::string person(std::size_t at) const;
};

// A share of something; nothing when that is 0.
Cell part(const Exact& of, const Exact& whole);
Cell number(std::size_t count);

// ---- each finding; one that says nothing has no rows

Finding rules(const Ground& ground);
Finding costs(const Ground& ground);
Finding months(const Ground& ground);
Finding components(const Ground& ground);
Finding bands(const Ground& ground, std::size_t side);
Finding movers(const Ground& ground, std::size_t side);
Finding roles(const Ground& ground, std::size_t side);
Finding deciles(const Ground& ground, std::size_t side);
Finding zero_and_caps(const Ground& ground);
Finding attainment(const Ground& ground);
Finding sensitivity(const Ground& ground);
Finding spread(const Ground& ground);
Finding performance(const Ground& ground);
Finding by_result(const Ground& ground);
Finding more_result(const Ground& ground);
Finding timing(const Ground& ground);

// ---- a person's difference from the first scheme over all periods

struct Moved {
    std::uint32_t person;
    Exact before, after;
    Exact change() const { return after - before; }
};
std::vector<Moved> moved(const Ground& ground, std::size_t side);

}  // namespace accrue::compare
