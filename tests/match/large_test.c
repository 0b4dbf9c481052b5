/* The bits of large sets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/hash.h"
#include "match/sets/large.h"

enum { COUNT = 100000, ASKED = 1000 };

static void bits_never_show_fewer_shared_shingles_than_there_are(void **state)
{
    static uint64_t shingles[COUNT], asked[ASKED];
    struct large_sets sets = {0};
    size_t own = 0;
    (void)state;
    for (uint64_t i = 0; i < COUNT; i++)
        shingles[i] = hash_counter(1, i);
    assert_int_equal(large_sets_note(&sets, 7, shingles, COUNT), WIRECOPY_OK);
    for (uint64_t i = 0; i < ASKED; i++) {
        bool is_own = hash_counter(2, i) % 2;
        asked[i] = is_own ? shingles[hash_counter(3, i) % COUNT] : hash_counter(4, i);
        own += is_own;
    }
    assert_in_range(large_set_shared_most(large_sets_find(&sets, 7), asked, ASKED), own, own + (ASKED - own) / 5);
    large_sets_release(&sets);
}

static void the_last_of_two_sets_that_share_a_place_is_remembered(void **state)
{
    const uint64_t shingles[] = {hash_counter(5, 0), hash_counter(5, 1)};
    struct large_sets sets = {0};
    (void)state;
    assert_null(large_sets_find(&sets, 0));
    assert_int_equal(large_sets_note(&sets, 3, shingles, 2), WIRECOPY_OK);
    assert_int_equal(large_sets_note(&sets, 3 + LARGE_SETS, shingles, 1), WIRECOPY_OK);
    assert_null(large_sets_find(&sets, 3));
    assert_int_equal(large_set_shared_most(large_sets_find(&sets, 3 + LARGE_SETS), shingles, 1), 1);
    large_sets_release(&sets);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bits_never_show_fewer_shared_shingles_than_there_are),
        cmocka_unit_test(the_last_of_two_sets_that_share_a_place_is_remembered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
