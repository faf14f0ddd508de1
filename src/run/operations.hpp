// run/operations.hpp — What takes whole groups of rows, worked out from stores, one period after another.
#pragma once

#include <functional>
#include <map>
#include <memory>

#include "run/kernels.hpp"
#include "run/store.hpp"
#include "run/timeline.hpp"

namespace accrue::run {

// Elements, each with the row that asks.
struct Pairs {
    std::vector<RowId> elements, askers;
};
// What the condition of pairs is in each of them, in their order.
struct Answer {
    State state = State::present;
    bool holds = false;
};
using Ask = std::function<std::vector<Answer>(StageId paired, const Pairs& pairs)>;

// What several operations need of the same rows, worked out once.
class Shared {
  public:
    Shared(const data::History& history, const Timeline& timeline) : history_(history), timeline_(timeline) {}

    // The rows of a level that stand in each row of another one, or in each period.
    const Members& members(core::LevelId of, core::LevelId level);
    // How large the counts of those places of a store are.
    Extent extent(const Values& values, std::size_t first, std::size_t count);

  private:
    struct Known {
        std::size_t first = 0, count = 0;
        Extent extent;
    };
    const data::History& history_;
    const Timeline& timeline_;
    std::map<std::pair<core::LevelId, core::LevelId>, std::unique_ptr<Members>> members_;
    std::map<const Values*, Known> extents_;  // the latest of each
};

struct Facts {
    const core::Scheme& scheme;
    const data::History& history;
    const Layout& layout;
    const Timeline& timeline;
    Stores& stores;
    Shared& shared;
    Ask ask;
};

class PeriodOperation {
  public:
    virtual ~PeriodOperation() = default;
    // All rows of a period.
    virtual void work_out(std::size_t period) = 0;
    // One row of it, after those before it.
    virtual void work_out_row(RowId row) = 0;
    // Everything of the period is stored.
    virtual void close(std::size_t) {}
};

std::unique_ptr<PeriodOperation> operation(const Facts& facts, OperationId id);

// fold.cpp, apportion.cpp, solve.cpp, lots.cpp
std::unique_ptr<PeriodOperation> operation(const Facts& facts, OperationId id, const Fold& fold);
std::unique_ptr<PeriodOperation> operation(const Facts& facts, OperationId id, const Apportion& apportion);
std::unique_ptr<PeriodOperation> operation(const Facts& facts, OperationId id, const Solve& solve);
std::unique_ptr<PeriodOperation> operation(const Facts& facts, OperationId id, const KeepLots& keep);

// The store of a definition, or null without one.
inline const Values* stored_values(const Facts& facts, core::DefinitionId id) {
    return id ? &facts.stores[facts.layout.of_definition[id]] : nullptr;
}

}  // namespace accrue::run
