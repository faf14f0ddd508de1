#include "syntax/mistakes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "syntax/places.hpp"

namespace accrue::syntax {

using grammar::Phrase;
using grammar::Wanted;
using grammar::Word;

namespace {

// ---------------------------------------------------------------- what stands where reading stopped

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
        return word.empty() ? "the end of the line" : fmt::format("`{}`", shortened());
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
        return place.wanted == Wanted::value || place.wanted == Wanted::name_or_bracket;
    }
    bool wants_end() const {
        return place.wanted == Wanted::end_of_statement || place.wanted == Wanted::close_round;
    }
};

Diagnostic at(Kind kind, Span where, std::vector<Argument> arguments = {}) {
    return {kind, {where}, std::move(arguments), {}};
}
Diagnostic with_hint(Diagnostic mistake, std::string text) {
    if (text.size() < 160 && text.find('\n') == std::string::npos) {
        mistake.notes.push_back({Kind::hint_write, {std::move(text)}});
    }
    return mistake;
}
Diagnostic here(const Found& f, Kind kind, std::vector<Argument> arguments = {}) {
    return at(kind, f.here, std::move(arguments));
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, word) != words.end();
}

// `f.text` at the stop begins with the phrase: its length.
std::size_t phrase_here(const Found& f, std::string_view phrase) {
    return grammar::taken_by(phrase, f.text.data() + f.here.begin, f.text.data() + f.text.size());
}
bool stands_here(const Found& f, Word word) {
    return phrase_at(f.text, f.here.begin, word) != 0;
}

Span widened(Span span, std::size_t length) {
    return {span.begin, static_cast<std::uint32_t>(length), span.source};
}

// ---------------------------------------------------------------- numbers

using Mistake = std::optional<Diagnostic>;

// The number that ends where reading stopped, and all that is glued to it.
Span number_around(const Found& f) {
    std::size_t begin = f.place.stop;
    while (begin > f.row_begin &&
           (grammar::is_digit(f.text[begin - 1]) || f.text[begin - 1] == '.' || f.text[begin - 1] == '_' ||
            f.text[begin - 1] == ',' ||
            (f.text[begin - 1] == ' ' && begin > 1 && grammar::is_digit(f.text[begin - 2])))) {
        --begin;
    }
    while (begin < f.place.stop && !grammar::is_digit(f.text[begin])) ++begin;
    std::size_t end = f.place.stop;
    while (end < f.text.size()) {
        const char c = f.text[end];
        const bool joins = (c == ',' || c == '.' || c == '-' || c == '_' || c == ' ') &&
                           end + 1 < f.text.size() && grammar::is_digit(f.text[end + 1]);
        if (const std::size_t n =
                grammar::letter_length(f.text.data() + end, f.text.data() + f.text.size())) {
            end += n;
        } else if (grammar::is_digit(c) || joins) {
            ++end;
        } else {
            break;
        }
    }
    return {begin, static_cast<std::uint32_t>(end - begin), f.place.source};
}

Mistake decimal_comma(const Found& f) {
    if (f.text[f.place.stop] != ',') return std::nullopt;
    const Span number = number_around(f);
    const std::string written(f.text.substr(number.begin, number.length));
    Diagnostic mistake = at(Kind::decimal_comma, number, {written});
    if (std::ranges::count(written, ',') > 1) {
        std::string grouped = written;
        std::ranges::replace(grouped, ',', ' ');
        return with_hint(std::move(mistake), grouped);
    }
    std::string point = written, apart = written;
    point.replace(point.find(','), 1, ".");
    apart.replace(apart.find(','), 1, ", ");
    if (f.place.bracket) {
        mistake.notes.push_back({Kind::hint_arguments, {point, apart}});
        return mistake;
    }
    return with_hint(std::move(mistake), point);
}

Mistake glued_minus(const Found& f) {
    if (f.text[f.place.stop] != '-') return std::nullopt;
    const Span number = number_around(f);
    const std::string written(f.text.substr(number.begin, number.length));
    if (f.place.stop + 1 < f.text.size() && f.text[f.place.stop + 1] == 'Q') {
        const Span quarter = widened(number, number.length + 3);
        return at(Kind::quarter_literal, quarter,
                  {std::string(f.text.substr(quarter.begin, quarter.length))});
    }
    const std::size_t minus = f.place.stop - number.begin;
    const std::string difference = written.substr(0, minus) + " - " + written.substr(minus + 1);
    Diagnostic mistake = at(Kind::glued_minus, number, {written});
    if (minus == 4 && written.size() == 6) {
        mistake.notes.push_back(
            {Kind::hint_date_text, {written.substr(0, 5) + "0" + written.substr(5), difference}});
        return mistake;
    }
    return with_hint(std::move(mistake), difference);
}

Mistake scale_mistake(const Found& f) {
    const std::size_t n =
        grammar::identifier_length(f.text.data() + f.place.stop, f.text.data() + f.text.size());
    if (n == 0 || f.text[f.place.stop] == '_') return std::nullopt;
    const Span scale{f.place.stop, static_cast<std::uint32_t>(n), f.place.source};
    const std::string written(f.text.substr(scale.begin, n));
    const Span number = number_around(f);
    const std::string digits(f.text.substr(number.begin, f.place.stop - number.begin));
    struct Scale {
        std::string_view wrong, right;
    };
    static constexpr Scale cyrillic[] = {{"М", "M"}, {"м", "M"}, {"К", "k"},
                                         {"к", "k"}, {"В", "B"}, {"в", "B"}};
    for (const Scale& s : cyrillic) {
        if (written == s.wrong) {
            return with_hint(at(Kind::cyrillic_scale, scale, {written, std::string(s.right)}),
                             digits + std::string(s.right));
        }
    }
    Diagnostic mistake = at(Kind::unknown_scale, scale, {written});
    const std::string lower = folded(written);
    if (is_one_of(lower, {"k", "t", "тр", "т", "тыс", "тысяч", "thousand"}))
        return with_hint(mistake, digits + "k");
    if (is_one_of(lower, {"m", "mln", "mio", "mn", "млн", "миллион", "миллионов", "million"})) {
        return with_hint(mistake, digits + "M");
    }
    if (is_one_of(lower, {"b", "bn", "mrd", "млрд", "billion"})) return with_hint(mistake, digits + "B");
    if (is_one_of(lower, {"р", "руб", "рублей", "rub"})) return with_hint(mistake, digits + " RUB");
    if (written.size() == 3 && std::ranges::all_of(written, [](char c) { return c >= 'A' && c <= 'Z'; })) {
        return with_hint(mistake, digits + " " + written);
    }
    return mistake;
}

