// cli/refilled.hpp — Help pages are written for wide screens; on a narrower one what does not fit is set
// anew.
#pragma once

#include <string>
#include <string_view>

namespace accrue::cli {

// Paragraphs, and entries of two columns (`  --out FILE     into a file`), are filled anew when one of their
// lines is wider than `width`; what is indented otherwise, as examples are, stays as it is.
std::string refilled(std::string_view page, std::size_t width);

}  // namespace accrue::cli
