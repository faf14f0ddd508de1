#include "check/examples.hpp"

#include <algorithm>
#include <utility>

#include "base/messages/meaning.hpp"
#include "check/example_reading.hpp"
#include "check/walk.hpp"

namespace accrue::check {

using namespace syntax;

namespace {

// The value by which records of one day are told apart.
std::optional<core::Value> place_of(const check::ExampleRow& row, core::InputId input) {
    for (const ExampleCell& cell : row.cells) {
        const auto* id = std::get_if<core::InputId>(&cell.what);
        if (id != nullptr && *id == input && !cell.values.empty()) return cell.values.front();
    }
    return std::nullopt;
}

bool are_tied(const check::ExampleRow& one, const check::ExampleRow& other, const core::Level& level) {
    if (one.level != other.level || one.parent != other.parent || one.date != other.date) return false;
    return std::ranges::all_of(
        level.order, [&](core::InputId input) { return place_of(one, input) == place_of(other, input); });
}

}  // namespace

Diagnostic& ExampleReading::report(Kind kind, std::vector<Span> spans, std::vector<Argument> arguments) {
    diagnostics_.push_back({kind, std::move(spans), std::move(arguments), {}});
    return diagnostics_.back();
}

check::Example ExampleReading::read(const Statement& statement) {
    const auto& written = std::get<syntax::Example>(statement.node);
    example_ = {.title = quoted_text(sources_, written.title),
                .span = statement.span,
                .rows = {},
                .reference_rows = {}};
    periods_ = {scheme_.calendar.period(unnamed_month)};
    period_named_ = false;
    bare_.clear();
    absent_.clear();
    for (const std::uint32_t index : written.lines) take_top(module_.example_lines[index]);
    require_period();
    require_order();
    leave_absent_out();
    return std::move(example_);
}

// Records of one day whose order decides what they earn, and nothing that tells it.
void ExampleReading::require_order() {
    for (std::size_t i = 0; i < example_.rows.size(); ++i) {
        const core::Level& level = scheme_.levels[example_.rows[i].level];
        if (!level.order_matters) continue;
        for (std::size_t j = 0; j < i; ++j) {
            if (!are_tied(example_.rows[j], example_.rows[i], level)) continue;
            report(kind::example_without_order, {example_.rows[i].span, example_.rows[j].span},
                   {level.name, to_text(*example_.rows[i].date)});
            return;
        }
    }
}

void ExampleReading::require_period() {
    if (period_named_ || example_.rows.empty()) return;
    for (const core::Param& param : scheme_.params) {
        if (param.values.empty() || !param.values.back().from) continue;
        report(kind::month_needed, {example_.span, param.span}, {param.name});
        return;
    }
}

std::vector<Example> examples(const Module& module, const Sources& sources, const Declarations& declarations,
                              Lowering& lowering, const core::Scheme& scheme, Diagnostics& diagnostics) {
    std::vector<Example> read;
    ExampleReading reading(module, sources, declarations, lowering, scheme, diagnostics);
    for (const Statement* statement : declarations.examples) read.push_back(reading.read(*statement));
    return read;
}

}  // namespace accrue::check
