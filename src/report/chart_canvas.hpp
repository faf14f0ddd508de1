// report/chart_canvas.hpp — What all pictures share: from exact numbers to places on the paper, axes with
// round ticks, the list of series, and the frame of the SVG. Internal to the pictures of report/chart.hpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/chart.hpp"

namespace accrue::report::chart {

using Hundredths = std::int64_t;  // of a pixel

// `12.5`
std::string pixels(Hundredths place);

// A stretch of numbers on a stretch of paper, whole steps of ticks on it.
struct Scale {
    Exact from, to;         // from < to
    Hundredths begin, end;  // where they are on the paper
    Exact step{};           // of ticks; 0: none
    Hundredths place(const Exact& value) const;
    std::string at(const Exact& value) const { return pixels(place(value)); }
};

// What the data reach on an axis, before it is drawn.
class Reach {
  public:
    void take(const Exact& value);
    void take(const Axis& axis);
    // Both ends on whole steps; with something between them even where there was nothing.
    Scale whole_steps(Hundredths begin, Hundredths end, std::size_t ticks) const;
    // Both ends as they are, ticks on the whole steps between them.
    Scale as_is(Hundredths begin, Hundredths end, std::size_t ticks) const;

  private:
    std::pair<Exact, Exact> ends() const;
    std::optional<Exact> from_, to_;
};

// Numbers at the ticks of one axis, all in one scale: `35M`, `0.5 %`.
class TickText {
  public:
    TickText(Unit unit, const Scale& scale);
    TickText(Unit unit, const Exact& largest);
    std::string operator()(const Exact& value) const;

  private:
    Unit unit_;
    Exact scale_ = 1, step_ = Exact::ratio(1, 100);  // what is shown is rounded to
    std::string suffix_;
};

enum class Sample : std::uint8_t { line, area };
struct Listed {
    Sample sample;
    std::size_t series;
    std::string name;
};

class Canvas {
  public:
    // So narrow that a phone shows all of it at once, with letters that can be read.
    static constexpr Hundredths width = 520'00, height = 360'00;

    // Room for the names of series above and for the ticks of y on the left is taken from the paper.
    Canvas(const Caption& caption, Place place, const std::vector<Listed>& listed);

    Hundredths left() const { return left_; }
    Hundredths right() const { return width - 16'00; }
    Hundredths name_end() const { return width - 5'00; }  // behind it the paper may cut off wide letters
    Hundredths top() const { return top_; }
    Hundredths bottom() const { return height - 52'00 - strip_; }
    Hundredths strip_bottom() const { return height - 52'00; }

    // Keeps room for bars between the lines and the axis; before the axes are drawn.
    void keep_strip() { strip_ = 56'00; }
    // Grid, ticks and caption of y; the scale's ends are bottom and top. Sets `left`.
    Scale y_axis(const Axis& axis, const Reach& reach);
    void x_axis(const Axis& axis, const Scale& scale);
    // Names under middles of equal parts; each in at most two lines.
    void x_names(const std::vector<std::string>& names, const std::vector<Hundredths>& places,
                 std::string_view caption);
    // What series look like where areas are filled, once before they are.
    void patterns(std::size_t series);

    Canvas& operator<<(std::string_view text) {
        text_ += text;
        return *this;
    }
    void label(Hundredths x, Hundredths y, std::string_view classes, std::string_view text);
    std::string finished();

    const std::string& id() const { return id_; }

  private:
    void list(const std::vector<Listed>& listed);
    void sample(const Listed& entry, Hundredths x, Hundredths y);

    std::string text_, id_;
    Hundredths left_ = 24'00, top_ = 16'00, strip_ = 0;
};

// `s2 d2`: colour and dashes of a series, by its place.
std::string classes_of(std::size_t series);
// About how wide a text is at the size of ticks.
Hundredths text_width(std::string_view text);

}  // namespace accrue::report::chart
