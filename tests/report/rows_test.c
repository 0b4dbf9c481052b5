/* The views as rows: fields, their order, their values. */
#include "report_testing.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define CLUSTER_0 "0123456789abcdef0123456789abcdef"
#define CLUSTER_1 "fedcba9876543210fedcba9876543210"

static void clusters_are_a_line_each_with_their_members(void **state)
{
    struct wirecopy_clustering clustering = harbour();
    (void)state;
    assert_written(
        report_of(&clustering, WIRECOPY_VIEW_CLUSTERS, WIRECOPY_FORMAT_JSONL),
        "{\"cluster\":\"" CLUSTER_0 "\",\"size\":3,\"representative\":\"a-1\",\"origin\":\"a-1\",\"weakest\":0.8000,"
        "\"warnings\":[\"chain\"],\"diameter\":0.6000,\"origin_reasons\":[\"earliest\"],\"first_copy\":\"b 7\",\"outlets\":2,"
        "\"independent_outlets\":2,\"members\":["
        "{\"id\":\"a-1\",\"source\":\"coast.example\",\"date\":\"2016-03-01T08:00:00Z\","
        "\"title\":\"Harbour stays closed until the ice has gone\",\"credit\":null,\"relation\":null,"
        "\"resemblance\":1.0000,\"containment\":1.0000,\"contained\":1.0000,\"hours\":0.00},"
        "{\"id\":\"b 7\",\"source\":\"inland.example\",\"date\":\"4 March 2016\","
        "\"title\":\"Ice \\\"closes\\\"\\tharbour\",\"credit\":\"AFP, Reuters\",\"relation\":\"copy\","
        "\"resemblance\":0.9400,\"containment\":0.9700,\"contained\":0.9688,\"hours\":72.00},"
        "{\"id\":\"c\",\"source\":null,\"date\":\"soon\","
        "\"title\":\"Harbour stays closed until the ice has gone\",\"credit\":null,\"relation\":\"excerpt\","
        "\"resemblance\":0.4000,\"containment\":1.0000,\"contained\":0.4000,\"hours\":null}]}\n"
        "{\"cluster\":\"" CLUSTER_1 "\",\"size\":1,\"representative\":\"d\",\"origin\":null,\"weakest\":1.0000,"
        "\"warnings\":[],\"diameter\":0.0000,\"origin_reasons\":[],\"first_copy\":null,\"outlets\":0,\"independent_outlets\":0,\"members\":["
        "{\"id\":\"d\",\"source\":null,\"date\":null,\"title\":null,\"credit\":null,\"relation\":null,"
        "\"resemblance\":1.0000,\"containment\":1.0000,\"contained\":1.0000,\"hours\":null}]}\n");
}

static void members_in_tsv_are_ids_in_one_cell(void **state)
{
    struct wirecopy_clustering clustering = harbour();
    (void)state;
    assert_written(report_of(&clustering, WIRECOPY_VIEW_CLUSTERS, WIRECOPY_FORMAT_TSV),
                   "cluster\tsize\trepresentative\torigin\tweakest\twarnings\tdiameter\torigin_reasons\tfirst_copy\toutlets\t"
                   "independent_outlets\tmembers\n" CLUSTER_0 "\t3\ta-1\ta-1\t0.8000\tchain\t0.6000\tearliest\tb 7\t2\t2\ta-1 b\\s7 c\n" CLUSTER_1
                   "\t1\td\t\t1.0000\t\t0.0000\t\t\t0\t0\td\n");
}

static void articles_have_their_role(void **state)
{
    struct wirecopy_clustering clustering = harbour();
    (void)state;
    assert_written(report_of(&clustering, WIRECOPY_VIEW_ARTICLES, WIRECOPY_FORMAT_TSV),
                   "id\tcluster\trole\trelation\tresemblance\tcontainment\tcontained\tsource\tdate\ttitle\tcredit\talso_holds\n"
                   "a-1\t" CLUSTER_0 "\trepresentative\t\t1.0000\t1.0000\t1.0000\tcoast.example\t2016-03-01T08:00:00Z\t"
                   "Harbour stays closed until the ice has gone\t\t\n"
                   "b 7\t" CLUSTER_0 "\tcopy\tcopy\t0.9400\t0.9700\t0.9688\tinland.example\t4 March 2016\tIce \"closes\"\\tharbour\tAFP, Reuters\t\n"
                   "c\t" CLUSTER_0 "\tcopy\texcerpt\t0.4000\t1.0000\t0.4000\t\tsoon\tHarbour stays closed until the ice has gone\t\t\n"
                   "d\t" CLUSTER_1 "\tsingle\t\t1.0000\t1.0000\t1.0000\t\t\t\t\t\n");
}

