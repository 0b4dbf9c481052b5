/* The clustering made by hand. */
#include "report_testing.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cluster/result/owners.h"

static const struct wirecopy_member harbour_copies[] = {
    {.id = {"a-1", 3},
     .source = {"coast.example", 13},
     .date = {"2016-03-01T08:00:00Z", 20},
     .title = {"Harbour stays closed until the ice has gone", 43},
     .is_representative = true,
     .resemblance = 1,
     .containment = 1,
     .contained = 1,
     .day = 16861,
     .minute = 480},
    {.id = {"b 7", 3},
     .source = {"inland.example", 14},
     .date = {"4 March 2016", 12},
     .title = {"Ice \"closes\"\tharbour", 20},
     .credit = {"AFP, Reuters", 12},
     .relation = WIRECOPY_RELATION_COPY,
     .resemblance = 0.93999,
     .containment = 0.97,
     .contained = 0.96875,
     .day = 16864,
     .minute = INT32_MIN},
    {.id = {"c", 1},
     .source = {NULL, 0},
     .date = {"soon", 4},
     .title = {"Harbour stays closed until the ice has gone", 43},
     .relation = WIRECOPY_RELATION_EXCERPT,
     .resemblance = 0.4,
     .containment = 0.99996,
     .contained = 0.4,
     .day = INT32_MIN,
     .minute = INT32_MIN},
};

static const struct wirecopy_member lighthouse[] = {
    {.id = {"d", 1},
     .cluster = 1,
     .is_representative = true,
     .resemblance = 1,
     .containment = 1,
     .contained = 1,
     .day = INT32_MIN,
     .minute = INT32_MIN},
};

const struct fake_cluster harbour_clusters[2] = {
    {{.id = "0123456789abcdef0123456789abcdef", .size = 3, .outlets = 2, .warnings = WIRECOPY_WARNING_CHAIN, .weakest = 0.7999968, .diameter = 0.6},
     harbour_copies},
    {{.id = "fedcba9876543210fedcba9876543210", .size = 1, .weakest = 1}, lighthouse},
};

const struct wirecopy_pair harbour_pairs[2] = {
    {{"a-1", 3}, {"b 7", 3}, WIRECOPY_RELATION_COPY, 0.93999, 0.96875, 0.97},
    {{"a-1", 3}, {"c", 1}, WIRECOPY_RELATION_EXCERPT, 0.4, 0.4, 0.99996},
};

struct wirecopy_clustering harbour(void)
{
    return (struct wirecopy_clustering){.clusters = harbour_clusters,
                                        .cluster_count = 2,
                                        .pairs = harbour_pairs,
                                        .pair_count = 2,
                                        .summary = {.today = 20000}};
}

static enum wirecopy_status called(struct wirecopy_clustering *clustering)
{
    return ++clustering->calls == clustering->fail_at ? status_fail(WIRECOPY_IO, "scratch broke") : WIRECOPY_OK;
}

enum wirecopy_status clustering_note(struct wirecopy_clustering *clustering, enum wirecopy_status status)
{
    snprintf(clustering->error, sizeof clustering->error, "%s", status == WIRECOPY_OK ? "" : status_detail());
    return status;
}

size_t wirecopy_clustering_count(const struct wirecopy_clustering *clustering)
{
    return clustering->cluster_count;
}

enum wirecopy_status wirecopy_clustering_cluster(struct wirecopy_clustering *clustering, size_t cluster, struct wirecopy_cluster *cluster_out)
{
    assert_true(cluster < clustering->cluster_count);
    *cluster_out = clustering->clusters[cluster].about;
    return WIRECOPY_OK;
}

enum wirecopy_status wirecopy_clustering_member(struct wirecopy_clustering *clustering, size_t cluster, size_t member,
                                                struct wirecopy_member *member_out)
{
    assert_true(member < clustering->clusters[cluster].about.size);
    *member_out = clustering->clusters[cluster].members[member];
    return called(clustering);
}

enum wirecopy_status clustering_each_article(struct wirecopy_clustering *clustering, clustering_visit_article *visit, void *context)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < clustering->cluster_count; i++)
        for (size_t j = 0; j < clustering->clusters[i].about.size && status == WIRECOPY_OK; j++) {
            status = called(clustering);
            if (status == WIRECOPY_OK)
                status = visit(context, &clustering->clusters[i].members[j], &clustering->clusters[i].about);
        }
    return status;
}

enum wirecopy_status clustering_each_pair(struct wirecopy_clustering *clustering, struct pair_choice choice, clustering_visit_pair *visit,
                                          void *context)
{
    enum wirecopy_status status = WIRECOPY_OK;
    clustering->asked_for_templates = choice.templates;
    for (size_t i = 0; i < clustering->pair_count && status == WIRECOPY_OK; i++) {
        status = called(clustering);
        if (status == WIRECOPY_OK)
            status = visit(context, &clustering->pairs[i]);
    }
    return status;
}

/* Two outlets, one of them not known. */
enum wirecopy_status clustering_each_outlet(struct wirecopy_clustering *clustering, clustering_visit_outlet *visit, void *context)
{
    const struct clustering_outlet outlets[] = {{.name = {"coast \x1b example", 15},
                                                 .articles = 9,
                                                 .original = 1,
                                                 .own = 2,
                                                 .republished = 3,
                                                 .single = 3,
                                                 .from_outlets = 7,
                                                 .from_count = 2,
                                                 .from = {{{"a=b c", 5}, 2}, {{NULL, 0}, 1}}},
                                                {.articles = 1, .unknown = 1}};
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < 2 && status == WIRECOPY_OK; i++) {
        status = called(clustering);
        if (status == WIRECOPY_OK)
            status = visit(context, &outlets[i]);
    }
    return status;
}

void clustering_bring_near(const struct wirecopy_clustering *clustering, size_t cluster)
{
    (void)clustering;
    (void)cluster;
}

const struct owners *clustering_owners(const struct wirecopy_clustering *clustering)
{
    static const struct owners nobody;
    (void)clustering;
    return &nobody;
}

const struct summary *clustering_summary(const struct wirecopy_clustering *clustering)
{
    return &clustering->summary;
}

int collect(void *context, const char *data, size_t size)
{
    struct written *written = context;
    if (++written->calls == written->fail_at)
        return written->error;
    if (buffer_append(&written->text, data, size) != WIRECOPY_OK || buffer_append(&written->text, "", 1) != WIRECOPY_OK)
        return ENOMEM;
    written->text.size--;
    return 0;
}

void written_release(struct written *written)
{
    buffer_release(&written->text);
}

struct written report_with(struct wirecopy_clustering *clustering, const struct wirecopy_report_options *options)
{
    struct written written = {0};
    assert_int_equal(wirecopy_clustering_report(clustering, options, collect, &written), WIRECOPY_OK);
    return written;
}

struct written report_of(struct wirecopy_clustering *clustering, enum wirecopy_view view, enum wirecopy_format format)
{
    struct wirecopy_report_options options;
    wirecopy_report_options_init(&options, view, format);
    return report_with(clustering, &options);
}

void assert_written(struct written written, const char *expected)
{
    assert_string_equal(written.text.data ? written.text.data : "", expected);
    assert_int_equal(written.text.size, strlen(expected)); /* no zero byte within */
    written_release(&written);
}
