/*
 * What two share has its bits in both, so that they share no more shingles than bits, but for those that fell on one bit with another:
 * these are counted for each of the two.
 */
#include "learn/imprint.h"

#include "base/bits.h"

void imprint_take(struct imprint *imprint, const uint64_t *shingles, size_t count)
{
    if (count >= IMPRINT_BITS) /* too many bits would be set */
        return;
    for (size_t i = 0; i < count; i++) {
        uint64_t bit = shingles[i] % IMPRINT_BITS;
        imprint->bits[bit / 64] |= UINT64_C(1) << bit % 64;
    }
    imprint->shingles = (uint32_t)count;
    imprint->set = bits_in_both(imprint->bits, imprint->bits, IMPRINT_WORDS);
}

bool imprints_apart(const struct imprint *a, const struct imprint *b, uint32_t one_in)
{
    uint32_t hidden_in_a = a->shingles - a->set, hidden_in_b = b->shingles - b->set, least = a->set < b->set ? a->set : b->set;
    uint32_t hidden = hidden_in_a < hidden_in_b ? hidden_in_a : hidden_in_b;
    return one_in * hidden < least && one_in * (hidden + bits_in_both(a->bits, b->bits, IMPRINT_WORDS)) < least;
}
