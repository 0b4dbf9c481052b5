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

/* The words of a line, which may be as long as the text. */
static enum wirecopy_status add_line(struct stream *stream, struct text_lines *lines)
{
    enum wirecopy_status status = WIRECOPY_OK;
    while (lines->words_left > 0 && !stream->enough && status == WIRECOPY_OK) {
        const uint32_t *words;
        size_t count;
        status = text_lines_words(stream->left_out->texts, lines, PIECE_WORDS, &words, &count);
        if (status == WIRECOPY_OK)
            status = buffer_append(&stream->words, words, count * sizeof *words);
        if (status == WIRECOPY_OK && stream->words.size >= PIECE_WORDS * sizeof *words)
            status = show(stream);
    }
    return status;
}

enum wirecopy_status huge_each(const struct left_out *left_out, uint32_t rank, huge_visit *visit, void *context)
{
    struct stream stream = {.left_out = left_out, .visit = visit, .context = context};
    struct text_lines lines = {.line = 0};
    bool end = false;
    enum wirecopy_status status = text_lines_begin(left_out->texts, groups_text(left_out->groups, rank), &lines);
    while (status == WIRECOPY_OK && !end && !stream.enough) {
        uint32_t words;
        status = left_out_next_line(left_out, &lines, &words, &end);
        if (status == WIRECOPY_OK && !end)
            status = add_line(&stream, &lines);
    }
    if (status == WIRECOPY_OK && !stream.enough)
        status = show(&stream);
    text_lines_release(&lines);
    buffer_release(&stream.words);
    buffer_release(&stream.shingles);
    return status;
}
