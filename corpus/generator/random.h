/*
 * Random numbers. Takes: keys. Gives: streams of numbers that the key alone decides, so that any article can be made
 * without those before it. Promises: the same bits on every machine. Does not know: what is drawn.
 *
 * SplitMix64 (Steele, Lea and Flood 2014): a counter and a mixer, so that the n-th number costs no more than the
 * first.
 */
#ifndef GENERATOR_RANDOM_H
#define GENERATOR_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

/* 2 to the 64th over the golden ratio: SplitMix64's step. */
#define RANDOM_STEP UINT64_C(0x9e3779b97f4a7c15)

struct random {
    uint64_t state;
};

/* SplitMix64's mixer: a bijection of 64 bits. */
static inline uint64_t random_mix(uint64_t x)
{
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

/* The key of the number-th thing under a key: of a story, its copies; of an outlet, its lines. */
static inline uint64_t random_key(uint64_t key, uint64_t number)
{
    return random_mix(key + (number + 1) * RANDOM_STEP);
}

static inline uint64_t random_next(struct random *random)
{
    random->state += RANDOM_STEP;
    return random_mix(random->state);
}

static inline uint32_t random_bits(struct random *random)
{
    return (uint32_t)(random_next(random) >> 32);
}

/* A number under bound from 32 bits (Lemire's multiply-shift). */
static inline uint32_t scale_below(uint32_t bits, uint32_t bound)
{
    return (uint32_t)((uint64_t)bits * bound >> 32);
}

static inline uint32_t random_below(struct random *random, uint32_t bound)
{
    return scale_below(random_bits(random), bound);
}

/* A number from least to most, both included. */
static inline uint32_t random_between(struct random *random, uint32_t least, uint32_t most)
{
    return least + random_below(random, most - least + 1);
}

/* True in so many of a thousand cases. */
static inline bool random_chance(struct random *random, uint32_t per_mille)
{
    return random_below(random, 1000) < per_mille;
}

#endif
