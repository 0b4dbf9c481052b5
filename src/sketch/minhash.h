/*
 * Signatures. Takes: a shingle set. Gives: its MinHash signature. Promises: the same bits from every kernel on every
 * machine; published test vectors. Does not know: files, articles.
 *
 * Classic MinHash (Broder 1997): component c is the least of a[c] x + b[c] in 32 bits over the set, x being the upper half
 * of a shingle's hash, a[c] odd. The share of equal components estimates resemblance.
 */
#ifndef WIRECOPY_SKETCH_MINHASH_H
#define WIRECOPY_SKETCH_MINHASH_H

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
#endif

struct minhash_variant {
    const char *name;
    int (*runs_here)(void);
    minhash_kernel *kernel;
};

/* Best first; the last row runs everywhere. */
extern const struct minhash_variant minhash_variants[];
extern const size_t minhash_variant_count;

/* The variant of that name where this machine runs it, else NULL; NULL names the best that it runs. */
const struct minhash_variant *minhash_variant_named(const char *name);

#endif
