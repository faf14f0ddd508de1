// base/words.hpp — Texts with places for facts, as the catalogues in `base/messages/` hold them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace accrue {

using Argument = std::variant<std::string, std::int64_t>;

// `{0}` is the first argument, `{0:row/rows}` (in Russian `{0:строка/строки/строк}`) the form of a word that
// goes with its number, `{{` and `}}` are braces. Numbers get a blank between thousands; texts lose their
// control characters. A place without its argument is shown as `…`.
std::string filled_in(std::string_view text, const std::vector<Argument>& arguments);

}  // namespace accrue
