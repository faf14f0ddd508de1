#include "report/spreadsheet.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <tuple>

#include "base/messages/phrases/reading.hpp"
#include "base/messages/phrases/results.hpp"
#include "base/text.hpp"
#include "number/decimal.hpp"
#include "report/writer.hpp"

namespace accrue::report {
namespace {

constexpr std::size_t most_rows = 1'048'576, most_columns = 16'384;
constexpr std::size_t longest_text = 32'767;  // of a cell, in characters
constexpr int deepest_outline = 7, deepest_indent = 15;
constexpr int digits_of_a_double = 17;          // so many say which double it is
constexpr int shown_digits_of_a_double = 15;    // decimals of so many come back as they were
constexpr time_t no_time_at_all = 946'684'800;  // 2000-01-01: the same sheet is the same bytes

// A file in memory, for a library that wants the name of one.
class MemoryFile {
  public:
    MemoryFile() : descriptor_(memfd_create("workbook", MFD_CLOEXEC)) {
        if (descriptor_ < 0) throw NotWritten{phrase(say::not_enough_memory), ""};
    }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    ~MemoryFile() { close(descriptor_); }

    std::string name() const { return fmt::format("/proc/self/fd/{}", descriptor_); }
    std::string bytes() const {
        std::string all(static_cast<std::size_t>(lseek(descriptor_, 0, SEEK_END)), '\0');
        lseek(descriptor_, 0, SEEK_SET);
        for (std::size_t have = 0; have < all.size();) {
            const auto got = read(descriptor_, all.data() + have, all.size() - have);
            if (got <= 0) throw NotWritten{phrase(say::not_enough_memory), ""};
            have += static_cast<std::size_t>(got);
        }
        return all;
    }

  private:
    int descriptor_;
};

void need(lxw_error error) {
    if (error != LXW_NO_ERROR) throw NotWritten{lxw_strerror(error), ""};
}

// The nearest double to a number, by way of more decimal digits than a double has.
double nearest(const Exact& number) {
    auto text = to_people(number, {.group = "", .least = 0, .most = digits_of_a_double + 3});
    if (const auto cut = text.find("…"); cut != text.npos) text.erase(cut);
    double result = 0;
    std::from_chars(text.data(), text.data() + text.size(), result);
    return result;
}

// Days as spreadsheets count them.
double serial(Date date) {
    constexpr int before_1970 = 25'569;
    return date.days + before_1970;
}

Date first_day(Month month) {
    return Date::of(month.year(), month.number(), 1);
}

std::string fixed_format(int digits, bool as_percent) {
    const auto behind = digits > 0 ? "." + std::string(static_cast<std::size_t>(digits), '0') : "";
    return as_percent ? "0" + behind + "%" : "#,##0" + behind;
}

// `0.00` and as many digits more as the value has, up to eight.
std::string number_format(const core::Value& value, const Look& look) {
    if (std::holds_alternative<Date>(value)) return "yyyy-mm-dd";
    if (std::holds_alternative<Month>(value)) return "yyyy-mm";
    const auto* number = std::get_if<Exact>(&value);
    if (number == nullptr) return "General";
    if (look.digits) return fixed_format(*look.digits, look.as_percent);
    constexpr int least = 2, most = 8;
    const auto digits = (look.as_percent ? *number * 100 : *number).decimal_digits().value_or(most);
    const auto behind = std::string(static_cast<std::size_t>(std::clamp(digits, least, most)), '0');
    if (look.as_percent) return "0." + behind + "%";
    return look.type.kind == core::TypeKind::money ? "#,##0." + behind : "General";
}

class Book {
  public:
    explicit Book(const std::string& path) {
        lxw_workbook_options options{};
        book_.reset(workbook_new_opt(path.c_str(), &options));
        if (book_ == nullptr) throw NotWritten{phrase(say::not_enough_memory), ""};
        lxw_doc_properties properties{};
        properties.created = no_time_at_all;
        workbook_set_properties(book_.get(), &properties);
    }

    void write(const Sheet& sheet) {
        sheet_ = workbook_add_worksheet(book_.get(), sheet.name.c_str());
        if (sheet_ == nullptr) throw NotWritten{phrase(say::no_such_sheet_name, sheet.name), ""};
        for (std::size_t i = 0; i < sheet.widths.size(); ++i)
            need(worksheet_set_column(sheet_, place(i), place(i), sheet.widths[i], nullptr));
        worksheet_freeze_panes(sheet_, static_cast<lxw_row_t>(sheet.frozen_rows), 0);
        worksheet_outline_settings(sheet_, LXW_TRUE, LXW_FALSE, LXW_FALSE, LXW_FALSE);
        worksheet_set_landscape(sheet_);
        worksheet_fit_to_pages(sheet_, 1, 0);
        for (const auto& [row, depth] : sheet.outline) {
            lxw_row_col_options options{};
            options.level = static_cast<std::uint8_t>(std::min(depth, deepest_outline));
            need(worksheet_set_row_opt(sheet_, static_cast<lxw_row_t>(row), LXW_DEF_ROW_HEIGHT, nullptr,
                                       &options));
        }
        for (const auto& [row, height] : heights_of(sheet))
            need(worksheet_set_row(sheet_, static_cast<lxw_row_t>(row), height, nullptr));
        for (const auto& [at, cell] : sheet.cells) write(at, cell);
        for (const auto& chart : sheet.charts) draw(sheet, chart);
    }
    void close() {
        need(workbook_close(book_.release()));  // which frees it
    }

