#include "grammar/reading.hpp"

#include <cstring>

namespace accrue::grammar {

const char* Reading::recover(RowKind, const char*, const char*, const Stop& stop) {
    throw stop;
}

const char* Reading::skip_comment(const char* at, const char* end) {
    const auto* line_end =
        static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
    if (!line_end) line_end = end;
    // Places are read more than once; a comment is kept the first time.
    if (comments.empty() || comments.back().begin < at) {
        const char* comment_end = line_end;
        while (comment_end > at &&
               (comment_end[-1] == '\r' || comment_end[-1] == ' ' || comment_end[-1] == '\t')) {
            --comment_end;
        }
        comments.push_back({at, comment_end});
    }
    return line_end;
}

const char* Reading::skip_lines(const char* at, const char* end) {
    while (at != end) {
        if (*at == '\n') {
            ++at;
        } else if (*at == '#') {
            at = skip_comment(at, end);
        } else if (const std::size_t n = blank_length(at, end)) {
            at += n;
        } else {
            break;
        }
    }
    return at;
}

// gap = blanks, a comment; a line break inside "(", or before a line that begins with `if`, `and` or `or`
const char* Reading::gap_end(const char* at, const char* end) {
    if (line_break == LineBreak::is_blank) return skip_lines(at, end);
    if (looked_from_ == at && looked_with_ == line_break) return looked_to_;
    const char* p = at;
    while (const std::size_t n = blank_length(p, end)) p += n;
    if (p == end || (*p != '\n' && *p != '#')) return p;
    if (*p == '#') p = skip_comment(p, end);
    const char* next = skip_lines(p, end);
    const bool goes_on = taken_by<Word::condition>(next, end) != 0 || taken_by<Word::both>(next, end) != 0 ||
                         taken_by<Word::either>(next, end) != 0;
    looked_from_ = at;
    looked_to_ = goes_on ? next : p;
    looked_with_ = line_break;
    return looked_to_;
}

// A place that is read again drops what was read from there on.
void Reading::keep_token(const Token& token) {
    while (!tokens->empty() && tokens->back().begin >= token.begin) tokens->pop_back();
    tokens->push_back(token);
}

}  // namespace accrue::grammar
