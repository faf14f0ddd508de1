// data/texts_unnamed.hpp — Texts in cells of a column that rules compare with several others, and never with
// these.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "data/history.hpp"

namespace accrue::data {

struct UnnamedTexts {
    std::vector<bool> is_unnamed;    // by TextId of the history
    std::vector<std::string> named;  // the texts of the scheme, as written there, in order
};

// By input; only of those that rules compare with two texts or more. What a reference has a row for is named.
std::map<core::InputId, UnnamedTexts> texts_unnamed(const core::Scheme& scheme, const History& history);

}  // namespace accrue::data
