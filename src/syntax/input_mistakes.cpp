// What stands behind the type of an input and is said otherwise than by `in 0 .. 100` or `default 0`.
#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "base/messages/language.hpp"
#include "base/text.hpp"
#include "syntax/found.hpp"

namespace accrue::syntax {

using grammar::Word;

namespace {

// Of those that begin alike the longer first.
constexpr std::string_view words_of_both[] = {"in the range", "in range",    "within", "between", "range",
                                              "в диапазоне",  "в интервале", "между",  "диапазон"};
constexpr std::string_view words_of_low[] = {"starting from",
                                             "from",
                                             "is at least",
                                             "at least",
                                             "not below",
                                             "not less than",
                                             "no less than",
                                             "more than",
                                             "greater than",
                                             "above",
                                             "minimum",
                                             "min",
                                             ">=",
                                             ">",
                                             "≥",
                                             "от",
                                             "не менее",
                                             "не меньше",
                                             "не ниже",
                                             "больше",
                                             "более",
                                             "выше",
                                             "свыше",
                                             "минимум",
                                             "как минимум"};
constexpr std::string_view words_of_high[] = {
    "is at most", "at most",   "not above",   "not more than", "no more than", "up to",  "to",
    "until",      "less than", "below",       "maximum",       "max",          "<=",     "<",
    "≤",          "до",        "не более",    "не больше",     "не выше",      "меньше", "менее",
    "ниже",       "максимум",  "как максимум"};
constexpr std::string_view joints[] = {"..", "up to", "to", "and", "-", "–", "—", "до", "и", "по"};
constexpr std::string_view words_of_none_below_0[] = {
    "not negative", "non-negative", "nonnegative", "неотрицательное", "неотрицательные", "неотрицательный"};

// Reads on behind what it takes.
class Reading {
  public:
    Reading(std::string_view text, std::size_t at) : text_(text), end_(at) {}
    std::size_t end() const { return end_; }

    bool take(std::span<const std::string_view> all) {
        const auto at = after_blanks(text_, end_);
        for (const auto words : all) {
            const bool is_sign = static_cast<unsigned char>(words.front()) < 'A';
            const auto length =
                is_sign ? (text_.substr(at).starts_with(words) ? words.size() : 0)
                        : grammar::taken_by(words, text_.data() + at, text_.data() + text_.size());
            if (length == 0) continue;
            end_ = at + length;
            return true;
        }
        return false;
    }
    // `0`, `-100`, `50%`; empty where none stands.
    std::string_view take_edge() {
        const auto at = after_blanks(text_, end_);
        const std::size_t sign = text_.substr(at).starts_with('-') ? 1 : 0;
        const auto figure = figure_at(text_, at + sign);
        if (figure.empty()) return figure;
        end_ = at + sign + figure.size();
        return text_.substr(at, sign + figure.size());
    }

  private:
    std::string_view text_;
    std::size_t end_;
};

struct Range {
    std::string low, high;  // empty where it has no such edge
    std::size_t end = 0;
};

// The range that the words at the place say; of no edge where they say none.
Range range_at(std::string_view text, std::size_t place) {
    Reading reading(text, place);
    if (reading.take(words_of_none_below_0)) return {"0", "", reading.end()};
    Range range;
    const bool is_both = reading.take(words_of_both);
    if (is_both || !reading.take(words_of_high)) {
        const bool is_low = reading.take(words_of_low);
        range.low = reading.take_edge();
        range.end = reading.end();
        const bool goes_on = !range.low.empty() && reading.take(joints);
        if (!is_both && !is_low && !goes_on) return {};
    }
    range.high = reading.take_edge();
    if (!range.high.empty()) range.end = reading.end();
    return range;
}

}  // namespace

// `input salary : money from 0`, `input score : number 1 to 10`
Mistake other_range(const Found& f) {
    const auto input = input_row(f.text, f.row_begin);
    if (!input || !f.wants_end()) return std::nullopt;
    const auto [low, high, end] = range_at(f.text, f.here.begin);
    if (low.empty() && high.empty()) return std::nullopt;
    const Span words = widened(f.here, end - f.here.begin);
    const auto in = spelled(Word::in_range, language_of(f.text.substr(f.row_begin)));
    const auto meant = low.empty()    ? fmt::format("{} .. {}", in, high)
                       : high.empty() ? fmt::format("{} {} ..", in, low)
                                      : fmt::format("{} {} .. {}", in, low, high);
    return with_hint(at(kind::other_range, words, {std::string(f.text.substr(words.begin, words.length))}),
                     f.row_with(words, meant));
}

// `input premium : money = 0`, `input premium : money, default 0`
Mistake other_default(const Found& f) {
    if (!input_row(f.text, f.row_begin) || !f.wants_end()) return std::nullopt;
    if (f.word == "=") {
        const auto language = language_of(f.text.substr(f.row_begin));
        return with_hint(here(f, kind::left_over, {f.found()}),
                         f.row_with_here(spelled(Word::default_input, language)));
    }
    constexpr Word clauses[] = {Word::default_input, Word::in_range, Word::by_day};
    const auto next = after_blanks(f.text, f.here.end());
    const auto goes_on = [&](Word word) { return phrase_at(f.text, next, word) != 0; };
    if (f.word != "," || std::ranges::none_of(clauses, goes_on)) return std::nullopt;
    return with_hint(here(f, kind::left_over, {f.found()}), f.row_with(f.with_blanks_before(), ""));
}

}  // namespace accrue::syntax
