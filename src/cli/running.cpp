#include "cli/running.hpp"

#include "base/messages/phrases/commands.hpp"
#include "base/messages/phrases/general.hpp"

namespace accrue::cli {
namespace {

bool has_place(const RunRequest& request) {
    return !request.place.path.empty() && request.place.path != "-";
}

}  // namespace

std::unique_ptr<InputFingerprints> fingerprints(const Running& run) {
    if (!has_place(run.request) || run.request.manifest == ManifestWish::left_out) return nullptr;
    return std::make_unique<InputFingerprints>(run.session.sources, run.opened);
}

void commit(const Running& run, ResultOutput& output, InputFingerprints* inputs,
            const std::vector<data::Understood>& understood, const report::Totals& totals) {
    std::optional<evidence::Manifest> manifest;
    if (inputs != nullptr) {
        const RunFacts facts{run.session, run.request, run.scheme, run.scheme_sources, understood, totals};
        manifest = run_manifest(facts, *inputs);
        refuse_changed_files(run.session);
    }
    output.commit(std::move(manifest), totals.rows());
}

void close(const Running& run, const std::vector<data::Understood>& understood,
           const report::Totals& totals) {
    if (!has_place(run.request)) return;
    std::size_t rows = 0;
    for (const auto& seen : understood) rows += seen.rows;
    auto line = phrase(say::closing_line, shown(run.request.place), totals.rows(), rows, understood.size());
    if (run.session.warnings > 0) line += "; " + phrase(say::count_of_warnings, run.session.warnings);
    remark(run.session, line);
}

}  // namespace accrue::cli
