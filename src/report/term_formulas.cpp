#include "report/term_formulas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "report/division_table.hpp"
#include "report/formula_text.hpp"
#include "report/lots_table.hpp"

namespace accrue::report {
namespace {

using core::Value;
using explain::Term;
using explain::TermOp;

constexpr std::size_t longest_formula = 1'500;  // spreadsheets take 8 192 characters
constexpr int deepest_formula = 40;             // … and 64 calls in each other
constexpr std::size_t most_arguments = 100;     // … and 255
constexpr std::string_view no_value = "NA()";

// Texts count as equal without case, as spreadsheets have it; `ё` as `е` and blanks drawn together they must
// be told.
bool is_told_apart(const std::string& text) {
    return text.find("ё") != text.npos || text.find("Ё") != text.npos || text.find("  ") != text.npos ||
           trimmed(text) != text;
}

}  // namespace

std::string TermFormulas::formula(const Term& term) {
    return piece(term).text;
}

// ---------------------------------------------------------------- one operation

TermFormulas::Piece TermFormulas::piece(const Term& term) {
    switch (term.op) {
        using enum TermOp;
        case unread:
        case member:
        case division:
        case division_never_below_0:
        case equation:
        case lots_period:
        case lots:
            return {std::string(no_value)};
        case TermOp::constant:
            return {constant_formula(term.constant), is_closed(term.constant)};
        case node:
            return {cell_name(place_(term.node))};
        case add:
            return spilled(joined(term, "+"), term);
        case subtract:
            return spilled(joined(term, "-"), term);
        case multiply:
            return spilled(joined(term, "*"), term);
        case divide:
            return spilled(quotient(term), term);
        case equal:
        case less:
        case at_most:
            return spilled(compared(term), term);
        case both:
        case either:
            return spilled(logic(term), term);
        case negation:
            return called("NOT", {piece(term.of[0])});
        case choose:
            return spilled(choice(term), term);
        case smaller:
            return spilled(called("MIN", {piece(term.of[0]), piece(term.of[1])}), term);
        case larger:
            return spilled(called("MAX", {piece(term.of[0]), piece(term.of[1])}), term);
        case TermOp::rounded:
            return spilled(this->rounded(term), term);
        case TermOp::defaulted:
            return spilled(this->defaulted(term), term);
        case months_between:
            return months(term);
        case counted:
            return {element(term, no_value)};
        case TermOp::sum:
        case count:
            return this->sum(term);
        case smallest:
        case largest:
            return extreme(term);
        case TermOp::rank:
            return this->rank(term);
        case share:
        case rest_share:
        case claimed:
            return of_division(term);
        case TermOp::solution:
            return this->solution(term);
        case lots_left:
        case lots_taken:
        case lots_expired:
        case lot:
            return of_lots(term);
    }
    return {std::string(no_value)};
}

TermFormulas::Piece TermFormulas::inner(const Term& term) {
    auto found = piece(term);
    if (!found.is_closed) found.text = "(" + found.text + ")";
    return found;
}

// A formula that grows too long goes on in a cell of its own.
TermFormulas::Piece TermFormulas::spilled(Piece piece, const Term& term) {
    if (piece.text.size() <= longest_formula && piece.depth <= deepest_formula) return piece;
    return {cell_name(workings_.cell_of(piece.text, values_.value(term)))};
}

std::string TermFormulas::in_cell(const Term& term) {
    const auto found = piece(term);
    if (term.op == TermOp::node || term.op == TermOp::constant) return found.text;
    return cell_name(workings_.cell_of(found.text, values_.value(term)));
}

// ---------------------------------------------------------------- operators

TermFormulas::Piece TermFormulas::joined(const Term& term, std::string_view sign) {
    Piece all{.is_closed = false};
    for (std::size_t i = 0; i < term.of.size(); ++i) {
        const auto operand = inner(term.of[i]);
        all.text += (i == 0 ? "" : std::string(sign)) + operand.text;
        all.depth = std::max(all.depth, operand.depth + 1);
        if (all.text.size() <= longest_formula || i + 1 == term.of.size()) continue;
        // what stands so far is a value like any other
        auto so_far = term;
        so_far.of.resize(i + 1);
        all = {.text = cell_name(workings_.cell_of(all.text, values_.value(so_far))), .is_closed = false};
    }
    return all;
}

TermFormulas::Piece TermFormulas::quotient(const Term& term) {
    const auto above = inner(term.of[0]), below = inner(term.of[1]);
    const auto depth = std::max(above.depth, below.depth) + 1;
    const auto divided = above.text + "/" + below.text;
    if (term.of[1].op == TermOp::constant) return {divided, false, depth};
    return {fmt::format("IF({}=0,{},{})", below.text, no_value, divided), true, depth};
}

TermFormulas::Piece TermFormulas::rounded(const Term& term) {
    const auto mode = explain::mode_named(term.mode);
    const auto step = values_.number(term.of[1]).value_or(Exact(1));
    if (!reads_once(mode)) return {rounding_formula(in_cell(term.of[0]), mode, step), false, 4};
    const auto x = piece(term.of[0]);
    return {rounding_formula(x.text, mode, step), false, x.depth + 2};
}

TermFormulas::Piece TermFormulas::compared(const Term& term) {
    auto left = inner(term.of[0]), right = inner(term.of[1]);
    const auto is_special = [&](const Term& side) {
        const auto value = values_.value(side);
        const auto* text = value ? std::get_if<std::string>(&*value) : nullptr;
        return text != nullptr && is_told_apart(*text);
    };
    if (is_special(term.of[0]) || is_special(term.of[1])) {
        for (auto* side : {&left, &right})
            side->text = fmt::format("SUBSTITUTE(LOWER(TRIM({})),\"ё\",\"е\")", side->text);
    }
    const auto* const sign = term.op == TermOp::equal ? "=" : term.op == TermOp::less ? "<" : "<=";
    return {left.text + sign + right.text, false, std::max(left.depth, right.depth) + 1};
}

// A side without a value does not matter where the whole has one.
TermFormulas::Piece TermFormulas::logic(const Term& term) {
    std::vector<Piece> sides;
    for (const auto& side : term.of) {
        if (values_.value(side)) sides.push_back(piece(side));
    }
    if (sides.empty()) return {std::string(no_value)};
    return called(term.op == TermOp::both ? "AND" : "OR", sides);
}

// From the last case to the first, for each stands inside the one before it.
TermFormulas::Piece TermFormulas::choice(const Term& term) {
    const std::size_t cases = term.of.size() / 2;
    const bool has_otherwise = term.of.size() % 2 == 1;
    Piece rest = has_otherwise ? piece(term.of.back()) : Piece{std::string(no_value)};
    for (auto i = cases; i > 0; --i) {
        auto from_here = term;
        from_here.of.erase(from_here.of.begin(), from_here.of.begin() + static_cast<std::ptrdiff_t>(2 * i));
        rest = spilled(std::move(rest), from_here);
        rest = called("IF", {piece(term.of[2 * i - 2]), piece(term.of[2 * i - 1]), rest});
    }
    return rest;
}

// Whole months, backwards with a minus: the last day of a month completes it.
TermFormulas::Piece TermFormulas::months(const Term& term) {
    const auto from = in_cell(term.of[0]), to = in_cell(term.of[1]);
    const auto first = fmt::format("MIN({},{})", from, to), last = fmt::format("MAX({},{})", from, to);
    const auto count = fmt::format(
        "(YEAR({1})*12+MONTH({1})-YEAR({0})*12-MONTH({0})-IF(DAY({1})<MIN(DAY({0}),DAY(EOMONTH({1},0))),1,0)"
        ")",
        first, last);
    return {fmt::format("IF({}<{},-1,1)*{}", to, from, count), false, 5};
}

TermFormulas::Piece TermFormulas::called(std::string_view function,
                                         const std::vector<Piece>& arguments) const {
    std::vector<std::string> texts;
    int depth = 0;
    for (const auto& each : arguments) {
        texts.push_back(each.text);
        depth = std::max(depth, each.depth);
    }
    return {fmt::format("{}({})", function, fmt::join(texts, ",")), true, depth + 1};
}

// A blank cell is seen as blank; of a formula only that it has no value.
TermFormulas::Piece TermFormulas::defaulted(const Term& term) {
    const auto& first = term.of[0];
    const auto value = piece(first), instead = piece(term.of[1]);
    const bool is_cell = first.op == TermOp::node && trace_.nodes[first.node].term.op == TermOp::unread;
    if (is_cell) return called("IF", {{fmt::format("ISBLANK({})", value.text)}, instead, value});
    return called("IFERROR", {value, instead});
}

// ---------------------------------------------------------------- many rows

std::string TermFormulas::element(const Term& term, std::string_view instead) {
    if (term.op != TermOp::counted) return formula(term);
    return fmt::format("IF({},{},{})", formula(term.of[0]), formula(term.of[1]), instead);
}

TermFormulas::Strip TermFormulas::list(const std::vector<Term>& elements, std::string_view instead) {
    std::vector<std::string> texts;  // first, for they may need cells of their own
    for (const auto& each : elements) texts.push_back(element(each, instead));
    const auto first = workings_.take_rows(elements.size());
    for (std::size_t i = 0; i < elements.size(); ++i) {
        const bool counts = values_.counts(elements[i]).value_or(false);
        const auto left_out = instead == "0" ? KnownValue(Exact(0)) : KnownValue(std::string());
        workings_.put({first + i, WorkingTable::result_column}, texts[i],
                      counts ? values_.value(elements[i]) : left_out);
    }
    return {{first, WorkingTable::result_column}, {first + elements.size() - 1, WorkingTable::result_column}};
}

TermFormulas::Piece TermFormulas::sum(const Term& term) {
    if (term.of.empty()) return {"0"};
    auto elements = term.of;
    if (term.op == TermOp::count) {
        for (auto& each : elements) {
            const auto one = explain::constant_term(Exact(1));
            each = each.op == TermOp::counted ? explain::term(TermOp::counted, {each.of[0], one}) : one;
        }
    }
    std::vector<std::string> parts;
    for (const auto& each : elements) parts.push_back(element(each, "0"));
    const auto text = fmt::format("SUM({})", fmt::join(with_ranges(parts), ","));
    if (parts.size() <= most_arguments && text.size() <= longest_formula) return {text, true, 4};
    const auto strip = list(elements, "0");
    return {fmt::format("SUM({})", range_name(strip.first, strip.last)), true, 2};
}

TermFormulas::Piece TermFormulas::extreme(const Term& term) {
    if (term.of.empty()) return {std::string(no_value)};
    const auto strip = list(term.of, "\"\"");
    const auto* const function = term.op == TermOp::smallest ? "MIN" : "MAX";
    return {
        fmt::format("IF(COUNT({0})=0,{1},{2}({0}))", range_name(strip.first, strip.last), no_value, function),
        true, 3};
}

TermFormulas::Piece TermFormulas::rank(const Term& term) {
    const auto strip = list(term.of, "\"\"");
    const auto range = range_name(strip.first, strip.last);
    const auto own = cell_name({strip.first.row + static_cast<std::size_t>(term.index), strip.first.column});
    return {fmt::format("IF(ISNUMBER({1}),1+SUMPRODUCT(ISNUMBER({0})*({0}>{1})),{2})", range, own, no_value),
            true, 4};
}

// ---------------------------------------------------------------- tables of their own

TermFormulas::Piece TermFormulas::of_division(const Term& term) {
    const auto node = term.of[0].node;
    if (!divisions_.contains(node)) {
        auto places = write_division(*this, node);
        divisions_.emplace(node, std::move(places));
    }
    const auto& places = divisions_.at(node);
    const auto& cells = term.op == TermOp::share        ? places.shares
                        : term.op == TermOp::rest_share ? places.rests
                                                        : places.claimed;
    return {cell_name(cells.at(static_cast<std::size_t>(term.index)))};
}

TermFormulas::Piece TermFormulas::of_lots(const Term& term) {
    const auto node = term.of[0].node;
    if (!lots_.contains(node)) {
        auto places = write_lots(*this, node);
        lots_.emplace(node, std::move(places));
    }
    const auto& places = lots_.at(node);
    if (term.op == TermOp::lot) return {cell_name(places.lots.at(term.index))};
    const auto& cells = term.op == TermOp::lots_left    ? places.left
                        : term.op == TermOp::lots_taken ? places.taken
                                                        : places.expired;
    return {cell_name(cells.at(static_cast<std::size_t>(term.index)))};
}

// One equation is divided out; several are a matrix (1 less the coefficients) and its constants.
TermFormulas::Piece TermFormulas::solution(const Term& term) {
    const auto size = term.of.size();
    if (size == 1) {
        const auto constant = inner(term.of[0].of[0]), coefficient = inner(term.of[0].of[1]);
        return {fmt::format("{}/(1-{})", constant.text, coefficient.text), false, 2};
    }
    const auto first = matrix_of(term);
    const auto matrix =
        range_name({first.row, first.column + 1}, {first.row + size - 1, first.column + size});
    const auto constants = range_name(first, {first.row + size - 1, first.column});
    const auto at = workings_.cell_of(
        fmt::format("INDEX(MMULT(MINVERSE({}),{}),{},1)", matrix, constants, term.index + 1),
        values_.value(term));
    workings_.work_on_ranges(at);
    return {cell_name(at)};
}

// The first of the constants; the matrix stands to the right of them.
CellAt TermFormulas::matrix_of(const Term& term) {
    const auto size = term.of.size();
    std::vector<std::vector<std::string>> texts;
    for (std::size_t i = 0; i < size; ++i) {
        auto& row = texts.emplace_back();
        row.push_back(formula(term.of[i].of[0]));
        for (std::size_t j = 0; j < size; ++j)
            row.push_back((i == j ? "1-" : "0-") + inner(term.of[i].of[j + 1]).text);
    }
    const auto name = fmt::format("{}", fmt::join(texts.front(), ";"));
    if (const auto known = matrices_.find(name); known != matrices_.end()) return known->second;
    const CellAt first{workings_.take_rows(size), WorkingTable::result_column};
    for (std::size_t i = 0; i < size; ++i) {
        workings_.put({first.row + i, first.column}, texts[i][0], values_.value(term.of[i].of[0]));
        for (std::size_t j = 0; j < size; ++j) {
            const auto coefficient = values_.number(term.of[i].of[j + 1]).value_or(0);
            workings_.put({first.row + i, first.column + 1 + j}, texts[i][j + 1],
                          KnownValue(Exact(i == j ? 1 : 0) - coefficient));
        }
    }
    return matrices_[name] = first;
}

}  // namespace accrue::report
