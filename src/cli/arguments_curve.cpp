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
    app.add_option("--month,--period", given.period);
    app.add_option("--level", given.level);
    app.add_flag("--earlier", given.earlier);
    app.add_option("--out", given.out);
    app.add_flag("--json", given.json);
}

void add_axis(CLI::App& app, Given& given, const std::string& name) {
    app.add_option(name, given.axis);
    app.add_option("--from", given.axis_from);
    app.add_option("--to", given.axis_to);
    list_option(app, "--at", given.set);
}

void add_curve(CLI::App& app, Given& given) {
    add_standing(app, given);
    add_axis(app, given, "--x");
    app.add_option("--pay", given.pay_line);
    app.add_option("--svg", given.svg);
    app.add_option("--html", given.html);
}

void add_solve(CLI::App& app, Given& given) {
    add_standing(app, given);
    add_axis(app, given, "--vary");
    app.add_option("--target", given.target);
}

void add_what_if(CLI::App& app, Given& given) {
    add_standing(app, given);
    list_option(app, "--set", given.set);
    app.add_option("--path", given.path);
    app.add_flag("--full", given.full);
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
    if (given.axis.empty()) refuse(phrase(say::axis_wanted, app.get_name()), "`" + option + " collected`");
    return {.name = given.axis,
            .direction = direction(given),
            .from = chosen(app, "--from", given.axis_from),
            .to = chosen(app, "--to", given.axis_to)};
}

CurveShown curve_shown(const CLI::App& app, const Given& given) {
    std::vector<CurveShown> wanted;
    if (given.json) wanted.push_back({CurveForm::json, given.out});
    if (is_given(app, "--svg")) wanted.push_back({CurveForm::svg, given.svg});
    if (is_given(app, "--html")) wanted.push_back({CurveForm::html, given.html});
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
                        .json = given.json,
                        .out = given.out};
}

Request what_if_request(const CLI::App& app, const Given& given) {
    if (given.set.empty()) refuse(phrase(say::changes_wanted, app.get_name()), "`--set collected+=100k`");
    return WhatIfRequest{.scheme = scheme_choice(app, given),
                         .data = needed_data(app, given),
                         .standing = standing(app, given),
                         .direction = direction(given),
                         .of = given.path.empty() ? "pay" : given.path,
                         .json = given.json,
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
