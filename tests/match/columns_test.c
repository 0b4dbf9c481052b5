/* Columns give every key that comes again, whatever lies in files, and all keys where they are asked for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/sort/sort.h"
#include "match/pairs/columns.h"

enum { BANDS = 5, RANK_BITS = 14, PIECE = 100, MEMORY_LARGE = 1 << 24, MEMORY_SMALL = 1 << 16 };

/* Half of the keys come twice or more often, and one in eight of a band is the same. */
static uint32_t key_of(uint32_t band, uint32_t article)
{
    uint64_t name = hash_counter(band, article) % 8 == 0 ? 1 : hash_counter(band + 10, article) % 3000;
    return (uint32_t)(hash_counter(band + 20, name) >> 32);
}

/* Articles stand in another order than their ranks. */
static uint32_t rank_of(uint32_t article, uint32_t articles)
{
    return articles - 1 - article;
}

struct fixture {
    struct scratch_space *space;
    struct columns columns;
    struct column_room room;
    uint32_t articles;
};

/* expected: of articles; it says how many parts a column has. */
static void open_fixture(struct fixture *f, uint32_t articles, uint64_t expected, uint64_t memory_bytes)
{
    *f = (struct fixture){.articles = articles};
    assert_int_equal(scratch_space_create(NULL, memory_bytes, &f->space), WIRECOPY_OK);
    assert_int_equal(columns_init(&f->columns, f->space, BANDS, expected, RANK_BITS, UINT64_MAX), WIRECOPY_OK);
    for (uint32_t first = 0; first < articles; first += PIECE) {
        uint32_t ranks[PIECE], keys[BANDS * PIECE], count = articles - first < PIECE ? articles - first : PIECE;
        for (uint32_t i = 0; i < count; i++) {
            ranks[i] = rank_of(first + i, articles);
            for (uint32_t band = 0; band < BANDS; band++)
                keys[band * PIECE + i] = key_of(band, first + i);
        }
        assert_int_equal(columns_add(&f->columns, ranks, keys, PIECE, count), WIRECOPY_OK);
    }
    assert_int_equal(columns_finish(&f->columns), WIRECOPY_OK);
}

static void close_fixture(struct fixture *f)
{
    column_room_release(&f->room);
    columns_release(&f->columns);
    scratch_space_free(f->space);
}

/* Of a part: keys above 32 bits of a rank, in order. */
static size_t expect(const struct fixture *f, uint32_t part, uint64_t *values)
{
    uint32_t band = part >> f->columns.part_bits, mask = ((uint32_t)1 << f->columns.part_bits) - 1;
    size_t count = 0;
    for (uint32_t i = 0; i < f->articles; i++)
        if ((key_of(band, i) & mask) == (part & mask))
            values[count++] = (uint64_t)key_of(band, i) << 32 | rank_of(i, f->articles);
    sort_u64(values, count);
    return count;
}

static size_t only_repeated(uint64_t *values, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool before = i > 0 && values[i - 1] >> 32 == values[i] >> 32, after = i + 1 < count && values[i + 1] >> 32 == values[i] >> 32;
        if (before || after)
            values[kept++] = values[i]; /* kept <= i, and a later value that equals it is never before the next one looked at */
    }
    return kept;
}

/* Of all those that columns_load shows, a tenth of which are marked by their keys. */
static void check_marked(struct fixture *f, uint32_t part)
{
    static uint64_t all[1 << RANK_BITS];
    struct marked marked = {0};
    uint64_t *values;
    size_t count, kept = 0, loaded;
    assert_int_equal(columns_load(&f->columns, part, &f->room, &values, &count), WIRECOPY_OK);
    assert_int_equal(marked_begin(&marked, count / 10, RANK_BITS), WIRECOPY_OK);
    for (size_t i = 0; i < count; i += 10)
        marked_add(&marked, values[i]);
    for (size_t i = 0; i < count; i++)
        if (marked_has(&marked, values[i]))
            all[kept++] = values[i];
    assert_int_equal(columns_load_marked(&f->columns, part, &marked, &f->room, &values, &loaded), WIRECOPY_OK);
    assert_int_equal(loaded, kept);
    if (kept > 0)
        assert_memory_equal(values, all, kept * sizeof *values);
    buffer_release(&marked.bits);
}

