#include "check/declare.hpp"

#include <map>
#include <utility>

#include "base/messages/language.hpp"
#include "base/messages/meaning.hpp"
#include "base/text.hpp"
#include "check/joined.hpp"
#include "check/level_lines.hpp"
#include "check/owners.hpp"
#include "check/sketch.hpp"
#include "check/walk.hpp"

namespace accrue::check {

using namespace syntax;

namespace {

class Gathering {
  public:
    Gathering(const Module& module, const Sources& sources, Diagnostics& diagnostics)
        : module_(module),
          sources_(sources),
          diagnostics_(diagnostics),
          owners_(out_, sources, diagnostics),
          replacements_(module, sources, out_),
          sketch_(module, sources, out_, owners_, diagnostics) {}

    Declarations gathered() {
        out_.is_sketch = module_.is_sketch();
        declare_levels(module_, sources_, out_, owners_, diagnostics_);
        replacements_.find_all();
        for (const Statement& statement : module_.statements) {
            origin_ = origin_of(module_, statement);
            take(statement, 0);
        }
        replacements_.report_unused(all_names(), diagnostics_);
        attach_gates();
        if (out_.is_sketch) sketch_.finish();
        return std::move(out_);
    }

  private:
    struct WrittenGate {
        const Gate* gate;
        Span span;
        std::size_t level;
        std::size_t definitions_before;  // of a sketch: which definition stands before it
        From origin;
    };

    const Module& module_;
    const Sources& sources_;
    Diagnostics& diagnostics_;
    Declarations out_;
    Owners owners_;
    Replacements replacements_;
    Sketch sketch_;
    std::vector<WrittenGate> gates_;
    From origin_ = From::own;
    std::map<std::pair<std::size_t, std::uint32_t>, Span> headers_;  // by kind and file

    void report(Kind kind, std::vector<Span> spans, std::vector<Argument> arguments,
                std::vector<Fact> notes = {}) {
        diagnostics_.push_back({kind, std::move(spans), std::move(arguments), std::move(notes)});
    }

    void take(const Statement& written, std::size_t level) {
        if (origin_ == From::used && !is_lent(written)) return;
        if (origin_ != From::base) return take_one(written, level);
        for (const Statement* statement : replacements_.in_place_of(written, level)) {
            const auto* replaced = statement == &written ? nullptr : name_declared(written);
            if (replaced != nullptr) owners_.inherit(*replaced);
            const auto* pay = std::get_if<Pay>(&statement->node);
            if (pay != nullptr && pays_a_name(module_, written))
                take_pay(*pay, statement->span, level, Own::no);
            else
                take_one(*statement, level);
        }
    }

    // `currency`, `rounding` and their like stand once in each file.
    void refuse_second(const Statement& statement) {
        const auto [known, is_first] =
            headers_.emplace(std::pair(statement.node.index(), statement.span.source.value), statement.span);
        const auto line = sources_.text(statement.span);
        if (!is_first)
            report(kind::head_line_twice, {statement.span, known->second},
                   {std::string(line.substr(0, line.find_first_of(" \t")))});
    }

    void take_one(const Statement& statement, std::size_t level) {
        std::visit(overloaded{
                       [&](const Statement::Unreadable& n) {
                           if (n.name.length > 0) owners_.own_broken(n.name);
                       },
                       [&](const SchemeHeader& n) { take_header(n, statement.span); },
                       [](const Use&) {},
                       [&](const Currency& n) {
                           refuse_second(statement);
                           out_.currency = sources_.text(n.code);
                       },
                       [&](const RoundingHeader& n) {
                           refuse_second(statement);
                           out_.rounding = n.mode, out_.rounding_step = n.step;
                       },
                       [&](const syntax::Period& n) {
                           refuse_second(statement);
                           out_.calendar.unit = unit_of(n.word);
                       },
                       [&](const YearStarts& n) {
                           refuse_second(statement);
                           out_.calendar.year_starts_in = n.month;
                       },
                       [](const Level&) {},
                       [&](const Records& n) { take_records(n); },
                       [&](const Reference& n) {
                           owners_.own(SymbolKind::reference, out_.references.size(), n.name, no_level);
                           out_.references.push_back({name_text(sources_, n.name.name), statement.span, &n});
                       },
                       [&](const Param& n) {
                           owners_.own(SymbolKind::param, out_.params.size(), n.name, no_level);
                           out_.params.push_back(&statement);
                       },
                       [&](const Input& n) { take_inputs(n, level); },
                       [&](const Definition& n) { take_definition(n, statement.span, level, std::nullopt); },
                       [&](const Gate& n) {
                           gates_.push_back({&n, statement.span, level, out_.definitions.size(), origin_});
                       },
                       [&](const Split& n) { take_split(n, statement.span, level); },
                       [&](const Share& n) { take_share(n, statement.span, level); },
                       [&](const Solve& n) { take_solve(n, statement.span, level); },
                       [&](const Lots& n) {
                           owners_.own(SymbolKind::lots, out_.lots.size(), n.name, level);
                           out_.lots.push_back(
                               {name_text(sources_, n.name.name), statement.span, n.name.name, level, &n});
                       },
                       [&](const Pay& n) { take_pay(n, statement.span, level); },
                       [&](const Promise& n) { out_.promises.push_back({statement.span, &n, level}); },
                       [&](const Function& n) {
                           owners_.own(SymbolKind::function, out_.functions.size(), n.name, no_level);
                           out_.functions.push_back(&n);
                       },
                       [&](const NamedTable& n) {
                           owners_.own(SymbolKind::table, out_.tables.size(), n.name, no_level);
                           out_.tables.push_back(&n);
                       },
                       [](const Replace&) {},
                       [&](const Block& n) { take_block(n); },
                       [&](const syntax::Example&) {
                           if (origin_ == From::own) out_.examples.push_back(&statement);
                       },
                   },
                   statement.node);
    }

