// A trace as a tree for people: names on the left, amounts in one column, the reasons beside them or, where
// they do not fit, below.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "base/messages/phrases.hpp"
#include "base/text.hpp"
#include "explain/condition.hpp"
#include "explain/shown.hpp"
#include "explain/trace.hpp"

namespace accrue::explain {
namespace {

constexpr std::size_t gap = 3;           // columns between the columns
constexpr std::size_t most_bands = 12;   // more are folded around the one reached
constexpr std::size_t most_months = 24;  // more are folded, the oldest first
constexpr std::size_t least_width = 40;
constexpr std::string_view bold = "\x1b[1m", red = "\x1b[31m", green = "\x1b[32m", plain = "\x1b[0m";

// One row of the tree before its columns are aligned.
struct Row {
    std::string guide;   // `│  ├─ `
    std::string below;   // the guide of the lines below it
    std::string left;    // mark, name and label
    std::string amount;  // empty: the reasons follow the name directly
    std::vector<std::string> reasons;
    std::string_view paint = {};
};

// ---------------------------------------------------------------- words of one node

std::string mark(const Node& node) {
    if (node.kind == NodeKind::band) return node.reached ? "→ " : "  ";
    if (node.kind != NodeKind::condition) return "";
    if (node.status == Status::missing || node.status == Status::failed) return "? ";
    if (!node.condition) return node.status == Status::applied ? "✓ " : "· ";
    return node.condition->holds ? "✓ " : "✗ ";
}

std::string_view paint(const Node& node) {
    if (node.status == Status::failed) return red;
    if (node.kind != NodeKind::condition || !node.condition) return "";
    return node.condition->holds ? green : red;
}

// Money of another currency than the scheme's says which.
std::string amount(const Node& node, const std::string& currency) {
    if (node.kind == NodeKind::condition) return "";
    if (node.status == Status::failed) return phrase(Phrase::in_error);
    if (!node.value) return node.status == Status::missing ? phrase(Phrase::blank) : "–";
    const auto text = shown(*node.value, node.type, node.shown_as_percent);
    return is_foreign(currency, node.type) ? text + " " + node.type.currency : text;
}

// The sum of the pay lines goes by the word of the language that is spoken.
std::string name_words(const Node& node) {
    const bool is_total = node.kind == NodeKind::total && node.name == "pay";
    return is_total ? phrase(Phrase::head_pay) : printable(node.name);
}

// A label that repeats the name says nothing.
std::string label_words(const Node& node) {
    return node.label.empty() || folded(node.label) == folded(node.name)
               ? ""
               : fmt::format("«{}»", printable(node.label));
}

std::string cell_words(const data::CellPlace& cell) {
    return fmt::format("{}:{} `{}` = \"{}\"", printable(cell.file), cell.line, printable(cell.column),
                       printable(cell.raw));
}

bool cites_its_line(const Node& node) {
    return node.kind == NodeKind::definition || node.kind == NodeKind::part ||
           node.kind == NodeKind::pay_line || node.kind == NodeKind::param || node.kind == NodeKind::pool ||
           node.kind == NodeKind::claim || node.kind == NodeKind::equation;
}

std::string formula_words(const Node& node, const Sources& sources) {
    const auto formula = printable(node.formula);
    if (!cites_its_line(node) || !node.source.source) return formula;
    const auto line = sources[node.source.source].position(node.source.begin).line;
    const auto number = std::to_string(line);
    return formula.empty() ? phrase(Phrase::line, number) : phrase(Phrase::line_and_formula, number, formula);
}

std::vector<std::string> reasons(const Node& node, const Sources& sources) {
    std::vector<std::string> all;
    if (node.condition) all = {margin_words(*node.condition), printable(node.condition->text)};
    all.push_back(formula_words(node, sources));
    if (!node.with_numbers.empty()) all.push_back("= " + node.with_numbers);
    if (node.cell) all.push_back(cell_words(*node.cell));
    all.push_back(printable(node.note));
    std::erase(all, "");
    return all;
}

// ---------------------------------------------------------------- the tree as rows

class Tree {
  public:
    Tree(const Trace& trace, const Sources& sources, std::size_t width)
        : trace_(trace),
          sources_(sources),
          deepest_(width / 2),
          widest_name_(std::max(width * 2 / 5, least_width * 2 / 5)) {}

    std::vector<Row> rows() {
        const auto& root = trace_.nodes[trace_.root];
        add(trace_.root, "", "", root.label);
        return std::move(rows_);
    }

