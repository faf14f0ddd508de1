#include "run/steps.hpp"

#include <algorithm>
#include <cstring>

#include "run/fields.hpp"
#include "run/step_columns.hpp"
#include "run/writing.hpp"

namespace accrue::run {
namespace {

const std::int32_t first_day = Date::of(1, 1, 1).days, last_day = Date::of(9999, 12, 31).days;

constexpr std::size_t cache_line = 64;  // bytes

class StepRun : StepColumns {
  public:
    StepRun(const Plan& plan, const Widths& widths, const Block& block, const Workplace& workplace)
        : StepColumns(plan, widths, block, workplace),
          fields_(plan, widths, block, workplace),
          writing_(plan, widths, block, workplace),
          ahead_(workplace.ahead),
          lines_by_step_(lines_ahead() / (plan.steps.size() + 1) + 1) {}

    void run() {
        for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
            width_ = widths_.steps[i];
            near_ = widths_.near[i] != 0;
            std::visit(*this, plan_.steps[i]);
            fetch_ahead();
        }
    }

    // ------------------------------------------------------------ numbers

    void operator()(const Sum& step) {
        in_width(
            [&]<class T>(T* out) { amounts<T>().sum(out, rows_, side<T>(step.a, 0), side<T>(step.b, 1)); },
            step.out);
    }
    void operator()(const Product& step) {
        in_width([&]<class T>(
                     T* out) { amounts<T>().product(out, rows_, side<T>(step.a, 0), side<T>(step.b, 1)); },
                 step.out);
    }
    void operator()(const Extreme& step) {
        const auto loop = [&]<class T>(T* out) {
            amounts<T>().extreme(out, rows_, step.op, side<T>(step.a, 0), side<T>(step.b, 1));
        };
        in_width(loop, step.out);
    }
    void operator()(const Select& step) {
        const auto* mask = columns_.masks[step.mask];
        const auto loop = [&]<class T>(T* out) {
            amounts<T>().select(out, rows_, mask, side<T>(step.a, 0), side<T>(step.b, 1));
        };
        in_width(loop, step.out);
    }
    void operator()(const Pick& step) {
        make<std::int64_t>(step.out, [&](std::int64_t* out) {
            near().pick(out, rows_, columns_.masks[step.index], step.table.data());
        });
    }
    void operator()(const Quotient& step) {
        const auto a = side<Exact>(step.a, 0), b = side<Exact>(step.b, 1);
        make<Exact>(step.out, [&](Exact* out) {
            for (std::size_t row = 0; row < rows_; ++row) {
                const auto& divisor = b.column != nullptr ? b.column[row] : b.value;
                const auto& dividend = a.column != nullptr ? a.column[row] : a.value;
                out[row] = divisor.sign() == 0 ? Exact(0) : dividend / divisor;
            }
        });
    }
    void operator()(const Magnitude& step) {
        in_whole([&]<class T>(T* out) { wholes<T>().magnitude(out, rows_, column<T>(step.a, 0)); }, step.out);
    }
    void operator()(const WithSign& step) {
        const auto loop = [&]<class T>(T* out) {
            wholes<T>().with_sign(out, rows_, side<T>(step.a, 0), column<T>(step.b, 1));
        };
        in_whole(loop, step.out);
    }
    void operator()(const RoundWhole& step) {
        if (near_) {
            make<std::int64_t>(step.out, [&](std::int64_t* out) {
                near().rounded(out, rows_, columns_.narrow[step.a], step.over, step.under, step.mode);
            });
            return;
        }
        const auto loop = [&]<class T>(T* out) {
            const auto* a = column<T>(step.a, 0);
            if (!step.denominator)
                return wholes<T>().rounded(out, rows_, a, step.over, step.under, step.mode);
            const auto* below = column<T>(step.denominator, 1);
            wholes<T>().rounded_ratio(out, rows_, a, below, step.over, step.under, step.mode);
        };
        in_whole(loop, step.out);
    }
    void operator()(const RoundExact& step) {
        const auto* a = columns_.rational[step.a];
        make<Exact>(step.out, [&](Exact* out) {
            for (std::size_t row = 0; row < rows_; ++row)
                out[row] = accrue::rounded(a[row], step.mode, step.step);
        });
    }
    void operator()(const ToExact& step) {
        make<Exact>(step.out, [&](Exact* out) {
            for (std::size_t row = 0; row < rows_; ++row) {
                out[row] =
                    Exact::ratio(whole(step.a, row), step.denominator ? whole(step.denominator, row) : 1);
                if (step.unit != Exact(1)) out[row] = out[row] * step.unit;
            }
        });
    }
    void operator()(const MonthsApart& step) {
        make<std::int64_t>(step.out, [&](std::int64_t* out) {
            for (std::size_t row = 0; row < rows_; ++row)
                out[row] = months_between(date(step.from, row), date(step.to, row));
        });
    }
    void operator()(const MoveDate& step) {
        if (moves_all_dates(step)) return clean(step.state);
        auto* state = slots_.state(plan_.state_slots[step.state]);
        make<std::int64_t>(step.out, [&](std::int64_t* out) {
            for (std::size_t row = 0; row < rows_; ++row) {
                const auto days = whole_days(step, row);
                const int128 moved = date(step.date, row).days + days.value_or(0);
                const bool good = days && moved >= first_day && moved <= last_day;
                state[row] = good ? State::present : State::failed;
                out[row] = good ? static_cast<std::int64_t>(moved) : 0;
            }
        });
        columns_.states[step.state] = state;
    }

