/* Where a story comes from: dates, addresses and texts as evidence, and what is none. */
#include "cluster/corpus_testing.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"

/* An article of the one story of a corpus: sentences 0 to sentences - 1 of it. */
struct told {
    const char *id, *source, *date, *url;
    unsigned sentences;
    const char *last; /* a line after them; NULL */
};

static struct wirecopy_clustering *cluster_of(const struct told *told, size_t count)
{
    struct wirecopy_options options;
    struct wirecopy_corpus *corpus;
    wirecopy_options_init(&options);
    options.today = 19000; /* 2022-01-08 */
    options.furniture = false;
    corpus = new_corpus_with(&options);
    for (size_t i = 0; i < count; i++) {
        struct text text = {0};
        text_sentences(&text, 1, told[i].sentences);
        if (told[i].last)
            text_line(&text, told[i].last);
        add(corpus, told[i].id, &text, told[i].source, told[i].date, told[i].url);
        text_release(&text);
    }
    return must_cluster(corpus);
}

/* The spread of the one cluster, as "origin reasons first_copy independent". */
static void check(const struct told *told, size_t count, const char *expected)
{
    struct wirecopy_clustering *clustering = cluster_of(told, count);
    struct wirecopy_spread spread;
    struct wirecopy_cluster cluster;
    struct wirecopy_member member;
    char found[200] = "";
    assert_int_equal(wirecopy_clustering_cluster(clustering, 0, &cluster), WIRECOPY_OK);
    assert_int_equal(cluster.size, count);
    assert_int_equal(wirecopy_clustering_spread(clustering, 0, &spread), WIRECOPY_OK);
    if (spread.origin != SIZE_MAX)
        assert_int_equal(wirecopy_clustering_member(clustering, 0, spread.origin, &member), WIRECOPY_OK);
    snprintf(found, sizeof found, "%.*s%s%s%s%s", spread.origin == SIZE_MAX ? 7 : (int)member.id.size,
             spread.origin == SIZE_MAX ? "unknown" : member.id.data, spread.reasons & WIRECOPY_ORIGIN_EARLIEST ? " earliest" : "",
             spread.reasons & WIRECOPY_ORIGIN_LINK ? " link" : "", spread.reasons & WIRECOPY_ORIGIN_CREDIT ? " credit" : "",
             spread.reasons & WIRECOPY_ORIGIN_CONTAINMENT ? " containment" : "");
    if (spread.first_copy != SIZE_MAX) {
        assert_int_equal(wirecopy_clustering_member(clustering, 0, spread.first_copy, &member), WIRECOPY_OK);
        snprintf(found + strlen(found), sizeof found - strlen(found), ", then %.*s", (int)member.id.size, member.id.data);
    }
    snprintf(found + strlen(found), sizeof found - strlen(found), "; %u independent", spread.independent);
    assert_string_equal(found, expected);
    wirecopy_clustering_free(clustering);
}
#define CHECK(expected, ...)                               \
    do {                                                   \
        static const struct told told[] = {__VA_ARGS__};   \
        check(told, sizeof told / sizeof *told, expected); \
    } while (0)

static void the_earliest_is_the_origin(void **state)
{
    (void)state;
    CHECK("b earliest, then a; 3 independent", {"a", "one", "2020-03-05", NULL, 10, NULL}, {"b", "two", "2020-03-04", NULL, 10, NULL},
          {"c", "three", "2020-03-07", NULL, 10, NULL});
    CHECK("b earliest, then a; 2 independent", {"a", "one", "2020-03-04T10:00Z", NULL, 10, NULL},
          {"b", "two", "2020-03-04T10:30+01:00", NULL, 10, NULL});
    CHECK("a earliest; 1 independent", {"a", "one", "2020-03-04", NULL, 10, NULL});
}

static void two_that_may_be_the_earliest_are_none(void **state)
{
    (void)state;
    CHECK("unknown, then b; 2 independent", {"a", "one", "2020-03-04", NULL, 10, NULL}, {"b", "two", "2020-03-04", NULL, 10, NULL});
    CHECK("unknown, then b; 2 independent", {"a", "one", "2020-03-04T08:00Z", NULL, 10, NULL}, {"b", "two", "2020-03-04", NULL, 10, NULL});
    CHECK("unknown, then b; 2 independent", {"a", "one", "2020-03-04T08:00Z", NULL, 10, NULL},
          {"b", "two", "2020-03-04T10:00+02:00", NULL, 10, NULL});
}

