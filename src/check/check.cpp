#include "check/check.hpp"

#include <algorithm>
#include <cassert>
#include <set>

#include "base/messages/meaning.hpp"
#include "check/declare.hpp"
#include "check/examples.hpp"
#include "check/lower.hpp"
#include "check/typing.hpp"
#include "check/warnings.hpp"
#include "core/well_formed.hpp"

namespace accrue::check {

namespace {

std::string type_word(const core::Type& type) {
    switch (type.kind) {
        case core::TypeKind::money:
            return type.currency.empty() ? "money" : "money " + type.currency;
        case core::TypeKind::number:
            return "number";
        case core::TypeKind::date:
            return "date";
        case core::TypeKind::month:
            return "month";
        case core::TypeKind::text:
            return "text";
        case core::TypeKind::logical:
            return "yes/no";
    }
    return {};
}

// The `currency` and the `input` lines that a sketch leaves out, before what else was assumed.
std::vector<Assumption> assumptions(const Declarations& declarations, const Typing& typing) {
    std::vector<Assumption> all;
    for (std::size_t i = 0; i < declarations.inputs.size(); ++i) {
        const InputDeclaration& input = declarations.inputs[i];
        const auto type = typing.type_of_input(i);
        if (input.written != nullptr || !type) continue;
        const std::string line =
            "input " + input.name + " : " + type_word(*type) + (input.by_day ? " by day" : "");
        all.push_back({input.by_day ? kind::assumed_day_input : kind::assumed_input,
                       {input.name, in_words(*type)},
                       line});
    }
    all.insert(all.end(), declarations.assumptions.begin(), declarations.assumptions.end());
    std::ranges::stable_partition(all,
                                  [](const Assumption& each) { return each.kind == kind::assumed_currency; });
    return all;
}

// What is said of a line that could not be read as written would only be an echo of that.
void drop_echoes(Diagnostics& diagnostics, const Diagnostics& parsing, const Sources& sources) {
    std::set<std::pair<std::uint32_t, std::uint64_t>> reported;  // source and where its line begins
    const auto line = [&](const Diagnostic& diagnostic) {
        const Span& place = diagnostic.spans.front();
        return std::pair{place.source.value, sources[place.source].line_begin(place.begin)};
    };
    for (const Diagnostic& diagnostic : parsing) {
        if (severity(diagnostic) == Severity::error && !diagnostic.spans.empty())
            reported.insert(line(diagnostic));
    }
    std::erase_if(diagnostics, [&](const Diagnostic& diagnostic) {
        return !diagnostic.spans.empty() && diagnostic.spans.front().source &&
               reported.contains(line(diagnostic));
    });
}

// What a line says only because another one could not be read or understood.
bool may_be_a_consequence(const Diagnostic& diagnostic) {
    return diagnostic.kind == kind::below_zero_open || diagnostic.kind == kind::nobody_shares ||
           diagnostic.kind == kind::expect_no_result || diagnostic.kind == kind::nothing_paid ||
           diagnostic.kind == kind::literal_undecided;
}

void drop_consequences(Diagnostics& diagnostics, const Diagnostics& parsing) {
    const auto is_cause = [](const Diagnostic& diagnostic) {
        return severity(diagnostic) == Severity::error && !may_be_a_consequence(diagnostic);
    };
    if (std::ranges::any_of(diagnostics, is_cause) || std::ranges::any_of(parsing, is_cause))
        std::erase_if(diagnostics, may_be_a_consequence);
}

}  // namespace

Checked check(const syntax::Parsed& parsed, const Sources& sources) {
    const syntax::Module& module = parsed.module;
    Checked checked;
    Diagnostics& diagnostics = checked.diagnostics;
    const Declarations declarations = declare(module, sources, diagnostics);
    Typing typing(module, sources, declarations, diagnostics);
    typing.run();
    Lowering lowering(module, sources, declarations, typing, diagnostics);
    checked.scheme = lowering.lowered();
    checked.examples = examples(module, sources, declarations, lowering, checked.scheme, diagnostics);
    const bool readable = !has_errors(parsed.diagnostics);
    if (readable && !has_errors(diagnostics))
        warn(checked, module, sources, declarations, typing, diagnostics);
    checked.assumptions = assumptions(declarations, typing);
    drop_consequences(diagnostics, parsed.diagnostics);
    sort_by_place(diagnostics);
    assert(!readable || has_errors(diagnostics) || !core::broken_promise(checked.scheme));
    drop_echoes(diagnostics, parsed.diagnostics, sources);
    return checked;
}

}  // namespace accrue::check