Mistake two_points(const Found& f) {
    if (f.text[f.place.stop] != '.') return std::nullopt;
    const Span number = number_around(f);
    return at(Kind::two_points, number, {std::string(f.text.substr(number.begin, number.length))});
}

Diagnostic number_mistake(const Found& f) {
    for (const auto known : {decimal_comma, glued_minus, two_points, scale_mistake}) {
        if (Mistake mistake = known(f)) return *mistake;
    }
    const Span number = number_around(f);
    const std::string written(f.text.substr(number.begin, number.length));
    Diagnostic mistake = at(Kind::digit_groups, number, {written});
    // `below 5 3%`
    const std::string_view head = f.text.substr(f.row_begin, f.place.stop - f.row_begin);
    if (f.place.row == grammar::RowKind::table_row && head.find(':') == std::string_view::npos &&
        f.text[f.place.stop] == ' ') {
        const Span value = token_at(f.text, f.place.stop + 1, f.place.source);
        const std::string value_text(f.text.substr(value.begin, value.length));
        return with_hint(at(Kind::colon_wanted, value, {"`" + value_text + "`"}),
                         f.row_with(value, ": " + value_text));
    }
    // What the digits are with their groups put right.
    std::string digits;
    for (const char c : written) {
        if (grammar::is_digit(c)) digits += c;
    }
    std::string grouped;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) grouped += ' ';
        grouped += digits[i];
    }
    return digits.size() < 4 ? mistake : with_hint(std::move(mistake), grouped);
}

// ---------------------------------------------------------------- signs

Mistake foreign_quotes(const Found& f) {
    struct Quotes {
        std::string_view open, close;
    };
    static constexpr Quotes quotes[] = {{"«", "»"}, {"“", "”"}, {"„", "“"}, {"”", "”"},
                                        {"‘", "’"}, {"»", "»"}, {"’", "’"}};
    const std::string_view rest = f.text.substr(f.here.begin, f.row_end - f.here.begin);
    for (const Quotes& q : quotes) {
        if (!rest.starts_with(q.open)) continue;
        const std::size_t close = rest.find(q.close, q.open.size());
        if (close == std::string_view::npos)
            return at(Kind::smart_quotes, widened(f.here, q.open.size()), {"`" + std::string(q.open) + "`"});
        const Span whole = widened(f.here, close + q.close.size());
        const std::string inside(rest.substr(q.open.size(), close - q.open.size()));
        return with_hint(at(Kind::smart_quotes, whole, {"`" + std::string(q.open) + "`"}),
                         "\"" + inside + "\"");
    }
    if (rest.starts_with("'")) {
        const std::size_t close = rest.find('\'', 1);
        if (close == std::string_view::npos) return here(f, Kind::single_quotes);
        return with_hint(at(Kind::single_quotes, widened(f.here, close + 1)),
                         "\"" + std::string(rest.substr(1, close - 1)) + "\"");
    }
    return std::nullopt;
}

Mistake currency_sign(const Found& f) {
    struct Sign {
        std::string_view sign, code;
    };
    static constexpr Sign signs[] = {{"$", "USD"}, {"€", "EUR"}, {"₽", "RUB"}, {"£", "GBP"}, {"¥", "CNY"}};
    for (const Sign& s : signs) {
        if (f.word != s.sign) continue;
        std::size_t end = f.here.end();
        if (s.sign == "$") {  // `$A$1`
            std::size_t letters = end;
            while (letters < f.row_end && f.text[letters] >= 'A' && f.text[letters] <= 'Z') ++letters;
            std::size_t digits = letters;
            while (digits < f.row_end && (f.text[digits] == '$' || grammar::is_digit(f.text[digits])))
                ++digits;
            if (letters != end && digits != letters) {
                const Span cell = widened(f.here, digits - f.here.begin);
                return at(Kind::cell_reference, cell, {std::string(f.text.substr(cell.begin, cell.length))});
            }
        }
        Diagnostic mistake = here(f, Kind::currency_sign, {std::string(s.sign)});
        if (grammar::is_digit(f.before())) {
            std::size_t begin = before_blanks(f.text, f.here.begin, f.row_begin);
            const std::size_t number_end = begin;
            while (begin > f.row_begin && (grammar::is_digit(f.text[begin - 1]) || f.text[begin - 1] == '.'))
                --begin;
            return with_hint(std::move(mistake),
                             fmt::format("{} {}", f.text.substr(begin, number_end - begin), s.code));
        }
        const Span number = token_at(f.text, after_blanks(f.text, end), f.place.source);
        if (number.length != 0 && grammar::is_digit(f.text[number.begin])) {
            return with_hint(std::move(mistake),
                             fmt::format("{} {}", f.text.substr(number.begin, number.length), s.code));
        }
        return mistake;
    }
    return std::nullopt;
}

