#include <charconv>

#include "base/messages/phrases.hpp"
#include "cli/arguments_given.hpp"

namespace accrue::cli {
namespace {

void add_explain(CLI::App& app, Given& given) {
    add_scheme(app, given);
    add_data(app, given);
    add_selection(app, given);
    app.add_option("--path", given.path);
    app.add_option("--depth", given.depth);
    app.add_flag("--full", given.full);
    app.add_flag("--json", given.json);
}

std::optional<int> depth(const CLI::App& app, const Given& given) {
    if (!is_given(app, "--depth")) return std::nullopt;
    int steps = 0;
    const auto* const end = given.depth.data() + given.depth.size();
    const auto [rest, trouble] = std::from_chars(given.depth.data(), end, steps);
    if (trouble != std::errc() || rest != end || steps < 0) refuse(phrase(Phrase::depth_wanted, given.depth));
    return steps;
}

Request explain_request(const CLI::App& app, const Given& given) {
    auto keys = given.keys;
    keys.insert(keys.end(), given.fors.begin(), given.fors.end());
    return ExplainRequest{.scheme = scheme_choice(app, given),
                          .data = needed_data(app, given),
                          .key = only(keys),
                          .period = chosen(app, "--month", given.period),
                          .level = chosen(app, "--level", given.level),
                          .path = given.path.empty() ? "pay" : given.path,
                          .depth = depth(app, given),
                          .full = given.full,
                          .json = given.json,
                          .out = given.out};
}

constexpr CommandLine lines[] = {
    {"explain", add_explain, explain_request},
};

}  // namespace

std::span<const CommandLine> audit_commands() {
    return lines;
}

}  // namespace accrue::cli
