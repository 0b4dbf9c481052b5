/* Blocks that lie in files: they are what blocks in memory are, and no anonymous memory. Pages that are handed out at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/memory_testing.h"
#include "base/parallel.h"

enum { SMALL = 1000, LARGE = 8 << 20, LARGER = 48 << 20 };

static void fill(char *data, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        data[i] = (char)(i * 2654435761u >> 16);
}

static void assert_filled(const char *data, size_t to)
{
    size_t i = 0;
    while (i < to && data[i] == (char)(i * 2654435761u >> 16))
        i++;
    assert_int_equal(i, to);
}

static void an_outsized_block_holds_what_was_put_while_it_grows(void **state)
{
    char *block = memory_allocate(1, SMALL);
    (void)state;
    assert_null(memory_outsized("/tmp"));
    fill(block, 0, SMALL);
    block = memory_resize(block, 1, LARGE); /* from memory into a file */
    assert_filled(block, SMALL);
    fill(block, SMALL, LARGE);
    assert_string_equal(memory_outsized(NULL), "/tmp");
    block = memory_resize(block, 1, LARGER); /* it stays there */
    assert_filled(block, LARGE);
    fill(block, LARGE, LARGER);
    block = memory_resize(block, 1, SMALL);
    assert_filled(block, SMALL);
    memory_free(block);
}

static void an_outsized_block_is_no_anonymous_memory(void **state)
{
    size_t before = anonymous_bytes();
    struct buffer buffer = {0};
    char *block;
    (void)state;
    memory_outsized("/tmp");
    block = memory_allocate_zero(1, LARGER);
    for (size_t i = 0; i < LARGER; i += 4096)
        assert_int_equal(block[i], 0);
    fill(block, 0, LARGER);
    for (size_t i = 0; i < LARGER; i += LARGE)
        assert_int_equal(buffer_append(&buffer, block + i, LARGE), WIRECOPY_OK);
    memory_outsized(NULL);
    assert_filled(buffer.data, LARGER);
    assert_true(anonymous_bytes() < before + LARGE);
    memory_free(block);
    buffer_release(&buffer);
}

static void where_no_file_can_be_made_a_block_lies_in_memory(void **state)
{
    char *block;
    (void)state;
    memory_outsized("/no/such/directory");
    block = memory_allocate(1, LARGE);
    assert_non_null(block);
    fill(block, 0, LARGE);
    block = memory_resize(block, 2, LARGE);
    assert_filled(block, LARGE);
    memory_free(block);
    memory_outsized(NULL);
}

enum { PIECES = 200 };

/* Blocks are made, grown and freed by several threads at once. */
static enum wirecopy_status make_and_free(void *context, void *slot, uint32_t begin, uint32_t end)
{
    const char *before = memory_outsized("/tmp");
    struct buffer *kept = slot;
    (void)context;
    (void)end;
    for (uint32_t i = 0; i < 3; i++) {
        size_t size = OUTSIZED_BYTES + hash_counter(begin, i) % OUTSIZED_BYTES;
        char *block = memory_allocate(1, size);
        memset(block, (int)begin, size);
        if (buffer_reserve(kept, size) != WIRECOPY_OK)
            return WIRECOPY_NO_MEMORY;
        block = memory_resize(block, 2, size);
        for (size_t j = 0; j < size; j += 4096)
            if (block[j] != (char)begin)
                return WIRECOPY_INTERNAL;
        memory_free(block);
    }
    buffer_release(kept);
    memory_outsized(before);
    return WIRECOPY_OK;
}

static void threads_make_and_free_outsized_blocks_at_once(void **state)
{
    struct buffer kept[4] = {{0}};
    void *slots[] = {&kept[0], &kept[1], &kept[2], &kept[3]};
    struct sweep sweep = {make_and_free, NULL, NULL, slots, PIECES, 1, NULL, 0};
    (void)state;
    assert_int_equal(parallel_sweep(&sweep, 4), WIRECOPY_OK);
}

static void what_is_touched_holds_what_was_put_and_zeros(void **state)
{
    char *block = memory_allocate_zero(LARGE, 1), *in_file;
    (void)state;
    fill(block, 0, LARGE / 3);
    memory_touch(block, LARGE);
    assert_filled(block, LARGE / 3);
    for (size_t i = LARGE / 3; i < LARGE; i++)
        assert_int_equal(block[i], 0);
    memory_touch(block + 1, SMALL);
    memory_touch(block, 0);
    memory_free(block);
    memory_outsized("/tmp");
    in_file = memory_allocate_zero(LARGE, 1);
    memory_touch(in_file, LARGE);
    memory_free(in_file);
    memory_outsized(NULL);
}

static void a_block_as_large_as_a_huge_page_begins_where_one_does(void **state)
{
    char *block = memory_allocate(1, LARGE);
    (void)state;
    assert_int_equal((uintptr_t)block % HUGE_PAGE_BYTES, 0);
    fill(block, 0, LARGE);
    block = memory_resize(block, 1, LARGER);
    assert_filled(block, LARGE);
    block = memory_resize(block, 1, SMALL);
    assert_filled(block, SMALL);
    memory_free(block);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_outsized_block_holds_what_was_put_while_it_grows),
        cmocka_unit_test(an_outsized_block_is_no_anonymous_memory),
        cmocka_unit_test(where_no_file_can_be_made_a_block_lies_in_memory),
        cmocka_unit_test(what_is_touched_holds_what_was_put_and_zeros),
        cmocka_unit_test(threads_make_and_free_outsized_blocks_at_once),
        cmocka_unit_test(a_block_as_large_as_a_huge_page_begins_where_one_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
