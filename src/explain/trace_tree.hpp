// explain/trace_tree.hpp — A trace as the rows of a tree: what stands under what, what is folded and by which
// words, before its columns are aligned.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "explain/trace.hpp"

namespace accrue::explain {

struct TreeRow {
    std::string guide;   // `│  ├─ `
    std::string below;   // the guide of the lines below it
    std::string left;    // mark, name and label
    std::string amount;  // empty: the reasons follow the name directly
    std::vector<std::string> reasons;
    std::string_view paint = {};
    NodeId node = {};  // none: the row stands for several that are left out
    std::size_t depth = 0;
    std::string_view mark = {};        // with which `left` begins
    bool is_again = false;             // the node stands in an earlier row
    std::vector<TreeRow> hidden = {};  // of `whole_tree`: what is folded here
};

std::vector<TreeRow> tree_rows(const Trace& trace, const Sources& sources, std::size_t width,
                               Folding folding);
// The same rows as with the usual folding, and what they leave out with them: for pages that can be unfolded.
std::vector<TreeRow> whole_tree(const Trace& trace, const Sources& sources, Folding folding);

inline constexpr std::string_view bold = "\x1b[1m", red = "\x1b[31m", green = "\x1b[32m",
                                  unpainted = "\x1b[0m";
inline constexpr std::size_t least_width = 40;

}  // namespace accrue::explain
