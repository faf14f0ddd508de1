// grammar/ebnf.hpp — The rules as EBNF for people, worked out from the rules themselves. Two symbols joined
// by `~` stand without a gap between them. What only recognises mistakes is left out.
#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "grammar/grammar.hpp"

namespace accrue::grammar {

// How a rule is shown: its text, whether a gap may stand before and after it, how tightly it binds.
struct Shown {
    enum class Bond : std::uint8_t { atom, sequence, choice };
    std::string text;
    Bond bond = Bond::atom;
    bool gap_before = false;
    bool gap_after = false;
    bool is_nothing = false;  // takes no text
    bool is_never = false;    // a mistake

    std::string atom() const { return bond == Bond::atom ? text : "( " + text + " )"; }
};

// Definitions in the order in which they are met.
class Ebnf {
  public:
    template <class Rule>
    Shown use(std::string_view name) {
        for (const auto& [known, body] : definitions_) {
            if (known == name) return {.text = std::string(name)};
        }
        definitions_.emplace_back(std::string(name), "");
        const std::size_t index = definitions_.size() - 1;
        const Shown body = ebnf_body<Rule>();
        definitions_[index].second = body.text;
        return {.text = std::string(name), .gap_before = body.gap_before, .gap_after = body.gap_after};
    }

    template <class Rule>
    Shown show();

    std::string text() const {
        std::string result;
        for (const auto& [name, body] : definitions_) {
            // A rule that only gives another one a second name says nothing to a reader.
            if (!renamed(name)) result += fmt::format("{} = {} ;\n", name, with_first_names(body));
        }
        return result;
    }

  private:
    template <class Rule>
    Shown ebnf_body();

    const std::string* renamed(std::string_view name) const {
        for (const auto& [known, body] : definitions_) {
            const bool is_name = body.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos;
            if (known == name && is_name) return &body;
        }
        return nullptr;
    }
    std::string with_first_names(const std::string& body) const {
        std::string result;
        bool in_quotes = false;
        for (std::size_t i = 0; i < body.size();) {
            std::size_t end = i;
            while (end < body.size() && ((body[end] >= 'a' && body[end] <= 'z') || body[end] == '_')) ++end;
            if (end == i) {
                if (body[i] == '"' && body.substr(i > 0 ? i - 1 : 0, 3) != "'\"'") in_quotes = !in_quotes;
                result += body[i++];
                continue;
            }
            std::string word = body.substr(i, end - i);
            while (const std::string* first = in_quotes ? nullptr : renamed(word)) word = *first;
            result += word;
            i = end;
        }
        return result;
    }

