/*
 * Hashing words as they are cut. Takes: folded bytes and a way to see 64 of them at once. Gives: 32 bits a word. Promises:
 * the one definition of a word's bits, for every kernel. Does not know: lines.
 */
#ifndef WIRECOPY_TEXT_WORDS_HASH_H
#define WIRECOPY_TEXT_WORDS_HASH_H

#include "base/hash.h"
#include "text/fold/fold.h"
#include "text/fold/fold_kernels.h"
#include "text/number_words.h"

/* Which of 64 bytes are spaces, and which are ASCII digits; the first byte is the lowest bit. */
struct word_masks {
    uint64_t spaces, digits;
};

/*
 * As hash_bytes for 1 to 16 bytes, without asking how many: XXH3 has three formulas by length, and words change their length
 * so often that computing all three is cheaper than a wrong guess. 8 bytes before and 16 from bytes on can be read.
 */
static inline __attribute__((always_inline)) uint64_t hash_short(const char *bytes, size_t size)
{
    const uint8_t *input = (const uint8_t *)bytes;
    uint64_t to_3 = XXH3_len_1to3_64b(input, size, XXH3_kSecret, 0);
    uint64_t to_8 = XXH3_len_4to8_64b(input, size, XXH3_kSecret, 0);
    uint64_t to_16 = XXH3_len_9to16_64b(input, size, XXH3_kSecret, 0);
    uint64_t is_3 = -(uint64_t)(size <= 3), is_16 = -(uint64_t)(size > 8);
    return (to_3 & is_3) | (to_16 & is_16) | (to_8 & ~(is_3 | is_16));
}

/*
 * As hash_bytes for 17 to 128 bytes, without asking how many: XXH3 takes them sixteen at a time from both ends, and lines change their length
 * so often that taking all is cheaper than a wrong guess. 64 bytes from bytes on can be read.
 */
static inline __attribute__((always_inline)) uint64_t hash_middling(const char *bytes, size_t size)
{
    const uint8_t *input = (const uint8_t *)bytes;
    uint64_t hash = size * XXH_PRIME64_1;
    for (size_t i = 0; i < 4; i++) {
        uint64_t there = -(uint64_t)(size > 32 * i);
        const uint8_t *back = input + ((size - 16 * (i + 1)) & there);
        hash += (XXH3_mix16B(input + 16 * i, XXH3_kSecret + 32 * i, 0) + XXH3_mix16B(back, XXH3_kSecret + 32 * i + 16, 0)) & there;
    }
    return XXH3_avalanche(hash);
}

/* As hash_bytes for a line. */
static inline uint64_t hash_line_bytes(const char *bytes, size_t size)
{
    return size > 16 && size <= 128 ? hash_middling(bytes, size) : hash_bytes(bytes, size);
}

/* Over so many words in 64 bytes, nearly all are single characters of three bytes, and XXH3's guess is right. */
enum { MANY_WORDS = 14 };

static inline __attribute__((always_inline)) uint32_t word_bits(const char *bytes, size_t size, bool has_digit, bool one_length)
{
    uint64_t hash = size <= 16 && !one_length ? hash_short(bytes, size) : hash_bytes(bytes, size);
    return (uint32_t)(hash >> 33) << 1 | (has_digit ? WORD_HAS_DIGIT : 0);
}

/* See fold_words_kernel. Each kernel calls this with a look of its own, and the compiler makes one loop of both. */
static inline __attribute__((always_inline)) size_t words_hash(const struct fold_cut *cut, struct word_masks (*look)(const char *))
{
    const char *bytes = cut->bytes;
    size_t begin = 0, count = 0, size = cut->size, line = 0;
    bool has_digit = false; /* a digit of the word at begin, in an earlier block */
    for (size_t block = 0; block <= size; block += 64) {
        struct word_masks masks = look(bytes + block);
        bool one_length;
        if (size - block < 64) {
            masks.spaces = (masks.spaces & ((UINT64_C(1) << (size - block)) - 1)) | UINT64_C(1) << (size - block); /* the end */
            masks.digits &= (UINT64_C(1) << (size - block)) - 1;
        }
        one_length = __builtin_popcountll(masks.spaces) > MANY_WORDS;
        while (masks.spaces) {
            size_t end = block + (size_t)__builtin_ctzll(masks.spaces);
            uint64_t before = (masks.spaces & -masks.spaces) - 1, mark;
            uint32_t word = word_bits(bytes + begin, end - begin, has_digit | ((masks.digits & before) != 0), one_length);
            mark = (word | number_words_filter(cut->filter, word)) & 1;
            cut->marks[count / 64] = (count % 64 ? cut->marks[count / 64] : 0) | mark << count % 64;
            cut->words[count] = word;
            cut->ends[count++] = (uint32_t)end;
            cut->line_words[line] = (uint32_t)count;
            line += end == cut->line_ends[line];
            masks.digits &= ~before;
            masks.spaces &= masks.spaces - 1;
            has_digit = false;
            begin = end + 1;
        }
        has_digit = has_digit || masks.digits;
    }
    return count;
}

#endif
