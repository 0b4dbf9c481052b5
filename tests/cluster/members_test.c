/* A set of ranks against an array that is sorted anew after each step: whatever joins, in whatever order, each member is at its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "cluster/quorum/members.h"

enum { MOST = 6000, SEED = 7 };

/* The model: all that was added, in order. */
struct model {
    uint32_t ranks[MOST];
    uint32_t count;
};

static int in_order(const void *x, const void *y)
{
    const uint32_t *a = x, *b = y;
    return *a < *b ? -1 : *a > *b;
}

static void must_be_same(const struct members *members, struct model *model)
{
    qsort(model->ranks, model->count, sizeof *model->ranks, in_order);
    assert_int_equal(members_count(members), model->count);
    for (uint32_t k = 0; k < model->count; k++)
        assert_int_equal(members_at(members, k), model->ranks[k]);
}

/* Ranks that nobody has: all are distinct, since the multiplier is odd. */
static uint32_t next_rank(uint32_t *drawn)
{
    return (*drawn)++ * 2654435761u;
}

static void add_some(struct members *members, struct model *model, uint32_t count, uint32_t *drawn)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t rank = next_rank(drawn);
        assert_int_equal(members_add(members, rank), WIRECOPY_OK);
        model->ranks[model->count++] = rank;
    }
}

/* More than the late run holds, so that the runs are merged now and then. */
static void members_are_at_their_places_whatever_order_they_came_in(void **state)
{
    static struct model model;
    struct members members = {0};
    uint32_t drawn = 0;
    (void)state;
    while (model.count < 3 * MEMBERS_LATE_MOST) {
        add_some(&members, &model, 1 + (uint32_t)(hash_counter(SEED, model.count) % 97), &drawn);
        must_be_same(&members, &model);
    }
    members_settle(&members);
    must_be_same(&members, &model);
    assert_memory_equal(members.ranks, model.ranks, model.count * sizeof *model.ranks);
    members_release(&members);
}

/* Few of them go in one by one, many are merged; with late runs in either set or none. */
static void sets_of_all_sizes_join(void **state)
{
    static const uint32_t sizes[] = {0, 1, MEMBERS_LATE_MOST / 8, MEMBERS_LATE_MOST / 8 + 1, MEMBERS_LATE_MOST, MEMBERS_LATE_MOST + 1, 2500};
    static struct model model;
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (size_t j = 0; j < sizeof sizes / sizeof *sizes; j++) {
            struct members members = {0}, other = {0};
            uint32_t drawn = (uint32_t)(i * 100000 + j * 10000);
            model.count = 0;
            add_some(&members, &model, sizes[i], &drawn);
            add_some(&other, &model, sizes[j], &drawn);
            assert_int_equal(members_join(&members, &other), WIRECOPY_OK);
            assert_int_equal(members_count(&other), 0);
            must_be_same(&members, &model);
            members_release(&members);
            members_release(&other);
        }
}

/* A set that could not grow is as it was. */
static void without_memory_nothing_changes(void **state)
{
    static struct model model;
    struct members members = {0}, other = {0};
    uint32_t drawn = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    (void)state;
    model.count = 0;
    while (status == WIRECOPY_OK) { /* until it has to grow */
        uint32_t rank = next_rank(&drawn);
        memory_fail_at(model.count < 100 ? 0 : 1);
        status = members_add(&members, rank);
        memory_fail_at(0);
        if (status == WIRECOPY_OK)
            model.ranks[model.count++] = rank;
    }
    assert_int_equal(status, WIRECOPY_NO_MEMORY);
    must_be_same(&members, &model);
    for (uint32_t i = 0; i < 1000; i++)
        assert_int_equal(members_add(&other, next_rank(&drawn)), WIRECOPY_OK);
    memory_fail_at(1);
    assert_int_equal(members_join(&members, &other), WIRECOPY_NO_MEMORY);
    memory_fail_at(0);
    must_be_same(&members, &model);
    assert_int_equal(members_count(&other), 1000);
    members_release(&members);
    members_release(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_at_their_places_whatever_order_they_came_in),
        cmocka_unit_test(sets_of_all_sizes_join),
        cmocka_unit_test(without_memory_nothing_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
