/* What is written of a clustering: views, the summary, what was learnt, and the corpus without its copies. */
#include "python/clustering.h"

static const char *const formats[] = {"text", "jsonl", "tsv", "html"};

static struct session *session_of(PyObject *self)
{
    return ((struct held *)self)->session;
}

PyObject *clustering_report(PyObject *self, PyObject *arguments)
{
    static const char *const views[] = {"clusters", "articles", "pairs", "outlets"};
    struct session *session = session_of(self);
    struct wirecopy_report_options options;
    struct wirecopy_clustering *clustering;
    struct writer writer = {.session = session};
    PyObject *view_word, *format_word, *singles;
    int color, templates, passages, view, format;
    unsigned long width;
    enum wirecopy_status status;
    if (!PyArg_ParseTuple(arguments, "OOOpkOpp", &writer.write, &view_word, &format_word, &color, &width, &singles, &templates, &passages))
        return NULL;
    view = word_of(session->state, "view", view_word, views, 4);
    format = view < 0 ? -1 : word_of(session->state, "format", format_word, formats, 4);
    if (format < 0 || !is_write(writer.write))
        return NULL;
    wirecopy_report_options_init(&options, (enum wirecopy_view)view, (enum wirecopy_format)format);
    options.color = color;
    options.width = width > UINT32_MAX ? UINT32_MAX : (uint32_t)width;
    if (singles != Py_None)
        options.singles = PyObject_IsTrue(singles) == 1;
    options.templates = templates;
    options.passages = passages;
    if (!clustering_enter(self, &clustering))
        return NULL;
    session_let_go(session);
    status = wirecopy_clustering_report(clustering, &options, write_to_python, &writer);
    session_take_back(session);
    return clustering_leave(self, status) ? Py_NewRef(Py_None) : NULL;
}

typedef enum wirecopy_status write_formatted(struct wirecopy_clustering *clustering, enum wirecopy_format format, uint32_t width,
                                             wirecopy_write *write, void *context);

static PyObject *write_with(PyObject *self, PyObject *arguments, write_formatted *write)
{
    struct session *session = session_of(self);
    struct wirecopy_clustering *clustering;
    struct writer writer = {.session = session};
    PyObject *word;
    unsigned long width;
    int format;
    enum wirecopy_status status;
    if (!PyArg_ParseTuple(arguments, "OOk", &writer.write, &word, &width))
        return NULL;
    format = word_of(session->state, "format", word, formats, 4);
    if (format < 0 || !is_write(writer.write) || !clustering_enter(self, &clustering))
        return NULL;
    session_let_go(session);
    status = write(clustering, (enum wirecopy_format)format, width > UINT32_MAX ? UINT32_MAX : (uint32_t)width, write_to_python, &writer);
    session_take_back(session);
    return clustering_leave(self, status) ? Py_NewRef(Py_None) : NULL;
}

PyObject *clustering_summary(PyObject *self, PyObject *arguments)
{
    return write_with(self, arguments, wirecopy_clustering_summary);
}

static enum wirecopy_status furniture(struct wirecopy_clustering *clustering, enum wirecopy_format format, uint32_t width, wirecopy_write *write,
                                      void *context)
{
    struct wirecopy_report_options options;
    wirecopy_report_options_init(&options, WIRECOPY_VIEW_CLUSTERS, format);
    options.width = width;
    return wirecopy_clustering_furniture(clustering, &options, write, context);
}

PyObject *clustering_furniture(PyObject *self, PyObject *arguments)
{
    return write_with(self, arguments, furniture);
}

typedef enum wirecopy_status write_learnt(struct wirecopy_clustering *clustering, wirecopy_write *write, void *context);

static PyObject *write_file(PyObject *self, PyObject *write, write_learnt *learnt)
{
    struct session *session = session_of(self);
    struct wirecopy_clustering *clustering;
    struct writer writer = {session, write};
    enum wirecopy_status status;
    if (!is_write(write) || !clustering_enter(self, &clustering))
        return NULL;
    session_let_go(session);
    status = learnt(clustering, write_to_python, &writer);
    session_take_back(session);
    return clustering_leave(self, status) ? Py_NewRef(Py_None) : NULL;
}

PyObject *clustering_write_furniture(PyObject *self, PyObject *write)
{
    return write_file(self, write, wirecopy_clustering_write_furniture);
}

PyObject *clustering_write_plan(PyObject *self, PyObject *write)
{
    return write_file(self, write, wirecopy_clustering_write_plan);
}

/* write and report may be None. */
static bool dedup_options(PyObject *arguments, struct session *session, PyObject **paths, struct wirecopy_dedup_options *options,
                          struct writer writers[2])
{
    PyObject *keep_word, *drop_word;
    int mark, keep, drop;
    if (!PyArg_ParseTuple(arguments, "OOOpOO", paths, &keep_word, &drop_word, &mark, &writers[0].write, &writers[1].write))
        return false;
    keep = word_of(session->state, "keep", keep_word, keep_words, 6);
    drop = keep < 0 ? -1 : word_of(session->state, "drop", drop_word, drop_words, 3);
    if (drop < 0)
        return false;
    writers[0].session = writers[1].session = session;
    *options = (struct wirecopy_dedup_options){.keep = (enum wirecopy_keep)keep, .drop = (enum wirecopy_drop)drop, .mark = mark};
    if (writers[0].write != Py_None) {
        options->write = write_to_python;
        options->write_context = &writers[0];
    }
    if (writers[1].write != Py_None) {
        options->report = write_to_python;
        options->report_context = &writers[1];
    }
    return (!options->write || is_write(writers[0].write)) && (!options->report || is_write(writers[1].write));
}

PyObject *clustering_dedup(PyObject *self, PyObject *arguments)
{
    struct session *session = session_of(self);
    struct wirecopy_dedup_options options;
    struct wirecopy_dedup_counts counts = {0, 0, 0};
    struct wirecopy_clustering *clustering;
    struct writer writers[2];
    PyObject *list;
    size_t count = 0;
    const char **paths;
    enum wirecopy_status status;
    bool good;
    if (!dedup_options(arguments, session, &list, &options, writers))
        return NULL;
    paths = paths_of(list, &count);
    if (!paths)
        return NULL;
    if (!clustering_enter(self, &clustering)) {
        PyMem_Free(paths);
        return NULL;
    }
    session_let_go(session);
    status = wirecopy_clustering_dedup(clustering, paths, count, &options, &counts);
    session_take_back(session);
    good = clustering_leave(self, status);
    PyMem_Free(paths);
    return good ? Py_BuildValue("(KKK)", (unsigned long long)counts.kept, (unsigned long long)counts.dropped, (unsigned long long)counts.against)
                : NULL;
}
