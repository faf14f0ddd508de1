#include "cli/data_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

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
        throw Stop{Exit::io, fmt::format("cannot read {}: {}", folder.string(), trouble.message()), ""};
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

std::string file_in_folder(const core::Scheme& scheme, const std::string& level, const files::path& folder) {
    const auto names = tables_in(folder);
    const auto wanted = std::ranges::find_if(names, [&](const std::string& name) {
        return folded(files::path(name).stem().string()) == folded(level);
    });
    if (wanted != names.end()) return (folder / *wanted).lexically_normal().string();
    if (scheme.is_sketch && names.size() == 1) return (folder / names.front()).lexically_normal().string();
    const auto found = names.empty() ? std::string("no CSV file") : listed(names);
    const auto missing =
        scheme.is_sketch
            ? fmt::format("one CSV file is wanted in {}, found is {}", folder.string(), found)
            : fmt::format("`{}.csv` is wanted in {}, found is {}", level, folder.string(), found);
    throw Stop{Exit::io, missing,
               names.empty() ? "" : fmt::format("`--data {}`", (folder / names.front()).string())};
}

// Plain `1234.56` is what everybody expects and is not mentioned.
std::string number_line(const std::map<std::string, data::NumberFormat>& numbers) {
    std::set<std::string> seen;
    for (const auto& [column, format] : numbers) {
        const bool is_plain = format.group.empty() && format.point == '.';
        if (!is_plain) seen.insert(fmt::format("`1{}234{}56`", format.group, format.point));
    }
    return seen.empty() ? "" : fmt::format(", numbers as {}", fmt::join(seen, " and "));
}

}  // namespace

std::string data_file(const core::Scheme& scheme, const std::vector<std::string>& paths) {
    const auto& level = report::level_name(scheme);
    if (paths.size() > 1) {
        throw Stop{Exit::usage,
                   fmt::format("the scheme has one level, `{}`, and so one data file; {} are given", level,
                               paths.size()),
                   ""};
    }
    const auto [name, path] = named_path(paths.front());
    if (!name.empty() && folded(name) != folded(level)) {
        throw Stop{Exit::usage, fmt::format("the scheme has no level `{}`", name),
                   fmt::format("`--data {}={}`", level, path)};
    }
    std::error_code ignored;
    if (path != "-" && files::is_directory(path, ignored)) return file_in_folder(scheme, level, path);
    return path;
}

data::ReadHistory load_history(Session& session, const core::Scheme& scheme, const DataChoice& choice) {
    const auto source = open_source(session, data_file(scheme, choice.paths));
    auto read = data::read_history(scheme, source, session.sources, choice.wishes);
    sort_by_place(read.diagnostics);
    return read;
}

data::ReadHistory load_sound_history(Session& session, const core::Scheme& scheme, const DataChoice& choice) {
    auto read = load_history(session, scheme, choice);
    show(session, read.diagnostics);
    if (has_errors(read.diagnostics)) {
        throw Stop{Exit::data, fmt::format("{} in the data; nothing was computed", counted(read.diagnostics)),
                   ""};
    }
    return read;
}

std::string key_name(const core::Scheme& scheme, const data::Understood& understood) {
    const bool is_unnamed = scheme.is_sketch && !understood.key_column.empty();
    return is_unnamed ? understood.key_column : report::level_name(scheme);
}

void refuse_two_readers(const SchemeChoice& scheme, const DataChoice& data) {
    if (scheme.path == "-" && std::ranges::find(data.paths, "-") != data.paths.end()) {
        throw Stop{Exit::usage, "standard input can be the scheme or the data, not both", ""};
    }
}

std::string understood_line(const Sources& sources, const data::ReadHistory& read) {
    const auto& seen = read.understood;
    auto line = fmt::format("read {}: {}", sources[read.history.source].name(),
                            counted(read.history.rows.size(), "row", "rows"));
    if (!seen.key_column.empty())
        line += fmt::format(" by `{}` and `{}`", seen.key_column, seen.month_column);
    if (seen.first_month)
        line += fmt::format(", {} to {}", to_text(*seen.first_month), to_text(*seen.last_month));
    return line + number_line(seen.numbers);
}

}  // namespace accrue::cli
