/*
 * Furniture that is known beforehand. Takes: a furniture file, as wirecopy writes it and people edit it. Gives: its lines and
 * forms as the rules know them. Promises: a mistake in the file is told with file and line; the order of lines means nothing.
 * Does not know: articles.
 *
 *     wirecopy furniture 1        the first line that is no comment
 *     # a comment
 *     [everywhere]                lines that go from every article
 *     [strangers]                 lines that go from every article of which they leave a tenth or more; then twice more:
 *     [strangers again]
 *     [strangers at last]
 *     [outlet NAME]               lines that go from this outlet's articles
 *     [form NAME]                 lines of this outlet's forms: they stay; their numbers may be any, or #
 *     \# \[ \\                    how a line begins whose first character would mean something else
 */
#ifndef WIRECOPY_LEARN_LINES_KNOWN_H
#define WIRECOPY_LEARN_LINES_KNOWN_H

#include "base/set.h"

/* Lines of strangers are looked for, and go, so many times: each time as texts stand when those found before are gone. */
enum { STRANGERS_ROUNDS = 3 };

struct known {
    struct hash_set everywhere, strangers[STRANGERS_ROUNDS], by_outlet, forms; /* the last two by key_of_outlet */
    uint64_t lines;
    uint64_t fingerprint;  /* of the file's bytes */
    struct folder *folder; /* that folded them, for whoever folds more; NULL: none did */
};

/* Errors: WIRECOPY_IO (it cannot be read), WIRECOPY_BAD_INPUT (file, line and reason are the detail), WIRECOPY_NO_MEMORY. */
enum wirecopy_status known_read(struct known *known, const char *path);

/* The same of what stands in one; name: for messages. */
enum wirecopy_status known_read_text(struct known *known, const char *name, struct wirecopy_bytes text);
void known_release(struct known *known);

/* The hash of an outlet's name, as in its articles' rows. */
uint64_t outlet_hash(const char *name, size_t size);

/* An outlet's line: both are hashes, and so is what is made of them (a multiply-shift mix). */
static inline uint64_t key_of_outlet(uint64_t source, uint64_t line)
{
    uint64_t mixed = (line ^ source * 0x9e3779b97f4a7c15u) * 0xd6e8feb86659fd93u;
    return mixed ^ mixed >> 32;
}

#endif
