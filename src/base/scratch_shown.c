/*
 * One mapping, shared with the file: a look at a page costs nothing but for the first one at it or its neighbours, where a read costs a
 * microsecond each time.
 */
#include "base/scratch_shown.h"

#include <stddef.h>
#include <sys/mman.h>

void scratch_shown_map(struct scratch_shown *shown, int file, uint64_t bytes)
{
    void *begin = bytes > 0 && bytes <= SIZE_MAX ? mmap(NULL, (size_t)bytes, PROT_READ, MAP_SHARED, file, 0) : MAP_FAILED;
    *shown = begin == MAP_FAILED ? (struct scratch_shown){0} : (struct scratch_shown){begin, bytes};
}

void scratch_shown_release(struct scratch_shown *shown)
{
    if (shown->begin)
        munmap((void *)shown->begin, (size_t)shown->bytes);
    *shown = (struct scratch_shown){0};
}
