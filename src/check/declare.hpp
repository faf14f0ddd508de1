// check/declare.hpp — What the file declares, gathered from its statements and its one block, and who owns
// each name. A sketch is made whole here: inputs, the split in thirds and the pay line that it leaves unsaid.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
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
    unreadable
};
struct Symbol {
    SymbolKind kind;
    std::size_t index = 0;  // into the vector of its kind
    std::string name;       // NFC
    Span span;
};

struct InputDeclaration {
    std::string name;
    Span span;
    const syntax::Input* written = nullptr;  // none: invented for a sketch
    bool by_day = false;
};
struct DefinitionDeclaration {
    std::string name;
    Span span, name_span;
    const syntax::Definition* written;
};
struct PartDeclaration {
    std::string name;
    Span span;
    std::size_t split = 0;
    syntax::ExprId portion;             // none: an equal part
    std::vector<syntax::ExprId> gates;  // conditions
    std::vector<Span> gate_spans;
};
struct SplitDeclaration {
    Span span;
    syntax::ExprId whole;              // as written, else
    std::size_t whole_definition = 0;  // the definition a sketch splits
    std::vector<std::size_t> parts;
};
struct PayDeclaration {
    Span span;
    const syntax::Pay* written = nullptr;  // none: invented for a sketch
    std::size_t definition = 0;            // then: the definition that is paid
    std::optional<std::size_t> split;      // after the gates of this split
    std::string name;                      // of `pay name = …`
    Span name_span;
};
struct PromiseDeclaration {
    Span span;
    const syntax::Promise* written;
};

struct Declarations {
    bool is_sketch = false;
    const syntax::SchemeHeader* header = nullptr;
    std::string level = "person";
    Span level_span;
    std::string currency;
    std::optional<Rounding> rounding;
    syntax::ExprId rounding_step;
    int year_starts_in = 1;

    std::vector<InputDeclaration> inputs;
    std::vector<const syntax::Statement*> params;
    std::vector<DefinitionDeclaration> definitions;
    std::vector<PartDeclaration> parts;
    std::vector<SplitDeclaration> splits;
    std::vector<PayDeclaration> pays;
    std::vector<PromiseDeclaration> promises;
    std::vector<const syntax::Function*> functions;
    std::vector<const syntax::NamedTable*> tables;
    std::vector<const syntax::Statement*> examples;
    std::vector<Assumption> assumptions;

    std::map<std::string, Symbol, std::less<>> symbols;  // by NFC name and by every case form
    std::map<std::string, std::string> by_folded;        // folded → NFC, for names that differ only by case

    // The owner of a name, or nothing.
    const Symbol* find(std::string_view written) const;
    std::vector<std::string> names() const;
};

Declarations declare(const syntax::Module& module, const Sources& sources, Diagnostics& diagnostics);

}  // namespace accrue::check
