// base/messages/findings.hpp — The kinds of this chapter, `kind::…`, one for each row of `findings.def`.
#pragma once

#include "base/diagnostic.hpp"

namespace accrue::kind {

enum class Findings : std::uint16_t {
#define ACCRUE_MESSAGE(name, code, severity, text, captions, help) name,
#include "base/messages/findings.def"
#undef ACCRUE_MESSAGE
};
#define ACCRUE_MESSAGE(name, code, severity, text, captions, help) \
    inline constexpr Kind name = kind_of(Chapter::findings, static_cast<std::uint16_t>(Findings::name));
#include "base/messages/findings.def"
#undef ACCRUE_MESSAGE

}  // namespace accrue::kind
