// What differs in the rules themselves, by name and in the author's own words: params, gates, formulas, pay
// lines, and the columns that they read. What means the same is left out, however it is written.

#include <algorithm>
#include <map>
#include <set>

#include "base/messages/phrases/comparing.hpp"
#include "base/messages/phrases/tracing.hpp"
#include "compare/finding.hpp"
#include "compare/meaning.hpp"
#include "core/walk.hpp"
#include "explain/shown.hpp"
#include "number/decimal.hpp"

namespace accrue::compare {
namespace {

// In the order in which they are listed.
enum class Kind : std::uint8_t { param, gate, formula, split, pay, rounding, columns };

// What one scheme says of a rule.
struct Said {
    std::string words, meaning;  // the words are shown, the meaning is compared
    std::set<std::string>
        elsewhere{};  // what it reads that is written in other lines: see `written_elsewhere`
};
struct Rule {
    Kind kind;
    std::string name;
    std::vector<Said> said;  // by side; without words where a scheme has no such rule
    bool is_same() const {
        return std::ranges::all_of(said, [&](const Said& each) { return each.meaning == said[0].meaning; });
    }
    // Are words that mean different things written alike?
    bool is_ambiguous() const {
        return std::ranges::any_of(said, [&](const Said& each) {
            return std::ranges::any_of(said, [&](const Said& other) {
                return each.words == other.words && each.meaning != other.meaning;
            });
        });
    }
    // Adds to the words of each what the others do not read: `f(pct) (x * 2)`.
    void tell_apart() {
        const auto own = said;
        for (auto& each : said) {
            std::string others;
            for (const auto& text : each.elsewhere) {
                const bool is_everywhere = std::ranges::all_of(
                    own, [&](const Said& other) { return other.elsewhere.contains(text); });
                if (!is_everywhere) others += (others.empty() ? "" : "; ") + text;
            }
            if (!others.empty()) each.words += " (" + others + ")";
        }
    }
};

bool holds(const Span& outer, const Span& inner) {
    return outer.source == inner.source && outer.begin <= inner.begin && inner.end() <= outer.end();
}

std::string line_of(const Sources& sources, const Span& span) {
    const auto& source = sources[span.source];
    const auto begin = source.line_begin(span.begin);
    const auto length = source.line(span.begin).size();
    return explain::text_at(sources, {begin, static_cast<std::uint32_t>(length), span.source});
}

// The lines of tables, functions and inputs with a default that an expression takes from elsewhere than its
// own place: `define f(x : number) = x * 2`.
std::set<std::string> written_elsewhere(const core::Scheme& scheme, const Sources& sources, core::ExprId root,
                                        const Span& own) {
    std::set<std::string> texts;
    for (const auto at : core::within(scheme, root)) {
        const auto& span = scheme.expressions[at].origin.span;
        if (span.source && span.length > 0 && !holds(own, span)) texts.insert(line_of(sources, span));
    }
    return texts;
}

// `bonus = rate of collected "label"` without its name and label, which the table says or nobody needs.
std::string formula_text(std::string text, const core::Definition& definition) {
    const auto label = "\"" + definition.label + "\"";
    if (!definition.label.empty() && text.ends_with(label)) text.erase(text.size() - label.size());
    const auto equals = text.find(" = ");
    const bool begins_with_name = equals != text.npos && text.starts_with(definition.name) &&
                                  text.find_first_not_of(' ', definition.name.size()) == equals + 1;
    if (begins_with_name) text.erase(0, equals + 3);
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

// By what a rule is called, what each scheme says.
class Rules {
  public:
    explicit Rules(const Ground& ground) : ground_(ground) {
        for (std::size_t i = 0; i < ground.count(); ++i) {
            add_params(i);
            add_splits(i);
            add_definitions(i);
            add_rounding(i);
        }
        add_columns();
    }

    std::vector<Rule> different() const {
        std::vector<Rule> rules;
        for (const auto& rule : rules_) {
            if (rule.is_same()) continue;
            rules.push_back(rule);
            if (rule.is_ambiguous()) rules.back().tell_apart();
        }
        std::ranges::stable_sort(rules, {}, &Rule::kind);
        return rules;
    }

  private:
    const core::Scheme& scheme(std::size_t side) const { return ground_.sides.sides[side].scheme; }
    void add(std::size_t side, Kind kind, const std::string& name, const Said& said) {
        const auto same = [&](const Rule& rule) { return rule.kind == kind && rule.name == name; };
        auto known = std::ranges::find_if(rules_, same);
        if (known == rules_.end()) {
            rules_.push_back({kind, name, std::vector<Said>(ground_.count())});
            known = rules_.end() - 1;
        }
        auto& own = known->said[side];
        own.words += (own.words.empty() ? "" : "; ") + said.words;
        own.meaning += said.meaning;
        own.elsewhere.insert(said.elsewhere.begin(), said.elsewhere.end());
    }
    Said said_of(std::size_t side, std::string words, core::ExprId id, const Span& own) const {
        return {std::move(words), meaning(scheme(side), id),
                written_elsewhere(scheme(side), ground_.sources, id, own)};
    }
    std::string written(core::ExprId id, std::size_t side) const {
        return explain::as_written(scheme(side), ground_.sources, id);
    }

    void add_params(std::size_t side) {
        for (const auto& param : scheme(side).params) {
            Said said;
            for (const auto& dated : param.values) {
                said.words += (said.words.empty() ? "" : ", ") + written(dated.value, side);
                said.meaning += meaning(scheme(side), dated.value);
                if (!dated.from) continue;
                said.words += " " + phrase(say::since, to_text(*dated.from));
                said.meaning += to_text(*dated.from);
            }
            add(side, Kind::param, phrase(say::compare_rule_param, param.name), said);
        }
    }
    void add_splits(std::size_t side) {
        for (const auto& split : scheme(side).splits) {
            const auto& first = scheme(side).definitions[split.parts.front().part];
            if (first.day != 0) continue;
            std::string parts, portions;
            for (const auto& part : split.parts) {
                const auto& definition = scheme(side).definitions[part.part];
                parts += (parts.empty() ? "" : ", ") + definition.name;
                portions += meaning(scheme(side), part.gate ? scheme(side).gate_note(part.gate)->open_value
                                                            : definition.value);
                add_gate(side, part, definition);
            }
            const auto whole = written(split.whole, side);
            add(side, Kind::split, phrase(say::compare_rule_split, whole), {parts, portions});
        }
    }
    void add_gate(std::size_t side, const core::Part& part, const core::Definition& definition) {
        const auto* note = part.gate ? scheme(side).gate_note(part.gate) : nullptr;
        if (note == nullptr) return;
        for (const auto condition : note->conditions)
            add(side, Kind::gate, phrase(say::compare_rule_gate, definition.name),
                said_of(side, written(condition, side), condition,
                        scheme(side).expressions[condition].origin.span));
    }
    void add_definitions(std::size_t side) {
        for (const auto& definition : scheme(side).definitions) {
            const bool is_pay = definition.kind == core::DefinitionKind::pay_line;
            const bool is_written = is_pay || definition.kind == core::DefinitionKind::written ||
                                    definition.kind == core::DefinitionKind::share;
            if (!is_written || definition.day != 0) continue;
            const auto words = formula_text(explain::text_at(ground_.sources, definition.span), definition);
            const auto name =
                phrase(is_pay ? say::compare_rule_pay : say::compare_rule_definition, definition.name);
            if (!words.empty())
                add(side, is_pay ? Kind::pay : Kind::formula, name,
                    said_of(side, words, definition.value, definition.span));
        }
    }
    void add_rounding(std::size_t side) {
        const auto step = to_machine(scheme(side).rounding_step);
        add(side, Kind::rounding, phrase(say::compare_rule_rounding),
            {step, step + " " + std::to_string(static_cast<int>(scheme(side).rounding))});
    }

    std::set<std::string> columns_of(std::size_t side) const {
        std::set<std::string> columns;
        for (const auto& expr : scheme(side).expressions) {
            const auto* read = std::get_if<core::Read>(&expr.node);
            const auto* input = read == nullptr ? nullptr : std::get_if<core::InputId>(&read->what);
            if (input != nullptr) columns.insert(core::column_name(scheme(side).inputs[*input]));
        }
        return columns;
    }
    // One line of all columns that some scheme reads and another does not.
    void add_columns() {
        std::map<std::string, std::size_t> readers;
        std::vector<std::set<std::string>> columns;
        for (std::size_t i = 0; i < ground_.count(); ++i) {
            columns.push_back(columns_of(i));
            for (const auto& column : columns.back()) ++readers[column];
        }
        for (std::size_t i = 0; i < ground_.count(); ++i) {
            std::string own;
            for (const auto& column : columns[i])
                if (readers[column] < ground_.count()) own += (own.empty() ? "" : ", ") + column;
            add(i, Kind::columns, phrase(say::compare_rule_columns), {own, own});
        }
    }

    const Ground& ground_;
    std::vector<Rule> rules_;
};

// `Different: 2 params, 2 gates, 1 formula.`
std::string said_of(const std::vector<Rule>& rules) {
    std::map<Kind, std::int64_t> counts;
    for (const auto& rule : rules) ++counts[rule.kind];
    const auto formulas = counts[Kind::formula];
    const bool is_paid_otherwise = counts[Kind::split] + counts[Kind::pay] + counts[Kind::rounding] > 0;
    std::vector<std::string> said;
    if (counts[Kind::param] > 0) said.push_back(phrase(say::compare_rules_params, counts[Kind::param]));
    if (counts[Kind::gate] > 0) said.push_back(phrase(say::compare_rules_gates, counts[Kind::gate]));
    if (formulas > 0) said.push_back(phrase(say::compare_rules_rules, formulas));
    if (is_paid_otherwise) said.push_back(phrase(say::compare_rules_others));
    if (counts[Kind::columns] > 0) said.push_back(phrase(say::compare_rules_columns));
    std::string text;
    for (const auto& each : said) text += (text.empty() ? "" : ", ") + each;
    return phrase(say::compare_rules_say, text);
}

}  // namespace

Finding rules(const Ground& ground) {
    if (ground.count() < 2) return {};
    const auto different = Rules(ground).different();
    Finding finding{.name = "rules",
                    .title = phrase(say::compare_rules),
                    .columns = with_sides(ground, {"what", phrase(say::compare_head_what)}, Holds::text)};
    for (const auto& rule : different) {
        std::vector<Cell> row{rule.name};
        for (const auto& each : rule.said) row.push_back(each.words.empty() ? Cell() : Cell(each.words));
        finding.rows.push_back(std::move(row));
    }
    finding.sentence = different.empty() ? phrase(say::compare_no_rules) : said_of(different);
    if (!different.empty()) finding.note = phrase(say::compare_note_rules);
    return finding;
}

}  // namespace accrue::compare
