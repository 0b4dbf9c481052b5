/* Inside the finding of credits: a search through one text, and what its forms are made of. Private to this room. */
#ifndef WIRECOPY_TEXT_CREDITS_CREDIT_FORMS_H
#define WIRECOPY_TEXT_CREDITS_CREDIT_FORMS_H

#include "text/credits/credit_scan.h"

struct credit_search {
    const struct credit_finder *finder;
    const char *text;
    struct credits *credits; /* what was found so far */
};

/* The agencies of one credit. */
struct credit_named {
    const struct credit_agency *agencies[CREDIT_SPANS];
    size_t count;
};

/* So far may a place or a name stand from an end of a line, in bytes; a letter of most scripts takes two or three. */
enum { CREDIT_DASHED_BYTES = 60 };

/* So far from its first word a dateline has its bracket or dash: a name begins in the first half, and what parts it from the story is near. */
enum { CREDIT_SIGN_BYTES = 2 * CREDIT_DASHED_BYTES };

/* What is looked at for them; first: the line's first word. */
static inline struct piece credit_opening_piece(const char *first, struct piece line)
{
    return (struct piece){line.begin, line.end - first > CREDIT_SIGN_BYTES ? first + CREDIT_SIGN_BYTES : line.end};
}

/* Whether a bracket may begin with this byte; most do not, and are passed at once. */
static inline bool credit_may_open(char c)
{
    return c == '(' || c == '[' || c == '/' || (uint8_t)c == 0xE3 || (uint8_t)c == 0xEF;
}

/* Scripts without spaces begin here, in UTF-8's leads. */
static inline bool credit_unspaced(const char *at)
{
    return (uint8_t)*at >= 0xE3;
}

/* Adds a name to what was found, once. */
void credit_put_name(struct credits *credits, const char *text, size_t size);

/* Adds what stands from begin to end, with the agencies; false where there is no room for more. */
bool credit_take(struct credit_search *s, const struct credit_named *named, const char *begin, const char *end);

/* The agency at at that is a word of its own; NULL where none is. Sets *after behind it. */
const struct credit_agency *credit_agency_word_at(const struct credit_search *s, const char *at, const char *end, const char **after);

/* Behind a word; in scripts without spaces an agency ends it too. */
const char *credit_word_end(const struct credit_search *s, const char *at, const char *end);

/* Whether the piece is agencies, fillers and marks, and at most strange words more, as an outlet's own name or a place. */
bool credit_only_agencies(const struct credit_search *s, struct piece piece, size_t strange, struct credit_named *named);

/* Behind a bracket that opens at at and is one of agencies, a place of a script without spaces beside them; NULL where there is none. */
const char *credit_bracket_at(const struct credit_search *s, const char *at, const char *end, struct credit_named *named);

/* Takes a dateline at the beginning of the line ("LONDON, May 3 (Reuters) -"); false where there is none. cyrillic: whether its opening has such letters. */
bool credit_dateline(struct credit_search *s, struct piece line, bool cyrillic);

#endif
