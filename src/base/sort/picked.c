/* Numbers are marked, and the marks are gone through from the lowest on, with a look at those of 4,096 numbers at a time. */
#include "base/sort/picked.h"

enum { WORD_BITS = 12, BIT_BITS = 6 };

enum wirecopy_status picked_init(struct picked *picked, uint32_t count)
{
    size_t words = (size_t)(count >> WORD_BITS) + 1, bits = (size_t)(count >> BIT_BITS) + 1;
    picked->bits = memory_allocate_zero(words + bits, sizeof *picked->bits);
    if (!picked->bits)
        return WIRECOPY_NO_MEMORY;
    picked->words = picked->bits + bits;
    picked->word_count = words;
    return WIRECOPY_OK;
}

void picked_release(struct picked *picked)
{
    memory_free(picked->bits);
    *picked = (struct picked){0};
}

void picked_put_in_order(struct picked *picked, uint32_t *restrict numbers, size_t count)
{
    uint64_t *restrict bits = picked->bits, *restrict words = picked->words;
    size_t put = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t number = numbers[i];
        bits[number >> BIT_BITS] |= UINT64_C(1) << (number & 63);
        words[number >> WORD_BITS] |= UINT64_C(1) << (number >> BIT_BITS & 63);
    }
    for (size_t word = 0; word < picked->word_count && put < count; word++) {
        uint64_t left = words[word];
        words[word] = 0;
        for (; left; left &= left - 1) {
            uint32_t at = (uint32_t)word << BIT_BITS | (uint32_t)__builtin_ctzll(left);
            uint64_t found = bits[at];
            bits[at] = 0;
            for (; found; found &= found - 1)
                numbers[put++] = at << BIT_BITS | (uint32_t)__builtin_ctzll(found);
        }
    }
}
