#include "report/chart_canvas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/messages/phrases/results.hpp"
#include "base/text.hpp"
#include "base/word_parts.hpp"
#include "number/decimal.hpp"
#include "number/rounding.hpp"
#include "report/html.hpp"

namespace accrue::report::chart {
namespace {

constexpr std::size_t colours = 6, dashes = 5;
constexpr std::size_t y_ticks = 6;
constexpr Hundredths line_height = 18'00;
constexpr Hundredths sample_width = 28'00;

// Looks of pictures; `--series-…` are the page's, with the same values here for a file that stands alone.
constexpr std::string_view rules =
    R"(.chart{width:100%;max-width:42rem;height:auto;font:12px system-ui,"Noto Sans","DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums}
.chart text{fill:var(--ink,#1b1f24)}.chart .tick,.chart .axis{fill:var(--soft,#57606a)}.chart .y{text-anchor:end}.chart .x,.chart .v{text-anchor:middle}
.chart .grid{stroke:var(--line,#d3d9df);fill:none}.chart .zero{stroke:var(--soft,#57606a);fill:none}
.chart .line{fill:none;stroke-width:2.25;stroke-linejoin:round}
.chart .jump{fill:none;stroke-width:1;stroke-dasharray:1 3}.chart .open{fill:var(--ground,#fff);stroke-width:1.75}
.chart .ringed{fill:none;stroke:var(--bad,#a40e26);stroke-width:1.5}.chart .stretch{fill:var(--line,#d3d9df);opacity:.45}
.chart .s1{stroke:var(--series-1,#0550ae);color:var(--series-1,#0550ae)}.chart .s2{stroke:var(--series-2,#bc4c00);color:var(--series-2,#bc4c00)}.chart .s3{stroke:var(--series-3,#1a7f37);color:var(--series-3,#1a7f37)}.chart .s4{stroke:var(--series-4,#8250df);color:var(--series-4,#8250df)}.chart .s5{stroke:var(--series-5,#9a6700);color:var(--series-5,#9a6700)}.chart .s6{stroke:var(--series-6,#57606a);color:var(--series-6,#57606a)}
.chart .closed{fill:currentColor}.chart .d2{stroke-dasharray:7 4}.chart .d3{stroke-dasharray:2 3}.chart .d4{stroke-dasharray:9 3 2 3}.chart .d5{stroke-dasharray:14 4}.chart .mark,.chart .bar,.chart pattern *{stroke-dasharray:none}
.chart .bar{stroke-width:1}.chart .strip{fill:var(--soft,#57606a);opacity:.7}.chart .tail{stroke:var(--soft,#57606a);stroke-width:1}
@media(max-width:30rem){.chart{font-size:13.5px}}
)";

// Six looks of a filled area, by what is drawn on each 6 × 6 px of it.
constexpr std::array<std::string_view, colours> fillings = {
    "", "M-1 7L7-1M-1 1L1-1M5 7L7 5", "M-1-1L7 7M5-1L7 1M-1 5L1 7", "M0 3H6", "M3 0V6", "M0 3H6M3 0V6",
};

// Words of a name in lines that are not wider than the room, but for single words.
std::vector<std::string> wrapped(const std::string& name, Hundredths room, std::size_t most_lines) {
    std::vector<std::string> lines(1);
    const auto add = [&](const std::string& word, std::string_view between) {
        const auto longer = lines.back() + std::string(lines.back().empty() ? "" : between) + word;
        if (lines.back().empty() || text_width(longer) <= room) {
            lines.back() = longer;
        } else {
            lines.push_back(word);
        }
    };
    for (std::size_t at = 0; at < name.size();) {
        const auto blank = std::min(name.find(' ', at), name.size());
        const auto word = name.substr(at, blank - at);
        const auto parts = text_width(word) <= room ? std::vector{word} : parts_of_word(word);
        for (std::size_t i = 0; i < parts.size(); ++i) add(parts[i], i == 0 ? " " : "");
        at = blank + 1;
    }
    if (lines.size() > most_lines) {
        lines.resize(most_lines);
        lines.back() += "…";
    }
    return lines;
}

std::string shortened(const std::string& text, Hundredths room) {
    if (text_width(text) <= room) return text;
    std::string kept;
    for (const auto character : characters(text)) {
        if (text_width(kept + std::string(character) + "…") > room) break;
        kept += character;
    }
    return kept + "…";
}

}  // namespace

std::string pixels(Hundredths place) {
    const auto size = place < 0 ? -place : place;
    auto text = fmt::format("{}{}.{:02}", place < 0 ? "-" : "", size / 100, size % 100);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text;
}

Hundredths text_width(std::string_view text) {
    constexpr Hundredths character = 7'20;
    return static_cast<Hundredths>(display_width(text)) * character;
}

std::string classes_of(std::size_t series) {
    return fmt::format("s{} d{}", series % colours + 1, series % dashes + 1);
}

std::string style() {
    return std::string(rules);
}

Exact nice_step(const Exact& from, const Exact& to, std::size_t most) {
    const Exact least = (to - from) / Exact(static_cast<std::int64_t>(most));
    Exact power = 1;
    while (power > least) power /= 10;
    while (power * 10 <= least) power *= 10;
    for (const int times : {1, 2, 5})
        if (power * times >= least) return power * times;
    return power * 10;
}

// ---- scales

Hundredths Scale::place(const Exact& value) const {
    const Exact part = (value - from) / (to - from) * Exact(end - begin);
    Hundredths whole = 0;
    [[maybe_unused]] const bool fits = rounded(part, Rounding::half_up, 1).fits_scaled(1, whole);
    return begin + whole;
}

void Reach::take(const Exact& value) {
    from_ = from_ ? smaller(*from_, value) : value;
    to_ = to_ ? larger(*to_, value) : value;
}

void Reach::take(const Axis& axis) {
    if (axis.from) take(*axis.from);
    if (axis.to) take(*axis.to);
    if (axis.zero == Axis::Zero::shown || !from_) return take(Exact(0));
    const bool is_near = abs(smaller(*from_, -*to_)) < (*to_ - *from_) * 2;
    if (is_near && !axis.from) take(Exact(0));
}

std::pair<Exact, Exact> Reach::ends() const {
    const Exact from = from_.value_or(0), to = to_.value_or(0);
    return from == to ? std::pair(from, from + 1) : std::pair(from, to);
}

Scale Reach::whole_steps(Hundredths begin, Hundredths end, std::size_t ticks) const {
    const auto [from, to] = ends();
    const auto step = nice_step(from, to, ticks);
    return {.from = floor(from / step) * step,
            .to = -floor(-to / step) * step,
            .begin = begin,
            .end = end,
            .step = step};
}

Scale Reach::as_is(Hundredths begin, Hundredths end, std::size_t ticks) const {
    const auto [from, to] = ends();
    return {.from = from, .to = to, .begin = begin, .end = end, .step = nice_step(from, to, ticks)};
}

TickText::TickText(Unit unit, const Scale& scale) : TickText(unit, larger(abs(scale.from), abs(scale.to))) {}

TickText::TickText(Unit unit, const Exact& largest) : unit_(unit) {
    if (unit == Unit::percent && largest < Exact::ratio(1, 100)) step_ = Exact::scaled(1, 4);
    if (unit == Unit::percent || largest < 10'000) return;
    const bool is_thousands = largest < 1'000'000, is_millions = largest < 1'000'000'000;
    scale_ = is_thousands ? 1'000 : is_millions ? 1'000'000 : 1'000'000'000;
    suffix_ = phrase(is_thousands  ? say::chart_thousands
                     : is_millions ? say::chart_millions
                                   : say::chart_billions);
}

std::string TickText::operator()(const Exact& value) const {
    const Exact shown = unit_ == Unit::percent ? value * 100 : value / scale_;
    const auto text = to_people(rounded(shown, Rounding::half_up, step_));
    if (unit_ == Unit::percent) return text + " %";
    return value.sign() == 0 ? text : text + suffix_;
}

// ---- the paper

Canvas::Canvas(const Caption& caption, Place place, const std::vector<Listed>& listed) : id_(caption.id) {
    const auto own_style = place == Place::page ? "" : fmt::format("<style>{}</style>", style());
    text_ = fmt::format(
        "<svg class=\"chart\" viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{}-t {}-d\"{}>{}<title "
        "id=\"{}-t\">{}</title><desc id=\"{}-d\">{}</desc>\n",
        pixels(width), pixels(height), id_, id_,
        place == Place::page ? "" : " xmlns=\"http://www.w3.org/2000/svg\"", own_style, id_,
        html::escaped(caption.title), id_, html::escaped(caption.description));
    if (listed.size() > 1) list(listed);
}

void Canvas::list(const std::vector<Listed>& listed) {
    Hundredths x = 8'00;
    for (const auto& entry : listed) {
        const auto name = shortened(entry.name, width / 2);
        const auto room = sample_width + 6'00 + text_width(name) + 18'00;
        if (x + room > width && x > 8'00) {
            x = 8'00;
            top_ += line_height;
        }
        sample(entry, x, top_);
        label(x + sample_width + 6'00, top_ + 4'00, "", name);
        x += room;
    }
    top_ += line_height + 6'00;
}

void Canvas::sample(const Listed& entry, Hundredths x, Hundredths y) {
    const auto classes = classes_of(entry.series);
    switch (entry.sample) {
        case Sample::line:
            *this << fmt::format("<path class=\"line {}\" d=\"M{} {}h{}\"/>", classes, pixels(x), pixels(y),
                                 pixels(sample_width));
            break;
        case Sample::area:
            *this << fmt::format(
                "<rect class=\"bar {}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"12\" "
                "fill=\"url(#{}-p{})\"/>",
                classes, pixels(x), pixels(y - 6'00), pixels(sample_width), id_, entry.series % colours + 1);
            break;
    }
}

void Canvas::patterns(std::size_t series) {
    *this << "<defs>";
    for (std::size_t i = 0; i < std::min(series, colours); ++i) {
        *this << fmt::format(
            "<pattern id=\"{}-p{}\" class=\"s{}\" width=\"6\" height=\"6\" "
            "patternUnits=\"userSpaceOnUse\"><path fill=\"currentColor\" fill-opacity=\"{}\" "
            "stroke=\"none\" d=\"M0 0H6V6H0z\"/>",
            id_, i + 1, i + 1, i == 0 ? ".75" : ".15");
        if (!fillings[i].empty()) *this << fmt::format("<path d=\"{}\"/>", fillings[i]);
        *this << "</pattern>";
    }
    *this << "</defs>\n";
}

void Canvas::label(Hundredths x, Hundredths y, std::string_view classes, std::string_view text) {
    *this << fmt::format("<text{} x=\"{}\" y=\"{}\">{}</text>",
                         classes.empty() ? "" : fmt::format(" class=\"{}\"", classes), pixels(x), pixels(y),
                         html::escaped(text));
}

Scale Canvas::y_axis(const Axis& axis, const Reach& reach) {
    if (!axis.caption.empty()) {
        label(8'00, top_ + 4'00, "axis", axis.caption);
        top_ += line_height;
    }
    auto scale = reach.whole_steps(bottom(), top_, y_ticks);
    if (axis.unit == Unit::things && scale.step < 1) {
        scale.step = 1;
        scale.to = -floor(-scale.to);
    }
    const TickText words(axis.unit, scale);
    Hundredths widest = 0;
    for (Exact at = scale.from; at <= scale.to; at += scale.step)
        widest = std::max(widest, text_width(words(at)));
    left_ = widest + 16'00;
    for (Exact at = scale.from; at <= scale.to; at += scale.step) {
        const auto y = scale.place(at);
        *this << fmt::format("<path class=\"{}\" d=\"M{} {}H{}\"/>", at.sign() == 0 ? "zero" : "grid",
                             pixels(left_), pixels(y), pixels(right()));
        label(left_ - 6'00, y + 4'00, "tick y", words(at));
    }
    *this << "\n";
    return scale;
}

void Canvas::x_axis(const Axis& axis, const Scale& scale) {
    const TickText words(axis.unit, scale);
    for (Exact at = -floor(-scale.from / scale.step) * scale.step; at <= scale.to; at += scale.step) {
        const auto x = scale.place(at);
        *this << fmt::format("<path class=\"zero\" d=\"M{} {}v4\"/>", pixels(x), pixels(strip_bottom()));
        const auto text = words(at);
        const auto last = name_end() - text_width(text) / 2;
        label(std::min(x, last), strip_bottom() + 18'00, "tick x", text);
    }
    label((left() + right()) / 2, height - 10'00, "axis x", axis.caption);
    *this << "\n";
}

void Canvas::x_names(const std::vector<std::string>& names, const std::vector<Hundredths>& places,
                     std::string_view caption) {
    constexpr Hundredths gap = 8'00;
    const std::size_t most_lines = caption.empty() ? 3 : 2;
    const auto room = names.size() < 2 ? right() - left() : places[1] - places[0];
    Hundredths widest = 0;
    for (const auto& name : names)
        for (const auto& line : wrapped(name, room - gap, most_lines))
            widest = std::max(widest, text_width(line) + gap);
    // where names would run into each other, every second, third … one is written
    const auto each = names.size() > 12 ? (widest + room - 1) / room : 1;
    for (std::size_t i = 0; i < names.size(); i += static_cast<std::size_t>(each)) {
        auto y = strip_bottom() + 18'00;
        for (const auto& line : wrapped(names[i], room * each - gap, most_lines)) {
            label(places[i], y, "tick x", shortened(line, room * each - gap));
            y += 14'00;
        }
    }
    if (!caption.empty()) label((left() + right()) / 2, height - 6'00, "axis x", caption);
    *this << "\n";
}

std::string Canvas::finished() {
    text_ += "</svg>\n";
    return std::move(text_);
}

}  // namespace accrue::report::chart
