/* Joining the lines of a hard-wrapped text, and the words that were cut between them. */
#include "text/line_walk.h"

#include "text/utf8.h"

/*
 * Who cuts words at the end of lines does so all the time: a text where so many end in a hyphen has cut words, and no three compounds that
 * happened to stand there. Of 19,000 stories that were wrapped without cutting words two have two such lines, and none has three.
 */
enum { CUT_WORDS_LEAST = 3 };

/* Whether a word may go on here: with a small letter of Latin, Greek, Cyrillic or Armenian, or one of Georgian, which has no others. */
static bool goes_on(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0x2AF) || (c >= 0x3AC && c <= 0x3CE) || (c >= 0x430 && c <= 0x52F) ||
           (c >= 0x560 && c <= 0x588) || (c >= 0x10D0 && c <= 0x10FF) || (c >= 0x1E00 && c <= 0x1FFF);
}

/* The bytes of the hyphen, or the soft one, that ends a line in a word which goes on at next; 0 where there is none. */
static size_t cutting_hyphen(const uint8_t *begin, const uint8_t *end, const uint8_t *next)
{
    size_t length = 0;
    if (end - begin >= 2 && end[-1] == '-')
        length = 1;
    else if (end - begin >= 3 && ((end[-2] == 0xC2 && end[-1] == 0xAD) || (end[-2] == 0xD6 && end[-1] == 0x8A))) /* U+00AD, U+058A */
        length = 2;
    else if (end - begin >= 4 && end[-3] == 0xE2 && end[-2] == 0x80 && end[-1] == 0x90) /* U+2010 */
        length = 3;
    if (length > 0) {
        uint8_t before = end[-1 - (ptrdiff_t)length], lower = before | 0x20;
        if ((before < 0x80 && (lower < 'a' || lower > 'z')) || !goes_on(utf8_decode(next)))
            return 0;
    }
    return length;
}

/* Whether as many lines as cut words take may end in a hyphen, or in white space or beyond ASCII; nearly all texts are told by this. */
static bool may_have_cut_words(const struct stops *stops, const uint8_t *text)
{
    size_t may = 0;
    for (size_t i = 0; i < stops->count; i++) {
        const struct stop *stop = &stops->at[i];
        uint8_t last = stop->begin > 0 ? text[stop->begin - 1] : '\n';
        bool white = last <= ' ' && (last < '\n' || last > '\r'); /* behind another break no word was cut */
        may += (stop->kind == STOP_BREAK) & ((last == '-') | (last >= 0x80) | white);
    }
    return may >= CUT_WORDS_LEAST;
}

/* Whether a hard-wrapped text has words cut at the end of lines. */
static bool has_cut_words(const struct stops *stops, const uint8_t *text, size_t size)
{
    struct line_walk walk = {stops, text, size, 0, 0};
    const uint8_t *begin, *end, *last_begin = text, *last_end = text;
    size_t cut = 0;
    if (!may_have_cut_words(stops, text))
        return false;
    while (cut < CUT_WORDS_LEAST && next_line(&walk, &begin, &end)) {
        const uint8_t *inner = utf8_trim_begin(begin, end);
        cut += inner < end && cutting_hyphen(last_begin, last_end, inner) > 0;
        last_begin = begin;
        last_end = utf8_trim_end(begin, end);
    }
    return cut == CUT_WORDS_LEAST;
}

/* Wrapped lines are copied without a guess of how long they are; what is copied with them is overwritten. */
enum { COPIED_TOGETHER = 128 };

/* Copies a line of a text that goes on to text_end; returns behind it. COPIED_TOGETHER bytes can be written. */
static inline char *copy_line(char *to, const uint8_t *begin, const uint8_t *end, const uint8_t *text_end)
{
    size_t size = (size_t)(end - begin);
    if (size <= COPIED_TOGETHER && text_end - begin >= COPIED_TOGETHER)
        memcpy(to, begin, COPIED_TOGETHER);
    else
        memcpy(to, begin, size);
    return to + size;
}

enum wirecopy_status lines_join(const struct stops *stops, const uint8_t *text, size_t size, struct buffer *out)
{
    struct line_walk walk = {stops, text, size, 0, 0};
    const uint8_t *begin, *end;
    bool open = false; /* a line stands that the next may join */
    bool cut = has_cut_words(stops, text, size);
    enum wirecopy_status status;
    char *to;
    out->size = 0;
    status = buffer_reserve(out, size + 1 + COPIED_TOGETHER);
    if (status != WIRECOPY_OK)
        return status;
    for (to = out->data; next_line(&walk, &begin, &end);) { /* no more is written than stood there */
        const uint8_t *inner;
        end = utf8_trim_end(begin, end);
        inner = utf8_trim_begin(begin, end);
        if (inner < end) {
            size_t hyphen = cut && open && !indented(begin, end) ? cutting_hyphen((uint8_t *)out->data, (uint8_t *)to, inner) : 0;
            if (hyphen > 0)
                to -= hyphen;
            else if (to > out->data)
                *to++ = open && !indented(begin, end) ? ' ' : '\n';
            to = copy_line(to, inner, end, text + size);
        }
        open = inner < end;
    }
    out->size = (size_t)(to - out->data);
    return WIRECOPY_OK;
}