    // ------------------------------------------------------------ masks

    void operator()(const CompareNumbers& step) {
        auto* out = mask(step.out);
        const auto loop = [&]<class T>(T*) {
            amounts<T>().compare(out, rows_, step.op, side<T>(step.a, 0), side<T>(step.b, 1));
        };
        for_width(loop);
    }
    void operator()(const FillMask& step) { std::memset(mask(step.out), step.value, rows_); }
    void operator()(const CombineMasks& step) {
        const auto *a = columns_.masks[step.a], *b = columns_.masks[step.b];
        auto* __restrict out = mask(step.out);
        switch (step.op) {
            case MaskOp::both:
                for (std::size_t row = 0; row < rows_; ++row) out[row] = a[row] & b[row];
                return;
            case MaskOp::either:
                for (std::size_t row = 0; row < rows_; ++row) out[row] = a[row] | b[row];
                return;
            case MaskOp::same:
                for (std::size_t row = 0; row < rows_; ++row) out[row] = a[row] == b[row];
                return;
        }
    }
    void operator()(const NotMask& step) {
        const auto* a = columns_.masks[step.a];
        auto* __restrict out = mask(step.out);
        for (std::size_t row = 0; row < rows_; ++row) out[row] = a[row] ^ 1;
    }
    void operator()(const SelectMask& step) {
        near().select_bytes(mask(step.out), rows_, columns_.masks[step.mask], columns_.masks[step.a],
                            columns_.masks[step.b]);
    }
    void operator()(const IsState& step) {
        const auto* a = columns_.states[step.a];
        auto* __restrict out = mask(step.out);
        if (a == nullptr) {
            std::memset(out, step.state == State::present ? 1 : 0, rows_);
            return;
        }
        for (std::size_t row = 0; row < rows_; ++row) out[row] = a[row] == step.state;
    }

    // ------------------------------------------------------------ states

    void operator()(const Strict& step) {
        if (is_present(step.a) && is_present(step.b)) return clean(step.out);
        make_state(step.out,
                   [&](State* out) { return kernels_.strict(out, rows_, states(step.a), states(step.b)); });
    }
    void operator()(const ZeroDivisor& step) {
        auto* out = slots_.state(plan_.state_slots[step.out]);
        bool any = false;
        for_width([&]<class T>(T*) { any = amounts<T>().zeros(out, rows_, column<T>(step.a, 0)); });
        columns_.states[step.out] = any ? out : nullptr;
    }
    void operator()(const TooLong& step) {
        auto* out = slots_.state(plan_.state_slots[step.out]);
        auto* values = slots_.rational(plan_.number_slots[step.a]);
        bool any = false;
        for (std::size_t row = 0; row < rows_; ++row) {
            const bool too_long = columns_.rational[step.a][row].bits() > Exact::max_bits;
            out[row] = too_long ? State::failed : State::present;
            if (too_long && step.value == Overlong::cleared) values[row] = 0;
            any = any || too_long;
        }
        columns_.states[step.out] = any ? out : nullptr;
    }
    // A side that is present and settles the answer; else both must be present.
    void operator()(const LogicState& step) {
        if (is_present(step.a_state) && is_present(step.b_state)) return clean(step.out);
        const std::uint8_t settling = step.op == core::LogicOp::either ? 1 : 0;
        make_state(step.out, [&](State* out) {
            return kernels_.logic(out, rows_, settling, columns_.masks[step.a], states(step.a_state),
                                  columns_.masks[step.b], states(step.b_state));
        });
    }
    void operator()(const ChooseState& step) {
        if (is_present(step.condition_state) && is_present(step.taken) && is_present(step.otherwise))
            return clean(step.out);
        make_state(step.out, [&](State* out) {
            return kernels_.choose(out, rows_, columns_.masks[step.condition], states(step.condition_state),
                                   states(step.taken), states(step.otherwise));
        });
    }
    void operator()(const Then& step) {
        if (is_present(step.a) && is_present(step.b)) return clean(step.out);
        make_state(step.out,
                   [&](State* out) { return kernels_.then(out, rows_, states(step.a), states(step.b)); });
    }
    void operator()(const FirstPresent& step) {
        if (is_present(step.a)) return clean(step.out);
        make_state(step.out, [&](State* out) {
            return kernels_.first_present(out, rows_, states(step.a), states(step.b));
        });
    }

    // ------------------------------------------------------------ references and results

