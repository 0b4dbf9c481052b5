/* Pairs of one component stand side by side, in the order in which they came, and none is lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "match/connected.h"

enum { RANKS = 900, PAIRS = 500 };

static uint64_t pair_of(uint32_t one, uint32_t other)
{
    return one < other ? (uint64_t)one << 32 | other : (uint64_t)other << 32 | one;
}

static uint32_t smaller_of(uint64_t pair)
{
    return (uint32_t)(pair >> 32) & INT32_MAX;
}

static int compare(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

/* Draws pairs, in order; some say something by their highest bit. */
static void draw(uint64_t seed, uint64_t *pairs)
{
    for (uint64_t i = 0; i < PAIRS; i++) {
        uint32_t one = (uint32_t)(hash_counter(seed, 2 * i) % RANKS), other = (uint32_t)(hash_counter(seed, 2 * i + 1) % RANKS);
        pairs[i] = pair_of(one, one == other ? (one + 1) % RANKS : other);
    }
    qsort(pairs, PAIRS, sizeof *pairs, compare);
    for (size_t i = 0; i < PAIRS; i += 7)
        pairs[i] |= (uint64_t)1 << 63;
}

/* The least rank of each component, the slow way. */
static void label(const uint64_t *pairs, uint32_t *least)
{
    bool changed = true;
    for (uint32_t rank = 0; rank < RANKS; rank++)
        least[rank] = rank;
    while (changed) {
        changed = false;
        for (size_t i = 0; i < PAIRS; i++) {
            uint32_t *a = &least[smaller_of(pairs[i])], *b = &least[(uint32_t)pairs[i]];
            changed |= *a != *b;
            *a = *b = *a < *b ? *a : *b;
        }
    }
}

static void pairs_stand_side_by_side(bool in_file)
{
    struct scratch_space *space;
    struct connected connected;
    uint64_t pairs[PAIRS], order[2 * PAIRS];
    uint32_t least[RANKS];
    uint32_t count = in_file ? OUTSIZED_BYTES / sizeof *connected.above : RANKS;
    assert_int_equal(scratch_space_create(NULL, in_file ? 0 : 1 << 20, &space), WIRECOPY_OK);
    assert_int_equal(connected_init(&connected, space, count), WIRECOPY_OK);
    assert_int_equal(connected.claimed, in_file ? 0 : count * sizeof *connected.above);
    for (uint64_t seed = 0; seed < 20; seed++) {
        bool met[PAIRS] = {false};
        draw(seed, pairs);
        label(pairs, least);
        connected_order(&connected, pairs, PAIRS, order);
        for (size_t i = 0; i < PAIRS; i++) {
            uint32_t place = (uint32_t)order[i];
            assert_false(met[place]);
            met[place] = true;
            assert_int_equal(order[i] >> 32, least[smaller_of(pairs[place])]);
            assert_true(i == 0 || order[i - 1] < order[i]);
        }
    }
    connected_release(&connected);
    scratch_space_free(space);
}

static void connected_pairs_stand_side_by_side(void **state)
{
    (void)state;
    pairs_stand_side_by_side(false);
}

static void so_they_do_in_a_file_where_scratch_has_no_memory(void **state)
{
    (void)state;
    pairs_stand_side_by_side(true);
}

static void no_pairs_have_no_order(void **state)
{
    struct scratch_space *space;
    struct connected connected;
    uint64_t order[1] = {7};
    (void)state;
    assert_int_equal(scratch_space_create(NULL, 1 << 20, &space), WIRECOPY_OK);
    assert_int_equal(connected_init(&connected, space, 0), WIRECOPY_OK);
    connected_order(&connected, NULL, 0, order);
    assert_int_equal(order[0], 7);
    connected_release(&connected);
    scratch_space_free(space);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(connected_pairs_stand_side_by_side),
        cmocka_unit_test(so_they_do_in_a_file_where_scratch_has_no_memory),
        cmocka_unit_test(no_pairs_have_no_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
