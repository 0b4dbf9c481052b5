/* Records that Python has: dicts, objects with a text, plain texts. */
#include "python/records.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_NAMES = 4096 }; /* that are remembered with their ranks */

/* The ranks of a name, as six bytes, of which the first stands for all where it is of no field; borrowed. NULL: an exception. */
static const uint8_t *ranks_of(const struct batch *batch, PyObject *ranks, PyObject *name, bool *any)
{
    uint8_t rank[WIRECOPY_FIELD_COUNT];
    PyObject *known = PyDict_GetItemWithError(ranks, name), *bytes;
    if (!known) {
        if (PyErr_Occurred() || !(bytes = utf8_of(name)))
            return NULL;
        *any = wirecopy_field_rank(&batch->session->options, (struct wirecopy_bytes){PyBytes_AsString(bytes), (size_t)PyBytes_Size(bytes)}, rank);
        Py_DECREF(bytes);
        known = PyBytes_FromStringAndSize((const char *)rank, *any ? WIRECOPY_FIELD_COUNT : 0);
        if (!known)
            return NULL;
        if (PyDict_Size(ranks) >= MOST_NAMES)
            PyDict_Clear(ranks);
        if (PyDict_SetItem(ranks, name, known) < 0) {
            Py_DECREF(known);
            return NULL;
        }
        Py_DECREF(known); /* the dict has it */
    }
    *any = PyBytes_Size(known) > 0;
    return (const uint8_t *)PyBytes_AsString(known);
}

/* The text of a paragraph that is a dict, as publishing systems keep them; borrowed, NULL where it is a picture, a date or the like. */
static PyObject *text_of_block(PyObject *block)
{
    static const char *const names[] = {"text", "content"};
    PyObject *data = PyDict_GetItemString(block, "data"), *text = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && !(text && PyUnicode_Check(text)); i++)
        text = PyDict_GetItemString(block, names[i]);
    if (!(text && PyUnicode_Check(text)) && data && PyDict_Check(data))
        text = PyDict_GetItemString(data, "text");
    return text && PyUnicode_Check(text) ? text : NULL;
}

/* Whether a value is null, or no number or without end, which JSON has no number for: it is null in files. */
static bool is_null(PyObject *value)
{
    double number = PyFloat_Check(value) ? PyFloat_AsDouble(value) : 0;
    return value == Py_None || !isfinite(number);
}

/* Appends the paragraph, if it is one, to texts; before the first that is not empty there is none. False with an exception or where it is anything else. */
static bool append_paragraph(PyObject *texts, PyObject *part)
{
    PyObject *text = PyDict_Check(part) ? text_of_block(part) : part;
    if (!text || is_null(part))
        return true;
    if (PyUnicode_Check(text) && PyUnicode_GetLength(text) == 0 && PyList_Size(texts) == 0)
        return true;
    return PyUnicode_Check(text) && PyList_Append(texts, text) == 0;
}

/* The texts of a list, and of the dicts in it, with a line break between each two; NULL without an exception where it has none, or anything else. */
static PyObject *joined(PyObject *list)
{
    PyObject *parts = PySequence_List(list), *texts = parts ? PyList_New(0) : NULL, *separator, *text = NULL;
    bool good = texts != NULL;
    for (Py_ssize_t i = 0; good && i < PyList_Size(parts); i++)
        good = append_paragraph(texts, PyList_GetItem(parts, i));
    separator = good && PyList_Size(texts) > 0 ? PyUnicode_FromString("\n") : NULL;
    if (separator)
        text = PyUnicode_Join(separator, texts);
    Py_XDECREF(separator);
    Py_XDECREF(texts);
    Py_XDECREF(parts);
    return text;
}

/* A number as it would be written. */
static PyObject *written(PyObject *number)
{
    double value;
    if (!PyFloat_Check(number))
        return PyObject_Str(number);
    value = PyFloat_AsDouble(number);
    if (value >= -9007199254740992.0 && value <= 9007199254740992.0 && value == (double)(int64_t)value)
        return PyUnicode_FromFormat("%lld", (long long)value);
    return PyObject_Str(number);
}

