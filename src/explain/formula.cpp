#include "explain/formula.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/messages/phrases/general.hpp"
#include "base/messages/phrases/tracing.hpp"
#include "explain/shown.hpp"
#include "number/decimal.hpp"

namespace accrue::explain {
namespace {

using core::ExprId;
using core::WrittenAs;
using data::RowId;

// How tightly a form binds; an operand that binds less tightly than its place asks for gets brackets.
enum Tightness : int {
    any,
    junction,
    inversion,
    relation,
    bound,
    excess,  // to the parser a part of a product; to a reader `a above b × c` could be either
    sum,
    defaulted,
    product,
    negation,
    proportion,
    simple
};

struct Piece {
    std::string text;
    Tightness tightness;
};

// A number by itself. A negative one binds like a sum, so that it stands in brackets behind an operator.
Piece value_piece(std::string text) {
    const bool negative = text.starts_with('-');
    return {std::move(text), negative ? sum : simple};
}

// Roundings that no text says: of pay lines and pools.
bool is_made_rounding(WrittenAs written_as) {
    return written_as == WrittenAs::pay_rounding || written_as == WrittenAs::pool_rounding;
}

// A pool is hidden, but a value by itself.
bool is_pool(const core::Scheme& scheme, core::DefinitionId definition) {
    return std::ranges::find(scheme.shares, definition, &core::Share::pool) != scheme.shares.end();
}

// What is computed by many expressions but read as one.
bool is_one_value(WrittenAs written_as) {
    return is_table(written_as) || written_as == WrittenAs::average ||
           written_as == WrittenAs::days_employed || written_as == WrittenAs::months_between;
}

class Formula {
  public:
    enum class Puts : std::uint8_t { numbers, names };
    Formula(Evaluation& evaluation, RowId row, Puts puts = Puts::numbers)
        : evaluation_(evaluation), scheme_(evaluation.scheme()), row_(row), puts_(puts) {}

    // Of the whole formula, choices are shown as the branch taken.
    Piece whole(ExprId id) {
        const auto taken = taken_branch(id);
        return taken ? piece(taken) : value(id);
    }
    // What decides the value after all choices at the top; none when no case holds.
    ExprId taken_branch(ExprId id) {
        while (id) {
            const auto& expr = scheme_.expressions[id];
            const auto* choose = std::get_if<core::Choose>(&expr.node);
            const auto* round = std::get_if<core::Round>(&expr.node);
            if (choose != nullptr && !is_table(expr.origin.written_as)) {
                id = taken_of(*choose);
            } else if (round != nullptr && is_made_rounding(expr.origin.written_as)) {
                id = round->of;
            } else {
                return id;
            }
        }
        return {};
    }

  private:
    Piece piece(ExprId id) {
        const auto& expr = scheme_.expressions[id];
        if (is_one_value(expr.origin.written_as)) return value(id);
        return std::visit([&](const auto& node) { return of(id, node); }, expr.node);
    }
    std::string operand(ExprId id, Tightness least) {
        auto [text, tightness] = piece(id);
        return tightness < least ? fmt::format("({})", text) : text;
    }
    Piece value(ExprId id) {
        if (puts_ == Puts::numbers) return value_piece(value_text(evaluation_, id, row_));
        auto text = as_written(scheme_, evaluation_.sources(), id);
        return text.empty() ? value_piece(value_text(evaluation_, id, row_)) : Piece{std::move(text), simple};
    }
    std::string name(const core::Read& e, ExprId id) {
        const overloaded name_of{
            [&](core::InputId input) { return core::column_name(scheme_.inputs[input]); },
            [&](core::ParamId param) { return scheme_.params[param].name; },
            [&](core::DefinitionId definition) { return core::shown_name(scheme_.definitions[definition]); },
            [&](core::Builtin) { return as_written(scheme_, evaluation_.sources(), id); },
        };
        return std::visit(name_of, e.what);
    }
    WrittenAs written_as(ExprId id) const { return scheme_.expressions[id].origin.written_as; }

