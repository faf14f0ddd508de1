// check/lines.hpp — Which definitions are plain lines of their inputs: a constant and so much of each input.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/scheme.hpp"

namespace accrue::check {

// constant + Σ slope × input, params at their first value.
struct Line {
    Exact constant;
    std::map<core::InputId, Exact> slopes;
};

// Those of all definitions of a scheme. Each expression is looked at once.
class Lines {
  public:
    explicit Lines(const core::Scheme& scheme);

    // Nothing when it is no line, or one of very many inputs or digits.
    const Line* of(core::DefinitionId definition) const;

  private:
    std::optional<Line> of_node(const core::Constant& constant) const;
    std::optional<Line> of_node(const core::Read& read);
    std::optional<Line> of_node(const core::Arithmetic& arithmetic) const;
    template <class Node>
    std::optional<Line> of_node(const Node& node) const;
    void find(core::ExprId root);

    const core::Scheme& scheme_;
    std::vector<std::optional<Line>> found_;  // by expression
    std::vector<bool> is_known_;
};

}  // namespace accrue::check
