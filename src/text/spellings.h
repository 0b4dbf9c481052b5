/*
 * Words that are spelt in two ways by habit. Takes: a text, or folded bytes. Gives: the same in one of them: what Persian joins by a half space, and
 * many type a blank for ("می شود"), is joined; a nasal of Devanagari before a stop of its row is an anusvara ("हिन्दी" is "हिंदी"). Promises: what a
 * word becomes depends on it and the words beside it alone; no other language is changed; what was folded is not joined again. Does not know: folding.
 */
#ifndef WIRECOPY_TEXT_SPELLINGS_H
#define WIRECOPY_TEXT_SPELLINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether a text, well-formed, may have words of Persian to be joined: nearly all others have not. */
bool spellings_differ(const uint8_t *text, size_t size);

/*
 * Joins them in place, in a text as long: the blank between them goes before the first, or behind the second. So a character is at most one byte
 * beside where it was. False where there are none.
 */
bool spellings_join(uint8_t *text, size_t size);

/* Makes nasals of folded lines anusvaras, in place, and moves where lines end, which a space does. Returns what is left of size. Cost: a search for a byte. */
size_t spellings_join_nasals(char *bytes, size_t size, uint32_t *line_ends, size_t line_count);

#endif
