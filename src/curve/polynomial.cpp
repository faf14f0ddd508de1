#include "curve/polynomial.hpp"

#include <algorithm>
#include <ranges>

namespace accrue::curve {

Polynomial::Polynomial(std::vector<Exact> coefficients) : coefficients_(std::move(coefficients)) {
    while (!coefficients_.empty() && coefficients_.back().sign() == 0) coefficients_.pop_back();
}

Exact Polynomial::coefficient(std::size_t power) const {
    return power < coefficients_.size() ? coefficients_[power] : Exact(0);
}

Exact Polynomial::at(const Exact& x) const {
    Exact sum = 0;
    for (const auto& each : std::views::reverse(coefficients_)) sum = sum * x + each;
    return sum;
}

Polynomial Polynomial::derivative() const {
    std::vector<Exact> derived;
    for (std::size_t power = 1; power < coefficients_.size(); ++power)
        derived.push_back(coefficients_[power] * Exact(static_cast<std::int64_t>(power)));
    return Polynomial(std::move(derived));
}

Exact Polynomial::bound(const Exact& reach) const {
    Exact sum = 0;
    for (const auto& each : std::views::reverse(coefficients_)) sum = sum * reach + abs(each);
    return sum;
}

Polynomial Polynomial::operator-() const {
    auto negated = coefficients_;
    for (auto& each : negated) each = -each;
    return Polynomial(std::move(negated));
}

Polynomial operator+(const Polynomial& a, const Polynomial& b) {
    const bool a_is_longer = a.coefficients_.size() >= b.coefficients_.size();
    auto sum = a_is_longer ? a.coefficients_ : b.coefficients_;
    const auto& shorter = a_is_longer ? b.coefficients_ : a.coefficients_;
    for (std::size_t power = 0; power < shorter.size(); ++power) sum[power] += shorter[power];
    return Polynomial(std::move(sum));
}

Polynomial operator-(const Polynomial& a, const Polynomial& b) {
    return a + -b;
}

Polynomial operator*(const Polynomial& a, const Polynomial& b) {
    if (a.is_zero() || b.is_zero()) return {};
    std::vector<Exact> product(a.coefficients_.size() + b.coefficients_.size() - 1, Exact(0));
    for (std::size_t i = 0; i < a.coefficients_.size(); ++i) {
        for (std::size_t k = 0; k < b.coefficients_.size(); ++k)
            product[i + k] += a.coefficients_[i] * b.coefficients_[k];
    }
    return Polynomial(std::move(product));
}

Division divide(const Polynomial& a, const Polynomial& b) {
    auto rest = a.coefficients();
    const auto& divisor = b.coefficients();
    if (rest.size() < divisor.size()) return {{}, a};
    std::vector<Exact> quotient(rest.size() - divisor.size() + 1, Exact(0));
    for (std::size_t step = quotient.size(); step-- > 0;) {
        quotient[step] = rest[step + divisor.size() - 1] / divisor.back();
        for (std::size_t i = 0; i < divisor.size(); ++i) rest[step + i] -= quotient[step] * divisor[i];
    }
    return {Polynomial(std::move(quotient)), Polynomial(std::move(rest))};
}

Polynomial common_divisor(Polynomial a, Polynomial b) {
    while (!b.is_zero()) {
        auto remainder = divide(a, b).remainder;
        a = std::move(b);
        b = std::move(remainder);
    }
    return a.is_zero() ? a : a * Polynomial(Exact(1) / a.leading());
}

int sign_at(const Polynomial& polynomial, const Spot& spot) {
    if (polynomial.is_constant()) return polynomial.coefficient(0).sign();
    const int here = polynomial.at(spot.x).sign();
    if (here != 0 || spot.side == Side::at) return here;
    const int slope = sign_at(polynomial.derivative(), spot);
    return spot.side == Side::right ? slope : -slope;
}

}  // namespace accrue::curve
