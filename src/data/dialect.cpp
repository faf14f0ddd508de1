#include "data/dialect.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "base/messages/data.hpp"
#include "base/text.hpp"
#include "data/date_cell.hpp"
#include "data/encoding.hpp"
#include "data/file_names.hpp"
#include "data/number_cell.hpp"
#include "data/records.hpp"
#include "data/spellings.hpp"
#include "data/words.hpp"

namespace accrue::data {
namespace {

constexpr std::array candidates = {';', ',', '\t', '|'};
constexpr std::size_t sample_size = 1 << 18;  // bytes
constexpr std::size_t header_depth = 30;      // rows among which the header is looked for

// The headers that a file of its kind may have.
struct Names {
    std::set<std::string> names;  // loosely folded
    Holds holds;
    PeriodUnit unit;
};

Names known_names(const Wanted& wanted, const Wishes& wishes) {
    Names known{.names = {}, .holds = wanted.holds, .unit = wanted.calendar.unit};
    for (const auto& column : wanted.columns)
        known.names.insert(loosely_folded(core::column_name(column.input)));
    for (const auto& level : wanted.levels) known.names.insert(loosely_folded(level));
    for (const auto& name : {wishes.key_column, wishes.month_column}) {
        if (!name.empty()) known.names.insert(loosely_folded(name));
    }
    return known;
}

// Without a scheme, when any table is looked at.
bool is_any_table(const Names& known) {
    return known.names.empty();
}

bool is_known(const Names& known, std::string_view header) {
    const auto name = equality_form(header);
    if (known.names.contains(loosely_folded(header)) || names_key(name)) return true;
    const bool is_dated = names_from(name) || names_to(name);
    switch (known.holds) {
        case Holds::rows:
            return names_period(name, known.unit) || is_dated;
        case Holds::records:
            return names_date(name);
        case Holds::reference:
            return is_dated;
    }
    return false;
}

// How a file looks when a candidate parts its cells.
struct Look {
    char delimiter = ',';
    std::size_t known = 0;   // names in the header that the scheme or the month and key have
    std::size_t header = 0;  // which row it is
    std::uint32_t line = 1;
    std::size_t width = 0;   // its cells
    bool consistent = true;  // all rows behind it have as many
};

// Looks for a header by its shape: below lines that are half blank at least, as titles are, the first that is
// not, if it is of texts.
class BelowTitles {
  public:
    bool is_header(const std::vector<Cell>& cells) {
        constexpr std::size_t least = 3;  // cells
        const auto is_filled = [](const Cell& cell) { return !bare(cell.text).empty(); };
        const auto is_data = [](const Cell& cell) { return looks_like_data(cell.text); };
        const auto filled = static_cast<std::size_t>(std::ranges::count_if(cells, is_filled));
        const bool is_title = cells.size() < least || filled * 2 <= cells.size();
        const bool is_first = are_titles_ && !is_title;
        are_titles_ = are_titles_ && is_title;
        return is_first && filled >= least && std::ranges::none_of(cells, is_data);
    }

