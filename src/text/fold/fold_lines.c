/*
 * Whole texts with their lines, for kernels that note where lines end while they fold: some thousand bytes at a time, whose words are then
 * hashed together. So a line costs little more than its bytes do. A line that may hold an address is folded again by itself.
 */
#include "text/fold/fold_emit.h"

/* Folds the line at hand, which may hold addresses, by itself; *after: behind it. */
static enum wirecopy_status fold_line_with_addresses(struct folder *folder, struct fold_lines *lines, const uint8_t *end, const uint8_t **after)
{
    const uint8_t *begin = lines->begin, *at = begin;
    size_t byte_count = folder->byte_count;
    enum wirecopy_status status;
    while (at < end && !lines_end_behind(at, end))
        at += utf8_length(*at);
    at = at < end ? at + utf8_length(*at) : end;
    status = fold_runs(folder, begin, at);
    if (status == WIRECOPY_OK)
        status = folder_reserve(folder, 1);
    if (status != WIRECOPY_OK)
        return status;
    lines->base = folder->bytes + folder->batch_begin;
    fold_lines_written(lines, folder->bytes + byte_count, folder->bytes + folder->byte_count);
    folder->byte_count = (size_t)(emit_space(folder->bytes + folder->byte_count) - folder->bytes);
    lines->begin = *after = at;
    lines->ended = true;
    return WIRECOPY_OK;
}

/* The lines of a piece of a text, which ends where one of them does. */
static enum wirecopy_status fold_piece_with_lines(struct folder *folder, const uint8_t *text, const uint8_t *end)
{
    struct fold_lines lines = {.begin = text};
    enum wirecopy_status status = words_reserve_lines(folder, (size_t)(end - text) / 2 + 2); /* a word and an end of a line take two bytes */
    lines.ends = folder->pending;
    while (status == WIRECOPY_OK && text < end) {
        switch (fold_fast(folder, text, (size_t)(end - text), true, &lines)) {
        case FOLDED:
            text = end;
            break;
        case ADDRESS_NEAR:
            status = fold_line_with_addresses(folder, &lines, end, &text);
            break;
        case FAILED:
            return WIRECOPY_NO_MEMORY;
        }
    }
    if (status == WIRECOPY_OK)
        status = folder_reserve(folder, 1);
    if (status != WIRECOPY_OK || folder->byte_count == folder->batch_begin)
        return status;
    folder->byte_count = (size_t)(emit_space(folder->bytes + folder->byte_count) - folder->bytes);
    lines.ends[lines.count++] = (uint32_t)(folder->byte_count - 1 - folder->batch_begin);
    folder->pending_count = lines.count;
    if (lines.ends[0] == UINT32_MAX) /* what ended before the first word is no line */
        memmove(lines.ends, lines.ends + 1, --folder->pending_count * sizeof *lines.ends);
    return WIRECOPY_OK;
}

/* So much, and what is made of it, stays in the first cache. */
enum { PIECE_BYTES = 1 << 14 };

/* The end of a line, the last one within a piece; where the first line is longer, its end. */
static const uint8_t *piece_end(const uint8_t *text, const uint8_t *end, bool *long_line)
{
    const uint8_t *most = text + PIECE_BYTES, *at;
    *long_line = false;
    if (end - text <= PIECE_BYTES)
        return end;
    while (utf8_continues(*most))
        most--;
    for (at = most; at > text;) {
        at = utf8_before(at);
        if (lines_end_behind(at, end))
            return at + utf8_length(*at);
    }
    *long_line = true;
    for (at = most; at < end && !lines_end_behind(at, end);)
        at += utf8_length(*at);
    return at < end ? at + utf8_length(*at) : end;
}

enum wirecopy_status fold_lines(struct folder *folder, const uint8_t *text, size_t size)
{
    const uint8_t *end = text + size;
    enum wirecopy_status status = WIRECOPY_OK;
    while (status == WIRECOPY_OK && text < end) {
        size_t byte_count = folder->byte_count;
        bool long_line;
        const uint8_t *after = piece_end(text, end, &long_line);
        status = long_line ? fold_span(folder, text, (size_t)(after - text)) : fold_piece_with_lines(folder, text, after);
        if (status == WIRECOPY_OK && long_line)
            status = words_end_line(folder, byte_count);
        if (status == WIRECOPY_OK)
            status = words_flush(folder);
        text = after;
    }
    return status;
}
