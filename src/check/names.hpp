// check/names.hpp — What a written name stands for where it is written, and which rows an aggregate gathers:
// for typing and lowering alike.
#pragma once

#include <optional>

#include "check/declarations.hpp"

namespace accrue::check {

// Where a bare name is looked for: in the rows of `level`, then, inside an aggregate or a share's clause, in
// those of the row that asks.
struct Scope {
    std::size_t level = 0;
    std::size_t asker = no_level;  // none: not inside an aggregate or a clause
    bool asker_elsewhere = false;  // in a condition: the asker need not be the row above, in the same period
};

enum class BuiltInName : std::uint8_t { none, key, date };
enum class NameTrouble : std::uint8_t {
    none,
    unknown,         // nothing anywhere is called so
    other_level,     // a name of `level`, which is not this one
    inner,           // a value for each row of `level`, which is below
    not_related,     // of `level`, which is neither above nor below
    no_member,       // `level` has no such name
    two_owners,      // both the gathered row's and the asker's
    not_asking,      // `this.` outside of an aggregate
    no_record,       // `date` of something that is no record
    level_as_value,  // the name of a level alone
};
struct NameMeaning {
    const Symbol* symbol = nullptr;  // null for built-in names and troubles
    BuiltInName built_in = BuiltInName::none;
    bool of_asker = false;
    NameTrouble trouble = NameTrouble::none;
    std::size_t level = no_level;  // of the trouble; of a built-in name whose row it is
};

// Which rows an aggregate gathers.
enum class GatherTrouble : std::uint8_t {
    none,
    two_levels,  // `level` and `other`
    no_scope,    // one value and no scope
    unknown_scope,
    not_above,    // `over LEVEL` of a level that does not stand above
    not_related,  // `level` stands not below the base
    no_records,   // `so far` where no records are
    no_months,    // months of a record
    no_rank,      // `rank` without a group
    month_alone,  // `over month` where a period is no shorter
    other_unit,   // periods are no whole number of the scheme's
};
struct Gathered {
    std::size_t elements = 0;     // the level of the gathered rows
    std::size_t base = no_level;  // none: everybody
    core::Window window = core::Window::this_period;
    int months = 0;
    bool so_far = false;
    GatherTrouble trouble = GatherTrouble::none;
    std::size_t level = no_level, other = no_level;  // of the trouble

    // Are rows of other periods or below other rows than the asker's gathered, too?
    bool reaches_others(std::size_t asker) const {
        return window != core::Window::this_period || base != asker;
    }
};

class Names {
  public:
    Names(const syntax::Module& module, const Sources& sources, const Declarations& declarations)
        : module_(module), sources_(sources), declarations_(declarations) {}

    NameMeaning meaning(const syntax::Name& name, Scope scope) const;
    // Is it the asker's own value, whether of its row or of the row above the gathered one?
    bool is_askers(const NameMeaning& meaning, Scope scope) const;
    Gathered gathered(const syntax::Aggregate& aggregate, Scope scope) const;
    // The name of a level alone, as in `count of deal`.
    std::optional<std::size_t> level_named(syntax::ExprId expr) const;

  private:
    NameMeaning bare(const std::string& name, Scope scope) const;
    NameMeaning member(const std::string& name, std::size_t level) const;
    NameMeaning elsewhere(const std::string& name, Scope scope) const;
    std::optional<Gathered> elements(const syntax::Aggregate& aggregate, Scope scope) const;
    bool is_seen(std::size_t level, Scope scope) const;

    const syntax::Module& module_;
    const Sources& sources_;
    const Declarations& declarations_;
};

}  // namespace accrue::check
