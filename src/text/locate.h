/*
 * Where words stand. Takes: a readable text and its folded words. Gives: the bytes of each word in the text. Promises: places
 * in order that do not overlap; where a word cannot be told from its neighbours, they have one place. Does not know: what the
 * words are asked for.
 */
#ifndef WIRECOPY_TEXT_LOCATE_H
#define WIRECOPY_TEXT_LOCATE_H

#include "text/fold/fold.h"

/* Bytes of a text, from begin up to end; of a word, with the punctuation that touches it. */
struct place {
    uint32_t begin, end;
};

/* Replaces out by the text as people read it and folding sees it: ill-formed UTF-8 repaired, entities decoded. */
enum wirecopy_status text_readable(const char *text, size_t size, struct buffer *out);

/*
 * The places of the words that folding makes of a readable text, into places (word_count of them). words are those that
 * fold_text gave. Cost: some folding of a few bytes for each character. Errors: WIRECOPY_NO_MEMORY, WIRECOPY_TOO_LARGE.
 */
enum wirecopy_status words_locate(struct folder *folder, const char *text, size_t size, const uint32_t *words, size_t word_count,
                                  struct place *places);

#endif
