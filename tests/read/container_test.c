/*
 * Compressed files: seen by content, several streams in one file, and each way to be broken. The streams were made by
 * `gzip -nc9`, `zstd -c19`, `xz -c`, `bzip2 -c` and `lz4 -c` of the two records below.
 */
#include "read/reading.h"

#include <stdio.h>

#include "read/bytes/container.h"

#define BOTH "article 1 | one\narticle 2 | two\n" /* of {"id":1,"text":"one"} and {"id":2,"text":"two"} */

static const struct stream {
    const char *name;
    size_t size;
    const char *bytes;
} streams[] = {
    {"gz", 52,
     "\x1F\x8B\x08\x00\x00\x00\x00\x00\x02\x03\xAB\x56\xCA\x4C\x51\xB2\x32\xD4\x51\x2A\x49\xAD\x28\x51\xB2\x52\xCA\xCF"
     "\x4B\x55\xAA\xE5\xAA\x06\x8B\x1A\xC1\x45\x4B\xCA\xF3\x81\xA2\x00\xFC\x16\x1A\xF0\x2C\x00\x00\x00"},
    {"zst", 50,
     "\x28\xB5\x2F\xFD\x24\x2C\x2D\x01\x00\xE8\x7B\x22\x69\x64\x22\x3A\x31\x2C\x22\x74\x65\x78\x74\x22\x3A\x22\x6F\x6E"
     "\x65\x22\x7D\x0A\x32\x74\x77\x6F\x22\x7D\x0A\x02\x00\xA0\x08\x39\xCC\x26\xE4\xC5\x9C\xE0"},
    {"xz", 96,
     "\xFD\x37\x7A\x58\x5A\x00\x00\x04\xE6\xD6\xB4\x46\x02\x00\x21\x01\x16\x00\x00\x00\x74\x2F\xE5\xA3\xE0\x00\x2B\x00"
     "\x23\x5D\x00\x3D\x88\x89\x26\x81\x93\x53\xB1\xE6\x35\xD2\xA2\x7C\x57\xEF\xED\x95\xE2\x36\xCA\x42\x1D\x71\x39\xD0"
     "\x9E\xE8\x0C\x3A\xF7\x5C\x6E\xD1\x4A\x00\x00\x00\x96\x2E\x4F\xDE\x74\x2E\xB1\x72\x00\x01\x3F\x2C\xF4\xF3\x80\x4A"
     "\x1F\xB6\xF3\x7D\x01\x00\x00\x00\x00\x04\x59\x5A"},
    {"bz2", 71,
     "\x42\x5A\x68\x39\x31\x41\x59\x26\x53\x59\x5C\xAB\x5C\x73\x00\x00\x14\x59\x80\x00\x10\x10\x04\x30\x10\x06\x21\x84"
     "\xCA\x20\x00\x21\x2A\x69\xA0\xD1\xEA\x1A\x14\xC0\x01\x34\x93\x84\x12\x6B\x23\x75\x6D\x58\x41\xC3\xA8\x72\x3D\x59"
     "\x1A\x96\xD9\x23\x9F\x17\x72\x45\x38\x50\x90\x5C\xAB\x5C\x73"},
    {"lz4", 56,
     "\x04\x22\x4D\x18\x64\x40\xA7\x25\x00\x00\x00\xF2\x07\x7B\x22\x69\x64\x22\x3A\x31\x2C\x22\x74\x65\x78\x74\x22\x3A"
     "\x22\x6F\x6E\x65\x22\x7D\x0A\x16\x00\x15\x32\x16\x00\x60\x74\x77\x6F\x22\x7D\x0A\x00\x00\x00\x00\xE1\xC6\x98\x0C"},
};
enum { STREAMS = sizeof streams / sizeof *streams, GZIP = 0, BZIP2 = 3 };