static void pairs_are_a_line_each(void **state)
{
    struct wirecopy_clustering clustering = harbour();
    (void)state;
    assert_written(report_of(&clustering, WIRECOPY_VIEW_PAIRS, WIRECOPY_FORMAT_JSONL),
                   "{\"a\":\"a-1\",\"b\":\"b 7\",\"relation\":\"copy\",\"resemblance\":0.9400,\"containment\":0.9688,\"contained\":0.9700}\n"
                   "{\"a\":\"a-1\",\"b\":\"c\",\"relation\":\"excerpt\",\"resemblance\":0.4000,\"containment\":0.4000,\"contained\":1.0000}\n");
    assert_false(clustering.asked_for_templates);
}

static void templates_are_shown_on_request(void **state)
{
    struct wirecopy_clustering clustering = harbour();
    struct wirecopy_report_options options;
    struct written written;
    (void)state;
    wirecopy_report_options_init(&options, WIRECOPY_VIEW_PAIRS, WIRECOPY_FORMAT_TSV);
    options.templates = true;
    written = report_with(&clustering, &options);
    assert_true(clustering.asked_for_templates);
    written_release(&written);
}

/* The names between quotes and colons of the first JSON line, with tabs between. */
static void keys_of(const char *json, char *out)
{
    const char *begin = out;
    for (int depth = 0; *json != '\n'; json++) {
        const char *end;
        depth += (*json == '{' || *json == '[') - (*json == '}' || *json == ']');
        if (*json != '"')
            continue;
        end = strchr(json + 1, '"');
        if (end[1] == ':' && depth == 1)
            out += sprintf(out, "%s%.*s", out > begin ? "\t" : "", (int)(end - json - 1), json + 1);
        json = end;
    }
    strcpy(out, "\n");
}

static void both_formats_have_the_same_fields(void **state)
{
    (void)state;
    for (int view = WIRECOPY_VIEW_CLUSTERS; view <= WIRECOPY_VIEW_OUTLETS; view++) {
        struct wirecopy_clustering clustering = harbour();
        struct written json, tsv;
        char keys[200];
        clustering.clusters++, clustering.cluster_count--; /* without quotes in titles */
        json = report_of(&clustering, (enum wirecopy_view)view, WIRECOPY_FORMAT_JSONL);
        tsv = report_of(&clustering, (enum wirecopy_view)view, WIRECOPY_FORMAT_TSV);
        keys_of(json.text.data, keys);
        if (view == WIRECOPY_VIEW_ARTICLES) /* in JSON only digests have it */
            strcpy(strchr(keys, '\n'), "\talso_holds\n");
        assert_memory_equal(tsv.text.data, keys, strlen(keys));
        written_release(&json);
        written_release(&tsv);
    }
}

static void outlets_say_what_they_have_and_from_whom(void **state)
{
    struct wirecopy_clustering clustering = harbour();
    (void)state;
    assert_written(report_of(&clustering, WIRECOPY_VIEW_OUTLETS, WIRECOPY_FORMAT_JSONL),
                   "{\"outlet\":\"coast \\u001b example\",\"articles\":9,\"original\":1,\"own\":2,\"republished\":3,\"unknown\":0,\"single\":3,"
                   "\"from_outlets\":7,\"from\":[{\"outlet\":\"a=b c\",\"articles\":2},{\"outlet\":null,\"articles\":1}]}\n"
                   "{\"outlet\":null,\"articles\":1,\"original\":0,\"own\":0,\"republished\":0,\"unknown\":1,\"single\":0,"
                   "\"from_outlets\":0,\"from\":[]}\n");
    assert_written(report_of(&clustering, WIRECOPY_VIEW_OUTLETS, WIRECOPY_FORMAT_TSV),
                   "outlet\tarticles\toriginal\town\trepublished\tunknown\tsingle\tfrom_outlets\tfrom\n"
                   "coast \\x1b example\t9\t1\t2\t3\t0\t3\t7\ta=b\\sc=2 \\x3d1\n"
                   "\t1\t0\t0\t0\t1\t0\t0\t\n");
}

