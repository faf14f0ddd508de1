// run/store_forms.hpp — In what form a store has its numbers: one that holds exactly whatever all of its
// plans write into it.
#pragma once

#include "run/algebra.hpp"

namespace accrue::run {

// The form that holds what the store had and the number.
StoreForm joined(const StoreForm& form, const Number& number);

}  // namespace accrue::run
