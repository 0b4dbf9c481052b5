/* A tiny record shaped as each usual tool writes it: nobody has to name a field. */
#include "read/reading.h"

static const struct reader_options options = {.max_record_bytes = 5000};

#define ICE " title=Ice source=post.example date=2024-03-05 10:00:00 url=https://www.post.example/a day=19787\n"
#define ADDRESS "https://www.post.example/a"

static const char *all_of(const char *content)
{
    write_text("in", content);
    return read_with("in", &options);
}

static void news_please(void **state)
{
    (void)state;
    assert_string_equal(
        all_of(
            "{\"authors\":[\"A\"],\"date_download\":\"2024-04-01 00:00:00\",\"date_modify\":null,\"date_publish\":\"2024-03-05 10:00:00\",\"description\":\"no\","
            "\"filename\":\"a.json\",\"image_url\":null,\"language\":\"en\",\"localpath\":null,\"maintext\":\"One.\",\"source_domain\":\"www.post.example\",\"text\":null,"
            "\"title\":\"Ice\",\"title_page\":null,\"title_rss\":null,\"url\":\"" ADDRESS "\"}\n"),
        "article " ADDRESS " | One. title=Ice source=post.example date=2024-03-05 10:00:00 url=" ADDRESS " day=19787\n");
}

static void common_crawl_news_sets(void **state)
{
    (void)state;
    assert_string_equal(
        all_of(
            "{\"title\":\"Ice\",\"text\":\"One.\",\"domain\":\"post.example\",\"date\":\"2024-03-05 10:00:00\",\"description\":\"no\",\"url\":\"" ADDRESS
            "\",\"image_url\":\"https://post.example/i.png\"}\n"),
        "article " ADDRESS " | One." ICE);
    assert_string_equal(
        all_of(
            "{\"title\":\"Ice\",\"authors\":[],\"plaintext\":\"One.\",\"body\":{\"summary\":[],\"sections\":[]},\"publishing_date\":\"2024-03-05 10:00:00\","
            "\"html\":{\"requested_url\":\"no\"},\"lang\":\"en\",\"url\":\"" ADDRESS "\"}\n"), /* Fundus */
        "article " ADDRESS " | One." ICE);
    assert_string_equal(
        all_of(
            "{\"url\":\"" ADDRESS
            "\",\"url_used\":\"no\",\"title\":\"Ice\",\"text\":\"One.\",\"summary\":\"no\",\"authors\":[],\"publish_date\":\"2024-03-05 10:00:00\","
            "\"domain\":\"post.example\",\"warc_date\":\"20240401000000\",\"status\":\"success\"}\n"),
        "article " ADDRESS " | One." ICE);
}

static void trafilatura(void **state)
{
    (void)state;
    assert_string_equal(
        all_of(
            "{\"title\":\"Ice\",\"author\":null,\"hostname\":\"post.example\",\"date\":\"2024-03-05 10:00:00\",\"fingerprint\":\"f0\",\"id\":null,\"license\":null,"
            "\"comments\":\"\",\"raw_text\":\"no\",\"text\":\"One.\",\"language\":null,\"source\":\"" ADDRESS
            "\",\"source-hostname\":\"Post\",\"excerpt\":\"no\"}\n"),
        "article " ADDRESS " | One." ICE);
    /* a front page is no article's address */
    assert_string_equal(all_of("{\"text\":\"One.\",\"source\":\"https://post.example/\"}\n"), "article - | One. source=post.example\n");
}

static void newspaper(void **state)
{
    (void)state;
    assert_string_equal(
        all_of(
            "{\"source_url\":\"https://www.post.example\",\"url\":\"" ADDRESS
            "\",\"title\":\"Ice\",\"top_image\":\"\",\"text\":\"One.\",\"keywords\":[],\"meta_keywords\":[\"\"],"
            "\"authors\":[],\"publish_date\":\"2024-03-05 10:00:00\",\"summary\":\"no\",\"html\":\"<p>no</p>\",\"meta_description\":\"no\",\"canonical_link\":\"no\"}\n"),
        "article " ADDRESS " | One." ICE);
}

static void feeds_as_json(void **state)
{
    (void)state;
    assert_string_equal(
        all_of(
            "{\"status\":\"ok\",\"feed\":{\"url\":\"https://post.example/feed\",\"title\":\"Post\",\"items\":[{\"no\":1}]},\"items\":[{\"title\":\"Ice\",\"pubDate\":\"2024-03-05 10:00:00\","
            "\"link\":\"" ADDRESS
            "\",\"guid\":\"g1\",\"author\":\"\",\"description\":\"no\",\"content\":\"<p>One</p><p>Two &amp; three</p>\",\"enclosure\":{},\"categories\":[]},\n"
            "{\"title\":\"x\"}]}"), /* rss2json */
        "article g1 | One\nTwo & three\n" ICE "record in:2 no text field\n");
    assert_string_equal(
        all_of(
            "{\n \"version\": \"https://jsonfeed.org/version/1.1\",\n \"title\": \"Post\",\n \"items\": [\n  {\"id\": \"1\", \"url\": \"" ADDRESS
            "\", \"title\": \"Ice\",\n"
            "   \"content_html\": \"<p>One.</p>\", \"date_published\": \"2024-03-05 10:00:00\"},\n  {\"id\": \"2\", \"content_text\": \"Two.\", \"summary\": \"no\"}\n ]\n}\n"),
        "article 1 | One.\n" ICE "article 2 | Two.\n");
    assert_string_equal(
        all_of(
            "{\"status\":\"ok\",\"totalResults\":1,\"articles\":[{\"source\":{\"id\":null,\"name\":\"Post\"},\"author\":null,\"title\":\"Ice\",\"description\":\"no\",\"url\":\"" ADDRESS
            "\",\"urlToImage\":null,\"publishedAt\":\"2024-03-05 10:00:00\",\"content\":\"One.\"}],\"next\":[{\"text\":\"no\"}]}\n"
            "{\"status\":\"ok\",\"articles\":[{\"url\":\"u\",\"content\":\"Two.\"}]}"), /* NewsAPI, twice */
        "article " ADDRESS " | One." ICE "article u | Two. url=u\n");
}

