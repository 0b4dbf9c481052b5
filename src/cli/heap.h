/* What the program keeps of the memory that it freed. */
#ifndef WIRECOPY_CLI_HEAP_H
#define WIRECOPY_CLI_HEAP_H

#include <stdint.h>

/* Keeps a small share of what --memory allows, where that is much, for what is allocated next, and gives the system the rest back; 0: nothing is kept. */
void heap_keep(uint64_t memory_bytes);

#endif
