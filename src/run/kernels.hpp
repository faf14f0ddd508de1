// run/kernels.hpp — The inner loops, by kind: over int64, int128 and exact rationals. Those over int64 exist
// twice, for x86-64-v3 and for any machine; the processor decides once. None checks anything: ranges did so
// before.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "core/scheme.hpp"
#include "number/exact.hpp"
#include "run/run.hpp"

namespace accrue::run {

// column × value, or the value alone where there is no column.
template <class T>
struct Side {
    const T* column = nullptr;
    T value = 1;
};

// How the bits of a column's largest magnitude and its sign bound it.
struct Extent {
    std::uint8_t bits = 0;  // every |n| < 2^bits
    bool negative = false;  // some n may be below 0
    friend bool operator==(Extent, Extent) = default;
};

// Loops for amounts of any kind.
template <class T>
struct AmountKernels {
    void (*sum)(T* out, std::size_t rows, Side<T> a, Side<T> b);
    void (*product)(T* out, std::size_t rows, Side<T> a, Side<T> b);
    void (*extreme)(T* out, std::size_t rows, core::ClampOp op, Side<T> a, Side<T> b);
    void (*select)(T* out, std::size_t rows, const std::uint8_t* mask, Side<T> a, Side<T> b);
    void (*compare)(std::uint8_t* out, std::size_t rows, core::CompareOp op, Side<T> a, Side<T> b);
    bool (*zeros)(State* out, std::size_t rows, const T* a);  // missing where a is 0; is any?
};
// Loops for whole numbers only.
template <class T>
struct WholeKernels {
    void (*magnitude)(T* out, std::size_t rows, const T* a);
    void (*with_sign)(T* out, std::size_t rows, Side<T> a, const T* b);
    // a × over / under, and a × over / (denominator × under).
    void (*rounded)(T* out, std::size_t rows, const T* a, T over, T under, Rounding mode);
    void (*rounded_ratio)(T* out, std::size_t rows, const T* a, const T* denominator, T over, T under,
                          Rounding mode);
};
struct NearKernels {
    // As `rounded`, by way of doubles. Right while |a × over| < 2^51 and under < 2^50: an exact quotient that
    // is no tie is at least 1 / (2 under) away from one, and a division of doubles errs by less.
    void (*rounded)(std::int64_t* out, std::size_t rows, const std::int64_t* a, std::int64_t over,
                    std::int64_t under, Rounding mode);
    Extent (*extent)(std::size_t rows, const std::int64_t* a);
    // Is each one more than the one before?
    bool (*rises_by_one)(std::size_t rows, const std::uint32_t* ids);
    // out = table[index]
    void (*pick)(std::int64_t* out, std::size_t rows, const std::uint8_t* index, const std::int64_t* table);
    // What the values from each beginning to the next come to, where `where` (null: everywhere) is not 0;
    // without values, how many there are.
    void (*sums)(std::int64_t* out, std::size_t groups, const std::uint32_t* begins,
                 const std::int64_t* values, const std::int64_t* where);
    // A copy that leaves what is in the cache there: of what is read again much later, if at all.
    void (*copy_past_cache)(std::int64_t* out, std::size_t rows, const std::int64_t* a);
    void (*widen)(std::int64_t* out, std::size_t rows, const std::uint8_t* bytes);
    void (*widen_days)(std::int64_t* out, std::size_t rows, const std::int32_t* days);
    // Does every one lie between them, both included?
    bool (*all_within)(std::size_t rows, const std::int64_t* a, std::int64_t low, std::int64_t high);
    void (*select_bytes)(std::uint8_t* out, std::size_t rows, const std::uint8_t* mask, const std::uint8_t* a,
                         const std::uint8_t* b);
};
inline constexpr double near_dividend = 0x1p51, near_divisor = 0x1p50;

// Loops over columns of states; each tells whether some row of what it makes is not present.
struct StateKernels {
    bool (*strict)(State* out, std::size_t rows, const State* a, const State* b);
    bool (*then)(State* out, std::size_t rows, const State* a, const State* b);
    bool (*first_present)(State* out, std::size_t rows, const State* a, const State* b);
    bool (*choose)(State* out, std::size_t rows, const std::uint8_t* condition, const State* known,
                   const State* taken, const State* otherwise);
    // `settling` is the answer that one side alone can give.
    bool (*logic)(State* out, std::size_t rows, std::uint8_t settling, const std::uint8_t* a,
                  const State* a_state, const std::uint8_t* b, const State* b_state);
    bool (*any_absent)(std::size_t rows, const State* a);
};

template <class T>
const AmountKernels<T>& amounts();
template <class T>
const WholeKernels<T>& wholes();
const NearKernels& near();
const StateKernels& states();

struct Int64Kernels {
    AmountKernels<std::int64_t> amounts;
    WholeKernels<std::int64_t> wholes;
    NearKernels near;
    StateKernels states;
};
namespace any_machine {
extern const Int64Kernels kernels;
}
namespace v3 {
extern const Int64Kernels kernels;
}

}  // namespace accrue::run
