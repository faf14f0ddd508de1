// explain/trace_json.hpp — A trace as an object of the schema `accrue.trace/1`, for those who add to it.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "explain/trace.hpp"

namespace accrue::explain {

nlohmann::ordered_json trace_json(const Trace& trace, const Sources& sources);

}  // namespace accrue::explain
