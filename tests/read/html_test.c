/* Pages: their text line by line, and what their heads say. */
#define _GNU_SOURCE
#include "read/reading.h"

#include <stdio.h>

static const char *const page =
    "<!DOCTYPE html>\n<html><head><title>Harbour closed | The Post</title><meta property='og:title' content='Harbour closed'>"
    "<meta property=\"article:published_time\" content=\"2024-03-05T10:00:00Z\"><meta property='og:site_name' content='The Post'>"
    "<link rel=canonical href='https://post.example/harbour'><style>p {}</style><script>var text = '<p>no</p>';</script></head>"
    "<body><nav><ul><li>Home<li>Sport</ul></nav><h1>Harbour   closed</h1><p>Ice &amp; wind<br>closed the <b>har</b>bour.</p>"
    "<div>It opens\non Monday.</div><ul><li>one</li><li>two</li></ul><p>unclosed <i>tags<p>end</body></html>";

static const char *all_of(const char *name)
{
    static const struct reader_options options = {.max_record_bytes = 5000};
    return read_with(name, &options);
}

static void a_page_is_an_article(void **state)
{
    (void)state;
    write_text("p.html", page);
    assert_string_equal(all_of("p.html"), "article p.html | Harbour closed\nIce & wind\nclosed the harbour.\nIt opens on Monday.\none\ntwo\n"
                                          "unclosed tags\nend\n title=Harbour closed source=The Post date=2024-03-05T10:00:00Z "
                                          "url=https://post.example/harbour day=19787\n");
}

static void the_longest_article_element_is_the_story(void **state)
{
    char text[3000] = "<html><body><article>A teaser.</article><div>menu</div><article><p>";
    (void)state;
    for (int i = 0; i < 40; i++)
        strcat(text, "the harbour ");
    strcat(text, "</p></article><article>Another teaser.</article></body></html>");
    write_text("in", text);
    assert_null(strstr(all_of("in"), "teaser"));
    assert_null(strstr(all_of("in"), "menu"));
    assert_non_null(strstr(all_of("in"), "the harbour the harbour"));
}

static void json_ld_speaks_where_meta_tags_do_not(void **state)
{
    (void)state;
    write_text(
        "in",
        "<html><head><script type='application/ld+json'>{\"headline\":\"Ice\",\"datePublished\":\"2024-03-05\",\"publisher\":{\"name\":\"Post\"}}"
        "</script><script type='application/ld+json'>{broken</script></head><body>Text.</body></html>");
    assert_string_equal(all_of("in"), "article in | Text.\n title=Ice source=Post date=2024-03-05 day=19787\n");
}

static void legacy_encodings_are_told_by_their_meta_tag(void **state)
{
    (void)state;
    write_text("in", "<html><head><meta charset='windows-1252'></head><body>caf\xE9</body></html>");
    assert_string_equal(all_of("in"), "article in | caf\xC3\xA9\n\n");
    write_text("in", "<html><body>caf\xC3\xA9</body></html>"); /* UTF-8 needs no word */
    assert_string_equal(all_of("in"), "article in | caf\xC3\xA9\n\n");
}

/* What a page of that head says. */
static const char *about(const char *head)
{
    static char content[4000];
    const char *log;
    snprintf(content, sizeof content, "<html><head>%s</head><body>.</body></html>", head);
    write_text("in", content);
    log = all_of("in");
    assert_int_equal(strncmp(log, "article in | .\n", 15), 0);
    return log + 15;
}

