/* The family and the table of kernels: the first row that the machine can run is taken; tests and benchmarks walk all. */
#include "sketch/minhash.h"

#include <string.h>

#include "base/hash.h"
#include "base/machine.h"

void family_init(struct family *family, size_t components, uint64_t seed)
{
    family->components = (components + COMPONENTS_STEP - 1) / COMPONENTS_STEP * COMPONENTS_STEP;
    if (family->components > COMPONENTS_MAX)
        family->components = COMPONENTS_MAX;
    for (size_t c = 0; c < family->components; c++) {
        uint64_t bits = hash_counter(seed, c);
        family->a[c] = (uint32_t)(bits >> 32) | 1;
        family->b[c] = (uint32_t)bits;
    }
}

const struct minhash_variant minhash_variants[] = {
#if defined(__x86_64__)
    {"avx512", machine_has_avx512, minhash_avx512},
    {"avx2", machine_has_avx2, minhash_avx2},
#elif defined(__AARCH64EL__)
    {"neon", machine_is_any, minhash_neon},
#endif
    {"portable", machine_is_any, minhash_portable},
};
const size_t minhash_variant_count = sizeof minhash_variants / sizeof *minhash_variants;

const struct minhash_variant *minhash_variant_named(const char *name)
{
    for (size_t i = 0; i < minhash_variant_count; i++)
        if ((!name || strcmp(name, minhash_variants[i].name) == 0) && minhash_variants[i].runs_here())
            return &minhash_variants[i];
    return NULL;
}
