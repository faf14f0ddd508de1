#include "data/references.hpp"

#include <algorithm>
#include <limits>

#include "data/cell_value.hpp"

namespace accrue::data {
namespace {

using Cell = std::optional<core::Value>;

// Texts by what equality compares, all other values as they are.
std::strong_ordering compared(const core::Value& one, const core::Value& other) {
    if (one.index() != other.index()) return one.index() <=> other.index();
    return std::visit(
        [&](const auto& first) -> std::strong_ordering {
            using T = std::decay_t<decltype(first)>;
            const auto& second = std::get<T>(other);
            if constexpr (std::is_same_v<T, std::string>) {
                return first == second ? std::strong_ordering::equal
                                       : equality_form(first) <=> equality_form(second);
            } else if constexpr (std::is_same_v<T, Exact>) {
                return first < second   ? std::strong_ordering::less
                       : second < first ? std::strong_ordering::greater
                                        : std::strong_ordering::equal;
            } else {
                return first <=> second;
            }
        },
        one);
}

// A blank is less than any value.
std::strong_ordering compared(const Cell& one, const Cell& other) {
    if (!one || !other) return one.has_value() <=> other.has_value();
    return compared(*one, *other);
}

bool is_in_force(const ReferenceRow& row, Date day) {
    return (!row.from || *row.from <= day) && (!row.to || day <= *row.to);
}

// Does the row's cell of a key hold the value? A blank edge holds all.
bool holds(core::KeyMatch match, const Cell& cell, const core::Value& value) {
    if (!cell) return true;
    const auto order = compared(value, *cell);
    switch (match) {
        case core::KeyMatch::exact:
            return order == 0;
        case core::KeyMatch::up_to:
            return order <= 0;
        case core::KeyMatch::below:
            return order < 0;
        case core::KeyMatch::from:
            return order >= 0;
    }
    return false;
}

bool fits(const core::Reference& reference, const ReferenceRow& row, const std::vector<core::Value>& keys,
          Date day) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (!holds(reference.keys[i].match, row.keys[i], keys[i])) return false;
    }
    return is_in_force(row, day);
}

// ---------------------------------------------------------------- the nearest of fitting rows

std::size_t exact_keys(const core::Reference& reference, const ReferenceRow& row) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < row.keys.size(); ++i) {
        const bool is_exact = reference.keys[i].match == core::KeyMatch::exact;
        count += is_exact && row.keys[i].has_value() ? 1 : 0;
    }
    return count;
}

// Less is nearer: an edge than none, a lower upper edge, a higher lower edge.
std::strong_ordering by_edge(core::KeyMatch match, const Cell& one, const Cell& other) {
    if (!one || !other) return !one.has_value() <=> !other.has_value();
    return match == core::KeyMatch::from ? compared(*other, *one) : compared(*one, *other);
}

// Of two rows with as many exact keys: which has the nearer edges, by the first key in which they differ.
// None is nearer when their exact keys are not the same ones.
std::optional<std::strong_ordering> by_edges(const core::Reference& reference, const ReferenceRow& one,
                                             const ReferenceRow& other) {
    auto edges = std::strong_ordering::equal;
    for (std::size_t i = 0; i < reference.keys.size(); ++i) {
        const auto match = reference.keys[i].match;
        if (match != core::KeyMatch::exact) {
            if (edges == 0) edges = by_edge(match, one.keys[i], other.keys[i]);
        } else if (one.keys[i].has_value() != other.keys[i].has_value()) {
            return std::nullopt;
        }
    }
    return edges;
}

// ---------------------------------------------------------------- rows of one key

std::strong_ordering by_keys(const ReferenceRow& one, const ReferenceRow& other) {
    for (std::size_t i = 0; i < one.keys.size(); ++i) {
        if (const auto order = compared(one.keys[i], other.keys[i]); order != 0) return order;
    }
    return std::strong_ordering::equal;
}

Date begin_of(const ReferenceRow& row) {
    return row.from.value_or(Date{std::numeric_limits<std::int32_t>::min()});
}
Date end_of(const ReferenceRow& row) {
    return row.to.value_or(Date{std::numeric_limits<std::int32_t>::max()});
}

