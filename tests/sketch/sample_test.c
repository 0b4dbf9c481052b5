/* A sample's sets come out of scratch as they went in, and two share what they share in memory. */
#include "sketch/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { SETS = 5, MEMBERS_MOST = 3 * SAMPLE_PIECE };

/* Multiples of an odd number, so that some are shared; 0 has every member of a small range, 4 none of the others'. */
static void fill(uint64_t *members, size_t count, uint64_t step, uint64_t offset)
{
    for (size_t i = 0; i < count; i++)
        members[i] = i * step * 1000003 + offset;
}

static const struct {
    size_t count;
    uint64_t step, offset;
} made[SETS] = {{MEMBERS_MOST, 1, 0}, {MEMBERS_MOST / 2, 2, 0}, {300, 91, 0}, {20, 7, 0}, {SAMPLE_PIECE + 1, 1, 1}};

static void sets_share_in_scratch_what_they_share_in_memory(void **state)
{
    static uint64_t members[SETS][MEMBERS_MOST];
    struct scratch_space *space;
    struct sample sample;
    (void)state;
    for (uint64_t memory_bytes = 0; memory_bytes <= 64 << 20; memory_bytes += 64 << 20) { /* in a file, and in memory */
        assert_int_equal(scratch_space_create(NULL, memory_bytes, &space), WIRECOPY_OK);
        assert_int_equal(sample_init(&sample, space, SETS), WIRECOPY_OK);
        for (uint32_t i = 0; i < SETS; i++) {
            fill(members[i], made[i].count, made[i].step, made[i].offset);
            assert_int_equal(sample_add(&sample, (struct shingle_set){members[i], made[i].count}), WIRECOPY_OK);
        }
        for (uint32_t i = 0; i < SETS; i++)
            for (uint32_t j = 0; j < SETS; j++) {
                size_t shared;
                assert_int_equal(sample_shared(&sample, i, j, 0, &shared), WIRECOPY_OK);
                assert_int_equal(shared, shingle_sets_shared((struct shingle_set){members[i], made[i].count},
                                                             (struct shingle_set){members[j], made[j].count}));
            }
        for (uint32_t i = 0; i < SETS; i++)
            for (size_t from = 0; from < made[i].count; from += SAMPLE_PIECE) {
                struct shingle_set piece;
                assert_int_equal(sample_view(&sample, i, from, 0, &piece), WIRECOPY_OK);
                assert_memory_equal(piece.shingles, members[i] + from, piece.count * sizeof *piece.shingles);
                assert_true(piece.count == SAMPLE_PIECE || from + piece.count == made[i].count);
            }
        sample_release(&sample);
        scratch_space_free(space);
    }
}

/* A huge set of some members, as huge_set_make leaves it. */
static struct huge_set huge_set_of(struct scratch_space *space, const uint64_t *members, size_t count)
{
    static uint32_t places[HUGE_PLACES + 1];
    struct huge_set set = {.count = count, .all = count};
    memset(places, 0, sizeof places);
    assert_int_equal(scratch_create(space, &set.places), WIRECOPY_OK);
    assert_int_equal(scratch_create(space, &set.shingles), WIRECOPY_OK);
    assert_int_equal(scratch_append(set.shingles, members, count * sizeof *members), WIRECOPY_OK);
    for (size_t i = 0; i < count; i++)
        places[(members[i] >> (64 - HUGE_PLACE_BITS)) + 1]++;
    for (size_t place = 0; place < HUGE_PLACES; place++)
        places[place + 1] += places[place];
    assert_int_equal(scratch_append(set.places, places, sizeof places), WIRECOPY_OK);
    return set;
}

static void a_huge_set_shares_with_others_what_it_would_if_it_were_not(void **state)
{
    static uint64_t members[SETS][MEMBERS_MOST];
    struct scratch_space *space;
    struct sample sample;
    struct huge_set huge[2];
    uint64_t bytes = 0;
    (void)state;
    assert_int_equal(scratch_space_create(NULL, 0, &space), WIRECOPY_OK);
    assert_int_equal(sample_init(&sample, space, SETS), WIRECOPY_OK);
    for (uint32_t i = 0; i < SETS; i++) {
        fill(members[i], made[i].count, made[i].step, made[i].offset);
        bytes += made[i].count * sizeof(uint64_t);
        if (i < 2) {
            huge[i] = huge_set_of(space, members[i], made[i].count);
            assert_int_equal(sample_add_huge(&sample, &huge[i]), WIRECOPY_OK);
        } else {
            assert_int_equal(sample_add(&sample, (struct shingle_set){members[i], made[i].count}), WIRECOPY_OK);
        }
    }
    assert_int_equal(sample.bytes, bytes);
    for (uint32_t i = 0; i < SETS; i++)
        for (uint32_t j = 0; j < SETS; j++) {
            size_t shared, at_least;
            assert_int_equal(sample_shared(&sample, i, j, 0, &shared), WIRECOPY_OK);
            assert_int_equal(shared,
                             shingle_sets_shared((struct shingle_set){members[i], made[i].count}, (struct shingle_set){members[j], made[j].count}));
            assert_int_equal(sample_shared(&sample, i, j, shared, &at_least), WIRECOPY_OK);
            assert_int_equal(at_least, shared);
            assert_int_equal(sample_shared(&sample, i, j, shared + 1, &at_least), WIRECOPY_OK);
            assert_true(at_least <= shared);
        }
    sample_release(&sample);
    huge_set_release(&huge[0]);
    huge_set_release(&huge[1]);
    scratch_space_free(space);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sets_share_in_scratch_what_they_share_in_memory),
                                       cmocka_unit_test(a_huge_set_shares_with_others_what_it_would_if_it_were_not)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
