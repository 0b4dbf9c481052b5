/*
 * The window over a file. Bytes are read in blocks that stay in the second-level cache until they are parsed; the piece of
 * a record that a block leaves over is moved to the front. Plain files go past libarchive: read(2) alone is 10 GB/s.
 */
#include "read/bytes/input.h"

#include <errno.h>
#include <string.h>

#include "read/bytes/container.h"
#include "read/bytes/encoding.h"

/* A window of four blocks: what is left over is moved once in several reads. */
enum { BLOCK_BYTES = 1 << 17, FIRST_WINDOW_BYTES = 4 * BLOCK_BYTES };

static void end_early(struct input *input, const char *why)
{
    if (why != input->failure_text) {
        input->failure_text[0] = '\0';
        strncat(input->failure_text, why, sizeof input->failure_text - 1);
    }
    input->failure = input->failure_text;
    input->ended = true;
}

void input_refuse(struct input *input, const char *failure)
{
    end_early(input, failure);
    input->begin = input->end;
}

/*
 * Room for a block after end: the unread bytes are moved to the front, and where that is not enough the window grows. A
 * byte is moved once a record at most, so the cost stays linear.
 */
static enum wirecopy_status make_room(struct input *input)
{
    size_t wanted = input->capacity ? input->capacity : FIRST_WINDOW_BYTES / 2;
    char *grown;
    if (input->data && input->capacity - input->end >= BLOCK_BYTES)
        return WIRECOPY_OK;
    if (input->begin > 0) {
        memmove(input->data, input->data + input->begin, input->end - input->begin);
        input->end -= input->begin;
        input->begin = 0;
        if (input->capacity - input->end >= BLOCK_BYTES)
            return WIRECOPY_OK;
    }
    if (__builtin_mul_overflow(wanted, 2, &wanted) || wanted > SIZE_MAX - INPUT_PADDING)
        return status_no_memory();
    grown = memory_resize(input->data, wanted + INPUT_PADDING, 1);
    if (!grown)
        return WIRECOPY_NO_MEMORY;
    memset(grown + wanted, 0, INPUT_PADDING);
    input->data = grown;
    input->capacity = wanted;
    return WIRECOPY_OK;
}

/*
 * A gz of text is a fifth of it, at the best a fiftieth. What expands far more is a bomb: it holds no story, only time.
 */
enum { BOMB_TIMES = 200, BOMB_LEAST_BYTES = 1 << 26, PACKED_AHEAD_BYTES = 4 * BLOCK_BYTES };

static bool is_bomb(const struct input *input)
{
    uint64_t packed = *input->packed - input->packed_before + PACKED_AHEAD_BYTES;
    return (input->container || input->members) && input->unpacked > BOMB_LEAST_BYTES && input->unpacked / BOMB_TIMES > packed;
}

/* The next bytes before decoding; an encoded_read. */
static enum wirecopy_status read_bytes(void *context, char *data, size_t size, size_t *got, const char **failure)
{
    struct input *input = context;
    enum wirecopy_status status = WIRECOPY_OK;
    if (input->container) {
        status = container_read(input->container, data, size, got, failure);
    } else {
        struct byte_source source = {input->file, input->members, &input->file_bytes};
        *got = byte_source_read(&source, data, size, failure);
    }
    input->unpacked += status == WIRECOPY_OK ? *got : 0;
    return status;
}

/* Puts line feeds for carriage returns. */
static void change_line_ends(char *data, size_t size)
{
    for (char *at = data, *end = data + size; at < end && (at = memchr(at, '\r', (size_t)(end - at))) != NULL; at++)
        *at = '\n';
}

void input_end_lines_with_cr(struct input *input)
{
    input->cr_ends_lines = true;
    change_line_ends(input->data + input->begin, input->end - input->begin);
}

enum wirecopy_status input_more(struct input *input)
{
    enum wirecopy_status status;
    const char *failure = NULL;
    size_t got = 0;
    if (input->ended)
        return WIRECOPY_OK;
    status = make_room(input);
    if (status == WIRECOPY_OK)
        status = input->decoder ? decoder_read(input->decoder, input->data + input->end, BLOCK_BYTES, &got, &failure)
                                : read_bytes(input, input->data + input->end, BLOCK_BYTES, &got, &failure);
    if (status != WIRECOPY_OK)
        return status;
    if (input->cr_ends_lines)
        change_line_ends(input->data + input->end, got);
    if (failure)
        end_early(input, failure);
    else if (is_bomb(input))
        end_early(input, "it expands more than 200 times: taken for a bomb");
    input->end += got;
    if (got == 0)
        input->ended = true;
    return WIRECOPY_OK;
}