/* Writes "in": streams, one after the other, without their last cut bytes, and then more bytes. */
static void write_streams(const struct stream *stream, size_t times, size_t cut, const char *more, size_t more_size)
{
    char content[1000];
    size_t size = 0;
    for (size_t i = 0; i < times; i++) {
        memcpy(content + size, stream->bytes, stream->size);
        size += stream->size;
    }
    size -= cut;
    if (more_size)
        memcpy(content + size, more, more_size);
    write_bytes("in", content, size + more_size);
}

static bool ends_with(const char *text, const char *end)
{
    return strlen(text) >= strlen(end) && strcmp(text + strlen(text) - strlen(end), end) == 0;
}

static void every_compression_is_seen_by_its_content(void **state)
{
    (void)state;
    for (size_t i = 0; i < STREAMS; i++) {
        assert_true(container_recognises(streams[i].bytes, streams[i].size));
        write_streams(&streams[i], 1, 0, NULL, 0);
        assert_string_equal(read_one("in"), BOTH);
    }
}

static void several_streams_are_read_one_after_the_other(void **state)
{
    (void)state;
    for (size_t i = 0; i < STREAMS; i++) {
        write_streams(&streams[i], 3, 0, NULL, 0);
        assert_string_equal(read_one("in"), BOTH BOTH BOTH);
    }
}

/* Cut at every place: never a word of a record that is not whole, always a bad file. */
static void a_truncated_stream_is_a_bad_file(void **state)
{
    (void)state;
    for (size_t i = 0; i < STREAMS; i++)
        for (size_t cut = 1; cut < streams[i].size - CONTAINER_MAGIC_BYTES; cut++) {
            const char *log, *bad;
            write_streams(&streams[i], 1, cut, NULL, 0);
            log = read_one("in");
            bad = strstr(log, "file in:");
            if (!bad)
                fail_msg("%s without its last %zu bytes: %s", streams[i].name, cut, log);
            assert_memory_equal(log, BOTH, (size_t)(bad - log));
        }
}

static void what_came_before_a_broken_place_stays(void **state)
{
    (void)state;
    write_streams(&streams[GZIP], 2, 12, NULL, 0);
    assert_true(strncmp(read_one("in"), BOTH, strlen(BOTH)) == 0);
    assert_true(ends_with(read_one("in"), "gzip: truncated\n"));
}

/* A sum is wrong, or the stream itself: each bit of gzip's body and sum in turn, but the one that fills up the body's last byte. */
static void a_flipped_bit_is_a_bad_file(void **state)
{
    const size_t filling = 8 * (streams[GZIP].size - 8) - 1; /* before the 8 bytes of sum and size */
    (void)state;
    for (size_t bit = 8 * 10; bit < 8 * streams[GZIP].size; bit++) {
        char bytes[200];
        if (bit == filling)
            continue;
        memcpy(bytes, streams[GZIP].bytes, streams[GZIP].size);
        bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
        write_bytes("in", bytes, streams[GZIP].size);
        if (!strstr(read_one("in"), "file in:"))
            fail_msg("bit %zu: %s", bit, read_one("in"));
    }
}

/* Each bit of each compression: the file is told, or what came out is right, as where the bit fills up or stands in a name. */
static void no_flipped_bit_changes_a_record(void **state)
{
    (void)state;
    for (size_t i = 0; i < STREAMS; i++)
        for (size_t bit = 0; bit < 8 * streams[i].size; bit++) {
            char bytes[400];
            const char *log;
            assert_true(streams[i].size <= sizeof bytes);
            memcpy(bytes, streams[i].bytes, streams[i].size);
            bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
            write_bytes("in", bytes, streams[i].size);
            log = read_one("in");
            if (strcmp(log, BOTH) != 0 && !strstr(log, "file in:"))
                fail_msg("%s, bit %zu: %s", streams[i].name, bit, log);
        }
}

static void bytes_after_gzip_are_told_unless_zero(void **state)
{
    static const char zero[300];
    (void)state;
    write_streams(&streams[GZIP], 1, 0, zero, sizeof zero);
    assert_string_equal(read_one("in"), BOTH);
    write_streams(&streams[GZIP], 1, 0, "garbage", 7);
    assert_string_equal(read_one("in"), BOTH "file in:3 gzip: other bytes after the end\n");
    write_streams(&streams[GZIP], 1, 0, "x", 1);
    assert_string_equal(read_one("in"), BOTH "file in:3 gzip: other bytes after the end\n");
}

