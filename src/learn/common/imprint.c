/*
 * What two share has its bits in both, so that they share no more shingles than bits, but for those that fell on one bit with another:
 * these are counted for each of the two.
 */
#include "learn/common/imprint.h"

#include "base/bits.h"

size_t imprint_words(uint64_t usual_shingles)
{
    size_t words = IMPRINT_LEAST_WORDS;
    while (words < IMPRINT_WORDS && words * 64 / IMPRINT_BITS_A_SHINGLE < usual_shingles)
        words *= 2;
    return words;
}

size_t imprint_bytes(size_t words)
{
    return sizeof(struct imprint) + words * sizeof(uint64_t);
}

void imprint_take(struct imprint *imprint, size_t words, const uint64_t *shingles, size_t count)
{
    if (count >= words * 64) /* too many bits would be set */
        return;
    for (size_t i = 0; i < count; i++) {
        uint64_t bit = shingles[i] & (words * 64 - 1);
        imprint->bits[bit / 64] |= UINT64_C(1) << bit % 64;
    }
    imprint->shingles = (uint32_t)count;
    imprint->set = bits_in_both(imprint->bits, imprint->bits, words);
}

bool imprints_apart(const struct imprint *a, const struct imprint *b, size_t words, uint32_t one_in)
{
    uint32_t hidden_in_a = a->shingles - a->set, hidden_in_b = b->shingles - b->set, least = a->set < b->set ? a->set : b->set;
    uint32_t hidden = hidden_in_a < hidden_in_b ? hidden_in_a : hidden_in_b;
    return one_in * hidden < least && one_in * (hidden + bits_in_both(a->bits, b->bits, words)) < least;
}
