#include "run/operations.hpp"

namespace accrue::run {

const Members& Shared::members(core::LevelId of, core::LevelId level) {
    auto& known = members_[{of, level}];
    if (!known) known = std::make_unique<Members>(history_, timeline_, of, level);
    return *known;
}

// A period's values are written once, before any operation asks.
Extent Shared::extent(const Values& values, std::size_t first, std::size_t count) {
    auto& known = extents_[&values];
    if (known.first != first || known.count != count)
        known = {first, count, near().extent(count, values.values.data() + first)};
    return known.extent;
}

std::unique_ptr<PeriodOperation> operation(const Facts& facts, OperationId id) {
    return std::visit([&](const auto& each) { return operation(facts, id, each); },
                      facts.layout.schedule.operations[id]);
}

}  // namespace accrue::run
