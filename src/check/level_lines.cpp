#include "check/level_lines.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/messages/meaning.hpp"
#include "base/text.hpp"
#include "check/joined.hpp"
#include "check/walk.hpp"

namespace accrue::check {

using namespace syntax;

namespace {

bool is_time_word(std::string_view name) {
    constexpr std::string_view words[] = {"day",  "week",   "month", "quarter", "year", "date",
                                          "день", "неделя", "месяц", "квартал", "год",  "дата"};
    return std::ranges::find(words, name) != std::end(words);
}

class LevelLines {
  public:
    LevelLines(const Module& module, const Sources& sources, Declarations& declarations, Owners& owners,
               Diagnostics& diagnostics)
        : module_(module),
          sources_(sources),
          declarations_(declarations),
          owners_(owners),
          diagnostics_(diagnostics) {}

    void declare() {
        auto waiting = written_levels();
        const bool has_rows = std::any_of(waiting.begin(), waiting.end(), [](const WrittenLevel& each) {
            return each.declared.kind == core::LevelKind::rows;
        });
        if (has_rows) {
            const SchemeHeader* header = own_header();
            add_level({.name = header != nullptr ? name_text(sources_, header->name) : std::string(),
                       .kind = core::LevelKind::everything,
                       .span = header != nullptr ? header->name : Span{},
                       .file_names = names_of_schemes()});
        } else {
            add_level({.name = declarations_.is_sketch ? "row" : unsaid_level()});
        }
        while (!waiting.empty()) {
            const auto before = waiting.size();
            std::erase_if(waiting, [&](WrittenLevel& each) { return settle(each, has_rows); });
            if (waiting.size() == before) break;
        }
        for (const WrittenLevel& lost : waiting) report_lost(lost);
    }

  private:
    // A level as it is written, until the one above it is known.
    struct WrittenLevel {
        LevelDeclaration declared;
        Span parent;  // empty: outermost
    };

    std::vector<WrittenLevel> written_levels() const {
        std::vector<WrittenLevel> written;
        for (const Statement& statement : module_.statements) {
            if (origin_of(module_, statement) == From::used) continue;
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

    // Its own, then those of the schemes that it is based on, nearest first.
    std::vector<std::string> names_of_schemes() const {
        std::vector<std::string> names;
        for (const Statement& statement : module_.statements) {
            const auto* header = std::get_if<SchemeHeader>(&statement.node);
            if (header == nullptr || origin_of(module_, statement) == From::used) continue;
            const auto name = name_text(sources_, header->name);
            std::erase(names, name);
            names.insert(names.begin(), name);
        }
        return names;
    }

    void add_level(LevelDeclaration level) {
        declarations_.levels.push_back(std::move(level));
        Declarations::Symbols& symbols = declarations_.symbols.emplace_back();
        if (declarations_.levels.back().kind == core::LevelKind::records) return;
        for (const char* pay : {"pay", "к выплате"}) {
            symbols.emplace(pay, Symbol{.kind = SymbolKind::pay_total,
                                        .index = declarations_.levels.size() - 1,
                                        .level = declarations_.levels.size() - 1,
                                        .name = "pay",
                                        .span = {}});
        }
    }

    // A level whose parent is known takes its place behind it.
    bool settle(WrittenLevel& level, bool has_rows) {
        std::size_t parent = has_rows ? 0 : no_level;
        if (level.parent.length > 0) {
            const auto found = declarations_.level(name_text(sources_, level.parent));
            if (!found) return false;
            parent = *found;
        }
        if (is_time_word(level.declared.name))
            diagnostics_.push_back({kind::time_word_level, {level.declared.span}, {level.declared.name}, {}});
        if (const auto same = declarations_.level(level.declared.name)) {
            diagnostics_.push_back({kind::defined_twice,
                                    {level.declared.span, declarations_.levels[*same].span},
                                    {level.declared.name},
                                    {}});
            return true;
        }
        level.declared.parent = parent;
        add_level(level.declared);
        owners_.own_everywhere(SymbolKind::level, declarations_.levels.size() - 1, level.declared.name,
                               level.declared.span);
        return true;
    }

    void report_lost(const WrittenLevel& lost) {
        const std::string parent = name_text(sources_, lost.parent);
        diagnostics_.push_back({kind::unknown_level,
                                {lost.parent},
                                {parent, lost.declared.name},
                                {level_hint(declarations_, parent)}});
        declarations_.everywhere.emplace(parent,
                                         Symbol{SymbolKind::unreadable, 0, no_level, parent, lost.parent});
        declarations_.everywhere.emplace(lost.declared.name, Symbol{SymbolKind::unreadable, 0, no_level,
                                                                    lost.declared.name, lost.declared.span});
    }

    const Module& module_;
    const Sources& sources_;
    Declarations& declarations_;
    Owners& owners_;
    Diagnostics& diagnostics_;
};

}  // namespace

void declare_levels(const Module& module, const Sources& sources, Declarations& declarations, Owners& owners,
                    Diagnostics& diagnostics) {
    LevelLines(module, sources, declarations, owners, diagnostics).declare();
}

Fact level_hint(const Declarations& declarations, const std::string& name) {
    std::vector<std::string> known;
    for (std::size_t i = declarations.has_levels() ? 1 : 0; i < declarations.levels.size(); ++i)
        known.push_back(declarations.levels[i].name);
    if (const auto meant = closest(name, known)) return {kind::hint_meant, {*meant}};
    return {kind::hint_level_line, {name}};
}

}  // namespace accrue::check
