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

#endif
