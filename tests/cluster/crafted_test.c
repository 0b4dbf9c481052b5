/*
 * Articles that were crafted against the keys of the published seed: phrases were searched whose hashes are the least of some hundred thousand, so
 * that whoever has them has the same bands or sampled keys. What such a corpus costs is counted, not timed: it grows with its articles, not with
 * their pairs.
 *
 * usage: test_cluster_crafted [write ARTICLES]     the tests; or the articles that share bands, as JSON Lines
 */
#include "cluster/corpus_testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sketch/minhash.h"
#include "text/fold/fold.h"
#include "text/shingles.h"

/* Eight phrases make four bands of two rows equal, and are too few for a match. */
enum { SEARCHED = 100000, CRAFTED_ROWS = 8, CRAFTED_BANDS = CRAFTED_ROWS / 2, ANCHORS = 4, ARTICLES = 1500, PHRASE_BYTES = 32, WORDS = 3 };

static char crafted[CRAFTED_ROWS][PHRASE_BYTES];

static void phrase_of(unsigned number, char phrase[PHRASE_BYTES])
{
    char letters[8];
    for (unsigned i = 0; i < 5; i++, number /= 16)
        letters[i] = (char)('a' + number % 16);
    letters[5] = '\0';
    snprintf(phrase, PHRASE_BYTES, "q%sx w%sy z%sv", letters, letters, letters);
}

/* For each of the first components, the phrase that makes it least. */
static void search_phrases(void)
{
    static char text[SEARCHED * PHRASE_BYTES];
    struct family family;
    struct folder *folder;
    struct folded folded;
    char *end = text;
    uint32_t least[CRAFTED_ROWS];
    for (unsigned i = 0; i < SEARCHED; i++) {
        char phrase[PHRASE_BYTES];
        phrase_of(i, phrase);
        end = stpcpy(stpcpy(end, phrase), " ");
    }
    family_init(&family, COMPONENTS_STEP, 0);
    memset(least, 0xFF, sizeof least);
    assert_int_equal(folder_create(&folder), WIRECOPY_OK);
    assert_int_equal(fold_line_as_it_is(folder, text, (size_t)(end - text), &folded), WIRECOPY_OK);
    assert_int_equal(folded.word_count, SEARCHED * WORDS);
    for (unsigned i = 0; i < SEARCHED; i++) {
        uint32_t upper = (uint32_t)(shingle_hash(folded.words + (size_t)i * WORDS, WORDS) >> 32);
        for (unsigned c = 0; c < CRAFTED_ROWS; c++) {
            uint32_t value = family.a[c] * upper + family.b[c];
            if (value < least[c]) {
                least[c] = value;
                phrase_of(i, crafted[c]);
            }
        }
    }
    folder_free(folder);
}

/* Each phrase within a line of the article's own words. */
static void crafted_text(struct text *text, unsigned article)
{
    for (unsigned c = 0; c < CRAFTED_ROWS; c++) {
        char line[1024] = "";
        for (unsigned w = 0; w < 12; w++) {
            snprintf(line + strlen(line), sizeof line - strlen(line), "own%c%c%u%c%u ", 'a' + (int)c, 'a' + (int)w, article, 'k' + (int)w,
                     article * 7);
            if (w == 5)
                snprintf(line + strlen(line), sizeof line - strlen(line), "%s ", crafted[c]);
        }
        text_line(text, line);
    }
}

static struct summary cluster_crafted(const struct wirecopy_options *options, unsigned count)
{
    struct wirecopy_corpus *corpus = new_corpus_with(options);
    struct wirecopy_clustering *clustering;
    struct summary summary;
    for (unsigned i = 0; i < count; i++) {
        struct text text = {0};
        char id[16];
        snprintf(id, sizeof id, "%u", i);
        crafted_text(&text, i);
        add(corpus, id, &text, NULL, NULL, NULL);
        text_release(&text);
    }
    clustering = must_cluster(corpus);
    assert_int_equal(wirecopy_clustering_count(clustering), count); /* nothing was joined */
    summary = *clustering_summary(clustering);
    wirecopy_clustering_free(clustering);
    return summary;
}

static struct wirecopy_options bands_only(uint64_t seed)
{
    struct wirecopy_options options;
    wirecopy_options_init(&options);
    options.keys = WIRECOPY_KEYS_BY_HAND;
    options.bands = 64;
    options.rows = 2;
    options.seed = seed;
    options.furniture = false;
    return options;
}

/* Of a million pairs, each of which meets in four bands, those with four anchors of each are looked at. */
static void one_bucket_of_everything_costs_its_articles_not_their_pairs(void **state)
{
    struct wirecopy_options options = bands_only(0);
    struct summary small = cluster_crafted(&options, ARTICLES / 2), large = cluster_crafted(&options, ARTICLES);
    (void)state;
    assert_in_range(large.giant_buckets, CRAFTED_BANDS, 2 * CRAFTED_BANDS);
    assert_in_range(large.candidates, ARTICLES, CRAFTED_BANDS * ANCHORS * ARTICLES);
    assert_in_range(large.verified, 0, CRAFTED_BANDS * ANCHORS * ARTICLES);
    assert_in_range(large.candidates, 0, small.candidates * 5 / 2);
}

/* Nobody knows a drawn seed beforehand: who shares eight shingles meets by chance, and few at a time. */
static void another_seed_fills_no_bucket(void **state)
{
    struct wirecopy_options published = bands_only(0), drawn = bands_only(0x5eed);
    (void)state;
    assert_in_range(cluster_crafted(&published, ARTICLES / 4).giant_buckets, CRAFTED_BANDS, 2 * CRAFTED_BANDS);
    assert_int_equal(cluster_crafted(&drawn, ARTICLES / 4).giant_buckets, 0);
}

/* What so many strangers have is a phrase of the trade and no key. */
static void crafted_phrases_are_left_out_by_default(void **state)
{
    struct wirecopy_options options;
    struct summary summary;
    (void)state;
    wirecopy_options_init(&options);
    summary = cluster_crafted(&options, ARTICLES);
    assert_in_range(summary.common_shingles, CRAFTED_ROWS, 10 * CRAFTED_ROWS);
    assert_int_equal(summary.giant_buckets, 0);
    assert_in_range(summary.candidates, 0, ARTICLES);
}

/* Kept, they fill buckets, but a pair that shares next to no sampled keys is not looked at. */
static void sampled_keys_tell_crafted_bands_from_copies(void **state)
{
    struct wirecopy_options options;
    (void)state;
    wirecopy_options_init(&options);
    options.furniture = false;
    assert_in_range(cluster_crafted(&options, ARTICLES).candidates, 0, ARTICLES);
}

static int write_articles(unsigned count)
{
    search_phrases();
    for (unsigned i = 0; i < count; i++) {
        struct text text = {0};
        crafted_text(&text, i);
        printf("{\"id\":\"%u\",\"text\":\"", i);
        for (size_t at = 0; at < text.bytes.size; at++)
            fputs(text.bytes.data[at] == '\n' ? "\\n" : (char[]){text.bytes.data[at], '\0'}, stdout);
        puts("\"}");
        text_release(&text);
    }
    return 0;
}

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_bucket_of_everything_costs_its_articles_not_their_pairs),
        cmocka_unit_test(another_seed_fills_no_bucket),
        cmocka_unit_test(crafted_phrases_are_left_out_by_default),
        cmocka_unit_test(sampled_keys_tell_crafted_bands_from_copies),
    };
    if (count == 3 && strcmp(arguments[1], "write") == 0)
        return write_articles((unsigned)strtoul(arguments[2], NULL, 10));
    search_phrases();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
