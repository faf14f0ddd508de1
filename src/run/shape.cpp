#include "run/shape.hpp"

#include <algorithm>

namespace accrue::run {
namespace {

ColumnShape shape(const data::Column& column) {
    return {column.digits, column.absent, !column.missing.empty()};
}

bool suits(const ColumnShape& planned, const data::Column& column) {
    const auto here = shape(column);
    return planned.digits == here.digits && planned.absent == here.absent &&
           (planned.has_missing || !here.has_missing);
}

// Where a row stands in its file settles nothing.
bool same(const data::ReferenceRow& a, const data::ReferenceRow& b) {
    return a.keys == b.keys && a.fields == b.fields && a.from == b.from && a.to == b.to;
}

}  // namespace

Shape shape(const data::History& history) {
    Shape made;
    for (const auto& column : history.columns) made.columns.add(shape(column));
    made.references = history.references;
    return made;
}

bool suits(const Shape& planned, const data::History& history) {
    const auto column_suits = [](const ColumnShape& a, const data::Column& b) { return suits(a, b); };
    const auto rows_are_same = [](const data::ReferenceRows& a, const data::ReferenceRows& b) {
        return std::ranges::equal(a.rows, b.rows, same);
    };
    return std::ranges::equal(planned.columns, history.columns, column_suits) &&
           std::ranges::equal(planned.references, history.references, rows_are_same);
}

}  // namespace accrue::run
