/* Sessions: Python's lock is given away during calls, and taken again for callbacks, from whichever thread of the library they come. */
#include "python/session.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

/* Signals are looked at so often: unnoticed by a person, and rare beside the pieces between which the library asks. */
static const double SECONDS_BETWEEN_LOOKS = 0.05;

/* How long a wait for another thread's call goes on before signals are looked at, in microseconds. */
enum { WAIT_MICROSECONDS = 100000 };

/* The session whose call this thread is in; NULL: none, as in the library's own threads. */
static _Thread_local struct session *called_here;

/* How many callbacks this thread is in. */
static _Thread_local unsigned callbacks;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* How Python's lock was taken for a callback. */
struct callback {
    enum { OF_CALL, OF_LIBRARY, HELD } thread;
    PyThreadState *made; /* of the library's own thread, in the interpreter of the call */
    PyGILState_STATE held;
};

static struct callback callback_begin(const struct session *session)
{
    struct callback callback = {.thread = HELD};
    if (called_here == session) {
        callback.thread = OF_CALL;
        PyEval_RestoreThread(session->thread);
    } else if (!called_here && session->thread) {
        callback.thread = OF_LIBRARY;
        callback.made = PyThreadState_New(session->interpreter);
        PyEval_AcquireThread(callback.made);
    } else { /* what is freed may write once more */
        callback.held = PyGILState_Ensure();
    }
    callbacks++;
    return callback;
}

static void callback_end(struct session *session, struct callback callback, bool good)
{
    if (!good)
        session_catch(session);
    callbacks--;
    if (callback.thread == OF_CALL) {
        session->thread = PyEval_SaveThread();
    } else if (callback.thread == OF_LIBRARY) {
        PyThreadState_Clear(callback.made);
        PyEval_ReleaseThread(callback.made);
        PyThreadState_Delete(callback.made);
    } else {
        PyGILState_Release(callback.held);
    }
}

void session_catch(struct session *session)
{
    atomic_store(&session->stop, true);
    if (session->raised[0])
        PyErr_Clear();
    else
        PyErr_Fetch(&session->raised[0], &session->raised[1], &session->raised[2]);
}

/* The str of a path or a reason, which need not be UTF-8. */
static PyObject *told(const char *text)
{
    return PyUnicode_DecodeFSDefault(text);
}

static void on_problem(void *context, const struct wirecopy_problem *problem)
{
    static const char *const kinds[] =
        {[WIRECOPY_PROBLEM_RECORD] = "record", [WIRECOPY_PROBLEM_FILE] = "file", [WIRECOPY_PROBLEM_REPAIRED] = "repaired"};
    struct session *session = context;
    struct callback callback;
    PyObject *path, *reason, *result = NULL;
    if (!session->problem || atomic_load(&session->stop))
        return;
    callback = callback_begin(session);
    path = told(problem->path);
    reason = told(problem->reason);
    if (path && reason)
        result = PyObject_CallFunction(session->problem, "sOKO", kinds[problem->kind], path, (unsigned long long)problem->line, reason);
    Py_XDECREF(path);
    Py_XDECREF(reason);
    Py_XDECREF(result);
    callback_end(session, callback, result != NULL);
}

static void on_progress(void *context, const struct wirecopy_progress *progress)
{
    struct session *session = context;
    struct callback callback;
    PyObject *result;
    if (!session->progress || atomic_load(&session->stop))
        return;
    callback = callback_begin(session);
    result = PyObject_CallFunction(session->progress, "sKKK", progress->stage, (unsigned long long)progress->done,
                                   (unsigned long long)progress->total, (unsigned long long)progress->bytes_read);
    Py_XDECREF(result);
    callback_end(session, callback, result != NULL);
}

void session_tell_read(struct session *session, uint64_t articles)
{
    const struct wirecopy_progress progress = {.stage = "read", .done = articles};
    on_progress(session, &progress);
}

/* Only the thread of the call looks at signals: Python handles them in its main thread, and there nowhere but in calls that look. */
static bool should_stop(void *context)
{
    struct session *session = context;
    double time;
    if (atomic_load(&session->stop))
        return true;
    if (called_here != session)
        return false;
    time = now();
    if (time - session->looked >= SECONDS_BETWEEN_LOOKS) {
        struct callback callback = callback_begin(session);
        callback_end(session, callback, PyErr_CheckSignals() == 0);
        session->looked = now();
    }
    return atomic_load(&session->stop);
}

int write_to_python(void *context, const char *data, size_t size)
{
    const struct writer *writer = context;
    struct callback callback = callback_begin(writer->session);
    PyObject *bytes = PyBytes_FromStringAndSize(data, (Py_ssize_t)size), *result;
    result = bytes ? PyObject_CallFunctionObjArgs(writer->write, bytes, NULL) : NULL;
    Py_XDECREF(bytes);
    Py_XDECREF(result);
    callback_end(writer->session, callback, result != NULL);
    return result ? 0 : ECANCELED;
}

