// compare/lent_history.hpp — The history of a comparison, lent to the curves of one scheme: they move single
// cells of it and put them back, so that millions of rows need no copy.
#pragma once

#include <utility>

#include "compare/finding.hpp"
#include "curve/movement.hpp"

namespace accrue::compare {

// While it lives, the ground's history is here and not there.
class LentHistory {
  public:
    LentHistory(const Ground& ground, std::size_t side)
        : history_(ground.history),
          changed_(ground.sides.sides[side].scheme, std::move(ground.history), ground.sources) {}
    LentHistory(const LentHistory&) = delete;
    LentHistory& operator=(const LentHistory&) = delete;
    ~LentHistory() { history_ = std::move(changed_).history(); }

    curve::Changed& changed() { return changed_; }

  private:
    data::History& history_;
    curve::Changed changed_;
};

}  // namespace accrue::compare
