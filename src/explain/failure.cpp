#include "explain/failure.hpp"

#include <algorithm>

#include "base/messages/computing.hpp"
#include "explain/shown.hpp"

namespace accrue::explain {
namespace {

using core::ExprId;
using data::RowId;

const core::InputId* input_read(const core::Expr& expr) {
    const auto* read = std::get_if<core::Read>(&expr.node);
    return read != nullptr ? std::get_if<core::InputId>(&read->what) : nullptr;
}

struct Step {
    ExprId expression;
    RowId row;
};

// From a missing value to what it was read from; nothing when it is missing by itself.
class Backwards {
  public:
    explicit Backwards(Evaluation& evaluation) : evaluation_(evaluation), scheme_(evaluation.scheme()) {}

    std::optional<Step> before(Step step) {
        const auto& node = scheme_.expressions[step.expression].node;
        if (const auto* previous = std::get_if<core::Previous>(&node)) return before(*previous, step.row);
        if (const auto* read = std::get_if<core::Read>(&node)) return before(*read, step.row);
        return std::nullopt;
    }

  private:
    std::optional<Step> before(const core::Previous& previous, RowId row) const {
        const auto earlier = evaluation_.history().rows[row].previous;
        if (!earlier) return std::nullopt;
        return Step{scheme_.definitions[previous.of].value, earlier};
    }
    std::optional<Step> before(const core::Read& read, RowId row) const {
        if (const auto* definition = std::get_if<core::DefinitionId>(&read.what)) {
            return Step{scheme_.definitions[*definition].value, row};
        }
        const auto* param = std::get_if<core::ParamId>(&read.what);
        if (param == nullptr) return std::nullopt;
        const auto* dated = core::in_force(scheme_.params[*param], evaluation_.history().rows[row].month);
        if (dated == nullptr) return std::nullopt;
        return Step{dated->value, row};
    }

    Evaluation& evaluation_;
    const core::Scheme& scheme_;
};

AbsenceKind kind_of(const core::Expr& expr) {
    if (input_read(expr) != nullptr) return AbsenceKind::blank_cell;
    if (std::holds_alternative<core::Read>(expr.node)) return AbsenceKind::param_not_in_force;
    if (std::holds_alternative<core::Previous>(expr.node)) return AbsenceKind::no_earlier_month;
    const bool average = expr.origin.written_as == core::WrittenAs::average;
    if (average || std::holds_alternative<core::Aggregate>(expr.node)) return AbsenceKind::window_empty;
    return AbsenceKind::divisor_zero;
}

// Words one failure; `missing_used` by what was missing.
class Report {
  public:
    Report(Evaluation& evaluation, const Failure& failure)
        : evaluation_(evaluation), scheme_(evaluation.scheme()), failure_(failure) {}

    Diagnostic diagnostic() {
        switch (failure_.kind) {
            case FailureKind::missing_used:
                return of_absence(absence(evaluation_, failure_.operand, failure_.row));
            case FailureKind::missing_in_window:
                return of_window();
            case FailureKind::no_case:
                return of_no_case();
            case FailureKind::number_too_long:
                return {kind::number_too_long, {span(failure_.at)}, who(failure_.row), {}};
            case FailureKind::part_of_a_day:
                return of_part_of_a_day();
            case FailureKind::date_too_far:
                return {kind::date_too_far, {span(failure_.at)}, who(failure_.row), {}};
        }
        return {};
    }

  private:
    Diagnostic of_absence(const Absence& absence) {
        switch (absence.kind) {
            case AbsenceKind::blank_cell:
                return of_blank_cell(absence);
            case AbsenceKind::no_earlier_month:
                return {kind::no_earlier_month,
                        places({span(absence.at)}),
                        {key(absence.row), month(absence.row), written(absence.at)},
                        {{kind::hint_default_for_nothing, {written(absence.at)}}}};
            case AbsenceKind::param_not_in_force:
                return of_param(absence);
            case AbsenceKind::divisor_zero:
                return of_quotient(absence);
            case AbsenceKind::window_empty:
                return {kind::window_empty,
                        places({span(absence.at)}),
                        with(who(absence.row), {written(absence.at)}),
                        {{kind::hint_default_for_nothing, {written(absence.at)}}}};
        }
        return {};
    }

    Diagnostic of_blank_cell(const Absence& absence) {
        const auto input = *input_read(scheme_.expressions[absence.at]);
        const auto name = core::column_name(scheme_.inputs[input]);
        Diagnostic diagnostic{kind::cell_blank,
                              places({cell_span(input, absence.row), span(absence.at)}),
                              {name, key(absence.row), month(absence.row)},
                              {}};
        if (evaluation_.history().columns[input].absent)
            diagnostic.notes.push_back({kind::note_no_column, {name}});
        const auto* instead = scheme_.inputs[input].type.kind == core::TypeKind::text ? "\"…\"" : "0";
        diagnostic.notes.push_back({kind::hint_default_for_blank, {name, instead}});
        return diagnostic;
    }
    Diagnostic of_param(const Absence& absence) const {
        const auto& read = std::get<core::Read>(scheme_.expressions[absence.at].node);
        const auto& param = scheme_.params[std::get<core::ParamId>(read.what)];
        const auto& first = param.values.front();
        return {kind::param_not_in_force,
                {span(absence.at), first.span},
                {param.name, month(absence.row), first.from ? to_text(*first.from) : ""},
                {}};
    }
    Diagnostic of_quotient(const Absence& absence) const {
        const auto& quotient = std::get<core::Arithmetic>(scheme_.expressions[absence.at].node);
        return {kind::divisor_zero,
                places({span(absence.at), span(quotient.right)}),
                who(absence.row),
                {{kind::hint_default_for_nothing, {written(absence.at)}}}};
    }

