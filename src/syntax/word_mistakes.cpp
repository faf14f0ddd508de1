// Words that are not what they look like.
#include <fmt/format.h>

#include <algorithm>

#include "base/messages/language.hpp"
#include "base/messages/phrases/general.hpp"
#include "base/text.hpp"
#include "syntax/found.hpp"

namespace accrue::syntax {

using grammar::Phrase;
using grammar::Wanted;
using grammar::Word;

namespace {

// The keyword whose first word this would be, were it written so.
const Phrase* phrase_beginning(std::string_view word) {
    for (const Phrase& p : grammar::phrases) {
        if (p.place == grammar::Place::scale) continue;
        for (const std::string_view text : {p.english, p.russian}) {
            if (!text.empty() && text.substr(0, text.find(' ')) == word) return &p;
        }
    }
    return nullptr;
}

// The longest keyword at the stop, its letters of any size; without one, the word there.
Span keyword_in_any_size(const Found& f) {
    const std::string row = folded(f.text.substr(f.here.begin, f.row_end - f.here.begin));
    std::size_t longest = 0;
    for (const Phrase& p : grammar::phrases) {
        if (p.place == grammar::Place::scale) continue;
        for (const std::string_view text : {p.english, p.russian}) {
            if (!text.empty())
                longest = std::max(longest, grammar::taken_by(text, row.data(), row.data() + row.size()));
        }
    }
    return longest == 0 ? f.here : widened(f.here, longest);
}

}  // namespace

Mistake mixed_word(const Found& f) {
    return f.word.empty() || f.word[0] == '"' ? std::nullopt : mixed_name(f.word, f.here, {});
}

Mistake capital_keyword(const Found& f) {
    if (grammar::letter_length(f.word.data(), f.word.data() + f.word.size()) == 0) return std::nullopt;
    const Span words = keyword_in_any_size(f);
    const std::string written(f.text.substr(words.begin, words.length)), lower = folded(written);
    if (lower == written || !phrase_beginning(folded(f.word))) return std::nullopt;
    return with_hint(at(kind::capital_keyword, words, {written}), f.row_with(words, lower));
}

Mistake layout_keyword(const Found& f) {
    if (grammar::letter_length(f.word.data(), f.word.data() + f.word.size()) == 0) return std::nullopt;
    const std::string other = other_layout(f.word);
    if (other == f.word || character_count(other) < 2 || !phrase_beginning(other)) return std::nullopt;
    return with_hint(here(f, kind::layout_keyword, {std::string(f.word), other}), f.row_with_here(other));
}

// `50% If frozen`: the wrong word was taken for a name, and reading stopped behind it.
Mistake keyword_before(const Found& f) {
    const std::string_view word = f.word_before();
    if (!f.wants_end() || word.empty()) return std::nullopt;
    const auto begin = static_cast<std::size_t>(word.data() - f.text.data());
    const Found before{
        f.place,     f.text,      {begin, static_cast<std::uint32_t>(word.size()), f.place.source},
        word,        f.row_begin, f.row_end,
        f.line_begin};
    if (Mistake mistake = capital_keyword(before)) return mistake;
    return layout_keyword(before);
}

Mistake no_else(const Found& f) {
    for (const std::string_view written :
         {"else", "elif", "elseif", "elsif", "в противном случае", "в остальных случаях"}) {
        const Span words = words_at_stop(f, written);
        if (words.length == 0) continue;
        constexpr Word conditions[] = {Word::condition};
        const bool asks = is_one_of(written, {"elif", "elseif", "elsif"});
        const bool is_first = asks && last_of(f, conditions).length == 0;
        const auto meant = is_first ? Word::condition : Word::otherwise;
        return with_hint(at(kind::no_else, words, {std::string(written)}),
                         f.row_with(words, spelled(meant, language_of(f))));
    }
    return std::nullopt;
}

// `tiered sales { … }`: the mode of a table is called otherwise here.
Mistake other_table_mode(const Found& f) {
    struct OtherMode {
        std::string_view written;
        Word meant;
    };
    static constexpr OtherMode modes[] = {
        {"tiered", Word::marginal},      {"tiers", Word::marginal},
        {"graduated", Word::marginal},   {"progressive", Word::marginal},
        {"incremental", Word::marginal}, {"прогрессивно", Word::marginal},
        {"нарастающе", Word::marginal},  {"stepped", Word::step},
        {"banded", Word::step},          {"bands", Word::step},
        {"threshold", Word::step},       {"ступенями", Word::step},
        {"ступени", Word::step},         {"ступенчатая", Word::step},
        {"слоями", Word::marginal},      {"прогрессивная", Word::marginal},
        {"шкала", Word::step},           {"interpolated", Word::linear},
        {"interpolate", Word::linear},   {"interpolation", Word::linear},
        {"линейная", Word::linear},      {"интерполяция", Word::linear},
        {"flat", Word::whole},           {"retroactive", Word::whole},
        {"lookup", Word::match},         {"switch", Word::match},
        {"case", Word::match},           {"выбор", Word::match},
    };
    const auto word = f.word_before();
    const auto* mode = std::ranges::find(modes, word, &OtherMode::written);
    const bool is_key =
        f.word == "(" || grammar::identifier_length(f.word.data(), f.word.data() + f.word.size()) != 0;
    if (!f.wants_end() || mode == std::end(modes) || !is_key) return std::nullopt;
    const Span written{static_cast<std::uint32_t>(word.data() - f.text.data()),
                       static_cast<std::uint32_t>(word.size()), f.place.source};
    const std::string meant(grammar::phrase(mode->meant).in(language_of(word)));
    auto mistake = at(kind::other_table_mode, written, {std::string(word), meant});
    const bool is_row_alone = f.row().find(':') != std::string_view::npos &&
                              f.row().find('{') == std::string_view::npos;  // `case sales > plan : 5%`
    return is_row_alone ? mistake : with_hint(std::move(mistake), f.row_with(written, meant));
}

// `40 M`
Mistake scale_apart(const Found& f) {
    if (!is_one_of(f.word, {"k", "M", "B", "К", "М", "В", "м", "к"}) || !grammar::is_digit(f.before()))
        return std::nullopt;
    const std::string_view scale = is_one_of(f.word, {"k", "К", "к"}) ? "k"
                                   : is_one_of(f.word, {"B", "В"})    ? "B"
                                                                      : "M";
    return with_hint(here(f, kind::scale_apart, {std::string(f.word)}),
                     f.row_with(f.with_blanks_before(), scale));
}

namespace {

constexpr std::string_view roubles[] = {"рублей", "рубля", "рубль", "руб", "р"};

// The scale and the blanks before it, with the point and the roubles behind it; and what is meant.
std::pair<Span, std::string> with_roubles(const Found& f, Span scale, std::string_view meant) {
    const auto end_of_point = [&](std::size_t at) {
        return at + (f.text.substr(at).starts_with('.') ? 1 : 0);
    };
    const auto end = end_of_point(scale.end());
    const auto word = name_at(f.text, after_blanks(f.text, end));
    if (std::ranges::find(roubles, word) == std::end(roubles))
        return {widened(scale, end - scale.begin), std::string(meant)};
    const auto rouble_end = end_of_point(static_cast<std::size_t>(word.data() + word.size() - f.text.data()));
    return {widened(scale, rouble_end - scale.begin), fmt::format("{} RUB", meant)};
}

}  // namespace

// `40 million`, `40 тысяч`, `40 млн.`, `5 тыс.руб.`
Mistake scale_in_words(const Found& f) {
    struct Scale {
        std::string_view written, meant;
    };
    static constexpr Scale scales[] = {
        {"thousand", "k"},
        {"million", "M"},
        {"millions", "M"},
        {"mln", "M"},
        {"billion", "B"},
        {"billions", "B"},
        {"bn", "B"},
        {"тысяч", " тыс"},
        {"тысячи", " тыс"},
        {"тысяча", " тыс"},
        {"миллион", " млн"},
        {"миллиона", " млн"},
        {"миллионов", " млн"},
        {"миллиард", " млрд"},
        {"миллиарда", " млрд"},
        {"миллиардов", " млрд"},
    };
    if (f.word == "." && is_one_of(f.word_before(), {"тыс", "млн", "млрд"})) {
        const std::string written = std::string(f.word_before()) + ".";
        const auto [piece, meant] = with_roubles(f, widened(f.here, 0), "");
        return with_hint(here(f, kind::scale_in_words, {written, std::string(f.word_before())}),
                         f.row_with(piece, meant));
    }
    const auto* scale = std::ranges::find(scales, f.word, &Scale::written);
    if (scale == std::end(scales) || !grammar::is_digit(f.before())) return std::nullopt;
    const auto [piece, meant] = with_roubles(f, f.with_blanks_before(), scale->meant);
    return with_hint(here(f, kind::scale_in_words, {std::string(f.word), std::string(trimmed(scale->meant))}),
                     f.row_with(piece, meant));
}

// `5 percent`
Mistake percent_in_words(const Found& f) {
    if (!is_one_of(f.word, {"percent", "per cent", "процент", "процента", "процентов"})) return std::nullopt;
    if (!grammar::is_digit(f.before())) return std::nullopt;
    return with_hint(here(f, kind::scale_in_words, {std::string(f.word), "%"}),
                     f.row_with(f.with_blanks_before(), "%"));
}

// `40 000 руб`: a bare number is money where money is wanted.
Mistake rouble_in_words(const Found& f) {
    if (std::ranges::find(roubles, f.word) == std::end(roubles) || f.word_before().empty())
        return std::nullopt;
    if (!f.wants_end()) return std::nullopt;
    auto words = f.with_blanks_before();
    if (words.end() < f.text.size() && f.text[words.end()] == '.') ++words.length;  // `руб.`
    return with_hint(here(f, kind::currency_sign, {std::string(f.word)}), f.row_with(words, " RUB"));
}

Mistake percent_beside(const Found& f) {
    if (!f.wants_end() || f.before() != '%' || f.word.empty()) return std::nullopt;
    const auto reserved =
        grammar::reserved_phrase(f.text.data() + f.here.begin, f.text.data() + f.text.size());
    const bool is_operand = grammar::is_digit(f.word[0]) || f.word[0] == '"' ||
                            (reserved && grammar::phrase(reserved->word).place == grammar::Place::operand);
    if (!is_operand) return std::nullopt;
    const Span words = reserved ? widened(f.here, reserved->length) : f.here;
    const std::string written(f.text.substr(words.begin, words.length));
    return with_hint(at(kind::percent_beside, words, {fmt::format("`{}`", written)}),
                     f.row_with(words, spelled(Word::of, language_of(written)) + " " + written));
}

Mistake repeated_above(const Found& f) {
    if (!f.wants_end() || !stands_here(f, Word::above)) return std::nullopt;
    return at(kind::repeated_above, widened(f.here, phrase_at(f.text, f.here.begin, Word::above)));
}

namespace {

// Where the product begins that ends before the place on its line: behind an open bracket, a sum, a comma, a
// relation or a word that opens the row.
std::size_t begin_of_product(const Found& f, std::size_t end) {
    int open = 0;
    auto begin = end;
    for (; begin > f.line_begin; --begin) {
        const char c = f.text[begin - 1];
        if (c == ')') ++open;
        if (c == '(' && open-- == 0) break;
        const bool is_sum = (c == '+' || c == '-') && f.text[begin] == ' ';
        if (open == 0 && (is_sum || std::string_view("=<>,;:{").find(c) != std::string_view::npos)) break;
    }
    for (const Word word : {Word::pay, Word::promise, Word::condition, Word::both, Word::either}) {
        const auto length = phrase_at(f.text, after_blanks(f.text, begin), word);
        if (length != 0) begin = after_blanks(f.text, begin) + length;
    }
    return after_blanks(f.text, begin);
}

}  // namespace

// `previous a default b * 2`: `default` takes one factor, and whether the product is meant is asked.
Mistake product_behind_default(const Found& f) {
    constexpr Word defaults[] = {Word::default_value};
    const auto word = last_of(f, defaults);
    const bool is_input =
        f.place.row == grammar::RowKind::field || phrase_at(f.text, f.row_begin, Word::input);
    if (is_input || !f.wants_end() || !is_one_of(f.word, {"*", "/"}) || word.length == 0) return std::nullopt;
    const auto written = [&](std::size_t begin, std::size_t end) {
        return trimmed(f.text.substr(begin, end - begin));
    };
    const auto default_word = written(word.begin, word.begin + word.length);
    auto mistake = at(kind::two_readings_of_products,
                      {word.begin, static_cast<std::uint32_t>(word.length), f.here.source},
                      {std::string(default_word), std::string(f.word)});
    mistake.spans.push_back(f.here);
    const auto factor = after_blanks(f.text, f.here.end());
    const auto figure = figure_at(f.text, factor);
    const auto end = factor + (figure.empty() ? name_at(f.text, factor) : figure).size();
    const auto next = after_blanks(f.text, end);
    const bool is_whole = end != factor && (next >= f.row_end || f.text[next] == ')' || f.text[next] == '"' ||
                                            phrase_at(f.text, next, Word::condition) != 0);
    if (!is_whole) return mistake;
    const auto begin = begin_of_product(f, word.begin);
    const auto taken = written(begin, word.begin), other = written(word.begin + word.length, f.here.begin),
               times = written(f.here.begin, end);
    const Span whole{begin, static_cast<std::uint32_t>(end - begin), f.here.source};
    mistake.notes.push_back(
        {kind::hint_two_readings,
         {f.row_with(whole, fmt::format("({} {} {}) {}", taken, default_word, other, times)),
          f.row_with(whole, fmt::format("{} {} ({} {})", taken, default_word, other, times))}});
    return mistake;
}

Mistake spreadsheet_word(const Found& f) {
    if (f.here.end() >= f.text.size() || f.text[f.here.end()] != '(') return std::nullopt;
    if (!f.wants_value()) return std::nullopt;
    return unread_spreadsheet_call(f.text, f.here);
}

// A word of the language where a name is defined: `step = 100`.
Mistake reserved_name(const Found& f) {
    const auto reserved =
        grammar::reserved_phrase(f.text.data() + f.here.begin, f.text.data() + f.text.size());
    if (!reserved) return std::nullopt;
    const std::size_t after = after_blanks(f.text, f.here.begin + reserved->length);
    const char next = after < f.text.size() ? f.text[after] : '\n';
    const bool defines =
        next == '=' || next == ':' || next == ',' || phrase_at(f.text, after, Word::condition);
    const bool named = f.place.wanted == Wanted::name || f.place.wanted == Wanted::parameter ||
                       f.place.wanted == Wanted::part;
    if (!named && !(f.place.wanted == Wanted::statement && defines)) return std::nullopt;
    const Span words = widened(f.here, reserved->length);
    std::string name(f.text.substr(words.begin, words.length));
    std::ranges::replace(name, ' ', '_');
    Diagnostic mistake =
        at(kind::reserved_name, words, {std::string(f.text.substr(words.begin, words.length))});
    mistake.notes.push_back({kind::hint_rename, {name + "_1"}});
    return mistake;
}

namespace {

struct LookAlike {
    std::string_view latin, cyrillic;
};
constexpr LookAlike look_alikes[] = {
    {"a", "а"}, {"e", "е"}, {"o", "о"}, {"p", "р"}, {"c", "с"}, {"y", "у"}, {"x", "х"},
    {"k", "к"}, {"A", "А"}, {"B", "В"}, {"E", "Е"}, {"K", "К"}, {"M", "М"}, {"H", "Н"},
    {"O", "О"}, {"P", "Р"}, {"C", "С"}, {"T", "Т"}, {"Y", "У"}, {"X", "Х"}, {"i", "і"},
    {"u", "и"}, {"m", "м"}, {"t", "т"}, {"n", "п"}, {"b", "в"},
};

// All letters of the other alphabet by their look-alikes of the word's own.
std::string unmixed(std::string_view word, bool to_cyrillic) {
    std::string result;
    for (std::size_t i = 0; i < word.size();) {
        const std::size_t n =
            std::max<std::size_t>(1, grammar::letter_length(word.data() + i, word.data() + word.size()));
        const std::string_view letter = word.substr(i, n);
        const auto* found = std::ranges::find_if(
            look_alikes, [&](const LookAlike& l) { return (to_cyrillic ? l.latin : l.cyrillic) == letter; });
        result += found == std::end(look_alikes) ? letter : to_cyrillic ? found->cyrillic : found->latin;
        i += n;
    }
    return result;
}

}  // namespace

std::optional<Diagnostic> mixed_name(std::string_view name, Span where, const Diagnostics& known) {
    const bool has_latin =
        std::ranges::any_of(name, [](char c) { return grammar::is_ascii_letter(c) && c != '_'; });
    const bool has_other =
        std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    if (!has_latin || !has_other) return std::nullopt;
    const auto letter = mixed_alphabets(name);
    if (!letter) return std::nullopt;
    const auto is_same = [&](const Diagnostic& d) {
        return d.kind == kind::mixed_alphabets_in_name && std::get<std::string>(d.arguments[0]) == name;
    };
    if (std::ranges::any_of(known, is_same)) return std::nullopt;
    const bool is_latin = letter->length == 1;
    const Span place{where.begin + letter->offset, static_cast<std::uint32_t>(letter->length), where.source};
    return with_hint(at(kind::mixed_alphabets_in_name, place,
                        {std::string(name), std::string(name.substr(letter->offset, letter->length)),
                         accrue::phrase(is_latin ? accrue::say::latin : accrue::say::not_latin)}),
                     unmixed(name, is_latin));
}

}  // namespace accrue::syntax
