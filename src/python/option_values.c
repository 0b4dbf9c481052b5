/* How the options' values are understood and shown. */
#include "python/options.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { MOST_WORD = 64 };

static void *field(struct session *session, const struct option_row *row)
{
    return (char *)&session->options + row->at;
}

static const void *field_of(const struct session *session, const struct option_row *row)
{
    return (const char *)&session->options + row->at;
}

/* Sets an InvalidError: what an option is, and what it was not. */
static bool refuse(const struct session *session, const struct option_row *row, const char *what, PyObject *value)
{
    PyErr_Format(session->state->errors[WIRECOPY_INVALID], "%s is %s, not %R", row->name, what, value);
    return false;
}

static bool refuse_type(const struct option_row *row, const char *what, PyObject *value)
{
    PyErr_Format(PyExc_TypeError, "%s is %s, not %R", row->name, what, value);
    return false;
}

/* A short text in lower case without white space around it; false, and nothing set, where it is none such. */
static bool short_word(PyObject *value, char word[MOST_WORD])
{
    Py_ssize_t size;
    const char *text = PyUnicode_Check(value) ? PyUnicode_AsUTF8AndSize(value, &size) : NULL;
    if (!text || size >= MOST_WORD || strlen(text) != (size_t)size) {
        PyErr_Clear();
        return false;
    }
    memcpy(word, text, (size_t)size + 1);
    return true;
}

/* A whole number that Python has. */
static bool is_whole(PyObject *value)
{
    return PyLong_Check(value) && !PyBool_Check(value);
}

static bool whole(const struct session *session, const struct option_row *row, PyObject *value, uint64_t most, uint64_t *number)
{
    unsigned long long taken = PyLong_AsUnsignedLongLong(value);
    if (taken == (unsigned long long)-1 && PyErr_Occurred()) {
        PyErr_Clear();
        return refuse(session, row, "a number from 0", value);
    }
    if (taken > most)
        return refuse(session, row, "a smaller number", value);
    *number = taken;
    return true;
}

bool take_number(struct session *session, const struct option_row *row, PyObject *value)
{
    uint64_t number = 0;
    if (!is_whole(value))
        return refuse_type(row, "a whole number", value);
    if (!whole(session, row, value, UINT32_MAX, &number))
        return false;
    *(uint32_t *)field(session, row) = (uint32_t)number;
    return true;
}

PyObject *show_number(const struct session *session, const struct option_row *row)
{
    return PyLong_FromUnsignedLong(*(const uint32_t *)field_of(session, row));
}

bool take_share(struct session *session, const struct option_row *row, PyObject *value)
{
    double share;
    if (!PyFloat_Check(value) && !is_whole(value))
        return refuse_type(row, "a number from 0 to 1", value);
    share = PyFloat_AsDouble(value);
    if (PyErr_Occurred())
        return false;
    *(double *)field(session, row) = share;
    return true;
}

PyObject *show_share(const struct session *session, const struct option_row *row)
{
    return PyFloat_FromDouble(*(const double *)field_of(session, row));
}

/* "0.35,0.6" */
static bool two_shares(const char *text, double *resemblance, double *containment)
{
    char *end;
    if (!isdigit((unsigned char)*text) && *text != '.')
        return false;
    *resemblance = strtod(text, &end);
    if (*end != ',')
        return false;
    text = end + 1;
    if (!isdigit((unsigned char)*text) && *text != '.')
        return false;
    *containment = strtod(text, &end);
    return *end == '\0';
}

bool take_rule(struct session *session, const struct option_row *row, PyObject *value)
{
    static const char *const names[] = {[WIRECOPY_RULE_USUAL] = "usual", [WIRECOPY_RULE_STRICT] = "strict", [WIRECOPY_RULE_LOOSE] = "loose"};
    char word[MOST_WORD];
    double resemblance, containment;
    if (PyTuple_Check(value)) {
        if (PyArg_ParseTuple(value, "dd", &resemblance, &containment)) {
            session->options.resemblance = resemblance;
            session->options.containment = containment;
            return true;
        }
        PyErr_Clear();
    } else if (short_word(value, word)) {
        for (int i = 0; i < 3; i++)
            if (strcmp(word, names[i]) == 0) {
                wirecopy_options_set_rule(&session->options, (enum wirecopy_rule)i);
                return true;
            }
        if (two_shares(word, &session->options.resemblance, &session->options.containment))
            return true;
    }
    return refuse(session, row, "'usual', 'strict', 'loose', or resemblance and containment such as (0.35, 0.6)", value);
}

PyObject *show_rule(const struct session *session, const struct option_row *row)
{
    (void)row;
    return Py_BuildValue("(dd)", session->options.resemblance, session->options.containment);
}

/* A whole number and a letter among units; false where it is something else. letter: '\0' where it has none. */
static bool number_and_unit(const char *word, const char *units, uint64_t *number, char *letter)
{
    char *end;
    if (!isdigit((unsigned char)*word) || strlen(word) > 19)
        return false;
    *number = strtoull(word, &end, 10);
    *letter = (char)tolower((unsigned char)*end);
    return *end == '\0' || (strchr(units, *letter) && end[1] == '\0');
}

