/* Scratch in memory and in files: what was put comes back; faults are told, and leave nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/storage/scratch.h"
#include "base/set.h"

enum { SIZE = 3 << 20 };

static struct scratch *filled(struct scratch_space *space, char *expected, bool keeps)
{
    struct scratch *scratch;
    size_t at = 0;
    assert_int_equal(scratch_create(space, &scratch), WIRECOPY_OK);
    if (keeps)
        scratch_keep(scratch);
    for (size_t i = 0; i < SIZE; i++)
        expected[i] = (char)hash_counter(1, i / 8);
    for (uint64_t i = 0; at < SIZE; i++) {
        size_t size = (size_t)(hash_counter(2, i) % (i % 50 == 0 ? 600000 : 3000));
        size = size < SIZE - at ? size : SIZE - at;
        assert_int_equal(scratch_append(scratch, expected + at, size), WIRECOPY_OK);
        at += size;
    }
    assert_int_equal(scratch_size(scratch), SIZE);
    return scratch;
}

/* keeps: what was in memory stays there. */
static void comes_back(bool keeps)
{
    char *expected = malloc(SIZE), *got = malloc(SIZE);
    for (uint64_t memory = 0; memory <= 8 << 20; memory += 1 << 20) {
        struct scratch_space *space;
        struct scratch *scratch;
        struct scratch_window window = {0}, near = {0};
        struct buffer room = {0};
        const void *view;
        assert_int_equal(scratch_space_create(NULL, memory, &space), WIRECOPY_OK);
        scratch = filled(space, expected, keeps);
        assert_int_equal(scratch_space_file_bytes(space) > 0, memory < SIZE);
        assert_int_equal(scratch_write(scratch, 1000000, expected, 5000), WIRECOPY_OK);
        memcpy(expected + 1000000, expected, 5000);
        assert_int_equal(scratch_extend(scratch, SIZE + 100), WIRECOPY_OK);
        assert_int_equal(scratch_read(scratch, 0, got, SIZE), WIRECOPY_OK);
        assert_memory_equal(got, expected, SIZE);
        for (uint64_t i = 0; i < 200; i++) {
            uint64_t at = hash_counter(3, i) % SIZE, size = hash_counter(4, i) % (SIZE - at) % 300000;
            assert_int_equal(scratch_view(scratch, at, size, &room, &view), WIRECOPY_OK);
            assert_memory_equal(view, expected + at, size);
            assert_int_equal(scratch_view_ahead(scratch, at, size, &window, &view), WIRECOPY_OK);
            assert_memory_equal(view, expected + at, size);
            for (uint64_t part = 0; part < size; part += size / 3 + 1) { /* in order, and now and then elsewhere */
                assert_int_equal(scratch_view_near(scratch, at + part, size - part, &near, &view), WIRECOPY_OK);
                assert_memory_equal(view, expected + at + part, size - part);
                assert_int_equal(scratch_view_near(scratch, i * 1000, 100, &near, &view), WIRECOPY_OK);
                assert_memory_equal(view, expected + i * 1000, 100);
            }
        }
        assert_int_equal(scratch_read(scratch, SIZE, got, 100), WIRECOPY_OK);
        assert_int_equal(got[0] | got[99], 0); /* what was never written is zero */
        assert_int_equal(scratch_read(scratch, SIZE, got, 101), WIRECOPY_IO);
        scratch_window_release(&window);
        scratch_window_release(&near);
        buffer_release(&room);
        scratch_free(scratch);
        scratch_space_free(space);
    }
    free(expected);
    free(got);
}

static void what_was_put_comes_back(void **state)
{
    (void)state;
    comes_back(false);
}

static void what_is_in_memory_stays_there_and_comes_back_with_the_rest(void **state)
{
    (void)state;
    comes_back(true);
}

/* Reads of the file that a look at so many bytes takes. */
static uint64_t reads_of(struct scratch *scratch, uint64_t at, struct scratch_window *window)
{
    uint64_t before = scratch_reads();
    const void *view;
    assert_int_equal(scratch_view_near(scratch, at, 100, window, &view), WIRECOPY_OK);
    return scratch_reads() - before;
}

