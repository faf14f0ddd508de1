// number/exact_inside.hpp — What an exact number is made of, for the files of this folder alone.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <utility>

#include "number/exact.hpp"

namespace accrue {

namespace mp = boost::multiprecision;
using Whole = mp::cpp_int;
using Rational = mp::cpp_rational;

struct Exact::Big {
    Rational value;
};

// Opens a number.
struct ExactAccess {
    static bool is_small(const Exact& a) { return !a.big_; }
    static std::int64_t numerator(const Exact& a) { return a.numerator_; }
    static std::int64_t denominator(const Exact& a) { return a.denominator_; }
    static const Rational& big(const Exact& a) { return a.big_->value; }

    static Rational rational(const Exact& a) {
        return a.big_ ? a.big_->value : Rational(Whole(a.numerator_), Whole(a.denominator_));
    }

    static Exact small(std::int64_t numerator, std::int64_t denominator) {
        Exact result;
        result.numerator_ = numerator;
        result.denominator_ = denominator;
        return result;
    }

    static Exact wrapped(Rational value) {
        Exact result;
        result.big_ = Exact::BigPointer(new Exact::Big{std::move(value)});
        return result;
    }
};

inline Whole numerator_of(const Exact& a) {
    return ExactAccess::is_small(a) ? Whole(ExactAccess::numerator(a))
                                    : Whole(mp::numerator(ExactAccess::big(a)));
}
// Above 0.
inline Whole denominator_of(const Exact& a) {
    return ExactAccess::is_small(a) ? Whole(ExactAccess::denominator(a))
                                    : Whole(mp::denominator(ExactAccess::big(a)));
}

Exact whole(const Whole& value);
// In lowest terms; the denominator is not 0.
Exact big_ratio(const Whole& numerator, const Whole& denominator);
std::size_t bits_of(const Whole& value);

}  // namespace accrue
