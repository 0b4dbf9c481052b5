/*
 * The steps of clustering on many machines, for the package's wirecopy.spark. Columns of Arrow are taken as the buffers that they lie in, and given as
 * bytes objects that are laid out as such buffers: hashes of 16 bytes, numbers of the machine's byte order, ends of 32 bits behind a 0.
 */
#include "python/objects.h"

#include <stdlib.h>
#include <string.h>

enum { HASH_BYTES = sizeof(struct wirecopy_hash) };

/* A column that grows without Python's lock. */
struct growing {
    char *data;
    size_t size, capacity;
};

static bool grow(struct growing *column, const void *data, size_t size)
{
    if (size > column->capacity - column->size) {
        size_t capacity = 2 * (column->capacity + size) + 1024;
        char *larger = realloc(column->data, capacity);
        if (!larger)
            return false;
        column->data = larger;
        column->capacity = capacity;
    }
    if (size > 0)
        memcpy(column->data + column->size, data, size);
    column->size += size;
    return true;
}

enum { COLUMNS = 4 };

/* What a call gives. */
struct giving {
    struct growing columns[COLUMNS];
};

static void release(struct giving *giving)
{
    for (size_t i = 0; i < COLUMNS; i++)
        free(giving->columns[i].data);
}

/* The first of the columns as a tuple of bytes, where the call went well; all are released. */
static PyObject *given(struct giving *giving, PyObject *done, Py_ssize_t count)
{
    PyObject *tuple = done ? PyTuple_New(count) : NULL;
    Py_XDECREF(done);
    for (Py_ssize_t i = 0; tuple && i < count; i++)
        tuple_put(tuple, i, PyBytes_FromStringAndSize(giving->columns[i].data, (Py_ssize_t)giving->columns[i].size));
    release(giving);
    return tuple ? tuple_done(tuple) : NULL;
}

/* Where what a column holds ends, as 32 bits. */
static enum wirecopy_status note_end(struct growing *ends, size_t end)
{
    int32_t value = (int32_t)end;
    if (end > INT32_MAX)
        return WIRECOPY_TOO_LARGE;
    return grow(ends, &value, sizeof value) ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
}

static enum wirecopy_status take_parcel(void *context, const struct wirecopy_parcel *parcel)
{
    struct growing *columns = ((struct giving *)context)->columns;
    bool good = grow(&columns[0], parcel->text.bytes, HASH_BYTES) && grow(&columns[1], parcel->id.bytes, HASH_BYTES) &&
                grow(&columns[3], parcel->bytes.data, parcel->bytes.size);
    return good ? note_end(&columns[2], columns[3].size) : WIRECOPY_NO_MEMORY;
}

PyObject *corpus_parcels(PyObject *self, PyObject *what)
{
    static const char *const words[] = {"read", "settled", "grouped"};
    struct corpus_object *corpus = (struct corpus_object *)self;
    struct giving giving = {0};
    int made = word_of(corpus->held.session->state, "parcels", what, words, 3);
    enum wirecopy_status status;
    if (made < 0 || !corpus_enter(corpus))
        return NULL;
    session_let_go(corpus->held.session);
    status = note_end(&giving.columns[2], 0);
    if (status == WIRECOPY_OK)
        status = wirecopy_corpus_parcels(corpus->corpus, (enum wirecopy_parcels)made, take_parcel, &giving);
    session_take_back(corpus->held.session);
    return given(&giving, corpus_leave(corpus, status), 4);
}

PyObject *corpus_add_parcels(PyObject *self, PyObject *parcels)
{
    struct corpus_object *corpus = (struct corpus_object *)self;
    enum wirecopy_status status;
    Py_buffer view;
    PyObject *done = NULL;
    if (PyObject_GetBuffer(parcels, &view, PyBUF_SIMPLE) < 0)
        return NULL;
    if (corpus_enter(corpus)) {
        session_let_go(corpus->held.session);
        status = wirecopy_corpus_add_parcels(corpus->corpus, (struct wirecopy_bytes){view.buf, (size_t)view.len});
        session_take_back(corpus->held.session);
        done = corpus_leave(corpus, status);
    }
    PyBuffer_Release(&view);
    return done;
}

static enum wirecopy_status take_keys(void *context, const struct wirecopy_text_keys *keys)
{
    struct growing *columns = ((struct giving *)context)->columns;
    bool good = grow(&columns[0], keys->text.bytes, HASH_BYTES) && grow(&columns[1], &keys->counts, sizeof keys->counts) &&
                grow(&columns[3], keys->keys, keys->count * sizeof *keys->keys);
    return good ? note_end(&columns[2], columns[3].size / sizeof *keys->keys) : WIRECOPY_NO_MEMORY;
}

