/* Texts one behind the other, and where each of them ends. */
#include "learn/shown/kept_texts.h"

struct kept_texts {
    struct scratch *texts, *ends; /* ends: uint64_t */
};

/* They are looked at once, from front to back: nearly all memory is left to what is looked at here and there. */
static const uint64_t MEMORY_LEFT = (uint64_t)1 << 48;

enum wirecopy_status kept_texts_create(struct scratch_space *space, struct kept_texts **kept_out)
{
    struct kept_texts *kept = memory_allocate_zero(1, sizeof *kept);
    enum wirecopy_status status = kept ? scratch_create(space, &kept->texts) : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK)
        status = scratch_create(space, &kept->ends);
    if (status == WIRECOPY_OK)
        scratch_yield(kept->texts, MEMORY_LEFT);
    if (status == WIRECOPY_OK)
        *kept_out = kept;
    else
        kept_texts_free(kept);
    return status;
}

void kept_texts_free(struct kept_texts *kept)
{
    if (!kept)
        return;
    scratch_free(kept->texts);
    scratch_free(kept->ends);
    memory_free(kept);
}

enum wirecopy_status kept_texts_add(struct kept_texts *kept, struct wirecopy_bytes text)
{
    enum wirecopy_status status = scratch_append(kept->texts, text.data, text.size);
    uint64_t end = scratch_size(kept->texts);
    return status == WIRECOPY_OK ? scratch_append(kept->ends, &end, sizeof end) : status;
}

/* Where a text begins and ends. */
static enum wirecopy_status find(const struct kept_texts *kept, uint32_t number, uint64_t ends[2])
{
    ends[0] = 0;
    if (number == 0)
        return scratch_read(kept->ends, 0, &ends[1], sizeof *ends);
    return scratch_read(kept->ends, (number - 1) * sizeof *ends, ends, 2 * sizeof *ends);
}

enum wirecopy_status kept_texts_size(const struct kept_texts *kept, uint32_t number, size_t *size_out)
{
    uint64_t ends[2] = {0, 0};
    enum wirecopy_status status = find(kept, number, ends);
    *size_out = (size_t)(ends[1] - ends[0]);
    return status;
}

enum wirecopy_status kept_texts_view(const struct kept_texts *kept, uint32_t number, struct scratch_window *window, struct wirecopy_bytes *text_out)
{
    uint64_t ends[2] = {0, 0};
    const void *view = NULL;
    enum wirecopy_status status = find(kept, number, ends);
    if (status == WIRECOPY_OK && ends[1] > ends[0])
        status = scratch_view_ahead(kept->texts, ends[0], (size_t)(ends[1] - ends[0]), window, &view);
    *text_out = (struct wirecopy_bytes){view, (size_t)(ends[1] - ends[0])};
    return status;
}
