// What a spreadsheet says by functions, said in the words of the language.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "base/messages/language.hpp"
#include "base/text.hpp"
#include "syntax/mistakes.hpp"
#include "syntax/places.hpp"

namespace accrue::syntax {

namespace {

using Arguments = std::vector<std::string>;

std::string choice_of(const Arguments& a) {
    if (a.size() == 3) return fmt::format("({} if {} otherwise {})", a[1], a[0], a[2]);
    if (a.size() == 2) return fmt::format("({} if {})", a[1], a[0]);
    return "(a if c otherwise b)";
}
std::string sum(const Arguments& a) {
    return a.size() == 1 ? "sum of " + a[0] : fmt::format("({})", fmt::join(a, " + "));
}
std::string both(const Arguments& a) {
    return fmt::format("({})", fmt::join(a, " and "));
}
std::string either(const Arguments& a) {
    return fmt::format("({})", fmt::join(a, " or "));
}
std::string negation(const Arguments& a) {
    return a.empty() ? "not a" : "not " + a[0];
}
std::string step(const Arguments& a) {
    if (a.size() < 2 || a[1] == "0") return "1";
    if (a[1].size() == 1 && a[1][0] > '0' && a[1][0] <= '9')
        return "0." + std::string(std::size_t(a[1][0] - '1'), '0') + "1";
    return "0.01";
}
std::string first(const Arguments& a) {
    return a.empty() ? "x" : a[0];
}
std::string rounded(const Arguments& a) {
    return fmt::format("({} rounded to {})", first(a), step(a));
}
std::string rounded_up(const Arguments& a) {
    return fmt::format("({} rounded up to {})", first(a), step(a));
}
std::string rounded_down(const Arguments& a) {
    return fmt::format("({} rounded down to {})", first(a), step(a));
}
std::string default_to(const Arguments& a) {
    return a.size() == 2 ? fmt::format("({} default {})", a[0], a[1]) : "(a / b default 0)";
}
std::string average(const Arguments& a) {
    return "average of " + first(a);
}
std::string count(const Arguments&) {
    return "count of person where …";
}
std::string sum_where(const Arguments&) {
    return "sum of x where …";
}
std::string table(const Arguments& a) {
    return fmt::format("match {} {{ … : …;  otherwise : … }}", first(a));
}
std::string smallest(const Arguments& a) {
    return fmt::format("min({})", fmt::join(a, ", "));
}
std::string largest(const Arguments& a) {
    return fmt::format("max({})", fmt::join(a, ", "));
}
std::string magnitude(const Arguments& a) {
    return fmt::format("abs({})", fmt::join(a, ", "));
}

struct Formula {
    std::string_view name;  // in lower case
    std::string (*in_words)(const Arguments&);
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
    Formula{"max", largest},
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
                            const Arguments& arguments) {
    Diagnostic mistake{kind::spreadsheet_call, {where}, {std::string(name)}, {}};
    mistake.notes.push_back({kind::hint_write, {function.in_words(arguments)}});
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
    Arguments texts;
    for (const ExprId id : module.list(arguments)) {
        const Span span = module.expressions[id].span;
        texts.emplace_back(text.substr(span.begin, span.length));
    }
    (void)call;
    return spreadsheet_call(written, name, *function, texts);
}

// `if(a; b; c)`: the arguments are cut out by hand, since the language does not read them.
std::optional<Diagnostic> unread_spreadsheet_call(std::string_view text, Span name) {
    const std::string_view written = text.substr(name.begin, name.length);
    const Formula* function = function_named(written);
    if (!function || name.end() >= text.size() || text[name.end()] != '(') return std::nullopt;
    Arguments arguments(1);
    int depth = 0;
    for (std::size_t i = name.end(); i < text.size() && text[i] != '\n'; ++i) {
        const char c = text[i];
        if (c == ')' && --depth == 0) break;
        if (depth == 1 && (c == ',' || c == ';')) {
            arguments.emplace_back();
        } else if (depth > 0) {
            arguments.back() += c;
        }
        if (c == '(') ++depth;
    }
    for (std::string& a : arguments) a = std::string(trimmed(a));
    return spreadsheet_call(written, name, *function, arguments);
}

}  // namespace accrue::syntax
