/* Threads: order, failures, stopping, and fewer threads than were asked for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"

enum { COUNT = 1000, THREADS = 4 };

struct sums {
    uint64_t squares[COUNT];
    uint32_t next; /* the number that must be consumed next */
    uint32_t fail_work, fail_consume;
};

static enum wirecopy_status square(void *context, void *slot, uint32_t begin, uint32_t end)
{
    const struct sums *sums = context;
    uint64_t *squares = slot;
    for (uint32_t i = begin; i < end; i++) {
        if (i == sums->fail_work)
            return status_fail(WIRECOPY_TOO_LARGE, "work %u", i);
        squares[i - begin] = (uint64_t)i * i;
    }
    return WIRECOPY_OK;
}

static enum wirecopy_status keep(void *context, void *slot, uint32_t begin, uint32_t end)
{
    struct sums *sums = context;
    const uint64_t *squares = slot;
    assert_int_equal(begin, sums->next);
    for (uint32_t i = begin; i < end; i++) {
        if (i == sums->fail_consume)
            return status_fail(WIRECOPY_IO, "consume %u", i);
        sums->squares[i] = squares[i - begin];
    }
    sums->next = end;
    return WIRECOPY_OK;
}

/* With slot_count 0 each thread has a slot. */
static enum wirecopy_status run_in(struct sums *sums, uint32_t threads, const struct control *control, uint32_t slot_count)
{
    static uint64_t rooms[2 * THREADS][7];
    void *slots[2 * THREADS];
    struct sweep sweep = {square, keep, sums, slots, COUNT, 7, control, slot_count};
    for (uint32_t i = 0; i < 2 * THREADS; i++)
        slots[i] = rooms[i];
    return parallel_sweep(&sweep, threads);
}

static enum wirecopy_status run(struct sums *sums, uint32_t threads, const struct control *control)
{
    return run_in(sums, threads, control, parallel_slots(threads));
}

static void pieces_are_consumed_in_order(void **state)
{
    (void)state;
    for (uint32_t threads = 1, more = 0; threads <= THREADS; threads += more, more = !more) {
        struct sums sums = {.fail_work = UINT32_MAX, .fail_consume = UINT32_MAX};
        assert_true(parallel_slots(threads) <= 2 * THREADS);
        assert_int_equal(run_in(&sums, threads, NULL, more ? parallel_slots(threads) : 0), WIRECOPY_OK);
        assert_int_equal(sums.next, COUNT);
        for (uint64_t i = 0; i < COUNT; i++)
            assert_int_equal(sums.squares[i], i * i);
    }
}

static void the_first_failure_in_order_is_the_result(void **state)
{
    (void)state;
    for (uint32_t threads = 1; threads <= THREADS; threads++)
        for (uint32_t at = 0; at < COUNT; at += threads == 1 ? 97 : 13) {
            struct sums sums = {.fail_work = at + 1, .fail_consume = at};
            enum wirecopy_status expected = (at + 1) / 7 == at / 7 ? WIRECOPY_TOO_LARGE : WIRECOPY_IO;
            assert_int_equal(run(&sums, threads, NULL), expected);
            assert_non_null(strstr(status_detail(), expected == WIRECOPY_IO ? "consume" : "work"));
            assert_int_equal(sums.next, at / 7 * 7);
        }
}

static void a_thread_that_cannot_start_is_missed_by_nobody(void **state)
{
    (void)state;
    for (uint64_t n = 1; n < THREADS; n++) {
        struct sums sums = {.fail_work = UINT32_MAX, .fail_consume = UINT32_MAX};
        parallel_fail_at(n);
        assert_int_equal(run(&sums, THREADS, NULL), WIRECOPY_OK);
        assert_int_equal(sums.next, COUNT);
    }
    parallel_fail_at(0);
}

static void a_crew_helps_with_line_after_line(void **state)
{
    struct parallel_crew *crew = parallel_crew_begin(THREADS);
    uint64_t before = parallel_starts();
    (void)state;
    for (uint32_t line = 0; line < 100; line++) {
        struct sums sums = {.fail_work = UINT32_MAX, .fail_consume = line % 3 == 0 ? COUNT / 2 : UINT32_MAX};
        assert_int_equal(run(&sums, line % 7 == 0 ? 2 : THREADS, NULL), line % 3 == 0 ? WIRECOPY_IO : WIRECOPY_OK);
        assert_int_equal(sums.next, line % 3 == 0 ? COUNT / 2 / 7 * 7 : COUNT);
    }
    assert_int_equal(parallel_starts() - before, THREADS - 1);
    parallel_crew_end(crew);
    assert_null(parallel_crew_begin(1));
}

