/* The type Corpus. */
#include "python/objects.h"
#include "python/records.h"

#include <string.h>

void *object_make(PyTypeObject *type, struct session *session)
{
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    struct held *held = (struct held *)allocate(type, 0);
    if (held)
        held->session = session;
    else
        Py_DECREF((PyObject *)session);
    return held;
}

int object_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((struct held *)self)->session);
    return 0;
}

void object_free(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    PyObject_GC_UnTrack(self);
    Py_CLEAR(((struct held *)self)->session);
    release(self);
    Py_DECREF((PyObject *)type);
}

/* Begins a call on a corpus that is open. */
bool corpus_enter(struct corpus_object *self)
{
    if (!session_enter(self->held.session))
        return false;
    if (self->corpus)
        return true;
    session_leave(self->held.session);
    PyErr_SetString(self->held.session->state->in_use, "the corpus was closed");
    return false;
}

/* None where a call went well; ends it. */
PyObject *corpus_leave(struct corpus_object *self, enum wirecopy_status status)
{
    bool good = session_check(self->held.session, status, wirecopy_corpus_error(self->corpus));
    session_leave(self->held.session);
    return good ? Py_NewRef(Py_None) : NULL;
}

/* Makes the library's corpus, or opens a save; without Python's lock, since a save is read whole. */
static bool create(struct corpus_object *self)
{
    struct session *session = self->held.session;
    char message[1200] = "";
    const char *from = self->from ? PyBytes_AsString(self->from) : NULL;
    enum wirecopy_status status;
    bool good;
    if (!session_enter(session))
        return false;
    session_let_go(session);
    status = from ? wirecopy_corpus_open(&session->options, from, &self->corpus, message, sizeof message)
                  : wirecopy_corpus_create(&session->options, &self->corpus);
    session_take_back(session);
    good = session_check(session, status, from ? message : wirecopy_corpus_error(NULL));
    session_leave(session);
    return good;
}

static PyObject *corpus_new(PyTypeObject *type, PyObject *arguments, PyObject *named)
{
    PyObject *options, *from = Py_None;
    struct session *session;
    struct corpus_object *self;
    if (named && PyDict_Size(named) > 0) {
        PyErr_SetString(PyExc_TypeError, "Corpus takes a dict of options and the path of a save");
        return NULL;
    }
    if (!PyArg_ParseTuple(arguments, "O|O", &options, &from))
        return NULL;
    session = session_make(PyType_GetModule(type), options);
    self = session ? object_make(type, session) : NULL;
    if (!self)
        return NULL;
    self->ranks = PyDict_New();
    if (!self->ranks || (from != Py_None && !PyUnicode_FSConverter(from, &self->from)) || !create(self)) {
        Py_DECREF((PyObject *)self);
        return NULL;
    }
    return (PyObject *)self;
}

static void close_corpus(struct corpus_object *self)
{
    if (self->corpus && session_is_ours(self->held.session))
        wirecopy_corpus_free(self->corpus);
    self->corpus = NULL;
}

static void corpus_free(PyObject *self)
{
    struct corpus_object *corpus = (struct corpus_object *)self;
    close_corpus(corpus);
    places_release(&corpus->places);
    Py_CLEAR(corpus->ranks);
    Py_CLEAR(corpus->from);
    object_free(self);
}

static PyObject *corpus_close(PyObject *self, PyObject *unused)
{
    struct corpus_object *corpus = (struct corpus_object *)self;
    (void)unused;
    if (!session_enter(corpus->held.session))
        return NULL;
    close_corpus(corpus);
    session_leave(corpus->held.session);
    return Py_NewRef(Py_None);
}

typedef PyObject *add_batch(struct corpus_object *self, struct batch *batch, PyObject *source);

/* Adds records from memory by way of a batch. */
static PyObject *add_records(PyObject *self, PyObject *source, const char *path, add_batch *add)
{
    struct corpus_object *corpus = (struct corpus_object *)self;
    struct batch *batch;
    PyObject *count = NULL;
    if (!corpus_enter(corpus))
        return NULL;
    batch = PyMem_Calloc(1, sizeof *batch);
    if (batch) {
        batch->session = corpus->held.session;
        batch->corpus = corpus->corpus;
        batch->places = &corpus->places;
        batch->path = path;
        count = add(corpus, batch, source);
        batch_release(batch);
        PyMem_Free(batch);
    } else {
        PyErr_NoMemory();
    }
    session_leave(corpus->held.session);
    return count;
}

static PyObject *iterable(struct corpus_object *self, struct batch *batch, PyObject *source)
{
    return records_add(batch, source, self->ranks, self->places.records);
}

static PyObject *table(struct corpus_object *self, struct batch *batch, PyObject *source)
{
    return arrow_add(batch, source, self->places.records);
}

