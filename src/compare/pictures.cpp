#include "compare/pictures.hpp"

#include <fmt/format.h>

#include <optional>

#include "compare/shown_cell.hpp"
#include "report/chart.hpp"

namespace accrue::compare {
namespace {

namespace chart = report::chart;

const Exact* number_of(const Cell& cell) {
    return std::get_if<Exact>(&cell);
}

std::vector<std::string> places(const Finding& finding) {
    std::vector<std::string> names;
    for (const auto& cells : finding.rows) names.push_back(shown(cells[0], finding.columns[0].holds));
    return names;
}

// For those who do not see the picture: its first and last place.
std::string described(const Finding& finding) {
    std::string text;
    for (const auto column : drawn_columns(finding)) {
        const auto& holds = finding.columns[column].holds;
        text += fmt::format("{}{}: {} {} … {} {}", text.empty() ? "" : "; ", finding.columns[column].title,
                            shown(finding.rows.front()[0], finding.columns[0].holds),
                            shown(finding.rows.front()[column], holds),
                            shown(finding.rows.back()[0], finding.columns[0].holds),
                            shown(finding.rows.back()[column], holds));
    }
    return text;
}

chart::Caption caption_of(const Finding& finding) {
    return {.id = id_of(finding), .title = finding.title, .description = described(finding)};
}

chart::Unit unit_of(Holds holds) {
    switch (holds) {
        case Holds::amount:
            return chart::Unit::money;
        case Holds::percent:
        case Holds::rate:
            return chart::Unit::percent;
        case Holds::count:
            return chart::Unit::things;
        case Holds::measure:
        case Holds::text:
            break;
    }
    return chart::Unit::number;
}

// What the drawn columns hold.
chart::Axis axis_of(const Finding& finding, const std::string& currency) {
    const auto holds = finding.columns[drawn_columns(finding).front()].holds;
    return {.caption = holds == Holds::amount ? currency : "", .unit = unit_of(holds)};
}

std::string bars(const Finding& finding, const std::string& currency) {
    chart::BarChart picture{.caption = caption_of(finding),
                            .y = axis_of(finding, currency),
                            .categories = places(finding),
                            .series = {}};
    for (const auto column : drawn_columns(finding)) {
        chart::Series series{.name = finding.columns[column].title, .values = {}};
        for (const auto& cells : finding.rows) {
            const auto* value = number_of(cells[column]);
            series.values.push_back(value == nullptr ? std::nullopt : std::optional(*value));
        }
        picture.series.push_back(std::move(series));
    }
    return chart::svg(picture);
}

std::string lines(const Finding& finding, const std::string& currency) {
    const auto& first = finding.columns[0];
    chart::LineChart picture{
        .caption = caption_of(finding), .x = {.caption = first.title}, .y = axis_of(finding, currency)};
    const bool has_numbers = first.holds != Holds::text;
    if (has_numbers) {
        picture.x.unit = first.holds == Holds::count ? chart::Unit::number : unit_of(first.holds);
        picture.x.zero = chart::Axis::Zero::if_near;
        if (first.holds == Holds::amount && !currency.empty()) picture.x.caption += ", " + currency;
    } else {
        picture.x_names = places(finding);
    }
    for (const auto column : drawn_columns(finding)) {
        std::vector<chart::Point> points;
        for (std::size_t i = 0; i < finding.rows.size(); ++i) {
            const auto* value = number_of(finding.rows[i][column]);
            if (value == nullptr) continue;
            const auto x = has_numbers ? *number_of(finding.rows[i][0]) : Exact(static_cast<std::int64_t>(i));
            points.push_back({x, *value});
        }
        picture.lines.push_back(chart::joined(finding.columns[column].title, points));
    }
    return chart::svg(picture);
}

std::string waterfall(const Finding& finding, const std::string& currency) {
    chart::Waterfall picture{.caption = caption_of(finding), .y = axis_of(finding, currency), .steps = {}};
    for (std::size_t i = 0; i < finding.rows.size(); ++i) {
        const bool is_total = i == 0 || i + 1 == finding.rows.size();
        picture.steps.push_back({.name = shown(finding.rows[i][0], Holds::text),
                                 .value = *number_of(finding.rows[i][1]),
                                 .kind = is_total ? chart::Step::Kind::total : chart::Step::Kind::change});
    }
    return chart::svg(picture);
}

}  // namespace

std::string picture(const Finding& finding, const std::string& currency) {
    if (finding.rows.empty()) return "";
    if (finding.chart) return chart::svg(*finding.chart);
    if (drawn_columns(finding).empty()) return "";
    switch (finding.picture) {
        case Picture::none:
            return "";
        case Picture::bars:
            return bars(finding, currency);
        case Picture::lines:
            return lines(finding, currency);
        case Picture::waterfall:
            return waterfall(finding, currency);
    }
    return "";
}

std::string id_of(const Finding& finding) {
    std::string id = finding.name;
    for (auto& c : id)
        if (c == '_') c = '-';
    return id;
}

}  // namespace accrue::compare
