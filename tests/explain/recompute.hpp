// tests/explain/recompute.hpp — Works every value of a trace out again from what the JSON of the trace says
// and from nothing else: no scheme, no data, no evaluator.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/scheme.hpp"
#include "number/exact.hpp"

namespace accrue::testing {

class Recomputer {
  public:
    explicit Recomputer(const std::string& trace) : Recomputer(nlohmann::json::parse(trace)) {}
    explicit Recomputer(nlohmann::json trace) : trace_(std::move(trace)) {}

    // The first node whose value does not follow from the others, in words; nothing when all do.
    std::optional<std::string> first_wrong();
    // Nodes whose value follows from nothing: cells, constants, what stands for itself.
    std::vector<std::size_t> leaves() const;
    const nlohmann::json& node(std::size_t id) const { return trace_["nodes"][id]; }
    const std::map<std::string, std::size_t>& seen() const { return seen_; }  // kinds and operations

  private:
    struct Missing {};
    struct Failed {};
    using Known = std::variant<Missing, Failed, core::Value>;
    using Json = nlohmann::json;
    struct Division;
    struct Lots;

    const Known& value(std::size_t id);
    Known given(const Json& node) const;
    Known eval(const Json& term);
    std::optional<Exact> number(const Json& term);  // none when it has no value
    Known arithmetic(const std::string& op, const Json& of);
    Known compare(const std::string& op, const Json& of);
    Known logic(const std::string& op, const Json& of);
    Known choose(const Json& of);
    Known aggregate(const std::string& op, const Json& term);
    Known rank(const Json& term);
    Known solution(const Json& term);
    Known of_division(const std::string& op, const Json& term);
    Known of_lots(const std::string& op, const Json& term);
    std::optional<Known> element(const Json& operand);  // nothing: it does not count
    Known used(Known known) const;

    Json trace_;
    std::map<std::size_t, Known> known_;
    std::map<std::string, std::size_t> seen_;
};

}  // namespace accrue::testing
