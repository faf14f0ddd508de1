#include "check/declare.hpp"

#include "base/messages/meaning.hpp"

#include "base/text.hpp"
#include "check/walk.hpp"

namespace accrue::check {

using namespace syntax;

const Symbol* Declarations::find(std::string_view written) const {
    const auto found = symbols.find(written);
    return found == symbols.end() ? nullptr : &found->second;
}

std::vector<std::string> Declarations::names() const {
    std::vector<std::string> all;
    for (const auto& [name, symbol] : symbols) all.push_back(name);
    return all;
}

namespace {

class Gathering {
  public:
    Gathering(const Module& module, const Sources& sources, Diagnostics& diagnostics)
        : module_(module), sources_(sources), diagnostics_(diagnostics) {}

    Declarations gathered() {
        out_.is_sketch = module_.is_sketch();
        if (out_.is_sketch) out_.level = "row";
        out_.symbols.emplace("pay", Symbol{.kind = SymbolKind::pay_total, .name = "pay", .span = {}});
        out_.symbols.emplace("к выплате", Symbol{.kind = SymbolKind::pay_total, .name = "pay", .span = {}});
        find_level();
        for (const Statement& statement : module_.statements) take(statement, Place::top);
        attach_gates();
        if (out_.is_sketch) finish_sketch();
        return std::move(out_);
    }

  private:
    enum class Place { top, block };

    const Module& module_;
    const Sources& sources_;
    Diagnostics& diagnostics_;
    Declarations out_;
    std::vector<std::pair<const Gate*, Span>> gates_;  // with the statement's span
    std::vector<std::size_t> definitions_before_gate_;
    bool level_written_ = false;

    void report(Kind kind, std::vector<Span> spans, std::vector<Argument> arguments,
                std::vector<Fact> notes = {}) {
        diagnostics_.push_back({kind, std::move(spans), std::move(arguments), std::move(notes)});
    }

    // The level must be known before its block is met, wherever the lines stand.
    void find_level() {
        for (const Statement& statement : module_.statements) {
            const auto* level = std::get_if<Level>(&statement.node);
            if (level == nullptr) continue;
            if (level_written_) {
                report(kind::second_level, {statement.span, out_.level_span},
                       {name_text(sources_, level->name.name)});
                continue;
            }
            level_written_ = true;
            out_.level = name_text(sources_, level->name.name);
            out_.level_span = statement.span;
        }
    }

    void own(SymbolKind kind, std::size_t index, Span name_span) {
        own(kind, index, Declared{name_span, {}});
    }

    void own(SymbolKind kind, std::size_t index, const Declared& declared) {
        const std::string name = name_text(sources_, declared.name);
        own_spelling(kind, index, name, name, declared.name);
        for (const Span form : declared.forms)
            own_spelling(kind, index, name_text(sources_, form), name, form);
    }

    void own_spelling(SymbolKind kind, std::size_t index, const std::string& spelling,
                      const std::string& name, Span span) {
        if (spelling == "pay" || spelling == "date") {
            report(kind::built_in_name, {span}, {spelling});
            return;
        }
        const Symbol symbol{kind, index, name, span};
        const auto [place, fresh] = out_.symbols.emplace(spelling, symbol);
        if (!fresh) {
            report(kind::defined_twice, {span, place->second.span}, {spelling});
            return;
        }
        const auto [alike, first] = out_.by_folded.emplace(folded(spelling), spelling);
        if (!first)
            report(kind::differs_by_case, {span, out_.symbols.at(alike->second).span},
                   {spelling, alike->second});
    }

    void take(const Statement& statement, Place place) {
        std::visit(
            overloaded{
                [&](const Statement::Unreadable& n) {
                    if (n.name.length > 0) own_broken(n.name);
                },
                [&](const SchemeHeader& n) { take_header(n, statement.span); },
                [&](const Use& n) { report(kind::not_in_one_file, {statement.span, n.file}, {"use"}); },
                [&](const Currency& n) { out_.currency = sources_.text(n.code); },
                [&](const RoundingHeader& n) { out_.rounding = n.mode, out_.rounding_step = n.step; },
                [&](const Period& n) {
                    if (n.word != PeriodWord::month) report(kind::other_period, {statement.span}, {});
                },
                [&](const YearStarts& n) { out_.year_starts_in = n.month; },
                [](const Level&) {},
                [&](const Param& n) {
                    own(SymbolKind::param, out_.params.size(), n.name);
                    out_.params.push_back(&statement);
                },
                [&](const Input& n) { take_inputs(n, statement.span, place); },
                [&](const Definition& n) {
                    own(SymbolKind::definition, out_.definitions.size(), n.name);
                    out_.definitions.push_back(
                        {name_text(sources_, n.name.name), statement.span, n.name.name, &n});
                },
                [&](const Gate& n) {
                    gates_.push_back({&n, statement.span});
                    definitions_before_gate_.push_back(out_.definitions.size());
                },
                [&](const Split& n) { take_split(n, statement.span); },
                [&](const Pay& n) { take_pay(n, statement.span, place); },
                [&](const Promise& n) { out_.promises.push_back({statement.span, &n}); },
                [&](const Function& n) {
                    own(SymbolKind::function, out_.functions.size(), n.name);
                    out_.functions.push_back(&n);
                },
                [&](const NamedTable& n) {
                    own(SymbolKind::table, out_.tables.size(), n.name);
                    out_.tables.push_back(&n);
                },
                [&](const Replace&) { report(kind::not_in_one_file, {statement.span}, {"replace"}); },
                [&](const Block& n) { take_block(n); },
                [&](const syntax::Example&) { out_.examples.push_back(&statement); },
            },
            statement.node);
    }

