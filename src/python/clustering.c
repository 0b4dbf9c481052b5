/* The type Clustering: what clusters and members are, as tuples, whose fields the package names. */
#include "python/clustering.h"

#include <string.h>

PyObject *clustering_make(struct session *session, struct wirecopy_clustering *clustering, struct places *places)
{
    struct clustering_object *self = object_make(session->state->clustering, session);
    if (self) {
        self->clustering = clustering;
        self->places = *places;
        *places = (struct places){.stretches = NULL};
    } else {
        wirecopy_clustering_free(clustering);
    }
    return (PyObject *)self;
}

bool clustering_enter(PyObject *self, struct wirecopy_clustering **clustering)
{
    struct clustering_object *object = (struct clustering_object *)self;
    if (!session_enter(object->held.session))
        return false;
    *clustering = object->clustering;
    if (object->clustering)
        return true;
    session_leave(object->held.session);
    PyErr_SetString(object->held.session->state->in_use, "the clustering was closed");
    return false;
}

bool clustering_leave(PyObject *self, enum wirecopy_status status)
{
    struct clustering_object *object = (struct clustering_object *)self;
    bool good = session_check(object->held.session, status, wirecopy_clustering_error(object->clustering));
    session_leave(object->held.session);
    return good;
}

static void close_clustering(struct clustering_object *self)
{
    if (self->clustering && session_is_ours(self->held.session))
        wirecopy_clustering_free(self->clustering);
    self->clustering = NULL;
}

static void clustering_free(PyObject *self)
{
    close_clustering((struct clustering_object *)self);
    places_release(&((struct clustering_object *)self)->places);
    object_free(self);
}

static PyObject *clustering_close(PyObject *self, PyObject *unused)
{
    struct clustering_object *object = (struct clustering_object *)self;
    (void)unused;
    if (!session_enter(object->held.session))
        return NULL;
    close_clustering(object);
    session_leave(object->held.session);
    return Py_NewRef(Py_None);
}

/* (clusters, articles) */
static PyObject *clustering_counts(PyObject *self, PyObject *unused)
{
    struct wirecopy_clustering *clustering;
    size_t clusters, articles;
    (void)unused;
    if (!clustering_enter(self, &clustering))
        return NULL;
    clusters = wirecopy_clustering_count(clustering);
    articles = wirecopy_clustering_article_count(clustering);
    clustering_leave(self, WIRECOPY_OK);
    return Py_BuildValue("(KK)", (unsigned long long)clusters, (unsigned long long)articles);
}

/* A word for each bit that is set. */
static PyObject *bit_words(uint32_t bits, const char *const *words, unsigned count)
{
    PyObject *list = PyList_New(0), *tuple;
    for (unsigned i = 0; list && i < count; i++)
        if (bits >> i & 1) {
            PyObject *word = PyUnicode_FromString(words[i]);
            if (!word || PyList_Append(list, word) < 0)
                Py_CLEAR(list);
            Py_XDECREF(word);
        }
    tuple = list ? PyList_AsTuple(list) : NULL;
    Py_XDECREF(list);
    return tuple;
}

static PyObject *clustering_cluster(PyObject *self, PyObject *arguments)
{
    static const char *const warnings[] = {"chain", "giant"};
    struct wirecopy_clustering *clustering;
    struct wirecopy_cluster cluster;
    Py_ssize_t number;
    PyObject *words;
    if (!PyArg_ParseTuple(arguments, "n", &number) || !clustering_enter(self, &clustering) ||
        !clustering_leave(self, wirecopy_clustering_cluster(clustering, (size_t)number, &cluster)))
        return NULL;
    words = bit_words(cluster.warnings, warnings, 2);
    return words ? Py_BuildValue("(skkNdd)", cluster.id, (unsigned long)cluster.size, (unsigned long)cluster.outlets, words, cluster.weakest,
                                 cluster.diameter)
                 : NULL;
}

/* None where a day or a minute is unknown. */
static PyObject *known(int32_t number)
{
    return number == INT32_MIN ? Py_NewRef(Py_None) : PyLong_FromLong(number);
}

static PyObject *numbers(const uint32_t *values, size_t count)
{
    PyObject *tuple = PyTuple_New((Py_ssize_t)count);
    for (size_t i = 0; i < count; i++)
        tuple_put(tuple, (Py_ssize_t)i, PyLong_FromUnsignedLong(values[i]));
    return tuple_done(tuple);
}

/* A word, or None where it is "". */
static PyObject *word_or_none(const char *word)
{
    return *word ? PyUnicode_FromString(word) : Py_NewRef(Py_None);
}

enum { MEMBER_FIELDS = 16 };

