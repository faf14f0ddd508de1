#include "explain/trace_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/messages/phrases/results.hpp"
#include "base/messages/phrases/tracing.hpp"
#include "base/text.hpp"
#include "explain/condition.hpp"
#include "explain/node_words.hpp"
#include "explain/shown.hpp"

namespace accrue::explain {
namespace {

constexpr std::size_t most_bands = 12;     // more are folded around the one reached
constexpr std::size_t most_months = 24;    // more are folded, the oldest first
constexpr std::size_t most_rows = 5;       // of other rows, more are folded
constexpr std::size_t most_unreached = 2;  // conditions
constexpr std::size_t least_zeros = 2;     // fewer are shown

bool is_element(const Node& node) {
    return node.kind == NodeKind::month || node.kind == NodeKind::row || node.kind == NodeKind::member;
}

// A name without a value of its own: rows that do not count, all shares, all lots.
bool is_heading(const Node& node) {
    const bool counts_only = node.kind == NodeKind::left_out && !node.value;
    return counts_only || node.kind == NodeKind::division || node.kind == NodeKind::lots;
}

bool is_zero(const Node& node) {
    const auto* number = node.value ? std::get_if<Exact>(&*node.value) : nullptr;
    return number != nullptr && number->sign() == 0;
}

// ---------------------------------------------------------------- the tree as rows

class Tree {
  public:
    Tree(const Trace& trace, const Sources& sources, std::size_t width, Folding folding)
        : trace_(trace),
          sources_(sources),
          folding_(folding),
          deepest_(folding == Folding::none ? ~std::size_t{0} : width / 2),
          widest_name_(std::max(width * 2 / 5, least_width * 2 / 5)) {}

    std::vector<TreeRow> rows() {
        const auto& root = trace_.nodes[trace_.root];
        add(trace_.root, "", "", root.label);
        return std::move(rows_);
    }
    // Behind all rows, so that what is shown openly is never said to stand in a fold.
    std::vector<TreeRow> rows_with_hidden() {
        auto open = rows();
        folding_ = Folding::none;
        deepest_ = ~std::size_t{0};
        for (std::size_t i = 0; i < open.size(); ++i) {
            const auto folded = folds_.find(i);
            if (folded == folds_.end()) continue;
            depth_ = open[i].depth + 1;
            add_children(open[i].node, folded->second, "");
            open[i].hidden = std::exchange(rows_, {});
        }
        return open;
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
        TreeRow row{.guide = guide,
                    .below = below + (open ? "│  " : "   "),
                    .left = std::string(mark_of(node)) + name_words(node),
                    .amount = is_heading(node) ? "" : amount_words(node, trace_.currency),
                    .reasons = {},
                    .paint = paint_of(node),
                    .node = id,
                    .depth = depth_,
                    .mark = mark_of(node),
                    .is_again = again};
        if (again) {
            row.reasons = {phrase(say::see_above)};
        } else {
            row.reasons = reasons_of(node, trace_.source, sources_);
            place_label(row, label_words(node));
        }
        if (too_deep) row.reasons.push_back(phrase(say::more_with, way_into(node)));
        if (!again && children.empty() && !node.more.empty() && !node.cell && tells_more(node))
            row.reasons.push_back(phrase(say::more_with, printable(node.more)));
        if (!again && !open) fold(node.children);
        rows_.push_back(std::move(row));
        if (open) add_children(id, children, below);
    }

    // What the trace's own row has of its own is asked for by its name.
    static std::string way_into(const Node& node) {
        const bool has_name = node.kind == NodeKind::definition || node.kind == NodeKind::part;
        const bool is_of_root = node.level.empty() && node.row_name.empty() && node.period.empty();
        if (!node.more.empty()) return printable(node.more);
        return has_name && is_of_root ? "--path " + printable(node.name) : std::string("--full");
    }

    // Of rows that stand together the first tells how the trace of each is had.
    bool tells_more(const Node& node) { return !is_element(node) || told_.insert(parent_.value).second; }

    // What belongs to the next row and is not shown with it.
    void fold(const std::vector<NodeId>& nodes) {
        if (folding_ != Folding::none && !nodes.empty()) folds_[rows_.size()] = nodes;
    }

    // A short label stands behind the name, a long one among the reasons.
    void place_label(TreeRow& row, const std::string& words) const {
        if (words.empty()) return;
        const auto used = display_width(row.guide) + display_width(row.left) + 1 + display_width(words);
        if (used <= widest_name_) {
            row.left += " " + words;
        } else {
            row.reasons.insert(row.reasons.begin(), words);
        }
    }

