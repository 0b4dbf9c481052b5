/* An index for tests, in a directory of its own that goes at the end. */
#ifndef WIRECOPY_TESTS_INDEX_TESTING_H
#define WIRECOPY_TESTS_INDEX_TESTING_H

#include "cluster/corpus_testing.h"

#include "index/index.h"

/* A directory that is not there yet; remove_folder takes it away with what is in it. */
void new_folder(char name[64]);
void remove_folder(const char *name);

/* Makes an index of some stories, from story 0 on, of 12 sentences each, with ids s0, s1, ... */
void create_index(const char *folder, unsigned stories);

struct wirecopy_index *open_index(const char *folder, bool writing);

/* A corpus for the index with one article of a story's first sentences. */
struct wirecopy_corpus *one_article(struct wirecopy_index *index, const char *id, unsigned story, unsigned sentences, const char *source);

/* What was told last by take_matches: how many, and the first of them. */
struct told {
    size_t asked, matches;
    char id[64];
    enum wirecopy_relation relation;
    double contained;
};
enum wirecopy_status take_matches(void *context, const struct wirecopy_indexed *asked, const struct wirecopy_index_match *matches, size_t count);

/* Asks about such an article. */
struct told ask(struct wirecopy_index *index, const char *id, unsigned story, unsigned sentences);

void must_be_whole(const char *folder);

#endif
