#include "sources/sheet_text.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <utility>

#include "base/messages/data.hpp"
#include "base/messages/phrases/reading.hpp"
#include "sources/plain_number.hpp"
#include "sources/xml.hpp"

namespace accrue::sources {
namespace {

constexpr std::size_t digits_shown = 15;  // a spreadsheet shows no more of a number
constexpr std::uint32_t most_rows = 1 << 20, most_columns = 1 << 14;
constexpr std::uint32_t any_row = std::numeric_limits<std::uint32_t>::max();

// `AB12`, from 0 and from 1.
struct Place {
    std::uint32_t column = 0, row = 0;
};
std::optional<Place> place_of(std::string_view text) {
    std::uint32_t column = 0;
    std::size_t letters = 0;
    for (; letters < text.size() && text[letters] >= 'A' && text[letters] <= 'Z' && letters < 3; ++letters)
        column = column * 26 + static_cast<std::uint32_t>(text[letters] - 'A') + 1;
    const auto row = whole_number(text.substr(letters), 0);
    if (letters == 0 || row == 0 || row > most_rows || column > most_columns) return std::nullopt;
    return Place{column - 1, row};
}

enum class CellType : std::uint8_t { number, shared_text, own_text, formula_text, logical, error, day };

CellType type_of(std::string_view text) {
    if (text == "s") return CellType::shared_text;
    if (text == "inlineStr") return CellType::own_text;
    if (text == "str") return CellType::formula_text;
    if (text == "b") return CellType::logical;
    if (text == "e") return CellType::error;
    return text == "d" ? CellType::day : CellType::number;
}

struct SheetCell {
    CellType type = CellType::number;
    std::uint32_t style = 0;
    std::string value;
    bool has_formula = false, has_value = false;
};

double binary(std::string_view text) {
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

class SheetReading : public Elements {
  public:
    SheetReading(const Archive& archive, std::string part, const std::string& name, const SheetLook& look,
                 const Limits& limits)
        : archive_(archive), part_(std::move(part)), look_(look), name_(name), text_(name, limits.text) {}
    void begin(std::string_view name, const Attributes& attributes) override;
    void end(std::string_view name) override;
    void text(std::string_view part) override {
        if (takes_text_ && !is_reading_aid_) cell_.value += part;
    }
    Table table();

  private:
    // Columns from 0.
    struct Columns {
        std::uint32_t first = 0, last = 0;
    };
    [[noreturn]] void fail() const { archive_.fail_damaged(phrase(say::part_is_out_of_order, part_)); }
    void begin_row(const Attributes& attributes);
    void begin_cell(const Attributes& attributes);
    void add_cell();
    void add_number();
    void add_shared_text();
    void add_merged(std::string_view range);
    const CellFormat& format() const {
        static const CellFormat general;
        return cell_.style < look_.styles.size() ? look_.styles[cell_.style] : general;
    }

    const Archive& archive_;
    std::string part_;
    const SheetLook& look_;
    std::string name_;
    TableText text_;
    std::uint32_t row_ = 0, column_ = 0;  // the column of the cell that comes next
    bool is_hidden_row_ = false, has_hidden_cells_ = false;
    std::int64_t hidden_rows_ = 0;
    std::vector<Columns> hidden_columns_;
    std::vector<Remark> merged_;
    SheetCell cell_;
    bool takes_text_ = false, is_reading_aid_ = false;
};

// ---------------------------------------------------------------- what stands where

void SheetReading::begin_row(const Attributes& attributes) {
    const auto row = whole_number(attributes["r"], row_ + 1);
    if (row <= row_ || row > most_rows) fail();
    row_ = row;
    column_ = 0;
    is_hidden_row_ = attributes.is_on("hidden");
    has_hidden_cells_ = false;
}

void SheetReading::begin_cell(const Attributes& attributes) {
    if (const auto where = attributes["r"]; !where.empty()) {
        const auto place = place_of(where);
        if (!place || place->row != row_ || place->column < column_) fail();
        column_ = place->column;
    }
    if (column_ >= most_columns) fail();
    cell_.type = type_of(attributes["t"]);
    cell_.style = whole_number(attributes["s"], 0);
    cell_.value.clear();
    cell_.has_formula = cell_.has_value = false;
}

void SheetReading::add_merged(std::string_view range) {
    const auto colon = range.find(':');
    const auto first = place_of(range.substr(0, colon));
    if (!first || colon == std::string_view::npos) return;
    const auto last = place_of(range.substr(colon + 1));
    if (last) merged_.push_back({.kind = kind::cells_merged, .column = first->column, .row = last->row});
}

void SheetReading::begin(std::string_view name, const Attributes& attributes) {
    if (name == "c") return begin_cell(attributes);
    if (name == "v" || name == "t") {
        takes_text_ = true;
        cell_.has_value = true;
    } else if (name == "f") {
        cell_.has_formula = true;
    } else if (name == "row") {
        begin_row(attributes);
    } else if (name == "rPh") {
        is_reading_aid_ = true;
    } else if (name == "col" && attributes.is_on("hidden")) {
        const auto first = whole_number(attributes["min"], 1);
        const auto last = std::min(whole_number(attributes["max"], first), most_columns);
        if (first >= 1 && first <= last) hidden_columns_.push_back({first - 1, last - 1});
    } else if (name == "mergeCell") {
        add_merged(attributes["ref"]);
    }
}

void SheetReading::end(std::string_view name) {
    if (name == "v" || name == "t") {
        takes_text_ = false;
    } else if (name == "rPh") {
        is_reading_aid_ = false;
    } else if (name == "c") {
        add_cell();
        ++column_;
    }
}

// ---------------------------------------------------------------- what stands in a cell

// As the format shows it: `00012`, with its unit behind it.
std::string number_text(std::string number, std::string_view unit, std::size_t least_digits) {
    const bool is_whole = number.find_first_not_of("0123456789") == std::string::npos;
    if (is_whole && number.size() < least_digits) number.insert(0, least_digits - number.size(), '0');
    if (!unit.empty()) number.append(" ").append(unit);
    return number;
}

void SheetReading::add_number() {
    const auto number = plain_number(cell_.value, digits_shown);
    if (!number) return text_.add_text(cell_.value);
    const auto as = format().shown;
    const bool is_amount = as == Shown::number || as == Shown::percent;
    if (is_amount && number->is_cut && binary(number->text) != binary(cell_.value))
        text_.remark(kind::digits_not_shown);
    switch (as) {
        case Shown::number: {
            const auto& units = units_for(format().sections, binary(number->text));
            if (!units.unknown.empty()) text_.remark(kind::unit_not_known, units.unknown);
            return text_.add_number(number_text(number->text, units.known, format().least_digits));
        }
        case Shown::percent: {
            const auto percents = plain_number(number->text + "e2");
            return percents ? text_.add_number(percents->text + "%") : text_.add_text(cell_.value);
        }
        case Shown::day:
        case Shown::moment:
        case Shown::time: {
            const auto day = day_text(number->text, as, look_.epoch);
            return day.empty() ? text_.add_number(number->text) : text_.add_day(day);
        }
    }
}

void SheetReading::add_shared_text() {
    const auto index = whole_number(cell_.value, any_row);
    if (index >= look_.texts.size()) fail();
    text_.add_text(look_.texts[index]);
}

// `2026-03-15T00:00:00` of a cell that holds its day as a text.
std::string day_of_text(std::string_view written) {
    std::string day(written.substr(0, written.find('T')));
    if (day.size() == written.size()) return day;
    const auto clock = written.substr(day.size() + 1);
    return clock.starts_with("00:00:00") ? day : day + " " + std::string(clock);
}

void SheetReading::add_cell() {
    const bool is_blank = cell_.value.empty();
    if (is_blank && !cell_.has_formula) return;
    text_.go_to_row(row_);
    text_.go_to_column(column_);
    if (is_hidden_row_ && !std::exchange(has_hidden_cells_, true)) ++hidden_rows_;
    const bool is_known = cell_.has_value && (!is_blank || cell_.type == CellType::formula_text);
    if (!is_known) {
        text_.remark(kind::formula_without_result);
        return text_.add_missing();
    }
    // What libraries write that do not calculate, for the spreadsheet to put right.
    const bool is_zero_to_come = look_.is_to_be_calculated && cell_.has_formula && cell_.value == "0";
    if (is_zero_to_come) text_.remark(kind::formula_not_calculated);
    switch (cell_.type) {
        case CellType::number:
            return add_number();
        case CellType::shared_text:
            return add_shared_text();
        case CellType::own_text:
        case CellType::formula_text:
            return text_.add_text(unescaped(cell_.value));
        case CellType::logical:
            return text_.add_plain(cell_.value == "0" || cell_.value == "false" ? "FALSE" : "TRUE");
        case CellType::error:
            return text_.add_text(cell_.value);
        case CellType::day:
            return text_.add_text(day_of_text(cell_.value));
    }
}

// ---------------------------------------------------------------- the whole

Table SheetReading::table() {
    auto made = text_.finished(data::Layout::sheet);
    made.remarks.insert(made.remarks.end(), merged_.begin(), merged_.end());
    for (const auto& [first, last] : hidden_columns_) {
        for (auto column = first; column <= last; ++column)
            made.remarks.push_back({.kind = kind::hidden_column_read, .column = column, .row = any_row});
    }
    if (hidden_rows_ > 0) made.of_whole.push_back({kind::hidden_rows_read, {}, {name_, hidden_rows_}, {}});
    return made;
}

struct Found {};  // thrown: the rest of the sheet need not be read

class Looking : public Elements {
  public:
    void begin(std::string_view name, const Attributes&) override { is_value_ = name == "v" || name == "t"; }
    void end(std::string_view) override { is_value_ = false; }
    void text(std::string_view) override {
        if (is_value_) throw Found{};
    }

  private:
    bool is_value_ = false;
};

}  // namespace

Table read_sheet_part(const Archive& archive, const std::string& part, const std::string& name,
                      const SheetLook& look, const Limits& limits) {
    SheetReading reading(archive, part, name, look, limits);
    read_xml(archive, part, limits.sheet, reading);
    return reading.table();
}

bool has_cells(const Archive& archive, const std::string& part, const Limits& limits) {
    Looking looking;
    try {
        read_xml(archive, part, limits.sheet, looking);
    } catch (const Found&) {
        return true;
    }
    return false;
}

}  // namespace accrue::sources
