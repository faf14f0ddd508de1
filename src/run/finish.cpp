// The last passes over a plan: drop the steps that no result needs; put them in an order in which columns
// live short; let columns share slots.
#include <algorithm>

#include "run/columns.hpp"

namespace accrue::run {
namespace {

// One answer for each column of a plan, of whatever kind.
template <class T>
struct ByColumn {
    explicit ByColumn(const Plan& plan)
        : numbers(plan.number_slots.size()), masks(plan.mask_slots.size()), states(plan.state_slots.size()) {}

    T& operator[](NumberId id) { return numbers[id]; }
    T& operator[](MaskId id) { return masks[id]; }
    T& operator[](StateId id) { return states[id]; }

    Table<NumberId, T> numbers;
    Table<MaskId, T> masks;
    Table<StateId, T> states;
};

bool is_result(const Step& step) {
    return std::holds_alternative<Write>(step) || std::holds_alternative<CountAbsent>(step);
}

void drop_unneeded(Plan& plan) {
    ByColumn<std::uint8_t> needed(plan);
    bool wanted = false;
    const ColumnVisitor find([](auto) {}, [&](auto id) { wanted = wanted || needed[id] != 0; });
    const ColumnVisitor mark([&](auto id) { needed[id] = 1; }, [](auto) {});
    const auto unneeded = [&](const auto& each) {
        wanted = false;
        std::visit(find, each);
        return !wanted;
    };
    std::vector<Step> kept;
    for (auto step = plan.steps.rbegin(); step != plan.steps.rend(); ++step) {
        if (!is_result(*step) && unneeded(*step)) continue;
        std::visit(mark, *step);
        kept.push_back(std::move(*step));
    }
    std::ranges::reverse(kept);
    plan.steps = std::move(kept);
    std::erase_if(plan.leaves, unneeded);
}

// Puts the steps of each result right before it, those of the longer way first, so that few columns are in
// use at a time however many definitions there are. A step that clears what it reads keeps its place, and so
// do all.
class StepOrder {
  public:
    explicit StepOrder(Plan& plan) : plan_(plan), maker_(plan), height_(plan.steps.size()) {}

    void settle() {
        const auto clears = [](const Step& step) { return std::holds_alternative<TooLong>(step); };
        if (std::ranges::any_of(plan_.steps, clears)) return;
        for (std::size_t i = 0; i < plan_.steps.size(); ++i) note(i);
        std::vector<Step> ordered;
        std::vector<std::uint8_t> is_done(plan_.steps.size());
        for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
            if (is_result(plan_.steps[i])) take(i, is_done, ordered);
        }
        plan_.steps = std::move(ordered);
    }

  private:
    // The steps that make what it reads, the highest last.
    std::vector<std::size_t> needs(std::size_t step) {
        std::vector<std::size_t> found;
        const auto read = [&](auto id) {
            if (const auto made = maker_[id]; made > 0) found.push_back(made - 1);
        };
        std::visit(ColumnVisitor(read, [](auto) {}), plan_.steps[step]);
        std::ranges::stable_sort(found, {}, [&](std::size_t each) { return height_[each]; });
        return found;
    }
    void note(std::size_t step) {
        for (const auto need : needs(step)) height_[step] = std::max(height_[step], height_[need] + 1);
        std::visit(ColumnVisitor([](auto) {}, [&](auto id) { maker_[id] = step + 1; }), plan_.steps[step]);
    }
    void take(std::size_t result, std::vector<std::uint8_t>& is_done, std::vector<Step>& ordered) {
        std::vector<std::pair<std::size_t, bool>> open{{result, false}};  // and whether its needs are met
        while (!open.empty()) {
            const auto [step, is_ready] = open.back();
            open.pop_back();
            if (is_done[step] != 0) continue;
            if (is_ready) {
                is_done[step] = 1;
                ordered.push_back(std::move(plan_.steps[step]));
                continue;
            }
            open.emplace_back(step, true);
            for (const auto need : needs(step)) open.emplace_back(need, false);
        }
    }

    Plan& plan_;
    ByColumn<std::size_t> maker_;  // 1 + the step; 0: a leaf
    std::vector<std::size_t> height_;
};

// Slots that are free; the one freed last is taken first, while it is still in the cache.
class FreeSlots {
  public:
    explicit FreeSlots(std::uint32_t& in_use) : in_use_(in_use) {}
    std::uint32_t take() {
        if (free_.empty()) return in_use_++;
        const auto slot = free_.back();
        free_.pop_back();
        return slot;
    }
    void give(std::uint32_t slot) { free_.push_back(slot); }

  private:
    std::uint32_t& in_use_;
    std::vector<std::uint32_t> free_;
};

class SlotSharing {
  public:
    explicit SlotSharing(Plan& plan)
        : plan_(plan), last_use_(plan), numbers_(plan.numbers), masks_(plan.masks), states_(plan.states) {}

    void share() {
        for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
            const auto use = [&](auto id) { last_use_[id] = i + 1; };
            std::visit(ColumnVisitor(use, use), plan_.steps[i]);
        }
        const auto take = [&](auto id) { slot(id) = free(id).take(); };
        for (const auto& leaf : plan_.leaves) std::visit(ColumnVisitor([](auto) {}, take), leaf);
        for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
            // What is made never lies on what is read.
            std::visit(ColumnVisitor([](auto) {}, take), plan_.steps[i]);
            const auto give = [&](auto id) {
                if (last_use_[id] != i + 1) return;
                free(id).give(slot(id));
                last_use_[id] = 0;
            };
            std::visit(ColumnVisitor(give, give), plan_.steps[i]);
        }
    }

  private:
    std::uint32_t& slot(NumberId id) { return plan_.number_slots[id]; }
    std::uint32_t& slot(MaskId id) { return plan_.mask_slots[id]; }
    std::uint32_t& slot(StateId id) { return plan_.state_slots[id]; }
    FreeSlots& free(NumberId) { return numbers_; }
    FreeSlots& free(MaskId) { return masks_; }
    FreeSlots& free(StateId) { return states_; }

    Plan& plan_;
    ByColumn<std::size_t> last_use_;  // 1 + the step; 0: none, or given back
    FreeSlots numbers_, masks_, states_;
};

}  // namespace

void finish(Plan& plan) {
    drop_unneeded(plan);
    StepOrder(plan).settle();
    SlotSharing(plan).share();
}

}  // namespace accrue::run