// Signs of other languages, and of spreadsheets.
Mistake foreign_sign(const Found& f) {
    const std::string_view w = f.word;
    const auto instead = [&](Span span, std::string_view written, std::string_view meant) {
        const bool is_word = meant == "and" || meant == "or" || meant == "not";
        const auto is_blank = [&](std::size_t i) { return i >= f.text.size() || f.text[i] == ' '; };
        const std::string spaced = (is_word && !is_blank(span.begin - 1) ? " " : "") + std::string(meant) +
                                   (is_word && !is_blank(span.end()) ? " " : "");
        return with_hint(at(Kind::foreign_sign, span, {std::string(written), std::string(meant)}),
                         f.row_with(span, spaced));
    };
    if (w == "==" || (w == "=" && f.glued_before() == '=')) {
        const Span both = w == "==" ? f.here : Span{f.here.begin - 1, 2, f.here.source};
        return with_hint(at(Kind::wrong_relation_sign, both, {"==", "="}), f.row_with(both, "="));
    }
    if (w == "=>") return instead(f.here, "=>", "=");
    if (w == "=" && f.before() == ':') {
        const std::size_t colon = before_blanks(f.text, f.here.begin, f.row_begin) - 1;
        return instead({colon, static_cast<std::uint32_t>(f.here.end() - colon), f.here.source}, ":=", "=");
    }
    if (w == ":=") return instead(f.here, ":=", "=");
    if (w == "&&") return instead(f.here, "&&", "and");
    if (w == "||") return instead(f.here, "||", "or");
    if (w == "!") return instead(f.here, "!", "not");
    if (w == "->") return instead(f.here, "->", f.place.wanted == Wanted::colon ? ":" : "=");
    if (w == "&") return with_hint(here(f, Kind::no_joining), f.row_with_here("and"));
    if (w == "^" || w == "**") return here(f, Kind::no_power, {std::string(w)});
    if (w == "*" && f.glued_before() == '*') {
        return at(Kind::no_power, {f.here.begin - 1, 2, f.here.source}, {"**"});
    }
    if (w == "//" || w == "/*") return here(f, Kind::foreign_comment, {std::string(w)});
    if (w == "/" && f.glued_before() == '/') {
        return at(Kind::foreign_comment, {f.here.begin - 1, 2, f.here.source}, {"//"});
    }
    if (w == "+" && f.wants_value()) return with_hint(here(f, Kind::leading_plus), f.row_with_here(""));
    if (w == "%" && f.wants_end()) {
        const std::size_t end = before_blanks(f.text, f.here.begin, f.row_begin);
        std::size_t begin = end;
        while (begin > f.row_begin && f.text[begin - 1] != ' ' && f.text[begin - 1] != '(') --begin;
        return with_hint(
            here(f, Kind::percent_of_name,
                 {f.text[end - 1] == ')' ? "a bracket"
                                         : fmt::format("`{}`", f.text.substr(begin, end - begin))}),
            f.row_with_here(" * 1%"));
    }
    if (w == "@" && f.wants_end() && f.here.begin > f.row_begin && f.glued_before() == ' ') {
        const std::size_t end = before_blanks(f.text, f.here.begin, f.row_begin);
        return with_hint(
            here(f, Kind::at_apart),
            f.row_with({end, static_cast<std::uint32_t>(f.here.end() - end), f.here.source}, "@"));
    }
    return std::nullopt;
}

// ---------------------------------------------------------------- words

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

Mistake mixed_word(const Found& f) {
    return f.word.empty() || f.word[0] == '"' ? std::nullopt : mixed_name(f.word, f.here, {});
}

Mistake capital_keyword(const Found& f) {
    if (grammar::letter_length(f.word.data(), f.word.data() + f.word.size()) == 0) return std::nullopt;
    const std::string lower = folded(f.word);
    if (lower == f.word || !phrase_beginning(lower)) return std::nullopt;
    return with_hint(here(f, Kind::capital_keyword, {std::string(f.word)}), f.row_with_here(lower));
}

Mistake layout_keyword(const Found& f) {
    if (grammar::letter_length(f.word.data(), f.word.data() + f.word.size()) == 0) return std::nullopt;
    const std::string other = other_layout(f.word);
    if (other == f.word || character_count(other) < 2 || !phrase_beginning(other)) return std::nullopt;
    return with_hint(here(f, Kind::layout_keyword, {std::string(f.word), other}), f.row_with_here(other));
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
    if (f.place.wanted == Wanted::block_or_definition && f.first_word() == "else") {
        return at(Kind::no_else, token_at(f.text, f.row_begin, f.place.source), {"else"});
    }
    if (!is_one_of(f.word, {"else", "elif", "elseif"})) return std::nullopt;
    return with_hint(here(f, Kind::no_else, {std::string(f.word)}), f.row_with_here("otherwise"));
}

// Whether a condition is being read: an `if` or `where` stands before the stop.
bool in_condition(const Found& f) {
    for (std::size_t i = f.row_begin; i < f.here.begin; ++i) {
        if (i > f.row_begin && f.text[i - 1] != ' ' && f.text[i - 1] != '(') continue;
        if (phrase_at(f.text, i, Word::condition) || phrase_at(f.text, i, Word::where)) return true;
    }
    return false;
}

Mistake comparison_in_words(const Found& f) {
    struct Phrasing {
        std::string_view words, sign;
    };
    static constexpr Phrasing phrasings[] = {
        {"at least", ">="},  {"not less than", ">="}, {"no less than", ">="},  {"не менее", ">="},
        {"не меньше", ">="}, {"at most", "<="},       {"not more than", "<="}, {"no more than", "<="},
        {"не больше", "<="}, {"more than", ">"},      {"greater than", ">"},   {"less than", "<"},
        {"больше", ">"},     {"более", ">"},          {"меньше", "<"},         {"менее", "<"},
        {"below", "<"},      {"over", ">"},           {"is not", "!="},        {"is", "="},
        {"equals", "="},     {"равно", "="},          {"не равно", "!="},      {"не более", "<="},
        {"up to", "<="},     {"exceeds", ">"},        {"выше", ">"},           {"ниже", "<"},
    };
    if (!f.wants_end()) return std::nullopt;
    const bool is_edge = stands_here(f, Word::up_to);
    if (is_edge && !in_condition(f)) return std::nullopt;
    for (const Phrasing& p : phrasings) {
        std::size_t n = phrase_here(f, p.words);
        if (n == 0) continue;
        if (const std::size_t than = phrase_at(f.text, after_blanks(f.text, f.here.begin + n), Word::scheme);
            than != 0)
            n += 0;
        const std::size_t after = after_blanks(f.text, f.here.begin + n);
        if (const std::size_t chem =
                grammar::taken_by("чем", f.text.data() + after, f.text.data() + f.text.size()))
            n = after + chem - f.here.begin;
        const Span words = widened(f.here, n);
        return with_hint(at(Kind::comparison_in_words, words,
                            {std::string(f.text.substr(words.begin, n)), std::string(p.sign)}),
                         f.row_with(words, p.sign));
    }
    return std::nullopt;
}

