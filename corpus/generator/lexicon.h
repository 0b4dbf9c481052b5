/*
 * Words. Takes: a script and a key. Gives: invented words by rank, frequent ones short. Promises: no word is of a
 * real list; two ranks of the Latin script never look alike. Does not know: who uses which word how often.
 */
#ifndef GENERATOR_LEXICON_H
#define GENERATOR_LEXICON_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum script { SCRIPT_LATIN, SCRIPT_HAN };

/*
 * Function words are half of all words in us-outlets-2016 (its 128 most frequent: 47 %), and its 7,043 articles have
 * 65,000 words in all, a number that grows with the corpus: so 131,072 others.
 */
enum { FUNCTION_WORDS = 128, CONTENT_WORDS = 1 << 17, LEXICON_WORDS = FUNCTION_WORDS + CONTENT_WORDS };

/*
 * A word in 16 bytes, copied whole: 15 of text, and its length. Function words come first, then the others from
 * frequent to rare.
 */
enum { WORD_BYTES = 16, WORD_TEXT_BYTES = 15 };

struct lexicon {
    enum script script;
    char words[LEXICON_WORDS][WORD_BYTES];
};

void lexicon_init(struct lexicon *lexicon, enum script script, uint64_t key);

/* Writes a word at a place with room for 16 bytes; the place after it. */
static inline char *lexicon_put(const struct lexicon *lexicon, uint32_t rank, char *at)
{
    const char *word = lexicon->words[rank];
    memcpy(at, word, WORD_BYTES);
    return at + (unsigned char)word[WORD_TEXT_BYTES];
}

/* A space where the script has them. Where none follows, take it back with lexicon_trim. */
static inline char *lexicon_space(const struct lexicon *lexicon, char *at)
{
    *at = ' ';
    return at + (lexicon->script == SCRIPT_LATIN);
}

#endif
