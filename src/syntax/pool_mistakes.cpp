// Records, references, shares, lots and conversions that are nearly written right.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/messages/language.hpp"
#include "base/text.hpp"
#include "syntax/found.hpp"

namespace accrue::syntax {

using grammar::RowKind;
using grammar::Wanted;
using grammar::Word;

Language language_above(std::string_view text, std::size_t at) {
    for (std::size_t line = at; line > 0;) {
        const std::size_t line_break = line > 1 ? text.rfind('\n', line - 2) : std::string_view::npos;
        line = line_break == std::string_view::npos ? 0 : line_break + 1;
        const std::size_t first = after_blanks(text, line);
        if (opens_statement(text, first)) return language_of(text.substr(first));
    }
    return spoken();
}

Language language_of(const Found& f) {
    std::optional<Language> language;
    for (std::size_t at = f.row_begin; at < f.here.begin; ++at) {
        if (at > f.row_begin && grammar::word_goes_on(f.text.data() + at - 1, f.text.data() + at)) continue;
        for (const grammar::Phrase& p : grammar::phrases) {
            if (phrase_at(f.text, at, p.word) != 0) language = language_of(f.text.substr(at));
        }
    }
    return language ? *language : language_above(f.text, f.row_begin);
}

namespace {

// A word that joins two parts of a statement, and what people write for it.
struct Joint {
    Wanted wanted;
    Word word;
    std::array<std::string_view, 8> instead;
};
constexpr Joint joints[] = {
    {Wanted::records_for, Word::records_for, {"of", "in", "by", "per", "для", "из", "по", "на"}},
    {Wanted::reference_by, Word::reference_by, {"of", "with", "for", "per", "key", "для", "по", "с"}},
    {Wanted::among, Word::among, {"between", "over", "by", "to", "for", "между", "среди", "на"}},
    {Wanted::share_as, Word::share_as, {"called", "named", "to", "into", "под", "в", "название", ""}},
    {Wanted::convert_to, Word::convert_to, {"in", "into", "as", "at", "в", "на", "к", "до"}},
    {Wanted::convert_at, Word::convert_at, {"by", "with", "on", "using", "по", "с", "при", "курс"}},
};

bool is_word(const Found& f) {
    return grammar::identifier_length(f.word.data(), f.word.data() + f.word.size()) != 0;
}

}  // namespace

// `records payment of team`, `share bonus person as x`
Mistake missing_joint(const Found& f) {
    const auto* joint =
        std::ranges::find_if(joints, [&](const Joint& j) { return j.wanted == f.place.wanted; });
    if (joint == std::end(joints)) return std::nullopt;
    const std::string word(grammar::phrase(joint->word).in(language_of(f)));
    Diagnostic mistake = here(f, kind::word_wanted, {word, f.found()});
    if (!f.word.empty() && std::ranges::find(joint->instead, f.word) != joint->instead.end())
        return with_hint(std::move(mistake), f.row_with_here(word));
    if (joint->wanted == Wanted::share_as && f.word == "{")
        return with_hint(
            std::move(mistake),
            fmt::format("{} {} …", trimmed(f.text.substr(f.line_begin, f.here.begin - f.line_begin)),
                        language_of(f) == Language::russian ? "как доля" : "as part"));
    if (is_word(f)) return with_hint(std::move(mistake), f.row_with_here(word + " " + std::string(f.word)));
    return mistake;
}

namespace {

// What people write in the head of a statement instead of a phrase of the language.
struct OtherWording {
    Wanted wanted;
    Word opener;
    std::string_view written;
    Word meant;
};
constexpr OtherWording other_wordings[] = {
    {Wanted::end_of_statement, Word::level, "of", Word::in_level},
    {Wanted::end_of_statement, Word::level, "under", Word::in_level},
    {Wanted::end_of_statement, Word::level, "внутри", Word::in_level},
    {Wanted::end_of_statement, Word::level, "в", Word::in_level},
    {Wanted::rows, Word::records, "in order by", Word::in_order_of},
    {Wanted::rows, Word::records, "order by", Word::in_order_of},
    {Wanted::rows, Word::records, "ordered by", Word::in_order_of},
    {Wanted::rows, Word::records, "sorted by", Word::in_order_of},
    {Wanted::rows, Word::records, "в порядке", Word::in_order_of},
    {Wanted::rows, Word::lots, "valid for", Word::usable_for},
    {Wanted::rows, Word::lots, "for", Word::usable_for},
    {Wanted::rows, Word::lots, "сроком на", Word::usable_for},
    {Wanted::duration, Word::lots, "day", Word::count_days},
    {Wanted::duration, Word::lots, "week", Word::count_weeks},
    {Wanted::duration, Word::lots, "month", Word::count_months},
    {Wanted::duration, Word::lots, "quarter", Word::count_quarters},
    {Wanted::duration, Word::lots, "year", Word::count_years},
    {Wanted::duration, Word::lots, "день", Word::count_days},
    {Wanted::duration, Word::lots, "дня", Word::count_days},
    {Wanted::duration, Word::lots, "недели", Word::count_weeks},
    {Wanted::duration, Word::lots, "месяца", Word::count_months},
    {Wanted::duration, Word::lots, "квартала", Word::count_quarters},
    {Wanted::duration, Word::lots, "год", Word::count_years},
    {Wanted::duration, Word::lots, "года", Word::count_years},
};

}  // namespace

// `level person of team`, `usable for 1 year`
Mistake other_wording(const Found& f) {
    for (const OtherWording& w : other_wordings) {
        if (w.wanted != f.place.wanted || phrase_at(f.text, f.row_begin, w.opener) == 0) continue;
        const std::size_t n =
            grammar::taken_by(w.written, f.text.data() + f.here.begin, f.text.data() + f.text.size());
        if (n == 0) continue;
        const Span words = widened(f.here, n);
        const std::string meant(grammar::phrase(w.meant).in(language_of(f)));
        const std::string written = fmt::format("`{}`", f.text.substr(words.begin, words.length));
        Diagnostic mistake = w.wanted == Wanted::duration ? at(kind::duration_wanted, words, {written})
                                                          : at(kind::word_wanted, words, {meant, written});
        return with_hint(std::move(mistake), f.row_with(words, meant));
    }
    return std::nullopt;
}

namespace {

struct ClauseWord {
    std::string_view written;
    Word meant;
};
constexpr ClauseWord clause_words[] = {
    {"rest evenly", Word::rest_equally},
    {"rest equal", Word::rest_equally},
    {"rest", Word::rest_equally},
    {"others equally", Word::rest_equally},
    {"others", Word::rest_equally},
    {"equally", Word::rest_equally},
    {"evenly", Word::rest_equally},
    {"by", Word::rest_by},
    {"in proportion to", Word::rest_by},
    {"proportionally to", Word::rest_by},
    {"pro rata to", Word::rest_by},
    {"pro rata by", Word::rest_by},
    {"according to", Word::rest_by},
    {"rest in proportion to", Word::rest_by},
    {"rest proportionally to", Word::rest_by},
    {"rest proportionally by", Word::rest_by},
    {"rest pro rata to", Word::rest_by},
    {"rest pro rata by", Word::rest_by},
    {"rest according to", Word::rest_by},
    {"остаток пропорционально", Word::rest_by},
    {"остаток согласно", Word::rest_by},
    {"остальное пропорционально", Word::rest_by},
    {"пропорционально", Word::rest_by},
    {"остаток равномерно", Word::rest_equally},
    {"остаток всем поровну", Word::rest_equally},
    {"остальное поровну", Word::rest_equally},
    {"остаток", Word::rest_equally},
    {"поровну", Word::rest_equally},
    {"равномерно", Word::rest_equally},
    {"по", Word::rest_by},
    {"remainder", Word::remainder_to},
    {"kopecks to", Word::remainder_to},
    {"копейки тем кто", Word::remainder_to},
    {"копейки", Word::remainder_to},
    {"nobody below zero", Word::nobody_below_zero},
    {"never below 0", Word::nobody_below_zero},
    {"no one below 0", Word::nobody_below_zero},
    {"никому не ниже 0", Word::nobody_below_zero},
    {"не ниже нуля", Word::nobody_below_zero},
    {"everyone", Word::each_row},
    {"all", Word::each_row},
    {"every", Word::each_row},
    {"всем", Word::each_row},
    {"каждый", Word::each_row},
    {"if", Word::where},
    {"если", Word::where},
    {"for", Word::where},
    {"для", Word::where},
};

// Does a row of the text give the name a value, or say its type?
bool is_declared(std::string_view text, std::string_view name) {
    if (type_of_input(text, name)) return true;
    for (std::size_t row = 0; row < text.size(); row = next_row(text, row)) {
        const auto begin = after_blanks(text, row);
        if (name_at(text, begin) != name) continue;
        if (text.substr(after_blanks(text, begin + name.size())).starts_with('=')) return true;
    }
    return false;
}

// The name of the only `input … : text`; empty where there is none, or more than one.
std::string_view only_text_input(std::string_view text) {
    std::string_view only;
    for (std::size_t row = 0; row < text.size(); row = next_row(text, row)) {
        const auto input = input_row(text, row);
        if (!input || input->type != Word::text) continue;
        const bool is_several = !only.empty() || input->names.find(',') != std::string_view::npos;
        if (is_several) return {};
        only = name_at(input->names, 0);
    }
    return only;
}

// `role = "head" : 40%`
bool is_claim(const Found& f) {
    return f.row().find(':') != std::string_view::npos;
}

// The longest of them that stands here, and how many bytes it takes; none.
std::pair<std::size_t, const ClauseWord*> clause_words_at(const Found& f) {
    std::pair<std::size_t, const ClauseWord*> longest{0, nullptr};
    for (const ClauseWord& w : clause_words) {
        const bool is_rest = w.meant == Word::rest_equally || w.meant == Word::rest_by;
        if (is_rest && is_claim(f)) continue;
        const std::size_t n =
            grammar::taken_by(w.written, f.text.data() + f.here.begin, f.text.data() + f.text.size());
        if (n > longest.first) longest = {n, &w};
    }
    return longest;
}

// `head : 40%` says nothing of a row unless it is the name of a condition: `where role = "head" : 40%`.
std::string claim_with_where(const Found& f) {
    const auto row = f.row();
    const auto where = spelled(Word::where, language_of(f));
    const auto name = trimmed(row.substr(0, row.find(':')));
    const bool is_name = name_at(name, 0) == name;
    if (!is_name || is_declared(f.text, name)) return fmt::format("{} {}", where, row);
    const auto input = only_text_input(f.text);
    return input.empty() ? ""
                         : fmt::format("{} {} = \"{}\" {}", where, input, name, row.substr(row.find(':')));
}

}  // namespace

// `rest evenly`, `remainder role = "head"`, `where role = "head" 40%`
Mistake clause_mistake(const Found& f) {
    if (f.place.row != RowKind::clause) return std::nullopt;
    if (f.place.wanted == Wanted::colon) {
        Diagnostic mistake = here(f, kind::colon_wanted, {f.found()});
        if (f.word.empty()) return mistake;
        return with_hint(std::move(mistake),
                         f.row_with_here(f.word == "=" ? ":" : ": " + std::string(f.word)));
    }
    if (f.place.wanted != Wanted::clause) return std::nullopt;
    if (const auto [length, word] = clause_words_at(f); word != nullptr) {
        const Span words = widened(f.here, length);
        return with_hint(
            at(kind::clause_unknown, words, {fmt::format("`{}`", f.text.substr(words.begin, words.length))}),
            f.row_with(words, grammar::phrase(word->meant).in(language_of(word->written))));
    }
    Diagnostic mistake = here(f, kind::clause_unknown, {f.found()});
    const auto claim = is_claim(f) ? claim_with_where(f) : "";
    return claim.empty() ? mistake : with_hint(std::move(mistake), claim);
}

// `amount money` among the columns of records, and of a reference
Mistake field_mistake(const Found& f) {
    const bool after_name =
        f.place.wanted == Wanted::block_or_definition && f.place.row == RowKind::statement && f.place.brace;
    const bool in_reference = f.place.wanted == Wanted::colon && f.place.row == RowKind::field;
    if (!after_name && !in_reference) return std::nullopt;
    if (after_name) {
        std::size_t line = f.text.substr(0, *f.place.brace).rfind('\n');
        line = after_blanks(f.text, line == std::string_view::npos ? 0 : line + 1);
        if (phrase_at(f.text, line, Word::records) == 0) return std::nullopt;
    }
    const bool is_type = std::ranges::any_of(grammar::phrases, [&](const grammar::Phrase& p) {
        return p.place == grammar::Place::type && phrase_at(f.text, f.here.begin, p.word) != 0;
    });
    if (!is_type && f.word != "=") return std::nullopt;
    return with_hint(here(f, kind::colon_wanted, {f.found()}),
                     f.row_with_here(f.word == "=" ? ":" : ": " + std::string(f.word)));
}

// `rates [date]`
Mistake key_apart(const Found& f) {
    if (f.word != "[" || !f.wants_end() || f.word_before().empty()) return std::nullopt;
    const std::size_t end = before_blanks(f.text, f.here.begin, f.row_begin);
    if (end == f.here.begin) return std::nullopt;
    const Span gap{end, static_cast<std::uint32_t>(f.here.end() - end), f.here.source};
    return with_hint(here(f, kind::key_apart), f.row_with(gap, "["));
}

}  // namespace accrue::syntax