static PyObject *member_tuple(const struct wirecopy_member *member)
{
    static const char *const classes[] = {[WIRECOPY_CLASS_ARTICLE] = "article",
                                          [WIRECOPY_CLASS_EMPTY] = "empty",
                                          [WIRECOPY_CLASS_SHORT] = "short",
                                          [WIRECOPY_CLASS_FURNITURE_ONLY] = "furniture-only"};
    PyObject *tuple = PyTuple_New(MEMBER_FIELDS);
    tuple_put(tuple, 0, string_of(member->id));
    tuple_put(tuple, 1, string_of(member->source));
    tuple_put(tuple, 2, string_of(member->date));
    tuple_put(tuple, 3, string_of(member->title));
    tuple_put(tuple, 4, string_of(member->url));
    tuple_put(tuple, 5, string_of(member->credit));
    tuple_put(tuple, 6, PyLong_FromUnsignedLong(member->cluster));
    tuple_put(tuple, 7, PyBool_FromLong(member->is_representative));
    tuple_put(tuple, 8, word_or_none(wirecopy_relation_word(member->relation)));
    tuple_put(tuple, 9, PyUnicode_FromString(classes[member->class_]));
    tuple_put(tuple, 10, PyFloat_FromDouble(member->resemblance));
    tuple_put(tuple, 11, PyFloat_FromDouble(member->containment));
    tuple_put(tuple, 12, PyFloat_FromDouble(member->contained));
    tuple_put(tuple, 13, known(member->day));
    tuple_put(tuple, 14, known(member->minute));
    tuple_put(tuple, 15, numbers(member->also_holds, member->also_holds_count));
    return tuple_done(tuple);
}

/* The tuple is made before the call ends: the strings are borrowed until the next one. */
static PyObject *clustering_member(PyObject *self, PyObject *arguments)
{
    struct wirecopy_clustering *clustering;
    struct wirecopy_member member;
    Py_ssize_t number, of;
    enum wirecopy_status status;
    PyObject *tuple = NULL;
    if (!PyArg_ParseTuple(arguments, "nn", &number, &of) || !clustering_enter(self, &clustering))
        return NULL;
    status = wirecopy_clustering_member(clustering, (size_t)number, (size_t)of, &member);
    if (status == WIRECOPY_OK)
        tuple = member_tuple(&member);
    if (!clustering_leave(self, status))
        Py_CLEAR(tuple);
    return tuple;
}

/* A member's number, or None. */
static PyObject *member_number(size_t number)
{
    return number == SIZE_MAX ? Py_NewRef(Py_None) : PyLong_FromSize_t(number);
}

static PyObject *hours_of(struct wirecopy_clustering *clustering, size_t cluster, const struct wirecopy_spread *spread, enum wirecopy_status *status)
{
    struct wirecopy_cluster described;
    PyObject *tuple;
    *status = wirecopy_clustering_cluster(clustering, cluster, &described);
    tuple = *status == WIRECOPY_OK ? PyTuple_New((Py_ssize_t)described.size) : NULL;
    for (uint32_t i = 0; tuple && *status == WIRECOPY_OK && i < described.size; i++) {
        struct wirecopy_member member;
        double hours;
        *status = wirecopy_clustering_member(clustering, cluster, i, &member);
        if (*status != WIRECOPY_OK)
            break;
        hours = wirecopy_spread_hours(spread, &member);
        tuple_put(tuple, (Py_ssize_t)i, hours < 0 ? Py_NewRef(Py_None) : PyFloat_FromDouble(hours));
    }
    if (*status != WIRECOPY_OK)
        Py_CLEAR(tuple);
    return tuple_done(tuple);
}

/* (origin, reasons, first copy, dated, first day, first minute, independent outlets, hours of each member) */
static PyObject *clustering_spread(PyObject *self, PyObject *arguments)
{
    static const char *const reasons[] = {"earliest", "link", "credit", "containment"};
    struct wirecopy_clustering *clustering;
    struct wirecopy_spread spread;
    Py_ssize_t number;
    enum wirecopy_status status;
    PyObject *hours = NULL, *tuple;
    if (!PyArg_ParseTuple(arguments, "n", &number) || !clustering_enter(self, &clustering))
        return NULL;
    status = wirecopy_clustering_spread(clustering, (size_t)number, &spread);
    if (status == WIRECOPY_OK)
        hours = hours_of(clustering, (size_t)number, &spread, &status);
    if (!clustering_leave(self, status) || !hours) {
        Py_XDECREF(hours);
        return NULL;
    }
    tuple = PyTuple_New(8);
    tuple_put(tuple, 0, member_number(spread.origin));
    tuple_put(tuple, 1, bit_words(spread.reasons, reasons, 4));
    tuple_put(tuple, 2, member_number(spread.first_copy));
    tuple_put(tuple, 3, PyLong_FromUnsignedLong(spread.dated));
    tuple_put(tuple, 4, known(spread.first_day));
    tuple_put(tuple, 5, known(spread.first_minute));
    tuple_put(tuple, 6, PyLong_FromUnsignedLong(spread.independent));
    tuple_put(tuple, 7, hours);
    return tuple_done(tuple);
}

