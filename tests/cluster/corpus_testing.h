/* Corpora for tests: stories made of numbered sentences, and what became of them. */
#ifndef WIRECOPY_TESTS_CORPUS_TESTING_H
#define WIRECOPY_TESTS_CORPUS_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "cluster/result/clustering.h"

/* A text that grows. */
struct text {
    struct buffer bytes;
};

/* Appends sentence number n of a story, of 12 words, as a line; every story has its own words. */
void text_sentence(struct text *text, unsigned story, unsigned n);
void text_sentences(struct text *text, unsigned story, unsigned count);
void text_line(struct text *text, const char *line);
void text_release(struct text *text);

/* Adds an article; source, date, url may be NULL. */
void add(struct wirecopy_corpus *corpus, const char *id, const struct text *text, const char *source, const char *date, const char *url);

/* Adds count stories of their own, numbered from first, of 12 sentences each, from some outlets. */
void add_stories(struct wirecopy_corpus *corpus, unsigned first, unsigned count);

struct wirecopy_corpus *new_corpus(void);
struct wirecopy_corpus *new_corpus_with(const struct wirecopy_options *options);

/* Clusters and frees the corpus. */
struct wirecopy_clustering *must_cluster(struct wirecopy_corpus *corpus);

/* The member with that id, and its cluster's size. */
struct wirecopy_member member_of(struct wirecopy_clustering *clustering, const char *id, uint32_t *size_out);

/* Clusters and frees the corpus, and gives the size of that member's cluster. */
uint32_t size_with(struct wirecopy_corpus *corpus, const char *id);

#endif
