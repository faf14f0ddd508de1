#include "cli/arguments_given.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <utility>

#include "base/messages/phrases/commands.hpp"
#include "base/messages/phrases/reading.hpp"
#include "base/messages/phrases/results.hpp"
#include "base/shell_word.hpp"
#include "cli/session.hpp"

namespace accrue::cli {
namespace {

std::map<std::string, std::string> by_column(const std::vector<std::string>& wishes, std::string_view option,
                                             std::string_view example) {
    std::map<std::string, std::string> columns;
    for (const auto& wish : wishes) {
        const auto equals = wish.find('=');
        if (equals == std::string::npos || equals == 0) {
            refuse(phrase(say::column_wish_wanted, option, wish), fmt::format("`{} {}`", option, example));
        }
        const auto value = wish.substr(equals + 1);
        const auto& said = columns.try_emplace(wish.substr(0, equals), value).first->second;
        if (said != value)
            refuse(phrase(say::column_said_twice, option, wish.substr(0, equals), said, value));
    }
    return columns;
}

std::string once(std::string_view option, const std::vector<std::string>& said) {
    if (said.size() > 1) refuse(phrase(say::option_twice, option));
    return said.empty() ? "" : said.front();
}

// 0: as many as the machine has cores.
std::size_t threads(const CLI::App& app, const Given& given) {
    constexpr std::size_t most = 256;
    if (!is_given(app, "--threads")) return 0;
    std::size_t count = 0;
    const auto* const end = given.threads.data() + given.threads.size();
    const auto [rest, trouble] = std::from_chars(given.threads.data(), end, count);
    if (trouble != std::errc() || rest != end || count == 0 || count > most)
        refuse(phrase(say::threads_wanted, most));
    return count;
}

}  // namespace

// ---- Options that several commands have

void add_flag(CLI::App& app, const std::string& name, bool& value) {
    app.add_flag(name, value);
}

void add_option(CLI::App& app, const std::string& name, std::string& value) {
    app.add_option(name, value);
}

void add_option(CLI::App& app, const std::string& name, std::size_t& value) {
    app.add_option(name, value);
}

void add_option(CLI::App& app, const std::string& name, std::vector<std::string>& words) {
    app.add_option(name, words);
}

void list_option(CLI::App& app, const std::string& name, std::vector<std::string>& values) {
    app.add_option(name, values)->allow_extra_args(false);
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
    list_option(app, "--encoding", given.of_files.encoding);
    list_option(app, "--key-column", given.key_columns);
    list_option(app, "--month-column", given.month_columns);
    list_option(app, "--delimiter", given.of_files.delimiter);
    list_option(app, "--skip-lines", given.of_files.skip_lines);
    list_option(app, "--skip-last-lines", given.of_files.skip_last_lines);
    app.add_option("--threads", given.threads);
}

void add_selection(CLI::App& app, Given& given) {
    list_option(app, "--for", given.fors);
    list_option(app, "--key", given.keys);
    app.add_option("--month,--period", given.period);
    app.add_option("--level", given.level);
    app.add_option("--out", given.out);
}

void add_words_and_json(CLI::App& app, Given& given) {
    app.add_option("words", given.words);
    app.add_flag("--json", given.json);
}

// ---- What they ask for

std::string name_of(const CLI::App& app) {
    return app.get_name();
}

bool is_given(const CLI::App& app, const std::string& option) {
    const auto* found = app.get_option_no_throw(option);
    return found != nullptr && found->count() > 0;
}

std::optional<std::string> chosen(const CLI::App& app, const std::string& option, const std::string& text) {
    return is_given(app, option) ? std::optional(text) : std::nullopt;
}

std::optional<std::string> file_of(const CLI::App& app, const Given& given, const std::string& option,
                                   const std::string& own) {
    if (is_given(app, option)) {
        if (!given.out.empty()) refuse(phrase(say::file_twice, option));
        return own;
    }
    return ending_of(given.out) == "." + option.substr(2) ? std::optional(given.out) : std::nullopt;
}

bool wants_json(const Given& given) {
    return given.json || ending_of(given.out) == ".json";
}

std::optional<std::string> only(const std::vector<std::string>& words) {
    if (words.size() > 1) refuse(phrase(say::preset_and_key_twice, words[0], words[1]));
    return words.empty() ? std::nullopt : std::optional(words.front());
}

SchemeChoice scheme_choice(const CLI::App& app, const Given& given) {
    const auto command = app.get_name();
    const bool has_text = is_given(app, "-e");
    if (has_text && !given.words.empty()) {
        refuse(phrase(say::two_schemes, given.words.front()));
    }
    if (has_text) return {.path = "", .text = given.expression};
    if (given.words.empty()) {
        refuse(phrase(say::scheme_wanted, command),
               fmt::format("`accrue {} client_department.pay{}`", command,
                           command == "check" ? "" : " --data history.csv"));
    }
    if (given.words.size() > 1) {
        refuse(phrase(say::one_scheme_only, command, given.words[1]),
               is_given(app, "--data") ? phrase(say::each_behind_data) : "");
    }
    return {.path = given.words.front(), .text = std::nullopt};
}

DataChoice data_choice(const CLI::App& app, const Given& given) {
    DataChoice choice{.paths = given.data, .wishes = {}, .threads = threads(app, given)};
    choice.wishes.key_column = once("--key-column", given.key_columns);
    choice.wishes.month_column = once("--month-column", given.month_columns);
    choice.wishes.numbers = by_column(given.numbers, "--numbers", "amount=1.234,56");
    choice.wishes.percents = by_column(given.percents, "--percents", "share=percents");
    choice.wishes.dates = by_column(given.dates, "--dates", "paid=DD/MM/YYYY");
    choice.of_files = file_options(given.of_files);
    return choice;
}

DataChoice needed_data(const CLI::App& app, const Given& given) {
    if (given.data.empty()) {
        refuse(phrase(say::data_wanted, app.get_name()), phrase(say::data_forms));
    }
    return data_choice(app, given);
}

std::optional<Language> language_named(std::string_view name) {
    if (name == "en") return Language::english;
    if (name == "ru") return Language::russian;
    return std::nullopt;
}

std::vector<OfferedCommand> offered_commands(const CLI::App& app) {
    std::vector<OfferedCommand> commands;
    const auto every = [](const CLI::App*) { return true; };
    for (const auto* const command : app.get_parent()->get_subcommands(every)) {
        OfferedCommand offered{.name = command->get_name(), .flags = {}, .options = {}};
        for (const auto* const option : command->get_options()) {
            auto& names = option->get_items_expected_max() > 0 ? offered.options : offered.flags;
            for (const auto& name : option->get_lnames()) names.push_back("--" + name);
            for (const auto& name : option->get_snames()) names.push_back("-" + name);
        }
        commands.push_back(std::move(offered));
    }
    return commands;
}

std::string as_typed(const CLI::App& app, const std::set<std::string>& without) {
    auto text = "accrue " + app.get_name();
    for (const auto* option : app.get_options()) {
        const auto name = option->get_name();
        if (option->count() == 0 || without.contains(name)) continue;
        for (const auto& word : option->results()) {
            if (!option->get_positional()) text += " " + name;
            if (option->get_items_expected_max() > 0) text += " " + shell_word(word);
        }
    }
    return text;
}

}  // namespace accrue::cli
