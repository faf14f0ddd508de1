// Statements that begin or go on in a way that no statement does.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "base/messages/language.hpp"
#include "base/messages/meaning.hpp"
#include "base/text.hpp"
#include "number/calendar.hpp"
#include "syntax/foreign_names.hpp"
#include "syntax/found.hpp"

namespace accrue::syntax {

using grammar::Phrase;
using grammar::Wanted;
using grammar::Word;

namespace {

// Where the nearest row above begins that does not begin with `=`, comments aside.
std::optional<std::size_t> row_above(const Found& f) {
    constexpr int most_rows = 50;
    auto line = f.line_begin;
    for (int rows = 0; line != 0 && rows != most_rows; ++rows) {
        line = f.text.substr(0, line - 1).rfind('\n') + 1;
        const auto row = after_blanks(f.text, line);
        if (std::string_view("\n#=").find(f.text[row]) == std::string_view::npos) return row;
    }
    return std::nullopt;
}

// `pay a if c`, `= b`: alternatives belong to a name, which is paid on a line of its own.
Mistake alternative_of_pay(const Found& f) {
    const auto row = row_above(f);
    const auto pay = row ? phrase_at(f.text, *row, Word::pay) : 0;
    if (pay == 0) return std::nullopt;
    const auto value = after_blanks(f.text, *row + pay);
    const auto paid = trimmed(f.text.substr(value, end_of_row(f.text, value) - value));
    const auto name = grammar::identifier_length(paid.data(), paid.data() + paid.size());
    const bool is_named = name != 0 && paid.substr(after_blanks(paid, name)).starts_with('=');
    const auto language = language_of(f.text.substr(*row));
    const std::string given(is_named                        ? paid.substr(0, name)
                            : language == Language::russian ? "премия"
                                                            : "bonus");
    auto mistake = here(f, kind::alternative_of_pay, {spelled(Word::pay, language)});
    mistake.notes.push_back({kind::hint_pay_alternatives,
                             {is_named ? std::string(paid) : fmt::format("{} = {}", given, paid),
                              fmt::format("{} {}", spelled(Word::pay, language), given)}});
    return mistake;
}

}  // namespace

Mistake leading_equals(const Found& f) {
    if (f.place.wanted != Wanted::statement || !f.word.starts_with('=')) return std::nullopt;
    if (auto mistake = alternative_of_pay(f)) return mistake;
    if (const auto further = further_case(f.text, f.line_begin, f.row()); further && f.word != "=")  // `==`
        return with_hint(here(f, kind::statement_unknown, {f.found()}), *further);
    std::size_t value = after_blanks(f.text, f.here.end());
    if (value < f.row_end && f.text[value] == '+') value = after_blanks(f.text, value + 1);
    // a spreadsheet parts arguments by `;`, which ends a row here: the whole line is one formula
    const auto end = std::max(std::min(f.text.find('\n', value), f.text.size()), value);
    const auto formula = trimmed(f.text.substr(value, end - value));
    const bool is_russian = !formula.empty() && language_of(formula) == Language::russian;
    return with_hint(here(f, kind::leading_equals),
                     fmt::format("{} = {}", is_russian ? "имя" : "name", formula));
}

// A row that only goes on with the line before: after `;`, or with `otherwise` on a line of its own.
Mistake goes_on(const Found& f) {
    if (f.place.wanted != Wanted::statement) return std::nullopt;
    for (const Word word : {Word::condition, Word::both, Word::either, Word::otherwise, Word::default_value,
                            Word::capped_at, Word::never_below, Word::rounded, Word::above, Word::of}) {
        const std::size_t n = phrase_at(f.text, f.here.begin, word);
        if (n == 0) continue;
        const Span words = widened(f.here, n);
        auto mistake = at(kind::line_after_semicolon, words, {std::string(f.text.substr(words.begin, n))});
        const auto further =
            word == Word::otherwise ? further_case(f.text, f.line_begin, f.row()) : std::nullopt;
        return further ? with_hint(std::move(mistake), *further) : mistake;
    }
    return std::nullopt;
}

Mistake closes_nothing(const Found& f) {
    if (!is_one_of(f.word, {")", "]", "}"}) || f.place.bracket) return std::nullopt;
    if (f.place.wanted != Wanted::statement && f.place.wanted != Wanted::end_of_statement)
        return std::nullopt;
    return here(f, kind::closes_nothing, {std::string(f.word)});
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
    return with_hint(at(kind::closest_keyword, first, {fmt::format("`{}`", word), *closest_word}),
                     f.row_with(first, *closest_word));
}

namespace {

// `plan of quarter` as a name: the row with `plan_of_quarter` in its place; nothing where it is no mere
// words.
std::optional<std::string> one_word(const Found& f, std::size_t begin, std::size_t end) {
    const auto written = trimmed(f.text.substr(begin, end - begin));
    std::string name;
    std::size_t words = 0;
    for (std::size_t at = 0; at < written.size(); ++words) {
        const auto length = grammar::identifier_length(written.data() + at, written.data() + written.size());
        if (length == 0) return std::nullopt;
        name += (words == 0 ? "" : "_") + std::string(written.substr(at, length));
        at = after_blanks(written, at + length);
    }
    if (words < 2 || words > 5) return std::nullopt;
    return f.row_with({begin, static_cast<std::uint32_t>(written.size()), f.place.source}, name);
}

}  // namespace

// `attainment of plan = x / plan`
Mistake name_of_words(const Found& f) {
    if (f.place.wanted != Wanted::block_or_definition || f.word.empty()) return std::nullopt;
    const auto equals = std::min(f.text.find_first_of("=\n#(", f.here.begin), f.row_end);
    if (equals >= f.row_end || f.text[equals] != '=' || is_one_of(f.text.substr(equals, 2), {"=="}))
        return std::nullopt;
    for (const Phrase& p : grammar::phrases)
        if (p.place == grammar::Place::statement && phrase_at(f.text, f.row_begin, p.word) != 0)
            return std::nullopt;
    if (is_one_of(folded(f.first_word()), {"let", "set", "var", "пусть"})) return std::nullopt;
    const auto hint = one_word(f, f.row_begin, equals);
    if (!hint) return std::nullopt;
    return with_hint(here(f, kind::name_alone, {std::string(f.word_before()), f.found()}), *hint);
}

namespace {

// The bytes of the type that begins at the place, or 0.
std::size_t type_at(std::string_view text, std::size_t place) {
    for (const Phrase& p : grammar::phrases) {
        if (p.place != grammar::Place::type) continue;
        if (const std::size_t n = phrase_at(text, place, p.word)) return n;
    }
    return 0;
}

}  // namespace

// `input x = money`, `input x money`, `input money x`
Mistake input_mistake(const Found& f) {
    const bool is_input =
        phrase_at(f.text, f.row_begin, Word::input) || phrase_at(f.text, f.row_begin, Word::lever);
    if (!is_input || f.place.wanted != Wanted::colon) return std::nullopt;
    Diagnostic mistake = here(f, kind::colon_wanted, {f.found()});
    if (f.word == "=") return with_hint(std::move(mistake), f.row_with_here(":"));
    if (f.word.starts_with('@')) {  // a column by day is one of the input itself
        const auto language = language_of(f.text.substr(f.row_begin));
        return with_hint(
            std::move(mistake),
            fmt::format("{} {} : {} {}", spelled(Word::input, language), f.name_before(f.here.begin),
                        spelled(Word::money, language), spelled(Word::by_day, language)));
    }
    if (type_at(f.text, f.here.begin))
        return with_hint(std::move(mistake), f.row_with_here(": " + std::string(f.word)));
    const std::size_t opener =
        std::max(phrase_at(f.text, f.row_begin, Word::input), phrase_at(f.text, f.row_begin, Word::lever));
    const std::size_t name = after_blanks(f.text, f.row_begin + opener);
    const std::size_t colon = std::min(f.text.find_first_of(":\n#", name), f.row_end);
    if (colon < f.row_end && f.text[colon] == ':')
        if (auto hint = one_word(f, name, colon)) return with_hint(std::move(mistake), *hint);
    if (const std::size_t n = type_at(f.text, name); n != 0 && !f.word.empty()) {
        const Span both{name, static_cast<std::uint32_t>(f.here.end() - name), f.here.source};
        return with_hint(std::move(mistake),
                         f.row_with(both, fmt::format("{} : {}", f.word, f.text.substr(name, n))));
    }
    return mistake;
}

// What a function and a `pay` line come to follows from their value, `define f(a : money) : money = a`; the
// type of a param stands behind `:`, `param r percent = 5%`.
Mistake type_of_value(const Found& f) {
    const bool is_param = phrase_at(f.text, f.row_begin, Word::param) != 0;
    const bool is_pay = phrase_at(f.text, f.row_begin, Word::pay) != 0;
    const auto wanted = is_pay ? Wanted::end_of_statement : Wanted::equals;
    if (f.place.wanted != wanted) return std::nullopt;
    const bool is_behind_sign = !is_param && is_one_of(f.word, {":", "->"});
    const auto type = is_behind_sign ? after_blanks(f.text, f.here.end()) : f.here.begin;
    const auto length = type_at(f.text, type);
    auto value = after_blanks(f.text, type + length);
    const bool has_equals = value < f.row_end && f.text[value] == '=';
    if (length == 0 || (is_pay && !has_equals)) return std::nullopt;
    if (has_equals) ++value;
    auto mistake = here(f, is_pay ? kind::left_over : kind::equals_wanted, {f.found()});
    const auto written = trimmed(f.text.substr(value, std::max(f.row_end, value) - value));
    if (written.empty() || written.starts_with('{')) return mistake;
    const auto before = trimmed(f.text.substr(f.line_begin, f.here.begin - f.line_begin));
    const auto said = is_param ? fmt::format(" : {}", f.text.substr(type, length)) : "";
    return with_hint(std::move(mistake), fmt::format("{}{} = {}", before, said, written));
}

namespace {

// Where the `if` of the statement stands on the line of the stop.
std::optional<std::size_t> condition_before(const Found& f) {
    for (std::size_t at = f.line_begin; at < f.here.begin; ++at) {
        const bool begins_word = at == f.line_begin || f.text[at - 1] == ' ' || f.text[at - 1] == ')';
        if (begins_word && phrase_at(f.text, at, Word::condition)) return at;
    }
    return std::nullopt;
}

}  // namespace

Mistake label_after_condition(const Found& f) {
    if (f.place.wanted != Wanted::end_of_statement || !f.word.starts_with('"') || f.word.size() < 2)
        return std::nullopt;
    const auto condition = condition_before(f);
    if (!condition) return std::nullopt;
    const std::string_view before = trimmed(f.text.substr(f.line_begin, *condition - f.line_begin));
    const bool can_carry =
        phrase_at(f.text, f.row_begin, Word::pay) || before.find('=') != std::string_view::npos;
    if (!can_carry) return std::nullopt;
    const std::string_view behind =
        f.text.substr(f.here.end(), f.row_end - std::min<std::size_t>(f.row_end, f.here.end()));
    const std::string_view condition_text = trimmed(f.text.substr(*condition, f.here.begin - *condition));
    return with_hint(here(f, kind::label_after_condition),
                     std::string(trimmed(fmt::format("{} {} {}{}", before, f.word, condition_text, behind))));
}

namespace {

struct OtherOpener {
    std::string_view written;
    Word meant;
};
constexpr OtherOpener other_openers[] = {
    {"column", Word::input},    {"field", Word::input},        {"вход", Word::input},
    {"ввод", Word::input},      {"показатель", Word::input},   {"поле", Word::input},
    {"столбец", Word::input},   {"parameter", Word::param},    {"const", Word::param},
    {"constant", Word::param},  {"константа", Word::param},    {"payout", Word::pay},
    {"выплата", Word::pay},     {"выплатить", Word::pay},      {"платить", Word::pay},
    {"начислить", Word::pay},   {"distribute", Word::share},   {"доля", Word::share},
    {"поделить", Word::share},  {"распределить", Word::share}, {"разделить", Word::split},
    {"assert", Word::promise},  {"guarantee", Word::promise},  {"обещание", Word::promise},
    {"import", Word::use},      {"include", Word::use},        {"подключить", Word::use},
    {"function", Word::define}, {"def", Word::define},         {"определить", Word::define},
    {"test", Word::example},    {"тест", Word::example},
};

}  // namespace

// `column x : money`, `платить x`
Mistake other_opener(const Found& f) {
    if (f.place.wanted != Wanted::block_or_definition) return std::nullopt;
    const Span first = token_at(f.text, f.row_begin, f.place.source);
    const auto* opener = std::ranges::find(other_openers, f.first_word(), &OtherOpener::written);
    if (opener == std::end(other_openers)) return std::nullopt;
    const auto has = [&](std::string_view word) { return f.row().find(word) != std::string_view::npos; };
    const bool is_among = has(" между ") || has(" среди ") || has(" на уровне ");
    const auto word = opener->meant == Word::split && is_among ? Word::share : opener->meant;
    const auto meant = spelled(word, language_of(opener->written));
    return with_hint(at(kind::word_wanted, first, {meant, fmt::format("`{}`", opener->written)}),
                     f.row_with(first, meant));
}

namespace {

bool stands_for_equals(std::string_view word) {
    return is_one_of(word, {"is", "equals", "равен", "равна", "равно", "это", "составляет", "—", "–", "-"});
}

}  // namespace

// `bonus is 5% of sales`
Mistake equals_in_words(const Found& f) {
    if (f.place.wanted != Wanted::block_or_definition || !stands_for_equals(f.word)) return std::nullopt;
    return with_hint(here(f, kind::equals_wanted, {f.found()}), f.row_with_here("="));
}

namespace {

constexpr Word aggregates[] = {Word::sum_of, Word::average_of, Word::max_of,
                               Word::min_of, Word::count_of,   Word::increase_of};

std::size_t phrase_of(const Found& f, std::size_t at, std::span<const Word> words) {
    for (const Word word : words) {
        if (const std::size_t n = phrase_at(f.text, at, word)) return n;
    }
    return 0;
}

}  // namespace

WordFound last_of(const Found& f, std::span<const Word> words) {
    WordFound found;
    for (std::size_t at = f.line_begin; at < f.here.begin; ++at) {
        const bool is_begin = at == f.line_begin || f.text[at - 1] == ' ' || f.text[at - 1] == '(';
        const std::size_t length = is_begin ? phrase_of(f, at, words) : 0;
        if (length != 0) found = {at, length};
    }
    return found;
}

// `sum of n + m over year` sums n, and `m over year` is nothing.
Mistake scope_after_expression(const Found& f) {
    const std::size_t n = phrase_of(f, f.here.begin, scopes);
    const auto operation = last_of(f, aggregates);
    if (n == 0 || !f.wants_end() || operation.length == 0) return std::nullopt;
    const std::size_t operand = after_blanks(f.text, operation.begin + operation.length);
    if (operand >= f.here.begin) return std::nullopt;
    const std::string_view written = trimmed(f.text.substr(operand, f.here.begin - operand));
    if (written.find_first_of("+-*/") == std::string_view::npos) return std::nullopt;
    const Span words = widened(f.here, n);
    const Span whole{operand, static_cast<std::uint32_t>(written.size()), f.here.source};
    return with_hint(at(kind::scope_after_expression, words, {std::string(f.text.substr(words.begin, n))}),
                     f.row_with(whole, fmt::format("({})", written)));
}

// `median of kpi over all`, `медиана балл`: no aggregate is called so.
Mistake unknown_aggregate(const Found& f) {
    if (!f.wants_end()) return std::nullopt;
    const auto of = last_of(f, std::array{Word::of});
    const bool has_rows = of.length != 0 && phrase_of(f, f.here.begin, scopes) != 0;
    const auto name = has_rows ? f.name_before(of.begin) : f.word_before();
    const auto hint = is_foreign_aggregate(name) ? hint_of_foreign_name(name) : std::nullopt;
    if (!hint) return std::nullopt;
    const Span place{static_cast<std::size_t>(name.data() - f.text.data()),
                     static_cast<std::uint32_t>(name.size()), f.here.source};
    auto mistake = at(kind::unknown_name, place, {std::string(name)});
    mistake.notes.push_back(*hint);
    return mistake;
}

// `rank of days over all where fit lowest first`
Mistake lowest_first_late(const Found& f) {
    const auto length = phrase_at(f.text, f.here.begin, Word::lowest_first);
    const auto where = last_of(f, std::array{Word::where});
    const auto rank = last_of(f, std::array{Word::rank_of});
    if (!f.wants_end() || length == 0 || rank.length == 0 || where.begin < rank.begin) return std::nullopt;
    const auto text = [&](std::size_t begin, std::size_t end) { return f.text.substr(begin, end - begin); };
    const Span words = widened(f.here, length);
    const auto condition = trimmed(text(where.begin, f.here.begin));
    const Span piece{where.begin, static_cast<std::uint32_t>(words.end() - where.begin), f.here.source};
    return with_hint(at(kind::lowest_first_late, words,
                        {std::string(text(words.begin, words.end())),
                         std::string(text(where.begin, where.begin + where.length))}),
                     f.row_with(piece, fmt::format("{} {}", text(words.begin, words.end()), condition)));
}

// `rank of sales in team`: the rows that are taken stand behind `over`.
Mistake scope_in_words(const Found& f) {
    static constexpr std::string_view others[] = {"in",     "within", "among", "inside", "per",
                                                  "across", "внутри", "среди", "в",      "из"};
    constexpr Word taking[] = {Word::sum_of, Word::average_of, Word::max_of,
                               Word::min_of, Word::count_of,   Word::rank_of};
    if (!f.wants_end() || std::ranges::find(others, f.word) == std::end(others)) return std::nullopt;
    if (last_of(f, taking).length == 0) return std::nullopt;
    const auto over = spelled(Word::over_level, language_of(f));
    return with_hint(here(f, kind::scope_in_words, {std::string(f.word), over}), f.row_with_here(over));
}

// `whole sales by attainment { … }`: rows of its own stand behind a key, a table's name behind `by`. The
// whole amount at a rate by something else is that rate of it.
Mistake rows_behind_name(const Found& f) {
    constexpr Word modes[] = {Word::step, Word::marginal, Word::whole, Word::linear, Word::match};
    constexpr Word by[] = {Word::by_table}, whole[] = {Word::whole};
    const auto mode = last_of(f, modes), joint = last_of(f, by);
    const auto key = f.word_before();
    if (f.word != "{" || !f.wants_end() || mode.length == 0 || joint.begin < mode.begin || key.empty())
        return std::nullopt;
    auto mistake = here(f, kind::rows_behind_name, {std::string(key)});
    if (phrase_of(f, mode.begin, whole) == 0) return mistake;
    const auto base =
        trimmed(f.text.substr(mode.begin + mode.length, joint.begin - mode.begin - mode.length));
    const auto language = language_of(f);
    return with_hint(std::move(mistake), fmt::format("{} {} {{ … }} {} {}", spelled(Word::step, language),
                                                     key, spelled(Word::of, language), base));
}

// `param x = 1% с 2026-01`: the word before the date is read as a name.
Mistake start_in_words(const Found& f) {
    const auto month = f.word.substr(0, std::min<std::size_t>(f.word.size(), 7));
    if (!f.wants_end() || phrase_at(f.text, f.row_begin, Word::param) == 0 || !parse_month(month))
        return std::nullopt;
    const auto word = f.word_before();
    if (!is_one_of(word, {"с", "со", "от", "since", "starting", "as", "on"})) return std::nullopt;
    const auto begin = static_cast<std::size_t>(word.data() - f.text.data());
    const Span words{begin, static_cast<std::uint32_t>(word.size()), f.here.source};
    const auto from = spelled(Word::from, language_of(word));
    return with_hint(at(kind::word_wanted, words, {from, fmt::format("`{}`", word)}),
                     f.row_with(words, from));
}

// `param x "label" = 40M` with the label behind the value.
std::optional<std::string> label_behind(const Found& f) {
    const auto end = std::min(f.text.find_first_of("\n{#", f.here.begin), f.text.size());
    const auto rest = trimmed(f.text.substr(f.here.begin, end - f.here.begin));
    const auto closing = rest.starts_with('"') ? rest.find('"', 1) : std::string_view::npos;
    if (closing == std::string_view::npos) return std::nullopt;
    const auto value = trimmed(rest.substr(closing + 1));
    if (!value.starts_with('=') || value.size() == 1 || value.find('"') != std::string_view::npos)
        return std::nullopt;
    const auto before = trimmed(f.text.substr(f.row_begin, f.here.begin - f.row_begin));
    return fmt::format("{} = {} {}", before, trimmed(value.substr(1)), rest.substr(0, closing + 1));
}

Mistake missing_sign(const Found& f) {
    // `param x 40M`
    if (f.place.wanted == Wanted::equals) {
        Diagnostic mistake = here(f, kind::equals_wanted, {f.found()});
        if (const auto line = label_behind(f)) return with_hint(std::move(mistake), *line);
        if (f.word.empty()) return mistake;
        const auto with_word = f.row_with_here("= " + std::string(f.word));
        if (f.glued_before() == '=') return with_hint(std::move(mistake), f.row_with_here(""));  // `=>`
        if (!stands_for_equals(f.word) && f.word != ":") return with_hint(std::move(mistake), with_word);
        const bool is_apart = f.text.substr(f.here.end()).starts_with(' ');
        const auto without = f.row_with_here(is_apart ? "=" : "= ");
        if (f.word != "-" || is_apart) return with_hint(std::move(mistake), without);
        mistake.notes.push_back({kind::hint_two_readings, {without, with_word}});  // `param x -1%`
        return mistake;
    }
    // `x : 40M`
    if (f.place.wanted == Wanted::type && f.before() == ':' && !f.word.empty()) {
        const std::size_t colon = before_blanks(f.text, f.here.begin, f.row_begin) - 1;
        Diagnostic mistake = here(f, kind::type_wanted, {f.found()});
        const bool is_value = grammar::is_digit(f.word[0]) || f.word[0] == '(';
        if (!is_value || phrase_at(f.text, f.row_begin, Word::input)) return mistake;
        const bool is_glued = colon > f.row_begin && f.text[colon - 1] != ' ';
        return with_hint(std::move(mistake), f.row_with({colon, 1, f.here.source}, is_glued ? " =" : "="));
    }
    // `split a to b`
    if (f.place.wanted == Wanted::into && is_one_of(f.word, {"to", "in", "on", "до", "в", "по"})) {
        const auto into = spelled(Word::into, language_of(f));
        return with_hint(here(f, kind::word_wanted, {into, f.found()}), f.row_with_here(into));
    }
    return std::nullopt;
}

}  // namespace accrue::syntax
