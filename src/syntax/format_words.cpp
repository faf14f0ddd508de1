#include "syntax/format_words.hpp"

#include <fmt/format.h>

#include <string_view>

namespace accrue::syntax {

using grammar::Token;
using grammar::TokenKind;
using grammar::Word;

namespace {

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

}  // namespace

// `never falls as x rises` has a closing word in English only.
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
            return right == TokenKind::open_row;
        default:
            return true;
    }
}

}  // namespace accrue::syntax
