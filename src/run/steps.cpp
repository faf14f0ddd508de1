#include "run/steps.hpp"

#include <algorithm>
#include <cstring>

#include "run/kernels.hpp"

namespace accrue::run {
namespace {

const std::int32_t first_day = Date::of(1, 1, 1).days, last_day = Date::of(9999, 12, 31).days;

constexpr std::size_t cache_line = 64;  // bytes

class StepRun {
  public:
    StepRun(const Plan& plan, const Widths& widths, const Block& block, const Workplace& workplace)
        : plan_(plan),
          widths_(widths),
          block_(block),
          rows_(block.rows),
          slots_(workplace.slots),
          columns_(workplace.columns),
          stores_(workplace.stores),
          extras_(workplace.extras),
          lookups_(workplace.lookups),
          texts_(workplace.texts),
          fixed_texts_(static_cast<std::int64_t>(workplace.fixed_texts)),
          writes_(workplace.writes),
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

    // ------------------------------------------------------------ results

    void operator()(const Write& step) {
        auto& values = stores_[step.store];
        const auto* state = is_present(step.state) ? nullptr : states(step.state);
        write_states(step.store, values, state);
        if (values.kind == core::TypeKind::logical) return write_mask(step, values, state);
        if (step.form == Form::exact) return write_exact(step, values, state);
        const bool has_narrow_denominator =
            !step.denominator || widths_.columns[step.denominator] == Width::int64;
        if (width_ != Width::int64 || !has_narrow_denominator) return write_whole(step, values, state);
        write_narrow(step, values, state);
        if (!values.denominators.empty()) write_denominators(step, values, state);
    }
    void operator()(const CountAbsent& step) {
        if (is_present(step.state)) return;
        const auto* state = states(step.state);
        for (std::size_t row = 0; row < rows_; ++row)
            extras_.absent[step.definition] += state[row] != State::present ? 1 : 0;
    }

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
            const auto count = columns_.narrow[column][row];
            const bool is_other = key.kind == core::TypeKind::text && count >= fixed_texts_;
            key_counts_.push_back(is_other ? Lookups::other_text : count);
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
                return texts_.spelled(count);
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
    // `loop` tells whether some row is not present; mostly none is, and what follows is then spared the
    // column.
    template <class Loop>
    void make_state(StateId id, const Loop& loop) {
        auto* out = slots_.state(plan_.state_slots[id]);
        columns_.states[id] = loop(out) ? out : nullptr;
    }

    static bool has_value(const State* state, std::size_t row) {
        return state == nullptr || state[row] == State::present;
    }
    void write_states(StoreId store, Values& values, const State* state) {
        if (!values.states.empty()) {
            std::copy_n(state != nullptr ? state : slots_.all(State::present), rows_,
                        values.states.begin() + static_cast<std::ptrdiff_t>(block_.first));
        } else if (state != nullptr && kernels_.any_absent(rows_, state)) {
            extras_.states.push_back({store, block_.first, {state, state + rows_}});
        }
    }
    // `make` makes the block's rows where they belong, or beside when they go past the cache.
    template <class Make>
    void put(Counts& column, const Make& make) {
        auto* const there = column.data() + block_.first;
        if (writes_ == Writes::into_cache) return make(there);
        make(slots_.result());
        near().copy_past_cache(there, rows_, slots_.result());
    }
    void write_mask(const Write& step, Values& values, const State* state) {
        put(values.values, [&](std::int64_t* out) {
            if (step.mask.column) {
                near().widen(out, rows_, columns_.masks[step.mask.column]);
            } else {
                std::fill_n(out, rows_, step.mask.constant ? 1 : 0);
            }
            clear_absent(out, state, 0);
        });
    }
    // Where there is no value there stands `nothing`.
    void clear_absent(std::int64_t* __restrict out, const State* state, std::int64_t nothing) const {
        if (state == nullptr) return;
        for (std::size_t row = 0; row < rows_; ++row)
            out[row] = state[row] == State::present ? out[row] : nothing;
    }
    void write_exact(const Write& step, Values& values, const State* state) {
        const auto value = side<Exact>(step.number, 0);
        for (std::size_t row = 0; row < rows_; ++row) {
            const auto place = block_.first + row;
            const auto& amount = value.column != nullptr ? value.column[row] : value.value;
            if (!has_value(state, row)) {
                store_nothing(values, place);
            } else if (!store_count(values, place, amount)) {
                extras_.large.push_back({step.store, place, amount});
            }
        }
    }
    void write_whole(const Write& step, Values& values, const State* state) {
        for (std::size_t row = 0; row < rows_; ++row) {
            const auto place = block_.first + row;
            if (!has_value(state, row)) {
                store_nothing(values, place);
                continue;
            }
            const auto number =
                (step.number.column ? whole(step.number.column, row) : 1) * step.number.factor;
            const auto denominator = step.denominator ? whole(step.denominator, row) : 1;
            if (!store_count(values, place, number, denominator))
                extras_.large.push_back({step.store, place, Exact::ratio(number, denominator) * values.unit});
        }
    }
    void write_narrow(const Write& step, Values& values, const State* state) {
        const auto factor = step.number.factor;
        const auto* const column = step.number.column ? columns_.narrow[step.number.column] : nullptr;
        if (column != nullptr && factor == 1) return write_column(column, values.values, state, 0);
        put(values.values, [&](std::int64_t* __restrict out) {
            for (std::size_t row = 0; row < rows_; ++row)
                out[row] = column != nullptr ? column[row] * factor : factor;
            clear_absent(out, state, 0);
        });
    }
    void write_column(const std::int64_t* column, Counts& into, const State* state, std::int64_t nothing) {
        if (writes_ == Writes::past_cache && state == nullptr)
            return near().copy_past_cache(into.data() + block_.first, rows_, column);
        put(into, [&](std::int64_t* out) {
            std::copy_n(column, rows_, out);
            clear_absent(out, state, nothing);
        });
    }
    void write_denominators(const Write& step, Values& values, const State* state) {
        if (step.denominator)
            return write_column(columns_.narrow[step.denominator], values.denominators, state, 1);
        put(values.denominators, [&](std::int64_t* out) { std::fill_n(out, rows_, 1); });
    }

    const Plan& plan_;
    const Widths& widths_;
    const Block& block_;
    std::size_t rows_;
    Slots& slots_;
    Columns& columns_;
    Stores& stores_;
    Extras& extras_;
    Lookups& lookups_;
    const Texts& texts_;
    std::int64_t fixed_texts_;
    Lookups::Counts key_counts_;  // of a row that looks something up
    const StateKernels& kernels_ = run::states();
    Width width_ = Width::int64;
    bool near_ = false;
    Writes writes_;
    std::span<const Ahead> ahead_;  // what is not yet fetched
    std::size_t fetched_ = 0;       // bytes of the first of it
    std::size_t lines_by_step_;
};

}  // namespace

void run_steps(const Plan& plan, const Widths& widths, const Block& block, const Workplace& workplace) {
    StepRun(plan, widths, block, workplace).run();
}

}  // namespace accrue::run
