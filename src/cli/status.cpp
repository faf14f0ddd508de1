#include "explain/status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/json_document.hpp"
#include "base/messages/phrases/commands.hpp"
#include "base/messages/phrases/results.hpp"
#include "base/messages/phrases/tracing.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/data_files.hpp"
#include "cli/output_file.hpp"
#include "cli/scheme_file.hpp"
#include "cli/selection.hpp"
#include "compare/broken_lines.hpp"
#include "explain/diagnose.hpp"
#include "explain/filled_lines.hpp"
#include "explain/rows.hpp"
#include "explain/shown.hpp"
#include "number/decimal.hpp"
#include "report/text_table.hpp"

namespace accrue::cli {
namespace {

using Json = nlohmann::ordered_json;
using core::DefinitionId;
using data::RowId;

Date wanted_day(const std::string& written) {
    if (const auto day = parse_date(written)) return *day;
    refuse(phrase(say::day_wanted, written), phrase(say::day_form));
}

// ---- The two evaluations

class SoFar {
  public:
    SoFar(const core::Scheme& rules, const explain::AsOf& known, const Sources& sources, Date day)
        : scheme(rules),
          as_of(known),
          elapsed(explain::elapsed(rules, day)),
          to_date(rules, known.to_date, sources),
          at_pace(rules, known.at_pace, sources, known.sums_at_pace) {}

    const core::Scheme& scheme;
    const explain::AsOf& as_of;
    explain::Elapsed elapsed;
    explain::Evaluation to_date, at_pace;

