// Stretches of time in the words of a regulation: `sum of sales quarter to date`.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/messages/language.hpp"
#include "syntax/found.hpp"

namespace accrue::syntax {

using grammar::Word;

namespace {

struct Wording {
    std::string_view written;
    Word meant;
};

// The longer before those that they begin with.
constexpr Wording windows[] = {
    {"с начала месяца", Word::over_month},
    {"с начала квартала", Word::over_quarter},
    {"с начала года", Word::over_year},
    {"в этом квартале", Word::over_quarter},
    {"за этот квартал", Word::over_quarter},
    {"за текущий квартал", Word::over_quarter},
    {"в этом году", Word::over_year},
    {"за этот год", Word::over_year},
    {"за текущий год", Word::over_year},
    {"month to date", Word::over_month},
    {"quarter to date", Word::over_quarter},
    {"year to date", Word::over_year},
    {"since the start of the quarter", Word::over_quarter},
    {"since the start of the year", Word::over_year},
    {"since start of quarter", Word::over_quarter},
    {"since start of year", Word::over_year},
    {"in this quarter", Word::over_quarter},
    {"in this year", Word::over_year},
    {"this quarter", Word::over_quarter},
    {"this year", Word::over_year},
    {"ytd", Word::over_year},
    {"YTD", Word::over_year},
    {"qtd", Word::over_quarter},
    {"QTD", Word::over_quarter},
    {"за квартал", Word::over_quarter},
    {"за год", Word::over_year},
    {"over quarter", Word::over_quarter},
    {"over year", Word::over_year},
    {"per quarter", Word::over_quarter},
    {"per year", Word::over_year},
    {"for the quarter", Word::over_quarter},
    {"for the year", Word::over_year},
    {"a quarter", Word::over_quarter},
    {"a year", Word::over_year},
};

// Behind a window: this month does not count.
constexpr std::string_view without_this[] = {
    "кроме этого месяца",    "кроме текущего месяца", "без этого месяца",   "без текущего месяца",
    "до этого месяца",       "excluding this month",  "without this month", "except this month",
    "except for this month", "before this month",
};

// What counts in the last period of a longer one only.
constexpr Wording ends[] = {
    {"в последний месяц квартала", Word::each_quarter},
    {"в последнем месяце квартала", Word::each_quarter},
    {"в конце квартала", Word::each_quarter},
    {"по итогам квартала", Word::each_quarter},
    {"в последний месяц года", Word::each_year},
    {"в последнем месяце года", Word::each_year},
    {"в конце года", Word::each_year},
    {"по итогам года", Word::each_year},
    {"at the end of the quarter", Word::each_quarter},
    {"at the end of quarter", Word::each_quarter},
    {"at quarter end", Word::each_quarter},
    {"in the last month of the quarter", Word::each_quarter},
    {"in the last month of quarter", Word::each_quarter},
    {"at the end of the year", Word::each_year},
    {"at the end of year", Word::each_year},
    {"at year end", Word::each_year},
    {"in the last month of the year", Word::each_year},
    {"in the last month of year", Word::each_year},
};

constexpr std::string_view of_previous[] = {
    "за прошлый месяц",      "за предыдущий месяц", "прошлого месяца",
    "предыдущего месяца",    "в прошлом месяце",    "last month",
    "previous month",        "in the last month",   "in last month",
    "in the previous month",
};

std::size_t length_here(const Found& f, std::string_view words) {
    return grammar::taken_by(words, f.text.data() + f.here.begin, f.text.data() + f.text.size());
}

// Null when none of them stands at the stop.
const Wording* wording_here(const Found& f, std::span<const Wording> all) {
    const auto found =
        std::ranges::find_if(all, [&](const Wording& each) { return length_here(f, each.written) != 0; });
    return found == all.end() ? nullptr : &*found;
}

// Of the first of the wordings that stands at the stop.
Span words_here(const Found& f, std::span<const std::string_view> wordings) {
    for (const auto words : wordings) {
        if (const auto length = length_here(f, words); length != 0) return widened(f.here, length);
    }
    return widened(f.here, 0);
}

std::string text_of(const Found& f, Span words) {
    return std::string(f.text.substr(words.begin, words.length));
}

// From where the name before the stop begins to the end of the words.
Span with_name_before(const Found& f, std::string_view name, Span words) {
    const auto begin = static_cast<std::size_t>(name.data() - f.text.data());
    return {begin, static_cast<std::uint32_t>(words.end() - begin), words.source};
}

// The row with a value in place of the name and the words behind it, in brackets where more stands before it.
std::string with_value(const Found& f, std::string_view name, Span words, const std::string& value) {
    const auto whole = with_name_before(f, name, words);
    const auto before = trimmed(f.text.substr(f.line_begin, whole.begin - f.line_begin));
    const bool is_alone = before.empty() || before.ends_with('=') || before.ends_with('(') ||
                          phrase_at(f.text, f.line_begin, Word::pay) == before.size();
    return f.row_with(whole, is_alone ? value : "(" + value + ")");
}

bool is_pay(const Found& f) {
    return phrase_at(f.text, f.row_begin, Word::pay) != 0;
}

// `pay bonus at the end of the quarter`
Mistake end_here(const Found& f) {
    const auto* const wording = wording_here(f, ends);
    if (wording == nullptr) return std::nullopt;
    const auto words = widened(f.here, length_here(f, wording->written));
    const auto written = text_of(f, words);
    const auto language = language_of(written);
    const auto meant = spelled(wording->meant, language);
    const auto pay = is_pay(f) ? "" : spelled(Word::pay, language) + " ";
    return with_hint(at(kind::window_in_words, words, {written, meant}), pay + f.row_with(words, meant));
}

// `sum of sales quarter to date`, and `sales quarter to date` without a sum.
Mistake window_here(const Found& f) {
    constexpr std::array taking{Word::sum_of, Word::average_of, Word::max_of, Word::min_of, Word::count_of};
    const auto* const wording = wording_here(f, windows);
    if (wording == nullptr) return std::nullopt;
    const auto words = widened(f.here, length_here(f, wording->written));
    const auto written = text_of(f, words);
    const auto meant = spelled(wording->meant, language_of(written));
    const bool is_meant = written == meant;  // but of nothing that is added up
    auto mistake = is_meant ? at(kind::left_over, words, {fmt::format("`{}`", written)})
                            : at(kind::window_in_words, words, {written, meant});
    const auto name = f.name_before(f.here.begin);
    const bool is_summed = last_of(f, taking).length != 0;
    if (is_meant && (is_summed || name.empty())) return std::nullopt;
    if (is_summed) return with_hint(std::move(mistake), f.row_with(words, meant));
    if (name.empty()) return std::nullopt;
    const auto sum = fmt::format("{} {} {}", spelled(Word::sum_of, language_of(written)), name, meant);
    return with_hint(std::move(mistake), with_value(f, name, words, sum));
}

// `sum of x over quarter without this month`
Mistake earlier_months_here(const Found& f) {
    const auto words = words_here(f, without_this);
    const auto window = last_of(f, std::array{Word::over_quarter, Word::over_year});
    const bool is_behind_it =
        window.length != 0 && after_blanks(f.text, window.begin + window.length) == f.here.begin;
    if (words.length == 0 || !is_behind_it) return std::nullopt;
    const Span whole{window.begin, static_cast<std::uint32_t>(words.end() - window.begin), words.source};
    const auto language = language_of(text_of(f, words));
    const bool is_year = phrase_at(f.text, window.begin, Word::over_year) != 0;
    const auto meant = fmt::format(
        "{} {} {}", spelled(Word::over_earlier, language), spelled(Word::earlier_months, language),
        spelled(is_year ? Word::earlier_of_year : Word::earlier_of_quarter, language));
    return with_hint(at(kind::window_in_words, whole, {text_of(f, whole), meant}), f.row_with(whole, meant));
}

Diagnostic with_previous(const Found& f, Span words, std::string_view name) {
    const auto written = text_of(f, words);
    const auto language = language_of(written);
    const auto meant = spelled(Word::previous, language);
    const auto value = fmt::format("{} {} {} 0", meant, name, spelled(Word::default_value, language));
    return with_hint(at(kind::window_in_words, words, {written, meant}), with_value(f, name, words, value));
}

// `sales last month`
Mistake previous_here(const Found& f) {
    const auto words = words_here(f, of_previous);
    const auto name = f.name_before(f.here.begin);
    if (words.length == 0 || name.empty()) return std::nullopt;
    return with_previous(f, words, name);
}

// `sales of last month`, read as `sales of last` up to `month`
Mistake previous_behind_of(const Found& f) {
    const auto place_of = [&](std::string_view name) {
        return static_cast<std::size_t>(name.data() - f.text.data());
    };
    const auto last = f.name_before(f.here.begin);
    if (!is_one_of(f.word, {"month", "period"}) || !is_one_of(last, {"last", "previous"}))
        return std::nullopt;
    const auto of = f.name_before(place_of(last));
    const auto name = of == "of" ? f.name_before(place_of(of)) : std::string_view();
    if (name.empty()) return std::nullopt;
    return with_previous(f, with_name_before(f, of, f.here), name);
}

// `pay bonus if c each quarter`: the words stand before the `if`, or behind all of the choice in brackets.
std::string each_before_condition(const Found& f, Span words) {
    const auto condition = last_of(f, std::array{Word::condition});
    if (condition.length == 0) return "";
    const auto value = trimmed(f.text.substr(f.line_begin, condition.begin - f.line_begin));
    const auto decided = trimmed(f.text.substr(condition.begin, f.here.begin - condition.begin));
    const auto each = trimmed(f.text.substr(words.begin, f.row_end - words.begin));  // and a label
    if (!are_closed(value) || !are_closed(decided)) return "";
    if (last_of(f, std::array{Word::otherwise}).begin < condition.begin)
        return fmt::format("{} {} {}", value, each, decided);
    const auto opener = opener_of_pay(value);
    return fmt::format("{} ({} {}) {}", value.substr(0, opener), trimmed(value.substr(opener)), decided,
                       each);
}

}  // namespace

// `made_good = due each quarter`
Mistake paid_each(const Found& f) {
    if (!f.wants_end()) return std::nullopt;
    for (const Word each : {Word::each_month, Word::each_quarter, Word::each_year}) {
        const auto length = phrase_at(f.text, f.here.begin, each);
        if (length == 0) continue;
        const auto words = widened(f.here, length);
        if (is_pay(f)) {
            const auto line = each_before_condition(f, words);
            auto mistake = at(kind::left_over, words, {fmt::format("`{}`", text_of(f, words))});
            return line.empty() ? mistake : with_hint(std::move(mistake), line);
        }
        const auto pay = spelled(Word::pay, language_of(text_of(f, words)));
        return with_hint(at(kind::paid_each, words, {text_of(f, words), pay}),
                         fmt::format("{} {}", pay, f.row()));
    }
    return std::nullopt;
}

Mistake window_in_words(const Found& f) {
    if (!f.wants_end()) return std::nullopt;
    for (const auto known : {window_here, earlier_months_here, previous_here, previous_behind_of, end_here}) {
        if (Mistake mistake = known(f)) return mistake;
    }
    return std::nullopt;
}

}  // namespace accrue::syntax
