/* Bits that are set, without an instruction that not every machine has. */
#ifndef WIRECOPY_BASE_BITS_H
#define WIRECOPY_BASE_BITS_H

#include <stddef.h>
#include <stdint.h>

/* How many bits of each byte are set, as a byte each: so that those of up to BYTES_ADDED words can be added before they are added up. */
enum { BYTES_ADDED = 31 };

static inline uint64_t bits_by_byte(uint64_t x)
{
    x -= x >> 1 & UINT64_C(0x5555555555555555);
    x = (x & UINT64_C(0x3333333333333333)) + (x >> 2 & UINT64_C(0x3333333333333333));
    return (x + (x >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
}

/* The sum of the bytes. */
static inline uint32_t bytes_sum(uint64_t bytes)
{
    bytes = (bytes & UINT64_C(0x00ff00ff00ff00ff)) + (bytes >> 8 & UINT64_C(0x00ff00ff00ff00ff));
    return (uint32_t)(bytes * UINT64_C(0x0001000100010001) >> 48);
}

/* How many bits are set in both of two lists of so many words. */
static inline uint32_t bits_in_both(const uint64_t *words, const uint64_t *others, size_t count)
{
    uint32_t set = 0;
    for (size_t begin = 0; begin < count; begin += BYTES_ADDED) {
        size_t end = count - begin < BYTES_ADDED ? count : begin + BYTES_ADDED;
        uint64_t bytes = 0;
        for (size_t w = begin; w < end; w++)
            bytes += bits_by_byte(words[w] & others[w]);
        set += bytes_sum(bytes);
    }
    return set;
}

#endif
