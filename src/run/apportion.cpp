// Shares of a pool: exact shares, then whole steps that add up to it. Nearly always all of it is counts of
// one unit; else, and where members leave, rationals, with weights only as exact as the steps need them.
#include <algorithm>
#include <optional>
#include <stdexcept>

#include "number/by_weight.hpp"
#include "run/kernels.hpp"
#include "run/operations.hpp"

namespace accrue::run {
namespace {

// One row below the pool.
struct Member {
    Exact claims, weight;
    bool takes_remainder = false;
    Exact nearly;  // its exact share, as far as steps go
    Exact share;
};

// The same in counts: claims of a unit that goes into the step, weights of theirs.
struct WholeMember {
    RowId row;
    int128 claims = 0, weight = 0;
    bool takes_remainder = false;
    int128 steps = 0, cut_off = 0;  // of the denominator of all
};
// What one count of each store is of the common unit.
struct WholeUnits {
    std::int64_t pool = 1, step = 1;
    std::vector<std::int64_t> claims;
};
constexpr int128 whole_limit = int128{1} << 60;  // so that products of two are whole numbers, too

bool is_small(int128 number) {
    return number < whole_limit && number > -whole_limit;
}

class Apportioning : public PeriodOperation {
  public:
    Apportioning(const Facts& facts, OperationId id, const Apportion& apportion)
        : facts_(facts),
          share_(facts.scheme.shares[apportion.share]),
          into_(facts.stores[facts.layout.of_operation[id].front()]),
          inside_(facts.shared.members(share_.of, facts.scheme.definitions[share_.result].level)),
          pool_(*stored_values(facts, share_.pool)),
          weight_(stored_values(facts, share_.weight)),
          remainder_(stored_values(facts, share_.remainder_to)) {
        for (const auto& claim : share_.claims)
            claims_.push_back({stored_values(facts, claim.fits), stored_values(facts, claim.amount)});
        units_ = whole_units();
    }

    // A row that stands in none has no share.
    void work_out(std::size_t period) override {
        const auto members = facts_.timeline.rows(facts_.scheme.definitions[share_.result].level, period);
        for (std::size_t i = 0; i < members.count; ++i) {
            if (!facts_.history.above(members.at(i), share_.of))
                store_absent(into_, into_.place(members.at(i)), State::failed);
        }
        const auto pools = facts_.timeline.rows(share_.of, period);
        for (std::size_t i = 0; i < pools.count; ++i) divide(pools.at(i));
    }
    void work_out_row(RowId) override { throw std::logic_error("a share depends on the record before"); }

  private:
    struct ClaimValues {
        const Values* fits;
        const Values* amount;
    };

    void divide(RowId pool) {
        const auto rows = inside_.of(pool.value - facts_.history.frames[share_.of].first.value);
        if (const auto good = divide_in_counts(pool, rows)) return *good ? store_counts() : refuse(rows);
        if (!gather(pool, rows) || !divide_exactly() || !divide_in_steps()) return refuse(rows);
        assert_whole();
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto place = into_.place(rows[i]);
            if (members_[i].share.bits() > Exact::max_bits) {
                store_absent(into_, place, State::failed);
                continue;
            }
            store_state(into_, place, State::present);
            store_number(into_, place, members_[i].share);
        }
    }
    void refuse(std::span<const RowId> rows) {
        for (const auto row : rows) store_absent(into_, into_.place(row), State::failed);
    }

    // ------------------------------------------------------------ in counts

    std::optional<WholeUnits> whole_units() const {
        const auto step = fraction(share_.step);
        auto unit = step;
        std::vector<Fraction> claims;
        const auto add = [&](const Values& values) {
            const auto own = values.denominators.empty() ? fraction(values.unit) : std::nullopt;
            unit = unit && own ? common(*unit, *own) : std::nullopt;
            claims.push_back(own.value_or(Fraction{}));
        };
        for (const auto& claim : claims_) add(*claim.amount);
        add(pool_);
        const bool weighs = weight_ == nullptr || (weight_->denominators.empty() && weight_->unit.sign() > 0);
        if (!unit || !weighs) return std::nullopt;
        WholeUnits units;
        for (const auto& claim : claims) {
            const auto count = times(claim, *unit);
            if (!count) return std::nullopt;
            units.claims.push_back(*count);
        }
        units.pool = units.claims.back();
        units.claims.pop_back();
        units.step = times(*step, *unit).value_or(0);
        return is_small(units.step) && units.step > 0 ? std::optional(units) : std::nullopt;
    }

