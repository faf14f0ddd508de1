// check/never_negative.hpp — Whether an expression's value is never below zero, whatever the data: what a
// table that says nothing of keys below zero needs to know.
#pragma once

#include "core/scheme.hpp"

namespace accrue::check {

// True where the scheme itself shows it; false where it may be negative or nothing is known.
bool never_negative(const core::Scheme& scheme, core::ExprId expr);

}  // namespace accrue::check
