#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/commands.hpp"

namespace accrue::cli {

Exit version_command(const VersionRequest& request, Session& session) {
    if (request.json) {
        const nlohmann::ordered_json json = {{"schema", "accrue.version/1"}, {"version", ACCRUE_VERSION}};
        session.out << json.dump() << '\n';
    } else {
        session.out << "accrue " ACCRUE_VERSION "\n";
    }
    return Exit::done;
}

}  // namespace accrue::cli
