// cli/examples.hpp — The examples inside a scheme, tried on the reference evaluator.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "check/check.hpp"
#include "explain/coverage.hpp"

namespace accrue::cli {

// An expectation that was not met.
struct Miss {
    Diagnostic diagnostic;
    std::string row;    // `Маша, 2026-03`
    std::string trace;  // why, its first lines; may be empty
};
struct ExampleOutcome {
    std::string title;
    Span span;
    std::size_t expectations = 0;
    std::vector<Miss> misses;
    std::vector<std::string> given;  // definitions whose rules were not run, as the example sets their values
};
// `coverage`, when there is one, learns which branches the example reached.
ExampleOutcome tried(const core::Scheme& scheme, const check::Example& example, const Sources& sources,
                     explain::Coverage* coverage = nullptr);

}  // namespace accrue::cli
