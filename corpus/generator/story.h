/*
 * Stories. Takes: a corpus's prose and a story's number. Gives: its headline, day and paragraphs as first written;
 * the issues of a form. Promises: the number alone decides all of it. Does not know: copies, outlets.
 */
#ifndef GENERATOR_STORY_H
#define GENERATOR_STORY_H

#include "prose.h"

/* Four months: long enough for an outlet's recurring lines, short enough for some articles an outlet and day. */
enum { CORPUS_DAYS = 120 };

struct story {
    uint64_t key;
    struct voice voice;
    uint32_t day;
    struct text headline, body;
};

void story_release(struct story *story);

/* Makes the story of that number, some mean_words words long on average. */
void story_make(struct story *story, const struct prose *prose, uint64_t number, uint32_t mean_words);

/* The same with a length of one's own. */
void story_make_of_length(struct story *story, const struct prose *prose, uint64_t number, uint64_t words);

/* Appends the headline that the story of that number has. */
void story_headline(const struct prose *prose, uint64_t number, struct text *text);

/* The issue-th issue of a form: lines that the family decides, numbers that the issue decides. */
void story_make_issue(struct story *story, const struct prose *prose, uint64_t family, uint32_t issue);

/* One line, as alerts and results have them. */
void story_make_line(struct story *story, const struct prose *prose, uint64_t number);

#endif