    void add_children(NodeId parent, const std::vector<NodeId>& children, const std::string& below) {
        const auto kept = folded(parent, children);
        ++depth_;
        for (std::size_t i = 0; i < kept.size(); ++i) {
            const bool last = i + 1 == kept.size();
            const auto guide = below + (last ? "└─ " : "├─ "), next = below + (last ? "   " : "│  ");
            parent_ = parent;
            if (kept[i].id) {
                add(kept[i].id, guide, next, "");
            } else {
                fold(kept[i].all);
                rows_.push_back({.guide = guide,
                                 .below = next + "   ",
                                 .left = kept[i].instead,
                                 .amount = "",
                                 .reasons = {},
                                 .depth = depth_});
            }
        }
        --depth_;
    }

    // ------------------------------------------------------------ what stands under a node

    // Roundings that changed nothing are shown through; leaves seen before are not shown under a condition
    // again.
    std::vector<NodeId> visible_children(NodeId id) const {
        const auto& node = trace_.nodes[id];
        if (is_closed(node)) return {};
        const bool terse = node.kind == NodeKind::condition || node.kind == NodeKind::band;
        std::vector<NodeId> visible;
        for (const auto child : node.children) {
            const auto& below = trace_.nodes[child];
            if (is_hidden_below(node, below)) continue;
            if (node.kind == NodeKind::band && folding_ != Folding::none && shown_.contains(child.value))
                continue;
            if (below.kind == NodeKind::rounding && below.status == Status::not_taken) {
                const auto through = visible_children(child);
                visible.insert(visible.end(), through.begin(), through.end());
            } else if (!terse || !below.children.empty() || !shown_.contains(child.value)) {
                visible.push_back(child);
            }
        }
        return visible;
    }

