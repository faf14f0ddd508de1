#include "data/sheet.hpp"

#include <algorithm>
#include <limits>
#include <utility>
#include <variant>

#include "base/messages/data.hpp"
#include "base/messages/phrases.hpp"
#include "base/text.hpp"
#include "data/date_column.hpp"
#include "data/dialect.hpp"
#include "data/encoding.hpp"
#include "data/number_column.hpp"
#include "data/period_words.hpp"
#include "data/ragged.hpp"
#include "data/words.hpp"

namespace accrue::data {
namespace {

using Reader = std::variant<NumberColumn, DateColumn, TextColumn, LogicalColumn>;

constexpr std::size_t most_rows = std::numeric_limits<std::uint32_t>::max() - 1;

void read_cell(Reader& reader, const Cell& cell) {
    std::visit(overloaded{[&](NumberColumn& column) { column.read(bare(cell.text)); },
                          [&](DateColumn& column) { column.read(bare(cell.text)); },
                          [&](TextColumn& column) { column.read(cell); },
                          [&](LogicalColumn& column) { column.read(bare(cell.text)); }},
               reader);
}

Column finished(Reader& reader) {
    return std::visit(overloaded{[](DateColumn& column) { return column.finish(), column.release(); },
                                 [](auto& column) { return column.finish(); }},
                      reader);
}

class Reading {
  public:
    Reading(Wanted wanted, SourceId source, const Sources& sources, const Told& told, Texts& texts)
        : source_(source), sources_(sources), told_(told), texts_(texts) {
        sheet_.wanted = std::move(wanted);
    }
    Sheet sheet();

  private:
    bool open();
    void read_header(const Records& row);
    void make_readers();
    Reader reader_for(const core::Input& input, std::uint32_t position);
    void tell_numbers(NumberColumn& column, const std::string& header, const core::Input& input);
    void tell_dates(DateColumn& column, const std::string& header);
    const std::string* wish_for(std::map<std::string, std::string> Wishes::* wishes,
                                const std::string& header) const;
    void not_understood(std::string_view option, const std::string& header, const std::string& wish,
                        Kind hint);
    void read_rows(Records& rows);
    void read_row(const Records& row);
    bool is_well_quoted(const Records& row);
    bool is_sound(const Records& row);
    bool has_errors_so_far() const { return has_errors(troubles_.reports(file_.headers)); }
    void finish_keys();
    void finish_periods();
    void finish_from_to();
    void report_reversed(RowId row);
    void report_without_period(RowId row);
    void finish_columns();
    void understand();
    void report_layout();
    void read();

    Sheet sheet_;
    SourceId source_;
    const Sources& sources_;
    const Told& told_;
    Texts& texts_;

