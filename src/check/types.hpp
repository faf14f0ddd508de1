// check/types.hpp — One type for each expression, found for the whole scheme at once: equal where the
// language asks for equal types, worked out through products where one side is known.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "core/scheme.hpp"

namespace accrue::check {

using TypeVar = Id<struct TypeVarTag>;

// What is reported when two types that must be equal are not: the kind, the two places, and words before the
// two types.
struct Clash {
    Kind kind;
    Span left, right;
    std::vector<Argument> words;
};

enum class Decided : std::uint8_t {
    no,      // nothing is known
    amount,  // money or a number
    yes,
    broken,  // a mistake was reported; fits everything, silently
};

class Types {
  public:
    explicit Types(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

    TypeVar unknown();
    TypeVar amount();  // a bare literal: money or a number, as its place asks
    TypeVar known(core::Type type);
    TypeVar broken();

    // Makes the two equal, else reports the clash. Returns false and breaks nothing but the pair's user on a
    // clash.
    bool unify(TypeVar a, TypeVar b, const Clash& clash);
    // The type must be money or a number.
    bool require_amount(TypeVar a, const Clash& clash);
    void break_off(TypeVar a);
    void mark_percent(TypeVar a);
    void mark_large(TypeVar a);  // a literal that is hardly a coefficient: `50k`

    // result = left × right, or left / right.
    void product(TypeVar left, TypeVar right, TypeVar result, bool divides, const Clash& clash);
    // result = left ± right, of amounts or of dates and days.
    void sum(TypeVar left, TypeVar right, TypeVar result, bool subtracts, const Clash& clash);

    // Works out all sums and products; what stays open after that becomes a number.
    void solve();

    Decided decided(TypeVar a) const;
    const core::Type& type(TypeVar a) const;  // of a decided one
    bool percent(TypeVar a) const;
    bool same(TypeVar a, TypeVar b) const { return root(a) == root(b); }
    // Undecided until `solve` made it a number for want of anything better; factors of a product are not
    // meant.
    bool fell_to_number(TypeVar a) const;

  private:
    struct Slot {
        TypeVar parent;
        Decided decided = Decided::no;
        core::Type type;
        bool percent = false;
        bool large = false;
        bool fell = false;
    };
    struct Equation {
        TypeVar left, right, result;
        bool is_product, second;  // divides or subtracts
        Clash clash;
        bool done = false;
    };
    mutable Table<TypeVar, Slot> slots_;
    std::vector<Equation> equations_;
    Diagnostics& diagnostics_;

    TypeVar root(TypeVar a) const;
    TypeVar add(Slot slot);
    bool merge(TypeVar a, TypeVar b);
    void set(TypeVar a, const core::Type& type);
    bool is(TypeVar a, core::TypeKind kind) const;
    bool is_broken(TypeVar a) const { return decided(a) == Decided::broken; }
    void report(const Clash& clash, TypeVar left, TypeVar right);
    bool advance(Equation& equation);
    bool advance_product(Equation& equation);
    bool advance_sum(Equation& equation);
    void fail(Equation& equation);
    bool round();
    void settle_one();
};

// `money`, `money USD`, `a number`, `a date`, `yes/no`: with the article that a sentence wants.
std::string in_words(const core::Type& type);

}  // namespace accrue::check
