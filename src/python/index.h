/* What the files of the type Index share. Private to them. */
#ifndef WIRECOPY_PYTHON_INDEX_H
#define WIRECOPY_PYTHON_INDEX_H

#include "python/objects.h"

struct index_object {
    struct held held;
    struct wirecopy_index *index; /* NULL: the next call opens it */
    PyObject *directory;          /* bytes */
    char fingerprint[17];         /* of what it was made with; "" before it was opened */
    bool writes;                  /* it was opened for writing */
    bool closed;
};

/*
 * Begins a call on an index that is not closed. It is opened for reading first, and for writing when that is asked for; again, where it was compacted
 * since. self->index is there then.
 */
bool index_enter(struct index_object *self, bool writing);

/* None where a call went well; ends it. */
PyObject *index_leave(struct index_object *self, enum wirecopy_status status);

/* The directory, as the library takes it. */
const char *index_directory(const struct index_object *self);

/* What is asked, see index_asking.c. */
PyObject *index_ask(PyObject *self, PyObject *arguments);
PyObject *index_report(PyObject *self, PyObject *arguments);

/* See index_checking.c. */
PyObject *index_check(PyObject *self, PyObject *unused);

#endif