    void take_header(const SchemeHeader& header, Span span) {
        if (origin_ != From::own) return;
        if (out_.header != nullptr) report(kind::second_header, {span}, {});
        out_.header = &header;
    }

    void take_all(const std::vector<std::uint32_t>& statements, std::size_t level) {
        for (const std::uint32_t inner : statements) take(module_.inner[inner], level);
    }

    void take_block(const Block& block) {
        const std::string name = name_text(sources_, block.level);
        if (const auto level = out_.level(name)) return take_all(block.statements, *level);
        if (out_.everywhere.contains(name) && out_.everywhere.at(name).kind == SymbolKind::unreadable) return;
        report(kind::unknown_block, {block.level}, {name}, {level_hint(out_, name)});
        // What it declares is known all the same, so that its uses are not reported too.
        for (const std::uint32_t inner : block.statements) {
            const std::string lost = name_given(module_.inner[inner], sources_);
            if (!lost.empty())
                out_.symbols[0].emplace(lost, Symbol{SymbolKind::unreadable, 0, 0, lost, block.level});
        }
    }

    void take_records(const Records& records) {
        if (const auto level = out_.level(name_text(sources_, records.name.name)))
            take_all(records.statements, *level);
    }

    void take_inputs(const Input& input, std::size_t level) {
        for (const Declared& declared : input.names) {
            owners_.own(SymbolKind::input, out_.inputs.size(), declared, level);
            out_.inputs.push_back(
                {name_text(sources_, declared.name), declared.name, &input, input.by_day, level});
        }
        if (input.by_day && out_.levels[level].kind == core::LevelKind::records)
            report(kind::by_day_in_records, {input.names.front().name}, {out_.levels[level].name});
    }

    void take_definition(const Definition& definition, Span span, std::size_t level,
                         std::optional<std::size_t> system) {
        out_.definitions.push_back({name_text(sources_, definition.name.name), span, definition.name.name,
                                    &definition, level, system});
        owners_.own(SymbolKind::definition, out_.definitions.size() - 1, definition.name, level);
    }

    void take_share(const Share& share, Span span, std::size_t level) {
        const std::string among = name_text(sources_, share.level);
        const auto members = out_.level(among);
        ShareDeclaration declaration{.name = name_text(sources_, share.name.name),
                                     .span = span,
                                     .name_span = share.name.name,
                                     .of = level,
                                     .members = no_level,
                                     .written = &share};
        if (members && out_.stands_above(level, *members)) {
            declaration.members = *members;
            owners_.own(SymbolKind::share, out_.shares.size(), share.name, *members);
        } else {
            report(kind::share_not_below, {share.level}, {among, out_.levels[level].name});
            owners_.own_broken(share.name.name);
        }
        out_.shares.push_back(std::move(declaration));
    }

    void take_solve(const Solve& solve, Span span, std::size_t level) {
        SystemDeclaration declaration{.span = span, .level = level, .definitions = {}};
        for (const std::uint32_t inner : solve.definitions) {
            const Statement& statement = module_.inner[inner];
            const auto* definition = std::get_if<Definition>(&statement.node);
            if (definition == nullptr) {
                take(statement, level);  // an unreadable line
                continue;
            }
            declaration.definitions.push_back(out_.definitions.size());
            take_definition(*definition, statement.span, level, out_.systems.size());
        }
        out_.systems.push_back(std::move(declaration));
    }

