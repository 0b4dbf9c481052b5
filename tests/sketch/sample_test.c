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
                assert_int_equal(sample_shared(&sample, i, j, &shared), WIRECOPY_OK);
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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sets_share_in_scratch_what_they_share_in_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
