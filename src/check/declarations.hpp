// check/declarations.hpp — What a scheme declares: its levels, what stands in each, and who owns each name.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/phrase.hpp"
#include "check/check.hpp"
#include "syntax/tree.hpp"

namespace accrue::check {

enum class SymbolKind : std::uint8_t {
    input,
    param,
    definition,
    part,
    pay_line,
    pay_total,
    function,
    table,
    reference,
    share,  // what a row gets of a pool: a name of the members' level
    lots,
    level,  // the name of a level: `count of deal`
    unreadable
};
// Index into `Declarations::levels`; names that belong to no level are seen everywhere.
inline constexpr std::size_t no_level = static_cast<std::size_t>(-1);
struct Symbol {
    SymbolKind kind;
    std::size_t index = 0;         // into the vector of its kind
    std::size_t level = no_level;  // whose rows it has a value for
    std::string name;              // NFC
    Span span;
};

struct LevelDeclaration {
    std::string name;
    core::LevelKind kind = core::LevelKind::rows;
    std::size_t parent = no_level;
    Span span{};
    const syntax::Records* records = nullptr;
    std::string label{};
    std::vector<std::string> file_names{};  // of `everything`
};
struct ReferenceDeclaration {
    std::string name;
    Span span;
    const syntax::Reference* written;
};
struct ShareDeclaration {
    std::string name;
    Span span, name_span;
    std::size_t of;       // the pool's level
    std::size_t members;  // no_level when it is none, which has been reported
    const syntax::Share* written;
};
// `solve { … }`: its definitions stand among all others and know it.
struct SystemDeclaration {
    Span span;
    std::size_t level;
    std::vector<std::size_t> definitions;
};
struct LotsDeclaration {
    std::string name;
    Span span, name_span;
    std::size_t level;
    const syntax::Lots* written;
};

struct InputDeclaration {
    std::string name;
    Span span;
    const syntax::Input* written = nullptr;  // none: invented for a sketch
    bool by_day = false;
    std::size_t level = 0;
};
struct DefinitionDeclaration {
    std::string name;
    Span span, name_span;
    const syntax::Definition* written;
    std::size_t level = 0;
    std::optional<std::size_t> system{};  // in which it is an unknown
};
struct PartDeclaration {
    std::string name;
    Span span;
    std::size_t split = 0;
    syntax::ExprId portion;             // none: an equal part
    std::vector<syntax::ExprId> gates;  // conditions
    std::vector<Span> gate_spans;
    std::size_t level = 0;
};
struct SplitDeclaration {
    Span span;
    syntax::ExprId whole;              // as written, else
    std::size_t whole_definition = 0;  // the definition a sketch splits
    std::vector<std::size_t> parts;
    std::size_t level = 0;
};
struct PayDeclaration {
    Span span;
    const syntax::Pay* written = nullptr;  // none: invented for a sketch
    std::size_t definition = 0;            // then: the definition that is paid
    std::optional<std::size_t> split;      // after the gates of this split
    std::string name;                      // of `pay name = …`
    Span name_span;
    std::size_t level = 0;
};
struct PromiseDeclaration {
    Span span;
    const syntax::Promise* written;
    std::size_t level = 0;
};

struct Declarations {
    bool is_sketch = false;
    const syntax::SchemeHeader* header = nullptr;
    // Outer before inner. Without `level` lines there is one, and all names are its own; with them the first
    // is `everything`: what stands outside the blocks.
    std::vector<LevelDeclaration> levels;
    std::string currency;
    std::optional<Rounding> rounding;
    syntax::ExprId rounding_step;
    Calendar calendar;

    std::vector<InputDeclaration> inputs;
    std::vector<const syntax::Statement*> params;
    std::vector<DefinitionDeclaration> definitions;
    std::vector<PartDeclaration> parts;
    std::vector<SplitDeclaration> splits;
    std::vector<PayDeclaration> pays;
    std::vector<PromiseDeclaration> promises;
    std::vector<ReferenceDeclaration> references;
    std::vector<ShareDeclaration> shares;
    std::vector<SystemDeclaration> systems;
    std::vector<LotsDeclaration> lots;
    std::vector<const syntax::Function*> functions;
    std::vector<const syntax::NamedTable*> tables;
    std::vector<const syntax::Statement*> examples;
    std::vector<Assumption> assumptions;

    using Symbols = std::map<std::string, Symbol, std::less<>>;  // by NFC name and by every case form
    Symbols everywhere;            // params, functions, tables, references, levels
    std::vector<Symbols> symbols;  // by level

    bool is_shorter_than_month() const {
        return calendar.unit == PeriodUnit::day || calendar.unit == PeriodUnit::week;
    }
    // How many periods a window's words count, 0 where they count none; nothing when that is no whole number.
    std::optional<int> periods(syntax::Reach reach, const syntax::Scope& scope) const;
    bool has_levels() const { return levels.front().kind == core::LevelKind::everything; }
    // Does the level stand above the other one?
    bool stands_above(std::size_t outer, std::size_t inner) const;
    std::optional<std::size_t> level(std::string_view name) const;
    // The owner of a bare name in a block of the level, or nothing.
    const Symbol* find(std::string_view written, std::size_t level) const;
    // The name's owner in that level alone.
    const Symbol* find_own(std::string_view written, std::size_t level) const;
    // The levels that have a name which is not seen from here.
    std::vector<std::size_t> levels_of(std::string_view written) const;
    std::vector<std::string> names(std::size_t level) const;
};

PeriodUnit unit_of(syntax::PeriodWord word);
// `weeks`: what a scheme goes by.
Phrase periods_phrase(PeriodUnit unit);

}  // namespace accrue::check
