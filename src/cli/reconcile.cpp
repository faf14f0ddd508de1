// `accrue reconcile`: does the scheme reproduce what was really paid?
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/json_document.hpp"
#include "base/messages/data.hpp"
#include "base/messages/findings.hpp"
#include "base/messages/phrases/commands.hpp"
#include "base/messages/phrases/results.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/data_files.hpp"
#include "cli/output_file.hpp"
#include "cli/scheme_file.hpp"
#include "cli/selection.hpp"
#include "explain/diagnose.hpp"
#include "number/decimal.hpp"
#include "report/escapes.hpp"
#include "report/period_head.hpp"
#include "report/reconciliation.hpp"
#include "report/results.hpp"
#include "report/text_table.hpp"

namespace accrue::cli {
namespace {

using report::Align;
using report::Reconciled;
using Json = nlohmann::ordered_json;

constexpr std::size_t most_listed = 20;

// ---------------------------------------------------------------- in all

// Amounts that differ for one reason, or are equal.
struct Class {
    std::string likely;
    std::size_t amounts = 0;
    Exact paid = 0, computed = 0;

    void add(const Reconciled& each) {
        ++amounts;
        paid += each.paid.value_or(0);
        computed += each.computed.value_or(0);
    }
};

// Of the column of all that is paid to a row, of which other columns are parts.
bool is_total(const Reconciled& each) {
    return each.column == "pay";
}

// By kind, in the order of the messages: equal first, what has no reason last.
std::vector<Class> classes_of(const std::vector<Reconciled>& all) {
    std::map<std::pair<Kind, std::string>, Class> by_kind;
    const bool has_total = std::ranges::any_of(all, is_total);
    for (const auto& each : all) {
        if (has_total && !is_total(each)) continue;
        auto likely = worded(each.likely);
        auto& sum = by_kind[{each.likely.kind, likely}];
        sum.likely = std::move(likely);
        sum.add(each);
    }
    std::vector<Class> classes;
    for (auto& [kind, sum] : by_kind) classes.push_back(std::move(sum));
    return classes;
}

Class total_of(const std::vector<Class>& classes) {
    Class all{.likely = phrase(say::total)};
    for (const auto& each : classes) {
        all.amounts += each.amounts;
        all.paid += each.paid;
        all.computed += each.computed;
    }
    return all;
}

// ---------------------------------------------------------------- for people

struct Found {
    const core::Scheme& scheme;
    std::string paid_name, scheme_name, key_name;
    std::vector<Reconciled> all;
    std::vector<std::string> not_compared;  // pay lines without a column, where the total has none either
};

std::size_t count_of(const Found& found, bool (*is_counted)(const Reconciled&)) {
    return static_cast<std::size_t>(std::ranges::count_if(found.all, is_counted));
}
bool differs(const Reconciled& each) {
    return !each.is_equal;
}
bool is_residual(const Reconciled& each) {
    return each.likely.kind == kind::likely_residual;
}

std::string verdict(const Found& found) {
    const auto different = static_cast<std::int64_t>(count_of(found, differs));
    const auto all = static_cast<std::int64_t>(found.all.size());
    if (different == 0) return worded({kind::reconcile_agrees, {all}});
    return worded(
        {kind::reconcile_differs, {different, all, static_cast<std::int64_t>(count_of(found, is_residual))}});
}

std::vector<std::string> class_cells(const Class& each) {
    return {each.likely, std::to_string(each.amounts), money_text(each.paid), money_text(each.computed),
            money_text(each.paid - each.computed)};
}

std::string class_table(const std::vector<Class>& classes) {
    report::TextTable table({Align::left, Align::right, Align::right, Align::right, Align::right});
    table.row({"", worded({kind::head_amounts, {}}), worded({kind::head_paid, {}}),
               worded({kind::head_computed, {}}), worded({kind::head_difference, {}})});
    table.line();
    for (const auto& each : classes) table.row(class_cells(each));
    table.line();
    table.row(class_cells(total_of(classes)));
    return table.text();
}

std::string shown(const std::optional<Exact>& amount) {
    return amount ? money_text(*amount) : "—";
}

std::string list_of(const Found& found) {
    report::TextTable table({Align::left, Align::left, Align::left, Align::right, Align::right, Align::left});
    table.row({found.key_name, report::period_head(found.scheme.calendar.unit), worded({kind::head_what, {}}),
               worded({kind::head_paid, {}}), worded({kind::head_computed, {}}),
               worded({kind::head_likely, {}})});
    table.line();
    std::size_t listed = 0;
    for (const auto& each : found.all) {
        if (each.is_equal || ++listed > most_listed) continue;
        table.row({printable(each.key), found.scheme.calendar.to_text(each.period), each.column,
                   shown(each.paid), shown(each.computed), worded(each.likely)});
    }
    auto text = table.text();
    if (listed > most_listed)
        text += worded({kind::reconcile_more, {static_cast<std::int64_t>(listed - most_listed)}}) + "\n";
    return text;
}

void write_text(std::ostream& out, const Found& found) {
    out << verdict(found) << '\n';
    if (!found.not_compared.empty())
        out << worded({kind::reconcile_not_compared,
                       {found.paid_name, fmt::format("`{}`", fmt::join(found.not_compared, "`, `"))}})
            << '\n';
    out << '\n' << class_table(classes_of(found.all));
    if (count_of(found, differs) > 0) out << '\n' << list_of(found);
}

// ---------------------------------------------------------------- for machines

// `likely_gate_open` is `gate_open` there, in every language.
std::string code_of(const Reconciled& each) {
    constexpr std::string_view prefix = "likely_";
    const auto name = wording(each.likely.kind).name;
    return std::string(name.substr(name.starts_with(prefix) ? prefix.size() : 0));
}
std::string subject_of(const Reconciled& each) {
    const auto& arguments = each.likely.arguments;
    return arguments.empty() ? "" : std::get<std::string>(arguments.front());
}

class Amounts {
  public:
    explicit Amounts(const core::Scheme& scheme) : digits_(report::money_digits(scheme)) {}
    std::string operator()(const Exact& amount) const { return report::machine_amount(amount, digits_); }
    std::string operator()(const std::optional<Exact>& amount) const {
        return amount ? (*this)(*amount) : std::string();
    }

