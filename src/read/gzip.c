/* The one door to zlib. Members may follow each other, as gzip(1) says, and zero bytes may fill up the last block of a tape. */
#include "read/gzip.h"

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
