// data/cell_value.hpp — A cell of a column as a value.
#pragma once

#include "data/history.hpp"

namespace accrue::data {

// Nothing when it is missing; `text_of` gives the text of a TextId.
template <class TextOf>
std::optional<core::Value> cell_value(const Column& column, RowId row, const TextOf& text_of) {
    if (column.is_missing(row)) return std::nullopt;
    const auto count = column.count(row);
    switch (column.kind) {
        case core::TypeKind::money:
        case core::TypeKind::number: {
            const auto* const large = find_large(column.large, row);
            return large != nullptr ? *large : Exact::scaled(count, column.digits);
        }
        case core::TypeKind::date:
            return Date{static_cast<std::int32_t>(count)};
        case core::TypeKind::month:
            return Month{static_cast<std::int32_t>(count)};
        case core::TypeKind::text:
            return std::string(text_of(TextId(static_cast<std::size_t>(count))));
        case core::TypeKind::logical:
            return count != 0;
    }
    return std::nullopt;
}

}  // namespace accrue::data
