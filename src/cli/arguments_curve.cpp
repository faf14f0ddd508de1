#include "base/messages/phrases/curves.hpp"
#include "cli/arguments_given.hpp"

namespace accrue::cli {
namespace {

// ---- Options

void add_standing(CLI::App& app, Given& given) {
    add_scheme(app, given);
    add_data(app, given);
    list_option(app, "--for", given.fors);
    list_option(app, "--key", given.keys);
    add_option(app, "--month,--period", given.period);
    add_option(app, "--level", given.level);
    add_flag(app, "--earlier", given.earlier);
    add_option(app, "--out", given.out);
    add_flag(app, "--json", given.json);
}

void add_axis(CLI::App& app, Given& given, const std::string& name) {
    add_option(app, name, given.axis);
    add_option(app, "--from", given.axis_from);
    add_option(app, "--to", given.axis_to);
    list_option(app, "--at", given.set);
}

void add_curve(CLI::App& app, Given& given) {
    add_standing(app, given);
    add_axis(app, given, "--x");
    add_option(app, "--pay", given.pay_line);
    add_option(app, "--svg", given.svg);
    add_option(app, "--html", given.html);
}

void add_solve(CLI::App& app, Given& given) {
    add_standing(app, given);
    add_axis(app, given, "--vary");
    add_option(app, "--target", given.target);
}

void add_what_if(CLI::App& app, Given& given) {
    add_standing(app, given);
    list_option(app, "--set", given.set);
    add_option(app, "--path", given.path);
    add_flag(app, "--full", given.full);
}

// ---- Requests

StandingChoice standing(const CLI::App& app, const Given& given) {
    auto keys = given.keys;
    keys.insert(keys.end(), given.fors.begin(), given.fors.end());
    return {.key = only(keys),
            .period = chosen(app, "--month", given.period),
            .level = chosen(app, "--level", given.level),
            .set = given.set};
}

curve::Direction direction(const Given& given) {
    return given.earlier ? curve::Direction::earlier : curve::Direction::more;
}

AxisChoice axis(const CLI::App& app, const Given& given, const std::string& option) {
    if (given.axis.empty()) refuse(phrase(say::axis_wanted, name_of(app)), "`" + option + " collected`");
    return {.name = given.axis,
            .direction = direction(given),
            .from = chosen(app, "--from", given.axis_from),
            .to = chosen(app, "--to", given.axis_to)};
}

CurveShown curve_shown(const CLI::App& app, const Given& given) {
    std::vector<CurveShown> wanted;
    if (wants_json(given)) wanted.push_back({CurveForm::json, given.out});
    if (const auto file = file_of(app, given, "--svg", given.svg)) wanted.push_back({CurveForm::svg, *file});
    if (const auto file = file_of(app, given, "--html", given.html))
        wanted.push_back({CurveForm::html, *file});
    if (wanted.size() > 1) refuse(phrase(say::one_form_of_curve));
    return wanted.empty() ? CurveShown{CurveForm::text, given.out} : wanted.front();
}

Request curve_request(const CLI::App& app, const Given& given) {
    return CurveRequest{.scheme = scheme_choice(app, given),
                        .data = data_choice(app, given),
                        .standing = standing(app, given),
                        .axis = axis(app, given, "--x"),
                        .of = given.pay_line.empty() ? "pay" : given.pay_line,
                        .shown = curve_shown(app, given)};
}

Request solve_request(const CLI::App& app, const Given& given) {
    if (given.target.empty()) refuse(phrase(say::target_wanted), "`--target pay=100k`");
    return SolveRequest{.scheme = scheme_choice(app, given),
                        .data = data_choice(app, given),
                        .standing = standing(app, given),
                        .axis = axis(app, given, "--vary"),
                        .target = given.target,
                        .json = wants_json(given),
                        .out = given.out};
}

Request what_if_request(const CLI::App& app, const Given& given) {
    if (given.set.empty()) refuse(phrase(say::changes_wanted, name_of(app)), "`--set collected+=100k`");
    return WhatIfRequest{.scheme = scheme_choice(app, given),
                         .data = needed_data(app, given),
                         .standing = standing(app, given),
                         .direction = direction(given),
                         .of = given.path.empty() ? "pay" : given.path,
                         .json = wants_json(given),
                         .full = given.full,
                         .out = given.out};
}

constexpr CommandLine lines[] = {
    {"curve", add_curve, curve_request},
    {"solve", add_solve, solve_request},
    {"what-if", add_what_if, what_if_request},
};

}  // namespace

std::span<const CommandLine> curve_commands() {
    return lines;
}

}  // namespace accrue::cli
