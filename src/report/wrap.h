/*
 * Long lines for a narrow screen. Takes: the lines of a text for people, as a write function does. Gives: them to a sink, each broken
 * behind one of ",;:", else before a bracket, where it would be over the width. Promises: nothing but spaces there becomes anything else; what
 * has no such place stays whole; width 0 breaks nothing. Does not know: what the lines say. Private to this room.
 */
#ifndef WIRECOPY_REPORT_WRAP_H
#define WIRECOPY_REPORT_WRAP_H

#include "report/sink.h"

struct wrap {
    struct sink *sink;
    uint32_t width, indent; /* in columns; further lines begin at the latter */
    struct buffer line;     /* not ended yet */
};

/* A wirecopy_write whose context is a wrap: valid UTF-8, in pieces of any size. */
int wrap_write(void *context, const char *data, size_t size);

/* Puts a last line without an end too, and frees what the wrap holds. */
void wrap_end(struct wrap *wrap);

#endif
