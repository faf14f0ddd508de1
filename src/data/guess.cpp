#include "data/guess.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "base/messages/data.hpp"
#include "data/cell_value.hpp"
#include "data/date_cell.hpp"
#include "data/match.hpp"
#include "data/number_cell.hpp"
#include "data/records.hpp"
#include "data/sheet.hpp"
#include "data/words.hpp"

namespace accrue::data {
namespace {

// ---------------------------------------------------------------- what a column is

// The likelier a cell is so by chance, the further behind; every cell is a text.
enum class Look : std::uint8_t { month, date, percent, number, logical, text };
constexpr std::size_t count_of_looks = 6;

// `1/2`, `2.5`, `1.2.3`: in digits alone nobody writes a year with one of them.
bool has_year_of_one_digit(std::string_view text) {
    const bool is_in_digits = text.find_first_not_of("0123456789. -/,") == std::string_view::npos;
    return is_in_digits && (text.size() < 2 || !is_digit(text[text.size() - 2]));
}

// Also a date that its column's reader will refuse, for a reason of its own.
std::optional<Look> dated_look(std::string_view text) {
    const auto [state, day, other] = read_date(text, nullptr);
    const bool is_digits = std::ranges::all_of(text, is_digit);
    switch (state) {
        case DateState::day:
            return Look::date;
        case DateState::month:
            return Look::month;
        case DateState::short_year:
            if (has_year_of_one_digit(text)) return std::nullopt;
            return day.day == 0 ? Look::month : Look::date;
        case DateState::two_orders:
        case DateState::has_time:
        case DateState::no_such_day:
            return is_digits ? std::nullopt : std::optional(Look::date);
        case DateState::no_year:
        case DateState::day_count:
        case DateState::unreadable:
        case DateState::not_as_told:
            return std::nullopt;
    }
    return std::nullopt;
}

// Also one that its column's reader will refuse: `1e5`, whose digits a spreadsheet has lost.
bool is_number(const NumberReading& reading) {
    return reading.cell || reading.trouble.kind == kind::cell_shortened;
}

// `0012`: a number has no zeros before its digits, the code of a person has.
bool is_code(std::string_view text) {
    return text.size() > 1 && text.front() == '0' && std::ranges::all_of(text, is_digit) &&
           text.find_first_not_of('0') != std::string_view::npos;
}

// `1.25` is a month to who wants one; `03.2026` and `03.26` are months to everybody.
bool is_plainly_dated(std::string_view text) {
    const bool has_zero_before = text.size() > 1 && text[0] == '0' && is_digit(text[1]);
    return has_zero_before || read_date(text, nullptr).state != DateState::short_year;
}

class Tally {
  public:
    void add(const std::string& written) {
        const auto text = bare(written);
        if (is_missing(text)) return;
        const auto before = counts_;
        count(Look::text, text);
        if (const auto look = dated_look(text)) {
            count(*look, text);
            if (is_plainly_dated(text)) ++plainly_dated_;
        }
        if (const auto number = take_apart(text); is_number(number) && !is_code(text)) {
            count(Look::number, text);
            if (number.cell && number.cell->percent) count(Look::percent, text);
        }
        if (yes_or_no(text)) count(Look::logical, text);
        for (std::size_t i = 0; i < count_of_looks; ++i) {
            if (counts_[i] == before[i] && others_[i].empty()) others_[i] = text;
        }
    }
    std::size_t filled() const { return counts_[static_cast<std::size_t>(Look::text)]; }
    const std::string& first(Look look) const { return first_[static_cast<std::size_t>(look)]; }
    // The first that four cells of five have; a month may be written as a day, too. Numbers may look like
    // months.
    Look look() const {
        const auto are_most = [&](std::size_t count) { return count > 0 && 5 * count >= 4 * filled(); };
        const bool are_numbers = are_most(count_of(Look::number)) && 5 * plainly_dated_ < filled();
        const auto first = are_numbers ? Look::percent : Look::month;
        const auto found =
            std::find_if(counts_.begin() + static_cast<std::ptrdiff_t>(first), counts_.end(), are_most);
        const auto look = found == counts_.end() ? Look::text : static_cast<Look>(found - counts_.begin());
        const auto months = count_of(Look::month);
        const bool are_months = months > 0 && are_most(months + count_of(Look::date));
        return look == Look::text && are_months ? Look::month : look;
    }
    // What half of the cells have.
    std::optional<Look> nearly() const {
        for (const auto look : {Look::month, Look::date, Look::percent, Look::number, Look::logical}) {
            if (2 * count_of(look) >= filled() && count_of(look) > 1) return look;
        }
        return std::nullopt;
    }
    std::size_t count_of(Look look) const { return counts_[static_cast<std::size_t>(look)]; }
    // The first cell that is not so.
    const std::string& other(Look look) const { return others_[static_cast<std::size_t>(look)]; }

