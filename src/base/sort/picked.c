/* Numbers are marked, and the marks are gone through from the lowest on, with a look at those of 64 and of 4,096 numbers at a time. */
#include "base/sort/picked.h"

enum { GROUP_BITS = 18, WORD_BITS = 12, BIT_BITS = 6 };

enum wirecopy_status picked_init(struct picked *picked, uint32_t count)
{
    size_t groups = (size_t)(count >> GROUP_BITS) + 1, words = (size_t)(count >> WORD_BITS) + 1, bits = (size_t)(count >> BIT_BITS) + 1;
    picked->bits = memory_allocate_zero(groups + words + bits, sizeof *picked->bits);
    if (!picked->bits)
        return WIRECOPY_NO_MEMORY;
    picked->words = picked->bits + bits;
    picked->groups = picked->words + words;
    picked->group_count = groups;
    return WIRECOPY_OK;
}

void picked_release(struct picked *picked)
{
    memory_free(picked->bits);
    *picked = (struct picked){0};
}

/* Takes the lowest bit of some that are not 0; returns its number. */
static inline uint32_t take_lowest(uint64_t *bits)
{
    uint32_t lowest = (uint32_t)__builtin_ctzll(*bits);
    *bits &= *bits - 1;
    return lowest;
}

void picked_put_in_order(struct picked *picked, uint32_t *numbers, size_t count)
{
    size_t put = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t number = numbers[i];
        picked->bits[number >> BIT_BITS] |= UINT64_C(1) << (number & 63);
        picked->words[number >> WORD_BITS] |= UINT64_C(1) << (number >> BIT_BITS & 63);
        picked->groups[number >> GROUP_BITS] |= UINT64_C(1) << (number >> WORD_BITS & 63);
    }
    for (size_t group = 0; group < picked->group_count && put < count; group++)
        while (picked->groups[group]) {
            uint32_t word = (uint32_t)group << BIT_BITS | take_lowest(&picked->groups[group]);
            while (picked->words[word]) {
                uint32_t at = word << BIT_BITS | take_lowest(&picked->words[word]);
                while (picked->bits[at])
                    numbers[put++] = at << BIT_BITS | take_lowest(&picked->bits[at]);
            }
        }
}
