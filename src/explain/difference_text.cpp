// A difference for people: what both sides are, what brought the difference, and the tree of what changed.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/messages/phrases/commands.hpp"
#include "base/messages/phrases/tracing.hpp"
#include "base/text.hpp"
#include "explain/difference.hpp"
#include "explain/difference_words.hpp"
#include "explain/filled_lines.hpp"
#include "explain/shown.hpp"
#include "explain/trace_tree.hpp"

namespace accrue::explain {
namespace {

constexpr std::size_t most_rows = 5;  // of rows that changed; more are folded

std::string signed_amount(const Exact& amount, const Node& like) {
    const auto text = shown(core::Value(amount), like.type, like.shown_as_percent);
    return amount.sign() > 0 ? "+" + text : text;
}

// ---------------------------------------------------------------- the tree of what changed

struct Line {
    std::string guide, below, name;
    std::string before = {}, after = {}, change = {};  // all empty: words alone
};

class ChangedTree {
  public:
    ChangedTree(const Difference& sides, Folding folding) : sides_(sides), folding_(folding) {}

    std::vector<Line> lines() {
        add(PairId(std::size_t{0}), "", "");
        return std::move(lines_);
    }

  private:
    const Node& node(NodePair pair) const {
        return pair.after ? sides_.after->nodes[pair.after] : sides_.before->nodes[pair.before];
    }
    const Paired& pair(PairId id) const { return sides_.pairs[id]; }

    void add(PairId id, const std::string& guide, const std::string& below) {
        const auto shown_one = shown_instead(id);
        const auto& here = pair(shown_one);
        const bool again = !seen_.insert(shown_one.value).second;
        const auto children = again ? std::vector<PairId>() : visible(shown_one);
        const auto& nodes = here.nodes;
        Line line{.guide = guide,
                  .below = below + (children.empty() ? "   " : "│  "),
                  .name = name_words(nodes, again),
                  .before = nodes.before ? value_words(sides_.before->nodes[nodes.before]) : "–",
                  .after = nodes.after ? value_words(sides_.after->nodes[nodes.after]) : "–",
                  .change = here.change && here.change->sign() != 0 ? signed_amount(*here.change, node(nodes))
                                                                    : ""};
        lines_.push_back(std::move(line));
        add_children(children, below);
    }

    std::string name_words(NodePair nodes, bool again) const {
        const auto name = name_of(sides_, nodes);
        return again ? fmt::format("{} ({})", name, phrase(say::see_above)) : name;
    }

    // `✓` and `✗` of a condition, `→` of the row that a table's key reached.
    static std::string value_words(const Node& node) {
        if (node.kind == NodeKind::condition) {
            if (!node.condition) return node.status == Status::applied ? "✓" : "·";
            return node.condition->holds ? "✓" : "✗";
        }
        if (node.status == Status::failed) return phrase(say::in_error);
        if (!node.value) return node.kind == NodeKind::band && node.reached ? "→" : "–";
        const auto text = shown(*node.value, node.type, node.shown_as_percent);
        return node.kind == NodeKind::band && node.reached ? "→ " + text : text;
    }

    // ------------------------------------------------------------ what stands below

    void add_children(const std::vector<PairId>& children, const std::string& below) {
        std::vector<PairId> changed, same;
        for (const auto child : children) {
            const bool is_shown = pair(child).is_changed || folding_ == Folding::none;
            (is_shown ? changed : same).push_back(child);
        }
        const auto hidden = rows_to_hide(changed);
        std::vector<std::string> folds;
        if (!hidden.empty()) folds.push_back(hidden_words(hidden));
        if (!same.empty()) folds.push_back(same_words(same));
        std::erase_if(changed, [&](PairId id) { return std::ranges::find(hidden, id) != hidden.end(); });
        const auto all = changed.size() + folds.size();
        for (std::size_t i = 0; i < all; ++i) {
            const bool last = i + 1 == all;
            const auto guide = below + (last ? "└─ " : "├─ "), next = below + (last ? "   " : "│  ");
            if (i < changed.size()) {
                add(changed[i], guide, next);
            } else {
                lines_.push_back({.guide = guide, .below = next + "   ", .name = folds[i - changed.size()]});
            }
        }
    }

