#include "data/put.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace accrue::data {
namespace {

TextId text_id(History& history, const std::string& text) {
    const auto wanted = folded(text);
    const auto found = std::ranges::find(history.folded_texts, wanted);
    if (found != history.folded_texts.end())
        return TextId(static_cast<std::size_t>(found - history.folded_texts.begin()));
    history.texts.push_back(text);
    history.folded_texts.push_back(wanted);
    return TextId(history.texts.size() - 1);
}

// Numbers are large ones, whose count is 0.
std::int64_t count_of(History& history, const core::Value& value) {
    return std::visit(
        overloaded{[](const Exact&) { return std::int64_t{0}; },
                   [](bool yes) { return std::int64_t{yes ? 1 : 0}; },
                   [](Date date) { return std::int64_t{date.days}; },
                   [](Month month) { return std::int64_t{month.index}; },
                   [&](const std::string& text) { return std::int64_t{text_id(history, text).value}; }},
        value);
}

}  // namespace

void put(History& history, core::InputId input, RowId row, const core::Value& value) {
    auto& column = history.columns[input];
    const auto& frame = history.frames[history.rows.level_of(row)];
    if (column.absent) {  // it becomes one of blank cells
        column.absent = false;
        column.first = frame.first;
        column.values.assign(frame.rows, 0);
        column.missing.assign(frame.rows, 1);
    }
    const auto place = row.value - column.first.value;
    if (!column.missing.empty()) column.missing[place] = 0;
    column.values[place] = count_of(history, value);
    if (const auto* const number = std::get_if<Exact>(&value)) set_large(column.large, row, *number);
}

}  // namespace accrue::data
