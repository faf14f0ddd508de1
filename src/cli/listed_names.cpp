#include "cli/listed_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "data/file_names.hpp"
#include "sources/tables.hpp"

namespace accrue::cli {

std::string listed(const std::vector<std::string>& names) {
    constexpr std::size_t most = 5;
    std::string text;
    for (std::size_t i = 0; i < std::min(most, names.size()); ++i) {
        text += fmt::format("{}`{}`", i == 0 ? "" : ", ", names[i]);
    }
    return names.size() > most ? text + " …" : text;
}

const std::string* same_name(const std::vector<std::string>& names, const std::string& wanted) {
    const auto found = std::ranges::find_if(
        names, [&](const std::string& each) { return data::is_same_name(each, wanted); });
    return found == names.end() ? nullptr : &*found;
}

NamedPath named_path(const std::string& text) {
    std::error_code ignored;
    const auto equals = text.find('=');
    const bool is_whole = equals == std::string::npos || text == "-" ||
                          std::filesystem::exists(text, ignored) || sources::address_of(text);
    if (is_whole) return {"", text};
    return {text.substr(0, equals), text.substr(equals + 1)};
}

}  // namespace accrue::cli
