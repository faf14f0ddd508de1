// check/joined.hpp — What the files of `use` and `based on` give to the one that joins them: a used file
// lends some of its statements, a base all of them, each in its place or replaced.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.hpp"
#include "check/declarations.hpp"

namespace accrue::check {

enum class From : std::uint8_t { own, used, base };
From origin_of(const syntax::Module& module, const syntax::Statement& statement);

// A used file lends what it defines; what it pays and its header stay its own.
bool is_lent(const syntax::Statement& statement);

// The name that it declares, with its forms; null where it declares none.
const syntax::Declared* name_declared(const syntax::Statement& statement);
// The name that a statement gives, or for a gate the part that it is of; empty for all others.
std::string name_given(const syntax::Statement& statement, const Sources& sources);
// `pay bonus`: whose component's name is that of what it pays, and stays it when another line stands there.
bool pays_a_name(const syntax::Module& module, const syntax::Statement& statement);

// The `replace` lines of a variant, and of the variants that it is based on.
class Replacements {
  public:
    Replacements(const syntax::Module& module, const Sources& sources, const Declarations& declarations);

    // Once the levels are declared: a line in a block replaces a rule of that level.
    void find_all();
    // What stands in place of a base's statement: itself, its replacements, or nothing when they already
    // stand there (a part's gates are replaced together).
    std::vector<const syntax::Statement*> in_place_of(const syntax::Statement& statement, std::size_t level);
    // Those that have replaced nothing; `known` are the names that may have been meant.
    void report_unused(const std::vector<std::string>& known, Diagnostics& diagnostics) const;

  private:
    struct Rule {  // what is replaced, or may be
        std::string name;
        std::size_t kind;
        std::size_t level;  // no_level: of what is seen from all
        auto operator<=>(const Rule&) const = default;
    };
    struct Replacement {
        const syntax::Statement* statement;
        Span span;
        bool taken = false;
    };
    void note_forms(const syntax::Statement& statement);
    Rule rule(const syntax::Statement& statement, std::size_t level) const;
    std::string name_of(const syntax::Statement& statement) const;
    std::string component_of(const syntax::Pay& pay) const;
    void for_each_statement(
        const std::function<void(const syntax::Statement&, std::size_t level)>& visit) const;
    std::vector<std::size_t> levels_of(const Rule& rule, std::size_t file) const;
    void find(const syntax::Statement& statement, std::size_t level);
    std::size_t order(const syntax::Statement& statement) const;
    std::vector<Fact> notes(const Rule& rule, std::size_t file, const std::vector<std::string>& known) const;

    const syntax::Module& module_;
    const Sources& sources_;
    const Declarations& declarations_;
    std::map<std::string, std::string> names_of_forms_;      // `премию` is `премия`
    std::map<std::uint32_t, std::size_t> files_;             // a file comes after those that it is based on
    std::map<Rule, std::size_t> of_bases_;                   // and the first file that has it
    std::map<Rule, std::vector<Replacement>> replacements_;  // file after file
    std::vector<std::pair<std::string, Span>> blocks_;       // which cannot be replaced
};

}  // namespace accrue::check
