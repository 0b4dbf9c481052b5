/*
 * Words and lines, from folded bytes: the hash of each word, of the line, and of the line with its numbers masked.
 *
 * Lines wait until there are some thousand bytes of them: most have few words, and a kernel takes its time to start.
 */
#include "text/fold/folding.h"
#include "text/spellings.h"

/* So much fits in the first cache with all that is made of it. */
enum { BATCH_BYTES = 8192 };

/* Places behind the last word that kernels write, and bytes that they look at at a time. */
enum { KERNEL_EXCESS = 16, KERNEL_BLOCK = 64 };

/* A line of the batch: its bytes, and its words by their numbers; the last is not included. */
struct batch_line {
    size_t begin, end;
    size_t first, last;
};

/* The marks of the batch's words from one on, 64 of them, or as many as there are up to last. */
static inline uint64_t marks_from(const struct folder *folder, size_t first, size_t last)
{
    const uint64_t *at = folder->marks + first / 64;
    unsigned before = first % 64;
    uint64_t marks = before ? at[0] >> before | at[1] << (64 - before) : at[0];
    return last - first < 64 ? marks & ((UINT64_C(1) << (last - first)) - 1) : marks;
}

/* The first masked word of the batch from one on; last where none is. Most lines have none that may be. */
static inline size_t next_masked(const struct folder *folder, size_t first, size_t last)
{
    const uint32_t *words = folder->words + folder->word_count;
    for (; first < last; first += 64)
        for (uint64_t marks = marks_from(folder, first, last); marks; marks &= marks - 1) {
            size_t word = first + (size_t)__builtin_ctzll(marks);
            if (words[word] & WORD_HAS_DIGIT || number_words_find(&folder->number_words, words[word]))
                return word;
        }
    return last;
}

/* Copies some dozen bytes, as pieces of a line are: as many behind them as a round takes may be read, and are written to, without a guess. */
static inline void copy_piece(char *to, const char *from, size_t size)
{
    enum { ROUND = 32 };
    size_t at = 0;
    do
        memcpy(to + at, from + at, ROUND);
    while ((at += ROUND) < size);
}

/* The line's words, with "#" for the one numbered masked and for each masked one behind it, into folder->masked, which has room for the batch. */
static void mask(struct folder *folder, const char *batch, const struct batch_line *line, size_t masked)
{
    const uint32_t *ends = folder->ends, *words = folder->words + folder->word_count;
    size_t from = line->begin; /* what is not written yet */
    char *out = folder->masked.data;
    for (size_t first = masked; first < line->last; first += 64)
        for (uint64_t marks = marks_from(folder, first, line->last); marks; marks &= marks - 1) {
            size_t word = first + (size_t)__builtin_ctzll(marks), begin = word == line->first ? line->begin : ends[word - 1] + 1;
            if (!(words[word] & WORD_HAS_DIGIT) && !number_words_find(&folder->number_words, words[word]))
                continue;
            copy_piece(out, batch + from, begin - from);
            out += begin - from;
            *out++ = '#';
            from = ends[word];
        }
    copy_piece(out, batch + from, line->end - from);
    folder->masked.size = (size_t)(out - folder->masked.data) + line->end - from;
}

/* Whether a line of the batch is a date; nearly all lines are told by how many words they have. */
static bool is_date(const struct folder *folder, const char *batch, const struct batch_line *line)
{
    struct date_word words[DATE_LINE_WORDS];
    size_t digits = 0, begin = line->begin, count = line->last - line->first;
    if (count < 3 || count > DATE_LINE_WORDS)
        return false;
    for (size_t i = 0; i < count; i++) {
        uint32_t word = folder->words[folder->word_count + line->first + i], end = folder->ends[line->first + i];
        words[i] = (struct date_word){batch + begin, end - begin, word, number_words_mask(&folder->number_words, word)};
        digits += word & WORD_HAS_DIGIT;
        begin = end + 1;
    }
    return digits >= 2 && date_line_is(&folder->date_words, words, count);
}

