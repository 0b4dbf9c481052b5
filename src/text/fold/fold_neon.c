/* Whether text is well-formed, where stops may be, and words, by NEON: 16 to 64 bytes at a time. Gives the portable kernel's bits. */
#include "text/fold/fold_kernels.h"
#include "text/fold/fold_vectors.h"
#include "text/utf8.h"
#include "text/words_hash.h"

#if defined(__AARCH64EL__) /* every such machine has NEON */
#include <arm_neon.h>

static inline uint8x16_t equal(uint8x16_t v, uint8_t c)
{
    return vceqq_u8(v, vdupq_n_u8(c));
}

/* Bytes from first to last. */
static inline uint8x16_t between(uint8x16_t v, uint8_t first, uint8_t last)
{
    return vcleq_u8(vsubq_u8(v, vdupq_n_u8(first)), vdupq_n_u8((uint8_t)(last - first)));
}

/* Each byte's own bit of eight, where the byte is all ones. */
static inline uint8x16_t own_bits(uint8x16_t v)
{
    static const uint8_t bits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    return vandq_u8(v, vld1q_u8(bits));
}

/* A bit for each byte, the first the lowest; bytes are all ones or zero. */
static inline uint64_t mask_of_4(const uint8x16_t *v)
{
    uint8x16_t sums = vpaddq_u8(vpaddq_u8(own_bits(v[0]), own_bits(v[1])), vpaddq_u8(own_bits(v[2]), own_bits(v[3])));
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sums, sums)), 0);
}

/* Errors in a block, given the one before it; see fold_vectors.h. */
static inline uint8x16_t block_errors(uint8x16_t v, uint8x16_t previous)
{
    uint8x16_t one = vextq_u8(previous, v, 15), two = vextq_u8(previous, v, 14), three = vextq_u8(previous, v, 13), special, must;
    special = vandq_u8(vqtbl1q_u8(vld1q_u8(vectors_first_high), vshrq_n_u8(one, 4)),
                       vqtbl1q_u8(vld1q_u8(vectors_first_low), vandq_u8(one, vdupq_n_u8(0x0F))));
    special = vandq_u8(special, vqtbl1q_u8(vld1q_u8(vectors_second_high), vshrq_n_u8(v, 4)));
    /* the third byte of three or four, the fourth of four: there two continuations in a row are right */
    must = vorrq_u8(vqsubq_u8(two, vdupq_n_u8(0xE0 - 0x80)), vqsubq_u8(three, vdupq_n_u8(0xF0 - 0x80)));
    return veorq_u8(vandq_u8(must, vdupq_n_u8(0x80)), special);
}

size_t fold_valid_neon(const uint8_t *text, size_t size)
{
    uint8x16_t errors = vdupq_n_u8(0), previous = errors;
    uint8_t last[16] = {0}; /* zeros behind the end show a sequence that is cut off */
    size_t i;
    for (i = 0; size - i >= 16; i += 16) {
        uint8x16_t v = vld1q_u8(text + i);
        if (vmaxvq_u8(vorrq_u8(v, previous)) >= 0x80)
            errors = vorrq_u8(errors, block_errors(v, previous));
        previous = v;
    }
    memcpy(last, text + i, size - i);
    errors = vorrq_u8(errors, block_errors(vld1q_u8(last), previous));
    return vmaxvq_u8(errors) == 0 ? size : utf8_valid(text, size);
}

/* Which of sixteen bytes may be the last of a stop; see fold_portable.c. The byte before them can be read. */
static inline uint8x16_t last_of_stops(const uint8_t *text)
{
    uint8x16_t v = vld1q_u8(text), found;
    found = vorrq_u8(vorrq_u8(between(v, '\n', '\r'), equal(v, '.')), vorrq_u8(equal(v, '!'), equal(v, '?')));
    if (vmaxvq_u8(v) >= 0x80) {
        uint8x16_t before = vld1q_u8(text - 1), half = vdupq_n_u8(0x0F), kinds_before, kinds_last;
        kinds_before =
            vandq_u8(vqtbl1q_u8(vld1q_u8(stops_before_high), vshrq_n_u8(before, 4)), vqtbl1q_u8(vld1q_u8(stops_before_low), vandq_u8(before, half)));
        kinds_last = vandq_u8(vqtbl1q_u8(vld1q_u8(stops_last_high), vshrq_n_u8(v, 4)), vqtbl1q_u8(vld1q_u8(stops_last_low), vandq_u8(v, half)));
        found = vorrq_u8(found, vtstq_u8(kinds_before, kinds_last));
    }
    return found;
}

size_t fold_candidates_neon(const uint8_t *text, size_t begin, size_t end, uint32_t *positions)
{
    size_t count = 0;
    if (begin == 0 && end > 0) { /* so that every byte below has one before it */
        count = fold_candidates_portable(text, 0, 1, positions);
        begin = 1;
    }
    for (; begin < end && end - begin >= 64; begin += 64) {
        uint8x16_t found[4];
        uint64_t bits;
        for (size_t i = 0; i < 4; i++)
            found[i] = last_of_stops(text + begin + 16 * i);
        for (bits = mask_of_4(found); bits; bits &= bits - 1)
            positions[count++] = (uint32_t)begin + (uint32_t)__builtin_ctzll(bits);
    }
    return count + fold_candidates_portable(text, begin, end, positions + count);
}

static inline struct word_masks look(const char *bytes)
{
    uint8x16_t spaces[4], digits[4];
    for (size_t i = 0; i < 4; i++) {
        uint8x16_t v = vld1q_u8((const uint8_t *)bytes + 16 * i);
        spaces[i] = equal(v, ' ');
        digits[i] = between(v, '0', '9');
    }
    return (struct word_masks){mask_of_4(spaces), mask_of_4(digits)};
}

size_t fold_words_neon(const struct fold_cut *cut)
{
    return words_hash(cut, look);
}

#endif
