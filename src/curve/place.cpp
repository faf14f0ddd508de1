#include "curve/place.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "number/decimal.hpp"

namespace accrue::curve {
namespace {

// ---------------------------------------------------------------- counting roots (Sturm)

using Chain = std::vector<Polynomial>;

Chain sturm_chain(const Polynomial& polynomial) {
    Chain chain{polynomial, polynomial.derivative()};
    while (!chain.back().is_zero()) chain.push_back(-divide(chain[chain.size() - 2], chain.back()).remainder);
    chain.pop_back();
    return chain;
}

int sign_changes(const Chain& chain, const Exact& x) {
    int changes = 0, last = 0;
    for (const auto& each : chain) {
        const int sign = each.at(x).sign();
        if (sign == 0) continue;
        changes += last != 0 && sign != last ? 1 : 0;
        last = sign;
    }
    return changes;
}

// ---------------------------------------------------------------- which root is a fraction

Exact middle(const Exact& a, const Exact& b) {
    return (a + b) / Exact(2);
}

// The fraction with the smallest denominator between two that are not negative.
Exact simplest_positive(const Exact& low, const Exact& high) {
    const auto whole = floor(low);
    if (whole == low) return whole;
    if (whole + Exact(1) <= high) return whole + Exact(1);
    return whole + Exact(1) / simplest_positive(Exact(1) / (high - whole), Exact(1) / (low - whole));
}

Exact simplest(const Exact& low, const Exact& high) {
    if (low.sign() <= 0 && high.sign() >= 0) return 0;
    return low.sign() > 0 ? simplest_positive(low, high) : -simplest_positive(-high, -low);
}

Exact denominator(const Exact& value) {
    const auto fraction = value.as_fraction();
    const auto slash = fraction.find('/');
    return slash == std::string::npos ? Exact(1) : *parse_decimal(fraction.substr(slash + 1));
}

// A root that is a fraction has a denominator that divides the leading coefficient, once all coefficients
// are whole; two fractions with such denominators are farther apart than this.
Exact apart(const Polynomial& polynomial) {
    Exact whole = 1;
    for (const auto& each : polynomial.coefficients()) whole *= denominator(each * whole);
    const auto leading = abs(polynomial.leading() * whole);
    return Exact(1) / (Exact(2) * leading * leading);
}

}  // namespace

Irrational narrowed(Irrational root) {
    auto half = middle(root.low, root.high);
    const bool same_side = root.of.at(half).sign() == root.of.at(root.low).sign();
    (same_side ? root.low : root.high) = std::move(half);
    return root;
}

namespace {

Irrational narrowed_to(Irrational root, const Exact& width) {
    while (root.high - root.low > width) root = narrowed(std::move(root));
    return root;
}

// The one root from `low` to `high`, of a polynomial without double roots that is not 0 at `low`.
Place found(const Polynomial& polynomial, Exact low, Exact high) {
    if (polynomial.degree() == 1) return -polynomial.coefficient(0) / polynomial.coefficient(1);
    if (polynomial.at(high).sign() == 0) return high;
    const auto width = apart(polynomial);
    auto root = Irrational{polynomial, std::move(low), std::move(high)};
    while (root.high - root.low > width) {
        const auto half = middle(root.low, root.high);
        if (polynomial.at(half).sign() == 0) return half;
        root = narrowed(std::move(root));
    }
    auto candidate = simplest(root.low, root.high);
    if (polynomial.at(candidate).sign() == 0) return candidate;
    return root;
}

// A cut strictly between, where the polynomial is not 0.
Exact cut(const Polynomial& polynomial, const Exact& low, const Exact& high) {
    auto half = middle(low, high);
    while (polynomial.at(half).sign() == 0) half = middle(low, half);
    return half;
}

void isolate(const Polynomial& polynomial, const Chain& chain, const Exact& low, const Exact& high,
             std::vector<Place>& into) {
    const int count = sign_changes(chain, low) - sign_changes(chain, high);
    if (count == 0) return;
    if (count == 1) return into.push_back(found(polynomial, low, high));
    const auto half = cut(polynomial, low, high);
    isolate(polynomial, chain, low, half, into);
    isolate(polynomial, chain, half, high, into);
}

// Without what is 0 at x.
Polynomial without_root(Polynomial polynomial, const Exact& x) {
    while (!polynomial.is_zero() && polynomial.at(x).sign() == 0)
        polynomial = divide(polynomial, Polynomial({-x, Exact(1)})).quotient;
    return polynomial;
}

}  // namespace

// ---------------------------------------------------------------- places in order

const Exact* fraction(const Place& place) {
    return std::get_if<Exact>(&place);
}

Between between(const Place& place, const Exact& width) {
    if (const auto* exact = fraction(place)) return {*exact, *exact};
    auto root = narrowed_to(std::get<Irrational>(place), width);
    return {std::move(root.low), std::move(root.high)};
}

namespace {

std::strong_ordering order_of(const Exact& a, const Irrational& b) {
    if (a <= b.low) return std::strong_ordering::less;
    if (a >= b.high) return std::strong_ordering::greater;
    return b.of.at(a).sign() == b.of.at(b.low).sign() ? std::strong_ordering::less
                                                      : std::strong_ordering::greater;
}

// Both are the same root when a common divisor has one where their stretches meet.
bool is_same(const Irrational& a, const Irrational& b) {
    const auto low = larger(a.low, b.low), high = smaller(a.high, b.high);
    if (low >= high) return false;
    const auto shared = common_divisor(a.of, b.of);
    return shared.degree() >= 1 && shared.at(low).sign() != shared.at(high).sign();
}

std::strong_ordering order_of(Irrational a, Irrational b) {
    if (is_same(a, b)) return std::strong_ordering::equal;
    while (a.low < b.high && b.low < a.high) {
        a = narrowed(std::move(a));
        b = narrowed(std::move(b));
    }
    return a.high <= b.low ? std::strong_ordering::less : std::strong_ordering::greater;
}

}  // namespace

Exact step_above(const Place& place, const Exact& step) {
    const auto above = -floor(-(between(place, step).high / step)) * step;
    return order(place, Place(above - step)) <= 0 ? above - step : above;
}

Exact step_below(const Place& place, const Exact& step) {
    const auto below = floor(between(place, step).low / step) * step;
    return order(Place(below + step), place) <= 0 ? below + step : below;
}

std::strong_ordering order(const Place& a, const Place& b) {
    const auto *exact = fraction(a), *other = fraction(b);
    if (exact != nullptr && other != nullptr) return *exact <=> *other;
    if (exact != nullptr) return order_of(*exact, std::get<Irrational>(b));
    if (other != nullptr) return 0 <=> order_of(*other, std::get<Irrational>(a));
    return order_of(std::get<Irrational>(a), std::get<Irrational>(b));
}

const Place& earlier(const Place& a, const Place& b) {
    return order(b, a) < 0 ? b : a;
}

const Place& later(const Place& a, const Place& b) {
    return order(b, a) > 0 ? b : a;
}

// ---------------------------------------------------------------- stretches

bool Stretch::is_point() const {
    return order(from, to) == 0;
}

bool Stretch::holds(const Spot& spot) const {
    const auto low = order(from, Place(spot.x)), high = order(Place(spot.x), to);
    if (low < 0 && high < 0) return true;
    if (low == 0 && high == 0) return spot.side == Side::at;
    return (low == 0 && high < 0 && spot.side == Side::right) ||
           (high == 0 && low < 0 && spot.side == Side::left);
}

Stretch point(const Exact& x) {
    return {x, x};
}

Stretch common(const Stretch& a, const Stretch& b) {
    return {later(a.from, b.from), earlier(a.to, b.to)};
}

Stretch same_sign(const Polynomial& polynomial, const Spot& spot, const Stretch& within) {
    if (polynomial.is_constant() || within.is_point()) return within;
    if (spot.side == Side::at && polynomial.at(spot.x).sign() == 0) return point(spot.x);
    auto found = within;
    const auto take = [&](const Place& root) {
        const auto side = order(root, Place(spot.x));
        const bool is_below = side < 0 || (side == 0 && spot.side == Side::right);
        if (is_below) found.from = later(found.from, root);
        if (!is_below) found.to = earlier(found.to, root);
    };
    if (polynomial.degree() == 1) {
        take(Place(-polynomial.coefficient(0) / polynomial.coefficient(1)));
        return found;
    }
    const Exact near = 1;
    const auto low = between(within.from, near).low, high = between(within.to, near).high;
    for (const auto& root : roots(polynomial, low, high)) take(root);
    if (polynomial.at(spot.x).sign() == 0) take(Place(spot.x));  // it may be an end of the stretch
    return found;
}

std::vector<Place> roots(const Polynomial& polynomial, const Exact& from, const Exact& to) {
    if (polynomial.is_constant()) return {};
    auto simple = divide(polynomial, common_divisor(polynomial, polynomial.derivative())).quotient;
    simple = without_root(without_root(std::move(simple), from), to);
    std::vector<Place> all;
    if (!simple.is_constant()) isolate(simple, sturm_chain(simple), from, to, all);
    return all;
}

}  // namespace accrue::curve
