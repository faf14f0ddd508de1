// data/text_column.hpp — Columns of texts, of yes and no, and of keys.
#pragma once

#include <array>

#include "data/block.hpp"
#include "data/file.hpp"
#include "data/recent_texts.hpp"
#include "data/spellings.hpp"
#include "data/troubles.hpp"

namespace accrue::data {

// The texts of all text columns of one file: equal ones (D40) have one id.
class Texts {
  public:
    TextId id(std::string_view text);
    // None when it has not come yet.
    TextId find(std::string_view text) const {
        const auto spelling = as_written_.find(text, Spellings::hash(text));
        return spelling == Spellings::none ? TextId() : ids_[spelling];
    }
    const std::string& shown(TextId id) const { return shown_[id.value]; }
    // Also those of others; gives the id here of each id there.
    std::vector<TextId> take(const Texts& others);
    // Into the history, in the order of their folded forms; gives the new id of each old one.
    std::vector<TextId> release(History& history);

  private:
    Spellings as_written_;
    std::vector<TextId> ids_;  // by spelling
    Spellings folded_;
    std::vector<std::string> shown_;  // by id: the spelling first in code-point order
};

class TextColumn {
  public:
    TextColumn(std::uint32_t position, const File& file, Troubles& troubles, Texts& texts);
    void read(const Cell& cell);
    void read(const Block& block);
    void reserve(std::size_t rows) { column_.values.reserve(rows); }
    Column finish() { return std::move(column_); }

  private:
    std::uint32_t position_;
    const File& file_;
    Troubles& troubles_;
    Texts& texts_;
    Column column_;
    RecentTexts recent_;  // and their ids
};

class LogicalColumn {
  public:
    LogicalColumn(std::uint32_t position, const File& file, Troubles& troubles);
    void read(std::string_view text);
    void read(const Block& block);
    void reserve(std::size_t rows) { column_.values.reserve(rows); }
    Column finish() { return std::move(column_); }

  private:
    std::uint32_t position_;
    const File& file_;
    Troubles& troubles_;
    Column column_;
    RecentTexts recent_;
};

// Keys are exact after NFC and trimming.
class KeyColumn {
  public:
    KeyColumn(std::uint32_t position, const File& file, Troubles& troubles);
    // Of the names of rows above, of the level so called.
    KeyColumn(std::string above, std::uint32_t position, const File& file, Troubles& troubles);
    // The row's key; none when it was reported.
    KeyId read(const Cell& cell, RowId row) { return read(cell, row, Spellings::hash(cell.text)); }
    // Those of the rows of a block, the first of which is `first`: `set(row of the block, key)`, in their
    // order; first without a key where it is another one than in the row before.
    template <class Set>
    void read(const Block& block, RowId first, const Set& set) {
        KeyId key;
        std::string_view last;
        Looking looking;
        for (std::size_t row = 0; row < block.rows; ++row) {
            const auto text = block.cell(row, position_);
            if (!key || !is_same_text(text, last)) {
                set(row, KeyId());  // reports look for the row
                key = next_key(block, row, RowId(first.value + row), looking);
                last = text;
            }
            set(row, key);
        }
    }
    // Sorts the keys, renames those of the rows, and gives all in code-point order.
    std::vector<std::string> finish(FileRows& rows);
    std::vector<std::string> finish(std::vector<KeyId>& keys_of_rows);
    // Once sorted, by key: the first row that has it.
    std::vector<Place> first_places() const;

  private:
    static constexpr std::size_t looked_ahead = 32;  // rows

    // Where most rows have another key, each is far away in memory: those of some rows are fetched together.
    struct Looking {
        std::size_t from = 0;     // the row at which it was looked last
        std::size_t changes = 0;  // of the key, since then
        bool is_ahead = false;    // the hashes of the next rows are known
    };
    KeyId next_key(const Block& block, std::size_t row, RowId id, Looking& looking);
    void look_ahead(const Block& block, std::size_t row);
    // The last key or a new one behind all others; none when the text has to be looked for.
    KeyId rising_key(std::string_view text, RowId row);
    void stop_rising();
    KeyId read(const Cell& cell, RowId row, std::uint64_t hash);
    KeyId key_of(const std::string& text, RowId row);
    template <class KeyOf>
    std::vector<std::string> sorted(const KeyOf& key_of);

    std::string above_;  // empty: the keys are the rows' own
    std::uint32_t position_;
    const File& file_;
    Troubles& troubles_;
    bool is_rising_ = true;            // so far each key came behind all before it,
    std::vector<std::string> rising_;  // and these are all; then none of the next three is needed
    Spellings as_written_;
    std::vector<KeyId> ids_;  // by spelling
    Spellings keys_;
    std::vector<RowId> first_rows_;  // by key
    std::array<std::uint64_t, looked_ahead> hashes_{};
};

// The text of a cell that begins and ends in quotes with a blank before them: quotes that do not quote.
bool has_stray_quotes(const Cell& cell);

}  // namespace accrue::data
