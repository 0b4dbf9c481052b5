/*
 * Long lines for a narrow screen. Takes: a text for people, put into a sink. Gives: its lines to another, each broken
 * behind one of ",;:", else before a bracket, where it would be over the width. Promises: nothing but spaces there becomes anything else; what
 * has no such place stays whole; width 0 breaks nothing. Does not know: what the lines say. Private to this room.
 */
#ifndef WIRECOPY_REPORT_WRAP_H
#define WIRECOPY_REPORT_WRAP_H

#include "report/sink.h"

struct wrap {
    struct sink lines; /* where the text is put: valid UTF-8 */
    struct sink *sink;
    uint32_t width, indent; /* in columns; further lines begin at the latter */
    struct buffer line;     /* not ended yet */
};

/* sink: where they go. Errors: WIRECOPY_NO_MEMORY; there is then nothing to end. */
enum wirecopy_status wrap_begin(struct wrap *wrap, struct sink *sink, uint32_t width, uint32_t indent);

/* Puts a last line without an end too, and frees what the wrap holds. Returns the first failure of its lines. */
enum wirecopy_status wrap_end(struct wrap *wrap);

#endif