    // Rounding that changes nothing, and a pay line that only repeats a name, are shown through.
    PairId shown_instead(PairId id) const {
        const auto& here = pair(id);
        if (folding_ == Folding::none || !here.nodes.before || !here.nodes.after) return id;
        if (node(here.nodes).kind != NodeKind::pay_line) return id;
        const auto below = visible(id);
        if (below.size() != 1) return id;
        const auto &line = node(here.nodes), &only = node(pair(below.front()).nodes);
        const bool repeats =
            only.name == line.name && only.value == line.value && pair(below.front()).change == here.change;
        return repeats ? below.front() : id;
    }
    // What makes a row count, and what a member of a share is made of, is told by the reasons.
    bool is_hidden_below(const Node& above, const Node& below) const {
        if (folding_ == Folding::none) return false;
        const bool is_row = above.kind == NodeKind::row || above.kind == NodeKind::month;
        return above.kind == NodeKind::member || (is_row && below.kind == NodeKind::condition);
    }
    bool is_idle(NodePair nodes) const {
        const auto idle = [](const Node& each) {
            return each.kind == NodeKind::rounding && each.status == Status::not_taken;
        };
        return nodes.before && nodes.after && idle(sides_.before->nodes[nodes.before]) &&
               idle(sides_.after->nodes[nodes.after]);
    }
    std::vector<PairId> visible(PairId id) const {
        std::vector<PairId> all;
        const auto& here = pair(id);
        const bool is_whole = here.nodes.before && here.nodes.after;
        if (!is_whole && folding_ != Folding::none) return all;
        for (const auto child : here.children) {
            if (is_hidden_below(node(here.nodes), node(pair(child).nodes))) continue;
            if (folding_ != Folding::none && is_idle(pair(child).nodes)) {
                const auto through = visible(child);
                all.insert(all.end(), through.begin(), through.end());
            } else if (folding_ == Folding::none || node(pair(child).nodes).kind != NodeKind::left_out) {
                all.push_back(child);
            }
        }
        return all;
    }

    // ------------------------------------------------------------ folding

    bool is_row(PairId id) const {
        const auto kind = node(pair(id).nodes).kind;
        return kind == NodeKind::row || kind == NodeKind::month || kind == NodeKind::member;
    }
    std::vector<PairId> rows_to_hide(const std::vector<PairId>& children) const {
        std::vector<PairId> rows;
        std::ranges::copy_if(children, std::back_inserter(rows), [&](PairId id) { return is_row(id); });
        if (folding_ == Folding::none || rows.size() <= most_rows) return {};
        return {rows.begin() + most_rows, rows.end()};
    }
    std::string hidden_words(const std::vector<PairId>& rows) const {
        Exact sum = 0;
        for (const auto row : rows) sum += pair(row).change.value_or(0);
        return phrase(say::more_rows_changed, static_cast<std::int64_t>(rows.size()),
                      signed_amount(sum, node(pair(rows.front()).nodes)));
    }
    std::string same_words(const std::vector<PairId>& same) const {
        const auto count = static_cast<std::int64_t>(same.size());
        if (std::ranges::all_of(same, [&](PairId id) { return is_row(id); }))
            return phrase(say::rows_the_same, count);
        std::string names;
        for (const auto id : same) names += (names.empty() ? "" : ", ") + name_of(sides_, pair(id).nodes);
        return phrase(say::the_same_on_both_sides, names);
    }

