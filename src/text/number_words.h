/*
 * Number words and names of months. Takes: a word's 32 bits. Gives: whether it is masked in forms. Promises: words of the
 * common languages, folded as every other word is. Does not know: what number it is.
 */
#ifndef WIRECOPY_TEXT_NUMBER_WORDS_H
#define WIRECOPY_TEXT_NUMBER_WORDS_H

#include <stdbool.h>
#include <stdint.h>

/* A power of two, over twice the words listed, so that looking up ends soon. */
enum { NUMBER_WORD_SLOTS = 4096, NUMBER_WORD_FILTER = 1024 };

struct number_words {
    uint64_t filter[NUMBER_WORD_FILTER]; /* two bits of one number for each word: nearly all other words end here */
    uint32_t slots[NUMBER_WORD_SLOTS];   /* 0: free; no word listed hashes to 0 */
    uint32_t count;
};

/* The words listed, as text to fold, ended by a zero byte. */
extern const char number_words_text[];

void number_words_add(struct number_words *set, uint32_t word);

bool number_words_find(const struct number_words *set, uint32_t word);

/* 1 for every word listed, and for few others. */
static inline uint64_t number_words_filter(const uint64_t *filter, uint32_t word)
{
    uint64_t bits = filter[word >> 22];
    return bits >> (word >> 16 & 63) & bits >> (word >> 10 & 63) & 1;
}

/* Whether a word is masked: it holds a digit, or it is listed. */
static inline bool number_words_mask(const struct number_words *set, uint32_t word)
{
    if (word & 1) /* WORD_HAS_DIGIT */
        return true;
    return number_words_filter(set->filter, word) && number_words_find(set, word);
}

#endif
