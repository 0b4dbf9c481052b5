/*
 * Texts that are kept for people. Takes: the text of each article as it was folded, in order of arrival. Gives: one of them. Promises: a few
 * articles are found without a look at the others. Does not know: lines, which whoever asks cuts from them.
 */
#ifndef WIRECOPY_LEARN_SHOWN_KEPT_TEXTS_H
#define WIRECOPY_LEARN_SHOWN_KEPT_TEXTS_H

#include "base/storage/scratch.h"
#include "wirecopy.h"

struct kept_texts;

/* Errors, here and below: WIRECOPY_NO_MEMORY, WIRECOPY_IO. */
enum wirecopy_status kept_texts_create(struct scratch_space *space, struct kept_texts **kept_out);
void kept_texts_free(struct kept_texts *kept);

/* Adds the text of the next article. */
enum wirecopy_status kept_texts_add(struct kept_texts *kept, struct wirecopy_bytes text);

/* How long the text of an article is, and the text, good until the window is used again. */
enum wirecopy_status kept_texts_size(const struct kept_texts *kept, uint32_t number, size_t *size_out);
enum wirecopy_status kept_texts_view(const struct kept_texts *kept, uint32_t number, struct scratch_window *window, struct wirecopy_bytes *text_out);

#endif
