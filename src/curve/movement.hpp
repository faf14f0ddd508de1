// curve/movement.hpp — What moves: one amount x, and the cells and values that follow it. And the reference:
// what the scheme gives for any x, by computing the whole row anew.
#pragma once

#include <utility>
#include <variant>
#include <vector>

#include "explain/evaluate.hpp"

namespace accrue::curve {

// A cell, or the value of a rule that is then not run.
using Mover = std::variant<core::InputId, core::DefinitionId>;

enum class Follows : std::uint8_t {
    with,     // amount + rate × x
    no_less,  // the larger of amount and x
    no_more,  // the smaller of them
};
struct Moving {
    Mover what;
    data::RowId row;
    Follows how = Follows::with;
    Exact amount = 0;
    Exact rate = 1;

    Exact at(const Exact& x) const;
};

// A column `x@15` is a column of `x`: what has come by that day. Of the month as a whole the day is 0.
struct Family {
    std::string name;
    struct Member {
        Mover what;
        int day;
    };
    std::vector<Member> members;  // by day, the whole month last
};
// The columns (or rules) of that level which count the same thing up to different days; `what` alone if there
// are no others.
Family family_of(const core::Scheme& scheme, Mover what);

const std::string& name_of(const core::Scheme& scheme, Mover what);  // without its day
int day_of(const core::Scheme& scheme, Mover what);
std::string shown_name(const core::Scheme& scheme, Mover what);  // `collected@15`
core::LevelId level_of(const core::Scheme& scheme, Mover what);
const core::Type& type_of(const core::Scheme& scheme, Mover what);
bool as_percent(const core::Scheme& scheme, Mover what);
bool is_lever(const core::Scheme& scheme, Mover what);

// More of it: what came by a later day rises by as much. The same earlier: it moves between days, and the
// month's total rises only when it must.
enum class Direction : std::uint8_t { more, earlier };

// The rows of one history with some values set by hand.
class Changed {
  public:
    Changed(const core::Scheme& scheme, data::History history, const Sources& sources)
        : scheme_(&scheme), history_(std::move(history)), sources_(&sources) {}

    void set(Mover what, data::RowId row, const core::Value& value);
    // Nothing is known of it, as if the cell were blank or no rule were overridden.
    std::optional<core::Value> value(Mover what, data::RowId row) const;

    // What `set` changes, so that it can be put back.
    struct Kept {
        Mover what;
        data::RowId row;
        std::int64_t count = 0;
        bool is_missing = false, is_absent = false;
        std::optional<Exact> large{};
        std::optional<core::Value> overridden{};
    };
    Kept kept(Mover what, data::RowId row) const;
    void put_back(const Kept& kept);

    explain::Evaluation evaluation() const { return {*scheme_, history_, *sources_, overrides_}; }
    const explain::Overrides& overrides() const { return overrides_; }

    // The same under a scheme of the same inputs and definitions.
    Changed of(const core::Scheme& scheme) const {
        auto other = *this;
        other.scheme_ = &scheme;
        return other;
    }

    const core::Scheme& scheme() const { return *scheme_; }
    const data::History& history() const& { return history_; }
    data::History history() && { return std::move(history_); }
    const Sources& sources() const { return *sources_; }

  private:
    const core::Scheme* scheme_;
    data::History history_;
    const Sources* sources_;
    explain::Overrides overrides_;
};

// In what steps it can be: money in kopecks, or finer where its column is; numbers in as many digits as their
// column has. Nothing is known of a number that is a rule.
std::optional<Exact> step_of(const Changed& ground, Mover what);

// What moves when x is the value of `what` in `row`. Members of the family that have no value do not move;
// without a value of its own, x begins at 0.
std::vector<Moving> movement(const Changed& ground, Mover what, data::RowId row, Direction direction);

// The scheme's own answers, for one x after the other. What moves is moved in the ground itself, which is
// never copied; when the trial ends, all of it is put back.
class Trial {
  public:
    Trial(Changed& ground, const std::vector<Moving>& movings, core::DefinitionId of, data::RowId row);
    Trial(const Trial&) = delete;
    Trial& operator=(const Trial&) = delete;
    ~Trial();

    explain::Outcome operator()(const Exact& x);

  private:
    Changed& ground_;
    explain::Evaluation evaluation_;
    std::vector<Moving> movings_;
    core::DefinitionId of_;
    data::RowId row_;
    std::vector<Changed::Kept> kept_;
};

}  // namespace accrue::curve
