#include "data/number_cell.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "base/ascii.hpp"
#include "base/messages/data.hpp"
#include "data/words.hpp"

namespace accrue::data {
namespace {

using namespace std::string_view_literals;

// ---------------------------------------------------------------- signs of several bytes

struct Sign {
    std::string_view text;
    Mark mark;
};
constexpr std::array<Sign, 9> between_digits = {{
    {" ", Mark::blank},
    {"\u00A0", Mark::blank},
    {"\u202F", Mark::blank},
    {"\u2009", Mark::blank},
    {"\u2007", Mark::blank},
    {"'", Mark::apostrophe},
    {"\u2019", Mark::apostrophe},
    {".", Mark::point},
    {",", Mark::comma},
}};
constexpr std::array minus_signs = {"-"sv, "\u2212"sv, "\u2013"sv};
constexpr std::array blanks = {" "sv, "\t"sv, "\u00A0"sv, "\u202F"sv, "\u2009"sv, "\u2007"sv};
constexpr std::array currency_symbols = {"$"sv, "€"sv, "₽"sv, "£"sv, "₸"sv, "¥"sv, "₴"sv, "₺"sv};

// Takes the first of `signs` that the text begins with off its front.
template <class Signs>
std::string_view taken(std::string_view& text, const Signs& signs) {
    for (const auto sign : signs) {
        if (!text.starts_with(sign)) continue;
        const auto found = text.substr(0, sign.size());
        text.remove_prefix(sign.size());
        return found;
    }
    return "";
}

// The letters at the front, up to a blank, a sign or a digit.
std::string_view taken_word(std::string_view& text) {
    std::size_t length = 0;
    const auto ends = [](std::string_view rest) {
        const char byte = rest.front();
        const auto begins = [&](std::string_view sign) { return rest.starts_with(sign); };
        return is_digit(byte) || "%().,+'/"sv.find(byte) != std::string_view::npos ||
               std::ranges::any_of(minus_signs, begins) || std::ranges::any_of(blanks, begins) ||
               std::ranges::any_of(currency_symbols, begins);
    };
    while (length < text.size() && !ends(text.substr(length))) ++length;
    const auto word = text.substr(0, length);
    text.remove_prefix(length);
    return word;
}

// ---------------------------------------------------------------- around the digits

struct Around {
    bool minus = false, plus = false, open = false, closed = false;
};

class TakingApart {
  public:
    explicit TakingApart(std::string_view text) : text_(text) {}
    NumberReading reading();

  private:
    bool find_body();
    bool front(std::string_view rest);
    bool back(std::string_view rest);
    bool word(std::string_view word);
    bool currency(std::string_view word);
    bool body();
    bool fail(Kind kind, std::string_view part);
    bool one_mark(std::span<const std::string_view> runs, Mark mark);
    bool groups(std::span<const std::string_view> runs, Mark mark);
    bool decimal(std::span<const std::string_view> runs, Mark mark);
    bool keep_digits(std::span<const std::string_view> runs);

