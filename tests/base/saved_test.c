/* Saved files: what was put comes back, and what is not as it was put is refused, in words, before it is given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/storage/saved.h"
#include "base/storage/saved_blocks.h"

/* Two sections: a few bytes, and so many that they are many blocks, of which the last is not whole. */
enum { FEW = 13, MANY = 40 * SAVED_BLOCK_BYTES + 4321 };
static char directory[] = "/tmp/wirecopy-saved-file-XXXXXX", path[64], few[FEW], many[MANY];

static int make(void **state)
{
    (void)state;
    for (size_t i = 0; i < MANY; i++)
        many[i] = (char)hash_counter(3, i / 8);
    memcpy(few, many + 100, FEW);
    if (!mkdtemp(directory))
        return -1;
    snprintf(path, sizeof path, "%s/things", directory);
    return 0;
}

static int clean(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(directory);
}

static void save(void)
{
    struct saving *saving;
    enum wirecopy_status status;
    assert_int_equal(saving_begin(directory, "things", 7, &saving), WIRECOPY_OK);
    status = saving_put(saving, few, FEW);
    if (status == WIRECOPY_OK)
        status = saving_put(saving, many, MANY);
    assert_int_equal(saving_end(saving, status, NULL), WIRECOPY_OK);
}

static struct scratch_space *space_of(uint64_t memory_bytes)
{
    struct scratch_space *space;
    assert_int_equal(scratch_space_create(NULL, memory_bytes, &space), WIRECOPY_OK);
    return space;
}

/* Reads all of it in pieces of many sizes, here and there, and then from front to back. */
static void is_many(const struct scratch *scratch)
{
    static char got[MANY];
    struct buffer room = {0};
    const void *view;
    assert_int_equal(scratch_size(scratch), MANY);
    for (uint64_t i = 0; i < 500; i++) {
        size_t at = (size_t)(hash_counter(4, i) % MANY), size = (size_t)(hash_counter(5, i) % (3 * SAVED_BLOCK_BYTES));
        size = size < MANY - at ? size : MANY - at;
        assert_int_equal(scratch_view(scratch, at, size, &room, &view), WIRECOPY_OK);
        assert_memory_equal(view, many + at, size);
    }
    assert_int_equal(scratch_read(scratch, 0, got, MANY), WIRECOPY_OK);
    assert_memory_equal(got, many, MANY);
    buffer_release(&room);
}

static void what_was_saved_comes_back_from_memory_and_from_the_file(void **state)
{
    (void)state;
    save();
    for (int kept = 0; kept < 5; kept++) { /* 3: shown where it lies in the file, 4: as far as memory is left for half of it */
        uint64_t memory_bytes = kept % 2 == 0 && kept > 0 ? MANY / 2 : 8 << 20;
        struct scratch_space *space = space_of(memory_bytes);
        struct scratch *scratch;
        struct saved *saved;
        char got[FEW];
        assert_int_equal(saved_open(directory, "things", &saved), WIRECOPY_OK);
        assert_int_equal(saved_fingerprint(saved), 7);
        assert_int_equal(saved_take(saved, got, FEW), WIRECOPY_OK);
        assert_memory_equal(got, few, FEW);
        assert_int_equal(saved_take_scratch(saved, space, kept > 0 && kept < 3, &scratch), WIRECOPY_OK);
        if (kept >= 3)
            assert_int_equal(scratch_show_in_place(scratch), WIRECOPY_OK);
        saved_close(saved); /* the scratch has what it needs */
        is_many(scratch);
        assert_int_not_equal(scratch_append(scratch, few, FEW), WIRECOPY_OK); /* it can be read only */
        assert_int_not_equal(scratch_write(scratch, 5, few, FEW), WIRECOPY_OK);
        assert_int_equal(scratch_make_way(scratch, UINT64_MAX), WIRECOPY_OK);
        is_many(scratch);
        scratch_free(scratch);
        assert_int_equal(scratch_space_claim(space, UINT64_MAX / 2), memory_bytes); /* all was given back */
        scratch_space_free(space);
    }
}

/* Changes a bit of the file and reads it all; what went wrong, or WIRECOPY_OK. */
static enum wirecopy_status read_with_bit(long at, int bit, bool kept)
{
    struct scratch_space *space = space_of(8 << 20);
    struct scratch *scratch = NULL;
    struct saved *saved;
    FILE *file = fopen(path, "r+b");
    char got[FEW];
    static char all[MANY];
    int byte;
    enum wirecopy_status status;
    assert_non_null(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    byte = fgetc(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    assert_int_equal(fputc(byte ^ 1 << bit, file), byte ^ 1 << bit);
    assert_int_equal(fclose(file), 0);
    status_clear();
    status = saved_open(directory, "things", &saved);
    if (status == WIRECOPY_OK)
        status = saved_take(saved, got, FEW);
    if (status == WIRECOPY_OK)
        status = saved_take_scratch(saved, space, kept, &scratch);
    if (status == WIRECOPY_OK && !kept)
        status = scratch_show_in_place(scratch);
    for (size_t read = 0; status == WIRECOPY_OK && read < MANY; read += 5000) /* what is shown in place is read piece by piece */
        status = scratch_read(scratch, read, all + read, MANY - read < 5000 ? MANY - read : 5000);
    if (status == WIRECOPY_OK)
        status = scratch_read(scratch, 0, all, MANY);
    assert_true(status == WIRECOPY_OK || strstr(status_detail(), path));
    scratch_free(scratch);
    saved_close(saved);
    scratch_space_free(space);
    return status;
}

static long file_size(void)
{
    FILE *file = fopen(path, "rb");
    long size;
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    size = ftell(file);
    assert_int_equal(fclose(file), 0);
    return size;
}

static void a_bit_that_was_changed_is_refused_wherever_it_is(void **state)
{
    long size;
    (void)state;
    save();
    size = file_size();
    for (long i = 0; i < 400; i++) {
        long at = i < 100 ? i : i < 200 ? size - 1 - (i - 100) : (long)(hash_counter(6, (uint64_t)i) % (uint64_t)size);
        assert_int_equal(read_with_bit(at, (int)(i % 8), i % 2), WIRECOPY_BAD_INPUT);
        save();
    }
}

static void a_save_of_another_version_is_refused_in_words(void **state)
{
    enum { VERSION_AT = 8 };
    (void)state;
    save();
    assert_int_equal(read_with_bit(VERSION_AT, 0, false), WIRECOPY_BAD_INPUT);
    assert_non_null(strstr(status_detail(), "another version"));
    save();
}

static void a_file_that_was_cut_is_refused(void **state)
{
    (void)state;
    save();
    for (long size = file_size(), cut = 1; cut < size; cut += cut / 2 + 1) {
        struct saved *saved;
        assert_int_equal(truncate(path, size - cut), 0);
        assert_int_equal(saved_open(directory, "things", &saved), WIRECOPY_BAD_INPUT);
        assert_null(saved);
        save();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_saved_comes_back_from_memory_and_from_the_file),
        cmocka_unit_test(a_bit_that_was_changed_is_refused_wherever_it_is),
        cmocka_unit_test(a_save_of_another_version_is_refused_in_words),
        cmocka_unit_test(a_file_that_was_cut_is_refused),
    };
    return cmocka_run_group_tests(tests, make, clean);
}
