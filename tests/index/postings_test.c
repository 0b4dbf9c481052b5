/* Postings against a sorted array: random keys are added and removed, in batches, and looked up. */
#include "index/index_testing.h"

#include <stdlib.h>

#include "base/hash.h"
#include "index/postings.h"

enum { KEYS = 300, PREFIXES = 400, ROUNDS = 60 };

/* Whether a posting is there: by key and prefix. */
static bool model[3][KEYS][PREFIXES];

static uint64_t drawn;

static uint32_t draw(uint32_t below)
{
    return (uint32_t)(hash_counter(2, drawn++) % below);
}

static struct sort_record posting_of(unsigned kind, unsigned key, unsigned prefix)
{
    return (struct sort_record){(uint64_t)kind << 32 | key * UINT32_C(14316557), prefix * UINT32_C(10737418)};
}

/* Draws a batch that changes the model. */
static void draw_batch(struct sort_record *added, size_t *added_count, struct sort_record *removed, size_t *removed_count)
{
    unsigned count = draw(4) == 0 ? draw(3000) : draw(30);
    *added_count = *removed_count = 0;
    for (unsigned i = 0; i < count; i++) {
        unsigned kind = draw(3), key = draw(4) ? draw(KEYS) : 7, prefix = draw(PREFIXES); /* one key is everybody's */
        bool *is = &model[kind][key][prefix];
        if (*is && draw(2)) {
            removed[(*removed_count)++] = posting_of(kind, key, prefix);
            *is = false;
        } else if (!*is) {
            added[(*added_count)++] = posting_of(kind, key, prefix);
            *is = true;
        }
    }
}

static void must_find(struct postings_look *look, unsigned kind, unsigned key, struct buffer *room)
{
    const uint32_t *prefixes;
    size_t at = 0;
    room->size = 0;
    assert_int_equal(postings_of(look, posting_of(kind, key, 0).key, room), WIRECOPY_OK);
    if (room->size > 0) /* of two tables */
        sort_u32((uint32_t *)(void *)room->data, room->size / sizeof *prefixes);
    prefixes = (const uint32_t *)(const void *)room->data;
    for (unsigned prefix = 0; prefix < PREFIXES; prefix++)
        if (model[kind][key][prefix]) {
            assert_true(at < room->size / sizeof *prefixes);
            assert_int_equal(prefixes[at++], posting_of(kind, key, prefix).value);
        }
    assert_int_equal(at, room->size / sizeof *prefixes);
}

/* What is added and removed in one batch is in both lists only where it is in neither. */
static void forget_both(struct sort_record *a, size_t *a_count, struct sort_record *b, size_t *b_count)
{
    size_t kept = 0;
    for (size_t i = 0; i < *a_count; i++) {
        size_t j = 0;
        while (j < *b_count && posting_compare(&a[i], &b[j]) != 0)
            j++;
        if (j == *b_count)
            a[kept++] = a[i];
        else
            b[j] = b[--*b_count];
    }
    *a_count = kept;
}

static void postings_are_those_that_were_added(void **state)
{
    static struct sort_record added[3000], removed[3000];
    char folder[64];
    struct wirecopy_index *index;
    struct postings_look look;
    struct buffer room = {0};
    uint64_t expected = 0, before;
    (void)state;
    new_folder(folder);
    create_index(folder, 1);
    index = open_index(folder, true);
    for (unsigned round = 0; round < ROUNDS; round++) {
        size_t added_count, removed_count;
        draw_batch(added, &added_count, removed, &removed_count);
        forget_both(removed, &removed_count, added, &added_count);
        added_count = postings_sort(added, added_count);
        removed_count = postings_sort(removed, removed_count);
        expected += added_count - removed_count;
        assert_int_equal(store_begin(index->store, true), WIRECOPY_OK);
        assert_int_equal(about_read_counts(index), WIRECOPY_OK);
        before = index->counts.postings;
        assert_int_equal(postings_change(index, added, added_count, removed, removed_count), WIRECOPY_OK);
        assert_int_equal(index->counts.postings - before, added_count - removed_count);
        for (unsigned moves = draw(3) == 0; moves > 0; moves--)
            assert_int_equal(postings_move(index), WIRECOPY_OK);
        assert_int_equal(about_write_counts(index), WIRECOPY_OK);
        assert_int_equal(store_keep(index->store), WIRECOPY_OK);
        assert_int_equal(store_begin(index->store, false), WIRECOPY_OK);
        assert_int_equal(postings_look_begin(index, &look), WIRECOPY_OK);
        for (unsigned i = 0; i < 200; i++)
            must_find(&look, draw(3), draw(KEYS), &room);
        must_find(&look, 1, 7, &room);
        postings_look_end(&look);
        store_drop(index->store);
    }
    assert_true(expected > 1000);
    buffer_release(&room);
    wirecopy_index_close(index);
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(postings_are_those_that_were_added)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
