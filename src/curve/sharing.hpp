// curve/sharing.hpp — Values that many rows make, while one amount moves: aggregates and shares of a pool.
#pragma once

#include <vector>

#include "curve/walk.hpp"

namespace accrue::curve {

// What one step sees of the others; it remembers how far around the spot all that it saw stays the same.
class View {
  public:
    View(const Spot& spot, const Stretch& everywhere, const Table<StepId, Seen>& seen)
        : spot_(spot), stretch_(everywhere), seen_(seen) {}

    const Local& use(StepId step) {
        stretch_ = common(stretch_, seen_[step].stretch);
        return seen_[step].value;
    }
    // Is it a yes/no that says so? Counts as used only then.
    bool is(StepId step, bool wanted) {
        const auto* value = std::get_if<core::Value>(&seen_[step].value);
        const bool found = value != nullptr && std::get<bool>(*value) == wanted;
        if (found) use(step);
        return found;
    }
    int sign(const Ratio& ratio) {
        const auto polynomial = sign_of(ratio);
        stretch_ = same_sign(polynomial, spot_, stretch_);
        return sign_at(polynomial, spot_);
    }
    const Spot& spot() const { return spot_; }
    const Stretch& stretch() const { return stretch_; }

  private:
    const Spot& spot_;
    Stretch stretch_;
    const Table<StepId, Seen>& seen_;
};

class Gathering {
  public:
    Gathering(View& view, const Gathered& rows, const Step& step) : view_(view), rows_(rows), step_(step) {}
    Local value();

  private:
    bool counts(std::size_t row);  // sets `trouble_` when that has no value
    const Amount* number(std::size_t row);
    Local sum();
    Local extreme();
    Local rank();
    bool is_trouble(const Local& value);

    View& view_;
    const Gathered& rows_;
    const Step& step_;
    std::optional<Local> trouble_;
};

class Sharing {
  public:
    Sharing(View& view, const core::Share& share, const Divided& division, const Step& step)
        : view_(view), share_(share), division_(division), step_(step) {}
    Local value();

  private:
    struct Part {
        Ratio claims, weight, exact;
        std::vector<bool> fits;
        bool has_left = false;
    };
    std::optional<Local> read();
    std::optional<Local> read(const Sharer& sharer);
    std::optional<Local> unsound();
    std::optional<Local> divide();
    void add_up();
    bool somebody_leaves();
    std::optional<Local> refusal_below_0();
    std::variant<Ratio, Local> fact(StepId step);
    Local refused(explain::FailureKind kind, std::size_t sharer) const;
    Local refused(explain::FailureKind kind) const;

    View& view_;
    const core::Share& share_;
    const Divided& division_;
    const Step& step_;
    Ratio pool_, rest_, weights_;
    Exact slack_ = 0;
    std::vector<Part> parts_;
};

}  // namespace accrue::curve
