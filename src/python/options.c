/* The options' names, which are those of the command line with _ for -. */
#include "python/options.h"

#include <string.h>

#define AT(field) offsetof(struct wirecopy_options, field)

/* A rule comes first, so that resemblance and containment of their own beat it. */
static const struct option_row rows[] = {
    {"rule", take_rule, show_rule, 0},
    {"resemblance", take_share, show_share, AT(resemblance)},
    {"containment", take_share, show_share, AT(containment)},
    {"window", take_window, show_window, AT(window_hours)},
    {"shingle_words", take_number, show_number, AT(shingle_words)},
    {"no_furniture", take_no, show_no, AT(furniture)},
    {"no_built_in_furniture", take_no, show_no, AT(built_in_furniture)},
    {"furniture", take_path, show_text, AT(furniture_file)},
    {"learn", take_flag, show_flag, AT(learn_furniture)},
    {"plan", take_path, show_text, AT(plan_file)},
    {"keys", take_keys, show_keys, 0},
    {"seed", take_seed, show_seed, AT(seed)},
    {"audit", take_number, show_number, AT(audit)},
    {"owners", take_path, show_text, AT(owners_file)},
    {"text_field", take_name, show_text, AT(text_field)},
    {"id_field", take_name, show_text, AT(id_field)},
    {"title_field", take_name, show_text, AT(title_field)},
    {"source_field", take_name, show_text, AT(source_field)},
    {"date_field", take_name, show_text, AT(date_field)},
    {"url_field", take_name, show_text, AT(url_field)},
    {"format_in", take_format, show_format, 0},
    {"encoding", take_name, show_text, AT(encoding)},
    {"max_record", take_size, show_size, AT(max_record_bytes)},
    {"strict", take_flag, show_flag, AT(strict)},
    {"save", take_path, show_text, AT(save_directory)},
    {"threads", take_number, show_number, AT(threads)},
    {"memory", take_size, show_size, AT(memory_bytes)},
    {"scratch", take_path, show_text, AT(scratch_directory)},
    {"kernel", take_name, show_text, AT(kernel)},
    {"show", take_show, show_show, 0},
    {"keep_lines", take_flag, show_flag, AT(keep_lines)},
    {"today", take_day, show_day, AT(today)},
    {"problem", take_problem, show_problem, 0},
    {"progress", take_progress, show_progress, 0},
};

enum { ROWS = sizeof rows / sizeof *rows };

/* Refuses what is no option. */
static bool all_known(PyObject *options)
{
    PyObject *key, *value;
    Py_ssize_t place = 0;
    while (PyDict_Next(options, &place, &key, &value)) {
        size_t i = 0;
        while (i < ROWS && (!PyUnicode_Check(key) || PyUnicode_CompareWithASCIIString(key, rows[i].name) != 0))
            i++;
        if (i == ROWS) {
            PyErr_Format(PyExc_TypeError, "there is no option %R", key);
            return false;
        }
    }
    return true;
}

bool options_take(struct session *session, PyObject *options)
{
    if (!PyDict_Check(options)) {
        PyErr_SetString(PyExc_TypeError, "options are a dict");
        return false;
    }
    if (!all_known(options))
        return false;
    for (size_t i = 0; i < ROWS; i++) {
        PyObject *value = PyDict_GetItemString(options, rows[i].name);
        if (value && value != Py_None && !rows[i].take(session, &rows[i], value))
            return false;
    }
    return true;
}

PyObject *options_show(const struct session *session)
{
    PyObject *shown = PyDict_New();
    for (size_t i = 0; shown && i < ROWS; i++)
        if (!put(shown, rows[i].name, rows[i].show(session, &rows[i])))
            Py_CLEAR(shown);
    return shown;
}
