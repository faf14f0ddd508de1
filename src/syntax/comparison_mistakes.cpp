// Comparisons and bounds that are said in words.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/messages/language.hpp"
#include "base/messages/meaning.hpp"
#include "base/text.hpp"
#include "syntax/foreign_names.hpp"
#include "syntax/found.hpp"

namespace accrue::syntax {

using grammar::Word;

bool in_condition(const Found& f) {
    for (std::size_t i = f.row_begin; i < f.here.begin; ++i) {
        if (i > f.row_begin && f.text[i - 1] != ' ' && f.text[i - 1] != '(') continue;
        if (phrase_at(f.text, i, Word::condition) || phrase_at(f.text, i, Word::where)) return true;
    }
    return false;
}

// `bonus at least 0`: where no condition is read, a bound is meant.
Mistake bound_in_words(const Found& f) {
    static constexpr std::string_view lower[] = {
        "not below",        "not less than",     "no less than", "at least",      "minimum",    "min",
        "but no less than", "but not less than", "but at least", "but not below", "не менее",   "не меньше",
        "не ниже",          "но не меньше",      "но не ниже",   "минимум",       "как минимум"};
    static constexpr std::string_view upper[] = {
        "not above",        "not more than",     "no more than", "at most",      "maximum",    "max",
        "but no more than", "but not more than", "but at most",  "limited to",   "не больше",  "не выше",
        "но не больше",     "но не выше",        "максимум",     "как максимум", "но максимум"};
    if (!f.wants_end() || in_condition(f)) return std::nullopt;
    const auto bound = [&](std::span<const std::string_view> all, Word meant) -> Mistake {
        for (const auto words : all) {
            const auto length = phrase_here(f, words);
            if (length == 0) continue;
            const bool has_but =
                is_one_of(folded(f.word_before()), {"но", "but"});  // read as a name: `5% но`
            const auto but = before_blanks(f.text, f.here.begin, f.row_begin) - f.word_before().size();
            const auto begin = has_but ? but : f.here.begin;
            const Span written{begin, static_cast<std::uint32_t>(f.here.begin + length - begin),
                               f.here.source};
            const std::string text(grammar::phrase(meant).in(language_of(words)));
            const auto sign = meant == Word::never_below ? ">=" : "<=";
            if (phrase_at(f.text, f.row_begin, Word::promise) != 0) {
                return with_hint(at(kind::comparison_in_words, written,
                                    {std::string(f.text.substr(written.begin, written.length)), sign}),
                                 f.row_with(written, sign));
            }
            return with_hint(at(kind::bound_in_words, written,
                                {std::string(f.text.substr(written.begin, written.length)), text}),
                             f.row_with(written, text));
        }
        return std::nullopt;
    };
    if (Mistake mistake = bound(lower, Word::never_below)) return mistake;
    return bound(upper, Word::capped_at);
}

namespace {

// Where the name or the bracket before the stop begins; at the stop when neither ends there.
std::size_t begin_of_operand(const Found& f) {
    const std::size_t end = before_blanks(f.text, f.here.begin, f.row_begin);
    if (end == f.row_begin || f.text[end - 1] != ')') return end - f.name_before(end).size();
    int open = 0;
    for (std::size_t at = end; at > f.row_begin; --at) {
        if (f.text[at - 1] == ')') ++open;
        if (f.text[at - 1] == '(' && --open == 0) return at - 1;
    }
    return end;
}

// An amount stands here, not an answer: a rate is taken of it, or it is paid.
bool is_amount(const Found& f) {
    const std::size_t first = after_blanks(f.text, f.row_begin);
    if (phrase_at(f.text, first, Word::promise) != 0) return false;
    const std::size_t rate = before_blanks(f.text, begin_of_operand(f), f.row_begin);
    const bool has_rate = rate > f.row_begin && (f.text[rate - 1] == '%' || f.text[rate - 1] == '*');
    return has_rate || last_of(f, std::array{Word::of}).length != 0 ||
           phrase_at(f.text, first, Word::pay) != 0;
}

// `5% of sales over quota`, `5% sales over quota`: what lies above it is meant. Without `of` the percentage
// would be taken before the excess.
Diagnostic excess_in_words(const Found& f, Span words) {
    const std::string written(f.text.substr(words.begin, words.length));
    const auto language = language_of(written);
    const auto meant = spelled(Word::above, language);
    auto mistake = at(kind::bound_in_words, words, {written, meant});
    const std::size_t rate = before_blanks(f.text, begin_of_operand(f), f.row_begin);
    const bool is_percent = rate > f.row_begin && f.text[rate - 1] == '%';
    if (is_percent && rate < f.line_begin) return mistake;  // its line is not the one that a hint repeats
    const std::size_t begin = is_percent ? rate : words.begin;
    const Span piece{begin, static_cast<std::uint32_t>(words.end() - begin), words.source};
    const auto between = f.text.substr(begin, words.begin - begin);
    const auto of = is_percent ? " " + spelled(Word::of, language) : std::string();
    return with_hint(std::move(mistake), f.row_with(piece, fmt::format("{}{}{}", of, between, meant)));
}

// What may stand behind `greater than` and `больше`, each with its blanks: `чем`, `or equal to`.
struct Tail {
    std::size_t length = 0;
    bool or_equal = false;
};
Tail tail_at(std::string_view text, std::size_t begin) {
    static constexpr std::string_view equals[] = {"or equal to", "or equals",  "or equal",  "или равно",
                                                  "или равен",   "или равна",  "или равны", "либо равно",
                                                  "либо равен",  "либо равна", "либо равны"};
    Tail tail;
    const auto take = [&](std::string_view phrase, std::size_t from) {
        const auto length = grammar::taken_by(phrase, text.data() + from, text.data() + text.size());
        if (length != 0) tail.length = from + length - begin;
        return length != 0;
    };
    const auto next = [&] { return after_blanks(text, begin + tail.length); };
    const auto take_than = [&] {
        const auto at = next();
        take("чем", text.substr(at).starts_with(',') ? after_blanks(text, at + 1) : at);
    };
    take_than();
    tail.or_equal =
        std::ranges::any_of(equals, [&](std::string_view phrase) { return take(phrase, next()); });
    if (tail.or_equal) take_than();
    return tail;
}

struct Phrasing {
    std::string_view words, sign;
};
// Of those that begin alike the longer first.
constexpr Phrasing phrasings[] = {
    {"is not equal to", "!="},
    {"not equal to", "!="},
    {"is equal to", "="},
    {"equal to", "="},
    {"is at least", ">="},
    {"is not less than", ">="},
    {"is at most", "<="},
    {"is more than", ">"},
    {"is greater than", ">"},
    {"is over", ">"},
    {"is above", ">"},
    {"is greater", ">"},
    {"is less than", "<"},
    {"is less", "<"},
    {"is below", "<"},
    {"is under", "<"},
    {"свыше", ">"},
    {"at least", ">="},
    {"not less than", ">="},
    {"no less than", ">="},
    {"не менее", ">="},
    {"не меньше", ">="},
    {"at most", "<="},
    {"not more than", "<="},
    {"no more than", "<="},
    {"не больше", "<="},
    {"more than", ">"},
    {"greater than", ">"},
    {"greater", ">"},
    {"less than", "<"},
    {"less", "<"},
    {"больше", ">"},
    {"более", ">"},
    {"меньше", "<"},
    {"менее", "<"},
    {"below", "<"},
    {"over", ">"},
    {"is not", "!="},
    {"is", "="},
    {"equals", "="},
    {"равно", "="},
    {"равен", "="},
    {"равна", "="},
    {"равны", "="},
    {"не равно", "!="},
    {"не равен", "!="},
    {"не равна", "!="},
    {"не равны", "!="},
    {"не более", "<="},
    {"не ниже", ">="},
    {"не выше", "<="},
    {"up to", "<="},
    {"exceeds", ">"},
    {"выше", ">"},
    {"ниже", "<"},
};

// `kpi is blank`: no value is called so.
Mistake blank_compared(const Found& f, Span is) {
    const Span name = token_at(f.text, after_blanks(f.text, is.end()), f.here.source);
    const auto word = f.text.substr(name.begin, name.length);
    if (!is_foreign_blank(word)) return std::nullopt;
    auto mistake = at(kind::unknown_name, name, {std::string(word)});
    if (auto hint = hint_of_foreign_name(word)) mistake.notes.push_back(*std::move(hint));
    return mistake;
}

}  // namespace

Mistake comparison_in_words(const Found& f) {
    if (!f.wants_end() || stands_here(f, Word::over_all)) return std::nullopt;
    const bool is_edge = stands_here(f, Word::up_to);
    if (is_edge && !in_condition(f)) return std::nullopt;
    const auto reserved =
        grammar::reserved_phrase(f.text.data() + f.here.begin, f.text.data() + f.text.size());
    if (f.word == "less" && !in_condition(f) && is_amount(f) && phrase_here(f, "less than") == 0)
        return with_hint(here(f, kind::foreign_sign, {"less", "-"}), f.row_with_here("-"));
    for (const Phrasing& p : phrasings) {
        const std::size_t n = phrase_here(f, p.words);
        if (n == 0 || (reserved && reserved->length > n)) continue;  // `over year` is no `over`
        const auto tail = tail_at(f.text, f.here.begin + n);
        const bool is_strict = p.sign == ">" || p.sign == "<";
        if (p.sign == ">" && !tail.or_equal && !in_condition(f) && is_amount(f))
            return excess_in_words(f, widened(f.here, n + tail.length));
        const auto sign = std::string(p.sign) + (is_strict && tail.or_equal ? "=" : "");
        const Span words = widened(f.here, n + tail.length);
        if (p.sign == "=" || p.sign == "!=") {
            if (Mistake blank = blank_compared(f, words)) return blank;
        }
        return with_hint(at(kind::comparison_in_words, words,
                            {std::string(f.text.substr(words.begin, words.length)), sign}),
                         f.row_with(words, sign));
    }
    return std::nullopt;
}

namespace {

// A comparison that is being read, and whether an answer is wanted there: behind `if`, behind a definition's
// `=`, and in brackets there.
struct Comparison {
    std::size_t begin = 0;
    bool is_wanted = false;
    std::optional<std::size_t> sign;
};

// The name or bracket that the comparison before `end` compares, `a` of `x if a >= 80%`; empty where there is
// none.
std::string_view compared_before(const Found& f, std::size_t end) {
    const auto word_at = [&](std::size_t at, std::initializer_list<Word> words) -> std::size_t {
        const bool is_begin = at == f.row_begin || f.text[at - 1] == ' ' || f.text[at - 1] == '(';
        for (const Word word : words)
            if (const auto length = is_begin ? phrase_at(f.text, at, word) : 0) return length;
        return 0;
    };
    std::vector<Comparison> open{{f.row_begin, false, {}}};  // one inside the other
    for (std::size_t at = f.row_begin; at < end; ++at) {
        auto& last = open.back();
        if (f.text[at] == '"') {
            at = std::min(f.text.find('"', at + 1), end);
        } else if (f.text[at] == '(') {
            open.push_back({at + 1, last.is_wanted, {}});
        } else if (f.text[at] == ')') {
            if (open.size() > 1) open.pop_back();
        } else if (const auto opener = word_at(at, {Word::condition, Word::where, Word::promise})) {
            last = {at + opener, true, {}};
        } else if (const auto joint = word_at(at, {Word::both, Word::either})) {
            last = {at + joint, last.is_wanted, {}};
        } else if (std::string_view("<>=!").find(f.text[at]) != std::string_view::npos && !last.sign) {
            if (last.is_wanted) last.sign = at;
            if (f.text[at] == '=' && !last.is_wanted) last = {at + 1, true, {}};
        }
    }
    const auto [begin, is_wanted, sign] = open.back();
    const auto compared = sign ? trimmed(f.text.substr(begin, *sign - begin)) : std::string_view();
    const bool is_negated = phrase_at(compared, 0, Word::negation) != 0;
    const bool has_name = compared.starts_with('(') || !name_at(compared, 0).empty();
    return has_name && !is_negated ? compared : std::string_view();
}

// A sign that compares stands here, or words for one.
std::pair<Span, std::string_view> comparison_here(const Found& f) {
    for (const std::string_view sign : {"<=", ">=", "!=", "<", ">", "="})
        if (f.text.substr(f.here.begin).starts_with(sign)) return {widened(f.here, sign.size()), sign};
    for (const Phrasing& p : phrasings) {
        const Span words = words_at_stop(f, p.words);
        if (words.length != 0) return {words, p.sign};
    }
    return {widened(f.here, 0), ""};
}

// The word that ends before the place, with its beginning.
std::pair<std::size_t, std::string_view> last_word(const Found& f, std::size_t place) {
    const auto end = before_blanks(f.text, place, f.row_begin);
    const auto begin = std::max(f.text.substr(0, end).find_last_of(" (") + 1, f.row_begin);
    return {begin, f.text.substr(begin, end - begin)};
}

}  // namespace

// `if a >= 80% and < 100%`: each comparison names what it compares.
Mistake half_comparison(const Found& f) {
    const auto [words, sign] = comparison_here(f);
    const auto [begin, joint] = last_word(f, words.begin);
    if (words.length == 0 || !is_one_of(joint, {"and", "or", "и", "или"})) return std::nullopt;
    const bool is_name = sign == "=" && begin == after_blanks(f.text, f.line_begin);  // `и = 5%`
    const auto compared = is_name ? std::string_view() : compared_before(f, begin);
    if (compared.empty()) return std::nullopt;
    return with_hint(at(kind::half_comparison, words, {std::string(compared)}),
                     f.row_with(words, fmt::format("{} {}", compared, sign)));
}

namespace {

// The rate before the stop and what it is of: `1%` and `sales` of `1% of sales up to 1M`.
struct ShareBefore {
    std::size_t rate, of;  // where they begin
};
std::optional<ShareBefore> share_before(const Found& f) {
    const auto of = begin_of_operand(f);
    auto end = before_blanks(f.text, of, f.row_begin);
    for (const auto language : {Language::english, Language::russian}) {
        const auto joint = spelled(Word::of, language);
        if (f.text.substr(0, end).ends_with(" " + joint)) end -= joint.size();
    }
    end = before_blanks(f.text, end, f.row_begin);
    const bool is_percent = end > f.row_begin && f.text[end - 1] == '%';
    if (of == f.here.begin || (end == before_blanks(f.text, of, f.row_begin) && !is_percent))
        return std::nullopt;
    const auto last = is_percent ? before_blanks(f.text, end - 1, f.row_begin) : end;
    const auto rate = std::max(f.text.find_last_of(" (", last - 1) + 1, f.row_begin);
    return rate < end ? std::optional(ShareBefore{rate, of}) : std::nullopt;
}

// The limit at the place: a figure, a share of a name, a name.
std::string_view limit_at(const Found& f, std::size_t place) {
    const auto figure = figure_at(f.text, place);
    const auto of = after_blanks(f.text, place + figure.size());
    const auto joint = figure.empty() ? 0 : phrase_at(f.text, of, Word::of);
    if (!figure.empty() && joint == 0) return figure;
    const auto name = name_at(f.text, joint == 0 ? place : after_blanks(f.text, of + joint));
    return name.empty()
               ? name
               : f.text.substr(place,
                               static_cast<std::size_t>(name.data() + name.size() - f.text.data()) - place);
}

}  // namespace

// `1% of sales up to 1M`: whether the rate or what it is of has the limit is asked.
Mistake up_to_in_expression(const Found& f) {
    const std::size_t n = phrase_at(f.text, f.here.begin, Word::up_to);
    if (n == 0 || !f.wants_end()) return std::nullopt;
    const Span words = widened(f.here, n);
    const std::string written(f.text.substr(words.begin, n));
    auto mistake = at(kind::up_to_in_expression, words, {written});
    if (phrase_at(f.text, f.row_begin, Word::promise) != 0)
        return with_hint(std::move(mistake), f.row_with(words, "<="));
    const auto meant = grammar::phrase(Word::capped_at).in(language_of(written));
    const auto share = share_before(f);
    if (!share) return with_hint(std::move(mistake), f.row_with(words, meant));
    const auto limit = limit_at(f, after_blanks(f.text, words.end()));
    if (limit.empty()) return mistake;
    const auto between = [&](std::size_t begin, std::size_t end) {
        return trimmed(f.text.substr(begin, end - begin));
    };
    const auto end = static_cast<std::size_t>(limit.data() + limit.size() - f.text.data());
    const Span whole{share->rate, static_cast<std::uint32_t>(end - share->rate), words.source};
    const auto rate = between(share->rate, share->of), of = between(share->of, words.begin);
    const auto joint = rate.ends_with('%') ? " " + spelled(Word::of, language_of(written)) : "";
    const auto before = trimmed(f.text.substr(f.row_begin, share->rate - f.row_begin));
    const bool is_in_sum = !before.empty() && std::string_view("+-*/").find(before.back()) != before.npos;
    const auto limited = fmt::format("({} {}) {} {}", rate, of, meant, limit);
    mistake.notes.push_back(
        {kind::hint_two_readings,
         {f.row_with(whole, fmt::format("{}{} ({} {} {})", rate, joint, of, meant, limit)),
          f.row_with(whole, is_in_sum ? "(" + limited + ")" : limited)}});
    return mistake;
}

}  // namespace accrue::syntax
