// compare/paid.hpp — What each of several schemes pays for the rows of one history: a column of whole counts
// a scheme, side by side, so that everything that is said of schemes is said of the same person-months.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/parallel.hpp"
#include "compare/result.hpp"
#include "run/run.hpp"

namespace accrue::compare {

// Totals of one pay line.
struct Component {
    std::string name;
    std::vector<Exact> cost;  // by side; 0 where a scheme has no such line
};

struct Paid {
    // One for each key of a paid level: `level` is told where there are several.
    struct Person {
        core::LevelId level;
        data::KeyId key;
    };
    Exact unit;  // of all counts of pay
    std::vector<Person> people;
    std::vector<Period> periods;  // rising
    // By person-month, those of one period together.
    std::vector<data::RowId> rows;               // of records the first
    std::vector<std::uint32_t> person, period;   // by their places above
    std::vector<std::vector<std::int64_t>> pay;  // by side
    std::vector<Component> components;
    Exact result_unit = 1;
    std::vector<std::optional<std::int64_t>> result;  // empty without a result
    std::vector<std::uint32_t> by_result;             // places of those that have one, by rising result

    std::size_t size() const { return rows.size(); }
};

// An amount does not fit the counts.
struct TooLong {};
// A definition that was asked for as the result has values between the counts of `unit`.
struct ResultTooFine {
    std::string name;
    Exact unit;
};
// Rows that a scheme cannot pay.
struct Failed {
    std::size_t side;
    std::vector<data::RowId> rows;
};
struct Paying {
    Paid paid;
    std::vector<Failed> failed;  // when there are some, nothing else is filled
};
// Throws `TooLong`, `ResultTooFine`.
Paying pay_all(const Sides& sides, const data::History& history, const Result& result, Workers& workers);

// Pays one scheme after another from one history, all in the same memory.
class Payer {
  public:
    // All three outlive it; of the history the cells may be changed between two schemes.
    Payer(const core::Scheme& first, const data::History& history, Workers& workers);

    // What a scheme costs; nothing when it cannot pay all rows. Throws `TooLong`.
    std::optional<Exact> cost(const core::Scheme& scheme);
    // The same by person-month in the order of `Paid`, in counts of `unit`.
    std::optional<std::vector<std::int64_t>> pay(const Paid& paid, const core::Scheme& scheme,
                                                 const Exact& unit);

  private:
    const data::History& history_;
    Workers& workers_;
    run::Runner first_;
};

Exact sum(const std::vector<std::int64_t>& counts, const Exact& unit);
// How many person-months are paid nothing.
std::size_t at_zero(const std::vector<std::int64_t>& pay);

// People who get more and less over the whole time than under the first scheme.
struct Against {
    std::size_t more = 0, less = 0;
};
Against against_first(const Paid& paid, const std::vector<std::int64_t>& pay);

}  // namespace accrue::compare
