// run/kernel_loops.hpp — The loops themselves, as templates; a translation unit that includes this has its
// own copy, compiled for the machine it names. Include the headers they need before choosing that machine.

namespace accrue::run {
namespace {

// Calls `loop` with a function that gives a row's value: of a constant, a column, or a column × factor.
template <class T, class Loop>
[[gnu::always_inline]] inline void with_side(const Side<T>& side, const Loop& loop) {
    if (side.column == nullptr) {
        const T value = side.value;
        return loop([value](std::size_t) -> const T& { return value; });
    }
    const T* const column = side.column;
    if constexpr (!std::is_same_v<T, Exact>) {
        if (side.value != 1) {
            const T factor = side.value;
            return loop([column, factor](std::size_t row) -> T { return column[row] * factor; });
        }
    }
    loop([column](std::size_t row) -> const T& { return column[row]; });
}
template <class T, class Loop>
[[gnu::always_inline]] inline void with_sides(const Side<T>& a, const Side<T>& b, const Loop& loop) {
    with_side(a, [&](const auto& left) { with_side(b, [&](const auto& right) { loop(left, right); }); });
}

template <class T>
void sum(T* __restrict out, std::size_t rows, Side<T> a, Side<T> b) {
    with_sides(a, b, [=](const auto& left, const auto& right) {
        for (std::size_t row = 0; row < rows; ++row) out[row] = left(row) + right(row);
    });
}

template <class T>
void product(T* __restrict out, std::size_t rows, Side<T> a, Side<T> b) {
    with_sides(a, b, [=](const auto& left, const auto& right) {
        for (std::size_t row = 0; row < rows; ++row) out[row] = left(row) * right(row);
    });
}

template <class T>
void extreme(T* __restrict out, std::size_t rows, core::ClampOp op, Side<T> a, Side<T> b) {
    with_sides(a, b, [=](const auto& left, const auto& right) {
        if (op == core::ClampOp::smaller) {
            for (std::size_t row = 0; row < rows; ++row) {
                const T x = left(row), y = right(row);
                out[row] = x < y ? x : y;
            }
        } else {
            for (std::size_t row = 0; row < rows; ++row) {
                const T x = left(row), y = right(row);
                out[row] = x < y ? y : x;
            }
        }
    });
}

template <class T>
void select(T* __restrict out, std::size_t rows, const std::uint8_t* __restrict mask, Side<T> a, Side<T> b) {
    with_sides(a, b, [=](const auto& left, const auto& right) {
        for (std::size_t row = 0; row < rows; ++row) {
            const T x = left(row), y = right(row);
            out[row] = mask[row] != 0 ? x : y;
        }
    });
}

template <class T>
void compare(std::uint8_t* __restrict out, std::size_t rows, core::CompareOp op, Side<T> a, Side<T> b) {
    with_sides(a, b, [=](const auto& left, const auto& right) {
        switch (op) {
            case core::CompareOp::equal:
                for (std::size_t row = 0; row < rows; ++row) out[row] = left(row) == right(row);
                return;
            case core::CompareOp::less:
                for (std::size_t row = 0; row < rows; ++row) out[row] = left(row) < right(row);
                return;
            case core::CompareOp::at_most:
                for (std::size_t row = 0; row < rows; ++row) out[row] = left(row) <= right(row);
                return;
        }
    });
}

template <class T>
bool zeros(State* __restrict out, std::size_t rows, const T* __restrict a) {
    unsigned any = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        bool zero = false;
        if constexpr (std::is_same_v<T, Exact>) {
            zero = a[row].sign() == 0;
        } else {
            zero = a[row] == 0;
        }
        out[row] = zero ? State::missing : State::present;
        any |= zero ? 1U : 0U;
    }
    return any != 0;
}

// ---------------------------------------------------------------- whole numbers

template <class T>
void magnitude(T* __restrict out, std::size_t rows, const T* __restrict a) {
    for (std::size_t row = 0; row < rows; ++row) {
        const T n = a[row] < 0 ? -a[row] : a[row];
        out[row] = n == 0 ? 1 : n;
    }
}

template <class T>
void with_sign(T* __restrict out, std::size_t rows, Side<T> a, const T* __restrict b) {
    with_side(a, [=](const auto& value) {
        for (std::size_t row = 0; row < rows; ++row) {
            const T n = value(row);
            out[row] = b[row] < 0 ? -n : n;
        }
    });
}

// Does a magnitude of whole steps and rest / divisor go up?
template <Rounding mode, class T>
[[gnu::always_inline]] inline bool goes_up(T whole, T rest, T divisor, bool negative) {
    if (rest == 0) return false;
    const T other = divisor - rest;
    switch (mode) {
        case Rounding::up:
            return true;
        case Rounding::down:
            return false;
        case Rounding::half_up:
            return rest >= other;
        case Rounding::half_down:
            return rest > other;
        case Rounding::half_even:
            return rest > other || (rest == other && whole % 2 != 0);
        case Rounding::ceiling:
            return !negative;
        case Rounding::floor:
            return negative;
        case Rounding::zero_five_up:
            return whole % 5 == 0;
    }
    return false;
}

// n / divisor, divisor > 0.
template <Rounding mode, class T>
[[gnu::always_inline]] inline T rounded_quotient(T n, T divisor) {
    const bool negative = n < 0;
    const T size = negative ? -n : n;
    const T whole = size / divisor, rest = size - whole * divisor;
    const T steps = whole + (goes_up<mode>(whole, rest, divisor, negative) ? 1 : 0);
    return negative ? -steps : steps;
}

template <Rounding mode>
struct InMode {
    static constexpr Rounding value = mode;
};
template <class Loop>
[[gnu::always_inline]] inline void with_mode(Rounding mode, const Loop& loop) {
    switch (mode) {
        case Rounding::up:
            return loop(InMode<Rounding::up>());
        case Rounding::down:
            return loop(InMode<Rounding::down>());
        case Rounding::half_up:
            return loop(InMode<Rounding::half_up>());
        case Rounding::half_down:
            return loop(InMode<Rounding::half_down>());
        case Rounding::half_even:
            return loop(InMode<Rounding::half_even>());
        case Rounding::ceiling:
            return loop(InMode<Rounding::ceiling>());
        case Rounding::floor:
            return loop(InMode<Rounding::floor>());
        case Rounding::zero_five_up:
            return loop(InMode<Rounding::zero_five_up>());
    }
}

template <class T>
void rounded(T* __restrict out, std::size_t rows, const T* __restrict a, T over, T under, Rounding mode) {
    with_mode(mode, [=](auto in) {
        for (std::size_t row = 0; row < rows; ++row)
            out[row] = rounded_quotient<in.value, T>(a[row] * over, under);
    });
}

template <class T>
void rounded_ratio(T* __restrict out, std::size_t rows, const T* __restrict a,
                   const T* __restrict denominator, T over, T under, Rounding mode) {
    with_mode(mode, [=](auto in) {
        for (std::size_t row = 0; row < rows; ++row)
            out[row] = rounded_quotient<in.value, T>(a[row] * over, denominator[row] * under);
    });
}

// ---------------------------------------------------------------- int64 by way of doubles

// Adding 1.5 × 2^52 leaves a whole number below 2^51 in the low bits of a double's mantissa, rounded half to
// even.
constexpr double shift = 0x1.8p52;

[[gnu::always_inline]] inline double to_double(std::int64_t n) {
    return std::bit_cast<double>(n + std::bit_cast<std::int64_t>(shift)) - shift;
}
[[gnu::always_inline]] inline std::int64_t to_int64(double whole) {
    return std::bit_cast<std::int64_t>(whole + shift) - std::bit_cast<std::int64_t>(shift);
}

template <Rounding mode>
[[gnu::always_inline]] inline double whole_steps(double value) {
    const double size = __builtin_fabs(value);
    switch (mode) {
        case Rounding::up:
            return __builtin_copysign(__builtin_ceil(size), value);
        case Rounding::down:
            return __builtin_trunc(value);
        case Rounding::half_up:
            return __builtin_copysign(__builtin_floor(size + 0.5), value);
        case Rounding::half_down:
            return __builtin_copysign(__builtin_ceil(size - 0.5), value);
        case Rounding::ceiling:
            return __builtin_ceil(value);
        case Rounding::floor:
            return __builtin_floor(value);
        case Rounding::half_even:
        case Rounding::zero_five_up:
            return value;  // half to even by the shift; zero_five_up never comes here
    }
    return value;
}

void rounded_near(std::int64_t* __restrict out, std::size_t rows, const std::int64_t* __restrict a,
                  std::int64_t over, std::int64_t under, Rounding mode) {
    if (mode == Rounding::zero_five_up) return rounded<std::int64_t>(out, rows, a, over, under, mode);
    const auto divisor = static_cast<double>(under);
    with_mode(mode, [=](auto in) {
        if (over == 1) {
            for (std::size_t row = 0; row < rows; ++row)
                out[row] = to_int64(whole_steps<in.value>(to_double(a[row]) / divisor));
        } else {
            for (std::size_t row = 0; row < rows; ++row)
                out[row] = to_int64(whole_steps<in.value>(to_double(a[row] * over) / divisor));
        }
    });
}

Extent extent(std::size_t rows, const std::int64_t* __restrict a) {
    std::uint64_t bits = 0;
    std::int64_t signs = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        const std::int64_t n = a[row], sign = n < 0 ? -1 : 0;
        bits |= static_cast<std::uint64_t>(n ^ sign);
        signs |= n;
    }
    // n = -2^k has bits of 2^k - 1, hence the room of one more.
    const auto width = static_cast<std::uint8_t>(std::bit_width(bits) + (signs < 0 ? 1 : 0));
    return {width, signs < 0};
}

