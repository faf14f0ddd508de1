// data/number_column.hpp — A column of numbers, text straight to whole counts of a power of ten. What its `.`
// and `,` mean is decided by all of its cells; those that can be read two ways wait until another cell
// decides.
#pragma once

#include "base/ascii.hpp"
#include "data/block.hpp"
#include "data/file.hpp"
#include "data/number_cell.hpp"
#include "data/read.hpp"
#include "data/troubles.hpp"
#include "data/whole_counts.hpp"

namespace accrue::data {

// The marks of `1 234,56`; nothing when the text shows none.
struct Marks {
    Mark group = Mark::none;
    Mark decimal = Mark::none;
};
std::optional<Marks> marks_of(std::string_view example);

struct ToldNumbers {
    Marks marks;
    std::string example;  // as the command line gives it
};

enum class BarePercents : std::uint8_t { refused, fractions, percents };

// What the cells of a column decided, and what is left of them for the cells of other pieces of the file.
struct SettledNumbers {
    Mark decimal = Mark::none, group = Mark::none;
    Place decimal_at, group_at;         // rows whose cells decided; none when the command line did
    bool waits = false;                 // cells that can be read two ways were left
    bool clashes = false;               // a cell contradicts one that decided
    bool has_percent = false;           // cells with `%` where a cell without it means something else
    bool has_bare = false;              // numbers other than 0 without `%`
    std::string_view currencies;        // that the first cell with a sign may stand for
    bool has_mixed_currencies = false;  // and another one may not
};

class NumberColumn {
  public:
    NumberColumn(const core::Input& input, std::uint32_t position, const File& file, Troubles& troubles);

    // What the command line says of this column.
    void told(const ToldNumbers& numbers);
    void told(BarePercents percents);
    // What cells before these decided.
    void settled(const SettledNumbers& numbers);

    // The next row's cell, without blanks at its ends.
    void read(std::string_view text) {
        const bool has_sign = input_.percent && text.ends_with('%');
        const auto digits = has_sign ? text.substr(0, text.size() - 1) : text;
        std::uint64_t mantissa = 0;
        const char* place = digits.data();
        const char* const end = place + digits.size();
        const bool negative = place != end && *place == '-';
        if (negative) ++place;
        const char* const first = place;
        while (place != end && is_digit(*place)) mantissa = mantissa * 10 + digit(*place++);
        const char* const point = place;
        int after = 0;
        if (place != end && *place == plain_point_ && place != first) {
            ++place;
            while (place != end && is_digit(*place)) mantissa = mantissa * 10 + digit(*place++);
            after = static_cast<int>(place - point) - 1;
        }
        const bool plain = place == end && place != first && (point == end || after > 0);
        if (!plain || !(is_quick_ || has_sign) || digits.size() > digits_of_a_word) return read_slowly(text);
        const auto value = static_cast<std::int64_t>(mantissa);
        add(negative ? -value : value, after + (has_sign ? 2 : 0));
    }
    void read(const Cell& cell);
    // The next rows' cells.
    void read(const Block& block);
    void reserve(std::size_t rows) { column_.values.reserve(rows); }

    // Behind the last row: cells that waited are read, or reported; the range is checked. Reports go to
    // `behind`.
    Column finish(Troubles& behind);
    const SettledNumbers& settled() const { return settled_; }
    NumberFormat format() const;

  private:
    static constexpr std::size_t digits_of_a_word = 18;  // any so many digits fit an int64
    static std::uint64_t digit(char byte) { return static_cast<std::uint64_t>(byte - '0'); }

    void add(std::int64_t mantissa, int after) {
        if (after != column_.digits) return add_aligned(mantissa, after);
        column_.values.push_back(mantissa);
        if (!column_.missing.empty()) column_.missing.push_back(0);
    }
    void add_aligned(std::int64_t mantissa, int after);
    void add_missing();
    void read_slowly(std::string_view text);
    void read_cell(const NumberCell& cell, RowId row);
    bool agrees(NumberCell& cell, RowId row);
    bool is_of_source(RowId row) const;
    void decimal_is(Mark mark);
    bool agrees_on_group(Mark mark, RowId row);
    bool agrees_on_decimal(Mark mark, RowId row);
    bool clash(RowId row, Place earlier);
    bool allows_percent(const NumberCell& cell, RowId row);
    bool allows_bare(const NumberCell& cell, RowId row);
    bool allows_currency(const NumberCell& cell, RowId row);
    RowId first_bare_row() const;
    void set(RowId row, const NumberCell& cell, int exponent);
    bool set_scaled(RowId row, std::int64_t mantissa, int after);
    bool grow(int digits);
    void reread_waiting();
    void report_ambiguous();
    void check_range();
    void check_bound(const Exact& bound, Kind kind);
    bool has_value(RowId row) const;
    void report_bound(const Exact& bound, Kind kind, RowId row);
    Diagnostic* first(Kind kind, RowId row);
    std::string raw(RowId row) const { return unquoted(file_.cell(row, position_)); }
    std::string header() const { return file_.headers[position_]; }

    const core::Input& input_;
    std::uint32_t position_;
    const File& file_;
    Troubles* troubles_;
    Column column_;

    SettledNumbers settled_;
    std::string told_;                              // `1.234,56`, as the command line says it
    char plain_point_ = '\0';                       // `decimal_` once known
    bool is_quick_ = true;                          // cells of plain digits need no second look
    std::vector<RowId> waiting_;                    // cells that can be read two ways
    std::vector<RowId> broken_;                     // cells without a value, already reported
    int too_many_digits_ = most_column_digits + 1;  // at so many a value does not fit any more

    BarePercents percents_ = BarePercents::refused;
    RowId percent_row_, bare_row_, currency_row_;  // the first such cell of the column
};

}  // namespace accrue::data
