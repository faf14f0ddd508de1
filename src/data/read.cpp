#include "data/read.hpp"

#include <algorithm>
#include <limits>
#include <utility>
#include <variant>

#include "base/messages/data.hpp"
#include "base/text.hpp"
#include "data/arrange.hpp"
#include "data/date_column.hpp"
#include "data/dialect.hpp"
#include "data/encoding.hpp"
#include "data/number_column.hpp"
#include "data/roles.hpp"
#include "data/text_column.hpp"
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

// The option's text for a column, found by its folded header.
const std::string* wish_for(const std::map<std::string, std::string>& wishes, const std::string& header) {
    const auto name = folded(header);
    const auto found =
        std::ranges::find_if(wishes, [&](const auto& wish) { return folded(wish.first) == name; });
    return found == wishes.end() ? nullptr : &found->second;
}

// ---------------------------------------------------------------- rows that do not fit

// Rows of another width. Those behind the last good row are taken for a footer when they hold next to
// nothing.
class RaggedRows {
  public:
    RaggedRows(const File& file, Troubles& troubles) : file_(file), troubles_(troubles) {}

    void add(const Records& row);
    void good_row_follows();
    void end_of_file();

  private:
    struct Ragged {
        Span span;
        std::uint32_t line = 0;
        std::size_t width = 0;
        bool is_footer = false;
    };
    void report_ragged();

    static constexpr std::size_t longest_footer = 64;  // rows
    const File& file_;
    Troubles& troubles_;
    std::vector<Ragged> waiting_;
};

void RaggedRows::add(const Records& row) {
    const auto& cells = row.cells();
    const auto is_filled = [](const Cell& cell) { return !bare(cell.text).empty(); };
    const auto filled = std::ranges::count_if(cells, is_filled);
    const bool has_total =
        std::ranges::any_of(cells, [](const Cell& cell) { return is_total(bare(cell.text)); });
    waiting_.push_back({file_.span(cells.front().text), row.line(), cells.size(), filled <= 1 || has_total});
    if (waiting_.size() > longest_footer) report_ragged();
}

void RaggedRows::report_ragged() {
    for (const auto& row : std::exchange(waiting_, {})) {
        auto* const report = troubles_.first(kind::row_ragged, Troubles::whole_row, row.line);
        if (report == nullptr) continue;
        report->spans = {row.span};
        report->arguments = {static_cast<std::int64_t>(row.width),
                             static_cast<std::int64_t>(file_.headers.size())};
    }
}

void RaggedRows::good_row_follows() {
    if (!waiting_.empty()) report_ragged();
}

void RaggedRows::end_of_file() {
    const bool is_footer = std::ranges::all_of(waiting_, &Ragged::is_footer);
    if (waiting_.empty() || file_.rows.empty() || !is_footer) return report_ragged();
    auto& report = troubles_.alone(kind::file_footer);
    report.spans = {waiting_.front().span};
    report.arguments = {static_cast<std::int64_t>(waiting_.size())};
    report.notes = {{kind::hint_skip_last_lines, {static_cast<std::int64_t>(waiting_.size())}}};
}

// ---------------------------------------------------------------- one file

class Reading {
  public:
    Reading(const core::Scheme& scheme, SourceId source, const Sources& sources, const Wishes& wishes)
        : scheme_(scheme), source_(source), sources_(sources), wishes_(wishes) {}
    ReadHistory result();

  private:
    bool open();
    void read_header(const Records& row);
    void make_readers();
    Reader reader_for(const core::Input& input, std::uint32_t position);
    void tell_numbers(NumberColumn& column, const std::string& header, const core::Input& input);
    void tell_dates(DateColumn& column, const std::string& header);
    void not_understood(std::string_view option, const std::string& header, const std::string& wish,
                        Kind hint);
    void read_rows(Records& rows);
    void read_row(const Records& row);
    bool is_well_quoted(const Records& row);
    bool is_sound(const Records& row);
    bool has_errors_so_far() const { return has_errors(troubles_.reports(file_.headers)); }
    void finish_months();
    void report_without_month(RowId row);
    void finish_columns();
    void fill_absent();
    void rename_texts();
    void understand();
    void report_layout();
    ReadHistory closed();

    const core::Scheme& scheme_;
    SourceId source_;
    const Sources& sources_;
    const Wishes& wishes_;

