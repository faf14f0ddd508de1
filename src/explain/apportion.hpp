// explain/apportion.hpp — A pool divided among its members, in exact rationals, to the step.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "core/scheme.hpp"
#include "data/history.hpp"
#include "number/by_weight.hpp"

namespace accrue::explain {

// One row below the pool: what it claims, what it weighs, and in the end what it gets.
struct Member {
    data::RowId row{};
    std::vector<std::pair<std::size_t, Exact>> claims;  // of each clause that fits: its place, the amount
    Exact weight = 0;
    bool takes_remainder = false;
    bool has_left = false;  // below 0, and `nobody below 0`
    Exact nearly = 0;       // its exact share, as far as steps go (`ByWeight::nearly`)
    Exact share = 0;
};

enum class ShareTrouble : std::uint8_t {
    pool_below_0,
    weight_below_0,  // of `member`
    nobody_fits,     // the clause `claim`
    claims_differ,   // from the pool, by `amount`
    rest_below_0,    // it is `amount`
    nobody_takes,    // the rest, `amount`
    share_below_0,   // of `member`: `amount`
    remainder_to_nobody,
    remainder_to_several
};
struct Refusal {
    ShareTrouble why;
    std::size_t member = 0, claim = 0;
    Exact amount = 0;
};

struct Apportionment {
    Exact pool = 0;
    Exact claims = 0, rest = 0;      // of those who have not left
    ByWeight by_weight;              // the rest, among them
    std::vector<Member> members;     // in the order of the rows
    std::optional<Refusal> refusal;  // then no member has a share
};

Exact claimed(const Member& member);  // by all clauses
// Its share before it is rounded.
Exact exact_share(const Apportionment& division, const Member& member);

// Members come with claims, weights and `takes_remainder`. The shares add up to the pool.
Apportionment apportioned(const core::Share& share, Exact pool, std::vector<Member> members);

}  // namespace accrue::explain