Mistake up_to_in_expression(const Found& f) {
    const std::size_t n = phrase_at(f.text, f.here.begin, Word::up_to);
    if (n == 0 || !f.wants_end()) return std::nullopt;
    const Span words = widened(f.here, n);
    const bool russian = f.text[words.begin] != 'u';
    return with_hint(
        at(Kind::up_to_in_expression, words, {std::string(f.text.substr(words.begin, n))}),
        f.row_with(words, grammar::phrase(Word::capped_at)
                              .in(russian ? grammar::Language::russian : grammar::Language::english)));
}

// `40 M`
Mistake scale_apart(const Found& f) {
    if (!is_one_of(f.word, {"k", "M", "B", "К", "М", "В", "м", "к"}) || !grammar::is_digit(f.before()))
        return std::nullopt;
    const std::string_view scale = is_one_of(f.word, {"k", "К", "к"}) ? "k"
                                   : is_one_of(f.word, {"B", "В"})    ? "B"
                                                                      : "M";
    const std::size_t end = before_blanks(f.text, f.here.begin, f.row_begin);
    return with_hint(here(f, Kind::scale_apart, {std::string(f.word)}),
                     f.row_with({end, static_cast<std::uint32_t>(f.here.end() - end), f.here.source}, scale));
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
    return with_hint(at(Kind::percent_beside, words, {fmt::format("`{}`", written)}),
                     f.row_with(words, "of " + written));
}

Mistake repeated_above(const Found& f) {
    if (!f.wants_end() || !stands_here(f, Word::above)) return std::nullopt;
    return at(Kind::repeated_above, widened(f.here, phrase_at(f.text, f.here.begin, Word::above)));
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
        at(Kind::reserved_name, words, {std::string(f.text.substr(words.begin, words.length))});
    mistake.notes.push_back({Kind::hint_rename, {name + "_1"}});
    return mistake;
}

// ---------------------------------------------------------------- statements

Mistake leading_equals(const Found& f) {
    if (f.place.wanted != Wanted::statement || !f.word.starts_with('=')) return std::nullopt;
    std::size_t value = after_blanks(f.text, f.here.end());
    if (value < f.row_end && f.text[value] == '+') value = after_blanks(f.text, value + 1);
    return with_hint(
        here(f, Kind::leading_equals),
        fmt::format("name = {}", trimmed(f.text.substr(value, f.row_end - std::min(value, f.row_end)))));
}

// A row that only goes on with the line before: after `;`, or with `otherwise` on a line of its own.
Mistake goes_on(const Found& f) {
    if (f.place.wanted != Wanted::statement) return std::nullopt;
    for (const Word word : {Word::condition, Word::both, Word::either, Word::otherwise, Word::default_value,
                            Word::capped_at, Word::never_below, Word::rounded, Word::above, Word::of}) {
        const std::size_t n = phrase_at(f.text, f.here.begin, word);
        if (n == 0) continue;
        const Span words = widened(f.here, n);
        return at(Kind::line_after_semicolon, words, {std::string(f.text.substr(words.begin, n))});
    }
    return std::nullopt;
}

Mistake closes_nothing(const Found& f) {
    if (!is_one_of(f.word, {")", "]", "}"}) || f.place.bracket) return std::nullopt;
    if (f.place.wanted != Wanted::statement && f.place.wanted != Wanted::end_of_statement)
        return std::nullopt;
    return here(f, Kind::closes_nothing, {std::string(f.word)});
}

Mistake close_to_an_opener(const Found& f) {
    const Span first = token_at(f.text, f.row_begin, f.place.source);
    const std::string_view word = f.text.substr(first.begin, first.length);
    if (f.place.wanted != Wanted::block_or_definition || word.empty()) return std::nullopt;
    const Place at_first{f.text,      f.place.source,    f.place.row, f.row_begin,
                         f.row_begin, Wanted::statement, {},          {}};
    const Found begin{at_first, f.text, first, word, f.row_begin, f.row_end, f.line_begin};
    for (const auto known : {mixed_word, capital_keyword, layout_keyword}) {
        if (Mistake mistake = known(begin)) return mistake;
    }
    std::vector<std::string> openers;
    for (const Phrase& p : grammar::phrases) {
        if (p.place != grammar::Place::statement) continue;
        for (const std::string_view text : {p.english, p.russian})
            openers.emplace_back(text.substr(0, text.find(' ')));
    }
    if (word.size() < 4) return std::nullopt;
    const auto closest_word = closest(word, openers);
    if (!closest_word || *closest_word == word) return std::nullopt;
    return with_hint(at(Kind::closest_keyword, first, {fmt::format("`{}`", word), *closest_word}),
                     f.row_with(first, *closest_word));
}

// `input x = money`, `input x money`, `input money x`
Mistake input_mistake(const Found& f) {
    const bool is_input =
        phrase_at(f.text, f.row_begin, Word::input) || phrase_at(f.text, f.row_begin, Word::lever);
    if (!is_input || f.place.wanted != Wanted::colon) return std::nullopt;
    Diagnostic mistake = here(f, Kind::colon_wanted, {f.found()});
    if (f.word == "=") return with_hint(std::move(mistake), f.row_with_here(":"));
    const auto type_at = [&](std::size_t place) -> std::size_t {
        for (const Phrase& p : grammar::phrases) {
            if (p.place != grammar::Place::type) continue;
            if (const std::size_t n = phrase_at(f.text, place, p.word)) return n;
        }
        return 0;
    };
    if (type_at(f.here.begin))
        return with_hint(std::move(mistake), f.row_with_here(": " + std::string(f.word)));
    const std::size_t opener =
        std::max(phrase_at(f.text, f.row_begin, Word::input), phrase_at(f.text, f.row_begin, Word::lever));
    const std::size_t name = after_blanks(f.text, f.row_begin + opener);
    if (const std::size_t n = type_at(name); n != 0 && !f.word.empty()) {
        const Span both{name, static_cast<std::uint32_t>(f.here.end() - name), f.here.source};
        return with_hint(std::move(mistake),
                         f.row_with(both, fmt::format("{} : {}", f.word, f.text.substr(name, n))));
    }
    return mistake;
}

