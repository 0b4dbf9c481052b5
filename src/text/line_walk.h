/*
 * Walking over the lines of a text. Takes: the text and its stops. Gives: one line after the other, without its break. Promises: linear time;
 * CR LF is one break. Does not know: what a line is for. Private to the files about lines.
 */
#ifndef WIRECOPY_TEXT_LINE_WALK_H
#define WIRECOPY_TEXT_LINE_WALK_H

#include "text/lines.h"

/* A walk over the lines between breaks. */
struct line_walk {
    const struct stops *stops;
    const uint8_t *text;
    size_t size, next, stop;
};

static inline bool next_line(struct line_walk *walk, const uint8_t **begin, const uint8_t **end)
{
    if (walk->next > walk->size)
        return false;
    *begin = walk->text + walk->next;
    for (; walk->stop < walk->stops->count; walk->stop++) {
        const struct stop *stop = &walk->stops->at[walk->stop];
        if (stop->kind == STOP_BREAK) {
            *end = walk->text + stop->begin;
            walk->next = stop->begin + (size_t)stop->length;
            walk->stop++;
            if (walk->next < walk->size && **end == '\r' && walk->text[walk->next] == '\n') { /* one break */
                walk->next++;
                walk->stop++;
            }
            return true;
        }
    }
    *end = walk->text + walk->size;
    walk->next = walk->size + 1;
    return true;
}

static inline bool indented(const uint8_t *begin, const uint8_t *end)
{
    return begin < end && (*begin == '\t' || (end - begin >= 2 && begin[0] == ' ' && begin[1] == ' '));
}

#endif
