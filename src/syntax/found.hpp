// syntax/found.hpp — What stands where reading stopped, as the single mistakes look at it.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/messages/language.hpp"
#include "base/messages/phrases/general.hpp"
#include "base/text.hpp"
#include "syntax/mistakes.hpp"
#include "syntax/places.hpp"

namespace accrue::syntax {

using Mistake = std::optional<Diagnostic>;

struct Found {
    const Place& place;
    std::string_view text;
    Span here;               // the token at the stop, after blanks
    std::string_view word;   // its text
    std::size_t row_begin;   // of the statement or row
    std::size_t row_end;     // on the line of the stop
    std::size_t line_begin;  // where the part of the row begins that hints repeat

    char before() const {  // the last character before the stop that is no blank
        const std::size_t at = before_blanks(text, here.begin, row_begin);
        return at > row_begin ? text[at - 1] : '\0';
    }
    char glued_before() const { return here.begin > row_begin ? text[here.begin - 1] : '\0'; }
    std::string found() const {
        return word.empty() ? accrue::phrase(accrue::say::end_of_line) : fmt::format("`{}`", shortened());
    }
    std::string shortened() const {
        return word.size() <= 40 ? std::string(word) : std::string(word.substr(0, word.find(' ', 20))) + "…";
    }
    // The word that ends before the stop.
    std::string_view word_before() const {
        const std::size_t end = before_blanks(text, here.begin, row_begin);
        std::size_t begin = end;
        while (begin > row_begin &&
               (static_cast<unsigned char>(text[begin - 1]) >= 0x80 || grammar::is_digit(text[begin - 1]) ||
                grammar::is_ascii_letter(text[begin - 1]))) {
            --begin;
        }
        return text.substr(begin, end - begin);
    }
    // The name that ends before the place, blanks aside; empty when something else does.
    std::string_view name_before(std::size_t at) const {
        const auto is_of_name = [&](char c) {
            return static_cast<unsigned char>(c) >= 0x80 || c == '_' || c == '@' || c == '.' ||
                   grammar::is_digit(c) || grammar::is_ascii_letter(c);
        };
        const std::size_t end = before_blanks(text, at, row_begin);
        std::size_t begin = end;
        while (begin > row_begin && is_of_name(text[begin - 1])) --begin;
        const auto name = text.substr(begin, end - begin);
        const bool is_scale = name == "тыс" || name == "млн" || name == "млрд";
        return name.empty() || is_scale || grammar::is_digit(name.front()) ? std::string_view() : name;
    }
    // The token at the stop and the blanks before it.
    Span with_blanks_before() const {
        const std::size_t begin = before_blanks(text, here.begin, row_begin);
        return {begin, static_cast<std::uint32_t>(here.end() - begin), here.source};
    }
    std::string_view row() const { return trimmed(text.substr(line_begin, row_end - line_begin)); }
    std::string_view first_word() const {
        const Span first = token_at(text, row_begin, place.source);
        return text.substr(first.begin, first.length);
    }
    std::string row_with(Span piece, std::string_view by) const {
        return with_replaced(text, line_begin, row_end, piece, by);
    }
    std::string row_with_here(std::string_view by) const { return row_with(here, by); }
    bool wants_value() const {
        return place.wanted == grammar::Wanted::value || place.wanted == grammar::Wanted::name_or_bracket;
    }
    bool wants_end() const {
        return place.wanted == grammar::Wanted::end_of_statement ||
               place.wanted == grammar::Wanted::close_round;
    }
};

// A diagnostic at one place; with the corrected text below it, unless that is too long to help.
inline Diagnostic at(Kind kind, Span where, std::vector<Argument> arguments = {}) {
    return {kind, {where}, std::move(arguments), {}};
}
inline Diagnostic with_hint(Diagnostic mistake, std::string text) {
    if (text.size() < 160 && text.find('\n') == std::string::npos) {
        mistake.notes.push_back({kind::hint_write, {std::move(text)}});
    }
    return mistake;
}
inline Diagnostic here(const Found& f, Kind kind, std::vector<Argument> arguments = {}) {
    return at(kind, f.here, std::move(arguments));
}

// Whether a condition is being read: an `if` or `where` stands before the stop.
bool in_condition(const Found& f);

// Of a word, by its first letter.
inline Language language_of(std::string_view word) {
    return static_cast<unsigned char>(word.front()) < 0x80 ? Language::english : Language::russian;
}
// Of the nearest line above that opens a statement; without one, of the reader.
Language language_above(std::string_view text, std::size_t at);
// The language of the last keyword of the row before the stop, else of the lines above, in which a missing
// word is told.
Language language_of(const Found& f);
inline std::string spelled(grammar::Word word, Language language) {
    return std::string(grammar::phrase(word).in(language));
}

// What stands at the stop begins with the phrase: its length.
inline std::size_t phrase_here(const Found& f, std::string_view phrase) {
    return grammar::taken_by(phrase, f.text.data() + f.here.begin, f.text.data() + f.text.size());
}
inline bool stands_here(const Found& f, grammar::Word word) {
    return phrase_at(f.text, f.here.begin, word) != 0;
}

inline bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, word) != words.end();
}
inline Span widened(Span span, std::size_t length) {
    return {span.begin, static_cast<std::uint32_t>(length), span.source};
}
// The words at the stop, or before it where their first one was taken for a name: `5% when`. Of no length
// when something else stands there.
inline Span words_at_stop(const Found& f, std::string_view words) {
    if (const auto length = phrase_here(f, words)) return widened(f.here, length);
    const auto before = f.word_before();
    if (before.empty() || !f.wants_end()) return widened(f.here, 0);
    const auto begin = static_cast<std::size_t>(before.data() - f.text.data());
    const auto length = grammar::taken_by(words, before.data(), f.text.data() + f.text.size());
    return {begin, static_cast<std::uint32_t>(length), f.here.source};
}

