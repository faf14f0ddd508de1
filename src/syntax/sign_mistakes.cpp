// Signs of other languages, of word processors and of spreadsheets.
#include <fmt/format.h>

#include <algorithm>

#include "base/messages/language.hpp"
#include "base/messages/phrases/general.hpp"
#include "base/text.hpp"
#include "syntax/found.hpp"

namespace accrue::syntax {

using grammar::Wanted;

namespace {

constexpr std::string_view apostrophes[] = {"'", "’"};

bool starts_with_group(std::string_view text, std::size_t at) {
    constexpr std::size_t group = 3;
    const auto digits = text.substr(at, group);
    return digits.size() == group && std::ranges::all_of(digits, grammar::is_digit) &&
           (at + group >= text.size() || !grammar::is_digit(text[at + group]));
}

// The bytes of an apostrophe at the place that parts thousands; 0 where none does.
std::size_t apostrophe_in_number(std::string_view text, std::size_t at) {
    for (const auto sign : apostrophes) {
        const bool is_here = text.substr(at).starts_with(sign) && starts_with_group(text, at + sign.size());
        if (is_here && at > 0 && grammar::is_digit(text[at - 1])) return sign.size();
    }
    return 0;
}

// `1'000'000`
Mistake apostrophe_groups(const Found& f) {
    auto begin = f.here.begin, end = f.here.begin;
    while (begin > f.row_begin && grammar::is_digit(f.text[begin - 1])) --begin;
    std::string meant(f.text.substr(begin, end - begin));
    while (const auto length = apostrophe_in_number(f.text, end)) {
        meant += " " + std::string(f.text.substr(end + length, 3));
        end += length + 3;
    }
    if (end == f.here.begin) return std::nullopt;
    const Span number{begin, static_cast<std::uint32_t>(end - begin), f.here.source};
    return with_hint(at(kind::apostrophe_groups, number, {std::string(f.text.substr(begin, number.length))}),
                     meant);
}

}  // namespace

Mistake foreign_quotes(const Found& f) {
    if (auto mistake = apostrophe_groups(f)) return mistake;
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
            return at(kind::smart_quotes, widened(f.here, q.open.size()), {"`" + std::string(q.open) + "`"});
        const Span whole = widened(f.here, close + q.close.size());
        const std::string inside(rest.substr(q.open.size(), close - q.open.size()));
        return with_hint(at(kind::smart_quotes, whole, {"`" + std::string(q.open) + "`"}),
                         "\"" + inside + "\"");
    }
    if (rest.starts_with("'")) {
        const std::size_t close = rest.find('\'', 1);
        if (close == std::string_view::npos) return here(f, kind::single_quotes);
        return with_hint(at(kind::single_quotes, widened(f.here, close + 1)),
                         "\"" + std::string(rest.substr(1, close - 1)) + "\"");
    }
    return std::nullopt;
}

