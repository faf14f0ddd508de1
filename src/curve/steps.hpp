// curve/steps.hpp — The rules of one value, unrolled: everything that moves with one amount, row by row, in
// an order in which it can be computed. What does not move is a known value.
#pragma once

#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "curve/local.hpp"

namespace accrue::curve {

using StepId = Id<struct StepTag>;

// A step that is used, and the expression as which the user reads it.
struct Use {
    StepId step;
    core::ExprId as;
};

struct Known {
    Local value;
};
struct Moved {
    Exact start, rate;  // start + rate × what moves
};
struct Calculated {
    core::ArithmeticOp op;
    Use left, right;
};
struct Compared {
    core::CompareOp op;
    Use left, right;
};
struct Joined {
    core::LogicOp op;
    Use left, right;  // no `right` of a negation
};
struct Chosen {
    std::vector<std::pair<Use, Use>> cases;
    std::optional<Use> otherwise;
};
struct Clamped {
    core::ClampOp op;
    Use left, right;
};
// `smooth`: what is paid, rounded at its end; such a rounding is no staircase.
enum class Steps : std::uint8_t { staircase, smooth };
struct Rounded {
    Use of;
    Rounder by;
    Steps steps;
};
struct Defaulted {
    Use of, instead;
};
// A table by its edges, which rise: the first value whose edge the key is below (or at most), else `above`.
struct Stepped {
    struct Below {
        core::CompareOp op;
        Exact edge;
        Local value;
    };
    Use key;
    std::vector<Below> below;
    Local above;
};
// Rows of an aggregate. Without a condition a row counts.
struct Element {
    std::optional<StepId> where;
    StepId of;  // none of a count
};
struct Gathered {
    core::AggregateOp op;
    std::vector<Element> elements;
    std::optional<std::size_t> asker;  // of a rank: which of them asks
};
// One row's share of a pool.
struct Sharer {
    std::vector<std::pair<std::optional<StepId>, StepId>> claims;  // by clause: does it fit, how much
    std::optional<StepId> weight;
    data::RowId row;
};
struct Divided {
    core::ShareId share;
    StepId pool;
    std::vector<Sharer> sharers;
    std::size_t asker;
    Exact slack;  // how far the odd steps can take it from the exact share
};
// unknown = Σ weight × constant: a system whose coefficients do not move.
struct Combined {
    std::vector<std::pair<Exact, Use>> parts;
};

struct Step {
    std::variant<Known, Moved, Calculated, Compared, Joined, Chosen, Clamped, Rounded, Defaulted, Stepped,
                 Gathered, Divided, Combined>
        node;
    core::ExprId at;
    data::RowId row;
};

struct Program {
    const core::Scheme* scheme;
    Table<StepId, Step> steps;  // each after those that it uses
    StepId result;
    Exact from, to;  // between which it is looked at
};

}  // namespace accrue::curve
