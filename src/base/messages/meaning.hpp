// base/messages/meaning.hpp — The kinds of this chapter, `kind::…`, one for each row of `meaning.def`.
#pragma once

#include "base/diagnostic.hpp"

namespace accrue::kind {

enum class Meaning : std::uint16_t {
#define ACCRUE_MESSAGE(name, code, severity, text, captions, help) name,
#include "base/messages/meaning.def"
#undef ACCRUE_MESSAGE
};
#define ACCRUE_MESSAGE(name, code, severity, text, captions, help) \
    inline constexpr Kind name = kind_of(Chapter::meaning, static_cast<std::uint16_t>(Meaning::name));
#include "base/messages/meaning.def"
#undef ACCRUE_MESSAGE

}  // namespace accrue::kind
