// The larger and the smaller of several amounts, said as a list in words: `max of a and b`.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/messages/language.hpp"
#include "base/text.hpp"
#include "syntax/found.hpp"

namespace accrue::syntax {

using grammar::Word;

namespace {

struct Extreme {
    std::string_view written;
    Word function;
};
// Besides `max of` and `min of`.
constexpr Extreme extremes[] = {
    {"maximum", Word::largest},   {"larger", Word::largest},      {"largest", Word::largest},
    {"greater", Word::largest},   {"greatest", Word::largest},    {"higher", Word::largest},
    {"highest", Word::largest},   {"bigger", Word::largest},      {"biggest", Word::largest},
    {"большее", Word::largest},   {"наибольшее", Word::largest},  {"максимальное", Word::largest},
    {"больше", Word::largest},    {"minimum", Word::smallest},    {"smaller", Word::smallest},
    {"smallest", Word::smallest}, {"lesser", Word::smallest},     {"least", Word::smallest},
    {"lower", Word::smallest},    {"lowest", Word::smallest},     {"меньшее", Word::smallest},
    {"меньше", Word::smallest},   {"наименьшее", Word::smallest}, {"минимальное", Word::smallest},
};

std::optional<Word> function_meant(std::string_view word) {
    const auto* found = std::ranges::find(extremes, word, &Extreme::written);
    return found == std::end(extremes) ? std::nullopt : std::optional(found->function);
}

std::string as_call(Word function, std::string_view words, const std::vector<std::string>& items) {
    return fmt::format("{}({})", spelled(function, language_of(words)), fmt::join(items, ", "));
}

Diagnostic listed(std::string_view words, Span where, Word function) {
    return at(kind::extreme_of_list, where, {std::string(words), spelled(function, language_of(words))});
}

// ---------------------------------------------------------------- read by the grammar: `max of a and b`

bool is_arithmetic(Operator op) {
    switch (op) {
        case Operator::add:
        case Operator::subtract:
        case Operator::multiply:
        case Operator::divide:
        case Operator::above:
        case Operator::capped_at:
        case Operator::never_below:
        case Operator::default_to:
            return true;
        default:
            return false;
    }
}

// The words with which an amount begins that is the largest or smallest of something, and what it is of.
struct Beginning {
    Span words;
    Word function;
    std::size_t of;
};

std::optional<Beginning> beginning(const Module& module, ExprId id, std::string_view text) {
    const Expr* first = &module.expressions[id];
    const Binary* binary = std::get_if<Binary>(&first->node);
    while (binary != nullptr && is_arithmetic(binary->op)) {
        first = &module.expressions[binary->left];
        binary = std::get_if<Binary>(&first->node);
    }
    const auto begins = [&](ExprId of, std::size_t length, Word function) {
        const Span words{first->span.begin, static_cast<std::uint32_t>(length), first->span.source};
        return Beginning{words, function, module.expressions[of].span.begin};
    };
    if (const auto* aggregate = std::get_if<Aggregate>(&first->node)) {
        const bool is_extreme =
            aggregate->op == AggregateOp::largest || aggregate->op == AggregateOp::smallest;
        if (!is_extreme || aggregate->scope.reach != Reach::inner || aggregate->where) return std::nullopt;
        const auto word = aggregate->op == AggregateOp::largest ? Word::max_of : Word::min_of;
        const auto function = aggregate->op == AggregateOp::largest ? Word::largest : Word::smallest;
        return begins(aggregate->of, phrase_at(text, first->span.begin, word), function);
    }
    if (binary == nullptr || binary->op != Operator::of) return std::nullopt;
    const Span name = module.expressions[binary->left].span;
    const auto function = function_meant(text.substr(name.begin, name.length));
    const auto length = binary->op_span.end() - first->span.begin;
    return function ? std::optional(begins(binary->right, length, *function)) : std::nullopt;
}

// `a and b and c`, from left to right.
std::vector<ExprId> sides_of(const Module& module, ExprId logic) {
    const auto op = std::get<Binary>(module.expressions[logic].node).op;
    std::vector<ExprId> sides;
    const auto joined = [&](ExprId id) {
        const auto* binary = std::get_if<Binary>(&module.expressions[id].node);
        return binary != nullptr && binary->op == op ? binary : nullptr;
    };
    while (const auto* binary = joined(logic)) {
        sides.push_back(binary->right);
        logic = binary->left;
    }
    sides.push_back(logic);
    std::ranges::reverse(sides);
    return sides;
}

bool is_condition(const Module& module, ExprId id) {
    const auto* binary = std::get_if<Binary>(&module.expressions[id].node);
    return (binary != nullptr && binary->op >= Operator::equal && binary->op <= Operator::at_least) ||
           std::holds_alternative<Not>(module.expressions[id].node);
}

}  // namespace

std::optional<Diagnostic> extreme_of_list(const Module& module, ExprId logic, std::string_view text) {
    const auto* binary = std::get_if<Binary>(&module.expressions[logic].node);
    if (binary == nullptr || (binary->op != Operator::both && binary->op != Operator::either))
        return std::nullopt;
    const auto sides = sides_of(module, logic);
    if (std::ranges::any_of(sides, [&](ExprId side) { return is_condition(module, side); }))
        return std::nullopt;
    const auto begin = beginning(module, sides.front(), text);
    if (!begin) return std::nullopt;
    std::vector<std::string> items;
    for (const ExprId side : sides) {
        const Span span = module.expressions[side].span;
        items.emplace_back(text.substr(span.begin, span.length));
    }
    // `max of deal.amount` is an amount by itself, the largest of the deals.
    const auto first = text.substr(begin->of, module.expressions[sides.front()].span.end() - begin->of);
    if (first.find('.') == std::string_view::npos) items.front() = first;
    const auto words = trimmed(text.substr(begin->words.begin, begin->words.length));
    return with_hint(listed(words, begin->words, begin->function), as_call(begin->function, words, items));
}

// ---------------------------------------------------------------- not read by it: `max of a, b`

namespace {

// The words before a list in a text, and where its items begin.
struct Head {
    std::size_t begin = 0, end = 0, items = 0;
    Word function = Word::largest;
};

constexpr Word aggregates[] = {Word::max_of, Word::min_of};

// What stands before the comma is of the list: the aggregate does not end before it.
bool is_one_amount(const Found& f, std::string_view before) {
    constexpr Word ending[] = {Word::condition, Word::where};
    return std::ranges::count(before, ')') <= std::ranges::count(before, '(') &&
           last_of(f, scopes).length == 0 && last_of(f, ending).length == 0;
}

// `max of a, b`, `максимум(а; б)`, `максимум из а и б`
std::optional<Head> behind_aggregate(const Found& f) {
    const auto found = last_of(f, aggregates);
    if (found.length == 0) return std::nullopt;
    const auto end = found.begin + found.length;
    const auto of = after_blanks(f.text, end);
    const bool is_max = phrase_at(f.text, found.begin, Word::max_of) != 0;
    const Head head{found.begin, end, of, is_max ? Word::largest : Word::smallest};
    const auto between = trimmed(f.text.substr(of, f.here.begin - of));
    if (is_one_of(between, {"из", "from", "between"}))
        return Head{head.begin, f.here.begin, f.here.begin, head.function};
    const bool is_bracketed = f.place.bracket == of;
    const bool goes_on =
        f.word == "," ? is_bracketed || is_one_amount(f, between) : f.word == ";" && is_bracketed;
    return goes_on ? std::optional(head) : std::nullopt;
}

// `the larger of a and b`, `большее из а и б`
std::optional<Head> in_other_words(const Found& f) {
    const auto before = f.word_before();
    const auto begin = static_cast<std::size_t>(before.data() - f.text.data());
    if (const auto function = function_meant(before); function && f.word == "из")
        return Head{begin, f.here.end(), after_blanks(f.text, f.here.end()), *function};
    const auto function = function_meant(f.word);
    const auto of = after_blanks(f.text, f.here.end());
    const auto length = phrase_at(f.text, of, Word::of);
    if (!function || before != "the" || length == 0) return std::nullopt;
    return Head{begin, of + length, after_blanks(f.text, of + length), *function};
}

struct Items {
    std::vector<std::string> texts{""};
    std::size_t end = 0;
};

// From the first item up to the bracket around the list, a label or a condition.
Items items_from(std::string_view text, std::size_t begin) {
    Items items;
    const bool is_bracketed = begin < text.size() && text[begin] == '(';
    int depth = 0;
    std::size_t i = is_bracketed ? begin + 1 : begin;
    for (; i < text.size() && std::string_view("\n#\"").find(text[i]) == std::string_view::npos; ++i) {
        const char c = text[i];
        if (depth == 0 && (c == ')' || c == '}' || (c == ';' && !is_bracketed))) break;
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        const bool is_word = depth == 0 && text[i - 1] == ' ';
        if (is_word && phrase_at(text, i, Word::condition) != 0) break;
        const auto joint =
            !is_word ? 0 : std::max(phrase_at(text, i, Word::both), phrase_at(text, i, Word::either));
        if (joint == 0 && (depth != 0 || (c != ',' && c != ';'))) {
            items.texts.back() += c;
            continue;
        }
        items.texts.emplace_back();
        i += joint == 0 ? 0 : joint - 1;
    }
    items.end = is_bracketed && i < text.size() && text[i] == ')' ? i + 1 : before_blanks(text, i, begin);
    for (auto& item : items.texts) item = std::string(trimmed(item));
    return items;
}

}  // namespace

Mistake extreme_list(const Found& f) {
    if (!f.wants_end()) return std::nullopt;
    auto head = behind_aggregate(f);
    if (!head) head = in_other_words(f);
    if (!head) return std::nullopt;
    const auto words = trimmed(f.text.substr(head->begin, head->end - head->begin));
    const Span where{head->begin, static_cast<std::uint32_t>(words.size()), f.here.source};
    auto mistake = listed(words, where, head->function);
    const auto items = items_from(f.text, head->items);
    if (items.texts.size() < 2 || std::ranges::any_of(items.texts, &std::string::empty)) return mistake;
    const Span whole{head->begin, static_cast<std::uint32_t>(items.end - head->begin), f.here.source};
    return with_hint(std::move(mistake), with_replaced(f.text, f.line_begin, end_of_row(f.text, items.end),
                                                       whole, as_call(head->function, words, items.texts)));
}

}  // namespace accrue::syntax
