/*
 * JSON strings. Takes: any bytes. Gives: a JSON string in a sink. Promises: what comes out is well-formed UTF-8 without
 * control characters, whatever went in, and means the same text. Does not know: rows.
 */
#ifndef WIRECOPY_REPORT_JSON_H
#define WIRECOPY_REPORT_JSON_H

#include "report/sink.h"

/*
 * A string with its quotes; null where data is NULL. Ill-formed UTF-8 becomes U+FFFD. Control characters, C1 too, and the
 * separators U+2028 and U+2029 (line ends to many readers of lines) are escaped. Cost: some 2 GB/s of ASCII.
 */
void json_put_string(struct sink *sink, struct wirecopy_bytes text);

/* The same of ASCII that needs no escapes, of fewer than SINK_BYTES - 2 bytes. */
static inline void json_put_plain(struct sink *sink, struct wirecopy_bytes text)
{
    char *out = sink_room(sink, text.size + 2);
    out[0] = '"';
    memcpy(out + 1, text.data, text.size);
    out[text.size + 1] = '"';
    sink_take(sink, text.size + 2);
}

#endif
