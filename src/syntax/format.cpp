#include "syntax/format.hpp"

#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "syntax/format_lines.hpp"
#include "syntax/format_words.hpp"
#include "syntax/parse.hpp"
#include "syntax/read_tokens.hpp"

namespace accrue::syntax {

using grammar::Token;
using grammar::TokenKind;
using grammar::Word;

namespace {

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
        return lined_up(std::move(lines_));
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
        std::size_t rounds = 0;  // open before it
    };

    Line& line() { return lines_.back(); }
    bool in_inline_brace() const { return !braces_.empty() && braces_.back().is_inline; }
    // Where columns are lined up.
    bool is_outermost() const { return !in_inline_brace() && rounds_ == 0; }

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
        glued_ = true;
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
            if (in_inline_brace()) {
                if (b.semicolon) append("; "), glued_ = true;
            } else {
                break_line(token, b);
            }
            put(i);
            end = token.end();
        }
        const Between last = between(end, text_.data() + text_.size());
        for (const auto& r : last.remarks) remark(r);
    }

    // Outside of what stays on one line: remarks, and the line that the token begins.
    void break_line(const Token& token, const Between& b) {
        const bool closes_block = token.kind == TokenKind::close_brace;
        for (const auto& r : b.remarks) remark(r);  // before `}` they belong to the rows
        if (closes_block) --depth_;
        const bool is_first = &token == &tokens_.front();
        const bool ends = (b.line_breaks > 0 && !goes_on(token)) || b.semicolon || open_line_ended_ ||
                          closes_block || is_first;
        if (ends) {
            begin_line(Sort::statement, b.blank_before_next && !closes_block);
            if (closes_block) line().columns = Columns::none;
            statement_line_ = lines_.size() - 1;
        } else if (b.line_breaks > 0) {
            begin_line(Sort::continuation, false);
            line().begins_with_equals = token.kind == TokenKind::equals;
            line().group = statement_line_;
        } else if (line().sort == Sort::comment) {
            begin_line(Sort::statement, false);
        }
    }

    void append(std::string_view s) { line().cells.back() += s; }

    void put(std::size_t i) {
        const Token& token = tokens_[i];
        open_line_ended_ = false;
        if (texts_[i].empty()) return;
        if (is_outermost() && begins_table_cell(token)) return add_cell();
        if (is_outermost() && begins_condition(token)) {
            add_cell();
            line().columns = Columns::alternatives;
            if (line().sort == Sort::statement) line().group = lines_.size() - 1;
        }
        note_sign(token);
        if (!glued_ && stand_apart(tokens_[i - 1].kind, token.kind)) append(" ");
        glued_ = false;
        append(texts_[i]);
        open_or_close(i);
    }

    void add_cell() {
        line().cells.emplace_back();
        glued_ = true;
    }

    // The bar or the first colon of a table's row, which stands between cells.
    bool begins_table_cell(const Token& token) {
        if (line().columns == Columns::none) return false;
        if (token.kind == TokenKind::bar) {
            line().columns = Columns::bars;
            return true;
        }
        return token.kind == TokenKind::colon && line().columns == Columns::colon && line().cells.size() == 1;
    }

    // `if` and `otherwise` of alternatives.
    bool begins_condition(const Token& token) {
        const bool is_guard =
            token.kind == TokenKind::word && (token.word == Word::condition || token.word == Word::otherwise);
        return is_guard && line().columns == Columns::none && line().cells.size() == 1 &&
               !line().cells[0].empty() && line().sort != Sort::comment;
    }

    void note_sign(const Token& token) {
        const bool is_sign = token.kind == TokenKind::equals || token.kind == TokenKind::colon;
        if (is_sign && is_outermost() && line().cells.size() == 1 && line().sort == Sort::statement &&
            line().columns == Columns::none && !line().sign_at) {
            line().sign_at = line().cells[0].size();
            line().sign_column = column_of(token.begin);
        }
        const bool is_word = token.kind == TokenKind::word || token.word == Word::pay;
        if (is_word && !line().sign_at) line().words.push_back(token.word);
    }

    void open_or_close(std::size_t i) {
        switch (tokens_[i].kind) {
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
                open_brace(i);
                break;
            case TokenKind::close_brace:
                if (!braces_.empty()) close_brace();
                break;
            default:
                break;
        }
    }

    void open_brace(std::size_t i) {
        braces_.push_back({inline_[i], tokens_[i].kind, ++groups_, std::exchange(rounds_, 0)});
        if (!inline_[i]) ++depth_, open_line_ended_ = true, after_open_brace_ = true;
    }

    void close_brace() {
        rounds_ = braces_.back().rounds;
        braces_.pop_back();
    }

    std::size_t column_of(const char* at) const {
        const char* begin = at;
        while (begin != text_.data() && begin[-1] != '\n') --begin;
        return display_width(std::string_view(begin, static_cast<std::size_t>(at - begin)));
    }

    std::string_view text_;
    std::vector<Token> tokens_;
    std::vector<std::string> texts_;  // by token
    std::vector<grammar::Comment> comments_;
    std::vector<bool> inline_;
    std::size_t next_comment_ = 0;

    std::vector<Line> lines_;
    std::vector<Brace> braces_;  // open ones
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
