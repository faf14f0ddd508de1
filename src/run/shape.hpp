// run/shape.hpp — What the plans of a scheme depend on in a history: how its columns are counted, which cells
// may be blank, and the rows of its references. Histories of one shape have one set of plans.
#pragma once

#include "core/scheme.hpp"
#include "data/history.hpp"

namespace accrue::run {

struct ColumnShape {
    int digits = 0;
    bool absent = false;
    bool has_missing = false;  // some cell may be missing
};

struct Shape {
    Table<core::InputId, ColumnShape> columns;
    Table<core::ReferenceId, data::ReferenceRows> references;
};
Shape shape(const data::History& history);

// Will plans for the shape do for the history?
bool suits(const Shape& shape, const data::History& history);

}  // namespace accrue::run
