#include "explain/failure.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/messages/computing.hpp"
#include "base/messages/phrases/general.hpp"
#include "core/walk.hpp"
#include "explain/rows.hpp"
#include "explain/shown.hpp"
#include "number/decimal.hpp"

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
        if (const auto* read = std::get_if<core::Read>(&node))
            return before(step.expression, *read, step.row);
        return std::nullopt;
    }

  private:
    std::optional<Step> before(const core::Previous& previous, RowId row) const {
        const auto earlier = evaluation_.history().before(row, previous.back);
        return of_definition(previous.of, earlier);
    }
    std::optional<Step> before(ExprId at, const core::Read& read, RowId row) const {
        if (const auto* input = std::get_if<core::InputId>(&read.what))
            return in_own_row(at, row, scheme_.inputs[*input].level);
        if (const auto* definition = std::get_if<core::DefinitionId>(&read.what)) {
            return of_definition(*definition,
                                 evaluation_.history().above(row, scheme_.definitions[*definition].level));
        }
        const auto* param = std::get_if<core::ParamId>(&read.what);
        if (param == nullptr) return std::nullopt;
        const auto* dated = core::in_force(scheme_.params[*param], evaluation_.history().rows[row].date);
        if (dated == nullptr) return std::nullopt;
        return Step{dated->value, row};
    }
    // A cell of a row above is blank there, not in the row that asks.
    std::optional<Step> in_own_row(ExprId at, RowId row, core::LevelId level) const {
        const auto own = evaluation_.history().above(row, level);
        if (!own || own == row) return std::nullopt;
        return Step{at, own};
    }
    std::optional<Step> of_definition(core::DefinitionId definition, RowId row) const {
        if (!row) return std::nullopt;
        return Step{scheme_.definitions[definition].value, row};
    }

    Evaluation& evaluation_;
    const core::Scheme& scheme_;
};

