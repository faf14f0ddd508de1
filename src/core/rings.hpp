// core/rings.hpp — Rings that an order of definitions does not show.
#pragma once

#include <optional>

#include "core/scheme.hpp"

namespace accrue::core {

// Records of one period are computed one after the other, so a record may take a value of the one before it;
// but not one that depends, through a row above or a sum of them, on all records of the period. The first
// definition that does; every definition has its value.
std::optional<DefinitionId> ring_through_records(const Scheme& scheme);

}  // namespace accrue::core
