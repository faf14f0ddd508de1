#include "data/opening.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "base/messages/data.hpp"
#include "base/messages/phrases/reading.hpp"
#include "base/text.hpp"
#include "data/dialect.hpp"
#include "data/encoding.hpp"
#include "data/sheet.hpp"
#include "data/words.hpp"

namespace accrue::data {
namespace {

constexpr std::uint64_t first_rows_size = 1 << 16;  // bytes whose rows settle what can be settled
constexpr std::uint64_t long_file = 1 << 20;        // bytes

class OpeningSheet {
  public:
    OpeningSheet(Wanted wanted, SourceId source, const Sources& sources, const Told& told)
        : source_(source), sources_(sources), told_(told) {
        opening_.wanted = std::move(wanted);
    }
    Opening opening();

  private:
    Diagnostics not_text_around_rows() const;
    bool is_well_quoted(const Records& row);
    void read_header(const Records& row);
    bool is_whole_header(Records below);
    void not_understood(std::string_view option, const std::string& header, const std::string& wish,
                        Kind hint);
    void tell_numbers(Telling& telling, const std::string& header, const core::Input& input);
    void tell_dates(Telling& telling, const std::string& header);
    void tell(Telling& telling, const std::string& header, const core::Input& input);
    void tell_all();
    void report_left_out(std::string_view lines);
    void understand();
    void open();

    Opening opening_;
    SourceId source_;
    const Sources& sources_;
    const Told& told_;

