// check/forgotten_percents.hpp — Bare numbers that are a hundred times what is meant, where nothing beside
// them is a percentage; those beside one are found with the types.
#pragma once

#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "core/scheme.hpp"

namespace accrue::check {

// `5 of sales`, `sales / quota >= 80`, rates of 2 and 3 for each rouble that is paid; and `sales / quota *
// 100` as a percentage. Two salaries, three quotas and a coefficient of 1.5 may well be meant.
void warn_forgotten_percents(const core::Scheme& scheme, const Sources& sources, Diagnostics& diagnostics);

}  // namespace accrue::check
