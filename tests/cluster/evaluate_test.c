/* An evaluation against a slow one, and its mistakes. Found and true clusters are drawn at random; the seed is printed and can be given. */
#define _DEFAULT_SOURCE
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/memory.h"
#include "wirecopy.h"

enum { ARTICLES = 60 };

/* Two clusterings of the same articles. */
struct drawn {
    unsigned truth[ARTICLES], found[ARTICLES];
};

static uint64_t seed;

static struct drawn draw(uint64_t round, unsigned clusters)
{
    struct drawn drawn;
    for (unsigned i = 0; i < ARTICLES; i++) {
        uint64_t bits = hash_counter(seed + round, i);
        drawn.truth[i] = (unsigned)(bits & 0xffff) % clusters;
        drawn.found[i] = (bits >> 62) ? drawn.truth[i] : (unsigned)(bits >> 16 & 0xffff) % clusters;
    }
    return drawn;
}

/* Writes a clustering as a file of rows; reversed, they stand in the other order. */
static void write_rows(const char *path, const unsigned *cluster_of, const char *letter, bool reversed)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (unsigned i = 0; i < ARTICLES; i++) {
        unsigned article = reversed ? ARTICLES - 1 - i : i;
        fprintf(file, "{\"id\":\"a%u\",\"cluster\":\"%s%u\"}\n", article, letter, cluster_of[article]);
    }
    assert_int_equal(fclose(file), 0);
}

static char room[] = "/tmp/wirecopy-evaluate-XXXXXX";
static char found_path[64], truth_path[64];

static struct wirecopy_evaluation evaluate(const struct drawn *drawn, size_t worst, bool reversed)
{
    struct wirecopy_evaluation evaluation;
    char message[400] = "";
    write_rows(found_path, drawn->found, "f", reversed);
    write_rows(truth_path, drawn->truth, "t", reversed);
    if (wirecopy_evaluate(found_path, truth_path, worst, &evaluation, message, sizeof message) != WIRECOPY_OK)
        fail_msg("%s", message);
    return evaluation;
}

/* What is left of the entropy of a given b, over that of a: the slow way, article by article. */
static double explained(const unsigned *a, const unsigned *b)
{
    double whole = 0, left = 0;
    for (unsigned i = 0; i < ARTICLES; i++) {
        double same_a = 0, same_b = 0, both = 0;
        for (unsigned j = 0; j < ARTICLES; j++) {
            same_a += a[i] == a[j];
            same_b += b[i] == b[j];
            both += a[i] == a[j] && b[i] == b[j];
        }
        whole -= log(same_a / ARTICLES) / ARTICLES;
        left -= log(both / same_b) / ARTICLES;
    }
    return whole > 0 ? 1 - left / whole : 1;
}

static void homogeneity_and_completeness_are_those_of_the_slow_way(void **state)
{
    (void)state;
    for (unsigned round = 0; round < 20; round++) {
        struct drawn drawn = draw(round, 1 + round);
        struct wirecopy_evaluation evaluation = evaluate(&drawn, 0, false);
        double homogeneity = explained(drawn.truth, drawn.found), completeness = explained(drawn.found, drawn.truth);
        assert_true(fabs(evaluation.homogeneity - homogeneity) < 1e-9);
        assert_true(fabs(evaluation.completeness - completeness) < 1e-9);
        assert_true(fabs(evaluation.v_measure * (homogeneity + completeness) - 2 * homogeneity * completeness) < 1e-9);
        assert_int_equal(evaluation.mistake_count, 0);
        wirecopy_evaluation_release(&evaluation);
    }
}

/* Pairs of a cluster of one side that are apart on the other. */
static uint64_t wrong_pairs(const unsigned *side, const unsigned *other, unsigned cluster)
{
    uint64_t wrong = 0;
    for (unsigned i = 0; i < ARTICLES; i++)
        for (unsigned j = 0; j < i; j++)
            wrong += side[i] == cluster && side[j] == cluster && other[i] != other[j];
    return wrong;
}

static unsigned number_in(struct wirecopy_bytes name)
{
    assert_true(name.size > 1);
    return (unsigned)strtoul(name.data + 1, NULL, 10);
}

