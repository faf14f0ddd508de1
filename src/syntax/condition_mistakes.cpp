// Conditions that stand in another place, or begin with another word, than those of the language.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/messages/language.hpp"
#include "base/text.hpp"
#include "syntax/found.hpp"

namespace accrue::syntax {

using grammar::Wanted;
using grammar::Word;

namespace {

struct Halves {
    std::string_view before, behind;
    std::string_view by = {};  // the word between them
};

// Around the first of the words that stands alone in the text.
std::optional<Halves> parted(std::string_view text, std::span<const std::string_view> words) {
    for (std::size_t at = 1; at < text.size(); ++at) {
        if (text[at - 1] != ' ') continue;
        for (const auto word : words) {
            const auto length = grammar::taken_by(word, text.data() + at, text.data() + text.size());
            if (length != 0)
                return Halves{trimmed(text.substr(0, at)), trimmed(text.substr(at + length)), word};
        }
    }
    return std::nullopt;
}

constexpr std::string_view then_words[] = {"then", "то", "тогда"};
constexpr std::string_view else_words[] = {"else",   "otherwise", "elif",
                                           "elseif", "иначе",     "в противном случае"};

// `c then x`, `c: x`, `c, x`
std::optional<Halves> condition_and_result(std::string_view text) {
    if (const auto halves = parted(text, then_words)) return halves;
    const auto sign = text.find_first_of(":,");
    if (sign == std::string_view::npos) return std::nullopt;
    return Halves{trimmed(text.substr(0, sign)), trimmed(text.substr(sign + 1))};
}

// `x, else: y` without the signs.
std::string_view without_signs(std::string_view text) {
    const auto is_sign = [](char c) { return c == ',' || c == ':'; };
    while (!text.empty() && is_sign(text.front())) text = trimmed(text.substr(1));
    while (!text.empty() && is_sign(text.back())) text = trimmed(text.substr(0, text.size() - 1));
    return text;
}

// Whole in itself: its brackets are closed, and no other condition decides in it.
bool is_plain(std::string_view text) {
    static constexpr std::string_view conditions[] = {"if", "если"};
    return !text.empty() && std::ranges::count(text, '(') == std::ranges::count(text, ')') &&
           phrase_at(text, 0, Word::condition) == 0 && !parted(text, conditions) &&
           !parted(text, then_words) && !parted(text, else_words);
}

// What is said, and of what: `pay bonus = 5` says 5 of `pay bonus =`.
struct Branch {
    std::string opening, said;
};

Branch branch_of(std::string_view text) {
    const auto *begin = text.data(), *end = text.data() + text.size();
    auto opening = phrase_at(text, 0, Word::pay);
    const auto name = after_blanks(text, opening);
    const auto length = grammar::identifier_length(begin + name, end);
    const auto sign = after_blanks(text, name + length);
    const auto relation = text.substr(std::min(sign, text.size()), 2);
    if (length != 0 && relation.starts_with('=') && relation != "==" && relation != "=>") opening = sign + 1;
    return {std::string(trimmed(text.substr(0, opening))), std::string(trimmed(text.substr(opening)))};
}

bool is_same(std::string_view one, std::string_view other) {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
    std::string a(one), b(other);
    std::erase_if(a, is_blank);
    std::erase_if(b, is_blank);
    return a == b;
}

std::optional<Branch> turned_round(std::string_view text, std::string_view head, Language language);

// What stands behind `else`: another condition with its branches, or the last branch.
std::optional<Branch> other_branch(const Halves& results, std::string_view head, Language language) {
    const auto text = without_signs(results.behind);
    const auto condition = phrase_at(text, 0, Word::condition);
    if (condition != 0 || is_one_of(results.by, {"elif", "elseif"})) {
        auto nested = turned_round(trimmed(text.substr(condition)), head, language);
        if (nested) nested->said = fmt::format("({})", nested->said);
        return nested;
    }
    auto branch = branch_of(text);
    return is_plain(branch.said) ? std::optional(std::move(branch)) : std::nullopt;
}

// `c then x else y` as the language says it: `x if c otherwise y`. Nothing where the parts are not to be told
// or speak of different names. `head` is what stands before the condition: `bonus =`.
std::optional<Branch> turned_round(std::string_view text, std::string_view head, Language language) {
    const auto halves = condition_and_result(text);
    if (!halves) return std::nullopt;
    const auto condition = without_signs(halves->before);
    const auto results = parted(halves->behind, else_words);
    auto first = branch_of(without_signs(results ? results->before : halves->behind));
    if (is_same(first.opening, head)) first.opening.clear();
    const bool says_twice = !first.opening.empty() && head.find('=') != std::string_view::npos;
    if (!is_plain(condition) || !is_plain(first.said) || says_twice) return std::nullopt;
    first.said += fmt::format(" {} {}", spelled(Word::condition, language), condition);
    if (!results) return first;
    const auto other = other_branch(*results, head, language);
    if (!other) return std::nullopt;
    const bool is_of_same =
        other->opening.empty() || is_same(other->opening, head) || is_same(other->opening, first.opening);
    if (!is_of_same) return std::nullopt;
    first.said += fmt::format(" {} {}", spelled(Word::otherwise, language), other->said);
    return first;
}

// Where the `if` stands: at the stop, which may be the second `if` of a statement on a line of its own, or at
// the beginning of a line that stops at its `then`.
std::optional<std::size_t> first_condition(const Found& f) {
    const bool can_begin = f.place.wanted == Wanted::statement || f.wants_value();
    if (can_begin && phrase_at(f.text, f.here.begin, Word::condition) != 0) return f.here.begin;
    const std::size_t line = after_blanks(f.text, f.line_begin);
    const std::size_t value = after_blanks(f.text, line + phrase_at(f.text, line, Word::pay));
    const bool is_further = f.place.wanted == Wanted::end_of_statement && line == f.here.begin;
    if (is_further && phrase_at(f.text, line, Word::condition) != 0) return line;
    const bool is_then = f.wants_end() && is_one_of(f.word, {"then", "то", "тогда", ":", ","});
    return is_then && phrase_at(f.text, value, Word::condition) != 0 ? std::optional(value) : std::nullopt;
}

// `each quarter` at the end of the text; empty where it says none.
std::string_view each_behind(std::string_view text) {
    for (const Word each : {Word::each_month, Word::each_quarter, Word::each_year}) {
        for (const auto language : {Language::english, Language::russian}) {
            const auto words = spelled(each, language);
            if (text.ends_with(" " + words)) return text.substr(text.size() - words.size());
        }
    }
    return {};
}

// The label behind a condition, `"label"` of `sales > plan "label"`; empty where a text in quotes that ends
// it is of the condition.
std::string_view label_behind(std::string_view condition) {
    if (condition.size() < 2 || !condition.ends_with('"')) return {};
    const auto label = condition.substr(condition.rfind('"', condition.size() - 2));
    const auto before = trimmed(condition.substr(0, condition.size() - label.size()));
    static constexpr std::string_view joints[] = {"and", "or", "not", "и", "или", "не"};
    const auto last = before.substr(before.find_last_of(" (") + 1);
    const bool goes_on = before.empty() || std::string_view("=<>(,").find(before.back()) != before.npos ||
                         std::ranges::find(joints, last) != std::end(joints);
    return goes_on ? std::string_view() : label;
}

}  // namespace

// `if c then pay x`, `x = if c then a else b`
Mistake condition_first(const Found& f) {
    const auto condition = first_condition(f);
    if (!condition) return std::nullopt;
    const std::size_t length = phrase_at(f.text, *condition, Word::condition);
    const std::size_t begin = *condition + length;
    const bool is_call = begin < f.text.size() && f.text[begin] == '(';  // of a spreadsheet
    if (is_call || begin > f.row_end) return std::nullopt;
    const auto word = f.text.substr(*condition, length);
    const auto row = trimmed(f.text.substr(begin, f.row_end - begin));
    const auto each = each_behind(row);
    const auto rest = trimmed(row.substr(0, row.size() - each.size()));
    if (!condition_and_result(rest) && !f.wants_value()) return std::nullopt;
    auto mistake =
        at(kind::condition_first, widened({*condition, 0, f.here.source}, length), {std::string(word)});
    const auto head = trimmed(f.text.substr(f.line_begin, *condition - f.line_begin));
    auto turned = turned_round(rest, head, language_of(word));
    if (!turned) return mistake;
    if (!each.empty()) turned->said = fmt::format("({}) {}", turned->said, each);
    const bool is_further_case = f.place.wanted == Wanted::end_of_statement && *condition == f.here.begin;
    const auto pay = f.text.substr(f.row_begin, phrase_at(f.text, f.row_begin, Word::pay));
    const auto opening = !is_further_case ? head : pay.empty() ? "=" : pay;
    std::string hint(turned->opening.empty() ? opening : head);
    for (const auto& piece : {turned->opening, turned->said}) {
        if (!piece.empty()) hint += (hint.empty() ? "" : " ") + piece;
    }
    const bool is_paid = each.empty() || phrase_at(hint, 0, Word::pay) != 0;
    if (!is_paid) hint = spelled(Word::pay, language_of(word)) + " " + hint;
    return with_hint(std::move(mistake), std::move(hint));
}

// `x when c`, `x при c`
Mistake other_condition_word(const Found& f) {
    static constexpr std::string_view others[] = {
        "where", "when",  "provided that", "provided",        "only if",     "in case",
        "где",   "когда", "только если",   "при условии что", "при условии", "при"};
    constexpr Word with_where[] = {Word::condition, Word::where,  Word::sum_of,  Word::average_of,
                                   Word::max_of,    Word::min_of, Word::rank_of, Word::count_of};
    if (!f.wants_end() || last_of(f, with_where).length != 0) return std::nullopt;
    for (const auto written : others) {
        const Span words = words_at_stop(f, written);
        if (words.length == 0) continue;
        const auto meant = spelled(Word::condition, language_of(written));
        return with_hint(at(kind::word_wanted, words, {meant, fmt::format("`{}`", written)}),
                         f.row_with(words, meant));
    }
    return std::nullopt;
}

// `x unless c`
Mistake unless(const Found& f) {
    const Span word = words_at_stop(f, "unless");
    constexpr Word conditions[] = {Word::condition, Word::where};
    if (word.length == 0 || !f.wants_end() || last_of(f, conditions).length != 0) return std::nullopt;
    const auto rest = trimmed(f.text.substr(word.end(), std::max(f.row_end, word.end()) - word.end()));
    static constexpr std::string_view ends[] = {"otherwise"};
    const auto halves = parted(rest, ends);
    const auto whole = halves ? halves->before : rest;
    const auto label = label_behind(whole);
    const auto condition = trimmed(whole.substr(0, whole.size() - label.size()));
    auto mistake = at(kind::word_wanted, word, {spelled(Word::condition, Language::english), "`unless`"});
    if (!is_plain(condition) || !each_behind(condition).empty()) return mistake;
    const auto length = whole.data() + whole.size() - (f.text.data() + word.begin);
    const bool is_bracketed = condition.starts_with('(') && condition.find(')') == condition.size() - 1;
    const auto negated = is_bracketed ? std::string(condition) : fmt::format("({})", condition);
    const auto said = fmt::format("{}{}if not {}", label, label.empty() ? "" : " ", negated);
    return with_hint(std::move(mistake), f.row_with(widened(word, static_cast<std::size_t>(length)), said));
}

// `if attainment between 80% and 100%`: whether the upper edge belongs to it is asked.
Mistake between_in_words(const Found& f) {
    struct Between {
        std::string_view opening, joint;
    };
    static constexpr Between all[] = {{"is between", "and"}, {"between", "and"},       {"is from", "to"},
                                      {"from", "to"},        {"находится между", "и"}, {"между", "и"},
                                      {"от", "до"},          {"в пределах от", "до"}};
    static constexpr std::string_view ends[] = {"and", "or", "otherwise", "и", "или", "иначе"};
    constexpr Word conditions[] = {Word::condition, Word::where};
    const auto name = f.name_before(f.here.begin);
    if (!f.wants_end() || name.empty() || last_of(f, conditions).length == 0) return std::nullopt;
    for (const auto& [opening, joint] : all) {
        const auto length =
            grammar::taken_by(opening, f.text.data() + f.here.begin, f.text.data() + f.text.size());
        if (length == 0) continue;
        const auto begin = f.here.begin + length;
        const std::string_view joints[] = {joint};
        const auto edges = parted(f.text.substr(begin, std::max(f.row_end, begin) - begin), joints);
        if (!edges || edges->before.empty() || edges->behind.empty()) return std::nullopt;
        const auto rest = parted(edges->behind, ends);
        const auto high = rest ? rest->before : edges->behind;
        const auto both = spelled(Word::both, language_of(opening));
        const auto reading = [&](std::string_view sign) {
            return fmt::format("{} >= {} {} {} {} {}", name, edges->before, both, name, sign, high);
        };
        auto mistake = at(kind::comparison_in_words, widened(f.here, length),
                          {std::string(f.text.substr(f.here.begin, length)), ">="});
        mistake.notes.push_back({kind::hint_two_readings, {reading("<"), reading("<=")}});
        return mistake;
    }
    return std::nullopt;
}

// `x, if c`, `x: if c`
Mistake needless_comma(const Found& f) {
    constexpr Word going_on[] = {Word::condition, Word::otherwise, Word::capped_at, Word::never_below,
                                 Word::both,      Word::either,    Word::rounded};
    if (!is_one_of(f.word, {",", ":"}) || !f.wants_end()) return std::nullopt;
    const std::size_t next = after_blanks(f.text, f.here.end());
    const bool goes_on =
        std::ranges::any_of(going_on, [&](Word word) { return phrase_at(f.text, next, word) != 0; });
    if (!goes_on) return std::nullopt;
    const auto before = f.text.substr(f.row_begin, f.here.begin - f.row_begin);
    const bool is_row_of_table = before.find(':') != std::string_view::npos && !in_condition(f);
    if (is_row_of_table && f.word == ":") return std::nullopt;
    const bool begins_row = is_row_of_table && phrase_at(f.text, next, Word::otherwise) != 0;
    return with_hint(here(f, kind::left_over, {f.found()}), f.row_with_here(begins_row ? ";" : ""));
}

}  // namespace accrue::syntax