    std::vector<std::pair<std::string, std::string>> definitions_;
};

namespace ebnf {

namespace internal = tao::pegtl::internal;

inline Shown atom(std::string text) {
    return {.text = std::move(text)};
}
inline Shown nothing() {
    return {.text = {}, .is_nothing = true};
}
inline Shown never() {
    return {.text = {}, .is_nothing = true, .is_never = true};
}
inline Shown a_gap() {
    return {.text = {}, .gap_before = true, .is_nothing = true};
}
inline std::string in_quotes(std::string_view s) {
    return s == "\"" ? "'\"'" : fmt::format("\"{}\"", s);
}

inline Shown sequence(const std::vector<Shown>& parts) {
    Shown whole = nothing();
    bool gap = false;
    std::size_t count = 0;
    for (const Shown& part : parts) {
        if (part.is_never) return never();
        gap = gap || part.gap_before;
        if (part.is_nothing) continue;
        if (count == 0) {
            whole = part;
            whole.gap_before = gap;
        } else {
            const std::string left =
                count == 1 && whole.bond == Shown::Bond::choice ? whole.atom() : whole.text;
            whole.text =
                left + (gap ? " " : " ~ ") + (part.bond == Shown::Bond::choice ? part.atom() : part.text);
            whole.bond = Shown::Bond::sequence;
        }
        gap = part.gap_after;
        ++count;
    }
    if (whole.is_nothing) whole.gap_before = gap;
    whole.gap_after = gap;
    return whole;
}

inline Shown choice(const std::vector<Shown>& parts) {
    std::vector<Shown> real;
    bool may_be_absent = false;
    for (const Shown& part : parts) {
        if (part.is_never) continue;
        if (part.is_nothing) may_be_absent = true;
        if (!part.is_nothing) real.push_back(part);
    }
    if (real.empty()) return parts.empty() || !may_be_absent ? never() : nothing();
    Shown whole = real.front();
    for (std::size_t i = 1; i < real.size(); ++i) {
        whole.text += " | " + real[i].text;
        whole.bond = Shown::Bond::choice;
        whole.gap_before = whole.gap_before && real[i].gap_before;
    }
    if (may_be_absent) return {.text = "[ " + whole.text + " ]", .gap_before = whole.gap_before};
    return whole;
}

inline Shown around(const Shown& inner, std::string_view open, std::string_view close) {
    if (inner.is_nothing) return nothing();
    return {.text = fmt::format("{} {} {}", open, inner.text, close),
            .gap_before = inner.gap_before,
            .gap_after = inner.gap_after};
}

// What is shown for a kind of rule.
template <class Kind>
struct Rule;

#define ACCRUE_SHOW(...)       \
    struct Rule<__VA_ARGS__> { \
        static Shown show([[maybe_unused]] Ebnf& e)

template <class... R>
ACCRUE_SHOW(internal::seq<R...>) {
    return sequence({e.show<R>()...});
}
};
template <class... R>
ACCRUE_SHOW(internal::sor<R...>) {
    return choice({e.show<R>()...});
}
};
template <class R>
ACCRUE_SHOW(internal::opt<R>) {
    return around(e.show<R>(), "[", "]");
}
}
;
template <class R>
ACCRUE_SHOW(internal::star<R>) {
    return around(e.show<R>(), "{", "}");
}
}
;
template <class R>
ACCRUE_SHOW(internal::plus<R>) {
    const Shown one = e.show<R>();
    return {.text = fmt::format("{} ~ {{ {} }}", one.atom(), one.text), .bond = Shown::Bond::sequence};
}
}
;
template <class R>
ACCRUE_SHOW(internal::must<R>) {
    return e.show<R>();
}
}
;
template <class R>
ACCRUE_SHOW(internal::at<R>) {
    return nothing();
}
}
;
template <class R>
ACCRUE_SHOW(internal::not_at<R>) {
    return nothing();
}
}
;
template <unsigned N, class R>
ACCRUE_SHOW(internal::rep<N, R>) {
    std::vector<Shown> parts(N, e.show<R>());
    return sequence(parts);
}
}
;
template <>
ACCRUE_SHOW(internal::success) {
    return nothing();
}
}
;
template <>
ACCRUE_SHOW(internal::failure) {
    return never();
}
}
;
template <>
ACCRUE_SHOW(internal::eof) {
    return nothing();
}
}
;
template <internal::result_on_found F, class Peek, auto... Cs>
ACCRUE_SHOW(internal::one<F, Peek, Cs...>) {
    if (F == internal::result_on_found::failure) return atom("any_other_character");
    std::vector<Shown> parts;
    for (const auto c :
         {static_cast<char32_t>(static_cast<unsigned>(Cs) & (sizeof(Cs) == 1 ? 0xFFu : 0xFFFFFFFFu))...}) {
        parts.push_back(atom(c == ' '   ? "blank"
                             : c < 0x80 ? in_quotes(std::string(1, static_cast<char>(c)))
                                        : fmt::format("U+{:04X}", static_cast<unsigned>(c))));
    }
    return choice(parts);
}
}
;
template <internal::result_on_found F, class Peek, auto Lo, auto Hi>
ACCRUE_SHOW(internal::range<F, Peek, Lo, Hi>) {
    return atom(fmt::format("\"{}\" .. \"{}\"", char(Lo), char(Hi)));
}
}
;
template <char... Cs>
ACCRUE_SHOW(internal::string<Cs...>) {
    return nothing();
}  // the byte order mark
}
;
template <Word w>
ACCRUE_SHOW(word<w>) {
    const Phrase& p = phrase(w);
    if (p.russian.empty()) return atom(in_quotes(p.english));
    return {.text = in_quotes(p.english) + " | " + in_quotes(p.russian), .bond = Shown::Bond::choice};
}
}
;
template <Word w, Language language>
ACCRUE_SHOW(spelled<w, language>) {
    return atom(in_quotes(phrase(w).in(language)));
}
}
;
template <Literal text, TokenKind kind>
ACCRUE_SHOW(sign<text, kind>) {
    return atom(in_quotes(text.view()));
}
}
;
template <>
ACCRUE_SHOW(gap) {
    return a_gap();
}
}
;
template <>
ACCRUE_SHOW(separators) {
    return {.text = "{ separator }", .gap_before = true, .gap_after = true};
}
}
;
template <>
ACCRUE_SHOW(new_lines) {
    return {.text = "line_break { line_break }",
            .bond = Shown::Bond::sequence,
            .gap_before = true,
            .gap_after = true};
}
}
;
template <>
ACCRUE_SHOW(letter) {
    return atom("letter");
}
}
;
template <>
ACCRUE_SHOW(name) {
    return atom("letter ~ { letter | digit }");
}
}
;
template <>
ACCRUE_SHOW(pay_total) {
    return e.show<word<Word::pay>>();
}
}
;
template <>
ACCRUE_SHOW(row_end) {
    return nothing();
}
}
;
template <>
ACCRUE_SHOW(outdented) {
    return nothing();
}
}
;
template <>
ACCRUE_SHOW(missing_brace) {
    return never();
}
}
;
template <TokenKind kind, class R>
ACCRUE_SHOW(token<kind, R>) {
    return e.show<R>();
}
}
;
template <class R>
ACCRUE_SHOW(deeper<R>) {
    return e.show<R>();
}
}
;
template <class R>
ACCRUE_SHOW(in_round<R>) {
    return e.show<R>();
}
}
;
template <class R>
ACCRUE_SHOW(in_braces<R>) {
    return e.show<R>();
}
}
;
template <RowKind kind, class R>
ACCRUE_SHOW(guarded<kind, R>) {
    return e.show<R>();
}
}
;
#undef ACCRUE_SHOW

