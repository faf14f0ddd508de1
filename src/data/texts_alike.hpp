// data/texts_alike.hpp — Texts in cells that look like one that the scheme or a reference names, and are
// another.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/history.hpp"

namespace accrue::data {

// By TextId of the history: the text that it looks like. Of equal texts none does. Empty when no text does.
std::vector<std::optional<std::string>> looks_like(const core::Scheme& scheme, const History& history);

}  // namespace accrue::data
