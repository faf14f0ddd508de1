// syntax/parse.hpp — From text to the tree as written, with every mistake of the file.
#pragma once

#include "base/diagnostic.hpp"
#include "syntax/tree.hpp"

namespace accrue::syntax {

struct Parsed {
    Module module;  // statements that could not be read stand in it as `Unreadable`
    Diagnostics diagnostics;
};
Parsed parse(SourceId source, const Sources& sources);

}  // namespace accrue::syntax
