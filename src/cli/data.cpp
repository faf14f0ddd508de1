#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <utility>

#include "base/messages/phrases/reading.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/data_files.hpp"
#include "cli/scheme_file.hpp"
#include "data/guess.hpp"
#include "data/inspect.hpp"
#include "number/decimal.hpp"
#include "report/inspection_json.hpp"
#include "report/text_table.hpp"

namespace accrue::cli {
namespace {

// ---------------------------------------------------------------- a file and its columns

std::string kind_text(core::TypeKind kind) {
    switch (kind) {
        case core::TypeKind::money:
        case core::TypeKind::number:
            return phrase(say::holds_number);
        case core::TypeKind::date:
            return phrase(say::holds_dates);
        case core::TypeKind::month:
            return phrase(say::holds_months);
        case core::TypeKind::text:
            return phrase(say::holds_texts);
        case core::TypeKind::logical:
            return phrase(say::holds_yes_no);
    }
    return "";
}

std::string kind_text(core::TypeKind kind, bool is_percent) {
    return is_percent ? phrase(say::holds_percent) : kind_text(kind);
}

std::string kind_text(const data::GuessedColumn& column) {
    return column.filled == 0 ? phrase(say::holds_nothing) : kind_text(column.kind, column.is_percent);
}

std::string value_text(const core::Value& value, const data::GuessedColumn& column) {
    return std::visit(
        overloaded{
            [&](const Exact& number) { return column.is_percent ? percent_text(number) : to_people(number); },
            [](Date date) { return to_text(date); }, [](Month month) { return to_text(month); },
            [](bool) { return std::string(); }, [](const std::string& written) { return written; }},
        value);
}

std::string values_text(const data::GuessedColumn& column) {
    if (column.texts > 0) return phrase(say::different_texts, column.texts);
    if (!column.range) return "";
    const auto low = value_text(column.range->first, column);
    const auto high = value_text(column.range->second, column);
    return low == high ? low : fmt::format("{} … {}", low, high);
}

std::string cut_to(std::string_view text, std::size_t width) {
    const auto shown = printable(text);
    if (display_width(shown) <= width) return shown;
    std::string kept;
    for (const auto character : characters(shown)) {
        if (display_width(kept) + display_width(character) + 1 > width) break;
        kept += character;
    }
    return kept + "…";
}

report::TextTable table_of(const data::GuessedFile& file, std::size_t widest) {
    using enum report::Align;
    report::TextTable table({left, left, right, left, left});
    table.row({phrase(say::head_column), phrase(say::head_kind), phrase(say::head_filled),
               phrase(say::head_values), phrase(say::head_example)});
    table.line();
    for (const auto& column : file.columns) {
        if (column.header.empty() && column.filled == 0) continue;
        table.row({cut_to(column.header, widest), kind_text(column),
                   to_people(Exact(static_cast<std::int64_t>(column.filled))), values_text(column),
                   cut_to(column.example, widest)});
    }
    return table;
}

// Names and examples as long as the terminal has room for.
std::string columns_text(const data::GuessedFile& file, std::size_t width) {
    constexpr std::size_t least = 10;
    auto widest = width;
    while (widest > least && table_of(file, widest).width() > width) --widest;
    return table_of(file, widest).text();
}

// How numbers and dates are written, where that is not plain.
std::vector<std::string> format_lines(const data::Understood& seen) {
    std::vector<std::string> lines;
    for (const auto& [header, format] : seen.numbers) {
        if (header.empty()) continue;  // the table above shows an example
        if (format.group.empty() && (format.point == '.' || !format.has_point)) continue;
        lines.push_back(phrase(say::numbers_as_read, phrase(say::column, header), data::as_written(format)));
    }
    for (const auto& [header, order] : seen.dates)
        lines.push_back(phrase(say::dates_as_read, phrase(say::column, header), order));
    return lines;
}

// Columns of texts that may be meant as something else.
std::vector<std::string> nearly_lines(const std::vector<data::GuessedColumn>& columns) {
    std::vector<std::string> lines;
    for (const auto& column : columns) {
        if (!column.nearly || column.header.empty()) continue;
        const auto& [kind, is_percent, cells, other] = *column.nearly;
        lines.push_back(phrase(say::nearly_all, phrase(say::column, column.header), cells, column.filled,
                               kind_text(kind, is_percent), cut_to(other, 30)));
    }
    return lines;
}

void write_file(Session& session, const data::DataFile& file, const data::GuessedFile& found) {
    const auto& name = session.sources[file.source].name();
    if (found.columns.empty()) {
        session.out << phrase(say::file_not_readable, name) << "\n";
        return;
    }
    const auto size = phrase(say::rows_and_columns, name, found.understood.rows, found.columns.size());
    const auto text =
        file.layout == data::Layout::found ? data::described_text(found.understood) : std::string();
    const bool is_one_line = display_width(size) + 2 + display_width(text) <= session.width;
    session.out << size
                << (text.empty()  ? ""
                    : is_one_line ? "; "
                                  : "\n")
                << text << "\n\n"
                << columns_text(found, session.width);
    auto lines = format_lines(found.understood);
    for (auto& line : nearly_lines(found.columns)) lines.push_back(std::move(line));
    if (!lines.empty()) session.out << "\n";
    for (const auto& line : lines) session.out << line << "\n";
}

// ---------------------------------------------------------------- all files

// Of one file: what does not fit is a mistake. Of several: what fits one of them is meant for that.
data::Told told_of(const data::Wishes& wishes, std::size_t files) {
    if (files == 1) return {.of_file = wishes, .of_others = {}};
    data::Told told{.of_file = wishes, .of_others = wishes};
    told.of_file.numbers.clear();
    told.of_file.percents.clear();
    told.of_file.dates.clear();
    return told;
}

void refuse_wishes_of_no_column(const data::Wishes& wishes, const std::vector<std::string>& headers) {
    for (const auto* const columns : {&wishes.numbers, &wishes.percents, &wishes.dates}) {
        for (const auto& [column, how] : *columns) {
            const auto is_it = [&](const std::string& header) { return folded(header) == folded(column); };
            if (std::ranges::any_of(headers, is_it)) continue;
            const auto meant = closest(column, headers);
            throw Stop{Exit::data, phrase(say::no_column_in_files, column),
                       meant ? fmt::format("`{}={}`", *meant, how) : ""};
        }
    }
}

bool is_refused(const data::DataFile& file, const OpenedData& opened) {
    if (std::ranges::find(opened.no_texts, file.source) != opened.no_texts.end()) return true;
    return std::ranges::any_of(opened.diagnostics, [&](const Diagnostic& each) {
        return severity(each) == Severity::error && !each.spans.empty() &&
               each.spans.front().source == file.source;
    });
}

using Inspected = std::vector<report::InspectedFile>;

// As text each file is shown as soon as it is read.
Inspected inspected(Session& session, const OpenedData& opened, const InspectRequest& request,
                    Workers& workers) {
    Inspected all;
    for (const auto& file : opened.files) {
        data::GuessedFile found;
        if (!is_refused(file, opened))
            found = data::guessed(file, session.sources, told_of(request.data.wishes, opened.files.size()),
                                  workers);
        const auto of_source = opened.tables.reports(session.sources, {found.understood});
        found.reports.insert(found.reports.end(), of_source.begin(), of_source.end());
        if (!request.json) {
            if (!all.empty()) session.out << "\n";
            write_file(session, file, found);
            session.out.flush();
            if (!request.scheme) show(session, found.reports);
        }
        all.push_back({&file, std::move(found)});
    }
    return all;
}

// Before there is a scheme.
Exit inspect_alone(Session& session, const InspectRequest& request, Workers& workers) {
    const auto opened = open_data(session, request.data);
    if (!request.json) show(session, opened.diagnostics);
    const auto all = inspected(session, opened, request, workers);
    auto diagnostics = opened.diagnostics;
    std::vector<std::string> headers;
    bool are_read = true;
    for (const auto& [file, found] : all) {
        diagnostics.insert(diagnostics.end(), found.reports.begin(), found.reports.end());
        are_read = are_read && !found.columns.empty();
        for (const auto& column : found.columns) headers.push_back(column.header);
    }
    if (opened.files.size() > 1 && are_read) refuse_wishes_of_no_column(request.data.wishes, headers);
    if (request.json) report::write_inspection_json(session.out, all, nullptr, diagnostics, session.sources);
    refuse_changed_files(session);
    return are_read ? Exit::done : Exit::data;
}

// What a scheme makes of the files.
Exit inspect_for(Session& session, const core::Scheme& scheme, const InspectRequest& request,
                 Workers& workers) {
    const auto opened = open_data(session, scheme, request.data);
    const auto all = inspected(session, opened, request, workers);
    const auto read = read_opened(session, scheme, opened, request.data, workers);
    if (request.json) {
        report::write_inspection_json(session.out, all, &read.understood, read.diagnostics, session.sources);
    } else {
        show(session, read.diagnostics);
        show_understood(session, read);
    }
    return has_errors(read.diagnostics) ? Exit::data : Exit::done;
}

}  // namespace

Exit inspect_command(const InspectRequest& request, Session& session) {
    Workers workers(request.data.threads);
    if (!request.scheme) return inspect_alone(session, request, workers);
    refuse_two_readers(*request.scheme, request.data);
    const auto loaded = load_scheme(session, *request.scheme);
    if (has_errors(loaded.diagnostics)) {
        show(session, loaded.diagnostics);
        return Exit::scheme;
    }
    return inspect_for(session, loaded.checked.scheme, request, workers);
}

}  // namespace accrue::cli
