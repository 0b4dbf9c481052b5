/*
 * HTML entities. Takes: text. Gives: the text with its character references decoded, those too that were escaped again ("&amp;quot;").
 * Promises: but for these what HTML5 says for text outside attributes, and Python's html.unescape does. Does not know: tags.
 */
#ifndef WIRECOPY_TEXT_ENTITIES_H
#define WIRECOPY_TEXT_ENTITIES_H

#include "base/memory.h"

/* Replaces out by the decoded text. Well-formed UTF-8 stays so. */
enum wirecopy_status entities_decode(const uint8_t *text, size_t size, struct buffer *out);

/* The same; breaks are the line breaks of the text, and become those of the decoded one where *kept_out is set, mostly; else they are of no use. */
struct stops;
enum wirecopy_status entities_decode_beside(const uint8_t *text, size_t size, struct buffer *out, struct stops *breaks, bool *kept_out);

#endif
