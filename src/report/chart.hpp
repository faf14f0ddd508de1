// report/chart.hpp — Pictures of exact numbers as inline SVG, without scripts: lines with jumps, bars,
// waterfalls. Coordinates are rounded from exact ones to 0.01 px, so that the same numbers give
// the same bytes. Nothing is told by colour alone: series differ by dashes, marks and patterns too, and each
// picture has a title and a description in words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "number/exact.hpp"

namespace accrue::report::chart {

// How an axis writes its numbers: `40M` (`40 млн`), `0.5 %`; whole things have no ticks between them.
enum class Unit : std::uint8_t { number, money, percent, things };
struct Axis {
    std::string caption;  // `collected, RUB`
    Unit unit = Unit::number;
    std::optional<Exact> from{}, to{};  // what the axis must reach; otherwise what the data reach
    enum class Zero : std::uint8_t { shown, if_near } zero = Zero::shown;
};

// What every picture has. The id is unique in its page and made of `a-z`, `0-9` and `-`.
struct Caption {
    std::string id;
    std::string title;        // one line
    std::string description;  // what a reader who does not see it must know: numbers in a sentence or two
};
// In a page that has `style()`, or alone in a file with it inside.
enum class Place : std::uint8_t { page, file };

// ---- lines, curves

enum class End : std::uint8_t { open, closed };  // a ring: the point is not on the line; a dot: it is
struct Point {
    Exact x, y;
};
// Over one stretch of x: a straight line, or a parabola, whose tangents at both ends meet at `bend` (midway
// in x). A stretch of no length is a single point.
struct Piece {
    Point from, to;
    End from_end = End::closed, to_end = End::closed;
    std::optional<Exact> bend{};
};
struct Line {
    std::string name;
    std::vector<Piece> pieces;  // by rising x; where one ends and the next begins elsewhere is a jump, marked
};
// Points of one line each, joined by straight lines: months, days.
Line joined(std::string name, const std::vector<Point>& points);

// A stretch of x that is shaded and named: `more pays less`.
struct Stretch {
    Exact from, to;
    std::string name;
};
// A place with a ring around it and its words: a cliff.
struct Ringed {
    Point at;
    std::string name;
};
// How many lie between each edge and the next, as bars under the lines, on the same axis.
struct Strip {
    std::string name;
    std::vector<Exact> edges;   // rising, one more than counts
    std::vector<Exact> counts;  // 0 or more
};
struct LineChart {
    Caption caption;
    Axis x, y;
    std::vector<Line> lines{};
    std::vector<Stretch> stretches{};
    std::vector<Ringed> ringed{};
    std::optional<Strip> strip{};
    // Names of the ticks of x instead of numbers: x is then 0, 1, 2 … (months).
    std::vector<std::string> x_names{};
};
std::string svg(const LineChart& chart, Place place = Place::page);

// ---- bars

struct Series {
    std::string name;
    std::vector<std::optional<Exact>> values;  // by category; none: nothing is drawn
};
struct BarChart {
    Caption caption;
    Axis y;
    std::vector<std::string> categories;
    std::vector<Series> series;  // beside each other
};
std::string svg(const BarChart& chart, Place place = Place::page);

// From one total to another, step by step.
struct Step {
    std::string name;
    Exact value;
    enum class Kind : std::uint8_t { total, change } kind = Kind::change;  // a total stands on zero
};
struct Waterfall {
    Caption caption;
    Axis y;
    std::vector<Step> steps;
};
std::string svg(const Waterfall& chart, Place place = Place::page);

// The style sheet of all pictures, once a page: light and dark by the reader's wish, and print.
std::string style();

// 1, 2 or 5 times a power of ten, so that at most `most` steps fit between the two.
Exact nice_step(const Exact& from, const Exact& to, std::size_t most);

}  // namespace accrue::report::chart
