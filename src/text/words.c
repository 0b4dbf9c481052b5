/*
 * Words and lines, from folded bytes: the hash of each word, of the line, and of the line with its numbers masked.
 *
 * Lines wait until there are some thousand bytes of them: most have few words, and a kernel takes its time to start.
 */
#include "text/folding.h"
#include "text/words_hash.h"

/* So much fits in the first cache with all that is made of it. */
enum { BATCH_BYTES = 8192 };

/* Places behind the last word that kernels write and read. */
enum { KERNEL_EXCESS = 16 };

/* Words of the batch by their numbers, the last not included. */
struct word_range {
    size_t first, last;
};

/* The first of them that is masked; last where none is. */
static size_t next_masked(const struct folder *folder, struct word_range range)
{
    const uint32_t *words = folder->words + folder->word_count;
    while (range.first < range.last && (!(folder->ends[range.first] & 1) || !number_words_mask(&folder->number_words, words[range.first])))
        range.first++;
    return range.first;
}

/* The line's words, with "#" for the one numbered masked and for each masked one behind it, into folder->masked. */
static enum wirecopy_status mask(struct folder *folder, const char *batch, struct pending_line line, struct word_range range, size_t masked)
{
    struct buffer *out = &folder->masked;
    const uint32_t *ends = folder->ends;
    enum wirecopy_status status;
    size_t from = line.begin; /* what is not written yet */
    out->size = 0;
    status = buffer_reserve(out, line.end - line.begin); /* no word is shorter than "#" */
    for (; status == WIRECOPY_OK && from < line.end; masked = next_masked(folder, (struct word_range){masked + 1, range.last})) {
        size_t begin = masked == range.last ? line.end : masked == range.first ? line.begin : (ends[masked - 1] >> 1) + 1;
        memcpy(out->data + out->size, batch + from, begin - from);
        out->size += begin - from;
        if (masked == range.last)
            break;
        out->data[out->size++] = '#';
        from = ends[masked] >> 1;
    }
    return status;
}

/* Whether a line of the batch, as in mask, is a date; nearly all lines are told by how many words they have. */
static bool is_date(const struct folder *folder, const char *batch, struct pending_line line, size_t first, size_t count)
{
    struct date_word words[DATE_LINE_WORDS];
    size_t digits = 0, begin = line.begin;
    if (count < 3 || count > DATE_LINE_WORDS)
        return false;
    for (size_t i = 0; i < count; i++) {
        uint32_t word = folder->words[folder->word_count + first + i], end = folder->ends[first + i];
        words[i] = (struct date_word){batch + begin, (end >> 1) - begin, word, (end & 1) && number_words_mask(&folder->number_words, word)};
        digits += word & WORD_HAS_DIGIT;
        begin = (end >> 1) + 1;
    }
    return digits >= 2 && date_line_is(&folder->date_words, words, count);
}

/* A line of the batch whose words from first on are hashed; adds it and counts its words. */
static enum wirecopy_status hash_line(struct folder *folder, const char *batch, struct pending_line pending, size_t first, size_t *count)
{
    struct line *line = &folder->lines[folder->line_count];
    bool marked;
    *count = folder->kernel->line(folder->ends + first, (uint32_t)pending.end, &marked);
    *line = (struct line){.hash = hash_bytes(batch + pending.begin, pending.end - pending.begin), .word_count = (uint32_t)*count};
    line->masked = line->hash;
    if (marked) {
        const struct word_range range = {first, first + *count};
        size_t masked = next_masked(folder, range);
        if (masked < range.last) {
            enum wirecopy_status status = mask(folder, batch, pending, range, masked);
            if (status != WIRECOPY_OK)
                return status;
            line->masked = hash_bytes(folder->masked.data, folder->masked.size);
            if (is_date(folder, batch, pending, first, *count))
                line->hash = line->masked = DATE_LINE_HASH;
        }
    }
    folder->line_count++;
    return WIRECOPY_OK;
}

enum wirecopy_status words_flush(struct folder *folder)
{
    const char *batch = folder->bytes + folder->batch_begin;
    size_t size = folder->byte_count - folder->batch_begin, most = size / 2 + 1 + KERNEL_EXCESS, first = 0, made; /* words of a byte each */
    enum wirecopy_status status;
    if (folder->pending_count == 0)
        return WIRECOPY_OK;
    if (size > FOLD_MOST_BYTES)
        return status_fail(WIRECOPY_TOO_LARGE, "a line has 2 GiB or more when folded");
    status = array_reserve(&folder->words, &folder->word_capacity, folder->word_count + most, sizeof *folder->words);
    if (status == WIRECOPY_OK)
        status = array_reserve(&folder->ends, &folder->end_capacity, most, sizeof *folder->ends);
    if (status == WIRECOPY_OK)
        status = array_reserve(&folder->lines, &folder->line_capacity, folder->line_count + folder->pending_count, sizeof *folder->lines);
    if (status != WIRECOPY_OK)
        return status;
    made = folder->kernel->words(batch, size - 1, folder->number_words.filter, folder->words + folder->word_count, folder->ends);
    memset(folder->ends + made, 0, KERNEL_EXCESS * sizeof *folder->ends); /* the line kernel looks at some together with the last */
    for (size_t i = 0; status == WIRECOPY_OK && i < folder->pending_count; i++) {
        size_t count = 0;
        status = hash_line(folder, batch, folder->pending[i], first, &count);
        first += count;
    }
    folder->word_count += first;
    folder->pending_count = 0;
    folder->batch_begin = folder->byte_count;
    return status;
}

enum wirecopy_status words_end_line(struct folder *folder, size_t begin)
{
    enum wirecopy_status status;
    if (folder->byte_count == begin)
        return WIRECOPY_OK;
    status = array_reserve(&folder->pending, &folder->pending_capacity, folder->pending_count + 1, sizeof *folder->pending);
    if (status == WIRECOPY_OK)
        status = folder_reserve(folder, 1);
    if (status != WIRECOPY_OK)
        return status;
    if (folder->bytes[folder->byte_count - 1] != ' ')
        folder->bytes[folder->byte_count++] = ' ';
    folder->pending[folder->pending_count++] = (struct pending_line){begin - folder->batch_begin, folder->byte_count - 1 - folder->batch_begin};
    return folder->byte_count - folder->batch_begin < BATCH_BYTES ? WIRECOPY_OK : words_flush(folder);
}
