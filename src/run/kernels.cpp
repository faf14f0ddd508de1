#include "run/kernels.hpp"

#include <bit>
#include <cstdint>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "run/kernel_loops.hpp"

namespace accrue::run {

const Int64Kernels any_machine::kernels{amount_kernels<std::int64_t>,
                                        whole_kernels<std::int64_t>,
                                        {rounded_near, extent, rises_by_one, pick, sums, copy_past_cache,
                                         widen, widen_days, all_within, select_bytes},
                                        state_kernels};

namespace {

const Int64Kernels& chosen() {
#if defined(__x86_64__)
    static const bool has_v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
    return has_v3 ? v3::kernels : any_machine::kernels;
#else
    return any_machine::kernels;
#endif
}

}  // namespace

template <>
const AmountKernels<std::int64_t>& amounts() {
    return chosen().amounts;
}
template <>
const AmountKernels<int128>& amounts() {
    return amount_kernels<int128>;
}
template <>
const AmountKernels<Exact>& amounts() {
    return amount_kernels<Exact>;
}
template <>
const WholeKernels<std::int64_t>& wholes() {
    return chosen().wholes;
}
template <>
const WholeKernels<int128>& wholes() {
    return whole_kernels<int128>;
}
const NearKernels& near() {
    return chosen().near;
}
const StateKernels& states() {
    return chosen().states;
}

}  // namespace accrue::run
