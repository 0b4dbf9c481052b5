/* What a glance at two articles says is never less than they share. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "match/sets/glances.h"

enum { WORDS = 400, SETS = 40, SET_MOST = 700, MEMORY = 1 << 22 };

struct fixture {
    struct scratch_space *space;
    struct texts *texts;
    struct articles articles;
    struct left_out left_out;
    struct glances *glances;
};

/* Glances of a corpus of one text of so many words. */
static void open_fixture(struct fixture *f, size_t words, uint64_t memory_bytes)
{
    static uint32_t text[1 << 13];
    struct line line = {.hash = 1, .masked = 1, .word_count = (uint32_t)words};
    *f = (struct fixture){0};
    assert_int_equal(scratch_space_create(NULL, memory_bytes, &f->space), WIRECOPY_OK);
    assert_int_equal(texts_create(f->space, memory_bytes, &f->texts), WIRECOPY_OK);
    assert_int_equal(texts_add(f->texts, &line, 1, text, words), WIRECOPY_OK);
    f->articles.count = 1;
    f->left_out = (struct left_out){.texts = f->texts, .articles = &f->articles, .space = f->space, .memory_bytes = memory_bytes / 4};
    assert_int_equal(glances_create(&f->left_out, &f->glances), WIRECOPY_OK);
}

static void close_fixture(struct fixture *f)
{
    glances_free(f->glances);
    texts_free(f->texts);
    scratch_space_free(f->space);
}

/* Distinct shingles; sets with numbers that are near share many. */
static size_t make_set(uint64_t number, uint64_t *shingles)
{
    size_t count = hash_counter(1, number) % SET_MOST;
    for (size_t i = 0; i < count; i++)
        shingles[i] = hash_counter(2, number * 100 + i);
    return count;
}

static size_t shared(const uint64_t *a, size_t count_a, const uint64_t *b, size_t count_b)
{
    size_t found = 0;
    for (size_t i = 0; i < count_a; i++)
        for (size_t j = 0; j < count_b; j++)
            found += a[i] == b[j];
    return found;
}

static void put_sets(struct fixture *f)
{
    struct glance *glance = calloc(1, glances_bytes(f->glances));
    assert_non_null(glance);
    for (uint64_t set = 0; set < SETS; set++) {
        uint64_t shingles[SET_MOST];
        size_t count = make_set(set, shingles);
        memset(glance, 0, glances_bytes(f->glances));
        glance_make(f->glances, shingles, count, glance);
        assert_int_equal(glance->count, count);
        assert_in_range(glance->ones, count > 0, count);
        assert_int_equal(glances_append(f->glances, glance, 1), WIRECOPY_OK);
    }
    free(glance);
}

static void compare_sets(struct fixture *f)
{
    struct glance_room rooms[2] = {0};
    size_t told = 0;
    for (uint32_t a = 0; a < SETS; a++)
        for (uint32_t b = 0; b < SETS; b++) {
            uint64_t of_a[SET_MOST], of_b[SET_MOST];
            size_t count_a = make_set(a, of_a), count_b = make_set(b, of_b), both = shared(of_a, count_a, of_b, count_b);
            uint32_t most;
            assert_int_equal(glances_view(f->glances, a, &rooms[0]), WIRECOPY_OK);
            assert_int_equal(glances_view(f->glances, b, &rooms[1]), WIRECOPY_OK);
            most = glances_shared_most(f->glances, rooms[0].shown, rooms[1].shown);
            assert_true(most >= both);
            told += 2 * most < count_a && 2 * most < count_b;
        }
    assert_true(told > SETS); /* strangers are told apart */
    glance_room_release(&rooms[0]);
    glance_room_release(&rooms[1]);
}

static void a_glance_never_shows_fewer_shared_shingles_than_there_are(void **state)
{
    (void)state;
    for (uint64_t memory = 0; memory <= MEMORY; memory += MEMORY) { /* in a file, and in memory */
        struct fixture f;
        open_fixture(&f, WORDS, memory);
        put_sets(&f);
        compare_sets(&f);
        assert_int_equal(glances_narrow(f.glances), WIRECOPY_OK);
        compare_sets(&f);
        close_fixture(&f);
    }
}

/* Of all memory they are lent some of what others have, and give it back. */
static void what_glances_are_lent_they_give_back(void **state)
{
    static uint32_t text[WORDS];
    struct line line = {.hash = 1, .masked = 1, .word_count = WORDS};
    struct fixture f;
    uint64_t left;
    (void)state;
    open_fixture(&f, WORDS, MEMORY);
    f.left_out.memory_bytes += 2 * MEMORY; /* of little none is lent */
    glances_free(f.glances);
    for (f.articles.count = 1; f.articles.count < SETS; f.articles.count++)
        assert_int_equal(texts_add(f.texts, &line, 1, text, WORDS), WIRECOPY_OK);
    left = scratch_space_claim(f.space, UINT64_MAX);
    scratch_space_return(f.space, 1 << 12);
    assert_int_equal(glances_create(&f.left_out, &f.glances), WIRECOPY_OK);
    put_sets(&f);
    assert_int_equal(glances_narrow(f.glances), WIRECOPY_OK);
    compare_sets(&f);
    glances_free(f.glances);
    f.glances = NULL;
    scratch_space_return(f.space, left - (1 << 12));
    assert_true(scratch_space_claim(f.space, UINT64_MAX) >= left); /* texts made way */
    close_fixture(&f);
}

static void equal_shingles_make_no_pair_look_less_alike(void **state)
{
    struct fixture f;
    uint64_t one[] = {UINT64_C(1) << 31, UINT64_C(1) << 31, UINT64_C(1) << 30}, other[] = {UINT64_C(1) << 31, UINT64_C(1) << 30, 0};
    struct glance *glances[2];
    (void)state;
    open_fixture(&f, WORDS, MEMORY);
    for (size_t i = 0; i < 2; i++) {
        glances[i] = calloc(1, glances_bytes(f.glances));
        assert_non_null(glances[i]);
        glance_make(f.glances, i ? other : one, 3, glances[i]);
    }
    assert_int_equal(glances[0]->ones, 2);
    assert_int_equal(glances_shared_most(f.glances, glances[0], glances[1]), 2);
    free(glances[0]);
    free(glances[1]);
    close_fixture(&f);
}

static void glances_are_as_large_as_articles_mostly_ask_for(void **state)
{
    (void)state;
    for (size_t words = 1; words <= 1 << 13; words *= 2) {
        struct fixture f;
        open_fixture(&f, words, MEMORY);
        assert_in_range(glances_bytes(f.glances), 64, 1024);
        assert_true(2 * glances_bytes(f.glances) >= words || glances_bytes(f.glances) == 1024);
        assert_true(glances_bytes(f.glances) <= words || glances_bytes(f.glances) == 64);
        close_fixture(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_glance_never_shows_fewer_shared_shingles_than_there_are),
        cmocka_unit_test(what_glances_are_lent_they_give_back),
        cmocka_unit_test(equal_shingles_make_no_pair_look_less_alike),
        cmocka_unit_test(glances_are_as_large_as_articles_mostly_ask_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
