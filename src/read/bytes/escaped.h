/*
 * Texts that were escaped as JSON has it and never read as JSON ("\u0627\u0644 ...\n"), by what wrote a string into a string. Takes: an
 * article. Gives: the same with its text and title as they were meant. Promises: a text with a line break of its own, or whose backslashes
 * are mostly something else, is left as it is; nothing is told, since nothing is lost. Does not know: files, JSON itself.
 */
#ifndef WIRECOPY_READ_BYTES_ESCAPED_H
#define WIRECOPY_READ_BYTES_ESCAPED_H

#include "base/memory.h"
#include "read/reader.h"

/* {0} at first; what an article borrows of it stands until the next one. */
struct escaped {
    struct buffer text, title;
};

/* Cost: a look for a line break for nearly all, which ends at the first; else linear. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status escaped_repair(struct escaped *escaped, struct raw_article *article);

void escaped_release(struct escaped *escaped);

/* A character as UTF-8: its bytes. The zero, which ends texts, halves of pairs and what is beyond Unicode are U+FFFD. */
size_t escaped_encode(uint32_t character, char out[4]);

/* What is meant by the escape that text begins with: the bytes read, 0 where it is none; *written are put into out. */
size_t escaped_character(const char *text, const char *end, char out[4], size_t *written);

#endif
