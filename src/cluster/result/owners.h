/*
 * Known owners. Takes: a file of outlets and their owners. Gives: the owner of any outlet, known or told by its domain. Promises: a
 * mistake in the file is told with its line. Does not know: articles. Private to this room.
 */
#ifndef WIRECOPY_CLUSTER_RESULT_OWNERS_H
#define WIRECOPY_CLUSTER_RESULT_OWNERS_H

#include "base/memory.h"
#include "cluster/result/owner.h"

struct owners {
    struct buffer rows;   /* struct sort_record: the hash of an outlet's name or registered domain, that of its owner; in order */
    uint64_t fingerprint; /* of the file's bytes; 0: there is none */
};

/* Errors: WIRECOPY_IO, WIRECOPY_BAD_INPUT (file, line and reason are the detail), WIRECOPY_NO_MEMORY. */
enum wirecopy_status owners_read(struct owners *owners, const char *path);
void owners_release(struct owners *owners);

/* The hash of an outlet's owner: by its name as it is, else by its domain, else as owner_of. 0 where there is no outlet. */
uint64_t owners_of(const struct owners *owners, struct wirecopy_bytes source);

#endif
