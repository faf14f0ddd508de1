// evidence/pack_readme.hpp — What a pack says to whoever opens it, in both languages.
#pragma once

#include <string>

namespace accrue::evidence {

// `others`: of how many others it holds rows.
std::string pack_readme(std::size_t others);

}  // namespace accrue::evidence
