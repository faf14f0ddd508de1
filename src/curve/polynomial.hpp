// curve/polynomial.hpp — Polynomials of one amount, with exact coefficients.
#pragma once

#include <vector>

#include "number/exact.hpp"

namespace accrue::curve {

class Polynomial {
  public:
    Polynomial() = default;                                                   // 0
    Polynomial(const Exact& constant) : Polynomial(std::vector{constant}) {}  // NOLINT: a number is one
    // Coefficients by rising power.
    explicit Polynomial(std::vector<Exact> coefficients);

    int degree() const { return static_cast<int>(coefficients_.size()) - 1; }  // -1 of 0
    bool is_zero() const { return coefficients_.empty(); }
    bool is_constant() const { return coefficients_.size() <= 1; }
    Exact coefficient(std::size_t power) const;
    const Exact& leading() const { return coefficients_.back(); }  // not of 0
    const std::vector<Exact>& coefficients() const { return coefficients_; }

    Exact at(const Exact& x) const;
    Polynomial derivative() const;
    // No value between -reach and reach is farther from 0.
    Exact bound(const Exact& reach) const;

    Polynomial operator-() const;
    friend Polynomial operator+(const Polynomial& a, const Polynomial& b);
    friend Polynomial operator-(const Polynomial& a, const Polynomial& b);
    friend Polynomial operator*(const Polynomial& a, const Polynomial& b);
    friend bool operator==(const Polynomial&, const Polynomial&) = default;

  private:
    std::vector<Exact> coefficients_;  // the last one is not 0
};

struct Division {
    Polynomial quotient, remainder;
};
Division divide(const Polynomial& a, const Polynomial& b);  // b is not 0
// The greatest common divisor with leading coefficient 1; 0 of 0 and 0.
Polynomial common_divisor(Polynomial a, Polynomial b);

// Where a rule is looked at: exactly at an amount, or as near to it on one side as one likes.
enum class Side : std::uint8_t { left, at, right };
struct Spot {
    Exact x;
    Side side = Side::at;
};
// -1, 0 or 1: the sign of the polynomial there; beside an amount it is 0 only of the polynomial 0.
int sign_at(const Polynomial& polynomial, const Spot& spot);

}  // namespace accrue::curve
