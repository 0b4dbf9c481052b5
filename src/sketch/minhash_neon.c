/* Sixteen components at a time in four registers of NEON; their minima stay there over all shingles. */
#include "sketch/minhash.h"

#if defined(__AARCH64EL__) /* every such machine has NEON */
#include <arm_neon.h>

void minhash_neon(const struct family *family, const uint64_t *shingles, size_t count, uint32_t *minima)
{
    for (size_t c = 0; c < family->components; c += 16) { /* a multiple of 16: see family_init */
        uint32x4_t a[4], b[4], least[4];
        for (size_t i = 0; i < 4; i++) {
            a[i] = vld1q_u32(family->a + c + 4 * i);
            b[i] = vld1q_u32(family->b + c + 4 * i);
            least[i] = vld1q_u32(minima + c + 4 * i);
        }
        for (size_t s = 0; s < count; s++) {
            uint32x4_t x = vdupq_n_u32((uint32_t)(shingles[s] >> 32));
            for (size_t i = 0; i < 4; i++)
                least[i] = vminq_u32(least[i], vmlaq_u32(b[i], a[i], x));
        }
        for (size_t i = 0; i < 4; i++)
            vst1q_u32(minima + c + 4 * i, least[i]);
    }
}
#endif
