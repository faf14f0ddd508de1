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
// Of steps that are counted: `each full 100k`, `each percentage point`.
constexpr std::string_view full[] = {"full",   "whole",  "complete", "полные", "полных",
                                     "полный", "полную", "полное",   "целые",  "целый"};
constexpr std::string_view percent[] = {"percentage point", "percent point", "percent", "процентный пункт",
                                        "процент"};
constexpr std::size_t looked_through = 1U << 14U;  // bytes of a text in which what it declares is looked for

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

// The amount before the stop is a figure without a currency: beside `*` it would be a number.
bool is_bare_figure(const Found& f) {
    const auto amount = f.word_before();
    return !amount.empty() && (grammar::is_digit(amount[0]) || is_one_of(amount, {"тыс", "млн", "млрд"}));
}

// The code of the `currency` line behind a blank; empty without one.
std::string currency_of(const Found& f) {
    const auto text = f.text.substr(0, looked_through);
    for (std::size_t line = 0; line < text.size();) {
        const auto place = after_blanks(text, line);
        if (const auto length = phrase_at(text, place, Word::currency))
            return " " + std::string(name_at(text, after_blanks(text, place + length)));
        line = std::min(text.find('\n', line), text.size() - 1) + 1;
    }
    return "";
}

std::string currency_wanted(const Found& f) {
    return is_bare_figure(f) ? currency_of(f) : "";
}

// `each full 100k of sales above plan`: the steps of what moves that are counted.
struct Steps {
    bool is_full = false;
    std::string size, of, threshold;  // `100k`, `sales`, `plan`
    std::size_t end = 0;
};
std::optional<Steps> steps_at(const Found& f, std::size_t place) {
    static constexpr std::string_view beyond[] = {"above",     "over",         "more than", "beyond", "сверх",
                                                  "exceeding", "in excess of", "свыше",     "выше"};
    const auto text = f.text.substr(0, f.row_end);
    const auto take = [&](std::size_t& at, std::span<const std::string_view> words) {
        for (const auto word : words) {
            if (const auto length = grammar::taken_by(word, text.data() + at, text.data() + text.size()))
                return at = after_blanks(text, at + length), true;
        }
        return false;
    };
    Steps steps;
    steps.is_full = take(place, full);
    steps.size = figure_at(text, place);
    place = after_blanks(text, place + steps.size.size());
    if (steps.size.empty() && take(place, percent)) steps.size = "1%";
    if (const auto of = phrase_at(text, place, Word::of)) place = after_blanks(text, place + of);
    steps.of = name_at(text, place);
    steps.end = place + steps.of.size();
    place = after_blanks(text, steps.end);
    if (take(place, beyond)) {
        const auto figure = figure_at(text, place);
        steps.threshold = figure.empty() ? name_at(text, place) : figure;
        if (steps.threshold.empty()) return std::nullopt;
        steps.end = place + steps.threshold.size();
        place = after_blanks(text, steps.end);
    }
    const bool is_end = place >= text.size() || text[place] == '"' || text[place] == ')' ||
                        phrase_at(text, place, Word::condition) || phrase_at(text, place, Word::capped_at);
    const bool is_reserved =
        grammar::reserved_phrase(steps.of.data(), steps.of.data() + steps.of.size()).has_value();
    return steps.size.empty() || steps.of.empty() || is_reserved || !is_end ? std::nullopt
                                                                            : std::optional(steps);
}

// `1000 * (sales / 100k)` of `1000 for each 100k of sales`. Money is counted in steps of money.
Mistake amount_for_steps(const Found& f, Span words) {
    static constexpr std::string_view every[] = {"each", "every", "per", "кажд"};
    const auto joint = f.text.substr(words.begin, words.length);
    const auto steps = steps_at(f, after_blanks(f.text, words.end()));
    if (!steps || std::ranges::none_of(every, [&](auto word) { return joint.find(word) != joint.npos; }))
        return std::nullopt;
    const auto type = type_of_input(f.text, steps->of);
    const bool is_percent = steps->size.find('%') != std::string::npos;
    const bool is_bare = grammar::is_digit(steps->size[0]) && !is_percent;
    const auto size = steps->size + (is_bare && type == Word::money ? currency_of(f) : "");
    const auto language = language_of(joint);
    const auto of = steps->threshold.empty() ? steps->of
                                             : fmt::format("({} {} {})", steps->of,
                                                           spelled(Word::above, language), steps->threshold);
    const auto rounding = steps->is_full
                              ? fmt::format(" {} {} {} 1", spelled(Word::rounded, language),
                                            spelled(Word::downwards, language), spelled(Word::to, language))
                              : "";
    const auto currency = type || is_percent ? currency_wanted(f) : "";
    const auto begin = before_blanks(f.text, f.here.begin, f.row_begin);
    const Span whole{begin, static_cast<std::uint32_t>(steps->end - begin), f.here.source};
    return with_hint(at(kind::amount_for_each, words, {std::string(joint)}),
                     f.row_with(whole, fmt::format("{} * ({} / {}{})", currency, of, size, rounding)));
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

// Whether an amount times that number is meant: not in `500 per new client`, `1k за каждый процент`, nor
// where the name holds money.
bool is_counted(const Found& f, std::string_view thing, std::string_view count) {
    const auto next =
        after_blanks(f.text, static_cast<std::size_t>(thing.data() + thing.size() - f.text.data()));
    const bool goes_on = next < f.row_end &&
                         (grammar::is_digit(f.text[next]) || !name_at(f.text, next).empty()) &&
                         !grammar::reserved_phrase(f.text.data() + next, f.text.data() + f.text.size());
    const bool is_step = std::ranges::find(full, thing) != std::end(full) ||
                         std::ranges::find(percent, thing) != std::end(percent);
    const auto type = type_of_input(f.text, count);
    return !goes_on && !is_step && (!type || type == Word::number);
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
    if (length == 0) return std::nullopt;
    if (auto mistake = amount_for_steps(f, words)) return mistake;
    const auto thing = name_at(f.text, place);
    if (thing.empty() || thing == "cent") return std::nullopt;
    const bool is_bare_joint = is_one_of(f.text.substr(words.begin, words.length), {"for", "за"});
    if (is_bare_joint && !f.name_before(f.here.begin).empty()) return std::nullopt;  // `salary for days`
    if (std::ranges::find(of_time, thing) != std::end(of_time)) return std::nullopt;
    if (std::ranges::find(months, thing) != std::end(months)) return for_each_month(f, words, thing);
    const auto begin = before_blanks(f.text, f.here.begin, f.row_begin);
    const Span whole{begin, static_cast<std::uint32_t>(place + thing.size() - begin), f.here.source};
    auto mistake = at(kind::amount_for_each, words, {std::string(f.text.substr(words.begin, words.length))});
    const auto count = known_count(f.text, thing).value_or(likely_count(thing));
    if (!is_counted(f, thing, count)) return mistake;
    return with_hint(std::move(mistake),
                     f.row_with(whole, fmt::format("{} * {}", currency_wanted(f), count)));
}

}  // namespace accrue::syntax
