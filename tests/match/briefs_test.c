/* What briefs say of a pair is what its texts say. */
#include "match/sets/briefs.h"

#include <stdio.h>
#include <string.h>

#include "cluster/corpus_testing.h"
#include "cluster/pipeline.h"

/* SAMPLED: the others have outlines in the place of briefs. */
enum { COPIES = 60, ISSUES = 40, NOTICES = 20, SAMPLED = 64, VERDICTS = VERDICT_UPDATE + 1 };

static struct wirecopy_bytes bytes_of(const char *string)
{
    return (struct wirecopy_bytes){string, string ? strlen(string) : 0};
}

static void put(struct wirecopy_corpus *corpus, const char *title, unsigned outlet, unsigned day, unsigned page, const struct text *text)
{
    char source[32], date[32], url[64];
    struct wirecopy_article article = {.text = {text->bytes.data, text->bytes.size}, .title = bytes_of(title)};
    snprintf(source, sizeof source, "outlet%u.example", outlet);
    snprintf(date, sizeof date, "2024-05-%02uT%02u:10:00Z", day, 6 + outlet);
    snprintf(url, sizeof url, "https://outlet%u.example/%u", outlet, page);
    article.source = bytes_of(source);
    article.date = bytes_of(date);
    article.url = bytes_of(url);
    assert_int_equal(wirecopy_corpus_add(corpus, &article), WIRECOPY_OK);
}

/* A story cut and extended, some with figures, some twice. */
static void put_copies(struct wirecopy_corpus *corpus)
{
    for (unsigned copy = 0; copy < COPIES; copy++) {
        struct text text = {0};
        char line[160];
        text_sentences(&text, 1, 6 + copy % 7);
        snprintf(line, sizeof line, "the fund of %u million went to %u towns in %u of the %u districts of the north", copy % 3, copy % 5, copy,
                 copy % 2);
        if (copy % 2)
            text_line(&text, line);
        for (unsigned n = 0; n < copy % 8; n++)
            text_sentence(&text, 100 + copy, n);
        put(corpus, copy % 4 ? "A fund for the towns of the north" : NULL, copy % 6, 1 + copy % 9, copy % 3, &text);
        if (copy % 10 == 0)
            put(corpus, "Money for towns", 7, 2, 1, &text);
        text_release(&text);
    }
}

/* A form: the same words with other numbers, mostly of one outlet. */
static void put_issues(struct wirecopy_corpus *corpus)
{
    for (unsigned issue = 0; issue < ISSUES; issue++) {
        struct text text = {0};
        char line[200];
        for (unsigned row = 0; row < 8; row++) {
            char x = (char)('a' + row);
            if (issue % 2 && row % 4 == issue / 2 % 4) /* two that lack different rows are surely not nearly equal */
                continue;
            snprintf(line, sizeof line,
                     "the market of %ca%ca opened today at %u points and closed near %u for %cb%cb of the %cc%cc in %cd%cd and %ce%ce", x, x,
                     (issue * 37 + row) % 997, (issue * 53 + row) % 991, x, x, x, x, x, x, x, x);
            text_line(&text, line);
        }
        put(corpus, issue % 5 ? "Market today" : "What the shares of the exchange did", issue % 3 ? 1 : 2, 1 + issue % 28, 100 + issue, &text);
        text_release(&text);
    }
}

/* Short notices of one outlet with other names. */
static void put_notices(struct wirecopy_corpus *corpus)
{
    for (unsigned notice = 0; notice < NOTICES; notice++) {
        struct text text = {0};
        char title[64], line[200];
        snprintf(title, sizeof title, "Farewell to name%u of village%u", notice, notice);
        text_sentences(&text, 2, 2);
        snprintf(line, sizeof line, "the service for name%u will be held on monday at the chapel of village%u among friends", notice, notice);
        text_line(&text, line);
        text_sentence(&text, 3, notice % 3);
        put(corpus, title, 3, 1 + notice % 3, 200 + notice, &text);
        text_release(&text);
    }
}

/* Verdicts and votes that were met, and of them those that a look at two cores told. */
struct met {
    const struct left_out *left_out;
    unsigned verdicts[VERDICTS], sure[VERDICTS], sure_votes[VOTE_HALF + 1], sure_half, refused, in_a_row, told[VERDICTS], exact;
};

static uint64_t outlet_of(const struct left_out *left_out, uint32_t rank)
{
    return left_out->articles->rows[groups_leader(left_out->groups, rank)].source;
}

