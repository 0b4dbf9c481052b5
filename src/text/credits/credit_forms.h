/* Inside the finding of credits: a search through one text, and what its forms are made of. Private to this room. */
#ifndef WIRECOPY_TEXT_CREDITS_CREDIT_FORMS_H
#define WIRECOPY_TEXT_CREDITS_CREDIT_FORMS_H

#include "text/credits/credit_scan.h"

struct credit_search {
    const struct credit_finder *finder;
    const char *text, *end;
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

/* Lines of that many bytes are looked at for who reported, and whose rights they are. */
enum { CREDIT_TAILED_BYTES = 300 };

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

/* Behind the year at at; NULL where none stands there. */
const char *credit_year_at(const char *at, const char *end);

/* Behind a word; in scripts without spaces an agency ends it too. */
const char *credit_word_end(const struct credit_search *s, const char *at, const char *end);

/* Whether the piece is agencies, fillers and marks, and at most strange words more, as an outlet's own name or a place. */
bool credit_only_agencies(const struct credit_search *s, struct piece piece, size_t strange, struct credit_named *named);

/* Behind a bracket that opens at at and is one of agencies, in scripts without spaces beside a word, or behind so many, as a place; NULL where there is none. */
const char *credit_bracket_at(const struct credit_search *s, const char *at, const char *end, size_t strange, struct credit_named *named);

/* Whether the piece ends with a year, or the sign of the era that Arabic puts behind one. */
bool credit_follows_year(struct piece piece);

/* Whether a line may say whose rights it tells of: few begin so. first: its first word, behind marks. */
static inline bool credit_may_tell_rights(const char *first, struct piece line)
{
    static const char english[] = "opyright", korean[] = "저작권자", sign[] = "\xC2\xA9";
    size_t size = (size_t)(line.end - first);
    if ((*first | ' ') == 'c') /* "(c)" too */
        return size > strlen(english) &&
               ((first > line.begin && first[-1] == '(' && first[1] == ')') || memcmp(first + 1, english, strlen(english)) == 0);
    if ((uint8_t)*first == 0xEC)
        return size > strlen(korean) && memcmp(first, korean, strlen(korean)) == 0;
    for (const char *at = line.begin; at < first; at++)
        if (*at == *sign && at[1] == sign[1])
            return true;
    return false;
}

/* Takes a line that says whose rights are an agency's, and then may say more: "© 2024 The Associated Press. All rights reserved. ..." */
bool credit_rights(struct credit_search *s, const char *first, struct piece line);

/* Whether a line may be how PTI's stories end, with who wrote and edited them. */
static inline bool credit_may_be_signed(const char *first, struct piece line)
{
    static const char hindi[] = "भाषा ";
    size_t size = (size_t)(line.end - first);
    if (*first == 'P')
        return size > 4 && memcmp(first, "PTI ", 4) == 0;
    return (uint8_t)*first == 0xE0 && size > strlen(hindi) && memcmp(first, hindi, strlen(hindi)) == 0;
}

/* Takes such a line, the last one: "PTI SKL DIV", "भाषा राजेश नरेश". */
bool credit_signed(struct credit_search *s, const char *first, struct piece line);

/* Takes a line about reporters, with an agency among them. */
bool credit_tailed(struct credit_search *s, struct piece line);

/* Whether a line, without marks before it, is a place and a dash, or a place and a day, and then agencies only. */
bool credit_placed(const struct credit_search *s, struct piece line, struct credit_named *named);

/* Takes a dateline at the beginning of the line ("LONDON, May 3 (Reuters) -"); false where there is none. cyrillic: whether its opening has such letters. */
bool credit_dateline(struct credit_search *s, struct piece line, bool cyrillic);

#endif