/* Begins to read what file and members say. */
static enum wirecopy_status begin(struct input *input)
{
    struct byte_source source = {input->file, input->members, &input->file_bytes};
    enum wirecopy_status status = WIRECOPY_OK;
    input->begin = input->end = 0;
    input->ended = input->in_long_line = input->cr_ends_lines = false;
    input->failure = NULL;
    input->line = input->unpacked = 0;
    input->packed_before = *input->packed;
    /* a pipe may give its first bytes one by one */
    while (status == WIRECOPY_OK && input->end < CONTAINER_MAGIC_BYTES && !input->ended)
        status = input_more(input);
    if (status != WIRECOPY_OK || !container_recognises(input->data, input->end))
        return status;
    status = container_open(&source, input->data, input->end, &input->container);
    if (status != WIRECOPY_OK)
        return status;
    input->end = 0;
    input->unpacked = 0;
    input->ended = false;
    input->failure = NULL; /* libarchive meets it again */
    return WIRECOPY_OK;
}

enum wirecopy_status input_open(struct input *input, int file)
{
    input->file = file;
    input->members = NULL;
    input->packed = &input->file_bytes;
    return begin(input);
}

enum wirecopy_status input_open_member(struct input *input, struct members *members, const struct input *outer)
{
    input->file = -1;
    input->members = members;
    input->packed = &outer->file_bytes;
    return begin(input);
}

enum wirecopy_status input_decode(struct input *input, const char *encoding)
{
    enum wirecopy_status status = decoder_open(encoding, read_bytes, input, &input->decoder);
    if (status != WIRECOPY_OK || !input->decoder)
        return status;
    status = decoder_give(input->decoder, input->data + input->begin, input->end - input->begin, input->ended, input->failure);
    input->begin = input->end = 0;
    input->ended = false;
    input->failure = NULL;
    return status;
}

void input_close(struct input *input)
{
    decoder_close(input->decoder);
    input->decoder = NULL;
    container_close(input->container);
    input->container = NULL;
    input->members = NULL;
    if (input->file > 0)
        close(input->file);
    input->file = -1;
}

void input_release(struct input *input)
{
    input_close(input);
    memory_free(input->data);
    input->data = NULL;
    input->capacity = input->begin = input->end = 0;
}

/* Drops what is left of a line that was too long, and its line break. */
static enum wirecopy_status drop_line(struct input *input)
{
    for (;;) {
        const char *start = input->data + input->begin;
        const char *found = input->end > input->begin ? memchr(start, '\n', input->end - input->begin) : NULL;
        enum wirecopy_status status;
        input->begin = found ? (size_t)(found + 1 - input->data) : input->end;
        if (found || input->ended) {
            input->in_long_line = false;
            return WIRECOPY_OK;
        }
        status = input_more(input);
        if (status != WIRECOPY_OK)
            return status;
    }
}

/* The byte-order mark goes, and a carriage return before the line feed. */
static void trim_line(struct line *line)
{
    if (line->number == 1 && line->size >= 3 && memcmp(line->data, "\xEF\xBB\xBF", 3) == 0) {
        line->data += 3;
        line->size -= 3;
        line->whole -= 3;
    }
    if (line->size > 0 && line->data[line->size - 1] == '\r')
        line->size--;
}

enum wirecopy_status input_line(struct input *input, uint64_t most_bytes, struct line *line)
{
    size_t searched = 0;
    enum wirecopy_status status = input->in_long_line ? drop_line(input) : WIRECOPY_OK;
    *line = (struct line){.kind = LINE_NONE};
    if (status != WIRECOPY_OK)
        return status;
    for (;;) {
        const char *start = input->data + input->begin;
        size_t unread = input->end - input->begin;
        const char *found = unread > searched ? memchr(start + searched, '\n', unread - searched) : NULL;
        size_t size = found ? (size_t)(found - start) : unread;
        if (!found && input->ended && (unread == 0 || input->failure)) {
            input->begin = input->end;
            return WIRECOPY_OK;
        }
        if (size > most_bytes) {
            *line = (struct line){.kind = LINE_TOO_LONG, .number = ++input->line};
            input->in_long_line = true;
            return WIRECOPY_OK;
        }
        if (found || input->ended) {
            *line = (struct line){LINE_FULL, start, size, ++input->line, size + (found != NULL)};
            input->begin += size + (found != NULL);
            trim_line(line);
            return WIRECOPY_OK;
        }
        searched = unread;
        status = input_more(input);
        if (status != WIRECOPY_OK)
            return status;
    }
}