  private:
    void count(Look look, std::string_view text) {
        const auto place = static_cast<std::size_t>(look);
        if (counts_[place]++ == 0) first_[place] = text;
    }
    std::array<std::size_t, count_of_looks> counts_{};
    std::size_t plainly_dated_ = 0;
    std::array<std::string, count_of_looks> first_, others_;
};

core::TypeKind kind_of(Look look) {
    switch (look) {
        case Look::month:
            return core::TypeKind::month;
        case Look::date:
            return core::TypeKind::date;
        case Look::percent:
        case Look::number:
            return core::TypeKind::number;
        case Look::logical:
            return core::TypeKind::logical;
        case Look::text:
            return core::TypeKind::text;
    }
    return core::TypeKind::text;
}

// Percents may go without `%` where the command line speaks of them, and months look like numbers.
Look look_of(const Tally& tally, const std::string& header, const Told& told) {
    const auto look = tally.look();
    const auto months = tally.count_of(Look::month), dates = tally.count_of(Look::date);
    const bool are_dated = 5 * (months + dates) >= 4 * tally.filled() && tally.filled() > 0;
    if (are_dated && wish_for(told, &Wishes::dates, header))
        return months >= dates ? Look::month : Look::date;
    return look == Look::number && wish_for(told, &Wishes::percents, header) ? Look::percent : look;
}

// Rows that cannot be cut into cells are reported by who reads the file.
std::vector<Tally> tallies(const Opening& opening) {
    const auto& file = opening.file;
    std::vector<Tally> columns(file.headers.size());
    Records rows(file.text, file.delimiter, opening.begin, opening.line);
    while (rows.next()) {
        const auto& cells = rows.cells();
        if (rows.flaw() != QuoteFlaw::none || rows.is_blank() || cells.size() != columns.size()) continue;
        for (std::size_t i = 0; i < cells.size(); ++i) columns[i].add(unquoted(cells[i]));
    }
    return columns;
}

// ---------------------------------------------------------------- what stands in it

bool is_nought(const core::Value& value) {
    return std::visit(
        overloaded{[](const Exact& number) { return number.sign() == 0; },
                   [](Date date) { return date.days == 0; }, [](Month month) { return month.index == 0; },
                   [](bool) { return false; }, [](const std::string&) { return false; }},
        value);
}

// A cell that was refused has the value 0; does one of this value say so itself?
bool says_nought(const core::Value& value, const Cell& cell) {
    const auto written = unquoted(cell);
    if (std::holds_alternative<Exact>(value)) {
        const auto number = take_apart(bare(written)).cell;
        return number && number->is_zero();
    }
    return read_date(bare(written), nullptr).day == CalendarDay{1970, 1, 1};
}

std::optional<std::pair<core::Value, core::Value>> range_of(const Sheet& sheet, std::size_t number) {
    const auto& column = sheet.columns[number];
    std::optional<std::pair<core::Value, core::Value>> range;
    for (std::size_t i = 0; i < column.values.size(); ++i) {
        const RowId row(i);
        const auto value = cell_value(column, row, [](TextId) { return ""; });
        if (!value) continue;
        if (is_nought(*value) && !says_nought(*value, sheet.file.cell(row, *column.position(0)))) continue;
        if (!range) range = {*value, *value};
        if (*value < range->first) range->first = *value;
        if (*value > range->second) range->second = *value;
    }
    return range;
}

std::size_t different_texts(const Column& column) {
    std::vector<bool> seen;
    for (std::size_t i = 0; i < column.values.size(); ++i) {
        if (column.is_missing(RowId(i))) continue;
        const auto text = static_cast<std::size_t>(column.values[i]);
        if (text >= seen.size()) seen.resize(text + 1);
        seen[text] = true;
    }
    return static_cast<std::size_t>(std::ranges::count(seen, true));
}

// ---------------------------------------------------------------- the file

// No row is looked for by a key or a period: all columns are of one rank.
Wanted wanted_from(const DataFile& file) {
    Wanted wanted;
    wanted.holds = Holds::reference;
    wanted.name = file.name;
    wanted.has_key = false;
    return wanted;
}

void want_column(Wanted& wanted, const std::string& header, Look look) {
    core::Input input;
    input.name = header;
    input.type.kind = kind_of(look);
    input.percent = look == Look::percent;
    wanted.columns.push_back({input, {}});
}

// Texts that sum up rows, which a run would refuse in the column of its keys.
void report_totals(Sheet& sheet) {
    for (std::uint32_t i = 0; i < sheet.columns.size(); ++i) {
        if (sheet.columns[i].kind != core::TypeKind::text) continue;
        for (std::size_t number = 0; number < sheet.file.rows.size(); ++number) {
            const auto cell = sheet.file.cell(RowId(number), i);
            if (!is_total(bare(cell.text))) continue;
            auto* const report =
                sheet.troubles.first(kind::row_is_total, i, sheet.file.rows[RowId(number)].line);
            if (report == nullptr) continue;
            report->spans = {sheet.file.span(cell.text)};
            report->arguments = {unquoted(cell)};
            report->notes = {sheet.file.row_to_remove(sheet.file.place(RowId(number)))};
        }
    }
}

GuessedColumn guessed_column(const Sheet& sheet, const Tally& tally, Look look, std::size_t number) {
    GuessedColumn column{.header = sheet.file.headers[number],
                         .kind = kind_of(look),
                         .is_percent = look == Look::percent,
                         .filled = tally.filled(),
                         .range = {},
                         .example = tally.first(look),
                         .nearly = {}};
    const auto nearly = look == Look::text ? tally.nearly() : std::nullopt;
    if (nearly)
        column.nearly = {.kind = kind_of(*nearly),
                         .is_percent = *nearly == Look::percent,
                         .cells = tally.count_of(*nearly),
                         .other = tally.other(*nearly)};
    switch (column.kind) {
        case core::TypeKind::money:
        case core::TypeKind::number:
        case core::TypeKind::date:
        case core::TypeKind::month:
            column.range = range_of(sheet, number);
            break;
        case core::TypeKind::text:
            column.texts = different_texts(sheet.columns[number]);
            break;
        case core::TypeKind::logical:
            break;
    }
    return column;
}

}  // namespace

GuessedFile guessed(const DataFile& file, const Sources& sources, Told told, Workers& workers) {
    lay_out(told, file);
    auto wanted = wanted_from(file);
    const auto opening = open_sheet(wanted, file.source, sources, told);
    GuessedFile found;
    found.understood = opening.understood;
    found.reports = opening.not_text;
    if (!opening.has_rows) {
        const auto more = opening.troubles.reports(opening.file.headers);
        found.reports.insert(found.reports.end(), more.begin(), more.end());
        return found;
    }
    const auto columns = tallies(opening);
    std::vector<Look> looks;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto& header = opening.file.headers[i];
        looks.push_back(look_of(columns[i], header, told));
        want_column(wanted, header, looks.back());
    }
    Texts texts;
    auto sheet = read_sheet(std::move(wanted), file.source, sources, told, texts, workers);
    found.understood = sheet.understood;
    found.understood.origin = file.origin;
    report_totals(sheet);
    found.reports = sheet.reports();
    if (!sheet.not_text.empty() || sheet.columns.size() != columns.size()) return found;
    for (std::size_t i = 0; i < columns.size(); ++i)
        found.columns.push_back(guessed_column(sheet, columns[i], looks[i], i));
    return found;
}

}  // namespace accrue::data
