#include "base/shell_word.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace accrue {

std::string shell_word(const std::string& word) {
    const auto is_plain = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x80 || std::isalnum(byte) != 0 ||
               std::string_view("_-+=:,./@%#").find(c) != std::string_view::npos;
    };
    return !word.empty() && word.front() != '#' && std::ranges::all_of(word, is_plain)
               ? word
               : in_shell_quotes(word);
}

std::string in_shell_quotes(const std::string& word) {
    std::string quoted = "'";
    for (const char c : word) quoted += c == '\'' ? "'\\''" : std::string(1, c);
    return quoted + "'";
}

}  // namespace accrue
