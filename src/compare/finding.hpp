// compare/finding.hpp — What a comparison finds, as tables: each is printed, drawn and written for machines
// from the same cells.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/source.hpp"
#include "compare/paid.hpp"
#include "compare/role.hpp"
#include "compare/sweep.hpp"
#include "report/chart.hpp"

namespace accrue::compare {

// `measure` is a plain number: a coefficient. `rate` is a percent with all of its digits: a value of a param.
enum class Holds : std::uint8_t { text, amount, percent, count, measure, rate };
struct Column {
    std::string name;  // for machines
    std::string title;
    Holds holds = Holds::text;
};
using Cell = std::variant<std::monostate, Exact, std::string>;  // exact amounts; percents as fractions

// How a finding is drawn: its first column names places, columns that hold `drawn` are series. In a waterfall
// the first and the last row are totals, those between them changes.
enum class Picture : std::uint8_t { none, bars, lines, waterfall };
struct Finding {
    std::string name;  // for machines, `months`
    std::string title;
    std::string sentence{};  // the answer, with numbers
    std::vector<Column> columns{};
    std::vector<std::vector<Cell>> rows{};
    std::string note{};
    Picture picture = Picture::none;
    Holds drawn = Holds::amount;
    std::vector<std::string>
        series{};  // names of the columns that are drawn, where not all that hold `drawn`
    std::optional<report::chart::LineChart> chart{};  // of a page, where rows are too few for it: curves
};
// Places of the columns that are drawn; none where there is no picture, or nothing but 0 to see in it.
std::vector<std::size_t> drawn_columns(const Finding& finding);

// What falls due, against which receipts are held: in each period evenly over its days; and the day of the
// period on which the pay of the one before is paid out.
struct Cash {
    Exact obligations;
    std::optional<int> pay_day;
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
    std::optional<Role> role = {};  // by which people are grouped
    std::span<const Sweep> sweeps = {};
    std::optional<Cash> cash = {};

    std::size_t count() const { return sides.sides.size(); }
    const std::string& name(std::size_t side) const { return sides.sides[side].name; }
    std::string period(Period at) const { return sides.reading.calendar.to_text(at); }
    std::string person(std::size_t at) const;
    Exact cost(std::size_t side) const;
    int days(Period at) const;
    Exact to_the_coin(const Exact& amount) const;
};

// What each scheme pays in each period: by side, then by the place of the period.
std::vector<std::vector<Exact>> totals_by_period(const Ground& ground);
// The result of all rows; those of an outer level that several person-months stand in count once.
std::optional<Exact> whole_result(const Ground& ground);

// A share of something; nothing when that is 0.
Cell part(const Exact& of, const Exact& whole);
Cell share_of(std::size_t count, std::size_t all);
Cell number(std::size_t count);

// The first column, and one for each scheme.
std::vector<Column> with_sides(const Ground& ground, Column first, Holds holds);

// A person's pay over all periods under the first scheme and under another one, in counts of `Paid::unit`.
struct Moved {
    std::uint32_t person = 0;
    int128 before = 0, after = 0;
    int128 change() const { return after - before; }
};
// Everybody's, under that scheme.
struct Moves {
    std::size_t side;
    std::vector<Moved> people;
};
Moves moves(const Ground& ground, std::size_t side);

// ---- each finding; one that says nothing has no rows

Finding rules(const Ground& ground);
Finding costs(const Ground& ground);
Finding months(const Ground& ground);
Finding components(const Ground& ground);
Finding waterfall(const Ground& ground, std::size_t side);
Finding sweep(const Ground& ground, const Sweep& sweep);
Finding bands(const Ground& ground, const Moves& moves);
Finding movers(const Ground& ground, const Moves& moves);
Finding roles(const Ground& ground, const Moves& moves);
Finding deciles(const Ground& ground, const Moves& moves);
Finding zero_and_caps(const Ground& ground);
Finding attainment(const Ground& ground);
Finding sensitivity(const Ground& ground);
Finding spread(const Ground& ground);
Finding performance(const Ground& ground);
Finding by_result(const Ground& ground);
// What a little more of it brings, to all and by tenths of the result.
std::vector<Finding> more_result(const Ground& ground);
// Nothing without a result; without a plan one sentence.
std::vector<Finding> upside_and_mix(const Ground& ground);

// What these person-months have as their result, in all.
Exact result_of(const Ground& ground, std::span<const std::uint32_t> places);

}  // namespace accrue::compare