static void an_outlets_own_updates_are_its_own(void **state)
{
    (void)state;
    CHECK("a earliest, then c; 2 independent", {"a", "one", "2020-03-04", NULL, 10, NULL}, {"b", "one", "2020-03-04", NULL, 11, NULL},
          {"c", "two", "2020-03-05", NULL, 10, NULL});
}

static void implausible_dates_are_no_evidence(void **state)
{
    (void)state;
    CHECK("b earliest, then c; 3 independent", {"a", "one", "1970-01-01", NULL, 10, NULL}, {"b", "two", "2020-03-04", NULL, 10, NULL},
          {"c", "three", "2020-03-05", NULL, 10, NULL});
    CHECK("b earliest, then c; 4 independent", {"a", "one", "2022-01-10", NULL, 10, NULL}, {"b", "two", "2022-01-08", NULL, 10, NULL},
          {"c", "three", "2022-01-09", NULL, 10, NULL}, {"d", "four", "2022-01-09", NULL, 10, NULL});
    CHECK("unknown, then c; 3 independent", {"a", "one", "1989-12-31", NULL, 10, NULL}, {"b", "two", "1990-01-01", NULL, 10, NULL},
          {"c", "three", "1990-01-01", NULL, 10, NULL});
}

static void few_dates_are_no_evidence(void **state)
{
    (void)state;
    CHECK("unknown; 3 independent", {"a", "one", "2020-03-05", NULL, 10, NULL}, {"b", "two", NULL, NULL, 10, NULL},
          {"c", "three", NULL, NULL, 10, NULL});
    CHECK("a earliest, then b; 3 independent", {"a", "one", "2020-03-05", NULL, 10, NULL}, {"b", "two", "2020-03-06", NULL, 10, NULL},
          {"c", "three", NULL, NULL, 10, NULL});
}

static void what_holds_all_others_is_the_origin_where_dates_do_not_tell(void **state)
{
    (void)state;
    CHECK("b containment; 3 independent", {"a", "one", NULL, NULL, 6, NULL}, {"b", "two", NULL, NULL, 10, NULL}, {"c", "three", NULL, NULL, 7, NULL});
    CHECK("b containment, then a; 3 independent", {"a", "one", "2020-03-05", NULL, 6, NULL}, {"b", "two", "2020-03-05", NULL, 10, NULL},
          {"c", "three", "2020-03-06", NULL, 9, NULL});
    CHECK("b earliest containment, then a; 2 independent", {"a", "one", "2020-03-05", NULL, 6, NULL}, {"b", "two", "2020-03-04", NULL, 10, NULL});
    CHECK("unknown; 3 independent", {"a", "one", NULL, NULL, 6, NULL}, {"b", "two", NULL, NULL, 10, NULL}, {"c", "three", NULL, NULL, 10, NULL});
}

static void an_article_whose_address_is_anothers_is_a_copy(void **state)
{
    (void)state;
    CHECK("b link; 2 independent", {"a", "one.example", NULL, "https://two.example/x", 10, NULL},
          {"b", "two.example", NULL, "https://two.example/x", 10, NULL});
    CHECK("b earliest link, then a; 2 independent", {"a", "one.example", "2020-03-04", "https://two.example/x", 10, NULL},
          {"b", "two.example", "2020-03-05", "https://two.example/x", 10, NULL});
    CHECK("b link, then c; 3 independent", {"a", "one.example", "2020-03-05", "https://two.example/x", 10, NULL},
          {"b", "two.example", "2020-03-04", "https://two.example/x", 10, NULL}, {"c", "three.example", "2020-03-04", NULL, 10, NULL});
    CHECK("unknown; 2 independent", {"a", "one.example", NULL, "https://four.example/x", 10, NULL}, {"b", "two.example", NULL, NULL, 10, NULL});
}