    // Nothing where counts will not do: numbers that are too long for them, members below 0 that leave. False
    // where nobody has a share.
    std::optional<bool> divide_in_counts(RowId pool, std::span<const RowId> rows) {
        if (!units_) return std::nullopt;
        if (pool_.state(pool) != State::present) return false;
        const auto amount = count(pool_, pool, units_->pool);
        if (!amount || *amount % units_->step != 0) return std::nullopt;
        whole_members_.clear();
        fitting_.assign(claims_.size(), 0);
        int128 rest = *amount, weights = 0;
        for (const auto row : rows) {
            const auto added = add_whole_member(row);
            if (!added || !*added) return added;
            rest -= whole_members_.back().claims;
            weights += whole_members_.back().weight;
            if (!is_small(rest) || !is_small(weights)) return std::nullopt;
        }
        if (*amount < 0 || somebody_must_fit()) return false;
        if (rest != 0 && !rows.empty()) {
            if (weights == 0) return false;
            if (rest < 0 && !share_.nobody_below_0) return false;
        }
        return cut_counts(*amount, rest, weights);
    }
    // A value in the common unit.
    static std::optional<int128> count(const Values& values, RowId row, std::int64_t unit) {
        const auto stored_count = values.count(row);
        const auto scaled = int128{stored_count} * unit;
        return stored_count == in_large || !is_small(scaled) ? std::nullopt : std::optional(scaled);
    }
    std::optional<bool> add_whole_member(RowId row) {
        WholeMember member{.row = row};
        for (std::size_t i = 0; i < claims_.size(); ++i) {
            const auto& [fits, amount] = claims_[i];
            if (fits != nullptr && fits->state(row) != State::present) return false;
            if (fits != nullptr && fits->count(row) == 0) continue;
            if (amount->state(row) != State::present) return false;
            const auto claim = count(*amount, row, units_->claims[i]);
            if (!claim || !is_small(member.claims + *claim)) return std::nullopt;
            member.claims += *claim;
            ++fitting_[i];
        }
        if (weight_ != nullptr) {
            if (weight_->state(row) != State::present) return false;
            const auto weight = count(*weight_, row, 1);
            if (!weight) return std::nullopt;
            if (*weight < 0) return false;
            member.weight = *weight;
        }
        if (remainder_ != nullptr) {
            if (remainder_->state(row) != State::present) return false;
            member.takes_remainder = remainder_->count(row) != 0;
        }
        whole_members_.push_back(member);
        return true;
    }

    // A member's exact share is (claims × weights + rest × weight) / weights; in steps, over weights × step.
    std::optional<bool> cut_counts(int128 amount, int128 rest, int128 weights) {
        const auto all = weights == 0 ? 1 : weights, under = all * units_->step;
        auto left = amount / units_->step;
        for (auto& member : whole_members_) {
            auto& [row, claims, weight, takes_remainder, steps, cut_off] = member;
            const auto exact = claims * all + (weights == 0 ? 0 : rest * weight);
            if (exact < 0) return share_.nobody_below_0 ? std::nullopt : std::optional(false);
            if (remainder_ != nullptr) {
                wholes<int128>().rounded(&steps, 1, &exact, 1, under, share_.mode);
            } else {
                steps = exact / under;
                cut_off = exact % under;
            }
            left -= steps;
        }
        if (whole_members_.empty()) return true;
        return remainder_ != nullptr ? give_left_to_one(left) : give_left_to_fractions(left);
    }
    bool give_left_to_one(int128 left) {
        const auto takers = std::ranges::count_if(whole_members_, &WholeMember::takes_remainder);
        if (takers != 1) return false;
        auto& taker = *std::ranges::find_if(whole_members_, &WholeMember::takes_remainder);
        taker.steps += left;
        return taker.steps >= 0;
    }
    bool give_left_to_fractions(int128 left) {
        std::vector<WholeMember*> by_fraction;
        for (auto& member : whole_members_) by_fraction.push_back(&member);
        const auto larger = [](const auto* a, const auto* b) { return a->cut_off > b->cut_off; };
        if (left > 0) std::ranges::stable_sort(by_fraction, larger);
        for (auto* member : by_fraction) {
            if (left-- <= 0) break;
            ++member->steps;
        }
        return true;
    }
    void store_counts() {
        for (const auto& member : whole_members_) {
            const auto place = into_.place(member.row);
            store_state(into_, place, State::present);
            if (into_.unit == share_.step && into_.denominators.empty()) {
                store_whole(into_, place, member.steps, 1);
            } else {
                store_number(into_, place, Exact::ratio(member.steps, 1) * share_.step);
            }
        }
    }

    // ------------------------------------------------------------ facts

