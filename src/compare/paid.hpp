// compare/paid.hpp — What each of several schemes pays for the rows of one history: a column of whole counts
// a scheme, side by side, so that everything that is said of schemes is said of the same person-months.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/parallel.hpp"
#include "compare/sides.hpp"
#include "data/history.hpp"
#include "run/run.hpp"

namespace accrue::compare {

// What the schemes reward: an input of the data, or a definition of the first scheme. Empty: none is known.
struct Result {
    std::string name;
    core::InputId input{};
    core::DefinitionId definition{};
    explicit operator bool() const { return input || definition; }
};
// The one that is named; without a name the lever, the money by day, or the only money that is certain. None
// when nothing is certain, or the name is of nothing.
Result found_result(const Sides& sides, const std::optional<std::string>& name);

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

    std::size_t size() const { return rows.size(); }
};

// An amount does not fit the counts.
struct TooLong {};
// Rows that a scheme cannot pay.
struct Failed {
    std::size_t side;
    std::vector<data::RowId> rows;
};
struct Paying {
    Paid paid;
    std::vector<Failed> failed;  // when there are some, nothing else is filled
};
// Throws `TooLong`.
Paying pay_all(const Sides& sides, const data::History& history, const Result& result, Workers& workers);

// What a scheme costs on a history; nothing when it cannot pay all rows.
std::optional<Exact> cost(const core::Scheme& scheme, const data::History& history, Workers& workers);
// The same, and the counts of every person-month in the order of `Paid`, at its unit times `finer`.
std::optional<std::vector<std::int64_t>> pay_at(const Paid& paid, const core::Scheme& scheme,
                                                const data::History& history, const Exact& unit,
                                                Workers& workers);

Exact sum(const std::vector<std::int64_t>& counts, const Exact& unit);

}  // namespace accrue::compare
