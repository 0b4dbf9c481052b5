/* The type Index: articles that are kept on disk. */
#include "python/index.h"

#include <string.h>

const char *index_directory(const struct index_object *self)
{
    return PyBytes_AsString(self->directory);
}

static void let_index_go(struct index_object *self)
{
    wirecopy_index_close(self->index);
    self->index = NULL;
}

/* Opens it; it is to be what it was when it was opened first. */
static enum wirecopy_status open_index(struct index_object *self, bool writing, char *message, size_t size)
{
    struct wirecopy_index_info info;
    enum wirecopy_status status = wirecopy_index_open(index_directory(self), &self->held.session->options, writing, &self->index, message, size);
    if (status != WIRECOPY_OK) {
        self->index = NULL;
        return status;
    }
    status = wirecopy_index_describe(self->index, &info);
    if (status != WIRECOPY_OK) {
        strncpy(message, wirecopy_index_error(self->index), size - 1);
    } else if (self->fingerprint[0] && strcmp(self->fingerprint, info.fingerprint) != 0) {
        strncpy(message, "another index has taken the place of this one: open it anew", size - 1);
        status = WIRECOPY_INVALID;
    }
    if (status != WIRECOPY_OK) {
        let_index_go(self);
        return status;
    }
    memcpy(self->fingerprint, info.fingerprint, sizeof self->fingerprint);
    self->writes = writing;
    return WIRECOPY_OK;
}

/* Has it open for what is to be done. */
static bool ready(struct index_object *self, bool writing)
{
    struct session *session = self->held.session;
    char message[1200] = "";
    enum wirecopy_status status = WIRECOPY_OK;
    writing |= self->writes;
    session_let_go(session);
    if (self->index && (writing != self->writes || !wirecopy_index_is_current(self->index)))
        let_index_go(self);
    if (!self->index)
        status = open_index(self, writing, message, sizeof message);
    session_take_back(session);
    return session_check(session, status, message);
}

bool index_enter(struct index_object *self, bool writing)
{
    struct session *session = self->held.session;
    if (!session_enter(session))
        return false;
    if (self->closed)
        PyErr_SetString(session->state->in_use, "the index was closed");
    else if (ready(self, writing))
        return true;
    session_leave(session);
    return false;
}

PyObject *index_leave(struct index_object *self, enum wirecopy_status status)
{
    bool good = session_check(self->held.session, status, wirecopy_index_error(self->index));
    session_leave(self->held.session);
    return good ? Py_NewRef(Py_None) : NULL;
}

static PyObject *index_new(PyTypeObject *type, PyObject *arguments, PyObject *named)
{
    PyObject *directory, *options;
    struct session *session;
    struct index_object *self;
    if (named && PyDict_Size(named) > 0) {
        PyErr_SetString(PyExc_TypeError, "Index takes a directory and a dict of options");
        return NULL;
    }
    if (!PyArg_ParseTuple(arguments, "OO", &directory, &options))
        return NULL;
    session = session_make(PyType_GetModule(type), options);
    self = session ? object_make(type, session) : NULL;
    if (!self)
        return NULL;
    if (!PyUnicode_FSConverter(directory, &self->directory) || !index_enter(self, false)) {
        Py_DECREF((PyObject *)self);
        return NULL;
    }
    session_leave(session);
    return (PyObject *)self;
}

static void close_index(struct index_object *self)
{
    if (session_is_ours(self->held.session))
        wirecopy_index_close(self->index);
    self->index = NULL;
    self->closed = true;
}

static void index_free(PyObject *self)
{
    struct index_object *index = (struct index_object *)self;
    close_index(index);
    Py_CLEAR(index->directory);
    object_free(self);
}

static PyObject *index_close(PyObject *self, PyObject *unused)
{
    struct index_object *index = (struct index_object *)self;
    (void)unused;
    if (!session_enter(index->held.session))
        return NULL;
    close_index(index);
    session_leave(index->held.session);
    return Py_NewRef(Py_None);
}

PyObject *corpus_make_index(PyObject *self, PyObject *directory)
{
    struct corpus_object *corpus = (struct corpus_object *)self;
    enum wirecopy_status status;
    PyObject *path = NULL, *result = NULL;
    if (!PyUnicode_FSConverter(directory, &path))
        return NULL;
    if (corpus_enter(corpus)) {
        session_let_go(corpus->held.session);
        status = wirecopy_index_create(PyBytes_AsString(path), corpus->corpus);
        session_take_back(corpus->held.session);
        result = corpus_leave(corpus, status);
    }
    Py_DECREF(path);
    return result;
}