  private:
    int digits_;
};

void write_csv(std::ostream& out, const Found& found) {
    const Amounts shown(found.scheme);
    const auto field = [](const std::string& text) { return report::csv_field(text, ','); };
    out << field(found.key_name) << ',' << report::unit_name(found.scheme)
        << ",column,paid,computed,difference,likely,which\n";
    for (const auto& each : found.all) {
        out << field(each.key) << ',' << found.scheme.calendar.to_text(each.period) << ','
            << field(each.column) << ',' << shown(each.paid) << ',' << shown(each.computed) << ','
            << shown(each.difference()) << ',' << code_of(each) << ',' << field(subject_of(each)) << '\n';
    }
}

Json amount_json(const Found& found, const Reconciled& each) {
    const Amounts shown(found.scheme);
    Json json{{"key", each.key},
              {std::string(report::unit_name(found.scheme)), found.scheme.calendar.to_text(each.period)},
              {"column", each.column}};
    if (each.paid) json["paid"] = shown(*each.paid);
    if (each.computed) json["computed"] = shown(*each.computed);
    json["difference"] = shown(each.difference());
    json["likely"] = code_of(each);
    if (!each.likely.arguments.empty()) json["which"] = subject_of(each);
    return json;
}

void write_json(std::ostream& out, const Found& found) {
    const Amounts shown(found.scheme);
    const auto total = total_of(classes_of(found.all));
    Json json{{"schema", "accrue.reconciliation/1"},
              {"scheme", found.scheme_name},
              {"paid", found.paid_name},
              {"currency", found.scheme.currency},
              {"amounts", found.all.size()},
              {"differ", count_of(found, differs)},
              {"residual", count_of(found, is_residual)},
              {"totals",
               {{"paid", shown(total.paid)},
                {"computed", shown(total.computed)},
                {"difference", shown(total.paid - total.computed)}}}};
    json["not_compared"] = found.not_compared;
    json["rows"] = Json::array();
    for (const auto& each : found.all) json["rows"].push_back(amount_json(found, each));
    out << json_document(json);
}

// ---------------------------------------------------------------- reading

core::LevelId level_of(const ReconcileRequest& request, const core::Scheme& scheme) {
    const auto paid = core::paying_levels(scheme);
    if (!request.level && !paid.empty()) return paid.back();
    return paid_level(scheme,
                      request.level.value_or(scheme.levels[core::LevelId(scheme.levels.size() - 1)].name));
}

void refuse_without_columns(const report::PaidScheme& paid, const data::History& history,
                            const std::string& name) {
    std::vector<std::string> names;
    for (const auto& column : paid.columns) {
        if (!history.columns[column.paid].absent) return;
        names.push_back("`" + column.name + "`");
    }
    throw Stop{Exit::data,
               worded({kind::reconcile_no_column, {name, fmt::format("{}", fmt::join(names, ", "))}}), ""};
}

// Where the total is compared, all of it is.
std::vector<std::string> not_compared(const report::PaidScheme& paid, const data::History& history) {
    std::vector<std::string> names;
    for (const auto& column : paid.columns) {
        const bool is_absent = history.columns[column.paid].absent;
        if (column.name == "pay" && !is_absent) return {};
        if (column.name != "pay" && is_absent) names.push_back(column.name);
    }
    return names;
}

// Before the column that stands at this place, as in `--numbers pay=1,234.56`.
void insert_paid_file(Argument& text, std::size_t place) {
    std::get<std::string>(text).insert(place, fmt::format("{}.", paid_file));
}
void insert_paid_file_in_option(Argument& option) {
    insert_paid_file(option, std::get<std::string>(option).find(' ') + 1);
}

void name_paid_file(Fact& note) {
    constexpr std::array of_columns = {kind::hint_key_column, kind::hint_month_column,
                                       kind::hint_numbers,    kind::hint_numbers_forms,
                                       kind::hint_percents,   kind::hint_dates,
                                       kind::hint_short_year, kind::hint_short_years,
                                       kind::hint_any_day,    kind::hint_any_day_of_period};
    if (note.kind == kind::hint_wish_column) insert_paid_file_in_option(note.arguments.front());
    if (std::ranges::find(of_columns, note.kind) != of_columns.end())
        insert_paid_file(note.arguments.front(), 0);
}

// Where a report speaks of an option for a column it says of which file, so that it works as it stands.
void name_paid_file(Diagnostic& found) {
    if (found.kind == kind::wish_without_column || found.kind == kind::wish_not_understood)
        insert_paid_file_in_option(found.arguments.front());
    if (found.kind == kind::cell_against_wish || found.kind == kind::cell_date_against_wish)
        insert_paid_file(found.arguments[2], 0);
    for (auto& note : found.notes) name_paid_file(note);
}

// A pay line that the file does not have is not compared, which is no default.
data::ReadHistory paid_history(Session& session, const report::PaidScheme& paid, const Ground& ground,
                               const ReconcileRequest& request) {
    const auto level = level_of(request, ground.scheme);
    auto choice = request.paid;
    choice.paths = {ground.scheme.levels[level].name + "=" + request.paid.paths.front()};
    auto read = load_history(session, paid.scheme, choice);
    std::erase_if(read.diagnostics,
                  [](const Diagnostic& found) { return found.kind == kind::optional_column_absent; });
    if (!has_errors(read.diagnostics)) {
        const auto alike = report::keys_paid_otherwise(ground.history, level, read.history, session.sources);
        read.diagnostics.insert(read.diagnostics.end(), alike.begin(), alike.end());
    }
    for (auto& found : read.diagnostics) name_paid_file(found);
    return sound(session, std::move(read));
}

void stop_on_failures(Session& session, explain::Evaluation& evaluation, const run::Result& result) {
    if (result.failed_rows.empty()) return;
    show(session, explain::diagnose(evaluation, result.failed_rows));
    throw Stop{Exit::data,
               phrase(say::rows_not_computed, result.failed_rows.size(), evaluation.history().rows.size()),
               ""};
}

void write(std::ostream& out, const ReconcileRequest& request, const Found& found) {
    if (request.format == ResultFormat::json) return write_json(out, found);
    if (request.format == ResultFormat::csv) return write_csv(out, found);
    write_text(out, found);
}

}  // namespace

Exit reconcile_command(const ReconcileRequest& request, Session& session) {
    refuse_two_readers(request.scheme, request.data);
    const auto loaded = load_sound_scheme(session, request.scheme);
    const auto& scheme = loaded.checked.scheme;
    const auto level = level_of(request, scheme);
    const auto read = load_sound_history(session, scheme, until(scheme, request.data, request.period));
    const Ground ground{scheme, read.history, key_name(scheme, read.understood)};

    const auto paid = report::paid_scheme(scheme, level);
    const auto paid_read = paid_history(session, paid, ground, request);
    const auto& paid_name = request.paid.paths.front();
    refuse_without_columns(paid, paid_read.history, paid_name);

    Workers workers(request.data.threads);
    const auto result = run::run(scheme, read.history, run::Keep::gated, run::rows_of_a_vector, &workers);
    explain::Evaluation evaluation(scheme, read.history, session.sources);
    stop_on_failures(session, evaluation, result);
    std::optional<Period> period;
    if (request.period) period = known_period(ground, *request.period);
    const Found found{.scheme = scheme,
                      .paid_name = paid_name,
                      .scheme_name = session.sources[loaded.source].name(),
                      .key_name = core::is_flat(scheme) ? ground.key_name : scheme.levels[level].name,
                      .all = report::reconciled({scheme, read.history, level, paid, paid_read.history, result,
                                                 evaluation, period, request.within, &workers}),
                      .not_compared = not_compared(paid, paid_read.history)};
    write_results(session, request.out, [&](std::ostream& out) { write(out, request, found); });
    return count_of(found, differs) == 0 ? Exit::done : Exit::no;
}

}  // namespace accrue::cli
