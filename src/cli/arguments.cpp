#include "cli/arguments.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "base/messages/phrases.hpp"
#include "base/text.hpp"
#include "cli/session.hpp"

namespace accrue::cli {
namespace {

// ---- What CLI11 fills
// -------------------------------------------------------------------------------------------------

// Every option of every command, as text; each command takes its own.
struct Given {
    std::string depth;
    bool full = false;
    std::vector<std::string> words;  // positional
    std::string expression;
    std::vector<std::string> data, numbers, percents, dates, encodings, keys, fors;
    std::string key_column, month_column, delimiter, period, level, path, format, out, colour, language, from,
        threads, scheme;
    std::size_t skip_lines = 0, skip_last_lines = 0;
    bool json = false, wide = false, check = false, to_standard_output = false, help = false;
    bool coverage = false, no_manifest = false;
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
    list_option(app, "--encoding", given.encodings);
    app.add_option("--key-column", given.key_column);
    app.add_option("--month-column", given.month_column);
    app.add_option("--delimiter", given.delimiter);
    app.add_option("--skip-lines", given.skip_lines);
    app.add_option("--skip-last-lines", given.skip_last_lines);
    app.add_option("--threads", given.threads);
}

void add_selection(CLI::App& app, Given& given) {
    list_option(app, "--for", given.fors);
    list_option(app, "--key", given.keys);
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
    app.add_flag("--no-manifest", given.no_manifest);
    app.add_flag("--json", given.json);
}

void add_explain(CLI::App& app, Given& given) {
    add_scheme(app, given);
    add_data(app, given);
    add_selection(app, given);
    app.add_option("--path", given.path);
    app.add_option("--depth", given.depth);
    app.add_flag("--full", given.full);
    app.add_flag("--json", given.json);
}

void add_check(CLI::App& app, Given& given) {
    add_scheme(app, given);
    add_data(app, given);
    app.add_flag("--json", given.json);
}

void add_inspect(CLI::App& app, Given& given) {
    app.add_option("words", given.words);
    app.add_option("--scheme", given.scheme);
    add_data(app, given);
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

EncodingChoice encoding_choice(const std::vector<std::string>& wishes) {
    EncodingChoice choice;
    for (const auto& wish : wishes) {
        const auto equals = wish.find('=');
        const auto name = equals == std::string::npos ? wish : wish.substr(equals + 1);
        const auto encoding = data::encoding_named(name);
        if (!encoding) refuse(phrase(Phrase::encodings_known, name, data::encoding_names()));
        const bool is_new = equals == std::string::npos
                                ? !std::exchange(choice.of_all, encoding)
                                : choice.of_files.emplace(wish.substr(0, equals), *encoding).second;
        if (!is_new) refuse(phrase(Phrase::encoding_said_twice, wish));
    }
    return choice;
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

// 0: as many as the machine has cores.
std::size_t threads(const CLI::App& app, const Given& given) {
    constexpr std::size_t most = 256;
    if (!is_given(app, "--threads")) return 0;
    std::size_t count = 0;
    const auto* const end = given.threads.data() + given.threads.size();
    const auto [rest, trouble] = std::from_chars(given.threads.data(), end, count);
    if (trouble != std::errc() || rest != end || count == 0 || count > most)
        refuse(phrase(Phrase::threads_wanted, most));
    return count;
}

DataChoice data_choice(const CLI::App& app, const Given& given) {
    DataChoice choice{.paths = given.data, .wishes = {}, .threads = threads(app, given)};
    choice.wishes.key_column = given.key_column;
    choice.wishes.month_column = given.month_column;
    choice.wishes.numbers = by_column(given.numbers, "--numbers", "amount=1.234,56");
    choice.wishes.percents = by_column(given.percents, "--percents", "share=percents");
    choice.wishes.dates = by_column(given.dates, "--dates", "paid=DD/MM/YYYY");
    choice.encodings = encoding_choice(given.encodings);
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

std::optional<ResultFormat> result_format(const CLI::App& app, const Given& given) {
    if (given.json && is_given(app, "--format") && given.format != "json") {
        refuse(phrase(Phrase::two_formats, given.format));
    }
    if (given.json) return ResultFormat::json;
    if (given.format.empty()) return std::nullopt;
    if (const auto format = format_named(given.format)) return format;
    refuse(phrase(Phrase::formats_known, given.format));
}

std::optional<std::string> only(const std::vector<std::string>& words) {
    if (words.size() > 1) refuse(phrase(Phrase::preset_and_key_twice, words[0], words[1]));
    return words.empty() ? std::nullopt : std::optional(words.front());
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

Request check_request(const CLI::App& app, const Given& given) {
    return CheckRequest{
        .scheme = scheme_choice(app, given), .data = data_choice(app, given), .json = given.json};
}

// `accrue data inspect D… --data D`
Request inspect_request(const CLI::App& app, const Given& given) {
    if (given.words.empty() || given.words.front() != "inspect") {
        refuse(given.words.empty() ? phrase(Phrase::data_subcommand_wanted)
                                   : phrase(Phrase::no_such_data_subcommand, given.words.front()),
               phrase(Phrase::data_inspect_form));
    }
    auto all = given;
    all.data.insert(all.data.begin(), given.words.begin() + 1, given.words.end());
    if (all.data.empty())
        refuse(phrase(Phrase::data_wanted, "data inspect"), phrase(Phrase::data_inspect_form));
    InspectRequest request{.data = data_choice(app, all), .scheme = {}};
    if (is_given(app, "--scheme")) request.scheme = SchemeChoice{.path = given.scheme, .text = {}};
    for (const auto* const option : {"--key-column", "--month-column"}) {
        if (!request.scheme && is_given(app, option)) refuse(phrase(Phrase::option_needs_scheme, option));
    }
    return request;
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
    {"data", add_inspect, inspect_request},
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
    // `accrue help run` is parsed as both commands
    const bool is_helped = app.get_subcommand("help")->parsed();
    for (const auto& [line, command] : commands) {
        if (!command->parsed()) continue;
        const bool is_topic = is_helped && command != app.get_subcommand("help");
        if (given.help || is_topic) return {HelpRequest{.topic = line->name}, colour};
        refuse_extras(*command);
        return {line->request(*command, given), colour};
    }
    if (!app.remaining().empty()) refuse_command(app.remaining().front());
    if (given.help) return {HelpRequest{}, colour};
    if (version) return {VersionRequest{}, colour};
    return {WelcomeRequest{}, colour};
}

}  // namespace accrue::cli