    Piece of(ExprId id, const core::Constant& e) {
        const auto* number = std::get_if<Exact>(&e.value);
        if (number != nullptr && !terminating(*number)) return {number->as_fraction(), product};
        return value(id);
    }
    Piece of(ExprId id, const core::Read& e) {
        const auto* definition = std::get_if<core::DefinitionId>(&e.what);
        if (definition != nullptr) {
            const auto& read = scheme_.definitions[*definition];
            const auto own = evaluation_.history().above(row_, read.level);
            const bool shown_through = own && !evaluation_.overridden(*definition, own) &&
                                       read.kind == core::DefinitionKind::hidden &&
                                       !is_pool(scheme_, *definition);
            if (shown_through) return Formula(evaluation_, own, puts_).piece(read.value);
        }
        return puts_ == Puts::names ? Piece{name(e, id), simple} : value(id);
    }
    Piece of(ExprId id, const core::Previous&) { return value(id); }
    Piece of(ExprId id, const core::Aggregate&) { return value(id); }
    Piece of(ExprId id, const core::Choose&) { return value(id); }
    Piece of(ExprId id, const core::Lookup&) { return value(id); }
    Piece of(ExprId id, const core::Shared&) { return value(id); }
    Piece of(ExprId id, const core::Solved&) { return value(id); }
    Piece of(ExprId id, const core::FromLots&) { return value(id); }
    Piece of(ExprId id, const core::MonthsBetween&) { return value(id); }

    Piece of(ExprId id, const core::Arithmetic& e) {
        switch (written_as(id)) {
            case WrittenAs::percent_of:
                return of_share(e);
            case WrittenAs::negation:
                return {"-" + operand(e.right, negation), negation};
            case WrittenAs::part:
                return of_part(e);
            default:
                return of_operator(e);
        }
    }
    // `3 % of sales above 2M` is what is written so; it goes no further than its `above` does.
    Piece of_share(const core::Arithmetic& e) {
        auto whole = piece(e.right);
        const auto own = whole.tightness == excess ? excess : proportion;
        if (whole.tightness < own) whole.text = fmt::format("({})", whole.text);
        return {phrase(say::share_of, operand(e.left, simple), whole.text), own};
    }
    Piece of_operator(const core::Arithmetic& e) {
        const auto joined = [&](std::string_view sign, Tightness left, Tightness right, Tightness own) {
            return Piece{fmt::format("{} {} {}", operand(e.left, left), sign, operand(e.right, right)), own};
        };
        switch (e.op) {
            case core::ArithmeticOp::add:
                return joined("+", sum, defaulted, sum);
            case core::ArithmeticOp::subtract:
                return joined("−", sum, defaulted, sum);
            case core::ArithmeticOp::multiply:
                return joined("×", product, negation, product);
            case core::ArithmeticOp::divide:
                return joined("/", product, negation, product);
        }
        return {};
    }
    // An equal part divides by a whole number, a weighted one takes a percentage.
    Piece of_part(const core::Arithmetic& e) {
        const auto* number = amount(evaluation_.value(e.right, row_));
        if (number == nullptr || number->sign() == 0) return of_operator(e);
        const auto parts = e.op == core::ArithmeticOp::divide ? *number : Exact(1) / *number;
        const auto whole = operand(e.left, product);
        if (parts.is_integer()) return {fmt::format("{} / {}", whole, to_people(parts)), product};
        return {fmt::format("{} × {}", whole, percent_text(Exact(1) / parts)), product};
    }

