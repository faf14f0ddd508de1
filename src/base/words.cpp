#include "base/words.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/ids.hpp"
#include "base/language.hpp"
#include "base/text.hpp"

namespace accrue {
namespace {

std::string grouped(std::int64_t number) {
    auto digits = std::to_string(number);
    const std::size_t first = number < 0 ? 1 : 0;
    for (auto place = digits.size(); place > first + 3;) digits.insert(place -= 3, 1, ' ');
    return digits;
}

template <class Number>
std::optional<Number> parsed(std::string_view digits) {
    Number number = 0;
    const auto* end = digits.data() + digits.size();
    const auto [stop, mistake] = std::from_chars(digits.data(), end, number);
    if (mistake != std::errc() || stop != end) return std::nullopt;
    return number;
}

// A count that is given as a text counts too: `12`, `1 200`.
std::optional<std::int64_t> count_of(const Argument& argument) {
    if (const auto* number = std::get_if<std::int64_t>(&argument)) return *number;
    auto digits = std::get<std::string>(argument);
    std::erase(digits, ' ');
    return parsed<std::int64_t>(digits);
}

std::string shown(const Argument& argument) {
    const overloaded words{[](const std::string& text) { return printable(text); },
                           [](std::int64_t number) { return grouped(number); }};
    return std::visit(words, argument);
}

std::string_view form(const Argument& argument, std::string_view forms) {
    const auto count = static_cast<std::size_t>(std::ranges::count(forms, '/')) + 1;
    const auto number = count_of(argument);
    for (auto left = number ? plural_form(*number, count) : count - 1; left > 0; --left) {
        forms.remove_prefix(std::min(forms.find('/'), forms.size() - 1) + 1);
    }
    return forms.substr(0, forms.find('/'));
}

// `0` or `0:row/rows`, as it stands between braces.
std::string placed(std::string_view place, const std::vector<Argument>& arguments) {
    const auto colon = place.find(':');
    const auto number = parsed<std::size_t>(place.substr(0, colon));
    const bool is_given = number && *number < arguments.size();
    if (colon == std::string_view::npos) return is_given ? shown(arguments[*number]) : "…";
    return std::string(form(is_given ? arguments[*number] : Argument(""), place.substr(colon + 1)));
}

}  // namespace

std::string filled_in(std::string_view text, const std::vector<Argument>& arguments) {
    std::string filled;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_brace = text[i] == '{' || text[i] == '}';
        const bool is_doubled = is_brace && text.substr(i + 1).starts_with(text[i]);
        const auto end = text[i] == '{' && !is_doubled ? text.find('}', i) : std::string_view::npos;
        if (end == std::string_view::npos) {
            filled += text[i];
            if (is_doubled) ++i;
        } else {
            filled += placed(text.substr(i + 1, end - i - 1), arguments);
            i = end;
        }
    }
    return filled;
}

}  // namespace accrue
