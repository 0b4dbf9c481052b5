/* Which articles stay: each cluster keeps what it should, which is checked; what a reference has goes. */
#include "cluster/result/keep.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cluster/corpus_testing.h"

/* Four stories with three copies each; the second copy is of the earliest date. */
static struct wirecopy_clustering *clustering_of_copies(void)
{
    struct wirecopy_corpus *corpus = new_corpus();
    for (unsigned story = 0; story < 4; story++)
        for (unsigned copy = 0; copy < 3; copy++) {
            static const char *const dates[] = {"2024-09-03", "2024-09-01", "2024-09-02"};
            struct text text = {0};
            char id[32], source[32];
            snprintf(id, sizeof id, "s%u-%u", story, copy);
            snprintf(source, sizeof source, "outlet%u.example", copy);
            text_sentences(&text, story, 12 - copy);
            add(corpus, id, &text, source, dates[copy], NULL);
            text_release(&text);
        }
    return must_cluster(corpus);
}

static void a_cluster_that_keeps_none_or_two_is_an_internal_error(void **state)
{
    struct wirecopy_clustering *clustering = clustering_of_copies();
    struct keeping keeping;
    uint32_t kept = 0, dropped = 0, before;
    (void)state;
    assert_int_equal(wirecopy_clustering_count(clustering), 4);
    assert_int_equal(keeping_init(&keeping, clustering, WIRECOPY_KEEP_REPRESENTATIVE, WIRECOPY_DROP_ALL), WIRECOPY_OK);
    assert_int_equal(keeping_check(&keeping, clustering, WIRECOPY_DROP_ALL), WIRECOPY_OK);
    while (keeping.kept_for[kept] != kept)
        kept++;
    while (keeping.kept_for[dropped] == dropped)
        dropped++;
    before = keeping.kept_for[dropped];
    keeping.kept_for[dropped] = dropped; /* two stay */
    assert_int_equal(keeping_check(&keeping, clustering, WIRECOPY_DROP_ALL), WIRECOPY_INTERNAL);
    assert_int_equal(keeping_check(&keeping, clustering, WIRECOPY_DROP_EXACT), WIRECOPY_OK);
    keeping.kept_for[dropped] = before;
    keeping.kept_for[kept] = dropped; /* none stays */
    assert_int_equal(keeping_check(&keeping, clustering, WIRECOPY_DROP_ALL), WIRECOPY_INTERNAL);
    assert_int_equal(keeping_check(&keeping, clustering, WIRECOPY_DROP_EXACT), WIRECOPY_INTERNAL);
    keeping_release(&keeping);
    wirecopy_clustering_free(clustering);
}

static void the_likely_origin_is_kept(void **state)
{
    struct wirecopy_clustering *clustering = clustering_of_copies();
    struct keeping keeping;
    uint32_t kept_for[12];
    (void)state;
    assert_int_equal(keeping_init(&keeping, clustering, WIRECOPY_KEEP_ORIGIN, WIRECOPY_DROP_ALL), WIRECOPY_OK);
    assert_int_equal(wirecopy_clustering_added_count(clustering), 12);
    assert_int_equal(wirecopy_clustering_kept(clustering, WIRECOPY_KEEP_ORIGIN, WIRECOPY_DROP_ALL, kept_for), WIRECOPY_OK);
    for (uint32_t i = 0; i < keeping.count; i++) {
        assert_int_equal(keeping.kept_for[i], i / 3 * 3 + 1);
        assert_int_equal(kept_for[i], keeping.kept_for[i]);
    }
    assert_int_equal(wirecopy_clustering_kept(clustering, (enum wirecopy_keep)99, WIRECOPY_DROP_ALL, kept_for), WIRECOPY_INVALID);
    assert_string_equal(wirecopy_clustering_error(clustering), "there is no such keep");
    assert_int_equal(wirecopy_clustering_kept(clustering, WIRECOPY_KEEP_ORIGIN, (enum wirecopy_drop)99, kept_for), WIRECOPY_INVALID);
    keeping_release(&keeping);
    wirecopy_clustering_free(clustering);
}

