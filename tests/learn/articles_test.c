/* Rows of articles tell most urls apart without their strings, and never say so of two that are one; titles are read as with all strings. */
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

/* Of any number of words, in memory and from a file. */
static void a_title_alone_is_the_one_among_all_strings(void **state)
{
    enum { ARTICLES = 3000, WORDS_MOST = 60 };
    (void)state;
    for (uint64_t memory = 0; memory <= 1 << 22; memory += 1 << 22) {
        struct scratch_space *space;
        struct articles articles;
        struct buffer room = {0};
        struct scratch_window other = {0};
        uint32_t words[WORDS_MOST];
        assert_int_equal(scratch_space_create(NULL, memory, &space), WIRECOPY_OK);
        assert_int_equal(articles_init(&articles, space), WIRECOPY_OK);
        for (uint32_t i = 0; i < ARTICLES; i++) {
            struct folded_article article =
                {.raw = {.id = {"id", 2}, .url = {"https://outlet.example/", 20 + i % 3}, .day = NO_DAY, .minute = NO_MINUTE},
                 .title_words = words,
                 .title_word_count = i % WORDS_MOST};
            for (uint32_t w = 0; w < i % WORDS_MOST; w++)
                words[w] = i + w;
            assert_int_equal(articles_add(&articles, &article), WIRECOPY_OK);
        }
        for (uint32_t i = 0; i < ARTICLES; i++) {
            struct article_meta meta;
            const uint32_t *title;
            uint64_t url_hash;
            size_t count;
            assert_int_equal(articles_meta(&articles, i, &room, &meta), WIRECOPY_OK);
            assert_int_equal(articles_title(&articles, i, &other, &url_hash, &title, &count), WIRECOPY_OK);
            assert_true(url_hash == meta.url_hash);
            assert_int_equal(count, meta.title_word_count);
            assert_memory_equal(title, meta.title_words, count * sizeof *title);
        }
        buffer_release(&room);
        scratch_window_release(&other);
        articles_release(&articles);
        scratch_space_free(space);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_tell_most_urls_apart_and_never_equal_ones),
        cmocka_unit_test(an_article_without_a_url_shares_none),
        cmocka_unit_test(a_title_alone_is_the_one_among_all_strings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
