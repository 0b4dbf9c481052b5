/* XXH3 with AVX2: xxHash chooses its instructions by what the compiler may use, so this file is compiled for them. */
#include "base/hash_variants.h"

#if defined(__x86_64__)

uint64_t hash_long_avx2(const void *data, size_t size)
{
    return XXH3_64bits(data, size);
}

struct hash128 hash_long_128_avx2(const void *data, size_t size)
{
    XXH128_hash_t h = XXH3_128bits(data, size);
    return (struct hash128){h.high64, h.low64};
}

#endif
