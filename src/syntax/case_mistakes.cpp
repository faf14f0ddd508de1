// Several cases of one amount, written in another way than a line `= value if condition` for each.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "base/messages/language.hpp"
#include "base/text.hpp"
#include "syntax/found.hpp"

namespace accrue::syntax {

using grammar::Wanted;
using grammar::Word;

namespace {

// Where the word stands in the row.
std::optional<std::size_t> place_of(std::string_view row, Word word) {
    for (std::size_t at = 0; at < row.size(); ++at) {
        const bool begins_word = at == 0 || row[at - 1] == ' ' || row[at - 1] == ')';
        if (begins_word && phrase_at(row, at, word) != 0) return at;
    }
    return std::nullopt;
}

bool begins_with(std::string_view row, std::initializer_list<Word> words) {
    return std::ranges::any_of(words, [&](Word word) { return phrase_at(row, 0, word) != 0; });
}

// `| 3%`, `== 3%` without the sign.
std::string_view without_sign(std::string_view row) {
    row = trimmed(row);
    const auto value = std::min(row.find_first_not_of("=:|,>"), row.size());
    return trimmed(row.substr(value));
}

bool is_else(std::string_view word) {
    return is_one_of(word, {"else", "elif", "elseif", "elsif"});
}

struct AmountAbove {
    std::string_view row;   // `rate = 5% if sales > plan`
    std::string_view name;  // none of a `pay` line
    bool is_on_this_line = false;
    Language language{};