/* An object of another kind: what has an index is a whole number, what has a date's form is one, and an id may be any. */
static PyObject *object_text(const struct batch *batch, PyObject *name, PyObject *value, const uint8_t *rank)
{
    PyObject *method, *text;
    if (PyIndex_Check(value)) {
        PyObject *number = PyNumber_Index(value);
        text = number ? PyObject_Str(number) : NULL;
        Py_XDECREF(number);
        return text;
    }
    method = PyObject_GetAttrString(value, "isoformat");
    if (method) {
        text = PyObject_CallNoArgs(method);
        Py_DECREF(method);
        return text;
    }
    PyErr_Clear();
    if (rank[WIRECOPY_FIELD_ID] != 255 && rank[WIRECOPY_FIELD_TEXT] == 255)
        return PyObject_Str(value);
    PyErr_Format(PyExc_TypeError, "%R of article %llu is of type %R: it is a str, bytes, a number, a date or None", name,
                 (unsigned long long)batch->records[batch->record_count - 1].line - 1, (PyObject *)Py_TYPE(value));
    return NULL;
}

/* What a value is, by the words of JSON; what has a text in Python alone, such as a date, is a text. */
static enum wirecopy_value_kind kind_of(PyObject *value)
{
    if (is_null(value)) /* tables mark what they lack by no number */
        return WIRECOPY_VALUE_NULL;
    if (PyBool_Check(value))
        return WIRECOPY_VALUE_BOOLEAN;
    if (PyLong_Check(value) || PyFloat_Check(value) || PyIndex_Check(value))
        return WIRECOPY_VALUE_NUMBER;
    if (PyDict_Check(value))
        return WIRECOPY_VALUE_OBJECT;
    return PyList_Check(value) || PyTuple_Check(value) ? WIRECOPY_VALUE_LIST : WIRECOPY_VALUE_TEXT;
}

/* A value as a text or bytes, a new reference; NULL without an exception where it has none. Paragraphs are a text, and what is no number is null. */
static PyObject *value_text(const struct batch *batch, PyObject *name, PyObject *value, const uint8_t *rank, enum wirecopy_value_kind *kind)
{
    PyObject *text = NULL;
    *kind = kind_of(value);
    if (PyUnicode_Check(value) || PyBytes_Check(value) || PyByteArray_Check(value) || PyMemoryView_Check(value))
        return Py_NewRef(value);
    if (*kind == WIRECOPY_VALUE_NUMBER && (PyLong_Check(value) || PyFloat_Check(value))) {
        text = written(value);
    } else if (*kind == WIRECOPY_VALUE_NUMBER || *kind == WIRECOPY_VALUE_TEXT) {
        text = object_text(batch, name, value, rank);
    } else if (*kind == WIRECOPY_VALUE_LIST && rank[WIRECOPY_FIELD_TEXT] != 255) {
        text = joined(value);
        *kind = text ? WIRECOPY_VALUE_TEXT : WIRECOPY_VALUE_LIST;
    }
    return text;
}

/* Adds a value to the record that was begun. */
static bool add_value(struct batch *batch, PyObject *name, PyObject *value, const uint8_t *rank)
{
    uint8_t of_text[WIRECOPY_FIELD_COUNT];
    enum wirecopy_value_kind kind;
    PyObject *text = value_text(batch, name, value, rank, &kind), *bytes;
    if (!text) {
        if (PyErr_Occurred())
            return false;
        return rank[WIRECOPY_FIELD_TEXT] == 255 || batch_value(batch, rank, kind, (struct wirecopy_bytes){NULL, 0});
    }
    bytes = utf8_of(text);
    Py_DECREF(text);
    if (!bytes)
        return false;
    if (PyList_Check(value) || PyTuple_Check(value)) { /* paragraphs are a text, and nothing else */
        memset(of_text, 255, sizeof of_text);
        of_text[WIRECOPY_FIELD_TEXT] = rank[WIRECOPY_FIELD_TEXT];
        rank = of_text;
    }
    return batch_hold(batch, bytes) && batch_value(batch, rank, kind, (struct wirecopy_bytes){PyBytes_AsString(bytes), (size_t)PyBytes_Size(bytes)});
}