    bool gather(RowId pool, std::span<const RowId> rows) {
        members_.clear();
        fitting_.assign(claims_.size(), 0);
        if (pool_.state(pool) != State::present) return false;
        amount_ = stored(pool_, pool_.place(pool));
        for (const auto row : rows) {
            if (!add_member(row)) return false;
        }
        return amount_.sign() >= 0 && !somebody_must_fit();
    }
    // A clause that nobody fits.
    bool somebody_must_fit() const {
        for (std::size_t i = 0; i < claims_.size(); ++i) {
            const auto& claim = share_.claims[i];
            if (claim.fits && !claim.none_to_rest && fitting_[i] == 0) return true;
        }
        return false;
    }
    bool add_member(RowId row) {
        Member member;
        for (std::size_t i = 0; i < claims_.size(); ++i) {
            const auto& [fits, amount] = claims_[i];
            if (fits != nullptr && fits->state(row) != State::present) return false;
            if (fits != nullptr && fits->count(row) == 0) continue;
            if (amount->state(row) != State::present) return false;
            member.claims += stored(*amount, amount->place(row));
            ++fitting_[i];
        }
        if (weight_ != nullptr) {
            if (weight_->state(row) != State::present) return false;
            member.weight = stored(*weight_, weight_->place(row));
            if (member.weight.sign() < 0) return false;
        }
        if (remainder_ != nullptr) {
            if (remainder_->state(row) != State::present) return false;
            member.takes_remainder = remainder_->count(row) != 0;
        }
        members_.push_back(std::move(member));
        return true;
    }

    // ------------------------------------------------------------ exact shares

    // Who is below 0 leaves, all at once, until nobody is: without a claim, without a weight.
    bool divide_exactly() {
        for (bool again = true; again;) {
            weigh();
            if (!members_.empty() && rest_.sign() != 0) {
                if (by_weight_.weighs_nothing()) return false;
                if (rest_.sign() < 0 && !share_.nobody_below_0) return false;
            }
            again = false;
            for (auto& member : members_) {
                member.nearly = by_weight_.nearly(member.claims, member.weight, share_.step);
                if (member.nearly.sign() >= 0) continue;
                if (!share_.nobody_below_0) return false;
                member.claims = member.weight = member.nearly = 0;
                again = true;
            }
        }
        return true;
    }
    void weigh() {
        rest_ = amount_;
        std::vector<Exact> weights;
        for (const auto& member : members_) {
            rest_ -= member.claims;
            weights.push_back(member.weight);
        }
        by_weight_ = ByWeight(rest_, std::move(weights));
    }

    // ------------------------------------------------------------ whole steps

    bool divide_in_steps() {
        return remainder_ != nullptr ? give_remainder_to_one() : give_steps_to_fractions();
    }
    bool give_remainder_to_one() {
        Member* taker = nullptr;
        Exact given = 0;
        for (auto& member : members_) {
            if (member.takes_remainder && taker != nullptr) return false;
            if (member.takes_remainder) taker = &member;
            member.share = rounded(member.nearly, share_.mode, share_.step);
            given += member.share;
        }
        if (members_.empty()) return true;
        if (taker == nullptr) return false;
        taker->share += amount_ - given;
        return taker->share.sign() >= 0;
    }
    // Members stand by key, which settles ties.
    bool give_steps_to_fractions() {
        Exact left = amount_;
        std::vector<CutOff> cut_off;
        for (auto& member : members_) {
            member.share = floor(member.nearly / share_.step) * share_.step;
            left -= member.share;
            cut_off.push_back({member.nearly - member.share, &member});
        }
        std::ranges::stable_sort(cut_off, [&](const auto& a, const auto& b) { return is_larger(a, b); });
        for (const auto& [fraction, member] : cut_off) {
            if (left.sign() <= 0) break;
            member->share += share_.step;
            left -= share_.step;
        }
        return true;
    }
    // What rounding down took of a member's share, as nearly as that is known.
    struct CutOff {
        Exact nearly;
        Member* member;
    };
    bool is_larger(const CutOff& a, const CutOff& b) const {
        if (a.nearly != b.nearly) return a.nearly > b.nearly;
        const auto &one = *a.member, &other = *b.member;
        const auto difference = one.claims - one.share - (other.claims - other.share);
        return by_weight_.nearly(difference, one.weight - other.weight, share_.step).sign() > 0;
    }

    void assert_whole() const {
        Exact given = 0;
        for (const auto& member : members_) given += member.share;
        if (!members_.empty() && given != amount_)
            throw std::logic_error("the shares of `" + share_.name + "` do not add up to their pool");
    }

    const Facts& facts_;
    const core::Share& share_;
    Values& into_;
    const Members& inside_;
    const Values& pool_;
    const Values* weight_;
    const Values* remainder_;
    std::vector<ClaimValues> claims_;
    std::optional<WholeUnits> units_;
    // Of the pool at hand.
    Exact amount_, rest_;
    ByWeight by_weight_;
    std::vector<Member> members_;
    std::vector<WholeMember> whole_members_;
    std::vector<std::size_t> fitting_;  // by claim
};

}  // namespace

std::unique_ptr<PeriodOperation> operation(const Facts& facts, OperationId id, const Apportion& apportion) {
    return std::make_unique<Apportioning>(facts, id, apportion);
}

}  // namespace accrue::run