    void operator()(const LookUp& step) { fields_.look_up(step); }
    void operator()(const Write& step) { writing_.write(step, width_); }
    void operator()(const CountAbsent& step) { writing_.count(step); }

  private:
    std::size_t lines_ahead() const {
        std::size_t lines = 0;
        for (const auto& each : ahead_) lines += each.bytes / cache_line;
        return lines;
    }
    // An equal share for each step: memory is read while it is computed. Inlined, for else the compiler takes
    // the call for one without effect.
    [[gnu::always_inline]] void fetch_ahead() {
        for (auto left = lines_by_step_; left > 0 && !ahead_.empty(); --left) {
            __builtin_prefetch(ahead_.front().begin + fetched_, 0, 2);
            fetched_ += cache_line;
            if (fetched_ < ahead_.front().bytes) continue;
            fetched_ = 0;
            ahead_ = ahead_.subspan(1);
        }
    }

    // Runs `loop` over the step's numbers; `out` receives what it makes.
    template <class Loop>
    void in_width(const Loop& loop, NumberId out) {
        if (width_ == Width::rational) {
            make<Exact>(out, loop);
        } else {
            in_whole(loop, out);
        }
    }
    template <class Loop>
    void in_whole(const Loop& loop, NumberId out) {
        if (width_ == Width::int64) {
            make<std::int64_t>(out, loop);
        } else {
            make<int128>(out, loop);
        }
    }
    template <class Loop>
    void for_width(const Loop& loop) {
        switch (width_) {
            case Width::int64:
                return loop(static_cast<std::int64_t*>(nullptr));
            case Width::int128:
                return loop(static_cast<int128*>(nullptr));
            case Width::rational:
                return loop(static_cast<Exact*>(nullptr));
        }
    }

    template <class T, class Loop>
    void make(NumberId id, const Loop& loop) {
        const auto slot = plan_.number_slots[id];
        if constexpr (std::is_same_v<T, std::int64_t>) {
            loop(slots_.narrow(slot));
            columns_.narrow[id] = slots_.narrow(slot);
        } else if constexpr (std::is_same_v<T, Exact>) {
            loop(slots_.rational(slot));
            columns_.rational[id] = slots_.rational(slot);
        } else if (widths_.columns[id] == Width::int128) {
            loop(slots_.wide(slot));
            columns_.wide[id] = slots_.wide(slot);
        } else {
            auto* wide = slots_.scratch(2);
            loop(wide);
            auto* narrow = slots_.narrow(slot);
            for (std::size_t row = 0; row < rows_; ++row) narrow[row] = static_cast<std::int64_t>(wide[row]);
            columns_.narrow[id] = narrow;
        }
    }

    // Nearly always the days are whole and no date leaves the calendar.
    bool moves_all_dates(const MoveDate& step) {
        const auto days = step.days.column;
        const bool is_whole = !days || (plan_.is_exact[days] == 0 && !step.denominator &&
                                        step.unit == Fraction{} && width_ == Width::int64);
        if (!is_whole) return false;
        bool good = false;
        make<std::int64_t>(step.out, [&](std::int64_t* out) {
            amounts<std::int64_t>().sum(out, rows_, side<std::int64_t>(step.date, 0),
                                        side<std::int64_t>(step.days, 1));
            good = near().all_within(rows_, out, first_day, last_day);
        });
        return good;
    }
    std::optional<int128> whole_days(const MoveDate& step, std::size_t row) const {
        constexpr std::int64_t beyond = 8'000'000;  // more days than the years 1 to 9999 have
        int128 days = step.days.factor;
        if (step.days.column && plan_.is_exact[step.days.column] != 0) {
            std::int64_t count = 0;
            const auto& exact_days = columns_.rational[step.days.column][row];
            if (!exact_days.fits_scaled(1, count)) return std::nullopt;
            days = count;
        } else if (step.days.column) {
            const auto over = whole(step.days.column, row) * step.unit.over;
            const auto under = (step.denominator ? whole(step.denominator, row) : 1) * step.unit.under;
            if (over % under != 0) return std::nullopt;
            days = over / under;
        }
        if (days > beyond || days < -beyond) return std::nullopt;
        return days;
    }
    void clean(StateId id) { columns_.states[id] = nullptr; }
    // `loop` tells whether some row is not present; mostly none is, and what follows is then spared the
    // column.
    template <class Loop>
    void make_state(StateId id, const Loop& loop) {
        auto* out = slots_.state(plan_.state_slots[id]);
        columns_.states[id] = loop(out) ? out : nullptr;
    }

    Fields fields_;
    Writing writing_;
    Width width_ = Width::int64;
    bool near_ = false;
    std::span<const Ahead> ahead_;  // what is not yet fetched
    std::size_t fetched_ = 0;       // bytes of the first of it
    std::size_t lines_by_step_;
};

}  // namespace

void run_steps(const Plan& plan, const Widths& widths, const Block& block, const Workplace& workplace) {
    StepRun(plan, widths, block, workplace).run();
}

}  // namespace accrue::run
