/* The type Plans: which keys there may be, and what to expect of them. */
#include "python/objects.h"

static PyObject *floats(const double *values, size_t count)
{
    PyObject *tuple = PyTuple_New((Py_ssize_t)count);
    for (size_t i = 0; i < count; i++)
        tuple_put(tuple, (Py_ssize_t)i, PyFloat_FromDouble(values[i]));
    return tuple_done(tuple);
}

/* A number of meetings; None where it is not known. */
static PyObject *meetings(double number)
{
    return number < 0 ? Py_NewRef(Py_None) : PyFloat_FromDouble(number);
}

static PyObject *row_of(const struct wirecopy_plan *plan)
{
    PyObject *dict = PyDict_New();
    bool good =
        dict && put(dict, "keys", PyUnicode_FromString(plan->keys)) && put(dict, "chosen", PyBool_FromLong(plan->chosen)) &&
        put(dict, "components", PyLong_FromUnsignedLong(plan->components)) && put(dict, "bands", PyLong_FromUnsignedLong(plan->bands)) &&
        put(dict, "rows", PyLong_FromUnsignedLong(plan->rows)) && put(dict, "sampled_one_in", PyLong_FromUnsignedLong(plan->sampled_one_in)) &&
        put(dict, "sampled_least", PyLong_FromUnsignedLong(plan->sampled_least)) && put(dict, "recall", PyFloat_FromDouble(plan->recall)) &&
        put(dict, "recall_by_containment", PyFloat_FromDouble(plan->recall_containment)) &&
        put(dict, "accidental_meetings_an_article", meetings(plan->meetings)) && put(dict, "in_bands", meetings(plan->band_meetings)) &&
        put(dict, "by_resemblance", floats(plan->by_resemblance, WIRECOPY_PLAN_RESEMBLANCES)) &&
        put(dict, "by_sizes", floats(plan->by_ratio, WIRECOPY_PLAN_RATIOS)) &&
        put(dict, "by_length", floats(plan->by_length, WIRECOPY_PLAN_LENGTHS)) && put(dict, "curve", floats(plan->curve, WIRECOPY_PLAN_POINTS));
    if (!good)
        Py_CLEAR(dict);
    return dict;
}

PyObject *plans_rows(PyObject *self, PyObject *unused)
{
    const struct plans_object *object = (const struct plans_object *)self;
    PyObject *list = PyList_New(0);
    (void)unused;
    for (size_t i = 0; list && i < object->count; i++) {
        PyObject *row = row_of(&object->plans[i]);
        if (!row || PyList_Append(list, row) < 0)
            Py_CLEAR(list);
        Py_XDECREF(row);
    }
    return list;
}

/* Both writers are quick: Python's lock is kept, but for the sake of write_to_python, which takes it. */
static PyObject *finish(struct plans_object *object, enum wirecopy_status status)
{
    struct session *session = object->held.session;
    bool good;
    session_take_back(session);
    good = session_check(session, status, "");
    session_leave(session);
    return good ? Py_NewRef(Py_None) : NULL;
}

static PyObject *plans_report(PyObject *self, PyObject *arguments)
{
    static const char *const formats[] = {"text", "jsonl"};
    struct plans_object *object = (struct plans_object *)self;
    struct session *session = object->held.session;
    struct writer writer = {.session = session};
    PyObject *word;
    int format;
    if (!PyArg_ParseTuple(arguments, "OO", &writer.write, &word))
        return NULL;
    format = word_of(session->state, "format", word, formats, 2);
    if (format < 0 || !session_enter(session))
        return NULL;
    session_let_go(session);
    return finish(object, wirecopy_plans_report(object->plans, object->count, (enum wirecopy_format)format, write_to_python, &writer));
}

static PyObject *plans_svg(PyObject *self, PyObject *write)
{
    struct plans_object *object = (struct plans_object *)self;
    struct session *session = object->held.session;
    struct writer writer = {session, write};
    if (!session_enter(session))
        return NULL;
    session_let_go(session);
    return finish(object, wirecopy_plans_svg(object->plans, object->count, write_to_python, &writer));
}

PyObject *module_plans_for(PyObject *module, PyObject *arguments)
{
    unsigned long long articles;
    PyObject *options;
    struct session *session;
    struct plans_object *object;
    if (!PyArg_ParseTuple(arguments, "KO", &articles, &options))
        return NULL;
    session = session_make(module, options);
    object = session ? object_make(module_state_of(module)->plans, session) : NULL;
    if (object)
        wirecopy_plans_for(&session->options, articles, object->plans, &object->count);
    return (PyObject *)object;
}

static PyMethodDef plans_methods[] = {
    {"rows", plans_rows, METH_NOARGS, "rows(): a list of dicts."},
    {"report", plans_report, METH_VARARGS, "report(write, format)"},
    {"svg", plans_svg, METH_O, "svg(write)"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot plans_slots[] = {
    {Py_tp_dealloc, object_free},
    {Py_tp_traverse, object_traverse},
    {Py_tp_methods, plans_methods},
    {0, NULL},
};

PyType_Spec plans_spec = {
    .name = "wirecopy._wirecopy.Plans",
    .basicsize = sizeof(struct plans_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = plans_slots,
};
