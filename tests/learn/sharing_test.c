/* What sets share is what merging them tells, however large they are and however often a shingle stands in one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "learn/sharing.h"

enum { MOST = 3000 };

static void sets_share_what_merging_tells(void **state)
{
    static uint64_t streams[STRANGERS_DRAWN][MOST], spare[MOST];
    struct sharing sharing = {0};
    size_t met = 0;
    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct shingle_set sets[STRANGERS_DRAWN];
        assert_int_equal(sharing_begin(&sharing, (size_t)(hash_counter(seed, 5) % 100)), WIRECOPY_OK);
        for (size_t set = 0; set < STRANGERS_DRAWN; set++) {
            size_t count = hash_counter(seed, set) % (seed % 4 ? 200 : MOST);
            for (size_t i = 0; i < count; i++) /* 0 among them, and many that fall on one place */
                streams[set][i] = (hash_counter(seed + set, i + 10) % 400) << (i % 3 ? 0 : 32);
            assert_int_equal(sharing_add(&sharing, set, streams[set], count), WIRECOPY_OK);
            sets[set] = (struct shingle_set){streams[set], shingles_sort(streams[set], spare, count)};
            assert_int_equal(sharing.size[set], sets[set].count);
            for (size_t before = 0; before < set; before++) {
                assert_int_equal(sharing.shared[before][set], shingle_sets_shared(sets[before], sets[set]));
                met += sharing.shared[before][set];
            }
        }
    }
    assert_true(met > 10000);
    sharing_release(&sharing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sets_share_what_merging_tells)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