Mistake missing_sign(const Found& f) {
    // `param x 40M`
    if (f.place.wanted == Wanted::equals) {
        Diagnostic mistake = here(f, Kind::equals_wanted, {f.found()});
        return f.word.empty() ? mistake
                              : with_hint(std::move(mistake), f.row_with_here("= " + std::string(f.word)));
    }
    // `x : 40M`
    if (f.place.wanted == Wanted::type && f.before() == ':' && !f.word.empty()) {
        const std::size_t colon = before_blanks(f.text, f.here.begin, f.row_begin) - 1;
        Diagnostic mistake = here(f, Kind::type_wanted, {f.found()});
        const bool is_value = grammar::is_digit(f.word[0]) || f.word[0] == '(';
        if (!is_value || phrase_at(f.text, f.row_begin, Word::input)) return mistake;
        return with_hint(std::move(mistake), f.row_with({colon, 1, f.here.source}, "="));
    }
    // `split a to b`
    if (f.place.wanted == Wanted::into && is_one_of(f.word, {"to", "in", "on", "до", "в", "по"})) {
        return with_hint(here(f, Kind::word_wanted, {"into", f.found()}),
                         f.row_with_here(f.word[0] < 0 ? "на" : "into"));
    }
    return std::nullopt;
}

// ---------------------------------------------------------------- rows of tables

Mistake band_mistake(const Found& f) {
    if (f.place.row != grammar::RowKind::table_row && f.place.row != grammar::RowKind::matrix_row)
        return std::nullopt;
    if (f.place.wanted != Wanted::table_row && f.place.wanted != Wanted::matrix_row &&
        f.place.wanted != Wanted::colon && f.place.wanted != Wanted::bar && f.place.wanted != Wanted::head) {
        return std::nullopt;
    }
    const std::size_t begin = f.place.wanted == Wanted::head ? f.here.begin : f.row_begin;
    const Span first = token_at(f.text, begin, f.place.source);
    const std::string_view word = f.text.substr(first.begin, first.length);
    const std::size_t colon = std::min(f.text.find_first_of(":|;\n}", first.end()), f.row_end);
    const auto edge_after = [&](std::size_t from) {
        return std::string(trimmed(f.text.substr(from, colon > from ? colon - from : 0)));
    };
    if (is_one_of(word, {"default", "else"}) || phrase_at(f.text, begin, Word::default_value)) {
        return with_hint(at(Kind::default_row, first), f.row_with(first, "otherwise"));
    }
    if (is_one_of(word, {"<", "<="})) {
        const std::string meant = word == "<" ? "below" : "up to";
        return with_hint(at(Kind::band_sign, first, {std::string(word)}),
                         meant + " " + edge_after(first.end()));
    }
    if (is_one_of(word, {">", ">="})) {
        return with_hint(at(Kind::band_from, first, {std::string(word)}),
                         "below " + edge_after(first.end()) + " : …");
    }
    if (f.word == ".." || f.word == "-") return here(f, Kind::band_sign, {std::string(f.word)});
    static constexpr std::string_view lower_edges[] = {"from",      "at least", "more than", "over",  "above",
                                                       "начиная с", "от",       "с",         "свыше", "сверх",
                                                       "более",     "больше",   "выше"};
    for (const std::string_view phrase : lower_edges) {
        const std::size_t n = grammar::taken_by(phrase, f.text.data() + begin, f.text.data() + f.text.size());
        if (n == 0) continue;
        const Span words{begin, static_cast<std::uint32_t>(n), f.place.source};
        std::string edge = edge_after(words.end());
        if (edge.starts_with("=")) {  // `above = flat`
            const Span equals{after_blanks(f.text, words.end()), 1, f.place.source};
            return with_hint(at(Kind::colon_wanted, equals, {"`=`"}), f.row_with(equals, ":"));
        }
        for (const std::string_view upper : {" to ", " до "}) {
            if (const std::size_t at_upper = edge.find(upper); at_upper != std::string::npos)
                edge = edge.substr(at_upper + upper.size());
        }
        const bool russian = words.length > 1 && static_cast<unsigned char>(f.text[begin]) >= 0x80;
        return with_hint(at(Kind::band_from, words, {std::string(f.text.substr(begin, n))}),
                         fmt::format("{} {} : …", russian ? "менее" : "below", edge));
    }
    static constexpr std::string_view upper_edges[] = {"to",    "till", "until",  "less than",
                                                       "under", "до",   "меньше", "ниже"};
    for (const std::string_view phrase : upper_edges) {
        const std::size_t n = grammar::taken_by(phrase, f.text.data() + begin, f.text.data() + f.text.size());
        if (n == 0) continue;
        const Span words{begin, static_cast<std::uint32_t>(n), f.place.source};
        return with_hint(
            at(Kind::band_sign, words, {std::string(f.text.substr(begin, n))}),
            fmt::format("{} {} : …", static_cast<unsigned char>(f.text[begin]) >= 0x80 ? "менее" : "below",
                        edge_after(words.end())));
    }
    if (f.place.wanted == Wanted::colon) {
        Diagnostic mistake = here(f, Kind::colon_wanted, {f.found()});
        if (f.word.empty()) return mistake;
        return with_hint(
            std::move(mistake),
            f.row_with_here(is_one_of(f.word, {"=", "->", ",", "=>"}) ? ":" : ": " + std::string(f.word)));
    }
    return std::nullopt;
}

// ---------------------------------------------------------------- what was wanted, when no known mistake
// fits

