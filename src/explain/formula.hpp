// explain/formula.hpp — An expression with its numbers put in, in the shape in which the analyst wrote it:
// `(55 000 000.00 − 40 000 000.00) × 0.5 %`.
#pragma once

#include <string>

#include "explain/evaluate.hpp"

namespace accrue::explain {

// Of a choice, the branch taken. Names, windows, tables and inner choices are their values.
std::string with_numbers(Evaluation& evaluation, core::ExprId expression, data::RowId row);

// The same with names: `bonus / 3`; for what has no text of its own.
std::string with_names(Evaluation& evaluation, core::ExprId expression, data::RowId row);
// The text of a formula as it stands in the file; of a choice, of the branch taken.
std::string written_formula(Evaluation& evaluation, core::ExprId expression, data::RowId row);

// The value alone; `blank` when it is missing, `…` when it is in error.
std::string value_text(Evaluation& evaluation, core::ExprId expression, data::RowId row);

// `half up to 0.01`
std::string rounding_words(Rounding mode, const std::string& step);
std::string rounding_words(const core::Scheme& scheme, const core::Round& round);

bool is_table(core::WrittenAs written_as);

// The comparison as it was written: check turns `a >= b` into `b <= a` and `a != b` into `not a = b`.
enum class Relation : std::uint8_t { equal, different, less, at_most, more, at_least };
struct Comparison {
    Relation relation;
    core::ExprId left, right;
};
std::optional<Comparison> comparison(const core::Scheme& scheme, core::ExprId condition);
Relation opposite(Relation relation);
std::string_view sign(Relation relation);  // `≥`

}  // namespace accrue::explain
