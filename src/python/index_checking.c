/*
 * Checking an index: what lies in damaged pages may end the process that looks at it, so another one does. It is a fork that runs nothing of Python's,
 * and says what it finds through a pipe: a letter, a text and a zero byte each.
 */
#define _GNU_SOURCE
#include "python/index.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WRONG = 'w', PROGRESS = 'p', ENDED = 'e' }; /* ended: a status as a digit, and why */

/* Signals are looked at so often while the other process works. */
enum { WAIT_MILLISECONDS = 50 };

static void say(int pipe, char letter, const char *text)
{
    char message[1400];
    int size = snprintf(message, sizeof message, "%c%s", letter, text);
    size_t count = size < (int)sizeof message ? (size_t)size + 1 : sizeof message, done = 0;
    while (done < count) {
        ssize_t written = write(pipe, message + done, count - done);
        if (written < 0 && errno != EINTR)
            _exit(1); /* nobody listens any more */
        done += written > 0 ? (size_t)written : 0;
    }
}

static void tell_wrong(void *context, const char *what)
{
    say(*(const int *)context, WRONG, what);
}

static void tell_progress(void *context, const struct wirecopy_progress *progress)
{
    char text[64];
    snprintf(text, sizeof text, "%llu %llu", (unsigned long long)progress->done, (unsigned long long)progress->total);
    say(*(const int *)context, PROGRESS, text);
}

/* What the other process does. */
static _Noreturn void look(int pipe, const char *directory, struct wirecopy_options options)
{
    struct wirecopy_index *index;
    char message[1200] = "", text[1300];
    enum wirecopy_status status;
    sigset_t all;
    sigfillset(&all); /* their handlers are Python's */
    sigprocmask(SIG_BLOCK, &all, NULL);
    options.on_problem = NULL;
    options.on_progress = options.on_progress ? tell_progress : NULL;
    options.should_stop = NULL;
    options.context = &pipe;
    status = wirecopy_index_open(directory, &options, false, &index, message, sizeof message);
    if (status == WIRECOPY_OK) {
        status = wirecopy_index_check(index, tell_wrong, &pipe);
        snprintf(message, sizeof message, "%s", wirecopy_index_error(index));
    }
    snprintf(text, sizeof text, "%d%s", (int)status, message);
    say(pipe, ENDED, text);
    _exit(0);
}

/* What the other process said. */
struct heard {
    struct session *session;
    PyObject *wrongs; /* a list */
    char bytes[8192]; /* what was not understood yet: a message is smaller */
    size_t size;
    const char *message;
    int status; /* -1: it did not say its last word */
    char why[1300];
};

static bool note_wrong(void *context)
{
    const struct heard *heard = context;
    PyObject *text = PyUnicode_DecodeFSDefault(heard->message);
    bool good = text && PyList_Append(heard->wrongs, text) == 0;
    Py_XDECREF(text);
    return good;
}

static void hear_message(struct heard *heard, const char *message)
{
    const struct wirecopy_options *options = &heard->session->options;
    struct wirecopy_progress progress = {.stage = "check"};
    unsigned long long done = 0, total = 0;
    heard->message = message + 1;
    if (*message == WRONG) {
        session_in_python(heard->session, note_wrong, heard);
    } else if (*message == PROGRESS && options->on_progress && sscanf(message + 1, "%llu %llu", &done, &total) == 2) {
        progress.done = done;
        progress.total = total;
        options->on_progress(options->context, &progress);
    } else if (*message == ENDED) {
        heard->status = message[1] - '0';
        snprintf(heard->why, sizeof heard->why, "%s", message + 2);
    }
}

/* Takes the whole messages of what was heard. */
static void understand(struct heard *heard)
{
    size_t at = 0;
    const char *end;
    while ((end = memchr(heard->bytes + at, '\0', heard->size - at)) != NULL) {
        hear_message(heard, heard->bytes + at);
        at = (size_t)(end - heard->bytes) + 1;
    }
    heard->size -= at;
    memmove(heard->bytes, heard->bytes + at, heard->size);
}

/* Listens until the last word, or until it is gone, which need not close the pipe: other forks may have it. False where it is not wanted any more. */
static bool listen_to(struct heard *heard, int pipe, pid_t *child)
{
    const struct wirecopy_options *options = &heard->session->options;
    struct pollfd wait = {.fd = pipe, .events = POLLIN};
    while (heard->status < 0) {
        ssize_t got;
        int ready = poll(&wait, 1, *child ? WAIT_MILLISECONDS : 0);
        if (options->should_stop(options->context))
            return false;
        if (ready == 0 && *child == 0) /* and nothing is left in the pipe */
            return true;
        if (ready == 0 && waitpid(*child, NULL, WNOHANG) != 0)
            *child = 0;
        if (ready <= 0)
            continue;
        got = read(pipe, heard->bytes + heard->size, sizeof heard->bytes - heard->size);
        if (got == 0 || (got < 0 && errno != EINTR))
            return true;
        heard->size += got > 0 ? (size_t)got : 0;
        understand(heard);
    }
    return true;
}

/* Has it looked at by another process, while Python's other threads run. */
static enum wirecopy_status look_apart(struct heard *heard, const char *directory)
{
    int ends[2];
    pid_t child;
    if (pipe2(ends, O_CLOEXEC) != 0) {
        snprintf(heard->why, sizeof heard->why, "no process to look at it: %s", strerror(errno));
        return WIRECOPY_IO;
    }
    child = fork();
    if (child == 0)
        look(ends[1], directory, heard->session->options);
    close(ends[1]);
    if (child < 0) {
        snprintf(heard->why, sizeof heard->why, "no process to look at it: %s", strerror(errno));
        close(ends[0]);
        return WIRECOPY_IO;
    }
    if (!listen_to(heard, ends[0], &child)) {
        if (child > 0)
            kill(child, SIGKILL);
        heard->status = WIRECOPY_STOPPED;
    }
    close(ends[0]);
    while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
        continue;
    if (heard->status < 0) {
        snprintf(heard->why, sizeof heard->why, "the index is damaged: it cannot be read to its end");
        return WIRECOPY_BAD_INPUT;
    }
    return (enum wirecopy_status)heard->status;
}

/* A list of what was heard; heard is empty at first. */
static PyObject *hear(struct heard *heard, const char *directory)
{
    enum wirecopy_status status;
    bool damaged;
    heard->status = -1;
    heard->wrongs = PyList_New(0);
    if (!heard->wrongs)
        return NULL;
    session_let_go(heard->session);
    status = look_apart(heard, directory);
    session_take_back(heard->session);
    damaged = status == WIRECOPY_BAD_INPUT;
    heard->message = heard->why;
    if (!session_check(heard->session, damaged ? WIRECOPY_OK : status, heard->why) || (damaged && !note_wrong(heard)))
        Py_CLEAR(heard->wrongs);
    return heard->wrongs;
}

/* What is wrong, and last how much is, as a list. */
PyObject *index_check(PyObject *self, PyObject *unused)
{
    struct index_object *index = (struct index_object *)self;
    struct heard *heard;
    PyObject *list = NULL;
    (void)unused;
    if (!index_enter(index, false))
        return NULL;
    heard = PyMem_Calloc(1, sizeof *heard);
    if (heard) {
        heard->session = index->held.session;
        list = hear(heard, index_directory(index));
    } else {
        PyErr_NoMemory();
    }
    PyMem_Free(heard);
    session_leave(index->held.session);
    return list;
}
