/* Crawled pages in WARC files. */
#include <stdio.h>

#include "read/reading.h"

static char file[20000];

static void begin(void)
{
    file[0] = '\0';
}

static void record(const char *type, const char *uri, const char *block)
{
    size_t used = strlen(file);
    snprintf(file + used, sizeof file - used,
             "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2024-03-05T10:00:00Z\r\nContent-Length: %zu\r\n\r\n%s\r\n\r\n", type,
             uri, strlen(block), block);
}

static const char *read_all(void)
{
    static const struct reader_options options = {.max_record_bytes = 1000};
    write_text("in", file);
    return read_with("in", &options);
}

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
#define ABOUT " source=post.example date=2024-03-05T10:00:00Z url=https://www.post.example/a day=19787\n"

static void pages_are_articles_and_nothing_else_is(void **state)
{
    (void)state;
    begin();
    record("warcinfo", "", "software: none\r\n");
    record("request", "https://www.post.example/a", "GET /a HTTP/1.1\r\n\r\n");
    record("response", "https://www.post.example/a", HEAD "\r\n<html><body>One.</body></html>");
    record("response", "https://www.post.example/p.png", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nPNG");
    record("response", "https://www.post.example/gone", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html>Gone.</html>");
    record("response", "<https://www.post.example/a>", HEAD "Transfer-Encoding: chunked\r\n\r\n6\r\n<html>\r\n4\r\nTwo.\r\n0\r\n\r\n");
    assert_string_equal(read_all(), "article https://www.post.example/a | One.\n" ABOUT "article https://www.post.example/a | Two.\n" ABOUT);
}

/* Texts that were taken out of pages (WET), and what was kept without a server's words. */
static void texts_and_bare_pages_are_articles(void **state)
{
    static const char *const types[][2] = {{"conversion", "text/plain"},
                                           {"resource", "text/html; charset=utf-8"},
                                           {"resource", "image/png"},
                                           {"metadata", "text/plain"}};
    static const char *const blocks[] = {"One.\nTwo.", "<html><title>T</title><body>Three.</body></html>", "PNG", "fetchTimeMs: 1"};
    (void)state;
    begin();
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        size_t used = strlen(file);
        snprintf(file + used, sizeof file - used,
                 "WARC/1.0\r\nContent-Type: %s\r\nWARC-Type: %s\r\nWARC-Target-URI: https://www.post.example/a\r\nWARC-Date: 2024-03-05T10:00:00Z\r\n"
                 "Content-Length: %zu\r\n\r\n%s\r\n\r\n",
                 types[i][1], types[i][0], strlen(blocks[i]), blocks[i]);
    }
    assert_string_equal(read_all(),
                        "article https://www.post.example/a | One.\nTwo." ABOUT "article https://www.post.example/a | Three.\n title=T" ABOUT);
}

static void a_server_may_say_the_encoding(void **state)
{
    (void)state;
    begin();
    record("response", "https://www.post.example/a",
           "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\"koi8-r\"\r\n\r\n<html><meta charset=windows-1251>\xC7\xC1</html>");
    record("response", "https://www.post.example/a",
           "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=none\r\n\r\n<html><meta charset=windows-1251>\xE3\xE0</html>");
    assert_string_equal(read_all(),
                        "article https://www.post.example/a | \u0433\u0430\n" ABOUT "article https://www.post.example/a | \u0433\u0430\n" ABOUT);
}

static void bad_records_are_told(void **state)
{
    (void)state;
    begin();
    record("response", "https://www.post.example/a", HEAD "Content-Encoding: br\r\n\r\n\x0b\x02\x80");
    record("response", "https://www.post.example/a", HEAD "\r\n<html>One.</html>");
    assert_string_equal(read_all(), "record in:1 the page is compressed\narticle https://www.post.example/a | One.\n" ABOUT);
    begin();
    record("response", "https://www.post.example/a", HEAD "\r\n<html>One.</html>");
    file[strlen(file) - 10] = '\0';
    assert_string_equal(read_all(), "record in:1 the file ends within it\n");
    begin();
    record("response", "https://www.post.example/a", HEAD "\r\n<html>One.</html>");
    strcat(file, "no record\r\n");
    assert_non_null(strstr(read_all(), "no WARC record where one should begin\n"));
}

/* Writes a WARC file of a response with these header lines, its body what a line of Python makes of the page p, and a second page. */
static const char *read_response(const char *headers, const char *body)
{
    static const struct reader_options options = {.max_record_bytes = 3000000};
    static const char program[] =
        "import gzip, zlib, sys\n"
        "p = b'<html>One.</html>'\n"
        "def bare(data): c = zlib.compressobj(9, zlib.DEFLATED, -15); return c.compress(data) + c.flush()\n"
        "def chunks(data): return b''.join(b'%x;a=b\\r\\n%s\\r\\n' % (len(data[i:i + 9]), data[i:i + 9]) for i in range(0, len(data), 9)) + b'0\\r\\n\\r\\n'\n"
        "def record(block): return b'WARC/1.0\\r\\nWARC-Type: response\\r\\nWARC-Target-URI: u\\r\\nContent-Length: %d\\r\\n\\r\\n%s\\r\\n\\r\\n' % (len(block), block)\n"
        "head = b'HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\n'\n"
        "first = head + sys.argv[1].encode() + b'\\r\\n\\r\\n' + eval(sys.argv[2])\n"
        "open(sys.argv[3], 'wb').write(record(first) + record(head + b'\\r\\n<html>Two.</html>'))\n";
    char command[4096];
    write_text("make.py", program);
    snprintf(command, sizeof command, "python3 '%s' '%s' \"%s\" '%s'", at("make.py"), headers, body, at("in"));
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): what a test makes its input with */
    return read_with("in", &options);
}