template <class Visit>
void each_text(Table<core::ReferenceId, ReferenceRows>& references, const Visit& visit) {
    for (auto& reference : references) {
        for (auto& row : reference.rows) {
            for (auto* const cells : {&row.keys, &row.fields}) {
                for (auto& cell : *cells) {
                    if (auto* const text = cell ? std::get_if<std::string>(&*cell) : nullptr) visit(*text);
                }
            }
        }
    }
}

}  // namespace

FoundRow find_row(const core::Reference& reference, const ReferenceRows& rows,
                  const std::vector<core::Value>& keys, Date day) {
    std::vector<const ReferenceRow*> fitting;  // with the most exact keys
    std::size_t most = 0;
    for (const auto& row : rows.rows) {
        const auto exact = exact_keys(reference, row);
        if (exact < most || !fits(reference, row, keys, day)) continue;
        if (exact > most) fitting.clear();
        most = exact;
        fitting.push_back(&row);
    }
    FoundRow found;
    for (const auto* const row : fitting) {
        const auto order =
            found.row == nullptr ? std::strong_ordering::less : by_edges(reference, *row, *found.row);
        if (!order) return {found.row, row};
        if (*order < 0) found = {row, nullptr};
        if (*order == 0) found.other = row;
    }
    return found;
}

ReferenceRows reference_rows(const core::Reference& reference, const Sheet& sheet, const Texts& texts) {
    ReferenceRows made{.rows = {},
                       .delimiter = sheet.file.delimiter,
                       .headers = sheet.file.headers,
                       .field_columns = {},
                       .source = sheet.file.source};
    const auto cell = [&](std::size_t column, RowId row) {
        return cell_value(sheet.columns[column], row,
                          [&](TextId text) -> const std::string& { return texts.shown(text); });
    };
    const auto day = [](const std::optional<Column>& column, RowId row) {
        const bool is_there = column && !column->is_missing(row);
        return is_there ? std::optional(Date{static_cast<std::int32_t>(column->count(row))}) : std::nullopt;
    };
    const auto keys = reference.keys.size(), columns = keys + reference.fields.size();
    for (auto column = keys; column < columns; ++column)
        made.field_columns.push_back(sheet.columns[column].source_column);
    for (std::uint32_t i = 0; i < sheet.file.rows.size(); ++i) {
        const RowId row(i);
        auto& added = made.rows.emplace_back();
        for (std::size_t column = 0; column < columns; ++column)
            (column < keys ? added.keys : added.fields).push_back(cell(column, row));
        added.from = day(sheet.from, row);
        added.to = day(sheet.to, row);
        added.offset = sheet.file.rows[row].offset;
        added.line = sheet.file.rows[row].line;
    }
    return made;
}

void intern(Table<core::ReferenceId, ReferenceRows>& references, Texts& texts) {
    each_text(references, [&](const std::string& text) { texts.id(text); });
    each_text(references, [&](std::string& text) { text = texts.shown(texts.id(text)); });
}

std::vector<std::pair<const ReferenceRow*, const ReferenceRow*>> overlapping(const ReferenceRows& rows) {
    std::vector<const ReferenceRow*> order;
    for (const auto& row : rows.rows) order.push_back(&row);
    std::ranges::stable_sort(order, [](const ReferenceRow* one, const ReferenceRow* other) {
        const auto keys = by_keys(*one, *other);
        return keys != 0 ? keys < 0 : begin_of(*one) < begin_of(*other);
    });
    std::vector<std::pair<const ReferenceRow*, const ReferenceRow*>> pairs;
    const ReferenceRow* longest = nullptr;  // of the rows of these keys, the one that ends last
    for (const auto* const row : order) {
        const bool is_same = longest != nullptr && by_keys(*longest, *row) == 0;
        if (is_same && begin_of(*row) <= end_of(*longest)) {
            const auto [earlier, later] = std::minmax(longest, row);
            pairs.emplace_back(later, earlier);
        }
        if (!is_same || end_of(*longest) < end_of(*row)) longest = row;
    }
    std::ranges::sort(pairs);
    return pairs;
}

}  // namespace accrue::data
