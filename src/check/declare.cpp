#include "check/declare.hpp"

#include <algorithm>

#include "base/messages/meaning.hpp"
#include "base/messages/phrases/general.hpp"

#include "base/text.hpp"
#include "check/walk.hpp"

namespace accrue::check {

using namespace syntax;

bool Declarations::stands_above(std::size_t outer, std::size_t inner) const {
    for (std::size_t at = levels[inner].parent; at != no_level; at = levels[at].parent) {
        if (at == outer) return true;
    }
    return false;
}

std::optional<std::size_t> Declarations::level(std::string_view name) const {
    for (std::size_t i = has_levels() ? 1 : 0; i < levels.size(); ++i) {
        if (levels[i].name == name) return i;
    }
    return std::nullopt;
}

const Symbol* Declarations::find_own(std::string_view written, std::size_t level) const {
    const auto found = symbols[level].find(written);
    return found == symbols[level].end() ? nullptr : &found->second;
}

const Symbol* Declarations::find(std::string_view written, std::size_t level) const {
    if (const Symbol* own = find_own(written, level)) return own;
    if (const auto found = everywhere.find(written); found != everywhere.end()) return &found->second;
    return has_levels() ? find_own(written, 0) : nullptr;
}

std::vector<std::size_t> Declarations::levels_of(std::string_view written) const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const Symbol* symbol = find_own(written, i);
        if (symbol != nullptr && symbol->kind != SymbolKind::pay_total) found.push_back(i);
    }
    return found;
}

std::vector<std::string> Declarations::names(std::size_t level) const {
    std::vector<std::string> all;
    for (const auto& [name, symbol] : symbols[level]) all.push_back(name);
    for (const auto& [name, symbol] : everywhere) all.push_back(name);
    if (has_levels() && level != 0) {
        for (const auto& [name, symbol] : symbols[0]) all.push_back(name);
    }
    return all;
}

PeriodUnit unit_of(PeriodWord word) {
    switch (word) {
        case PeriodWord::day:
            return PeriodUnit::day;
        case PeriodWord::week:
            return PeriodUnit::week;
        case PeriodWord::month:
            return PeriodUnit::month;
        case PeriodWord::quarter:
            return PeriodUnit::quarter;
        case PeriodWord::year:
            return PeriodUnit::year;
    }
    return PeriodUnit::month;
}

Phrase periods_phrase(PeriodUnit unit) {
    switch (unit) {
        case PeriodUnit::day:
            return say::by_days;
        case PeriodUnit::week:
            return say::by_weeks;
        case PeriodUnit::month:
            return say::by_months;
        case PeriodUnit::quarter:
            return say::by_quarters;
        case PeriodUnit::year:
            return say::by_years;
    }
    return say::by_months;
}

std::optional<int> Declarations::periods(Reach reach, const syntax::Scope& scope) const {
    const PeriodUnit unit = unit_of(scope.unit);
    switch (reach) {
        case Reach::last_months:
            return calendar.periods_in(scope.months, unit);
        case Reach::all_months:
            return calendar.periods_in(1, unit);
        case Reach::earlier_of_month:
        case Reach::earlier_of_quarter:
        case Reach::earlier_of_year:
            return unit == calendar.unit ? std::optional(0) : std::nullopt;
        default:
            return 0;
    }
}

namespace {

bool is_time_word(std::string_view name) {
    constexpr std::string_view words[] = {"day",  "week",   "month", "quarter", "year", "date",
                                          "день", "неделя", "месяц", "квартал", "год",  "дата"};
    return std::ranges::find(words, name) != std::end(words);
}

class Gathering {
  public:
    Gathering(const Module& module, const Sources& sources, Diagnostics& diagnostics)
        : module_(module), sources_(sources), diagnostics_(diagnostics) {}

    Declarations gathered() {
        out_.is_sketch = module_.is_sketch();
        find_levels();
        find_replacements();
        for (const Statement& statement : module_.statements) {
            origin_ = origin_of(statement);
            take(statement, 0);
        }
        report_unused_replacements();
        attach_gates();
        if (out_.is_sketch) finish_sketch();
        return std::move(out_);
    }

  private:
    enum class From { own, used, base };
    struct WrittenGate {
        const Gate* gate;
        Span span;
        std::size_t level;
        std::size_t definitions_before;  // of a sketch: which definition stands before it
    };
    struct Replacement {
        const Statement* statement;
        Span span;
        bool taken = false;
    };

