/*
 * Mojibake: UTF-8 that somebody read as windows-1252 or windows-1251 and wrote as UTF-8 again ("itâ€™s", "РїРѕСЂС‚"). Takes: an
 * article. Gives: the same with its text and title as they were meant. Promises: a text in which characters beyond ASCII are what they
 * seem is left as it is; nothing is told, since nothing is lost. Does not know: files.
 */
#ifndef WIRECOPY_READ_BYTES_MOJIBAKE_H
#define WIRECOPY_READ_BYTES_MOJIBAKE_H

#include "base/memory.h"
#include "read/reader.h"

/* {0} at first; what an article borrows of it stands until the next one. */
struct mojibake {
    struct buffer text, title, spare;
};

/*
 * Text and title of an article, repaired where the text's first characters beyond ASCII look like it and nine in ten of all of them are.
 * Cost: nothing but a look for the first ones in its first 512 bytes for nearly all; else linear. Errors: WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status mojibake_repair(struct mojibake *mojibake, struct raw_article *article);

void mojibake_release(struct mojibake *mojibake);

#endif
