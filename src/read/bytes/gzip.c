/* The one door to zlib. Members may follow each other, as gzip(1) says, and zero bytes may fill up the last block of a tape. */
#define ZLIB_CONST /* what is inflated is not written to */
#include "read/bytes/gzip.h"

#include <string.h>
#include <zlib.h>

enum { BLOCK_BYTES = 1 << 17, WINDOW_BITS_AND_GZIP = 15 + 16 };

struct gzip {
    z_stream stream;
    struct byte_source source;
    bool file_ended, between_members, ended;
    unsigned char block[BLOCK_BYTES];
};

static voidpf allocate(voidpf context, uInt count, uInt size)
{
    (void)context;
    return memory_allocate(count, size);
}

static void release(voidpf context, voidpf block)
{
    (void)context;
    memory_free(block);
}

enum wirecopy_status gzip_open(const struct byte_source *source, const char *head, size_t head_size, struct gzip **gzip_out)
{
    struct gzip *gzip = memory_allocate(1, sizeof *gzip);
    if (!gzip)
        return WIRECOPY_NO_MEMORY;
    memset(gzip, 0, offsetof(struct gzip, block));
    gzip->source = *source;
    memcpy(gzip->block, head, head_size);
    gzip->stream.next_in = gzip->block;
    gzip->stream.avail_in = (uInt)head_size;
    gzip->stream.zalloc = allocate;
    gzip->stream.zfree = release;
    if (inflateInit2(&gzip->stream, WINDOW_BITS_AND_GZIP) != Z_OK) {
        memory_free(gzip);
        return status_no_memory();
    }
    *gzip_out = gzip;
    return WIRECOPY_OK;
}

/* Reads the next block; bytes not yet taken stay before it. NULL, or why it cannot. */
static const char *read_block(struct gzip *gzip)
{
    size_t left = gzip->stream.avail_in, got;
    const char *failure = NULL;
    if (left)
        memmove(gzip->block, gzip->stream.next_in, left);
    got = byte_source_read(&gzip->source, (char *)gzip->block + left, BLOCK_BYTES - left, &failure);
    if (failure)
        return failure;
    gzip->file_ended = got == 0;
    gzip->stream.next_in = gzip->block;
    gzip->stream.avail_in += (uInt)got;
    return NULL;
}

/* Whether only zero bytes are left; what was read of them is dropped. */
static bool only_padding(struct gzip *gzip, const char **failure)
{
    for (;;) {
        for (; gzip->stream.avail_in > 0; gzip->stream.avail_in--)
            if (*gzip->stream.next_in++ != 0)
                return false;
        if (gzip->file_ended)
            return true;
        *failure = read_block(gzip);
        if (*failure)
            return true;
    }
}

/* After a member: begins the next one, or ends. */
static void begin_member(struct gzip *gzip, const char **failure)
{
    while (!gzip->file_ended && gzip->stream.avail_in < 2) {
        *failure = read_block(gzip);
        if (*failure)
            return;
    }
    if (gzip->stream.avail_in >= 2 && gzip->stream.next_in[0] == 0x1F && gzip->stream.next_in[1] == 0x8B) {
        inflateReset(&gzip->stream);
        gzip->between_members = false;
        return;
    }
    gzip->ended = true;
    if (!only_padding(gzip, failure))
        *failure = "gzip: other bytes after the end";
}

/* Inflates into what is left of the output; NULL, or what is wrong. */
static const char *inflate_more(struct gzip *gzip, enum wirecopy_status *status)
{
    switch (inflate(&gzip->stream, Z_NO_FLUSH)) {
    case Z_STREAM_END:
        gzip->between_members = true;
        return NULL;
    case Z_OK:
    case Z_BUF_ERROR: /* no progress without more input or room */
        return NULL;
    case Z_MEM_ERROR:
        *status = status_no_memory();
        return NULL;
    case Z_NEED_DICT:
        return "gzip: a dictionary is needed";
    default:
        return gzip->stream.msg && strcmp(gzip->stream.msg, "incorrect data check") != 0 && strcmp(gzip->stream.msg, "incorrect length check") != 0
                   ? "gzip: broken stream"
                   : "gzip: the checksum is wrong";
    }
}

