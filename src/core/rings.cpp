#include "core/rings.hpp"

#include <array>
#include <utility>
#include <vector>

#include "core/walk.hpp"

namespace accrue::core {
namespace {

// What a record's definition takes from the record before it.
std::vector<DefinitionId> read_of_record_before(const Scheme& scheme, DefinitionId id) {
    const auto& definition = scheme.definitions[id];
    if (scheme.levels[definition.level].kind != LevelKind::records) return {};
    return read_of_earlier(scheme, definition.value);
}

// Is there a way from one definition to another that leaves their level, or takes many rows of it at once?
class WayAround {
  public:
    WayAround(const Scheme& scheme, LevelId level) : scheme_(scheme), level_(level) {}

    // In steps, not in calls: the way may be a hundred thousand definitions long.
    bool leads(DefinitionId from, DefinitionId to) {
        reached_.fill(std::vector<bool>(scheme_.definitions.size(), false));
        open_ = {{from, 0}};
        while (!open_.empty()) {
            const auto [id, outside] = open_.back();
            open_.pop_back();
            go_on(id, scheme_.definitions[id].level != level_ ? 1 : outside);
        }
        return reached_[1][to.value];
    }

  private:
    void go_on(DefinitionId id, std::size_t outside) {
        if (reached_[outside][id.value]) return;
        reached_[outside][id.value] = true;
        const auto value = scheme_.definitions[id].value;
        for (const auto read : read_in_period(scheme_, value)) open_.emplace_back(read, outside);
        for (const auto read : gathered_in_period(scheme_, value)) open_.emplace_back(read, 1);
        for (const auto read : read_of_record_before(scheme_, id)) open_.emplace_back(read, outside);
    }

    const Scheme& scheme_;
    LevelId level_;
    std::array<std::vector<bool>, 2> reached_;                // one record at a time all the way, and not
    std::vector<std::pair<DefinitionId, std::size_t>> open_;  // by which of them
};

}  // namespace

std::optional<DefinitionId> ring_through_records(const Scheme& scheme) {
    for (std::size_t i = 0; i < scheme.definitions.size(); ++i) {
        const DefinitionId id(i);
        for (const auto before : read_of_record_before(scheme, id)) {
            if (WayAround(scheme, scheme.definitions[id].level).leads(before, id)) return id;
        }
    }
    return std::nullopt;
}

}  // namespace accrue::core
