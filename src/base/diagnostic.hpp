// base/diagnostic.hpp — What is wrong, as facts: a kind, its arguments, the places. The words for each kind
// stand in `base/messages/`, in one place, and are put in when a diagnostic is shown.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.hpp"
#include "base/source.hpp"
#include "base/words.hpp"

namespace accrue {

enum class Severity : std::uint8_t { error, warning, note };
std::string_view word(Severity severity);  // `error`, for machines
std::string in_words(Severity severity);   // `error`, in the language that is spoken

// Messages stand in chapters; each has a header in `base/messages/` that gives its kinds by name, so that a
// new message recompiles only those who speak of its chapter.
enum class Chapter : std::uint16_t { language, meaning, data, computing, findings };
inline constexpr std::uint16_t kinds_of_a_chapter = 4096;  // room for so many
enum class Kind : std::uint16_t {};
constexpr Kind kind_of(Chapter chapter, std::uint16_t row) {
    return Kind(static_cast<std::uint16_t>(static_cast<std::uint16_t>(chapter) * kinds_of_a_chapter + row));
}

// How a kind is worded. `{0}` … are the fact's arguments, with plurals as `filled_in` reads them. `captions`
// are the words under each span's carets, parted by `|`. `help` is what `accrue help CODE` prints: cause,
// example, cure.
struct Wording {
    std::string_view name;  // the kind's own name, for tests
    std::string_view code;  // stable: `E0104`; notes have none
    Severity severity;
    std::string_view text;
    std::string_view captions;
    std::string_view help;
};
// In the language that is spoken; in English where a new message has no Russian yet.
const Wording& wording(Kind kind);
const std::vector<Wording>& all_wordings();
const std::vector<Wording>& wordings_of(Chapter chapter);

struct Fact {
    Kind kind;
    std::vector<Argument> arguments;
};

// The first span is the place of the mistake; further ones are the other facts it clashes with. Notes are
// printed below it (`= hint: …`).
struct Diagnostic {
    Kind kind;
    std::vector<Span> spans;
    std::vector<Argument> arguments;
    std::vector<Fact> notes;
};
using Diagnostics = std::vector<Diagnostic>;

Severity severity(const Diagnostic& diagnostic);
bool has_errors(const Diagnostics& diagnostics);

// The fact in words, arguments put in.
std::string worded(const Fact& fact);

// A diagnostic in words, for everything that shows one: terminals, JSON, editors. The first label is the
// place of the mistake; a caption may be empty.
struct Label {
    Span span;
    std::string caption;
};
struct Worded {
    Severity severity;
    std::string code;
    std::string message;
    std::vector<Label> labels;
    std::vector<std::string> notes;
};
Worded in_words(const Diagnostic& diagnostic);

enum class Colour { off, on };

// One diagnostic as people read it: code and message, each place with its line and carets, notes. Ends in a
// line break.
std::string rendered(const Worded& diagnostic, const Sources& sources, Colour colour);
std::string rendered(const Diagnostic& diagnostic, const Sources& sources, Colour colour);

// In the order of their places, each only once.
void sort_by_place(Diagnostics& diagnostics);

}  // namespace accrue
