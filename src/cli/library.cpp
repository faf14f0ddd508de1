#include "cli/library.hpp"

#include <algorithm>

namespace accrue::cli {
namespace {

constexpr LibraryScheme schemes[] = {
#include "library_schemes.inc"
};

}  // namespace

std::span<const LibraryScheme> library_schemes() {
    return schemes;
}

const LibraryScheme* library_scheme(std::string_view name) {
    const auto found = std::ranges::find_if(schemes, [&](const LibraryScheme& scheme) {
        return scheme.name == name || scheme.name.substr(0, scheme.name.size() - 4) == name;
    });
    return found == std::end(schemes) ? nullptr : found;
}

}  // namespace accrue::cli
