/* Rows of articles tell most urls apart without their strings, and never say so of two that are one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "learn/articles.h"

static void add(struct articles *articles, const char *id, const char *url)
{
    struct folded_article article = {.raw = {.id = {id, strlen(id)}, .day = NO_DAY, .minute = NO_MINUTE}};
    if (url)
        article.raw.url = (struct wirecopy_bytes){url, strlen(url)};
    assert_int_equal(articles_add(articles, &article), WIRECOPY_OK);
}

static void rows_tell_most_urls_apart_and_never_equal_ones(void **state)
{
    enum { URLS = 2000 };
    struct scratch_space *space;
    struct articles articles;
    size_t told = 0;
    (void)state;
    assert_int_equal(scratch_space_create(NULL, 1 << 22, &space), WIRECOPY_OK);
    assert_int_equal(articles_init(&articles, space), WIRECOPY_OK);
    for (unsigned i = 0; i < URLS; i++) {
        char url[64];
        snprintf(url, sizeof url, "https://outlet.example/%u", i / 2);
        add(&articles, url, url);
    }
    for (size_t i = 0; i + 2 < URLS; i += 2) {
        assert_false(articles_urls_differ(&articles.rows[i], &articles.rows[i + 1]));
        told += articles_urls_differ(&articles.rows[i], &articles.rows[i + 2]);
    }
    assert_true(told > (URLS / 2 - 1) * 99 / 100);
    articles_release(&articles);
    scratch_space_free(space);
}

static void an_article_without_a_url_shares_none(void **state)
{
    struct scratch_space *space;
    struct articles articles;
    (void)state;
    assert_int_equal(scratch_space_create(NULL, 1 << 22, &space), WIRECOPY_OK);
    assert_int_equal(articles_init(&articles, space), WIRECOPY_OK);
    add(&articles, "a", NULL);
    add(&articles, "b", NULL);
    add(&articles, "c", "https://outlet.example/c");
    assert_true(articles_urls_differ(&articles.rows[0], &articles.rows[1]));
    assert_true(articles_urls_differ(&articles.rows[0], &articles.rows[2]));
    articles_release(&articles);
    scratch_space_free(space);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_tell_most_urls_apart_and_never_equal_ones),
        cmocka_unit_test(an_article_without_a_url_shares_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
