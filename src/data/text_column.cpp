#include "data/text_column.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "base/messages/data.hpp"
#include "base/text.hpp"
#include "data/words.hpp"

namespace accrue::data {
namespace {

void add(Column& column, std::int64_t value) {
    column.values.push_back(value);
    if (!column.missing.empty()) column.missing.push_back(0);
}

void add_missing(Column& column) {
    column.missing.resize(column.values.size(), 0);
    column.missing.push_back(1);
    column.values.push_back(0);
}

Diagnostic* first(Troubles& troubles, Kind kind, const File& file, RowId row, std::uint32_t position) {
    auto* const report = troubles.first(kind, position, file.rows[row].line);
    if (report == nullptr) return nullptr;
    const auto cell = file.cell(row, position);
    report->spans = {file.span(cell.text)};
    report->arguments = {unquoted(cell)};
    return report;
}

// A cell that no text or key may be: a spreadsheet's mark, or quotes behind a blank.
bool is_refused(Troubles& troubles, const File& file, RowId row, std::uint32_t position, const Cell& cell) {
    if (const auto mark = spreadsheet_mark(bare(cell.text))) {
        if (auto* report = first(troubles, mark->kind, file, row, position))
            report->notes = {{mark->reason, {}}};
        return true;
    }
    if (!has_stray_quotes(cell)) return false;
    first(troubles, kind::cell_quotes_behind_blank, file, row, position);
    return true;
}

// Where each number goes when the texts are sorted.
std::vector<std::uint32_t> places_when_sorted(const std::vector<std::string>& texts) {
    std::vector<std::uint32_t> order(texts.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, {}, [&](std::uint32_t number) -> const std::string& { return texts[number]; });
    std::vector<std::uint32_t> places(texts.size());
    for (std::size_t i = 0; i < order.size(); ++i) places[order[i]] = static_cast<std::uint32_t>(i);
    return places;
}

}  // namespace

bool has_stray_quotes(const Cell& cell) {
    if (cell.quoted || (!cell.text.starts_with(' ') && !cell.text.ends_with('"'))) return false;
    const auto text = bare(cell.text);
    return text.size() >= 2 && text.front() == '"' && text.back() == '"';
}

// ---------------------------------------------------------------- texts

TextId Texts::id(std::string_view text) {
    const auto spelling = as_written_.number(text);
    if (spelling < ids_.size()) return ids_[spelling];
    const TextId id(folded_.number(equality_form(text)));
    ids_.push_back(id);
    const std::string shown = nfc(bare(text));
    if (id.value == shown_.size()) {
        shown_.push_back(shown);
    } else {
        shown_[id.value] = std::min(shown_[id.value], shown);
    }
    return id;
}

std::vector<TextId> Texts::release(History& history) {
    auto forms = folded_.release();
    std::vector<TextId> renamed;
    history.texts.resize(forms.size());
    history.folded_texts.resize(forms.size());
    for (const auto place : places_when_sorted(forms)) {
        const auto old = renamed.size();
        renamed.emplace_back(place);
        history.texts[place] = std::move(shown_[old]);
        history.folded_texts[place] = std::move(forms[old]);
    }
    return renamed;
}

TextColumn::TextColumn(std::uint32_t position, const File& file, Troubles& troubles, Texts& texts)
    : position_(position), file_(file), troubles_(troubles), texts_(texts) {
    column_.kind = core::TypeKind::text;
    column_.source_column = position;
}

void TextColumn::read(const Cell& cell) {
    const RowId row(column_.values.size());
    if (is_missing(bare(cell.text))) return add_missing(column_);
    if (is_refused(troubles_, file_, row, position_, cell)) return add(column_, 0);
    add(column_, cell.doubled ? texts_.id(unquoted(cell)).value : texts_.id(cell.text).value);
}

// ---------------------------------------------------------------- yes and no

LogicalColumn::LogicalColumn(std::uint32_t position, const File& file, Troubles& troubles)
    : position_(position), file_(file), troubles_(troubles) {
    column_.kind = core::TypeKind::logical;
    column_.source_column = position;
}

void LogicalColumn::read(std::string_view text) {
    const RowId row(column_.values.size());
    if (is_missing(text)) return add_missing(column_);
    const auto value = yes_or_no(text);
    add(column_, value.value_or(false) ? 1 : 0);
    if (value) return;
    if (const auto mark = spreadsheet_mark(text)) {
        if (auto* report = first(troubles_, mark->kind, file_, row, position_))
            report->notes = {{mark->reason, {}}};
        return;
    }
    first(troubles_, kind::cell_not_yes_or_no, file_, row, position_);
}

// ---------------------------------------------------------------- keys

KeyColumn::KeyColumn(std::uint32_t position, const File& file, Troubles& troubles)
    : position_(position), file_(file), troubles_(troubles) {}

KeyId KeyColumn::key_of(const std::string& text, RowId row) {
    if (is_missing(text)) {
        first(troubles_, kind::row_without_key, file_, row, position_);
        return {};
    }
    if (is_total(text)) {
        if (auto* report = first(troubles_, kind::row_is_total, file_, row, position_)) {
            report->notes = {{kind::hint_remove_row, {}}};
        }
        return {};
    }
    return KeyId(keys_.number(text));
}

// What was refused once is looked at again, to be counted.
KeyId KeyColumn::read(const Cell& cell, RowId row) {
    const auto spelling = cell.doubled ? as_written_.number(unquoted(cell)) : as_written_.number(cell.text);
    if (spelling < ids_.size() && ids_[spelling]) return ids_[spelling];
    const bool is_new = spelling == ids_.size();
    const auto text = nfc(bare(as_written_[spelling]));
    const auto id = is_refused(troubles_, file_, row, position_, cell) ? KeyId() : key_of(text, row);
    if (is_new) ids_.push_back(id);
    return id;
}

void KeyColumn::report_alike(const Table<RowId, Row>& rows) {
    Spellings forms;
    std::vector<KeyId> first_keys;  // by form
    std::map<KeyId, KeyId> alike;   // later → earlier
    for (std::uint32_t number = 0; number < keys_.size(); ++number) {
        const auto form = forms.number(equality_form(keys_[number]));
        if (form == first_keys.size()) {
            first_keys.emplace_back(number);
        } else {
            alike.emplace(KeyId(number), first_keys[form]);
        }
    }
    if (alike.empty()) return;
    std::map<KeyId, RowId> first_rows;
    for (std::uint32_t i = 0; i < rows.size(); ++i) first_rows.try_emplace(rows[RowId(i)].key, RowId(i));
    for (const auto& [later, earlier] : alike) {
        auto* const report = first(troubles_, kind::keys_alike, file_, first_rows[later], position_);
        if (report == nullptr) continue;
        report->spans.push_back(file_.span(first_rows[earlier], position_));
        report->arguments.insert(report->arguments.end(),
                                 {keys_[earlier.value], std::int64_t{rows[first_rows[earlier]].line}});
    }
}

std::vector<std::string> KeyColumn::finish(Table<RowId, Row>& rows) {
    report_alike(rows);
    auto texts = keys_.release();
    const auto places = places_when_sorted(texts);
    for (auto& row : rows) {
        if (row.key) row.key = KeyId(places[row.key.value]);
    }
    std::vector<std::string> sorted(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) sorted[places[i]] = std::move(texts[i]);
    return sorted;
}

}  // namespace accrue::data
