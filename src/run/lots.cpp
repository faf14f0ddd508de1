// First-in first-out lots, carried from each row to the key's next one.
#include <deque>
#include <unordered_map>

#include "run/operations.hpp"

namespace accrue::run {
namespace {

struct Lot {
    Period of{};
    Exact amount;
};
struct Kept {
    std::deque<Lot> lots;  // the oldest first
    Exact left = 0;        // what they come to
    bool failed = false;   // some row before could not be computed
};

class KeepingLots : public PeriodOperation {
  public:
    KeepingLots(const Facts& facts, OperationId id, const KeepLots& keep)
        : facts_(facts), lots_(facts.scheme.lots[keep.lots]), results_(facts.layout.of_operation[id]) {}

    void work_out(std::size_t period) override {
        const auto rows = facts_.timeline.rows(lots_.level, period);
        for (std::size_t i = 0; i < rows.count; ++i) work_out_row(rows.at(i));
    }
    void work_out_row(RowId row) override {
        auto kept = before(row);
        const auto add = amount(lots_.add, row), take = amount(lots_.take, row);
        kept.failed = kept.failed || !add || !take;
        if (kept.failed) {
            for (const auto part : {core::LotsPart::left, core::LotsPart::taken, core::LotsPart::expired})
                store_absent(into(part), into(part).place(row), State::failed);
        } else {
            const auto period = facts_.history.rows[row].period;
            const auto expired = expire(kept, period), taken = this->take(kept, *take);
            if (add->sign() > 0) kept.lots.push_back({period, *add});
            kept.left += *add - taken - expired;
            store(core::LotsPart::left, row, kept.left);
            store(core::LotsPart::taken, row, taken);
            store(core::LotsPart::expired, row, expired);
        }
        kept_[row.value] = std::move(kept);
    }

  private:
    Kept before(RowId row) {
        const auto previous = facts_.history.rows[row].previous;
        const auto found = previous ? kept_.find(previous.value) : kept_.end();
        if (found == kept_.end()) return {};
        auto kept = std::move(found->second);
        kept_.erase(found);
        return kept;
    }
    // Nothing when it has no value, or one below 0.
    std::optional<Exact> amount(core::DefinitionId id, RowId row) const {
        const auto& values = *stored_values(facts_, id);
        if (values.state(row) != State::present) return std::nullopt;
        auto value = stored(values, values.place(row));
        return value.sign() < 0 ? std::nullopt : std::optional(std::move(value));
    }
    Exact expire(Kept& kept, Period now) const {
        Exact expired = 0;
        while (lots_.usable_for > 0 && !kept.lots.empty() &&
               now.index - kept.lots.front().of.index > lots_.usable_for) {
            expired += kept.lots.front().amount;
            kept.lots.pop_front();
        }
        return expired;
    }
    static Exact take(Kept& kept, const Exact& wanted) {
        Exact taken = 0;
        while (!kept.lots.empty() && taken < wanted) {
            auto& oldest = kept.lots.front().amount;
            const auto used = smaller(oldest, wanted - taken);
            taken += used;
            oldest -= used;
            if (oldest.sign() == 0) kept.lots.pop_front();
        }
        return taken;
    }
    Values& into(core::LotsPart part) { return facts_.stores[results_[static_cast<std::size_t>(part)]]; }
    void store(core::LotsPart part, RowId row, const Exact& value) {
        auto& values = into(part);
        if (value.bits() > Exact::max_bits) return store_absent(values, values.place(row), State::failed);
        store_state(values, values.place(row), State::present);
        store_number(values, values.place(row), value);
    }

    const Facts& facts_;
    const core::Lots& lots_;
    const std::vector<StoreId>& results_;
    std::unordered_map<std::uint32_t, Kept> kept_;  // by the key's latest row
};

}  // namespace

std::unique_ptr<PeriodOperation> operation(const Facts& facts, OperationId id, const KeepLots& keep) {
    return std::make_unique<KeepingLots>(facts, id, keep);
}

}  // namespace accrue::run