    // What other rows consist of is their own trace's; records have none. Names under a band that does not
    // count say nothing.
    bool is_closed(const Node& node) const {
        if (folding_ == Folding::none) return false;
        if (node.kind == NodeKind::band) return node.status == Status::not_taken;
        if (folding_ == Folding::rows_open) return false;
        if (node.kind == NodeKind::left_out) return true;
        return is_element(node) && !node.more.empty();
    }
    // That a row counts is said by its standing there.
    bool is_hidden_below(const Node& node, const Node& below) const {
        if (folding_ == Folding::none) return false;
        if (node.kind == NodeKind::member) return true;
        if (below.kind == NodeKind::input && below.status == Status::missing)
            return node.kind == NodeKind::built_in;
        return is_element(node) && below.kind == NodeKind::condition;
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

    // ------------------------------------------------------------ folding

    struct Kept {
        NodeId id;  // none: `instead` stands for those left out
        std::string instead = {};
        std::vector<NodeId> all = {};  // which are these
    };
    std::vector<Kept> folded(NodeId parent, const std::vector<NodeId>& children) {
        std::vector<Kept> kept;
        if (folding_ == Folding::none) {
            for (const auto child : children) kept.push_back({child});
            return kept;
        }
        std::vector<NodeId> bands, months, rows, zeros, unreached;
        for (const auto child : children) {
            const auto& node = trace_.nodes[child];
            if (node.kind == NodeKind::band) {
                bands.push_back(child);
            } else if (node.kind == NodeKind::month) {
                months.push_back(child);
            } else if (node.kind == NodeKind::row || node.kind == NodeKind::member) {
                rows.push_back(child);
            } else if (is_dull_zero(parent, child)) {
                zeros.push_back(child);
            } else if (is_unreached(node)) {
                unreached.push_back(child);
                if (unreached.size() <= most_unreached) kept.push_back({child});
            } else {
                kept.push_back({child});
            }
        }
        if (unreached.size() > most_unreached)
            kept.insert(after_conditions(kept),
                        {NodeId(),
                         phrase(say::more_not_reached, count(unreached) - most_unreached),
                         {unreached.begin() + most_unreached, unreached.end()}});
        fold_bands(bands, kept);
        fold_months(months, kept);
        std::vector<Kept> listed;
        fold_rows(rows, listed);
        kept.insert(kept.begin(), listed.begin(), listed.end());
        fold_zeros(zeros, kept);
        return kept;
    }
    static std::int64_t count(const std::vector<NodeId>& nodes) {
        return static_cast<std::int64_t>(nodes.size());
    }
    static bool is_unreached(const Node& node) {
        return node.kind == NodeKind::condition && !node.condition && node.status == Status::not_taken;
    }
    std::vector<Kept>::iterator after_conditions(std::vector<Kept>& kept) const {
        const auto is_condition = [&](const Kept& each) {
            return each.id && trace_.nodes[each.id].kind == NodeKind::condition;
        };
        return std::find_if(kept.rbegin(), kept.rend(), is_condition).base();
    }

    // ---- zeros: pay lines and parts that are 0 though every condition under them held

    bool is_dull_zero(NodeId parent, NodeId id) {
        const auto& node = trace_.nodes[id];
        const bool is_line = trace_.nodes[parent].kind == NodeKind::total || node.kind == NodeKind::part;
        const bool is_plain = node.status == Status::applied || node.status == Status::gate_open ||
                              node.status == Status::defaulted;
        return is_line && is_plain && is_zero(node) && !has_missed(id);
    }
    bool has_missed(NodeId id) {
        const auto known = missed_.find(id.value);
        if (known != missed_.end()) return known->second;
        const auto& node = trace_.nodes[id];
        missed_[id.value] = false;
        const bool own = node.status == Status::failed || node.kind == NodeKind::left_out ||
                         (node.condition && !node.condition->holds);
        const bool found =
            own || std::ranges::any_of(node.children, [&](NodeId child) { return has_missed(child); });
        return missed_[id.value] = found;
    }
    void fold_zeros(const std::vector<NodeId>& zeros, std::vector<Kept>& kept) const {
        if (zeros.size() < least_zeros) {
            for (const auto zero : zeros) kept.push_back({zero});
            return;
        }
        std::string names;
        for (const auto zero : zeros) names += (names.empty() ? "" : ", ") + name_words(trace_.nodes[zero]);
        const auto nothing = amount_words(trace_.nodes[zeros.front()], trace_.currency);
        kept.push_back({NodeId(), phrase(say::parts_of_zero, count(zeros), nothing, names), zeros});
    }

    // ---- tables, periods, rows

    // The first and last rows of a long table, and those around the one reached.
    void fold_bands(const std::vector<NodeId>& bands, std::vector<Kept>& kept) const {
        const auto is_reached = [&](NodeId id) { return trace_.nodes[id].reached; };
        const auto reached =
            static_cast<std::size_t>(std::ranges::find_if(bands, is_reached) - bands.begin());
        const auto interesting = [&](std::size_t i) {
            const auto distance = i > reached ? i - reached : reached - i;
            return bands.size() <= most_bands || i == 0 || i + 1 == bands.size() || distance <= 2;
        };
        std::vector<NodeId> left_out;
        for (std::size_t i = 0; i < bands.size(); ++i) {
            if (!interesting(i)) {
                left_out.push_back(bands[i]);
                continue;
            }
            if (!left_out.empty())
                kept.push_back({NodeId(), "  " + phrase(say::more_table_rows, count(left_out)), left_out});
            left_out.clear();
            kept.push_back({bands[i]});
        }
    }
    void fold_months(const std::vector<NodeId>& months, std::vector<Kept>& kept) const {
        const auto folded = months.size() > most_months ? months.size() - most_months : 0;
        const std::vector<NodeId> first(months.begin(), months.begin() + static_cast<std::ptrdiff_t>(folded));
        if (folded > 0)
            kept.push_back(
                {NodeId(), phrase(say::earlier_months_together, count(first), together(first)), first});
        for (std::size_t i = folded; i < months.size(); ++i) kept.push_back({months[i]});
    }
    void fold_rows(const std::vector<NodeId>& rows, std::vector<Kept>& kept) const {
        const auto shown = std::min(rows.size(), most_rows);
        for (std::size_t i = 0; i < shown; ++i) kept.push_back({rows[i]});
        const std::vector<NodeId> others(rows.begin() + static_cast<std::ptrdiff_t>(shown), rows.end());
        if (others.empty()) return;
        kept.push_back({NodeId(), phrase(say::more_rows_together, count(others), together(others)), others});
    }
    std::string together(const std::vector<NodeId>& nodes) const {
        Exact sum = 0;
        for (const auto id : nodes) {
            const auto& value = trace_.nodes[id].value;
            const auto* number = value ? std::get_if<Exact>(&*value) : nullptr;
            if (number != nullptr) sum += *number;
        }
        const auto& last = trace_.nodes[nodes.back()];
        return shown(core::Value(sum), last.type, last.shown_as_percent);
    }

    const Trace& trace_;
    const Sources& sources_;
    Folding folding_;
    std::size_t deepest_;      // columns of guides; deeper trees are cut
    std::size_t widest_name_;  // columns of guide, name and label together
    std::vector<TreeRow> rows_;
    std::unordered_set<std::uint32_t> shown_;
    NodeId parent_;                                               // of the row that is being added
    std::size_t depth_ = 0;                                       // of the row that is being added
    std::unordered_map<std::size_t, std::vector<NodeId>> folds_;  // by row: what is folded there
    std::unordered_set<std::uint32_t> told_;
    std::unordered_map<std::uint32_t, bool> missed_;  // has the node a condition below that did not hold?
};

}  // namespace

std::vector<TreeRow> tree_rows(const Trace& trace, const Sources& sources, std::size_t width,
                               Folding folding) {
    return Tree(trace, sources, width, folding).rows();
}

std::vector<TreeRow> whole_tree(const Trace& trace, const Sources& sources, Folding folding) {
    constexpr std::size_t wide = 200;  // the page decides itself where a line ends
    return Tree(trace, sources, wide, folding).rows_with_hidden();
}

}  // namespace accrue::explain
