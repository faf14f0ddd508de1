// The report on a terminal: tables that never are wider than it, with small bars where there is room.

#include <algorithm>
#include <numeric>
#include <set>

#include "base/messages/phrases/comparing.hpp"
#include "base/text.hpp"
#include "compare/broken_lines.hpp"
#include "compare/report.hpp"
#include "compare/shown_cell.hpp"
#include "explain/filled_lines.hpp"
#include "number/rounding.hpp"
#include "report/text_table.hpp"

namespace accrue::compare {
namespace {

constexpr std::size_t widest_text = 30;     // of a cell; longer texts go on in the next line
constexpr std::size_t widest_heading = 24;  // where there is room, a heading's words stay whole up to that
constexpr std::size_t least_heading = 12;   // and are broken at that where there is not
constexpr std::size_t listed_from = 29;     // texts of that width, and wider, are listed below their row
constexpr std::size_t shortest_bar = 4, longest_bar = 16;

// Prose. Words that do not fit a line are broken before they are set in lines.
std::string paragraph(const std::string& text, std::size_t width, const std::string& indent = "") {
    constexpr std::size_t spare = 4;  // which the filling of lines wants to have left
    std::string broken;
    for (std::size_t at = 0; at < text.size();) {
        const auto blank = explain::end_of_word(text, at);
        for (const auto& piece : broken_lines(text.substr(at, blank - at), width - indent.size() - spare))
            broken += (broken.empty() ? "" : " ") + piece;
        at = blank + 1;
    }
    explain::FilledLines lines(indent, indent, width);
    lines.flow(broken);
    return std::move(lines).text();
}

// ---------------------------------------------------------------- bars

// The largest amount that is drawn, below zero or above it.
Exact largest_drawn(const Finding& finding, const std::vector<std::size_t>& columns) {
    Exact largest = 0;
    for (const auto& cells : finding.rows)
        for (const auto column : columns)
            if (const auto* value = std::get_if<Exact>(&cells[column]))
                largest = larger(largest, abs(*value));
    return largest;
}

// So many columns for the largest, in eighths of a column. What is not 0 is seen; a minus stands before what
// is below it.
std::string bar(const Exact& value, const Exact& largest, std::size_t width) {
    static constexpr std::string_view parts[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    if (value.sign() == 0 || largest.sign() == 0) return "";
    const auto room = static_cast<std::int64_t>(value.sign() < 0 ? width - 1 : width) * 8;
    std::int64_t eighths = 0;
    const auto wanted = rounded(abs(value) / largest * Exact(room), Rounding::half_up, 1);
    [[maybe_unused]] const bool fits = wanted.fits_scaled(1, eighths);
    eighths = std::max<std::int64_t>(eighths, 1);
    std::string text = value.sign() < 0 ? "-" : "";
    for (std::int64_t i = 0; i < eighths / 8; ++i) text += "█";
    return text.append(parts[eighths % 8]);
}

// ---------------------------------------------------------------- tables

// Lines of a row's cells, as many as its longest cell has; `Place` says where shorter cells stand.
enum class Place { top, bottom };
void add_lines(report::TextTable& table, const std::vector<std::vector<std::string>>& cells, Place place) {
    std::size_t most = 0;
    for (const auto& lines : cells) most = std::max(most, lines.size());
    for (std::size_t i = 0; i < most; ++i) {
        std::vector<std::string> row;
        for (const auto& lines : cells) {
            const auto above = place == Place::bottom ? most - lines.size() : 0;
            row.push_back(i >= above && i - above < lines.size() ? lines[i - above] : "");
        }
        table.row(row);
    }
}

// Some columns of a finding, with headings up to so wide, and bars behind the columns that are drawn.
struct Widths {
    std::size_t heading = widest_heading, bar = 0;
};
class Shape {
  public:
    Shape(const Finding& finding, std::vector<std::size_t> columns, Widths widths)
        : finding_(finding), columns_(std::move(columns)), widths_(widths) {
        if (widths_.bar > 0) drawn_ = drawn_columns(finding_);
        largest_ = largest_drawn(finding_, drawn_);
    }

    report::TextTable table() const {
        report::TextTable table(aligns());
        add_lines(table, headings(), Place::bottom);
        table.line();
        for (const auto& cells : finding_.rows) add_lines(table, row(cells), Place::top);
        return table;
    }

  private:
    bool is_drawn(std::size_t column) const { return std::ranges::find(drawn_, column) != drawn_.end(); }
    Holds holds(std::size_t column) const { return finding_.columns[column].holds; }
    std::string cell(const std::vector<Cell>& cells, std::size_t column) const {
        return printable(shown(cells[column], holds(column)));
    }

    std::vector<report::Align> aligns() const {
        std::vector<report::Align> aligns;
        for (const auto i : columns_) {
            aligns.push_back(is_number(holds(i)) ? report::Align::right : report::Align::left);
            if (is_drawn(i)) aligns.push_back(report::Align::left);
        }
        return aligns;
    }
    std::vector<std::vector<std::string>> headings() const {
        std::vector<std::vector<std::string>> headings;
        for (const auto i : columns_) {
            const auto title = printable(finding_.columns[i].title);
            auto widest = std::max(least_heading, std::min(longest_word(title), widths_.heading));
            for (const auto& cells : finding_.rows) widest = std::max(widest, display_width(cell(cells, i)));
            headings.push_back(broken_lines(title, std::min(widest, widest_text)));
            if (is_drawn(i)) headings.push_back({""});
        }
        return headings;
    }
    std::vector<std::vector<std::string>> row(const std::vector<Cell>& cells) const {
        std::vector<std::vector<std::string>> lines;
        for (const auto i : columns_) {
            const auto text = cell(cells, i);
            lines.push_back(is_number(holds(i)) ? std::vector{text} : broken_lines(text, widest_text));
            if (!is_drawn(i)) continue;
            const auto* value = std::get_if<Exact>(&cells[i]);
            lines.push_back({value == nullptr ? "" : bar(*value, largest_, widths_.bar)});
        }
        return lines;
    }

    const Finding& finding_;
    std::vector<std::size_t> columns_, drawn_;
    Widths widths_;
    Exact largest_ = 0;
};

// Row by row, each cell in its own line: for tables whose texts are too wide.
std::string listed(const Finding& finding, std::size_t width) {
    std::string text;
    for (const auto& cells : finding.rows) {
        text += paragraph(printable(shown(cells[0], finding.columns[0].holds)), width, "  ");
        for (std::size_t i = 1; i < cells.size(); ++i) {
            if (std::holds_alternative<std::monostate>(cells[i])) continue;
            text += paragraph(
                printable(finding.columns[i].title + ": " + shown(cells[i], finding.columns[i].holds)), width,
                "    ");
        }
    }
    return text;
}

bool has_wide_texts(const Finding& finding) {
    for (std::size_t i = 1; i < finding.columns.size(); ++i)
        for (const auto& cells : finding.rows)
            if (const auto* text = std::get_if<std::string>(&cells[i]))
                if (display_width(*text) >= listed_from) return true;
    return false;
}

// Bars as long as the room allows behind each drawn column; none where they would be too short to tell.
std::string with_bars(const Finding& finding, const std::vector<std::size_t>& columns, Widths widths,
                      std::size_t width) {
    const auto table = Shape(finding, columns, {.heading = widths.heading}).table();
    const auto drawn = drawn_columns(finding);
    const auto shown_bars = static_cast<std::size_t>(std::ranges::count_if(
        columns, [&](std::size_t column) { return std::ranges::find(drawn, column) != drawn.end(); }));
    const auto room = shown_bars == 0 || table.width() > width ? 0 : (width - table.width()) / shown_bars;
    if (room < report::TextTable::gap + shortest_bar) return table.text();
    widths.bar = std::min(room - report::TextTable::gap, longest_bar);
    return Shape(finding, columns, widths).table().text();
}

// How many of the first columns tell one row from all others; one where more than a few would be needed.
std::size_t naming_columns(const Finding& finding) {
    constexpr std::size_t most = 3;
    std::vector<std::vector<std::string>> names(finding.rows.size());
    for (std::size_t i = 0; i < std::min(most, finding.columns.size() - 1); ++i) {
        for (std::size_t row = 0; row < names.size(); ++row)
            names[row].push_back(shown(finding.rows[row][i], finding.columns[i].holds));
        if (std::set(names.begin(), names.end()).size() == names.size()) return i + 1;
    }
    return 1;
}

// A few columns at a time, each with those that name the row. One column of bars keeps its place; more would
// make it many parts, with bars of another length in each.
std::string in_parts(const Finding& finding, std::size_t width) {
    const bool has_bars = drawn_columns(finding).size() == 1;
    const Widths widths{.heading = widest_heading, .bar = has_bars ? shortest_bar * 2 : 0};
    std::string text;
    const auto naming = naming_columns(finding);
    for (auto begin = naming; begin < finding.columns.size();) {
        std::vector<std::size_t> columns(naming);
        std::iota(columns.begin(), columns.end(), std::size_t{0});
        columns.push_back(begin);
        auto next = begin + 1;
        for (; next < finding.columns.size(); ++next) {
            columns.push_back(next);
            if (Shape(finding, columns, widths).table().width() <= width) continue;
            columns.pop_back();
            break;
        }
        text += text.empty() ? "" : "\n";
        text += has_bars ? with_bars(finding, columns, widths, width)
                         : Shape(finding, columns, widths).table().text();
        begin = next;
    }
    return text;
}

// A column a scheme, a row a measure: schemes are fewer.
report::TextTable turned(const Finding& finding) {
    std::vector<report::Align> aligns(finding.rows.size() + 1, report::Align::right);
    aligns.front() = report::Align::left;
    report::TextTable table(aligns);
    std::vector<std::vector<std::string>> headings{{""}};
    for (const auto& cells : finding.rows)
        headings.push_back(broken_lines(printable(shown(cells[0], Holds::text)), widest_heading));
    add_lines(table, headings, Place::bottom);
    table.line();
    for (std::size_t i = 1; i < finding.columns.size(); ++i) {
        std::vector<std::string> row{printable(finding.columns[i].title)};
        for (const auto& cells : finding.rows)
            row.push_back(printable(shown(cells[i], finding.columns[i].holds)));
        table.row(row);
    }
    return table;
}

std::string shown_table(const Finding& finding, std::size_t width) {
    if (finding.name == "summary")
        if (const auto table = turned(finding); table.width() <= width) return table.text();
    if (has_wide_texts(finding)) return listed(finding, width);
    std::vector<std::size_t> all(finding.columns.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    for (const auto heading : {widest_heading, least_heading})
        if (Shape(finding, all, {.heading = heading}).table().width() <= width)
            return with_bars(finding, all, {.heading = heading}, width);
    return in_parts(finding, width);
}

std::string underlined(const std::string& title, std::size_t width) {
    std::string text = paragraph(title, width);
    for (std::size_t i = 0; i < std::min(display_width(title), width); ++i) text += "═";
    return text + "\n";
}

std::string section(const Finding& finding, std::size_t width) {
    auto text = "\n" + paragraph(printable(finding.title + " [" + finding.name + "]"), width);
    if (!finding.sentence.empty()) text += paragraph(printable(finding.sentence), width);
    if (!finding.rows.empty()) text += "\n" + shown_table(finding, width);
    if (!finding.note.empty()) text += "\n" + paragraph(printable(finding.note), width);
    return text;
}

}  // namespace

std::string to_text(const Report& report, std::size_t width) {
    auto text = paragraph(printable(report.opening), width) + "\n";
    for (const auto& caution : report.cautions) text += paragraph(printable(caution), width);
    text += paragraph(phrase(say::compare_repeat_all), width);
    for (std::size_t i = 0; i < report.chapters.size(); ++i) {
        text += "\n" + underlined(report.chapters[i].title, width);
        for (const auto& finding : report.findings_of(i)) text += section(finding, width);
    }
    return text;
}

}  // namespace accrue::compare
