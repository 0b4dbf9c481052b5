/* Keys and the recall that the planner states, against simulation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "sketch/planner.h"

enum { PAIRS = 400 };

static const struct plan usual = {.bands = 64, .rows = 2, .sampled_one_in = 8, .sampled_least = SAMPLED_LEAST, .crowd = SAMPLED_CROWD};

/* Whether two random sets that share so many meet under the plan. */
static bool meet(const struct plan *plan, const struct keys_needed *needed, size_t small, size_t large, size_t shared, uint64_t seed)
{
    static uint64_t sets[2][4096];
    static struct family family;
    uint32_t minima[2][COMPONENTS_MAX], common = 0;
    struct key_counts counts[2] = {{0, 0}, {0, 0}};
    size_t sizes[2] = {small, large};
    bool band = false;
    if (family.components == 0)
        family_init(&family, 128, 0);
    for (size_t s = 0; s < 2; s++)
        for (size_t i = 0; i < sizes[s]; i++)
            sets[s][i] = hash_counter(seed * 3 + (i < shared ? 0 : s + 1), i);
    memset(minima, 0xff, sizeof minima);
    for (size_t s = 0; s < 2; s++) {
        minhash_portable(&family, sets[s], sizes[s], minima[s]);
        for (size_t i = 0; i < sizes[s]; i++)
            counts[s].sampled = (uint16_t)(counts[s].sampled + (sets[s][i] <= sampled_limit(plan)));
        counts[s].whole = sizes[s] < SAMPLED_WHOLE ? (uint16_t)sizes[s] : 0;
    }
    for (uint32_t b = 0; b < plan->bands; b++)
        band |= band_key(minima[0], b, plan->rows) == band_key(minima[1], b, plan->rows);
    for (size_t i = 0; i < shared; i++)
        common += (counts[0].whole && counts[1].whole) || sets[0][i] <= sampled_limit(plan);
    return keys_suffice(needed, plan, counts[0], counts[1], common, band);
}

static void recall_is_what_the_planner_says(void **state)
{
    static const size_t cases[][3] = {{60, 60, 32}, {100, 100, 52}, {100, 400, 60}, {200, 800, 120}, {300, 300, 160}, {40, 400, 26}, {150, 1500, 90}};
    struct keys_needed needed;
    (void)state;
    keys_needed_init(&needed, &usual, 0.35, 0.6);
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        double stated = plan_recall(&usual, (double)cases[c][0], (double)cases[c][1], (double)cases[c][2]), met = 0, error;
        for (uint64_t i = 0; i < PAIRS; i++)
            met += meet(&usual, &needed, cases[c][0], cases[c][1], cases[c][2], c * PAIRS + i);
        met /= PAIRS;
        error = sqrt(stated * (1 - stated) / PAIRS) + 0.005;
        if (met < stated - 4 * error || met > stated + 4 * error)
            fail_msg("sets of %zu and %zu that share %zu: %.3f met, %.3f were stated", cases[c][0], cases[c][1], cases[c][2], met, stated);
    }
}

static void unrelated_sets_do_not_meet(void **state)
{
    struct keys_needed needed;
    unsigned met = 0;
    (void)state;
    keys_needed_init(&needed, &usual, 0.35, 0.6);
    for (uint64_t i = 0; i < PAIRS; i++)
        met += meet(&usual, &needed, 400, 500, 40, 100000 + i); /* a tenth in common: a phrase here and there */
    assert_true(met < PAIRS / 20);
}

static void without_sampled_keys_a_band_is_enough(void **state)
{
    struct plan bands = usual;
    struct keys_needed needed;
    struct key_counts none = {0, 0};
    (void)state;
    bands.sampled_one_in = 0;
    keys_needed_init(&needed, &bands, 0.35, 0.6);
    assert_true(keys_suffice(&needed, &bands, none, none, 0, true));
    assert_false(keys_suffice(&needed, &bands, none, none, 0, false));
}

static void a_plan_is_told_in_words(void **state)
{
    char text[96];
    struct plan plan = usual;
    (void)state;
    plan_describe(&plan, text, sizeof text);
    assert_string_equal(text, "64 bands of 2 rows, sampled keys of 1/8");
    plan.bands = 0;
    plan_describe(&plan, text, sizeof text);
    assert_string_equal(text, "sampled keys of 1/8");
    plan.all_pairs = true;
    plan_describe(&plan, text, sizeof text);
    assert_string_equal(text, "all pairs");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recall_is_what_the_planner_says),
        cmocka_unit_test(unrelated_sets_do_not_meet),
        cmocka_unit_test(without_sampled_keys_a_band_is_enough),
        cmocka_unit_test(a_plan_is_told_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
