#include "data/text_column.hpp"

#include <algorithm>
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

// NFC; ASCII at once.
std::string composed(std::string_view text) {
    const auto is_ascii = [](char byte) { return static_cast<unsigned char>(byte) < 0x80; };
    return std::ranges::all_of(text, is_ascii) ? std::string(text) : nfc(text);
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
    const std::string shown = composed(bare(text));
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
    : KeyColumn("", position, file, troubles) {}

KeyColumn::KeyColumn(std::string above, std::uint32_t position, const File& file, Troubles& troubles)
    : above_(std::move(above)), position_(position), file_(file), troubles_(troubles) {}

KeyId KeyColumn::key_of(const std::string& text, RowId row) {
    if (is_missing(text)) {
        const auto kind = above_.empty() ? kind::row_without_key : kind::row_without_parent;
        auto* const report = first(troubles_, kind, file_, row, position_);
        if (report != nullptr && !above_.empty()) report->arguments = {above_};
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
    const auto text = composed(bare(as_written_[spelling]));
    const auto id = is_refused(troubles_, file_, row, position_, cell) ? KeyId() : key_of(text, row);
    if (is_new) ids_.push_back(id);
    return id;
}

// Keys that are one word: the later one, and the first that is spelled otherwise.
std::vector<std::pair<KeyId, KeyId>> KeyColumn::alike() {
    std::vector<std::pair<KeyId, KeyId>> pairs;
    Spellings forms;
    std::vector<KeyId> first_keys;  // by form
    for (std::uint32_t number = 0; number < keys_.size(); ++number) {
        const auto form = forms.number(equality_form(keys_[number]));
        if (form == first_keys.size()) {
            first_keys.emplace_back(number);
        } else {
            pairs.emplace_back(KeyId(number), first_keys[form]);
        }
    }
    return pairs;
}

void KeyColumn::report_alike(RowId later, KeyId key, RowId earlier) {
    auto* const report = first(troubles_, kind::keys_alike, file_, later, position_);
    if (report == nullptr) return;
    report->spans.push_back(file_.span(earlier, position_));
    report->arguments.insert(report->arguments.end(),
                             {keys_[key.value], std::int64_t{file_.rows[earlier].line}});
}

template <class KeyOf>
std::vector<std::string> KeyColumn::sorted(const KeyOf& key_of_row) {
    if (const auto pairs = alike(); !pairs.empty()) {
        std::vector<RowId> first_rows(keys_.size());
        for (auto i = file_.rows.size(); i-- > 0;) {
            if (const auto key = key_of_row(RowId(i))) first_rows[key.value] = RowId(i);
        }
        for (const auto& [later, earlier] : pairs)
            report_alike(first_rows[later.value], earlier, first_rows[earlier.value]);
    }
    auto texts = keys_.release();
    const auto places = places_when_sorted(texts);
    for (std::uint32_t i = 0; i < file_.rows.size(); ++i) {
        auto& key = key_of_row(RowId(i));
        if (key) key = KeyId(places[key.value]);
    }
    std::vector<std::string> sorted(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) sorted[places[i]] = std::move(texts[i]);
    return sorted;
}

std::vector<std::string> KeyColumn::finish(Table<RowId, Row>& rows) {
    return sorted([&](RowId row) -> KeyId& { return rows[row].key; });
}

std::vector<std::string> KeyColumn::finish(std::vector<KeyId>& keys_of_rows) {
    return sorted([&](RowId row) -> KeyId& { return keys_of_rows[row.value]; });
}

}  // namespace accrue::data
