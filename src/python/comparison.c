/* The type Comparison: what there is to say of a pair. */
#include "python/objects.h"

PyObject *comparison_make(struct session *session, struct wirecopy_comparison *comparison)
{
    struct comparison_object *self = object_make(session->state->comparison, session);
    if (self)
        self->comparison = comparison;
    else
        wirecopy_comparison_free(comparison);
    return (PyObject *)self;
}

static void comparison_free(PyObject *self)
{
    struct comparison_object *object = (struct comparison_object *)self;
    if (session_is_ours(object->held.session))
        wirecopy_comparison_free(object->comparison);
    object_free(self);
}

/* Appends what was just made; false where it is NULL. */
static bool append(PyObject *list, PyObject *value)
{
    bool good = value && PyList_Append(list, value) == 0;
    Py_XDECREF(value);
    return good;
}

/* (text, words, kind, taken or None) of each run. */
static PyObject *runs_of(const struct wirecopy_compared *side)
{
    PyObject *runs = PyList_New(0);
    for (size_t i = 0; runs && i < side->run_count; i++) {
        const struct wirecopy_run *run = &side->runs[i];
        const char *taken = wirecopy_taken_word(run->taken);
        PyObject *text = string_of((struct wirecopy_bytes){side->text.data + run->begin, run->end - run->begin});
        if (!append(runs,
                    text ? Py_BuildValue("(Nksz)", text, (unsigned long)run->words, wirecopy_run_word(run->kind), *taken ? taken : NULL) : NULL))
            Py_CLEAR(runs);
    }
    return runs;
}

static PyObject *side_of(const struct wirecopy_compared *side)
{
    PyObject *dict = PyDict_New();
    bool good = dict && put(dict, "id", string_of(side->id)) && put(dict, "source", string_of(side->source)) &&
                put(dict, "date", string_of(side->date)) && put(dict, "title", string_of(side->title)) && put(dict, "url", string_of(side->url)) &&
                put(dict, "credit", string_of(side->credit)) && put(dict, "text", string_of(side->text)) && put(dict, "runs", runs_of(side)) &&
                put(dict, "words", PyLong_FromUnsignedLong(side->words)) && put(dict, "words_out", PyLong_FromUnsignedLong(side->words_out)) &&
                put(dict, "shingles", PyLong_FromUnsignedLong(side->shingles)) && put(dict, "common", PyLong_FromUnsignedLong(side->common)) &&
                put(dict, "sampled", PyLong_FromUnsignedLong(side->sampled)) && put(dict, "form", PyBool_FromLong(side->form));
    if (!good)
        Py_CLEAR(dict);
    return dict;
}

static PyObject *gaps_of(const struct wirecopy_comparison *comparison)
{
    PyObject *gaps = PyList_New(0);
    for (size_t i = 0; gaps && i < comparison->gap_count; i++) {
        PyObject *gap = PyTuple_New(2);
        tuple_put(gap, 0, string_of(comparison->gaps[i].a));
        tuple_put(gap, 1, string_of(comparison->gaps[i].b));
        if (!append(gaps, tuple_done(gap)))
            Py_CLEAR(gaps);
    }
    return gaps;
}

static PyObject *bands_of(const struct wirecopy_comparison *comparison)
{
    PyObject *bands = PyTuple_New((Py_ssize_t)comparison->band_met_count);
    for (size_t i = 0; i < comparison->band_met_count; i++)
        tuple_put(bands, (Py_ssize_t)i, PyLong_FromUnsignedLong(comparison->bands_met[i]));
    return tuple_done(bands);
}

static PyObject *keys_of(const struct wirecopy_comparison *comparison)
{
    PyObject *keys = PyList_New(0);
    for (size_t i = 0; keys && i < comparison->sampled_met_count; i++) {
        PyObject *words = string_of(comparison->sampled_met[i].words);
        if (!append(keys, words ? Py_BuildValue("(kN)", (unsigned long)comparison->sampled_met[i].key, words) : NULL))
            Py_CLEAR(keys);
    }
    return keys;
}

static bool put_figures(PyObject *dict, const struct wirecopy_comparison *c)
{
    return put(dict, "shared", PyLong_FromUnsignedLong(c->shared)) && put(dict, "resemblance", PyFloat_FromDouble(c->resemblance)) &&
           put(dict, "containment", PyFloat_FromDouble(c->containment)) && put(dict, "contained", PyFloat_FromDouble(c->contained)) &&
           put(dict, "least_resemblance", PyFloat_FromDouble(c->least_resemblance)) &&
           put(dict, "least_containment", PyFloat_FromDouble(c->least_containment)) && put(dict, "asked", PyFloat_FromDouble(c->asked)) &&
           put(dict, "estimate", PyFloat_FromDouble(c->estimate)) && put(dict, "components", PyLong_FromUnsignedLong(c->components)) &&
           put(dict, "chance", PyFloat_FromDouble(c->chance)) && put(dict, "same", PyLong_FromUnsignedLong(c->same)) &&
           put(dict, "different", PyLong_FromUnsignedLong(c->different));
}