static PyObject *corpus_add_records(PyObject *self, PyObject *source)
{
    return add_records(self, source, "articles", iterable);
}

static PyObject *corpus_add_table(PyObject *self, PyObject *source)
{
    return add_records(self, source, "table", table);
}

typedef enum wirecopy_status add_these_paths(struct wirecopy_corpus *corpus, const char *const *paths, size_t count);

static PyObject *add_paths(PyObject *self, PyObject *list, add_these_paths *add)
{
    struct corpus_object *corpus = (struct corpus_object *)self;
    size_t count = 0;
    const char **paths = paths_of(list, &count);
    enum wirecopy_status status;
    PyObject *result;
    if (!paths)
        return NULL;
    if (!corpus_enter(corpus)) {
        PyMem_Free(paths);
        return NULL;
    }
    session_let_go(corpus->held.session);
    status = add(corpus->corpus, paths, count);
    session_take_back(corpus->held.session);
    result = corpus_leave(corpus, status);
    PyMem_Free(paths);
    return result;
}

static PyObject *corpus_add_paths(PyObject *self, PyObject *list)
{
    return add_paths(self, list, wirecopy_corpus_add_paths);
}

static PyObject *corpus_add_reference(PyObject *self, PyObject *list)
{
    return add_paths(self, list, wirecopy_corpus_add_reference);
}

/* The bytes of an id; data NULL for None. *held is what they are borrowed from. */
static bool id_of(PyObject *id, struct wirecopy_bytes *bytes, PyObject **held)
{
    *bytes = (struct wirecopy_bytes){NULL, 0};
    *held = NULL;
    if (id == Py_None)
        return true;
    *held = utf8_of(id);
    if (*held)
        *bytes = (struct wirecopy_bytes){PyBytes_AsString(*held), (size_t)PyBytes_Size(*held)};
    return *held != NULL;
}

static PyObject *corpus_watch(PyObject *self, PyObject *id)
{
    struct corpus_object *corpus = (struct corpus_object *)self;
    struct wirecopy_bytes bytes;
    PyObject *held, *result = NULL;
    if (id_of(id, &bytes, &held) && corpus_enter(corpus))
        result = corpus_leave(corpus, wirecopy_corpus_watch(corpus->corpus, bytes));
    Py_XDECREF(held);
    return result;
}

static PyObject *corpus_cluster(PyObject *self, PyObject *unused)
{
    struct corpus_object *corpus = (struct corpus_object *)self;
    struct session *session = corpus->held.session;
    struct wirecopy_clustering *clustering = NULL;
    enum wirecopy_status status;
    PyObject *result;
    (void)unused;
    if (!corpus_enter(corpus))
        return NULL;
    session_let_go(session);
    status = wirecopy_corpus_cluster(corpus->corpus, &clustering);
    session_take_back(session);
    result = corpus_leave(corpus, status);
    if (!result) {
        wirecopy_clustering_free(status == WIRECOPY_OK ? clustering : NULL);
        return NULL;
    }
    Py_DECREF(result);
    return clustering_make(session_again(session), clustering, &corpus->places);
}

static PyObject *corpus_plans(PyObject *self, PyObject *unused)
{
    struct corpus_object *corpus = (struct corpus_object *)self;
    struct session *session = corpus->held.session;
    struct plans_object *plans = object_make(session->state->plans, session_again(session));
    enum wirecopy_status status;
    PyObject *result;
    (void)unused;
    if (!plans)
        return NULL;
    if (!corpus_enter(corpus)) {
        Py_DECREF((PyObject *)plans);
        return NULL;
    }
    session_let_go(session);
    status = wirecopy_corpus_plans(corpus->corpus, plans->plans, &plans->count);
    session_take_back(session);
    result = corpus_leave(corpus, status);
    if (!result) {
        Py_DECREF((PyObject *)plans);
        return NULL;
    }
    Py_DECREF(result);
    return (PyObject *)plans;
}

static PyObject *corpus_compare(PyObject *self, PyObject *arguments)
{
    struct corpus_object *corpus = (struct corpus_object *)self;
    struct session *session = corpus->held.session;
    struct wirecopy_comparison *comparison = NULL;
    struct wirecopy_bytes a, b;
    enum wirecopy_status status = WIRECOPY_OK;
    PyObject *id_a, *id_b, *held_a = NULL, *held_b = NULL, *result = NULL;
    if (!PyArg_ParseTuple(arguments, "OO", &id_a, &id_b))
        return NULL;
    if (id_of(id_a, &a, &held_a) && id_of(id_b, &b, &held_b) && corpus_enter(corpus)) {
        session_let_go(session);
        status = wirecopy_corpus_compare(corpus->corpus, a, b, &comparison);
        session_take_back(session);
        result = corpus_leave(corpus, status);
    }
    Py_XDECREF(held_a);
    Py_XDECREF(held_b);
    if (!result) {
        wirecopy_comparison_free(status == WIRECOPY_OK ? comparison : NULL);
        return NULL;
    }
    Py_DECREF(result);
    return comparison_make(session_again(session), comparison);
}