static void singles_can_be_left_out(void **state)
{
    struct wirecopy_clustering clustering = harbour();
    struct wirecopy_report_options options;
    struct written written;
    (void)state;
    wirecopy_report_options_init(&options, WIRECOPY_VIEW_CLUSTERS, WIRECOPY_FORMAT_TSV);
    options.singles = false;
    written = report_with(&clustering, &options);
    assert_null(strstr(written.text.data, CLUSTER_1));
    assert_non_null(strstr(written.text.data, CLUSTER_0));
    written_release(&written);
}

static void two_earliest_members_are_no_origin(void **state)
{
    struct wirecopy_member members[3] = {harbour_clusters[0].members[1], harbour_clusters[0].members[2], harbour_clusters[0].members[1]};
    struct fake_cluster cluster = {harbour_clusters[0].about, members};
    struct wirecopy_clustering clustering = {.clusters = &cluster, .cluster_count = 1, .summary = {.today = 20000}};
    struct written written;
    (void)state;
    members[2].source = BYTES("hill.example");
    written = report_of(&clustering, WIRECOPY_VIEW_CLUSTERS, WIRECOPY_FORMAT_JSONL);
    assert_non_null(strstr(written.text.data, "\"origin\":null"));
    written_release(&written);
    members[2].id = BYTES("z");
    members[2].day--;
    written = report_of(&clustering, WIRECOPY_VIEW_CLUSTERS, WIRECOPY_FORMAT_JSONL);
    assert_non_null(strstr(written.text.data, "\"origin\":\"z\""));
    written_release(&written);
}

static void both_warnings_are_told(void **state)
{
    struct fake_cluster cluster = harbour_clusters[0];
    struct wirecopy_clustering clustering = {.clusters = &cluster, .cluster_count = 1};
    struct written written;
    (void)state;
    cluster.about.warnings = WIRECOPY_WARNING_CHAIN | WIRECOPY_WARNING_GIANT;
    written = report_of(&clustering, WIRECOPY_VIEW_CLUSTERS, WIRECOPY_FORMAT_JSONL);
    assert_non_null(strstr(written.text.data, "\"warnings\":[\"chain\",\"giant\"]"));
    written_release(&written);
    written = report_of(&clustering, WIRECOPY_VIEW_CLUSTERS, WIRECOPY_FORMAT_TSV);
    assert_non_null(strstr(written.text.data, "\tchain giant\t"));
    written_release(&written);
}

/* Every view and format, as pairs of loops need it. */
static enum wirecopy_status report_into(struct wirecopy_clustering *clustering, int view, int format, struct written *written)
{
    struct wirecopy_report_options options;
    wirecopy_report_options_init(&options, (enum wirecopy_view)view, (enum wirecopy_format)format);
    return wirecopy_clustering_report(clustering, &options, collect, written);
}

/* Only clusters have a page of HTML. */
static int last_format(int view)
{
    return view == WIRECOPY_VIEW_CLUSTERS ? WIRECOPY_FORMAT_HTML : WIRECOPY_FORMAT_TSV;
}

static void a_failed_write_is_told(void **state)
{
    (void)state;
    for (int view = WIRECOPY_VIEW_CLUSTERS; view <= WIRECOPY_VIEW_OUTLETS; view++)
        for (int format = WIRECOPY_FORMAT_TEXT; format <= last_format(view); format++) {
            struct wirecopy_clustering clustering = harbour();
            struct written written = {.fail_at = 1, .error = ENOSPC};
            assert_int_equal(report_into(&clustering, view, format, &written), WIRECOPY_IO);
            assert_string_equal(clustering.error, strerror(ENOSPC));
            assert_int_equal(written.calls, 1);
        }
}

