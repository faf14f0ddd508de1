// cli/help_topics.hpp — The pages of `accrue help`, and the one of `accrue` alone, in the language that is
// spoken.
#pragma once

#include <string_view>
#include <vector>

namespace accrue::cli {

struct HelpTopic {
    std::string_view name;
    std::string_view summary;  // for the list
    std::string_view text;     // ends in a line break
};
const std::vector<HelpTopic>& help_topics();
const std::vector<HelpTopic>& russian_help_topics();

std::string_view welcome_page();
std::string_view russian_welcome_page();

}  // namespace accrue::cli
