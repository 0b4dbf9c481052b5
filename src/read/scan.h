/* A scanner over what is left of a written date. Private to dates.c and times.c. */
#ifndef WIRECOPY_READ_SCAN_H
#define WIRECOPY_READ_SCAN_H

#include <string.h>

#include "read/reader.h"

/* What is left of the date. */
struct scan {
    const char *at, *end;
};

static inline bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool is_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static inline char peek(const struct scan *scan)
{
    return scan->at < scan->end ? *scan->at : '\0';
}

static inline bool take(struct scan *scan, char c)
{
    if (scan->at == scan->end || *scan->at != c)
        return false;
    scan->at++;
    return true;
}

/* Skips blanks, commas and full stops. */
static inline void skip_blanks(struct scan *scan)
{
    while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\t' || *scan->at == ',' || *scan->at == '.'))
        scan->at++;
}

/* A whole run of digits, at most 9 of them; -1 where there is none or a longer one. */
static inline int take_number(struct scan *scan, size_t *digits)
{
    int number = 0;
    *digits = 0;
    for (; scan->at < scan->end && is_digit(*scan->at); scan->at++)
        if (++*digits <= 9)
            number = number * 10 + (*scan->at - '0');
    return *digits == 0 || *digits > 9 ? -1 : number;
}

/* A whole run of letters. */
static inline struct wirecopy_bytes take_word(struct scan *scan)
{
    struct wirecopy_bytes word = {scan->at, 0};
    while (scan->at < scan->end && is_letter(*scan->at))
        scan->at++;
    word.size = (size_t)(scan->at - word.data);
    return word;
}

/* Whether word is name, which is in lower case. */
static inline bool word_is(struct wirecopy_bytes word, const char *name)
{
    if (word.size != strlen(name))
        return false;
    for (size_t i = 0; i < word.size; i++)
        if ((word.data[i] | 32) != name[i])
            return false;
    return true;
}

/*
 * The time of day and its zone where the scan stands, which may begin with what parts it from a date: minutes from the
 * beginning of the day as written to that moment in UTC, a time without a zone taken for one in UTC. NO_MINUTE where no time
 * stands there. The scan is moved behind what was understood.
 */
int take_time(struct scan *scan);

#endif
