// What a spreadsheet says by functions, said in the words of the language.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/messages/language.hpp"
#include "base/text.hpp"
#include "syntax/found.hpp"
#include "syntax/places.hpp"

namespace accrue::syntax {

namespace {

using grammar::Word;

// How firmly the parts of an argument hold together, by the loosest of its signs and words outside brackets:
// `a`, `2 * a`, `a + b`, `a capped at b`, `a > b`, `a and b`.
enum class Hold : std::uint8_t { one, product, sum, bounded, compared, joined };

Hold hold_of(Word word) {
    switch (word) {
        case Word::of:
        case Word::default_value:
            return Hold::product;
        case Word::both:
        case Word::either:
        case Word::negation:
        case Word::condition:
        case Word::otherwise:
            return Hold::joined;
        default:
            return Hold::bounded;
    }
}

Hold hold_of(char sign) {
    switch (sign) {
        case '*':
        case '/':
            return Hold::product;
        case '+':
        case '-':
            return Hold::sum;
        case '<':
        case '>':
        case '=':
            return Hold::compared;
        default:
            return Hold::one;
    }
}

Hold hold_of(std::string_view text) {
    auto loosest = Hold::one;
    int depth = 0;
    for (std::size_t i = 0; i < text.size();) {
        const char *at = text.data() + i, *end = text.data() + text.size();
        const auto word = grammar::reserved_phrase(at, end);
        const bool is_portion = *at == '%' && !trimmed(text.substr(i + 1)).empty();  // `50% plan`
        const auto hold = word ? hold_of(word->word) : is_portion ? Hold::product : hold_of(*at);
        if (depth == 0) loosest = std::max(loosest, hold);
        if (*at == '(' || *at == '[' || *at == '{') ++depth;
        if (*at == ')' || *at == ']' || *at == '}') --depth;
        const auto name = grammar::identifier_length(at, end);
        const auto quote = *at == '"' ? text.find('"', i + 1) : std::string_view::npos;
        i = quote != std::string_view::npos ? quote + 1
                                            : i + std::max({word ? word->length : 0, name, std::size_t{1}});
    }
    return loosest;
}

// In brackets where its parts would not hold together otherwise.
std::string held(const std::string& argument, Hold loosest) {
    return hold_of(argument) > loosest ? fmt::format("({})", argument) : argument;
}

// A function's arguments, and the language in which it is said again.
struct Call {
    std::vector<std::string> arguments;
    Language language;

