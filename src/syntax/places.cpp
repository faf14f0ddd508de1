#include "syntax/places.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace accrue::syntax {

using grammar::blank_length;
using grammar::Word;

std::size_t after_blanks(std::string_view text, std::size_t at) {
    while (const std::size_t n = blank_length(text.data() + at, text.data() + text.size())) at += n;
    return at;
}

std::size_t after_lines(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        if (text[at] == '\n') {
            ++at;
        } else if (text[at] == '#') {
            at = std::min(text.find('\n', at), text.size());
        } else if (const std::size_t next = after_blanks(text, at); next != at) {
            at = next;
        } else {
            break;
        }
    }
    return at;
}

std::size_t before_blanks(std::string_view text, std::size_t at, std::size_t least) {
    while (at > least && (text[at - 1] == ' ' || text[at - 1] == '\t' || text[at - 1] == '\r')) --at;
    return at;
}

std::size_t end_of_row(std::string_view text, std::size_t at) {
    int braces = 0;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '"') {
            const std::size_t close = text.find_first_of("\"\n", at + 1);
            if (close == std::string_view::npos) return text.size();
            if (text[close] == '\n') return close;
            at = close;
        } else if (c == '{') {
            ++braces;
        } else if (c == '}') {
            if (braces-- == 0) return at;
        } else if (c == '\n' || c == '#' || (c == ';' && braces == 0)) {
            return at;
        }
    }
    return at;
}

Span token_at(std::string_view text, std::size_t at, SourceId source) {
    const auto span = [&](std::size_t n) { return Span{at, static_cast<std::uint32_t>(n), source}; };
    const char* const p = text.data() + at;
    const char* const end = text.data() + text.size();
    if (p == end || *p == '\n' || *p == '\r' || *p == '#') return span(0);
    if (const std::size_t n = grammar::identifier_length(p, end)) return span(n);
    if (grammar::is_digit(*p)) {
        std::size_t n = 1;
        while (p + n != end &&
               (grammar::is_digit(p[n]) ||
                ((p[n] == '.' || p[n] == '_') && p + n + 1 != end && grammar::is_digit(p[n + 1])))) {
            ++n;
        }
        // `2026-03-15`, `2026-W12`
        const auto goes_on = [&] {
            return p + n != end && p[n] == '-' && p + n + 1 != end &&
                   (grammar::is_digit(p[n + 1]) || p[n + 1] == 'W' || p[n + 1] == 'Q');
        };
        while (n >= 4 && goes_on()) {
            n += 2;
            while (p + n != end && grammar::is_digit(p[n])) ++n;
        }
        n += grammar::identifier_length(p + n, end);
        if (p + n != end && p[n] == '%') ++n;
        return span(n);
    }
    if (*p == '"') {
        const std::size_t close = text.find_first_of("\"\n", at + 1);
        return span(close == std::string_view::npos || text[close] == '\n' ? 1 : close + 1 - at);
    }
    for (const std::string_view sign :
         {"==", "=>", "=<", "<>", "<=", ">=", "!=", ":=", "&&", "||", "**", "//", "/*", "->", ".."}) {
        if (text.substr(at, 2) == sign) return span(2);
    }
    const auto first = static_cast<unsigned char>(*p);
    const std::size_t n = first < 0x80 ? 1u : first < 0xE0 ? 2u : first < 0xF0 ? 3u : 4u;
    return span(std::min(n, static_cast<std::size_t>(end - p)));
}

std::size_t phrase_at(std::string_view text, std::size_t at, Word word) {
    return grammar::taken_by(word, text.data() + at, text.data() + text.size());
}

bool opens_statement(std::string_view text, std::size_t at) {
    for (const grammar::Phrase& p : grammar::phrases) {
        if (p.place == grammar::Place::statement && phrase_at(text, at, p.word) != 0) return true;
    }
    return false;
}

std::string_view name_at(std::string_view text, std::size_t place) {
    return text.substr(place, grammar::identifier_length(text.data() + place, text.data() + text.size()));
}

std::string_view figure_at(std::string_view text, std::size_t place) {
    const auto is_digit_at = [&](std::size_t i) { return i < text.size() && grammar::is_digit(text[i]); };
    if (!is_digit_at(place)) return {};
    auto end = place;
    while (is_digit_at(end) || (is_digit_at(end + 1) && (text[end] == ' ' || text[end] == '.'))) ++end;
    const auto take_word = [&](std::size_t at, auto is_meant) {
        const auto word = name_at(text, at);
        if (!word.empty() && is_meant(word)) end = at + word.size();
    };
    take_word(after_blanks(text, end), [](auto word) {
        return word == "k" || word == "M" || word == "B" || word == "тыс" || word == "млн" || word == "млрд";
    });
    if (const auto sign = after_blanks(text, end); text.substr(sign).starts_with('%')) end = sign + 1;
    take_word(after_blanks(text, end), [](auto word) {
        return word.size() == 3 && std::ranges::all_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
    });
    return text.substr(place, end - place);
}

std::size_t next_row(std::string_view text, std::size_t at) {
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '\n' || c == '{' || c == ';') return at + 1;
        if (c == '#') return std::min(text.find('\n', at), text.size() - 1) + 1;
        if (c != '"') continue;
        at = std::min(text.find_first_of("\"\n", at + 1), text.size() - 1);
        if (text[at] == '\n') return at + 1;
    }
    return at;
}

std::optional<InputRow> input_row(std::string_view text, std::size_t at) {
    at = after_blanks(text, at);
    const auto opener = phrase_at(text, at, Word::input);
    if (opener == 0) return std::nullopt;
    const auto row = text.substr(at, end_of_row(text, at) - at);
    const auto colon = row.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto type = after_blanks(row, colon + 1);
    const auto phrase = std::ranges::find_if(grammar::phrases, [&](const grammar::Phrase& each) {
        return each.place == grammar::Place::type && phrase_at(row, type, each.word) != 0;
    });
    if (phrase == std::end(grammar::phrases)) return std::nullopt;
    return InputRow{trimmed(row.substr(opener, colon - opener)), phrase->word};
}

std::optional<Word> type_of_input(std::string_view text, std::string_view name) {
    for (std::size_t at = 0; at < text.size(); at = next_row(text, at)) {
        const auto input = input_row(text, at);
        if (!input) continue;
        for (std::size_t word = 0; word < input->names.size();) {
            const auto found = name_at(input->names, word);
            if (found == name) return input->type;
            word += std::max<std::size_t>(found.size(), 1);
        }
    }
    return std::nullopt;
}

bool are_closed(std::string_view text) {
    return std::ranges::count(text, '(') == std::ranges::count(text, ')');
}

std::size_t opener_of_pay(std::string_view line) {
    const auto pay = phrase_at(line, 0, Word::pay);
    const auto name = after_blanks(line, pay);
    const auto equals = after_blanks(line, name + name_at(line, name).size());
    return equals != name && line.substr(equals).starts_with('=') ? equals + 1 : pay;
}

std::string with_replaced(std::string_view text, std::size_t begin, std::size_t end, Span piece,
                          std::string_view by) {
    std::string result(text.substr(begin, piece.begin - begin));
    result += by;
    if (piece.end() < end) result += text.substr(piece.end(), end - piece.end());
    return std::string(trimmed(result));
}

}  // namespace accrue::syntax
