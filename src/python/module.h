/*
 * The module _wirecopy. Takes: what the package wirecopy passes on. Gives: the library's objects as Python's. Promises: what Python's
 * threads, signals and exceptions ask of a module; nothing leaks. Does not know: what the package makes of it, which people use.
 *
 * Functions that return a pointer to an object give a new reference, or NULL with an exception set; those that return bool are false with
 * one set.
 */
#ifndef WIRECOPY_PYTHON_MODULE_H
#define WIRECOPY_PYTHON_MODULE_H

#include "python/python.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wirecopy.h"

enum { STATUSES = WIRECOPY_INTERNAL + 1 };

/* What the module holds. */
struct module_state {
    PyTypeObject *session, *corpus, *clustering, *comparison, *plans, *evaluation, *packer, *index;
    PyObject *error;            /* the base of all others */
    PyObject *errors[STATUSES]; /* by status; WIRECOPY_OK has none */
    PyObject *in_use;
};

struct module_state *module_state_of(PyObject *module);

/* Makes the exceptions. */
bool errors_make(PyObject *module, struct module_state *state);

/* Sets the exception of a status; detail "" or NULL: what the status means. Returns NULL. */
PyObject *errors_raise(const struct module_state *state, enum wirecopy_status status, const char *detail);

/* Adds a type of the module, made of its spec. */
bool module_add_type(PyObject *module, PyType_Spec *spec, PyTypeObject **type);

extern PyType_Spec session_spec, corpus_spec, clustering_spec, comparison_spec, plans_spec, evaluation_spec, packer_spec, index_spec;

/* Whether something can be called with bytes; else an exception is set. */
bool is_write(PyObject *write);

/* Functions of the module that stand beside a type. */
PyObject *module_compare(PyObject *module, PyObject *arguments);
PyObject *module_plans_for(PyObject *module, PyObject *arguments);
PyObject *module_evaluate(PyObject *module, PyObject *arguments);

/* A str of bytes; None where there are none. */
PyObject *string_of(struct wirecopy_bytes bytes);

/* A str or bytes as UTF-8, a bytes object; what is no character becomes U+FFFD. */
PyObject *utf8_of(PyObject *value);

/* Puts a value that was just made into a dict, and drops it; false where it is NULL. */
bool put(PyObject *dict, const char *name, PyObject *value);

/* Puts a value that was just made into a tuple at a place; a NULL stays, and is an exception: see tuple_done. */
void tuple_put(PyObject *tuple, Py_ssize_t place, PyObject *value);

/* The tuple where all of its values were made, else NULL. */
PyObject *tuple_done(PyObject *tuple);

/* The paths of a list of bytes, a NULL-free array to be freed with PyMem_Free; the strings are the list's. */
const char **paths_of(PyObject *list, size_t *count);

/* The number of a word among count words; -1 with an exception set where it is none of them. */
int word_of(const struct module_state *state, const char *what, PyObject *value, const char *const *words, int count);

#endif
