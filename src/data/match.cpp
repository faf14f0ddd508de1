#include "data/match.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/messages/data.hpp"
#include "base/shell_word.hpp"
#include "base/text.hpp"
#include "data/dialect.hpp"
#include "data/file_names.hpp"
#include "data/mixed_letters.hpp"

namespace accrue::data {
namespace {

bool is_named(const DataFile& file, const Match& match) {
    return is_same_name(file.name, match.wanted.name);
}

std::vector<Match> wanted_files(const core::Scheme& scheme) {
    std::vector<Match> matches;
    for (std::uint32_t i = 0; i < scheme.levels.size(); ++i) {
        const core::LevelId level(i);
        matches.push_back({wanted_rows(scheme, level), {}, needs_file(scheme, level)});
    }
    for (std::uint32_t i = 0; i < scheme.references.size(); ++i)
        matches.push_back({wanted_rows(scheme, core::ReferenceId(i)), {}, true});
    return matches;
}

// A single file may have any name when just one thing wants a file.
Match* match_of(const DataFile& file, bool is_single, std::vector<Match>& matches) {
    const auto named = std::ranges::find_if(matches, [&](const Match& each) { return is_named(file, each); });
    if (named != matches.end()) return &*named;
    const bool is_only = is_single && std::ranges::count(matches, true, &Match::is_needed) == 1;
    return is_only ? &*std::ranges::find(matches, true, &Match::is_needed) : nullptr;
}

// `--data payment=may.csv --data payment=june.csv`
std::string all_with(const std::string& path, const Match& match, const Sources& sources) {
    std::vector<std::string> paths;
    for (const auto& file : match.files) paths.push_back(sources[file.source].name());
    paths.push_back(path);
    return data_options(match.wanted.name, paths);
}

// `.csv.gz`
std::string ending_of(std::string_view path) {
    const auto name = name_alone(path, NamedAs::file);
    return std::string(path.substr(static_cast<std::size_t>(name.data() + name.size() - path.data())));
}

// `payment_2026-01.csv` of `paymnet jan 2026.csv`: with the period, which others have of their own.
std::string better_name(const DataFile& file, const std::string& level, const Calendar& calendar,
                        const Sources& sources) {
    const auto& path = sources[file.source].name();
    const auto period = period_named(file.name, calendar);
    auto stem = level;
    if (period) stem += "_" + calendar.to_text(*period);
    if (!period && has_part_of_period(file.name)) stem += " " + file.name;
    return stem + ending_of(path);
}

// One name is meant: it is misspelt, or stands in the file's name; then perhaps beside the level's other
// files.
Diagnostic unused(const DataFile& file, const std::vector<Match>& matches, const Sources& sources) {
    std::vector<std::string> names;
    const auto& path = sources[file.source].name();
    for (const auto& match : matches) names.push_back(match.wanted.name);
    const auto needed = std::ranges::count(matches, true, &Match::is_needed);
    auto level = name_before_period(file.name, names);
    if (!level && needed == 1 && says_period(file.name))
        level = std::ranges::find(matches, true, &Match::is_needed)->wanted.name;
    const auto near = level ? level : name_inside(file.name, names);
    const auto match =
        std::ranges::find(matches, near.value_or(""), [](const Match& each) { return each.wanted.name; });
    const bool has_files = match != matches.end() && !match->files.empty();
    if (level && has_files) {
        return {kind::file_beside,
                {},
                {path, *level, sources[match->files.front().source].name()},
                {{kind::hint_all_files, {all_with(path, *match, sources)}}}};
    }
    Diagnostic report{kind::file_unused, {}, {path}, {}};
    if (near && has_files) report.notes = {{kind::hint_all_files, {all_with(path, *match, sources)}}};
    if (near && !has_files)
        report.notes = {
            {kind::hint_name_file,
             {*near, shell_word(path), better_name(file, *near, match->wanted.calendar, sources)}}};
    return report;
}

// `payment.amount` in two, when there is a level or a reference of that name.
struct Qualified {
    std::string of, column;  // of nothing: of any
};
Qualified qualified(const std::string& text, const std::vector<Match>& matches) {
    for (const auto& match : matches) {
        const auto& name = match.wanted.name;
        const bool is_longer = text.size() > name.size() + 1 && text[name.size()] == '.';
        if (is_longer && folded(text.substr(0, name.size())) == folded(name))
            return {name, text.substr(name.size() + 1)};
    }
    return {"", text};
}

bool has_one_file(const std::vector<Match>& matches) {
    std::size_t count = 0;
    for (const auto& match : matches) count += match.files.size();
    return count == 1;
}
// Is there a file of one level or reference only?
bool is_of_one(const std::vector<Match>& matches) {
    return std::ranges::count_if(matches, [](const Match& each) { return !each.files.empty(); }) == 1;
}

bool has_rows(std::string_view text) {
    const auto end = text.find('\n');
    return end != std::string_view::npos && text.find_first_not_of(" \t\r\n", end) != std::string_view::npos;
}

// Reports a second file of a reference, and a copy, whose rows would count twice; neither is kept.
void keep_once(Match& match, const Sources& sources, Diagnostics& diagnostics) {
    const bool is_reference = match.wanted.holds == Holds::reference;
    // Perhaps nothing has changed from one month to the next; a row that says its own would be there twice.
    const auto are_of_two_periods = [&](const DataFile& one, const DataFile& other) {
        const auto period = [&](const DataFile& file) {
            return period_of_name(file, sources, match.wanted.calendar).period;
        };
        return match.wanted.holds == Holds::rows && period(one) && period(other) &&
               period(one) != period(other);
    };
    std::vector<DataFile> kept;
    for (auto& file : match.files) {
        const auto text = sources[file.source].text();
        const auto is_same = [&](const DataFile& other) {
            return is_reference || (has_rows(text) && sources[other.source].text() == text &&
                                    !are_of_two_periods(other, file));
        };
        const auto other = std::ranges::find_if(kept, is_same);
        if (other == kept.end()) {
            kept.push_back(std::move(file));
            continue;
        }
        diagnostics.push_back(
            {is_reference ? kind::file_given_twice : kind::files_equal,
             {},
             {match.wanted.name, sources[other->source].name(), sources[file.source].name()},
             {}});
    }
    match.files = std::move(kept);
}

// A level without a file has what its inputs say of blank cells.
void report_defaults(const Wanted& wanted, Diagnostics& diagnostics) {
    for (const auto& column : wanted.columns) {
        if (!column.is_signature)
            diagnostics.push_back(
                {kind::optional_column_absent, {}, {std::string(core::column_name(column.input))}, {}});
    }
}

constexpr std::array column_wishes = {std::pair(&Wishes::numbers, std::string_view("--numbers")),
                                      std::pair(&Wishes::percents, std::string_view("--percents")),
                                      std::pair(&Wishes::dates, std::string_view("--dates"))};
constexpr std::array name_wishes = {std::pair(&Wishes::key_column, std::string_view("--key-column")),
                                    std::pair(&Wishes::month_column, std::string_view("--month-column"))};

// An input that stands outside the blocks, one for everybody, and a column of its name in a level's file: it
// was probably meant for that level.
std::optional<Fact> input_of_below(const Match& absent, const std::vector<Match>& matches,
                                   const Sources& sources) {
    if (absent.wanted.has_key || absent.wanted.holds != Holds::rows) return std::nullopt;
    for (const auto& match : matches) {
        if (match.files.empty() || match.wanted.holds != Holds::rows) continue;
        const auto& source = sources[match.files.front().source];
        const auto text = source.text();
        const auto cells = cells_of_line(text.substr(0, text.find_first_of("\r\n")));
        for (const auto& column : absent.wanted.columns) {
            const auto name = core::column_name(column.input);
            if (cells.contains(folded(name)))
                return Fact{kind::hint_input_of_level, {source.name(), name, match.wanted.name}};
        }
    }
    return std::nullopt;
}

// A column that an option speaks of, among those that are read from the files.
class Checking {
  public:
    Checking(const std::vector<Sheet>& sheets, const std::vector<Match>& matches, Diagnostics& diagnostics)
        : sheets_(sheets), matches_(matches), diagnostics_(diagnostics) {}
    void check(const std::string& text, const std::string& option);

