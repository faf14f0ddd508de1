#include <fmt/format.h>
#include <xlsxwriter.h>
#include <zip.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <set>

#include "base/messages/computing.hpp"
#include "base/messages/phrases/reading.hpp"
#include "base/messages/phrases/results.hpp"
#include "base/text.hpp"
#include "report/spreadsheet.hpp"
#include "report/table_writers.hpp"

namespace accrue::report {
namespace {

constexpr lxw_row_t most_rows = 1'048'576;    // of a sheet, the header among them
constexpr std::size_t longest_text = 32'767;  // of a cell, in characters
constexpr int digits_of_a_double = 15;        // decimals of so many digits come back as they were
constexpr double amount_width = 16, least_width = 9, most_width = 50;  // of columns, in characters

// 2000-01-01: the same results are the same bytes whenever they are written.
constexpr time_t no_time_at_all = 946'684'800;

// The number that a spreadsheet shows with just these digits.
std::optional<double> shown_exactly(std::string_view decimal) {
    const auto digits = std::ranges::count_if(decimal, [](char c) { return c >= '0' && c <= '9'; });
    double number = 0;
    const auto* const end = decimal.data() + decimal.size();
    const auto [rest, trouble] = std::from_chars(decimal.data(), end, number);
    const bool is_number = trouble == std::errc() && rest == end;
    return is_number && digits <= digits_of_a_double ? std::optional(number) : std::nullopt;
}

// Days as spreadsheets count them, from 1900-03-01 on; before it they know a day that never was.
std::optional<double> serial(Date date) {
    constexpr int before_1970 = 25'569, first_sure = 61;
    const int days = date.days + before_1970;
    return days >= first_sure ? std::optional<double>(days) : std::nullopt;
}

struct Formats {
    lxw_format *head, *money, *day, *month;
};

enum class Shown { text, money, day, month };

Shown shown(const CellContent& content, PeriodUnit unit) {
    if (std::holds_alternative<AmountCell>(content)) return Shown::money;
    if (std::holds_alternative<DateCell>(content)) return Shown::day;
    if (std::holds_alternative<KeyCell>(content)) return Shown::text;
    return unit == PeriodUnit::day ? Shown::day : unit == PeriodUnit::month ? Shown::month : Shown::text;
}

// `0.00` for two digits, in groups of three.
std::string money_format(int digits) {
    return "#,##0" + (digits > 0 ? "." + std::string(static_cast<std::size_t>(digits), '0') : "");
}

class Sheet {
  public:
    Sheet(lxw_workbook* book, const ResultTable& table, const std::string& name, const Formats& formats,
          PeriodUnit unit)
        : sheet_(workbook_add_worksheet(book, name.c_str())), name_(name), formats_(formats) {
        if (sheet_ == nullptr) throw NotWritten{phrase(say::no_such_sheet_name, name), ""};
        for (const auto& column : table.columns) {
            shown_.push_back(shown(column.content, unit));
            widths_.push_back(static_cast<double>(display_width(column.name)) + 2);
        }
        worksheet_freeze_panes(sheet_, 1, 0);
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            need(worksheet_write_string(sheet_, 0, place(i), table.columns[i].name.c_str(), formats_.head));
    }

    void add(const std::vector<std::string>& row) {
        if (++row_ >= most_rows)
            throw Refused{
                {kind::too_many_rows_for_sheet, {}, {name_, static_cast<std::int64_t>(most_rows)}, {}}};
        for (std::size_t i = 0; i < row.size(); ++i) write(i, row[i]);
    }

    lxw_row_t rows() const { return row_; }  // without the header
    void finish() {
        const auto note = phrase(say::amounts_as_text);
        for (std::size_t i = 0; i < widths_.size(); ++i) {
            const auto least = shown_[i] == Shown::money ? amount_width : least_width;
            worksheet_set_column(sheet_, place(i), place(i), std::clamp(widths_[i], least, most_width),
                                 nullptr);
            if (as_text_.contains(i)) tell(i, note);
        }
    }

  private:
    // Shown at the header by whoever selects it. Rows are on the disk already, so no comment can be written
    // there.
    void tell(std::size_t column, const std::string& note) {
        auto message = note;
        lxw_data_validation shown_note{};
        shown_note.validate = LXW_VALIDATION_TYPE_ANY;
        shown_note.input_message = message.data();
        need(worksheet_data_validation_cell(sheet_, 0, place(column), &shown_note));
    }
    static lxw_col_t place(std::size_t column) { return static_cast<lxw_col_t>(column); }
    static void need(lxw_error error) {
        if (error != LXW_NO_ERROR) throw NotWritten{lxw_strerror(error), ""};
    }

    void write(std::size_t column, const std::string& text) {
        const auto number = as_number(column, text);
        if (number) {
            need(worksheet_write_number(sheet_, row_, place(column), *number, format(column)));
        } else {
            if (shown_[column] == Shown::money) as_text_.insert(column);
            // A text is a text: no spreadsheet takes it for a formula.
            const auto characters = character_count(text);
            if (characters > longest_text) throw NotWritten{phrase(say::text_too_long_for_cell, name_), ""};
            need(worksheet_write_string(sheet_, row_, place(column), text.c_str(), nullptr));
            widths_[column] = std::max(widths_[column], static_cast<double>(display_width(text)) + 1);
        }
    }
    std::optional<double> as_number(std::size_t column, const std::string& text) const {
        switch (shown_[column]) {
            case Shown::money:
                return shown_exactly(text);
            case Shown::day: {
                const auto date = parse_date(text);
                return date ? serial(*date) : std::nullopt;
            }
            case Shown::month: {
                const auto date = parse_date(text + "-01");
                return date ? serial(*date) : std::nullopt;
            }
            case Shown::text:
                break;
        }
        return std::nullopt;
    }
    lxw_format* format(std::size_t column) const {
        switch (shown_[column]) {
            case Shown::money:
                return formats_.money;
            case Shown::day:
                return formats_.day;
            case Shown::month:
                return formats_.month;
            case Shown::text:
                break;
        }
        return nullptr;
    }