PyObject *corpus_keys(PyObject *self, PyObject *unused)
{
    struct corpus_object *corpus = (struct corpus_object *)self;
    struct giving giving = {0};
    enum wirecopy_status status;
    (void)unused;
    if (!corpus_enter(corpus))
        return NULL;
    session_let_go(corpus->held.session);
    status = note_end(&giving.columns[2], 0);
    if (status == WIRECOPY_OK)
        status = wirecopy_corpus_keys(corpus->corpus, take_keys, &giving);
    session_take_back(corpus->held.session);
    return given(&giving, corpus_leave(corpus, status), 4);
}

/* Whether columns are of one length, by the bytes of their values. */
static bool are_of_one_length(const Py_buffer *views, const size_t *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if ((size_t)views[i].len % bytes[i] != 0 || (size_t)views[i].len / bytes[i] != (size_t)views[0].len / bytes[0]) {
            PyErr_SetString(PyExc_ValueError, "the columns are not of one length");
            return false;
        }
    return true;
}

static void release_views(Py_buffer *views, size_t count)
{
    for (size_t i = 0; i < count; i++)
        PyBuffer_Release(&views[i]);
}

static bool put_meeting(struct giving *giving, size_t a, size_t b)
{
    uint32_t pair[2] = {(uint32_t)a, (uint32_t)b};
    return grow(&giving->columns[0], &pair[0], sizeof pair[0]) && grow(&giving->columns[1], &pair[1], sizeof pair[1]);
}

/* Those who have one key: from begin to end. */
static bool meet(const struct corpus_object *corpus, uint64_t key, size_t begin, size_t end, struct giving *giving)
{
    struct wirecopy_meeting meeting = wirecopy_corpus_meeting(corpus->corpus, key, end - begin);
    bool good = true;
    for (size_t i = begin; i < end && good; i++) {
        size_t last = i - begin < meeting.firsts ? end : meeting.next && i + 2 <= end ? i + 2 : i + 1;
        uint32_t place = (uint32_t)i;
        uint8_t sampled = meeting.lost && wirecopy_corpus_key_lost(corpus->corpus, key).sampled;
        for (size_t other = i + 1; other < last && good; other++)
            good = put_meeting(giving, i, other);
        if (meeting.lost)
            good = good && grow(&giving->columns[2], &place, sizeof place) && grow(&giving->columns[3], &sampled, 1);
    }
    return good;
}

PyObject *corpus_meet(PyObject *self, PyObject *arguments)
{
    static const size_t bytes[] = {sizeof(uint64_t), HASH_BYTES};
    struct corpus_object *corpus = (struct corpus_object *)self;
    struct giving giving = {0};
    Py_buffer views[2];
    PyObject *done = NULL;
    if (!PyArg_ParseTuple(arguments, "y*y*", &views[0], &views[1]))
        return NULL;
    if (are_of_one_length(views, bytes, 2) && corpus_enter(corpus)) {
        const uint64_t *keys = views[0].buf;
        size_t count = (size_t)views[0].len / sizeof *keys;
        bool good = count <= UINT32_MAX;
        session_let_go(corpus->held.session);
        for (size_t begin = 0, end; begin < count && good; begin = end) {
            for (end = begin + 1; end < count && keys[end] == keys[begin]; end++)
                continue;
            good = meet(corpus, keys[begin], begin, end, &giving);
        }
        session_take_back(corpus->held.session);
        done = corpus_leave(corpus, good ? WIRECOPY_OK : WIRECOPY_NO_MEMORY);
    }
    release_views(views, 2);
    return given(&giving, done, 4);
}

/* What a text has, less what it lost: two numbers each. */
static struct wirecopy_key_counts left(const Py_buffer *counts, const Py_buffer *lost, size_t i)
{
    const struct wirecopy_key_counts *all = counts->buf;
    const uint32_t *less = lost->buf;
    return wirecopy_key_counts_less(all[i], less[2 * i], less[2 * i + 1]);
}