  private:
    // `label` is the one that the author gave the line that pays this value.
    void add(NodeId id, const std::string& guide, const std::string& below, const std::string& label) {
        if (const auto only = same_value_below(id)) {
            return add(*only, guide, below, trace_.nodes[id].label);
        }
        auto node = trace_.nodes[id];
        if (!label.empty()) node.label = label;
        const auto children = visible_children(id);
        const bool again = shown_.contains(id.value);
        const bool too_deep = !again && !children.empty() && display_width(below) > deepest_;
        if (!too_deep) shown_.insert(id.value);
        const bool open = !again && !too_deep && !children.empty();
        const auto hang = below + (open ? "│  " : "   ");
        Row row{.guide = guide,
                .below = hang,
                .left = mark(node) + name_words(node),
                .amount = amount(node, trace_.currency),
                .reasons = {},
                .paint = paint(node)};
        if (again) {
            row.reasons = {phrase(Phrase::see_above)};
        } else {
            row.reasons = reasons(node, sources_);
            place_label(row, label_words(node));
        }
        if (too_deep) row.reasons.push_back(phrase(Phrase::more_with_path, node.name));
        rows_.push_back(std::move(row));
        if (!open) return;
        add_children(children, below);
    }

    // A short label stands behind the name, a long one among the reasons.
    void place_label(Row& row, const std::string& words) const {
        if (words.empty()) return;
        const auto used = display_width(row.guide) + display_width(row.left) + 1 + display_width(words);
        if (used <= widest_name_) {
            row.left += " " + words;
        } else {
            row.reasons.insert(row.reasons.begin(), words);
        }
    }

    void add_children(const std::vector<NodeId>& children, const std::string& below) {
        const auto kept = folded(children);
        for (std::size_t i = 0; i < kept.size(); ++i) {
            const bool last = i + 1 == kept.size();
            const auto guide = below + (last ? "└─ " : "├─ "), next = below + (last ? "   " : "│  ");
            if (kept[i].id) {
                add(kept[i].id, guide, next, "");
            } else {
                rows_.push_back({guide, next + "   ", kept[i].instead, "", {}, {}});
            }
        }
    }

    // Roundings that changed nothing are shown through; leaves seen before are not shown under a condition
    // again.
    std::vector<NodeId> visible_children(NodeId id) const {
        const auto& node = trace_.nodes[id];
        const bool terse = node.kind == NodeKind::condition || node.kind == NodeKind::band;
        std::vector<NodeId> visible;
        for (const auto child : node.children) {
            const auto& below = trace_.nodes[child];
            if (below.kind == NodeKind::rounding && below.status == Status::not_taken) {
                const auto through = visible_children(child);
                visible.insert(visible.end(), through.begin(), through.end());
            } else if (!terse || !below.children.empty() || !shown_.contains(child.value)) {
                visible.push_back(child);
            }
        }
        return visible;
    }

    // A pay line that only repeats a name and its value is shown as that name.
    std::optional<NodeId> same_value_below(NodeId id) const {
        const auto& node = trace_.nodes[id];
        if (node.kind != NodeKind::pay_line || node.status != Status::applied) return std::nullopt;
        const auto children = visible_children(id);
        if (children.size() != 1 || shown_.contains(children.front().value)) return std::nullopt;
        const auto& child = trace_.nodes[children.front()];
        const bool same =
            child.name == node.name && child.value == node.value && child.kind != NodeKind::window;
        return same ? std::optional(children.front()) : std::nullopt;
    }

    struct Kept {
        NodeId id;  // none: `instead` stands for those left out
        std::string instead;
    };
    std::vector<Kept> folded(const std::vector<NodeId>& children) const {
        std::vector<Kept> kept;
        std::vector<NodeId> bands, months;
        for (const auto child : children) {
            const auto kind = trace_.nodes[child].kind;
            if (kind == NodeKind::band) bands.push_back(child);
            if (kind == NodeKind::month) months.push_back(child);
            if (kind != NodeKind::band && kind != NodeKind::month) kept.push_back({child, ""});
        }
        fold_bands(bands, kept);
        fold_months(months, kept);
        return kept;
    }
    // The first and last rows of a long table, and those around the one reached.
    void fold_bands(const std::vector<NodeId>& bands, std::vector<Kept>& kept) const {
        const auto is_reached = [&](NodeId id) { return trace_.nodes[id].reached; };
        const auto reached =
            static_cast<std::size_t>(std::ranges::find_if(bands, is_reached) - bands.begin());
        const auto interesting = [&](std::size_t i) {
            const auto distance = i > reached ? i - reached : reached - i;
            return bands.size() <= most_bands || i == 0 || i + 1 == bands.size() || distance <= 2;
        };
        std::size_t left_out = 0;
        for (std::size_t i = 0; i < bands.size(); ++i) {
            if (!interesting(i)) {
                ++left_out;
                continue;
            }
            if (left_out > 0) kept.push_back({NodeId(), "  " + phrase(Phrase::more_table_rows, left_out)});
            left_out = 0;
            kept.push_back({bands[i], ""});
        }
    }
    void fold_months(const std::vector<NodeId>& months, std::vector<Kept>& kept) const {
        const auto folded = months.size() > most_months ? months.size() - most_months : 0;
        Exact sum = 0;
        const Node* last = nullptr;
        for (std::size_t i = 0; i < months.size(); ++i) {
            if (i >= folded) {
                kept.push_back({months[i], ""});
                continue;
            }
            last = &trace_.nodes[months[i]];
            const auto* number = last->value ? std::get_if<Exact>(&*last->value) : nullptr;
            if (number != nullptr) sum = sum + *number;
            if (i + 1 < folded) continue;
            const auto together = shown(core::Value(sum), last->type, last->shown_as_percent);
            kept.push_back({NodeId(), phrase(Phrase::earlier_months_together, folded, together)});
        }
    }