    const Module& module_;
    const Sources& sources_;
    Diagnostics& diagnostics_;
    Declarations out_;
    std::vector<WrittenGate> gates_;
    std::map<std::string, std::vector<Replacement>> replacements_;  // by name
    From origin_ = From::own;
    std::vector<std::map<std::string, std::string>> by_folded_;  // by level, then everywhere: folded → NFC

    void report(Kind kind, std::vector<Span> spans, std::vector<Argument> arguments,
                std::vector<Fact> notes = {}) {
        diagnostics_.push_back({kind, std::move(spans), std::move(arguments), std::move(notes)});
    }

    From origin_of(const Statement& statement) const {
        for (const JoinedFile& file : module_.joined) {
            if (file.source == statement.span.source)
                return file.how == Joined::used ? From::used : From::base;
        }
        return From::own;
    }

    // ------------------------------------------------------------ levels

    // A level as it is written, until the one above it is known.
    struct WrittenLevel {
        LevelDeclaration declared;
        Span parent;  // empty: outermost
    };

    std::vector<WrittenLevel> written_levels() const {
        std::vector<WrittenLevel> written;
        for (const Statement& statement : module_.statements) {
            if (origin_of(statement) == From::used) continue;
            if (const auto* level = std::get_if<Level>(&statement.node)) {
                written.push_back(
                    {{.name = name_text(sources_, level->name.name), .span = statement.span}, level->in});
            } else if (const auto* records = std::get_if<Records>(&statement.node)) {
                written.push_back({{.name = name_text(sources_, records->name.name),
                                    .kind = core::LevelKind::records,
                                    .span = statement.span,
                                    .records = records},
                                   records->level});
            }
        }
        return written;
    }

    // The levels must be known before their blocks are met, wherever the lines stand.
    void find_levels() {
        auto waiting = written_levels();
        const bool has_rows = std::any_of(waiting.begin(), waiting.end(), [](const WrittenLevel& each) {
            return each.declared.kind == core::LevelKind::rows;
        });
        if (has_rows) {
            const SchemeHeader* header = own_header();
            add_level({.name = header != nullptr ? name_text(sources_, header->name) : std::string(),
                       .kind = core::LevelKind::everything,
                       .span = header != nullptr ? header->name : Span{}});
        } else {
            add_level({.name = out_.is_sketch ? "row" : unsaid_level()});
        }
        while (!waiting.empty()) {
            const auto before = waiting.size();
            std::erase_if(waiting, [&](WrittenLevel& each) { return settle(each, has_rows); });
            if (waiting.size() == before) break;
        }
        for (const WrittenLevel& lost : waiting) report_lost(lost);
    }

    // The level of a scheme that says none: `person`, or `сотрудник` where the file calls it so.
    std::string unsaid_level() const {
        constexpr std::string_view russian = "сотрудник";
        const auto is_russian = [&](Span name) { return name_text(sources_, name) == russian; };
        const auto names_it = [&](const Statement& statement) {
            const auto* records = std::get_if<Records>(&statement.node);
            const auto* block = std::get_if<Block>(&statement.node);
            return (records != nullptr && is_russian(records->level)) ||
                   (block != nullptr && is_russian(block->level));
        };
        const auto is_row_of_it = [&](const ExampleLine& line) {
            const auto* row = std::get_if<syntax::ExampleRow>(&line.node);
            return row != nullptr && is_russian(row->level);
        };
        const bool is_said = std::ranges::any_of(module_.statements, names_it) ||
                             std::ranges::any_of(module_.example_lines, is_row_of_it);
        return is_said ? std::string(russian) : "person";
    }

    const SchemeHeader* own_header() const {
        const SchemeHeader* found = nullptr;
        for (const Statement& statement : module_.statements) {
            if (const auto* header = std::get_if<SchemeHeader>(&statement.node)) found = header;
        }
        return found;
    }

    void add_level(LevelDeclaration level) {
        out_.levels.push_back(std::move(level));
        Declarations::Symbols& symbols = out_.symbols.emplace_back();
        by_folded_.resize(out_.levels.size() + 1);
        if (out_.levels.back().kind == core::LevelKind::records) return;
        for (const char* pay : {"pay", "к выплате"}) {
            symbols.emplace(pay, Symbol{.kind = SymbolKind::pay_total,
                                        .index = out_.levels.size() - 1,
                                        .level = out_.levels.size() - 1,
                                        .name = "pay",
                                        .span = {}});
        }
    }

