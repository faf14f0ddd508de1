#include "cli/completion.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <utility>

#include "cli/commands.hpp"
#include "cli/help_topics.hpp"
#include "cli/library.hpp"
#include "cli/result_place.hpp"

namespace accrue::cli {
namespace {

using Names = std::vector<std::string>;

std::string joined(const Names& names, std::string_view between = " ") {
    return fmt::format("{}", fmt::join(names, between));
}

// The words that may stand behind a command; empty where files do.
Names words_of(std::string_view command) {
    if (command == "data") return {"inspect"};
    if (command == "audit") return {"verify", "pack"};
    if (command == "completion") return {"bash", "zsh", "fish"};
    Names words;
    if (command != "help") return words;
    for (const auto& topic : help_topics()) {
        if (topic.name != command) words.emplace_back(topic.name);
    }
    return words;
}

// An option with few values.
struct Choice {
    std::string_view command;  // of this command only; empty: of every one
    std::string_view option;
    Names values;
};

std::vector<Choice> choices() {
    Names formats, schemes;
    for (const auto name : format_names()) formats.emplace_back(name);
    for (const auto& scheme : library_schemes())
        schemes.emplace_back(scheme.name.substr(0, scheme.name.find('.')));
    return {{"", "--lang", {"en", "ru"}},
            {"", "--color", {"auto", "always", "never"}},
            {"", "--format", std::move(formats)},
            {"new", "--from", std::move(schemes)}};
}

// Of all commands, each once.
Names options_with_values(const std::vector<OfferedCommand>& commands) {
    Names all;
    for (const auto& command : commands)
        all.insert(all.end(), command.options.begin(), command.options.end());
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

Names names_of(const std::vector<OfferedCommand>& commands) {
    Names names;
    for (const auto& command : commands) names.push_back(command.name);
    return names;
}

Names all_options(const OfferedCommand& command) {
    auto all = command.options;
    all.insert(all.end(), command.flags.begin(), command.flags.end());
    std::ranges::sort(all);
    return all;
}

std::string bash_script(const std::vector<OfferedCommand>& commands) {
    std::string text = R"(_accrue() {
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local command="" options="" words="" i
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
)";
    text += fmt::format("            {}) command=${{COMP_WORDS[i]}}; break ;;\n",
                        joined(names_of(commands), " | "));
    text += "        esac\n    done\n    case $command:$before in\n";
    for (const auto& [command, option, values] : choices())
        text += fmt::format("        {}:{}) COMPREPLY=($(compgen -W \"{}\" -- \"$current\")); return ;;\n",
                            command.empty() ? "*" : command, option, joined(values));
    Names with_values;
    for (const auto& option : options_with_values(commands)) with_values.push_back("*:" + option);
    text +=
        fmt::format("        {}) return ;;\n    esac\n    case $command in\n", joined(with_values, " | "));
    for (const auto& command : commands)
        text += fmt::format("        {}) words=\"{}\" options=\"{}\" ;;\n", command.name,
                            joined(words_of(command.name)), joined(all_options(command)));
    text +=
        fmt::format("        *) words=\"{}\" options=\"--help --version\" ;;\n", joined(names_of(commands)));
    text += R"(    esac
    [[ " $words " == *" $before "* ]] && words=""
    [[ $current == -* ]] && words=$options
    COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _accrue accrue
)";
    return text;
}

std::string in_quotes(std::string_view text) {
    std::string quoted = "'";
    for (const char c : text) quoted += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    return quoted + "'";
}

// What follows an option: nothing, one of a few words, or anything.
std::string fish_values(const OfferedCommand& command, const std::string& option) {
    if (std::ranges::find(command.options, option) == command.options.end()) return "";
    for (const auto& choice : choices()) {
        const bool is_of_it = choice.command.empty() || choice.command == command.name;
        if (is_of_it && choice.option == option) return " -x -a " + in_quotes(joined(choice.values));
    }
    return " -r";
}

std::string fish_script(const std::vector<OfferedCommand>& commands) {
    std::string text;
    for (const auto& command : commands) {
        const auto topic = std::ranges::find(help_topics(), std::string_view(command.name), &HelpTopic::name);
        const auto summary = topic == help_topics().end() ? "" : topic->summary;
        text += fmt::format("complete -c accrue -n __fish_use_subcommand -f -a {} -d {}\n", command.name,
                            in_quotes(summary));
    }
    for (const auto& command : commands) {
        const auto seen = "__fish_seen_subcommand_from " + command.name;
        if (const auto words = joined(words_of(command.name)); !words.empty())
            text +=
                fmt::format("complete -c accrue -n '{}; and not __fish_seen_subcommand_from {}' -f -a {}\n",
                            seen, words, in_quotes(words));
        for (const auto& option : all_options(command)) {
            const auto name = option.starts_with("--") ? "l " + option.substr(2) : "s " + option.substr(1);
            text +=
                fmt::format("complete -c accrue -n '{}' -{}{}\n", seen, name, fish_values(command, option));
        }
    }
    return text;
}

}  // namespace

std::optional<Shell> shell_named(std::string_view name) {
    if (name == "bash") return Shell::bash;
    if (name == "zsh") return Shell::zsh;
    if (name == "fish") return Shell::fish;
    return std::nullopt;
}

std::string completion_script(Shell shell, const std::vector<OfferedCommand>& commands) {
    switch (shell) {
        case Shell::bash:
            return bash_script(commands);
        case Shell::zsh:  // which understands that of bash
            return "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }\n"
                   "autoload -Uz bashcompinit && bashcompinit\n" +
                   bash_script(commands);
        case Shell::fish:
            return fish_script(commands);
    }
    return "";
}

Exit completion_command(const CompletionRequest& request, Session& session) {
    session.out << completion_script(request.shell, request.commands);
    return Exit::done;
}

}  // namespace accrue::cli
