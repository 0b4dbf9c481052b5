/*
 * Sink. Takes: bytes, a few at a time. Gives: them to the caller's write function, 64 KiB at a time. Promises: after the
 * first failure nothing more is written, and sink_finish says what it was; so a writer need not look after each piece.
 * Does not know: what the bytes mean.
 */
#ifndef WIRECOPY_REPORT_SINK_H
#define WIRECOPY_REPORT_SINK_H

#include <string.h>

#include "base/memory.h"

enum { SINK_BYTES = 1 << 16 };

/* Released by sink_finish. */
struct sink {
    wirecopy_write *write;
    void *context;
    char *data; /* SINK_BYTES */
    size_t used;
    enum wirecopy_status status; /* the first failure */
};

/* Errors: WIRECOPY_NO_MEMORY; there is then nothing to finish. */
enum wirecopy_status sink_init(struct sink *sink, wirecopy_write *write, void *context);

/* Writes what is left where status is WIRECOPY_OK, releases the sink, and returns the first failure of the two. */
enum wirecopy_status sink_finish(struct sink *sink, enum wirecopy_status status);

/* Hands on what it holds. */
void sink_flush(struct sink *sink);

/* Hands on what it holds, and says by a call without bytes that something of its own ends here. */
void sink_end_stream(struct sink *sink);

/* Notes a failure of the writer's own. */
static inline void sink_fail(struct sink *sink, enum wirecopy_status status)
{
    if (sink->status == WIRECOPY_OK)
        sink->status = status;
}

/* Where at most size bytes, under SINK_BYTES, may be put; sink_take says how many were. */
static inline char *sink_room(struct sink *sink, size_t size)
{
    if (SINK_BYTES - sink->used < size)
        sink_flush(sink);
    return sink->data + sink->used;
}

static inline void sink_take(struct sink *sink, size_t size)
{
    sink->used += size;
}

void sink_put_long(struct sink *sink, const char *data, size_t size);

static inline void sink_put(struct sink *sink, const char *data, size_t size)
{
    if (size > SINK_BYTES - sink->used) {
        sink_put_long(sink, data, size);
        return;
    }
    if (size)
        memcpy(sink->data + sink->used, data, size);
    sink->used += size;
}

static inline void sink_put_string(struct sink *sink, const char *string)
{
    sink_put(sink, string, strlen(string));
}

static inline void sink_put_char(struct sink *sink, char c)
{
    *sink_room(sink, 1) = c;
    sink_take(sink, 1);
}

/* A whole number in decimal. */
void sink_put_number(struct sink *sink, uint64_t number);

/* A share with 4 decimals, rounded half up, such as 0.3500; what is no number or below 0 is 0.0000. Under 20 ns. */
void sink_put_share(struct sink *sink, double share);

/* printf, for rare lines; cut to 512 bytes. */
void sink_printf(struct sink *sink, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
