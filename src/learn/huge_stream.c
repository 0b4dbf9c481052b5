/* The words that stay go through a buffer that begins with the last ones of the piece before. */
#include "learn/huge.h"

#include <string.h>

/* Words at a time. */
enum { PIECE_WORDS = 1 << 15 };

struct stream {
    const struct left_out *left_out;
    huge_visit *visit;
    void *context;
    bool enough;
    struct buffer words, shingles;
};

/* Shows the shingles of the words at hand, and leaves the last words, with which the next ones begin. */
static enum wirecopy_status show(struct stream *stream)
{
    const uint32_t *words = (const uint32_t *)(const void *)stream->words.data;
    size_t word_count = stream->words.size / sizeof *words, k = stream->left_out->shingling.words, count, left;
    uint64_t *shingles;
    enum wirecopy_status status = WIRECOPY_OK;
    if (word_count < k)
        return WIRECOPY_OK;
    status = shingles_hash(stream->left_out->shingling, words, word_count, &stream->shingles, &shingles, &count);
    if (status == WIRECOPY_OK)
        status = stream->visit(stream->context, shingles, count, &stream->enough);
    left = (k - 1) * sizeof *words;
    memmove(stream->words.data, stream->words.data + stream->words.size - left, left);
    stream->words.size = left;
    return status;
}

enum wirecopy_status huge_each(const struct left_out *left_out, uint32_t rank, huge_visit *visit, void *context)
{
    struct stream stream = {.left_out = left_out, .visit = visit, .context = context};
    struct staying_lines staying = {.ahead = 0};
    size_t count = 1;
    enum wirecopy_status status = text_lines_begin(left_out->texts, groups_text(left_out->groups, rank), &staying.lines);
    while (status == WIRECOPY_OK && count > 0 && !stream.enough) {
        const uint32_t *words = NULL;
        status = left_out_next_words(left_out, &staying, PIECE_WORDS, &words, &count);
        if (status == WIRECOPY_OK && count > 0)
            status = buffer_append(&stream.words, words, count * sizeof *words);
        if (status == WIRECOPY_OK && stream.words.size >= PIECE_WORDS * sizeof *words)
            status = show(&stream);
    }
    if (status == WIRECOPY_OK && !stream.enough)
        status = show(&stream);
    text_lines_release(&staying.lines);
    buffer_release(&stream.words);
    buffer_release(&stream.shingles);
    return status;
}
