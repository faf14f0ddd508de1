#include "data/periods.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include "base/messages/data.hpp"

namespace accrue::data {
namespace {

constexpr std::size_t most_rows = std::numeric_limits<std::uint32_t>::max() - 1;

// From the first to the last period that was added.
struct Span {
    std::optional<Period> first, last;

    void add(Period period) {
        first = std::min(first.value_or(period), period);
        last = std::max(last.value_or(period), period);
    }
};

bool is_named(const Sheet& sheet) {
    return sheet.roles.dated == Dated::by_name;
}
bool names_periods(const Sheet& sheet) {
    return sheet.wanted.holds != Holds::reference && (sheet.roles.period || is_named(sheet));
}
bool is_spread(const Sheet& sheet) {
    const auto dated = sheet.roles.dated;
    return sheet.wanted.holds == Holds::rows &&
           (dated == Dated::from_to || dated == Dated::everywhere || is_named(sheet));
}

std::optional<Period> period_of(const Calendar& calendar, const std::optional<Column>& days, RowId row) {
    if (!days || days->is_missing(row)) return std::nullopt;
    return calendar.period(Date{static_cast<std::int32_t>(days->count(row))});
}

Span span_of(const Calendar& calendar, const std::vector<Sheet>& sheets) {
    Span named, between;
    for (const auto& sheet : sheets) {
        for (std::uint32_t i = 0; i < sheet.file.rows.size(); ++i) {
            const auto& row = sheet.file.rows[RowId(i)];
            if (row.key && names_periods(sheet))
                named.add(is_named(sheet) ? *sheet.wanted.named_period() : row.period);
            if (!row.key || !is_spread(sheet)) continue;
            for (const auto* const days : {&sheet.from, &sheet.to}) {
                if (const auto period = period_of(calendar, *days, RowId(i))) between.add(*period);
            }
        }
    }
    return named.first ? named : between;
}

class Spreading {
  public:
    Spreading(const Calendar& calendar, const Span& span, Sheet& sheet)
        : calendar_(calendar), span_(span), sheet_(sheet) {}
    void spread();

  private:
    void spread_row(RowId row);
    void report_outside(const FileRow& row);
    void report_no_period();

    const Calendar& calendar_;
    const Span& span_;
    Sheet& sheet_;
    FileRows rows_;
    std::vector<RowId> cells_;
    std::vector<KeyId> parent_of_;
};

void Spreading::report_outside(const FileRow& row) {
    auto* const report = sheet_.troubles.first(kind::row_outside_periods, Troubles::whole_row, row.line);
    if (report == nullptr) return;
    report->spans = {sheet_.file.span(sheet_.file.text.substr(row.offset, 1))};
    report->arguments = {calendar_.to_text(*span_.first), calendar_.to_text(*span_.last)};
}

// Unless that, or what is wrong with each of the rows, has been said.
void Spreading::report_no_period() {
    const auto& report = sheet_.roles.no_period;
    const bool is_said = sheet_.wanted.is_alone && sheet_.roles.dated == Dated::everywhere;
    const bool has_rows =
        std::ranges::any_of(sheet_.file.rows, [](const FileRow& row) { return bool(row.key); });
    if (report && !is_said && has_rows) sheet_.troubles.alone(report->kind) = *report;
    sheet_.file.rows = {};
    sheet_.survey.reset();
}

void Spreading::spread_row(RowId id) {
    auto row = sheet_.file.rows[id];
    const auto first = std::max(period_of(calendar_, sheet_.from, id).value_or(*span_.first), *span_.first);
    const auto last = std::min(period_of(calendar_, sheet_.to, id).value_or(*span_.last), *span_.last);
    if (last < first) return report_outside(row);
    for (row.period = first; row.period <= last; row.period = Calendar::next(row.period)) {
        if (rows_.size() == most_rows) return;
        rows_.add(row);
        cells_.push_back(id);
        if (!sheet_.parent_of.empty()) parent_of_.push_back(sheet_.parent_of[id.value]);
    }
}

void Spreading::spread() {
    if (!span_.first) return report_no_period();
    for (std::uint32_t i = 0; i < sheet_.file.rows.size(); ++i) {
        if (sheet_.file.rows[RowId(i)].key) spread_row(RowId(i));
    }
    if (rows_.size() == most_rows)
        sheet_.troubles.alone(kind::file_too_long).arguments = {static_cast<std::int64_t>(most_rows)};
    sheet_.file.rows = std::move(rows_);
    sheet_.survey.reset();
    sheet_.cells = std::move(cells_);
    sheet_.parent_of = std::move(parent_of_);
    sheet_.understood.first_period = span_.first;
    sheet_.understood.last_period = span_.last;
}

}  // namespace

void place_in_periods(const Calendar& calendar, std::vector<Sheet>& sheets, std::optional<Period> until) {
    if (std::ranges::none_of(sheets, is_spread)) return;
    auto span = span_of(calendar, sheets);
    if (span.first && until) span.last = std::max(*span.last, *until);
    for (auto& sheet : sheets) {
        const Span own{sheet.wanted.named_period(), sheet.wanted.named_period()};
        if (is_spread(sheet)) Spreading(calendar, is_named(sheet) ? own : span, sheet).spread();
    }
}

}  // namespace accrue::data
