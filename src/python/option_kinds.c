/* How options are understood and shown that are flags, names, paths, words, days or callables. */
#include "python/options.h"

#include <string.h>

static void *field(struct session *session, const struct option_row *row)
{
    return (char *)&session->options + row->at;
}

static const void *field_of(const struct session *session, const struct option_row *row)
{
    return (const char *)&session->options + row->at;
}

/* What is true of an option whose value is a flag; below 0 and an exception where it is none. */
static int truth(const struct option_row *row, PyObject *value)
{
    if (PyBool_Check(value))
        return value == Py_True;
    PyErr_Format(PyExc_TypeError, "%s is True or False, not %R", row->name, value);
    return -1;
}

bool take_flag(struct session *session, const struct option_row *row, PyObject *value)
{
    int flag = truth(row, value);
    if (flag >= 0)
        *(bool *)field(session, row) = flag;
    return flag >= 0;
}

PyObject *show_flag(const struct session *session, const struct option_row *row)
{
    return PyBool_FromLong(*(const bool *)field_of(session, row));
}

bool take_no(struct session *session, const struct option_row *row, PyObject *value)
{
    int flag = truth(row, value);
    if (flag >= 0)
        *(bool *)field(session, row) = !flag;
    return flag >= 0;
}

PyObject *show_no(const struct session *session, const struct option_row *row)
{
    return PyBool_FromLong(!*(const bool *)field_of(session, row));
}

/* Keeps bytes as long as the session lives, and points the option to them; takes over the reference. */
static bool keep(struct session *session, const struct option_row *row, PyObject *bytes)
{
    bool good = bytes && PyList_Append(session->kept, bytes) == 0;
    if (good && strlen(PyBytes_AsString(bytes)) != (size_t)PyBytes_Size(bytes)) {
        PyErr_Format(session->state->errors[WIRECOPY_INVALID], "%s has a zero byte in it", row->name);
        good = false;
    }
    if (good)
        *(const char **)field(session, row) = PyBytes_AsString(bytes);
    Py_XDECREF(bytes);
    return good;
}

bool take_path(struct session *session, const struct option_row *row, PyObject *value)
{
    PyObject *bytes = NULL;
    return PyUnicode_FSConverter(value, &bytes) && keep(session, row, bytes);
}

bool take_name(struct session *session, const struct option_row *row, PyObject *value)
{
    if (!PyUnicode_Check(value)) {
        PyErr_Format(PyExc_TypeError, "%s is a name, not %R", row->name, value);
        return false;
    }
    return keep(session, row, utf8_of(value));
}

PyObject *show_text(const struct session *session, const struct option_row *row)
{
    const char *text = *(const char *const *)field_of(session, row);
    return text ? PyUnicode_DecodeFSDefault(text) : Py_NewRef(Py_None);
}

#define INPUT_WORD(name, word) word,
static const char *const inputs[] = {WIRECOPY_INPUTS(INPUT_WORD)};
#undef INPUT_WORD

bool take_format(struct session *session, const struct option_row *row, PyObject *value)
{
    int input = word_of(session->state, row->name, value, inputs, WIRECOPY_INPUT_COUNT);
    if (input >= 0)
        session->options.input = (enum wirecopy_input)input;
    return input >= 0;
}

PyObject *show_format(const struct session *session, const struct option_row *row)
{
    (void)row;
    return PyUnicode_FromString(inputs[session->options.input]);
}

enum { DAY_1970 = 719163 }; /* of 1970-01-01, as date.toordinal has it */

bool take_day(struct session *session, const struct option_row *row, PyObject *value)
{
    PyObject *ordinal = PyObject_CallMethod(value, "toordinal", NULL);
    long day = ordinal ? PyLong_AsLong(ordinal) : -1;
    Py_XDECREF(ordinal);
    if (PyErr_Occurred()) {
        PyErr_Format(PyExc_TypeError, "%s is a date, not %R", row->name, value);
        return false;
    }
    session->options.today = (int32_t)(day - DAY_1970);
    return true;
}

PyObject *show_day(const struct session *session, const struct option_row *row)
{
    int32_t day = session->options.today;
    PyObject *module, *date = NULL, *type;
    (void)row;
    if (day == INT32_MIN)
        return Py_NewRef(Py_None);
    module = PyImport_ImportModule("datetime");
    type = module ? PyObject_GetAttrString(module, "date") : NULL;
    if (type)
        date = PyObject_CallMethod(type, "fromordinal", "l", (long)day + DAY_1970);
    Py_XDECREF(type);
    Py_XDECREF(module);
    return date;
}

/* One word, or several with commas or in a sequence. */
bool take_show(struct session *session, const struct option_row *row, PyObject *value)
{
    static const char *const words[] = {"templates", "passages"};
    PyObject *list = PyUnicode_Check(value) ? PyObject_CallMethod(value, "split", "s", ",") : PySequence_List(value);
    bool good = list != NULL;
    for (Py_ssize_t i = 0; good && i < PyList_Size(list); i++) {
        int word = word_of(session->state, row->name, PyList_GetItem(list, i), words, 2);
        session->options.template_numbers |= word == 0;
        session->options.passages |= word == 1;
        good = word >= 0;
    }
    Py_XDECREF(list);
    return good;
}

PyObject *show_show(const struct session *session, const struct option_row *row)
{
    (void)row;
    if (session->options.template_numbers && session->options.passages)
        return Py_BuildValue("(ss)", "templates", "passages");
    if (session->options.template_numbers || session->options.passages)
        return Py_BuildValue("(s)", session->options.passages ? "passages" : "templates");
    return PyTuple_New(0);
}

static bool take_callable(const struct option_row *row, PyObject *value, PyObject **callable)
{
    if (!PyCallable_Check(value)) {
        PyErr_Format(PyExc_TypeError, "%s is a callable, not %R", row->name, value);
        return false;
    }
    *callable = Py_NewRef(value);
    return true;
}

bool take_problem(struct session *session, const struct option_row *row, PyObject *value)
{
    return take_callable(row, value, &session->problem);
}

bool take_progress(struct session *session, const struct option_row *row, PyObject *value)
{
    return take_callable(row, value, &session->progress);
}

static PyObject *show_callable(PyObject *callable)
{
    return Py_NewRef(callable ? callable : Py_None);
}

PyObject *show_problem(const struct session *session, const struct option_row *row)
{
    (void)row;
    return show_callable(session->problem);
}

PyObject *show_progress(const struct session *session, const struct option_row *row)
{
    (void)row;
    return show_callable(session->progress);
}