    File& file_ = opening_.file;
    Troubles& troubles_ = opening_.troubles;
};

// Of a long file only what stands before and behind the rows.
Diagnostics OpeningSheet::not_text_around_rows() const {
    const auto& whole = sources_[source_];
    const auto called =
        told_.layout == Layout::found ? std::optional<std::string_view>(told_.called) : std::nullopt;
    if (whole.text().size() <= long_file) return not_text(source_, sources_, called);
    const auto line_end = whole.text().rfind('\n', first_rows_size);
    if (line_end == std::string_view::npos) return not_text(source_, sources_, called);
    Sources beginning;
    const auto part = beginning.add(whole.name(), std::string(whole.text().substr(0, line_end)));
    return not_text(part, beginning, called).empty() ? Diagnostics() : not_text(source_, sources_, called);
}

bool OpeningSheet::is_well_quoted(const Records& row) {
    if (row.flaw() == QuoteFlaw::none) return true;
    report_flaw(row, file_, troubles_);
    return false;
}

void OpeningSheet::read_header(const Records& row) {
    for (const auto& cell : row.cells()) {
        file_.headers.push_back(nfc(trimmed(unquoted(cell))));
        file_.header_spans.push_back(file_.span(bare(cell.text)));
    }
    opening_.understood.header_line = row.line();
    opening_.begin = row.rest();
    opening_.line = row.rest_line();
}

// False when a name that the header lacks stands in the row below, under a heading of several columns.
bool OpeningSheet::is_whole_header(Records below) {
    const auto is_data = [](const Cell& cell) { return looks_like_data(cell.text); };
    if (!below.next() || std::ranges::any_of(below.cells(), is_data)) return true;
    std::set<std::string> names, headers;
    for (const auto& column : opening_.wanted.columns)
        names.insert(loosely_folded(core::column_name(column.input)));
    for (const auto& header : file_.headers) headers.insert(loosely_folded(header));
    const auto is_lacking = [&](const Cell& cell) {
        const auto name = loosely_folded(unquoted(cell));
        return names.contains(name) && !headers.contains(name);
    };
    const auto found = std::ranges::find_if(below.cells(), is_lacking);
    if (found == below.cells().end()) return true;
    auto& report = troubles_.alone(kind::header_on_two_lines);
    report.spans = {file_.span(found->text), file_.header_spans.front()};
    report.arguments = {unquoted(*found), std::int64_t{below.line()},
                        static_cast<std::int64_t>(opening_.understood.header_line)};
    return false;
}

// ---------------------------------------------------------------- what the command line says

void OpeningSheet::not_understood(std::string_view option, const std::string& header, const std::string& wish,
                                  Kind hint) {
    auto& report = troubles_.alone(kind::wish_not_understood);
    report.arguments = {std::string(option) + " " + header + "=" + wish, wish};
    report.notes = {{hint, {header}}};
}

void OpeningSheet::tell_numbers(Telling& telling, const std::string& header, const core::Input& input) {
    if (const auto* wish = wish_for(told_, &Wishes::numbers, header)) {
        const auto marks = marks_of(*wish);
        if (marks) telling.numbers = ToldNumbers{*marks, *wish};
        if (!marks) not_understood("--numbers", header, *wish, kind::hint_numbers_forms);
    }
    if (const auto* wish = wish_for(told_, &Wishes::percents, header)) {
        const bool is_known = *wish == "fractions" || *wish == "percents";
        if (!is_known || input.type.kind != core::TypeKind::number) {
            not_understood("--percents", header, *wish, kind::hint_percents);
        } else {
            telling.percents = *wish == "fractions" ? BarePercents::fractions : BarePercents::percents;
        }
    }
}

void OpeningSheet::tell_dates(Telling& telling, const std::string& header) {
    const auto* const wish = wish_for(told_, &Wishes::dates, header);
    if (wish == nullptr) return;
    auto pattern = date_pattern(*wish);
    if (!pattern) return not_understood("--dates", header, *wish, kind::hint_dates);
    telling.dates = ToldDates{std::move(*pattern), *wish};
}

void OpeningSheet::tell(Telling& telling, const std::string& header, const core::Input& input) {
    switch (input.type.kind) {
        case core::TypeKind::money:
        case core::TypeKind::number:
            return tell_numbers(telling, header, input);
        case core::TypeKind::date:
        case core::TypeKind::month:
            return tell_dates(telling, header);
        case core::TypeKind::text:
        case core::TypeKind::logical:
            return;
    }
}

void OpeningSheet::tell_all() {
    const auto& roles = opening_.roles;
    if (roles.period) tell_dates(opening_.period, file_.headers[*roles.period]);
    if (roles.from) tell_dates(opening_.from, file_.headers[*roles.from]);
    if (roles.to) tell_dates(opening_.to, file_.headers[*roles.to]);
    opening_.columns.resize(opening_.wanted.columns.size());
    opening_.settled.columns.resize(opening_.wanted.columns.size());
    for (std::size_t i = 0; i < opening_.columns.size(); ++i) {
        if (const auto position = roles.columns[i])
            tell(opening_.columns[i], file_.headers[*position], opening_.wanted.columns[i].input);
    }
}

// ---------------------------------------------------------------- the whole

std::string reason_of(KeyBy by) {
    switch (by) {
        case KeyBy::name:
            return phrase(say::key_by_its_name);
        case KeyBy::level_name:
            return phrase(say::key_named_like_the_level);
        case KeyBy::wish:
            return phrase(say::key_as_the_command_line_says);
        case KeyBy::position:
            return phrase(say::key_first_unread);
        case KeyBy::nothing:
            return phrase(say::key_blank);
    }
    return "";
}

void OpeningSheet::understand() {
    auto& understood = opening_.understood;
    const auto& roles = opening_.roles;
    understood.holds = opening_.wanted.holds;
    understood.dated = roles.dated;
    understood.calendar = opening_.wanted.calendar;
    understood.delimiter = file_.delimiter;
    if (roles.key) understood.key_column = file_.headers[*roles.key];
    if (roles.period) understood.month_column = file_.headers[*roles.period];
    if (roles.from) understood.from_column = file_.headers[*roles.from];
    if (roles.to) understood.to_column = file_.headers[*roles.to];
    if (roles.parent) understood.parent_column = file_.headers[*roles.parent];
    understood.key_reason = reason_of(roles.key_by);
    understood.byte_order_mark = mark_length(file_.text) != 0;
    for (const auto position : roles.unused) understood.unused_columns.push_back(file_.headers[position]);
}

void OpeningSheet::open() {
    opening_.not_text = not_text_around_rows();
    if (!opening_.not_text.empty()) return;
    const auto& source = sources_[source_];
    if (source.text().find_first_not_of("\xEF\xBB\xBF \t\r\n") == std::string_view::npos) {
        troubles_.alone(kind::file_is_empty).arguments = {source.name()};
        return;
    }
    const auto dialect = dialect_of(opening_.wanted, source_, sources_, told_, troubles_);
    if (!dialect) return;
    file_.source = source_;
    file_.text = source.text().substr(0, dialect->end);
    file_.delimiter = dialect->delimiter;
    file_.called = told_.called;
    file_.lines_skipped = told_.laid_out.skip_last_lines;
    file_.has_typed_numbers = told_.layout != Layout::found;
    Records rows(file_.text, file_.delimiter, dialect->begin, dialect->line);
    while (rows.next() && rows.is_blank()) continue;
    if (!is_well_quoted(rows)) return;
    read_header(rows);
    if (!is_whole_header(rows)) return;
    opening_.roles = roles_of(opening_.wanted, file_, told_, troubles_);
    report_left_out(source.text().substr(dialect->end));
    opening_.has_sound_header = !has_errors(troubles_.reports(file_.headers));
    opening_.has_rows = true;
    tell_all();
    understand();
}

// The lines that the command line says to skip at the end, as long as they are none of a footer.
void OpeningSheet::report_left_out(std::string_view lines) {
    if (told_.laid_out.skip_last_lines == 0) return;
    Records rows(lines, file_.delimiter, 0, 1);
    while (rows.next()) {
        const auto& cells = rows.cells();
        const auto is_filled = [](const Cell& cell) { return !bare(cell.text).empty(); };
        const auto filled = static_cast<std::size_t>(std::ranges::count_if(cells, is_filled));
        const bool has_total = std::ranges::any_of(cells, [](const Cell& cell) {
            return is_total(bare(cell.text)) || !summed_up(bare(cell.text)).empty();
        });
        if (has_total || cells.size() != file_.headers.size() || 2 * filled <= cells.size()) continue;
        auto& report = troubles_.alone(kind::line_left_out);
        report.spans = {{.begin = static_cast<std::uint64_t>(lines.data() - sources_[source_].text().data()) +
                                  rows.offset(),
                         .length = 1,
                         .source = source_}};
    }
}

Opening OpeningSheet::opening() {
    opening_.name = sources_[source_].name();
    opening_.understood.source = source_;
    opening_.understood.of = opening_.wanted.name;
    open();
    return std::move(opening_);
}

}  // namespace

void report_flaw(const Records& row, const File& file, Troubles& troubles) {
    const auto kind =
        row.flaw() == QuoteFlaw::never_closed ? kind::quote_never_closed : kind::text_behind_quote;
    if (auto* report = troubles.first(kind, Troubles::whole_row, row.line()))
        report->spans = {file.span(file.text.substr(row.flaw_offset(), 1))};
}

Opening open_sheet(Wanted wanted, SourceId source, const Sources& sources, const Told& told) {
    return OpeningSheet(std::move(wanted), source, sources, told).opening();
}

bool has_something_to_report(const Opening& opening) {
    return !opening.has_rows || !opening.has_sound_header || !opening.troubles.empty() ||
           !opening.not_text.empty();
}

bool stands_by_key(const Opening& opening) {
    const auto& roles = opening.roles;
    const bool is_dated = opening.wanted.holds == Holds::records ? roles.dated == Dated::by_date
                                                                 : roles.dated == Dated::by_period;
    return is_dated && roles.key && roles.period && !roles.parent;
}

void settle(Opening& opening) {
    if (!opening.has_rows) return;
    Texts texts;
    const auto first =
        read_rows(opening, {opening.begin, opening.begin + first_rows_size, opening.line}, texts);
    const auto keep = [](SettledColumn& kept, const SettledColumn& found) {
        if (!found.numbers.waits) kept.numbers = found.numbers;
        if (!found.dates.waits) kept.dates = found.dates;
    };
    const auto& found = first.piece.settled;
    keep(opening.settled.period, found.period);
    keep(opening.settled.from, found.from);
    keep(opening.settled.to, found.to);
    for (std::size_t i = 0; i < found.columns.size(); ++i) keep(opening.settled.columns[i], found.columns[i]);
}

}  // namespace accrue::data
