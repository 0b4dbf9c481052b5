/* Folding as a slow, obvious program on utf8proc: one line, one character at a time. What fold.h promises is held against it. */
#ifndef WIRECOPY_TESTS_TEXT_FOLD_MODEL_H
#define WIRECOPY_TESTS_TEXT_FOLD_MODEL_H

#include <stddef.h>

/* The folded words of a line that holds no entities and no markup, one space between two; ended by a zero byte; the caller frees it. */
char *model_fold(const char *text, size_t size, size_t *size_out);

/* A text in a normalization form: "NFC", "NFD", "NFKC", "NFKD"; the caller frees it. */
char *model_normalize(const char *text, size_t size, const char *form, size_t *size_out);

#endif