static void a_look_elsewhere_leaves_what_was_read_ahead(void **state)
{
    char *expected = malloc(SIZE);
    struct scratch_space *space;
    struct scratch *scratch;
    struct scratch_window window = {0};
    (void)state;
    assert_int_equal(scratch_space_create(NULL, 0, &space), WIRECOPY_OK);
    scratch = filled(space, expected, false);
    assert_int_equal(reads_of(scratch, 0, &window), 1);
    for (uint64_t i = 1; i < 10; i++) {
        assert_int_equal(reads_of(scratch, 1000 * i, &window), 0);
        assert_int_equal(reads_of(scratch, 2000000 - 100000 * i, &window), 1);
    }
    assert_int_equal(reads_of(scratch, 1100200, &window), 1); /* close behind the last look elsewhere: from there on much is read */
    assert_int_equal(reads_of(scratch, 1105000, &window), 0);
    assert_int_equal(reads_of(scratch, 1000, &window), 1);
    scratch_window_release(&window);
    scratch_free(scratch);
    scratch_space_free(space);
    free(expected);
}

static void what_lies_behind_the_end_of_a_look_is_not_read_ahead(void **state)
{
    enum { UNTIL = 5000 };
    char *expected = malloc(SIZE);
    struct scratch_space *space;
    struct scratch *scratch;
    struct scratch_window window = {.until = UNTIL};
    const void *view;
    (void)state;
    assert_int_equal(scratch_space_create(NULL, 0, &space), WIRECOPY_OK);
    scratch = filled(space, expected, false);
    assert_int_equal(reads_of(scratch, 0, &window), 1);
    assert_true(window.end == UNTIL);
    assert_int_equal(reads_of(scratch, UNTIL - 100, &window), 0);
    assert_int_equal(scratch_view_ahead(scratch, UNTIL - 50, 100, &window, &view), WIRECOPY_OK); /* who looks beyond it all the same is shown that */
    assert_memory_equal(view, expected + UNTIL - 50, 100);
    assert_true(window.end == UNTIL + 50);
    assert_int_equal(scratch_view_ahead(scratch, UNTIL + 50, 100, &window, &view), WIRECOPY_OK);
    assert_memory_equal(view, expected + UNTIL + 50, 100);
    assert_true(window.end > UNTIL + 150);
    scratch_window_release(&window);
    scratch_free(scratch);
    scratch_space_free(space);
    free(expected);
}

static void what_was_cut_off_is_written_anew(void **state)
{
    enum { KEPT = 1 << 20, CUT = 400000 };
    char *expected = malloc(SIZE), *got = malloc(SIZE);
    (void)state;
    for (uint64_t memory = 0; memory <= 8 << 20; memory += 1 << 19)
        for (size_t kept = KEPT; kept < KEPT + 2 * CUT; kept += CUT / 3) { /* a cut within what is not yet written, and before it */
            struct scratch_space *space;
            struct scratch *scratch;
            assert_int_equal(scratch_space_create(NULL, memory, &space), WIRECOPY_OK);
            assert_int_equal(scratch_create(space, &scratch), WIRECOPY_OK);
            if (memory >> 19 & 1)
                scratch_keep(scratch);
            for (size_t i = 0; i < SIZE; i++)
                expected[i] = (char)hash_counter(5, i / 8);
            for (size_t at = 0; at < KEPT + 2 * CUT; at += 1000)
                assert_int_equal(scratch_append(scratch, at < kept ? expected + at : expected, 1000), WIRECOPY_OK);
            scratch_cut(scratch, kept);
            scratch_cut(scratch, SIZE); /* nothing is there to cut */
            assert_int_equal(scratch_size(scratch), kept);
            for (size_t at = kept; at < SIZE; at += 1000)
                assert_int_equal(scratch_append(scratch, expected + at, SIZE - at < 1000 ? SIZE - at : 1000), WIRECOPY_OK);
            assert_int_equal(scratch_read(scratch, 0, got, SIZE), WIRECOPY_OK);
            assert_memory_equal(got, expected, kept - kept % 1000);
            assert_memory_equal(got + kept, expected + kept, SIZE - kept);
            scratch_free(scratch);
            scratch_space_free(space);
        }
    free(expected);
    free(got);
}

