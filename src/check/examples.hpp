// check/examples.hpp — The `example` blocks, typed against the scheme: rows to feed and amounts to expect.
#pragma once

#include <vector>

#include "check/check.hpp"
#include "check/lower.hpp"

namespace accrue::check {

std::vector<Example> examples(const syntax::Module& module, const Sources& sources,
                              const Declarations& declarations, Lowering& lowering,
                              const core::Scheme& scheme, Diagnostics& diagnostics);

}  // namespace accrue::check
