/*
 * A session: one corpus, its clustering or a comparison, with the options and callbacks of its calls. Takes: options as a dict. Gives: the
 * library's options, and calls during which Python's other threads run. Promises: one call at a time; an exception of a callback, or of a
 * signal's handler, ends the call and is the call's; a session that was made before a fork is refused after it. Does not know: what is called.
 */
#ifndef WIRECOPY_PYTHON_SESSION_H
#define WIRECOPY_PYTHON_SESSION_H

#include "python/module.h"

#include <stdatomic.h>

struct session {
    PyObject_HEAD struct module_state *state;
    PyObject *module; /* whose state it is */
    struct wirecopy_options options;
    PyObject *kept;               /* a list of what the options' strings are borrowed from */
    PyObject *problem, *progress; /* callables, or NULL */
    PyObject *raised[3];          /* what a callback raised in this call: type, value, traceback; NULL where nothing was */
    PyThread_type_lock lock;
    unsigned long owner;   /* the thread that has the lock; 0: none */
    PyThreadState *thread; /* whose call it is, while other threads run */
    PyInterpreterState *interpreter;
    struct session *outer; /* within a callback of which this call is made; NULL: of none */
    _Atomic bool stop;
    double looked; /* when signals were looked at last, in seconds */
    long process;  /* that made it */
};

/* A session of these options (a dict; NULL: the defaults). */
struct session *session_make(PyObject *module, PyObject *options);

/* A further reference to a session. */
static inline struct session *session_again(struct session *session)
{
    Py_INCREF((PyObject *)session);
    return session;
}

/* Begins a call; waits for another thread's to end. False where it cannot, also from within a callback of the session's own call. */
bool session_enter(struct session *session);

/* Ends it. */
void session_leave(struct session *session);

/* Between these two, within a call, Python's other threads run. */
void session_let_go(struct session *session);
void session_take_back(struct session *session);

/* Tells how many articles were read, as the library does of files. Between the two above. */
void session_tell_read(struct session *session, uint64_t articles);

/* True where status is fine and no callback raised anything; else the exception is set. detail as errors_raise has it. */
bool session_check(struct session *session, enum wirecopy_status status, const char *detail);

/* Keeps what a callback raised, and has the library stop. */
void session_catch(struct session *session);

/*
 * Has make run with Python's lock, for a callback of the library that makes objects of what it is given. False where make is, with an exception set,
 * which is the call's.
 */
bool session_in_python(struct session *session, bool (*make)(void *context), void *context);

/* Whether this process may free what belongs to the session: not a fork's. */
bool session_is_ours(const struct session *session);

/* Where bytes go: a callable that takes bytes. */
struct writer {
    struct session *session;
    PyObject *write;
};

/* A wirecopy_write with a struct writer as context, outside of Python's lock. */
int write_to_python(void *context, const char *data, size_t size);

/* Reads options from a dict into a session that holds the defaults. In options.c. */
bool options_take(struct session *session, PyObject *options);

/* The options as a dict, each as it can be given again. */
PyObject *options_show(const struct session *session);

#endif
