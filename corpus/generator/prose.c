/*
 * Prose without a stored phrase book. A phrase is a number drawn by Zipf's law; mixing it with its book's key spells
 * its words, which are themselves drawn by Zipf's law. So books may hold millions of phrases and cost nothing but the
 * mixing, some nanoseconds a word.
 *
 * The laws and shares below were fitted with bench/compare_corpora.py until unrelated articles shared what those of
 * us-outlets-2016 share. They are the knobs to turn if another real corpus is the model.
 */
#include "prose.h"

/*
 * Real three-word shingles fall with the root of their rank among the first thousand, a little faster after; 28 % of
 * the articles have the first.
 */
static const struct zipf_law phrase_law = {.ranks = 1 << 18, .exponent_quarters = 3, .shift = 9};

/* A Han phrase has twice the shingles, one a character, so that the same head would weigh more than twice. */
static const struct zipf_law han_phrase_law = {.ranks = 1 << 18, .exponent_quarters = 3, .shift = 160};
static const struct zipf_law topic_phrase_law = {.ranks = 1 << 14, .exponent_quarters = 3, .shift = 6};

/* The most frequent word of English news is 5.7 % of all words, so 11 % of function words. */
static const struct zipf_law function_word_law = {.ranks = FUNCTION_WORDS, .exponent_quarters = 4, .shift = 2};
static const struct zipf_law content_word_law = {.ranks = CONTENT_WORDS, .exponent_quarters = 4, .shift = 50};
static const struct zipf_law topic_word_law = {.ranks = 1 << 12, .exponent_quarters = 4, .shift = 10};

/* Two stories are of one topic in about one of a hundred cases. */
static const struct zipf_law topic_law = {.ranks = 400, .exponent_quarters = 3, .shift = 4};
static const struct zipf_law people_law = {.ranks = 1 << 15, .exponent_quarters = 4, .shift = 10};

/* What a unit of a sentence is, in 256ths. */
enum { SHARE_PHRASE = 158, SHARE_TOPIC_PHRASE = 40, SHARE_PERSON = 16, SHARE_NUMBER = 8 };

/* In 256ths: after a function word a content word mostly follows. */
enum { FUNCTION_AFTER_CONTENT = 175, FUNCTION_AFTER_FUNCTION = 40 };

/* Sentences of us-outlets-2016, in words, at the middles of sixteen equal classes: 17 on average. */
static const uint8_t sentence_words[16] = {2, 3, 6, 8, 9, 11, 13, 15, 16, 18, 20, 22, 25, 28, 33, 42};

/* 1.8 sentences a paragraph there. */
static const uint8_t paragraph_sentences[4] = {1, 1, 2, 3};

enum {
    EVENT_SENTENCES = 8,       /* of an event, which its stories share */
    QUOTE_CHANCE = 200,        /* per mille of sentences */
    POSSESSIVE_EVERY = 6,      /* of the persons that a sentence mentions */
    COMMA_CHANCE = 28,         /* of 256 units */
    SAID = 9,                  /* the function word that stands for "said" */
    BY = 14,                   /* and for "by" */
    TOPIC_PERSON_CHANCE = 700, /* per mille of a cast */
    FIRST_NAMES = 512,
    NAMES_FROM = FUNCTION_WORDS + (1 << 13), /* names are rare words */
    LAST_NAMES = 1 << 15
};

/* A unit is at most seven words (phrases 6, a full name 2); a sentence ends with the unit that reaches its length. */
enum { UNIT_BYTES = 8 * (WORD_BYTES + 1), SENTENCE_BYTES = 80 * (WORD_BYTES + 1) };

struct writer {
    const struct prose *prose;
    const struct voice *voice;
    struct random *random;
    char *at;
    uint32_t words;
    bool after_function;
};

void prose_init(struct prose *prose, enum script script, uint64_t key)
{
    prose->key = key;
    lexicon_init(&prose->lexicon, script, random_key(key, 1));
    zipf_init(&prose->function_words, &function_word_law);
    zipf_init(&prose->content_words, &content_word_law);
    zipf_init(&prose->topic_words, &topic_word_law);
    zipf_init(&prose->phrases, script == SCRIPT_HAN ? &han_phrase_law : &phrase_law);
    zipf_init(&prose->topic_phrases, &topic_phrase_law);
    zipf_init(&prose->people, &people_law);
    zipf_init(&prose->topics, &topic_law);
}

static struct person person_of(uint64_t key)
{
    uint32_t bits = (uint32_t)(key >> 32);
    uint32_t first = NAMES_FROM + scale_below(bits, FIRST_NAMES);
    return (struct person){first, NAMES_FROM + FIRST_NAMES + (uint32_t)key % LAST_NAMES};
}