/* What is told at a glance of a verdict is so. */
static void compare_told(struct verifier *verifier, uint32_t a, uint32_t b, const struct match *match, struct met *met)
{
    struct match told, least, most;
    verify_bring_verdict_near(verifier, b);
    if (verify_refuses_surely(verifier, a, b, &told)) {
        assert_int_equal(match->verdict, VERDICT_TEMPLATE);
        assert_true(match_has_no_numbers(&told));
        met->refused++;
    }
    if (verify_tells_match(verifier, a, b, &told)) {
        assert_int_equal(told.verdict, match->verdict);
        if (told.verdict != VERDICT_APART)
            assert_memory_equal(&told, match, sizeof told);
        met->told[told.verdict]++;
    }
    if (verify_tells_bounds(verifier, a, b, &least, &most)) {
        assert_true(least.size_a == match->size_a && least.size_b == match->size_b);
        assert_true(least.shared <= match->shared && match->shared <= most.shared);
        met->exact += least.shared < most.shared && match->shared == least.shared;
    }
}

/* What is told at a glance of a vote is so. */
static void compare_glance(struct verifier *verifiers[2], uint32_t a, uint32_t b, const struct match *match, enum vote vote, struct met *met)
{
    enum vote told;
    assert_false(verify_tells_vote(verifiers[0], a, b, true, &told));
    verify_bring_glance_near(verifiers[1], a);
    verify_bring_glance_near(verifiers[1], b);
    if (verify_tells_vote(verifiers[1], a, b, false, &told)) {
        assert_int_equal(told, vote);
        met->sure[match->verdict]++;
        met->sure_votes[told]++;
        met->in_a_row += told == VOTE_FOR && match->verdict != VERDICT_UPDATE && outlet_of(met->left_out, a) == outlet_of(met->left_out, b);
    }
    if (verify_tells_vote(verifiers[1], a, b, true, &told)) {
        assert_true(told == vote || (told == VOTE_FOR && vote == VOTE_HALF));
        met->sure_half += vote == VOTE_HALF;
    }
    compare_told(verifiers[1], a, b, match, met);
}

static void compare_pair(struct verifier *verifiers[2], uint32_t a, uint32_t b, struct met *met)
{
    struct match matches[2] = {{0}};
    enum vote votes[2];
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(verify_pair(verifiers[i], a, b, &matches[i]), WIRECOPY_OK);
        assert_int_equal(verify_vote(verifiers[i], a, b, &votes[i]), WIRECOPY_OK);
    }
    assert_memory_equal(&matches[0], &matches[1], sizeof *matches);
    assert_int_equal(votes[0], votes[1]);
    met->verdicts[matches[0].verdict]++;
    compare_glance(verifiers, a, b, &matches[0], votes[0], met);
}

static enum wirecopy_status compare_all(void *context, const struct pipeline_view *view)
{
    struct verifying without = *view->verifying, with = *view->verifying;
    struct verifier *verifiers[2];
    struct briefs *briefs;
    struct met met = {.left_out = view->left_out};
    (void)context;
    without.briefs = NULL;
    with.template_numbers = false;
    assert_int_equal(verifier_create(&without, &verifiers[0]), WIRECOPY_OK);
    assert_int_equal(briefs_create(&briefs), WIRECOPY_OK);
    assert_int_equal(briefs_make(briefs, view->sets, SAMPLED), WIRECOPY_OK);
    assert_true(briefs_are_made(briefs));
    assert_non_null(briefs_outlines(briefs));
    with.briefs = briefs;
    assert_int_equal(verifier_create(&with, &verifiers[1]), WIRECOPY_OK);
    for (uint32_t a = 0; a < view->groups->count; a++)
        for (uint32_t b = a + 1; b < view->groups->count; b++)
            compare_pair(verifiers, a, b, &met);
    for (uint32_t b = 1; b < view->groups->count; b++) /* the larger rank stays: it is the one that is indexed */
        for (uint32_t a = 0; a < b; a++)
            compare_pair(verifiers, a, b, &met);
    for (unsigned verdict = 0; verdict < VERDICTS; verdict++)
        assert_true(met.verdicts[verdict] > 0);
    assert_true(met.sure[VERDICT_MATCH] > 0 && met.sure[VERDICT_UPDATE] > 0 && met.sure_half > 0);
    assert_true(met.sure_votes[VOTE_NONE] > 0 && met.sure_votes[VOTE_AGAINST] > 0 && met.refused > 0 && met.in_a_row > 0);
    assert_true(met.told[VERDICT_MATCH] > 0 && met.told[VERDICT_UPDATE] > 0 && met.told[VERDICT_APART] > 0 && met.exact > 0);
    verifier_free(verifiers[0]);
    verifier_free(verifiers[1]);
    briefs_free(briefs);
    return WIRECOPY_OK;
}

