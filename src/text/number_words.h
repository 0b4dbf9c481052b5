/*
 * Number words and names of months. Takes: a word's 32 bits. Gives: whether it is masked in forms. Promises: words of the
 * common languages, folded as every other word is. Does not know: what number it is.
 */
#ifndef WIRECOPY_TEXT_NUMBER_WORDS_H
#define WIRECOPY_TEXT_NUMBER_WORDS_H

#include <stdbool.h>
#include <stdint.h>

/* A power of two, over twice the words listed, so that looking up ends soon. */
enum { NUMBER_WORD_SLOTS = 4096, NUMBER_WORD_FILTER = 1024, NUMBER_WORD_TABLES = 3, NUMBER_WORD_TABLE = 512 };

/* Where nearly all words end that are not listed. */
struct number_filter {
    uint64_t bits[NUMBER_WORD_FILTER];                     /* two bits of one number for each word */
    uint8_t tables[NUMBER_WORD_TABLES][NUMBER_WORD_TABLE]; /* one bit in each for each word, for kernels that look many up at once: see below */
};

struct number_words {
    struct number_filter filter;
    uint32_t slots[NUMBER_WORD_SLOTS]; /* 0: free; no word listed hashes to 0 */
    uint32_t count;
};

/* The words listed, as text to fold, ended by a zero byte. */
extern const char number_words_text[];

void number_words_add(struct number_words *set, uint32_t word);

/*
 * So that the filter lets the word pass. Of each table one byte of the word says which byte, of those behind the first 256 where the highest bit
 * of another one is set, whose three lowest bits say which bit.
 */
void number_filter_add(struct number_filter *filter, uint32_t word);
static const uint8_t number_table_places[NUMBER_WORD_TABLES] = {3, 2, 1}, number_table_choices[NUMBER_WORD_TABLES] = {2, 1, 3};

static inline bool number_words_find(const struct number_words *set, uint32_t word)
{
    uint32_t slot = word >> 1 & (NUMBER_WORD_SLOTS - 1);
    while (set->slots[slot] && set->slots[slot] != word)
        slot = (slot + 1) & (NUMBER_WORD_SLOTS - 1);
    return set->slots[slot] == word;
}

/* 1 for every word listed, and for few others. */
static inline uint64_t number_words_filter(const struct number_filter *filter, uint32_t word)
{
    uint64_t bits = filter->bits[word >> 22];
    return bits >> (word >> 16 & 63) & bits >> (word >> 10 & 63) & 1;
}

/* Whether a word is masked: it holds a digit, or it is listed. */
static inline bool number_words_mask(const struct number_words *set, uint32_t word)
{
    if (word & 1) /* WORD_HAS_DIGIT */
        return true;
    return number_words_filter(&set->filter, word) && number_words_find(set, word);
}

#endif
