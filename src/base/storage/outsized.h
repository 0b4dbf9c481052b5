/*
 * Outsized blocks: what one article of megabytes asks for. Takes: sizes, and a directory. Gives: blocks that lie in files without names.
 * Promises: their pages are not of the process's anonymous memory, since the system can write them out and take them back; what the
 * directory has no room for is refused, not found out when it is written to. Does not know: what the bytes mean. Private to memory.
 */
#ifndef WIRECOPY_BASE_STORAGE_OUTSIZED_H
#define WIRECOPY_BASE_STORAGE_OUTSIZED_H

#include <stddef.h>

/* A block, all zero; NULL where there cannot be one. */
void *outsized_allocate(const char *directory, size_t bytes);

/* How large one is; 0 where a block is none of these. Cheap where there are none. */
size_t outsized_bytes(const void *block);

/* Makes one larger; NULL where that cannot be, and it stands as it was. A smaller size changes nothing. */
void *outsized_resize(void *block, size_t bytes);

void outsized_free(void *block);

#endif
