/*
 * Places: which article a record from memory became. Takes: records that were added, in order. Gives: the number of the article of each, as the
 * library counts; none of those that were skipped. Promises: some bytes for as many as follow each other. Does not know: what the records were.
 */
#ifndef WIRECOPY_PYTHON_PLACES_H
#define WIRECOPY_PYTHON_PLACES_H

#include "python/module.h"

/* Records that follow each other and became articles that do. */
struct stretch {
    uint64_t record, article, count;
};

/* {0} knows none. */
struct places {
    struct stretch *stretches;
    size_t count, capacity;
    uint64_t records; /* that were taken, the skipped ones too */
};

/* Notes that a record became an article; false where there is no memory, and no exception is set, since Python's lock need not be held. */
bool places_note(struct places *places, uint64_t record, uint64_t article);

void places_release(struct places *places);

/*
 * A list of something of each record: value says what by the article's number, a new reference or NULL with an exception set; skipped is of those
 * that are no articles.
 */
typedef PyObject *value_of_article(void *context, uint64_t article);
PyObject *places_list(const struct places *places, value_of_article *value, void *context, PyObject *skipped);

#endif