/* The paths within dicts: a list of tuples of a tuple of names and its ranks, remembered under None; borrowed. NULL: an exception. */
static PyObject *paths_of_fields(const struct batch *batch, PyObject *ranks)
{
    PyObject *paths = PyDict_GetItemWithError(ranks, Py_None);
    uint8_t rank[WIRECOPY_FIELD_COUNT];
    const char *path;
    bool good;
    if (paths || PyErr_Occurred())
        return paths;
    paths = PyList_New(0);
    good = paths != NULL;
    for (size_t i = 0; good && wirecopy_field_path(&batch->session->options, i, &path, rank); i++) {
        PyObject *text = PyUnicode_DecodeUTF8(path, (Py_ssize_t)strlen(path), "surrogateescape");
        PyObject *names = text ? PyObject_CallMethod(text, "split", "s", ".") : NULL;
        PyObject *row = names ? Py_BuildValue("Oy#", names, (const char *)rank, (Py_ssize_t)sizeof rank) : NULL;
        good = row && PyList_Append(paths, row) == 0;
        Py_XDECREF(row);
        Py_XDECREF(names);
        Py_XDECREF(text);
    }
    good = good && PyDict_SetItem(ranks, Py_None, paths) == 0;
    Py_XDECREF(paths); /* the dict has it */
    return good ? paths : NULL;
}

/* What stands at a path; borrowed. NULL without an exception where nothing does. */
static PyObject *value_at(PyObject *dict, PyObject *names)
{
    PyObject *value = dict;
    for (Py_ssize_t i = 0; value && i < PyList_Size(names); i++)
        value = PyDict_Check(value) ? PyDict_GetItemWithError(value, PyList_GetItem(names, i)) : NULL;
    return value;
}

/* Whether a number at a path is a whole one of 64 bits: others have no text there, as in files. */
static bool is_whole(PyObject *number)
{
    int overflow = 0;
    if (!PyLong_Check(number))
        return !PyFloat_Check(number);
    PyLong_AsLongLongAndOverflow(number, &overflow);
    return overflow == 0;
}

/* Adds the value at a path. Where it is only guessed that it is of the field, only what surely can be is taken. */
static bool add_at_path(struct batch *batch, PyObject *names, PyObject *value, const uint8_t *rank)
{
    bool named = memchr(rank, 0, WIRECOPY_FIELD_COUNT) != NULL;
    enum wirecopy_value_kind kind = kind_of(value);
    if (kind == WIRECOPY_VALUE_NUMBER && !is_whole(value))
        return !named || batch_value(batch, rank, kind, (struct wirecopy_bytes){NULL, 0});
    if (!named && kind != WIRECOPY_VALUE_NUMBER && !PyUnicode_Check(value) && !PyBytes_Check(value) && !PyObject_HasAttrString(value, "isoformat"))
        return true;
    return add_value(batch, names, value, rank);
}

/* The values that stand within the dicts of a dict. */
static bool add_nested(struct batch *batch, PyObject *dict, PyObject *ranks)
{
    PyObject *paths = paths_of_fields(batch, ranks);
    bool good = paths != NULL;
    for (Py_ssize_t i = 0; good && i < PyList_Size(paths); i++) {
        PyObject *row = PyList_GetItem(paths, i), *names = PyTuple_GetItem(row, 0), *value = value_at(dict, names);
        good = !PyErr_Occurred();
        if (!value)
            continue;
        Py_INCREF(value);
        good = add_at_path(batch, names, value, (const uint8_t *)PyBytes_AsString(PyTuple_GetItem(row, 1)));
        Py_DECREF(value);
    }
    return good;
}

