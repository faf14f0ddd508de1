// check/declare.hpp — Gathers what a file declares from its statements, its blocks and the files that it
// joins. A sketch is made whole here: inputs, the split in thirds and the pay line that it leaves unsaid.
#pragma once

#include "base/diagnostic.hpp"
#include "check/declarations.hpp"
#include "syntax/tree.hpp"

namespace accrue::check {

Declarations declare(const syntax::Module& module, const Sources& sources, Diagnostics& diagnostics);

}  // namespace accrue::check