bool rises_by_one(std::size_t rows, const std::uint32_t* __restrict ids) {
    const std::uint32_t first = ids[0];
    if (first == UINT32_MAX) return false;  // no row
    std::uint32_t differs = 0;
    for (std::size_t row = 0; row < rows; ++row)
        differs |= ids[row] ^ (first + static_cast<std::uint32_t>(row));
    return differs == 0;
}

void pick(std::int64_t* __restrict out, std::size_t rows, const std::uint8_t* __restrict index,
          const std::int64_t* __restrict table) {
    for (std::size_t row = 0; row < rows; ++row) out[row] = table[index[row]];
}

template <class OfPlace>
[[gnu::always_inline]] inline void each_sum(std::int64_t* __restrict out, std::size_t groups,
                                            const std::uint32_t* __restrict begins, const OfPlace& of_place) {
    for (std::size_t group = 0; group < groups; ++group) {
        std::int64_t total = 0;
        const std::size_t end = begins[group + 1];
        for (std::size_t place = begins[group]; place < end; ++place) total += of_place(place);
        out[group] = total;
    }
}
void sums(std::int64_t* __restrict out, std::size_t groups, const std::uint32_t* __restrict begins,
          const std::int64_t* __restrict values, const std::int64_t* __restrict where) {
    if (values == nullptr && where == nullptr) {
        for (std::size_t group = 0; group < groups; ++group) out[group] = begins[group + 1] - begins[group];
    } else if (values == nullptr) {
        each_sum(out, groups, begins, [=](std::size_t place) { return where[place]; });
    } else if (where == nullptr) {
        each_sum(out, groups, begins, [=](std::size_t place) { return values[place]; });
    } else {  // 0 or 1, negated a mask of all bits
        each_sum(out, groups, begins, [=](std::size_t place) { return values[place] & -where[place]; });
    }
}