Kind plain_kind(Wanted wanted) {
    switch (wanted) {
        case Wanted::value:
        case Wanted::condition_or_value:
        case Wanted::cell:
        case Wanted::key:
        case Wanted::not_too_deep:
        case Wanted::not_later:
        case Wanted::number_end:
            return Kind::value_wanted;
        case Wanted::statement:
            return Kind::statement_unknown;
        case Wanted::end_of_statement:
        case Wanted::close_round:
            return Kind::left_over;
        case Wanted::name:
        case Wanted::part:
        case Wanted::parameter:
            return Kind::name_wanted;
        case Wanted::text:
        case Wanted::closing_quote:
            return Kind::text_wanted;
        case Wanted::colon:
            return Kind::colon_wanted;
        case Wanted::equals:
            return Kind::equals_wanted;
        case Wanted::type:
            return Kind::type_wanted;
        case Wanted::currency_code:
            return Kind::currency_wanted;
        case Wanted::mode:
            return Kind::mode_wanted;
        case Wanted::step:
        case Wanted::month_number:
        case Wanted::day:
            return Kind::number_wanted;
        case Wanted::period:
            return Kind::period_wanted;
        case Wanted::month:
            return Kind::month_wanted;
        case Wanted::date_or_month:
            return Kind::date_wanted;
        case Wanted::name_or_bracket:
            return Kind::name_or_bracket_wanted;
        case Wanted::scope:
            return Kind::scope_wanted;
        case Wanted::rows:
        case Wanted::table_by_or_rows:
            return Kind::rows_wanted;
        case Wanted::head:
        case Wanted::table_row:
        case Wanted::matrix_row:
            return Kind::row_unknown;
        case Wanted::example_line:
            return Kind::example_line_unknown;
        case Wanted::replaceable:
            return Kind::replace_wanted;
        case Wanted::input_word:
        case Wanted::to:
        case Wanted::months_back:
        case Wanted::until_month:
        case Wanted::into:
        case Wanted::rises:
        case Wanted::comma:
        case Wanted::bar:
        case Wanted::dots:
        case Wanted::open_parameters:
        case Wanted::expected_sign:
            return Kind::word_wanted;
        case Wanted::block_or_definition:
            return Kind::name_alone;
        case Wanted::example_rest:
            return Kind::example_name_alone;
    }
    return Kind::left_over;
}

std::string wanted_word(Wanted wanted) {
    switch (wanted) {
        case Wanted::input_word:
            return "input";
        case Wanted::to:
            return "to";
        case Wanted::months_back:
            return "months";
        case Wanted::until_month:
            return "to";
        case Wanted::into:
            return "into";
        case Wanted::rises:
            return "rises";
        case Wanted::comma:
            return ",";
        case Wanted::bar:
            return "|";
        case Wanted::dots:
            return "..";
        case Wanted::open_parameters:
            return "(";
        default:
            return "=";
    }
}

Diagnostic plainly(const Found& f) {
    const Kind kind = plain_kind(f.place.wanted);
    if (kind == Kind::word_wanted) return here(f, kind, {wanted_word(f.place.wanted), f.found()});
    if (kind == Kind::name_alone || kind == Kind::example_name_alone) {
        const std::string name(f.word_before());
        Diagnostic mistake = here(f, kind, {name, f.found()});
        const std::size_t value = f.here.begin;
        const std::size_t after = after_blanks(f.text, f.here.end());
        if (after < f.row_end && f.text[after] == '=' && !f.word.empty()) {  // `let x = 5`
            return with_hint(std::move(mistake),
                             std::string(trimmed(f.text.substr(value, f.row_end - value))));
        }
        const bool is_value =
            !f.word.empty() && (f.word[0] == '(' || grammar::is_digit(f.word[0]) ||
                                grammar::letter_length(f.word.data(), f.word.data() + f.word.size()) != 0);
        if (!is_value || value > f.row_end) return mistake;
        return with_hint(std::move(mistake),
                         fmt::format("{} = {}", name, trimmed(f.text.substr(value, f.row_end - value))));
    }
    return here(f, kind, {f.found()});
}

// `)` stands on the same line behind the stop.
bool closes_later(const Found& f) {
    int open = 1;
    for (std::size_t i = f.here.begin; i < f.row_end; ++i) {
        if (f.text[i] == '(') ++open;
        if (f.text[i] == ')' && --open == 0) return true;
    }
    return false;
}

std::string later_construct(const Found& f) {
    if (f.word == "[") return "table[key]";
    if (phrase_at(f.text, f.here.begin, Word::this_row)) return std::string(f.word) + ".";
    if (phrase_at(f.text, f.here.begin, Word::in_level)) return "level … in";
    if (!f.word.empty() && grammar::is_digit(f.word[0])) return fmt::format("{} {}", f.first_word(), f.word);
    return std::string(f.word);
}

constexpr std::array known_mistakes{
    foreign_quotes, currency_sign,       band_mistake,        leading_equals, goes_on,
    closes_nothing, reserved_name,       spreadsheet_word,    input_mistake,  foreign_sign,
    no_else,        comparison_in_words, up_to_in_expression, scale_apart,    percent_beside,
    repeated_above, mixed_word,          capital_keyword,     layout_keyword, keyword_before,
    missing_sign,   close_to_an_opener,
};

}  // namespace