    void take_split(const Split& split, Span span, std::size_t level) {
        SplitDeclaration declaration{.span = span, .whole = split.whole, .parts = {}, .level = level};
        for (const PartRef& part : split.parts) {
            declaration.parts.push_back(out_.parts.size());
            owners_.own(SymbolKind::part, out_.parts.size(), part.name, level);
            add_part(part.name.name, part.portion, level);
        }
        out_.splits.push_back(std::move(declaration));
    }

    void add_part(Span name, ExprId portion, std::size_t level) {
        out_.parts.push_back({.name = name_text(sources_, name),
                              .span = name,
                              .split = out_.splits.size(),
                              .portion = portion,
                              .gates = {},
                              .gate_spans = {},
                              .level = level});
    }

    // What is paid, is paid to somebody: it stands in the block of a level.
    // In place of `pay salary` the line `pay salary = …` names a component, and `salary` stays what it was.
    enum class Own : std::uint8_t { no, yes };
    void take_pay(const Pay& pay, Span span, std::size_t level, Own own = Own::yes) {
        const bool is_outside = out_.levels[level].kind == core::LevelKind::everything;
        if (is_outside && out_.levels.size() == 1) {  // its levels were refused, which has been reported
            if (pay.name.name.length > 0) owners_.own_broken(pay.name.name);
            return;
        }
        if (out_.levels[level].kind != core::LevelKind::rows) {
            const bool in_records = out_.levels[level].kind == core::LevelKind::records;
            const auto line = sources_.text(span);
            const std::string word = line.starts_with("pay") ? "pay" : "к выплате";
            report(in_records ? kind::pay_in_records : kind::outside_block,
                   {span, out_.levels[in_records ? level : 1].span},
                   {word, out_.levels[in_records ? level : 1].name});
            const bool is_short = line.size() < 100 && line.find('\n') == std::string_view::npos;
            if (!in_records && is_short)
                diagnostics_.back().notes.push_back(
                    {kind::hint_write, {out_.levels[1].name + " { " + std::string(line) + " }"}});
            if (pay.name.name.length > 0) owners_.own_broken(pay.name.name);
            return;
        }
        PayDeclaration declaration{.span = span,
                                   .written = &pay,
                                   .split = {},
                                   .name = {},
                                   .name_span = pay.name.name,
                                   .level = level};
        if (pay.name.name.length > 0) {
            declaration.name = name_text(sources_, pay.name.name);
            if (own == Own::yes) owners_.own(SymbolKind::pay_line, out_.pays.size(), pay.name, level);
        }
        out_.pays.push_back(std::move(declaration));
    }

    void attach_gates() {
        for (const WrittenGate& written : gates_) {
            const auto& [gate, span, level, definitions_before, origin] = written;
            const std::string name = name_text(sources_, gate->part);
            const Symbol* symbol = out_.find(name, level);
            // gates of a used file are those of its own splits
            const bool is_of_own_file = symbol != nullptr && symbol->span.source == span.source;
            if (origin == From::used && !is_of_own_file) {
                report_no_part(name, *gate, nullptr);
                continue;
            }
            if (symbol == nullptr && out_.is_sketch && third_number(name) > 0) {
                symbol = sketch_.split_in_thirds(name, *gate, definitions_before);
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
        } else if (const auto meant = closest(name, part_names()); meant && *meant != name) {
            notes.push_back({kind::hint_meant, {*meant}});
        } else if (third_number(name) > 0) {
            notes.push_back({kind::hint_split, {}});
        }
        std::vector<Span> spans{gate.part};
        if (symbol != nullptr && symbol->span.length > 0) spans.push_back(symbol->span);
        report(kind::gate_of_no_part, spans, {name}, notes);
    }

    std::vector<std::string> all_names() const {
        std::vector<std::string> all;
        for (std::size_t i = 0; i < out_.levels.size(); ++i) {
            const auto seen = out_.names(i);
            all.insert(all.end(), seen.begin(), seen.end());
        }
        return all;
    }

    std::vector<std::string> part_names() const {
        std::vector<std::string> names;
        for (const PartDeclaration& part : out_.parts) names.push_back(part.name);
        return names;
    }
};

}  // namespace

Declarations declare(const Module& module, const Sources& sources, Diagnostics& diagnostics) {
    return Gathering(module, sources, diagnostics).gathered();
}

}  // namespace accrue::check