void copy_past_cache(std::int64_t* __restrict out, std::size_t rows, const std::int64_t* __restrict a) {
    std::size_t row = 0;
#if defined(__x86_64__)
    constexpr std::size_t at_once = sizeof(__m128i) / sizeof(std::int64_t);
    const bool is_aligned = reinterpret_cast<std::uintptr_t>(out) % sizeof(__m128i) == 0;
    if (!is_aligned && rows > 0) out[row] = a[row], ++row;
    for (; row + at_once <= rows; row += at_once) {
        _mm_stream_si128(reinterpret_cast<__m128i*>(out + row),
                         _mm_loadu_si128(reinterpret_cast<const __m128i*>(a + row)));
    }
    _mm_sfence();  // then other threads may read it
#endif
    for (; row < rows; ++row) out[row] = a[row];
}

void widen(std::int64_t* __restrict out, std::size_t rows, const std::uint8_t* __restrict bytes) {
    for (std::size_t row = 0; row < rows; ++row) out[row] = bytes[row];
}

void widen_days(std::int64_t* __restrict out, std::size_t rows, const std::int32_t* __restrict days) {
    for (std::size_t row = 0; row < rows; ++row) out[row] = days[row];
}

bool all_within(std::size_t rows, const std::int64_t* __restrict a, std::int64_t low, std::int64_t high) {
    std::int64_t outside = 0;  // its sign
    for (std::size_t row = 0; row < rows; ++row) outside |= (a[row] - low) | (high - a[row]);
    return outside >= 0;
}