/* A corpus for articles that will be added, or asked about. It has a session of its own: who makes its articles may call the index. */
static PyObject *index_corpus(PyObject *self, PyObject *options)
{
    struct index_object *index = (struct index_object *)self;
    struct session *own = index->held.session, *session = session_make(own->module, options);
    struct corpus_object *corpus = session ? object_make(own->state->corpus, session) : NULL;
    PyObject *done = NULL;
    if (!corpus)
        return NULL;
    corpus->ranks = PyDict_New();
    if (corpus->ranks && index_enter(index, false))
        done = index_leave(index, wirecopy_index_corpus(index->index, &session->options, &corpus->corpus));
    if (!done)
        Py_CLEAR(corpus);
    Py_XDECREF(done);
    return (PyObject *)corpus;
}

/* (added, replaced, repeats, refused) */
static PyObject *index_add(PyObject *self, PyObject *arguments)
{
    struct index_object *index = (struct index_object *)self;
    struct session *session = index->held.session;
    struct wirecopy_index_added added;
    struct corpus_object *corpus;
    int replace;
    enum wirecopy_status status;
    PyObject *done;
    if (!PyArg_ParseTuple(arguments, "O!p", session->state->corpus, &corpus, &replace) || !index_enter(index, true))
        return NULL;
    if (!corpus_enter(corpus)) {
        session_leave(session);
        return NULL;
    }
    session_let_go(session);
    status = wirecopy_index_add(index->index, corpus->corpus, replace, &added);
    session_take_back(session);
    session_leave(corpus->held.session);
    done = index_leave(index, status);
    if (!done)
        return NULL;
    Py_DECREF(done);
    return Py_BuildValue("(KKKK)", (unsigned long long)added.added, (unsigned long long)added.replaced, (unsigned long long)added.repeats,
                         (unsigned long long)added.refused);
}

/* Ids that are not there, as they are told. */
struct missing {
    struct session *session;
    PyObject *list;
    struct wirecopy_bytes id;
};

static bool note_missing(void *context)
{
    struct missing *missing = context;
    PyObject *id = string_of(missing->id);
    bool good = id && PyList_Append(missing->list, id) == 0;
    Py_XDECREF(id);
    return good;
}

static void tell_missing(void *context, struct wirecopy_bytes id)
{
    struct missing *missing = context;
    missing->id = id;
    session_in_python(missing->session, note_missing, missing);
}

/* The ids of a list of texts, to be freed with PyMem_Free; borrowed from *held. */
static struct wirecopy_bytes *ids_of(PyObject *list, size_t *count, PyObject **held)
{
    struct wirecopy_bytes *ids;
    *count = (size_t)PyList_Size(list);
    *held = PyList_New((Py_ssize_t)*count);
    ids = *held ? PyMem_Malloc((*count + 1) * sizeof *ids) : NULL;
    if (*held && !ids)
        PyErr_NoMemory();
    for (size_t i = 0; ids && i < *count; i++) {
        PyObject *bytes = utf8_of(PyList_GetItem(list, (Py_ssize_t)i));
        if (!bytes) {
            PyMem_Free(ids);
            return NULL;
        }
        PyList_SetItem(*held, (Py_ssize_t)i, bytes);
        ids[i] = (struct wirecopy_bytes){PyBytes_AsString(bytes), (size_t)PyBytes_Size(bytes)};
    }
    return ids;
}

/* (removed, ids that are not there) */
static PyObject *index_remove(PyObject *self, PyObject *list)
{
    struct index_object *index = (struct index_object *)self;
    struct session *session = index->held.session;
    struct missing missing = {.session = session};
    struct wirecopy_bytes *ids;
    size_t count = 0;
    uint64_t removed = 0;
    enum wirecopy_status status;
    PyObject *held, *done = NULL, *result = NULL;
    if (!PyList_Check(list)) {
        PyErr_SetString(PyExc_TypeError, "ids are a list of str");
        return NULL;
    }
    ids = ids_of(list, &count, &held);
    missing.list = ids ? PyList_New(0) : NULL;
    if (missing.list && index_enter(index, true)) {
        session_let_go(session);
        status = wirecopy_index_remove(index->index, ids, count, tell_missing, &missing, &removed);
        session_take_back(session);
        done = index_leave(index, status);
    }
    PyMem_Free(ids);
    Py_XDECREF(held);
    if (done)
        result = Py_BuildValue("(KO)", (unsigned long long)removed, missing.list);
    Py_XDECREF(done);
    Py_XDECREF(missing.list);
    return result;
}

static PyObject *index_holds(PyObject *self, PyObject *id)
{
    struct index_object *index = (struct index_object *)self;
    PyObject *bytes = utf8_of(id), *done = NULL;
    enum wirecopy_status status;
    bool holds = false;
    if (bytes && index_enter(index, false)) {
        session_let_go(index->held.session);
        status = wirecopy_index_holds(index->index, (struct wirecopy_bytes){PyBytes_AsString(bytes), (size_t)PyBytes_Size(bytes)}, &holds);
        session_take_back(index->held.session);
        done = index_leave(index, status);
    }
    Py_XDECREF(bytes);
    if (!done)
        return NULL;
    Py_DECREF(done);
    return PyBool_FromLong(holds);
}

enum { INFO_FIELDS = 14 };

