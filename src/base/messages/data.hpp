// base/messages/data.hpp — The kinds of this chapter, `kind::…`, one for each row of `data.def`.
#pragma once

#include "base/diagnostic.hpp"

namespace accrue::kind {

enum class Data : std::uint16_t {
#define ACCRUE_MESSAGE(name, code, severity, text, captions, help) name,
#include "base/messages/data.def"
#undef ACCRUE_MESSAGE
};
#define ACCRUE_MESSAGE(name, code, severity, text, captions, help) \
    inline constexpr Kind name = kind_of(Chapter::data, static_cast<std::uint16_t>(Data::name));
#include "base/messages/data.def"
#undef ACCRUE_MESSAGE

}  // namespace accrue::kind