bool session_in_python(struct session *session, bool (*make)(void *context), void *context)
{
    struct callback callback = callback_begin(session);
    bool good = make(context);
    callback_end(session, callback, good);
    return good;
}

bool session_is_ours(const struct session *session)
{
    return session->process == (long)getpid();
}

struct session *session_make(PyObject *module, PyObject *options)
{
    struct module_state *state = module_state_of(module);
    allocfunc allocate = (allocfunc)PyType_GetSlot(state->session, Py_tp_alloc);
    struct session *session = (struct session *)allocate(state->session, 0);
    char message[512];
    if (!session)
        return NULL;
    session->state = state;
    session->module = Py_NewRef(module);
    session->interpreter = PyThreadState_GetInterpreter(PyThreadState_Get());
    session->process = (long)getpid();
    session->kept = PyList_New(0);
    session->lock = PyThread_allocate_lock();
    wirecopy_options_init(&session->options);
    session->options.template_numbers = false;
    if (!session->lock)
        PyErr_NoMemory();
    if (!session->kept || !session->lock || (options && !options_take(session, options))) {
        Py_DECREF((PyObject *)session);
        return NULL;
    }
    session->options.on_problem = session->problem ? on_problem : NULL;
    session->options.on_progress = session->progress ? on_progress : NULL;
    session->options.should_stop = should_stop;
    session->options.context = session;
    if (wirecopy_options_check(&session->options, message, sizeof message) != WIRECOPY_OK) {
        errors_raise(state, WIRECOPY_INVALID, message);
        Py_DECREF((PyObject *)session);
        return NULL;
    }
    return session;
}

/* Waits until the other thread's call has ended. */
static bool wait_for(PyThread_type_lock lock)
{
    for (;;) {
        PyLockStatus got;
        Py_BEGIN_ALLOW_THREADS got = PyThread_acquire_lock_timed(lock, WAIT_MICROSECONDS, 0);
        Py_END_ALLOW_THREADS if (got == PY_LOCK_ACQUIRED) return true;
        if (PyErr_CheckSignals() != 0)
            return false;
    }
}

bool session_enter(struct session *session)
{
    if (!session_is_ours(session)) {
        PyErr_SetString(session->state->in_use, "it was made before this process was forked, and belongs to the parent");
        return false;
    }
    if (!PyThread_acquire_lock(session->lock, NOWAIT_LOCK)) {
        if (callbacks > 0 || session->owner == PyThread_get_thread_ident()) {
            PyErr_SetString(session->state->in_use, "it is in use: what it calls cannot call it");
            return false;
        }
        if (!wait_for(session->lock))
            return false;
    }
    session->owner = PyThread_get_thread_ident();
    atomic_store(&session->stop, false);
    return true;
}

void session_leave(struct session *session)
{
    session->owner = 0;
    PyThread_release_lock(session->lock);
}

void session_let_go(struct session *session)
{
    session->outer = called_here;
    called_here = session;
    session->looked = now();
    session->thread = PyEval_SaveThread();
}

void session_take_back(struct session *session)
{
    PyEval_RestoreThread(session->thread);
    session->thread = NULL;
    called_here = session->outer;
}

bool session_check(struct session *session, enum wirecopy_status status, const char *detail)
{
    if (session->raised[0]) {
        PyErr_Restore(session->raised[0], session->raised[1], session->raised[2]);
        session->raised[0] = session->raised[1] = session->raised[2] = NULL;
        return false;
    }
    if (status == WIRECOPY_OK)
        return true;
    errors_raise(session->state, status, detail);
    return false;
}

static int session_traverse(PyObject *self, visitproc visit, void *arg)
{
    struct session *session = (struct session *)self;
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(session->module);
    Py_VISIT(session->kept);
    Py_VISIT(session->problem);
    Py_VISIT(session->progress);
    for (size_t i = 0; i < 3; i++)
        Py_VISIT(session->raised[i]);
    return 0;
}

/* The callables and what was raised only: the strings may be in use, and hold nothing that leads back. */
static int session_clear(PyObject *self)
{
    struct session *session = (struct session *)self;
    session->options.on_problem = NULL;
    session->options.on_progress = NULL;
    Py_CLEAR(session->problem);
    Py_CLEAR(session->progress);
    for (size_t i = 0; i < 3; i++)
        Py_CLEAR(session->raised[i]);
    return 0;
}

static void session_free(PyObject *self)
{
    struct session *session = (struct session *)self;
    PyTypeObject *type = Py_TYPE(self);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    PyObject_GC_UnTrack(self);
    session_clear(self);
    Py_CLEAR(session->kept);
    Py_CLEAR(session->module);
    if (session->lock)
        PyThread_free_lock(session->lock);
    release(self);
    Py_DECREF((PyObject *)type);
}

static PyType_Slot session_slots[] = {
    {Py_tp_dealloc, session_free},
    {Py_tp_traverse, session_traverse},
    {Py_tp_clear, session_clear},
    {0, NULL},
};

PyType_Spec session_spec = {
    .name = "wirecopy._wirecopy.Session",
    .basicsize = sizeof(struct session),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = session_slots,
};
