// compare/plan.hpp — The plan: what the rules measure the result against, so that results of people with
// different plans can be spoken of as shares of their plan.
#pragma once

#include "compare/result.hpp"

namespace accrue::compare {

// The only input of the data that any scheme compares with the result, divides it by or takes from it; none
// when there is no such input or several, or the data have no such column.
core::InputId plan_of(const Sides& sides, const Result& result, const data::History& history);

}  // namespace accrue::compare