    // A level whose parent is known takes its place behind it.
    bool settle(WrittenLevel& level, bool has_rows) {
        std::size_t parent = has_rows ? 0 : no_level;
        if (level.parent.length > 0) {
            const auto found = out_.level(name_text(sources_, level.parent));
            if (!found) return false;
            parent = *found;
        }
        if (is_time_word(level.declared.name))
            report(kind::time_word_level, {level.declared.span}, {level.declared.name});
        if (const auto same = out_.level(level.declared.name)) {
            report(kind::defined_twice, {level.declared.span, out_.levels[*same].span},
                   {level.declared.name});
            return true;
        }
        level.declared.parent = parent;
        add_level(level.declared);
        own_everywhere(SymbolKind::level, out_.levels.size() - 1, level.declared.name, level.declared.span);
        return true;
    }

    // Of a name that is no level: the level that is meant, or the line that would make it one.
    Fact level_hint(const std::string& name) const {
        std::vector<std::string> known;
        for (std::size_t i = out_.has_levels() ? 1 : 0; i < out_.levels.size(); ++i)
            known.push_back(out_.levels[i].name);
        if (const auto meant = closest(name, known)) return {kind::hint_meant, {*meant}};
        return {kind::hint_level_line, {name}};
    }

    void report_lost(const WrittenLevel& lost) {
        const std::string parent = name_text(sources_, lost.parent);
        report(kind::unknown_level, {lost.parent}, {parent, lost.declared.name}, {level_hint(parent)});
        out_.everywhere.emplace(parent, Symbol{SymbolKind::unreadable, 0, no_level, parent, lost.parent});
        out_.everywhere.emplace(lost.declared.name, Symbol{SymbolKind::unreadable, 0, no_level,
                                                           lost.declared.name, lost.declared.span});
    }

    // ------------------------------------------------------------ names

    void own_everywhere(SymbolKind kind, std::size_t index, const std::string& name, Span span) {
        own_spelling({kind, index, no_level, name, span}, name);
    }

    void own(SymbolKind kind, std::size_t index, const Declared& declared, std::size_t level) {
        const std::string name = name_text(sources_, declared.name);
        own_spelling({kind, index, level, name, declared.name}, name);
        for (const Span form : declared.forms) {
            own_spelling({kind, index, level, name, form}, name_text(sources_, form));
        }
    }

    Declarations::Symbols& scope_of(std::size_t level) {
        return level == no_level ? out_.everywhere : out_.symbols[level];
    }

    // Who has the spelling already, as seen from the new name's level; names of no level are seen from all.
    const Symbol* owner(const std::string& spelling, std::size_t level) const {
        const bool is_seen_by_all = level == no_level || (out_.has_levels() && level == 0);
        if (!is_seen_by_all) return out_.find(spelling, level);
        if (const auto found = out_.everywhere.find(spelling); found != out_.everywhere.end())
            return &found->second;
        for (const Declarations::Symbols& symbols : out_.symbols) {
            if (const auto found = symbols.find(spelling); found != symbols.end()) return &found->second;
        }
        return nullptr;
    }

    void own_spelling(const Symbol& symbol, const std::string& spelling) {
        if (spelling == "pay" || spelling == "date") {
            report(kind::built_in_name, {symbol.span}, {spelling});
            return;
        }
        if (const Symbol* taken = owner(spelling, symbol.level)) {
            if (taken->kind == SymbolKind::unreadable) return;
            report(kind::defined_twice, {symbol.span, taken->span}, {spelling});
            return;
        }
        scope_of(symbol.level).emplace(spelling, symbol);
        auto& folded_names = by_folded_[symbol.level == no_level ? out_.levels.size() : symbol.level];
        const auto [alike, first] = folded_names.emplace(folded(spelling), spelling);
        if (first || alike->second == spelling) return;
        const auto other = scope_of(symbol.level).find(alike->second);
        if (other == scope_of(symbol.level).end()) return;
        report(kind::differs_by_case, {symbol.span, other->second.span}, {spelling, alike->second});
    }

    void own_broken(Span name_span) {
        const std::string name = name_text(sources_, name_span);
        out_.everywhere.emplace(name, Symbol{SymbolKind::unreadable, 0, no_level, name, name_span});
    }

    // ------------------------------------------------------------ variants

    // The name that a statement gives, or for a gate the part that it is of.
    std::string name_given(const Statement& statement) const {
        return std::visit(overloaded{
                              [&](const Definition& n) { return name_text(sources_, n.name.name); },
                              [&](const Param& n) { return name_text(sources_, n.name.name); },
                              [&](const NamedTable& n) { return name_text(sources_, n.name.name); },
                              [&](const Function& n) { return name_text(sources_, n.name.name); },
                              [&](const Reference& n) { return name_text(sources_, n.name.name); },
                              [&](const Share& n) { return name_text(sources_, n.name.name); },
                              [&](const Lots& n) { return name_text(sources_, n.name.name); },
                              [&](const Gate& n) { return name_text(sources_, n.part); },
                              [&](const Pay& n) {
                                  return n.name.name.length > 0 ? name_text(sources_, n.name.name)
                                                                : std::string();
                              },
                              [](const auto&) { return std::string(); },
                          },
                          statement.node);
    }

