/* What is asked at once of common shingles is what their set says, however they crowd. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/hash.h"
#include "learn/common/common.h"

enum { ASKED = 20000 };

static void check(const struct hash_set *shingles, bool table)
{
    struct common common;
    assert_int_equal(common_init_known(&common, shingles), WIRECOPY_OK);
    assert_int_equal(common.places != NULL, table);
    for (size_t i = 0; i <= shingles->mask; i++)
        assert_true(common_has_at_once(&common, shingles->places[i]) == (shingles->places[i] != 0 || shingles->has_zero));
    for (uint64_t i = 0; i < ASKED; i++)
        assert_true(common_has_at_once(&common, hash_counter(9, i)) == hash_set_has(shingles, hash_counter(9, i)));
    assert_true(common_has_at_once(&common, 0) == shingles->has_zero);
    common_release(&common);
}

static void common_shingles_are_found_at_one_of_two_places(void **state)
{
    static const size_t counts[] = {1, 2, 63, 64, 65, 1000, 6666, 8192};
    (void)state;
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        struct hash_set shingles = {0};
        for (uint64_t i = 0; i < counts[c]; i++) /* half of them are asked for again */
            assert_int_equal(hash_set_add(&shingles, i % 2 ? hash_counter(9, i) : c == 3 && i == 0 ? 0 : hash_counter(c, i)), WIRECOPY_OK);
        check(&shingles, true);
        hash_set_release(&shingles);
    }
}

static void shingles_that_have_the_same_two_places_are_found_by_the_set(void **state)
{
    struct hash_set shingles = {0};
    (void)state;
    for (uint64_t i = 1; i <= 200; i++)
        assert_int_equal(hash_set_add(&shingles, i << 56 | i << 24), WIRECOPY_OK);
    check(&shingles, false);
    hash_set_release(&shingles);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(common_shingles_are_found_at_one_of_two_places),
        cmocka_unit_test(shingles_that_have_the_same_two_places_are_found_by_the_set),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