  private:
    bool are_titles_ = true;  // all lines so far
};

Look look_of(std::string_view text, char delimiter, const Dialect& from, const Names& names) {
    Look look{.delimiter = delimiter, .line = from.line};
    const bool is_cut = text.size() > from.begin + sample_size;
    const auto sample = text.substr(0, std::min(text.size(), from.begin + sample_size));
    std::vector<std::size_t> widths;
    BelowTitles below_titles;
    for (Records rows(sample, delimiter, from.begin, from.line); rows.next();) {
        if (is_cut && rows.rest() >= sample.size()) break;
        const auto row = widths.size();
        widths.push_back(rows.is_blank() ? 0 : rows.cells().size());
        if (row >= header_depth) continue;
        const auto known = static_cast<std::size_t>(std::ranges::count_if(
            rows.cells(), [&](const Cell& cell) { return is_known(names, cell.text); }));
        const bool is_better =
            is_any_table(names) ? below_titles.is_header(rows.cells()) : known > look.known;
        if (!is_better && row > 0) continue;
        look.known = known;
        look.header = row;
        look.line = rows.line();
        look.width = rows.cells().size();
    }
    for (auto row = look.header; row < widths.size(); ++row) {
        look.consistent = look.consistent && (widths[row] == 0 || widths[row] == look.width);
    }
    return look;
}

auto rank(const Look& look) {
    const bool is_parted = look.width > 1;
    return std::tuple(look.known, is_parted && look.consistent, is_parted);
}

std::string shown(char delimiter) {
    return delimiter == '\t' ? "tab" : std::string(1, delimiter);
}

// False when it is not clear what parts the cells; `looks` begin with the best one.
bool is_parted(const std::vector<Look>& looks, const std::string& name, const Told& told,
               Troubles& troubles) {
    const auto& best = looks.front();
    const bool is_told = looks.size() == 1;
    if (!is_told && best.width <= 1 && best.known == 0) {
        troubles.alone(kind::file_one_column).arguments = {name};
        return false;
    }
    if (is_told || best.width <= 1 || rank(looks[0]) != rank(looks[1])) return true;
    auto& report = troubles.alone(kind::delimiter_unclear);
    report.arguments = {name, shown(looks[0].delimiter), shown(looks[1].delimiter)};
    report.notes = {{kind::hint_delimiter, {option_of_file(told.called, shown(looks[0].delimiter))}}};
    return false;
}

// ---------------------------------------------------------------- the ends of the file

struct Line {
    std::uint64_t begin = 0;
    std::uint32_t number = 1;
};

// Behind `count` lines.
Line behind_lines(std::string_view text, Line line, std::size_t count) {
    for (; count > 0 && line.begin < text.size(); --count) {
        const auto end = text.find_first_of("\r\n", line.begin);
        if (end == std::string_view::npos) return {text.size(), line.number};
        const bool pair = text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n';
        line = {end + (pair ? 2U : 1U), line.number + 1};
    }
    return line;
}

// Before the last `count` lines; blank lines at the end count for nothing.
std::uint64_t before_last_lines(std::string_view text, std::size_t count) {
    for (; count > 0; --count) {
        const auto last = text.find_last_not_of(" \t\r\n");
        if (last == std::string_view::npos) return 0;
        const auto line_break = text.find_last_of("\r\n", last);
        text = text.substr(0, line_break == std::string_view::npos ? 0 : line_break + 1);
    }
    return text.size();
}

// `sep=;` on the first line, as spreadsheets write it.
char announced_delimiter(std::string_view text) {
    constexpr std::string_view beginning = "sep=";
    if (!text.starts_with(beginning) || text.size() < beginning.size() + 1) return 0;
    const auto rest = text.substr(beginning.size() + 1);
    const bool is_alone = rest.empty() || rest.starts_with('\n') || rest.starts_with('\r');
    return is_alone && text[beginning.size()] != '\n' && text[beginning.size()] != '\r'
               ? text[beginning.size()]
               : '\0';
}

// ---------------------------------------------------------------- headers that are none

// `2026-03`, `март`, or the first or last day of a month, as a sheet keeps one.
bool is_calendar_month(std::string_view cell) {
    const auto [state, day, other] = read_date(bare(cell), nullptr);
    if (state == DateState::day) return day.day == 1 || day.day == days_in(day.in_month());
    const bool is_named = state == DateState::no_year && !take_apart(bare(cell)).cell;
    const bool is_short = state == DateState::short_year && day.day == 0;  // `янв.26`
    return state == DateState::month || is_named || is_short;
}

// True when the row that stands for the header may be one.
bool is_header(std::string_view text, const Dialect& dialect, const Look& look, const Names& names,
               SourceId source, const Told& told, Troubles& troubles) {
    Records rows(text, look.delimiter, dialect.begin, dialect.line);
    if (!rows.next()) return true;
    const Span span{rows.offset(),
                    static_cast<std::uint32_t>(std::min<std::uint64_t>(rows.rest() - rows.offset(), 1)),
                    source};
    const auto is_month = [&](const Cell& cell) {
        return is_calendar_month(cell.text) && !is_known(names, cell.text);
    };
    const auto month = std::ranges::find_if(rows.cells(), is_month);
    const auto months = std::ranges::count_if(rows.cells(), is_month);
    const bool is_data =
        std::ranges::any_of(rows.cells(), [](const Cell& cell) { return looks_like_data(cell.text); });
    if (look.header > 0 && (look.known >= 2 || is_any_table(names))) {
        auto& report = troubles.alone(kind::file_preamble);
        report.spans = {span};
        report.arguments = {std::int64_t{look.line}};
        report.notes = {
            {kind::hint_skip_lines, {option_of_file(told.called, std::to_string(look.line - 1))}}};
        return false;
    }
    if (months >= 2) {
        auto& report = troubles.alone(kind::months_across);
        report.spans = {span};
        report.spans[0].begin = static_cast<std::uint64_t>(month->text.data() - text.data());
        report.spans[0].length = static_cast<std::uint32_t>(month->text.size());
        return false;
    }
    if (look.known > 0 || (!is_data && months == 0)) return true;
    troubles.alone(kind::file_without_header).spans = {span};
    return false;
}

}  // namespace

bool looks_like_data(std::string_view cell) {
    const auto text = bare(cell);
    if (text.empty() || is_missing(text)) return false;
    return take_apart(text).cell.has_value() || read_date(text, nullptr).state == DateState::day;
}

std::set<std::string> cells_of_line(std::string_view line) {
    std::set<std::string> cells;
    while (!line.empty()) {
        const auto end = std::min(line.find_first_of(",;\t|\r\""), line.size());
        cells.insert(folded(bare(line.substr(0, end))));
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    return cells;
}

std::string loosely_folded(std::string_view header) {
    auto name = equality_form(header);
    std::erase_if(name, [](char byte) { return byte == ' ' || byte == '_'; });
    return name;
}

std::optional<Dialect> dialect_of(const Wanted& wanted, SourceId source, const Sources& sources,
                                  const Told& told, Troubles& troubles) {
    const auto whole = sources[source].text();
    Dialect dialect{.begin = mark_length(whole),
                    .end = before_last_lines(whole, told.laid_out.skip_last_lines)};
    const auto text = whole.substr(0, dialect.end);
    const auto announced =
        dialect.begin <= text.size() ? announced_delimiter(text.substr(dialect.begin)) : '\0';
    const auto skipped = std::max<std::size_t>(told.laid_out.skip_lines, announced != '\0' ? 1 : 0);
    const auto start = behind_lines(text, {dialect.begin, 1}, skipped);
    const auto [begin, line] = start;
    dialect.begin = begin;
    dialect.line = line;
    const auto names = known_names(wanted, told.of_file);
    const auto delimiter = told.laid_out.delimiter != 0 ? told.laid_out.delimiter : announced;
    std::vector<Look> looks;
    if (delimiter != 0) {
        looks.push_back(look_of(text, delimiter, dialect, names));
    } else {
        for (const char each : candidates) looks.push_back(look_of(text, each, dialect, names));
    }
    std::ranges::stable_sort(looks, [](const Look& a, const Look& b) { return rank(a) > rank(b); });
    const auto& best = looks.front();
    dialect.delimiter = best.delimiter;
    if (!is_parted(looks, sources[source].name(), told, troubles)) return std::nullopt;
    if (!is_header(text, dialect, best, names, source, told, troubles)) return std::nullopt;
    return dialect;
}

}  // namespace accrue::data