namespace {

// The whole number that begins there, its thousands parted by blanks: `40 000` of `40,000`. Empty where it
// may be another one: a comma before other than three digits.
std::string number_at(const Found& f, std::size_t begin) {
    std::string number;
    auto at = begin;
    const auto digits_at = [&](std::size_t from) {
        auto to = from;
        while (to < f.row_end && grammar::is_digit(f.text[to])) ++to;
        return to - from;
    };
    number += f.text.substr(at, digits_at(at));
    at += number.size();
    while (!number.empty() && at < f.row_end && (f.text[at] == ',' || f.text[at] == ' ')) {
        const auto group = digits_at(at + 1);
        if (group != 3) {
            if (f.text[at] == ',' && group != 0) return "";
            break;
        }
        number += " " + std::string(f.text.substr(at + 1, group));
        at += 1 + group;
    }
    if (!number.empty() && at < f.row_end && f.text[at] == '.' && digits_at(at + 1) > 0)
        number += f.text.substr(at, 1 + digits_at(at + 1));
    const auto after =
        number.empty() ? 0 : grammar::identifier_length(f.text.data() + at, f.text.data() + f.row_end);
    return number + std::string(f.text.substr(at, after));
}

// The bytes of a single gap between groups that ends before the place: a blank, U+00A0, U+202F, `_`.
std::size_t gap_before(std::string_view text, std::size_t at) {
    for (const std::string_view gap : {" ", "_", "\u00A0", "\u202F"}) {
        if (text.substr(0, at).ends_with(gap)) return gap.size();
    }
    return 0;
}

// Where the number begins that ends before the place, its thousands perhaps parted: `27 093`.
std::size_t number_before(const Found& f, std::size_t end) {
    const auto is_digit_before = [&](std::size_t at) {
        return at > f.row_begin && grammar::is_digit(f.text[at - 1]);
    };
    auto begin = end;
    while (true) {
        while (is_digit_before(begin) || (begin > f.row_begin && f.text[begin - 1] == '.')) --begin;
        const auto gap = gap_before(f.text, begin);
        if (gap == 0 || !starts_with_group(f.text, begin) || !is_digit_before(begin - gap)) return begin;
        begin -= gap;
    }
}

}  // namespace

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
                return at(kind::cell_reference, cell, {std::string(f.text.substr(cell.begin, cell.length))});
            }
        }
        Diagnostic mistake = here(f, kind::currency_sign, {std::string(s.sign)});
        if (grammar::is_digit(f.before())) {
            const auto number_end = before_blanks(f.text, f.here.begin, f.row_begin);
            const auto begin = number_before(f, number_end);
            return with_hint(std::move(mistake),
                             fmt::format("{} {}", f.text.substr(begin, number_end - begin), s.code));
        }
        const auto number = number_at(f, after_blanks(f.text, end));
        if (!number.empty()) return with_hint(std::move(mistake), fmt::format("{} {}", number, s.code));
        if (f.place.wanted == Wanted::currency_code)
            return with_hint(std::move(mistake), f.row_with_here(s.code));
        return mistake;
    }
    if (f.place.wanted != Wanted::currency_code) return std::nullopt;
    // `currency rub`
    const std::string lower = folded(f.word);
    const bool is_rouble = is_one_of(lower, {"руб", "рубль", "рубли", "рублей", "р"});
    const bool is_code =
        lower.size() == 3 && std::ranges::all_of(lower, [](char c) { return c >= 'a' && c <= 'z'; });
    if (!is_rouble && !is_code) return std::nullopt;
    std::string code = is_rouble ? "RUB" : lower;
    for (char& c : code) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return with_hint(here(f, kind::currency_wanted, {f.found()}), f.row_with_here(code));
}

namespace {

// The figure that a line of the text gives the name: `5` of `param rate = 5`; empty where none does.
std::string_view figure_of(std::string_view text, std::string_view name) {
    for (std::size_t line = 0; line < text.size();
         line = std::min(text.find('\n', line), text.size() - 1) + 1) {
        auto at = after_blanks(text, line);
        at = after_blanks(text, at + phrase_at(text, at, grammar::Word::param));
        if (name_at(text, at) != name) continue;
        at = after_blanks(text, at + name.size());
        if (text.substr(at).starts_with('=')) return figure_at(text, after_blanks(text, at + 1));
    }
    return {};
}

// `done%`: a share already, or the number of hundredths.
Diagnostic percent_of_name(const Found& f) {
    const auto name = f.name_before(f.here.begin);
    const auto end = before_blanks(f.text, f.here.begin, f.row_begin);
    const auto begin = f.text.find_last_of(" (", end - 1) + 1;
    const auto written = f.text.substr(begin, end - begin);
    auto mistake =
        here(f, kind::percent_of_name,
             {f.before() == ')' ? accrue::phrase(accrue::say::a_bracket) : fmt::format("`{}`", written)});
    const auto type = name.empty() ? std::nullopt : type_of_input(f.text, name);
    const auto as_share = f.row_with(f.with_blanks_before(), ""),
               as_number = f.row_with(f.with_blanks_before(), " * 1%");
    const auto figure = name.empty() ? name : figure_of(f.text, name);
    if (type == grammar::Word::percent || figure.ends_with('%'))
        return with_hint(std::move(mistake), as_share);
    if (type || !figure.empty()) return with_hint(std::move(mistake), as_number);
    mistake.notes.push_back({kind::hint_two_readings, {as_share, as_number}});
    return mistake;
}

}  // namespace

