#include "cli/file_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "base/messages/phrases/commands.hpp"
#include "base/messages/phrases/reading.hpp"
#include "base/text.hpp"
#include "cli/listed_names.hpp"
#include "cli/session.hpp"
#include "data/file_names.hpp"

namespace accrue::cli {
namespace {

namespace files = std::filesystem;

constexpr std::size_t most_lines = 1'000'000'000;

data::Encoding encoding(std::string_view, const std::string& text) {
    const auto encoding = data::encoding_named(text);
    if (!encoding) refuse(phrase(say::encodings_known, text, data::encoding_names()));
    return *encoding;
}

char delimiter(std::string_view, const std::string& text) {
    if (text == "tab" || text == "\\t" || text == "\t") return '\t';
    if (text == "," || text == ";" || text == "|") return text.front();
    refuse(phrase(say::delimiter_wanted, text));
}

std::size_t lines(std::string_view option, const std::string& text) {
    std::size_t count = 0;
    const auto* const end = text.data() + text.size();
    const auto [rest, trouble] = std::from_chars(text.data(), end, count);
    if (trouble != std::errc() || rest != end || count > most_lines)
        refuse(phrase(say::lines_wanted, option, text));
    return count;
}

template <typename Value>
ByFile<Value> by_file(std::string_view option, const std::vector<std::string>& given,
                      Value (*value_of)(std::string_view, const std::string&)) {
    ByFile<Value> options;
    for (const auto& text : given) {
        const auto equals = text.rfind('=');
        const auto name = equals == std::string::npos ? "" : text.substr(0, equals);
        const auto value = value_of(option, equals == std::string::npos ? text : text.substr(equals + 1));
        if (!options.said.emplace(name, value).second) refuse(phrase(say::option_said_twice, option, text));
    }
    return options;
}

std::string as_given(data::Encoding encoding) {
    return std::string(to_text(encoding));
}
std::string as_given(char delimiter) {
    return delimiter == '\t' ? "tab" : std::string(1, delimiter);
}
std::string as_given(std::size_t count) {
    return std::to_string(count);
}

template <typename Value>
void refuse_of_no_file(std::string_view option, const ByFile<Value>& options,
                       const std::vector<FileNames>& all) {
    for (const auto& each : options.said) {
        const auto& name = each.first;  // no structured binding: a lambda cannot capture one everywhere
        const auto is_it = [&](const FileNames& file) { return meant_by(name, file) != Meant::nothing; };
        if (name.empty() || std::ranges::any_of(all, is_it)) continue;
        std::vector<std::string> names;
        for (const auto& file : all) {
            const auto own = files::path(file.path).filename().string();
            const bool is_like_file = name.find('.') != std::string::npos || own.starts_with(name);
            const auto& offered = is_like_file ? own : file.level;
            if (std::ranges::find(names, offered) == names.end()) names.push_back(offered);
        }
        const auto said = as_given(each.second);
        throw Stop{Exit::usage,
                   phrase(say::option_of_no_file, option, data::option_of_file(name, said), listed(names)),
                   fmt::format("`{} {}`", option,
                               data::option_of_file(closest(name, names).value_or(names.front()), said))};
    }
}

}  // namespace

Meant meant_by(const std::string& name, const FileNames& file) {
    if (name.empty()) return Meant::all;
    const files::path named(name), path(file.path);
    if (named.lexically_normal() == path.lexically_normal()) return Meant::itself;
    if (named == path.filename()) return Meant::its_name;
    return data::is_same_name(name, file.level) ? Meant::its_level : Meant::nothing;
}

data::LaidOut FileOptions::laid_out(const FileNames& file) const {
    return {.delimiter = delimiter.of(file).value_or('\0'),
            .skip_lines = skip_lines.of(file).value_or(0),
            .skip_last_lines = skip_last_lines.of(file).value_or(0)};
}

FileOptions file_options(const FileOptionsGiven& given) {
    return {.encoding = by_file("--encoding", given.encoding, encoding),
            .delimiter = by_file("--delimiter", given.delimiter, delimiter),
            .skip_lines = by_file("--skip-lines", given.skip_lines, lines),
            .skip_last_lines = by_file("--skip-last-lines", given.skip_last_lines, lines)};
}

void refuse_options_of_no_file(const FileOptions& options, const std::vector<FileNames>& all) {
    refuse_of_no_file("--encoding", options.encoding, all);
    refuse_of_no_file("--delimiter", options.delimiter, all);
    refuse_of_no_file("--skip-lines", options.skip_lines, all);
    refuse_of_no_file("--skip-last-lines", options.skip_last_lines, all);
}

std::string by_path(const std::string& path) {
    return path.find('/') == std::string::npos ? "./" + path : path;
}

std::string called(const FileNames& file, const std::vector<FileNames>& all) {
    const auto name = files::path(file.path).filename().string();
    for (const auto& each : {file.level, name}) {
        const auto count = std::ranges::count_if(
            all, [&](const FileNames& other) { return meant_by(each, other) != Meant::nothing; });
        if (count == 1) return all.size() == 1 ? "" : each;
    }
    return by_path(file.path);
}

}  // namespace accrue::cli
