/* Dealing values into parts, and what parts give of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/sort/distribution.h"
#include "base/hash.h"

static void parts_hold_what_was_dealt_to_them(void **state)
{
    enum { PARTS = 13, COUNT = 40000 };
    (void)state;
    for (unsigned bits = 4, memory = 0; bits <= 64; bits += 5, memory ^= 1 << 22) { /* every width, in memory and in a file */
        uint64_t most = UINT64_MAX >> (64 - bits);
        struct scratch_space *space;
        struct distribution distribution;
        struct buffer room = {0};
        size_t total = 0;
        assert_int_equal(scratch_space_create(NULL, memory, &space), WIRECOPY_OK);
        assert_int_equal(distribution_init(&distribution, space, PARTS, bits), WIRECOPY_OK);
        for (uint64_t i = 0; i < COUNT; i++) {
            uint64_t v = hash_counter(9, i) & most;
            assert_int_equal(distribution_add(&distribution, v % PARTS % 12, v), WIRECOPY_OK); /* the last part stays empty */
        }
        assert_int_equal(distribution_finish(&distribution), WIRECOPY_OK);
        if (bits % 2) { /* the last values too lie in scratch, and blocks leave what they had */
            assert_int_equal(distribution_put_aside(&distribution), WIRECOPY_OK);
            assert_null(distribution.blocks);
            assert_int_equal(distribution.claimed, 0);
        }
        assert_int_equal(distribution.count, COUNT);
        for (size_t part = 0; part < PARTS; part++) {
            uint64_t *values, sum = 0, expected = 0;
            size_t count;
            assert_int_equal(distribution_load(&distribution, part, &room, &values, &count), WIRECOPY_OK);
            for (size_t i = 0; i < count; i++) {
                assert_int_equal(values[i] % PARTS % 12, part);
                sum += values[i];
            }
            for (uint64_t i = 0; i < COUNT; i++)
                expected += (hash_counter(9, i) & most) % PARTS % 12 == part ? hash_counter(9, i) & most : 0;
            assert_int_equal(sum, expected);
            total += count;
        }
        assert_int_equal(total, COUNT);
        buffer_release(&room);
        distribution_release(&distribution);
        scratch_space_free(space);
    }
}

/* Values of which one in four has a name from 0 to 2, the rest spread names; the lowest bit is no part of a name. */
static uint64_t crowded_value(uint64_t i)
{
    uint64_t bits = hash_counter(11, i);
    return ((bits & 3 ? bits >> 20 : (bits >> 2) % 3) << 1) | i % 2;
}

static void parts_that_are_too_large_become_several_in_order(void **state)
{
    enum { COUNT = 100000, PARTS = 4, MOST = 1500 };
    static uint64_t all[COUNT], expected[COUNT];
    (void)state;
    for (unsigned i = 0; i < 4; i++) { /* in memory and in a file; what all values of a part share is written, or said */
        unsigned memory = i & 1, bits = i & 2 ? 43 : 45;
        struct scratch_space *space = NULL;
        struct distribution distribution;
        struct buffer room = {0};
        size_t loaded = 0;
        assert_int_equal(scratch_space_create(NULL, memory ? UINT64_MAX / 2 : 0, &space), WIRECOPY_OK);
        assert_int_equal(distribution_init(&distribution, space, PARTS, bits), WIRECOPY_OK);
        for (uint64_t part = 0; bits == 43 && part < PARTS; part++)
            distribution.above[part] = part << bits;
        for (uint64_t j = 0; j < COUNT; j++) {
            expected[j] = crowded_value(j);
            assert_int_equal(distribution_add(&distribution, (size_t)(expected[j] >> 43), expected[j]), WIRECOPY_OK);
        }
        assert_int_equal(distribution_finish(&distribution), WIRECOPY_OK);
        assert_int_equal(distribution_split(&distribution, MOST, 1), WIRECOPY_OK);
        assert_true(distribution.parts > COUNT / MOST / 2);
        for (size_t part = 0; part < distribution.parts; part++) {
            uint64_t *values;
            size_t count;
            assert_int_equal(distribution_load(&distribution, part, &room, &values, &count), WIRECOPY_OK);
            sort_u64(values, count);
            assert_true(count <= MOST || values[0] >> 1 == values[count - 1] >> 1);
            assert_true(loaded == 0 || count == 0 || all[loaded - 1] >> 1 < values[0] >> 1);
            assert_true(loaded + count <= COUNT);
            memcpy(all + loaded, values, count * sizeof *values);
            loaded += count;
        }
        sort_u64(expected, COUNT);
        assert_int_equal(loaded, COUNT);
        assert_memory_equal(all, expected, sizeof all);
        buffer_release(&room);
        distribution_release(&distribution);
        scratch_space_free(space);
    }
}