    const Difference& sides_;
    Folding folding_;
    std::vector<Line> lines_;
    std::set<std::uint32_t> seen_;
};

// ---------------------------------------------------------------- columns

struct Widths {
    std::size_t name = 0, before = 0, after = 0, change = 0;
};

std::string name_in_tree(const Line& line) {
    return line.guide + line.name;
}

Widths widths_of(const std::vector<Line>& lines, std::size_t width) {
    Widths widths;
    for (const auto& line : lines) {
        widths.before = std::max(widths.before, display_width(line.before));
        widths.after = std::max(widths.after, display_width(line.after));
        widths.change = std::max(widths.change, display_width(line.change));
    }
    const auto amounts = widths.before + widths.after + widths.change + 2 * column_gap + column_gap;
    const auto most = width > amounts + least_width / 2 ? width - amounts : least_width / 2;
    for (const auto& line : lines) {
        const auto name = display_width(name_in_tree(line));
        if (!line.before.empty() && name <= most) widths.name = std::max(widths.name, name);
    }
    return widths;
}

std::string in_columns(const Line& line, const Widths& widths, std::size_t width) {
    if (line.before.empty() && line.after.empty()) {
        FilledLines filled(line.guide + line.name, line.below, width);
        if (display_width(line.guide + line.name) <= width) return std::move(filled).text();
        FilledLines broken(line.guide, line.below, width);
        broken.flow(line.name);
        return std::move(broken).text();
    }
    auto first = name_in_tree(line);
    std::string text;
    if (display_width(first) > widths.name) {
        text = first + "\n";
        first = line.below;
    }
    const std::string gap(column_gap, ' ');
    text += padded_right(first, widths.name) + gap + padded_left(line.before, widths.before) + gap +
            padded_left(line.after, widths.after) + gap + padded_left(line.change, widths.change);
    text.erase(text.find_last_not_of(' ') + 1);
    return text + "\n";
}

std::string tree_text(const Difference& sides, const Sides& names, std::size_t width, Folding folding) {
    auto lines = ChangedTree(sides, folding).lines();
    lines.insert(lines.begin(), {.guide = "",
                                 .below = "",
                                 .name = "",
                                 .before = printable(names.before),
                                 .after = printable(names.after),
                                 .change = phrase(say::head_change)});
    const auto widths = widths_of(lines, width);
    std::string text;
    for (const auto& line : lines) text += in_columns(line, widths, width);
    return text;
}

// ---------------------------------------------------------------- what brought it

std::string reasons_text(const Difference& sides, std::size_t width, Colour colour) {
    const auto& root = sides.after->nodes[sides.after->root];
    if (!sides.total) return phrase(say::no_difference_to_tell) + "\n";
    std::vector<std::pair<std::string, std::string>> lines;
    for (const auto& reason : sides.reasons)
        lines.emplace_back(signed_amount(reason.amount, root), reason.text);
    const auto total =
        sides.total->sign() == 0 ? phrase(say::there_is_no_difference) : phrase(say::difference_adds_up);
    const auto sum = signed_amount(*sides.total, root);
    auto widest = display_width(sum);
    for (const auto& [amount, text] : lines) widest = std::max(widest, display_width(amount));
    const auto heading = phrase(say::what_brought_it);
    auto text = lines.empty()          ? std::string()
                : colour == Colour::on ? fmt::format("{}{}{}\n", bold, heading, unpainted)
                                       : heading + "\n";
    for (const auto& [amount, words] : lines) {
        FilledLines filled("  " + padded_left(amount, widest) + std::string(column_gap, ' '),
                           std::string(widest + 2 + column_gap, ' '), width);
        filled.flow(words);
        text += std::move(filled).text();
    }
    if (lines.size() != 1)
        text += "  " + padded_left(sum, widest) + std::string(column_gap, ' ') + total + "\n";
    return text;
}

std::string without_effect_text(const Difference& sides, std::size_t width) {
    if (sides.without_effect.empty()) return "";
    auto text = phrase(say::changed_without_effect) + "\n";
    for (const auto& reason : sides.without_effect) {
        FilledLines filled("  ", std::string(4, ' '), width);
        filled.flow(reason.text);
        text += std::move(filled).text();
    }
    return text;
}

// ---------------------------------------------------------------- the head

std::string who(const Trace& trace) {
    auto words = printable(trace.key);
    for (const auto& [level, key] : trace.above)
        words += fmt::format(" · {} {}", printable(level), printable(key));
    return words;
}

std::vector<std::string> grounds(const Trace& trace) {
    std::vector<std::string> words{trace.heading};
    if (trace.written) words.push_back(printable(trace.written->file));
    for (const auto& file : trace.files) {
        const auto line = file.line == 0 ? "" : fmt::format(":{}", file.line);
        words.push_back(printable(file.file) + line);
    }
    return words;
}

// Names that leave the values no room, of several files or long paths, stand only in the head, which lists
// the files of each side.
Sides over_columns(const Sides& names, std::size_t width) {
    const auto both = display_width(printable(names.before)) + display_width(printable(names.after));
    return both <= width / 2 ? names : Sides{phrase(say::head_was), phrase(say::head_is_now)};
}

std::string head(const Difference& sides, const Sides& names, Colour colour, std::size_t width) {
    auto title = who(*sides.after);
    title += (title.empty() ? "" : " · ") + sides.after->heading;
    auto text = colour == Colour::on ? fmt::format("{}{}{}\n\n", bold, title, unpainted) : title + "\n\n";
    const auto widest = std::max(display_width(names.before), display_width(names.after));
    const auto add = [&](const std::string& name, const Trace& trace) {
        FilledLines filled(padded_right(printable(name), widest), std::string(widest + column_gap, ' '),
                           width);
        for (const auto& fact : grounds(trace)) {
            if (fact != name) filled.add(fact);
        }
        text += std::move(filled).text();
    };
    add(names.before, *sides.before);
    add(names.after, *sides.after);
    return text + "\n";
}

}  // namespace

std::string to_text(const Difference& sides, const Sides& names, Colour colour, std::size_t width,
                    Folding folding) {
    const auto heads = over_columns(names, width);
    auto text = head(sides, heads, colour, width) + reasons_text(sides, width, colour);
    if (sides.pairs.begin()->is_changed || folding == Folding::none)
        text += "\n" + tree_text(sides, heads, width, folding);
    const auto quiet = without_effect_text(sides, width);
    return quiet.empty() ? text : text + "\n" + quiet;
}

}  // namespace accrue::explain
