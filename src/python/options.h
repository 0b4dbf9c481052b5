/*
 * Options. Takes: the value of one, as Python has it. Gives: it in struct wirecopy_options. Promises: what is not wholly understood is
 * refused, with an example of what is right; texts are understood as the command line does. Does not know: ranges, which wirecopy_options_check has.
 * Private to options.c and option_values.c.
 */
#ifndef WIRECOPY_PYTHON_OPTIONS_H
#define WIRECOPY_PYTHON_OPTIONS_H

#include "python/session.h"

/* An option's row: its name here and on the command line, how it is taken, and where it is put. */
struct option_row {
    const char *name;
    bool (*take)(struct session *session, const struct option_row *row, PyObject *value);
    PyObject *(*show)(const struct session *session, const struct option_row *row);
    size_t at; /* of the field in struct wirecopy_options, where there is one */
};

typedef bool take_option(struct session *session, const struct option_row *row, PyObject *value);
typedef PyObject *show_option(const struct session *session, const struct option_row *row);

take_option take_rule, take_share, take_window, take_number, take_size, take_seed, take_keys, take_flag, take_no, take_path, take_name, take_format,
    take_day, take_show, take_problem, take_progress;
show_option show_rule, show_share, show_window, show_number, show_size, show_seed, show_keys, show_flag, show_no, show_text, show_format, show_day,
    show_show, show_problem, show_progress;

#endif