/* What a part gives of values that come often is what sorting all of them and keeping such does. */
static void parts_give_what_comes_often_as_sorting_does(void **state)
{
    enum { COUNT = 30000, PARTS = 3 };
    static uint64_t all[COUNT], spare[COUNT];
    (void)state;
    for (unsigned round = 0; round < 18; round++) { /* several widths, in memory and in a file, many values and hardly any, some heavy and none */
        unsigned bits = 24 + 8 * (round / 2 % 3);
        size_t total = round < 6 || round >= 12 ? COUNT : 60;
        struct often often = {.shift = 1, .least = 3, .heavy = round < 12};
        struct scratch_space *space = NULL;
        struct distribution distribution;
        struct buffer room = {0};
        assert_int_equal(scratch_space_create(NULL, round % 2 ? UINT64_MAX / 2 : 0, &space), WIRECOPY_OK);
        assert_int_equal(distribution_init(&distribution, space, PARTS, bits), WIRECOPY_OK);
        for (uint64_t part = 0; part < PARTS; part++)
            distribution.above[part] = part << bits;
        for (uint64_t i = 0; i < total; i++)
            assert_int_equal(distribution_add(&distribution, i % PARTS,
                                              (i % PARTS << bits) + (hash_counter(3, i) % (total / 3) << (bits - 17) << 1 | (i % 64 == 0))),
                             WIRECOPY_OK);
        assert_int_equal(distribution_finish(&distribution), WIRECOPY_OK);
        for (size_t part = 0; part < PARTS; part++) {
            uint64_t *values;
            size_t count, kept;
            assert_int_equal(distribution_load(&distribution, part, &room, &values, &count), WIRECOPY_OK);
            memcpy(all, values, count * sizeof *values);
            count = sort_often_u64(all, spare, count, often);
            assert_int_equal(distribution_load_often(&distribution, part, often, &room, &values, &kept), WIRECOPY_OK);
            assert_int_equal(kept, count);
            assert_true(kept > 0);
            assert_memory_equal(values, all, kept * sizeof *values);
        }
        buffer_release(&room);
        distribution_release(&distribution);
        scratch_space_free(space);
    }
}

/* Of a part those that are marked are loaded, as loading all and leaving the others out does. */
static void marked_values_are_loaded_alone(void **state)
{
    enum { COUNT = 9000, PARTS = 2 };
    static uint64_t all[COUNT];
    (void)state;
    for (unsigned round = 0; round < 10; round++) { /* all widths, in memory and in a file */
        unsigned bits = 24 + 8 * (round / 2);
        struct scratch_space *space = NULL;
        struct distribution distribution;
        struct buffer room = {0};
        struct marked marked = {0};
        assert_int_equal(scratch_space_create(NULL, round % 2 ? UINT64_MAX / 2 : 0, &space), WIRECOPY_OK);
        assert_int_equal(distribution_init(&distribution, space, PARTS, bits), WIRECOPY_OK);
        for (uint64_t i = 0; i < COUNT; i++)
            assert_int_equal(distribution_add(&distribution, i % PARTS, hash_counter(6, i) >> (64 - bits)), WIRECOPY_OK);
        assert_int_equal(distribution_finish(&distribution), WIRECOPY_OK);
        for (size_t part = 0; part < PARTS; part++) {
            uint64_t *values;
            size_t count, kept = 0, loaded;
            assert_int_equal(distribution_load(&distribution, part, &room, &values, &count), WIRECOPY_OK);
            assert_int_equal(marked_begin(&marked, count / 50, 10), WIRECOPY_OK);
            for (size_t i = 0; i < count; i += 50)
                marked_add(&marked, values[i]);
            for (size_t i = 0; i < count; i++)
                if (marked_has(&marked, values[i]))
                    all[kept++] = values[i];
            assert_true(kept >= count / 50 && kept < count / 2);
            assert_int_equal(distribution_load_marked(&distribution, part, &marked, &room, &values, &loaded), WIRECOPY_OK);
            assert_int_equal(loaded, kept);
            assert_memory_equal(values, all, kept * sizeof *values);
        }
        buffer_release(&marked.bits);
        buffer_release(&room);
        distribution_release(&distribution);
        scratch_space_free(space);
    }
}