static void who_yields_goes_to_a_file_first(void **state)
{
    struct scratch_space *space;
    struct scratch *yielding, *other;
    static char bytes[1 << 20];
    (void)state;
    assert_int_equal(scratch_space_create(NULL, 4 << 20, &space), WIRECOPY_OK);
    assert_int_equal(scratch_create(space, &yielding), WIRECOPY_OK);
    assert_int_equal(scratch_create(space, &other), WIRECOPY_OK);
    scratch_yield(yielding, 2 << 20);
    for (int i = 0; i < 3; i++)
        assert_int_equal(scratch_append(yielding, bytes, sizeof bytes), WIRECOPY_OK);
    assert_true(scratch_space_file_bytes(space) >= 2 << 20);
    uint64_t before = scratch_space_file_bytes(space);
    for (int i = 0; i < 3; i++)
        assert_int_equal(scratch_append(other, bytes, sizeof bytes), WIRECOPY_OK);
    assert_int_equal(scratch_space_file_bytes(space), before);
    scratch_free(yielding);
    scratch_free(other);
    scratch_space_free(space);
}

static void what_is_spilt_is_still_there_and_its_memory_serves_others(void **state)
{
    enum { BYTES = 2 << 20, LATER = 100000 };
    char *expected = malloc(BYTES + LATER), *got = malloc(BYTES + LATER);
    (void)state;
    for (size_t i = 0; i < BYTES + LATER; i++)
        expected[i] = (char)hash_counter(7, i / 8);
    for (uint64_t memory = 1 << 20; memory <= 3 << 20; memory += 1 << 20) /* some of it is in memory, or all */
        for (uint64_t spilt = 0; spilt <= 3 << 20; spilt += (1 << 20) - 5) {
            struct scratch_space *space;
            struct scratch *scratch, *other;
            uint64_t held, written;
            assert_int_equal(scratch_space_create(NULL, memory, &space), WIRECOPY_OK);
            assert_int_equal(scratch_create(space, &scratch), WIRECOPY_OK);
            assert_int_equal(scratch_create(space, &other), WIRECOPY_OK);
            scratch_keep(scratch);
            assert_int_equal(scratch_append(scratch, expected, BYTES - 1000), WIRECOPY_OK);
            assert_int_equal(scratch_append(scratch, expected + BYTES - 1000, 1000), WIRECOPY_OK);
            held = scratch_held(scratch);
            scratch_fail_write_at(1);
            if (scratch_spill(scratch, spilt) == WIRECOPY_IO) /* nothing is lost */
                assert_int_equal(scratch_held(scratch), held);
            scratch_fail_write_at(0);
            assert_int_equal(scratch_spill(scratch, spilt), WIRECOPY_OK);
            assert_true(scratch_held(scratch) <= (held > spilt ? held - spilt : 0));
            written = scratch_space_file_bytes(space);
            assert_int_equal(scratch_append(other, expected, held - scratch_held(scratch)), WIRECOPY_OK);
            if (memory < BYTES)
                assert_int_equal(scratch_space_file_bytes(space), written); /* into the memory that became free */
            assert_int_equal(scratch_append(scratch, expected + BYTES, LATER), WIRECOPY_OK);
            assert_int_equal(scratch_read(scratch, 0, got, BYTES + LATER), WIRECOPY_OK);
            assert_memory_equal(got, expected, BYTES + LATER);
            scratch_free(scratch);
            scratch_free(other);
            scratch_space_free(space);
        }
    free(expected);
    free(got);
}

static void what_is_lent_is_what_is_lacking(void **state)
{
    struct scratch_space *space;
    (void)state;
    assert_int_equal(scratch_space_create(NULL, 1 << 20, &space), WIRECOPY_OK);
    assert_int_equal(scratch_space_lend(space, 1 << 19, 1 << 20), 0);
    assert_int_equal(scratch_space_lend(space, 3 << 19, 1 << 20), 1 << 19);
    assert_int_equal(scratch_space_lend(space, 1 << 22, 1 << 20), 1 << 20);
    assert_int_equal(scratch_space_claim(space, UINT64_MAX), (1 << 20) + (1 << 19) + (1 << 20));
    scratch_space_free(space);
}

