#include <fmt/format.h>

#include <algorithm>

#include "report/chart.hpp"
#include "report/chart_canvas.hpp"
#include "report/html.hpp"

namespace accrue::report::chart {
namespace {

constexpr std::size_t most_with_values = 16;  // bars that have their value written above them, with room
constexpr std::int64_t filled_percent = 76;   // of a category's room

// Equal parts of the paper's width, one a category.
struct Rooms {
    Hundredths begin, width;
    std::size_t count;
    Hundredths left(std::size_t at) const { return begin + width * static_cast<Hundredths>(at) / divisor(); }
    Hundredths middle(std::size_t at) const { return (left(at) + left(at + 1)) / 2; }
    std::vector<Hundredths> middles() const {
        std::vector<Hundredths> places;
        for (std::size_t i = 0; i < count; ++i) places.push_back(middle(i));
        return places;
    }

  private:
    Hundredths divisor() const { return static_cast<Hundredths>(std::max<std::size_t>(count, 1)); }
};

Rooms rooms(const Canvas& canvas, std::size_t count) {
    return {.begin = canvas.left(), .width = canvas.right() - canvas.left(), .count = count};
}

struct Bar {
    Hundredths left, right, low, high;  // low lies deeper on the paper
    std::size_t series;
    std::string words;
};

void draw(Canvas& canvas, const Bar& bar) {
    const auto top = std::min(bar.low, bar.high), bottom = std::max(bar.low, bar.high);
    canvas << fmt::format(
        "<rect class=\"bar s{0}\" x=\"{1}\" y=\"{2}\" width=\"{3}\" height=\"{4}\" "
        "fill=\"url(#{5}-p{0})\"><title>{6}</title></rect>",
        bar.series % 6 + 1, pixels(bar.left), pixels(top), pixels(bar.right - bar.left), pixels(bottom - top),
        canvas.id(), html::escaped(bar.words));
}

std::vector<Listed> listed(const std::vector<Series>& series) {
    std::vector<Listed> listed;
    for (std::size_t i = 0; i < series.size(); ++i) listed.push_back({Sample::area, i, series[i].name});
    return listed;
}

std::string words_of(const std::string& category, const std::string& series, const std::string& value) {
    return series.empty() ? fmt::format("{}: {}", category, value)
                          : fmt::format("{}, {}: {}", category, series, value);
}

// ---- beside each other

Reach reach_of(const BarChart& chart) {
    Reach reach;
    for (std::size_t i = 0; i < chart.series.size(); ++i)
        for (std::size_t at = 0; at < chart.categories.size(); ++at) {
            const auto& value = chart.series[i].values[at];
            if (value) reach.take(*value);
        }
    reach.take(chart.y);
    reach.take(Exact(0));
    return reach;
}

Bar bar_of(const Canvas& canvas, const BarChart& chart, std::size_t series, std::size_t at, const Scale& y) {
    const auto& value = *chart.series[series].values[at];
    const auto room = rooms(canvas, chart.categories.size());
    const auto wide = (room.left(at + 1) - room.left(at)) * filled_percent / 100;
    const auto parts = static_cast<Hundredths>(chart.series.size());
    const auto left = room.middle(at) - wide / 2 + wide * static_cast<Hundredths>(series) / parts;
    const auto text = TickText(chart.y.unit, y)(value);
    return {.left = left,
            .right = left + wide / parts,
            .low = y.place(0),
            .high = y.place(value),
            .series = series,
            .words = words_of(chart.categories[at], chart.series[series].name, text)};
}

// Are there so few bars, and do they stand so far apart, that values above them do not run into each other?
bool have_room_for_values(const Canvas& canvas, const BarChart& chart, const TickText& words) {
    const auto bars = chart.categories.size() * chart.series.size();
    if (bars == 0 || bars > most_with_values) return false;
    const auto each = rooms(canvas, chart.categories.size()).left(1) - canvas.left();
    const auto apart = chart.series.size() == 1
                           ? each
                           : each * filled_percent / 100 / static_cast<Hundredths>(chart.series.size());
    for (const auto& series : chart.series)
        for (const auto& value : series.values)
            if (value && text_width(words(*value)) > apart) return false;
    return true;
}

// ---- waterfall

struct Stood {
    Exact from, to;
};
// Where each step begins and ends.
std::vector<Stood> stood(const Waterfall& chart) {
    std::vector<Stood> places;
    Exact level = 0;
    for (const auto& step : chart.steps) {
        const bool is_total = step.kind == Step::Kind::total;
        places.push_back(is_total ? Stood{0, step.value} : Stood{level, level + step.value});
        level = places.back().to;
    }
    return places;
}

std::string with_sign(const Step& step, const std::string& text) {
    return step.kind == Step::Kind::change && step.value.sign() > 0 ? "+" + text : text;
}

std::size_t look_of(const Step& step) {
    if (step.kind == Step::Kind::total) return 0;
    return step.value.sign() < 0 ? 1 : 2;
}

std::vector<std::string> names_of(const Waterfall& chart) {
    std::vector<std::string> names;
    for (const auto& step : chart.steps) names.push_back(step.name);
    return names;
}

}  // namespace

std::string svg(const BarChart& chart, Place place) {
    Canvas canvas(chart.caption, place, listed(chart.series));
    canvas.patterns(chart.series.size());
    const auto y = canvas.y_axis(chart.y, reach_of(chart));
    canvas.x_names(chart.categories, rooms(canvas, chart.categories.size()).middles(), "");
    const TickText words(chart.y.unit, y);
    const bool has_values = have_room_for_values(canvas, chart, words);
    for (std::size_t at = 0; at < chart.categories.size(); ++at)
        for (std::size_t i = 0; i < chart.series.size(); ++i) {
            const auto& value = chart.series[i].values[at];
            if (!value) continue;
            const auto bar = bar_of(canvas, chart, i, at, y);
            draw(canvas, bar);
            if (has_values)
                canvas.label((bar.left + bar.right) / 2, std::min(bar.low, bar.high) - 4'00, "v",
                             words(*value));
        }
    return canvas.finished();
}

std::string svg(const Waterfall& chart, Place place) {
    Canvas canvas(chart.caption, place, {});
    canvas.patterns(3);
    const auto places = stood(chart);
    Reach reach;
    for (const auto& [from, to] : places) {
        reach.take(from);
        reach.take(to);
    }
    reach.take(chart.y);
    const auto y = canvas.y_axis(chart.y, reach);
    const auto room = rooms(canvas, chart.steps.size());
    canvas.x_names(names_of(chart), room.middles(), "");
    for (std::size_t at = 0; at < chart.steps.size(); ++at) {
        const auto& step = chart.steps[at];
        const auto half = (room.left(at + 1) - room.left(at)) * filled_percent / 200;
        const auto text = with_sign(step, TickText(chart.y.unit, y)(step.value));
        draw(canvas, {.left = room.middle(at) - half,
                      .right = room.middle(at) + half,
                      .low = y.place(places[at].from),
                      .high = y.place(places[at].to),
                      .series = look_of(step),
                      .words = words_of(step.name, "", text)});
        canvas.label(room.middle(at), y.place(larger(places[at].from, places[at].to)) - 4'00, "v", text);
        if (at + 1 < chart.steps.size())
            canvas << fmt::format("<path class=\"tail\" d=\"M{} {}H{}\"/>\n", pixels(room.middle(at) + half),
                                  y.at(places[at].to), pixels(room.middle(at + 1) - half));
    }
    return canvas.finished();
}

}  // namespace accrue::report::chart
