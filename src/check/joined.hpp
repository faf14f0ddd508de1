// check/joined.hpp — What the files of `use` and `based on` give to the one that joins them: a used file
// lends some of its statements, a base all of them, each in its place or replaced.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.hpp"
#include "syntax/tree.hpp"

namespace accrue::check {

enum class From : std::uint8_t { own, used, base };
From origin_of(const syntax::Module& module, const syntax::Statement& statement);

// A used file lends what it defines; what it pays and its header stay its own.
bool is_lent(const syntax::Statement& statement);

// The name that it declares, with its forms; null where it declares none.
const syntax::Declared* name_declared(const syntax::Statement& statement);
// The name that a statement gives, or for a gate the part that it is of; empty for all others.
std::string name_given(const syntax::Statement& statement, const Sources& sources);

// The `replace` lines of a variant.
class Replacements {
  public:
    Replacements(const syntax::Module& module, const Sources& sources);

    // What stands in place of a base's statement: itself, its replacements, or nothing when they already
    // stand there (a part's gates are replaced together).
    std::vector<const syntax::Statement*> in_place_of(const syntax::Statement& statement);
    // Those that have replaced nothing; `known` are the names that may have been meant.
    void report_unused(const std::vector<std::string>& known, Diagnostics& diagnostics) const;

  private:
    struct Replacement {
        const syntax::Statement* statement;
        Span span;
        bool taken = false;
    };
    void find(const syntax::Statement& statement);

    const syntax::Module& module_;
    const Sources& sources_;
    std::map<std::string, std::vector<Replacement>> by_name_;
    std::vector<std::pair<std::string, Span>> blocks_;  // which cannot be replaced
};

}  // namespace accrue::check
