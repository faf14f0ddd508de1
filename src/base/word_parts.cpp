#include "base/word_parts.hpp"

namespace accrue {

std::vector<std::string> parts_of_word(std::string_view word) {
    std::vector<std::string> parts;
    while (!word.empty()) {
        const auto mark = word.find_first_of("_-./");
        const auto length = mark == std::string_view::npos ? word.size() : mark + 1;
        parts.emplace_back(word.substr(0, length));
        word.remove_prefix(length);
    }
    return parts;
}

}  // namespace accrue
