#include "data/ragged.hpp"

#include <algorithm>
#include <utility>

#include "base/messages/data.hpp"
#include "data/file_names.hpp"
#include "data/words.hpp"

namespace accrue::data {

bool is_of_footer(const Records& row) {
    const auto is_filled = [](const Cell& cell) { return !bare(cell.text).empty(); };
    const auto is_sum = [](const Cell& cell) { return is_total(bare(cell.text)); };
    return std::ranges::count_if(row.cells(), is_filled) <= 1 || std::ranges::any_of(row.cells(), is_sum);
}

void RaggedRows::add(const Records& row) {
    const auto& cells = row.cells();
    add(RaggedRow{file_.span(cells.front().text), row.line(), cells.size(), is_of_footer(row)});
}

void RaggedRows::add(const RaggedRow& row) {
    waiting_.push_back(row);
    if (waiting_.size() > longest_footer) report_ragged();
}

void RaggedRows::report_ragged() {
    for (const auto& row : std::exchange(waiting_, {})) {
        auto* const report = troubles_.first(kind::row_ragged, Troubles::whole_row, row.line);
        if (report == nullptr) continue;
        report->spans = {row.span};
        report->arguments = {static_cast<std::int64_t>(row.width),
                             static_cast<std::int64_t>(file_.headers.size())};
        if (file_.delimiter == ',' && row.width > file_.headers.size())
            report->notes = {{kind::hint_commas_inside, {}}};
    }
}

void RaggedRows::good_row_follows() {
    if (!waiting_.empty()) report_ragged();
}

void RaggedRows::end_of_file(std::size_t good_rows) {
    const bool is_footer = std::ranges::all_of(waiting_, &RaggedRow::is_footer);
    if (waiting_.empty() || good_rows == 0 || !is_footer) return report_ragged();
    auto& report = troubles_.alone(kind::file_footer);
    report.spans = {waiting_.front().span};
    report.arguments = {static_cast<std::int64_t>(waiting_.size())};
    const auto lines = std::to_string(file_.lines_skipped + waiting_.size());
    report.notes = {{kind::hint_skip_last_lines, {option_of_file(file_.called, lines)}}};
}

}  // namespace accrue::data
