#include "report/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "number/decimal.hpp"
#include "report/chart_canvas.hpp"
#include "report/html.hpp"

namespace accrue::report::chart {
namespace {

constexpr std::size_t x_ticks = 6;

bool is_same(const Point& one, const Point& other) {
    return one.x == other.x && one.y == other.y;
}

struct Ground {
    Scale x, y;
    std::string at(const Point& point) const { return x.at(point.x) + " " + y.at(point.y); }
};

Reach reach_of_x(const LineChart& chart) {
    Reach reach;
    for (const auto& line : chart.lines)
        for (const auto& piece : line.pieces) {
            reach.take(piece.from.x);
            reach.take(piece.to.x);
        }
    if (chart.x_names.empty()) {
        reach.take(chart.x);
    } else {
        reach.take(Exact(0));
        reach.take(Exact(static_cast<std::int64_t>(chart.x_names.size()) - 1));
    }
    return reach;
}

Reach reach_of_y(const LineChart& chart) {
    Reach reach;
    for (const auto& line : chart.lines)
        for (const auto& piece : line.pieces) {
            reach.take(piece.from.y);
            reach.take(piece.to.y);
            // the parabola lies between its ends and halfway to where its tangents meet
            if (piece.bend) reach.take((piece.from.y + piece.to.y) / 4 + *piece.bend / 2);
        }
    reach.take(chart.y);
    return reach;
}

void draw_stretch(Canvas& canvas, const Stretch& stretch, const Ground& ground) {
    const auto from = ground.x.place(larger(stretch.from, ground.x.from));
    const auto to = ground.x.place(smaller(stretch.to, ground.x.to));
    if (to < from) return;
    canvas << fmt::format(
        "<rect class=\"stretch\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{}</title></rect>\n",
        pixels(from), pixels(canvas.top()), pixels(to - from), pixels(canvas.bottom() - canvas.top()),
        html::escaped(stretch.name));
}

// Pieces that go on where the one before them ends are one path.
std::string path_of(const Line& line, const Ground& ground) {
    std::string path;
    const Point* end = nullptr;
    for (const auto& piece : line.pieces) {
        if (is_same(piece.from, piece.to)) continue;
        if (end == nullptr || !is_same(*end, piece.from)) path += "M" + ground.at(piece.from);
        path += piece.bend ? fmt::format("Q{} {} {}", ground.x.at((piece.from.x + piece.to.x) / 2),
                                         ground.y.at(*piece.bend), ground.at(piece.to))
                           : "L" + ground.at(piece.to);
        end = &piece.to;
    }
    return path;
}

void draw_mark(Canvas& canvas, const Point& point, End end, std::size_t series, const Ground& ground) {
    canvas << fmt::format("<circle class=\"mark {} s{}\" cx=\"{}\" cy=\"{}\" r=\"3.5\"/>",
                          end == End::open ? "open" : "closed", series % 6 + 1, ground.x.at(point.x),
                          ground.y.at(point.y));
}

// Where one piece ends and the next begins elsewhere: a dotted line up or down, and a mark at each end.
void draw_jump(Canvas& canvas, const Piece& before, const Piece& behind, std::size_t series,
               const Ground& ground) {
    if (is_same(before.to, behind.from)) return;
    if (before.to.x == behind.from.x)
        canvas << fmt::format("<path class=\"jump s{}\" d=\"M{}V{}\"/>", series % 6 + 1, ground.at(before.to),
                              ground.y.at(behind.from.y));
    draw_mark(canvas, before.to, before.to_end, series, ground);
    draw_mark(canvas, behind.from, behind.from_end, series, ground);
}

void draw_line(Canvas& canvas, const Line& line, std::size_t series, const Ground& ground) {
    if (line.pieces.empty()) return;
    canvas << fmt::format("<path class=\"line {}\" d=\"{}\"><title>{}</title></path>\n", classes_of(series),
                          path_of(line, ground), html::escaped(line.name));
    for (std::size_t i = 1; i < line.pieces.size(); ++i)
        draw_jump(canvas, line.pieces[i - 1], line.pieces[i], series, ground);
    const auto& first = line.pieces.front();
    if (line.pieces.size() == 1 && is_same(first.from, first.to))
        draw_mark(canvas, first.from, first.from_end, series, ground);
}

void draw_ring(Canvas& canvas, const Ringed& ringed, const Ground& ground) {
    canvas << fmt::format("<circle class=\"ringed\" cx=\"{}\" cy=\"{}\" r=\"9\"><title>{}</title></circle>",
                          ground.x.at(ringed.at.x), ground.y.at(ringed.at.y), html::escaped(ringed.name));
}

// Bars between the lines and the axis, the tallest as tall as there is room; with how many it stands for.
void draw_strip(Canvas& canvas, const Strip& strip, const Scale& x) {
    const auto top = canvas.bottom() + 18'00, foot = canvas.strip_bottom();
    Exact most = 1;
    for (const auto& count : strip.counts) most = larger(most, count);
    const Scale y{.from = 0, .to = most, .begin = foot, .end = top};
    canvas << fmt::format("<path class=\"zero\" d=\"M{} {}H{}\"/>", pixels(canvas.left()), pixels(foot),
                          pixels(canvas.right()));
    canvas.label(canvas.left() - 6'00, top + 4'00, "tick y", to_people(most));
    canvas.label(canvas.left() + 4'00, top - 4'00, "tick", strip.name);
    for (std::size_t i = 0; i < strip.counts.size(); ++i) {
        if (strip.counts[i].sign() <= 0) continue;
        const auto left = x.place(larger(strip.edges[i], x.from)),
                   right = x.place(smaller(strip.edges[i + 1], x.to));
        const auto high = y.place(strip.counts[i]);
        canvas << fmt::format(
            "<rect class=\"strip\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{}: {}</title></rect>",
            pixels(left), pixels(high), pixels(right - left - 50), pixels(foot - high),
            html::escaped(strip.name), to_people(strip.counts[i]));
    }
    canvas << "\n";
}

std::vector<Listed> listed(const LineChart& chart) {
    std::vector<Listed> listed;
    for (std::size_t i = 0; i < chart.lines.size(); ++i)
        listed.push_back({Sample::line, i, chart.lines[i].name});
    return listed;
}

// From the ends of the axis to the first and the last name: half of the last one, which stands under its
// point, goes beyond it and stays on the paper.
Hundredths room_beside(const Canvas& canvas, const std::vector<std::string>& names) {
    constexpr Hundredths least = 24'00;
    const auto gaps = static_cast<Hundredths>(std::max<std::size_t>(names.size(), 2) - 1);
    const auto widest = (canvas.right() - canvas.left()) / gaps;  // to which names are shortened
    return std::max(least,
                    std::min(text_width(names.back()), widest) / 2 - (canvas.name_end() - canvas.right()));
}

Scale x_axis(Canvas& canvas, const LineChart& chart) {
    const auto reach = reach_of_x(chart);
    if (chart.x_names.empty()) {
        const auto scale = reach.as_is(canvas.left(), canvas.right(), x_ticks);
        canvas.x_axis(chart.x, scale);
        return scale;
    }
    const auto beside = room_beside(canvas, chart.x_names);
    const auto scale = reach.as_is(canvas.left() + beside, canvas.right() - beside, x_ticks);
    std::vector<Hundredths> places;
    for (std::size_t i = 0; i < chart.x_names.size(); ++i)
        places.push_back(scale.place(static_cast<std::int64_t>(i)));
    canvas.x_names(chart.x_names, places, chart.x.caption);
    return scale;
}

}  // namespace

Line joined(std::string name, const std::vector<Point>& points) {
    Line line{.name = std::move(name), .pieces = {}};
    if (points.size() == 1) line.pieces.push_back({.from = points[0], .to = points[0]});
    for (std::size_t i = 1; i < points.size(); ++i)
        line.pieces.push_back({.from = points[i - 1], .to = points[i]});
    return line;
}

std::string svg(const LineChart& chart, Place place) {
    Canvas canvas(chart.caption, place, listed(chart));
    if (chart.strip) canvas.keep_strip();
    const auto y = canvas.y_axis(chart.y, reach_of_y(chart));
    const Ground ground{.x = x_axis(canvas, chart), .y = y};
    for (const auto& stretch : chart.stretches) draw_stretch(canvas, stretch, ground);
    for (std::size_t i = 0; i < chart.lines.size(); ++i) draw_line(canvas, chart.lines[i], i, ground);
    if (chart.strip) draw_strip(canvas, *chart.strip, ground.x);
    for (const auto& ringed : chart.ringed) draw_ring(canvas, ringed, ground);
    return canvas.finished();
}

}  // namespace accrue::report::chart
