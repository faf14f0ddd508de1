// cli/result_output.hpp — The results of a run on their way to where they were asked for: the writer of their
// form, and at the end the one moment in which they and their manifest are there.
#pragma once

#include <memory>

#include "cli/output_file.hpp"
#include "cli/requests.hpp"
#include "cli/session.hpp"
#include "evidence/manifest.hpp"
#include "report/promises.hpp"
#include "report/writer.hpp"

namespace accrue::cli {

class ResultOutput {
  public:
    virtual ~ResultOutput() = default;
    virtual report::Writer& writer() = 0;
    // Behind the writer's `finish`: the results are where they belong, with the manifest, to which they add
    // themselves. Without this the old ones stay.
    virtual void commit(std::optional<evidence::Manifest> manifest, std::uint64_t rows) = 0;
};

// What the JSON form says beside the amounts; filled in before the last part is formed.
using Promises = std::vector<report::PromiseResult>;

// In parts that may turn out to be worth nothing, or once they are known to be good.
enum class Coming : std::uint8_t { on_trial, for_good };

// Stops when there is nowhere to write to, or the results have no such form. What the writer throws is to be
// caught by `as_stop`.
std::unique_ptr<ResultOutput> open_output(Session& session, const RunRequest& request,
                                          const report::Outline& outline, const Promises& promises,
                                          Coming coming = Coming::for_good);

// Can the rows be given part after part? Else they must come in one.
bool takes_parts(const RunRequest& request, const report::Outline& outline);

// Of the place, for messages: without passwords.
std::string shown(const ResultPlace& place);

[[noreturn]] void stop_unwritten(Session& session, const report::Refused& why);

// Calls `write`; what a writer throws then becomes a message and the end of the command.
template <class Write>
auto as_stop(Session& session, const std::string& place, Write write) {
    try {
        return write();
    } catch (const report::Refused& why) {
        stop_unwritten(session, why);
    } catch (const report::NotWritten& why) {
        stop_unwritten(place, why);
    }
}

}  // namespace accrue::cli