static void check(struct fixture *f)
{
    static uint64_t all[1 << RANK_BITS], again[1 << RANK_BITS];
    assert_int_equal(columns_parts(&f->columns), BANDS << f->columns.part_bits);
    for (uint32_t part = 0; part < columns_parts(&f->columns); part++) {
        uint64_t *values;
        size_t count, expected = expect(f, part, all), found;
        check_marked(f, part);
        assert_int_equal(columns_load(&f->columns, part, &f->room, &values, &count), WIRECOPY_OK);
        assert_int_equal(count, expected);
        for (size_t i = 0; i < count; i++)
            again[i] = (values[i] >> RANK_BITS << f->columns.part_bits | (part & (((uint32_t)1 << f->columns.part_bits) - 1))) << 32 |
                       (values[i] & ((1 << RANK_BITS) - 1));
        sort_u64(again, count);
        assert_memory_equal(again, all, count * sizeof *all);
        assert_int_equal(columns_often(&f->columns, part, &f->room, &values, &count), WIRECOPY_OK);
        for (size_t i = 1; i < count; i++)
            assert_true(values[i - 1] < values[i]);
        found = only_repeated(values, count);
        assert_true(count - found <= expected / 4 + 8); /* most of what comes once goes */
        expected = only_repeated(all, expected);
        assert_int_equal(found, expected);
        if (found > 0)
            assert_memory_equal(values, all, found * sizeof *all);
    }
}

static void keys_that_come_again_are_kept(void **state)
{
    static const uint32_t articles[] = {0, 1, 2, 4095, 4096, 4097, 9000};
    (void)state;
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
        for (uint64_t memory = MEMORY_SMALL; memory <= MEMORY_LARGE; memory <<= 8) {
            struct fixture f;
            open_fixture(&f, articles[i], articles[i], memory);
            check(&f);
            close_fixture(&f);
        }
}

static void columns_of_very_many_are_looked_at_in_parts(void **state)
{
    struct fixture f;
    (void)state;
    open_fixture(&f, 5000, 1 << 23, MEMORY_LARGE);
    assert_true(f.columns.part_bits > 1);
    check(&f);
    close_fixture(&f);
}

static void columns_are_restored_as_they_were_saved(void **state)
{
    char directory[] = "/tmp/columns-test-XXXXXX", path[64];
    struct saving *saving;
    struct saved *saved;
    struct fixture f;
    (void)state;
    assert_non_null(mkdtemp(directory));
    for (int whole = 0; whole < 2; whole++) {
        open_fixture(&f, 2500, 2500, MEMORY_SMALL);
        assert_int_equal(saving_begin(directory, "keys", 1, &saving), WIRECOPY_OK);
        assert_int_equal(saving_end(saving, columns_save(&f.columns, saving), NULL), WIRECOPY_OK);
        columns_release(&f.columns);
        assert_int_equal(columns_init(&f.columns, f.space, whole ? BANDS : BANDS + 1, 2500, RANK_BITS, UINT64_MAX), WIRECOPY_OK);
        assert_int_equal(saved_open(directory, "keys", &saved), WIRECOPY_OK);
        assert_int_equal(columns_restore(&f.columns, saved), whole ? WIRECOPY_OK : WIRECOPY_BAD_INPUT);
        if (whole)
            check(&f);
        saved_close(saved);
        close_fixture(&f);
    }
    snprintf(path, sizeof path, "%s/keys", directory);
    unlink(path);
    rmdir(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_that_come_again_are_kept),
        cmocka_unit_test(columns_of_very_many_are_looked_at_in_parts),
        cmocka_unit_test(columns_are_restored_as_they_were_saved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