/* Hours of a timedelta, whose total_seconds it has; below 0 where it is none. */
static double hours_of(PyObject *value)
{
    PyObject *seconds = PyObject_CallMethod(value, "total_seconds", NULL);
    double hours = seconds ? PyFloat_AsDouble(seconds) / 3600 : -1;
    Py_XDECREF(seconds);
    if (PyErr_Occurred()) {
        PyErr_Clear();
        return -1;
    }
    return hours;
}

bool take_window(struct session *session, const struct option_row *row, PyObject *value)
{
    char word[MOST_WORD], letter = '\0';
    uint64_t number = 0;
    double hours = -1;
    if (short_word(value, word)) {
        if (number_and_unit(word, "hdw", &number, &letter) && letter && number < UINT32_MAX / 168)
            hours = (double)number * (letter == 'w' ? 168 : letter == 'd' ? 24 : 1);
    } else if (!PyUnicode_Check(value)) {
        hours = hours_of(value);
    }
    if (hours < 1 || hours > UINT32_MAX)
        return refuse(session, row, "hours, days or weeks such as '12h', '30d' or '2w', or a timedelta of an hour or more", value);
    *(uint32_t *)field(session, row) = (uint32_t)hours;
    return true;
}

PyObject *show_window(const struct session *session, const struct option_row *row)
{
    uint32_t hours = session->options.window_hours;
    (void)row;
    return hours > 0 ? PyUnicode_FromFormat("%uh", (unsigned)hours) : Py_NewRef(Py_None);
}

bool take_size(struct session *session, const struct option_row *row, PyObject *value)
{
    char word[MOST_WORD], letter = '\0';
    uint64_t number = 0;
    if (is_whole(value)) {
        if (!whole(session, row, value, UINT64_MAX, &number))
            return false;
    } else {
        unsigned shift;
        bool good = short_word(value, word) && number_and_unit(word, "kmg", &number, &letter);
        shift = letter == 'k' ? 10 : letter == 'm' ? 20 : letter == 'g' ? 30 : 0;
        if (!good || number > UINT64_MAX >> shift)
            return refuse(session, row, "a number of bytes, such as 65536, '64K', '256M' or '2G'", value);
        number <<= shift;
    }
    *(uint64_t *)field(session, row) = number;
    return true;
}

PyObject *show_size(const struct session *session, const struct option_row *row)
{
    return PyLong_FromUnsignedLongLong(*(const uint64_t *)field_of(session, row));
}

bool take_seed(struct session *session, const struct option_row *row, PyObject *value)
{
    char word[MOST_WORD];
    uint64_t *seed = field(session, row);
    if (short_word(value, word) && strcmp(word, "random") == 0) {
        if (getrandom(seed, sizeof *seed, 0) != (ssize_t)sizeof *seed) {
            PyErr_SetFromErrno(PyExc_OSError);
            return false;
        }
        *seed = (*seed >> 11) + 1; /* 53 bits, which every reader of JSON has whole */
        return true;
    }
    if (!is_whole(value))
        return refuse_type(row, "a whole number or 'random'", value);
    return whole(session, row, value, UINT64_MAX, seed);
}

PyObject *show_seed(const struct session *session, const struct option_row *row)
{
    (void)row;
    return PyLong_FromUnsignedLongLong(session->options.seed);
}

bool take_keys(struct session *session, const struct option_row *row, PyObject *value)
{
    struct wirecopy_options *options = &session->options;
    char word[MOST_WORD];
    unsigned bands = 0, rows_ = 0, sampled = 0;
    int size = -1;
    if (short_word(value, word)) {
        if (strcmp(word, "planned") == 0 || strcmp(word, "all") == 0) {
            options->keys = *word == 'p' ? WIRECOPY_KEYS_PLANNED : WIRECOPY_KEYS_ALL;
            return true;
        }
        if (strspn(word, "0123456789x+/") == strlen(word) && strlen(word) < 16) { /* bands x rows, a sample, or both */
            bool good = (sscanf(word, "1/%4u%n", &sampled, &size) == 1 && word[size] == '\0') ||
                        (sscanf(word, "%3ux%3u%n", &bands, &rows_, &size) == 2 && word[size] == '\0') ||
                        (sscanf(word, "%3ux%3u+1/%4u%n", &bands, &rows_, &sampled, &size) == 3 && word[size] == '\0');
            if (good && (sampled > 0 || !strchr(word, '/'))) {
                options->keys = WIRECOPY_KEYS_BY_HAND;
                options->bands = bands;
                options->rows = rows_;
                options->sampled_one_in = sampled;
                return true;
            }
        }
    }
    return refuse(session, row, "'planned', 'all', or bands and rows, samples, or both, such as '64x2', '1/8' or '16x2+1/5'", value);
}

PyObject *show_keys(const struct session *session, const struct option_row *row)
{
    const struct wirecopy_options *options = &session->options;
    (void)row;
    if (options->keys != WIRECOPY_KEYS_BY_HAND)
        return PyUnicode_FromString(options->keys == WIRECOPY_KEYS_PLANNED ? "planned" : "all");
    if (options->bands == 0)
        return PyUnicode_FromFormat("1/%u", (unsigned)options->sampled_one_in);
    if (options->sampled_one_in == 0)
        return PyUnicode_FromFormat("%ux%u", (unsigned)options->bands, (unsigned)options->rows);
    return PyUnicode_FromFormat("%ux%u+1/%u", (unsigned)options->bands, (unsigned)options->rows, (unsigned)options->sampled_one_in);
}
