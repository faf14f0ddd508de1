// base/messages/language.hpp — The kinds of this chapter, `kind::…`, one for each row of `language.def`.
#pragma once

#include "base/diagnostic.hpp"

namespace accrue::kind {

enum class Language : std::uint16_t {
#define ACCRUE_MESSAGE(name, code, severity, text, captions, help) name,
#include "base/messages/language.def"
#undef ACCRUE_MESSAGE
};
#define ACCRUE_MESSAGE(name, code, severity, text, captions, help) \
    inline constexpr Kind name = kind_of(Chapter::language, static_cast<std::uint16_t>(Language::name));
#include "base/messages/language.def"
#undef ACCRUE_MESSAGE

}  // namespace accrue::kind
