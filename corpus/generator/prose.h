/*
 * Prose. Takes: a voice (what a story draws from) and a stream of random numbers. Gives: phrases, sentences,
 * paragraphs, headlines. Promises: phrases come by Zipf's law from books so large that they are never stored: a
 * phrase's number spells it. Does not know: stories, copies, outlets.
 */
#ifndef GENERATOR_PROSE_H
#define GENERATOR_PROSE_H

#include "lexicon.h"
#include "random.h"
#include "text.h"
#include "zipf.h"

/* What all texts of a corpus draw from. */
struct prose {
    struct lexicon lexicon;
    uint64_t key;
    struct zipf function_words, content_words, topic_words;
    struct zipf phrases, topic_phrases, people, topics;
};

struct person {
    uint32_t first_name, last_name; /* ranks in the lexicon */
};

enum { CAST = 6 };

/* What the stories of one event have in common. */
struct voice {
    uint64_t topic_key, event_key;
    struct person cast[CAST];
    uint32_t quotes; /* per mille of sentences that are the event's: set by the story */
};

void prose_init(struct prose *prose, enum script script, uint64_t key);
void voice_init(struct voice *voice, const struct prose *prose, uint64_t event_key);

/* Appends one paragraph of that many sentences; some of them are the event's, which its other stories quote too. */
void prose_paragraph(const struct prose *prose, const struct voice *voice, struct random *random, uint32_t sentences, struct text *text);

/* The number of sentences of a paragraph. */
uint32_t prose_paragraph_length(struct random *random);

/* Appends a headline; its voice and key alone decide it. */
void prose_headline(const struct prose *prose, const struct voice *voice, uint64_t key, struct text *text);

/* Appends a line of furniture of that many words, without a full stop. */
void prose_label(const struct prose *prose, uint64_t key, uint32_t words, struct text *text);

/* Appends "by" and a person's name. */
void prose_byline(const struct prose *prose, uint64_t key, struct text *text);

/*
 * Writes one word at a place with room for WORD_BYTES: any word of the language, drawn for a replacement. The place
 * after it.
 */
char *prose_any_word(const struct prose *prose, struct random *random, char *at);

/* Writes a number as reports have them, room for 16 bytes. */
char *prose_number(struct random *random, char *at);

#endif
