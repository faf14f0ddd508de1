#include "data/inspect.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/messages/phrases/commands.hpp"
#include "base/messages/phrases/reading.hpp"
#include "base/text.hpp"
#include "data/period_words.hpp"

namespace accrue::data {
namespace {

std::string shown_delimiter(char delimiter) {
    return delimiter == '\t' ? phrase(say::tabs) : fmt::format("`{}`", printable({&delimiter, 1}));
}

std::string column(const std::string& header) {
    return phrase(say::column, header);
}

std::string key_line(const Understood& seen) {
    if (seen.key_column.empty() && seen.keys <= 1) return phrase(say::no_key_as_read, seen.key_reason);
    return phrase(say::key_as_read, column(seen.key_column), seen.key_reason, seen.keys);
}

std::string period_line(const Understood& seen, const std::string& range) {
    const bool is_month = seen.calendar.unit == PeriodUnit::month;
    const auto days = seen.months_from_dates
                          ? phrase(is_month ? say::first_or_last_days : say::first_or_last_days_of_period)
                          : "";
    return fmt::format("{}: {}{}{}", unit_name(seen.calendar.unit), column(seen.month_column), days, range);
}

std::string between_line(const Understood& seen, const std::string& range) {
    if (seen.to_column.empty()) return phrase(say::rows_hold_from, column(seen.from_column), range);
    if (seen.from_column.empty()) return phrase(say::rows_hold_to, column(seen.to_column), range);
    return phrase(say::rows_hold_between, column(seen.from_column), column(seen.to_column), range);
}

std::string when_line(const Understood& seen) {
    const auto range = seen.first_period
                           ? phrase(say::from_period_to_period, seen.calendar.to_text(*seen.first_period),
                                    seen.calendar.to_text(*seen.last_period))
                           : "";
    switch (seen.dated) {
        case Dated::by_period:
            return period_line(seen, range);
        case Dated::by_name:
            return phrase(say::period_by_name, seen.calendar.to_text(*seen.first_period));
        case Dated::by_date:
            return phrase(say::date_as_read, column(seen.month_column), range);
        case Dated::from_to:
            return between_line(seen, range);
        case Dated::everywhere:
            return phrase(say::rows_hold_always, range);
    }
    return "";
}

}  // namespace

std::string as_written(const NumberFormat& format) {
    const auto fraction = format.has_point ? fmt::format("{}56", format.point) : "";
    return fmt::format("1{}234{}", format.group, fraction);
}

std::string described_text(const Understood& seen) {
    const auto [compression, encoding] = seen.origin;
    std::string written(to_text(encoding));
    if (seen.byte_order_mark) written += phrase(say::with_byte_order_mark);
    const auto packed = compression == Compression::none ? "" : phrase(say::packed_by, to_text(compression));
    return phrase(say::text_as_read, written, packed, shown_delimiter(seen.delimiter), seen.header_line);
}

std::vector<std::string> described(const Understood& seen) {
    std::vector<std::string> lines;
    lines.push_back(described_text(seen));
    lines.push_back(phrase(say::rows_as_read, seen.rows));
    if (seen.holds != Holds::reference) {
        lines.push_back(key_line(seen));
        if (!seen.parent_column.empty())
            lines.push_back(phrase(say::row_above_as_read, column(seen.parent_column)));
        lines.push_back(when_line(seen));
    }
    for (const auto& [header, format] : seen.numbers) {
        lines.push_back(phrase(say::numbers_as_read, column(header),
                               fmt::format("1{}234{}56", format.group, format.point)));
    }
    for (const auto& [header, order] : seen.dates)
        lines.push_back(phrase(say::dates_as_read, column(header), order));
    std::vector<std::string> unused;
    for (const auto& header : seen.unused_columns) {
        if (!header.empty()) unused.push_back(fmt::format("`{}`", printable(header)));
    }
    if (!unused.empty())
        lines.push_back(phrase(say::columns_not_read, fmt::format("{}", fmt::join(unused, ", "))));
    return lines;
}

}  // namespace accrue::data