PyObject *corpus_suffice(PyObject *self, PyObject *arguments)
{
    enum { COUNTS_A, LOST_A, COUNTS_B, LOST_B, SHARED, BAND, ALL };
    static const size_t bytes[ALL] = {[COUNTS_A] = sizeof(struct wirecopy_key_counts),
                                      [LOST_A] = 2 * sizeof(uint32_t),
                                      [COUNTS_B] = sizeof(struct wirecopy_key_counts),
                                      [LOST_B] = 2 * sizeof(uint32_t),
                                      [SHARED] = sizeof(uint32_t),
                                      [BAND] = 1};
    struct corpus_object *corpus = (struct corpus_object *)self;
    struct giving giving = {0};
    Py_buffer v[ALL];
    PyObject *done = NULL;
    if (!PyArg_ParseTuple(arguments, "y*y*y*y*y*y*", &v[0], &v[1], &v[2], &v[3], &v[4], &v[5]))
        return NULL;
    if (are_of_one_length(v, bytes, ALL) && corpus_enter(corpus)) {
        size_t count = (size_t)v[BAND].len;
        bool good = true;
        for (size_t i = 0; i < count && good; i++) {
            uint8_t suffices = wirecopy_corpus_suffices(corpus->corpus, left(&v[COUNTS_A], &v[LOST_A], i), left(&v[COUNTS_B], &v[LOST_B], i),
                                                        ((const uint32_t *)v[SHARED].buf)[i], ((const uint8_t *)v[BAND].buf)[i] != 0);
            good = grow(&giving.columns[0], &suffices, 1);
        }
        done = corpus_leave(corpus, good ? WIRECOPY_OK : WIRECOPY_NO_MEMORY);
    }
    release_views(v, ALL);
    return given(&giving, done, 1);
}

/* Pairs of two columns of hashes, to be freed with PyMem_Free; NULL with an exception set. */
static struct wirecopy_text_pair *pairs_of(PyObject *arguments, size_t *count)
{
    static const size_t bytes[] = {HASH_BYTES, HASH_BYTES};
    struct wirecopy_text_pair *pairs = NULL;
    Py_buffer views[2];
    if (!PyArg_ParseTuple(arguments, "y*y*", &views[0], &views[1]))
        return NULL;
    if (are_of_one_length(views, bytes, 2)) {
        *count = (size_t)views[0].len / HASH_BYTES;
        pairs = PyMem_Calloc(*count + 1, sizeof *pairs);
        if (!pairs)
            PyErr_NoMemory();
        for (size_t i = 0; pairs && i < *count; i++) {
            memcpy(pairs[i].a.bytes, (const char *)views[0].buf + i * HASH_BYTES, HASH_BYTES);
            memcpy(pairs[i].b.bytes, (const char *)views[1].buf + i * HASH_BYTES, HASH_BYTES);
        }
    }
    release_views(views, 2);
    return pairs;
}

static enum wirecopy_status take_judged(void *context, const struct wirecopy_text_pair *pair, bool matches)
{
    struct growing *columns = ((struct giving *)context)->columns;
    uint8_t match = matches;
    bool good = grow(&columns[0], pair->a.bytes, HASH_BYTES) && grow(&columns[1], pair->b.bytes, HASH_BYTES) && grow(&columns[2], &match, 1);
    return good ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
}

PyObject *corpus_judge(PyObject *self, PyObject *arguments)
{
    struct corpus_object *corpus = (struct corpus_object *)self;
    struct giving giving = {0};
    size_t count = 0;
    struct wirecopy_text_pair *pairs = pairs_of(arguments, &count);
    PyObject *done = NULL;
    if (pairs && corpus_enter(corpus)) {
        enum wirecopy_status status;
        session_let_go(corpus->held.session);
        status = wirecopy_corpus_judge(corpus->corpus, pairs, count, take_judged, &giving);
        session_take_back(corpus->held.session);
        done = corpus_leave(corpus, status);
    }
    PyMem_Free(pairs);
    return given(&giving, done, 3);
}

PyObject *corpus_cluster_pairs(PyObject *self, PyObject *arguments)
{
    struct corpus_object *corpus = (struct corpus_object *)self;
    struct session *session = corpus->held.session;
    struct wirecopy_clustering *clustering = NULL;
    size_t count = 0;
    struct wirecopy_text_pair *pairs = pairs_of(arguments, &count);
    PyObject *done = NULL;
    if (pairs && corpus_enter(corpus)) {
        enum wirecopy_status status;
        session_let_go(session);
        status = wirecopy_corpus_cluster_pairs(corpus->corpus, pairs, count, &clustering);
        session_take_back(session);
        done = corpus_leave(corpus, status);
        if (!done)
            wirecopy_clustering_free(status == WIRECOPY_OK ? clustering : NULL);
    }
    PyMem_Free(pairs);
    if (!done)
        return NULL;
    Py_DECREF(done);
    return clustering_make(session_again(session), clustering, &corpus->places);
}
