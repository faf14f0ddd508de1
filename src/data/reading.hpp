// data/reading.hpp — The rows of a range into a sheet, by the block where they are regular, else one by one.
#pragma once

#include <limits>
#include <optional>
#include <variant>
#include <vector>

#include "data/block.hpp"
#include "data/date_column.hpp"
#include "data/number_column.hpp"
#include "data/ragged.hpp"
#include "data/sheet.hpp"

namespace accrue::data {

using Reader = std::variant<NumberColumn, DateColumn, TextColumn, LogicalColumn>;

class ReadingRows {
  public:
    ReadingRows(const Opening& opening, RowRange range, Texts& texts);
    Sheet sheet();

  private:
    void make_readers();
    Reader reader_for(const core::Input& input, std::uint32_t position, const Telling& telling,
                      const SettledColumn& settled);
    void make_dates(std::optional<DateColumn>& dates, std::optional<std::uint32_t> position,
                    const Telling& telling, const SettledColumn& settled);

    void read_all();
    void reserve();
    bool read_block();
    void read_row();
    void add_block();
    void add_row();
    bool is_text(std::string_view bytes);
    bool is_sound();
    void good_rows_follow();

    void finish_keys();
    void take_dates(const Counts& days);
    void take_periods(const Counts& indices);
    void finish_periods();
    void finish_from_to();
    void finish_order();
    void report_reversed(RowId row);
    void report_without_period(RowId row);
    void finish_columns();

    const Opening& opening_;
    const RowRange range_;
    Texts& texts_;
    Sheet sheet_;

    File& file_ = sheet_.file;
    Troubles& troubles_ = sheet_.troubles;
    PieceOfFile& piece_ = sheet_.piece;
    const Roles& roles_ = opening_.roles;
    Records records_;
    Block block_;
    std::size_t rows_before_block_ = 0;  // rows to be read one by one before a block is looked for again
    std::size_t fruitless_ = 0;          // how many times in a row there was none
    bool goes_on_ = true;

    std::optional<KeyColumn> keys_, parents_;
    std::optional<DateColumn> periods_, from_, to_;
    std::vector<Reader> readers_;
    std::vector<std::size_t> reader_columns_;      // by reader: its wanted column
    std::vector<std::uint32_t> reader_positions_;  // and where it stands in the file
    RaggedRows ragged_{file_, troubles_};
};

}  // namespace accrue::data
