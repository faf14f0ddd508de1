#include "cli/arguments.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>

#include "base/messages/phrases.hpp"
#include "base/text.hpp"
#include "cli/session.hpp"

namespace accrue::cli {
namespace {

// ---- What CLI11 fills
// -------------------------------------------------------------------------------------------------

// Every option of every command, as text; each command takes its own.
struct Given {
    std::vector<std::string> words;  // positional
    std::string expression;
    std::vector<std::string> data, numbers, percents, dates;
    std::string key_column, month_column, delimiter, key, period, level, path, format, out, colour, language,
        from;
    std::size_t skip_lines = 0, skip_last_lines = 0;
    bool json = false, wide = false, check = false, to_standard_output = false, help = false;
    bool coverage = false;
};

[[noreturn]] void refuse(std::string message, std::string hint = "") {
    throw Stop{Exit::usage, std::move(message), std::move(hint)};
}

CLI::Option* list_option(CLI::App& app, const std::string& name, std::vector<std::string>& values) {
    return app.add_option(name, values)->allow_extra_args(false);
}

void add_common(CLI::App& app, Given& given) {
    app.set_help_flag();
    app.allow_extras();
    app.add_option("--color", given.colour);
    app.add_option("--lang", given.language);
    app.add_flag("--help,-h", given.help);
}

void add_scheme(CLI::App& app, Given& given) {
    app.add_option("words", given.words);
    app.add_option("-e", given.expression);
}

void add_data(CLI::App& app, Given& given) {
    list_option(app, "--data", given.data);
    list_option(app, "--numbers", given.numbers);
    list_option(app, "--percents", given.percents);
    list_option(app, "--dates", given.dates);
    app.add_option("--key-column", given.key_column);
    app.add_option("--month-column", given.month_column);
    app.add_option("--delimiter", given.delimiter);
    app.add_option("--skip-lines", given.skip_lines);
    app.add_option("--skip-last-lines", given.skip_last_lines);
}

void add_selection(CLI::App& app, Given& given) {
    app.add_option("--for", given.key);
    app.add_option("--month,--period", given.period);
    app.add_option("--level", given.level);
    app.add_option("--out", given.out);
}

void add_run(CLI::App& app, Given& given) {
    add_scheme(app, given);
    add_data(app, given);
    add_selection(app, given);
    app.add_option("--format", given.format);
    app.add_flag("--wide", given.wide);
    app.add_flag("--json", given.json);
}

void add_explain(CLI::App& app, Given& given) {
    add_scheme(app, given);
    add_data(app, given);
    add_selection(app, given);
    app.add_option("--path", given.path);
    app.add_flag("--json", given.json);
}

void add_check(CLI::App& app, Given& given) {
    add_scheme(app, given);
    add_data(app, given);
    app.add_flag("--json", given.json);
}

void add_words_and_json(CLI::App& app, Given& given) {
    app.add_option("words", given.words);
    app.add_flag("--json", given.json);
}

void add_test(CLI::App& app, Given& given) {
    add_words_and_json(app, given);
    app.add_flag("--coverage", given.coverage);
}

void add_fmt(CLI::App& app, Given& given) {
    app.add_option("words", given.words);
    app.add_flag("--check", given.check);
    app.add_flag("--stdout", given.to_standard_output);
}

void add_new(CLI::App& app, Given& given) {
    app.add_option("words", given.words);
    app.add_option("--from", given.from);
}

// ---- From texts to a request
// ------------------------------------------------------------------------------------------

bool is_given(const CLI::App& app, const std::string& option) {
    const auto* found = app.get_option_no_throw(option);
    return found != nullptr && found->count() > 0;
}

std::map<std::string, std::string> by_column(const std::vector<std::string>& wishes, std::string_view option,
                                             std::string_view example) {
    std::map<std::string, std::string> columns;
    for (const auto& wish : wishes) {
        const auto equals = wish.find('=');
        if (equals == std::string::npos || equals == 0) {
            refuse(phrase(Phrase::column_wish_wanted, option, wish), fmt::format("`{} {}`", option, example));
        }
        columns[wish.substr(0, equals)] = wish.substr(equals + 1);
    }
    return columns;
}

char delimiter(const std::string& text) {
    if (text == "tab" || text == "\\t" || text == "\t") return '\t';
    if (text == "," || text == ";" || text == "|") return text.front();
    refuse(phrase(Phrase::delimiter_wanted, text));
}

SchemeChoice scheme_choice(const CLI::App& app, const Given& given) {
    const auto command = app.get_name();
    const bool has_text = is_given(app, "-e");
    if (has_text && !given.words.empty()) {
        refuse(phrase(Phrase::two_schemes, given.words.front()));
    }
    if (has_text) return {.path = "", .text = given.expression};
    if (given.words.empty()) {
        refuse(phrase(Phrase::scheme_wanted, command),
               fmt::format("`accrue {} client_department.pay{}`", command,
                           command == "check" ? "" : " --data history.csv"));
    }
    if (given.words.size() > 1) {
        refuse(phrase(Phrase::one_scheme_only, command, given.words[1]),
               is_given(app, "--data") ? phrase(Phrase::each_behind_data) : "");
    }
    return {.path = given.words.front(), .text = std::nullopt};
}

DataChoice data_choice(const CLI::App& app, const Given& given) {
    DataChoice choice{.paths = given.data, .wishes = {}};
    choice.wishes.key_column = given.key_column;
    choice.wishes.month_column = given.month_column;
    choice.wishes.numbers = by_column(given.numbers, "--numbers", "amount=1.234,56");
    choice.wishes.percents = by_column(given.percents, "--percents", "share=percents");
    choice.wishes.dates = by_column(given.dates, "--dates", "paid=DD/MM/YYYY");
    if (is_given(app, "--delimiter")) choice.wishes.delimiter = delimiter(given.delimiter);
    choice.wishes.skip_lines = given.skip_lines;
    choice.wishes.skip_last_lines = given.skip_last_lines;
    return choice;
}

DataChoice needed_data(const CLI::App& app, const Given& given) {
    if (given.data.empty()) {
        refuse(phrase(Phrase::data_wanted, app.get_name()), phrase(Phrase::data_forms));
    }
    return data_choice(app, given);
}

ResultFormat result_format(const CLI::App& app, const Given& given) {
    if (given.json && is_given(app, "--format") && given.format != "json") {
        refuse(phrase(Phrase::two_formats, given.format));
    }
    if (given.json || given.format == "json") return ResultFormat::json;
    if (given.format == "csv") return ResultFormat::csv;
    if (given.format.empty() || given.format == "table") return ResultFormat::table;
    refuse(phrase(Phrase::formats_known, given.format));
}

std::optional<std::string> chosen(const CLI::App& app, const std::string& option, const std::string& text) {
    return is_given(app, option) ? std::optional(text) : std::nullopt;
}

std::vector<std::string> needed_files(const CLI::App& app, const Given& given) {
    if (given.words.empty()) {
        refuse(phrase(Phrase::files_wanted, app.get_name()),
               fmt::format("`accrue {} client_department.pay`", app.get_name()));
    }
    return given.words;
}

Request run_request(const CLI::App& app, const Given& given) {
    return RunRequest{.scheme = scheme_choice(app, given),
                      .data = needed_data(app, given),
                      .format = result_format(app, given),
                      .wide = given.wide,
                      .key = chosen(app, "--for", given.key),
                      .period = chosen(app, "--month", given.period),
                      .level = chosen(app, "--level", given.level),
                      .out = given.out};
}

Request explain_request(const CLI::App& app, const Given& given) {
    return ExplainRequest{.scheme = scheme_choice(app, given),
                          .data = needed_data(app, given),
                          .key = chosen(app, "--for", given.key),
                          .period = chosen(app, "--month", given.period),
                          .level = chosen(app, "--level", given.level),
                          .path = given.path.empty() ? "pay" : given.path,
                          .json = given.json,
                          .out = given.out};
}

Request check_request(const CLI::App& app, const Given& given) {
    return CheckRequest{
        .scheme = scheme_choice(app, given), .data = data_choice(app, given), .json = given.json};
}

Request test_request(const CLI::App& app, const Given& given) {
    return TestRequest{.paths = needed_files(app, given), .json = given.json, .coverage = given.coverage};
}

std::optional<Language> language_named(std::string_view name) {
    if (name == "en") return Language::english;
    if (name == "ru") return Language::russian;
    return std::nullopt;
}

Request fmt_request(const CLI::App& app, const Given& given) {
    if (given.check && given.to_standard_output) {
        refuse(phrase(Phrase::check_or_print));
    }
    return FmtRequest{.paths = needed_files(app, given),
                      .language = language_named(given.language),
                      .only_check = given.check,
                      .to_standard_output = given.to_standard_output};
}

Request new_request(const CLI::App& app, const Given& given) {
    if (given.words.size() > 1) refuse(phrase(Phrase::one_folder, given.words[1]));
    return NewRequest{.folder = given.words.empty() ? "" : given.words.front(),
                      .from = is_given(app, "--from") ? given.from : "client_department"};
}

Request help_request(const CLI::App&, const Given& given) {
    if (given.words.size() > 1) refuse(phrase(Phrase::one_topic));
    return HelpRequest{.topic = given.words.empty() ? "" : given.words.front()};
}

Request version_request(const CLI::App&, const Given& given) {
    if (!given.words.empty()) refuse(phrase(Phrase::version_takes_nothing, given.words.front()));
    return VersionRequest{.json = given.json};
}

// ---- The commands
// -----------------------------------------------------------------------------------------------------

struct CommandLine {
    const char* name;
    void (*add)(CLI::App&, Given&);
    Request (*request)(const CLI::App&, const Given&);
};
constexpr CommandLine command_lines[] = {
    {"run", add_run, run_request},
    {"explain", add_explain, explain_request},
    {"check", add_check, check_request},
    {"test", add_test, test_request},
    {"fmt", add_fmt, fmt_request},
    {"new", add_new, new_request},
    {"help", add_words_and_json, help_request},
    {"version", add_words_and_json, version_request},
};

std::vector<std::string> option_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const auto* option : app.get_options()) {
        for (const auto& name : option->get_lnames()) names.push_back("--" + name);
        for (const auto& name : option->get_snames()) names.push_back("-" + name);
    }
    return names;
}

