/* What a comparison tells beside the relation; and that it ends in order whatever allocation fails. */
#include <string.h>

#include "cluster/corpus_testing.h"

static const char *const story =
    "The lighthouse at Grey Point will burn all night again from Monday, after two winters in which it was switched off at ten.\n"
    "Fishermen had asked for it since a trawler touched the reef in fog last spring.\n"
    "The new lamp needs a tenth of the power that the old one took, and its beam can be seen for 19 miles.\n"
    "灰岬灯塔从星期一起恢复整夜照明，此前两个冬天为了节省电力，灯光在晚上十点熄灭。\n";
static const char *const reprint =
    "Grey Point &amp; its light\n"
    "The lighthouse at Grey Point will burn all night again from Monday, after two winters in which it was switched off at ten.\n"
    "The new lamp needs a tenth of the power that the old one took, and its beam can be seen for 23 miles.\n"
    "灰岬灯塔从星期一起恢复整夜照明，此前两个冬天为了节省电力，灯光在晚上九点熄灭。\n"
    "Source link\n";

static struct wirecopy_article article_of(const char *id, const char *text)
{
    return (struct wirecopy_article){.text = {text, strlen(text)}, .id = {id, strlen(id)}};
}

static int keep(void *context, const char *data, size_t size)
{
    return buffer_append(context, data, size) == WIRECOPY_OK ? 0 : 12;
}

static enum wirecopy_status compare(struct wirecopy_comparison **comparison)
{
    struct wirecopy_options options;
    struct wirecopy_article a = article_of("a", story), b = article_of("b", reprint);
    wirecopy_options_init(&options);
    options.threads = 1;
    return wirecopy_compare(&a, &b, &options, comparison);
}

static void the_runs_are_all_of_a_text_in_order(void **state)
{
    struct wirecopy_comparison *c;
    (void)state;
    assert_int_equal(compare(&c), WIRECOPY_OK);
    for (unsigned side = 0; side < 2; side++) {
        const struct wirecopy_compared *article = side ? &c->b : &c->a;
        size_t at = 0;
        uint32_t words = 0, out = 0;
        for (size_t i = 0; i < article->run_count; i++) {
            assert_int_equal(article->runs[i].begin, at);
            assert_true(article->runs[i].end > at);
            at = article->runs[i].end;
            words += article->runs[i].words;
            out += article->runs[i].kind == WIRECOPY_RUN_OUT ? article->runs[i].words : 0;
            assert_int_equal(article->runs[i].taken != WIRECOPY_TAKEN_NOT, article->runs[i].kind == WIRECOPY_RUN_OUT);
        }
        assert_int_equal(at, article->text.size);
        assert_int_equal(words, article->words);
        assert_int_equal(out, article->words_out);
    }
    assert_int_equal(c->a.words_out, 0);
    assert_int_equal(c->b.words_out, 2);
    assert_memory_equal(c->b.text.data, "Grey Point & its", 16);
    wirecopy_comparison_free(c);
}

/* Compares two texts that have so many sentences in common behind so many of their own, of eight each; of two outlets where dates are given. */
static void compare_parts(unsigned common, unsigned before, const char *date, struct wirecopy_comparison **comparison)
{
    struct wirecopy_article articles[2];
    struct text texts[2] = {{{0}}, {{0}}};
    for (unsigned i = 0; i < 2; i++) {
        text_sentences(&texts[i], 2 + i, before);
        text_sentences(&texts[i], 1, common);
        for (unsigned n = before; n < 8 - common; n++)
            text_sentence(&texts[i], 2 + i, n);
        articles[i] = (struct wirecopy_article){.text = {(const char *)texts[i].bytes.data, texts[i].bytes.size}, .id = {i ? "b" : "a", 1}};
        articles[i].source = (struct wirecopy_bytes){i ? "post" : "herald", i ? 4 : 6};
        articles[i].date = (struct wirecopy_bytes){date, date ? strlen(date) : 0};
    }
    assert_int_equal(wirecopy_compare(&articles[0], &articles[1], NULL, comparison), WIRECOPY_OK);
    text_release(&texts[0]);
    text_release(&texts[1]);
}