static void meta_tags_say_title_source_date_and_address(void **state)
{
    static const struct {
        const char *head, *said;
    } cases[] = {
        {"<title> A  title\n here </title>", " title=A title here\n"},
        {"<title>Ice | Post</title><meta name=twitter:title content=Ice>", " title=Ice\n"},
        {"<meta name=twitter:title content=Less><meta property=og:title content='Ice &amp; wind'>", " title=Ice & wind\n"},
        {"<meta property=og:title content='  '><title>Ice</title>", " title=Ice\n"},
        {"<meta name=parsely-title content=Ice><meta name=parsely-pub-date content=2024-03-05>", " title=Ice date=2024-03-05 day=19787\n"},
        {"<meta name=DC.date.issued content=2024-03-05><meta name=date content=1999-01-01>", " date=2024-03-05 day=19787\n"},
        {"<meta itemprop=datePublished content=2024-03-05>", " date=2024-03-05 day=19787\n"},
        {"<meta name=date content=1999-01-01><meta property=article:published_time content=2024-03-05>", " date=2024-03-05 day=19787\n"},
        {"<meta property=article:modified_time content=2024-03-05>", "\n"},
        {"<link rel=canonical href=/harbour><meta property=og:url content=https://post.example/a>",
         " source=post.example url=https://post.example/a\n"},
        {"<meta property=og:url content=https://post.example/a><link rel=canonical href=https://post.example/b>",
         " source=post.example url=https://post.example/b\n"},
        {"<link rel=canonical href='https://post.example/b'><meta name=application-name content=App><meta property=og:site_name content='The Post'>",
         " source=The Post url=https://post.example/b\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(about(cases[i].head), cases[i].said);
}

#define LD(json) "<script type='application/ld+json'>" json "</script>"
#define ICE " title=Ice source=Post date=2024-03-05 day=19787\n"

static void json_ld_may_be_a_list_or_a_graph(void **state)
{
    (void)state;
    assert_string_equal(about(LD("[{\"@type\":\"BreadcrumbList\",\"name\":\"no\"},{\"@type\":\"NewsArticle\",\"headline\":\"Ice\",\"datePublished\":"
                                 "\"2024-03-05\",\"publisher\":{\"@type\":\"Organization\",\"name\":\"Post\"}}]")),
                        ICE);
    assert_string_equal(about(LD(
                            "{\"@graph\":[{\"@type\":\"WebPage\",\"datePublished\":\"2001-01-01\"},{\"@type\":[\"NewsArticle\"],\"headline\":\"Ice\","
                            "\"datePublished\":\"2024-03-05\"},{\"@type\":\"Organization\",\"name\":\"Post\"}]}")),
                        ICE);
    assert_string_equal(about(LD("{\"@type\":\"Person\",\"name\":\"no\",\"url\":\"https://no.example/\"}") LD("{{{\"\\")), "\n");
    assert_string_equal(about(LD("//<![CDATA[\n{\"headline\":\"Ice\"}\n//]]>")), " title=Ice\n");
}

static void json_ld_may_have_line_breaks_in_strings_and_commas_behind_the_last(void **state)
{
    (void)state;
    assert_string_equal(about(LD("{\"headline\":\"Ice,\n\tall \\\"of,]\\\" it,}\",\"keywords\":[\"a,\",\n],\n\"datePublished\":\"2024-03-05\" ,\n}")),
                        " title=Ice,  all \"of,]\" it,} date=2024-03-05 day=19787\n");
    assert_string_equal(about("<title>Ice</title><span itemprop='datePublished' content='2024-03-05'></span>"),
                        " title=Ice date=2024-03-05 day=19787\n");
}

static void what_is_no_text_is_left_out_and_lines_are_kept(void **state)
{
    (void)state;
    assert_string_equal(
        read_content("<html><body><div role=navigation>menu</div><nav>menu</nav><noscript>no</noscript><style>no</style>"
                     "<pre>one\n  two</pre><p>a<!-- no -->b&nbsp;c</p><button>Share</button><svg><title>no</title></svg><template>no</template>"),
        "article in | one\ntwo\nab\xC2\xA0"
        "c\n\n");
    assert_string_equal(read_content("<html><body>a<br>b<br/>c&lt;br&gt;d &amp;amp; e"), "article in | a\nb\nc<br>d &amp; e\n\n");
}

static void the_body_of_an_article_goes_before_the_article(void **state)
{
    char text[3000] = "<html><body><article>Byline<div itemprop=articleBody>";
    (void)state;
    for (int i = 0; i < 40; i++)
        strcat(text, "the harbour ");
    strcat(text, "</div>Related</article></body></html>");
    write_text("in", text);
    assert_null(strstr(all_of("in"), "Byline"));
    assert_null(strstr(all_of("in"), "Related"));
}

/* What libxml2 alone would end at: unknown names, bytes that an encoding does not have, zero bytes. */
static void no_encoding_ends_a_page(void **state)
{
    static const char zero[] = "<html><body>a\0b</body></html>";
    (void)state;
    assert_string_equal(read_content(
                            "<html><meta http-equiv=Content-Type content='text/html; charset=gb2312'><body>\xB8\xDB\x81 \xBF\xDA</body></html>"),
                        "article in | \u6E2F\uFFFD \u53E3\n\n");
    assert_string_equal(read_content("<html><meta charset=utf-8><body>caf\xC3\xA9 \xFF b</body></html>"), "article in | caf\u00E9 \uFFFD b\n\n");
    assert_string_equal(read_content("<html><meta charset=x-unknown><body>caf\xE9</body></html>"), "article in | caf\u00E9\n\n");
    assert_string_equal(read_content("<html><meta charset=utf-16><body>caf\xE9</body></html>"), "article in | caf\uFFFD\n\n");
    assert_string_equal(read_content("<html><!-- <meta charset=koi8-r> --><meta charset='windows-1251'><body>\xE3\xE0</body></html>"),
                        "article in | \u0433\u0430\n\n");
    assert_string_equal(read_content("<html><meta charset=iso-2022-jp><body>\x1B$B9A\x1B(B</body></html>"), "article in | \u6E2F\n\n");
    assert_string_equal(read_content("<?xml version='1.0' encoding='koi8-r'?><html><body>\xC7\xC1</body></html>"), "article in | \u0433\u0430\n\n");
    assert_string_equal(read_content("<html><body>\x1B[31mcaf\xC3\xA9</body></html>"), "article in | [31mcaf\u00E9\n\n"); /* no ISO 2022 */
    write_bytes("in", zero, sizeof zero - 1);
    assert_string_equal(read_one("in"), "article in | a b\n\n");
}

/* Each article within another would be read again and again. */
static void articles_within_articles_cost_nothing(void **state)
{
    static char deep[1200000] = "<html><body>";
    char *end = deep + strlen(deep);
    (void)state;
    for (int i = 0; i < 30000; i++)
        end = stpcpy(end, "<article>a <i itemprop=articleBody>");
    write_text("deep", deep);
    assert_int_equal(strncmp(read_with("deep", &(struct reader_options){.max_record_bytes = 10000000}), "article deep | a\na\n", 19), 0);
}

static void broken_pages_are_pages(void **state)
{
    static char deep[60000] = "<html><body>";
    (void)state;
    assert_string_equal(read_content("<html"), "article in | \n");
    assert_string_equal(read_content("<html><body>one</p></div><td>two"), "article in | one\ntwo\n\n");
    for (int i = 0; i < 4000; i++)
        strcat(deep, "<div>");
    strcat(deep, "deep");
    write_text("deep", deep);
    assert_string_equal(read_with("deep", &(struct reader_options){.max_record_bytes = 100000}), "article deep | deep\n\n");
}

static void text_with_a_tag_is_text(void **state)
{
    (void)state;
    assert_string_equal(read_content("<b>no page</b>"), "article in | <b>no page</b>\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_page_is_an_article, make_room, remove_room),
        cmocka_unit_test_setup_teardown(the_longest_article_element_is_the_story, make_room, remove_room),
        cmocka_unit_test_setup_teardown(json_ld_speaks_where_meta_tags_do_not, make_room, remove_room),
        cmocka_unit_test_setup_teardown(legacy_encodings_are_told_by_their_meta_tag, make_room, remove_room),
        cmocka_unit_test_setup_teardown(meta_tags_say_title_source_date_and_address, make_room, remove_room),
        cmocka_unit_test_setup_teardown(json_ld_may_be_a_list_or_a_graph, make_room, remove_room),
        cmocka_unit_test_setup_teardown(json_ld_may_have_line_breaks_in_strings_and_commas_behind_the_last, make_room, remove_room),
        cmocka_unit_test_setup_teardown(what_is_no_text_is_left_out_and_lines_are_kept, make_room, remove_room),
        cmocka_unit_test_setup_teardown(the_body_of_an_article_goes_before_the_article, make_room, remove_room),
        cmocka_unit_test_setup_teardown(no_encoding_ends_a_page, make_room, remove_room),
        cmocka_unit_test_setup_teardown(articles_within_articles_cost_nothing, make_room, remove_room),
        cmocka_unit_test_setup_teardown(broken_pages_are_pages, make_room, remove_room),
        cmocka_unit_test_setup_teardown(text_with_a_tag_is_text, make_room, remove_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
