#include "cli/arguments.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>

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
    std::string key_column, month_column, delimiter, key, month, path, format, out, colour;
    std::size_t skip_lines = 0, skip_last_lines = 0;
    bool json = false, wide = false, check = false, to_standard_output = false, help = false;
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
    app.add_option("--month", given.month);
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

void add_fmt(CLI::App& app, Given& given) {
    app.add_option("words", given.words);
    app.add_flag("--check", given.check);
    app.add_flag("--stdout", given.to_standard_output);
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
            refuse(fmt::format("`{}` wants a column and how it is written, but has `{}`", option, wish),
                   fmt::format("`{} {}`", option, example));
        }
        columns[wish.substr(0, equals)] = wish.substr(equals + 1);
    }
    return columns;
}

char delimiter(const std::string& text) {
    if (text == "tab" || text == "\\t" || text == "\t") return '\t';
    if (text == "," || text == ";" || text == "|") return text.front();
    refuse(fmt::format("`--delimiter` wants `;`, `,`, `|` or `tab`, but has `{}`", text));
}

Month month(const std::string& text) {
    const auto found = parse_month(text);
    if (!found) refuse(fmt::format("`{}` is not a month", text), "`--month 2026-03`");
    return *found;
}

SchemeChoice scheme_choice(const CLI::App& app, const Given& given) {
    const auto command = app.get_name();
    const bool has_text = is_given(app, "-e");
    if (has_text && !given.words.empty()) {
        refuse(fmt::format("both `-e` and the scheme file `{}` are given; one of them is enough",
                           given.words.front()));
    }
    if (has_text) return {.path = "", .text = given.expression};
    if (given.words.empty()) {
        refuse(fmt::format("`accrue {}` needs a scheme: a file, or its text behind `-e`", command),
               fmt::format("`accrue {} client_department.pay{}`", command,
                           command == "check" ? "" : " --data history.csv"));
    }
    if (given.words.size() > 1) {
        refuse(fmt::format("`accrue {}` takes one scheme; `{}` is one too many", command, given.words[1]),
               is_given(app, "--data") ? fmt::format("data files stand each behind its own `--data`") : "");
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
        refuse(fmt::format("`accrue {}` needs data", app.get_name()),
               "`--data history.csv`, or a folder, or `-` for standard input");
    }
    return data_choice(app, given);
}

ResultFormat result_format(const CLI::App& app, const Given& given) {
    if (given.json && is_given(app, "--format") && given.format != "json") {
        refuse(fmt::format("`--json` and `--format {}` ask for two different things", given.format));
    }
    if (given.json || given.format == "json") return ResultFormat::json;
    if (given.format == "csv") return ResultFormat::csv;
    if (given.format.empty() || given.format == "table") return ResultFormat::table;
    refuse(fmt::format("`--format` knows `table`, `csv` and `json`, not `{}`", given.format));
}

std::optional<std::string> chosen_key(const CLI::App& app, const Given& given) {
    if (!is_given(app, "--for")) return std::nullopt;
    return given.key;
}

std::optional<Month> chosen_month(const CLI::App& app, const Given& given) {
    if (!is_given(app, "--month")) return std::nullopt;
    return month(given.month);
}

std::vector<std::string> needed_files(const CLI::App& app, const Given& given) {
    if (given.words.empty()) {
        refuse(fmt::format("`accrue {}` needs at least one scheme file", app.get_name()),
               fmt::format("`accrue {} client_department.pay`", app.get_name()));
    }
    return given.words;
}

Request run_request(const CLI::App& app, const Given& given) {
    return RunRequest{.scheme = scheme_choice(app, given),
                      .data = needed_data(app, given),
                      .format = result_format(app, given),
                      .wide = given.wide,
                      .month = chosen_month(app, given),
                      .key = chosen_key(app, given),
                      .out = given.out};
}

Request explain_request(const CLI::App& app, const Given& given) {
    return ExplainRequest{.scheme = scheme_choice(app, given),
                          .data = needed_data(app, given),
                          .key = chosen_key(app, given),
                          .month = chosen_month(app, given),
                          .path = given.path.empty() ? "pay" : given.path,
                          .json = given.json,
                          .out = given.out};
}

Request check_request(const CLI::App& app, const Given& given) {
    return CheckRequest{
        .scheme = scheme_choice(app, given), .data = data_choice(app, given), .json = given.json};
}

Request test_request(const CLI::App& app, const Given& given) {
    return TestRequest{.paths = needed_files(app, given), .json = given.json};
}

Request fmt_request(const CLI::App& app, const Given& given) {
    if (given.check && given.to_standard_output) {
        refuse("`--check` writes nothing, `--stdout` writes: one of them is enough");
    }
    return FmtRequest{.paths = needed_files(app, given),
                      .only_check = given.check,
                      .to_standard_output = given.to_standard_output};
}

Request help_request(const CLI::App&, const Given& given) {
    if (given.words.size() > 1) refuse("`accrue help` takes one topic or code");
    return HelpRequest{.topic = given.words.empty() ? "" : given.words.front()};
}

Request version_request(const CLI::App&, const Given& given) {
    if (!given.words.empty()) refuse(fmt::format("`accrue version` takes no `{}`", given.words.front()));
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
    {"test", add_words_and_json, test_request},
    {"fmt", add_fmt, fmt_request},
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
        refuse(fmt::format("`accrue {}` has no option `{}`", app.get_name(), option),
               meant ? fmt::format("`{}`", *meant)
                     : fmt::format("`accrue help {}` lists its options", app.get_name()));
    }
}

[[noreturn]] void refuse_command(const std::string& word) {
    if (!word.empty() && word.front() == '-') {
        refuse(fmt::format("`accrue` has no option `{}`", word), "`accrue help` lists the commands");
    }
    const auto meant = closest(word, command_names());
    if (meant) refuse(fmt::format("`accrue` has no command `{}`", word), fmt::format("`accrue {}`", *meant));
    refuse(fmt::format("`accrue` has no command `{}`", word), "`accrue help` lists the commands");
}

// CLI11 names the option first: `--data: 1 required TEXT missing`.
[[noreturn]] void refuse_values(const CLI::ParseError& mistake) {
    const std::string said = mistake.what();
    const auto option = said.substr(0, said.find(':'));
    if (mistake.get_name() == "ArgumentMismatch" && said.find("required") != std::string::npos) {
        refuse(fmt::format("`{}` needs a value behind it", option));
    }
    if (mistake.get_name() == "ArgumentMismatch") refuse(fmt::format("`{}` is given twice", option));
    if (mistake.get_name() == "ConversionError" && said.find("lines") != std::string::npos) {
        refuse("`--skip-lines` and `--skip-last-lines` want a count of lines, such as 3");
    }
    refuse(said);
}

ColourWish colour_wish(const std::string& text) {
    if (text.empty() || text == "auto") return ColourWish::automatic;
    if (text == "always") return ColourWish::always;
    if (text == "never") return ColourWish::never;
    refuse(fmt::format("`--color` knows `auto`, `always` and `never`, not `{}`", text));
}

}  // namespace

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
