/*
 * Scripts whose words are cut by the cluster. Takes: folded bytes. Gives: whether a word of their language is several of the words that
 * folding cut. Promises: the same for the same bytes. Does not know: languages.
 */
#ifndef WIRECOPY_TEXT_SCRIPT_H
#define WIRECOPY_TEXT_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Whether a folded text is mostly Thai, Lao, Khmer or Burmese, where a word has some three clusters, as a look at a few places tells. A Chinese
 * character is nearly a word; and Japanese is mixed. Cost: a look at 32 places at most.
 */
bool mostly_clusters(const char *folded, size_t size);

#endif
