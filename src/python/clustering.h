/* What the two files of the type Clustering share: beginning and ending a call. Private to them. */
#ifndef WIRECOPY_PYTHON_CLUSTERING_H
#define WIRECOPY_PYTHON_CLUSTERING_H

#include "python/objects.h"

/* The words for what is kept and dropped, by number. */
extern const char *const keep_words[6], *const drop_words[3];

bool clustering_enter(PyObject *self, struct wirecopy_clustering **clustering);

/* Ends a call: true where all went well. */
bool clustering_leave(PyObject *self, enum wirecopy_status status);

/* Of records from memory, see clustering_records.c. */
PyObject *clustering_labels(PyObject *self, PyObject *unused);
PyObject *clustering_kept(PyObject *self, PyObject *arguments);

/* The methods that write, see clustering_output.c. */
PyObject *clustering_report(PyObject *self, PyObject *arguments);
PyObject *clustering_summary(PyObject *self, PyObject *arguments);
PyObject *clustering_furniture(PyObject *self, PyObject *arguments);
PyObject *clustering_write_furniture(PyObject *self, PyObject *write);
PyObject *clustering_write_plan(PyObject *self, PyObject *write);
PyObject *clustering_dedup(PyObject *self, PyObject *arguments);

#endif
