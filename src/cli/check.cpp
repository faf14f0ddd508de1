#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/data_files.hpp"
#include "cli/scheme_file.hpp"
#include "cli/sketch.hpp"
#include "data/inspect.hpp"
#include "report/diagnostics_json.hpp"

namespace accrue::cli {
namespace {

void show_assumptions(Session& session, const LoadedScheme& loaded, const std::string& name) {
    const check::Checked& checked = loaded.checked;
    if (!checked.scheme.is_sketch || has_errors(loaded.diagnostics)) return;
    remark(session, "a text without a `scheme` line is a sketch; this is how it was read:");
    for (const auto& assumption : checked.assumptions) {
        remark(session, "   - " + worded({assumption.kind, assumption.arguments}));
    }
    remark(session, "the lines to add (`accrue fmt` adds them):");
    for (const auto& line : lines_to_add(checked, name)) remark(session, "   " + line);
}

}  // namespace

Exit check_command(const CheckRequest& request, Session& session) {
    refuse_two_readers(request.scheme, request.data);
    const auto loaded = load_scheme(session, request.scheme);
    auto diagnostics = loaded.diagnostics;
    auto code = has_errors(diagnostics) ? Exit::scheme : Exit::done;
    if (!request.json) {
        show(session, diagnostics);
        show_assumptions(session, loaded, scheme_name(request.scheme.path));
    }
    if (code == Exit::done && !request.data.paths.empty()) {
        const auto read = load_history(session, loaded.checked.scheme, request.data);
        diagnostics.insert(diagnostics.end(), read.diagnostics.begin(), read.diagnostics.end());
        if (has_errors(read.diagnostics)) code = Exit::data;
        if (!request.json) show(session, read.diagnostics);
        remark(session, understood_line(session.sources, read));
        for (const auto& line : data::described(read.understood)) remark(session, "   - " + line);
    }
    if (request.json) report::write_diagnostics_json(session.out, diagnostics, session.sources);
    remark(session, fmt::format("{}: {}", session.sources[loaded.source].name(), counted(diagnostics)));
    return code;
}

}  // namespace accrue::cli
