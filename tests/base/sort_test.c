/* Sorting, in memory and in scratch, against qsort. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/sort/picked.h"
#include "base/sort/sort.h"

static int compare_u64(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

static int compare_records(const void *x, const void *y)
{
    const struct sort_record *a = x, *b = y;
    return a->key != b->key ? compare_u64(&a->key, &b->key) : compare_u64(&a->value, &b->value);
}

/* Values of several kinds: spread, few, all in one place, all but one in one place. */
static uint64_t value(unsigned kind, uint64_t i, size_t count)
{
    uint64_t bits = hash_counter(kind, i);
    switch (kind) {
    case 0:
        return bits;
    case 1:
        return bits % 7;
    case 2:
        return 1234567890123;
    case 3:
        return i == count / 2 ? UINT64_MAX : bits & 0xff;
    case 4:
        return bits >> 40;
    default:
        return (bits & 0xf) << 60 | (bits >> 8 & 0xff);
    }
}

static void numbers_sort_as_qsort_does(void **state)
{
    static const size_t counts[] = {0, 1, 2, 47, 48, 49, 100, 437, 5000, 70000};
    static uint64_t values[70000], spread[70000], room[70000], expected[70000];
    (void)state;
    for (unsigned kind = 0; kind < 6; kind++)
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
            size_t count = counts[c];
            for (size_t i = 0; i < count; i++)
                values[i] = spread[i] = expected[i] = value(kind, i, count);
            qsort(expected, count, sizeof *expected, compare_u64);
            sort_u64(values, count);
            sort_spread_u64(spread, room, count);
            assert_memory_equal(values, expected, count * sizeof *values);
            assert_memory_equal(spread, expected, count * sizeof *values);
        }
}

static void small_numbers_sort(void **state)
{
    uint32_t values[300];
    (void)state;
    for (size_t count = 0; count <= 300; count += count < 60 ? 1 : 23) {
        uint64_t sum = 0;
        for (size_t i = 0; i < count; i++) {
            values[i] = (uint32_t)hash_counter(count, i) >> (count % 3 * 14); /* in some, many are equal */
            sum += hash_counter(0, values[i]);
        }
        sort_u32(values, count);
        for (size_t i = 1; i < count; i++)
            assert_true(values[i - 1] <= values[i]);
        for (size_t i = 0; i < count; i++)
            sum -= hash_counter(0, values[i]);
        assert_int_equal(sum, 0);
    }
}

static void records_sort_as_qsort_does(void **state)
{
    static const size_t counts[] = {0, 1, 2, 47, 48, 49, 100, 437, 4095, 4096, 4097, 5000, 70000};
    static struct sort_record records[70000], expected[70000];
    (void)state;
    for (unsigned kind = 0; kind < 36; kind++) /* of keys and of values */
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
            size_t count = counts[c];
            for (size_t i = 0; i < count; i++)
                records[i] = expected[i] = (struct sort_record){value(kind % 6, i, count), value(kind / 6, i + count, count)};
            qsort(expected, count, sizeof *expected, compare_records);
            sort_records(records, count);
            assert_memory_equal(records, expected, count * sizeof *records);
        }
}

static void records_come_in_order_wherever_they_lay(void **state)
{
    enum { COUNT = 50000 }; /* 800 KB: many runs in 64 KiB */
    static const uint64_t memories[] = {0, 1 << 18, 1 << 24};
    (void)state;
    for (size_t m = 0; m < sizeof memories / sizeof *memories; m++) {
        static struct sort_record added[COUNT];
        struct scratch_space *space;
        struct sorter *sorter;
        struct sort_record record;
        bool end;
        assert_int_equal(scratch_space_create(NULL, m ? 1 << 26 : 0, &space), WIRECOPY_OK);
        assert_int_equal(sorter_create(space, memories[m], &sorter), WIRECOPY_OK);
        for (size_t i = 0; i < COUNT; i++)
            added[i] = (struct sort_record){hash_counter(1, i) % 5000, hash_counter(2, i)};
        for (size_t i = 0; i < COUNT; i++)
            assert_int_equal(sorter_add(sorter, added[i].key, added[i].value), WIRECOPY_OK);
        assert_int_equal(sorter_count(sorter), COUNT);
        assert_int_equal(sorter_finish(sorter), WIRECOPY_OK);
        qsort(added, COUNT, sizeof *added, compare_records);
        for (size_t i = 0; i < COUNT; i++) {
            assert_int_equal(sorter_next(sorter, &record, &end), WIRECOPY_OK);
            assert_false(end);
            assert_memory_equal(&record, &added[i], sizeof record);
        }
        assert_int_equal(sorter_next(sorter, &record, &end), WIRECOPY_OK);
        assert_true(end);
        sorter_free(sorter);
        scratch_space_free(space);
    }
}

