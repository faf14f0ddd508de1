// compare/sides.hpp — Several schemes on one history: their levels, inputs and references become one list,
// each scheme's ids are rewritten to it, and the history that is read once by the list serves all of them.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/scheme.hpp"

namespace accrue::compare {

// One of the schemes that are compared, and what people call it.
struct Side {
    std::string name;
    core::Scheme scheme;
};

// What data are read by: levels, inputs and references of all sides, no rules. Each side's scheme has the
// same.
struct Sides {
    core::Scheme reading;
    std::vector<Side> sides;
};

// Why two schemes cannot be paid from one history.
struct Apart {
    std::string first, second;  // sides
    std::string what;           // in a sentence
};
std::variant<Sides, Apart> joined(std::vector<Side> sides);

}  // namespace accrue::compare
