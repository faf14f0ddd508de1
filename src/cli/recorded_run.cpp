#include "cli/recorded_run.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/bytes.hpp"
#include "base/messages/phrases/evidence.hpp"
#include "cli/listed_names.hpp"
#include "data/file_names.hpp"
#include "evidence/sha256.hpp"
#include "sources/tables.hpp"

namespace accrue::cli {
namespace {

namespace files = std::filesystem;

constexpr std::size_t most_recorded = 1'000'000;  // lines or columns

// `numbers.amount`: what is said of one column or file.
struct OptionName {
    std::string name, of;
};
OptionName option_name(const std::string& written) {
    const auto point = written.find('.');
    if (point == std::string::npos) return {written, ""};
    return {written.substr(0, point), written.substr(point + 1)};
}

bool take_of_files(FileOptions& files, const OptionName& option, const std::string& value) {
    const auto& [name, of] = option;
    if (name == "delimiter" && value.size() == 1) return files.delimiter.said[of] = value.front(), true;
    if (name == "skip-lines") return files.skip_lines.said[of] = recorded_count(name, value), true;
    if (name == "skip-last-lines") return files.skip_last_lines.said[of] = recorded_count(name, value), true;
    const auto encoding = name == "encoding" ? data::encoding_named(value) : std::nullopt;
    if (encoding) files.encoding.said[of] = *encoding;
    return encoding.has_value();
}

bool take_reading(DataChoice& data, const OptionName& option, const std::string& value) {
    auto& wishes = data.wishes;
    const auto& [name, of] = option;
    if (name == "key-column") return wishes.key_column = value, true;
    if (name == "month-column") return wishes.month_column = value, true;
    if (name == "numbers") return wishes.numbers[of] = value, true;
    if (name == "percents") return wishes.percents[of] = value, true;
    if (name == "dates") return wishes.dates[of] = value, true;
    return take_of_files(data.of_files, option, value);
}

bool take_writing(RunRequest& request, const std::string& name, const std::string& value) {
    if (name == "key") return request.key = value, true;
    if (name == "period") return request.period = value, true;
    if (name == "level") return request.level = value, true;
    if (name == "wide") return request.wide = true;
    const auto preset = name == "for" ? preset_named(value) : std::nullopt;
    if (preset) request.place.preset = *preset;
    return preset.has_value() || name == "language" || name == "width";
}

// The files that one scheme names, among those that the manifest has.
SourceId find_recorded(const Session& session, SourceId asking, std::string_view name,
                       const std::vector<SourceId>& known) {
    const auto near = (files::path(session.sources[asking].name()).parent_path() / std::string(name))
                          .lexically_normal()
                          .string();
    for (const auto& wanted : {near, std::string(name)}) {
        const auto found = std::ranges::find_if(
            known, [&](SourceId source) { return session.sources[source].name() == wanted; });
        if (found != known.end()) return *found;
    }
    return {};
}

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

// `shop.sqlite#payments` into the file and the table.
std::pair<std::string, std::string> file_and_table(const std::string& name) {
    const auto mark = name.rfind('#');
    if (mark == std::string::npos) return {name, ""};
    return {name.substr(0, mark), name.substr(mark)};
}

bool is_server(const std::string& name) {
    return name.starts_with("postgresql://") || name.starts_with("postgres://");
}

// Of `pay.csv.manifest.json` that is `pay.csv`; of any other name nothing.
std::string told_of(const std::string& manifest) {
    constexpr std::string_view tail = ".manifest.json";
    return manifest.ends_with(tail) ? manifest.substr(0, manifest.size() - tail.size()) : "";
}

}  // namespace

std::size_t recorded_count(const std::string& option, const std::string& value) {
    std::size_t count = 0;
    const auto* const end = value.data() + value.size();
    const auto [behind, error] = std::from_chars(value.data(), end, count);
    if (error != std::errc() || behind != end || count > most_recorded)
        throw Stop{Exit::data, phrase(say::option_not_known_here, option + "=" + value), ""};
    return count;
}

RunRequest recorded_request(const std::map<std::string, std::string>& options) {
    RunRequest request;
    for (const auto& [name, value] : options) {
        if (!take_writing(request, name, value) && !take_reading(request.data, option_name(name), value))
            throw Stop{Exit::data, phrase(say::option_not_known_here, name), ""};
    }
    return request;
}

LoadedScheme load_recorded(Session& session, const std::vector<evidence::RecordedScheme>& schemes) {
    std::vector<SourceId> known;
    for (const auto& scheme : schemes) known.push_back(session.sources.add(scheme.name, scheme.text));
    return load_given(session, known.front(), [&](SourceId asking, std::string_view name) {
        return find_recorded(session, asking, name, known);
    });
}

RecordedPlaces::RecordedPlaces(const std::string& manifest, const evidence::Recorded& recorded,
                               std::vector<std::string> data)
    : told_of_(told_of(manifest)), has_one_input_(recorded.inputs.size() == 1), data_(std::move(data)) {
    std::error_code ignored;
    const auto folder = files::absolute(manifest, ignored).lexically_normal().parent_path();
    const auto called = folder_of_call(folder, file_and_table(recorded.results.front().name).first);
    if (called) folders_.push_back(*called);
    folders_.push_back(folder);
    folders_.push_back(files::current_path(ignored));
}

std::optional<std::string> RecordedPlaces::beside(const std::string& name) const {
    if (files::path(name).is_absolute()) return is_file(name) ? std::optional(name) : std::nullopt;
    std::error_code ignored;
    for (const auto& folder : folders_) {
        const auto path = (folder / name).lexically_normal();
        if (!is_file(path)) continue;
        const auto near = path.lexically_proximate(files::current_path(ignored)).string();
        return near.size() < path.string().size() ? near : path.string();
    }
    return std::nullopt;
}

bool has_bytes(const std::string& path, const evidence::Fingerprint& bytes) {
    if (bytes.sha256.empty() || !is_file(path)) return false;
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

// `payment=FILE` is for the level. A file without a level stands for the input that has its name or its
// bytes, or for the only one, whatever its name is: a manifest cannot hold one that is no UTF-8.
std::optional<std::string> RecordedPlaces::file_said(const std::string& where,
                                                     const evidence::RecordedInput& input) const {
    const auto equals = where.find('=');
    const bool is_of_level =
        equals != std::string::npos && data::is_same_name(where.substr(0, equals), input.of);
    if (is_of_level) return where.substr(equals + 1);
    if (!is_file(where)) return std::nullopt;
    const auto own = files::path(where).filename();
    if (own == files::path(input.name).filename() || has_bytes(where, input.bytes)) return where;
    const auto [file, table] = file_and_table(input.name);
    if (has_one_input_ || own == files::path(file).filename()) return where + table;
    return std::nullopt;
}

// Where several files are given for it, the one with the recorded bytes among those whose paths end most like
// its own.
std::optional<std::string> RecordedPlaces::said_of(const evidence::RecordedInput& input) const {
    const auto name = files::path(input.name).lexically_normal();
    std::vector<std::string> best;
    std::size_t most = 0;
    for (const auto& where : data_) {
        const auto path = file_said(where, input);
        if (!path) continue;
        const auto common = common_end(files::path(*path).lexically_normal(), name);
        if (common > most) best.clear();
        most = std::max(most, common);
        if (common == most) best.push_back(*path);
    }
    if (best.empty()) return std::nullopt;
    const auto own = std::ranges::find_if(
        best, [&](const std::string& path) { return best.size() > 1 && has_bytes(path, input.bytes); });
    return own == best.end() ? best.front() : *own;
}

std::optional<std::string> RecordedPlaces::input(const evidence::RecordedInput& input) const {
    if (is_server(input.name)) return input.name;
    const auto [file, table] = file_and_table(input.name);
    const bool has_table = !is_file(input.name) && !table.empty();
    const auto& name = has_table ? file : input.name;
    if (auto said = said_of(input)) return said;
    for (const auto& where : data_) {
        if (const auto inside = inside_of(where, name)) return *inside + (has_table ? table : "");
    }
    auto found = beside(name);
    if (found && has_table) *found += table;
    return found;
}

std::optional<std::string> RecordedPlaces::scheme(const std::string& name) const {
    return beside(name);
}

std::optional<std::string> RecordedPlaces::result(const std::string& name) const {
    if (auto whole = beside(name)) return whole;
    if (auto database = beside(file_and_table(name).first)) return database;
    return is_file(told_of_) ? std::optional(told_of_) : std::nullopt;
}

}  // namespace accrue::cli
