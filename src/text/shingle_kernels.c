/* The portable kernel, and the table of all of them. */
#include "text/shingle_kernels.h"

#include <string.h>

#include "base/machine.h"
#include "text/shingles.h"

void shingle_hash_portable(const uint32_t *words, size_t count, uint64_t *shingles)
{
    for (size_t i = 0; i < count; i++)
        shingles[i] = shingle_hash(words + i, 3);
}

size_t shingle_under_portable(const uint64_t *shingles, size_t count, uint64_t limit, uint64_t *out)
{
    size_t under = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t shingle = shingles[i];
        out[under] = shingle;
        under += shingle <= limit;
    }
    return under;
}

size_t shingle_find_portable(const uint64_t *shingles, size_t count, const uint64_t *filter, unsigned bits, uint32_t *places)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        size_t bit = shingles[i] & (((size_t)1 << bits) - 1);
        places[found] = (uint32_t)i;
        found += filter[bit / 64] >> bit % 64 & 1;
    }
    return found;
}

size_t shingle_drop_portable(const uint64_t *shingles, size_t count, const uint8_t *dropped, uint64_t *kept)
{
    size_t kept_count = 0;
    for (size_t i = 0; i < count; i++) {
        kept[kept_count] = shingles[i];
        kept_count += !(dropped[i / 8] >> i % 8 & 1);
    }
    return kept_count;
}

/* Without a branch, so that compilers take several at a time: of x - 1 and not x the highest bit is set in both where x is 0. */
bool shingle_met_portable(const uint64_t *shingles, size_t count, uint64_t shingle)
{
    uint64_t met = 0;
    for (size_t i = 0; i < count; i++)
        met |= ((shingles[i] ^ shingle) - 1) & ~(shingles[i] ^ shingle);
    return met >> 63;
}

/* A piece at a time: names are made, then those of the sample kept, without a branch. */
void shingle_mark_portable(const uint32_t *words, size_t count, uint64_t bits[SHINGLE_MARK_WORDS])
{
    enum { PIECE = 64 };
    for (size_t i = 0; i < count; i += PIECE) {
        uint32_t names[PIECE], kept[PIECE];
        size_t piece = count - i < PIECE ? count - i : PIECE, marked = 0;
        for (size_t j = 0; j < piece; j++)
            names[j] = shingle_name(words + i + j, 3);
        for (size_t j = 0; j < piece; j++) {
            kept[marked] = names[j] / SHINGLE_NAMES_A_MARK;
            marked += names[j] < SHINGLE_NAMES_MARKED;
        }
        for (size_t j = 0; j < marked; j++)
            bits[kept[j] / 64] |= UINT64_C(1) << kept[j] % 64;
    }
}

const struct shingle_kernel shingle_kernels[] = {
#if defined(__x86_64__)
    {"avx512", machine_has_avx512, shingle_hash_avx512, shingle_under_avx512, shingle_find_avx512, shingle_drop_avx512, shingle_met_avx512,
     shingle_mark_avx512},
    {"avx2", machine_has_avx2, shingle_hash_avx2, shingle_under_avx2, shingle_find_avx2, shingle_drop_avx2, shingle_met_avx2, shingle_mark_avx2},
#endif
    {"portable", machine_is_any, shingle_hash_portable, shingle_under_portable, shingle_find_portable, shingle_drop_portable, shingle_met_portable,
     shingle_mark_portable},
};

const size_t shingle_kernel_count = sizeof shingle_kernels / sizeof *shingle_kernels;

const struct shingle_kernel *shingle_kernel_find(const char *name)
{
    for (size_t i = 0; i < shingle_kernel_count; i++)
        if ((!name || strcmp(name, shingle_kernels[i].name) == 0) && shingle_kernels[i].runs())
            return &shingle_kernels[i];
    return &shingle_kernels[shingle_kernel_count - 1];
}
