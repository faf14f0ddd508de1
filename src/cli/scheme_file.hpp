// cli/scheme_file.hpp — From a scheme's text to its meaning: the first steps of every command.
#pragma once

#include <string>

#include "check/check.hpp"
#include "cli/requests.hpp"
#include "cli/session.hpp"
#include "syntax/parse.hpp"

namespace accrue::cli {

struct LoadedScheme {
    SourceId source;
    syntax::Parsed parsed;
    check::Checked checked;
    Diagnostics diagnostics;  // of both, by place
};
LoadedScheme load_scheme(Session& session, const SchemeChoice& choice);
// The same of a text that is already there, and of files that `find` gives.
LoadedScheme load_given(Session& session, SourceId source, const syntax::FindFile& find);

// The same, for a command that computes: shows what was found and stops when there are errors.
LoadedScheme sound_scheme(Session& session, LoadedScheme loaded);
LoadedScheme load_sound_scheme(Session& session, const SchemeChoice& choice);

}  // namespace accrue::cli