void voice_init(struct voice *voice, const struct prose *prose, uint64_t event_key)
{
    struct random random = {event_key};
    voice->event_key = event_key;
    voice->quotes = 0;
    voice->topic_key = random_key(prose->key, 100 + zipf_rank(&prose->topics, random_bits(&random)));
    for (int p = 0; p < CAST; p++) {
        uint64_t book = random_chance(&random, TOPIC_PERSON_CHANCE) ? voice->topic_key : prose->key;
        voice->cast[p] = person_of(random_key(book, 1000 + zipf_rank(&prose->people, random_bits(&random))));
    }
}

static void put_rank(struct writer *writer, uint32_t rank)
{
    writer->at = lexicon_space(&writer->prose->lexicon, lexicon_put(&writer->prose->lexicon, rank, writer->at));
    writer->words++;
}

/* One word from 64 bits: eight say which kind, the others which. A topic of 0 has no words of its own. */
static void put_word(struct writer *writer, uint64_t bits, uint64_t topic_key)
{
    const struct prose *prose = writer->prose;
    uint32_t kind = bits & 0xff, draw = (uint32_t)(bits >> 32);
    if (kind < (writer->after_function ? FUNCTION_AFTER_FUNCTION : FUNCTION_AFTER_CONTENT)) {
        put_rank(writer, zipf_rank(&prose->function_words, draw));
        writer->after_function = true;
        return;
    }
    writer->after_function = false;
    uint32_t content = zipf_rank(&prose->content_words, draw);
    if (topic_key && bits >> 8 & 1) /* every other content word of a topic's phrases is the topic's, and of the frequent quarter */
        content = (uint32_t)random_key(topic_key, zipf_rank(&prose->topic_words, draw)) % (CONTENT_WORDS / 4);
    put_rank(writer, FUNCTION_WORDS + content);
}

/*
 * Three words in three of eight phrases, else four to six. It starts as if after a content word, so that it is the
 * same everywhere.
 */
static void put_phrase(struct writer *writer, uint64_t phrase_key, uint64_t topic_key)
{
    static const uint8_t lengths[8] = {3, 3, 3, 4, 4, 5, 5, 6};
    struct random random = {phrase_key};
    writer->after_function = false;
    for (uint32_t left = lengths[phrase_key >> 61]; left; left--)
        put_word(writer, random_next(&random), topic_key);
}

static char *capitalise(char *at)
{
    if (*at >= 'a' && *at <= 'z')
        *at = (char)(*at - 'a' + 'A');
    return at;
}

static void put_bytes(struct writer *writer, const char *bytes)
{
    while (*bytes)
        *writer->at++ = *bytes++;
}

/* Takes the last space back: a stop follows. */
static void close_up(struct writer *writer)
{
    writer->at -= writer->prose->lexicon.script == SCRIPT_LATIN;
}

/* First and last name, or the last alone. */
static void put_person(struct writer *writer, struct person person, bool full)
{
    char *begin = writer->at;
    if (full) {
        put_rank(writer, person.first_name);
        capitalise(begin);
        if (writer->prose->lexicon.script == SCRIPT_LATIN)
            writer->at[-1] = MARK_SOFT_SPACE;
        begin = writer->at;
    }
    put_rank(writer, person.last_name);
    capitalise(begin);
    writer->after_function = false;
}

/* A person within a sentence, at times with the possessive that typography spells in two ways. */
static void mention_person(struct writer *writer, uint32_t draw, bool full)
{
    put_person(writer, writer->voice->cast[scale_below(draw, CAST)], full);
    if (writer->prose->lexicon.script == SCRIPT_LATIN && draw % POSSESSIVE_EVERY == 0) {
        writer->at[-1] = MARK_APOSTROPHE;
        put_bytes(writer, "s ");
        writer->words++;
    }
}

char *prose_number(struct random *random, char *at)
{
    static const uint32_t bounds[8] = {10, 10, 100, 100, 1000, 1000, 10000, 100000};
    char digits[8];
    uint32_t number = random_below(random, bounds[random_below(random, 8)]), count = 0;
    do
        digits[count++] = (char)('0' + number % 10);
    while (number /= 10);
    while (count) {
        *at++ = digits[--count];
        if (count == 3)
            *at++ = ',';
    }
    if (random_below(random, 4) == 0) {
        *at++ = '.';
        *at++ = (char)('0' + random_below(random, 10));
    }
    return at;
}

static void put_number(struct writer *writer)
{
    writer->at = lexicon_space(&writer->prose->lexicon, prose_number(writer->random, writer->at));
    writer->words++;
    writer->after_function = false;
}

