// explain/difference_pairs.hpp — Which node of one trace is which of another: by the name of the definition,
// the row and the period; what has no name of its own by its kind and its place.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "explain/difference.hpp"

namespace accrue::explain {

// A definition, a part, a pay line, an input, a param: what is known by its name.
bool is_named(const Node& node);
// Is it of the row whose trace it is, in whatever period?
bool is_of_own_row(const Trace& trace, const Node& node);
// Another row than the other trace's: another team, another person.
bool is_of_other_row(const Difference& sides, NodePair pair);
// Can the one be what the other was? Where neither has a name, nodes of one kind can.
bool can_be_one(const Node& before, const Node& after);

// Its name and its row, where it has a name; else its kind.
std::string identity(const Node& node);
// … and what it is called where it has no name of its own: `sales above 1M`.
std::string with_name(const Node& node);

// Which of two lists' things are one, by their places: those of one description are paired in their order,
// the closest description first.
class Matching {
  public:
    struct Places {
        std::optional<std::size_t> before, after;
    };
    Matching(std::size_t before, std::size_t after) : taken_(before, false), partner_(after) {}
    // Pairs what has no partner yet.
    void by(const std::vector<std::string>& before, const std::vector<std::string>& after);
    // Each once; those with a partner in the order of `after`, behind each partner those that only `before`
    // has.
    std::vector<Places> pairs() const;

  private:
    std::vector<bool> taken_;
    std::vector<std::optional<std::size_t>> partner_;
};

// Each node once; those with a partner in the order of `after`, behind each partner those that only `before`
// has. Rows that are alike in everything but their value are told apart by it.
std::vector<NodePair> matched(const Difference& sides, const std::vector<NodeId>& before,
                              const std::vector<NodeId>& after);

}  // namespace accrue::explain