    Piece of(ExprId id, const core::Compare& e) {
        const auto [relation, left, right] =
            comparison(scheme_, id).value_or(Comparison{Relation::equal, e.left, e.right});
        return {fmt::format("{} {} {}", operand(left, bound), sign(relation), operand(right, bound)),
                Tightness::relation};
    }
    Piece of(ExprId id, const core::Logic& e) {
        if (const auto compared = comparison(scheme_, id)) {
            return {fmt::format("{} {} {}", operand(compared->left, bound), sign(compared->relation),
                                operand(compared->right, bound)),
                    relation};
        }
        if (e.op == core::LogicOp::negation)
            return {phrase(say::negated, operand(e.left, inversion)), inversion};
        const auto word = phrase(e.op == core::LogicOp::both ? say::both : say::either);
        return {fmt::format("{} {} {}", operand(e.left, inversion), word, operand(e.right, inversion)),
                junction};
    }

    Piece of(ExprId id, const core::Clamp& e) {
        switch (written_as(id)) {
            case WrittenAs::above:
                return of_above(e);
            case WrittenAs::capped:
                return {phrase(say::capped_at, bounded(e.left), operand(e.right, defaulted)), bound};
            case WrittenAs::floored:
                return {phrase(say::never_below, bounded(e.left), operand(e.right, defaulted)), bound};
            default:
                return {phrase(e.op == core::ClampOp::smaller ? say::smaller_of : say::larger_of,
                               operand(e.left, any), operand(e.right, any)),
                        simple};
        }
    }
    Piece of_above(const core::Clamp& e) {
        const auto* excess_over = std::get_if<core::Arithmetic>(&scheme_.expressions[e.left].node);
        if (excess_over == nullptr) return {operand(e.left, any), any};
        const bool fraction = written_as(excess_over->right) == WrittenAs::percent_of;
        return {phrase(say::above, operand(excess_over->left, simple),
                       operand(excess_over->right, fraction ? proportion : simple)),
                excess};
    }
    // Bounds and roundings follow one another without brackets; a sum before them needs some.
    std::string bounded(ExprId id) {
        auto [text, tightness] = piece(id);
        return tightness != sum && tightness >= bound ? text : fmt::format("({})", text);
    }
    Piece of(ExprId, const core::Round& e) {
        return {phrase(say::amount_rounded, bounded(e.of), rounding_words(scheme_, e)), bound};
    }
    Piece of(ExprId, const core::Default& e) {
        const bool used = std::holds_alternative<Missing>(evaluation_.value(e.of, row_));
        return piece(used ? e.instead : e.of);
    }

    ExprId taken_of(const core::Choose& choose) {
        for (const auto& [condition, chosen] : choose.cases) {
            const auto* holds = present(evaluation_.value(condition, row_));
            if (holds == nullptr) return {};
            if (std::get<bool>(*holds)) return chosen;
        }
        return choose.otherwise;
    }

