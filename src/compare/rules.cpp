// What differs in the rules themselves: params, definitions, gates and inputs, by their names, in the
// author's own words.

#include <algorithm>
#include <map>

#include "base/messages/phrases/comparing.hpp"
#include "base/messages/phrases/tracing.hpp"
#include "compare/finding.hpp"
#include "explain/shown.hpp"

namespace accrue::compare {
namespace {

// By what a rule is called in the table, its words in each scheme.
class Rules {
  public:
    explicit Rules(const Ground& ground) : ground_(ground) {
        for (std::size_t i = 0; i < ground.count(); ++i) {
            add_params(i);
            add_gates(i);
            add_definitions(i);
            add_inputs(i);
        }
    }

    std::vector<std::vector<Cell>> different() const {
        std::vector<std::vector<Cell>> rows;
        for (const auto& name : order_) {
            const auto& words = words_.at(name);
            const bool is_same =
                std::ranges::all_of(words, [&](const std::string& each) { return each == words.front(); });
            if (is_same) continue;
            std::vector<Cell> row{name};
            for (const auto& each : words) row.push_back(each.empty() ? Cell() : Cell(each));
            rows.push_back(std::move(row));
        }
        return rows;
    }

  private:
    const core::Scheme& scheme(std::size_t side) const { return ground_.sides.sides[side].scheme; }
    void add(std::size_t side, const std::string& name, const std::string& words) {
        auto [known, is_new] = words_.try_emplace(name, ground_.count());
        if (is_new) order_.push_back(name);
        auto& own = known->second[side];
        own += (own.empty() ? "" : "; ") + words;
    }
    std::string text(core::ExprId id, std::size_t side) const {
        return explain::as_written(scheme(side), ground_.sources, id);
    }

    // A pay line may be called like the definition that it pays.
    static std::string shown_rule(const core::Definition& definition) {
        return (definition.kind == core::DefinitionKind::pay_line ? "pay " : "") + definition.name;
    }

    void add_params(std::size_t side) {
        for (const auto& param : scheme(side).params) {
            std::string words;
            for (const auto& dated : param.values) {
                words += (words.empty() ? "" : ", ") + text(dated.value, side);
                if (dated.from) words += " " + phrase(say::since, to_text(*dated.from));
            }
            add(side, phrase(say::compare_rule_param, param.name), words);
        }
    }
    void add_gates(std::size_t side) {
        for (const auto& split : scheme(side).splits)
            for (const auto& part : split.parts) {
                const auto* note = part.gate ? scheme(side).gate_note(part.gate) : nullptr;
                const auto& definition = scheme(side).definitions[part.part];
                if (note == nullptr || definition.day != 0) continue;
                for (const auto condition : note->conditions)
                    add(side, phrase(say::compare_rule_gate, definition.name), text(condition, side));
            }
    }
    void add_definitions(std::size_t side) {
        for (const auto& definition : scheme(side).definitions) {
            const bool is_written = definition.kind == core::DefinitionKind::written ||
                                    definition.kind == core::DefinitionKind::share ||
                                    definition.kind == core::DefinitionKind::pay_line;
            if (!is_written || definition.day != 0) continue;
            const auto words = explain::text_at(ground_.sources, definition.span);
            if (!words.empty())
                add(side, phrase(say::compare_rule_definition, shown_rule(definition)), words);
        }
    }
    // Inputs are the list of all schemes: a scheme has those that its rules read.
    void add_inputs(std::size_t side) {
        for (const auto& expr : scheme(side).expressions) {
            const auto* read = std::get_if<core::Read>(&expr.node);
            const auto* input = read == nullptr ? nullptr : std::get_if<core::InputId>(&read->what);
            if (input == nullptr) continue;
            const auto column = core::column_name(scheme(side).inputs[*input]);
            const auto name = phrase(say::compare_rule_input, column);
            if (!words_.contains(name) || words_[name][side].empty()) add(side, name, column);
        }
    }

    const Ground& ground_;
    std::vector<std::string> order_;
    std::map<std::string, std::vector<std::string>> words_;
};

}  // namespace

Finding rules(const Ground& ground) {
    Finding finding{.name = "rules",
                    .title = phrase(say::compare_rules),
                    .columns = {{"what", phrase(say::compare_head_what)}},
                    .rows = Rules(ground).different()};
    for (std::size_t i = 0; i < ground.count(); ++i)
        finding.columns.push_back({ground.name(i), ground.name(i)});
    if (finding.rows.empty()) finding.sentence = phrase(say::compare_no_rules);
    return finding;
}

}  // namespace accrue::compare