static void runs_keep_their_least_values(void **state)
{
    struct scratch_space *space;
    struct sorter *sorter;
    struct buffer values = {0};
    uint64_t key;
    size_t count;
    bool end;
    (void)state;
    assert_int_equal(scratch_space_create(NULL, 1 << 20, &space), WIRECOPY_OK);
    assert_int_equal(sorter_create(space, 0, &sorter), WIRECOPY_OK);
    for (uint64_t i = 0; i < 10; i++)
        assert_int_equal(sorter_add(sorter, i % 2, 10 - i), WIRECOPY_OK);
    assert_int_equal(sorter_finish(sorter), WIRECOPY_OK);
    assert_int_equal(sorter_next_run(sorter, &key, &values, 2, &count, &end), WIRECOPY_OK);
    assert_int_equal(key, 0);
    assert_int_equal(count, 5);
    assert_int_equal(values.size, 2 * sizeof(uint64_t));
    assert_int_equal(((uint64_t *)(void *)values.data)[0], 2);
    assert_int_equal(((uint64_t *)(void *)values.data)[1], 4);
    assert_int_equal(sorter_next_run(sorter, &key, &values, 100, &count, &end), WIRECOPY_OK);
    assert_int_equal(values.size, 5 * sizeof(uint64_t));
    assert_int_equal(sorter_next_run(sorter, &key, &values, 100, &count, &end), WIRECOPY_OK);
    assert_true(end);
    buffer_release(&values);
    sorter_free(sorter);
    scratch_space_free(space);
}

/* Counted the slow way. */
static bool comes_often(const uint64_t *values, size_t count, uint64_t value, struct often often)
{
    size_t times = 0;
    for (size_t i = 0; i < count; i++)
        if (values[i] >> often.shift == value >> often.shift)
            times += values[i] & often.heavy ? often.least : 1;
    return times >= often.least;
}

static void values_whose_name_comes_often_are_kept_and_sorted(void **state)
{
    enum { COUNT = 3000 };
    static uint64_t values[COUNT], before[COUNT], room[COUNT];
    (void)state;
    for (uint64_t round = 0; round < 24; round++) {
        struct often often = {.shift = round % 2 ? 1 : 32, .least = 2 + (unsigned)(round / 2 % 2), .heavy = round % 2};
        size_t count = round < 12 ? COUNT : round * 3, kept, expected = 0, found = 0, rare = 0;
        for (size_t i = 0; i < count; i++) /* names that come 0 to 5 times or so; one value in 64 is heavy */
            before[i] = values[i] = hash_counter(round, hash_counter(7, i) % (count * 3 / 4 + 1)) >> 4 << often.shift >> 2 << 1 | (i % 64 == 0);
        kept = sort_often_u64(values, room, count, often);
        for (size_t i = 0; i < kept; i++)
            assert_true(i == 0 || values[i - 1] <= values[i]);
        for (size_t i = 0; i < count; i++)
            expected += comes_often(before, count, before[i], often);
        for (size_t i = 0; i < kept; i++) {
            found += comes_often(before, count, values[i], often);
            rare += !comes_often(before, count, values[i], often);
        }
        assert_int_equal(found, expected);
        assert_true(count < 100 || (expected > 0 && rare < count / 2)); /* most of what is rare goes */
    }
}