static void bytes_after_bz2_are_told_unless_zero(void **state)
{
    static const char zero[300];
    (void)state;
    write_streams(&streams[BZIP2], 1, 0, zero, sizeof zero);
    assert_string_equal(read_one("in"), BOTH);
    write_streams(&streams[BZIP2], 1, 0, "garbage", 7);
    assert_string_equal(read_one("in"), BOTH "file in:3 other bytes after the end\n");
}

static void half_a_plain_text_is_no_article(void **state)
{
    /* gzip of "only half a story" */
    static const char bytes[] = "\x1F\x8B\x08\x00\x00\x00\x00\x00\x02\x03\xCB\xCF\xCB\xA9\x54\xC8\x48\xCC\x49\x53"
                                "\x48\x54\x28\x2E\xC9\x2F\xAA\x04\x00\x77\x99\x0E\x30\x11\x00\x00\x00";
    (void)state;
    write_bytes("whole", bytes, sizeof bytes - 1);
    write_bytes("half", bytes, sizeof bytes - 13);
    assert_string_equal(read_one("whole"), "article whole | only half a story\n");
    assert_string_equal(read_one("half"), "file half:0 gzip: truncated\n");
}

static void text_that_begins_like_a_magic_number_is_text(void **state)
{
    static const char *const texts[] = {"BZh", "BZh9 is a mark", "BZip", "\x1F", "7zXZ", "(\u00B5"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_false(container_recognises(texts[i], strlen(texts[i])));
        assert_true(strncmp(read_content(texts[i]), "article in | ", 13) == 0 || i == 3);
    }
}

static void nothing_compressed_is_nothing(void **state)
{
    /* gzip of no bytes at all */
    static const char bytes[] = "\x1F\x8B\x08\x00\x00\x00\x00\x00\x02\x03\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00";
    (void)state;
    write_bytes("none.jsonl.gz", bytes, sizeof bytes - 1);
    write_bytes("none.txt.gz", bytes, sizeof bytes - 1);
    assert_string_equal(read_one("none.jsonl.gz"), "");
    assert_string_equal(read_one("none.txt.gz"), "article none.txt.gz | \n");
}

/* bytes_read is counted before decompression. */
static void bytes_are_those_of_files(void **state)
{
    static const struct reader_options options = {.max_record_bytes = 1000};
    struct reader *reader;
    struct raw_article article;
    struct wirecopy_problem problem;
    enum wirecopy_status status;
    uint64_t expected = 0;
    const char *paths[2];
    (void)state;
    write_bytes("a", streams[0].bytes, streams[0].size);
    write_bytes("b", streams[1].bytes, streams[1].size);
    paths[0] = at("a");
    paths[1] = at("b");
    expected = streams[0].size + streams[1].size;
    assert_int_equal(reader_open(paths, 2, &options, &reader), WIRECOPY_OK);
    while (reader_next(reader, &article, &problem, &status) == READ_ARTICLE)
        ;
    assert_int_equal(reader_bytes(reader), expected);
    reader_close(reader);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_room, remove_room)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_compression_is_seen_by_its_content),
        TEST(several_streams_are_read_one_after_the_other),
        TEST(a_truncated_stream_is_a_bad_file),
        TEST(what_came_before_a_broken_place_stays),
        TEST(a_flipped_bit_is_a_bad_file),
        TEST(no_flipped_bit_changes_a_record),
        TEST(bytes_after_gzip_are_told_unless_zero),
        TEST(bytes_after_bz2_are_told_unless_zero),
        TEST(half_a_plain_text_is_no_article),
        TEST(text_that_begins_like_a_magic_number_is_text),
        TEST(nothing_compressed_is_nothing),
        TEST(bytes_are_those_of_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