void select_bytes(std::uint8_t* __restrict out, std::size_t rows, const std::uint8_t* __restrict mask,
                  const std::uint8_t* __restrict a, const std::uint8_t* __restrict b) {
    for (std::size_t row = 0; row < rows; ++row) {
        const std::uint8_t x = a[row], y = b[row];
        out[row] = mask[row] != 0 ? x : y;
    }
}

// ---------------------------------------------------------------- states

// `of_row` gives a row's state; whether any is not present is gathered on the way.
template <class OfRow>
[[gnu::always_inline]] inline bool each_state(State* __restrict out, std::size_t rows, const OfRow& of_row) {
    std::uint8_t any = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        const auto state = static_cast<std::uint8_t>(of_row(row));
        out[row] = static_cast<State>(state);
        any = static_cast<std::uint8_t>(any | state);
    }
    return any != 0;
}

bool strict_states(State* __restrict out, std::size_t rows, const State* __restrict a,
                   const State* __restrict b) {
    return each_state(out, rows, [=](std::size_t row) {
        return (static_cast<unsigned>(a[row]) | static_cast<unsigned>(b[row])) != 0 ? State::failed
                                                                                    : State::present;
    });
}
bool then_states(State* __restrict out, std::size_t rows, const State* __restrict a,
                 const State* __restrict b) {
    return each_state(out, rows, [=](std::size_t row) {
        const State first = a[row], second = b[row];
        return first == State::present ? second : first;
    });
}
bool first_present_states(State* __restrict out, std::size_t rows, const State* __restrict a,
                          const State* __restrict b) {
    return each_state(out, rows, [=](std::size_t row) {
        const State first = a[row], second = b[row];
        return first == State::missing ? second : first;
    });
}
bool choose_states(State* __restrict out, std::size_t rows, const std::uint8_t* __restrict condition,
                   const State* __restrict known, const State* __restrict taken,
                   const State* __restrict otherwise) {
    return each_state(out, rows, [=](std::size_t row) {
        const State yes = taken[row], no = otherwise[row];
        const State chosen = condition[row] != 0 ? yes : no;
        return known[row] == State::present ? chosen : State::failed;
    });
}
bool logic_states(State* __restrict out, std::size_t rows, std::uint8_t settling,
                  const std::uint8_t* __restrict a, const State* __restrict a_state,
                  const std::uint8_t* __restrict b, const State* __restrict b_state) {
    return each_state(out, rows, [=](std::size_t row) {
        const bool a_holds = a_state[row] == State::present, b_holds = b_state[row] == State::present;
        const bool a_settles = a_holds & (a[row] == settling), b_settles = b_holds & (b[row] == settling);
        return (a_settles | b_settles | (a_holds & b_holds)) ? State::present : State::failed;
    });
}
bool any_absent(std::size_t rows, const State* __restrict a) {
    std::uint8_t any = 0;
    for (std::size_t row = 0; row < rows; ++row)
        any = static_cast<std::uint8_t>(any | static_cast<std::uint8_t>(a[row]));
    return any != 0;
}

constexpr StateKernels state_kernels{strict_states, then_states,  first_present_states,
                                     choose_states, logic_states, any_absent};

template <class T>
constexpr AmountKernels<T> amount_kernels{sum<T>, product<T>, extreme<T>, select<T>, compare<T>, zeros<T>};
template <class T>
constexpr WholeKernels<T> whole_kernels{magnitude<T>, with_sign<T>, rounded<T>, rounded_ratio<T>};

}  // namespace
}  // namespace accrue::run
