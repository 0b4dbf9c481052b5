/* The reference kernel. Every other one gives the same bits. */
#include "sketch/minhash.h"

void minhash_portable(const struct family *family, const uint64_t *shingles, size_t count, uint32_t *minima)
{
    for (size_t s = 0; s < count; s++) {
        uint32_t x = (uint32_t)(shingles[s] >> 32);
        for (size_t c = 0; c < family->components; c++) {
            uint32_t value = family->a[c] * x + family->b[c];
            minima[c] = value < minima[c] ? value : minima[c];
        }
    }
}
