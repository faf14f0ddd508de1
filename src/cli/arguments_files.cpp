#include <fmt/format.h>

#include "base/messages/phrases/commands.hpp"
#include "cli/arguments_given.hpp"
#include "cli/completion.hpp"

namespace accrue::cli {
namespace {

void add_test(CLI::App& app, Given& given) {
    add_words_and_json(app, given);
    add_flag(app, "--coverage", given.coverage);
}

void add_fmt(CLI::App& app, Given& given) {
    add_option(app, "words", given.words);
    add_flag(app, "--check", given.check);
    add_flag(app, "--stdout", given.to_standard_output);
}

void add_new(CLI::App& app, Given& given) {
    add_option(app, "words", given.words);
    add_option(app, "--from", given.from);
}

std::vector<std::string> needed_files(const CLI::App& app, const Given& given) {
    if (given.words.empty()) {
        refuse(phrase(say::files_wanted, name_of(app)),
               fmt::format("`accrue {} client_department.pay`", name_of(app)));
    }
    return given.words;
}

Request test_request(const CLI::App& app, const Given& given) {
    return TestRequest{.paths = needed_files(app, given), .json = given.json, .coverage = given.coverage};
}

Request fmt_request(const CLI::App& app, const Given& given) {
    if (given.check && given.to_standard_output) {
        refuse(phrase(say::check_or_print));
    }
    return FmtRequest{.paths = needed_files(app, given),
                      .language = language_named(given.language),
                      .only_check = given.check,
                      .to_standard_output = given.to_standard_output};
}

Request new_request(const CLI::App& app, const Given& given) {
    if (given.words.size() > 1) refuse(phrase(say::one_folder, given.words[1]));
    return NewRequest{.folder = given.words.empty() ? "" : given.words.front(),
                      .from = is_given(app, "--from") ? given.from : "client_department"};
}

Request help_request(const CLI::App&, const Given& given) {
    if (given.words.size() > 1) refuse(phrase(say::one_topic));
    return HelpRequest{.topic = given.words.empty() ? "" : given.words.front()};
}

Request version_request(const CLI::App&, const Given& given) {
    if (!given.words.empty()) refuse(phrase(say::version_takes_nothing, given.words.front()));
    return VersionRequest{.json = given.json};
}

void add_completion(CLI::App& app, Given& given) {
    add_option(app, "words", given.words);
}

Request completion_request(const CLI::App& app, const Given& given) {
    const auto shell = given.words.size() == 1 ? shell_named(given.words.front()) : std::nullopt;
    if (!shell) refuse(phrase(say::shell_wanted), "`accrue completion bash`");
    return CompletionRequest{.shell = *shell, .commands = offered_commands(app)};
}

constexpr CommandLine lines[] = {
    {"test", add_test, test_request},
    {"fmt", add_fmt, fmt_request},
    {"new", add_new, new_request},
    {"help", add_words_and_json, help_request},
    {"completion", add_completion, completion_request},
    {"version", add_words_and_json, version_request},
};

}  // namespace

std::span<const CommandLine> file_commands() {
    return lines;
}

}  // namespace accrue::cli
