#include <algorithm>
#include <charconv>
#include <initializer_list>

#include "base/diagnostic.hpp"
#include "base/messages/findings.hpp"
#include "base/messages/phrases/commands.hpp"
#include "base/messages/phrases/evidence.hpp"
#include "base/messages/phrases/results.hpp"
#include "base/messages/phrases/tracing.hpp"
#include "cli/arguments_given.hpp"
#include "number/decimal.hpp"

namespace accrue::cli {
namespace {

void add_explain(CLI::App& app, Given& given) {
    add_scheme(app, given);
    add_data(app, given);
    add_selection(app, given);
    add_option(app, "--path", given.path);
    add_option(app, "--depth", given.depth);
    add_flag(app, "--full", given.full);
    add_flag(app, "--json", given.json);
    list_option(app, "--against", given.against);
    add_option(app, "--row", given.row);
    add_option(app, "--html", given.html);
    add_option(app, "--xlsx", given.xlsx);
}

std::optional<int> depth(const CLI::App& app, const Given& given) {
    if (!is_given(app, "--depth")) return std::nullopt;
    int steps = 0;
    const auto* const end = given.depth.data() + given.depth.size();
    const auto [rest, trouble] = std::from_chars(given.depth.data(), end, steps);
    if (trouble != std::errc() || rest != end || steps < 0) refuse(phrase(say::depth_wanted, given.depth));
    return steps;
}

// The form, and the file that goes with it.
struct Written {
    TraceForm form = TraceForm::text;
    std::string out;
};
Written written(const CLI::App& app, const Given& given) {
    std::vector<Written> wanted;
    if (wants_json(given)) wanted.push_back({TraceForm::json, given.out});
    if (const auto file = file_of(app, given, "--html", given.html))
        wanted.push_back({TraceForm::html, *file});
    if (const auto file = file_of(app, given, "--xlsx", given.xlsx))
        wanted.push_back({TraceForm::xlsx, *file});
    if (wanted.size() > 1) refuse(phrase(say::one_form_of_trace));
    return wanted.empty() ? Written{.out = given.out} : wanted.front();
}

Request explain_request(const CLI::App& app, const Given& given) {
    auto keys = given.keys;
    keys.insert(keys.end(), given.fors.begin(), given.fors.end());
    auto [form, out] = written(app, given);
    return ExplainRequest{.scheme = scheme_choice(app, given),
                          .data = needed_data(app, given),
                          .key = only(keys),
                          .period = chosen(app, "--month", given.period),
                          .level = chosen(app, "--level", given.level),
                          .path = given.path.empty() ? "pay" : given.path,
                          .depth = depth(app, given),
                          .full = given.full,
                          .form = form,
                          .out = std::move(out),
                          .against = given.against,
                          .fed_by = given.row};
}

void add_statements(CLI::App& app, Given& given) {
    add_scheme(app, given);
    add_data(app, given);
    add_option(app, "--month,--period", given.period);
    add_option(app, "--level", given.level);
    add_option(app, "--out", given.out);
}

Request statements_request(const CLI::App& app, const Given& given) {
    if (given.out.empty()) refuse(phrase(say::statements_need_folder));
    return StatementsRequest{.scheme = scheme_choice(app, given),
                             .data = needed_data(app, given),
                             .period = chosen(app, "--month", given.period),
                             .level = chosen(app, "--level", given.level),
                             .folder = given.out};
}

// ---- Against what was paid

void add_reconcile(CLI::App& app, Given& given) {
    add_scheme(app, given);
    add_data(app, given);
    add_option(app, "--month,--period", given.period);
    add_option(app, "--level", given.level);
    add_option(app, "--out", given.out);
    add_option(app, "--format", given.format);
    add_flag(app, "--json", given.json);
    add_option(app, "--paid", given.paid);
    add_option(app, "--within", given.within);
}

Exact within(const CLI::App& app, const Given& given) {
    if (!is_given(app, "--within")) return 0;
    const auto amount = parse_decimal(given.within);
    if (!amount || amount->sign() < 0)
        refuse(worded({kind::reconcile_within_wanted, {given.within}}), "`--within 0.01`");
    return *amount;
}

ResultFormat reconcile_form(const Given& given) {
    if (given.json) return ResultFormat::json;
    if (given.format.empty()) return ending_of(given.out) == ".csv" ? ResultFormat::csv : ResultFormat::table;
    const auto format = format_named(given.format);
    const bool is_known =
        format == ResultFormat::table || format == ResultFormat::csv || format == ResultFormat::json;
    if (!is_known) refuse(worded({kind::reconcile_forms, {given.format}}));
    return *format;
}

// Moves what is said of the paid file, and says it there without the file's name.
template <typename WithoutName>
void part(std::vector<std::string>& said, std::vector<std::string>& of_paid, const WithoutName& without) {
    std::erase_if(said, [&](const std::string& each) {
        const auto own = without(each);
        if (own) of_paid.push_back(*own);
        return own.has_value();
    });
}

// `paid.who`, `paid.pay=1,234.56`
std::optional<std::string> column_of_paid(const std::string& said) {
    const auto prefix = std::string(paid_file) + ".";
    return said.starts_with(prefix) ? std::optional(said.substr(prefix.size())) : std::nullopt;
}

// Options that name the paid file, by its name or as `paid`, are said of it alone; all others of the data.
Given part_of_paid(Given& given) {
    Given paid;
    paid.data = {given.paid};
    paid.threads = given.threads;
    for (const auto options :
         {&Given::numbers, &Given::percents, &Given::dates, &Given::key_columns, &Given::month_columns})
        part(given.*options, paid.*options, column_of_paid);
    const auto value_of_paid = [&](const std::string& said) -> std::optional<std::string> {
        const auto equals = said.rfind('=');
        const bool is_named = equals != std::string::npos && equals > 0;
        const FileNames file{std::string(paid_file), given.paid};
        if (!is_named) return std::nullopt;
        const auto name = said.substr(0, equals);
        const auto meant = meant_by(name, file);
        const bool is_of_data = std::ranges::any_of(given.data, [&](const std::string& data) {
            return meant_by(name, {"", data.substr(data.find('=') + 1)}) == Meant::itself;
        });
        if (meant == Meant::nothing || (is_of_data && meant != Meant::itself)) return std::nullopt;
        return said.substr(equals + 1);
    };
    using Of = FileOptionsGiven;
    for (const auto options : {&Of::encoding, &Of::delimiter, &Of::skip_lines, &Of::skip_last_lines})
        part(given.of_files.*options, paid.of_files.*options, value_of_paid);
    return paid;
}

Request reconcile_request(const CLI::App& app, const Given& given) {
    if (given.paid.empty()) refuse(worded({kind::reconcile_no_paid, {}}), "`--paid paid.csv`");
    auto of_data = given;
    auto paid = data_choice(app, part_of_paid(of_data));
    paid.called = paid_file;
    return ReconcileRequest{.scheme = scheme_choice(app, given),
                            .data = needed_data(app, of_data),
                            .paid = std::move(paid),
                            .period = chosen(app, "--month", given.period),
                            .level = chosen(app, "--level", given.level),
                            .within = within(app, given),
                            .format = reconcile_form(given),
                            .out = given.out};
}

// ---- Other data, other days

void add_corrections(CLI::App& app, Given& given) {
    add_scheme(app, given);
    add_data(app, given);
    add_selection(app, given);
    list_option(app, "--against", given.against);
    add_option(app, "--format", given.format);
    add_flag(app, "--json", given.json);
}

CorrectionsForm corrections_form(const Given& given) {
    const bool is_csv = given.format.empty() && !given.json && ending_of(given.out) == ".csv";
    if (given.format == "json" || given.json) return CorrectionsForm::json;
    if (given.format == "csv" || is_csv) return CorrectionsForm::csv;
    if (given.format.empty() && wants_json(given)) return CorrectionsForm::json;
    if (!given.format.empty() && given.format != "table")
        refuse(phrase(say::corrections_forms, given.format));
    return CorrectionsForm::text;
}

Request corrections_request(const CLI::App& app, const Given& given) {
    if (given.against.empty()) refuse(phrase(say::corrections_need_old));
    auto keys = given.keys;
    keys.insert(keys.end(), given.fors.begin(), given.fors.end());
    return CorrectionsRequest{.scheme = scheme_choice(app, given),
                              .data = needed_data(app, given),
                              .against = given.against,
                              .key = only(keys),
                              .period = chosen(app, "--month", given.period),
                              .level = chosen(app, "--level", given.level),
                              .form = corrections_form(given),
                              .out = given.out};
}

void add_status(CLI::App& app, Given& given) {
    add_scheme(app, given);
    add_data(app, given);
    add_selection(app, given);
    add_option(app, "--as-of", given.as_of);
    add_flag(app, "--json", given.json);
}

Request status_request(const CLI::App& app, const Given& given) {
    if (is_given(app, "--month")) refuse(phrase(say::day_wanted, given.period), phrase(say::day_form));
    auto keys = given.keys;
    keys.insert(keys.end(), given.fors.begin(), given.fors.end());
    return StatusRequest{.scheme = scheme_choice(app, given),
                         .data = needed_data(app, given),
                         .day = given.as_of,
                         .key = only(keys),
                         .level = chosen(app, "--level", given.level),
                         .json = wants_json(given),
                         .out = given.out};
}

// ---- Evidence

void add_audit(CLI::App& app, Given& given) {
    add_scheme(app, given);
    add_data(app, given);
    add_selection(app, given);
    add_option(app, "--path", given.path);
    add_flag(app, "--json", given.json);
}

void refuse_options(const CLI::App& app, const std::string& subcommand,
                    std::initializer_list<const char*> options) {
    for (const auto* const option : options) {
        if (is_given(app, option)) refuse(phrase(say::no_option_of_audit, subcommand, option));
    }
}

AuditVerifyRequest verify_request(const CLI::App& app, const Given& given) {
    if (given.words.size() != 2) refuse(phrase(say::verify_one_file), phrase(say::audit_forms));
    refuse_options(app, "verify", {"--for", "--month", "--level", "--path", "--out"});
    return {.path = given.words[1],
            .data = given.data,
            .threads = data_choice(app, given).threads,
            .json = given.json};
}

AuditPackRequest pack_request(const CLI::App& app, const Given& given) {
    refuse_options(app, "pack", {"--json"});
    auto rest = given;
    rest.words.erase(rest.words.begin());
    if (given.out.empty()) refuse(phrase(say::pack_needs_file), "`--out proof.zip`");
    auto keys = given.keys;
    keys.insert(keys.end(), given.fors.begin(), given.fors.end());
    return {.scheme = scheme_choice(app, rest),
            .data = needed_data(app, rest),
            .key = only(keys),
            .period = chosen(app, "--month", given.period),
            .level = chosen(app, "--level", given.level),
            .path = given.path.empty() ? "pay" : given.path,
            .out = given.out};
}

// `accrue audit verify FILE`, `accrue audit pack SCHEME …`
Request audit_request(const CLI::App& app, const Given& given) {
    if (given.words.empty()) refuse(phrase(say::audit_subcommand_wanted), phrase(say::audit_forms));
    if (given.words.front() == "verify") return verify_request(app, given);
    if (given.words.front() == "pack") return pack_request(app, given);
    refuse(phrase(say::no_such_audit_subcommand, given.words.front()), phrase(say::audit_forms));
}

constexpr CommandLine lines[] = {
    {"explain", add_explain, explain_request},
    {"reconcile", add_reconcile, reconcile_request},
    {"audit", add_audit, audit_request},
    {"statements", add_statements, statements_request},
    {"corrections", add_corrections, corrections_request},
    {"status", add_status, status_request},
};

}  // namespace

std::span<const CommandLine> audit_commands() {
    return lines;
}

}  // namespace accrue::cli
