/*
 * Signatures. Takes: a shingle set. Gives: its MinHash signature. Promises: the same bits from every kernel on every
 * machine; published test vectors. Does not know: files, articles.
 *
 * Classic MinHash (Broder 1997): component c is the least of a[c] x + b[c] in 32 bits over the set, x being the upper half
 * of a shingle's hash, a[c] odd. The share of equal components estimates resemblance.
 *
 * Test vectors of seed 0 and 128 components: a[0] = c77b3abb, b[0] = 6f87acd9, a[127] = 7d8b57ab, b[127] = 72df75fc. The
 * signature of {0123456789abcdef} begins with ab81b516, and the XXH3 of its 512 bytes, little-endian, is ca5bb83365b76c6d; that
 * of the same with fedcba9876543210 and deadbeefcafef00d begins with 6c1269e1, XXH3 62ec7b1bb485d009.
 */
#ifndef WIRECOPY_SKETCH_MINHASH_H
#define WIRECOPY_SKETCH_MINHASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 512 components bring the standard error to 0.022; more buys nothing. Kernels work on 16 at a time. */
enum { COMPONENTS_MAX = 512, COMPONENTS_STEP = 16 };

/* A family of permutations; components is a multiple of COMPONENTS_STEP. */
struct family {
    size_t components;
    uint32_t a[COMPONENTS_MAX], b[COMPONENTS_MAX];
};

/* components is rounded up to a multiple of COMPONENTS_STEP; at most COMPONENTS_MAX. */
void family_init(struct family *family, size_t components, uint64_t seed);

/* Lowers minima by the shingles: set minima to UINT32_MAX first, then call as often as there are pieces. */
typedef void minhash_kernel(const struct family *family, const uint64_t *shingles, size_t count, uint32_t *minima);

minhash_kernel minhash_portable;
#if defined(__x86_64__)
minhash_kernel minhash_avx2, minhash_avx512;
#elif defined(__AARCH64EL__)
minhash_kernel minhash_neon;
#endif

struct minhash_variant {
    const char *name;
    bool (*runs_here)(void);
    minhash_kernel *kernel;
};

/* Best first; the last row runs everywhere. */
extern const struct minhash_variant minhash_variants[];
extern const size_t minhash_variant_count;

/* The variant of that name where this machine runs it, else NULL; NULL names the best that it runs. */
const struct minhash_variant *minhash_variant_named(const char *name);

#endif
