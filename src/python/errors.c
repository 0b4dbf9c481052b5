/* Exceptions: one a status, each also what Python has for such a failure, so that both ways of catching it work. */
#include "python/module.h"

#include <stdio.h>

struct error_row {
    enum wirecopy_status status;
    const char *name, *about;
    PyObject **also; /* Python's own */
};

/* Makes wirecopy.NAME of these bases, and shows it in the module. */
static PyObject *make(PyObject *module, const char *name, const char *about, PyObject *bases)
{
    char full[64];
    PyObject *error;
    snprintf(full, sizeof full, "wirecopy.%s", name);
    error = PyErr_NewExceptionWithDoc(full, about, bases, NULL);
    if (error && PyModule_AddObjectRef(module, name, error) < 0)
        Py_CLEAR(error);
    return error;
}

static PyObject *make_of_two(PyObject *module, const char *name, const char *about, PyObject *first, PyObject *second)
{
    PyObject *bases = PyTuple_Pack(2, first, second), *error = bases ? make(module, name, about, bases) : NULL;
    Py_XDECREF(bases);
    return error;
}

bool errors_make(PyObject *module, struct module_state *state)
{
    const struct error_row rows[] = {
        {WIRECOPY_INVALID, "InvalidError", "An argument or an option is out of its range.", &PyExc_ValueError},
        {WIRECOPY_NO_MEMORY, "NoMemoryError", "Memory ran out.", &PyExc_MemoryError},
        {WIRECOPY_IO, "FileError", "A file could not be read or written.", &PyExc_OSError},
        {WIRECOPY_NOTHING_READ, "NothingReadError", "No input could be read.", &PyExc_OSError},
        {WIRECOPY_BAD_INPUT, "BadInputError", "Some input is bad, and strict reading was asked for; or a file or a save was altered.",
         &PyExc_ValueError},
        {WIRECOPY_STOPPED, "StoppedError", "The run was stopped.", &PyExc_RuntimeError},
        {WIRECOPY_TOO_LARGE, "TooLargeError", "More than the library's limits allow.", &PyExc_ValueError},
        {WIRECOPY_INTERNAL, "InternalError", "The library contradicts itself: please report it.", &PyExc_RuntimeError},
    };
    state->error =
        make(module, "Error", "The base of all errors of wirecopy; status says which of wirecopy.h's it is, from 1; 0: of the package's own.", NULL);
    if (!state->error)
        return false;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        PyObject *error = make_of_two(module, rows[i].name, rows[i].about, state->error, *rows[i].also), *number;
        state->errors[rows[i].status] = error;
        number = error ? PyLong_FromLong(rows[i].status) : NULL;
        if (!number || PyObject_SetAttrString(error, "status", number) < 0) {
            Py_XDECREF(number);
            return false;
        }
        Py_DECREF(number);
    }
    state->in_use =
        make_of_two(module, "InUseError", "What is called is in use, was closed, or belongs to the process that this one was forked from.",
                    state->error, PyExc_RuntimeError);
    return state->in_use != NULL;
}

PyObject *errors_raise(const struct module_state *state, enum wirecopy_status status, const char *detail)
{
    PyObject *text = PyUnicode_DecodeFSDefault(detail && *detail ? detail : wirecopy_status_message(status));
    if (text) {
        PyErr_SetObject(state->errors[status], text);
        Py_DECREF(text);
    }
    return NULL;
}
