// syntax/parse.hpp — From text to the tree as written, with every mistake of the file.
#pragma once

#include <functional>
#include <string_view>

#include "base/diagnostic.hpp"
#include "syntax/tree.hpp"

namespace accrue::syntax {

struct Parsed {
    Module module;  // statements that could not be read stand in it as `Unreadable`
    Diagnostics diagnostics;
};
// The file that `use "…"` or `based on "…"` in `asking` names; none when it cannot be read.
using FindFile = std::function<SourceId(SourceId asking, std::string_view name)>;
// With the files that it names, and theirs, each once; `find` may add to `sources`.
Parsed parse(SourceId source, const Sources& sources, const FindFile& find = {});

}  // namespace accrue::syntax
