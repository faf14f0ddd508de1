#include "check/joined.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/messages/language.hpp"
#include "base/messages/meaning.hpp"
#include "base/text.hpp"
#include "check/walk.hpp"

namespace accrue::check {

using namespace syntax;

From origin_of(const Module& module, const Statement& statement) {
    for (const JoinedFile& file : module.joined) {
        if (file.source == statement.span.source) return file.how == Joined::used ? From::used : From::base;
    }
    return From::own;
}

bool is_lent(const Statement& statement) {
    return std::holds_alternative<Param>(statement.node) ||
           std::holds_alternative<Function>(statement.node) ||
           std::holds_alternative<NamedTable>(statement.node) ||
           std::holds_alternative<Reference>(statement.node) ||
           std::holds_alternative<Definition>(statement.node) ||
           std::holds_alternative<Split>(statement.node) || std::holds_alternative<Gate>(statement.node) ||
           std::holds_alternative<Statement::Unreadable>(statement.node);
}

const Declared* name_declared(const Statement& statement) {
    return std::visit(overloaded{
                          [](const Definition& n) { return &n.name; },
                          [](const Param& n) { return &n.name; },
                          [](const NamedTable& n) { return &n.name; },
                          [](const Function& n) { return &n.name; },
                          [](const Reference& n) { return &n.name; },
                          [](const Share& n) { return &n.name; },
                          [](const Lots& n) { return &n.name; },
                          [](const Pay& n) { return n.name.name.length > 0 ? &n.name : nullptr; },
                          [](const auto&) -> const Declared* { return nullptr; },
                      },
                      statement.node);
}

std::string name_given(const Statement& statement, const Sources& sources) {
    const auto* gate = std::get_if<Gate>(&statement.node);
    const auto* declared = name_declared(statement);
    if (gate != nullptr) return name_text(sources, gate->part);
    return declared == nullptr ? std::string() : name_text(sources, declared->name);
}

Replacements::Replacements(const Module& module, const Sources& sources)
    : module_(module), sources_(sources) {
    for (const Statement& statement : module_.statements) {
        find(statement);
        const auto* block = std::get_if<Block>(&statement.node);
        if (block == nullptr) continue;
        for (const std::uint32_t inner : block->statements) find(module_.inner[inner]);
    }
}

void Replacements::find(const Statement& statement) {
    const auto* replace = std::get_if<Replace>(&statement.node);
    if (replace == nullptr) return;
    const Statement& by = module_.inner[replace->statement];
    if (const auto* block = std::get_if<Block>(&by.node)) {
        blocks_.push_back({name_text(sources_, block->level), statement.span});
        return;
    }
    by_name_[name_given(by, sources_)].push_back({&by, statement.span});
}

std::vector<const Statement*> Replacements::in_place_of(const Statement& statement) {
    const auto found = by_name_.find(name_given(statement, sources_));
    if (found == by_name_.end() || found->first.empty()) return {&statement};
    std::vector<const Statement*> taken;
    bool is_replaced = false;
    for (Replacement& replacement : found->second) {
        if (replacement.statement->node.index() != statement.node.index()) continue;
        is_replaced = true;
        if (!replacement.taken) taken.push_back(replacement.statement);
        replacement.taken = true;
    }
    return is_replaced ? taken : std::vector{&statement};
}

void Replacements::report_unused(const std::vector<std::string>& known, Diagnostics& diagnostics) const {
    for (const auto& [name, span] : blocks_)
        diagnostics.push_back({kind::replace_wanted, {span}, {fmt::format("`{}`", name)}, {}});
    const bool has_base =
        std::ranges::any_of(module_.joined, [](const JoinedFile& file) { return file.how == Joined::base; });
    for (const auto& [name, all] : by_name_) {
        for (const Replacement& replacement : all) {
            if (replacement.taken) continue;
            std::vector<Fact> notes;
            const auto meant = closest(name, known);
            if (meant == name) notes.push_back({kind::note_other_kind, {name}});
            if (meant && *meant != name) notes.push_back({kind::hint_meant, {*meant}});
            diagnostics.push_back({has_base ? kind::nothing_replaced : kind::no_base,
                                   {replacement.span},
                                   {name.empty() ? first_line(sources_, replacement.statement->span) : name},
                                   std::move(notes)});
        }
    }
}

}  // namespace accrue::check
