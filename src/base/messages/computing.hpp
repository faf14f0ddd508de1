// base/messages/computing.hpp — The kinds of this chapter, `kind::…`, one for each row of `computing.def`.
#pragma once

#include "base/diagnostic.hpp"

namespace accrue::kind {

enum class Computing : std::uint16_t {
#define ACCRUE_MESSAGE(name, code, severity, text, captions, help) name,
#include "base/messages/computing.def"
#undef ACCRUE_MESSAGE
};
#define ACCRUE_MESSAGE(name, code, severity, text, captions, help) \
    inline constexpr Kind name = kind_of(Chapter::computing, static_cast<std::uint16_t>(Computing::name));
#include "base/messages/computing.def"
#undef ACCRUE_MESSAGE

}  // namespace accrue::kind