// Signs of other languages, and of spreadsheets.
Mistake foreign_sign(const Found& f) {
    const std::string_view w = f.word;
    const auto instead = [&](Span span, std::string_view written, std::string_view meant) {
        const bool is_word = grammar::letter_length(meant.data(), meant.data() + meant.size()) != 0;
        const auto is_blank = [&](std::size_t i) { return i >= f.text.size() || f.text[i] == ' '; };
        const std::string spaced = (is_word && !is_blank(span.begin - 1) ? " " : "") + std::string(meant) +
                                   (is_word && !is_blank(span.end()) ? " " : "");
        return with_hint(at(kind::foreign_sign, span, {std::string(written), std::string(meant)}),
                         f.row_with(span, spaced));
    };
    if (w == "==" || (w == "=" && f.glued_before() == '=')) {
        const Span both = w == "==" ? f.here : Span{f.here.begin - 1, 2, f.here.source};
        return with_hint(at(kind::wrong_relation_sign, both, {"==", "="}), f.row_with(both, "="));
    }
    if (w == "=>") return instead(f.here, "=>", "=");
    if (w == "=" && f.before() == ':') {
        const std::size_t colon = before_blanks(f.text, f.here.begin, f.row_begin) - 1;
        return instead({colon, static_cast<std::uint32_t>(f.here.end() - colon), f.here.source}, ":=", "=");
    }
    if (w == ":=") return instead(f.here, ":=", "=");
    const auto word = [&](grammar::Word each) { return spelled(each, language_of(f)); };
    if (w == "&&") return instead(f.here, "&&", word(grammar::Word::both));
    if (w == "||") return instead(f.here, "||", word(grammar::Word::either));
    if (w == "!") return instead(f.here, "!", word(grammar::Word::negation));
    if (w == "->") return instead(f.here, "->", f.place.wanted == Wanted::colon ? ":" : "=");
    if (w == "&") {
        const bool is_amount = phrase_at(f.text, f.row_begin, grammar::Word::pay) != 0 && !in_condition(f);
        auto mistake = here(f, kind::no_joining);
        return is_amount ? mistake
                         : with_hint(std::move(mistake), f.row_with_here(word(grammar::Word::both)));
    }
    if (w == "÷") return instead(f.here, w, "/");
    if (is_one_of(w, {"—", "–"}) && f.wants_end() && f.glued_before() == ' ') return instead(f.here, w, "-");
    if (w == "^" || w == "**") return here(f, kind::no_power, {std::string(w)});
    if (w == "*" && f.glued_before() == '*') {
        return at(kind::no_power, {f.here.begin - 1, 2, f.here.source}, {"**"});
    }
    if (w == "//" || w == "/*") return here(f, kind::foreign_comment, {std::string(w)});
    if (w == "/" && f.glued_before() == '/') {
        return at(kind::foreign_comment, {f.here.begin - 1, 2, f.here.source}, {"//"});
    }
    if (w == "+" && f.wants_value()) return with_hint(here(f, kind::leading_plus), f.row_with_here(""));
    if (w == "%" && f.wants_end()) return percent_of_name(f);
    if (w == "@" && f.wants_end() && f.here.begin > f.row_begin && f.glued_before() == ' ') {
        const std::size_t begin = before_blanks(f.text, f.here.begin, f.row_begin);
        const std::size_t end = after_blanks(f.text, f.here.end());
        return with_hint(here(f, kind::at_apart),
                         f.row_with({begin, static_cast<std::uint32_t>(end - begin), f.here.source}, "@"));
    }
    if (f.before() == '@' && f.glued_before() == ' ' && !w.empty() && grammar::is_digit(w[0]))
        return with_hint(here(f, kind::at_apart), f.row_with(f.with_blanks_before(), w));
    return std::nullopt;
}

}  // namespace accrue::syntax
