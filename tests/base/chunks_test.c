/* Chunks: no two share a byte, and what was given back is none of the process's memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/storage/chunks.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/memory_testing.h"

enum { SLAB = 2 * HUGE_PAGE_BYTES, MOST = 100 };

/* Takes a chunk and fills it with its number. */
static char *filled(struct chunks *chunks, unsigned number)
{
    char *chunk = chunks_take(chunks);
    assert_non_null(chunk);
    memset(chunk, (int)(number % 251), CHUNK_BYTES);
    return chunk;
}

static void assert_filled(const char *chunk, unsigned number)
{
    for (size_t i = 0; i < CHUNK_BYTES; i++)
        if (chunk[i] != (char)(number % 251))
            fail_msg("byte %zu of chunk %u is another's", i, number);
}

static void hold_what_was_put(bool huge)
{
    struct chunks chunks = {.huge = huge, .slab_bytes = SLAB};
    char *out[MOST] = {NULL};
    unsigned number[MOST] = {0};
    for (unsigned i = 0; i < 2000; i++) {
        size_t place = (size_t)(hash_counter(1, i) % MOST);
        if (out[place]) {
            assert_filled(out[place], number[place]);
            chunks_put(&chunks, out[place]);
            out[place] = NULL;
        } else {
            number[place] = i;
            out[place] = filled(&chunks, i);
        }
        if (i % 50 == 0)
            while (chunks_free_some(&chunks) > 0)
                ;
    }
    for (size_t i = 0; i < MOST; i++)
        if (out[i])
            assert_filled(out[i], number[i]);
    assert_true(chunks.page_count * (HUGE_PAGE_BYTES / CHUNK_BYTES) <= 2 * MOST); /* those that came back serve again */
    chunks_release(&chunks);
}

static void chunks_hold_what_was_put_while_others_come_and_go(void **state)
{
    (void)state;
    hold_what_was_put(false);
    hold_what_was_put(true);
}

static void a_spare_chunk_serves_before_another(void **state)
{
    struct chunks chunks = {.slab_bytes = SLAB};
    char *first = chunks_take(&chunks), *second = chunks_take(&chunks);
    (void)state;
    assert_ptr_not_equal(first, second);
    assert_int_equal(chunks_free_some(&chunks), 0);
    chunks_put(&chunks, first);
    assert_int_equal(chunks.spare_count, 1);
    assert_ptr_equal(chunks_take(&chunks), first);
    assert_int_equal(chunks.spare_count, 0);
    chunks_release(&chunks);
}

/* Gives back all but every third chunk, then all. */
static void what_was_freed_is_no_memory(void **state)
{
    struct chunks chunks = {.huge = true, .slab_bytes = SLAB};
    size_t before = anonymous_bytes(), kept = 0, freed = 0, more;
    char *out[MOST];
    (void)state;
    for (unsigned i = 0; i < MOST; i++)
        out[i] = filled(&chunks, i);
    for (unsigned i = 0; i < MOST; i++) {
        if (i % 3 == 0)
            kept++;
        else
            chunks_put(&chunks, out[i]);
    }
    while ((more = chunks_free_some(&chunks)) > 0)
        freed += more;
    assert_int_equal(kept + freed, MOST);
    assert_in_range(anonymous_bytes(), before, before + kept * CHUNK_BYTES + HUGE_PAGE_BYTES);
    for (unsigned i = 0; i < MOST; i += 3) {
        assert_filled(out[i], i);
        chunks_put(&chunks, out[i]);
    }
    while (chunks_free_some(&chunks) > 0)
        ;
    assert_in_range(anonymous_bytes(), 0, before + HUGE_PAGE_BYTES / 2);
    chunks_release(&chunks);
}

static void no_memory_is_said_and_leaves_what_there_is(void **state)
{
    struct chunks chunks = {.slab_bytes = SLAB};
    char *first = filled(&chunks, 1);
    uint64_t failed = 0;
    (void)state;
    for (unsigned i = 1; i < SLAB / CHUNK_BYTES; i++)
        assert_non_null(chunks_take(&chunks));
    for (uint64_t n = 1;; n++) {
        char *chunk;
        memory_fail_at(n);
        chunk = chunks_take(&chunks);
        memory_fail_at(0);
        if (chunk)
            break;
        failed++;
    }
    assert_true(failed >= 1);
    assert_filled(first, 1);
    chunks_release(&chunks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chunks_hold_what_was_put_while_others_come_and_go),
        cmocka_unit_test(a_spare_chunk_serves_before_another),
        cmocka_unit_test(what_was_freed_is_no_memory),
        cmocka_unit_test(no_memory_is_said_and_leaves_what_there_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
