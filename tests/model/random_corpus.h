/*
 * Random corpora. Takes: a seed. Gives: articles with what the rules trip over: copies that are cut, extended and re-headlined,
 * furniture that recurs and that strangers share, forms with other numbers or names, exact copies elsewhere, short and empty texts.
 */
#ifndef WIRECOPY_TESTS_RANDOM_CORPUS_H
#define WIRECOPY_TESTS_RANDOM_CORPUS_H

#include "model/model.h"

/* SplitMix64 (Steele, Lea, Flood 2014). */
struct random {
    uint64_t state;
};
static inline uint64_t random_bits(struct random *random)
{
    uint64_t z = random->state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}
static inline uint32_t random_below(struct random *random, uint32_t bound)
{
    return (uint32_t)((random_bits(random) >> 32) * bound >> 32);
}

/* Fills at most MODEL_ARTICLES inputs; returns how many. */
int random_corpus(struct random *random, struct model_input *inputs);

#endif
