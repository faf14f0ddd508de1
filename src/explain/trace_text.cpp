// A trace as a tree for people: names on the left, amounts in one column, the reasons beside them or, where
// they do not fit, below.
#include <fmt/format.h>

#include <algorithm>

#include "base/messages/phrases/tracing.hpp"
#include "base/text.hpp"
#include "explain/filled_lines.hpp"
#include "explain/node_words.hpp"
#include "explain/shown.hpp"
#include "explain/trace_tree.hpp"

namespace accrue::explain {
namespace {

// ---------------------------------------------------------------- rows as lines

struct Columns {
    std::size_t name = 0, amount = 0;
};

Columns columns_of(const std::vector<TreeRow>& rows, std::size_t width) {
    Columns columns;
    for (const auto& row : rows) {
        if (row.amount.empty()) continue;
        columns.amount = std::max(columns.amount, std::min(display_width(row.amount), width / 3));
    }
    const auto most = width > columns.amount + column_gap ? width - columns.amount - column_gap : 0;
    for (const auto& row : rows) {
        if (row.amount.empty()) continue;
        const auto name = display_width(row.guide) + display_width(row.left);
        if (name <= std::max(most, least_width / 2)) columns.name = std::max(columns.name, name);
    }
    return columns;
}

std::string lines_of(const TreeRow& row, Columns columns, std::size_t width) {
    auto first = row.guide + row.left;
    if (!row.amount.empty()) {
        first = padded_right(first, columns.name) + std::string(column_gap, ' ') +
                padded_left(row.amount, columns.amount);
    }
    FilledLines lines(std::move(first), row.below, width);
    for (const auto& reason : row.reasons) lines.add(reason);
    return std::move(lines).text();
}

// The mark or name of the first line, painted; widths were taken before.
std::string painted(std::string lines, const TreeRow& row, Colour colour) {
    if (colour == Colour::off || row.paint.empty()) return lines;
    lines.insert(row.guide.size() + row.left.size(), unpainted);
    return lines.insert(row.guide.size(), row.paint);
}

// ---------------------------------------------------------------- the head of the page

std::string heading(const Trace& trace, Colour colour, std::size_t width) {
    auto who = printable(trace.key);
    for (const auto& [level, key] : trace.above)
        who += fmt::format(" · {} {}", printable(level), printable(key));
    who += (who.empty() ? "" : " · ") + trace.heading;
    const auto scheme = printable(trace.scheme);
    const auto used = display_width(who) + display_width(scheme);
    const auto blanks = used + column_gap <= width ? width - used : column_gap;
    const auto title = colour == Colour::on ? fmt::format("{}{}{}", bold, who, unpainted) : who;
    return scheme.empty() ? title + "\n\n" : title + std::string(blanks, ' ') + scheme + "\n\n";
}

std::string place_words(const FilePlace& place) {
    return place.line == 0 ? printable(place.file) : fmt::format("{}:{}", printable(place.file), place.line);
}

// Those in force in the trace's own period, each once.
std::vector<std::string> param_words(const Trace& trace, const Sources& sources) {
    std::vector<std::string> words;
    for (const auto& node : trace.nodes) {
        if (node.kind != NodeKind::param || !node.value || !node.period.empty()) continue;
        auto text = printable(node.name) + " " + shown(*node.value, node.type, node.shown_as_percent);
        if (!node.note.empty()) text += " " + node.note;
        if (node.source.source && node.source.source.value < sources.size()) {
            text += fmt::format(" ({})", line_words(node.source, trace.source, sources));
        }
        if (std::ranges::find(words, text) == words.end()) words.push_back(std::move(text));
    }
    return words;
}

// Which plan, which data, which params: what a dispute is mostly about.
std::string grounds(const Trace& trace, const Sources& sources, std::size_t width) {
    if (trace.files.empty()) return "";
    std::vector<std::pair<std::string, std::vector<std::string>>> lines;
    if (trace.written) {
        std::vector<std::string> scheme{printable(trace.written->file)};
        if (!trace.title.empty()) scheme.push_back(fmt::format("«{}»", printable(trace.title)));
        lines.push_back({phrase(say::heading_scheme), std::move(scheme)});
    }
    std::vector<std::string> files;
    for (const auto& file : trace.files) files.push_back(place_words(file));
    lines.push_back({phrase(say::heading_data), std::move(files)});
    if (auto params = param_words(trace, sources); !params.empty())
        lines.push_back({phrase(say::heading_params), std::move(params)});
    std::size_t widest = 0;
    for (const auto& [word, facts] : lines) widest = std::max(widest, display_width(word));
    std::string text;
    for (const auto& [word, facts] : lines) {
        FilledLines filled(padded_right(word, widest), std::string(widest + column_gap, ' '), width);
        for (const auto& fact : facts) filled.add(fact);
        text += std::move(filled).text();
    }
    return text + "\n";
}

}  // namespace

std::string to_text(const Trace& trace, const Sources& sources, Colour colour, std::size_t width,
                    Folding folding) {
    const auto rows = tree_rows(trace, sources, width, folding);
    const auto columns = columns_of(rows, width);
    auto text = heading(trace, colour, width) + grounds(trace, sources, width);
    for (const auto& row : rows) text += painted(lines_of(row, columns, width), row, colour);
    return text;
}

}  // namespace accrue::explain
