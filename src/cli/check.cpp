#include "base/messages/phrases/commands.hpp"
#include "cli/commands.hpp"
#include "cli/data_files.hpp"
#include "cli/scheme_file.hpp"
#include "cli/sketch.hpp"
#include "report/diagnostics_json.hpp"

namespace accrue::cli {
namespace {

void show_assumptions(Session& session, const LoadedScheme& loaded, const std::string& name) {
    const check::Checked& checked = loaded.checked;
    if (!checked.scheme.is_sketch || has_errors(loaded.diagnostics)) return;
    remark(session, phrase(say::sketch_was_read));
    for (const auto& assumption : checked.assumptions) {
        remark(session, "   - " + worded({assumption.kind, assumption.arguments}));
    }
    remark(session, phrase(say::lines_to_add));
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
        show_understood(session, read);
    }
    if (request.json) report::write_diagnostics_json(session.out, diagnostics, session.sources);
    remark(session, phrase(say::file_and_count, session.sources[loaded.source].name(), counted(diagnostics)));
    return code;
}

}  // namespace accrue::cli