    std::size_t size() const { return arguments.size(); }
    const std::string& operator[](std::size_t i) const { return arguments[i]; }
    std::string_view say(Word word) const { return grammar::phrase(word).in(language); }
    std::string joined(std::string_view sign) const { return fmt::format("{}", fmt::join(arguments, sign)); }
    std::string joined(std::string_view sign, Hold loosest) const {
        auto each = arguments;
        for (auto& argument : each) argument = held(argument, loosest);
        return fmt::format("{}", fmt::join(each, sign));
    }
};

std::string choice_of(const Call& a) {
    const auto condition = a.say(Word::condition), otherwise = a.say(Word::otherwise);
    if (a.size() == 3) return fmt::format("({} {} {} {} {})", a[1], condition, a[0], otherwise, a[2]);
    if (a.size() == 2) return fmt::format("({} {} {})", a[1], condition, a[0]);
    return fmt::format("(a {} c {} b)", condition, otherwise);
}
std::string sum(const Call& a) {
    return a.size() == 1 ? fmt::format("{} {}", a.say(Word::sum_of), held(a[0], Hold::one))
                         : fmt::format("({})", a.joined(" + ", Hold::sum));
}
std::string both(const Call& a) {
    return fmt::format("({})", a.joined(fmt::format(" {} ", a.say(Word::both)), Hold::compared));
}
std::string either(const Call& a) {
    return fmt::format("({})", a.joined(fmt::format(" {} ", a.say(Word::either)), Hold::compared));
}
std::string negation(const Call& a) {
    return fmt::format("{} {}", a.say(Word::negation), a.size() == 0 ? "a" : held(a[0], Hold::compared));
}
// `2` digits behind the point are steps of 0.01, `-3` steps of 1000; `…` where the digits are no number.
std::string step(const Call& a) {
    if (a.size() < 2 || a[1] == "0") return "1";
    const bool is_whole = a[1].starts_with('-');
    const auto digits = std::string_view(a[1]).substr(is_whole ? 1 : 0);
    if (digits.size() != 1 || digits[0] < '1' || digits[0] > '9') return "…";
    const auto zeros = std::size_t(digits[0] - '0');
    return is_whole ? "1" + std::string(zeros, '0') : "0." + std::string(zeros - 1, '0') + "1";
}
std::string first(const Call& a) {
    return a.size() == 0 ? "x" : a[0];
}
std::string rounded_by(const Call& a, Word mode) {
    return fmt::format("({} {} {} {} {})", held(first(a), Hold::product), a.say(Word::rounded), a.say(mode),
                       a.say(Word::to), step(a));
}
// A spreadsheet takes halves away from 0, whatever the scheme's mode.
std::string rounded(const Call& a) {
    return rounded_by(a, Word::half_up);
}
std::string rounded_up(const Call& a) {
    return rounded_by(a, Word::upwards);
}
std::string rounded_down(const Call& a) {
    return rounded_by(a, Word::downwards);
}
// What stands before the word is one value or one quotient; else the quotient inside it is shown.
std::string default_to(const Call& a) {
    const auto instead = a.say(Word::default_value);
    const bool is_one =
        a.size() == 2 && a[0].find_first_of("+-*") == std::string::npos && std::ranges::count(a[0], '/') <= 1;
    return is_one ? fmt::format("({} {} {})", a[0], instead, held(a[1], Hold::one))
                  : fmt::format("(a / b {} 0)", instead);
}
std::string average(const Call& a) {
    if (a.size() > 1) return fmt::format("(({}) / {})", a.joined(" + ", Hold::sum), a.size());
    return fmt::format("{} {}", a.say(Word::average_of), held(first(a), Hold::one));
}
std::string count(const Call& a) {
    return fmt::format("{} person {} …", a.say(Word::count_of), a.say(Word::where));
}
std::string sum_where(const Call& a) {
    return fmt::format("{} x {} …", a.say(Word::sum_of), a.say(Word::where));
}
std::string table(const Call& a) {
    return fmt::format("{} {} {{ … : …;  {} : … }}", a.say(Word::match), first(a), a.say(Word::otherwise));
}
std::string called(const Call& a, Word function) {
    return fmt::format("{}({})", a.say(function), a.joined(", "));
}
std::string smallest(const Call& a) {
    return called(a, Word::smallest);
}
std::string largest(const Call& a) {
    return called(a, Word::largest);
}
std::string magnitude(const Call& a) {
    return called(a, Word::magnitude);
}

struct Formula {
    std::string_view name;  // in lower case
    std::string (*in_words)(const Call&);
};
constexpr std::array functions{
    Formula{"if", choice_of},
    Formula{"если", choice_of},
    Formula{"ifs", choice_of},
    Formula{"еслимн", choice_of},
    Formula{"sum", sum},
    Formula{"сумм", sum},
    Formula{"сумма", sum},
    Formula{"and", both},
    Formula{"и", both},
    Formula{"or", either},
    Formula{"или", either},
    Formula{"not", negation},
    Formula{"не", negation},
    Formula{"round", rounded},
    Formula{"округл", rounded},
    Formula{"roundup", rounded_up},
    Formula{"округлвверх", rounded_up},
    Formula{"rounddown", rounded_down},
    Formula{"округлвниз", rounded_down},
    Formula{"iferror", default_to},
    Formula{"еслиошибка", default_to},
    Formula{"average", average},
    Formula{"срзнач", average},
    Formula{"count", count},
    Formula{"countif", count},
    Formula{"счётесли", count},
    Formula{"счет", count},
    Formula{"sumif", sum_where},
    Formula{"sumifs", sum_where},
    Formula{"суммесли", sum_where},
    Formula{"суммеслимн", sum_where},
    Formula{"vlookup", table},
    Formula{"впр", table},
    Formula{"xlookup", table},
    Formula{"hlookup", table},
    Formula{"гпр", table},
    Formula{"min", smallest},
    Formula{"мин", smallest},
    Formula{"minimum", smallest},
    Formula{"max", largest},
    Formula{"maximum", largest},
    Formula{"макс", largest},
    Formula{"abs", magnitude},
};

const Formula* function_named(std::string_view name) {
    const std::string lower = folded(name);
    const auto found =
        std::ranges::find_if(functions, [&](const Formula& f) { return folded(f.name) == lower; });
    return found == functions.end() ? nullptr : found;
}

Diagnostic spreadsheet_call(std::string_view name, Span where, const Formula& function,
                            std::vector<std::string> arguments) {
    Diagnostic mistake{kind::spreadsheet_call, {where}, {std::string(name)}, {}};
    mistake.notes.push_back(
        {kind::hint_write, {function.in_words({std::move(arguments), language_of(name)})}});
    return mistake;
}

}  // namespace

std::optional<Diagnostic> spreadsheet_function(const Module& module, Span name, Span call, ExprList arguments,
                                               std::string_view text) {
    const std::string_view written = text.substr(name.begin, name.length);
    if (grammar::built_in_function(written)) return std::nullopt;
    // A glance before the folding: spreadsheet names have no `_` and are short.
    if (written.size() > 22 || written.find('_') != std::string_view::npos) return std::nullopt;
    const Formula* function = function_named(written);
    if (!function) return std::nullopt;
    // One's own function may have such a name.
    for (const std::string_view define : {"define ", "функция "}) {
        if (text.find(fmt::format("{}{}(", define, written)) != std::string_view::npos) return std::nullopt;
    }
    std::vector<std::string> texts;
    for (const ExprId id : module.list(arguments)) {
        const Span span = module.expressions[id].span;
        texts.emplace_back(text.substr(span.begin, span.length));
    }
    (void)call;
    return spreadsheet_call(written, name, *function, std::move(texts));
}

// `if(a; b; c)`: the arguments are cut out by hand, since the language does not read them.
std::optional<Diagnostic> unread_spreadsheet_call(std::string_view text, Span name) {
    const std::string_view written = text.substr(name.begin, name.length);
    const Formula* function = function_named(written);
    if (!function || name.end() >= text.size() || text[name.end()] != '(') return std::nullopt;
    std::vector<std::string> arguments(1);
    const auto line =
        text.substr(name.end(), std::min(text.find('\n', name.end()), text.size()) - name.end());
    // where `;` parts arguments a comma stands in numbers
    const char parting = line.find(';') == std::string_view::npos ? ',' : ';';
    int depth = 0;
    for (std::size_t i = name.end(); i < text.size() && text[i] != '\n'; ++i) {
        const char c = text[i];
        if (c == ')' && --depth == 0) break;
        if (depth == 1 && c == parting) {
            arguments.emplace_back();
        } else if (depth > 0) {
            arguments.back() += c;
        }
        if (c == '(') ++depth;
    }
    for (std::string& a : arguments) a = std::string(trimmed(a));
    return spreadsheet_call(written, name, *function, std::move(arguments));
}

}  // namespace accrue::syntax
