#include "cli/audit_result.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/messages/phrases/evidence.hpp"
#include "base/text.hpp"
#include "data/decode.hpp"
#include "data/records.hpp"
#include "evidence/background.hpp"
#include "evidence/difference.hpp"
#include "report/escapes.hpp"

namespace accrue::cli {
namespace {

using evidence::Recorded;

// How a table's lines are told apart into cells.
struct TableForm {
    char delimiter = 0;       // 0: lines only
    std::string unit;         // the name of the column up to which cells say whose a row is
    bool has_numbers = true;  // of lines, by which people find them
};

TableForm form_of(const Recorded& recorded, const Again& again) {
    const auto& form = recorded.results.front().form;
    const auto preset = recorded.options.find("for");
    const bool is_russian =
        preset != recorded.options.end() && (preset->second == "excel-ru" || preset->second == "1c");
    if (form != "csv" && form != "long") return {0, again.unit};
    return {is_russian ? ';' : ',', again.unit};
}

std::string in_short(std::string_view line) {
    constexpr std::size_t longest = 60;  // characters
    const auto all = characters(line);
    if (all.size() <= longest) return std::string(line);
    return std::string(line.substr(0, static_cast<std::size_t>(all[longest].data() - line.data()))) + "…";
}

std::string row_name(std::string_view header, std::string_view line, const TableForm& form) {
    const auto names = evidence::cells_of(header, form.delimiter);
    const auto cells = evidence::cells_of(line, form.delimiter);
    const auto unit = static_cast<std::size_t>(std::ranges::find(names, form.unit) - names.begin());
    std::string name;
    for (std::size_t i = 0; i < cells.size() && i <= unit; ++i) {
        if (!cells[i].empty()) name += (name.empty() ? "" : " ") + cells[i];
    }
    const bool is_long = unit + 1 < names.size() && names[unit + 1] == "component";
    if (is_long && unit + 1 < cells.size()) name += " " + cells[unit + 1];
    return name;
}

using Lines = std::multimap<std::string, evidence::Line>;

// The entry of that name, taken out.
std::optional<evidence::Line> taken(Lines& lines, const std::string& name) {
    const auto found = lines.find(name);
    if (found == lines.end()) return std::nullopt;
    const auto line = found->second;
    lines.erase(found);
    return line;
}

// Lines of one row belong together, wherever they stand; those that are the same drop out.
std::vector<evidence::ChangedLine> by_row(const std::vector<evidence::ChangedLine>& changed,
                                          std::string_view header, const TableForm& form) {
    Lines same, computed;
    for (const auto& line : changed) {
        if (line.after) same.emplace(line.after->text, *line.after);
    }
    std::vector<evidence::Line> kept;
    for (const auto& line : changed) {
        if (line.before && !taken(same, std::string(line.before->text))) kept.push_back(*line.before);
    }
    for (const auto& [text, line] : same) computed.emplace(row_name(header, text, form), line);
    std::vector<evidence::ChangedLine> rows;
    for (const auto& line : kept) rows.push_back({line, taken(computed, row_name(header, line.text, form))});
    for (const auto& [name, line] : computed) rows.push_back({std::nullopt, line});
    return rows;
}

std::vector<std::string_view> lines_without(std::string_view text, const std::set<std::size_t>& numbers) {
    std::vector<std::string_view> lines;
    std::size_t number = 0;
    for (const auto line : evidence::lines_of(text)) {
        if (!numbers.contains(++number)) lines.push_back(line);
    }
    return lines;
}

// Do the lines that are in both stand in another order?
bool is_moved(std::string_view kept, std::string_view computed,
              const std::vector<evidence::ChangedLine>& changed) {
    std::set<std::size_t> before, after;
    for (const auto& line : changed) {
        if (line.before) before.insert(line.before->number);
        if (line.after) after.insert(line.after->number);
    }
    return lines_without(kept, before) != lines_without(computed, after);
}

Discrepancy whole_line(const evidence::ChangedLine& line, const TableForm& form) {
    Discrepancy found;
    if (line.before && form.has_numbers) found.line = line.before->number;
    if (line.before) found.kept = std::string(line.before->text);
    if (line.after) found.computed = std::string(line.after->text);
    const auto number = std::to_string(found.line);
    if (!found.computed)
        found.says = form.has_numbers ? phrase(say::line_is_more, number, in_short(*found.kept))
                                      : phrase(say::row_is_more, in_short(*found.kept));
    if (!found.kept) found.says = phrase(say::line_is_lost, "", in_short(*found.computed));
    if (found.kept && found.computed)
        found.says = phrase(say::line_differs, number, in_short(*found.kept), in_short(*found.computed));
    return found;
}

// Quotes more or less.
Discrepancy written_otherwise(const evidence::ChangedLine& line, std::string_view header,
                              const TableForm& form) {
    auto found = whole_line(line, form);
    found.row = row_name(header, line.before->text, form);
    found.says =
        phrase(say::cells_written_otherwise, std::to_string(found.line), found.row, in_short(*found.kept));
    return found;
}

void add_line(Check& check, const evidence::ChangedLine& line, std::string_view header,
              const TableForm& form) {
    const bool is_row = form.delimiter != 0 && line.before && line.after;
    const auto cells =
        is_row ? evidence::changed_cells(header, line.before->text, line.after->text, form.delimiter)
               : std::nullopt;
    if (!cells) return check.differences.push_back(whole_line(line, form));
    if (cells->empty()) return check.differences.push_back(written_otherwise(line, header, form));
    const auto row = row_name(header, line.before->text, form);
    const auto number = form.has_numbers ? line.before->number : 0;
    for (const auto& [column, kept, computed] : *cells) {
        const auto says = form.has_numbers
                              ? phrase(say::cell_differs, std::to_string(number), row, column, kept, computed)
                              : phrase(say::cell_of_row_differs, row, column, kept, computed);
        check.differences.push_back({number, row, column, kept, computed, says});
    }
}

// `kept` is what lies there, `computed` what it should be.
void add_lines(Check& check, std::string_view kept, std::string_view computed, const TableForm& form) {
    auto changed = evidence::changed_lines(kept, computed);
    const auto header = computed.substr(0, computed.find_first_of("\r\n"));
    if (form.delimiter != 0) changed = by_row(changed, header, form);
    check.lines = changed.size();
    const bool is_in_other_order = is_moved(kept, computed, changed);
    if (is_in_other_order)
        check.notes.push_back(phrase(changed.empty() ? say::only_another_order : say::also_another_order));
    if (changed.empty() && !is_in_other_order) check.notes.push_back(phrase(say::line_ends_only));
    for (const auto& line : changed) {
        if (check.differences.size() >= most_discrepancies) return;
        add_line(check, line, header, form);
    }
}

bool is_text(const std::string& form) {
    return form != "xlsx" && form != "sqlite" && form != "postgresql";
}

std::string as_utf8(std::string_view bytes, const Recorded& recorded) {
    const auto preset = recorded.options.find("for");
    const bool is_1251 = preset != recorded.options.end() && preset->second == "1c";
    return is_1251 ? data::decoded(bytes, data::Encoding::windows_1251).text : std::string(bytes);
}

// ---------------------------------------------------------------- results that are tables

std::string table_name(const std::string& result) {
    const auto marked = file_and_table(result).second;
    return marked.empty() ? result : marked.substr(1);
}

// A table's rows as lines of CSV, in an order of their own: databases keep none. Nothing when there is no
// such table. Throws `sources::Failure`.
std::optional<std::string> rows_of(const sources::Address& database, const std::string& name) {
    const auto table = sources::read_if_there(database, name);
    if (!table) return std::nullopt;
    std::vector<std::string> lines;
    data::Records rows(table->text, ',');
    while (rows.next()) {
        lines.emplace_back();
        for (const auto& cell : rows.cells())
            lines.back() += (lines.back().empty() ? "" : ",") + report::csv_field(data::unquoted(cell), ',');
    }
    if (!lines.empty()) std::sort(lines.begin() + 1, lines.end());
    return fmt::format("{}", fmt::join(lines, "\n"));
}

Check table_check(const evidence::RecordedResult& result, const std::optional<sources::Address>& database,
                  const std::string& computed, const Again& again) {
    const auto table = table_name(result.name);
    const auto shown = database ? shown_at(result.name, sources::shown(*database, table)) : result.name;
    Check check{.checked = Checked::result, .name = result.name, .says = phrase(say::result_same, shown)};
    if (!database || !again.manifest) {
        check.status = CheckStatus::noted;
        check.says = phrase(say::result_is_table, shown);
        return check;
    }
    try {
        const auto kept = rows_of(*database, table);
        const auto path = again.path + ".sqlite";
        const auto now = rows_of({.place = path, .table = {}, .name = path}, table_name(computed));
        if (kept && kept == now) return check;
        if (kept && now) {
            check.status = CheckStatus::changed;
            check.says = phrase(say::result_changed, shown);
            check.notes.push_back(phrase(say::result_against_rerun));
            add_lines(check, *kept, *now, {.delimiter = ',', .unit = again.unit, .has_numbers = false});
            return check;
        }
    } catch (const sources::Failure&) {  // it is gone, or nobody may read it
    }
    check.status = CheckStatus::absent;
    check.says = phrase(say::result_absent, shown);
    return check;
}

// The file of a database; of a server nobody knows the whole address.
std::optional<sources::Address> database_of(const evidence::RecordedResult& result,
                                            const RecordedPlaces& places) {
    if (result.form != "sqlite") return std::nullopt;
    const auto name = file_and_table(result.name).first;
    const auto place = places.result(name);
    return place ? std::optional(sources::Address{.place = *place, .table = {}, .name = name}) : std::nullopt;
}

Check file_check(const Recorded& recorded, const RecordedPlaces& places, const Again& again) {
    const auto& result = recorded.results.front();
    Check check{.checked = Checked::result, .name = result.name};
    const auto place = places.result(result.name);
    const auto bytes = place ? bytes_of(*place) : std::nullopt;
    if (!bytes) {
        check.status = CheckStatus::absent;
        check.says = phrase(say::result_absent, result.name);
        return check;
    }
    const auto shown = shown_at(result.name, *place);
    check.says = phrase(say::result_same, shown);
    if (is_same(evidence::Fingerprints({{bytes->view(), &*bytes}}).wait().front(), result.bytes))
        return check;
    check.status = CheckStatus::changed;
    check.says = phrase(say::result_changed, shown);
    const auto computed = again.manifest && is_text(result.form) ? bytes_of(again.path) : std::nullopt;
    if (!computed) return check;
    if (bytes->view() == computed->view()) {
        check.notes.push_back(phrase(say::as_computed_now));
        return check;
    }
    check.notes.push_back(phrase(say::result_against_rerun));
    add_lines(check, as_utf8(bytes->view(), recorded), as_utf8(computed->view(), recorded),
              form_of(recorded, again));
    return check;
}

}  // namespace

std::optional<Bytes> bytes_of(const std::string& path) {
    const auto file = OpenFile::at(path);
    return file ? file->bytes() : std::nullopt;
}

bool is_same(const evidence::Fingerprint& one, const evidence::Fingerprint& other) {
    return one.sha256 == other.sha256;
}

std::vector<Check> result_checks(const Recorded& recorded, const RecordedPlaces& places, const Again& again,
                                 const std::optional<sources::Address>& database) {
    if (recorded.results.front().bytes.size) return {file_check(recorded, places, again)};
    std::vector<Check> checks;
    for (std::size_t i = 0; i < recorded.results.size(); ++i) {
        const auto& result = recorded.results[i];
        const bool is_computed = again.manifest && i < again.manifest->results.size();
        checks.push_back(table_check(result, database ? database : database_of(result, places),
                                     is_computed ? again.manifest->results[i].name : "", again));
    }
    return checks;
}

}  // namespace accrue::cli
