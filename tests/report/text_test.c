/* The views for people. */
#include "report_testing.h"

#include <string.h>

static void a_cluster_shows_its_copies(void **state)
{
    struct wirecopy_clustering clustering = harbour();
    (void)state;
    assert_written(report_of(&clustering, WIRECOPY_VIEW_CLUSTERS, WIRECOPY_FORMAT_TEXT),
                   "1. Harbour stays closed until the ice has gone\n"
                   "   3 articles from 2 outlets, 2016-03-01 to 2016-03-04; weakest link 79 %, the two least alike 40 %\n"
                   "   a chain: some are alike to others, not to the representative\n"
                   "   origin coast.example a-1 (earliest date); first copied after 3 days by inland.example\n"
                   "   100 %  representative  coast.example   2016-03-01   +0 h  a-1\n"
                   "    93 %  copy            inland.example  2016-03-04   +3 d  b 7  [AFP, Reuters]\n"
                   "          Ice \"closes\" harbour\n"
                   "    40 %  excerpt                         soon               c\n");
}

static void outlets_are_a_table(void **state)
{
    struct wirecopy_clustering clustering = harbour();
    (void)state;
    assert_written(
        report_of(&clustering, WIRECOPY_VIEW_OUTLETS, WIRECOPY_FORMAT_TEXT),
        "outlet                        articles  original    own  republished  unknown  single  from\n"
        "coast \xEF\xBF\xBD example                      9         1      2            3        0       3  a=b c 2, (not known) 1, 5 others\n"
        "(not known)                          1         0      0            0        1       0\n");
}

static void singles_are_shown_on_request(void **state)
{
    struct wirecopy_clustering clustering = {.clusters = harbour_clusters + 1, .cluster_count = 1};
    struct wirecopy_report_options options;
    (void)state;
    wirecopy_report_options_init(&options, WIRECOPY_VIEW_CLUSTERS, WIRECOPY_FORMAT_TEXT);
    options.singles = true;
    assert_written(report_with(&clustering, &options), "1. d\n"
                                                       "   1 article\n"
                                                       "   100 %  single          d\n");
    assert_written(report_of(&clustering, WIRECOPY_VIEW_CLUSTERS, WIRECOPY_FORMAT_TEXT), "No copies were found.\n");
}

static void colour_marks_the_title_and_what_is_secondary(void **state)
{
    struct wirecopy_clustering clustering = harbour();
    struct wirecopy_report_options options;
    struct written written;
    (void)state;
    wirecopy_report_options_init(&options, WIRECOPY_VIEW_CLUSTERS, WIRECOPY_FORMAT_TEXT);
    assert_false(options.color);
    options.color = true;
    written = report_with(&clustering, &options);
    assert_ptr_equal(strstr(written.text.data, "\x1b[1m1. Harbour stays closed until the ice has gone\x1b[0m\n"), written.text.data);
    assert_non_null(strstr(written.text.data, "\x1b[2ma-1\x1b[0m\n"));
    written_release(&written);
}

static void titles_are_cut_at_the_width(void **state)
{
    struct wirecopy_clustering clustering = harbour();
    struct wirecopy_report_options options;
    struct written written;
    (void)state;
    wirecopy_report_options_init(&options, WIRECOPY_VIEW_CLUSTERS, WIRECOPY_FORMAT_TEXT);
    options.width = 41;
    written = report_with(&clustering, &options);
    assert_ptr_equal(strstr(written.text.data, "1. Harbour stays closed until the ice ha\xE2\x80\xA6\n"), written.text.data);
    assert_non_null(strstr(written.text.data, " a-1\n")); /* ids stay whole */
    written_release(&written);
}

static void nothing_in_an_article_steers_the_terminal(void **state)
{
    struct wirecopy_member members[2] = {harbour_clusters[0].members[0], harbour_clusters[0].members[1]};
    struct fake_cluster cluster = {harbour_clusters[0].about, members};
    struct wirecopy_clustering clustering = {.clusters = &cluster, .cluster_count = 1};
    struct wirecopy_pair pair = harbour_pairs[0];
    (void)state;
    cluster.about.size = 2;
    clustering.pairs = &pair;
    clustering.pair_count = 1;
    for (int i = 0; i < 2; i++) {
        /* clang-format off */
        members[i].title = members[i].id = members[i].source = members[i].date = BYTES("\x1b[31m\xE2\x80\xAE\r\n\xC2\x9B" "2J");
        /* clang-format on */
        members[i].day = INT32_MIN;
    }
    members[1].title = BYTES("\x07\x1b]0;other\x07");
    pair.a = pair.b = members[0].id;
    for (int view = WIRECOPY_VIEW_CLUSTERS; view <= WIRECOPY_VIEW_OUTLETS; view++) {
        struct written written = report_of(&clustering, (enum wirecopy_view)view, WIRECOPY_FORMAT_TEXT);
        for (size_t i = 0; i < written.text.size; i++)
            assert_true((unsigned char)written.text.data[i] >= 0x20 || written.text.data[i] == '\n');
        assert_null(strstr(written.text.data, "\xE2\x80\xAE"));
        assert_null(strstr(written.text.data, "\xC2\x9B"));
        written_release(&written);
    }
}