enum wirecopy_status gzip_read(struct gzip *gzip, char *data, size_t size, size_t *got, const char **failure)
{
    enum wirecopy_status status = WIRECOPY_OK;
    const char *wrong = NULL;
    uInt room = size < BLOCK_BYTES ? (uInt)size : BLOCK_BYTES;
    gzip->stream.next_out = (unsigned char *)data;
    gzip->stream.avail_out = room;
    while (status == WIRECOPY_OK && !wrong && !gzip->ended && gzip->stream.avail_out > 0) {
        if (gzip->between_members)
            begin_member(gzip, &wrong);
        else if (gzip->stream.avail_in == 0 && gzip->file_ended)
            wrong = "gzip: truncated";
        else if (gzip->stream.avail_in == 0)
            wrong = read_block(gzip);
        else
            wrong = inflate_more(gzip, &status);
    }
    *got = room - gzip->stream.avail_out;
    if (wrong) {
        gzip->ended = true;
        *failure = wrong;
    }
    return status;
}

void gzip_close(struct gzip *gzip)
{
    if (!gzip)
        return;
    inflateEnd(&gzip->stream);
    memory_free(gzip);
}

/* A page of a megabyte and more that is 200 times its size packed holds no story, only time. */
enum { BOMB_TIMES = 200, BOMB_LEAST_BYTES = 1 << 20, PIECE_BYTES = 1 << 16 };

/* Inflates all of a stream that was begun; NULL, or what is wrong. */
static const char *inflate_whole(z_stream *stream, size_t packed, uint64_t most, struct buffer *out, enum wirecopy_status *status)
{
    for (;;) {
        int result;
        *status = buffer_reserve(out, PIECE_BYTES);
        if (*status != WIRECOPY_OK)
            return NULL;
        stream->next_out = (unsigned char *)out->data + out->size;
        stream->avail_out = PIECE_BYTES;
        result = inflate(stream, Z_NO_FLUSH);
        out->size += PIECE_BYTES - stream->avail_out;
        if (out->size > most)
            return "the page is longer than a record may be";
        if (out->size > BOMB_LEAST_BYTES && out->size / BOMB_TIMES > packed)
            return "the page expands more than 200 times: taken for a bomb";
        if (result == Z_STREAM_END && (stream->avail_in < 2 || stream->next_in[0] != 0x1F || stream->next_in[1] != 0x8B))
            return NULL;
        if (result == Z_STREAM_END)
            result = inflateReset(stream); /* another member */
        if (result == Z_MEM_ERROR)
            *status = status_no_memory();
        else if (result == Z_BUF_ERROR)
            return "the page's compression is truncated";
        else if (result != Z_OK)
            return "the page's compression is broken";
        if (*status != WIRECOPY_OK)
            return NULL;
    }
}

enum wirecopy_status gzip_undo(struct wirecopy_bytes packed, uint64_t most, struct buffer *out, const char **failure)
{
    const unsigned char *data = (const unsigned char *)packed.data;
    bool gzip = packed.size > 2 && data[0] == 0x1F && data[1] == 0x8B,
         zlib = packed.size > 2 && (data[0] & 15) == 8 && (data[0] << 8 | data[1]) % 31 == 0;
    z_stream stream = {.zalloc = allocate, .zfree = release, .next_in = data, .avail_in = (uInt)packed.size};
    enum wirecopy_status status = WIRECOPY_OK;
    out->size = 0;
    *failure = NULL;
    if (packed.size > UINT32_MAX) {
        *failure = "the page is longer than a record may be";
        return WIRECOPY_OK;
    }
    if (inflateInit2(&stream, gzip ? WINDOW_BITS_AND_GZIP : zlib ? 15 : -15) != Z_OK)
        return status_no_memory();
    *failure = inflate_whole(&stream, packed.size, most, out, &status);
    inflateEnd(&stream);
    return status;
}
