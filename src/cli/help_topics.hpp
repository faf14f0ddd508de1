// cli/help_topics.hpp — The pages of `accrue help`.
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

}  // namespace accrue::cli
