/* What is found on shelves, and all of it, in another run. */
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
#include "base/sort/shelves.h"

enum { PARTS = 8, SHIFT = 9 };

static char directory[] = "/tmp/wirecopy-shelves-XXXXXX";

static int make_directory(void **state)
{
    (void)state;
    return mkdtemp(directory) ? 0 : -1;
}

static int remove_directory(void **state)
{
    char path[64];
    (void)state;
    snprintf(path, sizeof path, "%s/keys", directory);
    unlink(path);
    return rmdir(directory);
}

/* Of values one in four has one of three names, the rest spread ones; the last part is empty. */
static uint64_t value_of(uint64_t i, unsigned bits)
{
    uint64_t random = hash_counter(5, i), name = random & 3 ? random >> 20 : (random >> 2) % 3;
    return (name << SHIFT | (random >> 8 & ((1 << SHIFT) - 1))) & UINT64_MAX >> (64 - bits);
}

static size_t part_of(uint64_t value)
{
    return (value >> SHIFT) % (PARTS - 1);
}

static void save(uint64_t count, unsigned bits, struct scratch_space *space)
{
    struct distribution distribution;
    struct saving *saving;
    assert_int_equal(distribution_init(&distribution, space, PARTS, bits), WIRECOPY_OK);
    for (uint64_t i = 0; i < count; i++)
        assert_int_equal(distribution_add(&distribution, part_of(value_of(i, bits)), value_of(i, bits)), WIRECOPY_OK);
    assert_int_equal(distribution_finish(&distribution), WIRECOPY_OK);
    assert_int_equal(saving_begin(directory, "keys", 1, &saving), WIRECOPY_OK);
    assert_int_equal(saving_end(saving, shelves_save(&distribution, bits, SHIFT, saving), NULL), WIRECOPY_OK);
    distribution_release(&distribution);
}

static void restore(struct shelves *shelves, unsigned bits, struct scratch_space *space)
{
    struct saved *saved;
    assert_int_equal(saved_open(directory, "keys", &saved), WIRECOPY_OK);
    assert_int_equal(shelves_restore(shelves, saved, space, PARTS, bits), WIRECOPY_OK);
    saved_close(saved);
}

static int compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* The values of a part that have one of some names, or all of it, in order. */
static size_t expected_of(uint64_t count, unsigned bits, size_t part, const uint64_t *names, size_t name_count, uint64_t *expected)
{
    size_t found = 0;
    for (uint64_t i = 0; i < count; i++) {
        uint64_t value = value_of(i, bits);
        bool asked = !names;
        for (size_t n = 0; n < name_count && !asked; n++)
            asked = value >> SHIFT == names[n];
        if (part_of(value) == part && asked)
            expected[found++] = value;
    }
    qsort(expected, found, sizeof *expected, compare);
    return found;
}

static void check_part(const struct shelves *shelves, uint64_t count, unsigned bits, size_t part)
{
    enum { NAMES = 12 };
    uint64_t names[NAMES], *expected = malloc((count + 1) * sizeof *expected), *values;
    size_t name_count = 0, kept = 0, has;
    struct buffer room = {0}, found = {0}, beside = {0};
    for (uint64_t name = 0; name < 3; name++)
        names[name_count++] = name;
    for (uint64_t i = 1; i < NAMES - 3 && i < count; i++) /* some that are there, in this part or not, and the greatest */
        names[name_count++] = value_of(i, bits) >> SHIFT;
    names[name_count++] = UINT64_MAX >> SHIFT;
    qsort(names, name_count, sizeof *names, compare);
    for (size_t i = 0; i < name_count; i++)
        if (i == 0 || names[i] != names[kept - 1])
            names[kept++] = names[i];
    assert_int_equal(shelves_find(shelves, part, names, kept, SHIFT, &room, &found), WIRECOPY_OK);
    assert_int_equal(found.size / sizeof *expected, expected_of(count, bits, part, names, kept, expected));
    if (found.size > 0)
        assert_memory_equal(found.data, expected, found.size);
    assert_int_equal(shelves_load(shelves, part, &room, &beside, &values, &has), WIRECOPY_OK);
    assert_true(has <= shelves_count_most(shelves, part));
    qsort(values, has, sizeof *values, compare);
    assert_int_equal(has, expected_of(count, bits, part, NULL, 0, expected));
    if (has > 0)
        assert_memory_equal(values, expected, has * sizeof *values);
    buffer_release(&room);
    buffer_release(&found);
    buffer_release(&beside);
    free(expected);
}

static void values_are_found_by_name(void **state)
{
    (void)state;
    for (unsigned bits = 10; bits <= 60; bits += 5) /* of every width */
        for (uint64_t count = 0; count < 40000; count = count * 9 + 1) {
            struct scratch_space *space;
            struct shelves shelves;
            assert_int_equal(scratch_space_create(NULL, 1 << 22, &space), WIRECOPY_OK);
            save(count, bits, space);
            restore(&shelves, bits, space);
            for (size_t part = 0; part < PARTS; part++)
                check_part(&shelves, count, bits, part);
            shelves_release(&shelves);
            scratch_space_free(space);
        }
}

static void what_was_restored_is_saved_as_it_was(void **state)
{
    enum { COUNT = 5000, BITS = 40 };
    struct scratch_space *space;
    struct shelves shelves;
    struct saving *saving;
    (void)state;
    assert_int_equal(scratch_space_create(NULL, 1 << 22, &space), WIRECOPY_OK);
    save(COUNT, BITS, space);
    restore(&shelves, BITS, space);
    assert_int_equal(saving_begin(directory, "keys", 1, &saving), WIRECOPY_OK);
    assert_int_equal(saving_end(saving, shelves_save_again(&shelves, saving), NULL), WIRECOPY_OK);
    shelves_release(&shelves);
    restore(&shelves, BITS, space);
    for (size_t part = 0; part < PARTS; part++)
        check_part(&shelves, COUNT, BITS, part);
    shelves_release(&shelves);
    scratch_space_free(space);
}

static void shelves_of_other_values_are_refused(void **state)
{
    struct scratch_space *space;
    struct shelves shelves;
    struct saved *saved;
    (void)state;
    assert_int_equal(scratch_space_create(NULL, 1 << 22, &space), WIRECOPY_OK);
    save(100, 40, space);
    for (unsigned i = 0; i < 2; i++) {
        assert_int_equal(saved_open(directory, "keys", &saved), WIRECOPY_OK);
        assert_int_equal(shelves_restore(&shelves, saved, space, i ? PARTS : 2 * PARTS, i ? 41 : 40), WIRECOPY_BAD_INPUT);
        saved_close(saved);
    }
    scratch_space_free(space);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_found_by_name),
        cmocka_unit_test(what_was_restored_is_saved_as_it_was),
        cmocka_unit_test(shelves_of_other_values_are_refused),
    };
    return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
