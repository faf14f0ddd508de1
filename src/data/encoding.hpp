// data/encoding.hpp — Whether a file is UTF-8 text at all, and what it looks like when it is not.
#pragma once

#include <optional>
#include <string_view>

#include "base/diagnostic.hpp"

namespace accrue::data {

// The one reason why the bytes cannot be read as text; nothing when they are UTF-8. Options call the file so;
// of a table of a database they say nothing.
Diagnostics not_text(SourceId source, const Sources& sources, std::optional<std::string_view> called);

// The first byte that is not UTF-8.
std::optional<std::size_t> first_broken(std::string_view text);

// Bytes of the byte order mark at the beginning: 3 or 0.
std::size_t mark_length(std::string_view text);

}  // namespace accrue::data