static void an_article_that_credits_another_is_a_copy(void **state)
{
    (void)state;
    CHECK("b credit; 2 independent", {"a", "one.example", NULL, NULL, 10, "(Reuters)"}, {"b", "ar.reuters.com", NULL, NULL, 10, NULL});
    CHECK("b earliest credit, then a; 3 independent", {"a", "one", "2020-03-04", NULL, 10, "(AFP)"}, {"b", "AFP", "2020-03-05", NULL, 10, NULL},
          {"c", "two", "2020-03-06", NULL, 10, NULL});
    CHECK("b earliest credit, then a; 2 independent", {"a", "one", "2020-03-05", NULL, 10, "Source: AP"},
          {"b", "apnews.com", "2020-03-04", NULL, 10, "(AP)"});
    CHECK("a earliest, then b; 2 independent", {"a", "one", "2020-03-04", NULL, 10, "(AFP)"}, {"b", "two", "2020-03-05", NULL, 10, "(AFP)"});
    CHECK("b credit; 2 independent", {"a", "one.example", NULL, NULL, 10, "(AP)"}, {"b", "Associated Press", NULL, NULL, 10, NULL});
    CHECK("b credit; 2 independent", {"a", "one.example", NULL, NULL, 10, "(رويترز)"}, {"b", "رويترز", NULL, NULL, 10, NULL});
    CHECK("b credit; 2 independent", {"a", "one.example", NULL, NULL, 10, "（新华社）"}, {"b", "新华社", NULL, NULL, 10, NULL});
    CHECK("b credit; 2 independent", {"a", "one.example", NULL, NULL, 10, "(РИА Новости)"}, {"b", "ria.ru", NULL, NULL, 10, NULL});
    CHECK("unknown; 2 independent", {"a", "one.example", NULL, NULL, 10, "(وكالات)"}, {"b", "وكالات", NULL, NULL, 10, NULL});
}

static void outlets_of_one_owner_count_once(void **state)
{
    (void)state;
    CHECK("a earliest, then b; 2 independent", {"a", "ar.paper.example", "2020-03-01", NULL, 10, NULL},
          {"b", "EN.paper.example", "2020-03-02", NULL, 10, NULL}, {"c", "rock.example", "2020-03-03", NULL, 10, NULL});
    CHECK("a earliest, then b; 3 independent", {"a", "one.co.uk", "2020-03-01", NULL, 10, NULL}, {"b", "two.co.uk", "2020-03-02", NULL, 10, NULL},
          {"c", "news.three.com.eg", "2020-03-03", NULL, 10, NULL}, {"d", "www3.three.com.eg", "2020-03-03", NULL, 10, NULL});
    CHECK("a earliest, then b; 2 independent", {"a", "one.blogspot.com", "2020-03-01", NULL, 10, NULL},
          {"b", "two.blogspot.com", "2020-03-02", NULL, 10, NULL});
    CHECK("a earliest, then b; 4 independent", {"a", "10.0.0.1", "2020-03-01", NULL, 10, NULL}, {"b", "11.0.0.1", "2020-03-02", NULL, 10, NULL},
          {"c", "St. Mary Post", "2020-03-03", NULL, 10, NULL}, {"d", "Bury St. Mary Post", "2020-03-04", NULL, 10, NULL},
          {"e", NULL, "2020-03-05", NULL, 10, NULL});
}

static void hours_are_counted_from_the_earliest(void **state)
{
    static const struct told told[] = {{"a", "one", "2020-03-04T22:00Z", NULL, 10, NULL},
                                       {"b", "two", "2020-03-05T01:30:00+02:00", NULL, 10, NULL},
                                       {"c", "three", "2020-03-06", NULL, 10, NULL},
                                       {"d", "four", "1970-01-01", NULL, 10, NULL},
                                       {"e", "five", NULL, NULL, 10, NULL},
                                       {"f", "six", "2020-03-04", NULL, 10, NULL}};
    static const double hours[] = {0, 1.5, 48, -1, -1, 0};
    struct wirecopy_clustering *clustering = cluster_of(told, 5);
    struct wirecopy_spread spread;
    (void)state;
    assert_int_equal(wirecopy_clustering_spread(clustering, 0, &spread), WIRECOPY_OK);
    assert_int_equal(spread.dated, 3);
    for (size_t i = 0; i < 5; i++) {
        struct wirecopy_member member = member_of(clustering, told[i].id, NULL);
        if (fabs(wirecopy_spread_hours(&spread, &member) - hours[i]) > 1e-9)
            fail_msg("%s: %f", told[i].id, wirecopy_spread_hours(&spread, &member));
    }
    wirecopy_clustering_free(clustering);
}

