/* Asking an index: answers as tuples, whose fields the package names, and as the command line writes them. */
#include "python/index.h"

/* None where it is unknown. */
static PyObject *day_of(const struct wirecopy_indexed *article)
{
    return article->day == INT32_MIN ? Py_NewRef(Py_None) : PyLong_FromLong(article->day);
}

enum { ABOUT_FIELDS = 6 };

/* What is known of an article, at the beginning of a tuple. */
static void put_about(PyObject *tuple, const struct wirecopy_indexed *article)
{
    tuple_put(tuple, 0, string_of(article->id));
    tuple_put(tuple, 1, string_of(article->source));
    tuple_put(tuple, 2, string_of(article->date));
    tuple_put(tuple, 3, string_of(article->title));
    tuple_put(tuple, 4, string_of(article->url));
    tuple_put(tuple, 5, day_of(article));
}

static PyObject *match_tuple(const struct wirecopy_index_match *match)
{
    PyObject *tuple = PyTuple_New(ABOUT_FIELDS + 4);
    put_about(tuple, &match->article);
    tuple_put(tuple, ABOUT_FIELDS, PyUnicode_FromString(wirecopy_relation_word(match->relation)));
    tuple_put(tuple, ABOUT_FIELDS + 1, PyFloat_FromDouble(match->resemblance));
    tuple_put(tuple, ABOUT_FIELDS + 2, PyFloat_FromDouble(match->containment));
    tuple_put(tuple, ABOUT_FIELDS + 3, PyFloat_FromDouble(match->contained));
    return tuple_done(tuple);
}

/* The answers so far, and the one that is made. */
struct answers {
    struct session *session;
    PyObject *list;
    const struct wirecopy_indexed *asked;
    const struct wirecopy_index_match *matches;
    size_t count;
};

static bool make_answer(void *context)
{
    struct answers *answers = context;
    PyObject *matches = PyTuple_New((Py_ssize_t)answers->count), *tuple;
    bool good;
    for (size_t i = 0; matches && i < answers->count; i++)
        tuple_put(matches, (Py_ssize_t)i, match_tuple(&answers->matches[i]));
    matches = tuple_done(matches);
    if (!matches)
        return false;
    tuple = PyTuple_New(ABOUT_FIELDS + 1);
    put_about(tuple, answers->asked);
    tuple_put(tuple, ABOUT_FIELDS, matches);
    tuple = tuple_done(tuple);
    good = tuple && PyList_Append(answers->list, tuple) == 0;
    Py_XDECREF(tuple);
    return good;
}

static enum wirecopy_status take(void *context, const struct wirecopy_indexed *asked, const struct wirecopy_index_match *matches, size_t count)
{
    struct answers *answers = context;
    answers->asked = asked;
    answers->matches = matches;
    answers->count = count;
    return session_in_python(answers->session, make_answer, answers) ? WIRECOPY_OK : WIRECOPY_STOPPED;
}

/* Begins a call on an index and on a corpus for it. */
static bool enter_both(struct index_object *index, struct corpus_object *corpus)
{
    if (!index_enter(index, false))
        return false;
    if (corpus_enter(corpus))
        return true;
    session_leave(index->held.session);
    return false;
}

PyObject *index_ask(PyObject *self, PyObject *arguments)
{
    struct index_object *index = (struct index_object *)self;
    struct answers answers = {.session = index->held.session};
    struct corpus_object *corpus;
    int stored;
    Py_ssize_t first, count;
    enum wirecopy_status status;
    PyObject *done;
    if (!PyArg_ParseTuple(arguments, "O!pnn", answers.session->state->corpus, &corpus, &stored, &first, &count))
        return NULL;
    answers.list = PyList_New(0);
    if (!answers.list || !enter_both(index, corpus)) {
        Py_XDECREF(answers.list);
        return NULL;
    }
    session_let_go(answers.session);
    status = wirecopy_index_query_some(index->index, corpus->corpus, stored, (size_t)first, (size_t)count, take, &answers);
    session_take_back(answers.session);
    session_leave(corpus->held.session);
    done = index_leave(index, status);
    if (!done)
        Py_CLEAR(answers.list);
    Py_XDECREF(done);
    return answers.list;
}

PyObject *index_report(PyObject *self, PyObject *arguments)
{
    static const char *const formats[] = {"text", "jsonl", "tsv"};
    struct index_object *index = (struct index_object *)self;
    struct session *session = index->held.session;
    struct wirecopy_report_options options;
    struct corpus_object *corpus;
    struct writer writer = {.session = session};
    PyObject *word;
    int stored, color, format;
    unsigned long width;
    enum wirecopy_status status;
    if (!PyArg_ParseTuple(arguments, "O!pOOpk", session->state->corpus, &corpus, &stored, &writer.write, &word, &color, &width))
        return NULL;
    format = word_of(session->state, "format", word, formats, 3);
    if (format < 0 || !is_write(writer.write) || !enter_both(index, corpus))
        return NULL;
    wirecopy_report_options_init(&options, WIRECOPY_VIEW_PAIRS, (enum wirecopy_format)format);
    options.color = color;
    options.width = width > UINT32_MAX ? UINT32_MAX : (uint32_t)width;
    session_let_go(session);
    status = wirecopy_index_report(index->index, corpus->corpus, stored, &options, write_to_python, &writer);
    session_take_back(session);
    session_leave(corpus->held.session);
    return index_leave(index, status);
}
