#include "explain/difference_pairs.hpp"

#include <algorithm>
#include <map>

#include "explain/shown.hpp"

namespace accrue::explain {
namespace {

bool is_element(const Node& node) {
    return node.kind == NodeKind::row || node.kind == NodeKind::month || node.kind == NodeKind::member ||
           node.kind == NodeKind::lot;
}

// Names come first, then the row; what has no name is one of its kind.
std::string identity(const Node& node) {
    if (is_named(node)) return "n" + node.name;
    const auto kind = std::to_string(static_cast<int>(node.kind));
    return is_element(node) ? kind + "e" + node.name + "\n" + node.row_name : kind;
}

std::string with_value(const Node& node) {
    return identity(node) + "\n" + (node.value ? exact_text(*node.value) : "");
}

std::string with_name(const Node& node) {
    return identity(node) + "\n" + node.name + "\n" + node.row_name;
}

// Pairs nodes of one description in their order.
class Matching {
  public:
    Matching(const Difference& sides, const std::vector<NodeId>& before, const std::vector<NodeId>& after)
        : sides_(sides), before_(before), after_(after), partner_(after.size(), none) {
        taken_.resize(before.size(), false);
    }
    void by(std::string (*described)(const Node&)) {
        std::map<std::string, std::vector<std::size_t>> free;
        for (auto i = before_.size(); i > 0; --i) {
            if (!taken_[i - 1]) free[described(sides_.before->nodes[before_[i - 1]])].push_back(i - 1);
        }
        for (std::size_t i = 0; i < after_.size(); ++i) {
            if (partner_[i] != none) continue;
            const auto found = free.find(described(sides_.after->nodes[after_[i]]));
            if (found == free.end() || found->second.empty()) continue;
            partner_[i] = found->second.back();
            found->second.pop_back();
            taken_[partner_[i]] = true;
        }
    }
    std::vector<NodePair> pairs() const {
        std::vector<NodePair> all;
        std::vector<bool> told(before_.size(), false);
        const auto add_gone = [&](std::size_t from) {
            for (auto i = from; i < before_.size() && !taken_[i] && !told[i]; ++i) {
                told[i] = true;
                all.push_back({before_[i], {}});
            }
        };
        add_gone(0);
        for (std::size_t i = 0; i < after_.size(); ++i) {
            all.push_back({partner_[i] == none ? NodeId() : before_[partner_[i]], after_[i]});
            if (partner_[i] != none) add_gone(partner_[i] + 1);
        }
        return all;
    }

  private:
    static constexpr std::size_t none = ~std::size_t{0};
    const Difference& sides_;
    const std::vector<NodeId>&before_, &after_;
    std::vector<std::size_t> partner_;
    std::vector<bool> taken_;
};

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

bool is_of_other_row(const Node& before, const Node& after) {
    return is_named(before) && before.row_name != after.row_name;
}

bool can_be_one(const Node& before, const Node& after) {
    return identity(before) == identity(after);
}

std::vector<NodePair> matched(const Difference& sides, const std::vector<NodeId>& before,
                              const std::vector<NodeId>& after) {
    Matching matching(sides, before, after);
    matching.by([](const Node& node) { return is_element(node) ? with_value(node) : with_name(node); });
    matching.by([](const Node& node) { return identity(node); });
    return matching.pairs();
}

}  // namespace accrue::explain
