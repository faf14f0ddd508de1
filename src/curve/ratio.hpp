// curve/ratio.hpp — One polynomial over another, in lowest terms: what an amount is while another one moves.
#pragma once

#include "curve/polynomial.hpp"

namespace accrue::curve {

class Ratio {
  public:
    Ratio() : Ratio(Exact(0)) {}
    Ratio(const Exact& constant) : over_(constant), under_(Exact(1)) {}   // NOLINT: a number is one
    Ratio(Polynomial over) : over_(std::move(over)), under_(Exact(1)) {}  // NOLINT: so is a polynomial
    Ratio(const Polynomial& over, const Polynomial& under);               // `under` is not 0

    const Polynomial& over() const { return over_; }
    const Polynomial& under() const { return under_; }
    bool is_polynomial() const { return under_.is_constant(); }
    bool is_constant() const { return over_.is_constant() && under_.is_constant(); }
    int degree() const { return over_.degree() + under_.degree(); }
    Exact constant() const { return over_.coefficient(0); }  // of a constant

    Exact at(const Exact& x) const { return over_.at(x) / under_.at(x); }  // where `under` is not 0
    // Its sign is that of the derivative.
    Polynomial slope_sign() const;
    Ratio derivative() const;

    friend Ratio operator+(const Ratio& a, const Ratio& b);
    friend Ratio operator-(const Ratio& a, const Ratio& b);
    friend Ratio operator*(const Ratio& a, const Ratio& b);
    friend Ratio operator/(const Ratio& a, const Ratio& b);  // b is not 0
    friend bool operator==(const Ratio&, const Ratio&) = default;

  private:
    Polynomial over_, under_;  // leading coefficient of `under_` is 1
};
// The sign of this polynomial is that of the ratio, wherever it has a value.
Polynomial sign_of(const Ratio& ratio);

}  // namespace accrue::curve
