/* The page of HTML. */
#include "report_testing.h"

#include <string.h>

static void a_cluster_is_a_table(void **state)
{
    struct wirecopy_clustering clustering = harbour();
    struct written written = report_of(&clustering, WIRECOPY_VIEW_CLUSTERS, WIRECOPY_FORMAT_HTML);
    const char *page = written.text.data;
    (void)state;
    assert_ptr_equal(strstr(page, "<!doctype html>\n"), page);
    assert_string_equal(page + written.text.size - 8, "</html>\n");
    assert_non_null(strstr(page, "<section id=\"0123456789abcdef0123456789abcdef\">\n"
                                 "<h2><a href=\"#0123456789abcdef0123456789abcdef\">1.</a> Harbour stays closed until the ice has gone</h2>\n"));
    assert_non_null(strstr(page, "3 articles from 2 outlets, 2016-03-01 to 2016-03-04; weakest link 79 %, the two least alike 40 %\n"));
    assert_non_null(strstr(page, "<p class=\"warning\">a chain: some are alike to others, not to the representative</p>\n"));
    assert_non_null(strstr(page, "origin coast.example a-1 (earliest date); first copied after 3 days by inland.example\n"));
    assert_non_null(strstr(page, "<tr class=\"origin\"><td class=\"number\">100 %</td>"));
    assert_non_null(strstr(page, "<td class=\"number\">93 %</td><td class=\"bar\"><i style=\"width:93%\"></i></td><td class=\"plain\">copy</td>"
                                 "<td class=\"plain\">inland.example</td><td class=\"plain\">2016-03-04</td><td class=\"number\">   +3 d</td>"
                                 "<td class=\"time\"><div><i style=\"left:100.0%\"></i></div></td>"
                                 "<td class=\"id\">b 7 <span class=\"credit\">[AFP, Reuters]</span></td></tr>\n"));
    assert_non_null(strstr(page, "colspan=\"6\">Ice &quot;closes&quot; harbour</td></tr>\n"));
    assert_null(strstr(page, "fedcba9876543210fedcba9876543210")); /* alone */
    written_release(&written);
}

static void clusters_of_one_are_shown_on_request(void **state)
{
    struct wirecopy_clustering clustering = {.clusters = harbour_clusters + 1, .cluster_count = 1};
    struct wirecopy_report_options options;
    struct written written;
    (void)state;
    written = report_of(&clustering, WIRECOPY_VIEW_CLUSTERS, WIRECOPY_FORMAT_HTML);
    assert_non_null(strstr(written.text.data, "<p>No copies were found.</p>\n"));
    written_release(&written);
    wirecopy_report_options_init(&options, WIRECOPY_VIEW_CLUSTERS, WIRECOPY_FORMAT_HTML);
    options.singles = true;
    written = report_with(&clustering, &options);
    assert_non_null(strstr(written.text.data, "</a> d</h2>\n"));
    assert_non_null(strstr(written.text.data, "<td class=\"plain\">single</td><td class=\"id\">d</td></tr>\n"));
    assert_null(strstr(written.text.data, "origin unknown"));
    written_release(&written);
}

/* A page of one member of which all strings are this. */
static struct written page_of(struct wirecopy_bytes text, struct wirecopy_bytes url)
{
    struct wirecopy_member member = harbour_clusters[1].members[0];
    struct fake_cluster cluster = {harbour_clusters[1].about, &member};
    struct wirecopy_clustering clustering = {.clusters = &cluster, .cluster_count = 1};
    struct wirecopy_report_options options;
    member.id = member.source = member.date = member.title = member.credit = text;
    member.url = url;
    wirecopy_report_options_init(&options, WIRECOPY_VIEW_CLUSTERS, WIRECOPY_FORMAT_HTML);
    options.singles = true;
    return report_with(&clustering, &options);
}

static void nothing_in_an_article_becomes_markup(void **state)
{
    struct written plain = page_of(BYTES("word"), BYTES("")),
                   written = page_of(BYTES("<b>'\"&\0\x1b[2J\xE2\x80\xAE\xFF\n"), BYTES("http://x.example/\"><script>'"));
    size_t tags = 0, others = 0;
    (void)state;
    for (size_t i = 0; i < plain.text.size; i++)
        tags += plain.text.data[i] == '<';
    for (size_t i = 0; i < written.text.size; i++)
        others += written.text.data[i] == '<';
    assert_int_equal(others, tags + 2); /* a link and its end */
    assert_non_null(strstr(written.text.data, "&lt;b&gt;&#39;&quot;&amp;\xEF\xBF\xBD"));
    assert_null(memchr(written.text.data, 0x1B, written.text.size));
    assert_null(memchr(written.text.data, 0, written.text.size));
    assert_null(memchr(written.text.data, 0xFF, written.text.size));
    assert_null(strstr(written.text.data, "\xE2\x80\xAE"));
    assert_non_null(strstr(written.text.data, "href=\"http://x.example/&quot;&gt;&lt;script&gt;&#39;\">"));
    written_release(&plain);
    written_release(&written);
}

static void only_addresses_on_the_web_are_links(void **state)
{
    static const struct wirecopy_bytes others[] = {{NULL, 0},
                                                   {"", 0},
                                                   {"http://", 7},
                                                   {"https://", 8},
                                                   {"javascript:alert(1)", 19},
                                                   {"//x.example/", 12},
                                                   {"news/1.html", 11},
                                                   {"http://x.example/a b", 20},
                                                   {"http://x.example/\n", 18},
                                                   {" http://x.example/", 18}};
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct written written = page_of(BYTES("word"), others[i]);
        assert_null(strstr(written.text.data, "href=\"h"));
        assert_null(strstr(written.text.data, "href=\"j"));
        assert_null(strstr(written.text.data, "noopener"));
        written_release(&written);
    }
}

/* Characters are never cut where the buffer between text and page is full. */
static void long_titles_stay_whole(void **state)
{
    enum { CHARACTERS = 70000 };
    static char title[3 * CHARACTERS];
    struct written written;
    size_t found = 0;
    (void)state;
    for (size_t i = 0; i < CHARACTERS; i++)
        memcpy(title + 3 * i, "\xE2\x82\xAC", 3);
    written = page_of((struct wirecopy_bytes){title, sizeof title}, BYTES(""));
    for (const char *at = written.text.data; (at = strstr(at, "\xE2\x82\xAC")) != NULL; at += 3)
        found++;
    assert_true(found >= 2 * CHARACTERS);
    assert_null(strstr(written.text.data, "\xEF\xBF\xBD"));
    written_release(&written);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cluster_is_a_table),
        cmocka_unit_test(clusters_of_one_are_shown_on_request),
        cmocka_unit_test(nothing_in_an_article_becomes_markup),
        cmocka_unit_test(only_addresses_on_the_web_are_links),
        cmocka_unit_test(long_titles_stay_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