  private:
    bool is_read(const Qualified& wish, std::vector<std::string>& names) const;
    bool is_single(const Sheet& sheet) const {
        return std::ranges::count(sheets_, sheet.wanted.name,
                                  [](const Sheet& each) { return each.wanted.name; }) == 1;
    }

    const std::vector<Sheet>& sheets_;
    const std::vector<Match>& matches_;
    Diagnostics& diagnostics_;
};

bool Checking::is_read(const Qualified& wish, std::vector<std::string>& names) const {
    for (const auto& sheet : sheets_) {
        if (!wish.of.empty() && wish.of != sheet.wanted.name) continue;
        if (wish.of == sheet.wanted.name && is_single(sheet)) return true;  // looked for when it was read
        for (std::uint32_t i = 0; i < sheet.file.headers.size(); ++i) {
            const auto& header = sheet.file.headers[i];
            if (std::ranges::find(sheet.roles.unused, i) != sheet.roles.unused.end()) continue;
            if (folded(header) == folded(wish.column)) return true;
            names.push_back(header);
        }
    }
    return false;
}

void Checking::check(const std::string& text, const std::string& option) {
    const auto wish = qualified(text, matches_);
    std::vector<std::string> names;
    if (is_read(wish, names)) return;
    auto& report =
        diagnostics_.emplace_back(Diagnostic{kind::wish_without_column, {}, {option, wish.column}, {}});
    if (const auto near = closest(wish.column, names))
        hint_near(report, {wish.column, *near}, {kind::hint_column_near, {*near}});
}

}  // namespace

std::vector<std::string> names_of_files(const core::Scheme& scheme) {
    std::vector<std::string> names;
    for (const auto& match : wanted_files(scheme)) names.push_back(match.wanted.name);
    for (const auto& schemes : core::names_of_file_outside(scheme))
        for (const auto& name : schemes)
            if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    return names;
}

std::vector<std::string> names_of_needed_files(const core::Scheme& scheme) {
    std::vector<std::string> names;
    for (const auto& match : wanted_files(scheme)) {
        if (match.is_needed) names.push_back(match.wanted.name);
    }
    return names;
}

PeriodOfName period_of_name(const DataFile& file, const Sources& sources, const Calendar& calendar) {
    const std::string_view source = sources[file.source].name();
    const auto named_as = file.layout == Layout::found ? NamedAs::file : NamedAs::table;
    const auto name = name_alone(source, named_as);
    PeriodOfName said{.period = period_named(name, calendar), .has_part = has_part_of_period(name)};
    if (file.layout != Layout::sheet) return said;
    const auto workbook = name_alone(source.substr(0, mark_of_table(source)), NamedAs::file);
    const auto outer = period_named(workbook, calendar);
    if (said.period && outer && *said.period != *outer) said.other = outer;
    const auto month = month_in(name);
    const bool is_said_otherwise = said.has_part && outer && month != calendar.month(*outer).number();
    if (!said.period && !is_said_otherwise) said.period = outer;
    said.has_part = said.has_part || has_part_of_period(workbook);
    return said;
}

bool has_footer(const std::vector<DataFile>& files) {
    return std::ranges::any_of(files,
                               [](const DataFile& file) { return file.laid_out.skip_last_lines != 0; });
}

bool is_alone(const std::vector<Match>& matches) {
    return std::ranges::count_if(matches, [](const Match& match) {
               return !match.files.empty() && match.wanted.holds != Holds::reference;
           }) <= 1;
}

std::vector<Match> matched(const core::Scheme& scheme, const std::vector<DataFile>& files,
                           const Sources& sources, Diagnostics& diagnostics) {
    auto matches = wanted_files(scheme);
    std::vector<const DataFile*> others;
    for (const auto& file : files) {
        auto* const match = match_of(file, files.size() == 1, matches);
        if (match == nullptr) {
            others.push_back(&file);
        } else {
            match->files.push_back(file);
        }
    }
    for (auto& match : matches) {
        std::ranges::stable_sort(match.files, {},
                                 [&](const DataFile& file) { return sources[file.source].name(); });
        keep_once(match, sources, diagnostics);
    }
    for (const auto* const file : others) diagnostics.push_back(unused(*file, matches, sources));
    for (const auto& match : matches) {
        if (!match.files.empty()) continue;
        if (!match.is_needed) {
            report_defaults(match.wanted, diagnostics);
            continue;
        }
        const auto& name = match.wanted.name;
        const auto below = input_of_below(match, matches, sources);
        diagnostics.push_back(
            {kind::file_absent,
             {},
             {name},
             {below ? *below : Fact{kind::hint_name_file, {name, std::string("FILE"), name + ".csv"}}}});
    }
    return matches;
}

void lay_out(Told& told, const DataFile& file) {
    told.layout = file.layout;
    told.called = file.called;
    told.laid_out = file.layout == Layout::table ? LaidOut{} : file.laid_out;
    if (file.layout != Layout::found) told.laid_out.delimiter = ',';
}

Told told_for(const Wanted& wanted, const DataFile& file, const std::vector<Match>& matches,
              const Wishes& wishes) {
    Told told{.of_file = wishes, .of_others = {}};
    // Of several files of a level any may have the column.
    const auto own =
        std::ranges::find(matches, wanted.name, [](const Match& each) { return each.wanted.name; });
    auto& of_own = own != matches.end() && own->files.size() > 1 ? told.of_others : told.of_file;
    const auto wishes_for = [&](const Qualified& wish) -> Wishes* {
        if (wish.of == wanted.name || (wish.of.empty() && is_of_one(matches))) return &of_own;
        return wish.of.empty() ? &told.of_others : nullptr;
    };
    for (const auto& [columns, option] : column_wishes) {
        (told.of_file.*columns).clear();
        for (const auto& [text, how] : wishes.*columns) {
            const auto wish = qualified(text, matches);
            if (auto* const part = wishes_for(wish)) (part->*columns)[wish.column] = how;
        }
    }
    for (const auto& [name, option] : name_wishes) {
        (told.of_file.*name).clear();
        const auto wish = qualified(wishes.*name, matches);
        if (auto* const part = wishes_for(wish)) part->*name = wish.column;
    }
    lay_out(told, file);
    return told;
}

void check_wishes(const std::vector<Sheet>& sheets, const std::vector<Match>& matches, const Wishes& wishes,
                  Diagnostics& diagnostics) {
    if (has_one_file(matches)) return;  // looked for when it was read
    Checking checking(sheets, matches, diagnostics);
    for (const auto& [columns, option] : column_wishes) {
        for (const auto& [column, how] : wishes.*columns)
            checking.check(column, fmt::format("{} {}={}", option, column, how));
    }
    for (const auto& [name, option] : name_wishes) {
        if (!(wishes.*name).empty()) checking.check(wishes.*name, fmt::format("{} {}", option, wishes.*name));
    }
}

}  // namespace accrue::data