static void values_of_one_name_stand_together_in_order(void **state)
{
    enum { COUNT = 40000, NAMES = 9000, SHIFT = 32 };
    static uint64_t values[COUNT], room[COUNT], sorted[COUNT], as_sorted[COUNT];
    (void)state;
    for (uint64_t round = 0; round < 24; round++) { /* names lie close together, but for some, or are few */
        size_t count = COUNT >> round % 8, kept, kept_sorted, runs = 0, sorted_runs = 0;
        for (size_t i = 0; i < count; i++) {
            uint64_t name = hash_counter(round, i) % (round % 2 ? 3 : NAMES) << (i % 1000 == 0 ? 18 : 0);
            uint32_t under = round < 8 || (round < 16 && i + 1 == count) ? (uint32_t)hash_counter(8, i) >> 8 : (uint32_t)i << 8;
            values[i] = sorted[i] = name << SHIFT | under; /* in no order; but for the last one in order; in order */
        }
        kept = sort_often_u64(values, room, count, (struct often){.shift = SHIFT, .least = 2, .grouped = true});
        kept_sorted = sort_often_u64(sorted, room, count, (struct often){.shift = SHIFT, .least = 2});
        for (size_t i = 0; i < kept; i++) {
            runs += i == 0 || values[i - 1] >> SHIFT != values[i] >> SHIFT;
            sorted_runs += i == 0 || sorted[i - 1] >> SHIFT != sorted[i] >> SHIFT;
            assert_true(i == 0 || values[i - 1] >> SHIFT != values[i] >> SHIFT || values[i - 1] <= values[i]);
        }
        assert_int_equal(kept, kept_sorted);
        assert_int_equal(runs, sorted_runs);
        memcpy(as_sorted, values, kept * sizeof *values);
        sort_u64(as_sorted, kept);
        assert_memory_equal(as_sorted, sorted, kept * sizeof *values);
    }
}

/* Numbers of so many differing bits, at different places, and of so many values, are sorted by digits or otherwise. */
static void numbers_of_any_width_sort(void **state)
{
    enum { COUNT = 70000 };
    static uint64_t values[COUNT], sorted[COUNT], room[COUNT];
    static const size_t counts[] = {511, 512, 513, 5000, 65536, 65537, COUNT};
    (void)state;
    for (unsigned bits = 0; bits <= 64; bits += bits > 40 && bits < 46 ? 1 : 4)
        for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
            uint64_t above = bits < 60 ? UINT64_C(5) << (bits + 1) : 0;
            for (size_t j = 0; j < counts[i]; j++)
                values[j] = sorted[j] = above | (bits ? hash_counter(bits + i, j) >> (64 - bits) : 0);
            sort_spread_u64(values, room, counts[i]);
            sort_u64(sorted, counts[i]);
            assert_memory_equal(values, sorted, counts[i] * sizeof *values);
        }
}

/* Distinct numbers: far apart, side by side, all, and the last ones. */
static void picked_numbers_come_in_order(void **state)
{
    static const uint32_t bounds[] = {1, 64, 4097, 300000, 1 << 20};
    static uint32_t numbers[5000];
    (void)state;
    for (size_t b = 0; b < sizeof bounds / sizeof *bounds; b++) {
        struct picked picked = {0};
        assert_int_equal(picked_init(&picked, bounds[b]), WIRECOPY_OK);
        for (uint32_t step = 1; step <= bounds[b]; step = step * 3 + 1) {
            uint32_t count = bounds[b] / step < 5000 ? bounds[b] / step : 5000, first = bounds[b] - count * step;
            for (uint32_t i = 0; i < count; i++) /* from the middle on, and around */
                numbers[i] = first + (i + count / 2) % count * step + step - 1;
            picked_put_in_order(&picked, numbers, count);
            for (uint32_t i = 0; i < count; i++)
                assert_int_equal(numbers[i], first + i * step + step - 1);
        }
        picked_put_in_order(&picked, numbers, 0);
        picked_release(&picked);
    }
}

static void bytes_sort_by_value_and_the_shorter_first(void **state)
{
    static const struct wirecopy_bytes in_order[] = {{NULL, 0}, {"", 1}, {"a", 1}, {"a\0", 2}, {"ab", 2}, {"b", 1}, {"\xC3\xA9", 2}};
    enum { COUNT = sizeof in_order / sizeof *in_order };
    (void)state;
    for (int i = 0; i < COUNT; i++)
        for (int j = 0; j < COUNT; j++) {
            int order = sort_compare_bytes(in_order[i], in_order[j]);
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(picked_numbers_come_in_order),
        cmocka_unit_test(bytes_sort_by_value_and_the_shorter_first),
        cmocka_unit_test(numbers_sort_as_qsort_does),
        cmocka_unit_test(small_numbers_sort),
        cmocka_unit_test(records_sort_as_qsort_does),
        cmocka_unit_test(records_come_in_order_wherever_they_lay),
        cmocka_unit_test(runs_keep_their_least_values),
        cmocka_unit_test(values_whose_name_comes_often_are_kept_and_sorted),
        cmocka_unit_test(values_of_one_name_stand_together_in_order),
        cmocka_unit_test(numbers_of_any_width_sort),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
