#include <fmt/format.h>

#include "base/messages/phrases/commands.hpp"
#include "base/messages/phrases/reading.hpp"
#include "cli/arguments_given.hpp"

namespace accrue::cli {
namespace {

void add_run(CLI::App& app, Given& given) {
    add_scheme(app, given);
    add_data(app, given);
    add_selection(app, given);
    add_option(app, "--format", given.format);
    add_flag(app, "--wide", given.wide);
    add_flag(app, "--no-manifest", given.no_manifest);
    add_flag(app, "--json", given.json);
}

void add_check(CLI::App& app, Given& given) {
    add_scheme(app, given);
    add_data(app, given);
    add_flag(app, "--json", given.json);
}

void add_inspect(CLI::App& app, Given& given) {
    add_option(app, "words", given.words);
    add_option(app, "--scheme", given.scheme);
    add_data(app, given);
    add_flag(app, "--json", given.json);
}

std::optional<ResultFormat> result_format(const CLI::App& app, const Given& given) {
    if (given.json && is_given(app, "--format") && given.format != "json") {
        refuse(phrase(say::two_formats, given.format));
    }
    if (given.json) return ResultFormat::json;
    if (given.format.empty()) return std::nullopt;
    if (const auto format = format_named(given.format)) return format;
    refuse(phrase(say::formats_known, given.format));
}

// `--for` says whose rows and for which program. A key that is called like a program is said by `--key`.
struct For {
    std::optional<std::string> key;
    std::optional<report::Preset> preset;
};
For for_whom(const Given& given) {
    auto keys = given.keys;
    std::vector<std::string> programs;
    for (const auto& word : given.fors) (preset_named(word) ? programs : keys).push_back(word);
    const auto program = only(programs);
    return {only(keys), program ? preset_named(*program) : std::nullopt};
}

Request run_request(const CLI::App& app, const Given& given) {
    const auto wish = for_whom(given);
    return RunRequest{.scheme = scheme_choice(app, given),
                      .data = needed_data(app, given),
                      .place = result_place(given.out, result_format(app, given), wish.preset),
                      .wide = given.wide,
                      .key = wish.key,
                      .period = chosen(app, "--month", given.period),
                      .level = chosen(app, "--level", given.level),
                      .manifest = given.no_manifest ? ManifestWish::left_out : ManifestWish::written};
}

Request check_request(const CLI::App& app, const Given& given) {
    return CheckRequest{
        .scheme = scheme_choice(app, given), .data = data_choice(app, given), .json = given.json};
}

// `accrue data inspect D… --data D`
Request inspect_request(const CLI::App& app, const Given& given) {
    if (given.words.empty() || given.words.front() != "inspect") {
        refuse(given.words.empty() ? phrase(say::data_subcommand_wanted)
                                   : phrase(say::no_such_data_subcommand, given.words.front()),
               phrase(say::data_inspect_form));
    }
    auto all = given;
    all.data.insert(all.data.begin(), given.words.begin() + 1, given.words.end());
    if (all.data.empty()) refuse(phrase(say::data_wanted, "data inspect"), phrase(say::data_inspect_form));
    InspectRequest request{.data = data_choice(app, all), .scheme = {}, .json = given.json};
    if (is_given(app, "--scheme")) request.scheme = SchemeChoice{.path = given.scheme, .text = {}};
    for (const auto* const option : {"--key-column", "--month-column"}) {
        if (!request.scheme && is_given(app, option)) refuse(phrase(say::option_needs_scheme, option));
    }
    return request;
}

constexpr CommandLine lines[] = {
    {"run", add_run, run_request},
    {"check", add_check, check_request},
    {"data", add_inspect, inspect_request},
};

}  // namespace

std::span<const CommandLine> running_commands() {
    return lines;
}

}  // namespace accrue::cli
