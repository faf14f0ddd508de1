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

namespace {

// The name of what `pay bonus` pays; null where it pays something else.
const Name* name_paid(const Module& module, const Pay& pay) {
    const auto* paid = as<Name>(module, unbracketed(module, paid_of(module, pay)));
    return paid != nullptr && paid->member.length == 0 ? paid : nullptr;
}

}  // namespace

bool pays_a_name(const Module& module, const Statement& statement) {
    const auto* pay = std::get_if<Pay>(&statement.node);
    return pay != nullptr && pay->name.name.length == 0 && name_paid(module, *pay) != nullptr;
}

Replacements::Replacements(const Module& module, const Sources& sources, const Declarations& declarations)
    : module_(module), sources_(sources), declarations_(declarations) {}

Replacements::Rule Replacements::rule(const Statement& statement, std::size_t level) const {
    const bool is_of_no_level = std::holds_alternative<Param>(statement.node) ||
                                std::holds_alternative<Function>(statement.node) ||
                                std::holds_alternative<NamedTable>(statement.node) ||
                                std::holds_alternative<Reference>(statement.node);
    return {name_of(statement), statement.node.index(), is_of_no_level ? no_level : level};
}

std::string Replacements::name_of(const Statement& statement) const {
    const auto* pay = std::get_if<Pay>(&statement.node);
    return pay != nullptr ? component_of(*pay) : name_given(statement, sources_);
}

// As in the results: the name before `=`, else that of what is paid, else the label, else what is written.
std::string Replacements::component_of(const Pay& pay) const {
    if (pay.name.name.length > 0) return name_text(sources_, pay.name.name);
    if (const auto* paid = name_paid(module_, pay)) {
        const auto spelled = name_text(sources_, paid->head);
        const auto name = names_of_forms_.find(spelled);
        return name == names_of_forms_.end() ? spelled : name->second;
    }
    const auto label = quoted_text(sources_, pay.label);
    return label.empty() ? std::string(sources_.text(module_.expressions[pay.amount.value].span)) : label;
}

void Replacements::note_forms(const Statement& statement) {
    const auto note = [&](const Declared& declared) {
        for (const Span form : declared.forms)
            names_of_forms_.emplace(name_text(sources_, form), name_text(sources_, declared.name));
    };
    if (const auto* declared = name_declared(statement)) note(*declared);
    if (const auto* input = std::get_if<Input>(&statement.node)) std::ranges::for_each(input->names, note);
    if (const auto* split = std::get_if<Split>(&statement.node))
        std::ranges::for_each(split->parts, note, &PartRef::name);
}

// With the level in whose block each stands; what stands in a block of no level is not looked at.
void Replacements::for_each_statement(
    const std::function<void(const Statement&, std::size_t level)>& visit) const {
    const auto go_inside = [&](Span level_name, const std::vector<std::uint32_t>& statements) {
        const auto level = declarations_.level(name_text(sources_, level_name));
        for (const std::uint32_t inner : statements) {
            if (level) visit(module_.inner[inner], *level);
        }
    };
    for (const Statement& statement : module_.statements) {
        visit(statement, 0);
        if (const auto* block = std::get_if<Block>(&statement.node))
            go_inside(block->level, block->statements);
        if (const auto* records = std::get_if<Records>(&statement.node))
            go_inside(records->name.name, records->statements);
    }
}

void Replacements::find_all() {
    for_each_statement([&](const Statement& statement, std::size_t) { note_forms(statement); });
    for_each_statement([&](const Statement& statement, std::size_t level) {
        files_.emplace(statement.span.source.value, files_.size());
        if (origin_of(module_, statement) == From::base)
            of_bases_.emplace(rule(statement, level), order(statement));
    });
    for_each_statement([&](const Statement& statement, std::size_t level) { find(statement, level); });
}

// Those where the bases of a file have a rule of this name and kind.
std::vector<std::size_t> Replacements::levels_of(const Rule& rule, std::size_t file) const {
    std::vector<std::size_t> levels;
    if (rule.name.empty()) return levels;
    for (const auto& [each, first_file] : of_bases_) {
        if (each.name == rule.name && each.kind == rule.kind && first_file < file)
            levels.push_back(each.level);
    }
    return levels;
}

void Replacements::find(const Statement& statement, std::size_t level) {
    const auto* replace = std::get_if<Replace>(&statement.node);
    if (replace == nullptr) return;
    const Statement& by = module_.inner[replace->statement];
    if (const auto* block = std::get_if<Block>(&by.node)) {
        blocks_.push_back({name_text(sources_, block->level), statement.span});
        return;
    }
    Rule replaced = rule(by, level);
    // Outside of blocks a name is enough where only one level has it.
    const auto levels = levels_of(replaced, order(statement));
    if (level == 0 && levels.size() == 1) replaced.level = levels.front();
    replacements_[replaced].push_back({&by, statement.span});
}

std::size_t Replacements::order(const Statement& statement) const {
    return files_.at(statement.span.source.value);
}

// Of a variant of a variant the lines nearest to the main file hold.
std::vector<const Statement*> Replacements::in_place_of(const Statement& statement, std::size_t level) {
    const auto found = replacements_.find(rule(statement, level));
    if (found == replacements_.end() || found->first.name.empty()) return {&statement};
    const std::size_t nearest = order(*found->second.back().statement);
    if (nearest <= order(statement)) return {&statement};
    std::vector<const Statement*> taken;
    for (Replacement& replacement : found->second) {
        const std::size_t file = order(*replacement.statement);
        if (file <= order(statement)) continue;
        if (file == nearest && !replacement.taken) taken.push_back(replacement.statement);
        replacement.taken = true;
    }
    return taken;
}

// What else of that name there is.
std::vector<Fact> Replacements::notes(const Rule& rule, std::size_t file,
                                      const std::vector<std::string>& known) const {
    std::vector<Fact> notes;
    for (const std::size_t level : levels_of(rule, file)) {
        const bool is_outside = level == 0;
        if (is_outside) notes.push_back({kind::note_rule_outside, {rule.name}});
        if (!is_outside && level != no_level)
            notes.push_back({kind::note_rule_of_level, {rule.name, declarations_.levels[level].name}});
    }
    auto candidates = known;
    for (const auto& [each, file_of_base] : of_bases_) {
        if (each.kind == rule.kind) candidates.push_back(each.name);
    }
    const auto meant = closest(rule.name, candidates);
    if (!notes.empty() || !meant) return notes;
    if (*meant == rule.name) return {{kind::note_other_kind, {rule.name}}};
    return {{kind::hint_meant, {*meant}}};
}

void Replacements::report_unused(const std::vector<std::string>& known, Diagnostics& diagnostics) const {
    for (const auto& [name, span] : blocks_)
        diagnostics.push_back({kind::replace_wanted, {span}, {fmt::format("`{}`", name)}, {}});
    const bool has_base =
        std::ranges::any_of(module_.joined, [](const JoinedFile& file) { return file.how == Joined::base; });
    for (const auto& [rule, all] : replacements_) {
        for (const Replacement& replacement : all) {
            if (replacement.taken) continue;
            const bool has_name = !rule.name.empty();
            const std::size_t file = order(*replacement.statement);
            const bool is_one_of_several = rule.level == 0 && levels_of(rule, file).size() > 1;
            diagnostics.push_back({!has_base           ? kind::no_base
                                   : is_one_of_several ? kind::replaced_of_several
                                                       : kind::nothing_replaced,
                                   {replacement.span},
                                   {has_name ? rule.name : first_line(sources_, replacement.statement->span)},
                                   notes(rule, file, known)});
        }
    }
}

}  // namespace accrue::check
