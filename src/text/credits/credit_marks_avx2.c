/* Where lines hold anything that a credit has, by AVX2: 32 bytes at a time. Says what the portable kernel says. */
#include "text/credits/credit_scan.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx2,bmi,bmi2,popcnt")))

/* So many bytes, and two more of "epo". */
enum { AT_ONCE = 32, LEAST_BYTES = AT_ONCE + 2 };

TARGET static inline __m256i load(const char *at)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)at);
}

TARGET static inline __m256i equal(__m256i v, char c)
{
    return _mm256_cmpeq_epi8(v, _mm256_set1_epi8(c));
}

TARGET static inline __m256i epo_at(const char *at)
{
    return _mm256_and_si256(_mm256_and_si256(equal(load(at), 'e'), equal(load(at + 1), 'p')), equal(load(at + 2), 'o'));
}

/* A slash; where the opening counts, what begins a bracket or a dash, and Cyrillic letters, too. */
TARGET static inline __attribute__((always_inline)) __m256i looked_for(__m256i v, bool opening)
{
    __m256i brackets, leads;
    if (!opening)
        return equal(v, '/');
    brackets = _mm256_or_si256(_mm256_or_si256(equal(v, '('), equal(v, '[')), equal(_mm256_or_si256(v, _mm256_set1_epi8(2)), '/'));
    leads = _mm256_and_si256(v, _mm256_set1_epi8((char)0xFE));
    leads = _mm256_or_si256(_mm256_or_si256(equal(leads, (char)0xE2), equal(leads, (char)0xD0)), equal(v, (char)0xEF));
    return _mm256_or_si256(brackets, leads);
}

TARGET static inline uint32_t found(const char *at, bool opening)
{
    return (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(epo_at(at), looked_for(load(at), opening)));
}

TARGET static inline __attribute__((always_inline)) const char *look(const char *at, const char *end, bool opening)
{
    uint64_t last;
    for (; end - at >= LEAST_BYTES; at += AT_ONCE) {
        uint32_t here = found(at, opening);
        if (here)
            return at + _tzcnt_u32(here);
    }
    /* what is left, and before it what holds nothing */
    last = found(end - LEAST_BYTES, opening);
    last |= (uint64_t)(uint32_t)_mm256_movemask_epi8(looked_for(load(end - AT_ONCE), opening)) << 2;
    return last ? end - LEAST_BYTES + _tzcnt_u64(last) : end;
}

TARGET const char *credit_look_avx2(const char *at, const char *end, bool opening)
{
    if (end - at < LEAST_BYTES)
        return credit_look_portable(at, end, opening);
    return opening ? look(at, end, true) : look(at, end, false);
}

#endif
