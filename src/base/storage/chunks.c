/*
 * Slabs of the system's pages, cut into chunks. The first page that has what is asked for serves, so that those behind it become free as a
 * whole. There are some hundred pages, and a chunk lasts long: they are looked through one by one.
 */
#include "base/storage/chunks.h"

#include <string.h>

#include "base/memory.h"

enum { PAGE_CHUNKS = HUGE_PAGE_BYTES / CHUNK_BYTES };

static size_t pages_in_slab(const struct chunks *chunks)
{
    return chunks->slab_bytes / HUGE_PAGE_BYTES;
}

static char *page_at(const struct chunks *chunks, size_t page)
{
    return chunks->slabs[page / pages_in_slab(chunks)] + page % pages_in_slab(chunks) * HUGE_PAGE_BYTES;
}

static bool add_slab(struct chunks *chunks)
{
    size_t pages = pages_in_slab(chunks);
    enum wirecopy_status status = array_reserve(&chunks->slabs, &chunks->slab_capacity, chunks->slab_count + 1, sizeof *chunks->slabs);
    char *slab;
    if (status == WIRECOPY_OK)
        status = array_reserve(&chunks->pages, &chunks->page_capacity, chunks->page_count + pages, sizeof *chunks->pages);
    slab = status == WIRECOPY_OK ? memory_map(chunks->slab_bytes) : NULL;
    if (!slab)
        return false;
    chunks->slabs[chunks->slab_count++] = slab;
    for (size_t i = 0; i < pages; i++)
        chunks->pages[chunks->page_count++] = (struct chunk_page){0, 0};
    return true;
}

/* The page to take a chunk from: one with a spare one, else one that is in use and not full, else one that is not in use. */
static size_t find_page(const struct chunks *chunks)
{
    size_t begun = chunks->page_count, unused = chunks->page_count;
    for (size_t i = 0; i < chunks->page_count; i++) {
        const struct chunk_page *page = &chunks->pages[i];
        if (page->spare)
            return i;
        if (!page->out && unused == chunks->page_count)
            unused = i;
        if (page->out && page->out != UINT8_MAX && begun == chunks->page_count)
            begun = i;
        if (begun == i && chunks->spare_count == 0)
            break;
    }
    return begun < chunks->page_count ? begun : unused;
}

char *chunks_take(struct chunks *chunks)
{
    size_t at = find_page(chunks);
    struct chunk_page *page;
    unsigned chunk;
    if (at == chunks->page_count && !add_slab(chunks))
        return NULL;
    page = &chunks->pages[at];
    if (chunks->huge && !page->out && !page->spare) {
        memory_forget(page_at(chunks, at), HUGE_PAGE_BYTES); /* what was given back in pieces has a table of small pages yet */
        memory_take_huge(page_at(chunks, at), HUGE_PAGE_BYTES);
    }
    chunk = (unsigned)__builtin_ctz(page->spare ? page->spare : (uint8_t)~page->out);
    chunks->spare_count -= page->spare > 0;
    page->spare &= (uint8_t) ~(1u << chunk);
    page->out |= (uint8_t)(1u << chunk);
    return page_at(chunks, at) + chunk * CHUNK_BYTES;
}

void chunks_put(struct chunks *chunks, const char *chunk)
{
    size_t slab = 0, place;
    struct chunk_page *page;
    uint8_t bit;
    while ((uintptr_t)chunk - (uintptr_t)chunks->slabs[slab] >= chunks->slab_bytes)
        slab++;
    place = (size_t)(chunk - chunks->slabs[slab]) / CHUNK_BYTES;
    page = &chunks->pages[slab * pages_in_slab(chunks) + place / PAGE_CHUNKS];
    bit = (uint8_t)(1u << place % PAGE_CHUNKS);
    page->out &= (uint8_t)~bit;
    page->spare |= bit;
    chunks->spare_count++;
}

/* The last page of nothing but spare chunks, else the last one that has any, else page_count. */
static size_t find_spare(const struct chunks *chunks)
{
    size_t found = chunks->page_count;
    for (size_t i = chunks->page_count; chunks->spare_count > 0 && i-- > 0;) {
        const struct chunk_page *page = &chunks->pages[i];
        if (page->spare && !page->out)
            return i;
        if (page->spare && found == chunks->page_count)
            found = i;
    }
    return found;
}

size_t chunks_free_some(struct chunks *chunks)
{
    size_t at = find_spare(chunks), count = 1;
    struct chunk_page *page;
    if (at == chunks->page_count)
        return 0;
    page = &chunks->pages[at];
    if (page->out) {
        unsigned chunk = (unsigned)__builtin_ctz(page->spare);
        memory_forget(page_at(chunks, at) + chunk * CHUNK_BYTES, CHUNK_BYTES);
        page->spare &= (uint8_t) ~(1u << chunk);
    } else {
        count = (size_t)__builtin_popcount(page->spare);
        memory_forget(page_at(chunks, at), HUGE_PAGE_BYTES);
        page->spare = 0;
    }
    chunks->spare_count -= count;
    return count;
}

void chunks_release(struct chunks *chunks)
{
    for (size_t i = 0; i < chunks->slab_count; i++)
        memory_unmap(chunks->slabs[i], chunks->slab_bytes);
    memory_free(chunks->slabs);
    memory_free(chunks->pages);
    *chunks = (struct chunks){.huge = chunks->huge, .slab_bytes = chunks->slab_bytes};
}

/* How many of size bytes from an offset on lie in its chunk. */
static size_t part_of(uint64_t offset, size_t size)
{
    size_t left = CHUNK_BYTES - (size_t)(offset % CHUNK_BYTES);
    return left < size ? left : size;
}

void chunks_write(char *const *chunks, uint64_t offset, const char *data, size_t size)
{
    for (size_t part; size > 0; data += part, offset += part, size -= part) {
        part = part_of(offset, size);
        memcpy(chunks[offset / CHUNK_BYTES] + offset % CHUNK_BYTES, data, part);
    }
}

void chunks_read(char *const *chunks, uint64_t offset, char *data, size_t size)
{
    for (size_t part; size > 0; data += part, offset += part, size -= part) {
        part = part_of(offset, size);
        memcpy(data, chunks[offset / CHUNK_BYTES] + offset % CHUNK_BYTES, part);
    }
}

void chunks_clear(char *const *chunks, uint64_t offset, size_t size)
{
    for (size_t part; size > 0; offset += part, size -= part) {
        part = part_of(offset, size);
        memset(chunks[offset / CHUNK_BYTES] + offset % CHUNK_BYTES, 0, part);
    }
}