/* A dict, in the order of its keys. */
static bool add_dict(struct batch *batch, PyObject *dict, PyObject *ranks)
{
    PyObject *name, *value;
    Py_ssize_t place = 0;
    bool nested = false;
    while (PyDict_Next(dict, &place, &name, &value)) {
        const uint8_t *rank;
        bool any = false, good;
        if (!PyUnicode_Check(name))
            continue;
        nested |= PyDict_Check(value);
        rank = ranks_of(batch, ranks, name, &any);
        if (!rank)
            return false;
        if (!any)
            continue;
        Py_INCREF(name);
        Py_INCREF(value);
        good = add_value(batch, name, value, rank);
        Py_DECREF(name);
        Py_DECREF(value);
        if (!good)
            return false;
    }
    return !nested || add_nested(batch, dict, ranks);
}

/* A value for one field alone. */
static bool add_field(struct batch *batch, enum wirecopy_field field, PyObject *name, PyObject *value)
{
    uint8_t rank[WIRECOPY_FIELD_COUNT];
    memset(rank, 255, sizeof rank);
    rank[field] = 0;
    return add_value(batch, name, value, rank);
}

/* An object with a text, and with what else of an article it has. */
static bool add_object(struct batch *batch, PyObject *object)
{
    static const char *const names[WIRECOPY_FIELD_COUNT] = {"text", "id", "title", "source", "date", "url"};
    bool good = true;
    for (int i = 0; i < WIRECOPY_FIELD_COUNT && good; i++) {
        PyObject *name = PyUnicode_FromString(names[i]), *value = name ? PyObject_GetAttr(object, name) : NULL;
        if (value) {
            good = add_field(batch, (enum wirecopy_field)i, name, value);
        } else {
            good = name && PyErr_ExceptionMatches(PyExc_AttributeError);
            if (good)
                PyErr_Clear();
        }
        Py_XDECREF(value);
        Py_XDECREF(name);
    }
    return good;
}

bool records_add_id(struct batch *batch, uint64_t number)
{
    PyObject *id = PyLong_FromUnsignedLongLong(number), *name = PyUnicode_FromString("id");
    bool good = id && name && add_field(batch, WIRECOPY_FIELD_ID, name, id);
    Py_XDECREF(id);
    Py_XDECREF(name);
    return good;
}

/* A text, whose number is its id. */
static bool add_text(struct batch *batch, PyObject *text, uint64_t number)
{
    PyObject *name = PyUnicode_FromString("text");
    bool good = name && add_field(batch, WIRECOPY_FIELD_TEXT, name, text) && records_add_id(batch, number);
    Py_XDECREF(name);
    return good;
}

static bool add_record(struct batch *batch, PyObject *record, PyObject *ranks, uint64_t number)
{
    PyObject *dict;
    bool good;
    if (!batch_begin(batch, number + 1))
        return false;
    if (PyDict_Check(record))
        return add_dict(batch, record, ranks);
    if (PyUnicode_Check(record) || PyBytes_Check(record))
        return add_text(batch, record, number);
    if (PyObject_HasAttrString(record, "text"))
        return add_object(batch, record);
    if (PyObject_HasAttrString(record, "keys")) { /* another mapping */
        dict = PyDict_New();
        good = dict && PyDict_Update(dict, record) == 0 && add_dict(batch, dict, ranks);
        Py_XDECREF(dict);
        return good;
    }
    PyErr_Format(PyExc_TypeError, "article %llu is of type %R: it is a dict, an Article or a str", (unsigned long long)number,
                 (PyObject *)Py_TYPE(record));
    return false;
}

PyObject *records_add(struct batch *batch, PyObject *records, PyObject *ranks, uint64_t first)
{
    PyObject *iterator = PyObject_GetIter(records), *record;
    uint64_t number = first;
    bool good = iterator != NULL;
    while (good && (record = PyIter_Next(iterator)) != NULL) {
        good = add_record(batch, record, ranks, number++);
        Py_DECREF(record);
    }
    good = good && !PyErr_Occurred() && batch_flush(batch);
    Py_XDECREF(iterator);
    return good ? PyLong_FromUnsignedLongLong(number - first) : NULL;
}
