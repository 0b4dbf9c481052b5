/* Values between Python and the library: texts, dicts, tuples, lists of paths. */
#include "python/module.h"

#include <string.h>

PyObject *string_of(struct wirecopy_bytes bytes)
{
    if (!bytes.data)
        return Py_NewRef(Py_None);
    return PyUnicode_DecodeUTF8(bytes.data, (Py_ssize_t)bytes.size, "replace");
}

/* Halves of a pair that stand together become their character, others U+FFFD: UTF-16 has both. */
static PyObject *mended(PyObject *text)
{
    PyObject *units = PyUnicode_AsEncodedString(text, "utf-16-le", "surrogatepass"), *whole = NULL, *bytes = NULL;
    if (units)
        whole = PyUnicode_Decode(PyBytes_AsString(units), PyBytes_Size(units), "utf-16-le", "replace");
    if (whole)
        bytes = PyUnicode_AsUTF8String(whole);
    Py_XDECREF(units);
    Py_XDECREF(whole);
    return bytes;
}

PyObject *utf8_of(PyObject *value)
{
    PyObject *bytes;
    if (!PyUnicode_Check(value))
        return PyBytes_FromObject(value);
    bytes = PyUnicode_AsUTF8String(value); /* a copy for the time of the call: the text would keep the other for good */
    if (bytes || !PyErr_ExceptionMatches(PyExc_UnicodeEncodeError))
        return bytes;
    PyErr_Clear();
    return mended(value);
}

bool is_write(PyObject *write)
{
    if (!PyCallable_Check(write))
        PyErr_SetString(PyExc_TypeError, "write is a callable that takes bytes");
    return PyCallable_Check(write);
}

bool put(PyObject *dict, const char *name, PyObject *value)
{
    bool good = value && PyDict_SetItemString(dict, name, value) == 0;
    Py_XDECREF(value);
    return good;
}

void tuple_put(PyObject *tuple, Py_ssize_t place, PyObject *value)
{
    if (tuple)
        PyTuple_SetItem(tuple, place, value); /* NULL too, which leaves the place empty */
    else
        Py_XDECREF(value);
}

PyObject *tuple_done(PyObject *tuple)
{
    if (tuple && PyErr_Occurred())
        Py_CLEAR(tuple);
    return tuple;
}

const char **paths_of(PyObject *list, size_t *count)
{
    const char **paths;
    if (!PyList_Check(list)) {
        PyErr_SetString(PyExc_TypeError, "paths are a list of bytes");
        return NULL;
    }
    *count = (size_t)PyList_Size(list);
    paths = PyMem_Malloc((*count + 1) * sizeof *paths);
    if (!paths) {
        PyErr_NoMemory();
        return NULL;
    }
    for (size_t i = 0; i < *count; i++) {
        char *path = PyBytes_AsString(PyList_GetItem(list, (Py_ssize_t)i));
        if (!path) {
            PyMem_Free(paths);
            return NULL;
        }
        paths[i] = path;
    }
    return paths;
}

int word_of(const struct module_state *state, const char *what, PyObject *value, const char *const *words, int count)
{
    PyObject *all;
    for (int i = 0; i < count && PyUnicode_Check(value); i++)
        if (PyUnicode_CompareWithASCIIString(value, words[i]) == 0)
            return i;
    all = PyUnicode_FromString(words[0]);
    for (int i = 1; i < count && all; i++) {
        PyObject *more = PyUnicode_FromFormat(i + 1 < count ? "%U, %s" : "%U or %s", all, words[i]);
        Py_DECREF(all);
        all = more;
    }
    if (all)
        PyErr_Format(PyUnicode_Check(value) ? state->errors[WIRECOPY_INVALID] : PyExc_TypeError, "%s is %U, not %R", what, all, value);
    Py_XDECREF(all);
    return -1;
}
