// Diagnostics as people read them on a terminal.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/diagnostic.hpp"
#include "base/text.hpp"

namespace accrue {
namespace {

// ---- Colours ----

constexpr std::string_view red = "\x1b[1;31m";
constexpr std::string_view yellow = "\x1b[1;33m";
constexpr std::string_view cyan = "\x1b[1;36m";
constexpr std::string_view blue = "\x1b[1;34m";
constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view plain = "\x1b[0m";

std::string painted(std::string_view text, std::string_view paint, Colour colour) {
    if (colour == Colour::off || text.empty()) return std::string(text);
    return fmt::format("{}{}{}", paint, text, plain);
}

std::string_view paint_of(Severity severity) {
    switch (severity) {
        case Severity::error:
            return red;
        case Severity::warning:
            return yellow;
        case Severity::note:
            return cyan;
    }
    return plain;
}

// ---- One line of a source ----

constexpr std::size_t tab_width = 4;       // columns
constexpr std::size_t longest_line = 90;   // columns; a longer one is cut …
constexpr std::size_t window_width = 70;   // … to these, so that 80 hold it with its number
constexpr std::size_t context_width = 24;  // columns kept before the first caret of a cut line

struct Columns {
    std::size_t begin;
    std::size_t end;
};

// One character as it is shown: its bytes in the source, its columns in the line.
struct Cell {
    std::uint64_t begin;
    std::uint64_t end;
    Columns columns;
    std::string shown;
};

std::vector<Cell> cells_of(std::string_view line, std::uint64_t offset) {
    std::vector<Cell> cells;
    std::size_t column = 0;
    for (const auto character : characters(line)) {
        auto shown =
            character == "\t" ? std::string(tab_width - column % tab_width, ' ') : printable(character);
        const auto width = display_width(shown);
        cells.push_back({offset, offset + character.size(), {column, column + width}, std::move(shown)});
        offset += character.size();
        column += width;
    }
    return cells;
}

std::size_t width_of(const std::vector<Cell>& cells) {
    return cells.empty() ? 0 : cells.back().columns.end;
}

// What the span covers of the line; at least one column, also behind the last character.
Columns columns_of(const Span& span, const std::vector<Cell>& cells) {
    Columns columns{width_of(cells), 0};
    for (const auto& cell : cells) {
        if (cell.end <= span.begin || (cell.begin >= span.end() && cell.begin > span.begin)) continue;
        columns = {std::min(columns.begin, cell.columns.begin), cell.columns.end};
    }
    columns.end = std::max(columns.end, columns.begin + 1);
    return columns;
}

// The columns that are shown: of a long line those around the marks, from a little before the first.
Columns window_over(const std::vector<Cell>& cells, Columns marked) {
    const auto width = width_of(cells);
    if (width <= longest_line) return {0, std::max(width, marked.end)};
    const auto marked_width = std::min(marked.end - marked.begin, window_width);
    const auto before = std::min(context_width, window_width - marked_width);
    const auto begin = marked.begin > before ? marked.begin - before : 0;
    return {std::min(begin, width - window_width), std::min(begin, width - window_width) + window_width};
}

// The part of the line inside the window. A cut end shows `…` in its outermost column; blanks stand for
// the half of a wide character.
std::string shown_part(const std::vector<Cell>& cells, Columns window) {
    const bool cut_before = window.begin > 0;
    const bool cut_behind = window.end < width_of(cells);
    const auto begin = window.begin + (cut_before ? 1 : 0);
    const auto end = window.end - (cut_behind ? 1 : 0);
    std::string part = cut_before ? "…" : "";
    std::size_t column = begin;
    for (const auto& cell : cells) {
        if (cell.columns.begin < begin || cell.columns.end > end) continue;
        part.append(cell.columns.begin - column, ' ');
        part += cell.shown;
        column = cell.columns.end;
    }
    if (cut_behind) part.append(end - column, ' ').append("…");
    return part;
}

// ---- The marks below it ----

struct Mark {
    Span span;
    std::string caption;
    char sign;              // `^` the mistake, `-` what it clashes with
    Columns columns{0, 0};  // in the window
};

std::string_view paint_of(const Mark& mark, Severity severity) {
    return mark.sign == '^' ? paint_of(severity) : blue;
}

// Marks stand side by side while the earlier ones have no words; else each has a row of its own.
std::vector<std::string> mark_rows(const std::vector<Mark>& marks, Severity severity, Colour colour) {
    std::vector<std::string> rows;
    std::size_t column = 0;
    bool open = false;
    for (const auto& mark : marks) {
        if (!open || mark.columns.begin < column) {
            rows.emplace_back();
            column = 0;
        }
        rows.back().append(mark.columns.begin - column, ' ');
        auto words = std::string(mark.columns.end - mark.columns.begin, mark.sign);
        if (!mark.caption.empty()) words += " " + mark.caption;
        rows.back() += painted(words, paint_of(mark, severity), colour);
        column = mark.columns.end;
        open = mark.caption.empty();
    }
    return rows;
}

Columns inside(Columns columns, Columns window) {
    const auto within = [&](std::size_t column) { return std::clamp(column, window.begin, window.end); };
    const auto begin = std::min(within(columns.begin), window.end - 1);
    return {begin - window.begin, std::max(within(columns.end), begin + 1) - window.begin};
}

// Where the marks of one line stand: all of it when that is narrow enough, else the first mark decides.
Columns marked_columns(const std::vector<Mark>& marks) {
    Columns all = marks.front().columns;
    for (const auto& mark : marks) {
        all = {std::min(all.begin, mark.columns.begin), std::max(all.end, mark.columns.end)};
    }
    if (all.end - all.begin <= window_width) return all;
    const auto main = std::ranges::find(marks, '^', &Mark::sign);
    return main == marks.end() ? marks.front().columns : main->columns;
}

struct Excerpt {
    std::string line;
    std::vector<std::string> marks;
};

Excerpt excerpt(const Source& source, std::vector<Mark> marks, Severity severity, Colour colour) {
    const auto offset = marks.front().span.begin;
    const auto cells = cells_of(source.line(offset), source.line_begin(offset));
    for (auto& mark : marks) mark.columns = columns_of(mark.span, cells);
    const auto window = window_over(cells, marked_columns(marks));
    for (auto& mark : marks) mark.columns = inside(mark.columns, window);
    std::ranges::stable_sort(marks, {}, [](const Mark& mark) { return mark.columns.begin; });
    return {shown_part(cells, window), mark_rows(marks, severity, colour)};
}

// ---- The places of a diagnostic ----

using Lines = std::map<std::size_t, std::vector<Mark>>;  // by line number

struct Place {
    SourceId source;
    Span first;  // the span named behind `┌─`
    Lines lines;
};

bool is_known(const Span& span, const Sources& sources) {
    return span.source && span.source.value < sources.size();
}

// Sources in the order in which the labels name them.
std::vector<Place> places_of(const std::vector<Label>& labels, const Sources& sources) {
    std::vector<Place> places;
    for (const auto& label : labels) {
        const auto& span = label.span;
        if (!is_known(span, sources)) continue;
        auto place = std::ranges::find(places, span.source, &Place::source);
        if (place == places.end()) place = places.insert(place, {span.source, span, {}});
        const auto line = sources[span.source].position(span.begin).line;
        place->lines[line].push_back({span, label.caption, &label == &labels.front() ? '^' : '-'});
    }
    return places;
}

std::size_t gutter_width(const std::vector<Place>& places) {
    std::size_t last = 0;
    for (const auto& place : places) last = std::max(last, place.lines.rbegin()->first);
    return last == 0 ? 1 : std::to_string(last).size();
}

struct Page {
    std::string text;
    std::size_t gutter;
    Severity severity;
    Colour colour;

