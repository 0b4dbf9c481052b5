/* Long inputs: XXH3 goes through them by stripes of 64 bytes, which wider registers take at once; and pairs, of which they take eight. */
#include "base/hash_variants.h"

#include "base/machine.h"

static uint64_t portable(const void *data, size_t size)
{
    return XXH3_64bits(data, size);
}

static struct hash128 portable_128(const void *data, size_t size)
{
    XXH128_hash_t h = XXH3_128bits(data, size);
    return (struct hash128){h.high64, h.low64};
}

static void portable_pairs(const uint32_t *pairs, size_t count, uint32_t *upper_halves)
{
    for (size_t i = 0; i < count; i++)
        upper_halves[i] = (uint32_t)(XXH3_64bits(pairs + 2 * i, 2 * sizeof *pairs) >> 32);
}

const struct hash_variant hash_variants[] = {
#if defined(__x86_64__)
    {"avx512", machine_has_avx512, hash_long_avx512, hash_long_128_avx512, hash_pairs_avx512},
    {"avx2", machine_has_avx2, hash_long_avx2, hash_long_128_avx2, portable_pairs},
#endif
    {"portable", machine_is_any, portable, portable_128, portable_pairs},
};

const size_t hash_variant_count = sizeof hash_variants / sizeof *hash_variants;

static const struct hash_variant *best(void)
{
    const struct hash_variant *variant = hash_variants;
    while (!variant->runs())
        variant++;
    return variant;
}

uint64_t hash_long(const void *data, size_t size)
{
    return best()->hash(data, size);
}

struct hash128 hash_long_128(const void *data, size_t size)
{
    return best()->hash_128(data, size);
}

void hash_pairs(const uint32_t *pairs, size_t count, uint32_t *upper_halves)
{
    best()->pairs(pairs, count, upper_halves);
}
