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

namespace {

// Reads the beginning of a broken statement once more, for the names that it gives.
class GivenNames {
  public:
    GivenNames(std::string_view text, Span row) : text_(text), row_(row), at_(row.begin), end_(row.end()) {}

    std::vector<Span> read() {
        const Opening opening = read_opening();
        if (opening.splits) pass_into();
        if (opening.splits || opening.lists_names) {
            read_list();
        } else if (stands_as_word(Word::share)) {
            read_share();
        } else if (opening.is_written || !is_other_statement()) {
            read_single(opening);
        }
        return std::move(names_);
    }

  private:
    struct Opening {  // `replace lever input`
        bool is_written = false, lists_names = false, splits = false, pays = false;
    };

    Opening read_opening() {
        Opening opening;
        for (const Word word :
             {Word::replace, Word::level, Word::lever, Word::param, Word::input, Word::define, Word::table,
              Word::split, Word::pay, Word::records, Word::reference, Word::lots}) {
            if (!stands_as_word(word)) continue;
            at_ = after_blanks(text_, at_ + phrase_at(text_, at_, word));
            opening.is_written = true;
            opening.lists_names = word == Word::input || opening.lists_names;
            opening.splits = word == Word::split;
            opening.pays = word == Word::pay;
        }
        return opening;
    }

    // Does the word of the language stand here, and not a name that is spelled like it?
    bool stands_as_word(Word word) const {
        const std::size_t n = phrase_at(text_, at_, word);
        return n != 0 && !is_defined_by(after_blanks(text_, at_ + n));
    }
    bool is_defined_by(std::size_t sign) const {
        return sign < text_.size() && (text_[sign] == '=' || text_[sign] == ':');
    }

    std::optional<Span> name_here() {
        at_ = after_blanks(text_, at_);
        const std::size_t n = identifier_here();
        if (n == 0) return std::nullopt;
        const Span name{at_, static_cast<std::uint32_t>(n), row_.source};
        at_ += n;
        return name;
    }
    std::size_t identifier_here() const {
        return at_ < end_ ? grammar::identifier_length(text_.data() + at_, text_.data() + end_) : 0;
    }

    void read_list() {
        while (const auto name = name_here()) {
            names_.push_back(*name);
            at_ = std::min(text_.find_first_of(",:;\n{=", at_), end_);
            if (at_ >= end_ || text_[at_] != ',') break;
            ++at_;
        }
    }

    void pass_into() {
        while (at_ < end_ && phrase_at(text_, at_, Word::into) == 0) ++at_;
        if (at_ < end_) at_ += phrase_at(text_, at_, Word::into);
    }

    // `share x among y as NAME`
    void read_share() {
        const auto is_over = [this] { return at_ >= end_ || text_[at_] == '{' || text_[at_] == '\n'; };
        const auto stands_as = [this] {
            return at_ > row_.begin && text_[at_ - 1] == ' ' && phrase_at(text_, at_, Word::share_as) != 0;
        };
        while (!is_over() && !stands_as()) ++at_;
        if (is_over()) return;
        at_ += phrase_at(text_, at_, Word::share_as);
        if (const auto name = name_here()) names_.push_back(*name);
    }

    // A statement that gives no names, unless its word is the name of a definition.
    bool is_other_statement() const {
        if (!opens_statement(text_, at_)) return false;
        const std::size_t after = after_blanks(text_, at_ + identifier_here());
        return after >= end_ || !is_defined_by(after);
    }

    // `pay bonus` names what it pays, `pay total = bonus` gives a name. Behind a word that opens no
    // statement, `inptu a, b : money`, further ones may be given.
    void read_single(const Opening& opening) {
        const auto name = name_here();
        if (!name) return;
        const std::size_t after = after_blanks(text_, at_);
        const bool defines = after < text_.size() && text_[after] == '=';
        if (!opening.pays || defines) names_.push_back(*name);
        if (!opening.is_written) read_list();
    }

    std::string_view text_;
    Span row_;
    std::size_t at_, end_;
    std::vector<Span> names_;
};

}  // namespace

std::vector<Span> names_defined(std::string_view text, Span row) {
    return GivenNames(text, row).read();
}

}  // namespace accrue::syntax