    File& file_ = sheet_.file;
    Troubles& troubles_ = sheet_.troubles;
    Roles& roles_ = sheet_.roles;
    Understood& understood_ = sheet_.understood;
    Dialect dialect_;
    std::optional<KeyColumn> keys_, parents_;
    std::optional<DateColumn> periods_, from_, to_;
    std::vector<Reader> readers_;
    std::vector<std::size_t> reader_columns_;      // by reader: its wanted column
    std::vector<std::uint32_t> reader_positions_;  // and where it stands in the file
    bool has_sound_header_ = true;
    RaggedRows ragged_{file_, troubles_};
    std::size_t blank_rows_ = 0, blank_rows_between_ = 0;
    std::uint32_t first_blank_line_ = 0;
};

bool Reading::open() {
    const auto dialect = dialect_of(sheet_.wanted, source_, sources_, told_.of_file, troubles_);
    if (!dialect) return false;
    dialect_ = *dialect;
    file_.source = source_;
    file_.text = sources_[source_].text().substr(0, dialect->end);
    file_.delimiter = dialect->delimiter;
    return true;
}

void Reading::read_header(const Records& row) {
    for (const auto& cell : row.cells()) {
        file_.headers.push_back(nfc(trimmed(unquoted(cell))));
        file_.header_spans.push_back(file_.span(bare(cell.text)));
    }
    understood_.header_line = row.line();
}

// ---------------------------------------------------------------- what the command line says

// The option's text for a column, found by its folded header.
const std::string* Reading::wish_for(std::map<std::string, std::string> Wishes::* wishes,
                                     const std::string& header) const {
    const auto name = folded(header);
    for (const auto* const told : {&told_.of_file, &told_.of_others}) {
        for (const auto& [column, wish] : told->*wishes) {
            if (folded(column) == name) return &wish;
        }
    }
    return nullptr;
}

void Reading::not_understood(std::string_view option, const std::string& header, const std::string& wish,
                             Kind hint) {
    auto& report = troubles_.alone(kind::wish_not_understood);
    report.arguments = {std::string(option) + " " + header + "=" + wish, wish};
    report.notes = {{hint, {header}}};
}

void Reading::tell_numbers(NumberColumn& column, const std::string& header, const core::Input& input) {
    if (const auto* wish = wish_for(&Wishes::numbers, header)) {
        const auto marks = marks_of(*wish);
        if (marks) column.told(*marks, *wish);
        if (!marks) not_understood("--numbers", header, *wish, kind::hint_numbers_forms);
    }
    if (const auto* wish = wish_for(&Wishes::percents, header)) {
        const bool is_known = *wish == "fractions" || *wish == "percents";
        if (!is_known || input.type.kind != core::TypeKind::number) {
            not_understood("--percents", header, *wish, kind::hint_percents);
        } else {
            column.told(*wish == "fractions" ? BarePercents::fractions : BarePercents::percents);
        }
    }
}

void Reading::tell_dates(DateColumn& column, const std::string& header) {
    const auto* const wish = wish_for(&Wishes::dates, header);
    if (wish == nullptr) return;
    auto pattern = date_pattern(*wish);
    if (!pattern) return not_understood("--dates", header, *wish, kind::hint_dates);
    column.told(std::move(*pattern), *wish);
}

Reader Reading::reader_for(const core::Input& input, std::uint32_t position) {
    const auto& header = file_.headers[position];
    switch (input.type.kind) {
        case core::TypeKind::money:
        case core::TypeKind::number: {
            NumberColumn column(input, position, file_, troubles_);
            tell_numbers(column, header, input);
            return column;
        }
        case core::TypeKind::date:
        case core::TypeKind::month: {
            DateColumn column(input.type.kind, position, file_, troubles_);
            tell_dates(column, header);
            return column;
        }
        case core::TypeKind::text:
            return TextColumn(position, file_, troubles_, texts_);
        case core::TypeKind::logical:
            return LogicalColumn(position, file_, troubles_);
    }
    return LogicalColumn(position, file_, troubles_);
}

void Reading::make_readers() {
    const auto& wanted = sheet_.wanted;
    const auto& above = wanted.parent ? wanted.parent->name : std::string();
    const auto dates = [&](std::optional<DateColumn>& column, std::optional<std::uint32_t> position) {
        if (position)
            tell_dates(column.emplace(core::TypeKind::date, *position, file_, troubles_),
                       file_.headers[*position]);
    };
    const bool is_records = wanted.holds == Holds::records;
    if (roles_.key) keys_.emplace(is_records ? above : "", *roles_.key, file_, troubles_);
    if (roles_.parent) parents_.emplace(above, *roles_.parent, file_, troubles_);
    if (is_records) {
        dates(periods_, roles_.period);
    } else if (roles_.period) {
        tell_dates(periods_.emplace(wanted.calendar, *roles_.period, file_, troubles_),
                   file_.headers[*roles_.period]);
    }
    dates(from_, roles_.from);
    dates(to_, roles_.to);
    readers_.reserve(wanted.columns.size());
    for (std::size_t i = 0; i < wanted.columns.size(); ++i) {
        if (!roles_.columns[i]) continue;
        readers_.push_back(reader_for(wanted.columns[i].input, *roles_.columns[i]));
        reader_columns_.push_back(i);
        reader_positions_.push_back(*roles_.columns[i]);
    }
}

// ---------------------------------------------------------------- rows

bool Reading::is_well_quoted(const Records& row) {
    if (row.flaw() == QuoteFlaw::none) return true;
    const auto kind =
        row.flaw() == QuoteFlaw::never_closed ? kind::quote_never_closed : kind::text_behind_quote;
    if (auto* report = troubles_.first(kind, Troubles::whole_row, row.line())) {
        report->spans = {file_.span(file_.text.substr(row.flaw_offset(), 1))};
    }
    return false;
}

// False when the row's cells cannot be told apart; it was reported, or holds nothing.
bool Reading::is_sound(const Records& row) {
    if (!is_well_quoted(row)) return false;
    if (row.is_blank()) {
        if (blank_rows_ == 0 && blank_rows_between_ == 0) first_blank_line_ = row.line();
        ++blank_rows_;
        return false;
    }
    if (row.cells().size() == file_.headers.size()) return true;
    ragged_.add(row);
    return false;
}

void Reading::read_row(const Records& row) {
    const auto id =
        file_.rows.add({.key = KeyId(), .source = source_, .line = row.line(), .offset = row.offset()});
    const auto& cells = row.cells();
    if (keys_) {
        file_.rows[id].key = keys_->read(cells[*roles_.key], id);
    } else {
        file_.rows[id].key = KeyId(std::size_t{0});
    }
    if (parents_) sheet_.parent_of.push_back(parents_->read(cells[*roles_.parent], id));
    if (periods_) periods_->read(bare(cells[*roles_.period].text));
    if (from_) from_->read(bare(cells[*roles_.from].text));
    if (to_) {
        const auto last = bare(cells[*roles_.to].text);
        to_->read(is_open_end(last) ? std::string_view() : last);
    }
    for (std::size_t i = 0; i < readers_.size(); ++i) read_cell(readers_[i], cells[reader_positions_[i]]);
}

void Reading::read_rows(Records& rows) {
    while (rows.next()) {
        if (!is_sound(rows)) continue;
        ragged_.good_row_follows();
        blank_rows_between_ += std::exchange(blank_rows_, 0);
        if (file_.rows.size() == most_rows) {
            troubles_.alone(kind::file_too_long).arguments = {static_cast<std::int64_t>(most_rows)};
            break;
        }
        read_row(rows);
    }
    ragged_.end_of_file();
}

// ---------------------------------------------------------------- behind the last row

// The row's own period, or its date, is blank.
void Reading::report_without_period(RowId row) {
    Records cells(file_.text, file_.delimiter, file_.rows[row].offset, file_.rows[row].line);
    cells.next();
    const auto is_sum = [](const Cell& cell) { return is_total(bare(cell.text)); };
    const auto total = std::ranges::find_if(cells.cells(), is_sum);
    const bool is_footer = total != cells.cells().end();
    const auto column =
        is_footer ? static_cast<std::uint32_t>(total - cells.cells().begin()) : *roles_.period;
    const auto unit = sheet_.wanted.calendar.unit;
    const auto kind = is_footer                               ? kind::row_is_total
                      : sheet_.wanted.holds == Holds::records ? kind::row_without_date
                      : unit == PeriodUnit::month             ? kind::row_without_month
                                                              : kind::row_without_period;
    auto* const report = troubles_.first(kind, column, cells.line());
    if (report == nullptr) return;
    report->spans = {file_.span(cells.cells()[column].text)};
    if (kind == kind::row_without_period) report->arguments = {unit_in_words(unit)};
    if (is_footer) {
        report->arguments = {unquoted(*total)};
        report->notes = {{kind::hint_remove_row, {}}};
    }
}

void Reading::finish_keys() {
    sheet_.keys = keys_ ? keys_->finish(file_.rows) : std::vector<std::string>{""};
    if (parents_) sheet_.parents = parents_->finish(sheet_.parent_of);
    for (std::size_t i = 0; i < sheet_.parent_of.size(); ++i) {
        if (!sheet_.parent_of[i]) file_.rows[RowId(i)].key = KeyId();
    }
}

// Rows whose period was reported lose their key, so that no later check speaks of them.
void Reading::finish_periods() {
    if (!periods_) return;
    periods_->finish();
    const auto& column = periods_->column();
    const bool is_date = sheet_.wanted.holds == Holds::records;
    for (std::uint32_t i = 0; i < file_.rows.size(); ++i) {
        auto& row = file_.rows[RowId(i)];
        const auto count = static_cast<std::int32_t>(column.values[i]);
        row.period = is_date ? sheet_.wanted.calendar.period(Date{count}) : Period{count};
        if (is_date) row.date = Date{count};
        if (!periods_->is_broken(RowId(i))) continue;
        if (column.is_missing(RowId(i)) && row.key) report_without_period(RowId(i));
        row.key = KeyId();
    }
    understood_.months_from_dates = periods_->has_dates_for_periods();
    periods_.reset();
}

void Reading::report_reversed(RowId row) {
    auto* const report = troubles_.first(kind::dates_reversed, *roles_.to, file_.rows[row].line);
    if (report == nullptr) return;
    report->spans = {file_.span(row, *roles_.to), file_.span(row, *roles_.from)};
    report->arguments = {unquoted(file_.cell(row, *roles_.from)), unquoted(file_.cell(row, *roles_.to))};
}

void Reading::finish_from_to() {
    const auto finish = [&](std::optional<DateColumn>& dates, std::optional<Column>& column) {
        if (!dates) return;
        dates->finish();
        for (std::uint32_t i = 0; i < file_.rows.size(); ++i) {
            const bool is_missing = dates->column().is_missing(RowId(i));
            if (!is_missing && dates->is_broken(RowId(i))) file_.rows[RowId(i)].key = KeyId();
        }
        column = dates->release();
        dates.reset();
    };
    finish(from_, sheet_.from);
    finish(to_, sheet_.to);
    if (!sheet_.from || !sheet_.to) return;
    for (std::uint32_t i = 0; i < file_.rows.size(); ++i) {
        const RowId row(i);
        const bool is_whole = !sheet_.from->is_missing(row) && !sheet_.to->is_missing(row);
        if (!file_.rows[row].key || !is_whole || sheet_.from->count(row) <= sheet_.to->count(row)) continue;
        report_reversed(row);
        file_.rows[row].key = KeyId();
    }
}

void Reading::finish_columns() {
    for (const auto& wanted : sheet_.wanted.columns) {
        sheet_.columns.emplace_back();
        sheet_.columns.back().kind = wanted.input.type.kind;
        sheet_.columns.back().absent = true;
    }
    for (std::size_t i = 0; i < readers_.size(); ++i) {
        sheet_.columns[reader_columns_[i]] = finished(readers_[i]);
        const auto& header = file_.headers[reader_positions_[i]];
        if (const auto* numbers = std::get_if<NumberColumn>(&readers_[i])) {
            understood_.numbers[header] = numbers->format();
        } else if (const auto* dates = std::get_if<DateColumn>(&readers_[i]);
                   dates != nullptr && !dates->order().empty()) {
            understood_.dates[header] = dates->order();
        }
    }
    readers_.clear();
}

std::string reason_of(KeyBy by) {
    switch (by) {
        case KeyBy::name:
            return phrase(Phrase::key_by_its_name);
        case KeyBy::level_name:
            return phrase(Phrase::key_named_like_the_level);
        case KeyBy::wish:
            return phrase(Phrase::key_as_the_command_line_says);
        case KeyBy::position:
            return phrase(Phrase::key_first_unread);
        case KeyBy::nothing:
            return phrase(Phrase::key_blank);
    }
    return "";
}

void Reading::understand() {
    understood_.of = sheet_.wanted.name;
    understood_.holds = sheet_.wanted.holds;
    understood_.dated = roles_.dated;
    understood_.calendar = sheet_.wanted.calendar;
    understood_.delimiter = file_.delimiter;
    if (roles_.key) understood_.key_column = file_.headers[*roles_.key];
    if (roles_.period) understood_.month_column = file_.headers[*roles_.period];
    if (roles_.from) understood_.from_column = file_.headers[*roles_.from];
    if (roles_.to) understood_.to_column = file_.headers[*roles_.to];
    if (roles_.parent) understood_.parent_column = file_.headers[*roles_.parent];
    understood_.key_reason = reason_of(roles_.key_by);
    understood_.byte_order_mark = mark_length(file_.text) != 0;
    for (const auto position : roles_.unused) understood_.unused_columns.push_back(file_.headers[position]);
    understood_.rows = file_.rows.size();
    understood_.keys = sheet_.keys.size();
    for (const auto& row : file_.rows) {
        if (!row.key || understood_.month_column.empty()) continue;
        understood_.first_period = std::min(understood_.first_period.value_or(row.period), row.period);
        understood_.last_period = std::max(understood_.last_period.value_or(row.period), row.period);
    }
}

// What is not wrong but should be known.
void Reading::report_layout() {
    if (blank_rows_between_ > 0) {
        troubles_.alone(kind::blank_rows_skipped).arguments = {static_cast<std::int64_t>(blank_rows_between_),
                                                               std::int64_t{first_blank_line_}};
    }
    if (understood_.months_from_dates) {
        troubles_.alone(kind::months_from_dates).arguments = {understood_.month_column};
    }
    std::string unused;
    for (const auto position : roles_.unused) {
        const auto& header = file_.headers[position];
        if (header.empty()) continue;
        unused += (unused.empty() ? "`" : ", `") + header + "`";
    }
    if (!unused.empty() && has_sound_header_) troubles_.alone(kind::columns_unused).arguments = {unused};
}

// What the file holds, or why it cannot be read.
void Reading::read() {
    sheet_.not_text = not_text(source_, sources_);
    if (!sheet_.not_text.empty()) return;
    const auto& name = sources_[source_].name();
    if (sources_[source_].text().find_first_not_of("\xEF\xBB\xBF \t\r\n") == std::string_view::npos) {
        troubles_.alone(kind::file_is_empty).arguments = {name};
        return;
    }
    if (!open()) return;
    Records rows(file_.text, file_.delimiter, dialect_.begin, dialect_.line);
    while (rows.next() && rows.is_blank()) continue;
    if (!is_well_quoted(rows)) return;
    read_header(rows);
    roles_ = roles_of(sheet_.wanted, file_, told_, troubles_);
    has_sound_header_ = !has_errors_so_far();
    make_readers();
    read_rows(rows);
    if (file_.rows.empty() && !has_errors_so_far()) {
        const bool is_rows = sheet_.wanted.holds == Holds::rows;
        troubles_.alone(is_rows ? kind::file_without_rows : kind::file_without_records).arguments = {name};
    }
    finish_keys();
    finish_periods();
    finish_from_to();
    finish_columns();
    understand();
    report_layout();
}

Sheet Reading::sheet() {
    understood_.source = source_;
    understood_.of = sheet_.wanted.name;
    read();
    return std::move(sheet_);
}

}  // namespace

Diagnostics Sheet::reports() const {
    auto reports = troubles.reports(file.headers);
    reports.insert(reports.begin(), not_text.begin(), not_text.end());
    return reports;
}

Sheet read_sheet(Wanted wanted, SourceId source, const Sources& sources, const Told& told, Texts& texts) {
    return Reading(std::move(wanted), source, sources, told, texts).sheet();
}

}  // namespace accrue::data