static void faults_are_told(void **state)
{
    char *expected = malloc(SIZE), got[100];
    struct scratch_space *space;
    struct scratch *scratch;
    (void)state;
    assert_int_equal(scratch_space_create("/no/such/folder", 0, &space), WIRECOPY_OK);
    assert_int_equal(scratch_create(space, &scratch), WIRECOPY_OK);
    assert_int_equal(scratch_append(scratch, "x", 1), WIRECOPY_IO);
    assert_non_null(strstr(status_detail(), "/no/such/folder"));
    scratch_free(scratch);
    scratch_space_free(space);
    assert_int_equal(scratch_space_create(NULL, 0, &space), WIRECOPY_OK);
    scratch = filled(space, expected, false);
    scratch_fail_read_at(1);
    assert_int_equal(scratch_read(scratch, 0, got, 100), WIRECOPY_IO);
    assert_int_equal(scratch_read(scratch, 0, got, 100), WIRECOPY_OK);
    scratch_fail_write_at(1);
    assert_int_equal(scratch_append(scratch, expected, SIZE), WIRECOPY_IO);
    scratch_fail_write_at(0);
    scratch_free(scratch);
    scratch_space_free(space);
    free(expected);
}

static void what_failed_to_be_appended_can_be_appended_again(void **state)
{
    enum { PIECE_MOST = 700000 };
    char *expected = malloc(SIZE), *got = malloc(SIZE);
    (void)state;
    for (size_t i = 0; i < SIZE; i++)
        expected[i] = (char)hash_counter(6, i / 8);
    for (uint64_t failing = 1; failing <= 4; failing++) {
        struct scratch_space *space;
        struct scratch *scratch;
        uint64_t failed = 0;
        assert_int_equal(scratch_space_create(NULL, 0, &space), WIRECOPY_OK);
        assert_int_equal(scratch_create(space, &scratch), WIRECOPY_OK);
        for (size_t at = 0, size; at < SIZE; at += size) {
            enum wirecopy_status status;
            size = (size_t)hash_counter(7, at) % PIECE_MOST;
            size = size < SIZE - at ? size : SIZE - at;
            scratch_fail_write_at(failing);
            status = scratch_append(scratch, expected + at, size);
            failed += status != WIRECOPY_OK;
            scratch_fail_write_at(0);
            if (status != WIRECOPY_OK) {
                assert_int_equal(scratch_size(scratch), at);
                assert_int_equal(scratch_read(scratch, 0, got, at), WIRECOPY_OK);
                assert_memory_equal(got, expected, at);
                assert_int_equal(scratch_append(scratch, expected + at, size), WIRECOPY_OK);
            }
        }
        assert_true(failing > 2 || failed > 0);
        assert_int_equal(scratch_read(scratch, 0, got, SIZE), WIRECOPY_OK);
        assert_memory_equal(got, expected, SIZE);
        scratch_free(scratch);
        scratch_space_free(space);
    }
    free(expected);
    free(got);
}

static void a_set_is_exact_and_a_sieve_forgets_nothing(void **state)
{
    struct hash_set set = {0};
    struct sieve sieve;
    (void)state;
    assert_false(hash_set_has(&set, 0));
    for (uint64_t i = 0; i < 5000; i++)
        assert_int_equal(hash_set_add(&set, i % 2 ? hash_counter(1, i) : i), WIRECOPY_OK); /* 0 and small ones too */
    assert_int_equal(set.count, 5000);
    for (uint64_t i = 0; i < 5000; i++) {
        assert_true(hash_set_has(&set, i % 2 ? hash_counter(1, i) : i));
        assert_false(hash_set_has(&set, hash_counter(2, i)));
    }
    hash_set_release(&set);
    assert_int_equal(sieve_init(&sieve, 100000, 0, 2), WIRECOPY_OK);
    for (uint64_t i = 0; i < 100000; i++)
        sieve_add(&sieve, hash_counter(3, i % 30000));
    for (uint64_t i = 0; i < 30000; i++)
        assert_true(sieve_met(&sieve, hash_counter(3, i), i < 10000 ? 4 : 3));
    for (uint64_t i = 0; i < 70000; i++)
        sieve_add(&sieve, 5);
    assert_true(sieve_met(&sieve, 5, SIEVE_MOST)); /* full, and not begun anew */
    sieve_release(&sieve);
}

