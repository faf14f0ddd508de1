// check/owners.hpp — Gives each name that is declared, in all its forms, to what it names; a name that
// somebody has already, or that differs only by case, is reported.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/diagnostic.hpp"
#include "check/declarations.hpp"

namespace accrue::check {

class Owners {
  public:
    Owners(Declarations& declarations, const Sources& sources, Diagnostics& diagnostics)
        : declarations_(declarations), sources_(sources), diagnostics_(diagnostics) {}

    void own(SymbolKind kind, std::size_t index, const syntax::Declared& declared, std::size_t level);
    // A name that is seen from all levels.
    void own_everywhere(SymbolKind kind, std::size_t index, const std::string& name, Span span);
    // The forms of a base's name belong to what replaces it, too.
    void inherit(const syntax::Declared& replaced);
    // A name whose line means nothing; it is known all the same, so that its uses are not reported too.
    void own_broken(Span name_span);

  private:
    void own_spelling(const Symbol& symbol, const std::string& spelling);
    const Symbol* owner(const std::string& spelling, std::size_t level) const;
    Declarations::Symbols& scope_of(std::size_t level);
    std::optional<std::string> next_case(const Symbol& second, const Symbol& first) const;
    void report_unlike_case(const Symbol& symbol, const std::string& spelling);

    Declarations& declarations_;
    const Sources& sources_;
    Diagnostics& diagnostics_;
    // By level, `no_level` for what is seen from all: the first spelling of each name as it reads without
    // case.
    std::map<std::size_t, std::map<std::string, std::string>> by_folded_;
    std::map<std::string, std::vector<Span>> inherited_;  // forms, by name
};

}  // namespace accrue::check
