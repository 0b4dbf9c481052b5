/* 64 bytes in four registers of NEON, and what kernels ask of them; see fold_bytes_avx2.h, which has the same for AVX2. */
#ifndef WIRECOPY_TEXT_FOLD_FOLD_BYTES_NEON_H
#define WIRECOPY_TEXT_FOLD_FOLD_BYTES_NEON_H

#include <arm_neon.h>

#include "text/fold/fold_tables.h"

#define KERNEL_TARGET
#define KERNEL __attribute__((always_inline)) static inline

struct bytes {
    uint8x16_t at[4];
};

/* One of the four after the other: what is made of number i of each. */
#define BYTES_EACH(made)        \
    struct bytes result;        \
    for (int i = 0; i < 4; i++) \
        result.at[i] = (made);  \
    return result

KERNEL struct bytes bytes_load(const uint8_t *bytes)
{
    BYTES_EACH(vld1q_u8(bytes + 16 * i));
}

/* The highest bit of each byte. */
KERNEL uint64_t bytes_mask(struct bytes v)
{
    static const uint8_t own[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t bits[4], sums;
    for (int i = 0; i < 4; i++)
        bits[i] = vandq_u8(vreinterpretq_u8_s8(vshrq_n_s8(vreinterpretq_s8_u8(v.at[i]), 7)), vld1q_u8(own));
    sums = vpaddq_u8(vpaddq_u8(bits[0], bits[1]), vpaddq_u8(bits[2], bits[3]));
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sums, sums)), 0);
}

KERNEL struct bytes bytes_or(struct bytes a, struct bytes b)
{
    BYTES_EACH(vorrq_u8(a.at[i], b.at[i]));
}

KERNEL struct bytes bytes_and(struct bytes a, struct bytes b)
{
    BYTES_EACH(vandq_u8(a.at[i], b.at[i]));
}

KERNEL struct bytes bytes_max(struct bytes a, struct bytes b)
{
    BYTES_EACH(vmaxq_u8(a.at[i], b.at[i]));
}

KERNEL struct bytes bytes_zero(void)
{
    BYTES_EACH(vdupq_n_u8(0));
}

KERNEL struct bytes bytes_or_each(struct bytes v, uint8_t c)
{
    BYTES_EACH(vorrq_u8(v.at[i], vdupq_n_u8(c)));
}

KERNEL struct bytes bytes_and_each(struct bytes v, uint8_t c)
{
    BYTES_EACH(vandq_u8(v.at[i], vdupq_n_u8(c)));
}

/* 0xFF where a byte is c, else 0; as all that follow which ask something of each byte. */
KERNEL struct bytes bytes_equal(struct bytes v, uint8_t c)
{
    BYTES_EACH(vceqq_u8(v.at[i], vdupq_n_u8(c)));
}

/* Bytes from first to last. */
KERNEL struct bytes bytes_between(struct bytes v, uint8_t first, uint8_t last)
{
    BYTES_EACH(vcleq_u8(vsubq_u8(v.at[i], vdupq_n_u8(first)), vdupq_n_u8((uint8_t)(last - first))));
}

/* Of ASCII: white space but for the separators from 0x1C on. */
KERNEL struct bytes bytes_common_white(struct bytes v)
{
    return bytes_or(bytes_between(v, '\t', '\r'), bytes_equal(v, ' '));
}

/* Where a byte of chosen is 0xFF that of v, else c. */
KERNEL struct bytes bytes_select(struct bytes chosen, struct bytes v, uint8_t c)
{
    BYTES_EACH(vbslq_u8(chosen.at[i], v.at[i], vdupq_n_u8(c)));
}

/* Each byte moved to the place behind it. */
KERNEL struct bytes bytes_behind(struct bytes v)
{
    BYTES_EACH(vextq_u8(i ? v.at[i - 1] : vdupq_n_u8(0), v.at[i], 15));
}

/* The lowest bit of each byte of first and the lowest six of second, as one number. */
KERNEL struct bytes bytes_index(struct bytes first, struct bytes second)
{
    BYTES_EACH(vorrq_u8(vandq_u8(second.at[i], vdupq_n_u8(0x3F)), vshlq_n_u8(vandq_u8(first.at[i], vdupq_n_u8(1)), 6)));
}

/* The entries of a table of 128, by indices into it. */
KERNEL struct bytes bytes_entries(const uint8_t *table, struct bytes index)
{
    const uint8x16x4_t low = vld1q_u8_x4(table), high = vld1q_u8_x4(table + 64);
    BYTES_EACH(vqtbx4q_u8(vqtbl4q_u8(low, index.at[i]), high, vsubq_u8(index.at[i], vdupq_n_u8(64))));
}

/* Of one table or two, of 128 entries each. b: NULL, and then *of_b stays. */
KERNEL void bytes_look_up(const uint8_t *a, const uint8_t *b, struct bytes index, struct bytes *of_a, struct bytes *of_b)
{
    *of_a = bytes_entries(a, index);
    if (b)
        *of_b = bytes_entries(b, index);
}

/* Writes the bytes whose bits are set, and rubbish into the eight places behind; returns where they end. */
KERNEL char *bytes_squeeze(char *out, struct bytes v, uint64_t keep)
{
    for (int i = 0; i < 8; i++, keep >>= 8) {
        uint8x8_t eight = i % 2 ? vget_high_u8(v.at[i / 2]) : vget_low_u8(v.at[i / 2]);
        uint8_t bits = (uint8_t)keep;
        vst1_u8((uint8_t *)out, vtbl1_u8(eight, vld1_u8(fold_squeeze[bits])));
        out += __builtin_popcount(bits);
    }
    return out;
}

#endif