Diagnostic explained(const Place& place) {
    const std::string_view text = place.text;
    const std::size_t stop = place.wanted == Wanted::number_end ? place.stop
                             : place.bracket                    ? after_lines(text, place.stop)
                                                                : after_blanks(text, place.stop);
    const Span token = token_at(text, stop, place.source);
    const std::size_t line_break = text.substr(0, stop).rfind('\n');
    const std::size_t line_begin = line_break == std::string_view::npos ? 0 : line_break + 1;
    const Found f{place,
                  text,
                  token,
                  text.substr(token.begin, token.length),
                  place.begin,
                  end_of_row(text, stop),
                  std::max(place.begin, line_begin)};

    if (place.wanted == Wanted::number_end) return number_mistake(f);
    if (place.wanted == Wanted::not_later) return here(f, Kind::not_in_this_version, {later_construct(f)});
    if (place.wanted == Wanted::not_too_deep)
        return here(f, Kind::too_deep, {std::int64_t(grammar::Reading::deepest)});
    if (place.wanted == Wanted::closing_quote) {
        const std::size_t open = text.substr(0, place.stop).rfind('"');
        return at(Kind::quote_not_closed,
                  {open, static_cast<std::uint32_t>(place.stop - open), place.source});
    }
    for (const auto known : known_mistakes) {
        if (Mistake mistake = known(f)) return *mistake;
    }
    if (place.wanted == Wanted::close_round && place.bracket && !closes_later(f)) {
        Diagnostic mistake = at(Kind::bracket_not_closed, {*place.bracket, 1, place.source}, {f.found()});
        if (f.here.length != 0) mistake.spans.push_back(f.here);
        return mistake;
    }
    return plainly(f);
}

// ---------------------------------------------------------------- where reading goes on

namespace {

bool looks_like_a_statement(std::string_view text, std::size_t at) {
    if (opens_statement(text, at)) return true;
    const std::size_t n = grammar::identifier_length(text.data() + at, text.data() + text.size());
    if (n == 0) return false;
    const std::size_t after = after_blanks(text, at + n);
    return after < text.size() && text[after] == '=' && text.substr(after, 2) != "==";
}

bool continues(std::string_view text, std::size_t at) {
    return at < text.size() &&
           (text[at] == '=' || phrase_at(text, at, Word::condition) || phrase_at(text, at, Word::both) ||
            phrase_at(text, at, Word::either) || phrase_at(text, at, Word::otherwise));
}

// The end of the row, or nothing when a bracket in it is never closed.
std::optional<std::size_t> closed_row_end(const Place& place) {
    const std::string_view text = place.text;
    int round = 0, braces = 0;
    for (std::size_t at = place.begin; at < text.size();) {
        const char c = text[at];
        if (c == '"') {
            const std::size_t close = text.find_first_of("\"\n", at + 1);
            at = close == std::string_view::npos ? text.size() : text[close] == '"' ? close + 1 : close;
            continue;
        }
        if (c == '#') {
            at = std::min(text.find('\n', at), text.size());
            continue;
        }
        if (c == '(') ++round;
        if (c == ')' && round > 0) --round;
        if (c == '{') ++braces;
        if (c == '}') {
            if (braces == 0 && (place.brace || at > place.begin)) return at;
            if (braces > 0) --braces;
        }
        if (c == ';' && braces == 0 && round == 0) return at;
        if (c == '\n' && braces == 0) {
            const std::size_t next = after_lines(text, at);
            const bool is_statement = place.row == grammar::RowKind::statement;
            const bool goes_on_below = is_statement && text[place.begin] != '=' && continues(text, next);
            const bool in_round =
                round > 0 && next < text.size() && text[next] != '}' && !looks_like_a_statement(text, next);
            if (!goes_on_below && !in_round) return at;
            if (next >= text.size()) return at;
            at = next;
            continue;
        }
        ++at;
    }
    if (braces > 0 || round > 0) return std::nullopt;
    return text.size();
}

}  // namespace

std::size_t row_after(const Place& place) {
    const std::size_t line_end =
        std::min(place.text.find('\n', std::max(place.stop, place.begin)), place.text.size());
    const std::size_t end = closed_row_end(place).value_or(line_end);
    if (end > place.begin) return end;
    // Whatever stands there is passed by, so that reading goes on.
    return std::min(
        place.begin + std::max<std::size_t>(1, token_at(place.text, place.begin, place.source).length),
        place.text.size());
}

std::vector<Span> names_defined(std::string_view text, Span row) {
    std::vector<Span> names;
    std::size_t at = row.begin;
    const std::size_t end = row.end();
    const auto name_here = [&]() -> std::optional<Span> {
        at = after_blanks(text, at);
        const std::size_t n = at < end ? grammar::identifier_length(text.data() + at, text.data() + end) : 0;
        if (n == 0) return std::nullopt;
        const Span name{at, static_cast<std::uint32_t>(n), row.source};
        at += n;
        return name;
    };
    const auto list = [&] {
        while (const auto name = name_here()) {
            names.push_back(*name);
            at = std::min(text.find_first_of(",:;\n{=", at), end);
            if (at >= end || text[at] != ',') break;
            ++at;
        }
    };
    bool lists_names = false, splits = false, pays = false, opened = false;
    for (const Word word : {Word::replace, Word::lever, Word::param, Word::input, Word::define, Word::table,
                            Word::split, Word::pay}) {
        const std::size_t n = phrase_at(text, at, word);
        const std::size_t after = after_blanks(text, at + n);
        if (n == 0 || (after < text.size() && (text[after] == '=' || text[after] == ':'))) continue;
        at = after;
        opened = true;
        lists_names = word == Word::input || lists_names;
        splits = word == Word::split;
        pays = word == Word::pay;
    }
    if (splits) {
        while (at < end && phrase_at(text, at, Word::into) == 0) ++at;
        if (at < end) at += phrase_at(text, at, Word::into);
        list();
        return names;
    }
    if (lists_names) {
        list();
        return names;
    }
    if (!opened && opens_statement(text, at)) {
        const std::size_t n = grammar::identifier_length(text.data() + at, text.data() + end);
        const std::size_t after = after_blanks(text, at + n);
        if (after >= end || (text[after] != '=' && text[after] != ':')) return names;
    }
    if (const auto name = name_here()) {
        const std::size_t after = after_blanks(text, at);
        const bool defines = after < text.size() && text[after] == '=';
        if (!pays || defines) names.push_back(*name);
    }
    return names;
}

// ---------------------------------------------------------------- read as what they were meant to be

Diagnostic wrong_relation(Span sign, std::string_view meant) {
    static constexpr std::pair<std::string_view, std::string_view> signs[] = {
        {">=", "=>"}, {"<=", "=<"}, {"=", "=="}, {"!=", "<>"}};
    const auto* written = std::ranges::find(signs, meant, [](const auto& s) { return s.first; });
    return at(Kind::wrong_relation_sign, sign, {std::string(written->second), std::string(meant)});
}

