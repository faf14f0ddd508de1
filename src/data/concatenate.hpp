// data/concatenate.hpp — The rows and columns of the pieces of a file, one behind the other.
#pragma once

#include "data/joining.hpp"
#include "data/sheet.hpp"

namespace accrue::data {

// Into `whole`, which has the keys of all; the pieces are used up. False when their numbers do not go into
// one column as they would have when the file is read at once.
[[nodiscard]] bool concatenate(std::vector<Sheet>& pieces, const std::vector<Texts>& texts_of_pieces,
                               const Joining& joining, Sheet& whole, Texts& texts, Workers& workers);

}  // namespace accrue::data
