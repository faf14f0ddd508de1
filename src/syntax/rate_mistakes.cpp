// An amount for each of a number of things, said in the words of a regulation: `10k per deal`.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/messages/language.hpp"
#include "base/text.hpp"
#include "syntax/found.hpp"

namespace accrue::syntax {

using grammar::Word;

namespace {

// The longer before those that they begin with.
constexpr std::string_view joints[] = {"for each",  "for every", "per each",  "per",       "each",
                                       "every",     "for",       "за каждый", "за каждую", "за каждое",
                                       "за каждые", "с каждой",  "с каждого", "за"};
constexpr std::string_view months[] = {"month", "месяц"};
// Words of time: nothing that is counted.
constexpr std::string_view of_time[] = {"прошлый", "прошлую",  "прошлые", "предыдущий", "этот",      "этого",
                                        "текущий", "весь",     "все",     "последний",  "последние", "last",
                                        "this",    "previous", "the",     "all",        "current",   "год",
                                        "года",    "квартал",  "year",    "quarter"};
constexpr std::size_t looked_through = 1U << 14U;  // bytes of a text in which what it declares is looked for

// The name at the place, if one stands there.
std::string_view name_at(std::string_view text, std::size_t place) {
    return text.substr(place, grammar::identifier_length(text.data() + place, text.data() + text.size()));
}

// Two forms of one word have their beginning in common: `deal` and `deals`, `тонну` and `тонн`.
bool are_forms(std::string_view one, std::string_view other) {
    constexpr std::size_t ending = 2, beginning = 4;
    if (one.front() != other.front()) return false;
    const auto first = characters(one), second = characters(other);
    const auto stem =
        std::min(first.size(), std::max(beginning, first.size() - std::min(ending, first.size())));
    const auto [end, ignored] = std::ranges::mismatch(first, second);
    return static_cast<std::size_t>(end - first.begin()) >= stem && second.size() <= first.size() + ending;
}

// Behind the text in quotes or the comment that begins at the place; the place itself where none does.
std::size_t after_aside(std::string_view text, std::size_t at) {
    if (text[at] != '"' && text[at] != '#') return at;
    const auto end = text.find_first_of(text[at] == '"' ? "\"\n" : "\n", at + 1);
    return std::min(end, text.size() - 1) + 1;
}

// What the text calls the number of these things, if it does: `deals`, `count of deal`.
std::optional<std::string> known_count(std::string_view whole, std::string_view thing) {
    const auto text = whole.substr(0, looked_through);
    for (std::size_t i = 0; i < text.size();) {
        const auto name = name_at(text, i);
        const auto after = after_aside(text, i);
        if (name.empty()) {
            i = std::max(i + 1, after);
            continue;
        }
        const auto records = phrase_at(text, i, Word::records);
        const auto kept = records == 0 ? std::string_view() : name_at(text, after_blanks(text, i + records));
        if (!kept.empty() && are_forms(thing, kept))
            return fmt::format("{} {}", spelled(Word::count_of, language_of(thing)), kept);
        if (name.data() != thing.data() && are_forms(thing, name)) return std::string(name);
        i += name.size();
    }
    return std::nullopt;
}

// A name that such a number could have.
std::string likely_count(std::string_view thing) {
    if (language_of(thing) == Language::russian) return "количество";
    return std::string(thing) + (thing.ends_with('s') ? "" : "s");
}

// The code of the `currency` line, where the amount before the stop is bare: beside `*` it would be a number.
std::string currency_wanted(const Found& f) {
    const auto amount = f.word_before();
    const bool is_bare =
        !amount.empty() && (grammar::is_digit(amount[0]) || is_one_of(amount, {"тыс", "млн", "млрд"}));
    const auto text = f.text.substr(0, looked_through);
    for (std::size_t line = 0; is_bare && line < text.size();) {
        const auto place = after_blanks(text, line);
        if (const auto length = phrase_at(text, place, Word::currency))
            return " " + std::string(name_at(text, after_blanks(text, place + length)));
        line = std::min(text.find('\n', line), text.size() - 1) + 1;
    }
    return "";
}

// `10k per month`: what is paid is paid each month.
Mistake for_each_month(const Found& f, Span words, std::string_view month) {
    const auto written = f.text.substr(
        words.begin, static_cast<std::size_t>(month.data() + month.size() - f.text.data()) - words.begin);
    const auto begin = before_blanks(f.text, words.begin, f.row_begin);
    const Span whole{begin, static_cast<std::uint32_t>(words.begin + written.size() - begin), f.here.source};
    return with_hint(at(kind::left_over, widened(words, written.size()), {fmt::format("`{}`", written)}),
                     f.row_with(whole, ""));
}

}  // namespace

// `10k per deal`, `350 за тонну`
Mistake amount_for_each(const Found& f) {
    constexpr std::array aggregates{Word::sum_of, Word::average_of, Word::max_of,
                                    Word::min_of, Word::count_of,   Word::rank_of};
    if (!f.wants_end() || f.before() == '%' || last_of(f, aggregates).length != 0) return std::nullopt;
    std::size_t length = 0;
    for (const auto joint : joints) {
        if (length == 0)
            length = grammar::taken_by(joint, f.text.data() + f.here.begin, f.text.data() + f.text.size());
    }
    const auto words = widened(f.here, length);
    const auto place = after_blanks(f.text, words.end());
    const auto thing = name_at(f.text, place);
    if (length == 0 || thing.empty() || thing == "cent") return std::nullopt;
    if (std::ranges::find(of_time, thing) != std::end(of_time)) return std::nullopt;
    if (std::ranges::find(months, thing) != std::end(months)) return for_each_month(f, words, thing);
    const auto begin = before_blanks(f.text, f.here.begin, f.row_begin);
    const Span whole{begin, static_cast<std::uint32_t>(place + thing.size() - begin), f.here.source};
    auto mistake = at(kind::amount_for_each, words, {std::string(f.text.substr(words.begin, words.length))});
    const auto next = after_blanks(f.text, place + thing.size());
    const bool goes_on = !name_at(f.text, next).empty() &&
                         !grammar::reserved_phrase(f.text.data() + next, f.text.data() + f.text.size());
    if (goes_on) return mistake;  // `500 per new client`
    const auto count = known_count(f.text, thing).value_or(likely_count(thing));
    return with_hint(std::move(mistake),
                     f.row_with(whole, fmt::format("{} * {}", currency_wanted(f), count)));
}

}  // namespace accrue::syntax
