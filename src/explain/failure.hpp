// explain/failure.hpp — Why a value is missing or a row in error, traced back to its cause and put as a
// diagnostic.
#pragma once

#include "base/diagnostic.hpp"
#include "explain/evaluate.hpp"

namespace accrue::explain {

enum class AbsenceKind : std::uint8_t {
    blank_cell,
    no_earlier_month,
    no_row_then,  // a named count of periods before
    param_not_in_force,
    divisor_zero,
    window_empty,         // the largest, smallest or average of no rows
    not_ranked,           // the row is not one of those that are ranked
    no_reference_row,     // nothing fits the keys
    blank_reference_cell  // the row that fits has no such value
};

// Where a missing value was missing first, through reads of definitions, outer rows and earlier periods.
struct Absence {
    AbsenceKind kind;
    core::ExprId at;
    data::RowId row;
};
Absence absence(Evaluation& evaluation, core::ExprId missing, data::RowId row);

// What is alike about failures that are reported as one: the same column blank, or the same place of the
// scheme.
struct Cause {
    FailureKind kind;
    AbsenceKind absence;  // of missing_used
    std::uint32_t place;  // input or expression
    friend auto operator<=>(const Cause&, const Cause&) = default;
};
Cause cause(Evaluation& evaluation, const Failure& failure);

}  // namespace accrue::explain
