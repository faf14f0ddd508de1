// grammar/grammar.hpp — The written language, as PEGTL rules. The same rules parse, are shown as EBNF and are
// checked for loops and for rules that nothing uses. Rules are left-factored: actions are never undone.
#pragma once

#include <algorithm>
#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/analyze.hpp>

#include "grammar/reading.hpp"

namespace accrue::grammar {

using tao::pegtl::apply_mode;
using tao::pegtl::at;
using tao::pegtl::digit;
using tao::pegtl::eof;
using tao::pegtl::must;
using tao::pegtl::not_at;
using tao::pegtl::one;
using tao::pegtl::opt;
using tao::pegtl::plus;
using tao::pegtl::range;
using tao::pegtl::rep;
using tao::pegtl::rewind_mode;
using tao::pegtl::seq;
using tao::pegtl::sor;
using tao::pegtl::star;
using tao::pegtl::success;
using tao::pegtl::type_list;

// ---------------------------------------------------------------- building blocks

// A literal text as a template argument.
template <std::size_t N>
struct Literal {
    char text[N]{};
    constexpr Literal(const char (&t)[N]) { std::copy_n(t, N, text); }  // NOLINT: written as a plain literal
    constexpr std::string_view view() const { return {text, N - 1}; }
};

#define ACCRUE_MATCH                                                         \
    template <apply_mode A, rewind_mode M, template <class...> class Action, \
              template <class...> class Control, class Input>

// Takes `n` bytes and keeps them as a token.
template <class Input>
bool take(Input& in, Reading& reading, std::size_t n, TokenKind kind, Word w = Word::scheme) {
    if (n == 0) return false;
    reading.record(kind, in.current(), in.current() + n, w);
    in.bump_in_this_line(n);
    return true;
}

// A keyword phrase, in either language.
template <Word w>
struct word {
    using rule_t = word;
    using subs_t = type_list<>;
    ACCRUE_MATCH static bool match(Input& in, Reading& reading) {
        return take(in, reading, taken_by<w>(in.current(), in.end()), TokenKind::word, w);
    }
};

// A keyword phrase in one language only.
template <Word w, Language language>
struct spelled {
    using rule_t = spelled;
    using subs_t = type_list<>;
    ACCRUE_MATCH static bool match(Input& in, Reading& reading) {
        return take(in, reading, taken_by(phrase(w).in(language), in.current(), in.end()), TokenKind::word,
                    w);
    }
};

// A sign.
template <Literal text, TokenKind kind>
struct sign {
    using rule_t = sign;
    using subs_t = type_list<>;
    static constexpr std::string_view view = text.view();
    ACCRUE_MATCH static bool match(Input& in, Reading& reading) {
        const auto left = static_cast<std::size_t>(in.end() - in.current());
        if (left < view.size() || *in.current() != view[0] ||
            std::string_view(in.current(), view.size()) != view) {
            return false;
        }
        return take(in, reading, view.size(), kind);
    }
};

// What stands between two symbols: blanks, comments, and line breaks where they do not count.
struct gap {
    using rule_t = gap;
    using subs_t = type_list<>;
    ACCRUE_MATCH static bool match(Input& in, Reading& reading) {
        const char* p = in.current();
        if (p == in.end() || static_cast<unsigned char>(*p - '$') < 0x80 - '$')
            return true;  // no blank begins so
        const auto n = static_cast<std::size_t>(reading.gap_end(p, in.end()) - p);
        in.bump(n);
        return true;
    }
};

// Line breaks, `;`, blanks and comments between statements.
struct separators {
    using rule_t = separators;
    using subs_t = type_list<>;
    ACCRUE_MATCH static bool match(Input& in, Reading& reading) {
        const char* const begin = in.current();
        const char* p = reading.skip_lines(begin, in.end());
        while (p != in.end() && *p == ';') p = reading.skip_lines(p + 1, in.end());
        in.bump(static_cast<std::size_t>(p - begin));
        return true;
    }
};

// Blanks and at least one line break: before a further `= …` of a definition.
struct new_lines {
    using rule_t = new_lines;
    using subs_t = type_list<>;
    ACCRUE_MATCH static bool match(Input& in, Reading& reading) {
        const char* const begin = in.current();
        if (begin == in.end()) return false;
        const char* p = reading.skip_lines(begin, in.end());
        if (std::find(begin, p, '\n') == p) return false;
        in.bump(static_cast<std::size_t>(p - begin));
        return true;
    }
};

template <class... R>
using then = seq<gap, R...>;
template <class... R>
using need = seq<gap, must<R...>>;
template <class... R>
using maybe = opt<gap, R...>;
// Item, comma, item …
template <class Item, class Separator>
using listed = seq<must<Item>, star<gap, Separator, gap, must<Item>>>;

// Keeps what `R` takes as one token.
template <TokenKind kind, class R>
struct token {
    using rule_t = token;
    using subs_t = type_list<R>;
    ACCRUE_MATCH static bool match(Input& in, auto& reading) {
        const char* const begin = in.current();
        // Wholly or not at all, so that a message points at its beginning.
        if (!Control<R>::template match<A, rewind_mode::required, Action, Control>(in, reading)) return false;
        reading.record(kind, begin, in.current());
        return true;
    }
};

// One level deeper. Where the text is too deep for anyone to read, it stops.
template <class R>
struct deeper {
    using rule_t = deeper;
    using subs_t = type_list<R>;
    ACCRUE_MATCH static bool match(Input& in, auto& reading) {
        if (reading.depth >= Reading::deepest)
            throw Stop{in.current(), Wanted::not_too_deep, reading.bracket};
        struct Level {
            int& depth;
            explicit Level(int& d) : depth(++d) {}
            ~Level() { --depth; }
        } level(reading.depth);
        return Control<R>::template match<A, M, Action, Control>(in, reading);
    }
};

// Between `(` and `)` line breaks are blanks.
template <class R>
struct in_round {
    using rule_t = in_round;
    using subs_t = type_list<R>;
    ACCRUE_MATCH static bool match(Input& in, auto& reading) {
        struct Inside {
            Reading& r;
            LineBreak line_break;
            const char* bracket;
            Inside(Reading& r_, const char* open) : r(r_), line_break(r_.line_break), bracket(r_.bracket) {
                r.line_break = LineBreak::is_blank;
                r.bracket = open;
            }
            ~Inside() { r.line_break = line_break, r.bracket = bracket; }
        } inside(reading, in.current());
        return Control<R>::template match<A, M, Action, Control>(in, reading);
    }
};

// Between `{` and `}` a line break ends a row.
template <class R>
struct in_braces {
    using rule_t = in_braces;
    using subs_t = type_list<R>;
    ACCRUE_MATCH static bool match(Input& in, auto& reading) {
        struct Inside {
            Reading& r;
            LineBreak line_break;
            const char *bracket, *brace;
            Inside(Reading& r_, const char* open)
                : r(r_), line_break(r_.line_break), bracket(r_.bracket), brace(r_.brace) {
                r.line_break = LineBreak::ends_row;
                r.bracket = nullptr;
                r.brace = open;
            }
            ~Inside() { r.line_break = line_break, r.bracket = bracket, r.brace = brace; }
        } inside(reading, in.current());
        return Control<R>::template match<A, M, Action, Control>(in, reading);
    }
};

// A row that, when it cannot be read, is reported and skipped.
template <RowKind kind, class R>
struct guarded {
    using rule_t = guarded;
    using subs_t = type_list<R>;
    ACCRUE_MATCH static bool match(Input& in, auto& reading) {
        const char* const begin = in.current();
        reading.begin_row(kind);
        try {
            (void)Control<R>::template match<A, M, Action, Control>(in, reading);
            reading.end_row();
        } catch (const Stop& stop) {
            const char* const next = reading.recover(kind, begin, in.end(), stop);
            in.iterator() = begin;
            in.bump(static_cast<std::size_t>(next - begin));
        }
        return true;
    }
};

// ---------------------------------------------------------------- names and literals

struct letter {
    using rule_t = letter;
    using subs_t = type_list<>;
    ACCRUE_MATCH static bool match(Input& in, Reading&) {
        const std::size_t n = letter_length(in.current(), in.end());
        if (n != 0) in.bump_in_this_line(n);
        return n != 0;
    }
};
struct word_end : not_at<sor<digit, letter>> {};

// name = letter ~ { letter | digit } ; no reserved phrase
struct name {
    using rule_t = name;
    using subs_t = type_list<>;
    ACCRUE_MATCH static bool match(Input& in, Reading& reading) {
        const std::size_t n = identifier_length(in.current(), in.end());
        if (n == 0 || reserved_phrase(in.current(), in.end())) return false;
        return take(in, reading, n, TokenKind::name);
    }
};
// The built-in name `pay`, in Russian `к выплате`.
struct pay_total {
    using rule_t = pay_total;
    using subs_t = type_list<>;
    ACCRUE_MATCH static bool match(Input& in, Reading& reading) {
        return take(in, reading, taken_by<Word::pay>(in.current(), in.end()), TokenKind::name, Word::pay);
    }
};
struct value_name : sor<pay_total, name> {};

struct closing_quote : one<'"'> {};
struct text
    : token<TokenKind::text, seq<one<'"'>, star<tao::pegtl::not_one<'"', '\n'>>, must<closing_quote>>> {};

struct group_mark : sor<one<' ', '_'>, tao::pegtl::utf8::one<0xA0, 0x202F>> {};
struct triple : seq<digit, digit, digit, not_at<digit>> {};
struct digits
    : sor<seq<digit, opt<digit, opt<digit>>, not_at<digit>, star<group_mark, triple>>, plus<digit>> {};
struct fraction : seq<one<'.'>, plus<digit>> {};
struct latin_scale : seq<one<'k', 'M', 'B'>, word_end> {};
template <Word w>
using russian_word = spelled<w, Language::russian>;
struct russian_scale
    : seq<opt<sor<one<' '>, tao::pegtl::utf8::one<0xA0, 0x202F>>>,
          sor<russian_word<Word::thousand>, russian_word<Word::million>, russian_word<Word::billion>>> {};
struct number_end
    : not_at<sor<letter, seq<one<',', '-', '.', '_', ' '>, digit>, seq<one<'-'>, one<'Q'>, digit>,
                 seq<tao::pegtl::utf8::one<0xA0, 0x202F>, digit>>> {};
struct number : token<TokenKind::number, seq<digits, opt<fraction>, opt<sor<latin_scale, russian_scale>>>> {};
struct checked_number : seq<number, must<number_end>> {};

struct month_digits : seq<rep<4, digit>, one<'-'>, rep<2, digit>> {};
struct date : token<TokenKind::number, seq<month_digits, one<'-'>, rep<2, digit>, word_end>> {};
struct month : token<TokenKind::number, seq<month_digits, word_end, not_at<one<'-'>>>> {};
struct date_or_month : sor<date, month> {};
struct week : token<TokenKind::number, seq<rep<4, digit>, one<'-'>, one<'W'>, rep<2, digit>, word_end>> {};
struct quarter : token<TokenKind::number, seq<rep<4, digit>, one<'-'>, one<'Q'>, range<'1', '4'>, word_end>> {
};
struct calendar_year : token<TokenKind::number, seq<rep<4, digit>, word_end, not_at<one<'-', '.'>, digit>>> {
};
struct day : token<TokenKind::number, seq<digit, opt<digit>, word_end>> {};
struct small_number : token<TokenKind::number, seq<digits, word_end>> {};

struct upper : range<'A', 'Z'> {};
struct currency_code : token<TokenKind::name, seq<upper, upper, upper, word_end>> {};

struct comma : sign<",", TokenKind::comma> {};
struct colon : sign<":", TokenKind::colon> {};
struct bar : sign<"|", TokenKind::bar> {};
struct equals : seq<sign<"=", TokenKind::equals>, not_at<one<'=', '>'>>> {};
struct dots : sign<"..", TokenKind::range> {};
struct point : sign<".", TokenKind::glue> {};
struct at_sign : sign<"@", TokenKind::glue> {};
struct open_round : sign<"(", TokenKind::open_round> {};
struct open_call : sign<"(", TokenKind::open_call> {};
struct close_round : sign<")", TokenKind::close_round> {};
struct open_square : sign<"[", TokenKind::open_call> {};
struct close_square : sign<"]", TokenKind::close_round> {};
struct percent_sign : sign<"%", TokenKind::percent> {};
struct minus_sign : sor<sign<"-", TokenKind::infix>, sign<"−", TokenKind::infix>> {};
struct negative_sign : sor<sign<"-", TokenKind::prefix>, sign<"−", TokenKind::prefix>> {};
struct plus_sign : sign<"+", TokenKind::infix> {};
struct times_sign
    : sor<sign<"*", TokenKind::infix>, sign<"×", TokenKind::infix>, sign<"·", TokenKind::infix>> {};
struct divided_sign : sign<"/", TokenKind::infix> {};

// A place where a row may end: at a line break, `;`, `}`, the end of the file, or behind a `}` that was taken
// for written.
struct row_end {
    using rule_t = row_end;
    using subs_t = type_list<>;
    ACCRUE_MATCH static bool match(Input& in, Reading& reading) {
        if (in.empty() || in.current() == reading.implied_end) return true;
        const char c = *in.current();
        return c == '\n' || c == ';' || c == '}';
    }
};
// Reads nothing; stands for a part that is not written.
struct absent : success {};
// The first of a list follows.
struct list_begin : success {};

// ---------------------------------------------------------------- expressions

struct expression;
struct choice;
struct simple;
struct operand;
struct proportion;
struct portion_of;
struct factor;
struct inversion;
struct table_expression;

// Written so by people who mean something else: it is reported, and read as it was meant.
struct wrong_comma : sign<";", TokenKind::comma> {};

// call = name ~ "(" expression { "," expression } ")"
struct argument : seq<expression> {};
struct arguments
    : in_round<seq<open_call, gap, listed<argument, sor<comma, wrong_comma>>, need<close_round>>> {};
struct member : seq<point, must<value_name>> {};
// keys = "[" expression { "," expression } "]"
struct lookup_key : seq<expression> {};
struct lookup : in_round<seq<open_square, gap, listed<lookup_key, comma>, need<close_square>>> {};
struct this_word : seq<word<Word::this_row>, at<point>> {};
struct called : seq<value_name> {};
// path = "this" ~ member | name [ ~ call | ~ [ keys ] [ ~ member ] ]
struct this_name : seq<this_word, member> {};
struct path : seq<called, opt<sor<arguments, seq<lookup, opt<member>>, member>>> {};
struct bracketed : in_round<seq<open_round, gap, must<choice>, need<close_round>>> {};

struct at_day : seq<at_sign, must<day>> {};
struct after_gates : word<Word::after_gates> {};
// simple = ( path | "(" choice ")" ) [ ~ "@" ~ day ] [ "after gates" ]
struct simple : deeper<seq<sor<this_name, path, bracketed>, opt<at_day>, maybe<after_gates>>> {};
struct name_or_bracket : seq<simple> {};

// figure = number [ "%" [ simple ] | code ]
// looked_back = simple [ digits duration "ago" ]
struct back_count : seq<small_number> {};
struct days_back : sor<word<Word::count_days>, word<Word::day_back>> {};
struct weeks_back : sor<word<Word::count_weeks>, word<Word::week_back>> {};
struct months_back : sor<word<Word::count_months>, word<Word::month_back>> {};
struct quarters_back : sor<word<Word::count_quarters>, word<Word::quarter_back>> {};
struct years_back : sor<word<Word::count_years>, word<Word::year_back>> {};
struct unit_back : sor<days_back, weeks_back, months_back, quarters_back, years_back> {};
struct ago : seq<gap, back_count, gap, unit_back, gap, word<Word::ago>> {};
struct ago_tail : seq<at<ago>, ago> {};
struct looked_back : seq<simple, opt<ago_tail>> {};
struct juxtaposed : seq<gap, looked_back> {};
struct percent : seq<percent_sign> {};
struct figure_currency : seq<currency_code> {};
struct figure : seq<checked_number, opt<gap, sor<seq<percent, opt<juxtaposed>>, figure_currency>>> {};
struct date_value : seq<date> {};
struct month_value : seq<month> {};
struct text_value : seq<text> {};
struct yes_value : word<Word::yes> {};
struct no_value : word<Word::no> {};

struct previous : seq<word<Word::previous>, need<name_or_bracket>> {};

// aggregate = AGG simple [ scope [ scope ] ] [ "where" expression ]
struct sum_of : word<Word::sum_of> {};
struct count_of : word<Word::count_of> {};
struct average_of : word<Word::average_of> {};
struct max_of : word<Word::max_of> {};
struct min_of : word<Word::min_of> {};
struct rank_of : word<Word::rank_of> {};
struct aggregate_word : sor<sum_of, count_of, average_of, max_of, min_of, rank_of> {};
struct over_month : word<Word::over_month> {};
struct over_quarter : word<Word::over_quarter> {};
struct over_year : word<Word::over_year> {};
struct over_all_days : word<Word::over_all_days> {};
struct over_all_weeks : word<Word::over_all_weeks> {};
struct over_all_months : word<Word::over_all_months> {};
struct over_all_quarters : word<Word::over_all_quarters> {};
struct over_all_years : word<Word::over_all_years> {};
struct over_all_periods
    : sor<over_all_days, over_all_weeks, over_all_months, over_all_quarters, over_all_years> {};
struct earlier_days : word<Word::earlier_days> {};
struct earlier_weeks : word<Word::earlier_weeks> {};
struct earlier_months : word<Word::earlier_months> {};
struct earlier_quarters : word<Word::earlier_quarters> {};
struct earlier_unit : sor<earlier_days, earlier_weeks, earlier_months, earlier_quarters> {};
struct earlier_of_month : word<Word::earlier_of_month> {};
struct earlier_of_quarter : word<Word::earlier_of_quarter> {};
struct earlier_of_year : word<Word::earlier_of_year> {};
struct earlier_of : sor<earlier_of_month, earlier_of_quarter, earlier_of_year> {};
struct over_earlier : seq<word<Word::over_earlier>, need<earlier_unit>, need<earlier_of>> {};
struct last_count : seq<small_number> {};
struct last_days : word<Word::last_days> {};
struct last_weeks : word<Word::last_weeks> {};
struct last_months : word<Word::last_months> {};
struct last_quarters : word<Word::last_quarters> {};
struct last_years : word<Word::last_years> {};
struct last_unit : sor<last_days, last_weeks, last_months, last_quarters, last_years> {};
struct over_last : seq<word<Word::over_last>, need<last_count>, need<last_unit>> {};
struct window : sor<over_month, over_quarter, over_year, over_all_periods, over_last, over_earlier> {};
struct so_far : word<Word::so_far> {};
struct over_all : word<Word::over_all> {};
struct over_level : seq<word<Word::over_level>, need<name>> {};
struct of_this_quarter : word<Word::of_this_quarter> {};
struct of_this_year : word<Word::of_this_year> {};
struct so_far_scope : seq<so_far, maybe<sor<of_this_quarter, of_this_year>>> {};
struct scope : sor<window, so_far_scope, over_all, over_level> {};
struct where : sor<seq<gap, word<Word::where>, need<expression>>, absent> {};
// Rows and months are two scopes, in either order: `over all over year`.
struct lowest_first : word<Word::lowest_first> {};
struct scopes : seq<scope, maybe<scope>, maybe<lowest_first>> {};
struct aggregate : seq<aggregate_word, need<name_or_bracket>, maybe<scopes>, where> {};
struct increase_of : word<Word::increase_of> {};
struct increase : seq<increase_of, need<name_or_bracket>, need<scope>> {};

struct days_in_month : word<Word::days_in_month> {};
struct days_employed : word<Word::days_employed> {};
struct this_month : word<Word::this_month> {};
struct number_of_month : word<Word::number_of_month> {};
struct start_of_month : word<Word::start_of_month> {};
struct end_of_month : word<Word::end_of_month> {};
struct start_of_quarter : word<Word::start_of_quarter> {};
struct end_of_quarter : word<Word::end_of_quarter> {};
struct start_of_year : word<Word::start_of_year> {};
struct end_of_year : word<Word::end_of_year> {};
struct number_of_quarter : word<Word::number_of_quarter> {};
struct number_of_year : word<Word::number_of_year> {};
struct number_of_week : word<Word::number_of_week> {};
struct days_in_quarter : word<Word::days_in_quarter> {};
struct days_in_year : word<Word::days_in_year> {};
struct boundary
    : sor<start_of_month, end_of_month, start_of_quarter, end_of_quarter, start_of_year, end_of_year> {};
struct clock : sor<days_in_month, days_in_quarter, days_in_year, days_employed, this_month, number_of_month,
                   number_of_quarter, number_of_year, number_of_week, boundary> {};
struct moment : sor<date_value, month_value, boundary, simple> {};
struct until_month : word<Word::until_month> {};
struct months_between : seq<word<Word::months_from>, need<moment>, need<until_month>, need<moment>> {};
// convert = "convert" ( figure | simple ) "to" code "at" operand
struct converted : sor<seq<at<digit>, figure>, simple> {};
struct convert_to : word<Word::convert_to> {};
struct convert_at : word<Word::convert_at> {};
struct convert : seq<word<Word::convert>, need<converted>, need<convert_to>, need<currency_code>,
                     need<convert_at>, need<deeper<operand>>> {};

struct numeral : seq<at<digit>, sor<date_value, month_value, figure>> {};
struct operand : sor<numeral, looked_back, text_value, yes_value, no_value, previous, deeper<aggregate>,
                     increase, clock, months_between, deeper<table_expression>, deeper<convert>> {};

// proportion = operand [ "of" proportion | "above" fraction ]
struct of_word : word<Word::of> {};
struct above_word : word<Word::above> {};
struct of_tail : seq<of_word, need<deeper<proportion>>> {};
struct above_tail : seq<above_word, need<portion_of>> {};
struct proportion : seq<operand, maybe<sor<of_tail, above_tail>>> {};
struct portion_tail : seq<of_word, need<deeper<portion_of>>> {};
struct portion_of : seq<operand, maybe<portion_tail>> {};

struct negated : seq<negative_sign, need<deeper<factor>>> {};
struct factor : sor<negated, proportion> {};
struct times : seq<times_sign> {};
struct divided : seq<divided_sign> {};
struct product_tail : seq<gap, sor<times, divided>, need<factor>> {};
struct product : seq<factor, star<product_tail>> {};
struct default_word : word<Word::default_value> {};
struct default_tail : seq<gap, default_word, need<factor>> {};
struct defaulted : seq<product, opt<default_tail>> {};

// amount = defaulted ( limit { limit } | { ( "+" | "-" ) defaulted } ) ; a mixture is read, and refused with
// both readings
struct half_up : word<Word::half_up> {};
struct half_down : word<Word::half_down> {};
struct half_even : word<Word::half_even> {};
struct upwards : word<Word::upwards> {};
struct downwards : word<Word::downwards> {};
struct mode : sor<half_up, half_down, half_even, upwards, downwards> {};
struct capped_word : word<Word::capped_at> {};
struct never_below_word : word<Word::never_below> {};
struct rounded_word : word<Word::rounded> {};
struct bounded : seq<sor<capped_word, never_below_word>, need<defaulted>> {};
struct rounding_step : sor<seq<gap, word<Word::to>, need<operand>>, absent> {};
struct rounded : seq<rounded_word, maybe<mode>, rounding_step> {};
struct added : seq<plus_sign> {};
struct taken_away : seq<minus_sign> {};
struct sum_tail : seq<sor<added, taken_away>, need<defaulted>> {};
struct amount_tail : seq<gap, sor<sum_tail, bounded, rounded>> {};
struct amount : seq<defaulted, star<amount_tail>> {};

// comparison = amount [ relation amount ] ; a chain is read, and refused
struct wrong_at_least : sign<"=>", TokenKind::infix> {};
struct wrong_at_most : sign<"=<", TokenKind::infix> {};
struct wrong_equal : sign<"==", TokenKind::infix> {};
struct wrong_different : sign<"<>", TokenKind::infix> {};
struct wrong_relation : sor<wrong_at_least, wrong_at_most, wrong_equal, wrong_different> {};
struct at_most : sor<sign<"<=", TokenKind::infix>, sign<"≤", TokenKind::infix>> {};
struct at_least : sor<sign<">=", TokenKind::infix>, sign<"≥", TokenKind::infix>> {};
struct different : sor<sign<"!=", TokenKind::infix>, sign<"≠", TokenKind::infix>> {};
struct less : sign<"<", TokenKind::infix> {};
struct more : sign<">", TokenKind::infix> {};
struct equal : sign<"=", TokenKind::infix> {};
struct relation : sor<wrong_relation, at_most, at_least, different, less, more, equal> {};
struct comparison_tail : seq<gap, relation, need<amount>> {};
struct comparison : seq<amount, star<comparison_tail>> {};

// expression = inversion ( { "and" inversion } | { "or" inversion } ) ; a mixture is read, and refused
struct inverted : seq<word<Word::negation>, need<deeper<inversion>>> {};
struct inversion : sor<inverted, comparison> {};
struct both_word : word<Word::both> {};
struct either_word : word<Word::either> {};
struct logic_tail : seq<gap, sor<both_word, either_word>, need<inversion>> {};
struct expression : seq<inversion, star<logic_tail>> {};

// choice = expression [ "if" expression [ "otherwise" expression ] ]
struct choice_otherwise : sor<seq<gap, word<Word::otherwise>, need<expression>>, absent> {};
struct choice_tail : seq<gap, word<Word::condition>, need<expression>, choice_otherwise> {};
struct choice : seq<expression, opt<choice_tail>> {};

// ---------------------------------------------------------------- statements that begin with a word

// A word that opens a statement, where it is not a name: before `=`, `:` and `if` it is one.
template <Word w>
struct opener : seq<word<w>, not_at<gap, sor<one<'=', ':'>, word<Word::condition>>>> {};

// A row that begins no further right than the line of the `{` that it would stand in.
struct outdented {
    using rule_t = outdented;
    using subs_t = type_list<>;
    ACCRUE_MATCH static bool match(Input& in, const Reading& reading) {
        return reading.brace && indent_of(in.current(), in.begin()) <= indent_of(reading.brace, in.begin());
    }
};

// What cannot stand inside a block, table or example: there a `}` is missing.
struct outer_word : at<sor<opener<Word::scheme>, opener<Word::level>, opener<Word::example>,
                           opener<Word::period>, opener<Word::currency>, opener<Word::rounding>,
                           opener<Word::records>, opener<Word::reference>>> {};
struct outer_statement : seq<outer_word, outdented> {};
struct rule_word : at<sor<outer_word, opener<Word::pay>, opener<Word::input>, opener<Word::split>,
                          opener<Word::promise>, opener<Word::param>, opener<Word::define>,
                          opener<Word::share>, opener<Word::solve>, opener<Word::lots>>> {};
struct rule_statement : seq<rule_word, outdented> {};
struct definition_begins : at<seq<name, gap, equals>> {};
struct table_stop : seq<sor<rule_word, definition_begins>, outdented> {};

// A `}` that is not there: reported, and taken for written.
struct missing_brace {
    using rule_t = missing_brace;
    using subs_t = type_list<>;
    ACCRUE_MATCH static bool match(Input& in, Reading& reading) {
        if constexpr (A == apply_mode::action) {
            reading.implied_end = in.current();
            reading.miss_brace(in.current());
        }
        return true;
    }
};
struct close_brace : sor<sign<"}", TokenKind::close_brace>, missing_brace> {};

// rows = "{" { sep } [ row { sep { sep } row } { sep } ] "}"
template <RowKind kind, class Open, class Row, class Foreign>
struct rows
    : deeper<in_braces<seq<
          Open, separators,
          star<not_at<sor<eof, one<'}'>, Foreign>>, guarded<kind, seq<must<Row>, need<row_end>>>, separators>,
          close_brace>>> {};

// ---------------------------------------------------------------- tables

struct open_table : sign<"{", TokenKind::open_table> {};

struct step_word : word<Word::step> {};
struct marginal_word : word<Word::marginal> {};
struct whole_word : word<Word::whole> {};
struct linear_word : word<Word::linear> {};
struct match_word : word<Word::match> {};
struct matrix_word : word<Word::matrix> {};

struct head_end : at<gap, sor<one<':', '|'>>> {};
struct otherwise_head : word<Word::otherwise> {};
struct below_all : seq<word<Word::below_end>, head_end> {};
struct above_all : seq<word<Word::above_end>, head_end> {};
struct band_edge : seq<amount> {};
struct below_head : seq<word<Word::below_edge>, need<band_edge>> {};
struct up_to_head : seq<word<Word::up_to>, need<band_edge>> {};
struct head_key : seq<amount> {};
struct keys_head : seq<list_begin, head_key, star<gap, comma, need<head_key>>> {};
struct head : sor<otherwise_head, below_all, above_all, below_head, up_to_head, keys_head> {};

struct cell_end : at<gap, sor<eof, one<'\n', ';', '}', '|'>>> {};
struct error_cell : seq<word<Word::error_cell>, cell_end> {};
struct flat_cell : seq<word<Word::flat>, cell_end> {};
struct extended_cell : seq<word<Word::extended>, cell_end> {};
struct value_cell : seq<expression> {};
struct cell : sor<error_cell, flat_cell, extended_cell, value_cell> {};

struct table_row : seq<head, need<colon>, need<cell>> {};
struct table_rows : rows<RowKind::table_row, open_table, table_row, table_stop> {};
struct table_by : seq<word<Word::by_table>, need<name>> {};
struct table_by_or_rows : sor<table_by, table_rows> {};
struct key : seq<amount> {};
struct table_mode : sor<step_word, marginal_word, whole_word, linear_word, match_word> {};
struct plain_table : seq<table_mode, need<key>, need<table_by_or_rows>> {};

struct column_head : seq<head> {};
struct columns : seq<bar, gap, listed<column_head, bar>> {};
struct matrix_cells : seq<head, need<bar>, gap, listed<cell, bar>> {};
struct matrix_row : sor<columns, matrix_cells> {};
struct matrix_rows : rows<RowKind::matrix_row, open_table, matrix_row, table_stop> {};
struct second_key : seq<amount> {};
struct matrix : seq<matrix_word, need<key>, need<comma>, need<second_key>, need<matrix_rows>> {};
struct table_expression : sor<plain_table, matrix> {};

// ---------------------------------------------------------------- parts of statements

struct form : seq<name> {};
struct forms_open : sign<"(", TokenKind::open_round> {};
struct forms : in_round<seq<forms_open, gap, listed<form, comma>, need<close_round>>> {};
struct declared_name : seq<name> {};
struct blank : sor<one<' ', '\t'>, tao::pegtl::utf8::one<0xA0, 0x202F>> {};
// `план (плана, плану)`
struct declared : seq<declared_name, opt<at<blank>, gap, forms>> {};

struct label : seq<text> {};
struct money_type : seq<word<Word::money>, maybe<currency_code>> {};
struct number_type : word<Word::number> {};
struct percent_type : word<Word::percent> {};
struct date_type : word<Word::date> {};
struct month_type : word<Word::month> {};
struct text_type : word<Word::text> {};
struct yes_no_type : word<Word::yes_no> {};
struct type : sor<money_type, number_type, percent_type, date_type, month_type, text_type, yes_no_type> {};

// guard = "if" expression [ "otherwise" expression ]
struct guard_otherwise : sor<seq<gap, word<Word::otherwise>, need<expression>>, absent> {};
struct guard : seq<word<Word::condition>, need<expression>, guard_otherwise> {};
struct bare_otherwise : word<Word::otherwise> {};
// line = expression [ label ] [ guard | "otherwise" ]
struct line : seq<expression, maybe<label>, maybe<sor<guard, bare_otherwise>>> {};

// ---------------------------------------------------------------- headers

struct based_on : seq<word<Word::based_on>, need<text>> {};
struct title : seq<text> {};
struct scheme_name : seq<name> {};
struct scheme : seq<opener<Word::scheme>, need<scheme_name>, maybe<title>, maybe<based_on>> {};
struct use : seq<opener<Word::use>, need<text>> {};
struct currency : seq<opener<Word::currency>, need<currency_code>> {};
struct to_word : word<Word::to> {};
struct step_size : seq<figure> {};
struct rounding : seq<opener<Word::rounding>, need<mode>, need<to_word>, need<step_size>> {};
struct every_day : word<Word::every_day> {};
struct every_week : word<Word::every_week> {};
struct every_month : word<Word::every_month> {};
struct every_quarter : word<Word::every_quarter> {};
struct every_year : word<Word::every_year> {};
struct period_word : sor<every_day, every_week, every_month, every_quarter, every_year> {};
struct period : seq<opener<Word::period>, need<period_word>> {};
struct month_number : seq<small_number> {};
struct year_starts : seq<opener<Word::year_starts>, need<month_number>> {};
struct outer_level : seq<word<Word::in_level>, need<name>> {};
struct level : seq<opener<Word::level>, need<declared>, maybe<outer_level>> {};

// reference = "reference" name "by" key { "," key } [ label ] "{" { name { "," name } ":" type } "}"
struct key_up_to : seq<word<Word::up_to>, at<gap, name>> {};
struct key_below : seq<word<Word::below_edge>, at<gap, name>> {};
struct key_from : seq<word<Word::from>, at<gap, name>> {};
struct key_match : sor<key_up_to, key_below, key_from> {};
struct reference_key : seq<opt<key_match, gap>, name> {};
struct reference_by : word<Word::reference_by> {};
struct reference_fields : seq<listed<declared, comma>, need<colon>, need<type>> {};
struct reference_row : seq<at<name>, reference_fields> {};
struct open_reference : sign<"{", TokenKind::open_row> {};
struct reference_rows : rows<RowKind::field, open_reference, reference_row, table_stop> {};
struct reference : seq<opener<Word::reference>, need<declared>, need<reference_by>, gap,
                       listed<reference_key, comma>, maybe<label>, need<reference_rows>> {};

// ---------------------------------------------------------------- rules

// param = "param" name [ ":" type ] "=" dated { "," dated } [ label ]
struct in_force_from : seq<word<Word::from>, need<date_or_month>> {};
struct dated : seq<expression, maybe<in_force_from>> {};
struct of_type : seq<colon, need<type>> {};
struct param : seq<opener<Word::param>, need<declared>, maybe<of_type>, need<equals>, gap,
                   listed<dated, comma>, maybe<label>> {};

// input = [ "lever" ] "input" name { "," name } ":" type { clause } [ label ]
struct lever : opener<Word::lever> {};
struct input_word : word<Word::input> {};
struct input_head : sor<seq<lever, need<input_word>>, opener<Word::input>> {};
struct by_day : word<Word::by_day> {};
struct low : seq<product> {};
struct high : seq<product> {};
struct in_range : seq<word<Word::in_range>, gap, opt<not_at<dots>, must<low>, gap>, must<dots>,
                      maybe<not_at<one<'"'>>, high>> {};
struct is_signed : word<Word::signed_by> {};
struct input_default : seq<word<Word::default_input>, need<expression>> {};
struct input_clause : sor<by_day, in_range, is_signed, input_default> {};
struct input_colon : seq<colon> {};
struct input : seq<input_head, gap, listed<declared, comma>, need<input_colon>, need<type>,
                   star<gap, input_clause>, maybe<label>> {};

// field = [ "lever" ] name { "," name } ":" type { clause } [ label ]: a column of records, where no `=`
// follows the type
struct field_name : seq<name, opt<gap, forms>> {};
struct field_begins : at<seq<opt<opener<Word::lever>, gap>, field_name, star<gap, one<','>, gap, field_name>,
                             gap, one<':'>, not_at<gap, type, gap, equals>>> {};
struct field : seq<field_begins, opt<lever, gap>, listed<declared, comma>, need<input_colon>, need<type>,
                   star<gap, input_clause>, maybe<label>> {};

// pay = "pay" [ name "=" ] expression { label | each } [ guard ]
struct pay_name : seq<at<name, opt<at<blank>, gap, forms>, gap, equals>, declared, gap, equals, gap> {};
struct each_month : word<Word::each_month> {};
struct each_quarter : word<Word::each_quarter> {};
struct each_year : word<Word::each_year> {};
struct pay_line : seq<expression, star<gap, sor<label, each_month, each_quarter, each_year>>, maybe<guard>> {
};
struct pay : seq<opener<Word::pay>, gap, opt<pay_name>, must<pay_line>> {};

// split = "split" simple "into" part { "," part } ; part = name [ figure ]
struct portion : seq<at<digit>, figure> {};
struct part : seq<declared, maybe<portion>> {};
struct into : word<Word::into> {};
struct split : seq<opener<Word::split>, need<name_or_bracket>, need<into>, gap, listed<part, comma>> {};

// promise = "promise" ( "nobody loses against" text | expression [ "never falls as" name "rises" ] ) [ "if"
// expression ]
struct nobody_loses : seq<word<Word::nobody_loses>, need<text>> {};
struct rising : seq<name> {};
struct rises : word<Word::rises> {};
struct never_falls : sor<seq<spelled<Word::never_falls_as, Language::english>, need<rising>, need<rises>>,
                         seq<spelled<Word::never_falls_as, Language::russian>, need<rising>>> {};
struct claim : seq<expression, maybe<never_falls>> {};
struct promise_condition : seq<word<Word::condition>, need<expression>> {};
struct promise : seq<opener<Word::promise>, then<sor<nobody_loses, must<claim>>>, maybe<promise_condition>> {
};

// share = "share" expression "among" name "as" name [ label ] "{" { clause } "}"
struct among : word<Word::among> {};
struct share_as : word<Word::share_as> {};
struct share_level : seq<name> {};
struct share_name : seq<declared> {};
// clause = ( "where" expression | "each" ) ":" expression [ "together" ] [ "if none to rest" ] [ label ]
struct clause_rows : seq<expression> {};
struct clause_where : seq<word<Word::where>, need<clause_rows>> {};
struct clause_each : word<Word::each_row> {};
struct clause_amount : seq<expression> {};
struct together : word<Word::together> {};
struct none_to_rest : word<Word::none_to_rest> {};
struct claim_clause : seq<sor<clause_where, clause_each>, need<colon>, need<clause_amount>, maybe<together>,
                          maybe<none_to_rest>, maybe<label>> {};
//        | "rest equally" [ "where" expression ] | "rest by" expression [ "where" expression ]
struct rest_equally : word<Word::rest_equally> {};
struct rest_weight : seq<expression> {};
struct rest_by : seq<word<Word::rest_by>, need<rest_weight>> {};
struct rest_clause : seq<sor<rest_equally, rest_by>, maybe<clause_where>> {};
//        | "remainder to" expression | "nobody below 0"
struct remainder_clause : seq<word<Word::remainder_to>, need<clause_rows>> {};
struct nobody_clause : word<Word::nobody_below_zero> {};
struct clause : sor<claim_clause, rest_clause, remainder_clause, nobody_clause> {};
struct open_share : sign<"{", TokenKind::open_table> {};
struct share_rows : rows<RowKind::clause, open_share, clause, table_stop> {};
struct share : seq<opener<Word::share>, need<expression>, need<among>, need<share_level>, need<share_as>,
                   need<share_name>, maybe<label>, need<share_rows>> {};

// lots = "lots" name [ "usable for" digits duration ] [ label ] "{" "add" expression ; "take" expression "}"
struct count_days : word<Word::count_days> {};
struct count_weeks : word<Word::count_weeks> {};
struct count_months : word<Word::count_months> {};
struct count_quarters : word<Word::count_quarters> {};
struct count_years : word<Word::count_years> {};
struct duration : sor<count_days, count_weeks, count_months, count_quarters, count_years> {};
struct duration_count : seq<small_number> {};
struct usable_for : seq<word<Word::usable_for>, need<duration_count>, need<duration>> {};
struct lots_add : seq<word<Word::lots_add>, need<expression>> {};
struct lots_take : seq<word<Word::lots_take>, need<expression>> {};
struct lots_row : sor<lots_add, lots_take> {};
struct open_lots : sign<"{", TokenKind::open_row> {};
struct lots_rows : rows<RowKind::lots_row, open_lots, lots_row, table_stop> {};
struct lots : seq<opener<Word::lots>, need<declared>, maybe<usable_for>, maybe<label>, need<lots_rows>> {};

// function = "define" name ~ "(" name ":" type { "," name ":" type } ")" "=" line
struct open_parameters : sign<"(", TokenKind::open_call> {};
struct parameter : seq<name, need<colon>, need<type>> {};
struct parameters : in_round<seq<must<open_parameters>, gap, listed<parameter, comma>, need<close_round>>> {};
struct function : seq<opener<Word::define>, need<declared_name>, parameters, need<equals>, need<line>> {};

struct named_table : seq<opener<Word::table>, need<declared>, need<table_rows>> {};

// ---------------------------------------------------------------- statements that begin with a name

struct statement;

// definition = name [ ":" type ] "=" line { newline "=" line }
struct alternative : seq<new_lines, equals, need<line>> {};
struct definition : seq<sor<equals, seq<of_type, need<equals>>>, need<line>, star<alternative>> {};
struct gate : seq<word<Word::condition>, need<expression>> {};
struct open_block : sign<"{", TokenKind::open_block> {};
struct block : rows<RowKind::statement, open_block, statement, outer_statement> {};
struct block_or_definition : sor<definition, gate, block> {};
struct named : seq<declared, need<block_or_definition>> {};

struct replaceable : sor<param, named_table, share, pay, function, named> {};
struct replace : seq<opener<Word::replace>, need<replaceable>> {};

// solve = "solve" "{" { definition } "}"
struct solved : seq<declared, need<definition>> {};
struct open_solve : sign<"{", TokenKind::open_row> {};
struct solve_rows : rows<RowKind::statement, open_solve, solved, outer_statement> {};
struct solve : seq<opener<Word::solve>, need<solve_rows>> {};

// records = "records" name "for" name [ "in order of" name { "," name } ] "{" { field | statement } "}"
struct records_for : word<Word::records_for> {};
struct records_level : seq<name> {};
struct order_field : seq<name> {};
struct in_order_of : seq<word<Word::in_order_of>, gap, listed<order_field, comma>> {};
struct records_row : sor<field, statement> {};
struct open_records : sign<"{", TokenKind::open_block> {};
struct records_rows : rows<RowKind::statement, open_records, records_row, outer_statement> {};
struct records : seq<opener<Word::records>, need<declared>, need<records_for>, need<records_level>,
                     maybe<in_order_of>, need<records_rows>> {};

// ---------------------------------------------------------------- examples

// time = "month" month | "months" month ".." month, and so with days, weeks, quarters and years
struct example_day : seq<date> {};
struct example_week : seq<week> {};
struct example_month : seq<month> {};
struct example_quarter : seq<quarter> {};
struct example_year : seq<calendar_year> {};
template <Word w, class When>
struct one_time : seq<opener<w>, need<When>> {};
template <Word w, class When>
struct several_times : seq<opener<w>, need<When>, need<dots>, need<When>> {};
struct day_time : sor<one_time<Word::one_day, example_day>, several_times<Word::several_days, example_day>> {
};
struct week_time
    : sor<one_time<Word::one_week, example_week>, several_times<Word::several_weeks, example_week>> {};
struct month_time
    : sor<one_time<Word::one_month, example_month>, several_times<Word::several_months, example_month>> {};
struct quarter_time : sor<one_time<Word::one_quarter, example_quarter>,
                          several_times<Word::several_quarters, example_quarter>> {};
struct year_time
    : sor<one_time<Word::one_year, example_year>, several_times<Word::several_years, example_year>> {};
struct example_time : sor<day_time, week_time, month_time, quarter_time, year_time> {};
// A `-` that is no sign of a value: nothing of its cell stands behind it, `- by "Director"`.
struct signature : seq<word<Word::signed_who>, gap, one<'"'>> {};
struct blank_cell : seq<minus_sign, at<gap, sor<row_end, one<'|'>, signature>>> {};
struct value : sor<blank_cell, expression> {};
struct values : seq<list_begin, gap, listed<value, bar>> {};
struct set_day : seq<at_sign, must<day>> {};

// expect = "expect" ( "error" [ text ] | "promise broken" | name [ ~ "." ~ name ] [ ~ "@" ~ day ] ( "=" |
// "about" ) value {
// "|" value } )
struct expect_text : seq<text> {};
struct expect_error : seq<opener<Word::expect_error>, maybe<expect_text>> {};
struct expect_promise_broken : word<Word::promise_broken> {};
struct expected_name : seq<value_name> {};
struct expected_member : seq<point, must<value_name>> {};
struct about : word<Word::about> {};
struct expected_sign : sor<equals, about> {};
struct expected_value
    : seq<must<expected_name>, opt<expected_member>, opt<set_day>, need<expected_sign>, values> {};
struct expect : seq<opener<Word::expect>, gap, sor<expect_error, expect_promise_broken, expected_value>> {};

struct example_line;
struct line_name : seq<value_name> {};
struct why : seq<word<Word::because>, need<text>> {};
struct who : seq<word<Word::signed_who>, need<text>> {};
struct set : seq<opt<set_day>, gap, equals, values, opt<gap, who, maybe<why>>> {};
// row = name [ key { "," key } ] "{" { line } "}" { expect } ; key = text | date | number | "-"
struct blank_key : seq<negative_sign, at<gap, one<',', '{'>>> {};
struct text_key : seq<text_value> {};
struct row_key
    : sor<text_key, seq<at<digit>, sor<date_value, month_value, figure>>, yes_value, no_value, blank_key> {};
struct row_keys : seq<row_key, star<gap, sor<seq<comma, need<row_key>>, text_key>>> {};
struct open_row : sign<"{", TokenKind::open_row> {};
struct row_lines : rows<RowKind::example_line, open_row, example_line, rule_statement> {};
struct row : seq<gap, list_begin, opt<row_keys, gap>, row_lines, star<gap, expect>> {};
struct line_rest : sor<set, row> {};
struct named_line : seq<line_name, must<line_rest>> {};
// employed = "employed from" date [ "to" date ] | "employed to" date
struct first_day : seq<date> {};
struct last_day : seq<date> {};
struct employed_from
    : seq<opener<Word::employed_from>, need<first_day>, opt<gap, word<Word::until_month>, need<last_day>>> {};
struct employed_to : seq<opener<Word::employed_to>, need<last_day>> {};
struct employed : sor<employed_from, employed_to> {};
struct example_line : sor<example_time, expect, employed, named_line> {};
struct open_example : sign<"{", TokenKind::open_block> {};
struct example_lines : rows<RowKind::example_line, open_example, example_line, rule_statement> {};
struct example_title : seq<text> {};
struct example : seq<opener<Word::example>, maybe<example_title>, need<example_lines>> {};

// ---------------------------------------------------------------- the file

struct statement
    : sor<pay, input, param, split, share, solve, lots, promise, function, named_table, scheme, use, currency,
          rounding, period, year_starts, level, records, reference, example, replace, named> {};
struct byte_order_mark : tao::pegtl::utf8::bom {};
struct file
    : seq<opt<byte_order_mark>, separators,
          star<not_at<eof>, guarded<RowKind::statement, seq<must<statement>, need<row_end>>>, separators>> {};

}  // namespace accrue::grammar

