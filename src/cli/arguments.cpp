#include "cli/arguments.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/messages/phrases/commands.hpp"
#include "base/shell_word.hpp"
#include "base/text.hpp"
#include "cli/arguments_given.hpp"

namespace accrue::cli {
namespace {

// In the order of the help.
std::vector<const CommandLine*> command_lines() {
    std::vector<const CommandLine*> all;
    for (const auto group :
         {running_commands(), audit_commands(), curve_commands(), compare_commands(), file_commands()}) {
        for (const auto& line : group) all.push_back(&line);
    }
    return all;
}

std::vector<std::string> option_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const auto* option : app.get_options()) {
        for (const auto& name : option->get_lnames()) names.push_back("--" + name);
        for (const auto& name : option->get_snames()) names.push_back("-" + name);
    }
    return names;
}

// What other programs, or other commands, call an option.
struct OtherOption {
    std::string_view written, meant;
};
constexpr OtherOption other_options[] = {
    {"--input", "--data"},      {"--file", "--data"},      {"--history", "--data"},  {"-d", "--data"},
    {"--output", "--out"},      {"-o", "--out"},           {"--person", "--for"},    {"--employee", "--for"},
    {"--who", "--for"},         {"--date", "--as-of"},     {"--date", "--month"},    {"--day", "--as-of"},
    {"--set", "--with"},        {"--with", "--set"},       {"--param", "--with"},    {"--param", "--set"},
    {"--amount", "--path"},     {"--csv", "--format csv"}, {"--language", "--lang"}, {"--jobs", "--threads"},
    {"--xlsx", "--out X.xlsx"},
};

// The option of this command that is meant: by another word for it, or spelled nearly so, but for the first
// letter.
std::optional<std::string> option_meant(const CLI::App& app, const std::string& option) {
    const auto names = option_names(app);
    const auto is_known = [&](std::string_view meant) {
        return std::ranges::find(names, meant.substr(0, meant.find(' '))) != names.end();
    };
    bool is_other = false;
    for (const auto& [written, meant] : other_options) {
        if (option == written && is_known(meant)) return std::string(meant);
        is_other = is_other || option == written;
    }
    const auto near = is_other ? std::nullopt : closest(option, names);
    const auto first_letter = [](const std::string& name) {
        return name.substr(std::min(name.find_first_not_of('-'), name.size()), 1);
    };
    return near && first_letter(*near) == first_letter(option) ? near : std::nullopt;
}

void refuse_extras(const CLI::App& app) {
    for (const auto& extra : app.remaining()) {
        const auto option = extra.substr(0, extra.find('='));
        const auto meant = option_meant(app, option);
        refuse(phrase(say::no_such_option, app.get_name(), option),
               meant ? fmt::format("`{}`", *meant) : phrase(say::help_lists_options, app.get_name()));
    }
}

[[noreturn]] void refuse_command(const std::string& word) {
    if (!word.empty() && word.front() == '-') {
        refuse(phrase(say::no_such_option_at_all, word), phrase(say::help_lists_commands));
    }
    if (word.ends_with(".pay"))
        refuse(phrase(say::no_such_command, word), "`accrue run " + shell_word(word) + "`");
    const auto meant = closest(word, command_names());
    if (meant) refuse(phrase(say::no_such_command, word), fmt::format("`accrue {}`", *meant));
    refuse(phrase(say::no_such_command, word), phrase(say::help_lists_commands));
}

// CLI11 names the option first: `--data: 1 required TEXT missing`.
[[noreturn]] void refuse_values(const CLI::ParseError& mistake) {
    const std::string said = mistake.what();
    const auto option = said.substr(0, said.find(':'));
    const bool is_missing =
        said.find("missing") != std::string::npos || said.find("at least") != std::string::npos;
    if (mistake.get_name() == "ArgumentMismatch" && is_missing) {
        refuse(phrase(say::option_needs_value, option));
    }
    if (mistake.get_name() == "ArgumentMismatch") refuse(phrase(say::option_twice, option));
    refuse(said);
}

const CLI::Option* option_named(const CLI::App& app, const std::string& word) {
    return word.starts_with('-') ? app.get_option_no_throw(word) : nullptr;
}

// `--out --json`: an option stands where the value of another one belongs.
void refuse_taken_options(const CLI::App& app, const std::vector<std::string>& args) {
    for (std::size_t i = 1; i < args.size(); ++i) {
        const auto* const option = option_named(app, args[i - 1]);
        const bool takes_value = option != nullptr && option->get_items_expected_min() > 0;
        if (takes_value && option_named(app, args[i]) != nullptr)
            refuse(phrase(say::option_needs_value, args[i - 1]));
    }
}