/* The first article is an excerpt, and the oldest; the others are copies of each other. */
static void what_is_more_than_the_kept_one_stays_under_drop_copies(void **state)
{
    struct wirecopy_corpus *corpus = new_corpus();
    struct wirecopy_clustering *clustering;
    struct keeping keeping;
    uint32_t size, kept = 0;
    (void)state;
    for (unsigned i = 0; i < 5; i++) {
        static const unsigned sentences[] = {7, 12, 12, 12, 12};
        struct text text = {0};
        char id[8], date[12];
        snprintf(id, sizeof id, "%u", i);
        snprintf(date, sizeof date, "2024-09-%02u", i + 1);
        text_sentences(&text, 1, sentences[i]);
        text_sentence(&text, 50 + i, 1);
        add(corpus, id, &text, NULL, date, NULL);
        text_release(&text);
    }
    clustering = must_cluster(corpus);
    assert_int_equal(member_of(clustering, "0", &size).relation, WIRECOPY_RELATION_EXCERPT);
    assert_int_equal(size, 5);
    assert_int_equal(keeping_init(&keeping, clustering, WIRECOPY_KEEP_OLDEST, WIRECOPY_DROP_COPIES), WIRECOPY_OK);
    assert_int_equal(keeping_check(&keeping, clustering, WIRECOPY_DROP_COPIES), WIRECOPY_OK);
    assert_int_equal(keeping.kept_for[0], 0);
    for (uint32_t i = 1; i < 5; i++) {
        kept += keeping.kept_for[i] == i;
        assert_int_equal(keeping.kept_for[i], keeping.kept_for[1]);
    }
    assert_int_equal(kept, 1);
    keeping_release(&keeping);
    assert_int_equal(keeping_init(&keeping, clustering, WIRECOPY_KEEP_OLDEST, WIRECOPY_DROP_ALL), WIRECOPY_OK);
    for (uint32_t i = 0; i < 5; i++)
        assert_int_equal(keeping.kept_for[i], 0);
    keeping_release(&keeping);
    wirecopy_clustering_free(clustering);
}

/* Writes a story as a record; returns the path, which is good until the next call. */
static const char *write_reference(const char *id, unsigned story, unsigned sentences)
{
    static char path[64];
    struct text text = {0};
    FILE *file;
    snprintf(path, sizeof path, "/tmp/wirecopy-ref-%d.jsonl", (int)getpid());
    file = fopen(path, "w");
    assert_non_null(file);
    text_sentences(&text, story, sentences);
    for (size_t i = 0; i < text.bytes.size; i++)
        if (text.bytes.data[i] == '\n')
            text.bytes.data[i] = ' ';
    fprintf(file, "{\"id\":\"%s\",\"text\":\"%.*s\"}\n", id, (int)text.bytes.size, text.bytes.data);
    fclose(file);
    text_release(&text);
    return path;
}

/* One story stands in the reference, under the id that another article of the corpus has. */
static void what_the_reference_has_goes_and_its_ids_are_its_own(void **state)
{
    struct wirecopy_corpus *corpus = new_corpus();
    const char *path = write_reference("s1", 0, 10);
    struct wirecopy_article late = {.text = {"late", 4}};
    struct wirecopy_clustering *clustering;
    struct wirecopy_member member;
    struct keeping keeping;
    uint32_t size;
    (void)state;
    for (unsigned story = 0; story < 3; story++) {
        struct text text = {0};
        char id[8];
        snprintf(id, sizeof id, "s%u", story);
        text_sentences(&text, story, 12);
        add(corpus, id, &text, NULL, NULL, NULL);
        text_release(&text);
    }
    assert_int_equal(wirecopy_corpus_add_reference(corpus, &path, 1), WIRECOPY_OK);
    assert_int_equal(wirecopy_corpus_add(corpus, &late), WIRECOPY_INVALID);
    clustering = must_cluster(corpus);
    member = member_of(clustering, "s0", &size); /* not renamed */
    assert_int_equal(size, 2);
    assert_false(member.is_representative);
    assert_int_equal(clustering_own_count(clustering), 3);
    for (unsigned keep = WIRECOPY_KEEP_REPRESENTATIVE; keep <= WIRECOPY_KEEP_ORIGIN; keep++) {
        assert_int_equal(keeping_init(&keeping, clustering, (enum wirecopy_keep)keep, WIRECOPY_DROP_ALL), WIRECOPY_OK);
        assert_int_equal(keeping.kept_for[0], 3);
        assert_int_equal(keeping.kept_for[1], 1);
        assert_int_equal(keeping.kept_for[2], 2);
        assert_int_equal(keeping_check(&keeping, clustering, WIRECOPY_DROP_ALL), WIRECOPY_OK);
        keeping.kept_for[0] = 0; /* it stays although the reference has it */
        assert_int_equal(keeping_check(&keeping, clustering, WIRECOPY_DROP_ALL), WIRECOPY_INTERNAL);
        keeping_release(&keeping);
    }
    wirecopy_clustering_free(clustering);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cluster_that_keeps_none_or_two_is_an_internal_error),
        cmocka_unit_test(the_likely_origin_is_kept),
        cmocka_unit_test(what_is_more_than_the_kept_one_stays_under_drop_copies),
        cmocka_unit_test(what_the_reference_has_goes_and_its_ids_are_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
