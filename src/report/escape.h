/*
 * Escaping. Takes: any bytes. Gives: them to a sink, what is special replaced. Promises: well-formed UTF-8 out; runs of
 * ordinary bytes are copied as they are. Does not know: JSON, TSV.
 */
#ifndef WIRECOPY_REPORT_ESCAPE_H
#define WIRECOPY_REPORT_ESCAPE_H

#include "report/sink.h"

/*
 * What a format replaces. special has 1 for the bytes to stop at: ASCII ones, and leads of longer sequences of which some
 * are replaced. replace writes at most ESCAPE_BYTES for the code point there, and returns how many; 0 keeps it.
 */
enum { ESCAPE_BYTES = 8 };
struct escape {
    const uint8_t *special; /* 256 */
    size_t (*replace)(uint32_t code_point, char *out);
};

/* Ill-formed UTF-8 becomes U+FFFD. Cost: linear. Memory only where text is ill-formed. */
void escape_put(struct sink *sink, const struct escape *escape, struct wirecopy_bytes text);

#endif