#define ONE_AND_TWO "article u | One.\n url=u\narticle u | Two.\n url=u\n"
#define NOT(reason) "record in:1 " reason "\narticle u | Two.\n url=u\n"

static void encoded_pages_are_pages(void **state)
{
    static const char *const rows[][3] = {
        /* headers, body, what is read */
        {"Content-Encoding: gzip", "gzip.compress(p)", ONE_AND_TWO},
        {"content-encoding: X-GZIP", "gzip.compress(p[:9]) + gzip.compress(p[9:])", ONE_AND_TWO},
        {"Content-Encoding: deflate", "zlib.compress(p)", ONE_AND_TWO},
        {"Content-Encoding: deflate", "bare(p)", ONE_AND_TWO},
        {"Content-Encoding: gzip", "bare(p)", ONE_AND_TWO},
        {"Content-Encoding: identity", "p", ONE_AND_TWO},
        {"Transfer-Encoding: chunked", "chunks(p)", ONE_AND_TWO},
        {"Transfer-Encoding: chunked\r\nContent-Encoding: gzip", "chunks(gzip.compress(p))", ONE_AND_TWO},
        /* the header was left where the encoding was undone */
        {"Transfer-Encoding: chunked", "p", ONE_AND_TWO},
        {"Content-Encoding: gzip", "p", ONE_AND_TWO},
        {"Content-Encoding: br", "b' <p>One.</p>'", ONE_AND_TWO},
        /* what came of a page that broke off in a chunk is a page; what is compressed is known to be broken */
        {"Transfer-Encoding: chunked", "chunks(p)[:14]", "article u | O\n url=u\narticle u | Two.\n url=u\n"},
        {"Transfer-Encoding: chunked", "b'ffffffffffffffffffff\\r\\n' + p", ONE_AND_TWO},
        {"Content-Encoding: gzip", "gzip.compress(p)[:-9]", NOT("the page's compression is truncated")},
        {"Content-Encoding: gzip", "gzip.compress(p)[:-8] + bytes(8)", NOT("the page's compression is broken")},
        {"Content-Encoding: gzip", "gzip.compress(p)[:10] + bytes([7]) * 9", NOT("the page's compression is broken")},
        {"Content-Encoding: deflate", "b'no deflate'", NOT("the page's compression is broken")},
        {"Content-Encoding: gzip, gzip", "gzip.compress(gzip.compress(p))", NOT("the page is compressed twice")},
        {"Content-Encoding: br", "bytes([11, 2, 128])", NOT("the page is compressed")},
        {"Content-Encoding: gzip", "b''", "article u |  url=u\narticle u | Two.\n url=u\n"},
        /* bombs, within a record's length and beyond it */
        {"Content-Encoding: gzip", "gzip.compress(p + bytes(2000000))", NOT("the page expands more than 200 times: taken for a bomb")},
        {"Content-Encoding: deflate", "zlib.compress(p + bytes(2000000))", NOT("the page expands more than 200 times: taken for a bomb")},
        {"Content-Encoding: gzip", "gzip.compress(b''.join(b'%d' % i for i in range(700000)))", NOT("the page is longer than a record may be")},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *log = read_response(rows[i][0], rows[i][1]);
        if (strcmp(log, rows[i][2]) != 0)
            print_error("%s, %s\n", rows[i][0], rows[i][1]);
        assert_string_equal(log, rows[i][2]);
    }
}

#define RECORD(length, block) "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: u\r\nContent-Length: " length "\r\n\r\n" block
#define PAGE "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>One.</html>" /* 62 bytes */
#define GOOD RECORD("62", PAGE) "\r\n\r\n"

static void files_of_all_kinds_end(void **state)
{
    static const struct {
        const char *content, *told;
    } cases[] = {
        {GOOD GOOD, "article u | One.\n\narticle u | One.\n\n"},
        {GOOD "WARC/1.0\r\n", "article u | One.\n\n"},
        {GOOD "WARC/1.0", "article u | One.\n\n"},
        {GOOD RECORD("-1", ""), "article u | One.\n\nrecord in:8 longer than a record may be\nrecord in:8 the file ends within it\n"},
        {GOOD RECORD("99999999999999999999", ""),
         "article u | One.\n\nrecord in:8 longer than a record may be\nrecord in:8 the file ends within it\n"},
        {GOOD RECORD("x", PAGE), "article u | One.\n\nrecord in:13 no WARC record where one should begin\n"},
        {GOOD RECORD("0", "\r\n\r\n") GOOD, "article u | One.\n\narticle u | One.\n\n"},
        {GOOD RECORD("61", PAGE), "article u | One.\n\narticle u | One.\n\n"},
        {GOOD RECORD("63", PAGE), "article u | One.\n\nrecord in:8 the file ends within it\n"},
        {GOOD RECORD("4", "HTTP"), "article u | One.\n\n"},
        {GOOD RECORD("9", "HTTP/1.1 "), "article u | One.\n\n"},
        {GOOD RECORD("13", "HTTP/1.1 200 "), "article u | One.\n\n"},
        {"WARC/1.0\n\n\n\n", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(read_content(cases[i].content), cases[i].told);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(pages_are_articles_and_nothing_else_is, make_room, remove_room),
        cmocka_unit_test_setup_teardown(texts_and_bare_pages_are_articles, make_room, remove_room),
        cmocka_unit_test_setup_teardown(encoded_pages_are_pages, make_room, remove_room),
        cmocka_unit_test_setup_teardown(a_server_may_say_the_encoding, make_room, remove_room),
        cmocka_unit_test_setup_teardown(files_of_all_kinds_end, make_room, remove_room),
        cmocka_unit_test_setup_teardown(bad_records_are_told, make_room, remove_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
