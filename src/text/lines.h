/*
 * Lines and sentences. Takes: well-formed UTF-8 with its entities decoded. Gives: where a line may end, and a text without its
 * hard wraps. Promises: linear time; lengths are code points. Does not know: words.
 */
#ifndef WIRECOPY_TEXT_LINES_H
#define WIRECOPY_TEXT_LINES_H

#include "base/memory.h"
#include "text/fold/fold_kernels.h"

enum stop_kind {
    STOP_BREAK,        /* a line break; CR LF is two */
    STOP_BEFORE_WHITE, /* ends a sentence where white space follows: . ! ? and the full stops and question marks of other scripts with spaces */
    STOP_ALWAYS        /* ends a sentence: the ideographic full stop, the full-width ! and ?, the Burmese section */
};

/* One character that may end a line. */
struct stop {
    uint32_t begin;
    uint16_t length;
    uint16_t kind; /* enum stop_kind */
};

struct stops {
    struct stop *at;
    size_t count, capacity;
    size_t breaks; /* so many of them are STOP_BREAK */
};

/* Replaces stops by those of a text of under 4 GiB that candidates tells. */
enum wirecopy_status stops_find(struct stops *stops, fold_candidates_kernel *candidates, const uint8_t *text, size_t size);

/* Makes them those of the text without these pieces of it, which stand in order and part no character. */
struct credit_span;
void stops_cut(struct stops *stops, const struct credit_span *spans, size_t count);

/* Whether a line ends behind the character at at, in a text that goes on to end. */
bool lines_end_behind(const uint8_t *at, const uint8_t *end);

/* Whether the text was wrapped at a column, by DESIGN's step 3. */
bool lines_hard_wrapped(const struct stops *stops, const uint8_t *text, size_t size);

/* Replaces out by the text with its wrapped lines joined, and words that were cut between them, LF between those that are left. */
enum wirecopy_status lines_join(const struct stops *stops, const uint8_t *text, size_t size, struct buffer *out);

#endif
