#include "data/text_column.hpp"

#include <algorithm>
#include <utility>

#include "base/ascii.hpp"
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
    return is_ascii(text) ? std::string(text) : nfc(text);
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

std::vector<TextId> Texts::take(const Texts& others) {
    std::vector<TextId> renamed(others.shown_.size());
    for (std::uint32_t i = 0; i < others.ids_.size(); ++i)
        renamed[others.ids_[i].value] = id(others.as_written_[i]);
    return renamed;
}

std::vector<TextId> Texts::release(History& history) {
    auto forms = folded_.release();
    std::vector<TextId> renamed(forms.size());
    const auto places = places_when_sorted(forms);
    for (std::size_t i = 0; i < forms.size(); ++i) renamed[i] = TextId(places ? (*places)[i] : i);
    history.texts = places ? at_places(std::move(shown_), *places) : std::move(shown_);
    history.folded_texts = places ? at_places(std::move(forms), *places) : std::move(forms);
    return renamed;
}

TextColumn::TextColumn(std::uint32_t position, const File& file, Troubles& troubles, Texts& texts)
    : position_(position), file_(file), troubles_(troubles), texts_(texts) {
    column_.kind = core::TypeKind::text;
    column_.positions = {position};
}

void TextColumn::read(const Cell& cell) {
    const RowId row(column_.values.size());
    const bool is_plain = !cell.doubled && !has_stray_quotes(cell);
    if (const auto* const known = is_plain ? recent_.find(cell.text) : nullptr) return add(column_, *known);
    if (const auto known = is_plain ? texts_.find(cell.text) : TextId()) {
        recent_.put(cell.text, known.value);
        return add(column_, known.value);
    }
    if (is_missing(bare(cell.text))) return add_missing(column_);
    if (is_refused(troubles_, file_, row, position_, cell)) return add_missing(column_);
    add(column_, cell.doubled ? texts_.id(unquoted(cell)).value : texts_.id(cell.text).value);
}

void TextColumn::read(const Block& block) {
    for (std::size_t row = 0; row < block.rows; ++row) read(Cell{block.cell(row, position_)});
}

// ---------------------------------------------------------------- yes and no

LogicalColumn::LogicalColumn(std::uint32_t position, const File& file, Troubles& troubles)
    : position_(position), file_(file), troubles_(troubles) {
    column_.kind = core::TypeKind::logical;
    column_.positions = {position};
}

void LogicalColumn::read(std::string_view text) {
    if (const auto* const known = recent_.find(text)) return add(column_, *known);
    const RowId row(column_.values.size());
    if (is_missing(text)) return add_missing(column_);
    const auto value = yes_or_no(text);
    add(column_, value.value_or(false) ? 1 : 0);
    if (value) return recent_.put(text, *value ? 1 : 0);
    if (const auto mark = spreadsheet_mark(text)) {
        if (auto* report = first(troubles_, mark->kind, file_, row, position_))
            report->notes = {{mark->reason, {}}};
        return;
    }
    first(troubles_, kind::cell_not_yes_or_no, file_, row, position_);
}

void LogicalColumn::read(const Block& block) {
    for (std::size_t row = 0; row < block.rows; ++row) read(bare(block.cell(row, position_)));
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
            report->notes = {file_.row_to_remove(file_.place(row))};
        }
        return {};
    }
    const KeyId key(keys_.number(text));
    if (key.value == first_rows_.size()) first_rows_.push_back(row);
    return key;
}

KeyId KeyColumn::next_key(const Block& block, std::size_t row, RowId id, Looking& looking) {
    const auto text = block.cell(row, position_);
    if (const auto key = rising_key(text, id)) return key;
    if (const auto rows = row - looking.from; rows >= looked_ahead) {
        looking = {.from = row, .changes = 0, .is_ahead = looking.changes > rows / 4};
        if (looking.is_ahead) look_ahead(block, row);
    }
    ++looking.changes;
    return read(Cell{text}, id, looking.is_ahead ? hashes_[row - looking.from] : Spellings::hash(text));
}

void KeyColumn::look_ahead(const Block& block, std::size_t row) {
    const auto count = std::min(looked_ahead, block.rows - row);
    for (std::size_t i = 0; i < count; ++i) {
        hashes_[i] = Spellings::hash(block.cell(row + i, position_));
        as_written_.fetch_slot(hashes_[i]);
    }
    for (std::size_t i = 0; i < count; ++i) as_written_.fetch_text(hashes_[i]);
}

KeyId KeyColumn::rising_key(std::string_view text, RowId row) {
    if (!is_rising_) return {};
    const auto order = rising_.empty() ? 1 : text.compare(rising_.back());
    if (order < 0 || (order > 0 && !is_plain_name(text))) return stop_rising(), KeyId();
    if (order > 0) {
        rising_.emplace_back(text);
        first_rows_.push_back(row);
    }
    return KeyId(rising_.size() - 1);
}

// From here on texts are looked for, also those that have come.
void KeyColumn::stop_rising() {
    is_rising_ = false;
    for (const auto& text : rising_) {
        as_written_.number(text);
        ids_.emplace_back(std::size_t{keys_.number(text)});
    }
    rising_.clear();
}

// What was refused once is looked at again, to be counted.
KeyId KeyColumn::read(const Cell& cell, RowId row, std::uint64_t hash) {
    if (is_rising_) stop_rising();
    if (has_stray_quotes(cell)) return is_refused(troubles_, file_, row, position_, cell), KeyId();
    const auto spelling =
        cell.doubled ? as_written_.number(unquoted(cell)) : as_written_.number(cell.text, hash);
    if (spelling < ids_.size() && ids_[spelling]) return ids_[spelling];
    const bool is_new = spelling == ids_.size();
    const auto text = composed(bare(as_written_[spelling]));
    const auto id = is_refused(troubles_, file_, row, position_, cell) ? KeyId() : key_of(text, row);
    if (is_new) ids_.push_back(id);
    return id;
}

template <class KeyOf>
std::vector<std::string> KeyColumn::sorted(const KeyOf& key_of_row) {
    if (is_rising_) return std::move(rising_);
    auto texts = keys_.release();
    const auto places = places_when_sorted(texts);
    if (!places) return texts;
    for (std::uint32_t i = 0; i < file_.rows.size(); ++i) {
        auto& key = key_of_row(RowId(i));
        if (key) key = KeyId((*places)[key.value]);
    }
    first_rows_ = at_places(std::move(first_rows_), *places);
    return at_places(std::move(texts), *places);
}

std::vector<std::string> KeyColumn::finish(FileRows& rows) {
    return sorted([&](RowId row) -> KeyId& { return rows[row].key; });
}

std::vector<std::string> KeyColumn::finish(std::vector<KeyId>& keys_of_rows) {
    return sorted([&](RowId row) -> KeyId& { return keys_of_rows[row.value]; });
}

std::vector<Place> KeyColumn::first_places() const {
    std::vector<Place> places;
    places.reserve(first_rows_.size());
    for (const auto row : first_rows_) places.push_back(file_.place(row));
    return places;
}

}  // namespace accrue::data
