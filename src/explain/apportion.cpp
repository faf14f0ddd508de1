#include "explain/apportion.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace accrue::explain {
namespace {

class Apportioning {
  public:
    Apportioning(const core::Share& share, Exact pool, std::vector<Member> members) : share_(share) {
        result_.pool = std::move(pool);
        result_.members = std::move(members);
    }

    Apportionment result() && {
        result_.refusal = refusal();
        if (!result_.refusal && total() != result_.pool) {
            throw std::logic_error("the shares of `" + share_.name + "` do not add up to their pool");
        }
        return std::move(result_);
    }

  private:
    std::optional<Refusal> refusal() {
        if (auto found = unsound_facts()) return found;
        if (auto found = divide_exactly()) return found;
        if (auto found = share_.remainder_to ? round_to_one() : round_by_fractions()) return found;
        return negative(&Member::share, ShareTrouble::share_below_0);
    }

    // ------------------------------------------------------------ what must hold before

    std::optional<Refusal> unsound_facts() const {
        if (result_.pool.sign() < 0)
            return Refusal{.why = ShareTrouble::pool_below_0, .amount = result_.pool};
        if (auto found = negative(&Member::weight, ShareTrouble::weight_below_0)) return found;
        for (std::size_t i = 0; i < share_.claims.size(); ++i) {
            const auto& claim = share_.claims[i];
            if (claim.fits && !claim.none_to_rest && !anybody_fits(i))
                return Refusal{.why = ShareTrouble::nobody_fits, .claim = i};
        }
        return std::nullopt;
    }
    bool anybody_fits(std::size_t claim) const {
        return std::ranges::any_of(result_.members, [&](const Member& member) {
            return std::ranges::any_of(member.claims, [&](const auto& each) { return each.first == claim; });
        });
    }
    std::optional<Refusal> negative(Exact Member::* what, ShareTrouble why) const {
        const auto found = std::ranges::find_if(
            result_.members, [&](const Member& member) { return (member.*what).sign() < 0; });
        if (found == result_.members.end()) return std::nullopt;
        return Refusal{.why = why,
                       .member = static_cast<std::size_t>(found - result_.members.begin()),
                       .amount = (*found).*what};
    }

    // ------------------------------------------------------------ exact shares

    // Members below 0 leave all at once, and the rest is worked out again among the others.
    std::optional<Refusal> divide_exactly() {
        do {
            add_up();
            if (auto found = undivided_rest()) return found;
            for (auto& member : result_.members) member.nearly = near_share(member);
            if (!share_.nobody_below_0) return negative_share();
        } while (somebody_leaves());
        return std::nullopt;
    }
    void add_up() {
        result_.claims = 0;
        std::vector<Exact> weights;
        for (const auto& member : result_.members) {
            if (member.has_left) continue;
            result_.claims += claimed(member);
            weights.push_back(member.weight);
        }
        result_.rest = result_.pool - result_.claims;
        result_.by_weight = ByWeight(result_.rest, std::move(weights));
    }
    // A rest that nobody may take, or that is negative.
    std::optional<Refusal> undivided_rest() const {
        const auto& rest = result_.rest;
        if (rest.sign() == 0) return std::nullopt;
        if (!share_.weight) return Refusal{.why = ShareTrouble::claims_differ, .amount = -rest};
        if (rest.sign() < 0 && !share_.nobody_below_0)
            return Refusal{.why = ShareTrouble::rest_below_0, .amount = rest};
        if (result_.by_weight.weighs_nothing())
            return Refusal{.why = ShareTrouble::nobody_takes, .amount = rest};
        return std::nullopt;
    }
    Exact near_share(const Member& member) const {
        if (member.has_left) return 0;
        return result_.by_weight.nearly(claimed(member), member.weight, share_.step);
    }
    std::optional<Refusal> negative_share() const {
        auto found = negative(&Member::nearly, ShareTrouble::share_below_0);
        if (found) found->amount = exact_share(result_, result_.members[found->member]);
        return found;
    }
    bool somebody_leaves() {
        bool any = false;
        for (auto& member : result_.members) {
            if (member.nearly.sign() >= 0) continue;
            member.has_left = any = true;
        }
        return any;
    }

    // ------------------------------------------------------------ to the step

    // Rounded down; the steps that are left go one each to the largest fractions cut off, ties by key.
    std::optional<Refusal> round_by_fractions() {
        auto& members = result_.members;
        for (auto& member : members) member.share = floor(member.nearly / share_.step) * share_.step;
        std::vector<std::size_t> places(members.size());
        std::iota(places.begin(), places.end(), 0);
        std::ranges::stable_sort(
            places, [&](std::size_t a, std::size_t b) { return cuts_more(members[a], members[b]); });
        auto left = result_.pool - total();
        for (const auto place : places) {
            if (left.sign() <= 0) break;
            members[place].share += share_.step;
            left -= share_.step;
        }
        return std::nullopt;
    }
    // Does rounding down take more of one than of the other?
    bool cuts_more(const Member& one, const Member& other) const {
        const auto by_one = one.nearly - one.share, by_other = other.nearly - other.share;
        if (by_one != by_other || one.has_left || other.has_left) return by_one > by_other;
        const auto difference = claimed(one) - one.share - (claimed(other) - other.share);
        return result_.by_weight.nearly(difference, one.weight - other.weight, share_.step).sign() > 0;
    }
    std::optional<Refusal> round_to_one() {
        const auto takers = std::ranges::count_if(result_.members, &Member::takes_remainder);
        if (takers == 0) return Refusal{.why = ShareTrouble::remainder_to_nobody};
        if (takers > 1) return Refusal{.why = ShareTrouble::remainder_to_several};
        for (auto& member : result_.members) member.share = rounded(member.nearly, share_.mode, share_.step);
        std::ranges::find_if(result_.members, &Member::takes_remainder)->share += result_.pool - total();
        return std::nullopt;
    }
    Exact total() const {
        Exact sum = 0;
        for (const auto& member : result_.members) sum += member.share;
        return sum;
    }

    const core::Share& share_;
    Apportionment result_;
};

}  // namespace

Exact claimed(const Member& member) {
    Exact sum = 0;
    for (const auto& [claim, amount] : member.claims) sum += amount;
    return sum;
}

Exact exact_share(const Apportionment& division, const Member& member) {
    return member.has_left ? Exact(0) : division.by_weight.exactly(claimed(member), member.weight);
}

Apportionment apportioned(const core::Share& share, Exact pool, std::vector<Member> members) {
    if (members.empty()) {
        Apportionment nobody;
        nobody.pool = std::move(pool);
        return nobody;
    }
    return Apportioning(share, std::move(pool), std::move(members)).result();
}

}  // namespace accrue::explain
