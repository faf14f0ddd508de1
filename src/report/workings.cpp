#include "report/workings.hpp"

#include "base/text.hpp"

namespace accrue::report {

std::size_t Workings::take_rows(std::size_t count) {
    const auto first = next_row_;
    next_row_ += count;
    return first;
}

CellAt Workings::put(CellAt at, std::string formula, KnownValue value, Look look) {
    auto& cell = sheet_.cells[at];
    cell.formula = std::move(formula);
    cell.value = std::move(value);
    cell.look = std::move(look);
    return at;
}

void Workings::label(CellAt at, std::string text, Wording wording) {
    auto& cell = sheet_.cells[at];
    cell.text = printable(text);
    cell.wording = wording;
}

CellAt Workings::cell_of(const std::string& formula, const KnownValue& value) {
    const auto known = cells_.find(formula);
    if (known != cells_.end()) return known->second;
    const CellAt at{take_rows(1), WorkingTable::result_column};
    cells_.emplace(formula, at);
    return put(at, formula, value);
}

WorkingTable::WorkingTable(Workings& workings, const std::string& title, const std::vector<std::string>& rows,
                           std::size_t more_rows)
    : workings_(workings), rows_(rows.size()) {
    workings_.label({workings_.take_rows(1), 0}, title, Wording::heading);
    head_ = workings_.take_rows(1);
    top_ = workings_.take_rows(rows_ + more_rows + 1);
    for (std::size_t i = 0; i < rows_; ++i) workings_.label({top_ + i, 0}, rows[i]);
}

std::size_t WorkingTable::add_empty(const std::string& title) {
    workings_.label({head_, next_column_}, title, Wording::soft);
    return next_column_++;
}

std::size_t WorkingTable::add(const std::string& title, const Formula& formula, const Value& value,
                              const Look& look) {
    const auto column = add_empty(title);
    fill(column, formula, value, look);
    return column;
}

void WorkingTable::set_results(const std::string& title, const Formula& formula, const Value& value,
                               const Look& look) {
    workings_.label({head_, result_column}, title, Wording::soft);
    fill(result_column, formula, value, look);
}

void WorkingTable::fill(std::size_t column, const Formula& formula, const Value& value, const Look& look) {
    for (std::size_t i = 0; i < rows_; ++i) workings_.put(at(column, i), formula(i), value(i), look);
}

}  // namespace accrue::report
