#include "base/messages/phrases/commands.hpp"
#include "cli/commands.hpp"
#include "cli/data_files.hpp"
#include "cli/run_in_parts.hpp"
#include "cli/run_whole.hpp"
#include "cli/scheme_file.hpp"

namespace accrue::cli {

Exit run_loaded(const LoadedScheme& loaded, const RunRequest& request, Session& session) {
    const auto scheme_sources = session.sources.size();
    const auto& scheme = loaded.checked.scheme;
    const auto data = until(scheme, request.data, request.period);
    Workers workers(data.threads);
    begin_work(session, phrase(say::work_reading));
    const auto opened = open_data(session, scheme, data);
    const Running run{session, request, scheme, scheme_sources, data, opened, workers};
    if (const auto exit = run_in_parts(run)) return *exit;
    return run_whole(run);
}

Exit run_command(const RunRequest& request, Session& session) {
    refuse_two_readers(request.scheme, request.data);
    return run_loaded(load_sound_scheme(session, request.scheme), request, session);
}

}  // namespace accrue::cli
