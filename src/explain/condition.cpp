#include "explain/condition.hpp"

#include <fmt/format.h>

#include "base/messages/phrases/general.hpp"
#include "base/messages/phrases/tracing.hpp"
#include "explain/formula.hpp"
#include "explain/shown.hpp"

namespace accrue::explain {
namespace {

using core::ExprId;
using data::RowId;

std::string side_text(Evaluation& evaluation, ExprId side, RowId row) {
    const auto value = value_text(evaluation, side, row);
    const auto formula = with_numbers(evaluation, side, row);
    return formula == value ? value : fmt::format("{} = {}", formula, value);
}

MarginKind margin_kind(Relation relation, bool holds) {
    if (holds) return MarginKind::to_spare;
    switch (relation) {
        case Relation::more:
        case Relation::at_least:
            return MarginKind::short_by;
        case Relation::less:
        case Relation::at_most:
            return MarginKind::over_by;
        case Relation::equal:
        case Relation::different:
            return MarginKind::off_by;
    }
    return MarginKind::off_by;
}

bool has_margin(Relation relation, bool holds) {
    if (relation == Relation::equal) return !holds;
    return relation != Relation::different;
}

Condition of_comparison(Evaluation& evaluation, const Comparison& compared, bool holds, RowId row) {
    const auto& scheme = evaluation.scheme();
    const auto [relation, left, right] = compared;
    Condition condition{
        .text = fmt::format("{} {} {}", side_text(evaluation, left, row),
                            sign(holds ? relation : opposite(relation)), side_text(evaluation, right, row)),
        .holds = holds,
        .type = scheme.expressions[left].type,
        .as_percent = as_percent(scheme, left) || as_percent(scheme, right)};
    const auto *a = amount(evaluation.value(left, row)), *b = amount(evaluation.value(right, row));
    if (a != nullptr && b != nullptr && has_margin(relation, holds)) {
        condition.margin = abs(*a - *b);
        condition.margin_kind = margin_kind(relation, holds);
        condition.must_exceed = !holds && (relation == Relation::more || relation == Relation::less);
    }
    return condition;
}

}  // namespace

std::optional<Condition> condition_of(Evaluation& evaluation, ExprId condition, RowId row) {
    const auto* value = present(evaluation.value(condition, row));
    if (value == nullptr) return std::nullopt;
    const bool holds = std::get<bool>(*value);
    if (const auto compared = comparison(evaluation.scheme(), condition)) {
        return of_comparison(evaluation, *compared, holds, row);
    }
    return Condition{.text = phrase(holds ? say::yes : say::no), .holds = holds};
}

std::string margin_words(const Condition& condition) {
    if (!condition.margin) return "";
    if (condition.margin->sign() == 0) return phrase(say::exactly_there);
    const auto size = shown(core::Value(*condition.margin), condition.type, condition.as_percent);
    switch (condition.margin_kind) {
        case MarginKind::to_spare:
            return phrase(say::to_spare, size);
        case MarginKind::short_by:
            return phrase(condition.must_exceed ? say::short_by_more_than : say::short_by, size);
        case MarginKind::over_by:
            return phrase(say::over_by, size);
        case MarginKind::off_by:
            return phrase(say::off_by, size);
    }
    return "";
}

}  // namespace accrue::explain
