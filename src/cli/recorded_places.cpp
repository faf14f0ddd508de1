#include "cli/recorded_places.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>
#include <utility>

#include "base/bytes.hpp"
#include "base/messages/phrases/evidence.hpp"
#include "base/shell_word.hpp"
#include "base/text.hpp"
#include "cli/listed_names.hpp"
#include "cli/session.hpp"
#include "data/file_names.hpp"
#include "evidence/sha256.hpp"
#include "sources/postgres.hpp"
#include "sources/tables.hpp"

namespace accrue::cli {
namespace {

namespace files = std::filesystem;

constexpr std::string_view manifest_ending = ".manifest.json";

bool is_file(const files::path& path) {
    std::error_code ignored;
    return files::is_regular_file(path, ignored);
}

// The folder in which accrue was called: the manifest lies where the result was asked for from there.
std::optional<files::path> folder_of_call(const files::path& manifest_folder, const std::string& result) {
    const files::path asked(result);
    if (asked.is_absolute()) return std::nullopt;
    auto folder = manifest_folder;
    const auto inside = asked.lexically_normal().parent_path();
    for (auto part = inside; !part.empty(); part = part.parent_path()) {
        if (part.filename() != folder.filename()) return std::nullopt;
        folder = folder.parent_path();
    }
    return folder;
}

// A file in the folder that has the end of its path: `may/payment.csv`, else `payment.csv`.
std::optional<std::string> inside_of(const files::path& folder, const files::path& path) {
    for (auto part = path.begin(); part != path.end(); ++part) {
        if (*part == "..") continue;
        auto inside = folder;
        for (auto rest = part; rest != path.end(); ++rest) inside /= rest->relative_path();
        if (is_file(inside)) return inside.string();
    }
    return std::nullopt;
}

bool has_bytes(const std::string& path, const evidence::Fingerprint& bytes) {
    std::error_code ignored;
    if (bytes.sha256.empty() || !is_file(path)) return false;
    if (bytes.size && files::file_size(path, ignored) != *bytes.size) return false;
    const auto file = OpenFile::at(path);
    const auto found = file ? file->bytes() : std::nullopt;
    return found && evidence::sha256(found->view()) == bytes.sha256;
}

// How many parts the ends of two paths have in common: 2 of `new/may/pay.csv` and `old/may/pay.csv`.
std::size_t common_end(const files::path& one, const files::path& other) {
    std::size_t parts = 0;
    auto a = one.end(), b = other.end();
    while (a != one.begin() && b != other.begin() && *--a == *--b) ++parts;
    return parts;
}

// Of several places the one with the recorded bytes among those whose paths end most like the input's own.
std::string likeliest(const std::vector<std::string>& places, const evidence::RecordedInput& input) {
    const auto name = files::path(input.name).lexically_normal();
    std::vector<std::string> best;
    std::size_t most = 0;
    for (const auto& place : places) {
        const auto common = common_end(files::path(place).lexically_normal(), name);
        if (common > most) best.clear();
        most = std::max(most, common);
        if (common == most) best.push_back(place);
    }
    const auto own = std::ranges::find_if(
        best, [&](const std::string& place) { return best.size() > 1 && has_bytes(place, input.bytes); });
    return own == best.end() ? best.front() : *own;
}

// From where accrue was called, if that is shorter.
std::string shortest(const files::path& path) {
    std::error_code ignored;
    const auto near = path.lexically_proximate(files::current_path(ignored)).string();
    return near.size() < path.string().size() ? near : path.string();
}

std::vector<std::string> levels_of(const std::vector<evidence::RecordedInput>& inputs) {
    std::set<std::string> levels;
    for (const auto& input : inputs) levels.insert(input.of);
    return {levels.begin(), levels.end()};
}

std::size_t count_of_files(const std::vector<evidence::RecordedInput>& inputs) {
    std::set<std::string> all;
    for (const auto& input : inputs) all.insert(file_and_table(input.name).first);
    return all.size();
}

}  // namespace

// ---------------------------------------------------------------- what `--data` says

SaidPlaces::SaidPlaces(const std::vector<std::string>& data,
                       const std::vector<evidence::RecordedInput>& inputs) {
    std::error_code ignored;
    for (const auto& written : data) {
        const auto [level, path] = named_path(written);
        const auto [file, table] = file_and_table(path);
        if (!sources::is_postgres(file) && !files::exists(file, ignored)) stop_unread(file, ENOENT);
        const auto kind = files::is_directory(file, ignored) ? Kind::folder
                          : level.empty()                    ? Kind::file
                                                             : Kind::level;
        said_.push_back({kind, level, file, table});
    }
    is_file_known_ = count_of_files(inputs) == 1 && std::ranges::count(said_, Kind::file, &Said::kind) == 1;
    for (const auto& said : said_) refuse_useless(said, inputs);
}

void SaidPlaces::refuse_useless(const Said& said, const std::vector<evidence::RecordedInput>& inputs) const {
    const auto is_wanted = [&](const evidence::RecordedInput& input) { return is_of(said, input); };
    const bool is_for_all = said.kind == Kind::folder && said.level.empty();
    if (is_for_all || std::ranges::any_of(inputs, is_wanted)) return;
    const auto levels = levels_of(inputs);
    const auto path = said.file + said.table;
    const auto called = said.level.empty() ? files::path(said.file).stem().string() : said.level;
    const auto meant = levels.empty() ? called : closest(called, levels).value_or(levels.front());
    const auto hint = fmt::format("`--data {}={}`", meant, shell_word(path));
    if (!said.level.empty()) refuse(phrase(say::level_not_of_run, said.level, listed(levels)), hint);
    std::vector<std::string> names;
    for (const auto& input : inputs) names.push_back(input.name);
    refuse(phrase(say::file_not_of_run, path, listed(names)), hint);
}

bool SaidPlaces::is_of(const Said& said, const evidence::RecordedInput& input) const {
    if (!said.level.empty()) return data::is_same_name(said.level, input.of);
    if (said.kind == Kind::folder) return true;
    const auto [file, table] = file_and_table(input.name);
    const bool is_called_so = files::path(said.file).filename() == files::path(file).filename();
    const bool is_table = said.table.empty() || table.empty() || said.table == table;
    return ((is_called_so || is_file_known_) && is_table) || has_bytes(said.file, input.bytes);
}

std::optional<std::string> SaidPlaces::of(const evidence::RecordedInput& input) const {
    const auto [file, table] = file_and_table(input.name);
    for (const auto kind : std::array{Kind::level, Kind::file, Kind::folder}) {
        std::vector<std::string> places;
        for (const auto& said : said_) {
            if (said.kind != kind || !is_of(said, input)) continue;
            const auto path = kind == Kind::folder ? inside_of(said.file, file) : said.file;
            if (!path) continue;
            const bool is_store = said.table.empty() && sources::address_of(*path);
            places.push_back(*path + (is_store ? table : said.table));
        }
        if (!places.empty()) return likeliest(places, input);
    }
    return std::nullopt;
}

// ---------------------------------------------------------------- all places

RecordedPlaces::RecordedPlaces(const std::string& proof, const evidence::Recorded& recorded,
                               const std::vector<std::string>& data)
    : said_(data, recorded.inputs) {
    std::error_code ignored;
    proof_ = files::absolute(proof, ignored).lexically_normal();
    const auto folder = proof_.parent_path();
    const auto called = folder_of_call(folder, file_and_table(recorded.results.front().name).first);
    if (called) folders_.push_back(*called);
    folders_.push_back(folder);
    folders_.push_back(files::current_path(ignored));
}

std::optional<std::string> RecordedPlaces::beside(const std::string& name) const {
    if (files::path(name).is_absolute()) return is_file(name) ? std::optional(name) : std::nullopt;
    for (const auto& folder : folders_) {
        const auto path = (folder / name).lexically_normal();
        if (is_file(path)) return shortest(path);
    }
    return std::nullopt;
}

std::optional<std::string> RecordedPlaces::input(const evidence::RecordedInput& input) const {
    if (!said_.empty()) return said_.of(input);
    if (sources::is_postgres(input.name)) return input.name;
    const auto [file, table] = file_and_table(input.name);
    auto found = beside(file);
    if (found) *found += table;
    return found;
}

std::optional<std::string> RecordedPlaces::scheme(const std::string& name) const {
    return beside(name);
}

std::optional<std::string> RecordedPlaces::result(const std::string& name) const {
    auto own = proof_.filename().string();
    if (own.ends_with(manifest_ending)) own.resize(own.size() - manifest_ending.size());
    for (const auto& called : {files::path(own), files::path(name).filename()}) {
        const auto path = proof_.parent_path() / called;
        if (path != proof_ && is_file(path)) return shortest(path);
    }
    const auto whole = beside(name);
    return whole ? whole : beside(file_and_table(name).first);
}

std::pair<std::string, std::string> file_and_table(const std::string& name) {
    if (is_file(name)) return {name, ""};
    const auto address = sources::is_postgres(name) ? std::nullopt : sources::address_of(name);
    const auto mark = address ? address->place.size() : data::mark_of_table(name);
    if (mark >= name.size()) return {name, ""};
    return {name.substr(0, mark), name.substr(mark)};
}

std::string shown_at(const std::string& name, const std::string& place) {
    const auto address = sources::address_of(place);
    const auto shown = address ? sources::shown(*address, address->table) : place;
    return shown == name ? name : fmt::format("{} ({})", name, shown);
}

}  // namespace accrue::cli