/* Over what is kept between passes. */
static void a_large_cluster_is_traced_as_a_small_one(void **state)
{
    struct wirecopy_options options;
    struct wirecopy_corpus *corpus;
    struct wirecopy_clustering *clustering;
    struct wirecopy_spread spread;
    struct wirecopy_member member;
    struct text text = {0};
    (void)state;
    wirecopy_options_init(&options);
    options.today = 19000;
    corpus = new_corpus_with(&options);
    text_sentences(&text, 1, 4);
    for (unsigned i = 0; i < 20000; i++) {
        char id[16], source[24];
        snprintf(id, sizeof id, "%05u", i);
        snprintf(source, sizeof source, "p%u.example", i);
        add(corpus, id, &text, source, i == 17000 ? "2020-03-03" : i == 3 ? "2020-03-04" : "2020-03-05", NULL);
    }
    text_release(&text);
    clustering = must_cluster(corpus);
    assert_int_equal(wirecopy_clustering_spread(clustering, 0, &spread), WIRECOPY_OK);
    assert_int_equal(spread.reasons, WIRECOPY_ORIGIN_EARLIEST);
    assert_int_equal(spread.independent, 20000);
    assert_int_equal(wirecopy_clustering_member(clustering, 0, spread.origin, &member), WIRECOPY_OK);
    assert_memory_equal(member.id.data, "17000", 5);
    assert_int_equal(wirecopy_clustering_member(clustering, 0, spread.first_copy, &member), WIRECOPY_OK);
    assert_memory_equal(member.id.data, "00003", 5);
    wirecopy_clustering_free(clustering);
}

static void a_cluster_that_is_not_there_is_refused(void **state)
{
    static const struct told told[] = {{"a", "one", "2020-03-04", NULL, 10, NULL}};
    struct wirecopy_clustering *clustering = cluster_of(told, 1);
    struct wirecopy_spread spread;
    (void)state;
    assert_int_equal(wirecopy_clustering_spread(clustering, 1, &spread), WIRECOPY_INVALID);
    wirecopy_clustering_free(clustering);
}

/* Two halves of a story that share its middle are the farthest apart. */
static void the_diameter_is_the_greatest_distance(void **state)
{
    static const struct told told[] = {{"a", "one", NULL, NULL, 10, NULL}, {"b", "two", NULL, NULL, 8, NULL}, {"c", "three", NULL, NULL, 6, NULL}};
    struct wirecopy_clustering *clustering = cluster_of(told, 3);
    struct wirecopy_cluster cluster;
    double least = (6 * 12 - 2) / (10 * 12 - 2.0); /* shingles of twelve words a sentence */
    (void)state;
    assert_int_equal(wirecopy_clustering_cluster(clustering, 0, &cluster), WIRECOPY_OK);
    assert_true(fabs(cluster.diameter - (1 - least)) < 1e-9);
    assert_true(cluster.weakest > least);
    wirecopy_clustering_free(clustering);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_earliest_is_the_origin),
        cmocka_unit_test(two_that_may_be_the_earliest_are_none),
        cmocka_unit_test(an_outlets_own_updates_are_its_own),
        cmocka_unit_test(implausible_dates_are_no_evidence),
        cmocka_unit_test(few_dates_are_no_evidence),
        cmocka_unit_test(what_holds_all_others_is_the_origin_where_dates_do_not_tell),
        cmocka_unit_test(an_article_whose_address_is_anothers_is_a_copy),
        cmocka_unit_test(an_article_that_credits_another_is_a_copy),
        cmocka_unit_test(outlets_of_one_owner_count_once),
        cmocka_unit_test(hours_are_counted_from_the_earliest),
        cmocka_unit_test(a_large_cluster_is_traced_as_a_small_one),
        cmocka_unit_test(a_cluster_that_is_not_there_is_refused),
        cmocka_unit_test(the_diameter_is_the_greatest_distance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