    lxw_worksheet* sheet_;
    std::string name_;
    Formats formats_;
    std::vector<Shown> shown_;       // by column
    std::vector<double> widths_;     // by column
    std::set<std::size_t> as_text_;  // columns with amounts that no double shows
    lxw_row_t row_ = 0;
};

struct CloseArchive {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseEntry {
    void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};

// The library does not look whether its temporary files could be written: on a full disk a sheet would end
// early without a word. So the sheet is read again: does it have all of its rows, and its end?
bool is_whole(zip_t* archive, std::size_t number, lxw_row_t rows) {
    constexpr std::string_view row_begin = "<row ", sheet_end = "</worksheet>";
    const auto name = fmt::format("xl/worksheets/sheet{}.xml", number);
    const std::unique_ptr<zip_file_t, CloseEntry> entry(zip_fopen(archive, name.c_str(), 0));
    if (!entry) return false;
    std::string text;
    std::vector<char> block(std::size_t{1} << 16U);
    std::size_t found = 0;
    for (auto got = zip_fread(entry.get(), block.data(), block.size()); got > 0;
         got = zip_fread(entry.get(), block.data(), block.size())) {
        text.append(block.data(), static_cast<std::size_t>(got));
        std::size_t at = 0;
        for (auto next = text.find(row_begin); next != text.npos; next = text.find(row_begin, at)) {
            at = next + row_begin.size();
            ++found;
        }
        // What may be the beginning of a mark that goes on in the next block stays.
        text.erase(0, std::max(at, text.size() - std::min(text.size(), sheet_end.size())));
    }
    return found == std::size_t{rows} + 1 && text.ends_with(sheet_end);
}

class XlsxSheets : public Writer {
  public:
    XlsxSheets(const Outline& outline, const std::string& path)
        : path_(path), tables_(result_tables(outline, "pay")) {
        // A row is on the disk as soon as the next begins.
        lxw_workbook_options options{};
        options.constant_memory = LXW_TRUE;
        book_.reset(workbook_new_opt(path.c_str(), &options));
        if (book_ == nullptr) throw NotWritten{phrase(say::not_enough_memory), ""};
        lxw_doc_properties properties{};
        properties.created = no_time_at_all;
        workbook_set_properties(book_.get(), &properties);
        const auto formats = this->formats(money_digits(outline.scheme));
        std::set<std::string> names;
        for (std::size_t i = 0; i < tables_.size(); ++i) {
            const auto& level = outline.scheme.levels[outline.levels[i].level].name;
            const auto name = sheet_name(level.empty() ? "pay" : level, names);
            sheets_.emplace_back(book_.get(), tables_[i], name, formats, outline.scheme.calendar.unit);
        }
    }
    std::string formed(const Results& part) const override {
        return table_lines(tables_, part, Fractions::written);
    }
    void take(std::string formed) override {
        const auto lines = lines_by_table(formed);
        for (std::size_t i = 0; i < lines.size(); ++i)
            each_row(lines[i], [&](const std::vector<std::string>& row) { sheets_[i].add(row); });
    }
    void finish() override {
        for (auto& sheet : sheets_) sheet.finish();
        errno = 0;
        const auto error = workbook_close(book_.release());  // which frees it
        const bool is_full = errno == ENOSPC;                // for which the library has no words
        if (error != LXW_NO_ERROR)
            throw NotWritten{is_full ? phrase(say::no_space) : lxw_strerror(error), ""};
        const std::unique_ptr<zip_t, CloseArchive> archive(zip_open(path_.c_str(), ZIP_RDONLY, nullptr));
        for (std::size_t i = 0; i < sheets_.size(); ++i) {
            if (!archive || !is_whole(archive.get(), i + 1, sheets_[i].rows()))
                throw NotWritten{phrase(say::no_space), ""};
        }
    }

  private:
    struct Free {
        void operator()(lxw_workbook* book) const { lxw_workbook_free(book); }
    };

    Formats formats(int digits) {
        const auto made = [&](const std::string& shape) {
            auto* const format = workbook_add_format(book_.get());
            format_set_num_format(format, shape.c_str());
            return format;
        };
        auto* const head = workbook_add_format(book_.get());
        format_set_bold(head);
        return {head, made(money_format(digits)), made("yyyy-mm-dd"), made("yyyy-mm")};
    }

    std::string path_;
    std::vector<ResultTable> tables_;
    std::vector<Sheet> sheets_;  // by table
    std::unique_ptr<lxw_workbook, Free> book_;
};

}  // namespace

std::unique_ptr<Writer> xlsx_writer(const Outline& outline, const std::string& path) {
    return std::make_unique<XlsxSheets>(outline, path);
}

}  // namespace accrue::report
