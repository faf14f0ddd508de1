// `accrue compare`: what several schemes would have paid on one history.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "base/messages/phrases/commands.hpp"
#include "base/messages/phrases/comparing.hpp"
#include "base/messages/phrases/curves.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/data_files.hpp"
#include "cli/listed_names.hpp"
#include "cli/output_file.hpp"
#include "cli/scheme_file.hpp"
#include "compare/report.hpp"
#include "explain/diagnose.hpp"
#include "number/decimal.hpp"

namespace accrue::cli {
namespace {

namespace files = std::filesystem;

// ---------------------------------------------------------------- the sides

compare::Side loaded_side(Session& session, const SchemeChoice& choice, std::string name) {
    auto loaded = load_scheme(session, choice);
    if (has_errors(loaded.diagnostics)) loaded = sound_scheme(session, std::move(loaded));
    auto scheme = std::move(loaded.checked.scheme);
    if (name.empty()) name = scheme.name;
    if (name.empty()) name = files::path(choice.path).stem().string();
    return {.name = printable(name), .scheme = std::move(scheme)};
}

// `rate=0.6%; threshold=45M` as a scheme of two lines more.
std::string replaced(const std::string& path, const std::string& changes) {
    auto text = fmt::format("scheme variant based on \"{}\"\n", path);
    for (std::size_t at = 0; at <= changes.size();) {
        const auto end = std::min(changes.find(';', at), changes.size());
        const auto change = changes.substr(at, end - at);
        const auto equals = change.find('=');
        if (equals == std::string::npos)
            throw Stop{Exit::usage, phrase(say::changes_wanted, "compare"), "`--with rate=0.6%`"};
        text += fmt::format("replace param {} = {}\n", change.substr(0, equals), change.substr(equals + 1));
        at = end + 1;
    }
    return text;
}

compare::Side variant(Session& session, const std::string& path, const std::string& changes) {
    return loaded_side(session, {.path = "", .text = replaced(path, changes)}, changes);
}

std::optional<Exact> written_number(std::string_view text) {
    const bool is_percent = text.ends_with('%');
    if (is_percent) text.remove_suffix(1);
    auto value = parse_literal(trimmed(text));
    if (!value) value = parse_decimal(trimmed(text));
    return value;
}

// `threshold=35M..45M:1M`: a change for each value.
std::vector<std::string> swept(const std::string& sweep) {
    constexpr std::size_t most = 40;
    const auto equals = sweep.find('='), dots = sweep.find(".."), colon = sweep.rfind(':');
    const bool has_parts = equals != std::string::npos && dots != std::string::npos &&
                           colon != std::string::npos && equals < dots && dots < colon;
    const Stop stop{Exit::usage, phrase(say::changes_wanted, "compare"), "`--sweep threshold=35M..45M:1M`"};
    if (!has_parts) throw stop;
    const auto from = written_number(std::string_view(sweep).substr(equals + 1, dots - equals - 1));
    const auto to = written_number(std::string_view(sweep).substr(dots + 2, colon - dots - 2));
    const auto step = written_number(std::string_view(sweep).substr(colon + 1));
    if (!from || !to || !step || step->sign() <= 0) throw stop;
    const bool is_percent = sweep.find('%') != std::string::npos;
    std::vector<std::string> changes;
    for (Exact at = *from; at <= *to && changes.size() < most; at += *step)
        changes.push_back(sweep.substr(0, equals + 1) + to_people(at) + (is_percent ? "%" : ""));
    return changes;
}

void tell_apart(std::vector<compare::Side>& sides) {
    for (std::size_t i = 0; i < sides.size(); ++i) {
        std::size_t same = 1;
        for (std::size_t before = 0; before < i; ++before)
            if (sides[before].name == sides[i].name) ++same;
        if (same > 1) sides[i].name += fmt::format(" ({})", same);
    }
}

compare::Sides joined_sides(Session& session, const CompareRequest& request) {
    std::vector<compare::Side> sides;
    for (const auto& path : request.schemes)
        sides.push_back(loaded_side(session, {.path = path, .text = {}}, ""));
    for (const auto& changes : request.with)
        sides.push_back(variant(session, request.schemes.front(), changes));
    for (const auto& sweep : request.sweep)
        for (const auto& changes : swept(sweep))
            sides.push_back(variant(session, request.schemes.front(), changes));
    tell_apart(sides);
    auto all = compare::joined(std::move(sides));
    if (const auto* apart = std::get_if<compare::Apart>(&all))
        throw Stop{Exit::usage, phrase(say::compare_apart, apart->first, apart->second, apart->what), ""};
    auto joined = std::get<compare::Sides>(std::move(all));
    const bool is_paid =
        std::ranges::any_of(joined.sides, [](const auto& side) { return !side.scheme.pays.empty(); });
    if (!is_paid) throw Stop{Exit::scheme, phrase(say::compare_nothing_paid), ""};
    return joined;
}

// ---------------------------------------------------------------- what to look at

compare::Result wanted_result(const compare::Sides& sides, const std::optional<std::string>& name) {
    auto result = compare::found_result(sides, name);
    if (name && !result) throw Stop{Exit::usage, phrase(say::compare_no_result, *name), ""};
    return result;
}

std::optional<core::InputId> wanted_role(const compare::Sides& sides,
                                         const std::optional<std::string>& name) {
    if (!name) return std::nullopt;
    for (std::uint32_t i = 0; i < sides.reading.inputs.size(); ++i) {
        const auto& input = sides.reading.inputs[core::InputId(i)];
        const bool is_of_records = sides.reading.levels[input.level].kind == core::LevelKind::records;
        if (input.name == *name && input.type.kind == core::TypeKind::text && !is_of_records)
            return core::InputId(i);
    }
    throw Stop{Exit::usage, phrase(say::compare_no_role, *name), ""};
}

[[noreturn]] void stop_on_failures(Session& session, const compare::Sides& sides,
                                   const data::History& history, const std::vector<compare::Failed>& failed) {
    const auto& first = failed.front();
    explain::Evaluation evaluation(sides.sides[first.side].scheme, history, session.sources);
    show(session, explain::diagnose(evaluation, first.rows));
    throw Stop{Exit::data, phrase(say::rows_not_computed, first.rows.size(), history.rows.size()), ""};
}

const compare::Finding& wanted_table(const compare::Report& report, const std::string& name) {
    std::vector<std::string> names;
    for (const auto& finding : report.findings) {
        if (finding.name == name) return finding;
        names.push_back(finding.name);
    }
    throw Stop{Exit::usage, phrase(say::compare_no_table, name, listed(names)), ""};
}

std::string written_report(const Session& session, const compare::Report& report, const CompareShown& shown) {
    switch (shown.form) {
        case CompareForm::text:
            return compare::to_text(report, session.width);
        case CompareForm::json:
            return compare::to_json(report);
        case CompareForm::html:
            return compare::to_html(report);
        case CompareForm::table:
            return compare::to_csv(wanted_table(report, shown.table));
    }
    return "";
}

}  // namespace

Exit compare_command(const CompareRequest& request, Session& session) {
    const auto sides = joined_sides(session, request);
    const auto result = wanted_result(sides, request.result);
    const auto role = wanted_role(sides, request.role);
    auto read = load_sound_history(session, sides.reading, request.data);
    begin_work(session, phrase(say::work_comparing));
    Workers workers(request.data.threads);
    try {
        const auto paying = compare::pay_all(sides, read.history, result, workers);
        if (!paying.failed.empty()) stop_on_failures(session, sides, read.history, paying.failed);
        const auto report = compare::report({.sides = sides,
                                             .history = read.history,
                                             .paid = paying.paid,
                                             .result = result,
                                             .sources = session.sources,
                                             .workers = workers,
                                             .role = role});
        const auto text = written_report(session, report, request.shown);
        write_results(session, request.shown.out, [&](std::ostream& out) { out << text; });
    } catch (const compare::TooLong&) {
        throw Stop{Exit::data, phrase(say::compare_too_long), ""};
    }
    return Exit::done;
}

}  // namespace accrue::cli