    void row(std::string_view number, std::string_view bar, std::string_view rest) {
        const auto left = fmt::format("{} {}", padded_left(number, gutter), bar);
        text += painted(left, blue, colour);
        if (!rest.empty()) text.append(" ").append(rest);
        text += '\n';
    }
};

void show(Page& page, const Place& place, const Sources& sources) {
    const auto& source = sources[place.source];
    const auto position = source.position(place.first.begin);
    page.row("", "┌─", fmt::format("{}:{}:{}", printable(source.name()), position.line, position.column));
    std::size_t previous = 0;
    for (const auto& [number, marks] : place.lines) {
        if (previous != 0 && number > previous + 1) page.row("", "·", "");
        const auto [line, mark_lines] = excerpt(source, marks, page.severity, page.colour);
        page.row(std::to_string(number), "│", line);
        for (const auto& mark_line : mark_lines) page.row("", "│", mark_line);
        previous = number;
    }
}

std::string heading(const Worded& diagnostic, Colour colour) {
    const auto code = diagnostic.code.empty() ? std::string() : fmt::format("[{}]", diagnostic.code);
    const auto label = fmt::format("{}{}", in_words(diagnostic.severity), code);
    return painted(label, paint_of(diagnostic.severity), colour) +
           painted(": " + diagnostic.message, bold, colour) + "\n";
}

}  // namespace

std::string rendered(const Worded& diagnostic, const Sources& sources, Colour colour) {
    const auto places = places_of(diagnostic.labels, sources);
    Page page{.text = heading(diagnostic, colour),
              .gutter = gutter_width(places),
              .severity = diagnostic.severity,
              .colour = colour};
    for (const auto& place : places) show(page, place, sources);
    for (const auto& note : diagnostic.notes) page.row("", "=", note);
    return page.text;
}

}  // namespace accrue