static void a_crew_starts_later_who_could_not_at_first(void **state)
{
    struct parallel_crew *crew = parallel_crew_begin(THREADS);
    uint64_t before = parallel_starts();
    (void)state;
    parallel_fail_at(1);
    for (uint32_t line = 0; line < 3; line++) {
        struct sums sums = {.fail_work = UINT32_MAX, .fail_consume = UINT32_MAX};
        assert_int_equal(run(&sums, THREADS, NULL), WIRECOPY_OK);
        assert_int_equal(sums.next, COUNT);
    }
    assert_int_equal(parallel_starts() - before, THREADS);
    parallel_crew_end(crew);
    parallel_fail_at(0);
}

static enum wirecopy_status run_a_line(void *context, void *slot, uint32_t begin, uint32_t end)
{
    struct sums sums = {.fail_work = UINT32_MAX, .fail_consume = UINT32_MAX};
    uint64_t rooms[2][7];
    void *slots[2] = {rooms[0], rooms[1]};
    struct sweep sweep = {square, keep, &sums, slots, COUNT, 7, NULL, 0};
    (void)context;
    *(bool *)slot = parallel_sweep(&sweep, 2) == WIRECOPY_OK && sums.next == COUNT;
    return *(bool *)slot && begin < end ? WIRECOPY_OK : status_fail(WIRECOPY_IO, "a line within a line");
}

static void a_line_within_a_line_has_threads_of_its_own(void **state)
{
    bool rooms[THREADS];
    void *slots[THREADS];
    struct sweep sweep = {run_a_line, NULL, NULL, slots, 20, 1, NULL, 0};
    (void)state;
    for (uint32_t i = 0; i < THREADS; i++)
        slots[i] = &rooms[i];
    for (int with = 0; with < 2; with++) {
        struct parallel_crew *outer = with ? parallel_crew_begin(2) : NULL, *inner = with ? parallel_crew_begin(THREADS) : NULL;
        assert_int_equal(parallel_sweep(&sweep, THREADS), WIRECOPY_OK);
        parallel_crew_end(inner);
        assert_int_equal(parallel_sweep(&sweep, 2), WIRECOPY_OK);
        parallel_crew_end(outer);
    }
}

static void what_is_touched_stays_as_it_is(void **state)
{
    enum { BYTES = 9 << 20 };
    unsigned char *bytes = memory_allocate_zero(BYTES + 100, 1);
    (void)state;
    assert_non_null(bytes);
    for (size_t i = 0; i < BYTES; i += 1 << 20)
        bytes[i] = (unsigned char)(i >> 20 | 1);
    for (uint32_t threads = 1; threads <= THREADS; threads++)
        parallel_touch(bytes + threads, BYTES + threads, threads);
    for (size_t i = 0; i < BYTES; i++)
        assert_int_equal(bytes[i], i % (1 << 20) == 0 ? (i >> 20 | 1) : 0);
    memory_free(bytes);
}

static bool after_ten(void *context)
{
    return ++*(int *)context > 10;
}

static void a_run_stops_when_it_is_asked_to(void **state)
{
    int polls = 0;
    struct control control = {.should_stop = after_ten, .context = &polls};
    struct sums sums = {.fail_work = UINT32_MAX, .fail_consume = UINT32_MAX};
    (void)state;
    assert_int_equal(run(&sums, 1, &control), WIRECOPY_STOPPED);
    assert_int_equal(sums.next, 70);
}

static void the_nth_allocation_fails_once(void **state)
{
    void *blocks[3];
    (void)state;
    memory_fail_at(2);
    for (int i = 0; i < 3; i++)
        blocks[i] = memory_allocate(1, 8);
    assert_true(blocks[0] && !blocks[1] && blocks[2]);
    assert_null(memory_allocate(SIZE_MAX, 2)); /* no overflow */
    memory_free(blocks[0]);
    memory_free(blocks[2]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_consumed_in_order),
        cmocka_unit_test(the_first_failure_in_order_is_the_result),
        cmocka_unit_test(a_thread_that_cannot_start_is_missed_by_nobody),
        cmocka_unit_test(a_crew_helps_with_line_after_line),
        cmocka_unit_test(a_crew_starts_later_who_could_not_at_first),
        cmocka_unit_test(a_line_within_a_line_has_threads_of_its_own),
        cmocka_unit_test(what_is_touched_stays_as_it_is),
        cmocka_unit_test(a_run_stops_when_it_is_asked_to),
        cmocka_unit_test(the_nth_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
