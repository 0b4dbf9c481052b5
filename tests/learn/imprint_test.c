/* Imprints say of no two sets that they are apart that are not, however shingles fall on bits, and say so of articles without a story in common. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/hash.h"
#include "learn/common/imprint.h"
#include "learn/strangers.h"

enum { MOST = 3000 };

/* Two imprints of as many words as the longest have. */
static uint64_t rooms[2][(sizeof(struct imprint) + IMPRINT_WORDS * sizeof(uint64_t)) / sizeof(uint64_t)];
static struct imprint *const imprints[2] = {(struct imprint *)rooms[0], (struct imprint *)rooms[1]};

static void what_is_told_apart_is_apart(void **state)
{
    static uint64_t streams[2][MOST], spare[MOST];
    size_t told = 0, alike = 0;
    (void)state;
    for (uint64_t seed = 0; seed < 2000; seed++) {
        uint64_t names = 1 + hash_counter(seed, 2) % 4000; /* the fewer, the more is shared */
        struct shingle_set sets[2];
        size_t words = seed % 2 ? IMPRINT_WORDS : imprint_words(hash_counter(seed, 3) % 1000);
        bool apart, apart_by_imprints;
        memset(rooms, 0, sizeof rooms);
        for (size_t set = 0; set < 2; set++) {
            size_t count = 1 + hash_counter(seed, set) % (seed % 4 ? 400 : MOST);
            for (size_t i = 0; i < count; i++) { /* of some seeds many fall on one bit */
                uint64_t name = hash_counter(seed + set, i + 10) % names;
                streams[set][i] = seed % 3 ? hash_counter(seed, name + 5000) : name * (IMPRINT_BITS / 16);
            }
            imprint_take(imprints[set], words, streams[set], count);
            sets[set] = (struct shingle_set){streams[set], shingles_sort(streams[set], spare, count)};
        }
        apart = 2 * shingle_sets_shared(sets[0], sets[1]) < (sets[0].count < sets[1].count ? sets[0].count : sets[1].count);
        apart_by_imprints = imprints_apart(imprints[0], imprints[1], words, 2);
        assert_true(apart || !apart_by_imprints);
        told += apart_by_imprints;
        alike += !apart;
    }
    assert_true(told > 200 && alike > 200);
}

static void articles_with_a_phrase_in_common_are_told_apart(void **state)
{
    static uint64_t shingles[2][1500];
    (void)state;
    memset(rooms, 0, sizeof rooms);
    assert_false(imprints_apart(imprints[0], imprints[1], IMPRINT_WORDS, 2)); /* nothing was taken */
    for (size_t set = 0; set < 2; set++) {
        for (size_t i = 0; i < 1500; i++)
            shingles[set][i] = hash_counter(i < 100 ? 7 : set, i);
        imprint_take(imprints[set], IMPRINT_WORDS, shingles[set], 1500);
    }
    assert_true(imprints_apart(imprints[0], imprints[1], IMPRINT_WORDS, 2));
    assert_false(imprints_apart(imprints[0], imprints[0], IMPRINT_WORDS, 2));
}

static void short_articles_have_short_imprints(void **state)
{
    (void)state;
    assert_int_equal(imprint_words(0), IMPRINT_LEAST_WORDS);
    assert_int_equal(imprint_words(64), IMPRINT_LEAST_WORDS);
    assert_int_equal(imprint_words(65), 2 * IMPRINT_LEAST_WORDS);
    assert_int_equal(imprint_words(1000), IMPRINT_WORDS);
    assert_int_equal(imprint_words(UINT64_MAX), IMPRINT_WORDS);
    assert_int_equal(imprint_bytes(IMPRINT_WORDS), sizeof rooms[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_told_apart_is_apart),
                                       cmocka_unit_test(articles_with_a_phrase_in_common_are_told_apart),
                                       cmocka_unit_test(short_articles_have_short_imprints)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
