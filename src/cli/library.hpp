// cli/library.hpp — The schemes that come with the program: those of `stdlib-schemes/`, built in.
#pragma once

#include <span>
#include <string_view>

namespace accrue::cli {

struct LibraryScheme {
    std::string_view name;  // `kpi.pay`
    std::string_view text;
};
// By name.
std::span<const LibraryScheme> library_schemes();
// With or without `.pay`; null when there is none.
const LibraryScheme* library_scheme(std::string_view name);

}  // namespace accrue::cli
