// data/text_column.hpp — Columns of texts, of yes and no, and of keys.
#pragma once

#include "data/file.hpp"
#include "data/spellings.hpp"
#include "data/troubles.hpp"

namespace accrue::data {

// The texts of all text columns of one file: equal ones (D40) have one id.
class Texts {
  public:
    TextId id(std::string_view text);
    const std::string& shown(TextId id) const { return shown_[id.value]; }
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
    Column finish() { return std::move(column_); }

  private:
    std::uint32_t position_;
    const File& file_;
    Troubles& troubles_;
    Texts& texts_;
    Column column_;
};

class LogicalColumn {
  public:
    LogicalColumn(std::uint32_t position, const File& file, Troubles& troubles);
    void read(std::string_view text);
    Column finish() { return std::move(column_); }

  private:
    std::uint32_t position_;
    const File& file_;
    Troubles& troubles_;
    Column column_;
};

// Keys are exact after NFC and trimming; those that are equal only when folded are reported.
class KeyColumn {
  public:
    KeyColumn(std::uint32_t position, const File& file, Troubles& troubles);
    // Of the names of rows above, of the level so called.
    KeyColumn(std::string above, std::uint32_t position, const File& file, Troubles& troubles);
    // The row's key; none when it was reported.
    KeyId read(const Cell& cell, RowId row);
    // Sorts the keys, renames those of the rows, and gives all in code-point order.
    std::vector<std::string> finish(Table<RowId, Row>& rows);
    std::vector<std::string> finish(std::vector<KeyId>& keys_of_rows);

  private:
    KeyId key_of(const std::string& text, RowId row);
    template <class KeyOf>
    std::vector<std::string> sorted(const KeyOf& key_of);
    std::vector<std::pair<KeyId, KeyId>> alike();
    void report_alike(RowId later, KeyId key, RowId earlier);

    std::string above_;  // empty: the keys are the rows' own
    std::uint32_t position_;
    const File& file_;
    Troubles& troubles_;
    Spellings as_written_;
    std::vector<KeyId> ids_;  // by spelling
    Spellings keys_;
};

// The text of a cell that begins and ends in quotes with a blank before them: quotes that do not quote.
bool has_stray_quotes(const Cell& cell);

}  // namespace accrue::data
