/*
 * Inklings: some of a text's shingles, as a few bits. Takes: the words of texts as they were folded. Gives: that two of them surely share
 * little. Promises: the same on every machine; says so by chance of one pair in a hundred of those that share just too much for it, and
 * of next to none that share more. Does not know: what was left out of a text.
 *
 * Strangers share next to nothing. A sample shows that of most of them without a look at their words, which lie anywhere.
 */
#ifndef WIRECOPY_LEARN_LINES_INKLINGS_H
#define WIRECOPY_LEARN_LINES_INKLINGS_H

#include "base/control.h"
#include "text/shingles.h"
#include "text/texts.h"

/* A bit is set where a shingle of a sample of one in eight falls on it; all of them where a text is so long that they would tell nothing. */
struct inkling {
    uint64_t bits[SHINGLE_MARK_WORDS];
};

void inkling_make(struct shingling by, const uint32_t *words, size_t word_count, struct inkling *inkling);

/*
 * Whether two texts share less than one in one_in of the smaller one's shingles, by an estimate that is off by a standard error and a half
 * at the least; also where an eighth of either was left out since. Some 10 ns.
 */
bool inklings_apart(const struct inkling *a, const struct inkling *b, uint32_t one_in);

/* Those of all texts, in order of arrival, lie in a scratch: puts that of the text of a number, which is there already or comes next. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status inklings_put(struct scratch *inklings, uint32_t number, const struct inkling *inkling);

/* Makes those of the texts that have none yet, as of a save. Cost: their words once. Errors: likewise, and as control_poll. */
enum wirecopy_status inklings_complete(struct scratch *inklings, const struct texts *texts, struct shingling by, const struct control *control);

enum wirecopy_status inklings_get(const struct scratch *inklings, uint32_t number, struct inkling *inkling);

/* Has one that will be asked for soon brought near. */
void inklings_prefetch(const struct scratch *inklings, uint32_t number);

#endif
