/* What was made in any order comes back in order of rank, each once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "match/sets/reordered.h"

/* STEP has no factor of RANKS, so that its multiples are all ranks. Every fifth has nothing, every seventh was not added. */
enum { RANKS = 10000, STEP = 7919, LARGEST = 9000, LEFT_OUT = 7, EMPTY = 5, MEMORY = 1 << 26, EXPECTED = 1 << 23 };

static size_t size_of(uint32_t rank)
{
    return rank % EMPTY == 0 ? 0 : rank % 1000 == 1 ? (size_t)8 * LARGEST : 8 * (size_t)(hash_counter(1, rank) % 100);
}

static void fill(uint32_t rank, uint64_t *data)
{
    for (size_t i = 0; i < size_of(rank) / 8; i++)
        data[i] = hash_counter(rank, i);
}

static enum wirecopy_status check(void *context, uint32_t rank, uint64_t beside, char *data, size_t size)
{
    static uint64_t expected[LARGEST];
    uint32_t *next = context;
    *next += *next % LEFT_OUT == 0;
    assert_int_equal(rank, *next);
    assert_int_equal(beside, hash_counter(2, rank));
    assert_int_equal(size, size_of(rank));
    fill(rank, expected);
    assert_memory_equal(data, expected, size);
    memset(data, 0, size);
    ++*next;
    return WIRECOPY_OK;
}

/* Adds and visits all; whatever fails is said. */
static enum wirecopy_status go_through(struct scratch_space *space, uint64_t expected)
{
    static uint64_t data[LARGEST];
    struct reordered *reordered;
    uint32_t next = 0;
    enum wirecopy_status status = reordered_create(space, RANKS, expected, &reordered);
    if (status != WIRECOPY_OK)
        return status;
    assert_non_null(reordered);
    for (uint32_t i = 0; i < RANKS && status == WIRECOPY_OK; i++) {
        uint32_t rank = (uint32_t)((uint64_t)i * STEP % RANKS);
        fill(rank, data);
        if (rank % LEFT_OUT)
            status = reordered_add(reordered, rank, hash_counter(2, rank), (const char *)data, size_of(rank));
    }
    if (status == WIRECOPY_OK)
        status = reordered_each(reordered, check, &next);
    if (status == WIRECOPY_OK)
        assert_int_equal(next, RANKS);
    reordered_free(reordered);
    return status;
}

static void all_come_back_in_order(void **state)
{
    struct scratch_space *space;
    (void)state;
    assert_int_equal(scratch_space_create(NULL, MEMORY, &space), WIRECOPY_OK);
    assert_int_equal(go_through(space, 1), WIRECOPY_OK);
    assert_int_equal(go_through(space, EXPECTED), WIRECOPY_OK);
    assert_true(scratch_space_claim(space, MEMORY / 2) == MEMORY / 2); /* all was given back */
    scratch_space_free(space);
}

static void what_cannot_be_read_or_written_is_said(void **state)
{
    struct scratch_space *space;
    struct reordered *reordered;
    (void)state;
    assert_int_equal(scratch_space_create(NULL, MEMORY, &space), WIRECOPY_OK);
    scratch_fail_write_at(2);
    assert_int_equal(go_through(space, EXPECTED), WIRECOPY_IO);
    scratch_fail_write_at(0);
    scratch_fail_read_at(3);
    assert_int_equal(go_through(space, EXPECTED), WIRECOPY_IO);
    scratch_fail_read_at(0);
    for (uint64_t n = 1; n < 8; n++) {
        memory_fail_at(n);
        assert_int_equal(go_through(space, EXPECTED), WIRECOPY_NO_MEMORY);
        memory_fail_at(0);
    }
    scratch_space_free(space);
    assert_int_equal(scratch_space_create(NULL, 1 << 16, &space), WIRECOPY_OK);
    assert_int_equal(reordered_create(space, RANKS, EXPECTED, &reordered), WIRECOPY_OK);
    assert_null(reordered);
    scratch_space_free(space);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_come_back_in_order), cmocka_unit_test(what_cannot_be_read_or_written_is_said)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
