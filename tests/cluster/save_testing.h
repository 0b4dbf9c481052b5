/* Saves for tests: a folder for one, runs into it and from it, and all that they write. */
#ifndef WIRECOPY_TESTS_SAVE_TESTING_H
#define WIRECOPY_TESTS_SAVE_TESTING_H

#include "cluster/corpus_testing.h"

enum { SAVE_FILES = 10 };

/* The files of a save, in the order in which they are made. */
extern const char *const save_files[SAVE_FILES];

/* The folder of the save, within one of the test's own; there from save_room_make on. */
extern char save_directory[64];

/* Before and after a group of tests. */
int save_room_make(void **state);
int save_room_remove(void **state);

/* The path of a file, in the save or beside it; there until the next call. */
const char *save_path(const char *file);
const char *save_room_path(const char *file);

/* Keys that are chosen by hand, so that every corpus has the same; save may be NULL. */
struct wirecopy_options options_by_hand(const char *save);

/* A wirecopy_write into a buffer. */
int append(void *context, const char *data, size_t size);

/* All views and the summary, but for what differs from run to run; ends with a NUL, and frees the clustering. */
struct buffer views_of(struct wirecopy_clustering *clustering, bool passages);

/* They are equal; both are released. */
void same_bytes(struct buffer a, struct buffer b);

/* The save, read. */
struct wirecopy_corpus *open_save(const struct wirecopy_options *options);

/* Clusters from the save with each allocation failing in turn: that, or all is well, and nothing is left. At least so many are met. */
void fail_each_allocation(const struct wirecopy_options *options, uint64_t at_least);

#endif