    Diagnostic of_window() {
        const auto& aggregate = std::get<core::Aggregate>(scheme_.expressions[failure_.at].node);
        const auto rows = evaluation_.rows_of(aggregate, failure_.row);
        std::int64_t blanks = 0;
        Span first_blank;
        for (const auto row : rows) {
            for (const auto definition : {aggregate.where, aggregate.of}) {
                if (!definition || !std::holds_alternative<Missing>(evaluation_.value(definition, row)))
                    continue;
                if (blanks++ == 0) first_blank = blank_place(definition, row);
                break;
            }
        }
        return {
            kind::window_blank,
            {span(failure_.at), first_blank},
            with(who(failure_.row), {blanks, static_cast<std::int64_t>(rows.size()), written(failure_.at)}),
            {}};
    }
    Span blank_place(core::DefinitionId definition, RowId row) {
        const auto found = absence(evaluation_, scheme_.definitions[definition].value, row);
        if (found.kind != AbsenceKind::blank_cell) return span(found.at);
        return cell_span(*input_read(scheme_.expressions[found.at]), found.row);
    }

    // A cell that says `error` is a choice without cases; its table tells the key.
    Diagnostic of_no_case() {
        const auto& expr = scheme_.expressions[failure_.at];
        if (expr.origin.written_as == core::WrittenAs::edge_order) {
            return {kind::edges_do_not_rise, {span(failure_.at)}, who(failure_.row), {}};
        }
        const auto* table = table_of(failure_.at);
        const auto* key = table != nullptr ? present(evaluation_.value(table->key, failure_.row)) : nullptr;
        if (key == nullptr) return {kind::no_case_holds, {span(failure_.at)}, who(failure_.row), {}};
        return {kind::key_not_covered,
                {span(table->key), span(failure_.at)},
                with(who(failure_.row), {written(table->key), shown(scheme_, table->key, *key)}),
                {}};
    }
    const core::TableNote* table_of(ExprId cell) const {
        const auto has_cell = [&](const core::TableNote& table) {
            const auto is_cell = [&](const core::Band& band) {
                return band.value == cell || band.part == cell;
            };
            return table.table == cell || std::ranges::any_of(table.bands, is_cell);
        };
        const auto found = std::ranges::find_if(scheme_.table_notes, has_cell);
        return found == scheme_.table_notes.end() ? nullptr : &*found;
    }
    Diagnostic of_part_of_a_day() {
        const auto& sum = std::get<core::Arithmetic>(scheme_.expressions[failure_.at].node);
        const auto* days = present(evaluation_.value(sum.right, failure_.row));
        return {kind::part_of_a_day,
                {span(failure_.at), span(sum.right)},
                with(who(failure_.row), {days != nullptr ? shown(scheme_, sum.right, *days) : ""}),
                {}};
    }

    // The places of the cause and, when it is another, the place that needs the value.
    std::vector<Span> places(std::vector<Span> spans) const {
        const auto needed = span(failure_.operand);
        if (needed.source && needed != spans.back() && needed != spans.front()) spans.push_back(needed);
        return spans;
    }
    Span cell_span(core::InputId input, RowId row) const {
        const auto place = data::cell_place(evaluation_.history(), evaluation_.sources(), input, row);
        return place ? place->span : Span{};
    }
    Span span(ExprId id) const { return id ? scheme_.expressions[id].origin.span : Span{}; }
    std::string written(ExprId id) const { return as_written(scheme_, evaluation_.sources(), id); }
    std::string key(RowId row) const { return evaluation_.history().key(row); }
    std::string month(RowId row) const { return to_text(evaluation_.history().rows[row].month); }
    std::vector<Argument> who(RowId row) const { return {key(row), month(row)}; }
    static std::vector<Argument> with(std::vector<Argument> arguments, const std::vector<Argument>& more) {
        arguments.insert(arguments.end(), more.begin(), more.end());
        return arguments;
    }

    Evaluation& evaluation_;
    const core::Scheme& scheme_;
    const Failure& failure_;
};

}  // namespace

Absence absence(Evaluation& evaluation, ExprId missing, RowId row) {
    Backwards backwards(evaluation);
    Step step{missing, row};
    while (const auto before = backwards.before(step)) step = *before;
    return {kind_of(evaluation.scheme().expressions[step.expression]), step.expression, step.row};
}

Diagnostic diagnostic(Evaluation& evaluation, const Failure& failure) {
    return Report(evaluation, failure).diagnostic();
}

Cause cause(Evaluation& evaluation, const Failure& failure) {
    if (failure.kind != FailureKind::missing_used)
        return {failure.kind, AbsenceKind::blank_cell, failure.at.value};
    const auto found = absence(evaluation, failure.operand, failure.row);
    const auto* input = input_read(evaluation.scheme().expressions[found.at]);
    return {failure.kind, found.kind, input != nullptr ? input->value : found.at.value};
}

}  // namespace accrue::explain