static PyObject *corpus_counts(PyObject *self, PyObject *unused)
{
    struct corpus_object *corpus = (struct corpus_object *)self;
    struct wirecopy_input_counts counts;
    (void)unused;
    if (!corpus_enter(corpus))
        return NULL;
    counts = wirecopy_corpus_input_counts(corpus->corpus);
    session_leave(corpus->held.session);
    return Py_BuildValue("(KKKKK)", (unsigned long long)counts.articles, (unsigned long long)counts.repeats,
                         (unsigned long long)counts.skipped_records, (unsigned long long)counts.bad_files, (unsigned long long)counts.repaired);
}

static PyObject *corpus_options(PyObject *self, PyObject *unused)
{
    (void)unused;
    return options_show(((struct corpus_object *)self)->held.session);
}

/* Standard input, ready to be read twice. */
static PyObject *corpus_spool(PyObject *self, PyObject *unused)
{
    struct corpus_object *corpus = (struct corpus_object *)self;
    char message[1200] = "";
    enum wirecopy_status status;
    bool good;
    (void)unused;
    if (!corpus_enter(corpus))
        return NULL;
    session_let_go(corpus->held.session);
    status = wirecopy_spool_standard_input(&corpus->held.session->options, message, sizeof message);
    session_take_back(corpus->held.session);
    good = session_check(corpus->held.session, status, message);
    session_leave(corpus->held.session);
    return good ? Py_NewRef(Py_None) : NULL;
}

static int corpus_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((struct corpus_object *)self)->ranks);
    return object_traverse(self, visit, arg);
}

static PyMethodDef corpus_methods[] = {
    {"add_records", corpus_add_records, METH_O, "add_records(iterable): how many dicts, articles and texts were taken."},
    {"add_table", corpus_add_table, METH_O, "add_table(table): how many rows were taken of an object with __arrow_c_stream__."},
    {"add_paths", corpus_add_paths, METH_O, "add_paths(list of bytes)"},
    {"add_reference", corpus_add_reference, METH_O, "add_reference(list of bytes)"},
    {"watch", corpus_watch, METH_O, "watch(id): keep the text of that article; None: of all."},
    {"cluster", corpus_cluster, METH_NOARGS, "cluster(): a Clustering."},
    {"parcels", corpus_parcels, METH_O,
     "parcels(what): \"read\", \"settled\" or \"grouped\"; of each article the hash of its text and of its id, where its parcel ends, and the parcels."},
    {"add_parcels", corpus_add_parcels, METH_O, "add_parcels(buffer): those that stand in it."},
    {"keys", corpus_keys, METH_NOARGS, "keys(): of each text its hash and counts, where its keys end, and the keys."},
    {"meet", corpus_meet, METH_VARARGS, "meet(keys, texts): in order; places of those who meet, and what is lost of whom by which key."},
    {"suffice", corpus_suffice, METH_VARARGS, "suffice(counts, lost, counts, lost, shared, band): a byte for each pair that met."},
    {"judge", corpus_judge, METH_VARARGS, "judge(texts, texts): the pairs that pass the match rule, and whether they match."},
    {"cluster_pairs", corpus_cluster_pairs, METH_VARARGS, "cluster_pairs(texts, texts): a Clustering."},
    {"make_index", corpus_make_index, METH_O, "make_index(directory): an index of its articles there; in place of clustering."},
    {"plans", corpus_plans, METH_NOARGS, "plans(): the Plans."},
    {"compare", corpus_compare, METH_VARARGS, "compare(id, id): a Comparison; of the only two, None and None."},
    {"counts", corpus_counts, METH_NOARGS, "counts(): articles, repeats, skipped records, bad files, repaired."},
    {"options", corpus_options, METH_NOARGS, "options(): as a dict."},
    {"spool", corpus_spool, METH_NOARGS, "spool(): have standard input ready to be read twice."},
    {"close", corpus_close, METH_NOARGS, "close(): free it; its clustering lives on."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot corpus_slots[] = {
    {Py_tp_new, corpus_new},
    {Py_tp_dealloc, corpus_free},
    {Py_tp_traverse, corpus_traverse},
    {Py_tp_methods, corpus_methods},
    {Py_tp_doc, "Corpus(options, directory=None)"},
    {0, NULL},
};

PyType_Spec corpus_spec = {
    .name = "wirecopy._wirecopy.Corpus",
    .basicsize = sizeof(struct corpus_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = corpus_slots,
};