    bool takes_lines() const { return !name.empty() && !is_on_this_line; }
};

// `rate = 5% if c`, `pay 5k if c`
std::optional<AmountAbove> amount_of(std::string_view row) {
    if (phrase_at(row, 0, Word::pay) != 0) return AmountAbove{.row = row, .name = {}};
    const auto name = name_at(row, 0);
    const auto sign = row.substr(after_blanks(row, name.size()));
    const bool defines = !sign.empty() && std::string_view("=:(").find(sign[0]) != std::string_view::npos;
    if (name.empty() || !defines) return std::nullopt;
    return AmountAbove{.row = row, .name = name};
}

std::size_t begin_of_line(std::string_view text, std::size_t at) {
    return text.substr(0, at).rfind('\n') + 1;
}

// An amount has at most so many cases, each on a line, that a further one is looked for behind them.
constexpr int most_cases = 50;

// The nearest amount above the row that is said of a condition and leaves open what holds otherwise.
std::optional<AmountAbove> open_amount_above(std::string_view text, std::size_t row_begin) {
    auto line = begin_of_line(text, row_begin);
    bool is_on_this_line = !trimmed(text.substr(line, row_begin - line)).empty();  // `a = 5% if c; 3%`
    if (!is_on_this_line && line == 0) return std::nullopt;
    if (!is_on_this_line) line = begin_of_line(text, line - 1);
    std::optional<Language> language;
    for (int lines = 0; lines != most_cases;
         ++lines, line = begin_of_line(text, line - 1), is_on_this_line = false) {
        const auto begin = after_blanks(text, line);
        const auto row = trimmed(text.substr(begin, end_of_row(text, begin) - begin));
        if (place_of(row, Word::otherwise)) return std::nullopt;
        const auto condition = place_of(row, Word::condition);
        if (condition) language = language_of(row.substr(*condition));
        const auto word = name_at(row, 0);
        if (word == "else") return std::nullopt;
        const bool goes_on = row.empty() || grammar::is_digit(row[0]) || is_else(word) ||
                             std::string_view("=|:").find(row[0]) != std::string_view::npos ||
                             begins_with(row, {Word::condition, Word::both, Word::either});
        if (goes_on && line != 0) continue;
        auto amount = language && !goes_on ? amount_of(row) : std::nullopt;
        if (!amount) return std::nullopt;
        amount->language = *language;
        amount->is_on_this_line = is_on_this_line;
        return amount;
    }
    return std::nullopt;
}

// `7% otherwise`, `otherwise: 7%`, `7% if c`, and a bare `7%`, which is what holds otherwise.
struct Case {
    std::string_view value;
    bool is_last = true;
};

std::optional<Case> case_of(std::string_view row) {
    row = without_sign(row);
    const auto otherwise = place_of(row, Word::otherwise);
    const bool has_condition = place_of(row, Word::condition).has_value();
    if (!otherwise) return Case{row, !has_condition};
    const auto length = phrase_at(row, *otherwise, Word::otherwise);
    const auto behind = without_sign(row.substr(*otherwise + length));
    const auto value = *otherwise == 0 ? behind : trimmed(row.substr(0, *otherwise));
    if (has_condition || (*otherwise != 0 && !behind.empty())) return std::nullopt;
    return Case{value};
}

// Where the text begins to say what a name is: the first `=` that is no comparison.
std::size_t equals_in(std::string_view text) {
    auto sign = text.find('=');
    while (sign != text.npos && sign != 0 && is_one_of(text.substr(sign - 1, 1), {"<", ">", "!"}))
        sign = text.find('=', sign + 1);
    return sign;
}

std::optional<std::string> written_below(const AmountAbove& above, std::string_view value, bool is_last) {
    const auto name = name_at(value, 0);
    const auto behind = value.substr(after_blanks(value, name.size()));
    if (!name.empty() && name == above.name && behind.starts_with('=')) value = without_sign(behind);
    if (const auto pay = phrase_at(value, 0, Word::pay); pay != 0) {
        if (!above.name.empty()) return std::nullopt;
        value = trimmed(value.substr(pay));
    }
    if (value.empty() || equals_in(value) != value.npos) return std::nullopt;
    const auto otherwise = spelled(Word::otherwise, above.language);
    if (above.takes_lines()) return fmt::format("= {}{}", value, is_last ? " " + otherwise : "");
    if (!is_last || above.row.find(',') != above.row.npos) return std::nullopt;
    return fmt::format("{} {} {}", above.row, otherwise, value);
}

// `c : v`, `c then v` as the language says it: `v if c`.
std::string turned_round(std::string_view row, Language language) {
    auto sign = row.find(" then ");
    const auto length = sign == row.npos ? 1u : std::string_view(" then ").size();
    if (sign == row.npos) sign = row.find(':');
    if (sign == row.npos) return {};
    const auto condition = trimmed(row.substr(0, sign)), value = trimmed(row.substr(sign + length));
    if (condition.empty() || value.empty()) return {};
    return fmt::format("{} {} {}", value, spelled(Word::condition, language), condition);
}

bool begins_with_name(std::string_view row, const AmountAbove& above) {
    return !above.name.empty() && name_at(row, 0) == above.name;
}

std::optional<std::string> further_case_of(const AmountAbove& above, std::string_view row) {
    if (begins_with_name(row, above)) row = trimmed(row.substr(above.name.size()));
    const auto further = case_of(row);
    return further ? written_below(above, further->value, further->is_last) : std::nullopt;
}

}  // namespace

std::optional<std::string> further_case(std::string_view text, std::size_t line, std::string_view row) {
    const auto above = open_amount_above(text, line);
    return above ? further_case_of(*above, trimmed(row)) : std::nullopt;
}

// `rate = 5% if sales > plan`, below it `6% otherwise`: the next case begins with `=`.
Mistake case_without_equals(const Found& f) {
    const bool is_value = !f.word.empty() && (grammar::is_digit(f.word[0]) || is_one_of(f.word, {"|", ":"}));
    if (f.place.wanted != Wanted::statement || !is_value) return std::nullopt;
    const auto row = f.text.substr(f.here.begin, f.row_end - f.here.begin);
    const auto further = further_case(f.text, f.line_begin, row);
    if (!further) return std::nullopt;
    return with_hint(here(f, kind::statement_unknown, {f.found()}), *further);
}

// `else: 3%`, `elif sales > 10k: 3%` below such a line
Mistake else_line(const Found& f) {
    const bool can_stop = f.place.wanted == Wanted::block_or_definition || f.place.wanted == Wanted::type;
    const auto word = f.first_word();
    if (!can_stop || !is_else(word)) return std::nullopt;
    auto mistake = at(kind::no_else, token_at(f.text, f.row_begin, f.place.source), {std::string(word)});
    const auto above = open_amount_above(f.text, f.row_begin);
    if (!above) return mistake;
    const auto rest = without_sign(f.row().substr(word.size()));
    const auto condition = phrase_at(rest, 0, Word::condition);
    const bool asks = word != "else" || condition != 0;
    const auto turned = asks ? turned_round(rest.substr(condition), above->language) : std::string(rest);
    const auto hint = written_below(*above, turned, !asks);
    return hint ? with_hint(std::move(mistake), *hint) : mistake;
}

// The same with the name again, `rate 6% otherwise`, and of a value that begins with a name, `plan / 2
// otherwise`.
Mistake case_beside_name(const Found& f) {
    if (f.place.wanted != Wanted::block_or_definition || is_else(f.first_word())) return std::nullopt;
    const auto row = f.row();
    const bool says_case = place_of(row, Word::condition) || place_of(row, Word::otherwise);
    if (!says_case || equals_in(row) != row.npos) return std::nullopt;
    const auto above = open_amount_above(f.text, f.line_begin);
    const bool goes_on = is_one_of(f.word, {"+", "-", "*", "/"}) || stands_here(f, Word::otherwise) ||
                         stands_here(f, Word::of);
    if (!above || !(goes_on || begins_with_name(row, *above))) return std::nullopt;
    const auto further = further_case_of(*above, row);
    if (!further) return std::nullopt;
    return with_hint(here(f, kind::name_alone, {std::string(f.word_before()), f.found()}), *further);
}

namespace {

// `3% if c, 1% otherwise` as one value: `3% if c otherwise 1%`; each further case in brackets.
std::optional<std::string> as_one_value(std::string_view cases) {
    const auto comma = cases.find(',');
    if (comma == cases.npos) {
        const auto otherwise = place_of(cases, Word::otherwise);
        const auto last = otherwise ? case_of(cases) : std::nullopt;
        return last && !last->value.empty() ? std::optional(std::string(last->value)) : std::nullopt;
    }
    const auto first = trimmed(cases.substr(0, comma));
    const auto condition = place_of(first, Word::condition);
    const bool is_case = condition && !place_of(first, Word::otherwise);
    const auto others = is_case ? as_one_value(trimmed(cases.substr(comma + 1))) : std::nullopt;
    if (!others) return std::nullopt;
    const auto otherwise = spelled(Word::otherwise, language_of(first.substr(*condition)));
    return fmt::format("({} {} {})", first, otherwise, *others);
}

}  // namespace

// `rate = 5% if sales > plan, 3% otherwise`
Mistake cases_on_one_line(const Found& f) {
    const auto before = trimmed(f.text.substr(f.line_begin, f.here.begin - f.line_begin));
    const auto condition = place_of(before, Word::condition);
    const bool ends = f.place.wanted == Wanted::end_of_statement && f.word == ",";
    if (!ends || !condition || place_of(before, Word::otherwise)) return std::nullopt;
    const auto behind = trimmed(f.text.substr(f.here.end(), f.row_end - f.here.end()));
    auto mistake = here(f, kind::left_over, {f.found()});
    if (behind.empty()) return with_hint(std::move(mistake), std::string(before));
    const bool is_plain =
        behind.find_first_of("()[]{}\"") == behind.npos && std::ranges::count(behind, ',') < most_cases;
    const auto others = is_plain ? as_one_value(behind) : std::nullopt;
    if (!others) return std::nullopt;
    const auto otherwise = spelled(Word::otherwise, language_of(before.substr(*condition)));
    return with_hint(std::move(mistake), fmt::format("{} {} {}", before, otherwise, *others));
}

// `= otherwise 3%`, `= else 3%`, where `else` was taken for a name; `= 3% if otherwise`
Mistake otherwise_first(const Found& f) {
    const bool is_foreign = f.wants_end() && f.word_before() == "else";
    const auto length = phrase_at(f.text, f.here.begin, Word::otherwise);
    if (!is_foreign && !(f.wants_value() && length != 0)) return std::nullopt;
    const auto word = is_foreign ? f.word_before() : f.text.substr(f.here.begin, length);
    const auto begin = static_cast<std::size_t>(word.data() - f.text.data());
    const auto end = begin + word.size();
    const Span words{begin, static_cast<std::uint32_t>(word.size()), f.here.source};
    const auto before = trimmed(f.text.substr(f.line_begin, begin - f.line_begin));
    const auto behind = without_sign(f.text.substr(end, std::max(f.row_end, end) - end));
    const auto said = is_foreign ? spelled(Word::otherwise, language_of(f)) : std::string(word);
    auto mistake = is_foreign ? at(kind::no_else, words, {std::string(word)})
                              : at(kind::value_wanted, words, {fmt::format("`{}`", word)});
    if (before.ends_with('=') && !behind.empty())
        return with_hint(std::move(mistake), fmt::format("{} {} {}", before, behind, said));
    const auto condition = place_of(before, Word::condition);
    const bool is_behind =
        condition && *condition + phrase_at(before, *condition, Word::condition) == before.size();
    if (is_behind && behind.empty())
        return with_hint(std::move(mistake),
                         fmt::format("{} {}", trimmed(before.substr(0, *condition)), said));
    return std::nullopt;
}

// `= 3% otherwise if sales > 10k`: each case but the last says its condition alone.
Mistake otherwise_if(const Found& f) {
    const auto word = f.word_before();
    const bool is_otherwise = !word.empty() && phrase_at(word, 0, Word::otherwise) == word.size();
    if (!f.wants_end() || !is_otherwise || !stands_here(f, Word::condition)) return std::nullopt;
    const auto begin = static_cast<std::size_t>(word.data() - f.text.data());
    const Span words{begin, static_cast<std::uint32_t>(f.here.begin - begin), f.here.source};
    return with_hint(here(f, kind::left_over, {f.found()}), f.row_with(words, ""));
}

// `rate = match { sales > plan : 5%; otherwise : 3% }`: the rows of a table are found by a key, and say no
// conditions.
Mistake cases_in_block(const Found& f) {
    const auto before = trimmed(f.text.substr(f.line_begin, f.here.begin - f.line_begin));
    const auto sign = equals_in(before);
    const bool can_stop = f.wants_value() || f.wants_end() || f.place.wanted == Wanted::key;
    if (f.word != "{" || sign == before.npos || !can_stop) return std::nullopt;
    const auto mode = trimmed(before.substr(sign + 1));
    if (mode.size() != name_at(mode, 0).size()) return std::nullopt;
    const auto first = after_lines(f.text, f.here.end());
    const auto row = trimmed(f.text.substr(first, end_of_row(f.text, first) - first));
    const bool is_turned = row.find_first_of("<>=") < row.find(':') && row.find(':') != row.npos;
    const auto condition = place_of(row, Word::condition);
    const auto said = is_turned ? turned_round(row, language_of(f)) : condition ? std::string(row) : "";
    if (said.empty()) return std::nullopt;
    return with_hint(here(f, kind::value_wanted, {f.found()}),
                     fmt::format("{} {}", before.substr(0, sign + 1), said));
}

namespace {

// The bytes of `rate =`, `pay` or `pay q =`, behind which the value begins; 0 where it is not to be told.
std::size_t opener_of_amount(std::string_view row) {
    if (phrase_at(row, 0, Word::pay) == 0) return equals_in(row) == row.npos ? 0 : equals_in(row) + 1;
    const auto opener = opener_of_pay(row);
    const bool is_comparison = row.substr(0, opener).ends_with('=') &&
                               row.find_first_of("<>=", opener) == row.npos;  // `pay role = "head" ?`
    return is_comparison ? 0 : opener;
}

}  // namespace

// `rate = sales > plan ? 5% : 3%`
Mistake question_sign(const Found& f) {
    if (f.word != "?" || !f.wants_end() || f.place.row != grammar::RowKind::statement) return std::nullopt;
    const auto before = trimmed(f.text.substr(f.line_begin, f.here.begin - f.line_begin));
    const auto behind = f.text.substr(f.here.end(), std::max(f.row_end, f.here.end()) - f.here.end());
    const auto opener = opener_of_amount(before), joint = behind.find(':');
    if (opener == 0 || joint == behind.npos) return std::nullopt;
    const auto condition = trimmed(before.substr(opener));
    const auto value = trimmed(behind.substr(0, joint)), other = trimmed(behind.substr(joint + 1));
    const bool is_one_question = are_closed(condition) && are_closed(value) && are_closed(other) &&
                                 behind.find('?') == behind.npos && !place_of(before, Word::condition) &&
                                 !place_of(behind, Word::condition);
    const bool has_label = phrase_at(before, 0, Word::pay) != 0 && behind.find('"') != behind.npos;
    if (!is_one_question || has_label || value.empty() || other.empty()) return std::nullopt;
    const auto language = language_of(f);
    return with_hint(
        here(f, kind::left_over, {f.found()}),
        fmt::format("{} {} {} {} {} {}", before.substr(0, opener), value, spelled(Word::condition, language),
                    condition, spelled(Word::otherwise, language), other));
}

// `rate`, `rate =` or `5% if c otherwise`, and the value on the next line
Mistake value_below(const Found& f) {
    const bool is_behind_otherwise = phrase_at(f.word_before(), 0, Word::otherwise) != 0;
    const bool goes_on = f.wants_value() && (f.before() == '=' || is_behind_otherwise);
    const bool is_name = f.place.wanted == Wanted::block_or_definition;
    const bool is_typed = f.place.wanted == Wanted::equals || f.place.wanted == Wanted::definition;
    if (!f.word.empty() || !(goes_on || is_name || is_typed)) return std::nullopt;
    const auto next = after_lines(f.text, f.here.end());
    if (next >= f.text.size()) return std::nullopt;
    const bool begins_value = f.text[next] == '=' || (goes_on && grammar::is_digit(f.text[next]));
    const auto value = without_sign(f.text.substr(next, end_of_row(f.text, next) - next));
    if (!begins_value || value.empty()) return std::nullopt;
    auto mistake = is_name ? here(f, kind::name_alone, {std::string(f.word_before()), f.found()})
                           : here(f, is_typed ? kind::equals_wanted : kind::value_wanted, {f.found()});
    return with_hint(std::move(mistake), fmt::format("{}{} {}", f.row(), goes_on ? "" : " =", value));
}

}  // namespace accrue::syntax
