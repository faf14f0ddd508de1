#include "explain/lots.hpp"

namespace accrue::explain {

LotsAfter lots_after(const core::Lots& lots, const std::vector<Lot>& before, Period now, const Exact& add,
                     const Exact& take) {
    LotsAfter after;
    auto wanted = take;
    for (const auto& lot : before) {
        if (lots.usable_for > 0 && now.index - lot.of.index > lots.usable_for) {
            after.expired.push_back(lot);
            continue;
        }
        const auto used = smaller(lot.amount, wanted);
        wanted -= used;
        if (used.sign() > 0) after.taken.push_back({lot.of, used});
        if (lot.amount > used) after.left.push_back({lot.of, lot.amount - used});
    }
    if (add.sign() > 0) after.left.push_back({now, add});
    return after;
}

Exact total(const std::vector<Lot>& lots) {
    Exact sum = 0;
    for (const auto& lot : lots) sum += lot.amount;
    return sum;
}

}  // namespace accrue::explain