void refuse_extras(const CLI::App& app) {
    for (const auto& extra : app.remaining()) {
        const auto option = extra.substr(0, extra.find('='));
        const auto meant = closest(option, option_names(app));
        refuse(phrase(Phrase::no_such_option, app.get_name(), option),
               meant ? fmt::format("`{}`", *meant) : phrase(Phrase::help_lists_options, app.get_name()));
    }
}

[[noreturn]] void refuse_command(const std::string& word) {
    if (!word.empty() && word.front() == '-') {
        refuse(phrase(Phrase::no_such_option_at_all, word), phrase(Phrase::help_lists_commands));
    }
    const auto meant = closest(word, command_names());
    if (meant) refuse(phrase(Phrase::no_such_command, word), fmt::format("`accrue {}`", *meant));
    refuse(phrase(Phrase::no_such_command, word), phrase(Phrase::help_lists_commands));
}

// CLI11 names the option first: `--data: 1 required TEXT missing`.
[[noreturn]] void refuse_values(const CLI::ParseError& mistake) {
    const std::string said = mistake.what();
    const auto option = said.substr(0, said.find(':'));
    if (mistake.get_name() == "ArgumentMismatch" && said.find("required") != std::string::npos) {
        refuse(phrase(Phrase::option_needs_value, option));
    }
    if (mistake.get_name() == "ArgumentMismatch") refuse(phrase(Phrase::option_twice, option));
    if (mistake.get_name() == "ConversionError" && said.find("lines") != std::string::npos) {
        refuse(phrase(Phrase::lines_wanted));
    }
    refuse(said);
}

