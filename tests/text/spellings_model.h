/* Words that are spelt in two ways, as spellings.h joins them, in code points. */
#ifndef WIRECOPY_TESTS_TEXT_SPELLINGS_MODEL_H
#define WIRECOPY_TESTS_TEXT_SPELLINGS_MODEL_H

#include <stddef.h>
#include <stdint.h>

/* Blanks go where Persian has a half space: before the beginning of a verb, or behind an ending. */
void model_join_persian(int32_t *text, size_t count);

/* Nasals of folded Devanagari become anusvaras; returns how many characters are left. */
size_t model_join_nasals(int32_t *folded, size_t count);

#endif