    void own_broken(Span name_span) {
        const std::string name = name_text(sources_, name_span);
        out_.symbols.emplace(name, Symbol{SymbolKind::unreadable, 0, name, name_span});
    }

    void take_header(const SchemeHeader& header, Span span) {
        if (out_.header != nullptr) report(kind::second_header, {span}, {});
        if (header.based_on.length > 0) report(kind::not_in_one_file, {span, header.based_on}, {"based on"});
        out_.header = &header;
    }

    void take_block(const Block& block) {
        const std::string name = name_text(sources_, block.level);
        if (name != out_.level) {
            report(kind::unknown_block, {block.level}, {name, out_.level});
        }
        for (const std::uint32_t inner : block.statements) take(module_.inner[inner], Place::block);
    }

    // With a `level` line, what is read and paid by row stands in its block.
    void require_block(std::string_view word, Span span, Place place) {
        if (level_written_ && place == Place::top) {
            report(kind::outside_block, {span, out_.level_span}, {std::string(word), out_.level});
        }
    }

    void take_inputs(const Input& input, Span span, Place place) {
        require_block("input", span, place);
        for (const Declared& declared : input.names) {
            own(SymbolKind::input, out_.inputs.size(), declared);
            out_.inputs.push_back({name_text(sources_, declared.name), declared.name, &input, input.by_day});
        }
    }

    void take_split(const Split& split, Span span) {
        SplitDeclaration declaration{.span = span, .whole = split.whole, .parts = {}};
        for (const PartRef& part : split.parts) {
            declaration.parts.push_back(out_.parts.size());
            own(SymbolKind::part, out_.parts.size(), part.name);
            add_part(part.name.name, part.portion, out_.splits.size());
        }
        out_.splits.push_back(std::move(declaration));
    }

    void add_part(Span name, ExprId portion, std::size_t split) {
        out_.parts.push_back({.name = name_text(sources_, name),
                              .span = name,
                              .split = split,
                              .portion = portion,
                              .gates = {},
                              .gate_spans = {}});
    }

    void take_pay(const Pay& pay, Span span, Place place) {
        require_block("pay", span, place);
        PayDeclaration declaration{
            .span = span, .written = &pay, .split = {}, .name = {}, .name_span = pay.name.name};
        if (pay.name.name.length > 0) {
            declaration.name = name_text(sources_, pay.name.name);
            own(SymbolKind::pay_line, out_.pays.size(), pay.name);
        }
        out_.pays.push_back(std::move(declaration));
    }

    void attach_gates() {
        for (std::size_t i = 0; i < gates_.size(); ++i) {
            const auto& [gate, span] = gates_[i];
            const std::string name = name_text(sources_, gate->part);
            const Symbol* symbol = out_.find(name);
            if (symbol == nullptr && out_.is_sketch && third_number(name) > 0) {
                symbol = split_in_thirds(name, *gate, definitions_before_gate_[i]);
                if (symbol == nullptr) continue;
            }
            if (symbol != nullptr && symbol->kind == SymbolKind::unreadable) continue;
            if (symbol == nullptr || symbol->kind != SymbolKind::part) {
                report_no_part(name, *gate, symbol);
                continue;
            }
            PartDeclaration& part = out_.parts[symbol->index];
            part.gates.push_back(gate->condition);
            part.gate_spans.push_back(span);
        }
    }

    void report_no_part(const std::string& name, const Gate& gate, const Symbol* symbol) {
        std::vector<Fact> notes;
        if (symbol != nullptr && symbol->kind == SymbolKind::definition) {
            notes.push_back({kind::hint_guard,
                             {name, std::string(sources_.text(module_.expressions[gate.condition].span))}});
        } else if (const auto meant = closest(name, part_names())) {
            notes.push_back({kind::hint_meant, {*meant}});
        } else if (third_number(name) > 0) {
            notes.push_back({kind::hint_split, {}});
        }
        std::vector<Span> spans{gate.part};
        if (symbol != nullptr && symbol->span.length > 0) spans.push_back(symbol->span);
        report(kind::gate_of_no_part, spans, {name}, notes);
    }

    std::vector<std::string> part_names() const {
        std::vector<std::string> names;
        for (const PartDeclaration& part : out_.parts) names.push_back(part.name);
        return names;
    }

    static int third_number(const std::string& name) {
        for (const std::string_view word : {"third", "треть"}) {
            if (name.size() == word.size() + 1 && name.starts_with(word) && name.back() >= '1' &&
                name.back() <= '3') {
                return name.back() - '0';
            }
        }
        return 0;
    }

