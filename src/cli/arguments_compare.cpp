#include "base/messages/phrases/comparing.hpp"
#include "cli/arguments_given.hpp"

namespace accrue::cli {
namespace {

void add_compare(CLI::App& app, Given& given) {
    app.add_option("words", given.words);
    add_data(app, given);
    list_option(app, "--with", given.with);
    list_option(app, "--sweep", given.sweep);
    app.add_option("--result", given.axis);
    app.add_option("--by", given.by);
    app.add_option("--html", given.html);
    app.add_option("--table", given.table);
    app.add_flag("--json", given.json);
    app.add_option("--out", given.out);
}

CompareShown compare_shown(const CLI::App& app, const Given& given) {
    std::vector<CompareShown> wanted;
    if (given.json) wanted.push_back({.form = CompareForm::json, .out = given.out});
    if (is_given(app, "--html")) wanted.push_back({.form = CompareForm::html, .out = given.html});
    if (is_given(app, "--table"))
        wanted.push_back({.form = CompareForm::table, .out = given.out, .table = given.table});
    if (wanted.size() > 1) refuse(phrase(say::compare_forms));
    return wanted.empty() ? CompareShown{.form = CompareForm::text, .out = given.out} : wanted.front();
}

Request compare_request(const CLI::App& app, const Given& given) {
    const bool is_enough = given.words.size() > 1 || !given.with.empty() || !given.sweep.empty();
    if (given.words.empty() || !is_enough)
        refuse(phrase(say::compare_two_schemes), "`accrue compare old.pay new.pay --data history.csv`");
    return CompareRequest{.schemes = given.words,
                          .with = given.with,
                          .sweep = given.sweep,
                          .data = needed_data(app, given),
                          .result = chosen(app, "--result", given.axis),
                          .role = chosen(app, "--by", given.by),
                          .shown = compare_shown(app, given)};
}

constexpr CommandLine lines[] = {
    {"compare", add_compare, compare_request},
};

}  // namespace

std::span<const CommandLine> compare_commands() {
    return lines;
}

}  // namespace accrue::cli
