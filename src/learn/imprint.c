/*
 * What two share has its bits in both, so that they share no more shingles than bits, but for those that fell on one bit with another:
 * these are counted for each of the two.
 */
#include "learn/imprint.h"

/* The bits that are set in both. */
static uint32_t count_bits(const uint64_t *words, const uint64_t *others)
{
    const uint64_t twos = 0x5555555555555555, fours = 0x3333333333333333, eights = 0x0f0f0f0f0f0f0f0f, sixteens = 0x00ff00ff00ff00ff;
    uint64_t sums = 0; /* four of 16 bits */
    for (size_t i = 0; i < IMPRINT_WORDS; i++) {
        uint64_t bits = words[i] & others[i];
        bits -= bits >> 1 & twos;
        bits = (bits & fours) + (bits >> 2 & fours);
        bits = (bits + (bits >> 4)) & eights;
        sums += (bits & sixteens) + (bits >> 8 & sixteens);
    }
    return (uint32_t)((sums & 0xffff) + (sums >> 16 & 0xffff) + (sums >> 32 & 0xffff) + (sums >> 48));
}

void imprint_take(struct imprint *imprint, const uint64_t *shingles, size_t count)
{
    if (count >= IMPRINT_BITS) /* too many bits would be set */
        return;
    for (size_t i = 0; i < count; i++) {
        uint64_t bit = shingles[i] % IMPRINT_BITS;
        imprint->bits[bit / 64] |= UINT64_C(1) << bit % 64;
    }
    imprint->shingles = (uint32_t)count;
    imprint->set = count_bits(imprint->bits, imprint->bits);
}

bool imprints_apart(const struct imprint *a, const struct imprint *b, uint32_t one_in)
{
    uint32_t hidden_in_a = a->shingles - a->set, hidden_in_b = b->shingles - b->set, least = a->set < b->set ? a->set : b->set;
    uint32_t hidden = hidden_in_a < hidden_in_b ? hidden_in_a : hidden_in_b;
    return one_in * hidden < least && one_in * (hidden + count_bits(a->bits, b->bits)) < least;
}
