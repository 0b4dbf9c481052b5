/* What became of records from memory: their clusters, and whether they stay in a corpus without copies. */
#include "python/clustering.h"

const char *const keep_words[6] = {"representative", "first", "oldest", "newest", "longest", "origin"};
const char *const drop_words[3] = {"all", "copies", "exact"};

static PyObject *label_of(void *context, uint64_t article)
{
    size_t cluster = wirecopy_clustering_cluster_of(context, (size_t)article);
    if (cluster != SIZE_MAX)
        return PyLong_FromSize_t(cluster);
    PyErr_SetString(PyExc_OSError, "scratch could not be read");
    return NULL;
}

PyObject *clustering_labels(PyObject *self, PyObject *unused)
{
    struct wirecopy_clustering *clustering;
    PyObject *list;
    (void)unused;
    if (!clustering_enter(self, &clustering))
        return NULL;
    list = places_list(&((struct clustering_object *)self)->places, label_of, clustering, Py_None);
    if (!clustering_leave(self, WIRECOPY_OK))
        Py_CLEAR(list);
    return list;
}

static PyObject *stays(void *context, uint64_t article)
{
    const uint32_t *kept_for = context;
    return PyBool_FromLong(kept_for[article] == article);
}

PyObject *clustering_kept(PyObject *self, PyObject *arguments)
{
    struct session *session = ((struct held *)self)->session;
    struct wirecopy_clustering *clustering;
    PyObject *keep_word, *drop_word, *list = NULL;
    uint32_t *kept_for;
    int keep, drop;
    enum wirecopy_status status = WIRECOPY_NO_MEMORY;
    if (!PyArg_ParseTuple(arguments, "OO", &keep_word, &drop_word))
        return NULL;
    keep = word_of(session->state, "keep", keep_word, keep_words, 6);
    drop = keep < 0 ? -1 : word_of(session->state, "drop", drop_word, drop_words, 3);
    if (drop < 0 || !clustering_enter(self, &clustering))
        return NULL;
    kept_for = PyMem_Calloc(wirecopy_clustering_added_count(clustering) + 1, sizeof *kept_for);
    if (kept_for) {
        session_let_go(session);
        status = wirecopy_clustering_kept(clustering, (enum wirecopy_keep)keep, (enum wirecopy_drop)drop, kept_for);
        session_take_back(session);
    }
    if (status == WIRECOPY_OK)
        list = places_list(&((struct clustering_object *)self)->places, stays, kept_for, Py_False);
    PyMem_Free(kept_for);
    if (!clustering_leave(self, status))
        Py_CLEAR(list);
    return list;
}