static void a_bit_says_what_its_place_of_a_sieve_does(void **state)
{
    static const uint32_t times[] = {1, 2, 3, 4, 82, 127, 128};
    struct sieve sieve;
    uint64_t *bits;
    (void)state;
    assert_int_equal(sieve_init(&sieve, 1000, 0, 1), WIRECOPY_OK);
    for (uint64_t i = 0; i <= sieve.mask; i++)
        sieve_add_times(&sieve, i, (uint32_t)(hash_counter(6, i) % (i % 2 ? 256 : 6)));
    bits = malloc(sieve.mask / 8 + 1);
    for (size_t t = 0; t < sizeof times / sizeof *times; t++) {
        sieve_met_bits(&sieve, times[t], bits);
        for (uint64_t i = 0; i <= sieve.mask; i++)
            assert_int_equal(bits[i / 64] >> i % 64 & 1, sieve_met(&sieve, i, times[t]));
    }
    free(bits);
    sieve_release(&sieve);
}

/* A scratch of so many bytes, none of them zero, that comes and goes. */
static void come_and_go(struct scratch_space *space, size_t size)
{
    struct scratch *scratch;
    char *bytes = malloc(size);
    memset(bytes, 1, size);
    assert_int_equal(scratch_create(space, &scratch), WIRECOPY_OK);
    assert_int_equal(scratch_append(scratch, bytes, size), WIRECOPY_OK);
    scratch_free(scratch);
    free(bytes);
}

static void memory_that_came_back_serves_again_and_is_zero_where_nothing_was_written(void **state)
{
    enum { MEMORY = 1 << 20 };
    char *got = malloc(MEMORY);
    struct scratch_space *space;
    struct scratch *scratch;
    uint64_t allocations;
    (void)state;
    assert_int_equal(scratch_space_create(NULL, MEMORY, &space), WIRECOPY_OK);
    come_and_go(space, MEMORY);
    allocations = memory_allocations();
    assert_int_equal(scratch_create(space, &scratch), WIRECOPY_OK);
    assert_int_equal(scratch_append(scratch, "x", 1), WIRECOPY_OK);
    assert_int_equal(scratch_extend(scratch, MEMORY), WIRECOPY_OK);
    assert_int_equal(scratch_read(scratch, 0, got, MEMORY), WIRECOPY_OK);
    for (size_t i = 0; i < MEMORY; i++)
        assert_int_equal(got[i], i == 0 ? 'x' : 0);
    assert_int_equal(memory_allocations() - allocations, 2); /* the scratch and its list of chunks */
    assert_int_equal(scratch_space_file_bytes(space), 0);
    scratch_free(scratch);
    scratch_space_free(space);
    free(got);
}

static void memory_that_came_back_can_be_claimed(void **state)
{
    struct scratch_space *space;
    struct scratch *scratch;
    (void)state;
    assert_int_equal(scratch_space_create(NULL, 1 << 20, &space), WIRECOPY_OK);
    come_and_go(space, 1 << 20);
    assert_int_equal(scratch_space_claim(space, 1 << 21), 1 << 20);
    assert_int_equal(scratch_create(space, &scratch), WIRECOPY_OK);
    assert_int_equal(scratch_append(scratch, "x", 1), WIRECOPY_OK); /* into a file: all memory is claimed */
    assert_int_equal(scratch_held(scratch), 0);
    scratch_free(scratch);
    scratch_space_return(space, 1 << 20);
    scratch_space_free(space);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_that_came_back_serves_again_and_is_zero_where_nothing_was_written),
        cmocka_unit_test(memory_that_came_back_can_be_claimed),
        cmocka_unit_test(what_was_put_comes_back),
        cmocka_unit_test(what_is_in_memory_stays_there_and_comes_back_with_the_rest),
        cmocka_unit_test(a_look_elsewhere_leaves_what_was_read_ahead),
        cmocka_unit_test(what_lies_behind_the_end_of_a_look_is_not_read_ahead),
        cmocka_unit_test(what_was_cut_off_is_written_anew),
        cmocka_unit_test(who_yields_goes_to_a_file_first),
        cmocka_unit_test(what_is_spilt_is_still_there_and_its_memory_serves_others),
        cmocka_unit_test(what_is_lent_is_what_is_lacking),
        cmocka_unit_test(faults_are_told),
        cmocka_unit_test(what_failed_to_be_appended_can_be_appended_again),
        cmocka_unit_test(a_bit_says_what_its_place_of_a_sieve_does),
        cmocka_unit_test(a_set_is_exact_and_a_sieve_forgets_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
