// run/lookup.hpp — Finding rows of references for columns of keys.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "run/plan.hpp"

namespace accrue::run {

// How a field's values fit a column: counts of a unit, between `low` and `high`, or rationals.
struct FieldForm {
    Form form = Form::scaled;
    Fraction unit;
    double low = 0, high = 0;
};
FieldForm field_form(const data::ReferenceRows& rows, std::uint32_t field, core::TypeKind kind);

// Do the reference's rows say when they are in force?
bool is_dated(const data::ReferenceRows& rows);

// What a lookup found: the value of its field and, where that is no rational, its count in the step's unit.
struct FoundField {
    State state = State::present;
    std::int64_t count = 0;
    const core::Value* value = nullptr;
};

// Remembers what lookups found for keys that come again and again, by their counts. A text that the
// references do not hold counts as `other_text`: it is the same as any other of them.
class Lookups {
  public:
    explicit Lookups(const Basis& basis) : basis_(basis) {}

    static constexpr std::int64_t other_text = -1;

    using Counts = std::vector<std::int64_t>;  // of the keys, and of the date where it matters
    const FoundField* known(const LookUp& step, const Counts& counts) const;
    void remember(const LookUp& step, const Counts& counts, const FoundField& found);
    FoundField find(const LookUp& step, const std::vector<core::Value>& keys, Date day) const;

  private:
    struct Hash {
        std::size_t operator()(const Counts& counts) const noexcept;
    };
    using Known = std::unordered_map<Counts, FoundField, Hash>;
    std::int64_t count(const core::Value& value, const Fraction& unit) const;

    const Basis& basis_;
    std::unordered_map<const LookUp*, Known> known_;
};

}  // namespace accrue::run
