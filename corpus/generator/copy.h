/*
 * Copies. Takes: a story and a copy's key. Gives: the story's paragraphs as another outlet has them: cut, dropped,
 * moved, added to, reworded, in a digest. Promises: at least a seventh of the copies lie near the border of the match
 * rule. Does not know: furniture, outlets.
 */
#ifndef GENERATOR_COPY_H
#define GENERATOR_COPY_H

#include "story.h"

/* What copying needs besides: kept from copy to copy. {0} is a fresh one. */
struct copier {
    struct story other; /* a story outside the corpus, for digests */
    uint32_t *plan;
    size_t plan_count, plan_capacity;
    bool all_differ; /* rewords a few words of every copy, so that hardly two are equal */
};

void copier_release(struct copier *copier);

/* Appends the copy's paragraphs. */
void copy_make(struct copier *copier, const struct prose *prose, const struct story *story, uint64_t copy_key, uint32_t mean_words,
               struct text *text);

#endif
