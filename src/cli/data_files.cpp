#include "cli/data_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

#include "base/messages/phrases.hpp"
#include "base/text.hpp"
#include "report/results.hpp"

namespace accrue::cli {
namespace {

namespace files = std::filesystem;

bool exists(const std::string& path) {
    std::error_code ignored;
    return files::exists(path, ignored);
}

// `level=FILE` into its halves; a file whose own name has a `=` is meant as it stands.
struct NamedPath {
    std::string level, path;
};
NamedPath named_path(const std::string& text) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || text == "-" || exists(text)) return {"", text};
    return {text.substr(0, equals), text.substr(equals + 1)};
}

std::vector<std::string> tables_in(const files::path& folder) {
    std::vector<std::string> names;
    std::error_code trouble;
    for (files::directory_iterator file(folder, trouble), end; !trouble && file != end;
         file.increment(trouble)) {
        if (file->path().extension() == ".csv") names.push_back(file->path().filename().string());
    }
    if (trouble) {
        throw Stop{Exit::io, phrase(Phrase::cannot_read, folder.string(), system_words(trouble.value())), ""};
    }
    std::ranges::sort(names);
    return names;
}

std::string listed(const std::vector<std::string>& names) {
    constexpr std::size_t most = 5;
    std::string text;
    for (std::size_t i = 0; i < std::min(most, names.size()); ++i) {
        text += fmt::format("{}`{}`", i == 0 ? "" : ", ", names[i]);
    }
    return names.size() > most ? text + " …" : text;
}

struct NamedFile {
    std::string name, path;
    bool is_chosen = false;  // by its own `--data`, not by that of a folder
};

// A scheme that wants one file may have it under any name.
std::optional<std::string> only_file(const core::Scheme& scheme) {
    const auto needed = data::names_of_needed_files(scheme);
    return needed.size() == 1 ? std::optional(needed.front()) : std::nullopt;
}

const std::string* same_name(const std::vector<std::string>& names, const std::string& wanted) {
    const auto found = std::ranges::find_if(
        names, [&](const std::string& each) { return data::is_same_name(each, wanted); });
    return found == names.end() ? nullptr : &*found;
}

// Of several things one alone is named: the first.
[[noreturn]] void stop_without_files(const core::Scheme& scheme, const files::path& folder,
                                     const std::vector<std::string>& tables) {
    const auto listing = tables.empty() ? phrase(Phrase::no_csv_file) : listed(tables);
    const auto wanted = fmt::format("{}", fmt::join(data::names_of_needed_files(scheme), ".csv`, `"));
    const auto missing = scheme.is_sketch
                             ? phrase(Phrase::one_csv_wanted, folder.string(), listing)
                             : phrase(Phrase::level_csv_wanted, wanted, folder.string(), listing);
    const bool is_any = !tables.empty() && only_file(scheme);
    throw Stop{Exit::io, missing,
               is_any ? fmt::format("`--data {}`", (folder / tables.front()).string()) : ""};
}

// The files that are named after something in the scheme, or nearly so; of a sketch the only one.
std::vector<NamedFile> files_in_folder(const core::Scheme& scheme, const files::path& folder) {
    const auto tables = tables_in(folder);
    const auto names = data::names_of_files(scheme);
    std::vector<NamedFile> found;
    bool is_any_named = false;
    for (const auto& table : tables) {
        const auto stem = files::path(table).stem().string();
        const bool is_named = same_name(names, stem) != nullptr;
        is_any_named = is_any_named || is_named;
        const bool is_meant = is_named || (!core::is_flat(scheme) && closest(stem, names));
        if (is_meant || (scheme.is_sketch && tables.size() == 1))
            found.push_back({stem, (folder / table).lexically_normal().string()});
    }
    const bool is_only = scheme.is_sketch && found.size() == 1;
    if (!is_any_named && !is_only) stop_without_files(scheme, folder, tables);
    return found;
}

std::vector<NamedFile> files_named(const core::Scheme& scheme, const std::string& written) {
    const auto [name, path] = named_path(written);
    const auto known = data::names_of_files(scheme);
    if (!name.empty()) {
        if (const auto* const found = same_name(known, name)) return {{*found, path, true}};
        const auto meant = closest(name, known).value_or(known.front());
        throw Stop{Exit::usage, phrase(Phrase::no_such_level, name),
                   fmt::format("`--data {}={}`", meant, path)};
    }
    std::error_code ignored;
    if (path != "-" && files::is_directory(path, ignored)) return files_in_folder(scheme, path);
    if (const auto* const found = same_name(known, files::path(path).stem().string()))
        return {{*found, path, true}};
    if (const auto only = only_file(scheme)) return {{*only, path, true}};
    throw Stop{Exit::usage, phrase(Phrase::whose_rows, path, listed(known)),
               fmt::format("`--data {}={}`", data::names_of_needed_files(scheme).back(), path)};
}

