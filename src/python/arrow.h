/*
 * Columns of Apache Arrow. Takes: memory laid out as https://arrow.apache.org/docs/format/CDataInterface.html says. Gives: the values of a row as
 * texts. Promises: no library is needed for it. Does not know: whose the memory is. Private to arrow.c and arrow_values.c.
 */
#ifndef WIRECOPY_PYTHON_ARROW_H
#define WIRECOPY_PYTHON_ARROW_H

#include "python/records.h"

/* As published; names and order are the interface's. */
struct ArrowSchema {
    const char *format, *name, *metadata;
    int64_t flags, n_children;
    struct ArrowSchema **children, *dictionary;
    void (*release)(struct ArrowSchema *schema);
    void *private_data;
};

struct ArrowArray {
    int64_t length, null_count, offset, n_buffers, n_children;
    const void **buffers;
    struct ArrowArray **children, *dictionary;
    void (*release)(struct ArrowArray *array);
    void *private_data;
};

struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *stream, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *stream, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *stream);
    void (*release)(struct ArrowArrayStream *stream);
    void *private_data;
};

/* How the values of a column lie. */
enum column_kind {
    COLUMN_NULL,
    COLUMN_TEXT,       /* offsets of 32 bits */
    COLUMN_LARGE_TEXT, /* of 64 */
    COLUMN_TEXT_VIEW,
    COLUMN_WHOLE, /* signed, of width bytes */
    COLUMN_NATURAL,
    COLUMN_FLOAT,
    COLUMN_DOUBLE,
    COLUMN_DATE,      /* days, of 32 bits */
    COLUMN_TIMESTAMP, /* since 1970, ticks to the second */
    COLUMN_LIST,      /* of texts, offsets of 32 bits */
    COLUMN_LARGE_LIST,
    COLUMN_UNKNOWN
};

struct column {
    size_t place; /* among the children */
    uint8_t rank[WIRECOPY_FIELD_COUNT];
    enum column_kind kind, of; /* of: of a dictionary's values, or a list's items; else as kind */
    unsigned width;
    bool coded;    /* the values stand in a dictionary, and these are numbers of theirs */
    int64_t ticks; /* of a second */
    bool zoned;    /* timestamps are UTC's */
};

/* Reads a column's type; false where it is none that can be read as a text. */
bool column_read(struct column *column, const struct ArrowSchema *schema);

/* Whether its values are texts, or lists of them. */
bool column_is_text(const struct column *column);

/* What a number or a date is written to. */
enum { ROOM_BYTES = 48 };

/* The value at a row, borrowed from the array or written to room; data NULL where it is null. Of a list: false, see column_items. */
struct wirecopy_bytes column_value(const struct column *column, const struct ArrowArray *array, int64_t row, char room[ROOM_BYTES]);

/* The texts of a list at a row with a line break between each two, bytes that were made; NULL without an exception where there are none. */
PyObject *column_items(const struct column *column, const struct ArrowArray *array, int64_t row);

#endif
