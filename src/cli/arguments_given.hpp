// cli/arguments_given.hpp — What CLI11 fills, and what commands of several groups read from it. A command is
// a row in the table of its group: how its options are declared, and what they ask for.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/requests.hpp"
#include "cli/session.hpp"

namespace CLI {
class App;  // with its header a file takes seconds longer to compile
}

namespace accrue::cli {

// Every option of every command, as text; each command takes its own.
struct Given {
    std::string depth;
    bool full = false;
    std::vector<std::string> words;  // positional
    std::vector<std::string> against;
    std::string row, as_of;
    std::vector<std::string> set;                                 // `plan=50M`, `collected+=100k`
    std::string axis, axis_from, axis_to, target, pay_line, svg;  // of curves
    bool earlier = false;
    std::vector<std::string> with, sweep;  // of comparing
    std::string by, table, obligations, pay_day;
    std::string expression;
    std::vector<std::string> data, numbers, percents, dates, key_columns, month_columns, keys, fors;
    FileOptionsGiven of_files;
    std::string period, level, path, format, out, colour, language, from, threads, paid, within, scheme, html,
        xlsx;
    bool json = false, wide = false, check = false, to_standard_output = false, help = false;
    bool coverage = false, no_manifest = false;
};

struct CommandLine {
    const char* name;
    void (*add)(CLI::App&, Given&);
    Request (*request)(const CLI::App&, const Given&);
};
std::span<const CommandLine> running_commands();  // what computes or reads data
std::span<const CommandLine> audit_commands();    // why, and is it so
std::span<const CommandLine> curve_commands();    // what it would be, and what it takes
std::span<const CommandLine> compare_commands();  // several schemes
std::span<const CommandLine> file_commands();     // scheme files, and the program itself

// ---- Options that several commands have

void add_flag(CLI::App& app, const std::string& name, bool& value);
void add_option(CLI::App& app, const std::string& name, std::string& value);
void add_option(CLI::App& app, const std::string& name, std::size_t& value);
void add_option(CLI::App& app, const std::string& name, std::vector<std::string>& words);
void list_option(CLI::App& app, const std::string& name, std::vector<std::string>& values);  // one a time
void add_common(CLI::App& app, Given& given);  // every command's
void add_scheme(CLI::App& app, Given& given);
void add_data(CLI::App& app, Given& given);
void add_selection(CLI::App& app, Given& given);
void add_words_and_json(CLI::App& app, Given& given);

// ---- What they ask for

std::string name_of(const CLI::App& app);
bool is_given(const CLI::App& app, const std::string& option);
std::optional<std::string> chosen(const CLI::App& app, const std::string& option, const std::string& text);
// The file of a form that has an option of its own: `--html page.html`, or `--out page.html`.
std::optional<std::string> file_of(const CLI::App& app, const Given& given, const std::string& option,
                                   const std::string& own);
// `--json`, or `--out pay.json`
bool wants_json(const Given& given);
// The one word, if there is one.
std::optional<std::string> only(const std::vector<std::string>& words);
SchemeChoice scheme_choice(const CLI::App& app, const Given& given);
DataChoice data_choice(const CLI::App& app, const Given& given);
DataChoice needed_data(const CLI::App& app, const Given& given);
std::optional<Language> language_named(std::string_view name);

// The commands beside this one, with their options.
std::vector<OfferedCommand> offered_commands(const CLI::App& app);

// The command with all that it was given, as a shell takes it, but for the options of these names.
std::string as_typed(const CLI::App& app, const std::set<std::string>& without);

}  // namespace accrue::cli