/* One unit of a sentence: a phrase of the language or of the topic, a person, a number, or a word. */
static void put_unit(struct writer *writer)
{
    const struct prose *prose = writer->prose;
    const struct voice *voice = writer->voice;
    uint64_t bits = random_next(writer->random);
    uint32_t kind = bits & 0xff, draw = (uint32_t)(bits >> 32);
    if (kind < SHARE_PHRASE)
        put_phrase(writer, random_key(prose->key, zipf_rank(&prose->phrases, draw)), 0);
    else if ((kind -= SHARE_PHRASE) < SHARE_TOPIC_PHRASE)
        put_phrase(writer, random_key(voice->topic_key, zipf_rank(&prose->topic_phrases, draw)), voice->topic_key);
    else if ((kind -= SHARE_TOPIC_PHRASE) < SHARE_PERSON)
        mention_person(writer, draw, bits >> 8 & 1);
    else if (kind - SHARE_PERSON < SHARE_NUMBER)
        put_number(writer);
    else
        put_word(writer, random_next(writer->random), bits >> 8 & 1 ? voice->topic_key : 0);
}

static void put_units(struct writer *writer, uint32_t words)
{
    static const char dash[] = {' ', MARK_DASH, ' ', 0};
    bool latin = writer->prose->lexicon.script == SCRIPT_LATIN;
    for (uint32_t goal = writer->words + words; writer->words < goal;) {
        put_unit(writer);
        if (writer->words + 3 < goal && (random_bits(writer->random) & 0xff) < COMMA_CHANCE) {
            close_up(writer);
            put_bytes(writer, !latin ? "，" : random_below(writer->random, 8) ? ", " : dash);
        }
    }
    close_up(writer);
}

/* A sentence, with the space that Latin script has before the next one. */
static void put_sentence(struct writer *writer)
{
    bool latin = writer->prose->lexicon.script == SCRIPT_LATIN;
    bool quote = random_chance(writer->random, QUOTE_CHANCE);
    uint32_t words = sentence_words[random_below(writer->random, 16)];
    if (quote)
        *writer->at++ = MARK_OPEN_QUOTE;
    char *begin = writer->at;
    put_units(writer, words);
    capitalise(begin);
    if (quote) {
        put_bytes(writer, latin ? "," : "，");
        *writer->at++ = MARK_CLOSE_QUOTE;
        if (latin)
            *writer->at++ = ' ';
        put_person(writer, writer->voice->cast[random_below(writer->random, CAST)], false);
        put_rank(writer, SAID);
        close_up(writer);
    }
    put_bytes(writer, latin ? ". " : "。");
}

void prose_paragraph(const struct prose *prose, const struct voice *voice, struct random *random, uint32_t sentences, struct text *text)
{
    struct writer writer = {prose, voice, random, text_reserve(text, (size_t)sentences * SENTENCE_BYTES), 0, false};
    for (; sentences; sentences--) {
        if (random_chance(random, voice->quotes)) {
            struct random event = {random_key(voice->event_key, random_below(random, EVENT_SENTENCES))};
            writer.random = &event;
            put_sentence(&writer);
            writer.random = random;
        } else {
            put_sentence(&writer);
        }
    }
    close_up(&writer);
    text_end_piece(text, writer.at, writer.words);
}

uint32_t prose_paragraph_length(struct random *random)
{
    return paragraph_sentences[random_below(random, 4)];
}

void prose_headline(const struct prose *prose, const struct voice *voice, uint64_t key, struct text *text)
{
    struct random random = {key};
    struct writer writer = {prose, voice, &random, text_reserve(text, SENTENCE_BYTES), 0, false};
    char *begin = writer.at;
    put_units(&writer, random_between(&random, 5, 10));
    capitalise(begin);
    text_end_piece(text, writer.at, writer.words);
}

void prose_label(const struct prose *prose, uint64_t key, uint32_t words, struct text *text)
{
    struct random random = {key};
    struct writer writer = {prose, NULL, &random, text_reserve(text, (words + 1) * (size_t)(WORD_BYTES + 1)), 0, false};
    char *begin = writer.at;
    while (writer.words < words)
        put_word(&writer, random_next(&random), 0);
    close_up(&writer);
    capitalise(begin);
    text_end_piece(text, writer.at, writer.words);
}

void prose_byline(const struct prose *prose, uint64_t key, struct text *text)
{
    struct writer writer = {prose, NULL, NULL, text_reserve(text, UNIT_BYTES), 0, false};
    char *begin = writer.at;
    put_rank(&writer, BY);
    capitalise(begin);
    put_person(&writer, person_of(random_mix(key)), true);
    close_up(&writer);
    text_end_piece(text, writer.at, writer.words);
}

char *prose_any_word(const struct prose *prose, struct random *random, char *at)
{
    return lexicon_put(&prose->lexicon, FUNCTION_WORDS + zipf_rank(&prose->content_words, random_bits(random)), at);
}
