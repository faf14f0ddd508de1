#include "explain/difference_pairs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

#include "explain/shown.hpp"

namespace accrue::explain {
namespace {

bool is_element(const Node& node) {
    return node.kind == NodeKind::row || node.kind == NodeKind::month || node.kind == NodeKind::member ||
           node.kind == NodeKind::lot;
}

std::string with_value(const Node& node) {
    return identity(node) + "\n" + (node.value ? exact_text(*node.value) : "");
}

}  // namespace

bool is_named(const Node& node) {
    switch (node.kind) {
        case NodeKind::definition:
        case NodeKind::part:
        case NodeKind::pay_line:
        case NodeKind::total:
        case NodeKind::input:
        case NodeKind::param:
            return true;
        default:
            return false;
    }
}

// Names come first, then the row; conditions and what is built in are what is written; what has no name is
// one of its kind.
std::string identity(const Node& node) {
    if (is_named(node)) return "n" + node.name;
    const auto kind = std::to_string(static_cast<int>(node.kind));
    if (node.kind == NodeKind::condition || node.kind == NodeKind::built_in) return kind + "c" + node.name;
    if (node.kind == NodeKind::band) return kind + "t" + std::to_string(static_cast<int>(node.type.kind));
    return is_element(node) ? kind + "e" + node.name + "\n" + node.row_name : kind;
}

std::string with_name(const Node& node) {
    return identity(node) + "\n" + node.name + "\n" + node.row_name;
}

// A record is called by its key and its level, a row without a key by its level.
bool is_of_own_row(const Trace& trace, const Node& node) {
    return node.row_name.empty() || node.row_name == trace.key ||
           node.row_name == fmt::format("{} {}", trace.key, node.level) ||
           (trace.key.empty() && node.row_name == node.level);
}

bool is_of_other_row(const Difference& sides, NodePair pair) {
    const auto &was = sides.before->nodes[pair.before], &is = sides.after->nodes[pair.after];
    if (!is_named(was) || was.row_name == is.row_name) return false;
    return !is_of_own_row(*sides.before, was) || !is_of_own_row(*sides.after, is);
}

bool can_be_one(const Node& before, const Node& after) {
    return identity(before) == identity(after);
}

void Matching::by(const std::vector<std::string>& before, const std::vector<std::string>& after) {
    std::map<std::string_view, std::vector<std::size_t>> free;
    for (auto i = before.size(); i > 0; --i) {
        if (!taken_[i - 1]) free[before[i - 1]].push_back(i - 1);
    }
    for (std::size_t i = 0; i < after.size(); ++i) {
        if (partner_[i]) continue;
        const auto found = free.find(after[i]);
        if (found == free.end() || found->second.empty()) continue;
        partner_[i] = found->second.back();
        found->second.pop_back();
        taken_[*partner_[i]] = true;
    }
}

std::vector<Matching::Places> Matching::pairs() const {
    std::vector<Places> all;
    std::vector<bool> told(taken_.size(), false);
    const auto add_gone = [&](std::size_t from) {
        for (auto i = from; i < taken_.size() && !taken_[i] && !told[i]; ++i) {
            told[i] = true;
            all.push_back({i, {}});
        }
    };
    add_gone(0);
    for (std::size_t i = 0; i < partner_.size(); ++i) {
        all.push_back({partner_[i], i});
        if (partner_[i]) add_gone(*partner_[i] + 1);
    }
    return all;
}

std::vector<NodePair> matched(const Difference& sides, const std::vector<NodeId>& before,
                              const std::vector<NodeId>& after) {
    const auto described = [](const Trace& trace, const std::vector<NodeId>& nodes, auto words_of) {
        std::vector<std::string> words;
        for (const auto id : nodes) words.push_back(words_of(trace.nodes[id]));
        return words;
    };
    Matching matching(before.size(), after.size());
    const auto by = [&](auto words_of) {
        matching.by(described(*sides.before, before, words_of), described(*sides.after, after, words_of));
    };
    by([](const Node& node) { return is_element(node) ? with_value(node) : with_name(node); });
    by([](const Node& node) { return identity(node); });
    std::vector<NodePair> all;
    for (const auto& [was, is] : matching.pairs())
        all.push_back({was ? before[*was] : NodeId(), is ? after[*is] : NodeId()});
    return all;
}

}  // namespace accrue::explain