// ---------------------------------------------------------------- for `analyze`

namespace tao::pegtl {

template <typename Name, accrue::grammar::Word w>
struct analyze_traits<Name, accrue::grammar::word<w>> : analyze_any_traits<> {};
template <typename Name, accrue::grammar::Word w, accrue::Language l>
struct analyze_traits<Name, accrue::grammar::spelled<w, l>> : analyze_any_traits<> {};
template <typename Name, accrue::grammar::Literal text, accrue::grammar::TokenKind kind>
struct analyze_traits<Name, accrue::grammar::sign<text, kind>> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, accrue::grammar::gap> : analyze_opt_traits<> {};
template <typename Name>
struct analyze_traits<Name, accrue::grammar::separators> : analyze_opt_traits<> {};
template <typename Name>
struct analyze_traits<Name, accrue::grammar::outdented> : analyze_opt_traits<> {};
template <typename Name>
struct analyze_traits<Name, accrue::grammar::row_end> : analyze_opt_traits<> {};
template <typename Name>
struct analyze_traits<Name, accrue::grammar::missing_brace> : analyze_opt_traits<> {};
template <typename Name>
struct analyze_traits<Name, accrue::grammar::new_lines> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, accrue::grammar::letter> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, accrue::grammar::name> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, accrue::grammar::pay_total> : analyze_any_traits<> {};
template <typename Name, accrue::grammar::TokenKind kind, typename R>
struct analyze_traits<Name, accrue::grammar::token<kind, R>> : analyze_traits<Name, typename R::rule_t> {};
template <typename Name, typename R>
struct analyze_traits<Name, accrue::grammar::deeper<R>> : analyze_seq_traits<R> {};
template <typename Name, typename R>
struct analyze_traits<Name, accrue::grammar::in_round<R>> : analyze_seq_traits<R> {};
template <typename Name, typename R>
struct analyze_traits<Name, accrue::grammar::in_braces<R>> : analyze_seq_traits<R> {};
template <typename Name, accrue::grammar::RowKind kind, typename R>
struct analyze_traits<Name, accrue::grammar::guarded<kind, R>> : analyze_seq_traits<R> {};

}  // namespace tao::pegtl
