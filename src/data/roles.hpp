// data/roles.hpp — Which column of a file is what: the key, the month, an input, or nothing that the scheme
// reads.
#pragma once

#include <optional>

#include "data/file.hpp"
#include "data/read.hpp"
#include "data/troubles.hpp"

namespace accrue::data {

enum class KeyBy : std::uint8_t { name, level_name, wish, position, nothing };

struct Roles {
    std::optional<std::uint32_t> key, month;  // no key: one department, whose key is empty
    KeyBy key_by = KeyBy::nothing;
    std::vector<std::optional<std::uint32_t>> inputs;  // by InputId: its column
    std::vector<std::uint32_t> unused;
};

// Decided by the headers; what cannot be decided is reported.
Roles roles_of(const core::Scheme& scheme, const File& file, const Wishes& wishes, Troubles& troubles);

}  // namespace accrue::data
