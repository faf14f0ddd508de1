#include "report/result_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"

namespace accrue::report {
namespace {

// A pay line may be called `month`.
void tell_apart(std::vector<ResultColumn>& columns) {
    std::set<std::string> taken;
    for (auto& column : columns) {
        const auto wanted = column.name;
        for (int i = 2; !taken.insert(folded(column.name)).second; ++i)
            column.name = fmt::format("{}_{}", wanted, i);
    }
}

}  // namespace

std::vector<ResultColumn> result_columns(const Outline& outline, const PaidLevel& level) {
    std::vector<ResultColumn> columns;
    for (const auto each : level.keyed) columns.push_back({key_name(outline, each), KeyCell{each}});
    columns.push_back({std::string(unit_name(outline.scheme)), PeriodCell{}});
    if (is_of_records(outline, level)) columns.push_back({"date", DateCell{}});
    for (const auto& pay : level.pays) columns.push_back({pay.component, AmountCell{pay.amount}});
    if (level.pays.size() > 1) columns.push_back({"pay", AmountCell{level.pay_total}});
    tell_apart(columns);
    return columns;
}

std::vector<core::LevelId> key_levels(const Outline& outline) {
    std::vector<core::LevelId> levels;
    for (auto i = outline.scheme.levels.size(); i > 0; --i) {
        const core::LevelId level(i - 1);
        const auto names_rows = [&](const PaidLevel& each) {
            return std::ranges::find(each.keyed, level) != each.keyed.end();
        };
        if (std::ranges::any_of(outline.levels, names_rows)) levels.push_back(level);
    }
    return levels;
}

bool is_of_records(const Outline& outline, const PaidLevel& level) {
    return outline.scheme.levels[level.level].kind == core::LevelKind::records;
}

}  // namespace accrue::report
