// cli/standing.hpp — One row of which is asked what it would be: taken from the data, or made by hand of the
// values that the command line gives.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/curve_requests.hpp"
#include "cli/requests.hpp"
#include "cli/selection.hpp"
#include "cli/session.hpp"
#include "curve/curve.hpp"

namespace accrue::cli {

// `collected@15+=100k`
struct Assignment {
    std::string written, name, text;
    enum class How { set, add, subtract, multiply } how = How::set;
};
Assignment assignment(const std::string& written);

// What a name of the command line stands for, seen from the row.
using Settable = std::variant<core::InputId, core::DefinitionId, core::ParamId>;

// `pay`, `bonus`, `collected@15`
std::string value_name(const core::Scheme& scheme, core::DefinitionId definition);

class Standing {
  public:
    // Loads the scheme and the data, if there are any. Params that the choice sets are changed for the whole
    // scheme. `of` is what is asked for: without data it says whose row is made.
    Standing(Session& session, const SchemeChoice& scheme, const DataChoice& data,
             const StandingChoice& choice, const std::string& of);

    const core::Scheme& scheme() const { return *scheme_; }
    const curve::Changed& ground() const { return *ground_; }
    Explained asked() const { return asked_; }
    bool is_by_hand() const { return is_by_hand_; }
    Standing copy() const;
    // The value itself, and nothing that follows it.
    void give(const Assignment& assignment);
    // Another value than now, and with it those of other days that follow.
    void change(const Assignment& assignment, curve::Direction direction);

    // What a name stands for; stops when there is no such thing.
    Settable settable(const std::string& name) const;
    // An amount of the row or of one above it.
    struct Moved {
        curve::Mover what;
        data::RowId row;
    };
    Moved moved(const std::string& name) const;
    Exact amount(const std::string& text, const std::string& name, const core::Type& type) const;
    // `Маша, March 2026`; empty for a row made by hand.
    std::string row_words() const;
    std::string name_of(core::DefinitionId definition) const { return value_name(*scheme_, definition); }
    // Stops when the row cannot be computed for lack of a value that could be given.
    void refuse_blanks(const explain::Failure& failure) const;

  private:
    void load(const SchemeChoice& scheme, const DataChoice& data, const StandingChoice& standing);
    void make_row(const StandingChoice& choice, const std::string& of);
    Period period_by_hand(const StandingChoice& choice) const;
    std::optional<Settable> find(const std::string& name, core::LevelId level) const;
    data::RowId row_of(curve::Mover what) const;
    void set_param(core::ParamId param, const Assignment& assignment);
    std::optional<core::Value> default_of(core::InputId input, data::RowId row) const;
    std::optional<core::Value> value_to_change(curve::Mover what, data::RowId row);
    core::Value value(const std::string& text, const std::string& name, const core::Type& type) const;
    explicit Standing(Session& session) : session_(session) {}
    Ground named_ground() const { return {*scheme_, ground_->history(), key_name_}; }

    Session& session_;
    std::unique_ptr<core::Scheme> scheme_;
    std::unique_ptr<curve::Changed> ground_;
    std::string key_name_;
    Explained asked_{};
    bool is_by_hand_ = false;
};

// With the values of `choice.set`, each said by `=` alone (`--at`).
Standing standing_at(Session& session, const SchemeChoice& scheme, const DataChoice& data,
                     const StandingChoice& choice, const std::string& of);

// What moves in it, and between which amounts; without `to` as far as something changes, and a little more.
struct CurveOf {
    curve::Question question;
    curve::Curve curve;
    bool goes_on = false;  // beyond its end, which nobody said
};
// Where its end is not said, to beyond all that changes.
CurveOf curve_of(const Standing& standing, const AxisChoice& axis, Session& session);
// Ten times as far, where that says as much of each amount: a staircase that becomes too long is drawn as a
// line.
std::optional<CurveOf> curve_farther(const Standing& standing, const CurveOf& near);
// Beyond it nobody looks.
bool is_farthest(const CurveOf& made);

}  // namespace accrue::cli
