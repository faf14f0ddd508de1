#include "syntax/format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "syntax/parse.hpp"
#include "syntax/read_tokens.hpp"

namespace accrue::syntax {

using grammar::Token;
using grammar::TokenKind;
using grammar::Word;

namespace {

constexpr std::size_t indent_width = 2;

// ---------------------------------------------------------------- one token beside another

std::string_view ascii_sign(std::string_view sign) {
    struct Sign {
        std::string_view written, ascii;
    };
    static constexpr Sign signs[] = {{"×", "*"},  {"·", "*"},  {"−", "-"},
                                     {"≤", "<="}, {"≥", ">="}, {"≠", "!="}};
    for (const Sign& s : signs) {
        if (sign == s.written) return s.ascii;
    }
    return sign;
}

std::string with_single_blanks(std::string_view written) {
    std::string words;
    for (std::size_t i = 0; i < written.size();) {
        const std::size_t n = grammar::blank_length(written.data() + i, written.data() + written.size());
        if (n == 0) {
            words += written[i++];
        } else {
            i += n;
            if (words.back() != ' ') words += ' ';
        }
    }
    return words;
}

// `40M` or `40 млн`.
std::string number_in(Language language, std::string_view written) {
    for (const Word word : {Word::thousand, Word::million, Word::billion}) {
        const grammar::Phrase& scale = grammar::phrase(word);
        for (const std::string_view spelling : {scale.english, scale.russian}) {
            if (!written.ends_with(spelling)) continue;
            const std::size_t digits = written.find_last_of("0123456789") + 1;
            const std::string_view blank = language == Language::russian ? " " : "";
            return fmt::format("{}{}{}", written.substr(0, digits), blank, scale.in(language));
        }
    }
    return std::string(written);
}

std::string text_of(const Token& token, std::optional<Language> language) {
    const std::string_view written(token.begin, token.length);
    switch (token.kind) {
        case TokenKind::infix:
        case TokenKind::prefix:
            return std::string(ascii_sign(written));
        case TokenKind::number:
            return language ? number_in(*language, written) : std::string(written);
        case TokenKind::word:
            return language ? std::string(grammar::phrase(token.word).in(*language))
                            : with_single_blanks(written);
        case TokenKind::name:
            if (token.word != Word::pay) return std::string(written);
            return language ? std::string(grammar::phrase(Word::pay).in(*language))
                            : with_single_blanks(written);
        default:
            return std::string(written);
    }
}

bool defines(const std::vector<Token>& tokens, std::string_view function) {
    for (std::size_t i = 1; i < tokens.size(); ++i) {
        const bool is_defined = tokens[i - 1].kind == TokenKind::word && tokens[i - 1].word == Word::define;
        if (is_defined && std::string_view(tokens[i].begin, tokens[i].length) == function) return true;
    }
    return false;
}

// The name of a built-in function where it is called.
const grammar::Phrase* called_function(const std::vector<Token>& tokens, std::size_t i) {
    const bool is_call = tokens[i].kind == TokenKind::name && i + 1 < tokens.size() &&
                         tokens[i + 1].kind == TokenKind::open_call && *tokens[i + 1].begin == '(';
    if (!is_call) return nullptr;
    const grammar::Phrase* function =
        grammar::built_in_function(std::string_view(tokens[i].begin, tokens[i].length));
    const bool is_own =
        function && (defines(tokens, function->english) || defines(tokens, function->russian));
    return is_own ? nullptr : function;
}

// What is written for each token. `never falls as x rises` has a closing word in English only.
std::vector<std::string> texts_of(const std::vector<Token>& tokens, std::optional<Language> language) {
    std::vector<std::string> texts;
    texts.reserve(tokens.size());
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const grammar::Phrase* function = language ? called_function(tokens, i) : nullptr;
        texts.push_back(function ? std::string(function->in(*language)) : text_of(tokens[i], language));
        const bool is_claim =
            i > 0 && tokens[i - 1].kind == TokenKind::word && tokens[i - 1].word == Word::never_falls_as;
        const bool is_closed = i + 1 < tokens.size() && tokens[i + 1].kind == TokenKind::word &&
                               tokens[i + 1].word == Word::rises;
        if (is_claim && !is_closed && language == Language::english)
            texts.back() += " " + std::string(grammar::phrase(Word::rises).english);
    }
    return texts;
}

bool stand_apart(TokenKind left, TokenKind right) {
    switch (right) {
        case TokenKind::bar:
        case TokenKind::close_brace:
        case TokenKind::open_round:
            break;
        case TokenKind::open_call:
        case TokenKind::close_round:
        case TokenKind::comma:
        case TokenKind::glue:
        case TokenKind::percent:
            return false;
        default:
            break;
    }
    switch (left) {
        case TokenKind::open_round:
        case TokenKind::open_call:
        case TokenKind::glue:
            return false;
        case TokenKind::prefix:
            return right == TokenKind::bar || right == TokenKind::close_brace || right == TokenKind::open_row;
        default:
            return true;
    }
}

// ---------------------------------------------------------------- lines

enum class Sort : std::uint8_t {
    statement,     // begins a statement or a row
    continuation,  // goes on with it
    comment,       // a comment alone
};

// Where the cells of a line are lined up with those of its neighbours.
enum class Columns : std::uint8_t { none, colon, bars, alternatives };

struct Line {
    Sort sort = Sort::statement;
    std::size_t depth = 0;
    bool blank_before = false;
    std::vector<std::string> cells{""};
    Columns columns = Columns::none;
    std::size_t group = 0;  // lines of one table, or of one definition
    std::string comment;    // behind it
    // The first `=` or `:` where nothing else lines it up: what stands before it, and its column in the
    // source.
    std::optional<std::size_t> sign_at;
    std::size_t sign_column = 0;
    std::vector<Word> words;  // of the language, before that sign
    bool begins_with_equals = false;
};

// What stands between two tokens.
struct Between {
    bool semicolon = false;
    std::size_t line_breaks = 0;  // up to the next token
    struct Remark {
        std::string_view text;
        bool own_line = false;
        bool blank_before = false;
    };
    std::vector<Remark> remarks;
    bool blank_before_next = false;
};

class Formatter {
  public:
    Formatter(std::string_view text, Tokens read, std::optional<Language> language)
        : text_(text),
          tokens_(std::move(read.tokens)),
          texts_(texts_of(tokens_, language)),
          comments_(std::move(read.comments)) {}