    File file_;
    Troubles troubles_;
    Dialect dialect_;
    Roles roles_;
    Texts texts_;
    std::optional<KeyColumn> keys_;
    std::optional<DateColumn> months_;
    std::vector<Reader> readers_;
    bool has_sound_header_ = true;
    std::vector<core::InputId> reader_inputs_;
    std::vector<std::uint32_t> reader_positions_;
    RaggedRows ragged_{file_, troubles_};
    std::size_t blank_rows_ = 0, blank_rows_between_ = 0;
    std::uint32_t first_blank_line_ = 0;

    History history_;
    Understood understood_;
};

bool Reading::open() {
    const auto dialect = dialect_of(scheme_, source_, sources_, wishes_, troubles_);
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

void Reading::not_understood(std::string_view option, const std::string& header, const std::string& wish,
                             Kind hint) {
    auto& report = troubles_.alone(kind::wish_not_understood);
    report.arguments = {std::string(option) + " " + header + "=" + wish, wish};
    report.notes = {{hint, {header}}};
}

void Reading::tell_numbers(NumberColumn& column, const std::string& header, const core::Input& input) {
    if (const auto* wish = wish_for(wishes_.numbers, header)) {
        const auto marks = marks_of(*wish);
        if (marks) column.told(*marks, *wish);
        if (!marks) not_understood("--numbers", header, *wish, kind::hint_numbers_forms);
    }
    if (const auto* wish = wish_for(wishes_.percents, header)) {
        const bool is_known = *wish == "fractions" || *wish == "percents";
        if (!is_known || input.type.kind != core::TypeKind::number) {
            not_understood("--percents", header, *wish, kind::hint_percents);
        } else {
            column.told(*wish == "fractions" ? BarePercents::fractions : BarePercents::percents);
        }
    }
}

void Reading::tell_dates(DateColumn& column, const std::string& header) {
    const auto* const wish = wish_for(wishes_.dates, header);
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
    if (roles_.key) keys_.emplace(*roles_.key, file_, troubles_);
    if (roles_.month) {
        months_.emplace(core::TypeKind::month, *roles_.month, file_, troubles_);
        tell_dates(*months_, file_.headers[*roles_.month]);
    }
    readers_.reserve(scheme_.inputs.size());
    for (std::uint32_t i = 0; i < scheme_.inputs.size(); ++i) {
        if (!roles_.inputs[i]) continue;
        readers_.push_back(reader_for(scheme_.inputs[core::InputId(i)], *roles_.inputs[i]));
        reader_inputs_.emplace_back(i);
        reader_positions_.push_back(*roles_.inputs[i]);
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
        file_.rows.add({.key = KeyId(), .source = source_, .offset = row.offset(), .line = row.line()});
    const auto& cells = row.cells();
    if (keys_) {
        file_.rows[id].key = keys_->read(cells[*roles_.key], id);
    } else {
        file_.rows[id].key = KeyId(std::size_t{0});
    }
    if (months_) months_->read(bare(cells[*roles_.month].text));
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

void Reading::report_without_month(RowId row) {
    Records cells(file_.text, file_.delimiter, file_.rows[row].offset, file_.rows[row].line);
    cells.next();
    const auto is_sum = [](const Cell& cell) { return is_total(bare(cell.text)); };
    const auto total = std::ranges::find_if(cells.cells(), is_sum);
    const bool is_footer = total != cells.cells().end();
    const auto column = is_footer ? static_cast<std::uint32_t>(total - cells.cells().begin()) : *roles_.month;
    auto* const report =
        troubles_.first(is_footer ? kind::row_is_total : kind::row_without_month, column, cells.line());
    if (report == nullptr) return;
    report->spans = {file_.span(cells.cells()[column].text)};
    if (is_footer) {
        report->arguments = {unquoted(*total)};
        report->notes = {{kind::hint_remove_row, {}}};
    }
}

// Rows whose month was reported lose their key, so that no later check speaks of them.
void Reading::finish_months() {
    if (!months_) return;
    months_->finish();
    const auto& column = months_->column();
    for (std::uint32_t i = 0; i < file_.rows.size(); ++i) {
        auto& row = file_.rows[RowId(i)];
        row.month = Month{static_cast<std::int32_t>(column.values[i])};
        if (!months_->is_broken(RowId(i))) continue;
        if (column.is_missing(RowId(i)) && row.key) report_without_month(RowId(i));
        row.key = KeyId();
    }
    understood_.months_from_dates = months_->has_dates_for_months();
    months_.reset();
}

void Reading::finish_columns() {
    const Column absent{
        .kind = core::TypeKind::number, .values = {}, .missing = {}, .large = {}, .absent = true};
    for (const auto& input : scheme_.inputs) {
        history_.columns.add(absent);
        history_.columns.back().kind = input.type.kind;
    }
    for (std::size_t i = 0; i < readers_.size(); ++i) {
        history_.columns[reader_inputs_[i]] = finished(readers_[i]);
        const auto& header = file_.headers[reader_positions_[i]];
        if (const auto* numbers = std::get_if<NumberColumn>(&readers_[i])) {
            understood_.numbers[header] = numbers->format();
        } else if (const auto* dates = std::get_if<DateColumn>(&readers_[i]);
                   dates != nullptr && !dates->order().empty()) {
            understood_.dates[header] = dates->order();
        }
    }
}

void Reading::fill_absent() {
    for (auto& column : history_.columns) {
        if (column.absent) column.values.assign(file_.rows.size(), 0);
    }
}

void Reading::rename_texts() {
    const auto renamed = texts_.release(history_);
    for (auto& column : history_.columns) {
        if (column.kind != core::TypeKind::text || column.absent || renamed.empty()) continue;
        for (auto& value : column.values) value = renamed[static_cast<std::size_t>(value)].value;
    }
}

std::string reason_of(KeyBy by) {
    switch (by) {
        case KeyBy::name:
            return "by its name";
        case KeyBy::level_name:
            return "named like the level";
        case KeyBy::wish:
            return "as the command line says";
        case KeyBy::position:
            return "the first column that no input reads";
        case KeyBy::nothing:
            return "no column: one key, which is blank";
    }
    return "";
}

void Reading::understand() {
    understood_.delimiter = file_.delimiter;
    if (roles_.key) understood_.key_column = file_.headers[*roles_.key];
    if (roles_.month) understood_.month_column = file_.headers[*roles_.month];
    understood_.key_reason = reason_of(roles_.key_by);
    understood_.byte_order_mark = mark_length(file_.text) != 0;
    for (const auto position : roles_.unused) understood_.unused_columns.push_back(file_.headers[position]);
    understood_.rows = file_.rows.size();
    understood_.keys = history_.keys.size();
    for (const auto& row : file_.rows) {
        if (!row.key) continue;
        understood_.first_month = std::min(understood_.first_month.value_or(row.month), row.month);
        understood_.last_month = std::max(understood_.last_month.value_or(row.month), row.month);
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

ReadHistory Reading::closed() {
    auto diagnostics = troubles_.reports(file_.headers);
    history_.source = source_;
    history_.delimiter = file_.delimiter;
    history_.headers = file_.headers;
    return {std::move(history_), std::move(understood_), std::move(diagnostics)};
}

ReadHistory Reading::result() {
    if (auto reasons = not_text(source_, sources_); !reasons.empty()) {
        auto result = closed();
        result.diagnostics = std::move(reasons);
        return result;
    }
    if (sources_[source_].text().find_first_not_of("\xEF\xBB\xBF \t\r\n") == std::string_view::npos) {
        troubles_.alone(kind::file_is_empty).arguments = {sources_[source_].name()};
        return closed();
    }
    if (!open()) return closed();
    Records rows(file_.text, file_.delimiter, dialect_.begin, dialect_.line);
    while (rows.next() && rows.is_blank()) continue;
    if (!is_well_quoted(rows)) return closed();
    read_header(rows);
    roles_ = roles_of(scheme_, file_, wishes_, troubles_);
    has_sound_header_ = !has_errors_so_far();
    make_readers();
    read_rows(rows);
    if (file_.rows.empty() && !has_errors_so_far()) {
        troubles_.alone(kind::file_without_rows).arguments = {sources_[source_].name()};
    }
    history_.keys = keys_ ? keys_->finish(file_.rows) : std::vector<std::string>{""};
    finish_months();
    finish_columns();
    fill_absent();
    rename_texts();
    understand();
    report_layout();
    const auto order = month_major(file_.rows, history_.keys.size());
    if (roles_.month) report_duplicates(file_, history_.keys, order, troubles_);
    auto read = closed();
    if (has_errors(read.diagnostics)) return read;
    read.history.rows = std::move(file_.rows);
    arrange(read.history, order);
    return read;
}

}  // namespace

ReadHistory read_history(const core::Scheme& scheme, SourceId source, const Sources& sources,
                         const Wishes& wishes) {
    return Reading(scheme, source, sources, wishes).result();
}

}  // namespace accrue::data
