#include "run/steps.hpp"

#include <algorithm>
#include <cstring>

#include "run/kernels.hpp"

namespace accrue::run {
namespace {

const std::int32_t first_day = Date::of(1, 1, 1).days, last_day = Date::of(9999, 12, 31).days;

class StepRun {
  public:
    StepRun(const Plan& plan, const Widths& widths, const Block& block, const Workplace& workplace)
        : plan_(plan),
          widths_(widths),
          block_(block),
          rows_(block.rows),
          slots_(workplace.slots),
          columns_(workplace.columns),
          results_(workplace.results),
          lookups_(workplace.lookups),
          layout_(workplace.layout) {}

    void run() {
        for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
            width_ = widths_.steps[i];
            near_ = widths_.near[i] != 0;
            std::visit(*this, plan_.steps[i]);
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
    void operator()(const LookUp& step) {
        auto* state = slots_.state(plan_.state_slots[step.state]);
        auto* mask = step.mask ? this->mask(step.mask) : nullptr;
        const bool is_exact = step.out && plan_.is_exact[step.out] != 0;
        auto* counts = step.out && !is_exact ? slots_.narrow(plan_.number_slots[step.out]) : nullptr;
        auto* numbers = is_exact ? slots_.rational(plan_.number_slots[step.out]) : nullptr;
        for (std::size_t row = 0; row < rows_; ++row) {
            const auto found = this->found(step, row);
            state[row] = found.state;
            if (mask != nullptr) mask[row] = found.count != 0 ? 1 : 0;
            if (counts != nullptr) counts[row] = found.count;
            if (numbers != nullptr) numbers[row] = found.value != nullptr ? std::get<Exact>(*found.value) : 0;
        }
        columns_.states[step.state] = state;
        if (counts != nullptr) columns_.narrow[step.out] = counts;
        if (numbers != nullptr) columns_.rational[step.out] = numbers;
    }
    void operator()(const MoveDate& step) {
        auto* state = slots_.state(plan_.state_slots[step.state]);
        make<std::int64_t>(step.out, [&](std::int64_t* out) {
            for (std::size_t row = 0; row < rows_; ++row) {
                const auto days = whole_days(step, row);
                const auto date =
                    (step.date.column ? columns_.narrow[step.date.column][row] : 1) * step.date.factor;
                const int128 moved = date + days.value_or(0);
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
    void operator()(const FillMask& step) { std::memset(mask(step.out), step.value ? 1 : 0, rows_); }
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
        const auto *choice = columns_.masks[step.mask], *a = columns_.masks[step.a],
                   *b = columns_.masks[step.b];
        auto* __restrict out = mask(step.out);
        for (std::size_t row = 0; row < rows_; ++row) out[row] = choice[row] != 0 ? a[row] : b[row];
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
        make_state(step.out, [a = states(step.a), b = states(step.b)](std::size_t row) {
            return a[row] == State::present && b[row] == State::present ? State::present : State::failed;
        });
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
        const auto *a = columns_.masks[step.a], *b = columns_.masks[step.b];
        const auto *a_state = states(step.a_state), *b_state = states(step.b_state);
        make_state(step.out, [=](std::size_t row) {
            const bool a_holds = a_state[row] == State::present, b_holds = b_state[row] == State::present;
            const bool settled = (a_holds && a[row] == settling) || (b_holds && b[row] == settling);
            return settled || (a_holds && b_holds) ? State::present : State::failed;
        });
    }
    void operator()(const ChooseState& step) {
        if (is_present(step.condition_state) && is_present(step.taken) && is_present(step.otherwise))
            return clean(step.out);
        const auto* condition = columns_.masks[step.condition];
        const auto *known = states(step.condition_state), *taken = states(step.taken),
                   *other = states(step.otherwise);
        make_state(step.out, [=](std::size_t row) {
            const auto chosen = condition[row] != 0 ? taken[row] : other[row];
            return known[row] == State::present ? chosen : State::failed;
        });
    }
    void operator()(const Then& step) {
        if (is_present(step.a) && is_present(step.b)) return clean(step.out);
        make_state(step.out, [a = states(step.a), b = states(step.b)](std::size_t row) {
            return a[row] == State::present ? b[row] : a[row];
        });
    }
    void operator()(const FirstPresent& step) {
        if (is_present(step.a)) return clean(step.out);
        make_state(step.out, [a = states(step.a), b = states(step.b)](std::size_t row) {
            return a[row] == State::missing ? b[row] : a[row];
        });
    }

    // ------------------------------------------------------------ results

    void operator()(const Write& step) {
        auto& values = results_.stores[step.store];
        const auto* state = is_present(step.state) ? nullptr : states(step.state);
        if (state != nullptr || !values.states.empty()) {
            for (std::size_t row = 0; row < rows_; ++row)
                store_state(values, block_.first + row, state != nullptr ? state[row] : State::present);
        }
        if (values.kind == core::TypeKind::logical) return write_mask(step, values, state);
        if (step.form == Form::exact) return write_exact(step, values, state);
        if (width_ == Width::int64 && step.form == Form::scaled && values.denominators.empty())
            return write_narrow(step, values, state);
        write_whole(step, values, state);
    }
    void operator()(const CountAbsent& step) {
        if (is_present(step.state)) return;
        const auto* state = states(step.state);
        for (std::size_t row = 0; row < rows_; ++row)
            results_.absent[step.definition] += state[row] != State::present ? 1 : 0;
    }

  private:
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

    template <class T>
    const T* column(NumberId id, std::size_t scratch) {
        if constexpr (std::is_same_v<T, std::int64_t>) {
            return columns_.narrow[id];
        } else if constexpr (std::is_same_v<T, Exact>) {
            return columns_.rational[id];
        } else {
            if (widths_.columns[id] == Width::int128) return columns_.wide[id];
            auto* wide = slots_.scratch(scratch);
            for (std::size_t row = 0; row < rows_; ++row) wide[row] = columns_.narrow[id][row];
            return wide;
        }
    }
    template <class T>
    Side<T> side(const Term& term, std::size_t scratch) {
        if constexpr (std::is_same_v<T, Exact>) {
            if (!term.column) return {nullptr, term.constant};
            return {columns_.rational[term.column], 1};
        } else {
            return {term.column ? column<T>(term.column, scratch) : nullptr, T{term.factor}};
        }
    }
    int128 whole(NumberId id, std::size_t row) const {
        return widths_.columns[id] == Width::int128 ? columns_.wide[id][row]
                                                    : int128{columns_.narrow[id][row]};
    }

    Date date(const Term& term, std::size_t row) const {
        const auto count = term.column ? columns_.narrow[term.column][row] : 1;
        return {static_cast<std::int32_t>(count * term.factor)};
    }
    FoundField found(const LookUp& step, std::size_t row) {
        const bool may_be_known = count_keys(step, row);
        if (may_be_known) {
            if (const auto* known = lookups_.known(step, key_counts_)) return *known;
        }
        std::vector<core::Value> keys;
        for (const auto& key : step.keys) keys.push_back(this->key(key, row));
        const auto day = step.date ? date({step.date, 1, {}}, row) : Date{};
        const auto found = lookups_.find(step, keys, day);
        if (may_be_known) lookups_.remember(step, key_counts_, found);
        return found;
    }
    // The keys as their columns have them; false when some are not narrow counts.
    bool count_keys(const LookUp& step, std::size_t row) {
        key_counts_.clear();
        for (const auto& key : step.keys) {
            if (key.mask.column) {
                key_counts_.push_back(columns_.masks[key.mask.column][row]);
                continue;
            }
            const auto column = key.number.column;
            if (!column) continue;
            if (key.denominator || plan_.is_exact[column] != 0 || widths_.columns[column] != Width::int64)
                return false;
            key_counts_.push_back(columns_.narrow[column][row]);
        }
        if (step.date) key_counts_.push_back(columns_.narrow[step.date][row]);
        return true;
    }
    core::Value key(const LookUpKey& key, std::size_t row) const {
        if (key.kind == core::TypeKind::logical)
            return key.mask.column ? columns_.masks[key.mask.column][row] != 0 : key.mask.constant;
        const auto number = amount(key, row);
        std::int64_t count = 0;
        switch (key.kind) {
            case core::TypeKind::date:
                number.fits_scaled(1, count);
                return Date{static_cast<std::int32_t>(count)};
            case core::TypeKind::month:
                number.fits_scaled(1, count);
                return Month{static_cast<std::int32_t>(count)};
            case core::TypeKind::text:
                number.fits_scaled(1, count);
                return text(count);
            case core::TypeKind::money:
            case core::TypeKind::number:
            case core::TypeKind::logical:
                break;
        }
        return number;
    }
    Exact amount(const LookUpKey& key, std::size_t row) const {
        const auto& column = key.number.column;
        if (!column) return key.number.constant;
        if (plan_.is_exact[column] != 0) return columns_.rational[column][row];
        const auto number =
            Exact::ratio(whole(column, row), key.denominator ? whole(key.denominator, row) : 1);
        return number * key.unit;
    }
    // A missing text has no id.
    std::string text(std::int64_t id) const {
        const auto& texts = layout_.texts;
        const auto place = static_cast<std::size_t>(id);
        return place < texts.size() ? texts[place] : std::string();
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

    std::uint8_t* mask(MaskId id) {
        auto* out = slots_.mask(plan_.mask_slots[id]);
        columns_.masks[id] = out;
        return out;
    }

    bool is_present(const StateTerm& term) const {
        return term.column ? columns_.states[term.column] == nullptr : term.constant == State::present;
    }
    const State* states(const StateTerm& term) const {
        const auto* column = term.column ? columns_.states[term.column] : nullptr;
        return column != nullptr ? column : slots_.all(term.column ? State::present : term.constant);
    }
    void clean(StateId id) { columns_.states[id] = nullptr; }
    template <class OfRow>
    void make_state(StateId id, const OfRow& of_row) {
        auto* __restrict out = slots_.state(plan_.state_slots[id]);
        for (std::size_t row = 0; row < rows_; ++row) out[row] = of_row(row);
        columns_.states[id] = out;
    }

    static bool has_value(const State* state, std::size_t row) {
        return state == nullptr || state[row] == State::present;
    }
    void write_mask(const Write& step, Values& values, const State* state) {
        const auto* column = step.mask.column ? columns_.masks[step.mask.column] : nullptr;
        for (std::size_t row = 0; row < rows_; ++row) {
            const bool holds = column != nullptr ? column[row] != 0 : step.mask.constant;
            values.values[block_.first + row] = holds && has_value(state, row) ? 1 : 0;
        }
    }
    void write_exact(const Write& step, Values& values, const State* state) {
        const auto value = side<Exact>(step.number, 0);
        for (std::size_t row = 0; row < rows_; ++row) {
            if (has_value(state, row)) {
                store_number(values, block_.first + row,
                             value.column != nullptr ? value.column[row] : value.value);
            } else {
                store_nothing(values, block_.first + row);
            }
        }
    }
    void write_whole(const Write& step, Values& values, const State* state) {
        for (std::size_t row = 0; row < rows_; ++row) {
            if (!has_value(state, row)) {
                store_nothing(values, block_.first + row);
                continue;
            }
            const auto number =
                (step.number.column ? whole(step.number.column, row) : 1) * step.number.factor;
            store_whole(values, block_.first + row, number,
                        step.denominator ? whole(step.denominator, row) : 1);
        }
    }
    void write_narrow(const Write& step, Values& values, const State* state) {
        auto* __restrict out = values.values.data() + block_.first;
        const auto factor = step.number.factor;
        if (!step.number.column) {
            std::fill_n(out, rows_, factor);
        } else if (const auto* column = columns_.narrow[step.number.column]; factor == 1) {
            std::copy_n(column, rows_, out);
        } else {
            for (std::size_t row = 0; row < rows_; ++row) out[row] = column[row] * factor;
        }
        if (state == nullptr) return;
        for (std::size_t row = 0; row < rows_; ++row) out[row] = state[row] == State::present ? out[row] : 0;
    }

    const Plan& plan_;
    const Widths& widths_;
    const Block& block_;
    std::size_t rows_;
    Slots& slots_;
    Columns& columns_;
    Results& results_;
    Lookups& lookups_;
    const Layout& layout_;
    Lookups::Counts key_counts_;  // of a row that looks something up
    Width width_ = Width::int64;
    bool near_ = false;
};

}  // namespace

void run_steps(const Plan& plan, const Widths& widths, const Block& block, const Workplace& workplace) {
    StepRun(plan, widths, block, workplace).run();
}

}  // namespace accrue::run