/* What is dealt beside what is equal in all is what is dealt one by one, whatever the width and wherever a block ends. */
static void values_dealt_together_are_as_dealt_one_by_one(void **state)
{
    enum { RUNS = 2000, LONGEST = 40 };
    (void)state;
    for (unsigned bits = 20; bits <= 44; bits += 4) {
        struct scratch_space *space = NULL;
        struct distribution one, together;
        struct buffer room = {0}, other_room = {0};
        uint64_t *values, *other_values;
        size_t count, other_count;
        assert_int_equal(scratch_space_create(NULL, UINT64_MAX / 2, &space), WIRECOPY_OK);
        assert_int_equal(distribution_init(&one, space, 1, bits), WIRECOPY_OK);
        assert_int_equal(distribution_init(&together, space, 1, bits), WIRECOPY_OK);
        for (uint64_t run = 0; run < RUNS; run++) {
            uint32_t others[LONGEST + DISTRIBUTION_BESIDE] = {0};
            size_t length = (size_t)(hash_counter(4, run) % LONGEST);
            uint64_t equal = hash_counter(5, run) >> (64 - bits) >> 15 << 15;
            for (size_t i = 0; i < length; i++) {
                others[i] = (uint32_t)(hash_counter(run, i) >> 50);
                assert_int_equal(distribution_add(&one, 0, equal | (uint64_t)others[i] << 1), WIRECOPY_OK);
            }
            assert_int_equal(distribution_add_beside(&together, 0, equal, others, 1, length), WIRECOPY_OK);
        }
        assert_int_equal(distribution_finish(&one), WIRECOPY_OK);
        assert_int_equal(distribution_finish(&together), WIRECOPY_OK);
        assert_int_equal(distribution_load(&one, 0, &room, &values, &count), WIRECOPY_OK);
        assert_int_equal(distribution_load(&together, 0, &other_room, &other_values, &other_count), WIRECOPY_OK);
        assert_int_equal(count, other_count);
        assert_memory_equal(values, other_values, count * sizeof *values);
        buffer_release(&room);
        buffer_release(&other_room);
        distribution_release(&one);
        distribution_release(&together);
        scratch_space_free(space);
    }
}

static void parts_are_as_many_as_needed(void **state)
{
    (void)state;
    assert_int_equal(distribution_parts(0, 100, 64), 1);
    assert_int_equal(distribution_parts(100, 100, 64), 1);
    assert_int_equal(distribution_parts(101, 100, 64), 2);
    assert_int_equal(distribution_parts(1 << 30, 100, 64), 64);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_hold_what_was_dealt_to_them),
        cmocka_unit_test(parts_that_are_too_large_become_several_in_order),
        cmocka_unit_test(parts_give_what_comes_often_as_sorting_does),
        cmocka_unit_test(marked_values_are_loaded_alone),
        cmocka_unit_test(values_dealt_together_are_as_dealt_one_by_one),
        cmocka_unit_test(parts_are_as_many_as_needed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