  private:
    struct Free {
        void operator()(lxw_workbook* book) const { lxw_workbook_free(book); }
    };
    // Of rows with texts that go on in further lines: not every spreadsheet finds it out itself.
    static std::map<std::size_t, double> heights_of(const Sheet& sheet) {
        std::map<std::size_t, double> heights;
        for (const auto& [at, cell] : sheet.cells) {
            if (!cell.is_wrapped) continue;
            const auto width = at.column < sheet.widths.size() ? sheet.widths[at.column] : LXW_DEF_COL_WIDTH;
            const auto lines = static_cast<double>(display_width(cell.text)) / std::max(width - 4, 1.0) + 1;
            auto& height = heights[at.row];
            height = std::max(height, LXW_DEF_ROW_HEIGHT * static_cast<double>(static_cast<int>(lines)));
        }
        return heights;
    }
    static lxw_col_t place(std::size_t column) { return static_cast<lxw_col_t>(column); }

    void write(CellAt at, const SheetCell& cell) {
        if (at.row >= most_rows || at.column >= most_columns)
            throw NotWritten{phrase(say::text_too_long_for_cell, cell_name(at)), ""};
        const auto row = static_cast<lxw_row_t>(at.row);
        const auto column = place(at.column);
        if (cell.formula.empty()) {
            write_value(row, column, cell);
        } else {
            write_formula(row, column, cell);
        }
    }
    void write_value(lxw_row_t row, lxw_col_t column, const SheetCell& cell) {
        auto* const format = format_of(cell);
        if (!cell.link.empty()) return write_link(row, column, cell, format);
        if (!cell.value) return write_text(row, column, cell.text, format);
        const overloaded write{
            [&](const Exact& number) {
                need(worksheet_write_number(sheet_, row, column, nearest(number), format));
            },
            [&](bool holds) { need(worksheet_write_boolean(sheet_, row, column, holds ? 1 : 0, format)); },
            [&](Date date) { need(worksheet_write_number(sheet_, row, column, serial(date), format)); },
            [&](Month month) {
                need(worksheet_write_number(sheet_, row, column, serial(first_day(month)), format));
            },
            [&](const std::string& text) { write_text(row, column, text, format); }};
        std::visit(write, *cell.value);
    }
    void write_text(lxw_row_t row, lxw_col_t column, const std::string& text, lxw_format* format) {
        if (character_count(text) > longest_text)
            throw NotWritten{phrase(say::text_too_long_for_cell, sheet_->name), ""};
        need(worksheet_write_string(sheet_, row, column, text.c_str(), format));
    }
    void write_link(lxw_row_t row, lxw_col_t column, const SheetCell& cell, lxw_format* format) {
        const auto target = fmt::format("internal:'{}'!A1", cell.link);
        need(
            worksheet_write_url_opt(sheet_, row, column, target.c_str(), format, cell.text.c_str(), nullptr));
    }

    static std::uint8_t kind_of(SheetChart::Kind kind) {
        switch (kind) {
            case SheetChart::Kind::bars:
                return LXW_CHART_COLUMN;
            case SheetChart::Kind::stacked:
                return LXW_CHART_COLUMN_STACKED;
            case SheetChart::Kind::lines:
                return LXW_CHART_LINE;
            case SheetChart::Kind::points:
                return LXW_CHART_SCATTER_STRAIGHT_WITH_MARKERS;
        }
        return LXW_CHART_COLUMN;
    }
    // The texts of a chart are copied by the library as they are given.
    void draw(const Sheet& sheet, const SheetChart& chart) {
        auto* const drawn = workbook_add_chart(book_.get(), kind_of(chart.kind));
        if (drawn == nullptr) throw NotWritten{phrase(say::not_enough_memory), ""};
        for (const auto& series : chart.series) add_series(drawn, sheet, chart, series);
        chart_title_set_name(drawn, chart.title.c_str());
        lxw_chart_font title_font{};
        title_font.size = 11;
        chart_title_set_name_font(drawn, &title_font);
        if (!chart.x_title.empty()) chart_axis_set_name(drawn->x_axis, chart.x_title.c_str());
        if (!chart.y_title.empty()) chart_axis_set_name(drawn->y_axis, chart.y_title.c_str());
        chart_axis_set_num_format(drawn->y_axis, chart.number_format.c_str());
        const auto shown = std::ranges::count(chart.series, false, &SheetChart::Series::is_hidden);
        if (shown < 2) {
            chart_legend_set_position(drawn, LXW_CHART_LEGEND_NONE);
        } else {
            chart_legend_set_position(drawn, LXW_CHART_LEGEND_BOTTOM);
        }
        auto description = chart.description;
        lxw_chart_options options{};
        options.x_scale = 1.5;
        options.y_scale = 1.25;
        options.description = description.data();
        need(worksheet_insert_chart_opt(sheet_, static_cast<lxw_row_t>(chart.at.row), place(chart.at.column),
                                        drawn, &options));
    }
    static void add_series(lxw_chart* drawn, const Sheet& sheet, const SheetChart& chart,
                           const SheetChart::Series& series) {
        const auto first = static_cast<lxw_row_t>(chart.first), last = static_cast<lxw_row_t>(chart.last);
        const auto column = place(series.column), names = place(chart.names);
        auto* const added = chart_add_series(drawn, nullptr, nullptr);
        chart_series_set_categories(added, sheet.name.c_str(), first, names, last, names);
        chart_series_set_values(added, sheet.name.c_str(), first, column, last, column);
        chart_series_set_name_range(added, sheet.name.c_str(), static_cast<lxw_row_t>(chart.head), column);
        if (!series.is_hidden) return;
        lxw_chart_fill nothing{};
        nothing.none = LXW_TRUE;
        chart_series_set_fill(added, &nothing);
    }

