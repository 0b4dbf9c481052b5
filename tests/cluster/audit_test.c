/* An audit of all articles says what a run over all pairs would have found besides; of some, it says so of these. */
#include "cluster/audit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cluster/corpus_testing.h"

/*
 * Copies that were cut more and more, so that keys of few rows find some and miss others; two outlets' of one day match as the same news
 * where the rule asks for more.
 */
static struct wirecopy_corpus *corpus_of_cuts(const struct wirecopy_options *options)
{
    struct wirecopy_corpus *corpus = new_corpus_with(options);
    for (unsigned story = 0; story < 40; story++)
        for (unsigned cut = 0; cut < 4; cut++) {
            struct text text = {0};
            char id[32], source[32];
            snprintf(id, sizeof id, "s%u-%u", story, cut);
            snprintf(source, sizeof source, "outlet%u.example", cut);
            text_sentences(&text, story, 12 - 2 * cut);
            if (cut > 0)
                for (unsigned n = 0; n < 3 * cut; n++)
                    text_sentence(&text, 1000 + 4 * story + cut, n);
            add(corpus, id, &text, source, "2024-05-01", NULL);
            text_release(&text);
        }
    return corpus;
}

static uint64_t matches_of(struct wirecopy_options options, struct wirecopy_audit *audit_out)
{
    struct wirecopy_clustering *clustering = must_cluster(corpus_of_cuts(&options));
    uint64_t matches = clustering_summary(clustering)->matches;
    *audit_out = wirecopy_clustering_audit(clustering);
    wirecopy_clustering_free(clustering);
    return matches;
}

/* One band of many rows: only what is nearly the same meets. */
static struct wirecopy_options poor_keys(uint32_t audit)
{
    struct wirecopy_options options;
    wirecopy_options_init(&options);
    options.keys = WIRECOPY_KEYS_BY_HAND;
    options.bands = 4;
    options.rows = 3;
    options.audit = audit;
    return options;
}

static void an_audit_of_all_articles_finds_what_all_pairs_find(void **state)
{
    struct wirecopy_options options = poor_keys(1000), all = options;
    struct wirecopy_audit audit, of_all;
    uint64_t found = matches_of(options, &audit), matches;
    (void)state;
    all.keys = WIRECOPY_KEYS_ALL;
    matches = matches_of(all, &of_all);
    assert_true(found > 0 && found < matches);
    assert_int_equal(audit.articles, 160);
    assert_int_equal(audit.matches, matches);
    assert_int_equal(audit.missed, matches - found);
    assert_true(audit.low < audit.share && audit.share < audit.high);
    assert_int_equal(of_all.matches, matches);
    assert_int_equal(of_all.missed, 0);
}

static void a_sample_does_not_depend_on_threads_or_memory(void **state)
{
    struct wirecopy_options options = poor_keys(25);
    struct wirecopy_audit one, other;
    (void)state;
    options.threads = 1;
    matches_of(options, &one);
    options.threads = 3;
    options.memory_bytes = 16 << 20;
    matches_of(options, &other);
    assert_int_equal(one.articles, 25);
    assert_true(one.matches >= 25); /* every article has three copies, most of which match */
    assert_int_equal(one.matches, other.matches);
    assert_int_equal(one.missed, other.missed);
}

static void without_an_audit_there_is_none(void **state)
{
    struct wirecopy_audit audit;
    (void)state;
    matches_of(poor_keys(0), &audit);
    assert_int_equal(audit.articles, 0);
}

/* The figures of Wilson's interval for a few counts, worked out from its formula by hand. */
static void the_interval_is_that_of_wilson(void **state)
{
    static const struct {
        uint64_t missed, matches;
        double low, high;
    } cases[] = {{0, 10, 0, 0.2775}, {5, 10, 0.2366, 0.7634}, {10, 10, 0.7225, 1}, {1, 100, 0.0018, 0.0545}, {0, 0, 0, 1}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct wirecopy_audit audit = {.matches = cases[i].matches, .missed = cases[i].missed};
        audit_interval(&audit);
        assert_true(fabs(audit.low - cases[i].low) < 5e-5);
        assert_true(fabs(audit.high - cases[i].high) < 5e-5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_audit_of_all_articles_finds_what_all_pairs_find),
        cmocka_unit_test(a_sample_does_not_depend_on_threads_or_memory),
        cmocka_unit_test(without_an_audit_there_is_none),
        cmocka_unit_test(the_interval_is_that_of_wilson),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