    std::string who(RowId row) const { return explain::row_name(scheme, as_of.to_date, row); }
    std::string shown(DefinitionId id, const explain::Outcome& outcome) const {
        const auto& definition = scheme.definitions[id];
        const auto* value = explain::present(outcome);
        return value == nullptr ? phrase(say::in_error)
                                : explain::shown(*value, definition.type, definition.shown_as_percent);
    }
};

std::vector<core::Pay> pays_of(const core::Scheme& scheme, core::LevelId level) {
    std::vector<core::Pay> pays;
    std::ranges::copy_if(scheme.pays, std::back_inserter(pays),
                         [&](const core::Pay& pay) { return scheme.definitions[pay.amount].level == level; });
    return pays;
}

// Rows of the day's period that are paid and asked for.
std::vector<RowId> paid_rows(const SoFar& so_far, const Ground& ground, const StatusRequest& request) {
    const auto& history = so_far.as_of.to_date;
    const auto period = so_far.scheme.calendar.period(so_far.elapsed.day);
    std::vector<RowId> rows;
    for (const auto level : core::paying_levels(so_far.scheme)) {
        if (request.level && level != paid_level(so_far.scheme, *request.level)) continue;
        const auto all = history.rows_of(level, period);
        rows.insert(rows.end(), all.begin(), all.end());
    }
    if (request.key) {
        const auto key = known_key(ground, *request.key);
        std::erase_if(rows, [&](RowId row) { return history.key(row) != key; });
    }
    if (!rows.empty()) return rows;
    const auto& periods = ground.history.rows.periods;
    if (periods.begin() == periods.end()) refuse(phrase(say::no_rows_in_data));
    const auto [first, last] = std::ranges::minmax(periods);
    const auto text = [&](Period each) { return so_far.scheme.calendar.to_text(each); };
    refuse(phrase(say::nobody_has_a_row_then, text(period), text(first), text(last)));
}

// ---- For people

// `collected >= plan: short 1 000.00`
std::string missed_words(const SoFar& so_far, core::ExprId condition, const explain::Condition& missed) {
    auto words = explain::as_written(so_far.scheme, so_far.to_date.sources(), condition);
    const auto margin = explain::margin_words(missed);
    return margin.empty() ? words : fmt::format("{}: {}", words, margin);
}

// Of `and` and `or` each side that does not hold.
std::string lacking_words(const SoFar& so_far, const explain::ClosedGate& gate) {
    std::string words;
    for (const auto& [condition, missed] : gate.sides)
        words += (words.empty() ? "" : "; ") + missed_words(so_far, condition, missed);
    if (words.empty()) words = explain::margin_words(gate.missed);
    return words.empty() ? missed_words(so_far, gate.condition, gate.missed) : words;
}

std::string time_words(const SoFar& so_far, const explain::ClosedGate& gate) {
    const auto left = gate.deadline->days - so_far.elapsed.day.days;
    if (left < 0) return phrase(say::deadline_passed, to_text(*gate.deadline));
    return left == 0 ? phrase(say::last_day_is_today)
                     : phrase(say::days_left_until, left, to_text(*gate.deadline));
}

std::string amounts_text(SoFar& so_far, RowId row) {
    using enum report::Align;
    const auto level = so_far.as_of.to_date.rows.level_of(row);
    report::TextTable table({left, right, right});
    table.row({"", phrase(say::head_to_date), phrase(say::head_at_this_pace)});
    const auto add = [&](const std::string& name, DefinitionId id) {
        table.row({name, so_far.shown(id, so_far.to_date.value(id, row)),
                   so_far.shown(id, so_far.at_pace.value(id, row))});
    };
    const auto pays = pays_of(so_far.scheme, level);
    for (const auto& pay : pays) add(pay.component, pay.amount);
    if (pays.size() > 1) {
        table.line();
        add(phrase(say::head_pay), so_far.scheme.levels[level].pay_total);
    }
    return table.text() + "\n";
}

std::string missing_text(SoFar& so_far, RowId row, std::size_t width) {
    const auto gates = explain::closed_gates(so_far.to_date, row, so_far.elapsed);
    if (gates.empty()) return phrase(say::nothing_is_missing) + "\n\n";
    auto text = phrase(say::what_is_missing) + "\n";
    for (const auto& gate : gates) {
        explain::FilledLines lines("  " + core::shown_name(so_far.scheme.definitions[gate.part]), "     ",
                                   width);
        lines.add(missed_words(so_far, gate.condition, gate.missed));
        for (const auto& [condition, missed] : gate.sides) lines.add(missed_words(so_far, condition, missed));
        lines.add(time_words(so_far, gate));
        const bool may_open = *gate.deadline >= so_far.elapsed.day;
        if (may_open && gate.adds && gate.adds->sign() != 0)
            lines.add(phrase(say::open_it_adds, so_far.shown(gate.part, core::Value(*gate.adds))));
        text += std::move(lines).text();
    }
    return text + "\n";
}

// What stands in the row, or in a row above it.
bool concerns(const SoFar& so_far, RowId of, RowId row) {
    const auto& history = so_far.as_of.to_date;
    return history.above(row, history.rows.level_of(of)) == of;
}

std::string money(const Exact& amount) {
    return money_text(amount);
}

std::string note_lines(const std::string& words, std::size_t width) {
    explain::FilledLines lines("", "  ", width);
    lines.flow(words);
    return std::move(lines).text();
}

std::string guess_words(const SoFar& so_far, const explain::Pace& pace) {
    return phrase(say::to_date_not_known, printable(pace.name), to_text(so_far.elapsed.day));
}

std::string grounds_text(const SoFar& so_far, RowId row, std::size_t width) {
    std::string text, notes;
    for (const auto& pace : so_far.as_of.paces) {
        if (!concerns(so_far, pace.row, row)) continue;
        if (pace.is_of_later_day) notes += note_lines(guess_words(so_far, pace), width);
        if (pace.to_date == pace.at_end) continue;
        if (text.empty()) text = phrase(say::pace_is) + "\n";
        text += "  " +
                phrase(say::pace_of, printable(pace.name) + " " + money(pace.at_end), money(pace.to_date),
                       so_far.elapsed.whole(), pace.days) +
                "\n";
    }
    for (const auto& each : so_far.as_of.not_yet_known) {
        if (!concerns(so_far, each.row, row)) continue;
        const auto name = core::column_name(so_far.scheme.inputs[each.input]);
        explain::FilledLines lines("", "  ", width);
        lines.add(phrase(say::later_day_not_known, name,
                         core::column_name(so_far.scheme.inputs[each.to_date]), money(each.amount)));
        if (each.had_value) lines.add(phrase(say::later_cells_not_used, name));
        notes += std::string(trimmed(std::move(lines).text())) + "\n";
    }
    for (std::size_t i = 0; i < so_far.scheme.levels.size(); ++i) {
        const core::LevelId level(i);
        const auto left_out = so_far.as_of.cut.left_out[level];
        if (left_out > 0)
            notes += note_lines(
                phrase(say::later_records_not_used, printable(so_far.scheme.levels[level].name), left_out),
                width);
    }
    return text.empty() || notes.empty() ? text + notes : text + "\n" + notes;
}

std::string as_of_words(const SoFar& so_far) {
    return phrase(say::status_as_of, to_text(so_far.elapsed.day), so_far.elapsed.passed(),
                  so_far.elapsed.whole());
}

std::string one_page(SoFar& so_far, RowId row, std::size_t width) {
    return fmt::format("{} · {}\n\n", printable(so_far.who(row)), as_of_words(so_far)) +
           amounts_text(so_far, row) + missing_text(so_far, row, width) + grounds_text(so_far, row, width);
}

// ---- A line a row

// Who, to date, at this pace, and the gate that lacks least; no words where none is closed.
struct Standing {
    std::string who, to_date, at_pace, missing;
};

Standing standing(SoFar& so_far, RowId row) {
    const auto pay = so_far.scheme.levels[so_far.as_of.to_date.rows.level_of(row)].pay_total;
    const auto gates = explain::closed_gates(so_far.to_date, row, so_far.elapsed);
    const auto open =
        std::ranges::find_if(gates, [&](const auto& gate) { return *gate.deadline >= so_far.elapsed.day; });
    auto words = open == gates.end() ? std::string()
                                     : core::shown_name(so_far.scheme.definitions[open->part]) + ": " +
                                           lacking_words(so_far, *open);
    return {so_far.who(row), so_far.shown(pay, so_far.to_date.value(pay, row)),
            so_far.shown(pay, so_far.at_pace.value(pay, row)), std::move(words)};
}

constexpr std::size_t widest_name = 26;

std::vector<std::string> lines_of_name(const Standing& each) {
    return compare::broken_lines(printable(each.who), widest_name);
}

std::size_t width_before_words(const std::vector<Standing>& all) {
    using enum report::Align;
    report::TextTable table({left, right, right});
    for (const auto& each : all)
        for (const auto& line : lines_of_name(each)) table.row({line, each.to_date, each.at_pace});
    return table.width() + report::TextTable::gap;
}

// What is wider than its place goes on in the next line. `room`: for the words, where there are any.
void add_standing(report::TextTable& table, const Standing& each, std::optional<std::size_t> room) {
    const auto names = lines_of_name(each);
    const auto words =
        room ? compare::broken_lines(printable(each.missing), *room) : std::vector<std::string>();
    const auto line_of = [](const std::vector<std::string>& lines, std::size_t at) {
        return at < lines.size() ? lines[at] : std::string();
    };
    for (std::size_t i = 0; i < std::max(names.size(), words.size()); ++i) {
        std::vector cells{line_of(names, i), i == 0 ? each.to_date : "", i == 0 ? each.at_pace : ""};
        if (room) cells.push_back(line_of(words, i));
        table.row(std::move(cells));
    }
}

std::string table_text(SoFar& so_far, const std::vector<RowId>& rows, std::size_t width) {
    using enum report::Align;
    constexpr std::size_t least_room = 16;
    std::vector<Standing> all{{"", phrase(say::head_to_date), phrase(say::head_at_this_pace), ""}};
    for (const auto row : rows) all.push_back(standing(so_far, row));
    std::vector<report::Align> columns{left, right, right};
    std::optional<std::size_t> room;
    if (std::ranges::any_of(all, [](const Standing& each) { return !each.missing.empty(); })) {
        const auto before = width_before_words(all);
        all.front().missing = phrase(say::head_first_missing);
        columns.push_back(left);
        room = std::max(width, before + least_room) - before;
    }
    report::TextTable table(columns);
    for (const auto& each : all) {
        add_standing(table, each, room);
        if (&each == &all.front()) table.line();
    }
    return as_of_words(so_far) + "\n\n" + table.text();
}

// ---- For programs

std::string exact(const explain::Outcome& outcome) {
    const auto* value = explain::present(outcome);
    return value != nullptr ? explain::exact_text(*value) : std::string();
}

Json gate_json(const SoFar& so_far, const explain::ClosedGate& gate) {
    Json json{{"part", core::shown_name(so_far.scheme.definitions[gate.part])},
              {"condition", explain::as_written(so_far.scheme, so_far.to_date.sources(), gate.condition)},
              {"deadline", to_text(*gate.deadline)},
              {"days_left", gate.deadline->days - so_far.elapsed.day.days}};
    if (gate.missed.margin) json["short_by"] = explain::exact_text(core::Value(*gate.missed.margin));
    for (const auto& [condition, missed] : gate.sides) {
        Json side{{"condition", explain::as_written(so_far.scheme, so_far.to_date.sources(), condition)}};
        if (missed.margin) side["short_by"] = explain::exact_text(core::Value(*missed.margin));
        json["sides"].push_back(std::move(side));
    }
    if (gate.adds) json["adds"] = explain::exact_text(core::Value(*gate.adds));
    return json;
}

Json row_json(SoFar& so_far, RowId row) {
    const auto& history = so_far.as_of.to_date;
    const auto level = history.rows.level_of(row);
    Json json{{"level", so_far.scheme.levels[level].name},
              {"key", history.key(row)},
              {"period", so_far.scheme.calendar.to_text(history.rows[row].period)},
              {"pay", Json::array()},
              {"closed_gates", Json::array()}};
    const auto add = [&](const std::string& name, DefinitionId id) {
        json["pay"].push_back({{"component", name},
                               {"to_date", exact(so_far.to_date.value(id, row))},
                               {"at_this_pace", exact(so_far.at_pace.value(id, row))}});
    };
    for (const auto& pay : pays_of(so_far.scheme, level)) add(pay.component, pay.amount);
    add("pay", so_far.scheme.levels[level].pay_total);
    for (const auto& gate : explain::closed_gates(so_far.to_date, row, so_far.elapsed))
        json["closed_gates"].push_back(gate_json(so_far, gate));
    return json;
}

std::string in_json(SoFar& so_far, const std::vector<RowId>& rows) {
    Json json{{"schema", "accrue.status/1"},
              {"as_of", to_text(so_far.elapsed.day)},
              {"days_passed", so_far.elapsed.passed()},
              {"days", so_far.elapsed.whole()},
              {"rows", Json::array()},
              {"paces", Json::array()},
              {"not_yet_known", Json::array()}};
    for (const auto row : rows) json["rows"].push_back(row_json(so_far, row));
    for (const auto& pace : so_far.as_of.paces)
        json["paces"].push_back({{"name", pace.name},
                                 {"key", so_far.as_of.to_date.key(pace.row)},
                                 {"to_date", explain::exact_text(core::Value(pace.to_date))},
                                 {"at_end", explain::exact_text(core::Value(pace.at_end))},
                                 {"days", pace.days}});
    for (const auto& each : so_far.as_of.not_yet_known)
        json["not_yet_known"].push_back({{"name", core::column_name(so_far.scheme.inputs[each.input])},
                                         {"key", so_far.as_of.to_date.key(each.row)},
                                         {"as_of_today", explain::exact_text(core::Value(each.amount))}});
    return json_document(json);
}

// An amount may be in error only as of that day: shares that are claimed before the pool is full. So the rest
// is told, and below it why these are not.
void explain_failures(SoFar& so_far, const std::vector<RowId>& rows, Session& session) {
    for (auto* const evaluation : {&so_far.to_date, &so_far.at_pace}) {
        std::vector<RowId> failed;
        for (const auto row : rows) {
            const auto pay = so_far.scheme.levels[so_far.as_of.to_date.rows.level_of(row)].pay_total;
            if (explain::present(evaluation->value(pay, row)) == nullptr) failed.push_back(row);
        }
        if (failed.empty()) continue;
        show(session, explain::diagnose(*evaluation, failed));
        return;
    }
}

void remark_in_lines(Session& session, const std::string& words) {
    const auto lines = note_lines(words, session.width);
    for (std::size_t begin = 0; begin < lines.size();) {
        const auto end = lines.find('\n', begin);
        remark(session, std::string_view(lines).substr(begin, end - begin));
        begin = end + 1;
    }
}

// Where no page of one row says it.
void remark_guesses(const SoFar& so_far, const std::vector<RowId>& rows, Session& session) {
    std::vector<std::string> told;
    for (const auto& pace : so_far.as_of.paces) {
        const bool is_told = std::ranges::find(told, pace.name) != told.end();
        const bool is_asked_for =
            std::ranges::any_of(rows, [&](RowId row) { return concerns(so_far, pace.row, row); });
        if (!pace.is_of_later_day || is_told || !is_asked_for) continue;
        told.push_back(pace.name);
        remark_in_lines(session, guess_words(so_far, pace));
    }
}

}  // namespace

Exit status_command(const StatusRequest& request, Session& session) {
    refuse_two_readers(request.scheme, request.data);
    const auto day = wanted_day(request.day);
    const auto loaded = load_sound_scheme(session, request.scheme);
    const auto& scheme = loaded.checked.scheme;
    const auto period = scheme.calendar.to_text(scheme.calendar.period(day));
    const auto read = load_sound_history(session, scheme, until(scheme, request.data, period));
    const Ground ground{scheme, read.history, key_name(scheme, read.understood)};
    const auto as_of = explain::as_of(scheme, read.history, session.sources, day);
    SoFar so_far(scheme, as_of, session.sources, day);
    const auto rows = paid_rows(so_far, ground, request);
    write_results(session, request.out, [&](std::ostream& out) {
        out << (request.json       ? in_json(so_far, rows)
                : rows.size() == 1 ? one_page(so_far, rows.front(), session.width)
                                   : table_text(so_far, rows, session.width));
    });
    explain_failures(so_far, rows, session);
    if (request.json || rows.size() > 1) remark_guesses(so_far, rows, session);
    const auto fixed = explain::sums_not_at_pace(scheme);
    if (!fixed.empty() && so_far.elapsed.passed() < so_far.elapsed.whole())
        remark_in_lines(session,
                        phrase(say::sums_not_at_pace, fmt::format("`{}`", fmt::join(fixed, "`, `"))));
    return Exit::done;
}

}  // namespace accrue::cli