// A rule with a name of its own: `struct pay : seq<…>`, not a template.
template <class R>
constexpr std::string_view own_name() {
    std::string_view name = tao::pegtl::demangle<R>();
    constexpr std::string_view folder = "accrue::grammar::";
    if (!name.starts_with(folder) || name.find('<') != std::string_view::npos) return {};
    name.remove_prefix(folder.size());
    return name;
}

// `struct called : seq<value_name>` is `value_name`.
template <class Kind>
struct Alias {
    using type = void;
};
template <class R>
struct Alias<internal::seq<R>> {
    using type = R;
};

// A word, a sign or a lookahead is read faster where it stands.
template <class Kind>
inline constexpr bool is_short = false;
template <Word w>
inline constexpr bool is_short<word<w>> = true;
template <Literal text, TokenKind kind>
inline constexpr bool is_short<sign<text, kind>> = true;
template <class R>
inline constexpr bool is_short<internal::at<R>> = true;
template <class R>
inline constexpr bool is_short<internal::not_at<R>> = true;
template <>
inline constexpr bool is_short<internal::success> = true;

}  // namespace ebnf

template <class R>
Shown Ebnf::ebnf_body() {
    return ebnf::Rule<typename R::rule_t>::show(*this);
}

template <class R>
Shown Ebnf::show() {
    constexpr std::string_view own = ebnf::own_name<R>();
    if constexpr (std::is_same_v<R, digit>) {
        return {.text = "digit"};
    } else if constexpr (own.starts_with("wrong_")) {
        return ebnf::never();
    } else if constexpr (std::is_same_v<R, accrue::grammar::name>) {
        return use<R>("name");
    } else if constexpr (own.empty() || std::is_same_v<R, typename R::rule_t>) {
        return ebnf::Rule<typename R::rule_t>::show(*this);
    } else if constexpr (!std::is_void_v<typename ebnf::Alias<typename R::rule_t>::type>) {
        return show<typename ebnf::Alias<typename R::rule_t>::type>();
    } else if constexpr (ebnf::is_short<typename R::rule_t>) {
        return ebnf::Rule<typename R::rule_t>::show(*this);
    } else {
        return use<R>(own);
    }
}

}  // namespace accrue::grammar