    const Trace& trace_;
    const Sources& sources_;
    std::size_t deepest_;      // columns of guides; deeper trees are cut
    std::size_t widest_name_;  // columns of guide, name and label together
    std::vector<Row> rows_;
    std::unordered_set<std::uint32_t> shown_;
};

// ---------------------------------------------------------------- rows as lines

struct Columns {
    std::size_t name = 0, amount = 0;
};

Columns columns_of(const std::vector<Row>& rows, std::size_t width) {
    Columns columns;
    for (const auto& row : rows) {
        if (row.amount.empty()) continue;
        columns.amount = std::max(columns.amount, std::min(display_width(row.amount), width / 3));
    }
    const auto most = width > columns.amount + gap ? width - columns.amount - gap : 0;
    for (const auto& row : rows) {
        if (row.amount.empty()) continue;
        const auto name = display_width(row.guide) + display_width(row.left);
        if (name <= std::max(most, least_width / 2)) columns.name = std::max(columns.name, name);
    }
    return columns;
}

// A reason is broken at blanks, but not inside a number or before its `%`.
std::size_t end_of_word(const std::string& text, std::size_t begin) {
    const auto is_digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    auto end = text.find(' ', begin);
    while (end != std::string::npos && end > begin && end + 1 < text.size() && is_digit(end - 1) &&
           (is_digit(end + 1) || text[end + 1] == '%')) {
        end = text.find(' ', end + 1);
    }
    return std::min(end, text.size());
}

// Words filled into lines; a line break stands between words.
class Lines {
  public:
    Lines(std::string first, std::string hang, std::size_t width)
        : line_(std::move(first)), hang_(std::move(hang)), width_(std::max(width, least_width)) {}

    // A reason stays in one piece where it can; a long one is broken between words.
    void add(const std::string& reason) {
        if (fits(reason)) return put(std::string(gap, ' '), reason);
        next_line();
        if (fits(reason)) return put("", reason);
        for (std::size_t begin = 0; begin < reason.size();) {
            const auto end = end_of_word(reason, begin);
            const auto word = reason.substr(begin, end - begin);
            if (!fits(" " + word) && !fresh_) next_line();
            put(fresh_ ? "" : " ", word);
            begin = end + 1;
        }
    }
    std::string text() && { return text_ + line_ + "\n"; }

  private:
    bool fits(const std::string& words) const {
        return display_width(line_) + gap + display_width(words) <= width_;
    }
    void put(std::string_view before, const std::string& words) {
        line_.append(before).append(words);
        fresh_ = false;
    }
    void next_line() {
        text_ += line_ + "\n";
        line_ = hang_;
        fresh_ = true;
    }

    std::string text_, line_, hang_;
    std::size_t width_;
    bool fresh_ = false;
};

std::string lines_of(const Row& row, Columns columns, std::size_t width) {
    auto first = row.guide + row.left;
    if (!row.amount.empty()) {
        first = padded_right(first, columns.name) + std::string(gap, ' ') +
                padded_left(row.amount, columns.amount);
    }
    Lines lines(std::move(first), row.below, width);
    for (const auto& reason : row.reasons) lines.add(reason);
    return std::move(lines).text();
}

// The mark or name of the first line, painted; widths were taken before.
std::string painted(std::string lines, const Row& row, Colour colour) {
    if (colour == Colour::off || row.paint.empty()) return lines;
    lines.insert(row.guide.size() + row.left.size(), plain);
    return lines.insert(row.guide.size(), row.paint);
}

std::string heading(const Trace& trace, Colour colour, std::size_t width) {
    auto who = printable(trace.key);
    for (const auto& [level, key] : trace.above)
        who += fmt::format(" · {} {}", printable(level), printable(key));
    who += (who.empty() ? "" : " · ") + trace.heading;
    const auto scheme = printable(trace.scheme);
    const auto used = display_width(who) + display_width(scheme);
    const auto blanks = used + gap <= width ? width - used : gap;
    const auto title = colour == Colour::on ? fmt::format("{}{}{}", bold, who, plain) : who;
    return scheme.empty() ? title + "\n\n" : title + std::string(blanks, ' ') + scheme + "\n\n";
}

}  // namespace

std::string to_text(const Trace& trace, const Sources& sources, Colour colour, std::size_t width) {
    const auto rows = Tree(trace, sources, width).rows();
    const auto columns = columns_of(rows, width);
    auto text = heading(trace, colour, width);
    for (const auto& row : rows) text += painted(lines_of(row, columns, width), row, colour);
    return text;
}

}  // namespace accrue::explain
