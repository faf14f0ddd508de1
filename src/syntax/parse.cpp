#include "syntax/parse.hpp"

#include <algorithm>

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

std::string_view mode_word(TableMode mode) {
    switch (mode) {
        case TableMode::step:
            return "step";
        case TableMode::marginal:
            return "marginal";
        case TableMode::whole:
            return "whole";
        case TableMode::linear:
            return "linear";
        case TableMode::match:
            return "match";
        case TableMode::matrix:
            return "matrix";
    }
    return {};
}

bool Module::is_sketch() const {
    return std::ranges::none_of(
        statements, [](const Statement& s) { return std::holds_alternative<SchemeHeader>(s.node); });
}

Parsed parse(SourceId source, const Sources& sources) {
    const std::string_view text = sources[source].text();
    Parsed parsed;
    parsed.module.source = source;
    if (auto mistake = unreadable(text, source)) {
        parsed.diagnostics.push_back(std::move(*mistake));
        return parsed;
    }
    // Rarely more; what is not used is never touched.
    parsed.module.expressions.reserve(text.size() / 8);
    parsed.module.statements.reserve(text.size() / 32);
    Builder builder(parsed.module, parsed.diagnostics, text);
    read(text, builder);
    parsed.module.comments.reserve(builder.comments.size());
    for (const grammar::Comment& c : builder.comments)
        parsed.module.comments.push_back({builder.span(c.begin, c.end)});
    sort_by_place(parsed.diagnostics);
    return parsed;
}

Tokens read_tokens(std::string_view text) {
    Tokens result;
    Module module;
    Diagnostics diagnostics;
    Builder builder(module, diagnostics, text);
    builder.tokens = &result.tokens;
    read(text, builder);
    result.comments = std::move(builder.comments);
    return result;
}

}  // namespace accrue::syntax