    std::string result() {
        find_inline_braces();
        lay_out();
        line_up_tables();
        line_up_alternatives();
        line_up_signs();
        return written();
    }

  private:
    // -------- between tokens
    Between between(const char* from, const char* to) {
        Between b;
        std::size_t breaks = 0;  // since the last token or comment
        for (const char* p = from; p != to;) {
            if (next_comment_ < comments_.size() && comments_[next_comment_].begin == p) {
                const grammar::Comment& c = comments_[next_comment_++];
                b.remarks.push_back({std::string_view(c.begin, static_cast<std::size_t>(c.end - c.begin)),
                                     breaks > 0 || from == text_.data(), breaks > 1});
                breaks = 0;
                p = c.end;
                continue;
            }
            if (*p == ';') b.semicolon = true;
            if (*p == '\n') ++breaks, ++b.line_breaks;
            ++p;
        }
        b.blank_before_next = breaks > 1;
        return b;
    }

    // Tables and rows of examples that were written on one line stay there.
    void find_inline_braces() {
        inline_.assign(tokens_.size(), false);
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            const TokenKind kind = tokens_[i].kind;
            if (kind == TokenKind::open_block || kind == TokenKind::open_row || kind == TokenKind::open_table)
                open.push_back(i);
            if (kind != TokenKind::close_brace || open.empty()) continue;
            const std::size_t o = open.back();
            open.pop_back();
            const std::string_view inside(tokens_[o].begin,
                                          static_cast<std::size_t>(tokens_[i].begin - tokens_[o].begin));
            const bool one_line = inside.find('\n') == std::string_view::npos;
            inline_[o] = inline_[i] = one_line && (tokens_[o].kind != TokenKind::open_block || o + 1 == i);
        }
    }

