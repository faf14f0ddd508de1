#include "cli/listed_names.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "data/file_names.hpp"

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

}  // namespace accrue::cli
