#include "run/ranges.hpp"

#include <algorithm>
#include <cmath>

#include "run/columns.hpp"
#include "run/kernels.hpp"

namespace accrue::run {
namespace {

constexpr double int64_limit = 0x1p62, int128_limit = 0x1p125;

double outwards(double magnitude) {
    return magnitude + std::fabs(magnitude) * 0x1p-50;
}
Range padded(double low, double high) {
    if (!(low <= high)) return {-HUGE_VAL, HUGE_VAL};  // inf - inf
    return {-outwards(-low), outwards(high)};
}
double size(Range range) {
    return std::max(std::fabs(range.low), std::fabs(range.high));
}
double times(double a, double b) {
    return a == 0 || b == 0 ? 0 : a * b;  // 0 × inf
}
Range product(Range a, Range b) {
    const auto corners = {times(a.low, b.low), times(a.low, b.high), times(a.high, b.low),
                          times(a.high, b.high)};
    return padded(std::min(corners), std::max(corners));
}
Range sum(Range a, Range b) {
    return padded(a.low + b.low, a.high + b.high);
}
Range hull(Range a, Range b) {
    return {std::min(a.low, b.low), std::max(a.high, b.high)};
}
Range scaled(Range range, double factor) {
    return product(range, {factor, factor});
}

// Each step's own result and the largest number that it meets on the way.
class RangeOfStep {
  public:
    explicit RangeOfStep(Table<NumberId, Range>& ranges) : ranges_(ranges) {}

    double peak = 0;
    bool near = false;

    void operator()(const Sum& step) { set(step.out, sum(of(step.a), of(step.b))); }
    void operator()(const Product& step) { set(step.out, product(of(step.a), of(step.b))); }
    void operator()(const Magnitude& step) { set(step.out, {1, std::max(1.0, size(of(step.a)))}); }
    void operator()(const WithSign& step) {
        const auto value = of(step.a);
        const bool never_negative = of(step.b).low >= 0;
        set(step.out, never_negative ? value : hull(value, {-value.high, -value.low}));
    }
    void operator()(const Extreme& step) {
        const auto a = of(step.a), b = of(step.b);
        const bool smaller = step.op == core::ClampOp::smaller;
        set(step.out, smaller ? Range{std::min(a.low, b.low), std::min(a.high, b.high)}
                              : Range{std::max(a.low, b.low), std::max(a.high, b.high)});
    }
    void operator()(const Select& step) { set(step.out, hull(of(step.a), of(step.b))); }
    void operator()(const Pick& step) { set(step.out, {step.low, step.high}); }
    void operator()(const RoundWhole& step) {
        const auto dividend = scaled(of(step.a), static_cast<double>(step.over));
        const auto under = static_cast<double>(step.under);
        meet(dividend);
        if (step.denominator) meet(scaled(of(step.denominator), under));
        near = !step.denominator && size(dividend) < near_dividend && under < near_divisor;
        const auto steps = scaled(dividend, 1 / under);
        set(step.out, padded(steps.low - 1, steps.high + 1));
    }
    void operator()(const MoveDate& step) {
        meet(scaled(of(step.days), static_cast<double>(step.unit.over)));
        if (step.denominator) meet(scaled(of(step.denominator), static_cast<double>(step.unit.under)));
        set(step.out, {-0x1p31, 0x1p31});
    }
    void operator()(const MonthsApart& step) { of(step.from), of(step.to), set(step.out, {-0x1p31, 0x1p31}); }
    void operator()(const LookUp& step) {
        for (const auto& key : step.keys) of(key.number);
        if (step.out) set(step.out, {step.low, step.high});
    }
    void operator()(const CompareNumbers& step) { of(step.a), of(step.b); }
    void operator()(const Write& step) { of(step.number); }
    // Exact rationals, masks and states have no range.
    template <class Other>
    void operator()(const Other&) {}

  private:
    Range of(NumberId id) { return ranges_[id]; }
    Range of(const Term& term) {
        const auto factor = static_cast<double>(term.factor);
        const auto range = term.column ? scaled(ranges_[term.column], factor) : Range{factor, factor};
        meet(range);
        return range;
    }
    void meet(Range range) { peak = std::max(peak, size(range)); }
    void set(NumberId out, Range range) {
        meet(range);
        ranges_[out] = range;
    }

    Table<NumberId, Range>& ranges_;
};

Width width_of(double magnitude) {
    if (magnitude <= int64_limit) return Width::int64;
    return magnitude <= int128_limit ? Width::int128 : Width::rational;
}

}  // namespace

Widths widths(const Plan& plan, Table<NumberId, Range> ranges) {
    Widths widths{Table<NumberId, Width>(ranges.size(), Width::int64), {}, {}, Width::int64};
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        const NumberId id(i);
        widths.columns[id] = plan.is_exact[id] != 0 ? Width::rational : Width::int64;
    }
    for (const auto& step : plan.steps) {
        RangeOfStep range(ranges);
        std::visit(range, step);
        auto width = width_of(range.peak);
        bool is_exact = false;
        const auto operand = [&](auto id) {
            if constexpr (std::is_same_v<decltype(id), NumberId>) {
                is_exact = is_exact || plan.is_exact[id] != 0;
                width = std::max(width, widths.columns[id]);
            }
        };
        const auto result = [&](auto id) {
            if constexpr (std::is_same_v<decltype(id), NumberId>) {
                is_exact = is_exact || plan.is_exact[id] != 0;
                if (plan.is_exact[id] == 0) widths.columns[id] = width_of(size(ranges[id]));
            }
        };
        std::visit(ColumnVisitor(operand, result), step);
        if (!is_exact) widths.widest = std::max(widths.widest, width);
        widths.steps.push_back(is_exact ? Width::rational : width);
        widths.near.push_back(range.near && width == Width::int64 ? 1 : 0);
    }
    return widths;
}

}  // namespace accrue::run
