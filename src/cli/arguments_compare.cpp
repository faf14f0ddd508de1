#include "base/messages/phrases/comparing.hpp"
#include "cli/arguments_given.hpp"

namespace accrue::cli {
namespace {

void add_compare(CLI::App& app, Given& given) {
    add_option(app, "words", given.words);
    add_data(app, given);
    list_option(app, "--with", given.with);
    list_option(app, "--sweep", given.sweep);
    add_option(app, "--result", given.axis);
    add_option(app, "--by", given.by);
    add_option(app, "--obligations", given.obligations);
    add_option(app, "--pay-day", given.pay_day);
    add_option(app, "--html", given.html);
    add_option(app, "--xlsx", given.xlsx);
    add_option(app, "--table", given.table);
    add_flag(app, "--json", given.json);
    add_option(app, "--out", given.out);
}

CompareShown compare_shown(const CLI::App& app, const Given& given) {
    std::vector<CompareShown> wanted;
    if (wants_json(given)) wanted.push_back({.form = CompareForm::json, .out = given.out});
    if (const auto file = file_of(app, given, "--html", given.html))
        wanted.push_back({.form = CompareForm::html, .out = *file});
    if (const auto file = file_of(app, given, "--xlsx", given.xlsx))
        wanted.push_back({.form = CompareForm::xlsx, .out = *file});
    if (is_given(app, "--table"))
        wanted.push_back({.form = CompareForm::table, .out = given.out, .table = given.table});
    if (wanted.size() > 1) refuse(phrase(say::compare_forms));
    return wanted.empty() ? CompareShown{.form = CompareForm::text, .out = given.out} : wanted.front();
}

Request compare_request(const CLI::App& app, const Given& given) {
    const bool is_enough = given.words.size() > 1 || !given.with.empty() || !given.sweep.empty();
    if (given.words.empty() || !is_enough)
        refuse(phrase(say::compare_two_schemes), "`accrue compare old.pay new.pay --data history.csv`");
    return CompareRequest{
        .schemes = given.words,
        .with = given.with,
        .sweep = given.sweep,
        .data = needed_data(app, given),
        .result = chosen(app, "--result", given.axis),
        .role = chosen(app, "--by", given.by),
        .obligations = chosen(app, "--obligations", given.obligations),
        .pay_day = chosen(app, "--pay-day", given.pay_day),
        .shown = compare_shown(app, given),
        .command = as_typed(app, {"--html", "--xlsx", "--json", "--table", "--out", "--threads", "--color"})};
}

constexpr CommandLine lines[] = {
    {"compare", add_compare, compare_request},
};

}  // namespace

std::span<const CommandLine> compare_commands() {
    return lines;
}

}  // namespace accrue::cli
