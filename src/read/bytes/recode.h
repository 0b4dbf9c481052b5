/*
 * Recoding. Takes: an article whose bytes should be UTF-8. Gives: one that is, or is but for damage that folding mends; what was the
 * matter. Promises: an article in UTF-8 is left as it is. Does not know: files.
 */
#ifndef WIRECOPY_READ_BYTES_RECODE_H
#define WIRECOPY_READ_BYTES_RECODE_H

#include "base/memory.h"
#include "read/reader.h"

enum { RECODED_FIELDS = 6, RECODE_REASON_BYTES = 96 };

/* {0} at first; what an article borrows of it stands until the next one. */
struct recoding {
    struct buffer fields[RECODED_FIELDS];
    char reason[RECODE_REASON_BYTES];
};

/*
 * Has text, title, source, date and url of an article, and its id where that is a field, in UTF-8: all are taken for the encoding that
 * the text looks most like. *told is NULL, or says what was the matter (borrowed). Errors: WIRECOPY_NO_MEMORY. Cost: linear.
 */
enum wirecopy_status recode(struct recoding *recoding, struct raw_article *article, const char **told);

void recoding_release(struct recoding *recoding);

#endif
