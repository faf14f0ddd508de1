#include "cli/recorded_run.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "base/messages/phrases/evidence.hpp"

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

}  // namespace accrue::cli
