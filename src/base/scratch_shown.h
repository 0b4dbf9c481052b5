/*
 * The file of a scratch, mapped to be read. Takes: a file that is written to no more. Gives: its bytes in place. Promises: no anonymous memory.
 * Does not know: what of the scratch is in the file. Private to scratch.
 */
#ifndef WIRECOPY_BASE_SCRATCH_SHOWN_H
#define WIRECOPY_BASE_SCRATCH_SHOWN_H

#include <stdint.h>

/* {0}: nothing is mapped. */
struct scratch_shown {
    const char *begin;
    uint64_t bytes;
};

/* Maps so many bytes of a file from its first on; nothing where the system does not. */
void scratch_shown_map(struct scratch_shown *shown, int file, uint64_t bytes);
void scratch_shown_release(struct scratch_shown *shown);

#endif
