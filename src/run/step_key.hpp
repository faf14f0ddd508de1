// run/step_key.hpp — What tells a step from all others that make something else, so that what stands in a
// scheme twice is computed once.
#pragma once

#include "run/plan.hpp"

namespace accrue::run {

// Empty: the step is never the same as another one.
using StepKey = std::vector<std::int64_t>;
StepKey step_key(const Plan& plan, const Step& step);

}  // namespace accrue::run
