/* What the two files of the type Clustering share: beginning and ending a call. Private to them. */
#ifndef WIRECOPY_PYTHON_CLUSTERING_H
#define WIRECOPY_PYTHON_CLUSTERING_H

#include "python/objects.h"

bool clustering_enter(PyObject *self, struct wirecopy_clustering **clustering);

/* Ends a call: true where all went well. */
bool clustering_leave(PyObject *self, enum wirecopy_status status);

/* The methods that write, see clustering_output.c. */
PyObject *clustering_report(PyObject *self, PyObject *arguments);
PyObject *clustering_summary(PyObject *self, PyObject *arguments);
PyObject *clustering_furniture(PyObject *self, PyObject *arguments);
PyObject *clustering_write_furniture(PyObject *self, PyObject *write);
PyObject *clustering_write_plan(PyObject *self, PyObject *write);
PyObject *clustering_dedup(PyObject *self, PyObject *arguments);

#endif