/* The fields in the order in which the command line has them. */
static PyObject *index_info(PyObject *self, PyObject *unused)
{
    struct index_object *index = (struct index_object *)self;
    struct wirecopy_index_info info;
    enum wirecopy_status status;
    PyObject *done, *tuple;
    (void)unused;
    if (!index_enter(index, false))
        return NULL;
    session_let_go(index->held.session);
    status = wirecopy_index_describe(index->index, &info);
    session_take_back(index->held.session);
    done = index_leave(index, status);
    if (!done)
        return NULL;
    Py_DECREF(done);
    tuple = PyTuple_New(INFO_FIELDS);
    tuple_put(tuple, 0, PyLong_FromUnsignedLongLong(info.articles));
    tuple_put(tuple, 1, PyLong_FromUnsignedLongLong(info.texts));
    tuple_put(tuple, 2, PyLong_FromUnsignedLongLong(info.postings));
    tuple_put(tuple, 3, PyUnicode_FromString(info.keys));
    tuple_put(tuple, 4, PyFloat_FromDouble(info.resemblance));
    tuple_put(tuple, 5, PyFloat_FromDouble(info.containment));
    tuple_put(tuple, 6, PyLong_FromUnsignedLong(info.shingle_words));
    tuple_put(tuple, 7, PyBool_FromLong(info.furniture));
    tuple_put(tuple, 8, PyLong_FromUnsignedLongLong(info.furniture_lines));
    tuple_put(tuple, 9, PyLong_FromUnsignedLongLong(info.common_shingles));
    tuple_put(tuple, 10, PyLong_FromUnsignedLongLong(info.file_bytes));
    tuple_put(tuple, 11, PyLong_FromUnsignedLongLong(info.used_bytes));
    tuple_put(tuple, 12, PyLong_FromUnsignedLong(info.version));
    tuple_put(tuple, 13, PyUnicode_FromString(info.fingerprint));
    return tuple_done(tuple);
}

typedef enum wirecopy_status write_made_with(struct wirecopy_index *index, wirecopy_write *write, void *context);

static PyObject *write_file(PyObject *self, PyObject *write, write_made_with *made_with)
{
    struct index_object *index = (struct index_object *)self;
    struct writer writer = {index->held.session, write};
    enum wirecopy_status status;
    if (!is_write(write) || !index_enter(index, false))
        return NULL;
    session_let_go(index->held.session);
    status = made_with(index->index, write_to_python, &writer);
    session_take_back(index->held.session);
    return index_leave(index, status);
}

static PyObject *index_write_furniture(PyObject *self, PyObject *write)
{
    return write_file(self, write, wirecopy_index_write_furniture);
}

static PyObject *index_write_plan(PyObject *self, PyObject *write)
{
    return write_file(self, write, wirecopy_index_write_plan);
}

/* The next call opens what it has become. */
static PyObject *index_compact(PyObject *self, PyObject *unused)
{
    struct index_object *index = (struct index_object *)self;
    struct session *session = index->held.session;
    char message[1200] = "";
    enum wirecopy_status status;
    bool good;
    (void)unused;
    if (!index_enter(index, false))
        return NULL;
    session_let_go(session);
    let_index_go(index);
    status = wirecopy_index_compact(index_directory(index), message, sizeof message);
    session_take_back(session);
    good = session_check(session, status, message);
    session_leave(session);
    return good ? Py_NewRef(Py_None) : NULL;
}

static PyMethodDef index_methods[] = {
    {"corpus", index_corpus, METH_O, "corpus(options): an empty Corpus, for add, ask and report."},
    {"add", index_add, METH_VARARGS, "add(corpus, replace): how many were added, replaced, repeats, refused."},
    {"ask", index_ask, METH_VARARGS, "ask(corpus, stored, first, count): of each article the fields of an Answer."},
    {"report", index_report, METH_VARARGS, "report(corpus, stored, write, format, color, width)"},
    {"remove", index_remove, METH_O, "remove(list of str): how many were removed, and the ids that are not there."},
    {"holds", index_holds, METH_O, "holds(id): whether an article is stored under it."},
    {"info", index_info, METH_NOARGS, "info(): the fields of an IndexInfo."},
    {"write_furniture", index_write_furniture, METH_O, "write_furniture(write)"},
    {"write_plan", index_write_plan, METH_O, "write_plan(write)"},
    {"check", index_check, METH_NOARGS, "check(): a list of what is wrong."},
    {"compact", index_compact, METH_NOARGS, "compact()"},
    {"close", index_close, METH_NOARGS, "close()"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot index_slots[] = {
    {Py_tp_new, index_new},
    {Py_tp_dealloc, index_free},
    {Py_tp_traverse, object_traverse},
    {Py_tp_methods, index_methods},
    {Py_tp_doc, "Index(directory, options)"},
    {0, NULL},
};

PyType_Spec index_spec = {
    .name = "wirecopy._wirecopy.Index",
    .basicsize = sizeof(struct index_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = index_slots,
};
