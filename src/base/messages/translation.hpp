// base/messages/translation.hpp — The Russian words of the messages, as `russian/*.def` hold them. They stand
// apart from the English rows so that a message can be written before it is translated; a test lists those
// that wait.
#pragma once

#include <string_view>
#include <vector>

namespace accrue {

struct Translation {
    std::string_view name;  // of the kind
    std::string_view text, captions, help;
};
const std::vector<std::vector<Translation>>& all_translations();  // by `Chapter`

}  // namespace accrue
