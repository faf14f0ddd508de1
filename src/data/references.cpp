#include "data/references.hpp"

#include <algorithm>
#include <memory>

#include "data/cell_value.hpp"
#include "data/reference_index.hpp"

namespace accrue::data {
namespace {

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

FoundRow find_row(const ReferenceRows& rows, const std::vector<core::Value>& keys, Date day) {
    if (rows.rows.empty()) return {};
    const auto found = rows.index->find(keys, day);
    const auto row = [&](std::optional<std::uint32_t> number) {
        return number ? &rows.rows[*number] : nullptr;
    };
    return {row(found.row), row(found.other)};
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
        made.field_columns.push_back(sheet.columns[column].position(0).value_or(0));
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
    made.index = std::make_shared<const ReferenceIndex>(reference, made.rows);
    return made;
}

void intern(Table<core::ReferenceId, ReferenceRows>& references, Texts& texts) {
    each_text(references, [&](const std::string& text) { texts.id(text); });
    each_text(references, [&](std::string& text) { text = texts.shown(texts.id(text)); });
}

std::vector<std::pair<const ReferenceRow*, const ReferenceRow*>> overlapping(const ReferenceRows& rows) {
    std::vector<std::pair<const ReferenceRow*, const ReferenceRow*>> pairs;
    const ReferenceIndex::Entry* longest = nullptr;  // of the rows of these keys, the one that ends last
    for (const auto& entry : rows.index->entries()) {
        const bool is_same = longest != nullptr && longest->keys == entry.keys;
        if (is_same && entry.from <= longest->to) {
            const auto [earlier, later] = std::minmax(longest->row, entry.row);
            pairs.emplace_back(&rows.rows[later], &rows.rows[earlier]);
        }
        if (!is_same || longest->to < entry.to) longest = &entry;
    }
    std::ranges::sort(pairs);
    return pairs;
}

}  // namespace accrue::data