    Evaluation& evaluation_;
    const core::Scheme& scheme_;
    RowId row_;
    Puts puts_;
};

Phrase mode_phrase(Rounding mode) {
    switch (mode) {
        case Rounding::up:
            return say::mode_up;
        case Rounding::down:
            return say::mode_down;
        case Rounding::half_up:
            return say::mode_half_up;
        case Rounding::half_down:
            return say::mode_half_down;
        case Rounding::half_even:
            return say::mode_half_even;
        case Rounding::ceiling:
            return say::mode_ceiling;
        case Rounding::floor:
            return say::mode_floor;
        case Rounding::zero_five_up:
            return say::mode_zero_five_up;
    }
    return say::mode_half_up;
}

// Did the right side of this comparison stand on the left in the text?
bool is_swapped(const core::Scheme& scheme, const core::Compare& compare) {
    const auto &left = scheme.expressions[compare.left].origin.span,
               &right = scheme.expressions[compare.right].origin.span;
    return left.source && left.source == right.source && right.begin < left.begin;
}

Comparison of_compare(const core::Scheme& scheme, const core::Compare& compare) {
    const bool swapped = is_swapped(scheme, compare);
    const auto left = swapped ? compare.right : compare.left, right = swapped ? compare.left : compare.right;
    switch (compare.op) {
        case core::CompareOp::equal:
            return {Relation::equal, left, right};
        case core::CompareOp::less:
            return {swapped ? Relation::more : Relation::less, left, right};
        case core::CompareOp::at_most:
            return {swapped ? Relation::at_least : Relation::at_most, left, right};
    }
    return {Relation::equal, left, right};
}

}  // namespace

std::string with_numbers(Evaluation& evaluation, ExprId expression, RowId row) {
    return Formula(evaluation, row).whole(expression).text;
}

std::string with_names(Evaluation& evaluation, ExprId expression, RowId row) {
    return Formula(evaluation, row, Formula::Puts::names).whole(expression).text;
}

std::string written_formula(Evaluation& evaluation, ExprId expression, RowId row) {
    const auto taken = Formula(evaluation, row).taken_branch(expression);
    return as_written(evaluation.scheme(), evaluation.sources(), taken ? taken : expression);
}

namespace {

// A text of a cell as it stands there.
core::Value as_spelled(const Evaluation& evaluation, ExprId expression, RowId row, const core::Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    const auto* read = std::get_if<core::Read>(&evaluation.scheme().expressions[expression].node);
    if (text == nullptr || read == nullptr || read->of_asker) return value;
    const auto* input = std::get_if<core::InputId>(&read->what);
    if (input == nullptr) return value;
    const auto own = evaluation.history().above(row, evaluation.scheme().inputs[*input].level);
    const auto cell =
        own ? data::cell_place(evaluation.history(), evaluation.sources(), *input, own) : std::nullopt;
    return cell ? core::Value(spelled_in(*cell, *text)) : value;
}

}  // namespace

std::string value_text(Evaluation& evaluation, ExprId expression, RowId row) {
    const overloaded words{
        [&](const core::Value& value) {
            return shown(evaluation.scheme(), expression, as_spelled(evaluation, expression, row, value));
        },
        [](Missing) { return phrase(say::blank); },
        [](const Failure&) { return std::string("…"); },
    };
    return std::visit(words, evaluation.value(expression, row));
}

std::string rounding_words(Rounding mode, const std::string& step) {
    return phrase(say::mode_to_step, phrase(mode_phrase(mode)), step);
}

std::string rounding_words(const core::Scheme& scheme, const core::Round& round) {
    const auto* step = std::get_if<core::Constant>(&scheme.expressions[round.step].node);
    const auto size = step != nullptr ? to_machine(std::get<Exact>(step->value)) : "…";
    return rounding_words(round.mode, size);
}

bool is_table(WrittenAs written_as) {
    return written_as >= WrittenAs::step_table && written_as <= WrittenAs::matrix_table;
}

std::optional<Comparison> comparison(const core::Scheme& scheme, ExprId condition) {
    const auto& node = scheme.expressions[condition].node;
    if (const auto* compare = std::get_if<core::Compare>(&node)) return of_compare(scheme, *compare);
    const auto* logic = std::get_if<core::Logic>(&node);
    if (logic == nullptr || logic->op != core::LogicOp::negation) return std::nullopt;
    const auto* compare = std::get_if<core::Compare>(&scheme.expressions[logic->left].node);
    if (compare == nullptr) return std::nullopt;
    auto negated = of_compare(scheme, *compare);
    negated.relation = opposite(negated.relation);
    return negated;
}

Relation opposite(Relation relation) {
    switch (relation) {
        case Relation::equal:
            return Relation::different;
        case Relation::different:
            return Relation::equal;
        case Relation::less:
            return Relation::at_least;
        case Relation::at_most:
            return Relation::more;
        case Relation::more:
            return Relation::at_most;
        case Relation::at_least:
            return Relation::less;
    }
    return relation;
}

std::string_view sign(Relation relation) {
    switch (relation) {
        case Relation::equal:
            return "=";
        case Relation::different:
            return "≠";
        case Relation::less:
            return "<";
        case Relation::at_most:
            return "≤";
        case Relation::more:
            return ">";
        case Relation::at_least:
            return "≥";
    }
    return "";
}

}  // namespace accrue::explain
