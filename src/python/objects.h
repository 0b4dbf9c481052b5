/* The objects that hold what the library makes, each with its session. Private to the files of their types. */
#ifndef WIRECOPY_PYTHON_OBJECTS_H
#define WIRECOPY_PYTHON_OBJECTS_H

#include "python/places.h"
#include "python/session.h"

/* Every object begins so. */
struct held {
    PyObject_HEAD struct session *session;
};

struct corpus_object {
    struct held held;
    struct wirecopy_corpus *corpus; /* NULL: closed */
    PyObject *ranks;                /* of names of values: see records.c */
    PyObject *from;                 /* bytes: the save that it was made of; NULL: none */
    struct places places;           /* of what was added from memory; the clustering's, once there is one */
};

struct clustering_object {
    struct held held;
    struct wirecopy_clustering *clustering;
    struct places places;
};

struct comparison_object {
    struct held held;
    struct wirecopy_comparison *comparison;
};

struct plans_object {
    struct held held;
    size_t count;
    struct wirecopy_plan plans[WIRECOPY_PLANS_MOST];
};

/* An object of a type with a session, which is taken over; on failure it is dropped. All else is zero. */
void *object_make(PyTypeObject *type, struct session *session);

/* What types have in common: slots for the session, which an object's own free calls last. */
int object_traverse(PyObject *self, visitproc visit, void *arg);
void object_free(PyObject *self);

/* Objects of what the library made, which is taken over, and so are the places. */
PyObject *clustering_make(struct session *session, struct wirecopy_clustering *clustering, struct places *places);
PyObject *comparison_make(struct session *session, struct wirecopy_comparison *comparison);

/* Begins a call on a corpus that is open. */
bool corpus_enter(struct corpus_object *self);

/* None where a call went well; ends it. */
PyObject *corpus_leave(struct corpus_object *self, enum wirecopy_status status);

/* Methods of a corpus whose articles are some of those on many machines: arrays come and go as buffers, laid out as Arrow's. In parcels.c. */
PyObject *corpus_parcels(PyObject *self, PyObject *what);
PyObject *corpus_add_parcels(PyObject *self, PyObject *parcels);
PyObject *corpus_keys(PyObject *self, PyObject *unused);
PyObject *corpus_meet(PyObject *self, PyObject *arguments);
PyObject *corpus_suffice(PyObject *self, PyObject *arguments);
PyObject *corpus_judge(PyObject *self, PyObject *arguments);
PyObject *corpus_cluster_pairs(PyObject *self, PyObject *arguments);

/* Makes an index of a corpus's articles in a directory. In index.c. */
PyObject *corpus_make_index(PyObject *self, PyObject *directory);

/* The plans as a list of dicts. */
PyObject *plans_rows(PyObject *self, PyObject *unused);

#endif