    // -------- laying out
    struct Brace {
        bool is_inline = false;
        TokenKind kind = TokenKind::open_table;
        std::size_t group = 0;
    };

    Line& line() { return lines_.back(); }

    void begin_line(Sort sort, bool blank_before) {
        Line fresh;
        fresh.sort = sort;
        fresh.blank_before = blank_before && !lines_.empty() && !after_open_brace_;
        fresh.depth = depth_;
        const bool in_table =
            !braces_.empty() && !braces_.back().is_inline && braces_.back().kind == TokenKind::open_table;
        if (in_table && sort == Sort::statement) {
            fresh.columns = Columns::colon;
            fresh.group = braces_.back().group;
        }
        lines_.push_back(std::move(fresh));
        after_open_brace_ = false;
    }

    void remark(const Between::Remark& r) {
        if (!r.own_line && !lines_.empty() && line().comment.empty() && line().sort != Sort::comment) {
            line().comment = r.text;
            return;
        }
        begin_line(Sort::comment, r.blank_before);
        line().cells[0] = r.text;
    }

    bool goes_on(const Token& next) const {
        if (rounds_ > 0) return true;
        if (next.kind == TokenKind::equals) return true;
        return next.kind == TokenKind::word &&
               (next.word == Word::condition || next.word == Word::both || next.word == Word::either);
    }