static PyObject *comparison_figures(PyObject *self, PyObject *unused)
{
    const struct wirecopy_comparison *c = ((struct comparison_object *)self)->comparison;
    const char *relation = wirecopy_relation_word(c->relation);
    PyObject *dict = PyDict_New();
    bool good;
    (void)unused;
    good = dict && put(dict, "match", PyBool_FromLong(c->match)) &&
           put(dict, "relation", *relation ? PyUnicode_FromString(relation) : Py_NewRef(Py_None)) &&
           put(dict, "reason", PyUnicode_FromString(wirecopy_reason_word(c->reason))) &&
           put(dict, "why", PyUnicode_FromString(wirecopy_reason_meaning(c->reason))) && put(dict, "a", side_of(&c->a)) &&
           put(dict, "b", side_of(&c->b)) && put_figures(dict, c) && put(dict, "keys", PyUnicode_FromString(c->keys)) &&
           put(dict, "bands", PyLong_FromUnsignedLong(c->bands)) && put(dict, "bands_met", bands_of(c)) &&
           put(dict, "sampled_one_in", PyLong_FromUnsignedLong(c->sampled_one_in)) && put(dict, "sampled_met", keys_of(c)) &&
           put(dict, "candidate", PyBool_FromLong(c->candidate)) && put(dict, "aligned", PyBool_FromLong(c->aligned)) &&
           put(dict, "gaps", gaps_of(c)) && put(dict, "learnt", PyBool_FromLong(c->learnt));
    if (!good)
        Py_CLEAR(dict);
    return dict;
}

static PyObject *comparison_report(PyObject *self, PyObject *arguments)
{
    static const char *const formats[] = {"text", "jsonl", "tsv", "html"};
    struct comparison_object *object = (struct comparison_object *)self;
    struct session *session = object->held.session;
    struct writer writer = {.session = session};
    PyObject *word;
    int color, format;
    unsigned long width;
    enum wirecopy_status status;
    bool good;
    if (!PyArg_ParseTuple(arguments, "OOpk", &writer.write, &word, &color, &width))
        return NULL;
    format = word_of(session->state, "format", word, formats, 4);
    if (format < 0)
        return NULL;
    if (format == WIRECOPY_FORMAT_TSV)
        return errors_raise(session->state, WIRECOPY_INVALID, "a comparison is text, jsonl or html, not tsv");
    if (!session_enter(session))
        return NULL;
    session_let_go(session);
    status = wirecopy_comparison_write(object->comparison, (enum wirecopy_format)format, color, width > UINT32_MAX ? UINT32_MAX : (uint32_t)width,
                                       write_to_python, &writer);
    session_take_back(session);
    good = session_check(session, status, "");
    session_leave(session);
    return good ? Py_NewRef(Py_None) : NULL;
}

/* An article of a tuple of text, id, title, source, date, url, where None is absent; the strings are borrowed from the list held. */
static bool article_of(PyObject *tuple, struct wirecopy_article *article, PyObject *held)
{
    struct wirecopy_bytes *const fields[] = {&article->text, &article->id, &article->title, &article->source, &article->date, &article->url};
    *article = (struct wirecopy_article){.text = {NULL, 0}};
    if (!PyTuple_Check(tuple) || PyTuple_Size(tuple) != 6) {
        PyErr_SetString(PyExc_TypeError, "an article is a tuple of text, id, title, source, date, url");
        return false;
    }
    for (Py_ssize_t i = 0; i < 6; i++) {
        PyObject *value = PyTuple_GetItem(tuple, i), *bytes;
        if (value == Py_None && i > 0)
            continue;
        bytes = utf8_of(value);
        if (!bytes || !append(held, bytes))
            return false;
        *fields[i] = (struct wirecopy_bytes){PyBytes_AsString(bytes), (size_t)PyBytes_Size(bytes)}; /* the list has it */
    }
    return true;
}

PyObject *module_compare(PyObject *module, PyObject *arguments)
{
    PyObject *a, *b, *options, *held = NULL;
    struct wirecopy_article articles[2];
    struct wirecopy_comparison *comparison = NULL;
    struct session *session;
    enum wirecopy_status status = WIRECOPY_OK;
    bool good;
    if (!PyArg_ParseTuple(arguments, "OOO", &a, &b, &options))
        return NULL;
    session = session_make(module, options);
    held = session ? PyList_New(0) : NULL;
    good = held && article_of(a, &articles[0], held) && article_of(b, &articles[1], held) && session_enter(session);
    if (good) {
        session_let_go(session);
        status = wirecopy_compare(&articles[0], &articles[1], &session->options, &comparison);
        session_take_back(session);
        good = session_check(session, status, wirecopy_corpus_error(NULL));
        session_leave(session);
    }
    Py_XDECREF(held);
    if (good)
        return comparison_make(session, comparison);
    wirecopy_comparison_free(status == WIRECOPY_OK ? comparison : NULL);
    Py_XDECREF((PyObject *)session);
    return NULL;
}

static PyMethodDef comparison_methods[] = {
    {"figures", comparison_figures, METH_NOARGS, "figures(): all of it, as a dict."},
    {"report", comparison_report, METH_VARARGS, "report(write, format, color, width)"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot comparison_slots[] = {
    {Py_tp_dealloc, comparison_free},
    {Py_tp_traverse, object_traverse},
    {Py_tp_methods, comparison_methods},
    {0, NULL},
};

PyType_Spec comparison_spec = {
    .name = "wirecopy._wirecopy.Comparison",
    .basicsize = sizeof(struct comparison_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = comparison_slots,
};