    void find_replacements() {
        for (const Statement& statement : module_.statements) {
            find_replacement(statement);
            const auto* block = std::get_if<Block>(&statement.node);
            if (block == nullptr) continue;
            for (const std::uint32_t inner : block->statements) find_replacement(module_.inner[inner]);
        }
    }

    void find_replacement(const Statement& statement) {
        const auto* replace = std::get_if<Replace>(&statement.node);
        if (replace == nullptr) return;
        const Statement& by = module_.inner[replace->statement];
        replacements_[name_given(by)].push_back({&by, statement.span});
    }

    // What stands in place of a base's statement: itself, its replacements, or nothing when they already
    // stand there (a part's gates are replaced together).
    std::vector<const Statement*> in_its_place(const Statement& statement) {
        if (origin_ != From::base) return {&statement};
        const auto found = replacements_.find(name_given(statement));
        if (found == replacements_.end() || found->first.empty()) return {&statement};
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

    void report_unused_replacements() {
        const bool has_base = std::any_of(module_.joined.begin(), module_.joined.end(),
                                          [](const JoinedFile& file) { return file.how == Joined::base; });
        for (const auto& [name, all] : replacements_) {
            for (const Replacement& replacement : all) {
                if (replacement.taken) continue;
                std::vector<Fact> notes;
                if (const auto meant = closest(name, all_names()))
                    notes.push_back({kind::hint_meant, {*meant}});
                report(has_base ? kind::nothing_replaced : kind::no_base, {replacement.span}, {name},
                       std::move(notes));
            }
        }
    }

    std::vector<std::string> all_names() const {
        std::vector<std::string> all;
        for (std::size_t i = 0; i < out_.levels.size(); ++i) {
            const auto seen = out_.names(i);
            all.insert(all.end(), seen.begin(), seen.end());
        }
        return all;
    }

    // ------------------------------------------------------------ statements

    // A used file lends what it defines; what it pays and its header stay its own.
    static bool is_lent(const Statement& statement) {
        return std::holds_alternative<Param>(statement.node) ||
               std::holds_alternative<Function>(statement.node) ||
               std::holds_alternative<NamedTable>(statement.node) ||
               std::holds_alternative<Reference>(statement.node) ||
               std::holds_alternative<Definition>(statement.node) ||
               std::holds_alternative<Statement::Unreadable>(statement.node);
    }

    void take(const Statement& written, std::size_t level) {
        if (origin_ == From::used && !is_lent(written)) return;
        for (const Statement* statement : in_its_place(written)) take_one(*statement, level);
    }

    void take_one(const Statement& statement, std::size_t level) {
        std::visit(overloaded{
                       [&](const Statement::Unreadable& n) {
                           if (n.name.length > 0) own_broken(n.name);
                       },
                       [&](const SchemeHeader& n) { take_header(n, statement.span); },
                       [](const Use&) {},
                       [&](const Currency& n) { out_.currency = sources_.text(n.code); },
                       [&](const RoundingHeader& n) { out_.rounding = n.mode, out_.rounding_step = n.step; },
                       [&](const syntax::Period& n) { out_.calendar.unit = unit_of(n.word); },
                       [&](const YearStarts& n) { out_.calendar.year_starts_in = n.month; },
                       [](const Level&) {},
                       [&](const Records& n) { take_records(n); },
                       [&](const Reference& n) {
                           own(SymbolKind::reference, out_.references.size(), n.name, no_level);
                           out_.references.push_back({name_text(sources_, n.name.name), statement.span, &n});
                       },
                       [&](const Param& n) {
                           own(SymbolKind::param, out_.params.size(), n.name, no_level);
                           out_.params.push_back(&statement);
                       },
                       [&](const Input& n) { take_inputs(n, level); },
                       [&](const Definition& n) { take_definition(n, statement.span, level, std::nullopt); },
                       [&](const Gate& n) {
                           gates_.push_back({&n, statement.span, level, out_.definitions.size()});
                       },
                       [&](const Split& n) { take_split(n, statement.span, level); },
                       [&](const Share& n) { take_share(n, statement.span, level); },
                       [&](const Solve& n) { take_solve(n, statement.span, level); },
                       [&](const Lots& n) {
                           own(SymbolKind::lots, out_.lots.size(), n.name, level);
                           out_.lots.push_back(
                               {name_text(sources_, n.name.name), statement.span, n.name.name, level, &n});
                       },
                       [&](const Pay& n) { take_pay(n, statement.span, level); },
                       [&](const Promise& n) { out_.promises.push_back({statement.span, &n, level}); },
                       [&](const Function& n) {
                           own(SymbolKind::function, out_.functions.size(), n.name, no_level);
                           out_.functions.push_back(&n);
                       },
                       [&](const NamedTable& n) {
                           own(SymbolKind::table, out_.tables.size(), n.name, no_level);
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
        report(kind::unknown_block, {block.level}, {name}, {level_hint(name)});
        // What it declares is known all the same, so that its uses are not reported too.
        for (const std::uint32_t inner : block.statements) {
            const std::string lost = name_given(module_.inner[inner]);
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
            own(SymbolKind::input, out_.inputs.size(), declared, level);
            out_.inputs.push_back(
                {name_text(sources_, declared.name), declared.name, &input, input.by_day, level});
        }
        if (input.by_day && out_.levels[level].kind == core::LevelKind::records)
            report(kind::by_day_in_records, {input.names.front().name}, {out_.levels[level].name});
    }

    void take_definition(const Definition& definition, Span span, std::size_t level,
                         std::optional<std::size_t> system) {
        own(SymbolKind::definition, out_.definitions.size(), definition.name, level);
        out_.definitions.push_back({name_text(sources_, definition.name.name), span, definition.name.name,
                                    &definition, level, system});
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
            own(SymbolKind::share, out_.shares.size(), share.name, *members);
        } else {
            report(kind::share_not_below, {share.level}, {among, out_.levels[level].name});
            own_broken(share.name.name);
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
            own(SymbolKind::part, out_.parts.size(), part.name, level);
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
    void take_pay(const Pay& pay, Span span, std::size_t level) {
        if (out_.levels[level].kind != core::LevelKind::rows) {
            const bool in_records = out_.levels[level].kind == core::LevelKind::records;
            report(in_records ? kind::pay_in_records : kind::outside_block,
                   {span, out_.levels[in_records ? level : 1].span},
                   {std::string("pay"), out_.levels[in_records ? level : 1].name});
            if (pay.name.name.length > 0) own_broken(pay.name.name);
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
            own(SymbolKind::pay_line, out_.pays.size(), pay.name, level);
        }
        out_.pays.push_back(std::move(declaration));
    }

    void attach_gates() {
        for (const WrittenGate& written : gates_) {
            const auto& [gate, span, level, definitions_before] = written;
            const std::string name = name_text(sources_, gate->part);
            const Symbol* symbol = out_.find(name, level);
            if (symbol == nullptr && out_.is_sketch && third_number(name) > 0) {
                symbol = split_in_thirds(name, *gate, definitions_before);
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
            out_.symbols[0].emplace(third, Symbol{SymbolKind::part, out_.parts.size(), 0, third, gate.part});
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
        return out_.find(name, 0);
    }

    void finish_sketch() {
        if (out_.currency.empty()) assume_currency();
        invent_inputs();
        if (out_.pays.empty()) invent_pay();
    }

    // A sketch in which just one currency is written is in that currency.
    void assume_currency() {
        std::set<std::string_view> written;
        const auto note = [&](Span code) {
            if (code.length > 0) written.insert(sources_.text(code));
        };
        for (const Expr& each : module_.expressions) {
            if (const auto* number = std::get_if<Number>(&each.node)) note(number->currency);
            if (const auto* convert = std::get_if<Convert>(&each.node)) note(convert->currency);
        }
        for (const InputDeclaration& input : out_.inputs) note(input.written->type.currency);
        for (const Statement* param : out_.params) {
            if (const auto& type = std::get<Param>(param->node).type) note(type->currency);
        }
        for (const DefinitionDeclaration& definition : out_.definitions) {
            if (const auto& type = definition.written->type) note(type->currency);
        }
        if (written.size() != 1) return;
        out_.currency = *written.begin();
        out_.assumptions.push_back({kind::assumed_currency, {out_.currency}, "currency " + out_.currency});
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
        if (out_.find(text, 0) == nullptr) {
            own(SymbolKind::input, out_.inputs.size(), Declared{name.head, {}}, 0);
            out_.inputs.push_back({text, name.head, nullptr, false, 0});
        }
        const Symbol* symbol = out_.find(text, 0);
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
            const bool is_library =
                !out_.functions.empty() || !out_.tables.empty() || !out_.references.empty();
            if (!is_library) report(kind::nothing_paid, {}, {});
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
