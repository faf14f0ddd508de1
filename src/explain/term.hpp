// explain/term.hpp — How a value of a trace follows from other values of it: what an auditor's own program,
// or a spreadsheet, needs to work it out again without the scheme.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/scheme.hpp"

namespace accrue::explain {

using NodeId = Id<struct NodeTag>;

enum class TermOp : std::uint8_t {
    unread,  // a value that was not taken
    constant,
    node,  // the value of a node
    add,   // all of them
    subtract,
    multiply,
    divide,  // by 0: missing
    equal,   // of texts: without case, `ё` as `е`
    less,
    at_most,
    both,    // all of them; a `no` settles it
    either,  // one of them; a `yes` settles it
    negation,
    choose,  // condition, value, condition, value, … and the value otherwise, if there is one
    smaller,
    larger,
    rounded,    // a value, the step; by `mode`
    defaulted,  // a value, what stands for it when it is missing
    months_between,
    counted,  // a condition, a value: where it does not hold, the row is left out of what follows
    sum,
    count,
    smallest,
    largest,
    rank,      // among all rows, of the one at `index`; missing when it is not counted
    member,    // of a division: its weight, whether it takes the remainder, its claims
    division,  // the pool, the step, the members; by `mode`
    division_never_below_0,
    share,        // of a division: what the member `index` gets
    rest_share,   // … its part of the rest
    claimed,      // … what the clause `index` takes of the pool
    equation,     // the constant, the coefficients
    solution,     // of equations: the unknown `index`
    lots_period,  // of the period `index`: added, wanted, and what is left where that is set by hand
    lots,         // for how many periods a lot can be used (0: without end), the periods
    lots_left,    // of lots, after the one of its periods that stands at `index`
    lots_taken,   // … in that period
    lots_expired,
    lot  // … of the lot of the period `index`, what the last period found of it or added to it
};

struct Term {
    TermOp op = TermOp::unread;
    core::Value constant = {};
    NodeId node = {};
    std::vector<Term> of = {};
    std::string mode = {};  // `half_even`; of a division also `largest_fractions`
    std::int64_t index = 0;
};

Term constant_term(core::Value value);
Term node_term(NodeId node);
Term term(TermOp op, std::vector<Term> of);
Term indexed(TermOp op, std::vector<Term> of, std::int64_t index);
Term rounded_term(Rounding mode, std::vector<Term> of);
// What an operator does: of arithmetic, comparisons, `and`, `or`, `not`, bounds.
TermOp operation(const core::Expr& expr);

std::string_view word(TermOp op);
bool has_index(TermOp op);  // does `index` say something?

}  // namespace accrue::explain
