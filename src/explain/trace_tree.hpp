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
};

std::vector<TreeRow> tree_rows(const Trace& trace, const Sources& sources, std::size_t width,
                               Folding folding);

inline constexpr std::string_view bold = "\x1b[1m", red = "\x1b[31m", green = "\x1b[32m",
                                  unpainted = "\x1b[0m";
inline constexpr std::size_t least_width = 40;

}  // namespace accrue::explain