    void write_formula(lxw_row_t row, lxw_col_t column, const SheetCell& cell) {
        auto* const format = format_of(cell);
        const auto formula = "=" + cell.formula;
        const auto number = [&](double value) {
            if (cell.is_array) {
                need(worksheet_write_array_formula_num(sheet_, row, column, row, column, formula.c_str(),
                                                       format, value));
            } else {
                need(worksheet_write_formula_num(sheet_, row, column, formula.c_str(), format, value));
            }
        };
        const auto text = [&](const std::string& words) {
            need(worksheet_write_formula_str(sheet_, row, column, formula.c_str(), format, words.c_str()));
        };
        if (!cell.value) return text("#N/A");
        const overloaded write{[&](const Exact& value) { number(nearest(value)); },
                               [&](bool holds) { text(holds ? "TRUE" : "FALSE"); },
                               [&](Date date) { number(serial(date)); },
                               [&](Month month) { number(serial(first_day(month))); },
                               [&](const std::string& words) { text(words); }};
        std::visit(write, *cell.value);
    }

    lxw_format* format_of(const SheetCell& cell) {
        const auto shape = cell.value ? number_format(*cell.value, cell.look) : std::string();
        const auto indent = std::min(cell.indent, deepest_indent);
        const bool is_link = !cell.link.empty();
        auto& format = formats_[{shape, cell.wording, indent, is_link, cell.is_wrapped, cell.is_right}];
        if (format != nullptr) return format;
        format = workbook_add_format(book_.get());
        if (cell.value) {
            format_set_num_format(format, shape.c_str());
            format_set_align(format, LXW_ALIGN_RIGHT);
        }
        if (cell.wording == Wording::heading) format_set_bold(format);
        if (cell.wording == Wording::soft) format_set_font_color(format, 0x57606A);
        if (is_link) {
            format_set_font_color(format, 0x0550AE);
            format_set_underline(format, LXW_UNDERLINE_SINGLE);
        }
        if (cell.is_right) format_set_align(format, LXW_ALIGN_RIGHT);
        format_set_align(format, LXW_ALIGN_VERTICAL_TOP);  // beside texts of several lines
        if (cell.is_wrapped) format_set_text_wrap(format);
        if (indent > 0) format_set_indent(format, static_cast<std::uint8_t>(indent));
        return format;
    }

    std::unique_ptr<lxw_workbook, Free> book_;
    lxw_worksheet* sheet_ = nullptr;
    std::map<std::tuple<std::string, Wording, int, bool, bool, bool>, lxw_format*> formats_;
};

}  // namespace

std::string cell_name(CellAt at) {
    std::string letters;
    for (auto column = at.column + 1; column > 0; column = (column - 1) / 26)
        letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
    return letters + std::to_string(at.row + 1);
}

std::string range_name(CellAt first, CellAt last) {
    return cell_name(first) + ":" + cell_name(last);
}

std::string sheet_name(const std::string& wanted, std::set<std::string>& taken) {
    constexpr std::size_t longest = 31;  // characters
    std::string name;
    for (const auto letter : characters(wanted)) {
        if (character_count(name) < longest)
            name += letter.find_first_of("[]:*?/\\'") == letter.npos ? std::string(letter) : "_";
    }
    for (int i = 2; !taken.insert(folded(name)).second; ++i) name = fmt::format("sheet_{}", i);
    return name;
}

bool is_exact_in_sheet(const Exact& number) {
    const auto decimal = terminating(number);
    return decimal && std::ranges::count_if(*decimal, [](char c) { return c >= '0' && c <= '9'; }) <=
                          shown_digits_of_a_double;
}

std::string workbook_of(const std::vector<Sheet>& sheets) {
    const MemoryFile file;
    Book book(file.name());
    for (const auto& sheet : sheets) book.write(sheet);
    book.close();
    return file.bytes();
}

}  // namespace accrue::report