    void lay_out() {
        const char* end = text_.data();
        if (text_.starts_with("\xEF\xBB\xBF")) end += 3;
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            const Token& token = tokens_[i];
            const Between b = between(end, token.begin);
            const bool in_line_brace = !braces_.empty() && braces_.back().is_inline;
            const bool closes_block = token.kind == TokenKind::close_brace && !in_line_brace;
            const bool first = lines_.empty() && i == 0;
            if (closes_block) --depth_;
            if (in_line_brace) {
                if (b.semicolon) append("; "), glued_ = true;
            } else {
                for (const auto& r : b.remarks) {
                    if (closes_block) ++depth_;  // a comment before `}` belongs to the rows
                    remark(r);
                    if (closes_block) --depth_;
                }
                const bool ends = (b.line_breaks > 0 && !goes_on(token)) || b.semicolon || open_line_ended_ ||
                                  closes_block || first;
                if (ends) {
                    begin_line(Sort::statement, b.blank_before_next && !closes_block);
                    if (closes_block) line().columns = Columns::none;
                    statement_line_ = lines_.size() - 1;
                    glued_ = true;
                } else if (b.line_breaks > 0) {
                    begin_line(Sort::continuation, false);
                    line().begins_with_equals = token.kind == TokenKind::equals;
                    line().group = statement_line_;
                    glued_ = true;
                } else if (lines_.empty() || line().sort == Sort::comment) {
                    begin_line(Sort::statement, false);
                    glued_ = true;
                }
            }
            open_line_ended_ = false;
            put(i);
            end = token.end();
        }
        const Between last = between(end, text_.data() + text_.size());
        for (const auto& r : last.remarks) remark(r);
    }

    void append(std::string_view s) { line().cells.back() += s; }

    void put(std::size_t i) {
        const Token& token = tokens_[i];
        if (texts_[i].empty()) return;
        const bool own_braces = braces_.empty() || !braces_.back().is_inline;
        // Columns of a table.
        if (own_braces && rounds_ == 0 && line().columns != Columns::none) {
            if (token.kind == TokenKind::bar) {
                line().columns = Columns::bars;
                line().cells.emplace_back();
                glued_ = true;
                return;
            }
            if (token.kind == TokenKind::colon && line().columns == Columns::colon &&
                line().cells.size() == 1) {
                line().cells.emplace_back();
                glued_ = true;
                return;
            }
        }
        // `if` and `otherwise` of alternatives.
        const bool is_guard =
            token.kind == TokenKind::word && (token.word == Word::condition || token.word == Word::otherwise);
        if (own_braces && rounds_ == 0 && is_guard && line().columns == Columns::none &&
            line().cells.size() == 1 && !line().cells[0].empty() && line().sort != Sort::comment) {
            line().cells.emplace_back();
            line().columns = Columns::alternatives;
            if (line().sort == Sort::statement) line().group = lines_.size() - 1;
            glued_ = true;
        }
        const bool is_sign = token.kind == TokenKind::equals || token.kind == TokenKind::colon;
        if (is_sign && own_braces && rounds_ == 0 && line().cells.size() == 1 &&
            line().sort == Sort::statement && line().columns == Columns::none && !line().sign_at) {
            line().sign_at = line().cells[0].size();
            line().sign_column = column_of(token.begin);
        }
        const bool is_word = token.kind == TokenKind::word || token.word == Word::pay;
        if (is_word && !line().sign_at) line().words.push_back(token.word);
        if (!glued_ && stand_apart(tokens_[i - 1].kind, token.kind)) append(" ");
        glued_ = false;
        append(texts_[i]);

        switch (token.kind) {
            case TokenKind::open_round:
            case TokenKind::open_call:
                ++rounds_;
                break;
            case TokenKind::close_round:
                if (rounds_ > 0) --rounds_;
                break;
            case TokenKind::open_block:
            case TokenKind::open_row:
            case TokenKind::open_table:
                braces_.push_back({inline_[i], token.kind, ++groups_});
                saved_rounds_.push_back(rounds_);
                rounds_ = 0;
                if (!inline_[i]) ++depth_, open_line_ended_ = true, after_open_brace_ = true;
                break;
            case TokenKind::close_brace:
                if (!braces_.empty()) {
                    braces_.pop_back();
                    rounds_ = saved_rounds_.back();
                    saved_rounds_.pop_back();
                }
                break;
            default:
                break;
        }
    }

    std::size_t column_of(const char* at) const {
        const char* begin = at;
        while (begin != text_.data() && begin[-1] != '\n') --begin;
        return display_width(std::string_view(begin, static_cast<std::size_t>(at - begin)));
    }

    // -------- lining up
    static void trim(std::string& cell) {
        while (!cell.empty() && cell.back() == ' ') cell.pop_back();
    }

    void line_up_tables() {
        for (Line& l : lines_) {
            for (std::string& cell : l.cells) trim(cell);
        }
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (lines_[i].columns != Columns::colon && lines_[i].columns != Columns::bars) continue;
            const std::size_t group = lines_[i].group;
            const Columns columns = lines_[i].columns;
            std::vector<std::size_t> widths;
            for (const Line& l : lines_) {
                if (l.group != group || l.columns != columns) continue;
                widths.resize(std::max(widths.size(), l.cells.size()), 0);
                for (std::size_t c = 0; c + 1 < l.cells.size(); ++c)
                    widths[c] = std::max(widths[c], display_width(l.cells[c]));
            }
            for (std::size_t k = i; k < lines_.size(); ++k) {
                Line& l = lines_[k];
                if (l.group != group || l.columns != columns) continue;
                std::string joined;
                for (std::size_t c = 0; c < l.cells.size(); ++c) {
                    const bool is_last = c + 1 == l.cells.size();
                    if (c > 0) joined += columns == Columns::bars ? " | " : " : ";
                    joined += is_last ? l.cells[c] : padded_right(l.cells[c], widths[c]);
                }
                l.cells = {joined};
                l.columns = Columns::none;
            }
        }
    }

    // The lines `= …` of one definition: `=` below `=`, conditions below conditions.
    void line_up_alternatives() {
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            std::vector<std::size_t> members{i};
            if (lines_[i].sort == Sort::statement) {
                for (std::size_t k = i + 1; k < lines_.size() && lines_[k].sort != Sort::statement; ++k) {
                    if (lines_[k].begins_with_equals) members.push_back(k);
                }
            }
            if (members.size() > 1 && lines_[i].sign_at) {
                const std::size_t before =
                    display_width(lines_[i].cells[0].substr(0, *lines_[i].sign_at)) + 1;
                std::size_t width = 0;
                for (const std::size_t m : members) {
                    if (m != i)
                        lines_[m].cells[0] = std::string(before, ' ') + lines_[m].cells[0],
                        lines_[m].sort = Sort::statement;
                    if (lines_[m].cells.size() > 1)
                        width = std::max(width, display_width(lines_[m].cells[0]));
                }
                for (const std::size_t m : members) {
                    if (lines_[m].cells.size() > 1)
                        lines_[m].cells[0] = padded_right(lines_[m].cells[0], width);
                }
                lines_[i].sign_at.reset();
            }
            i = members.back();
        }
        for (Line& l : lines_) {
            for (std::size_t c = 1; c < l.cells.size(); ++c) l.cells[0] += " " + l.cells[c];
            l.cells.resize(1);
        }
    }

    // Neighbours whose `=` (or `:`) stood below each other keep it so, where the words of the language before
    // it are the same: others may come to stand so in one language and not in the other.
    void line_up_signs() {
        for (std::size_t i = 0; i < lines_.size();) {
            std::size_t end = i + 1;
            while (lines_[i].sign_at && end < lines_.size() && lines_[end].sign_at &&
                   !lines_[end].blank_before && lines_[end].depth == lines_[i].depth &&
                   lines_[end].sign_column == lines_[i].sign_column && lines_[end].words == lines_[i].words) {
                ++end;
            }
            std::size_t width = 0;
            for (std::size_t k = i; k < end && end - i > 1; ++k) {
                width = std::max(width, display_width(lines_[k].cells[0].substr(0, *lines_[k].sign_at)));
            }
            for (std::size_t k = i; k < end && end - i > 1; ++k) {
                std::string& cell = lines_[k].cells[0];
                cell =
                    padded_right(cell.substr(0, *lines_[k].sign_at), width) + cell.substr(*lines_[k].sign_at);
            }
            i = end;
        }
    }

    // -------- writing
    std::string body_of(const Line& l) const {
        const std::size_t depth = l.depth + (l.sort == Sort::continuation ? 1 : 0);
        std::string body = std::string(depth * indent_width, ' ') + l.cells[0];
        trim(body);
        return body;
    }

    std::string written() const {
        std::string out;
        for (std::size_t i = 0; i < lines_.size();) {
            // Comments behind neighbouring lines stand below each other.
            std::size_t end = i + 1;
            while (end < lines_.size() && !lines_[i].comment.empty() && !lines_[end].comment.empty() &&
                   !lines_[end].blank_before)
                ++end;
            std::size_t width = 0;
            for (std::size_t k = i; k < end; ++k) width = std::max(width, display_width(body_of(lines_[k])));
            for (std::size_t k = i; k < end; ++k) {
                const Line& l = lines_[k];
                if (l.blank_before) out += '\n';
                out += l.comment.empty() ? body_of(l) : padded_right(body_of(l), width) + "  " + l.comment;
                out += '\n';
            }
            i = end;
        }
        return out;
    }

    std::string_view text_;
    std::vector<Token> tokens_;
    std::vector<std::string> texts_;  // by token
    std::vector<grammar::Comment> comments_;
    std::vector<bool> inline_;
    std::size_t next_comment_ = 0;

    std::vector<Line> lines_;
    std::vector<Brace> braces_;
    std::vector<std::size_t> saved_rounds_;
    std::size_t depth_ = 0, rounds_ = 0, groups_ = 0, statement_line_ = 0;
    bool open_line_ended_ = false;   // a `{` stood last: the next token begins a line
    bool after_open_brace_ = false;  // no blank line there
    bool glued_ = true;              // no blank before the next token
};

}  // namespace

std::string format(const Module& module, const Sources& sources, std::optional<Language> language) {
    const std::string_view text = sources[module.source].text();
    // What could not be read is left as it stands.
    if (has_errors(parse(module.source, sources).diagnostics)) return std::string(text);
    return Formatter(text, read_tokens(text), language).result();
}

}  // namespace accrue::syntax