/* Each allocation fails in turn, until none does: there are no briefs then, and they can be made again. */
static enum wirecopy_status make_in_need(void *context, const struct pipeline_view *view)
{
    struct briefs *briefs;
    enum wirecopy_status status = WIRECOPY_NO_MEMORY;
    uint64_t failed = 0;
    (void)context;
    assert_int_equal(briefs_create(&briefs), WIRECOPY_OK);
    for (; status != WIRECOPY_OK; failed += status != WIRECOPY_OK) {
        memory_fail_at(failed + 1);
        status = briefs_make(briefs, view->sets, SAMPLED);
        memory_fail_at(0);
        assert_true(status == WIRECOPY_OK || status == WIRECOPY_NO_MEMORY);
        assert_int_equal(briefs_are_made(briefs), status == WIRECOPY_OK);
    }
    assert_true(failed > 10);
    assert_non_null(briefs_outlines(briefs));
    briefs_free(briefs);
    return WIRECOPY_OK;
}

static void briefs_that_cannot_be_made_leave_nothing(void **state)
{
    struct wirecopy_options options;
    struct wirecopy_corpus *corpus;
    (void)state;
    wirecopy_options_init(&options);
    options.threads = 1;
    corpus = new_corpus_with(&options);
    put_copies(corpus);
    assert_int_equal(pipeline_show(corpus, make_in_need, NULL), WIRECOPY_OK);
    wirecopy_corpus_free(corpus);
}

static void pairs_are_judged_by_briefs_as_by_texts(void **state)
{
    struct wirecopy_corpus *corpus = new_corpus();
    (void)state;
    put_copies(corpus);
    put_issues(corpus);
    put_notices(corpus);
    assert_int_equal(pipeline_show(corpus, compare_all, NULL), WIRECOPY_OK);
    wirecopy_corpus_free(corpus);
}

static int collect(void *context, const char *data, size_t size)
{
    return buffer_append(context, data, size) == WIRECOPY_OK ? 0 : 12;
}

static int swallow(void *context, const char *data, size_t size)
{
    (void)context;
    (void)data;
    (void)size;
    return 0;
}

/* The clusters and pairs of a corpus; without the numbers of templates these cannot be shown, and nothing else is another. */
static struct buffer views_with(bool template_numbers)
{
    struct wirecopy_options options;
    struct wirecopy_corpus *corpus;
    struct wirecopy_clustering *clustering;
    struct wirecopy_report_options report;
    struct buffer views = {0};
    wirecopy_options_init(&options);
    assert_true(options.template_numbers);
    options.template_numbers = template_numbers;
    corpus = new_corpus_with(&options);
    put_copies(corpus);
    put_issues(corpus);
    put_notices(corpus);
    assert_int_equal(wirecopy_corpus_cluster(corpus, &clustering), WIRECOPY_OK);
    for (int view = WIRECOPY_VIEW_CLUSTERS; view <= WIRECOPY_VIEW_PAIRS; view++) {
        wirecopy_report_options_init(&report, (enum wirecopy_view)view, WIRECOPY_FORMAT_JSONL);
        assert_int_equal(wirecopy_clustering_report(clustering, &report, collect, &views), WIRECOPY_OK);
    }
    report.templates = true;
    assert_int_equal(wirecopy_clustering_report(clustering, &report, swallow, NULL), template_numbers ? WIRECOPY_OK : WIRECOPY_INVALID);
    wirecopy_clustering_free(clustering);
    wirecopy_corpus_free(corpus);
    return views;
}

static void numbers_of_templates_need_not_be_found(void **state)
{
    struct buffer with = views_with(true), without = views_with(false);
    (void)state;
    assert_int_equal(with.size, without.size);
    assert_memory_equal(with.data, without.data, with.size);
    buffer_release(&with);
    buffer_release(&without);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(pairs_are_judged_by_briefs_as_by_texts),
                                       cmocka_unit_test(briefs_that_cannot_be_made_leave_nothing),
                                       cmocka_unit_test(numbers_of_templates_need_not_be_found)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
