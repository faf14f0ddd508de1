#include "syntax/mistakes.hpp"

#include <fmt/format.h>

#include <array>

#include "base/messages/language.hpp"
#include "syntax/found.hpp"

namespace accrue::syntax {

using grammar::Wanted;
using grammar::Word;

namespace {

Kind plain_kind(Wanted wanted) {
    switch (wanted) {
        case Wanted::value:
        case Wanted::cell:
        case Wanted::key:
        case Wanted::not_too_deep:
        case Wanted::number_end:
            return kind::value_wanted;
        case Wanted::statement:
            return kind::statement_unknown;
        case Wanted::end_of_statement:
        case Wanted::close_round:
        case Wanted::close_square:
            return kind::left_over;
        case Wanted::name:
        case Wanted::field:
        case Wanted::part:
        case Wanted::parameter:
            return kind::name_wanted;
        case Wanted::text:
        case Wanted::closing_quote:
            return kind::text_wanted;
        case Wanted::colon:
            return kind::colon_wanted;
        case Wanted::equals:
        case Wanted::definition:
            return kind::equals_wanted;
        case Wanted::duration:
            return kind::duration_wanted;
        case Wanted::lots_row:
            return kind::lots_row_unknown;
        case Wanted::clause:
            return kind::clause_unknown;
        case Wanted::example_day:
            return kind::day_wanted;
        case Wanted::example_week:
            return kind::week_wanted;
        case Wanted::example_quarter:
            return kind::quarter_wanted;
        case Wanted::example_year:
            return kind::year_wanted;
        case Wanted::type:
            return kind::type_wanted;
        case Wanted::currency_code:
            return kind::currency_wanted;
        case Wanted::mode:
            return kind::mode_wanted;
        case Wanted::step:
        case Wanted::month_number:
        case Wanted::day:
            return kind::number_wanted;
        case Wanted::period:
            return kind::period_wanted;
        case Wanted::month:
            return kind::month_wanted;
        case Wanted::date_or_month:
            return kind::date_wanted;
        case Wanted::name_or_bracket:
            return kind::name_or_bracket_wanted;
        case Wanted::scope:
            return kind::scope_wanted;
        case Wanted::rows:
        case Wanted::table_by_or_rows:
            return kind::rows_wanted;
        case Wanted::head:
        case Wanted::table_row:
        case Wanted::matrix_row:
            return kind::row_unknown;
        case Wanted::example_line:
            return kind::example_line_unknown;
        case Wanted::replaceable:
            return kind::replace_wanted;
        case Wanted::records_for:
        case Wanted::reference_by:
        case Wanted::among:
        case Wanted::share_as:
        case Wanted::convert_to:
        case Wanted::convert_at:
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
            return kind::word_wanted;
        case Wanted::block_or_definition:
            return kind::name_alone;
        case Wanted::example_rest:
            return kind::example_name_alone;
    }
    return kind::left_over;
}

std::string wanted_word(const Found& f) {
    const auto in_row_language = [&](Word word) {
        const grammar::Phrase& phrase = grammar::phrase(word);
        return std::string(phrase.russian.empty() ? phrase.english : phrase.in(language_of(f)));
    };
    switch (f.place.wanted) {
        case Wanted::input_word:
            return in_row_language(Word::input);
        case Wanted::to:
            return in_row_language(Word::to);
        case Wanted::months_back:
            return in_row_language(Word::last_months);
        case Wanted::until_month:
            return in_row_language(Word::until_month);
        case Wanted::into:
            return in_row_language(Word::into);
        case Wanted::rises:
            return in_row_language(Word::rises);
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

// `replace input x : money`: what is no rule.
Mistake replaced_no_rule(const Found& f) {
    const auto replace = phrase_at(f.text, f.row_begin, Word::replace);
    if (replace == 0 || f.place.wanted != Wanted::block_or_definition) return std::nullopt;
    const auto begin = after_blanks(f.text, f.row_begin + replace);
    for (const auto& phrase : grammar::phrases) {
        const auto length = phrase_at(f.text, begin, phrase.word);
        if (phrase.place != grammar::Place::statement || length == 0) continue;
        const Span span{begin, static_cast<std::uint32_t>(length), f.here.source};
        return at(kind::replace_wanted, span, {fmt::format("`{}`", f.text.substr(begin, length))});
    }
    return std::nullopt;
}

// `pay = 5% of sales`, `pay: bonus`, `к оплате 5% …`: what is paid stands behind `pay`.
Mistake paid_as_name(const Found& f) {
    if (plain_kind(f.place.wanted) != kind::name_alone) return std::nullopt;
    auto length = phrase_at(f.text, f.row_begin, Word::pay);
    const bool is_pay = length != 0;
    for (const std::string_view words : {"к оплате", "к начислению"}) {
        if (folded(f.text.substr(f.row_begin, words.size())) == words) length = words.size();
    }
    if (length == 0) return std::nullopt;
    auto rest = after_blanks(f.text, f.row_begin + length);
    const bool has_sign = rest < f.row_end && (f.text[rest] == '=' || f.text[rest] == ':');
    if (is_pay && !has_sign) return std::nullopt;
    if (has_sign) rest = after_blanks(f.text, rest + 1);
    if (rest >= f.row_end) return std::nullopt;
    const auto pay = spelled(Word::pay, language_of(f.text.substr(f.row_begin)));
    return with_hint(here(f, kind::name_alone, {std::string(f.word_before()), f.found()}),
                     fmt::format("{} {}", pay, trimmed(f.text.substr(rest, f.row_end - rest))));
}

Diagnostic plainly(const Found& f) {
    if (auto mistake = replaced_no_rule(f)) return *std::move(mistake);
    if (auto mistake = paid_as_name(f)) return *std::move(mistake);
    const Kind kind = plain_kind(f.place.wanted);
    if (kind == kind::word_wanted) return here(f, kind, {wanted_word(f), f.found()});
    if (kind == kind::name_alone || kind == kind::example_name_alone) {
        const std::string name(f.word_before());
        Diagnostic mistake = here(f, kind, {name, f.found()});
        const std::size_t value = f.here.begin;
        const std::size_t after = after_blanks(f.text, f.here.end());
        const bool is_name = grammar::letter_length(f.word.data(), f.word.data() + f.word.size()) != 0;
        if (after < f.row_end && f.text[after] == '=' && is_name) {  // `let x = 5`
            return with_hint(std::move(mistake),
                             std::string(trimmed(f.text.substr(value, f.row_end - value))));
        }
        const bool is_value =
            !f.word.empty() && (f.word[0] == '(' || grammar::is_digit(f.word[0]) || is_name);
        const std::string_view rest = f.text.substr(value, std::max(f.row_end, value) - value);
        if (!is_value || value > f.row_end || rest.find('=') != std::string_view::npos) return mistake;
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

// `rates[date` without its `]`
Diagnostic open_square(const Found& f) {
    Diagnostic mistake = at(kind::square_not_closed, {*f.place.bracket, 1, f.place.source}, {f.found()});
    if (f.here.length != 0) mistake.spans.push_back(f.here);
    return mistake;
}

// In the order in which they are asked: the more special first.
constexpr std::array known_mistakes{
    missing_joint,
    other_wording,
    clause_mistake,
    field_mistake,
    key_apart,
    condition_first,
    between_in_words,
    label_after_condition,
    scope_after_expression,
    window_in_words,
    paid_each,
    scope_in_words,
    unknown_aggregate,
    lowest_first_late,
    rows_behind_name,
    needless_comma,
    cases_on_one_line,
    cases_in_block,
    question_sign,
    extreme_list,
    amount_for_each,
    foreign_quotes,
    currency_sign,
    band_mistake,
    leading_equals,
    case_without_equals,
    else_line,
    case_beside_name,
    otherwise_first,
    otherwise_if,
    value_below,
    goes_on,
    closes_nothing,
    reserved_name,
    spreadsheet_word,
    input_mistake,
    other_range,
    other_default,
    type_of_value,
    foreign_sign,
    no_else,
    other_condition_word,
    unless,
    other_opener,
    equals_in_words,
    other_table_mode,
    bound_in_words,
    comparison_in_words,
    half_comparison,
    up_to_in_expression,
    scale_apart,
    scale_in_words,
    percent_in_words,
    rouble_in_words,
    percent_beside,
    repeated_above,
    product_behind_default,
    mixed_word,
    capital_keyword,
    layout_keyword,
    keyword_before,
    start_in_words,
    missing_sign,
    close_to_an_opener,
    name_of_words,
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
    if (place.wanted == Wanted::not_too_deep)
        return here(f, kind::too_deep, {std::int64_t(grammar::Reading::deepest)});
    if (place.wanted == Wanted::closing_quote) {
        const std::size_t open = text.substr(0, place.stop).rfind('"');
        return at(kind::quote_not_closed,
                  {open, static_cast<std::uint32_t>(place.stop - open), place.source});
    }
    for (const auto known : known_mistakes) {
        if (Mistake mistake = known(f)) return *mistake;
    }
    if (place.wanted == Wanted::close_square) return open_square(f);
    if (place.wanted == Wanted::close_round && place.bracket && !closes_later(f)) {
        Diagnostic mistake = at(kind::bracket_not_closed, {*place.bracket, 1, place.source}, {f.found()});
        if (f.here.length != 0) mistake.spans.push_back(f.here);
        return mistake;
    }
    return plainly(f);
}

// ---------------------------------------------------------------- read as what they were meant to be

Diagnostic wrong_relation(Span sign, std::string_view meant) {
    static constexpr std::pair<std::string_view, std::string_view> signs[] = {
        {">=", "=>"}, {"<=", "=<"}, {"=", "=="}, {"!=", "<>"}};
    const auto* written = std::ranges::find(signs, meant, [](const auto& s) { return s.first; });
    return at(kind::wrong_relation_sign, sign, {std::string(written->second), std::string(meant)});
}

Diagnostic wrong_separator(Span sign) {
    return at(kind::semicolon_between_arguments, sign);
}

}  // namespace accrue::syntax