// Every file that the paths name, each level and reference once; a file stands in for that of a folder.
std::vector<NamedFile> data_files(const core::Scheme& scheme, const std::vector<std::string>& paths) {
    std::vector<NamedFile> all;
    for (const auto& path : paths) {
        for (auto& file : files_named(scheme, path)) {
            const auto other = std::ranges::find_if(
                all, [&](const NamedFile& each) { return data::is_same_name(each.name, file.name); });
            if (other == all.end()) {
                all.push_back(std::move(file));
            } else if (other->is_chosen == file.is_chosen) {
                throw Stop{Exit::usage, phrase(Phrase::two_files_of_level, file.name, other->path, file.path),
                           ""};
            } else if (file.is_chosen) {
                *other = std::move(file);
            }
        }
    }
    return all;
}

// Plain `1234.56` is what everybody expects and is not mentioned.
std::string number_line(const std::map<std::string, data::NumberFormat>& numbers) {
    std::set<std::string> seen;
    for (const auto& [column, format] : numbers) {
        const bool is_plain = format.group.empty() && (format.point == '.' || !format.has_point);
        if (!is_plain && format.has_point)
            seen.insert(fmt::format("`1{}234{}56`", format.group, format.point));
    }
    for (const auto& [column, format] : numbers) {
        const auto whole = fmt::format("`1{}234", format.group);
        const bool is_said =
            std::ranges::any_of(seen, [&](const std::string& each) { return each.starts_with(whole); });
        if (!format.has_point && !format.group.empty() && !is_said) seen.insert(whole + "`");
    }
    return seen.empty() ? ""
                        : phrase(Phrase::numbers_as,
                                 fmt::format("{}", fmt::join(seen, phrase(Phrase::joined_by_and))));
}

}  // namespace

DataChoice until(const core::Scheme& scheme, DataChoice choice, const std::optional<std::string>& period) {
    if (period) choice.wishes.until = scheme.calendar.parse(*period);
    return choice;
}

data::ReadHistory load_history(Session& session, const core::Scheme& scheme, const DataChoice& choice) {
    std::vector<data::DataFile> sources;
    for (const auto& file : data_files(scheme, choice.paths))
        sources.push_back({open_source(session, file.path), file.name});
    auto read = data::read_history(scheme, sources, session.sources, choice.wishes);
    sort_by_place(read.diagnostics);
    return read;
}

data::ReadHistory load_sound_history(Session& session, const core::Scheme& scheme, const DataChoice& choice) {
    auto read = load_history(session, scheme, choice);
    show(session, read.diagnostics);
    if (has_errors(read.diagnostics)) {
        throw Stop{Exit::data, phrase(Phrase::nothing_computed_of_data, counted(read.diagnostics)), ""};
    }
    return read;
}

std::string key_name(const core::Scheme& scheme, const std::vector<data::Understood>& understood) {
    const bool is_unnamed = scheme.is_sketch && !understood.empty() && !understood.front().key_column.empty();
    return is_unnamed ? understood.front().key_column : scheme.levels[core::LevelId(0)].name;
}

void refuse_two_readers(const SchemeChoice& scheme, const DataChoice& data) {
    if (scheme.path == "-" && std::ranges::find(data.paths, "-") != data.paths.end()) {
        throw Stop{Exit::usage, phrase(Phrase::two_readers), ""};
    }
}

namespace {

// ` by `person` and `month``: by what rows are told apart.
std::string told_apart_by(const data::Understood& seen) {
    if (seen.key_column.empty() || seen.holds == data::Holds::reference) return "";
    if (!seen.month_column.empty())
        return phrase(Phrase::by_key_and_month, seen.key_column, seen.month_column);
    if (seen.from_column.empty() || seen.to_column.empty()) return phrase(Phrase::by_key, seen.key_column);
    return phrase(Phrase::by_key_from_to, seen.key_column, seen.from_column, seen.to_column);
}

std::string periods(const data::Understood& seen) {
    if (!seen.first_period) return "";
    const auto first = seen.calendar.to_text(*seen.first_period);
    const auto last = seen.calendar.to_text(*seen.last_period);
    return first == last ? ", " + first : phrase(Phrase::from_month_to_month, first, last);
}

}  // namespace

std::vector<std::string> understood_lines(const Sources& sources, const data::ReadHistory& read) {
    std::vector<std::string> lines;
    for (const auto& seen : read.understood) {
        lines.push_back(phrase(Phrase::read_file, sources[seen.source].name(), seen.rows) +
                        told_apart_by(seen) + periods(seen) + number_line(seen.numbers));
    }
    return lines;
}

}  // namespace accrue::cli
