/* The n-th allocation fails, for every n, while a small tree is read: nothing crashes or leaks, and the status says so. */
#include <stdio.h>

#include "read/reading.h"

/* A page that a server packed and cut into chunks, of which this is one. */
static void write_pages(const char *packed, size_t size)
{
    char head[200], chunk[16];
    struct buffer file = {0};
    int head_size =
        snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n");
    int chunk_size = snprintf(chunk, sizeof chunk, "%zx\r\n", size);
    char warc[200];
    int warc_size = snprintf(warc, sizeof warc, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: u\r\nContent-Length: %zu\r\n\r\n",
                             (size_t)head_size + (size_t)chunk_size + size);
    assert_int_equal(buffer_append(&file, warc, (size_t)warc_size), WIRECOPY_OK);
    assert_int_equal(buffer_append(&file, head, (size_t)head_size), WIRECOPY_OK);
    assert_int_equal(buffer_append(&file, chunk, (size_t)chunk_size), WIRECOPY_OK);
    assert_int_equal(buffer_append(&file, packed, size), WIRECOPY_OK);
    write_bytes("d/e/pages.warc", file.data, file.size);
    buffer_release(&file);
}

static void write_tree(void)
{
    static const char gzip[] =
        "\x1F\x8B\x08\x00\x00\x00\x00\x00\x02\x03\xAB\x56\xCA\x4C\x51\xB2\x32\xD4\x51\x2A\x49\xAD\x28\x51\xB2\x52\xCA\xCF\x4B\x55"
        "\xAA\xE5\xAA\x06\x8B\x1A\xC1\x45\x4B\xCA\xF3\x81\xA2\x00\xFC\x16\x1A\xF0\x2C\x00\x00\x00";
    static const char zstd[] =
        "\x28\xB5\x2F\xFD\x24\x2C\x2D\x01\x00\xE8\x7B\x22\x69\x64\x22\x3A\x31\x2C\x22\x74\x65\x78\x74\x22\x3A\x22\x6F\x6E\x65\x22"
        "\x7D\x0A\x32\x74\x77\x6F\x22\x7D\x0A\x02\x00\xA0\x08\x39\xCC\x26\xE4\xC5\x9C\xE0";
    static char wide[700000];
    write_text("d/a/plain.txt", "a text");
    write_text("d/a/b/c/records.jsonl", "{\"id\":1,\"text\":\"one\"}\noops\n{\"id\":1e999,\"text\":\"\\ud800 \xFF\"}\n{\"id\":4,\"text\":null}\n");
    write_bytes("d/both.gz", gzip, sizeof gzip - 1);
    write_bytes("d/both.zst", zstd, sizeof zstd - 1);
    write_bytes("d/cut.gz", gzip, sizeof gzip - 9);
    write_bytes("d/not-text", "\0", 1);
    write_bytes("d/e/utf16.csv",
                "\xFF\xFE"
                "i\0d\0,\0t\0e\0x\0t\0\n\0\x31\0,\0\x32\0\n\0",
                26);
    write_text("d/e/page.html", "<html><head><script type='application/ld+json'>{\"headline\":\"x\",\"publisher\":{\"name\":\"y\"}}</script></head>"
                                "<meta charset=koi8-r><h1>a</h1><article><p>\xC7\xC1</article></html>");
    write_text("d/e/feed.xml",
               "<rss><item><link>https://a.example/</link><description>a &nbsp; \xFF</description></item><item><title>x</title></item></rss>");
    write_text("d/e/letter.eml", "From: a@b.example\nSubject: =?koi8-r?Q?=C7?= =?koi8-r?Q?=C1?=\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
                                 "Content-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHA+YQ==\n--x--\n");
    write_pages(gzip, sizeof gzip - 1);
    write_text("d/e/two.mbox",
               "From a@b.example Tue Mar  5 10:00:00 2024\nSubject: x\n\none\n\nFrom a@b.example Tue Mar  5 10:00:00 2024\nSubject: y\n\ntwo\n");
    write_text("d/e/document.xml", "<w:document><w:body><w:p><w:pPr><w:pStyle w:val=\"Title\"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>"
                                   "<w:p><w:r><w:t>one</w:t></w:r></w:p></w:body>");
    write_text("d/e/misread.jsonl", "{\"title\":\"\xC3\x83\xC2\xA9\",\"text\":\"\xC3\x83\xC2\xA9\xC3\x83\xC2\xA9\xC3\x83\xC2\xA9\"}\n");
    write_text("d/e/escaped.jsonl", "{\"title\":\"\\\\n\",\"text\":\"a\\\\nb\\\\nc\\\\n\"}\n");
    write_text("d/e/paper.pdf", "%PDF-1.4");
    write_text("d/e/story.md", "---\ntitle: x\n---\ntext");
    memset(wide, 'x', sizeof wide); /* more than a window */
    write_bytes("d/wide.txt", wide, sizeof wide);
}

static void every_allocation_may_fail(void **state)
{
    static const struct reader_options options = {.max_record_bytes = 1000000};
    const char *path = at("d");
    uint64_t failed = 0;
    (void)state;
    write_tree();
    for (uint64_t n = 1;; n++) {
        struct reader *reader = NULL;
        struct raw_article article;
        struct wirecopy_problem problem;
        enum wirecopy_status status;
        enum read_result result;
        size_t articles = 0, problems = 0;
        memory_fail_at(n);
        status = reader_open(&path, 1, &options, &reader);
        result = status == WIRECOPY_OK ? READ_ARTICLE : READ_FAILED;
        while (result == READ_ARTICLE || result == READ_PROBLEM) {
            result = reader_next(reader, &article, &problem, &status);
            articles += result == READ_ARTICLE;
            problems += result == READ_PROBLEM;
        }
        if (reader && result == READ_FAILED)
            assert_int_equal(reader_next(reader, &article, &problem, &status), READ_FAILED);
        memory_fail_at(0);
        reader_close(reader);
        if (result == READ_END) {
            assert_int_equal(articles, 21);
            assert_int_equal(problems, 9);
            break;
        }
        assert_int_equal(status, WIRECOPY_NO_MEMORY);
        failed++;
    }
    assert_true(failed > 40);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_room, remove_room)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(every_allocation_may_fail)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
