/*
 * Records on their way into a corpus. Takes: values with the ranks of their names. Gives: articles of the corpus, some hundred at a time, while
 * Python's other threads run. Promises: what the values are borrowed from lives until then. Does not know: where the values are from.
 */
#ifndef WIRECOPY_PYTHON_RECORDS_H
#define WIRECOPY_PYTHON_RECORDS_H

#include "python/places.h"
#include "python/session.h"

enum { BATCH_RECORDS = 256, BATCH_BYTES = 1 << 20 };

struct record {
    size_t begin, count; /* of its values */
    uint64_t line;
};

/* {0} but for the first four is an empty batch. */
struct batch {
    struct session *session;
    struct wirecopy_corpus *corpus;
    struct places *places;
    const char *path; /* what records are said to be of, where one is bad */
    PyObject *held;   /* a list of what values are borrowed from; NULL until something is */
    struct wirecopy_value *values;
    size_t count, capacity, bytes;
    struct record records[BATCH_RECORDS];
    size_t record_count;
};

/* Begins a record; line is its number, from 1. Adds the batch to the corpus first where it is full. */
bool batch_begin(struct batch *batch, uint64_t line);

/* A value of the record that was begun. */
bool batch_value(struct batch *batch, const uint8_t rank[WIRECOPY_FIELD_COUNT], enum wirecopy_value_kind kind, struct wirecopy_bytes bytes);

/* Has the batch hold what a value is borrowed from; takes over the reference. */
bool batch_hold(struct batch *batch, PyObject *object);

/* Adds all records to the corpus and empties the batch. */
bool batch_flush(struct batch *batch);

void batch_release(struct batch *batch);

/* Adds what can be iterated: dicts, articles, texts. The number of the first is first. ranks: a dict that remembers those of names. In records.c. */
PyObject *records_add(struct batch *batch, PyObject *records, PyObject *ranks, uint64_t first);

/* Adds the id of what has none but its number. In records.c. */
bool records_add_id(struct batch *batch, uint64_t number);

/* Adds the rows of an object with the Arrow C stream interface. In arrow.c. */
PyObject *arrow_add(struct batch *batch, PyObject *source, uint64_t first);

#endif
