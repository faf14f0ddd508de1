#include "data/match.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/messages/data.hpp"
#include "base/text.hpp"
#include "data/dialect.hpp"
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

// Of the names that have no file yet one is meant: it is misspelt, or begins the file's name.
Diagnostic unused(const DataFile& file, const std::vector<Match>& matches, const Sources& sources) {
    std::vector<std::string> names;
    for (const auto& match : matches) {
        if (!match.file) names.push_back(match.wanted.name);
    }
    const auto& path = sources[file.source].name();
    Diagnostic report{kind::file_unused, {}, {path}, {}};
    auto near = closest(file.name, names);
    if (!near) near = name_begun(file.name, names);
    if (near) report.notes = {{kind::hint_name_file, {*near, path}}};
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
    return std::ranges::count_if(matches, [](const Match& each) { return each.file.has_value(); }) == 1;
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
        if (!match.file || match.wanted.holds != Holds::rows) continue;
        const auto& source = sources[match.file->source];
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

    const std::vector<Sheet>& sheets_;
    const std::vector<Match>& matches_;
    Diagnostics& diagnostics_;
};

bool Checking::is_read(const Qualified& wish, std::vector<std::string>& names) const {
    for (const auto& sheet : sheets_) {
        if (wish.of == sheet.wanted.name) return true;  // looked for when the file was read
        for (std::uint32_t i = 0; i < sheet.file.headers.size(); ++i) {
            const auto& header = sheet.file.headers[i];
            if (std::ranges::find(sheet.roles.unused, i) != sheet.roles.unused.end()) continue;
            if (wish.of.empty() && folded(header) == folded(wish.column)) return true;
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
    return names;
}

std::vector<std::string> names_of_needed_files(const core::Scheme& scheme) {
    std::vector<std::string> names;
    for (const auto& match : wanted_files(scheme)) {
        if (match.is_needed) names.push_back(match.wanted.name);
    }
    return names;
}

std::optional<std::string> name_begun(std::string_view file, const std::vector<std::string>& names) {
    constexpr std::size_t least = 3;  // letters
    const auto begins = [&](const std::string& name) {
        return name.size() >= least && folded(file).starts_with(folded(name));
    };
    const auto found = std::ranges::find_if(names, begins);
    return found == names.end() ? std::nullopt : std::optional(*found);
}

bool is_same_name(std::string_view one, std::string_view other) {
    return loosely_folded(one) == loosely_folded(other);
}

std::vector<Match> matched(const core::Scheme& scheme, const std::vector<DataFile>& files,
                           const Sources& sources, Diagnostics& diagnostics) {
    auto matches = wanted_files(scheme);
    std::vector<const DataFile*> others;
    for (const auto& file : files) {
        auto* const match = match_of(file, files.size() == 1, matches);
        if (match == nullptr) {
            others.push_back(&file);
        } else if (match->file) {
            diagnostics.push_back(
                {kind::file_given_twice,
                 {},
                 {match->wanted.name, sources[match->file->source].name(), sources[file.source].name()},
                 {}});
        } else {
            match->file = file;
        }
    }
    for (const auto* const file : others) diagnostics.push_back(unused(*file, matches, sources));
    for (const auto& match : matches) {
        if (!match.is_needed || match.file) continue;
        const auto& name = match.wanted.name;
        const auto below = input_of_below(match, matches, sources);
        diagnostics.push_back({kind::file_absent,
                               {},
                               {name},
                               {below ? *below : Fact{kind::hint_name_file, {name, std::string("FILE")}}}});
    }
    return matches;
}

void lay_out(Told& told, Layout layout) {
    told.layout = layout;
    if (layout == Layout::found) return;
    told.of_file.delimiter = ',';
    if (layout == Layout::table) told.of_file.skip_lines = told.of_file.skip_last_lines = 0;
}

Told told_for(const Wanted& wanted, const std::vector<Match>& matches, const Wishes& wishes) {
    Told told{.of_file = wishes, .of_others = {}};
    const auto wishes_for = [&](const Qualified& wish) -> Wishes* {
        if (wish.of == wanted.name || (wish.of.empty() && has_one_file(matches))) return &told.of_file;
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
    const auto own =
        std::ranges::find(matches, wanted.name, [](const Match& each) { return each.wanted.name; });
    if (own != matches.end() && own->file) lay_out(told, own->file->layout);
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