static void a_clustering_that_cannot_be_read_ends_the_report(void **state)
{
    (void)state;
    for (int view = WIRECOPY_VIEW_CLUSTERS; view <= WIRECOPY_VIEW_OUTLETS; view++)
        for (int format = WIRECOPY_FORMAT_TEXT; format <= last_format(view); format++)
            for (uint64_t fail_at = 1; fail_at <= 2; fail_at++) {
                struct wirecopy_clustering clustering = harbour();
                struct written written = {0};
                clustering.fail_at = fail_at;
                assert_int_equal(report_into(&clustering, view, format, &written), WIRECOPY_IO);
                assert_string_equal(clustering.error, "scratch broke");
                assert_null(written.text.data); /* it was still in the buffer */
            }
}

static void every_failed_allocation_is_told(void **state)
{
    (void)state;
    for (int view = WIRECOPY_VIEW_CLUSTERS; view <= WIRECOPY_VIEW_OUTLETS; view++)
        for (int format = WIRECOPY_FORMAT_TEXT; format <= last_format(view); format++) {
            enum wirecopy_status status = WIRECOPY_NO_MEMORY;
            for (uint64_t n = 1; status != WIRECOPY_OK; n++) {
                struct wirecopy_clustering clustering = harbour();
                struct written written = {0};
                buffer_reserve(&written.text, 1 << 16); /* the test's own buffer does not fail */
                memory_fail_at(n);
                status = report_into(&clustering, view, format, &written);
                memory_fail_at(0);
                written_release(&written);
                assert_true(n < 100);
                assert_true(status == WIRECOPY_OK || status == WIRECOPY_NO_MEMORY);
            }
        }
}

static void a_view_that_does_not_exist_is_refused(void **state)
{
    struct wirecopy_clustering clustering = harbour();
    struct written written = {0};
    (void)state;
    assert_int_equal(report_into(&clustering, WIRECOPY_VIEW_OUTLETS + 1, WIRECOPY_FORMAT_TSV, &written), WIRECOPY_INVALID);
    assert_int_equal(report_into(&clustering, WIRECOPY_VIEW_PAIRS, WIRECOPY_FORMAT_HTML + 1, &written), WIRECOPY_INVALID);
    assert_int_equal(report_into(&clustering, WIRECOPY_VIEW_PAIRS, WIRECOPY_FORMAT_HTML, &written), WIRECOPY_INVALID);
    assert_string_equal(clustering.error, "a page of HTML shows clusters");
}

static void long_reports_come_in_pieces_of_the_buffer(void **state)
{
    enum { MEMBERS = 5000 };
    static struct wirecopy_member members[MEMBERS];
    struct fake_cluster cluster = {harbour_clusters[0].about, members};
    struct wirecopy_clustering clustering = {.clusters = &cluster, .cluster_count = 1};
    struct written written;
    (void)state;
    for (size_t i = 0; i < MEMBERS; i++)
        members[i] = harbour_clusters[0].members[1];
    cluster.about.size = MEMBERS;
    written = report_of(&clustering, WIRECOPY_VIEW_CLUSTERS, WIRECOPY_FORMAT_JSONL);
    assert_in_range(written.calls, written.text.size >> 16, (written.text.size >> 16) + 1);
    written_release(&written);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clusters_are_a_line_each_with_their_members),
        cmocka_unit_test(members_in_tsv_are_ids_in_one_cell),
        cmocka_unit_test(articles_have_their_role),
        cmocka_unit_test(pairs_are_a_line_each),
        cmocka_unit_test(templates_are_shown_on_request),
        cmocka_unit_test(both_formats_have_the_same_fields),
        cmocka_unit_test(outlets_say_what_they_have_and_from_whom),
        cmocka_unit_test(singles_can_be_left_out),
        cmocka_unit_test(two_earliest_members_are_no_origin),
        cmocka_unit_test(both_warnings_are_told),
        cmocka_unit_test(a_failed_write_is_told),
        cmocka_unit_test(a_clustering_that_cannot_be_read_ends_the_report),
        cmocka_unit_test(every_failed_allocation_is_told),
        cmocka_unit_test(a_view_that_does_not_exist_is_refused),
        cmocka_unit_test(long_reports_come_in_pieces_of_the_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