    std::string_view text_;
    NumberCell cell_;
    Around around_;
    NotANumber trouble_{};
};

bool TakingApart::fail(Kind kind, std::string_view part) {
    trouble_ = {kind, part};
    return false;
}

// From the first digit, or the point before it, to the last.
bool TakingApart::find_body() {
    const auto first = std::ranges::find_if(text_, is_digit);
    if (first == text_.end()) return fail(kind::cell_not_a_number, text_);
    auto begin = static_cast<std::size_t>(first - text_.begin());
    const auto end = text_.find_last_of("0123456789"sv) + 1;
    const bool has_point = begin > 0 && (text_[begin - 1] == '.' || text_[begin - 1] == ',');
    // The point of `руб.5` belongs to the word.
    if (has_point && (begin == 1 || static_cast<unsigned char>(text_[begin - 2]) < 0x80)) --begin;
    cell_.body = text_.substr(begin, end - begin);
    return front(text_.substr(0, begin)) && back(text_.substr(end));
}

bool TakingApart::front(std::string_view rest) {
    while (!rest.empty()) {
        if (!taken(rest, blanks).empty()) continue;
        if (const auto sign = taken(rest, minus_signs); !sign.empty()) {
            if (around_.minus || around_.plus || around_.open) return fail(kind::cell_two_signs, sign);
            around_.minus = true;
        } else if (rest.starts_with('+')) {
            if (around_.minus || around_.plus) return fail(kind::cell_two_signs, rest.substr(0, 1));
            around_.plus = true;
            rest.remove_prefix(1);
        } else if (rest.starts_with('(')) {
            if (around_.open || around_.minus || around_.plus)
                return fail(kind::cell_two_signs, rest.substr(0, 1));
            around_.open = true;
            rest.remove_prefix(1);
        } else if (const auto symbol = taken(rest, currency_symbols); !symbol.empty()) {
            if (!currency(symbol)) return false;
        } else {
            const auto name = taken_word(rest);
            if (name.empty() || !currency(name)) return fail(kind::cell_not_a_number, text_);
            if (rest.starts_with('.')) rest.remove_prefix(1);
        }
    }
    return true;
}

bool TakingApart::back(std::string_view rest) {
    while (!rest.empty()) {
        if (!taken(rest, blanks).empty()) continue;
        if (const auto sign = taken(rest, minus_signs); !sign.empty()) {
            if (around_.minus || around_.plus || around_.open) return fail(kind::cell_two_signs, sign);
            around_.minus = true;
        } else if (rest.starts_with('%')) {
            if (cell_.percent) return fail(kind::cell_not_a_number, text_);
            cell_.percent = true;
            rest.remove_prefix(1);
        } else if (rest.starts_with(')')) {
            if (!around_.open || around_.closed) return fail(kind::cell_not_a_number, text_);
            around_.closed = true;
            rest.remove_prefix(1);
        } else if (const auto symbol = taken(rest, currency_symbols); !symbol.empty()) {
            if (!currency(symbol)) return false;
        } else {
            const auto name = taken_word(rest);
            if (name.empty() || !word(name)) return fail(kind::cell_unknown_word, name.empty() ? rest : name);
            if (rest.starts_with('.')) rest.remove_prefix(1);
        }
    }
    return around_.open == around_.closed || fail(kind::cell_not_a_number, text_);
}

bool TakingApart::word(std::string_view word) {
    if (const auto scale = scale_of(word)) {
        const bool again = cell_.scale != 0;
        cell_.scale = *scale;
        return !again;
    }
    return currency(word);
}

bool TakingApart::currency(std::string_view word) {
    const auto found = currencies_of(word);
    if (found.empty() || !cell_.currencies.empty()) return fail(kind::cell_unknown_word, word);
    cell_.currencies = found;
    return true;
}

// ---------------------------------------------------------------- the digits

bool in_threes(std::span<const std::string_view> runs) {
    const auto is_three = [](std::string_view run) { return run.size() == 3; };
    return !runs.front().empty() && runs.front().size() <= 3 &&
           std::ranges::all_of(runs.subspan(1), is_three);
}

bool TakingApart::keep_digits(std::span<const std::string_view> runs) {
    for (const auto run : runs) {
        for (const char digit : run) {
            if (digit == '0' && cell_.digit_count == 0) continue;
            if (cell_.digit_count == most_digits) return fail(kind::cell_too_long, text_);
            cell_.digits[cell_.digit_count++] = digit;
        }
    }
    return true;
}

bool TakingApart::groups(std::span<const std::string_view> runs, Mark mark) {
    if (!in_threes(runs)) return fail(kind::cell_groups_not_in_threes, cell_.body);
    cell_.group = mark;
    return true;
}

bool TakingApart::decimal(std::span<const std::string_view> runs, Mark mark) {
    if (runs.back().size() > most_digits) return fail(kind::cell_too_long, text_);
    cell_.decimal = mark;
    cell_.after = static_cast<int>(runs.back().size());
    return true;
}

// `1.234` can be both; no number of more digits begins its groups with 0.
bool TakingApart::one_mark(std::span<const std::string_view> runs, Mark mark) {
    if (mark != Mark::point && mark != Mark::comma) return groups(runs, mark);
    if (runs.size() > 2) return groups(runs, mark);
    cell_.ambiguous = in_threes(runs) && runs.front().front() != '0';
    return decimal(runs, mark);
}

bool TakingApart::body() {
    std::vector<std::string_view> runs;
    std::vector<Mark> marks;
    auto rest = cell_.body;
    while (true) {
        const auto digits =
            rest.substr(0, static_cast<std::size_t>(std::ranges::find_if_not(rest, is_digit) - rest.begin()));
        runs.push_back(digits);
        rest.remove_prefix(digits.size());
        if (rest.empty()) break;
        const auto sign = std::ranges::find_if(between_digits,
                                               [&](const Sign& each) { return rest.starts_with(each.text); });
        if (sign == between_digits.end()) return fail(kind::cell_not_a_number, text_);
        marks.push_back(sign->mark);
        rest.remove_prefix(sign->text.size());
    }
    if (!keep_digits(runs)) return false;
    if (marks.empty()) return true;
    const auto inner = std::span(marks).first(marks.size() - 1);
    const bool alike = std::ranges::all_of(inner, [&](Mark mark) { return mark == marks.front(); });
    if (!alike) return fail(kind::cell_groups_not_in_threes, cell_.body);
    if (marks.back() == marks.front()) return one_mark(runs, marks.front());
    if (marks.back() != Mark::point && marks.back() != Mark::comma) {
        return fail(kind::cell_groups_not_in_threes, cell_.body);
    }
    return groups(std::span(runs).first(runs.size() - 1), marks.front()) && decimal(runs, marks.back());
}

// `1E+05`: digits, `E`, digits.
bool is_shortened(std::string_view text) {
    const auto e = text.find_first_of("eE"sv);
    if (e == std::string_view::npos || e == 0 || !is_digit(text[e - 1])) return false;
    auto power = text.substr(e + 1);
    if (power.starts_with('+') || power.starts_with('-')) power.remove_prefix(1);
    return !power.empty() && std::ranges::all_of(power, is_digit);
}

NumberReading TakingApart::reading() {
    if (is_shortened(text_)) return {{}, {kind::cell_shortened, text_}};
    if (!find_body() || !body()) return {{}, trouble_};
    cell_.negative = around_.minus || around_.open;
    return {cell_, {}};
}

}  // namespace

std::string to_text(Mark mark) {
    switch (mark) {
        case Mark::none:
            return "";
        case Mark::blank:
            return " ";
        case Mark::apostrophe:
            return "'";
        case Mark::point:
            return ".";
        case Mark::comma:
            return ",";
    }
    return "";
}

NumberReading take_apart(std::string_view text) {
    return TakingApart(text).reading();
}

Exact whole_number(std::string_view digits) {
    constexpr std::size_t digits_of_a_word = 18;
    Exact value;
    while (!digits.empty()) {
        const auto part = digits.substr(0, digits_of_a_word);
        std::int64_t number = 0;
        for (const char digit : part) number = number * 10 + (digit - '0');
        value = value * Exact::scaled(1, -static_cast<int>(part.size())) + Exact(number);
        digits.remove_prefix(part.size());
    }
    return value;
}

std::string_view letter_for_digit(std::string_view text) {
    constexpr std::array letters = {"O"sv, "o"sv, "\u041E"sv, "\u043E"sv,
                                    "l"sv, "I"sv, "\u0417"sv, "\u0437"sv};
    std::string_view found;
    bool has_digit = false;
    while (!text.empty()) {
        const auto letter = taken(text, letters);
        if (!letter.empty() && found.empty()) found = letter;
        if (!letter.empty() || !taken(text, blanks).empty()) continue;
        if (!is_digit(text.front()) && ".,"sv.find(text.front()) == std::string_view::npos) return "";
        has_digit = has_digit || is_digit(text.front());
        text.remove_prefix(1);
    }
    return has_digit ? found : "";
}

// It is a number where 0 stands for the dash.
bool is_accounting_zero(std::string_view text) {
    const auto is_dash = [&](std::string_view sign) { return text.find(sign) != std::string_view::npos; };
    const auto dash = std::ranges::find_if(minus_signs, is_dash);
    if (dash == minus_signs.end()) return false;
    std::string number(text);
    number.replace(number.find(*dash), dash->size(), "0");
    const auto reading = take_apart(number);
    return reading.cell && !reading.cell->currencies.empty() && reading.cell->is_zero();
}

std::string NumberCell::group_text() const {
    const auto begin = body.find_first_not_of("0123456789"sv);
    if (group == Mark::none || begin == std::string_view::npos) return "";
    return std::string(body.substr(begin, body.find_first_of("0123456789"sv, begin) - begin));
}

}  // namespace accrue::data