/* The number of the cluster of the article that was added as number article; None where there is no such. */
static PyObject *clustering_cluster_of(PyObject *self, PyObject *arguments)
{
    struct wirecopy_clustering *clustering;
    Py_ssize_t article;
    size_t cluster;
    if (!PyArg_ParseTuple(arguments, "n", &article) || !clustering_enter(self, &clustering))
        return NULL;
    cluster = wirecopy_clustering_cluster_of(clustering, article < 0 ? SIZE_MAX : (size_t)article);
    clustering_leave(self, WIRECOPY_OK);
    return member_number(cluster);
}

static PyObject *clustering_furniture_count(PyObject *self, PyObject *unused)
{
    struct wirecopy_clustering *clustering;
    uint64_t count;
    (void)unused;
    if (!clustering_enter(self, &clustering))
        return NULL;
    count = wirecopy_clustering_furniture_count(clustering);
    clustering_leave(self, WIRECOPY_OK);
    return PyLong_FromUnsignedLongLong(count);
}

/* (rule, line, outlet, example, articles, days, outlets) */
static PyObject *clustering_furniture_line(PyObject *self, PyObject *arguments)
{
    struct wirecopy_clustering *clustering;
    struct wirecopy_furniture_line line;
    Py_ssize_t number;
    enum wirecopy_status status;
    PyObject *tuple = NULL;
    if (!PyArg_ParseTuple(arguments, "n", &number) || !clustering_enter(self, &clustering))
        return NULL;
    status = wirecopy_clustering_furniture_line(clustering, (uint64_t)number, &line);
    if (status == WIRECOPY_OK) {
        tuple = PyTuple_New(7);
        tuple_put(tuple, 0, PyUnicode_FromString(wirecopy_furniture_rule_word(line.rule)));
        tuple_put(tuple, 1, string_of(line.line));
        tuple_put(tuple, 2, string_of(line.outlet));
        tuple_put(tuple, 3, string_of(line.example));
        tuple_put(tuple, 4, PyLong_FromUnsignedLong(line.articles));
        tuple_put(tuple, 5, PyLong_FromUnsignedLong(line.days));
        tuple_put(tuple, 6, PyLong_FromUnsignedLong(line.outlets));
    }
    if (!clustering_leave(self, status))
        Py_CLEAR(tuple);
    return tuple_done(tuple);
}

/* (articles, matches, missed, share, low, high) */
static PyObject *clustering_audit(PyObject *self, PyObject *unused)
{
    struct wirecopy_clustering *clustering;
    struct wirecopy_audit audit;
    (void)unused;
    if (!clustering_enter(self, &clustering))
        return NULL;
    audit = wirecopy_clustering_audit(clustering);
    clustering_leave(self, WIRECOPY_OK);
    return Py_BuildValue("(KKKddd)", (unsigned long long)audit.articles, (unsigned long long)audit.matches, (unsigned long long)audit.missed,
                         audit.share, audit.low, audit.high);
}

static PyMethodDef clustering_methods[] = {
    {"counts", clustering_counts, METH_NOARGS, "counts(): clusters, articles."},
    {"cluster", clustering_cluster, METH_VARARGS, "cluster(number): id, size, outlets, warnings, weakest, diameter."},
    {"member", clustering_member, METH_VARARGS, "member(cluster, number): the fields of a Member."},
    {"spread", clustering_spread, METH_VARARGS, "spread(cluster): origin, reasons, first copy, dated, first day and minute, independent, hours."},
    {"cluster_of", clustering_cluster_of, METH_VARARGS, "cluster_of(article): the number of its cluster, or None."},
    {"labels", clustering_labels, METH_NOARGS, "labels(): the number of the cluster of each record from memory; None: it was skipped."},
    {"kept", clustering_kept, METH_VARARGS, "kept(keep, drop): whether each record from memory stays; one that was skipped does not."},
    {"furniture_count", clustering_furniture_count, METH_NOARGS, "furniture_count()"},
    {"furniture_line", clustering_furniture_line, METH_VARARGS, "furniture_line(number): rule, line, outlet, example, articles, days, outlets."},
    {"audit", clustering_audit, METH_NOARGS, "audit(): articles, matches, missed, share, low, high."},
    {"report", clustering_report, METH_VARARGS, "report(write, view, format, color, width, singles, templates, passages)"},
    {"summary", clustering_summary, METH_VARARGS, "summary(write, format, width)"},
    {"furniture", clustering_furniture, METH_VARARGS, "furniture(write, format, width)"},
    {"write_furniture", clustering_write_furniture, METH_O, "write_furniture(write)"},
    {"write_plan", clustering_write_plan, METH_O, "write_plan(write)"},
    {"dedup", clustering_dedup, METH_VARARGS, "dedup(paths, keep, drop, mark, write, report): kept, dropped, against."},
    {"close", clustering_close, METH_NOARGS, "close(): free it."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot clustering_slots[] = {
    {Py_tp_dealloc, clustering_free},
    {Py_tp_traverse, object_traverse},
    {Py_tp_methods, clustering_methods},
    {0, NULL},
};

PyType_Spec clustering_spec = {
    .name = "wirecopy._wirecopy.Clustering",
    .basicsize = sizeof(struct clustering_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = clustering_slots,
};
