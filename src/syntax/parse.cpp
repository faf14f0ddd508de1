#include "syntax/parse.hpp"

#include <algorithm>
#include <iterator>

#include "base/messages/language.hpp"
#include "base/text.hpp"
#include "grammar/messages.hpp"
#include "syntax/actions.hpp"
#include "syntax/read_tokens.hpp"

namespace accrue::syntax {

namespace {

constexpr std::size_t largest_file = 64u << 20;

// What keeps a text from being read at all.
std::optional<Diagnostic> unreadable(std::string_view text, SourceId source) {
    const auto at = [&](std::size_t offset) { return Span{offset, offset < text.size() ? 1u : 0u, source}; };
    if (text.size() > largest_file)
        return Diagnostic{kind::file_too_large, {at(0)}, {std::int64_t(largest_file >> 20)}, {}};
    if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
        return Diagnostic{kind::nul_byte, {at(nul)}, {}, {}};
    }
    if (const auto wrong = invalid_utf8(text)) return Diagnostic{kind::not_utf8, {at(*wrong)}, {}, {}};
    return std::nullopt;
}

bool read(std::string_view text, Builder& builder) {
    tao::pegtl::memory_input<tao::pegtl::tracking_mode::lazy, tao::pegtl::eol::lf, const char*> in(
        text.data(), text.data() + text.size(), "");
    return tao::pegtl::parse<grammar::file, action, grammar::Control>(in, builder);
}

}  // namespace

std::string_view mode_word(TableMode mode, Language language) {
    const auto word = [&](grammar::Word each) { return grammar::phrase(each).in(language); };
    switch (mode) {
        case TableMode::step:
            return word(grammar::Word::step);
        case TableMode::marginal:
            return word(grammar::Word::marginal);
        case TableMode::whole:
            return word(grammar::Word::whole);
        case TableMode::linear:
            return word(grammar::Word::linear);
        case TableMode::match:
            return word(grammar::Word::match);
        case TableMode::matrix:
            return word(grammar::Word::matrix);
    }
    return {};
}

std::string_view end_word(bool is_below, Language language) {
    return grammar::phrase(is_below ? grammar::Word::below_end : grammar::Word::above_end).in(language);
}

bool Module::is_sketch() const {
    return std::ranges::none_of(statements, [this](const Statement& s) {
        return s.span.source == source && std::holds_alternative<SchemeHeader>(s.node);
    });
}

namespace {

// The file that a statement names, if it names one.
struct Asked {
    Joined how;
    Span quoted;
};
std::optional<Asked> asked_by(const Statement& statement) {
    if (const auto* use = std::get_if<Use>(&statement.node)) return Asked{Joined::used, use->file};
    const auto* scheme = std::get_if<SchemeHeader>(&statement.node);
    if (scheme && scheme->based_on.length != 0) return Asked{Joined::base, scheme->based_on};
    return std::nullopt;
}

// Reads the main file and the files that it names, each once, into one module.
class Joining {
  public:
    Joining(const Sources& sources, const FindFile& find) : sources_(sources), find_(find) {}

    Parsed read_all(SourceId main) && {
        parsed_.module.source = main;
        seen_.push_back(main);
        read_file(main);
        return std::move(parsed_);
    }

  private:
    void read_file(SourceId source) {
        const std::string_view text = sources_[source].text();
        if (auto mistake = unreadable(text, source)) {
            parsed_.diagnostics.push_back(std::move(*mistake));
            return;
        }
        std::vector<Statement>& statements = parsed_.module.statements;
        const std::size_t before = statements.size();
        read_text(text, source);
        if (!find_) return;
        // What a file names stands before its own statements.
        std::vector<Statement> own(std::make_move_iterator(statements.begin() + std::ptrdiff_t(before)),
                                   std::make_move_iterator(statements.end()));
        statements.resize(before);
        open_.push_back(source);
        for (const Statement& statement : own) {
            if (const auto asked = asked_by(statement)) join_file(*asked);
        }
        open_.pop_back();
        std::ranges::move(own, std::back_inserter(statements));
    }

    void read_text(std::string_view text, SourceId source) {
        Module& module = parsed_.module;
        // Rarely more; what is not used is never touched.
        module.expressions.reserve(module.expressions.size() + text.size() / 8);
        module.statements.reserve(module.statements.size() + text.size() / 32);
        Diagnostics mistakes;
        Builder builder(module, mistakes, text, source);
        read(text, builder);
        sort_by_place(mistakes);
        std::ranges::move(mistakes, std::back_inserter(parsed_.diagnostics));
        if (source != module.source) return;
        for (const grammar::Comment& c : builder.comments)
            module.comments.push_back({builder.span(c.begin, c.end)});
    }

    void join_file(const Asked& asked) {
        const std::string_view quoted = sources_.text(asked.quoted);
        const std::string name(quoted.substr(1, quoted.size() - 2));
        const SourceId file = find_(asked.quoted.source, name);
        if (!file) {
            parsed_.diagnostics.push_back({kind::file_not_found, {asked.quoted}, {name}, {}});
            return;
        }
        if (asked.how == Joined::base && std::ranges::find(open_, file) != open_.end())
            parsed_.diagnostics.push_back({kind::base_of_itself, {asked.quoted}, {name}, {}});
        if (std::ranges::find(seen_, file) != seen_.end()) return;
        seen_.push_back(file);
        parsed_.module.joined.push_back({file, asked.how, asked.quoted});
        read_file(file);
    }

    const Sources& sources_;
    const FindFile& find_;
    Parsed parsed_;
    std::vector<SourceId> open_;  // those whose statements ask for the one that is read
    std::vector<SourceId> seen_;
};

}  // namespace

Parsed parse(SourceId source, const Sources& sources, const FindFile& find) {
    return Joining(sources, find).read_all(source);
}

Tokens read_tokens(std::string_view text) {
    Tokens result;
    Module module;
    Diagnostics diagnostics;
    Builder builder(module, diagnostics, text, SourceId{});
    builder.tokens = &result.tokens;
    read(text, builder);
    result.comments = std::move(builder.comments);
    return result;
}

}  // namespace accrue::syntax
