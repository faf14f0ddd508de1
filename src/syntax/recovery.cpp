// Where reading goes on after a statement that could not be read, and what the statement would have defined.
#include <algorithm>

#include "syntax/mistakes.hpp"
#include "syntax/places.hpp"

namespace accrue::syntax {

using grammar::Word;

namespace {

bool looks_like_a_statement(std::string_view text, std::size_t at) {
    if (opens_statement(text, at)) return true;
    const std::size_t n = grammar::identifier_length(text.data() + at, text.data() + text.size());
    if (n == 0) return false;
    const std::size_t after = after_blanks(text, at + n);
    return after < text.size() && text[after] == '=' && text.substr(after, 2) != "==";
}

bool continues(std::string_view text, std::size_t at) {
    return at < text.size() &&
           (text[at] == '=' || phrase_at(text, at, Word::condition) || phrase_at(text, at, Word::both) ||
            phrase_at(text, at, Word::either) || phrase_at(text, at, Word::otherwise));
}

// The end of the row, or nothing when a bracket in it is never closed.
std::optional<std::size_t> closed_row_end(const Place& place) {
    const std::string_view text = place.text;
    int round = 0, braces = 0;
    for (std::size_t at = place.begin; at < text.size();) {
        const char c = text[at];
        if (c == '"') {
            const std::size_t close = text.find_first_of("\"\n", at + 1);
            at = close == std::string_view::npos ? text.size() : text[close] == '"' ? close + 1 : close;
            continue;
        }
        if (c == '#') {
            at = std::min(text.find('\n', at), text.size());
            continue;
        }
        if (c == '(') ++round;
        if (c == ')' && round > 0) --round;
        if (c == '{') ++braces;
        if (c == '}') {
            if (braces == 0 && (place.brace || at > place.begin)) return at;
            if (braces > 0) --braces;
        }
        if (c == ';' && braces == 0 && round == 0) return at;
        if (c == '\n' && braces == 0) {
            const std::size_t next = after_lines(text, at);
            const bool is_statement = place.row == grammar::RowKind::statement;
            const bool goes_on_below = is_statement && text[place.begin] != '=' && continues(text, next);
            const bool in_round =
                round > 0 && next < text.size() && text[next] != '}' && !looks_like_a_statement(text, next);
            if (!goes_on_below && !in_round) return at;
            if (next >= text.size()) return at;
            at = next;
            continue;
        }
        ++at;
    }
    if (braces > 0 || round > 0) return std::nullopt;
    return text.size();
}

}  // namespace

std::size_t row_after(const Place& place) {
    const std::size_t line_end =
        std::min(place.text.find('\n', std::max(place.stop, place.begin)), place.text.size());
    const std::size_t end = closed_row_end(place).value_or(line_end);
    if (end > place.begin) return end;
    // Whatever stands there is passed by, so that reading goes on.
    return std::min(
        place.begin + std::max<std::size_t>(1, token_at(place.text, place.begin, place.source).length),
        place.text.size());
}

std::vector<Span> names_defined(std::string_view text, Span row) {
    std::vector<Span> names;
    std::size_t at = row.begin;
    const std::size_t end = row.end();
    const auto name_here = [&]() -> std::optional<Span> {
        at = after_blanks(text, at);
        const std::size_t n = at < end ? grammar::identifier_length(text.data() + at, text.data() + end) : 0;
        if (n == 0) return std::nullopt;
        const Span name{at, static_cast<std::uint32_t>(n), row.source};
        at += n;
        return name;
    };
    const auto list = [&] {
        while (const auto name = name_here()) {
            names.push_back(*name);
            at = std::min(text.find_first_of(",:;\n{=", at), end);
            if (at >= end || text[at] != ',') break;
            ++at;
        }
    };
    bool lists_names = false, splits = false, pays = false, opened = false;
    for (const Word word :
         {Word::replace, Word::level, Word::lever, Word::param, Word::input, Word::define, Word::table,
          Word::split, Word::pay, Word::records, Word::reference, Word::lots}) {
        const std::size_t n = phrase_at(text, at, word);
        const std::size_t after = after_blanks(text, at + n);
        if (n == 0 || (after < text.size() && (text[after] == '=' || text[after] == ':'))) continue;
        at = after;
        opened = true;
        lists_names = word == Word::input || lists_names;
        splits = word == Word::split;
        pays = word == Word::pay;
    }
    if (splits) {
        while (at < end && phrase_at(text, at, Word::into) == 0) ++at;
        if (at < end) at += phrase_at(text, at, Word::into);
        list();
        return names;
    }
    if (lists_names) {
        list();
        return names;
    }
    const std::size_t after_share = after_blanks(text, at + phrase_at(text, at, Word::share));
    const bool is_name = after_share < text.size() && (text[after_share] == '=' || text[after_share] == ':');
    if (phrase_at(text, at, Word::share) != 0 && !is_name) {  // `share x among y as NAME`
        while (at < end && text[at] != '{' && text[at] != '\n' &&
               !(at > row.begin && text[at - 1] == ' ' && phrase_at(text, at, Word::share_as) != 0)) {
            ++at;
        }
        if (at >= end || text[at] == '{' || text[at] == '\n') return names;
        at += phrase_at(text, at, Word::share_as);
        if (const auto name = name_here()) names.push_back(*name);
        return names;
    }
    if (!opened && opens_statement(text, at)) {
        const std::size_t n = grammar::identifier_length(text.data() + at, text.data() + end);
        const std::size_t after = after_blanks(text, at + n);
        if (after >= end || (text[after] != '=' && text[after] != ':')) return names;
    }
    if (const auto name = name_here()) {
        const std::size_t after = after_blanks(text, at);
        const bool defines = after < text.size() && text[after] == '=';
        if (!pays || defines) names.push_back(*name);
    }
    return names;
}

}  // namespace accrue::syntax