ColourWish colour_wish(const std::string& text) {
    if (text.empty() || text == "auto") return ColourWish::automatic;
    if (text == "always") return ColourWish::always;
    if (text == "never") return ColourWish::never;
    refuse(phrase(Phrase::colours_known, text));
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
        for (const auto& line : command_lines) all.emplace_back(line.name);
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
    for (const auto& line : command_lines) {
        auto* command = app.add_subcommand(line.name);
        add_common(*command, given);
        line.add(*command, given);
        commands.emplace_back(&line, command);
    }
    try {
        app.parse(std::vector<std::string>(args.rbegin(), args.rend()));
    } catch (const CLI::ParseError& mistake) {
        refuse_values(mistake);
    }
    const auto colour = colour_wish(given.colour);
    if (!given.language.empty() && !language_named(given.language)) {
        refuse(phrase(Phrase::languages_known, given.language));
    }
    for (const auto& [line, command] : commands) {
        if (!command->parsed()) continue;
        if (given.help) return {HelpRequest{.topic = line->name}, colour};
        refuse_extras(*command);
        return {line->request(*command, given), colour};
    }
    if (!app.remaining().empty()) refuse_command(app.remaining().front());
    if (given.help) return {HelpRequest{}, colour};
    if (version) return {VersionRequest{}, colour};
    return {WelcomeRequest{}, colour};
}

}  // namespace accrue::cli
