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
    record("response", "https://www.post.example/a", HEAD "Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08");
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
        cmocka_unit_test_setup_teardown(a_server_may_say_the_encoding, make_room, remove_room),
        cmocka_unit_test_setup_teardown(files_of_all_kinds_end, make_room, remove_room),
        cmocka_unit_test_setup_teardown(bad_records_are_told, make_room, remove_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
