/* Whether a line holds anything that a credit has, by AVX2: 32 bytes at a time. Says what the portable kernel says. */
#include "text/credit_scan.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx2,bmi,bmi2,popcnt")))

/* So many bytes, and two more of "epo". Lines of usual length take as many rounds, so that no guess is wrong. */
enum { AT_ONCE = 32, LEAST_BYTES = AT_ONCE + 2, USUAL_ROUNDS = 2 };

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

TARGET static inline __attribute__((always_inline)) bool holds_any(struct piece piece, bool opening)
{
    size_t last = (size_t)(piece.end - piece.begin) - LEAST_BYTES;
    const char *last_at = piece.begin + last;
    __m256i found = _mm256_or_si256(looked_for(load(last_at + 2), opening), epo_at(last_at));
    for (size_t i = 0, round = 0; i <= last + 1 || round < USUAL_ROUNDS; i += AT_ONCE, round++) {
        const char *at = piece.begin + (i < last ? i : last);
        found = _mm256_or_si256(found, _mm256_or_si256(epo_at(at), looked_for(load(at), opening)));
    }
    return !_mm256_testz_si256(found, found);
}

TARGET bool credit_holds_any_avx2(struct piece piece, bool opening)
{
    if (piece.end - piece.begin < LEAST_BYTES)
        return credit_holds_any_portable(piece, opening);
    return opening ? holds_any(piece, true) : holds_any(piece, false);
}

#endif