static void a_record_with_a_list_in_it_is_a_record(void **state)
{
    (void)state;
    assert_string_equal(all_of("{\"id\":1,\"text\":\"One.\",\"items\":[{\"text\":\"no\"}]}\n{\"id\":2,\"text\":\"Two.\"}\n"),
                        "article 1 | One.\narticle 2 | Two.\n");
    assert_string_equal(all_of("{\"id\":1,\"tags\":{\"items\":[{\"a\":1}]},\"items\":[],\"text\":\"One.\"}\n"), "article 1 | One.\n");
}

static void media_cloud(void **state)
{
    (void)state;
    assert_string_equal(
        all_of(
            "{\"stories_id\":7,\"media_id\":1,\"media_name\":\"post.example\",\"media_url\":\"https://post.example/\",\"title\":\"Ice\",\"publish_date\":\"2024-03-05 10:00:00\",\"url\":\"" ADDRESS
            "\",\"language\":\"en\",\"story_text\":\"One.\"}\n"),
        "article 7 | One." ICE);
    assert_string_equal(
        all_of(
            "id,indexed_date,language,media_name,media_url,publish_date,text,title,url\n7,2024-04-01,en,post.example,https://post.example/,2024-03-05 10:00:00,One.,Ice," ADDRESS
            "\n"),
        "article 7 | One." ICE);
}

/* Of the text itself GDELT has nothing: it stands beside what was exported. */
static void gdelt(void **state)
{
    (void)state;
    assert_string_equal(
        all_of(
            "{\"url\":\"" ADDRESS
            "\",\"url_mobile\":\"\",\"title\":\"Ice\",\"seendate\":\"20240305T100000Z\",\"domain\":\"post.example\",\"language\":\"English\",\"text\":\"One.\"}\n"),
        "article " ADDRESS " | One. title=Ice source=post.example date=20240305T100000Z url=" ADDRESS " day=19787\n");
    assert_string_equal(all_of(
                            "GKGRECORDID\tDATE\tSourceCommonName\tDocumentIdentifier\ttext\n20240305100000-1\t20240305100000\tpost.example\t" ADDRESS
                            "\tOne.\n"),
                        "article 20240305100000-1 | One. source=post.example date=20240305100000 url=" ADDRESS " day=19787\n");
    assert_string_equal(all_of("{\"articles\":[{\"url\":\"" ADDRESS "\",\"title\":\"Ice\",\"seendate\":\"20240305T100000Z\"}]}"),
                        "record in:1 no text field\n");
}

static void text_that_is_a_page_loses_its_tags(void **state)
{
    (void)state;
    assert_string_equal(all_of("id,text\n1,<p>One</p><ul><li>two</ul>\n2,a <b>c</b> 1 < 2\n3,<b> 1 <2 a</c> &lt;p&gt; &amp;\n"),
                        "article 1 | One\ntwo\n\narticle 2 | a c 1 < 2\n\narticle 3 | <b> 1 <2 a</c> &lt;p&gt; &amp;\n");
    assert_string_equal(
        all_of(
            "{\"id\":1,\"text\":\"One<br />\\ntwo &amp; <i>three</i>\\nfour<BR>\"}\n"
            "{\"id\":2,\"text\":\"&lt;p&gt;One &amp;amp; two&lt;/p&gt;\\n&lt;p&gt;three &lt;b&gt;&amp;quot;four&amp;quot;&lt;/b&gt;&lt;/p&gt;\"}\n"),
        "article 1 | One\ntwo & three\nfour\n\narticle 2 | One & two\nthree \"four\"\n\n");
}

/* Publishing systems whose writers type paragraphs keep these as they were typed, with tags within them. */
static void lines_stay_lines_where_tags_stand_within_them(void **state)
{
    (void)state;
    assert_string_equal(
        all_of("{\"id\":1,\"text\":\"One <a\\nhref='u'>link</a>.\\r\\n\\r\\nTwo, <em>three</em>\\nfour\\n<blockquote>Five</blockquote>\\nsix\"}\n"
               "{\"id\":2,\"text\":\"har<wbr>bour\\nand\"}\n"),
        "article 1 | One link.\nTwo, three\nfour\nFive\nsix\n\narticle 2 | harbour\nand\n\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_room, remove_room)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(news_please),
        TEST(common_crawl_news_sets),
        TEST(trafilatura),
        TEST(newspaper),
        TEST(feeds_as_json),
        TEST(a_record_with_a_list_in_it_is_a_record),
        TEST(media_cloud),
        TEST(gdelt),
        TEST(text_that_is_a_page_loses_its_tags),
        TEST(lines_stay_lines_where_tags_stand_within_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
