// cli/sketch.hpp — A sketch into a scheme: the lines that say what was assumed, each where it belongs.
#pragma once

#include <string>
#include <vector>

#include "check/check.hpp"
#include "syntax/tree.hpp"

namespace accrue::cli {

// A name for the scheme in this file: its stem, letters, digits and `_` alone.
std::string scheme_name(const std::string& path);

// `scheme NAME` and what check assumed, with the keywords of the language that is spoken.
std::vector<std::string> lines_to_add(const check::Checked& checked, const std::string& name);

// The sketch's text with those lines put in: headers and inputs before its first statement, a split before
// the first gate of its parts, what is paid at the end.
std::string as_scheme(const syntax::Module& module, const Sources& sources, const check::Checked& checked,
                      const std::string& name);

}  // namespace accrue::cli