    // `third1` … `third3` of a sketch split the definition before their first mention.
    const Symbol* split_in_thirds(const std::string& name, const Gate& gate, std::size_t definitions_before) {
        if (definitions_before == 0) {
            report(kind::nothing_to_split, {gate.part}, {name});
            return nullptr;
        }
        const std::string word = name.substr(0, name.size() - 1);
        const std::size_t whole = definitions_before - 1;
        SplitDeclaration split{
            .span = out_.definitions[whole].span, .whole = {}, .whole_definition = whole, .parts = {}};
        std::string line = "split " + out_.definitions[whole].name + " into ";
        for (char digit = '1'; digit <= '3'; ++digit) {
            const std::string third = word + digit;
            split.parts.push_back(out_.parts.size());
            out_.symbols.emplace(third, Symbol{SymbolKind::part, out_.parts.size(), third, gate.part});
            out_.parts.push_back({.name = third,
                                  .span = gate.part,
                                  .split = out_.splits.size(),
                                  .portion = {},
                                  .gates = {},
                                  .gate_spans = {}});
            line += (digit == '1' ? "" : ", ") + third;
        }
        out_.splits.push_back(std::move(split));
        out_.assumptions.push_back({kind::assumed_split, {out_.definitions[whole].name}, line});
        return out_.find(name);
    }

    void finish_sketch() {
        invent_inputs();
        if (out_.pays.empty()) invent_pay();
    }

    // Every expression of the file's statements, in order.
    void for_each_expression(const std::function<void(ExprId)>& visit) {
        const auto alternative = [&](const Alternative& a) {
            for (const ExprId e : {a.value, a.condition, a.otherwise}) for_each_inside(module_, e, visit);
        };
        for (const Statement& statement : module_.statements) {
            std::visit(overloaded{
                           [&](const Definition& n) {
                               for (const Alternative& a : n.alternatives) alternative(a);
                           },
                           [&](const Gate& n) { for_each_inside(module_, n.condition, visit); },
                           [&](const Split& n) { for_each_inside(module_, n.whole, visit); },
                           [&](const Pay& n) { alternative(n.amount); },
                           [&](const Promise& n) {
                               for_each_inside(module_, n.claim, visit);
                               for_each_inside(module_, n.condition, visit);
                           },
                           [](const auto&) {},
                       },
                       statement.node);
        }
    }

    void invent_inputs() {
        for_each_expression([&](ExprId expr) {
            if (const auto* at = as<AtDay>(module_, expr)) {
                const auto* name = as<Name>(module_, at->of);
                InputDeclaration* input = name == nullptr ? nullptr : invented_input(*name);
                if (input != nullptr) input->by_day = true;
            } else if (const auto* name = as<Name>(module_, expr)) {
                if (name->member.length == 0) invented_input(*name);
            }
        });
    }

    // The input that a name of a sketch stands for, made at its first mention; none when the name is
    // something else.
    InputDeclaration* invented_input(const Name& name) {
        const std::string text = name_text(sources_, name.head);
        if (out_.find(text) == nullptr) {
            own(SymbolKind::input, out_.inputs.size(), name.head);
            out_.inputs.push_back({text, name.head, nullptr, false});
        }
        const Symbol* symbol = out_.find(text);
        const bool invented = symbol != nullptr && symbol->kind == SymbolKind::input &&
                              out_.inputs[symbol->index].written == nullptr;
        return invented ? &out_.inputs[symbol->index] : nullptr;
    }

    // The last definition that no other line reads, else the last one.
    std::size_t last_result() {
        std::set<std::string> read;
        for_each_expression([&](ExprId expr) {
            if (const auto* name = as<Name>(module_, expr)) read.insert(name_text(sources_, name->head));
        });
        for (std::size_t i = out_.definitions.size(); i-- > 0;) {
            if (!read.contains(out_.definitions[i].name)) return i;
        }
        return out_.definitions.size() - 1;
    }

    // What a sketch pays: the amount that it splits, after its gates, else its last result.
    void invent_pay() {
        if (out_.definitions.empty()) {
            if (diagnostics_.empty()) report(kind::nothing_paid, {}, {});
            return;
        }
        PayDeclaration pay{.span = {}, .definition = last_result(), .split = {}, .name = {}, .name_span = {}};
        if (!out_.splits.empty() && !out_.splits.back().whole) {
            pay.split = out_.splits.size() - 1;
            pay.definition = out_.splits.back().whole_definition;
        }
        const std::string& name = out_.definitions[pay.definition].name;
        pay.span = out_.definitions[pay.definition].span;
        const std::string line = "pay " + name + (pay.split ? " after gates" : "");
        out_.assumptions.push_back(
            {pay.split ? kind::assumed_pay_after_gates : kind::assumed_pay, {name}, line});
        out_.pays.push_back(std::move(pay));
    }
};

}  // namespace

Declarations declare(const Module& module, const Sources& sources, Diagnostics& diagnostics) {
    return Gathering(module, sources, diagnostics).gathered();
}

}  // namespace accrue::check
