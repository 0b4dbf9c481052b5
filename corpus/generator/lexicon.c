/*
 * Invented words. Latin: syllables of an onset and a vowel, numbered, so that the rank, shuffled by a multiplication,
 * spells the word and no two ranks spell the same; one syllable for function words, two for the next 8,192, three for
 * the rest. Han: one character for function words, one to three, drawn by Zipf's law from 4,000, for the others.
 */
#include "lexicon.h"

#include "random.h"
#include "zipf.h"

/*
 * Consonants and vowels alternate and clusters are never halved between syllables, so a word can be read in one way
 * only.
 */
static const char *const onsets[] = {"b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "st", "tr", "ch", "pl"};
static const char *const vowels[] = {"a", "e", "i", "o", "u", "ea"};
static const char *const codas[] = {"", "n", "r", "s", "", "l", "d", "t"};

enum {
    ONSETS = sizeof onsets / sizeof *onsets,
    VOWELS = sizeof vowels / sizeof *vowels,
    CODAS = sizeof codas / sizeof *codas,
    SYLLABLES = ONSETS * VOWELS, /* 108 */
    TWO_SYLLABLE_WORDS = 8192,   /* of 108 x 108 = 11,664 */
    SHUFFLE = 7919               /* a prime that does not divide 108, so that multiplying by it only reorders */
};

static char *put_string(char *at, const char *string)
{
    while (*string)
        *at++ = *string++;
    return at;
}

static char *put_syllables(char *at, uint32_t number, uint32_t count)
{
    for (uint32_t s = 0; s < count; s++, number /= SYLLABLES) {
        at = put_string(at, onsets[number % SYLLABLES / VOWELS]);
        at = put_string(at, vowels[number % VOWELS]);
    }
    return at;
}

static uint32_t power(uint32_t base, uint32_t exponent)
{
    return exponent ? base * power(base, exponent - 1) : 1;
}

static void spell_latin(char *word, uint32_t rank, uint64_t key)
{
    uint32_t syllables = rank < FUNCTION_WORDS ? 1 : rank < FUNCTION_WORDS + TWO_SYLLABLE_WORDS ? 2 : 3;
    uint32_t all = power(SYLLABLES, syllables), offset = (uint32_t)(random_key(key, syllables) % all);
    /*
     * 128 function words are more than 108 syllables: those after the 64th have a consonant at the end, those before
     * have none.
     */
    uint32_t number = (uint32_t)(((uint64_t)(syllables == 1 ? rank % 64 : rank) * SHUFFLE + offset) % all);
    char *at = put_syllables(word, number, syllables);
    if (syllables > 1)
        at = put_string(at, codas[random_key(key, rank) % CODAS]);
    else if (rank >= 64)
        at = put_string(at, codas[1 + random_key(key, rank) % 3]);
    word[WORD_TEXT_BYTES] = (char)(at - word);
}

/* News gets along with some 4,000 characters; they lie spread over the first 20,000 of the block. */
enum { IDEOGRAPHS = 4000, IDEOGRAPH_FIRST = 0x4e00, IDEOGRAPH_STEP = 5 };

static char *put_ideograph(char *at, uint32_t rank, uint64_t key)
{
    uint32_t shuffled = (uint32_t)(((uint64_t)rank * SHUFFLE + key % IDEOGRAPHS) % IDEOGRAPHS);
    uint32_t c = IDEOGRAPH_FIRST + shuffled * IDEOGRAPH_STEP;
    *at++ = (char)(0xe0 | c >> 12);
    *at++ = (char)(0x80 | (c >> 6 & 0x3f));
    *at++ = (char)(0x80 | (c & 0x3f));
    return at;
}

static void spell_han(char *word, uint32_t rank, uint64_t key, const struct zipf *characters)
{
    struct random random = {random_key(key, rank)};
    char *at = word;
    if (rank < FUNCTION_WORDS) {
        at = put_ideograph(at, rank, key);
    } else {
        /* Words of two characters are by far the most; one-character words are mostly function words, see above. */
        static const uint8_t lengths[10] = {1, 2, 2, 2, 2, 2, 2, 2, 3, 3};
        for (uint32_t left = lengths[random_below(&random, 10)]; left; left--)
            at = put_ideograph(at, FUNCTION_WORDS / 2 + zipf_rank(characters, random_bits(&random)), key);
    }
    word[WORD_TEXT_BYTES] = (char)(at - word);
}

void lexicon_init(struct lexicon *lexicon, enum script script, uint64_t key)
{
    /* Characters follow Zipf's law with a flat head, after those of the function words. */
    struct zipf characters;
    zipf_init(&characters, &(struct zipf_law){.ranks = IDEOGRAPHS - FUNCTION_WORDS / 2, .exponent_quarters = 4, .shift = 60});
    lexicon->script = script;
    memset(lexicon->words, 0, sizeof lexicon->words);
    for (uint32_t rank = 0; rank < LEXICON_WORDS; rank++) {
        if (script == SCRIPT_LATIN)
            spell_latin(lexicon->words[rank], rank, key);
        else
            spell_han(lexicon->words[rank], rank, key, &characters);
    }
}
