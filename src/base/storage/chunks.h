/*
 * Chunks of memory. Takes: chunks that are done with. Gives: them again, or others out of pages of the system's own. Promises: few faults, since
 * huge pages are asked for where memory is plenty, and are given back whole where they can be. Does not know: how much memory there may be.
 * One thread at a time. Private to scratch.
 */
#ifndef WIRECOPY_BASE_STORAGE_CHUNKS_H
#define WIRECOPY_BASE_STORAGE_CHUNKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A chunk holds any usual article many times over, so that most views need no copy, and is small beside the allowance. */
enum { CHUNK_BYTES = 1 << 18 };

/* A huge page is cut into eight chunks, a bit each. */
struct chunk_page {
    uint8_t out;   /* is used */
    uint8_t spare; /* came back, and is the process's memory still */
};

struct chunks {
    bool huge;         /* the first chunk of a page brings all of it, so that up to a huge page more than is handed out is the process's memory */
    size_t slab_bytes; /* that the system is asked for at once: a multiple of huge pages */
    char **slabs;
    size_t slab_count, slab_capacity;
    struct chunk_page *pages; /* those of all slabs */
    size_t page_count, page_capacity;
    size_t spare_count;
};

/* A spare chunk where there is one. NULL, with the status noted, where the system has no memory. */
char *chunks_take(struct chunks *chunks);

/* It is spare from now on. */
void chunks_put(struct chunks *chunks, const char *chunk);

/* Gives the system a page of spare chunks, or a single one where no page has but such; returns how many, 0 where none is spare. */
size_t chunks_free_some(struct chunks *chunks);

/* Gives the system all of them. */
void chunks_release(struct chunks *chunks);

/* Bytes of some chunks, one behind the other: written, read, and zeroed, from an offset on. */
void chunks_write(char *const *chunks, uint64_t offset, const char *data, size_t size);
void chunks_read(char *const *chunks, uint64_t offset, char *data, size_t size);
void chunks_clear(char *const *chunks, uint64_t offset, size_t size);

#endif