static void right_to_left_titles_keep_to_themselves(void **state)
{
    struct wirecopy_member member = harbour_clusters[0].members[0];
    struct fake_cluster cluster = {harbour_clusters[0].about, &member};
    struct wirecopy_clustering clustering = {.clusters = &cluster, .cluster_count = 1, .summary = {.today = 20000}};
    struct wirecopy_report_options options;
    (void)state;
    wirecopy_report_options_init(&options, WIRECOPY_VIEW_CLUSTERS, WIRECOPY_FORMAT_TEXT);
    options.singles = true;
    cluster.about.size = 1;
    cluster.about.warnings = WIRECOPY_WARNING_GIANT;
    member.title = BYTES("الميناء مغلق");
    member.source = BYTES("مثال");
    assert_written(report_with(&clustering, &options), "1. \xE2\x81\xA8الميناء مغلق\xE2\x81\xA9\n"
                                                       "   1 article from 2 outlets, 2016-03-01; 1 of the outlets independent\n"
                                                       "   a giant: over a tenth of the corpus is in it\n"
                                                       "   100 %  single          \xE2\x81\xA8مثال\xE2\x81\xA9  2016-03-01  a-1\n");
}

static void articles_and_pairs_are_a_line_each(void **state)
{
    struct wirecopy_clustering clustering = harbour();
    (void)state;
    assert_written(report_of(&clustering, WIRECOPY_VIEW_ARTICLES, WIRECOPY_FORMAT_TEXT),
                   "cluster   alike  standing        source                        date        id  title\n"
                   "01234567  100 %  representative  coast.example                 2016-03-01  a-1  Harbour stays closed until the ice has gone\n"
                   "01234567   93 %  copy            inland.example                2016-03-04  b 7  [AFP, Reuters]  Ice \"closes\" harbour\n"
                   "01234567   40 %  excerpt                                       soon        c  Harbour stays closed until the ice has gone\n"
                   "fedcba98  100 %  single                                                    d\n");
    assert_written(report_of(&clustering, WIRECOPY_VIEW_PAIRS, WIRECOPY_FORMAT_TEXT), "alike  a in b  b in a  b is a          a  b\n"
                                                                                      " 93 %    96 %    97 %  copy            a-1  b 7\n"
                                                                                      " 40 %    40 %    99 %  excerpt         a-1  c\n");
}

static void days_before_1970_are_days_too(void **state)
{
    static const struct {
        int32_t day;
        const char *date;
    } rows[] = {{0, "1970-01-01"}, {-1, "1969-12-31"}, {11016, "2000-02-29"}, {-25567, "1900-01-01"}, {20453, "2025-12-31"}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct wirecopy_member member = harbour_clusters[0].members[0];
        struct fake_cluster cluster = {harbour_clusters[0].about, &member};
        struct wirecopy_clustering clustering = {.clusters = &cluster, .cluster_count = 1};
        struct written written;
        cluster.about.size = 1;
        member.day = rows[i].day;
        written = report_of(&clustering, WIRECOPY_VIEW_ARTICLES, WIRECOPY_FORMAT_TEXT);
        assert_non_null(strstr(written.text.data, rows[i].date));
        written_release(&written);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cluster_shows_its_copies),
        cmocka_unit_test(outlets_are_a_table),
        cmocka_unit_test(singles_are_shown_on_request),
        cmocka_unit_test(colour_marks_the_title_and_what_is_secondary),
        cmocka_unit_test(titles_are_cut_at_the_width),
        cmocka_unit_test(nothing_in_an_article_steers_the_terminal),
        cmocka_unit_test(right_to_left_titles_keep_to_themselves),
        cmocka_unit_test(articles_and_pairs_are_a_line_each),
        cmocka_unit_test(days_before_1970_are_days_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