static void check_mistake(const struct drawn *drawn, const struct wirecopy_mistake *mistake)
{
    bool merged = mistake->kind == WIRECOPY_MISTAKE_MERGED;
    const unsigned *side = merged ? drawn->found : drawn->truth, *other = merged ? drawn->truth : drawn->found;
    assert_int_equal(mistake->wrong_pairs, wrong_pairs(side, other, number_in(mistake->cluster)));
    assert_true(mistake->shown >= 2 && mistake->shown <= mistake->parts);
    for (size_t i = 0; i < mistake->shown; i++) {
        uint64_t articles = 0;
        unsigned example = number_in(mistake->part[i].example);
        for (unsigned j = 0; j < ARTICLES; j++)
            articles += side[j] == number_in(mistake->cluster) && other[j] == number_in(mistake->part[i].cluster);
        assert_int_equal(mistake->part[i].articles, articles);
        assert_int_equal(side[example], number_in(mistake->cluster));
        assert_int_equal(other[example], number_in(mistake->part[i].cluster));
        assert_true(i == 0 || mistake->part[i - 1].articles >= articles);
    }
}

static void the_clusters_with_the_most_wrong_pairs_are_told(void **state)
{
    (void)state;
    for (unsigned round = 0; round < 20; round++) {
        struct drawn drawn = draw(100 + round, 2 + round);
        struct wirecopy_evaluation all = evaluate(&drawn, 1000, false), few = evaluate(&drawn, 3, false);
        size_t merged = 0, few_merged = 0;
        for (size_t i = 0; i < all.mistake_count; i++) {
            check_mistake(&drawn, &all.mistakes[i]);
            merged += all.mistakes[i].kind == WIRECOPY_MISTAKE_MERGED;
            assert_true(i == 0 || all.mistakes[i].kind != all.mistakes[i - 1].kind || all.mistakes[i].wrong_pairs <= all.mistakes[i - 1].wrong_pairs);
        }
        for (size_t i = 0; i < few.mistake_count; i++)
            few_merged += few.mistakes[i].kind == WIRECOPY_MISTAKE_MERGED;
        assert_int_equal(few_merged, merged < 3 ? merged : 3);
        for (size_t i = 0; i < few_merged; i++)
            assert_memory_equal(few.mistakes[i].cluster.data, all.mistakes[i].cluster.data, all.mistakes[i].cluster.size + 1);
        wirecopy_evaluation_release(&all);
        wirecopy_evaluation_release(&few);
    }
}

static int write_to_buffer(void *context, const char *data, size_t size)
{
    return buffer_append(context, data, size) == WIRECOPY_OK ? 0 : 12;
}

static void the_order_of_the_files_changes_nothing(void **state)
{
    (void)state;
    for (unsigned round = 0; round < 10; round++) {
        struct drawn drawn = draw(200 + round, 12);
        struct buffer written[2] = {{0}, {0}};
        for (unsigned reversed = 0; reversed < 2; reversed++) {
            struct wirecopy_evaluation evaluation = evaluate(&drawn, 5, reversed);
            assert_int_equal(wirecopy_evaluation_report(&evaluation, WIRECOPY_FORMAT_JSONL, 0, write_to_buffer, &written[reversed]), WIRECOPY_OK);
            wirecopy_evaluation_release(&evaluation);
        }
        assert_int_equal(written[0].size, written[1].size);
        assert_memory_equal(written[0].data, written[1].data, written[0].size);
        buffer_release(&written[0]);
        buffer_release(&written[1]);
    }
}

static void a_failed_allocation_is_told_and_leaks_nothing(void **state)
{
    struct drawn drawn = draw(300, 12);
    struct wirecopy_evaluation evaluation = evaluate(&drawn, 5, false);
    enum wirecopy_status status = WIRECOPY_NO_MEMORY;
    uint64_t n = 0;
    (void)state;
    wirecopy_evaluation_release(&evaluation);
    while (status != WIRECOPY_OK) {
        memory_fail_at(++n);
        status = wirecopy_evaluate(found_path, truth_path, 5, &evaluation, NULL, 0);
        assert_true(status == WIRECOPY_OK || status == WIRECOPY_NO_MEMORY);
    }
    memory_fail_at(0);
    assert_true(n > 50);
    wirecopy_evaluation_release(&evaluation);
}

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(homogeneity_and_completeness_are_those_of_the_slow_way),
        cmocka_unit_test(the_clusters_with_the_most_wrong_pairs_are_told),
        cmocka_unit_test(the_order_of_the_files_changes_nothing),
        cmocka_unit_test(a_failed_allocation_is_told_and_leaks_nothing),
    };
    int failed;
    seed = count > 1 ? strtoull(arguments[1], NULL, 10) : 20240918;
    printf("seed %llu\n", (unsigned long long)seed);
    if (!mkdtemp(room))
        return 1;
    snprintf(found_path, sizeof found_path, "%s/found", room);
    snprintf(truth_path, sizeof truth_path, "%s/truth", room);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(found_path);
    unlink(truth_path);
    rmdir(room);
    return failed;
}
