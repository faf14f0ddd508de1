// The loops over int64 for x86-64-v3 (AVX2). No fused multiply-add: the doubles must round step by step.
#include <bit>
#include <cstdint>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "run/kernels.hpp"

#if defined(__x86_64__)
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,bmi,bmi2,lzcnt,popcnt")
#endif
#endif

#include "run/kernel_loops.hpp"

namespace accrue::run::v3 {
const Int64Kernels kernels{amount_kernels<std::int64_t>,
                           whole_kernels<std::int64_t>,
                           {rounded_near, extent, rises_by_one, pick, sums, copy_past_cache, widen,
                            widen_days, all_within, select_bytes},
                           state_kernels};
}

#if defined(__x86_64__)
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
