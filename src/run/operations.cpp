#include "run/operations.hpp"

namespace accrue::run {

std::unique_ptr<PeriodOperation> operation(const Facts& facts, OperationId id) {
    return std::visit([&](const auto& each) { return operation(facts, id, each); },
                      facts.layout.schedule.operations[id]);
}

}  // namespace accrue::run