AbsenceKind kind_of(Evaluation& evaluation, const Step& step) {
    const auto& expr = evaluation.scheme().expressions[step.expression];
    if (input_read(expr) != nullptr) return AbsenceKind::blank_cell;
    if (std::holds_alternative<core::Read>(expr.node)) return AbsenceKind::param_not_in_force;
    if (const auto* previous = std::get_if<core::Previous>(&expr.node))
        return previous->back > 0 ? AbsenceKind::no_row_then : AbsenceKind::no_earlier_month;
    if (const auto* lookup = std::get_if<core::Lookup>(&expr.node)) {
        const bool found = evaluation.found_row(*lookup, step.row).row != nullptr;
        return found ? AbsenceKind::blank_reference_cell : AbsenceKind::no_reference_row;
    }
    if (const auto* aggregate = std::get_if<core::Aggregate>(&expr.node)) {
        return aggregate->op == core::AggregateOp::rank ? AbsenceKind::not_ranked : AbsenceKind::window_empty;
    }
    const bool average = expr.origin.written_as == core::WrittenAs::average;
    return average ? AbsenceKind::window_empty : AbsenceKind::divisor_zero;
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
            case FailureKind::no_outer_row:
                return {kind::no_outer_row, {span(failure_.at)}, who(failure_.row), {}};
            case FailureKind::two_rows_fit:
                return of_two_rows();
            case FailureKind::no_single_solution:
                return {kind::no_single_solution, {system_span()}, who(failure_.row), {}};
            case FailureKind::lots_below_0:
                return of_lots();
            case FailureKind::pool_below_0:
            case FailureKind::weight_below_0:
            case FailureKind::nobody_fits:
            case FailureKind::claims_differ:
            case FailureKind::rest_below_0:
            case FailureKind::nobody_takes:
            case FailureKind::share_below_0:
            case FailureKind::remainder_to_nobody:
            case FailureKind::remainder_to_several:
                return of_share();
        }
        return {};
    }

  private:
    Diagnostic of_absence(const Absence& absence) {
        switch (absence.kind) {
            case AbsenceKind::blank_cell:
                return of_blank_cell(absence);
            case AbsenceKind::no_earlier_month:
                return nothing(is_record(absence.row) ? kind::no_earlier_record : kind::no_earlier_month,
                               absence);
            case AbsenceKind::no_row_then:
                return of_row_then(absence);
            case AbsenceKind::param_not_in_force:
                return of_param(absence);
            case AbsenceKind::divisor_zero:
                return of_quotient(absence);
            case AbsenceKind::window_empty:
                return nothing(takes_window(absence.at) ? kind::window_empty : kind::no_rows_to_take,
                               absence);
            case AbsenceKind::not_ranked:
                return nothing(kind::not_ranked, absence);
            case AbsenceKind::no_reference_row:
            case AbsenceKind::blank_reference_cell:
                return of_lookup(absence);
        }
        return {};
    }
    // Of what is missing by itself: `default` says what holds then.
    Diagnostic nothing(Kind kind, const Absence& absence) const {
        return {kind,
                places({span(absence.at)}),
                with(who(absence.row), {written(absence.at)}),
                {{kind::hint_default_for_nothing, {written(absence.at)}}}};
    }
    Diagnostic of_row_then(const Absence& absence) const {
        auto report = nothing(kind::no_row_then, absence);
        const auto back = std::get<core::Previous>(scheme_.expressions[absence.at].node).back;
        const auto& row = evaluation_.history().rows[absence.row];
        report.arguments.emplace_back(scheme_.calendar.to_text(Period{row.period.index - back}));
        return report;
    }
    bool takes_window(ExprId at) const {
        const auto* quotient = std::get_if<core::Arithmetic>(&scheme_.expressions[at].node);
        const auto& aggregate = scheme_.expressions[quotient != nullptr ? quotient->left : at].node;
        return is_window(scheme_, std::get<core::Aggregate>(aggregate));
    }
    bool is_record(RowId row) const {
        const auto level = evaluation_.history().rows[row].level;
        return scheme_.levels[level].kind == core::LevelKind::records;
    }

    Diagnostic of_blank_cell(const Absence& absence) {
        const auto input = *input_read(scheme_.expressions[absence.at]);
        const auto name = core::column_name(scheme_.inputs[input]);
        Diagnostic diagnostic{kind::cell_blank,
                              places({cell_span(input, absence.row), span(absence.at)}),
                              with({name}, who(absence.row)),
                              {}};
        if (evaluation_.history().columns[input].absent)
            diagnostic.notes.push_back({kind::note_no_column, {name}});
        diagnostic.notes.push_back(
            {kind::hint_default_for_blank, {name, instead_of_blank(scheme_.inputs[input].type.kind)}});
        return diagnostic;
    }
    // What may stand behind `default`, as the scheme would write it.
    static std::string instead_of_blank(core::TypeKind type) {
        switch (type) {
            case core::TypeKind::money:
            case core::TypeKind::number:
                return "0";
            case core::TypeKind::logical:
                return phrase(say::no);
            case core::TypeKind::text:
                return "\"…\"";
            case core::TypeKind::date:
            case core::TypeKind::month:
                return "…";
        }
        return "…";
    }
    Diagnostic of_param(const Absence& absence) const {
        const auto& read = std::get<core::Read>(scheme_.expressions[absence.at].node);
        const auto& param = scheme_.params[std::get<core::ParamId>(read.what)];
        const auto& first = param.values.front();
        return {kind::param_not_in_force,
                {span(absence.at), first.span},
                {param.name, time(absence.row), first.from ? to_text(*first.from) : ""},
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
        const auto kind = is_window(scheme_, aggregate) ? kind::window_blank : kind::rows_blank;
        return {
            kind,
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

    // -- references

    // `grade` = "A", `region` = "north"
    std::string keys_of(const core::Lookup& lookup, RowId row) {
        const auto& reference = scheme_.references[lookup.reference];
        std::string text;
        for (std::size_t i = 0; i < lookup.keys.size(); ++i) {
            const auto* key = present(evaluation_.value(lookup.keys[i], row));
            const auto value = key != nullptr ? shown(scheme_, lookup.keys[i], *key) : "…";
            text += fmt::format("{}`{}` = {}", i == 0 ? "" : ", ", reference.keys[i].name, value);
        }
        return text;
    }
    Diagnostic of_lookup(const Absence& absence) {
        const auto& lookup = std::get<core::Lookup>(scheme_.expressions[absence.at].node);
        const auto& reference = scheme_.references[lookup.reference];
        const auto hint = Fact{kind::hint_default_for_nothing, {written(absence.at)}};
        const auto whose = with(who(absence.row), {reference.name, keys_of(lookup, absence.row)});
        if (absence.kind == AbsenceKind::no_reference_row)
            return {kind::no_reference_row, places({span(absence.at)}), whose, {hint}};
        const auto& rows = evaluation_.history().references[lookup.reference];
        const auto* row = evaluation_.found_row(lookup, absence.row).row;
        const auto cell = data::cell_place(rows, evaluation_.sources(), *row, lookup.field);
        return {kind::reference_cell_blank,
                places({cell ? cell->span : Span{}, span(absence.at)}),
                with(whose, {reference.fields[lookup.field].name}),
                {hint}};
    }
    Diagnostic of_two_rows() {
        const auto& lookup = std::get<core::Lookup>(scheme_.expressions[failure_.at].node);
        const auto found = evaluation_.found_row(lookup, failure_.row);
        return {kind::two_rows_fit,
                {span(failure_.at), row_span(lookup, found.row), row_span(lookup, found.other)},
                with(who(failure_.row),
                     {scheme_.references[lookup.reference].name, keys_of(lookup, failure_.row)}),
                {}};
    }
    Span row_span(const core::Lookup& lookup, const data::ReferenceRow* row) const {
        const auto& rows = evaluation_.history().references[lookup.reference];
        if (row == nullptr || !rows.source) return {};
        const auto line = evaluation_.sources()[rows.source].line(row->offset);
        return {row->offset, static_cast<std::uint32_t>(line.size()), rows.source};
    }

    // -- shares

    Diagnostic of_share() {
        const auto& node = std::get<core::Shared>(scheme_.expressions[failure_.at].node);
        const auto& share = scheme_.shares[node.share];
        const auto pool_row = evaluation_.history().above(failure_.row, share.of);
        const auto& division = std::get<Apportionment>(evaluation_.division(node.share, pool_row));
        const auto& refusal = *division.refusal;
        const auto sums = with(who(failure_.row), {share.name, money(division.claims),
                                                   money(abs(refusal.amount)), money(division.pool)});
        const auto amount = with(who(failure_.row), {share.name, money(refusal.amount)});
        switch (refusal.why) {
            case ShareTrouble::pool_below_0:
                return {kind::pool_below_0, {value_span(share.pool, share)}, amount, {}};
            case ShareTrouble::weight_below_0:
                return {kind::weight_below_0,
                        {value_span(share.weight, share)},
                        with(who(failure_.row), {share.name, to_people(refusal.amount)}),
                        {}};
            case ShareTrouble::nobody_fits:
                return {kind::nobody_fits,
                        {share.claims[refusal.claim].span},
                        with(who(failure_.row), {share.name}),
                        {{kind::hint_none_to_rest, {}}}};
            case ShareTrouble::claims_differ:
                return {refusal.amount.sign() > 0 ? kind::claims_above_pool : kind::claims_below_pool,
                        {name_span(share)},
                        sums,
                        {}};
            case ShareTrouble::rest_below_0:
                return {kind::rest_below_0, {name_span(share)}, sums, {{kind::hint_nobody_below_0, {}}}};
            case ShareTrouble::nobody_takes:
                return {kind::nobody_takes, {value_span(share.weight, share)}, amount, {}};
            case ShareTrouble::share_below_0:
                return {kind::share_below_0,
                        {name_span(share)},
                        amount,
                        {{share.nobody_below_0 ? kind::hint_remainder_to_one_who_stays
                                               : kind::hint_nobody_below_0,
                          {}}}};
            case ShareTrouble::remainder_to_nobody:
                return {kind::remainder_to_nobody, {value_span(share.remainder_to, share)}, amount, {}};
            case ShareTrouble::remainder_to_several:
                return {kind::remainder_to_several, {value_span(share.remainder_to, share)}, amount, {}};
        }
        return {};
    }
    Span name_span(const core::Share& share) const {
        const auto name = scheme_.definitions[share.result].name_span;
        return name.source ? name : share.span;
    }
    Span value_span(core::DefinitionId definition, const core::Share& share) const {
        const auto value = span(scheme_.definitions[definition].value);
        return value.source ? value : name_span(share);
    }
    static std::string money(const Exact& amount) { return money_text(amount); }

    // -- equations, lots

    Span system_span() const {
        const auto& solved = std::get<core::Solved>(scheme_.expressions[failure_.at].node);
        return scheme_.systems[solved.system].span;
    }
    Diagnostic of_lots() {
        const auto* value = present(evaluation_.value(failure_.operand, failure_.row));
        const auto& from = std::get<core::FromLots>(scheme_.expressions[failure_.at].node);
        return {kind::lots_below_0,
                {span(failure_.operand)},
                with(who(failure_.row), {scheme_.lots[from.lots].name,
                                         value != nullptr ? shown(scheme_, failure_.operand, *value) : "…"}),
                {}};
    }

    // -- shared

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
    std::string time(RowId row) const { return row_time(scheme_, evaluation_.history(), row); }
    std::vector<Argument> who(RowId row) const {
        return {row_name(scheme_, evaluation_.history(), row), time(row)};
    }
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
    return {kind_of(evaluation, step), step.expression, step.row};
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
