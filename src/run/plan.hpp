// run/plan.hpp — A stage of a scheme as steps over columns, for rows on whose day the same params are in
// force: every amount has become whole numbers over a static unit, and what the unit settles (percentages,
// thirds, a rate) costs nothing in a row.
//
// A number is a column with a unit (scaled), two columns (a true ratio: numerator and denominator, which is
// above 0), or a column of exact rationals. Whether a row has a value stands in a column of states of its
// own.
#pragma once

#include <unordered_map>
#include <variant>
#include <vector>

#include "core/scheme.hpp"
#include "data/history.hpp"
#include "run/fraction.hpp"
#include "run/run.hpp"
#include "run/shape.hpp"
#include "run/stages.hpp"
#include "run/texts.hpp"

namespace accrue::run {

using NumberId = Id<struct NumberTag>;  // a column of whole numbers, or of exact rationals
using MaskId = Id<struct MaskTag>;      // a column of yes and no, or of which constant
using StateId = Id<struct StateTag>;    // a column of states
using StoreId = Id<struct StoreTag>;    // values of all rows, kept for later stages or for the result

enum class Form : std::uint8_t { scaled, ratio, exact };

// ---------------------------------------------------------------- what a step takes

// column × factor, or a constant where there is no column.
struct Term {
    NumberId column;
    std::int64_t factor = 1;  // without a column: the constant, of whole numbers
    Exact constant;           // without a column: the constant, of exact rationals
};
struct MaskTerm {
    MaskId column;
    bool constant = false;  // without a column
};
struct StateTerm {
    StateId column;
    State constant = State::present;  // without a column
};

// ---------------------------------------------------------------- leaves: read before a vector's steps run

// Which row a leaf reads, seen from a row of the vector: the row itself or the one above it of that level; in
// pairs, that of the row that asks.
enum class Who : std::uint8_t { row, asker };
struct Place {
    Who who = Who::row;
    core::LevelId level;
    friend auto operator<=>(const Place&, const Place&) = default;
};

struct InputNumber {
    NumberId out;
    core::InputId input;
    Place place;
};
struct InputMask {
    MaskId out;
    core::InputId input;
    Place place;
};
struct InputState {  // failed where there is no row above
    StateId out;
    core::InputId input;
    Place place;
};
struct BuiltinNumber {
    NumberId out;
    core::Builtin builtin;
    Place place;
};
struct BuiltinMask {
    MaskId out;
    core::Builtin builtin;
    Place place;
};
// What a store holds of a row, or of the period. Where there is none the row is in error.
struct Stored {
    StoreId store;
    Place place;
    NumberId number, denominator;
    MaskId mask;
    StateId state;
};
// What an earlier row of the key stored: its previous one, if that row lies in the window (without one: in
// any period). Where there is none, the number is 0 and the state `none`.
struct Earlier {
    StoreId store;
    core::ExprId window;  // an aggregate
    State none = State::missing;
    int back = 0;  // of exactly so many periods earlier
    NumberId number, denominator;
    MaskId mask;
    StateId state;
};
// An aggregate over the earlier periods of `last N months`, row by row along the key's rows.
struct Walk {
    core::ExprId aggregate;
    StoreId of, where;
    NumberId number;
    StateId state;
};
using Leaf =
    std::variant<InputNumber, InputMask, InputState, BuiltinNumber, BuiltinMask, Stored, Earlier, Walk>;

// ---------------------------------------------------------------- steps on numbers

struct Sum {
    NumberId out;
    Term a, b;
};
struct Product {
    NumberId out;
    Term a, b;
};
struct Quotient {  // of exact rationals; 0 where b is 0
    NumberId out;
    Term a, b;
};
struct Magnitude {  // |a|, and 1 where a is 0: a denominator
    NumberId out, a;
};
struct WithSign {  // a, negated where b is negative
    NumberId out;
    Term a;
    NumberId b;
};
struct Extreme {
    NumberId out;
    core::ClampOp op;
    Term a, b;
};
struct Select {  // a where the mask is yes, else b
    NumberId out;
    MaskId mask;
    Term a, b;
};
// One of a few constants, which stand in `table` as counts.
struct Pick {
    NumberId out;
    MaskId index;  // which
    std::vector<std::int64_t> table;
    double low = 0, high = 0;  // of what can be picked
};
// a × over / under, rounded to a whole number; with a denominator: a × over / (denominator × under).
struct RoundWhole {
    NumberId out, a, denominator;
    Rounding mode;
    std::int64_t over, under;
};
struct RoundExact {
    NumberId out, a;
    Rounding mode;
    Exact step;
};
struct ToExact {  // a / denominator × unit
    NumberId out, a, denominator;
    Exact unit;
};
// Whole months from one date to another.
struct MonthsApart {
    NumberId out;
    Term from, to;
};
struct LookUpKey {
    core::TypeKind kind = core::TypeKind::number;
    Term number;
    NumberId denominator;
    Exact unit = 1;
    MaskTerm mask;
};
// A field of the row of a reference that fits: missing without one, failed where two do.
struct LookUp {
    core::ReferenceId reference;
    std::uint32_t field = 0;
    std::vector<LookUpKey> keys;
    NumberId date;  // of the row; none when no row of the reference has dates
    NumberId out;   // a count of `unit`, or a rational
    MaskId mask;
    StateId state;
    Fraction unit;
    double low = 0, high = 0;  // of what `out` can be
};
// date + days × unit / denominator: failed where that is no whole number of days, or outside the years 1 to
// 9999.
struct MoveDate {
    NumberId out;
    StateId state;
    Term date, days;
    NumberId denominator;
    Fraction unit;
};

// ---------------------------------------------------------------- steps on masks

struct CompareNumbers {
    MaskId out;
    core::CompareOp op;
    Term a, b;
};
struct FillMask {
    MaskId out;
    std::uint8_t value;
};
enum class MaskOp : std::uint8_t { both, either, same };
struct CombineMasks {
    MaskId out;
    MaskOp op;
    MaskId a, b;
};
struct NotMask {
    MaskId out, a;
};
struct SelectMask {
    MaskId out, mask, a, b;
};
struct IsState {  // yes where the state is the one asked for
    MaskId out;
    StateId a;
    State state;
};

// ---------------------------------------------------------------- steps on states

struct Strict {  // present where both are, else failed
    StateId out;
    StateTerm a, b;
};
struct ZeroDivisor {  // missing where a is 0
    StateId out;
    NumberId a;
};
enum class Overlong : std::uint8_t { cleared, kept };
struct TooLong {  // failed where a has more bits than the language takes; cleared, a is then 0
    StateId out;
    NumberId a;
    Overlong value;
};
struct LogicState {  // both or either: a side that settles the answer makes it present
    StateId out;
    core::LogicOp op;
    MaskId a, b;
    StateTerm a_state, b_state;
};
struct ChooseState {  // failed where the condition is not present; else the state of the branch it takes
    StateId out;
    MaskId condition;
    StateTerm condition_state, taken, otherwise;
};
struct Then {  // a where it is not present, else b
    StateId out;
    StateTerm a, b;
};
struct FirstPresent {  // a, but b where a is missing
    StateId out;
    StateTerm a, b;
};

// ---------------------------------------------------------------- results

struct Write {
    StoreId store;
    Term number;
    NumberId denominator;
    Form form;  // of the number
    MaskTerm mask;
    StateTerm state;
};
struct CountAbsent {  // rows in which a definition has no value
    core::DefinitionId definition;
    StateTerm state;
};

using Step = std::variant<Sum, Product, Quotient, Magnitude, WithSign, Extreme, Select, Pick, RoundWhole,
                          RoundExact, ToExact, MonthsApart, LookUp, MoveDate, CompareNumbers, FillMask,
                          CombineMasks, NotMask, SelectMask, IsState, Strict, ZeroDivisor, TooLong,
                          LogicState, ChooseState, Then, FirstPresent, Write, CountAbsent>;

// Columns share slots: each lives from the step that makes it to the last that reads it.
struct Plan {
    std::vector<Leaf> leaves;
    std::vector<Step> steps;
    Table<NumberId, std::uint32_t> number_slots;
    Table<NumberId, std::uint8_t> is_exact;  // by number
    Table<MaskId, std::uint32_t> mask_slots;
    Table<StateId, std::uint32_t> state_slots;
    std::uint32_t numbers = 0, masks = 0, states = 0;  // slots in use
    std::vector<StoreId> stores;                       // what it reads, in the forms of then
};

// ---------------------------------------------------------------- what is stored

enum class StoreRows : std::uint8_t { of_level, periods, pairs };  // what its places stand for

// Not known while nothing has been planned that writes it (a balance that reads itself).
struct StoreForm {
    core::TypeKind kind = core::TypeKind::number;
    bool known = false;
    Form form = Form::scaled;
    Fraction unit{};
    StoreRows rows = StoreRows::of_level;
    core::LevelId level{};
    friend bool operator==(const StoreForm&, const StoreForm&) = default;
};

// Which values outlive their vector: definitions that another stage or period reads or the caller keeps, the
// running sums and extremes of windows, and what operations take and give.
struct Layout {
    Schedule schedule;
    Table<StoreId, StoreForm> stores, unsettled;            // `unsettled`: before anything was planned
    Table<core::DefinitionId, StoreId> of_definition;       // none: not stored
    Table<core::DefinitionId, std::uint8_t> is_read;        // by what is paid or promised
    std::unordered_map<core::ExprId, StoreId> of_window;    // running aggregates
    std::unordered_map<core::ExprId, StoreId> of_operand;   // of systems
    Table<OperationId, std::vector<StoreId>> of_operation;  // one; of a system by unknown, of lots by part
    std::unordered_map<core::ExprId, StoreId> of_pairs;     // by paired condition
};
Layout layout(const core::Scheme& scheme, Keep keep);

// All that plans are made from.
struct Basis {
    const core::Scheme& scheme;
    const Shape& shape;
    const FixedTexts& texts;
    const Layout& layout;
};

enum class Numbers : std::uint8_t { scaled, exact };  // exact: every amount as a rational

// A day of a period; its stages have one plan with all other days that are like it: the same params in force,
// the same answers of the built-in names.
struct Moment {
    Period period;
    Date date;
};

// The steps of a stage, once the layout has the forms of all that it reads and stores.
Plan plan(const Basis& basis, StageId stage, Moment moment, Numbers numbers);

// Joins into `written` what an operation gives, from what it takes.
void join_operation(const core::Scheme& scheme, const Layout& layout, OperationId operation,
                    Table<StoreId, StoreForm>& written);

// Drops what no result needs and gives columns their slots.
void finish(Plan& plan);

}  // namespace accrue::run
