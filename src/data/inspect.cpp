#include "data/inspect.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.hpp"

namespace accrue::data {
namespace {

std::string shown_delimiter(char delimiter) {
    return delimiter == '\t' ? "tabs" : fmt::format("`{}`", printable({&delimiter, 1}));
}

std::string column(const std::string& header) {
    return fmt::format("column `{}`", printable(header));
}

std::string key_line(const Understood& seen) {
    if (seen.key_column.empty() && seen.keys <= 1) return fmt::format("key: {}", seen.key_reason);
    return fmt::format("key: {}, {}; {} {}", column(seen.key_column), seen.key_reason, seen.keys,
                       seen.keys == 1 ? "key" : "keys");
}

std::string month_line(const Understood& seen) {
    const auto range = seen.first_month
                           ? fmt::format("; {} to {}", to_text(*seen.first_month), to_text(*seen.last_month))
                           : "";
    const auto dates = seen.months_from_dates ? ", of which each date is the month's first or last day" : "";
    return fmt::format("month: {}{}{}", column(seen.month_column), dates, range);
}

}  // namespace

std::vector<std::string> described(const Understood& seen) {
    std::vector<std::string> lines;
    lines.push_back(fmt::format("text: UTF-8{}, cells parted by {}, header on line {}",
                                seen.byte_order_mark ? " with a byte order mark" : "",
                                shown_delimiter(seen.delimiter), seen.header_line));
    lines.push_back(fmt::format("rows: {}", seen.rows));
    lines.push_back(key_line(seen));
    lines.push_back(month_line(seen));
    for (const auto& [header, format] : seen.numbers) {
        lines.push_back(
            fmt::format("numbers: {} as `1{}234{}56`", column(header), format.group, format.point));
    }
    for (const auto& [header, order] : seen.dates)
        lines.push_back(fmt::format("dates: {} as {}", column(header), order));
    std::vector<std::string> unused;
    for (const auto& header : seen.unused_columns) unused.push_back(fmt::format("`{}`", printable(header)));
    if (!unused.empty()) lines.push_back(fmt::format("not read: {}", fmt::join(unused, ", ")));
    return lines;
}

}  // namespace accrue::data
