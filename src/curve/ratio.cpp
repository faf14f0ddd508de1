#include "curve/ratio.hpp"

namespace accrue::curve {

Ratio::Ratio(const Polynomial& over, const Polynomial& under) : over_(over), under_(under) {
    if (!under_.is_constant()) {
        const auto shared = common_divisor(over_, under_);
        over_ = divide(over_, shared).quotient;
        under_ = divide(under_, shared).quotient;
    }
    const Polynomial scale(Exact(1) / under_.leading());
    over_ = over_ * scale;
    under_ = under_ * scale;
}

Polynomial Ratio::slope_sign() const {
    if (is_polynomial()) return over_.derivative();
    return over_.derivative() * under_ - over_ * under_.derivative();
}

Ratio Ratio::derivative() const {
    return is_polynomial() ? Ratio(over_.derivative()) : Ratio(slope_sign(), under_ * under_);
}

Ratio operator+(const Ratio& a, const Ratio& b) {
    if (a.under_ == b.under_)
        return a.is_polynomial() ? Ratio(a.over_ + b.over_) : Ratio(a.over_ + b.over_, a.under_);
    return {a.over_ * b.under_ + b.over_ * a.under_, a.under_ * b.under_};
}

Ratio operator-(const Ratio& a, const Ratio& b) {
    return a + Ratio(Exact(-1)) * b;
}

Ratio operator*(const Ratio& a, const Ratio& b) {
    if (a.is_polynomial() && b.is_polynomial()) return {a.over_ * b.over_};
    return {a.over_ * b.over_, a.under_ * b.under_};
}

Ratio operator/(const Ratio& a, const Ratio& b) {
    return {a.over_ * b.under_, a.under_ * b.over_};
}

Polynomial sign_of(const Ratio& ratio) {
    return ratio.is_polynomial() ? ratio.over() : ratio.over() * ratio.under();
}

}  // namespace accrue::curve
