/*
 * A block: its head, the hashes of all lines, the masked hashes of those that have another one, a byte of each line that says whether it has and
 * how many words it has, the counts of those that have more than a byte holds. One in four lines has numbers, and next to none so many words.
 */
#include "text/packed_lines.h"

#include <string.h>

struct head {
    uint32_t bytes; /* of the block */
    uint16_t count, masked;
};
_Static_assert(sizeof(struct head) == PACKED_HEAD_BYTES, "the head of a block");

/* In a line's byte: whether it has a masked hash of its own; above that its words, or that they are counted behind all bytes. */
enum { HAS_MASKED = 1, COUNT_SHIFT = 1, COUNTED_BEHIND = 127 };

static size_t rounded(size_t bytes)
{
    return (bytes + 7) / 8 * 8;
}

static size_t block_bytes(size_t count, size_t masked, size_t behind)
{
    return rounded(PACKED_HEAD_BYTES + (count + masked) * sizeof(uint64_t) + count + behind * sizeof(uint32_t));
}

uint64_t packed_lines_bytes(const struct line *lines, size_t count)
{
    uint64_t bytes = 0;
    for (size_t done = 0, part; done < count; done += part) {
        size_t masked = 0, behind = 0;
        part = count - done < PACKED_LINES_MOST ? count - done : PACKED_LINES_MOST;
        for (size_t i = 0; i < part; i++) {
            masked += lines[done + i].masked != lines[done + i].hash;
            behind += lines[done + i].word_count >= COUNTED_BEHIND;
        }
        bytes += block_bytes(part, masked, behind);
    }
    return bytes;
}

size_t packed_lines_put(const struct line *lines, size_t count, unsigned char *block)
{
    uint64_t hashes[PACKED_LINES_MOST], masked[PACKED_LINES_MOST];
    uint32_t counts[PACKED_LINES_MOST];
    unsigned char tags[PACKED_LINES_MOST], *at = block + PACKED_HEAD_BYTES;
    size_t has_masked = 0, behind = 0;
    struct head head;
    for (size_t i = 0; i < count; i++) {
        bool has = lines[i].masked != lines[i].hash, many = lines[i].word_count >= COUNTED_BEHIND;
        hashes[i] = lines[i].hash;
        masked[has_masked] = lines[i].masked;
        has_masked += has;
        counts[behind] = lines[i].word_count;
        behind += many;
        tags[i] = (unsigned char)((many ? COUNTED_BEHIND : lines[i].word_count) << COUNT_SHIFT | (has ? HAS_MASKED : 0));
    }
    head = (struct head){(uint32_t)block_bytes(count, has_masked, behind), (uint16_t)count, (uint16_t)has_masked};
    memset(block + head.bytes - 8, 0, 8);
    memcpy(block, &head, sizeof head);
    memcpy(at, hashes, count * sizeof *hashes);
    memcpy(at += count * sizeof *hashes, masked, has_masked * sizeof *masked);
    memcpy(at += has_masked * sizeof *masked, tags, count);
    memcpy(at + count, counts, behind * sizeof *counts);
    return head.bytes;
}

size_t packed_lines_size(const unsigned char *head, size_t *count_out)
{
    struct head h;
    memcpy(&h, head, sizeof h);
    *count_out = h.count;
    if (h.count == 0 || h.count > PACKED_LINES_MOST || h.masked > h.count || h.bytes > PACKED_BLOCK_MOST ||
        h.bytes < block_bytes(h.count, h.masked, 0))
        return 0;
    return h.bytes;
}

/* How many of so many lines have a masked hash, by their bytes: eight at a time. */
static size_t count_masked(const unsigned char *tags, size_t count)
{
    const uint64_t each = HAS_MASKED * UINT64_C(0x0101010101010101);
    size_t found = 0;
    for (; count >= sizeof each; tags += sizeof each, count -= sizeof each) {
        uint64_t eight;
        memcpy(&eight, tags, sizeof eight);
        found += (size_t)__builtin_popcountll(eight & each);
    }
    for (size_t i = 0; i < count; i++)
        found += tags[i] & HAS_MASKED;
    return found;
}

bool packed_lines_take(const unsigned char *block, struct line *lines)
{
    const unsigned char *hashes = block + PACKED_HEAD_BYTES, *masked, *tags, *counts;
    struct head head;
    memcpy(&head, block, sizeof head);
    masked = hashes + head.count * sizeof(uint64_t);
    tags = masked + head.masked * sizeof(uint64_t);
    counts = tags + head.count;
    if (count_masked(tags, head.count) != head.masked)
        return false;
    for (size_t i = 0; i < head.count; i++) {
        uint64_t has = tags[i] & HAS_MASKED, other; /* behind the last of these are eight bytes of the block yet */
        struct line line = {.word_count = tags[i] >> COUNT_SHIFT};
        memcpy(&line.hash, hashes + i * sizeof line.hash, sizeof line.hash);
        memcpy(&other, masked, sizeof other);
        line.masked = line.hash ^ ((line.hash ^ other) & (0 - has)); /* no branch: one in four has, and who cannot be guessed */
        masked += has * sizeof other;
        if (line.word_count == COUNTED_BEHIND) {
            if ((size_t)(counts - block) + sizeof line.word_count > head.bytes)
                return false;
            memcpy(&line.word_count, counts, sizeof line.word_count);
            counts += sizeof line.word_count;
        }
        lines[i] = line;
    }
    return true;
}
