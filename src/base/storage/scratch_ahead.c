/* Reading ahead: what lies in a file is copied piece by piece, what is in memory is shown in place. */
#include "base/storage/scratch.h"

/* So far behind what was shown last is close. */
enum { NEAR_BYTES = 1 << 13 };

void scratch_window_release(struct scratch_window *window)
{
    buffer_release(&window->room);
    buffer_release(&window->one);
    *window = (struct scratch_window){0};
}

enum wirecopy_status scratch_view_ahead(const struct scratch *scratch, uint64_t offset, size_t size, struct scratch_window *window, const void **view)
{
    size_t wanted = size > scratch_piece(scratch) ? size : scratch_piece(scratch);
    enum wirecopy_status status;
    if (offset > scratch_size(scratch) || size > scratch_size(scratch) - offset || (size > 0 && offset < scratch_held(scratch))) {
        window->end = 0; /* its room is used for what lies in two chunks */
        return scratch_view(scratch, offset, size, &window->room, view);
    }
    if (offset < window->begin || offset + size > window->end) {
        if (window->until > offset && wanted > window->until - offset) /* nothing behind that will be asked for */
            wanted = window->until - offset < size ? size : (size_t)(window->until - offset);
        if (wanted > scratch_size(scratch) - offset)
            wanted = (size_t)(scratch_size(scratch) - offset);
        window->end = 0;
        window->room.size = 0;
        status = buffer_reserve(&window->room, wanted);
        if (status == WIRECOPY_OK)
            status = scratch_read(scratch, offset, window->room.data, wanted);
        if (status != WIRECOPY_OK)
            return status;
        window->begin = offset;
        window->end = offset + wanted;
    }
    *view = size > 0 ? window->room.data + (offset - window->begin) : window->room.data;
    return WIRECOPY_OK;
}

/* Whether an offset lies no farther than close behind bytes that were shown. */
static bool follows(uint64_t offset, uint64_t begin, uint64_t end)
{
    return offset >= begin && offset <= end + NEAR_BYTES;
}

enum wirecopy_status scratch_view_near(const struct scratch *scratch, uint64_t offset, size_t size, struct scratch_window *window, const void **view)
{
    *view = scratch_in_place(scratch, offset, size);
    if (*view)
        return WIRECOPY_OK;
    if ((window->end > 0 && follows(offset, window->begin, window->end)) || follows(offset, window->elsewhere, window->elsewhere))
        return scratch_view_ahead(scratch, offset, size, window, view);
    window->elsewhere = offset;
    return scratch_view(scratch, offset, size, &window->one, view);
}