/* A line of the batch whose words are hashed. */
static void hash_line(struct folder *folder, const char *batch, const struct batch_line *found)
{
    struct line *line = &folder->lines[folder->line_count];
    size_t masked = next_masked(folder, found->first, found->last);
    *line = (struct line){.hash = folder->kernel->line_hash(batch + found->begin, found->end - found->begin),
                          .word_count = (uint32_t)(found->last - found->first)};
    line->masked = line->hash;
    if (masked < found->last) {
        mask(folder, batch, found, masked);
        line->masked = folder->kernel->line_hash(folder->masked.data, folder->masked.size);
        if (is_date(folder, batch, found))
            line->hash = line->masked = DATE_LINE_HASH;
    }
    folder->line_count++;
}

/* Room for what is made of a batch of so many bytes. */
static enum wirecopy_status reserve_batch(struct folder *folder, size_t size)
{
    size_t words = size / 2 + 1 + KERNEL_EXCESS; /* of a byte each */
    enum wirecopy_status status = array_reserve(&folder->words, &folder->word_capacity, folder->word_count + words, sizeof *folder->words);
    if (status == WIRECOPY_OK)
        status = array_reserve(&folder->ends, &folder->end_capacity, words, sizeof *folder->ends);
    if (status == WIRECOPY_OK)
        status = array_reserve(&folder->marks, &folder->mark_capacity, words / 64 + 2, sizeof *folder->marks);
    if (status == WIRECOPY_OK)
        status = array_reserve(&folder->line_words, &folder->line_words_capacity, folder->pending_count + 1, sizeof *folder->line_words);
    if (status == WIRECOPY_OK)
        status = array_reserve(&folder->lines, &folder->line_capacity, folder->line_count + folder->pending_count, sizeof *folder->lines);
    folder->masked.size = 0;
    if (status == WIRECOPY_OK)
        status = buffer_reserve(&folder->masked, size + BYTES_BEYOND); /* no word is shorter than "#" */
    return status;
}

enum wirecopy_status words_flush(struct folder *folder)
{
    char *batch = folder->bytes + folder->batch_begin;
    size_t size = folder->byte_count - folder->batch_begin, made;
    struct batch_line line = {0};
    enum wirecopy_status status;
    if (folder->pending_count == 0)
        return WIRECOPY_OK;
    if (size > FOLD_MOST_BYTES)
        return status_fail(WIRECOPY_TOO_LARGE, "a line has 2 GiB or more when folded");
    if (folder->wide && memchr(batch, 0xE0, size)) { /* that Devanagari begins with */
        size = spellings_join_nasals(batch, size, folder->pending, folder->pending_count);
        folder->byte_count = folder->batch_begin + size;
    }
    status = reserve_batch(folder, size);
    if (status != WIRECOPY_OK)
        return status;
    folder->pending[folder->pending_count] = UINT32_MAX;
    memset(folder->bytes + folder->byte_count, ' ', KERNEL_BLOCK); /* kernels look at it */
    made = folder->kernel->words(&(struct fold_cut){batch, size - 1, &folder->number_words.filter, folder->pending,
                                                    folder->words + folder->word_count, folder->ends, folder->marks, folder->line_words});
    for (size_t i = 0; i < folder->pending_count && !folder->words_only; i++) {
        line.end = folder->pending[i];
        line.last = folder->line_words[i];
        hash_line(folder, batch, &line);
        line.begin = line.end + 1;
        line.first = line.last;
    }
    folder->word_count += made;
    folder->pending_count = 0;
    folder->batch_begin = folder->byte_count;
    return WIRECOPY_OK;
}

enum wirecopy_status words_reserve_lines(struct folder *folder, size_t more)
{
    return array_reserve(&folder->pending, &folder->pending_capacity, folder->pending_count + more + 1, sizeof *folder->pending);
}

enum wirecopy_status words_end_line(struct folder *folder, size_t begin)
{
    enum wirecopy_status status;
    if (folder->byte_count == begin)
        return WIRECOPY_OK;
    status = words_reserve_lines(folder, 1);
    if (status == WIRECOPY_OK)
        status = folder_reserve(folder, 1);
    if (status != WIRECOPY_OK)
        return status;
    if (folder->bytes[folder->byte_count - 1] != ' ')
        folder->bytes[folder->byte_count++] = ' ';
    folder->pending[folder->pending_count++] = (uint32_t)(folder->byte_count - 1 - folder->batch_begin);
    return folder->byte_count - folder->batch_begin < BATCH_BYTES ? WIRECOPY_OK : words_flush(folder);
}