Diagnostic wrong_separator(Span sign) {
    return at(Kind::semicolon_between_arguments, sign);
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
        return d.kind == Kind::mixed_alphabets_in_name && std::get<std::string>(d.arguments[0]) == name;
    };
    if (std::ranges::any_of(known, is_same)) return std::nullopt;
    const bool is_latin = letter->length == 1;
    const Span place{where.begin + letter->offset, static_cast<std::uint32_t>(letter->length), where.source};
    return with_hint(at(Kind::mixed_alphabets_in_name, place,
                        {std::string(name), std::string(name.substr(letter->offset, letter->length)),
                         is_latin ? "Latin" : "not Latin"}),
                     unmixed(name, is_latin));
}

// ---------------------------------------------------------------- tables, alternatives

namespace {

std::string_view mode_word(TableMode mode) {
    switch (mode) {
        case TableMode::step:
            return "step";
        case TableMode::marginal:
            return "marginal";
        case TableMode::whole:
            return "whole";
        case TableMode::linear:
            return "linear";
        case TableMode::match:
            return "match";
        case TableMode::matrix:
            return "matrix";
    }
    return "step";
}

std::string_view heads_of(TableMode mode) {
    switch (mode) {
        case TableMode::step:
        case TableMode::marginal:
        case TableMode::whole:
            return "`below …`, `up to …`, `otherwise`";
        case TableMode::linear:
            return "points, `below :`, `above :`";
        case TableMode::match:
            return "keys, `otherwise`";
        case TableMode::matrix:
            return "bands or keys, `otherwise`";
    }
    return "";
}

bool fits(const Head& head, const WrittenTable& table) {
    const bool is_named = !table.key;
    const auto is_linear = table.mode == TableMode::linear;
    const auto is_match = table.mode == TableMode::match;
    const auto is_matrix = table.mode == TableMode::matrix;
    if (is_named) return true;
    return std::visit(
        overloaded{[&](const Otherwise&) { return !is_linear; },
                   [&](const Below&) { return !is_linear && !is_match; },
                   [&](const UpTo&) { return !is_linear && !is_match; },
                   [&](const Point&) { return is_linear; },
                   [&](const OneOf&) { return is_match || is_matrix; },
                   [&](const BelowAll&) { return is_linear; }, [&](const AboveAll&) { return is_linear; }},
        head.band);
}

Mistake wrong_head(const Head& head, const WrittenTable& table, const Module& module, std::string_view text) {
    if (fits(head, table)) return std::nullopt;
    const std::string written(text.substr(head.span.begin, head.span.length));
    if (const auto* keys = std::get_if<OneOf>(&head.band); keys && keys->keys.count == 1) {
        const Expr& key = module.expressions[module.list(keys->keys)[0]];
        if (std::holds_alternative<Name>(key.node) &&
            is_one_of(folded(written),
                      {"else", "other", "others", "rest", "остальные", "прочие", "прочее", "остальное"})) {
            return with_hint(at(Kind::default_row, head.span), "otherwise : …");
        }
    }
    Diagnostic mistake = at(Kind::wrong_head, head.span,
                            {written, std::string(mode_word(table.mode)), std::string(heads_of(table.mode))});
    const bool is_band_table =
        table.mode == TableMode::step || table.mode == TableMode::marginal || table.mode == TableMode::whole;
    if (is_band_table && std::holds_alternative<OneOf>(head.band)) {
        mistake.notes.push_back({Kind::hint_two_readings, {"below " + written, "up to " + written}});
    }
    return mistake;
}

}  // namespace

std::optional<Diagnostic> wrong_row(const WrittenTable& table, const TableRow& row, const Module& module,
                                    std::string_view text) {
    if (auto mistake = wrong_head(row.head, table, module, text)) return mistake;
    const bool is_end =
        std::holds_alternative<BelowAll>(row.head.band) || std::holds_alternative<AboveAll>(row.head.band);
    for (const Cell& cell : row.cells) {
        if ((cell.end == End::flat || cell.end == End::extended) && !is_end) {
            return at(Kind::wrong_end, cell.span,
                      {std::string(text.substr(cell.span.begin, cell.span.length))});
        }
    }
    if (table.mode != TableMode::matrix) return std::nullopt;
    if (table.columns.empty()) return at(Kind::matrix_without_columns, row.head.span);
    if (table.columns.size() != row.cells.size()) {
        const Span cells = join(row.cells.front().span, row.cells.back().span);
        const Span heads = join(table.columns.front().span, table.columns.back().span);
        return Diagnostic{Kind::matrix_cells_differ,
                          {cells, heads},
                          {std::int64_t(row.cells.size()), std::int64_t(table.columns.size())},
                          {}};
    }
    return std::nullopt;
}

Diagnostics wrong_alternatives(const std::vector<Alternative>& alternatives) {
    Diagnostics mistakes;
    const Alternative& last = alternatives.back();
    if (alternatives.size() == 1) {
        if (last.is_otherwise) mistakes.push_back(at(Kind::otherwise_alone, last.span));
        return mistakes;
    }
    for (const Alternative& a : alternatives) {
        const bool is_last = &a == &last;
        const bool ends = a.is_otherwise || a.otherwise;
        if (ends && !is_last) {
            mistakes.push_back({Kind::alternative_after_otherwise, {(&a + 1)->span, a.span}, {}, {}});
            return mistakes;
        }
        if (!ends && !a.condition) {
            const Kind kind =
                is_last ? Kind::alternatives_without_otherwise : Kind::alternative_without_condition;
            mistakes.push_back({kind, {a.span, alternatives.front().span}, {}, {}});
            if (kind == Kind::alternatives_without_otherwise) mistakes.back().spans.pop_back();
        } else if (is_last && !ends) {
            mistakes.push_back(at(Kind::alternatives_without_otherwise, a.span));
        }
    }
    return mistakes;
}

}  // namespace accrue::syntax