static void it_is_told_how_much_of_the_rule_was_asked_for(void **state)
{
    static const struct {
        unsigned common, before;
        const char *date;
        bool match;
        double asked;
    } rows[] = {
        {6, 0, NULL, true, 1}, {4, 2, "2024-05-02", true, 0.8}, {3, 0, "2024-05-02", true, 0.5}, {3, 0, NULL, true, 0.5}, {1, 0, NULL, false, 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct wirecopy_comparison *c;
        compare_parts(rows[i].common, rows[i].before, rows[i].date, &c);
        assert_int_equal(c->match, rows[i].match);
        assert_true(c->asked == rows[i].asked);
        wirecopy_comparison_free(c);
    }
}

static void the_figures_follow_from_the_counts(void **state)
{
    struct wirecopy_comparison *c;
    (void)state;
    assert_int_equal(compare(&c), WIRECOPY_OK);
    assert_true(c->match && c->candidate && !c->learnt);
    assert_true(c->resemblance == (double)c->shared / (c->a.shingles + c->b.shingles - c->shared));
    assert_true(c->containment == (double)c->shared / c->a.shingles && c->contained == (double)c->shared / c->b.shingles);
    assert_true(c->chance > 0.99 && c->chance <= 1);
    assert_int_equal(c->components, 128);
    assert_true(c->estimate > c->resemblance - 0.18 && c->estimate < c->resemblance + 0.18); /* four standard errors */
    assert_int_equal(c->sampled_met_count, c->shared);                                       /* of so short ones every shingle is a key */
    assert_true(c->band_met_count > 0 && c->band_met_count < c->bands);
    assert_true(c->aligned);
    assert_int_equal(c->different, 1); /* 19 and 23; the hours are words */
    assert_int_equal(c->gap_count, 1);
    assert_int_equal(c->gaps[0].a.size, 2);
    assert_memory_equal(c->gaps[0].a.data, "19", 2);
    assert_memory_equal(c->gaps[0].b.data, "23", 2);
    wirecopy_comparison_free(c);
}

static void what_was_not_watched_is_refused(void **state)
{
    struct wirecopy_corpus *corpus = new_corpus();
    struct wirecopy_article a = article_of("a", story), b = article_of("b", reprint);
    struct wirecopy_comparison *comparison = NULL;
    (void)state;
    assert_int_equal(wirecopy_corpus_watch(corpus, a.id), WIRECOPY_OK);
    assert_int_equal(wirecopy_corpus_add(corpus, &a), WIRECOPY_OK);
    assert_int_equal(wirecopy_corpus_add(corpus, &b), WIRECOPY_OK);
    assert_int_equal(wirecopy_corpus_compare(corpus, a.id, b.id, &comparison), WIRECOPY_INVALID);
    assert_null(comparison);
    assert_non_null(strstr(wirecopy_corpus_error(corpus), "watch"));
    assert_int_equal(wirecopy_corpus_compare(corpus, a.id, b.id, &comparison), WIRECOPY_INVALID);
    assert_non_null(strstr(wirecopy_corpus_error(corpus), "already"));
    wirecopy_corpus_free(corpus);
}

static void renamed_and_unnamed_articles_are_found_by_their_ids(void **state)
{
    struct wirecopy_article a = article_of("same", story), b = article_of("same", reprint);
    struct wirecopy_bytes ids[2];
    char names[2][64];
    struct wirecopy_corpus *corpus = new_corpus();
    struct wirecopy_clustering *clustering;
    struct wirecopy_comparison *comparison;
    (void)state;
    assert_int_equal(wirecopy_corpus_add(corpus, &a), WIRECOPY_OK);
    assert_int_equal(wirecopy_corpus_add(corpus, &b), WIRECOPY_OK);
    clustering = must_cluster(corpus);
    for (unsigned i = 0; i < 2; i++) {
        struct wirecopy_member member;
        assert_int_equal(wirecopy_clustering_member(clustering, 0, i, &member), WIRECOPY_OK);
        assert_true(member.id.size < sizeof names[i]);
        memcpy(names[i], member.id.data, member.id.size);
        ids[i] = (struct wirecopy_bytes){names[i], member.id.size};
    }
    wirecopy_clustering_free(clustering);
    corpus = new_corpus();
    assert_int_equal(wirecopy_corpus_watch(corpus, ids[0]), WIRECOPY_OK);
    assert_int_equal(wirecopy_corpus_watch(corpus, ids[1]), WIRECOPY_OK);
    assert_int_equal(wirecopy_corpus_add(corpus, &b), WIRECOPY_OK);
    assert_int_equal(wirecopy_corpus_add(corpus, &a), WIRECOPY_OK);
    assert_int_equal(wirecopy_corpus_compare(corpus, ids[0], ids[1], &comparison), WIRECOPY_OK);
    assert_true(comparison->match);
    assert_int_equal(comparison->a.id.size, ids[0].size);
    wirecopy_comparison_free(comparison);
    wirecopy_corpus_free(corpus);
}

static void texts_without_words_are_shown_and_match_none(void **state)
{
    struct wirecopy_article a = article_of("a", ""), b = article_of("b", "... !!!\n"), c = article_of("c", story);
    struct wirecopy_comparison *comparison;
    struct buffer out = {0};
    (void)state;
    assert_int_equal(wirecopy_compare(&a, &b, NULL, &comparison), WIRECOPY_OK);
    assert_int_equal(comparison->reason, WIRECOPY_REASON_EMPTY);
    assert_int_equal(wirecopy_comparison_write(comparison, WIRECOPY_FORMAT_TEXT, false, 80, keep, &out), WIRECOPY_OK);
    assert_int_equal(wirecopy_comparison_write(comparison, WIRECOPY_FORMAT_JSONL, false, 80, keep, &out), WIRECOPY_OK);
    assert_int_equal(wirecopy_comparison_write(comparison, WIRECOPY_FORMAT_HTML, false, 80, keep, &out), WIRECOPY_OK);
    assert_int_equal(wirecopy_comparison_write(comparison, WIRECOPY_FORMAT_TSV, false, 80, keep, &out), WIRECOPY_INVALID);
    wirecopy_comparison_free(comparison);
    assert_int_equal(wirecopy_compare(&c, &b, NULL, &comparison), WIRECOPY_OK);
    assert_false(comparison->match);
    assert_int_equal(wirecopy_comparison_write(comparison, WIRECOPY_FORMAT_TEXT, true, 20, keep, &out), WIRECOPY_OK);
    wirecopy_comparison_free(comparison);
    buffer_release(&out);
}

/* Compares and writes; nothing is left where it fails. */
static enum wirecopy_status compare_and_write(struct buffer *out)
{
    struct wirecopy_comparison *comparison;
    enum wirecopy_status status = compare(&comparison);
    out->size = 0;
    if (status != WIRECOPY_OK)
        return status;
    status = wirecopy_comparison_write(comparison, WIRECOPY_FORMAT_TEXT, true, 80, keep, out);
    if (status == WIRECOPY_OK)
        status = wirecopy_comparison_write(comparison, WIRECOPY_FORMAT_JSONL, false, 0, keep, out);
    if (status == WIRECOPY_OK)
        status = wirecopy_comparison_write(comparison, WIRECOPY_FORMAT_HTML, false, 0, keep, out);
    wirecopy_comparison_free(comparison);
    return status;
}

static void each_allocation_may_fail(void **state)
{
    struct buffer whole = {0}, out = {0};
    uint64_t before, chances;
    (void)state;
    assert_int_equal(compare_and_write(&whole), WIRECOPY_OK);
    assert_int_equal(buffer_reserve(&out, 2 * whole.size), WIRECOPY_OK); /* what keeps the output shall not fail */
    before = memory_allocations();
    assert_int_equal(compare_and_write(&out), WIRECOPY_OK);
    chances = memory_allocations() - before;
    assert_true(chances > 100);
    for (uint64_t n = 1; n <= chances; n++) {
        enum wirecopy_status status;
        memory_fail_at(n);
        status = compare_and_write(&out);
        memory_fail_at(0);
        if (status == WIRECOPY_OK) { /* it did without */
            assert_int_equal(out.size, whole.size);
            assert_memory_equal(out.data, whole.data, whole.size);
        } else
            assert_int_equal(status, WIRECOPY_NO_MEMORY);
    }
    buffer_release(&whole);
    buffer_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_runs_are_all_of_a_text_in_order),
        cmocka_unit_test(it_is_told_how_much_of_the_rule_was_asked_for),
        cmocka_unit_test(the_figures_follow_from_the_counts),
        cmocka_unit_test(what_was_not_watched_is_refused),
        cmocka_unit_test(renamed_and_unnamed_articles_are_found_by_their_ids),
        cmocka_unit_test(texts_without_words_are_shown_and_match_none),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