// What the row is meant to be as a further case of the amount that the rows above it define or pay with a
// condition: `= 6% otherwise`. Nothing where they leave no case open.
std::optional<std::string> further_case(std::string_view text, std::size_t line, std::string_view row);

// The last of the words that stands on the line before the stop.
struct WordFound {
    std::size_t begin = 0, length = 0;
};
WordFound last_of(const Found& f, std::span<const grammar::Word> words);
// With which an aggregate says over which rows or months it goes.
inline constexpr grammar::Word scopes[] = {
    grammar::Word::over_quarter,   grammar::Word::over_year,         grammar::Word::over_all_months,
    grammar::Word::over_last,      grammar::Word::over_month,        grammar::Word::over_all_days,
    grammar::Word::over_all_weeks, grammar::Word::over_all_quarters, grammar::Word::over_all_years,
    grammar::Word::over_earlier,   grammar::Word::over_all,          grammar::Word::so_far,
    grammar::Word::over_level};

// -------- each knows some mistakes; nothing when it is none of them

// A number that does not end where it should: always one of them.
Diagnostic number_mistake(const Found& f);

Mistake foreign_quotes(const Found& f);  // «text», 'text'
Mistake currency_sign(const Found& f);   // $100, 100 ₽, $A$1
Mistake foreign_sign(const Found& f);    // :=, &&, ^, //, %

Mistake mixed_word(const Found& f);              // a letter of the other alphabet
Mistake capital_keyword(const Found& f);         // If
Mistake layout_keyword(const Found& f);          // ша
Mistake keyword_before(const Found& f);          // 50% If frozen
Mistake no_else(const Found& f);                 // else
Mistake percent_in_words(const Found& f);        // 5 percent
Mistake bound_in_words(const Found& f);          // x at least 0
Mistake other_table_mode(const Found& f);        // tiered x { … }
Mistake comparison_in_words(const Found& f);     // if x at least y
Mistake half_comparison(const Found& f);         // if x >= a and < b
Mistake up_to_in_expression(const Found& f);     // x up to t
Mistake scale_apart(const Found& f);             // 40 M
Mistake scale_in_words(const Found& f);          // 40 million
Mistake rouble_in_words(const Found& f);         // 40 000 руб
Mistake percent_beside(const Found& f);          // 50% sum of x
Mistake repeated_above(const Found& f);          // x above a above b
Mistake product_behind_default(const Found& f);  // x default a * 2
Mistake spreadsheet_word(const Found& f);        // if(a; b; c)
Mistake reserved_name(const Found& f);           // step = 100

Mistake name_of_words(const Found& f);       // plan of quarter = x
Mistake leading_equals(const Found& f);      // =A1*5%
Mistake goes_on(const Found& f);             // a = b; if c
Mistake closes_nothing(const Found& f);      // )
Mistake other_opener(const Found& f);        // column x : money
Mistake equals_in_words(const Found& f);     // bonus is 5%
Mistake close_to_an_opener(const Found& f);  // inptu x : money
Mistake other_range(const Found& f);         // input x : money from 0
Mistake other_default(const Found& f);       // input x : money = 0
Mistake input_mistake(const Found& f);       // input x = money
Mistake type_of_value(const Found& f);       // define f(a : money) : money = a
Mistake start_in_words(const Found& f);      // param x = 1% since 2026-01
Mistake missing_sign(const Found& f);        // param x 40M

Mistake condition_first(const Found& f);       // if c then x
Mistake other_condition_word(const Found& f);  // x when c
Mistake unless(const Found& f);                // x unless c
Mistake between_in_words(const Found& f);      // if x between a and b
Mistake needless_comma(const Found& f);        // x, if c

Mistake label_after_condition(const Found& f);   // pay x if c "label"
Mistake scope_after_expression(const Found& f);  // sum of n + m over year
Mistake scope_in_words(const Found& f);          // rank of sales in team
Mistake unknown_aggregate(const Found& f);       // median of kpi over all
Mistake lowest_first_late(const Found& f);       // rank of days over all where fit lowest first
Mistake rows_behind_name(const Found& f);        // whole sales by attainment { … }
Mistake window_in_words(const Found& f);         // sum of x quarter to date
Mistake paid_each(const Found& f);               // a = b each quarter
Mistake extreme_list(const Found& f);            // max of a, b
Mistake amount_for_each(const Found& f);         // 10k per deal

Mistake case_without_equals(const Found& f);  // a = 5% if c, below it: 6% otherwise
Mistake case_beside_name(const Found& f);     // a = 5% if c, below it: a 6% otherwise
Mistake else_line(const Found& f);            // a = 5% if c, below it: else: 6%
Mistake cases_in_block(const Found& f);       // a = match { c : 5% }
Mistake question_sign(const Found& f);        // a = c ? 5% : 6%
Mistake cases_on_one_line(const Found& f);    // a = 5% if c, 6% otherwise
Mistake otherwise_first(const Found& f);      // = otherwise 6%
Mistake otherwise_if(const Found& f);         // = 6% otherwise if c
Mistake value_below(const Found& f);          // a =, below it: = 5% if c

Mistake band_mistake(const Found& f);  // from 105% : 3%

Mistake missing_joint(const Found& f);   // records payment of team
Mistake other_wording(const Found& f);   // level person of team, usable for 1 year
Mistake clause_mistake(const Found& f);  // rest evenly
Mistake field_mistake(const Found& f);   // amount money
Mistake key_apart(const Found& f);       // rates [date]

}  // namespace accrue::syntax
