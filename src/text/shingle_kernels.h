/*
 * The parts of making shingle sets that have a variant a machine. Takes: words, shingles. Gives: what the portable variant gives, bit
 * for bit. Promises: no variant reads beyond what it is given. Does not know: whose shingles they are.
 */
#ifndef WIRECOPY_TEXT_SHINGLE_KERNELS_H
#define WIRECOPY_TEXT_SHINGLE_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SHINGLE_MARKS = 256, SHINGLE_MARK_WORDS = SHINGLE_MARKS / 64, SHINGLES_MARKED_ONE_IN = 8 };

/* A polynomial of k words, which are hashes themselves, modulo 2^32 (Karp and Rabin 1987). */
#define SHINGLE_NAME_FACTOR UINT32_C(0x9e3779b1)
static inline uint32_t shingle_name(const uint32_t *words, size_t k)
{
    uint32_t name = words[0];
    for (size_t i = 1; i < k; i++)
        name = name * SHINGLE_NAME_FACTOR + words[i];
    return name;
}

/* Names under this are in the sample; the bit of one is name / (SHINGLE_NAMES_MARKED / SHINGLE_MARKS). */
#define SHINGLE_NAMES_MARKED (UINT32_C(1) << 29)
enum { SHINGLE_NAMES_A_MARK = (1 << 29) / SHINGLE_MARKS };

/* The hashes of count shingles of three words, from count + 2 words; see shingle_hash. */
typedef void shingle_hash_kernel(const uint32_t *words, size_t count, uint64_t *shingles);
shingle_hash_kernel shingle_hash_portable, shingle_hash_avx2, shingle_hash_avx512;

/* Copies the shingles up to limit, in order, and returns how many; out has room for count and SHINGLES_BEHIND more, and may be the same. */
typedef size_t shingle_under_kernel(const uint64_t *shingles, size_t count, uint64_t limit, uint64_t *out);
shingle_under_kernel shingle_under_portable, shingle_under_avx2, shingle_under_avx512;
enum { SHINGLES_BEHIND = 16 };

/*
 * Where the shingles stand whose bit of the filter is set: the bit that their lowest bits name, so many, 6 to 31. Returns how many;
 * places has room for count and SHINGLES_BEHIND more, at most UINT32_MAX.
 */
typedef size_t shingle_find_kernel(const uint64_t *shingles, size_t count, const uint64_t *filter, unsigned bits, uint32_t *places);
shingle_find_kernel shingle_find_portable, shingle_find_avx2, shingle_find_avx512;

/*
 * Copies the shingles whose bit in dropped is not set, in order, and returns how many; the i-th one's is bit i % 8 of byte i / 8. kept has
 * room for count and SHINGLES_BEHIND more.
 */
typedef size_t shingle_drop_kernel(const uint64_t *shingles, size_t count, const uint8_t *dropped, uint64_t *kept);
shingle_drop_kernel shingle_drop_portable, shingle_drop_avx2, shingle_drop_avx512;

/* Whether a shingle stands among others. */
typedef bool shingle_met_kernel(const uint64_t *shingles, size_t count, uint64_t shingle);
shingle_met_kernel shingle_met_portable, shingle_met_avx2, shingle_met_avx512;

/*
 * Sets the bits that a sample of the shingles of three words names, one in SHINGLES_MARKED_ONE_IN, from count + 2 words. A shingle's name here is
 * shingle_name, a tenth of the cost of its hash.
 */
typedef void shingle_mark_kernel(const uint32_t *words, size_t count, uint64_t bits[SHINGLE_MARK_WORDS]);
shingle_mark_kernel shingle_mark_portable, shingle_mark_avx2, shingle_mark_avx512;

struct shingle_kernel {
    const char *name;
    bool (*runs)(void); /* whether this machine can */
    shingle_hash_kernel *hash;
    shingle_under_kernel *under;
    shingle_find_kernel *find;
    shingle_drop_kernel *drop;
    shingle_met_kernel *met;
    shingle_mark_kernel *mark;
};

/* Best first; the last is "portable", runs everywhere and is the reference. */
extern const struct shingle_kernel shingle_kernels[];
extern const size_t shingle_kernel_count;

/* The kernel of that name, or for NULL the best that this machine runs; the portable one where there is none. */
const struct shingle_kernel *shingle_kernel_find(const char *name);

#endif
