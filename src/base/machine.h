/*
 * Which instructions this machine has. Takes: nothing. Gives: whether kernels that are compiled for a set of them run. Promises: one answer for
 * all rooms. Does not know: kernels.
 */
#ifndef WIRECOPY_BASE_MACHINE_H
#define WIRECOPY_BASE_MACHINE_H

#include <stdbool.h>

static inline bool machine_is_any(void)
{
    return true;
}

#if defined(__x86_64__)
static inline bool machine_has_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
}

/* F, BW, VL and DQ, as all but the first machines with AVX-512 have them. */
static inline bool machine_has_avx512(void)
{
    return machine_has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512dq");
}

/* And to move bytes about. */
static inline bool machine_has_avx512_vbmi(void)
{
    return machine_has_avx512() && __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2");
}
#endif

#endif
