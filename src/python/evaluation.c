/* The type Evaluation: how found clusters agree with known ones. */
#include "python/objects.h"

struct evaluation_object {
    struct held held;
    struct wirecopy_evaluation evaluation;
};

static void evaluation_free(PyObject *self)
{
    struct evaluation_object *object = (struct evaluation_object *)self;
    if (session_is_ours(object->held.session))
        wirecopy_evaluation_release(&object->evaluation);
    object_free(self);
}

PyObject *module_evaluate(PyObject *module, PyObject *arguments)
{
    const char *found, *truth;
    char message[1200] = "";
    Py_ssize_t worst;
    struct session *session;
    struct evaluation_object *object;
    enum wirecopy_status status;
    if (!PyArg_ParseTuple(arguments, "yyn", &found, &truth, &worst))
        return NULL;
    session = session_make(module, NULL);
    object = session ? object_make(module_state_of(module)->evaluation, session) : NULL;
    if (!object)
        return NULL;
    session_let_go(session);
    status = wirecopy_evaluate(found, truth, worst < 0 ? 0 : (size_t)worst, &object->evaluation, message, sizeof message);
    session_take_back(session);
    if (status != WIRECOPY_OK) /* what the failed call may have left is nothing to release */
        object->evaluation = (struct wirecopy_evaluation){.mistakes = NULL};
    if (session_check(session, status, message))
        return (PyObject *)object;
    Py_DECREF((PyObject *)object);
    return NULL;
}

static PyObject *parts_of(const struct wirecopy_mistake *mistake)
{
    PyObject *parts = PyList_New(0);
    for (size_t i = 0; parts && i < mistake->shown; i++) {
        const struct wirecopy_mistake_part *part = &mistake->part[i];
        PyObject *tuple = PyTuple_New(3);
        tuple_put(tuple, 0, string_of(part->cluster));
        tuple_put(tuple, 1, string_of(part->example));
        tuple_put(tuple, 2, PyLong_FromUnsignedLongLong(part->articles));
        tuple = tuple_done(tuple);
        if (!tuple || PyList_Append(parts, tuple) < 0)
            Py_CLEAR(parts);
        Py_XDECREF(tuple);
    }
    return parts;
}

/* (kind, cluster, label, articles, wrong pairs, parts, those shown) */
static PyObject *mistake_of(const struct wirecopy_mistake *mistake)
{
    static const char *const kinds[] = {"merged", "split", "joined-pair", "parted-pair"};
    PyObject *tuple = PyTuple_New(7);
    tuple_put(tuple, 0, PyUnicode_FromString(kinds[mistake->kind]));
    tuple_put(tuple, 1, string_of(mistake->cluster));
    tuple_put(tuple, 2, string_of(mistake->label));
    tuple_put(tuple, 3, PyLong_FromUnsignedLongLong(mistake->articles));
    tuple_put(tuple, 4, PyLong_FromUnsignedLongLong(mistake->wrong_pairs));
    tuple_put(tuple, 5, PyLong_FromUnsignedLongLong(mistake->parts));
    tuple_put(tuple, 6, parts_of(mistake));
    return tuple_done(tuple);
}

static PyObject *mistakes_of(const struct wirecopy_evaluation *evaluation)
{
    PyObject *mistakes = PyList_New(0);
    for (size_t i = 0; mistakes && i < evaluation->mistake_count; i++) {
        PyObject *mistake = mistake_of(&evaluation->mistakes[i]);
        if (!mistake || PyList_Append(mistakes, mistake) < 0)
            Py_CLEAR(mistakes);
        Py_XDECREF(mistake);
    }
    return mistakes;
}

static PyObject *evaluation_figures(PyObject *self, PyObject *unused)
{
    const struct wirecopy_evaluation *e = &((struct evaluation_object *)self)->evaluation;
    PyObject *dict = PyDict_New();
    bool good;
    (void)unused;
    good = dict && put(dict, "articles", PyLong_FromUnsignedLongLong(e->articles)) &&
           put(dict, "labelled", PyLong_FromUnsignedLongLong(e->labelled)) && put(dict, "pairs", PyLong_FromUnsignedLongLong(e->pairs)) &&
           put(dict, "precision", PyFloat_FromDouble(e->precision)) && put(dict, "recall", PyFloat_FromDouble(e->recall)) &&
           put(dict, "f1", PyFloat_FromDouble(e->f1)) && put(dict, "adjusted_rand", PyFloat_FromDouble(e->adjusted_rand)) &&
           put(dict, "b_cubed_f1", PyFloat_FromDouble(e->b_cubed_f1)) && put(dict, "homogeneity", PyFloat_FromDouble(e->homogeneity)) &&
           put(dict, "completeness", PyFloat_FromDouble(e->completeness)) && put(dict, "v_measure", PyFloat_FromDouble(e->v_measure)) &&
           put(dict, "mistakes", mistakes_of(e));
    if (!good)
        Py_CLEAR(dict);
    return dict;
}

static PyObject *evaluation_report(PyObject *self, PyObject *arguments)
{
    static const char *const formats[] = {"text", "jsonl"};
    struct evaluation_object *object = (struct evaluation_object *)self;
    struct session *session = object->held.session;
    struct writer writer = {.session = session};
    PyObject *word;
    unsigned long width;
    int format;
    enum wirecopy_status status;
    bool good;
    if (!PyArg_ParseTuple(arguments, "OOk", &writer.write, &word, &width))
        return NULL;
    format = word_of(session->state, "format", word, formats, 2);
    if (format < 0 || !session_enter(session))
        return NULL;
    session_let_go(session);
    status = wirecopy_evaluation_report(&object->evaluation, (enum wirecopy_format)format, width > UINT32_MAX ? UINT32_MAX : (uint32_t)width,
                                        write_to_python, &writer);
    session_take_back(session);
    good = session_check(session, status, "");
    session_leave(session);
    return good ? Py_NewRef(Py_None) : NULL;
}

static PyMethodDef evaluation_methods[] = {
    {"figures", evaluation_figures, METH_NOARGS, "figures(): all of it, as a dict."},
    {"report", evaluation_report, METH_VARARGS, "report(write, format, width)"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot evaluation_slots[] = {
    {Py_tp_dealloc, evaluation_free},
    {Py_tp_traverse, object_traverse},
    {Py_tp_methods, evaluation_methods},
    {0, NULL},
};

PyType_Spec evaluation_spec = {
    .name = "wirecopy._wirecopy.Evaluation",
    .basicsize = sizeof(struct evaluation_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = evaluation_slots,
};
