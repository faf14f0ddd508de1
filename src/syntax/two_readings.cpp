// Where two readings would pay different money, both are shown, fully bracketed.
#include <fmt/format.h>

#include <algorithm>

#include "base/messages/language.hpp"
#include "base/text.hpp"
#include "syntax/beside_threshold.hpp"
#include "syntax/found.hpp"

namespace accrue::syntax {

namespace {

// A chain `first op operand op operand …` of two sorts of operators, as it was written.
struct Link {
    bool second_sort = false;  // a bound, not a sum; `or`, not `and`
    std::string op, operand;   // `rounded to 0.01` has no operand
    Span place;                // of the operator
};
struct Chain {
    std::string first;
    std::vector<Link> links;
};

std::string written(std::string_view text, Span span) {
    return std::string(text.substr(span.begin, span.length));
}

bool is_sum(const Expr& e) {
    const auto* binary = std::get_if<Binary>(&e.node);
    return binary && (binary->op == Operator::add || binary->op == Operator::subtract);
}
bool is_bound(const Expr& e) {
    if (std::holds_alternative<Rounded>(e.node)) return true;
    const auto* binary = std::get_if<Binary>(&e.node);
    return binary && (binary->op == Operator::capped_at || binary->op == Operator::never_below);
}
bool is_and(const Expr& e) {
    const auto* binary = std::get_if<Binary>(&e.node);
    return binary && binary->op == Operator::both;
}
bool is_or(const Expr& e) {
    const auto* binary = std::get_if<Binary>(&e.node);
    return binary && binary->op == Operator::either;
}

using Sort = bool (*)(const Expr&);

// The chain that ends in `id`, when both sorts occur in it.
std::optional<Chain> mixture(const Module& module, ExprId id, std::string_view text, Sort first,
                             Sort second) {
    if (!first(module.expressions[id]) && !second(module.expressions[id])) return std::nullopt;
    Chain chain;
    bool has_first = false, has_second = false;
    while (first(module.expressions[id]) || second(module.expressions[id])) {
        const Expr& e = module.expressions[id];
        Link link;
        link.second_sort = second(e);
        (link.second_sort ? has_second : has_first) = true;
        if (const auto* binary = std::get_if<Binary>(&e.node)) {
            link.op = written(text, binary->op_span);
            link.operand = written(text, module.expressions[binary->right].span);
            link.place = binary->op_span;
            id = binary->left;
        } else {
            const ExprId of = std::get<Rounded>(e.node).of;
            const std::uint64_t end = module.expressions[of].span.end();
            Span tail{end, static_cast<std::uint32_t>(e.span.end() - end), e.span.source};
            while (tail.length > 0 && text[tail.begin] == ' ') ++tail.begin, --tail.length;
            link.op = written(text, tail);
            link.place = tail;
            id = of;
        }
        chain.links.insert(chain.links.begin(), std::move(link));
    }
    if (!has_first || !has_second) return std::nullopt;
    chain.first = written(text, module.expressions[id].span);
    return chain;
}

std::string joined(const std::string& left, const Link& link) {
    return link.operand.empty() ? fmt::format("{} {}", left, link.op)
                                : fmt::format("{} {} {}", left, link.op, link.operand);
}

// The reading in which operators of one sort bind tighter: their runs stand in brackets.
std::string bracketed(const Chain& chain, bool tighter_is_second) {
    std::string done, run = chain.first, glue;
    bool is_run = false;
    const auto close_run = [&] {
        const std::string piece = is_run ? "(" + run + ")" : run;
        done = done.empty() ? piece : fmt::format("{} {} {}", done, glue, piece);
        is_run = false;
    };
    for (const Link& link : chain.links) {
        if (link.second_sort == tighter_is_second) {
            run = joined(run, link);
            is_run = true;
        } else if (link.operand.empty()) {  // `rounded`: all before it is what is rounded
            close_run();
            run = fmt::format("{} {}", done, link.op);
            done.clear();
            is_run = true;
        } else {
            close_run();
            glue = link.op;
            run = link.operand;
        }
    }
    const bool whole = done.empty();
    if (whole) return run;
    close_run();
    return done;
}

// `x rounded to 1 - y`: the other reading rounds the whole.
std::string rounded_last(const Chain& chain) {
    std::string sum = chain.first, tail;
    for (const Link& link : chain.links) {
        if (link.operand.empty()) {
            tail += " " + link.op;
        } else {
            sum = joined(sum, link);
        }
    }
    return fmt::format("({}){}", sum, tail);
}

std::pair<Span, Span> clash(const Chain& chain) {
    const Span first = chain.links.front().place;
    for (const Link& link : chain.links) {
        if (link.second_sort != chain.links.front().second_sort) return {first, link.place};
    }
    return {first, first};
}

Diagnostic two_readings(Kind kind, const Chain& chain, std::string_view text, std::string one,
                        std::string other) {
    const auto [first, second] = clash(chain);
    Diagnostic mistake{kind, {first, second}, {written(text, first), written(text, second)}, {}};
    mistake.notes.push_back({kind::hint_two_readings, {std::move(one), std::move(other)}});
    return mistake;
}

}  // namespace

namespace {

// `-`, or the longer `−`.
Span minus_sign(const Expr& whole, std::string_view text) {
    const bool is_ascii = text[whole.span.begin] == '-';
    return {whole.span.begin, is_ascii ? 1U : 3U, whole.span.source};
}

// `-fine capped at 20% salary`: the limit of the fine, or of what is below zero.
std::optional<Diagnostic> limit_of_negative(const Module& module, ExprId amount, std::string_view text) {
    const auto* bound = std::get_if<Binary>(&module.expressions[amount].node);
    if (!bound || !is_bound(module.expressions[amount])) return std::nullopt;
    const Expr& left = module.expressions[bound->left];
    const auto* negative = std::get_if<Negate>(&left.node);
    if (!negative || std::holds_alternative<Number>(module.expressions[negative->of].node))
        return std::nullopt;
    const Span sign = minus_sign(left, text);
    const auto op = written(text, bound->op_span),
               operand = written(text, module.expressions[bound->right].span);
    const auto of = written(text, module.expressions[negative->of].span);
    Diagnostic mistake{kind::two_readings_of_bounds, {sign, bound->op_span}, {written(text, sign), op}, {}};
    mistake.notes.push_back(
        {kind::hint_two_readings,
         {fmt::format("-({} {} {})", of, op, operand), fmt::format("(-{}) {} {}", of, op, operand)}});
    return mistake;
}

}  // namespace

std::optional<Diagnostic> mixed_limits(const Module& module, ExprId amount, std::string_view text) {
    const auto chain = mixture(module, amount, text, is_sum, is_bound);
    if (!chain) return limit_of_negative(module, amount, text);
    std::string sums_first = bracketed(*chain, false), bounds_first = bracketed(*chain, true);
    if (sums_first == bounds_first || chain->links.front().operand.empty()) sums_first = rounded_last(*chain);
    return two_readings(kind::two_readings_of_bounds, *chain, text, sums_first, bounds_first);
}

std::optional<Diagnostic> mixed_logic(const Module& module, ExprId expression, std::string_view text) {
    const auto chain = mixture(module, expression, text, is_and, is_or);
    if (!chain) return std::nullopt;
    return two_readings(kind::two_readings_of_logic, *chain, text, bracketed(*chain, false),
                        bracketed(*chain, true));
}

namespace {

const Binary* binary_at(const Module& module, ExprId id) {
    return std::get_if<Binary>(&module.expressions[id].node);
}

bool is_plain_number(const Module& module, ExprId id) {
    const auto* number = std::get_if<Number>(&module.expressions[id].node);
    return number && !number->percent && number->currency.length == 0;
}

Diagnostic two_products(const Binary& outer, const Binary& inner, std::string_view text, std::string one,
                        std::string other) {
    return {kind::two_readings_of_products,
            {outer.op_span, inner.op_span},
            {written(text, outer.op_span), written(text, inner.op_span)},
            {{kind::hint_two_readings, {std::move(one), std::move(other)}}}};
}

// A number beside a threshold may belong to it: `above 2 * plan`, `above plan * 1.1`; `2% of sales above 2M *
// factor` is only a product. Of what is no plain number the types decide.
std::optional<Diagnostic> number_beside_threshold(const Module& module, const Binary& whole,
                                                  std::string_view text) {
    const auto beside = product_beside_threshold(module, whole);
    if (!beside) return std::nullopt;
    const bool is_number = is_plain_number(module, beside->above->right);
    const bool is_by_number = is_plain_number(module, whole.right);
    if (is_by_number ? is_number : beside->has_share || !is_number) return std::nullopt;
    return two_readings(module, *beside, text);
}

}  // namespace

std::optional<BesideThreshold> product_beside_threshold(const Module& module, const Binary& whole) {
    const auto is_product = [](const Binary& of) {
        return of.op == Operator::multiply || of.op == Operator::divide;
    };
    if (!is_product(whole)) return std::nullopt;
    bool has_share = false;
    for (auto last = whole.left;;) {
        if (const auto* const negated = std::get_if<Negate>(&module.expressions[last].node)) {
            last = negated->of;
            continue;
        }
        const Binary* const binary = binary_at(module, last);
        if (!binary) return std::nullopt;
        if (binary->op == Operator::above) return BesideThreshold{&whole, binary, has_share};
        if (binary->op != Operator::of && !is_product(*binary)) return std::nullopt;
        has_share = has_share || binary->op == Operator::of;
        last = binary->right;
    }
}

Diagnostic two_readings(const Module& module, const BesideThreshold& beside, std::string_view text) {
    const auto of = [&](ExprId id) { return written(text, module.expressions[id].span); };
    const auto& [whole, above, has_share] = beside;
    const auto sign = written(text, whole->op_span);
    const auto left = module.expressions[whole->left].span, threshold = module.expressions[above->right].span;
    const auto before =
        written(text, {left.begin, static_cast<std::uint32_t>(threshold.begin - left.begin), left.source});
    return two_products(*whole, *above, text,
                        fmt::format("{}({} {} {})", before, of(above->right), sign, of(whole->right)),
                        fmt::format("({}) {} {}", of(whole->left), sign, of(whole->right)));
}

std::optional<ExprId> threshold_behind(const Module& module, ExprId whole) {
    const Binary* const binary = binary_at(module, whole);
    const auto* const negative = std::get_if<Negate>(&module.expressions[whole].node);
    const bool binds_looser = binary && (binary->op == Operator::multiply || binary->op == Operator::divide ||
                                         binary->op == Operator::default_to);
    if (!negative && !binds_looser) return std::nullopt;
    ExprId last = negative ? negative->of : binary->right;
    while (const auto* const negated = std::get_if<Negate>(&module.expressions[last].node))
        last = negated->of;
    const Binary* const above = binary_at(module, last);
    return above && above->op == Operator::above ? std::optional(last) : std::nullopt;
}

Diagnostic two_readings_before(const Module& module, ExprId whole, ExprId above, std::string_view text) {
    const Expr& outer = module.expressions[whole];
    const Binary* const binary = binary_at(module, whole);
    const Binary& excess = *binary_at(module, above);
    const Span sign = binary ? binary->op_span : minus_sign(outer, text);
    const Span compared = module.expressions[excess.left].span;
    const auto until = [&](std::uint64_t end) {
        return written(
            text, {outer.span.begin, static_cast<std::uint32_t>(end - outer.span.begin), outer.span.source});
    };
    const auto word = written(text, excess.op_span);
    return {kind::two_readings_of_products,
            {sign, excess.op_span},
            {written(text, sign), word},
            {{kind::hint_two_readings,
              {fmt::format("{}({})", until(compared.begin), written(text, module.expressions[above].span)),
               fmt::format("({}) {} {}", until(compared.end()), word,
                           written(text, module.expressions[excess.right].span))}}}};
}

const Binary* share_in_divisor(const Module& module, const Binary& quotient) {
    if (quotient.op != Operator::divide) return nullptr;
    const Binary* const share = binary_at(module, quotient.right);
    return share && share->op == Operator::of ? share : nullptr;
}

std::pair<std::string, std::string> readings_of_share(const Module& module, const Binary& quotient,
                                                      std::string_view text) {
    const auto of = [&](ExprId id) { return written(text, module.expressions[id].span); };
    const Binary& share = *share_in_divisor(module, quotient);
    const auto sign = written(text, quotient.op_span);
    return {fmt::format("({}{}{}) {} {}", of(quotient.left), sign, of(share.left),
                        written(text, share.op_span), of(share.right)),
            fmt::format("{} {} ({})", of(quotient.left), sign, of(quotient.right))};
}

Diagnostic two_readings_of_share(const Module& module, const Binary& quotient, std::string_view text) {
    auto [one, other] = readings_of_share(module, quotient, text);
    return two_products(quotient, *share_in_divisor(module, quotient), text, std::move(one),
                        std::move(other));
}

// `1/3 of x` and `x above 2 * y`, where the words bind tighter than most readers think.
std::optional<Diagnostic> mixed_product(const Module& module, ExprId product, std::string_view text) {
    const Binary* whole = binary_at(module, product);
    if (!whole) return std::nullopt;
    const Binary* share = share_in_divisor(module, *whole);
    const bool is_fraction = share && is_plain_number(module, share->left);
    if (!is_fraction) return number_beside_threshold(module, *whole, text);
    return two_readings_of_share(module, *whole, text);
}

// `5% sales above plan` is not `5% of sales above plan`, although it has the same words.
std::optional<Diagnostic> share_above(const Module& module, ExprId excess, std::string_view text) {
    const auto of = [&](ExprId id) { return written(text, module.expressions[id].span); };
    const Binary* above = binary_at(module, excess);
    const Binary* share = above ? binary_at(module, above->left) : nullptr;
    if (!share || share->op != Operator::percent_of) return std::nullopt;
    const auto word = written(text, above->op_span), percent = of(share->left);
    const auto joint = spelled(grammar::Word::of, language_of(word));
    return Diagnostic{
        kind::two_readings_of_products,
        {module.expressions[share->left].span, above->op_span},
        {percent, word},
        {{kind::hint_two_readings,
          {fmt::format("{} {} {} {} {}", percent, joint, of(share->right), word, of(above->right)),
           fmt::format("({}) {} {}", of(above->left), word, of(above->right))}}}};
}

std::optional<Diagnostic> chained_comparison(const Module& module, ExprId comparison, std::string_view text) {
    const auto is_comparison = [&](ExprId id) {
        const auto* binary = std::get_if<Binary>(&module.expressions[id].node);
        return binary && binary->op >= Operator::equal && binary->op <= Operator::at_least ? binary : nullptr;
    };
    const Binary* last = is_comparison(comparison);
    if (!last) return std::nullopt;
    const Binary* first = is_comparison(last->left);
    if (!first) return std::nullopt;
    const auto of = [&](ExprId id) { return written(text, module.expressions[id].span); };
    const auto conjunction = spelled(grammar::Word::both, language_above(text, first->op_span.begin));
    Diagnostic mistake{kind::comparison_chain, {first->op_span, last->op_span}, {}, {}};
    mistake.notes.push_back({kind::hint_write,
                             {fmt::format("{} {} {} {} {}", of(last->left), conjunction, of(first->right),
                                          written(text, last->op_span), of(last->right))}});
    return mistake;
}

namespace {

// A line below that a condition could decide: `pay x`, `promise x`, `x = y`.
bool takes_condition(std::string_view text, std::size_t row) {
    if (phrase_at(text, row, grammar::Word::pay) != 0 || phrase_at(text, row, grammar::Word::promise) != 0)
        return true;
    const auto name = grammar::identifier_length(text.data() + row, text.data() + text.size());
    if (name == 0 || opens_statement(text, row)) return false;
    auto sign = after_blanks(text, row + name);
    if (text.substr(sign).starts_with('(')) {  // case forms
        const auto close = text.find_first_of(")\n", sign);
        if (close == std::string_view::npos) return false;
        sign = after_blanks(text, close + 1);
    }
    return text.substr(sign).starts_with('=') || text.substr(sign).starts_with(':');
}

// The place where the next statement begins, where one begins on a line below or behind `;`.
std::optional<std::size_t> next_statement(std::string_view text, std::size_t end) {
    const auto rest = after_blanks(text, end);
    if (rest == text.size() || std::string_view("\n#;").find(text[rest]) == std::string_view::npos)
        return std::nullopt;
    auto next = after_lines(text, rest);
    while (next < text.size() && text[next] == ';') next = after_lines(text, next + 1);
    return next < text.size() && takes_condition(text, next) ? std::optional(next) : std::nullopt;
}

bool has_blank_line_above(std::string_view text, std::size_t line) {
    const auto before = text.substr(0, line == 0 ? 0 : line - 1);
    return trimmed(before.substr(before.rfind('\n') + 1)).empty();
}

// The statement on its line with the condition behind it; empty where it is longer, or has one of its own.
std::string with_condition(std::string_view text, std::size_t begin, Span condition) {
    const auto row = trimmed(text.substr(begin, end_of_row(text, begin) - begin));
    const auto said = written(text, condition);
    const bool is_plain = row.find_first_of("{}") == std::string_view::npos &&
                          std::ranges::count(row, '(') == std::ranges::count(row, ')') &&
                          said.find('\n') == std::string::npos;
    for (std::size_t at = 0; at < row.size(); ++at) {
        const bool begins_word = at == 0 || row[at - 1] == ' ' || row[at - 1] == ')';
        if (begins_word && phrase_at(row, at, grammar::Word::condition) != 0) return "";
    }
    return is_plain ? fmt::format("{} {}", row, said) : "";
}

}  // namespace

std::optional<Diagnostic> condition_between_lines(std::string_view text, Span amount, Span condition) {
    const auto indent = [&](std::size_t at) { return grammar::indent_of(text.data() + at, text.data()); };
    const auto line = text.rfind('\n', condition.begin) + 1;
    const bool begins_line = after_blanks(text, line) == condition.begin;
    const bool is_apart = indent(condition.begin) <= indent(amount.begin) || has_blank_line_above(text, line);
    const auto next = next_statement(text, condition.end());
    if (!begins_line || !is_apart || !next) return std::nullopt;
    const auto begin = after_blanks(text, text.find_last_of(";{\n", amount.begin) + 1);
    const auto word = widened(condition, phrase_at(text, condition.begin, grammar::Word::condition));
    const auto pay = phrase_at(text, *next, grammar::Word::pay);
    const auto first = token_at(text, *next, condition.source),
               below = pay == 0 ? first : widened(first, pay);
    Diagnostic mistake{kind::condition_between_lines, {word, below}, {written(text, word)}, {}};
    auto above_said = with_condition(text, begin, condition),
         below_said = with_condition(text, *next, condition);
    if (!above_said.empty() && !below_said.empty())
        mistake.notes.push_back({kind::hint_two_readings, {std::move(above_said), std::move(below_said)}});
    return mistake;
}

}  // namespace accrue::syntax
