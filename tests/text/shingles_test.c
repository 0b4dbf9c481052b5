/* Shingles: sets by sorting and sets by an index say the same of any two streams. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "text/shingles.h"

enum { MOST = 700 };

/* A stream that repeats itself and shares some with those of other seeds; 0 is among the shingles, and many fall on one place. */
static size_t make_stream(uint64_t seed, uint64_t *stream)
{
    size_t count = hash_counter(seed, 0) % MOST;
    for (size_t i = 0; i < count; i++) {
        uint64_t which = hash_counter(seed, i + 1) % MOST;
        stream[i] = which % 3 ? hash_counter(1, which) : which << 32;
    }
    return count;
}

static void an_index_tells_what_two_sets_share(void **state)
{
    static uint64_t a[MOST], b[MOST], sorted_a[MOST], sorted_b[MOST], spare[MOST];
    struct shingle_index index = {0}, other = {0};
    size_t met = 0;
    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        size_t count_a = make_stream(seed, a), count_b = make_stream(seed + 1000, b);
        struct shingle_set set_a, set_b;
        memcpy(sorted_a, a, sizeof a);
        memcpy(sorted_b, b, sizeof b);
        set_a = (struct shingle_set){sorted_a, shingles_sort(sorted_a, spare, count_a)};
        set_b = (struct shingle_set){sorted_b, shingles_sort(sorted_b, spare, count_b)};
        assert_int_equal(shingle_index_build(&index, a, count_a), WIRECOPY_OK);
        assert_int_equal(shingle_index_build(&other, b, count_b), WIRECOPY_OK);
        assert_int_equal(index.count, set_a.count);
        assert_int_equal(other.count, set_b.count);
        assert_int_equal(shingle_index_shared(&index, b, other.count), shingle_sets_shared(set_a, set_b));
        assert_int_equal(shingle_index_shared(&other, a, index.count), shingle_sets_shared(set_a, set_b));
        met += shingle_sets_shared(set_a, set_b);
    }
    assert_true(met > 10000);
    shingle_index_release(&index);
    shingle_index_release(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(an_index_tells_what_two_sets_share)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
