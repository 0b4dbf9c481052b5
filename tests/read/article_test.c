/* The source that is derived from a URL, and the day from the date. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "read/reader.h"

static struct wirecopy_bytes bytes(const char *text)
{
    return (struct wirecopy_bytes){text, text ? strlen(text) : 0};
}

struct row {
    const char *source, *url, *expected;
};

static void check(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char host[HOST_BYTES];
        struct raw_article article = {.source = bytes(rows[i].source), .url = bytes(rows[i].url)};
        raw_article_complete(&article, host);
        if (!rows[i].expected && article.source.data)
            fail_msg("row %zu: %.*s", i, (int)article.source.size, article.source.data);
        if (rows[i].expected &&
            (article.source.size != strlen(rows[i].expected) || memcmp(article.source.data, rows[i].expected, article.source.size) != 0))
            fail_msg("row %zu: %.*s, not %s", i, (int)article.source.size, article.source.data ? article.source.data : "", rows[i].expected);
    }
}
#define CHECK(rows) check(rows, sizeof(rows) / sizeof *(rows))

static void a_source_that_is_no_url_stands_as_written(void **state)
{
    static const struct row rows[] = {
        {"reuters", NULL, "reuters"},
        {"BBC News", "https://www.cnn.com/", "BBC News"},
        {"  The Post \n", NULL, "The Post"},
        {" \t", "https://www.cnn.com/", "cnn.com"},
        {"St. Post", NULL, "St. Post"},
        {"Post.", NULL, "Post."},
        {"note: this", NULL, "note: this"},
        {"1://x", NULL, "1://x"},
        {":", NULL, ":"},
        {"/", NULL, "/"},
    };
    (void)state;
    CHECK(rows);
}

static void one_outlet_has_one_name(void **state)
{
    static const struct row rows[] = {
        {"post.example", NULL, "post.example"},
        {"Post.Example", NULL, "post.example"},
        {" POST.EXAMPLE ", NULL, "post.example"},
        {"www.post.example", NULL, "post.example"},
        {"https://Post.Example/", NULL, "post.example"},
        {"//www.post.example/news", NULL, "post.example"},
        {NULL, "http://POST.example:80/a", "post.example"},
    };
    (void)state;
    CHECK(rows);
}

static void a_source_that_is_a_url_becomes_its_host(void **state)
{
    static const struct row rows[] = {
        {"https://www.Example.COM/news?x=1", NULL, "example.com"},
        {"HTTP://example.com", NULL, "example.com"},
        {"http://example.com:8080/a", NULL, "example.com"},
        {"http://user:secret@example.com/", NULL, "example.com"},
        {"http://[2001:DB8::1]:80/", NULL, "[2001:db8::1]"},
        {"//cdn.example.com/x", NULL, "cdn.example.com"},
        {"www.example.com", NULL, "example.com"},
        {"WWW.example.com/path", NULL, "example.com"},
        {"http://www.com/", NULL, "www.com"},
        {"http://example.com.", NULL, "example.com"},
        {"http://example.com#top", NULL, "example.com"},
        {"http://example.com and more", NULL, "example.com"},
        {"android-app://com.example.app/x", NULL, "com.example.app"},
        {"http://\xD9\x85\xD8\xAB\xD8\xA7\xD9\x84/", NULL, "\xD9\x85\xD8\xAB\xD8\xA7\xD9\x84"},
        {"http:///x", NULL, NULL},
        {"http://", NULL, NULL},
        {"http://[", NULL, "["},
    };
    (void)state;
    CHECK(rows);
}

static void without_a_source_the_host_of_the_url_is_it(void **state)
{
    static const struct row rows[] = {
        {NULL, "https://www.bbc.co.uk/news/1", "bbc.co.uk"},
        {"", "https://www.bbc.co.uk/news/1", "bbc.co.uk"},
        {"http:///", "https://www.bbc.co.uk/news/1", "bbc.co.uk"},
        {NULL, "/news/1", NULL},
        {NULL, "mailto:a@b.org", NULL},
        {NULL, "", NULL},
        {NULL, NULL, NULL},
    };
    (void)state;
    CHECK(rows);
}

static void a_host_longer_than_any_is_none(void **state)
{
    char url[400] = "http://", host[HOST_BYTES];
    struct raw_article article = {.url = {url, sizeof url}};
    (void)state;
    memset(url + 7, 'a', sizeof url - 7);
    raw_article_complete(&article, host);
    assert_null(article.source.data);
    article.url.size = 7 + HOST_BYTES;
    raw_article_complete(&article, host);
    assert_int_equal(article.source.size, HOST_BYTES);
}

static void the_day_is_that_of_the_date(void **state)
{
    char host[HOST_BYTES];
    struct raw_article article = {.date = bytes("1970-01-02"), .title = bytes("")};
    (void)state;
    raw_article_complete(&article, host);
    assert_int_equal(article.day, 1);
    assert_null(article.title.data);
    article.date = bytes("soon");
    raw_article_complete(&article, host);
    assert_int_equal(article.day, NO_DAY);
    assert_int_equal(article.minute, NO_MINUTE);
}

static void the_minute_is_that_of_the_date_in_utc(void **state)
{
    char host[HOST_BYTES];
    struct raw_article article = {.date = bytes("1970-01-02T01:00:00+04:00")};
    (void)state;
    raw_article_complete(&article, host);
    assert_int_equal(article.day, 1);
    assert_int_equal(article.minute, -180);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_source_that_is_no_url_stands_as_written),
        cmocka_unit_test(one_outlet_has_one_name),
        cmocka_unit_test(a_source_that_is_a_url_becomes_its_host),
        cmocka_unit_test(without_a_source_the_host_of_the_url_is_it),
        cmocka_unit_test(a_host_longer_than_any_is_none),
        cmocka_unit_test(the_day_is_that_of_the_date),
        cmocka_unit_test(the_minute_is_that_of_the_date_in_utc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