// `--out ""`: mostly a variable of a shell that was not set.
void refuse_empty_values(const CLI::App& app) {
    for (const auto* const option : app.get_options()) {
        const auto& values = option->results();
        if (!option->get_positional() && std::ranges::find(values, "") != values.end())
            refuse(phrase(say::option_needs_value, option->get_name()));
    }
}

// A program would look behind these names for a form that is not written. Pages, pictures and
// tables have an option where they are.
void refuse_foreign_ending(const CLI::App& app, const Given& given) {
    constexpr std::array<std::string_view, 9> never = {".pdf", ".doc", ".docx", ".xls",    ".ods",
                                                       ".png", ".jpg", ".htm",  ".parquet"};
    constexpr std::array<std::string_view, 4> some = {".html", ".svg", ".xlsx", ".csv"};
    const auto ending = ending_of(given.out);
    const auto has = [&](const std::string& option) { return app.get_option_no_throw(option) != nullptr; };
    const bool is_lines = ending == ".csv" && (has("--format") || is_given(app, "--table"));
    const bool is_workbook = ending == ".xlsx" && app.get_name() == "run";
    const bool is_written = (ending.size() > 1 && has("--" + ending.substr(1))) || is_lines || is_workbook;
    const bool is_of_others = std::ranges::find(some, ending) != some.end() && !is_written;
    if (std::ranges::find(never, ending) == never.end() && !is_of_others) return;
    refuse(phrase(say::form_not_written, app.get_name(), ending),
           phrase(say::help_lists_options, app.get_name()));
}

ColourWish colour_wish(const std::string& text) {
    if (text.empty() || text == "auto") return ColourWish::automatic;
    if (text == "always") return ColourWish::always;
    if (text == "never") return ColourWish::never;
    refuse(phrase(say::colours_known, text));
}

}  // namespace

std::optional<Language> language_wish(const std::vector<std::string>& args) {
    constexpr std::string_view option = "--lang";
    std::optional<Language> wish;
    for (std::size_t i = 0; i < args.size(); ++i) {
        const std::string_view word = args[i];
        if (word == option && i + 1 < args.size()) wish = language_named(args[i + 1]);
        if (word.starts_with("--lang=")) wish = language_named(word.substr(option.size() + 1));
    }
    return wish;
}

const std::vector<std::string>& command_names() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        for (const auto* line : command_lines()) all.emplace_back(line->name);
        return all;
    }();
    return names;
}

Arguments parse_arguments(const std::vector<std::string>& args) {
    Given given;
    CLI::App app;
    add_common(app, given);
    bool version = false;
    app.add_flag("--version", version);
    std::vector<std::pair<const CommandLine*, CLI::App*>> commands;
    for (const auto* line : command_lines()) {
        auto* command = app.add_subcommand(line->name);
        add_common(*command, given);
        line->add(*command, given);
        commands.emplace_back(line, command);
    }
    try {
        app.parse(std::vector<std::string>(args.rbegin(), args.rend()));
    } catch (const CLI::ParseError& mistake) {
        refuse_values(mistake);
    }
    if (given.out == "/dev/stdout") given.out = "-";  // by its name it would be opened anew, at its beginning
    refuse_empty_values(app);
    const auto colour = colour_wish(given.colour);
    if (!given.language.empty() && !language_named(given.language)) {
        refuse(phrase(say::languages_known, given.language));
    }
    // `accrue help run` is parsed as both commands
    const auto* const help = app.get_subcommand("help");
    for (const auto& [line, command] : commands) {
        const bool is_of_help = command == help && app.get_subcommands().size() > 1;
        if (!command->parsed() || is_of_help) continue;
        const bool is_topic = help->parsed() && command != help;
        if (given.help || is_topic) return {HelpRequest{.topic = line->name}, colour};
        refuse_extras(*command);
        refuse_taken_options(*command, args);
        refuse_empty_values(*command);
        refuse_foreign_ending(*command, given);
        return {line->request(*command, given), colour};
    }
    if (!app.remaining().empty()) refuse_command(app.remaining().front());
    if (given.help) return {HelpRequest{}, colour};
    if (version) return {VersionRequest{}, colour};
    return {WelcomeRequest{}, colour};
}

}  // namespace accrue::cli
