/* Inklings tell most strangers, and hardly any copies for strangers; they are the same whether made while texts come or when they are there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/hash.h"
#include "learn/lines/inklings.h"

enum { WORDS_MOST = 1200, PAIRS = 4000 };

/* A text of so many words, the first of them, so many, those of another one. */
static void make_words(uint64_t seed, size_t count, uint64_t other, size_t shared, uint32_t *words)
{
    for (size_t i = 0; i < count; i++)
        words[i] = (uint32_t)hash_counter(i < shared ? other : seed, i);
}

/* Of so many pairs of texts of all sizes that share so much of the smaller one, how many are told apart. */
static size_t told_apart(struct shingling by, double share, uint32_t one_in)
{
    static uint32_t a[WORDS_MOST], b[WORDS_MOST];
    size_t told = 0;
    for (uint64_t pair = 0; pair < PAIRS; pair++) {
        size_t count_a = 60 + hash_counter(1, pair) % (WORDS_MOST - 60), count_b = 60 + hash_counter(2, pair) % (WORDS_MOST - 60);
        size_t smaller = count_a < count_b ? count_a : count_b;
        struct inkling inklings[2];
        make_words(2 * pair + 10, count_a, 0, 0, a);
        make_words(2 * pair + 11, count_b, 2 * pair + 10, (size_t)(share * (double)smaller), b);
        inkling_make(by, a, count_a, &inklings[0]);
        inkling_make(by, b, count_b, &inklings[1]);
        assert_int_equal(inklings_apart(&inklings[0], &inklings[1], one_in), inklings_apart(&inklings[1], &inklings[0], one_in));
        told += inklings_apart(&inklings[0], &inklings[1], one_in);
    }
    return told;
}

static void strangers_are_told_and_copies_are_not(void **state)
{
    (void)state;
    for (size_t words = 2; words <= 4; words++) {
        struct shingling by = {shingle_kernel_find(NULL), words};
        assert_true(told_apart(by, 0, 2) > PAIRS * 85 / 100);
        assert_true(told_apart(by, 0.1, 2) > PAIRS * 70 / 100);
        assert_true(told_apart(by, 0.5, 2) < PAIRS / 100);
        assert_true(told_apart(by, 0.6, 2) < PAIRS / 400);
        assert_int_equal(told_apart(by, 0.8, 2), 0);
        assert_true(told_apart(by, 1.0 / 3, 3) < PAIRS / 80);
        assert_true(told_apart(by, 0.25, 4) < PAIRS / 40);
        assert_true(told_apart(by, 0.5, 4) < PAIRS / 400);
    }
}

static void nothing_is_told_of_what_has_none_or_all(void **state)
{
    enum { MANY = 10000 };
    static uint32_t words[MANY];
    struct shingling by = {shingle_kernel_find(NULL), 3};
    struct inkling none, all, some;
    (void)state;
    make_words(1, MANY, 0, 0, words);
    inkling_make(by, words, 0, &none);
    inkling_make(by, words, MANY, &all);
    inkling_make(by, words, 500, &some);
    assert_false(inklings_apart(&none, &none, 2) || inklings_apart(&none, &some, 2));
    assert_false(inklings_apart(&all, &all, 2) || inklings_apart(&all, &some, 2));
    for (size_t i = 0; i < SHINGLE_MARK_WORDS; i++)
        assert_true(none.bits[i] == 0 && all.bits[i] == UINT64_MAX);
}

/* Some have no words; some are longer than is looked at. */
static size_t text_words(uint32_t number)
{
    return number % 50 == 7 ? 20000 : hash_counter(9, number) % 300;
}

static void they_are_completed_from_texts(void **state)
{
    enum { TEXTS = 2500, MOST = 20000 };
    static uint32_t words[MOST];
    struct shingling by = {shingle_kernel_find(NULL), 3};
    (void)state;
    for (uint64_t memory = 0; memory <= 16 << 20; memory += 16 << 20) {
        struct scratch_space *space;
        struct texts *texts;
        struct scratch *put, *completed;
        assert_int_equal(scratch_space_create(NULL, memory, &space), WIRECOPY_OK);
        assert_int_equal(texts_create(space, memory, &texts), WIRECOPY_OK);
        assert_int_equal(scratch_create(space, &put), WIRECOPY_OK);
        assert_int_equal(scratch_create(space, &completed), WIRECOPY_OK);
        for (uint32_t number = 0; number < TEXTS; number++) {
            size_t count = text_words(number);
            struct line line = {.hash = 1, .masked = 1, .word_count = (uint32_t)count};
            struct inkling inkling;
            make_words(number, count, 0, 0, words);
            inkling_make(by, words, count, &inkling);
            assert_int_equal(inklings_put(put, number, &(struct inkling){{0}}), WIRECOPY_OK);
            assert_int_equal(inklings_put(put, number, &inkling), WIRECOPY_OK); /* again, as if the text had been refused */
            if (number < 100)
                assert_int_equal(inklings_put(completed, number, &inkling), WIRECOPY_OK);
            assert_int_equal(texts_add(texts, &line, count > 0, words, count), WIRECOPY_OK);
        }
        assert_int_equal(inklings_complete(completed, texts, by, NULL), WIRECOPY_OK);
        assert_int_equal(scratch_size(completed), TEXTS * sizeof(struct inkling));
        for (uint32_t number = 0; number < TEXTS; number++) {
            struct inkling one, other;
            inklings_prefetch(put, number);
            assert_int_equal(inklings_get(put, number, &one), WIRECOPY_OK);
            assert_int_equal(inklings_get(completed, number, &other), WIRECOPY_OK);
            assert_memory_equal(&one, &other, sizeof one);
        }
        scratch_free(completed);
        scratch_free(put);
        texts_free(texts);
        scratch_space_free(space);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(strangers_are_told_and_copies_are_not),
                                       cmocka_unit_test(nothing_is_told_of_what_has_none_or_all), cmocka_unit_test(they_are_completed_from_texts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
