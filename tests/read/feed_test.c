/* RSS, Atom and what agencies send: what their items say, and a table of what is bad. */
#define _GNU_SOURCE
#include <stdio.h>

#include "read/reading.h"

static const char *all_of(const char *content)
{
    static const struct reader_options options = {.max_record_bytes = 1000};
    write_text("in", content);
    return read_with("in", &options);
}

#define RSS(items)                                                                                                                                                   \
    "<?xml version=\"1.0\"?>\n<!-- a feed -->\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>Post</title>\n" items \
    "</channel></rss>\n"

static void items_of_rss_are_articles(void **state)
{
    (void)state;
    assert_string_equal(
        all_of(RSS(
            "<item><title>Ice &amp;amp; wind\n again</title><link>https://www.post.example/a</link><guid isPermaLink=\"false\">7</guid>"
            "<pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate><description>A summary.</description>"
            "<content:encoded><![CDATA[<p>One &amp; a <b>half</b>.</p><p>Two.</p><item>]]></content:encoded><media:title>no</media:title></item>\n"
            "<item><description>&lt;p&gt;A&amp;nbsp;b&lt;/p&gt;c</description><link>https://post.example/b</link></item>"
            "<ITEM><description>Bare words</description></ITEM>")),
        "article 7 | One & a half.\nTwo.\n title=Ice &amp; wind again source=post.example date=Tue, 05 Mar 2024 10:00:00 GMT url=https://www.post.example/a day=19787\n"
        "article https://post.example/b | A\xC2\xA0"
        "b\nc\n source=post.example url=https://post.example/b\n"
        "article in#3 | Bare words\n\n");
}

#define PAGE(head, text)                                                                                                               \
    "<page><title>Ice</title>" head "<id>7</id><revision><id>9</id><timestamp>2024-03-09T10:00:00Z</timestamp><text bytes=\"9\">" text \
    "</text></revision></page>\n"

/* As Wikinews is exported. */
static void pages_of_wikis_are_articles_without_their_markup(void **state)
{
    static const struct {
        const char *pages, *told;
    } cases[] = {
        {PAGE(
             "<ns>0</ns>",
             "{{date|March 5, 2024}}{{box|{{a}}|[[b]]}}\n[[File:a.jpg|thumb|The [[ice]].]]'''Ice''' shut the [[w:Port|harbour]] of [[Inland]],&lt;ref&gt;no&lt;/ref&gt; "
             "[https://a.example/ the mayor] said.&lt;br/&gt;\n\n== Sources ==\n* {{source|url=x}}\n[[Category:Ice]]\n{|\n| no\n|}&lt;!-- no --&gt;"),
         "article 7 | \nIce shut the harbour of Inland, the mayor said.\n\n== Sources ==\n* \n\n title=Ice date=March 5, 2024 day=19787\n"},
        {PAGE("<ns>1</ns>", "talk") PAGE("<ns>10</ns>", "template") PAGE("<redirect title=\"x\"/>", "#REDIRECT [[x]]")
             PAGE("", "Two [[:Category:Ice]]"),
         "article 7 | Two Category:Ice title=Ice\n"},
        {PAGE("", "{{ [[ [http {| ''' &lt; [[]] [[|]] [[a:]]"), "article 7 |   {| ''' < [[] |]] a:]] title=Ice\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char content[2000];
        snprintf(content, sizeof content, "<mediawiki xml:lang=\"en\"><siteinfo><sitename>Wikinews</sitename></siteinfo>\n%s</mediawiki>\n",
                 cases[i].pages);
        assert_string_equal(all_of(content), cases[i].told);
    }
}

static void entries_of_atom_are_articles(void **state)
{
    (void)state;
    assert_string_equal(
        all_of(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Post</title><link href=\"https://post.example/\"/>"
            "<entry><title type=\"html\">Ice</title><id>tag:1</id><link rel=\"enclosure\" href=\"https://post.example/a.mp3\"/>"
            "<link rel=\"alternate\" href=\"https://post.example/a\"/><updated>2024-03-06</updated><published>2024-03-05</published>"
            "<summary>no</summary><content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>One.</p><p>Two.</p></div></content></entry>"
            "<entry><id>2</id><summary type=\"text\">1 &lt; 2 &amp; 3 &gt; 2</summary><source><title>no</title></source></entry></feed>"),
        "article tag:1 | One.\nTwo.\n title=Ice source=post.example date=2024-03-05 url=https://post.example/a day=19787\n"
        "article 2 | 1 < 2 & 3 > 2\n\n");
}

static void other_feeds_are_feeds(void **state)
{
    (void)state;
    assert_string_equal(
        all_of(
            "<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\"><channel><items><rdf:Seq/></items></channel>"
            "<item rdf:about=\"x\"><title>Ice</title><link>https://post.example/a</link><dc:date>2024-03-05</dc:date><description>One.</description></item></rdf:RDF>"),
        "article https://post.example/a | One.\n title=Ice source=post.example date=2024-03-05 url=https://post.example/a day=19787\n");
    assert_string_equal(all_of("<atom:feed><atom:entry><atom:id>1</atom:id><atom:content>One.</atom:content></atom:entry></atom:feed>"),
                        "article 1 | One.\n\n");
    assert_string_equal(
        all_of(RSS(
            "<item><link>https://news.example/x</link><source url=\"https://www.post.example/feed\">Post</source><description>One.</description></item>")),
        "article https://news.example/x | One.\n source=post.example url=https://news.example/x\n");
}

#define GOOD "<item><guid>good</guid><description>kept</description></item>\n"
#define KEPT "article good | kept\n\n"

static void a_bad_item_harms_no_other(void **state)
{
    static const struct {
        const char *item, *told;
    } cases[] = {
        {"<item><title>x</title></item>", "record in:5 no text in the item\n"},
        {"<item/>", "record in:5 broken XML: the item does not end\n"},
        {"<item></item>", "record in:5 no text in the item\n"},
        {"<item><description/></item>", "record in:5 no text in the item\n"},
        {"<item><description>a & b</description></item>", "article in#2 | a & b\n\n"},
        {"<item><description>a &nbsp; b</description></item>", "article in#2 | a \u00A0 b\n\n"},
        {"<item><title>&nosuch</title><description><![CDATA[a & b]]></description></item>", "article in#2 | a & b\n\n"},
        {"<item><description>a</b></item>", "repaired in:5 broken XML\narticle in#2 | a\n\n"},
        {"<item><description>a<item>", "record in:5 broken XML: the item does not end\nrecord in:5 broken XML: the item does not end\n"},
        {"<item><description>a\x01"
         "b</description></item>",
         "article in#2 | a b\n\n"},
        {"<item><description><![CDATA[a</description></item>", "record in:5 broken XML: the item does not end\n"},
        {"</item>", ""},
        {"<item", "record in:5 broken XML: the item does not end\n"},
        {"<!-- <item><description>no</description></item> -->", ""},
        {"<item><description>&lt;script&gt;no&lt;/script&gt;</description></item>", "article in#2 | \n"},
        {"<item><description>caf\xE9</description></item>", "repaired in:5 ill-formed UTF-8\narticle in#2 | caf\uFFFD\n\n"},
        {"<item><guid>\x01</guid><description>a</description></item>", "article in#2 | a\n\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char content[1000], expected[400];
        bool open = strstr(cases[i].item, "CDATA[a<") != NULL; /* it takes all that follows */
        snprintf(content, sizeof content, RSS(GOOD "%s\n" GOOD), cases[i].item);
        snprintf(expected, sizeof expected, KEPT "%s%s", cases[i].told, open ? "" : KEPT);
        assert_string_equal(read_content(content), expected);
    }
}

static void a_feed_that_breaks_off_gives_what_came_before(void **state)
{
    (void)state;
    assert_string_equal(read_content("<rss>" GOOD "<item><description>a"), KEPT "record in:2 broken XML: the item does not end\n");
    assert_string_equal(read_content("<rss>" GOOD "<item"), KEPT);
    assert_string_equal(read_content("<rss>"), "");
    assert_string_equal(read_content("<rss>\n<!-- "), "");
}

/* Items of all sizes, some over the limit, across the ends of all blocks. */
static void no_item_is_lost_between_blocks(void **state)
{
    enum { ITEMS = 3000 };
    FILE *file = fopen(at("in"), "wb");
    const char *log;
    char expected[100];
    size_t articles = 0, problems = 0;
    (void)state;
    assert_non_null(file);
    fputs("<rss>\n", file);
    for (int i = 0; i < ITEMS; i++)
        fprintf(file, "<!-- %0*d <item> --><item ><guid>%d</guid><description><![CDATA[%0*d</item>]]></description></item\n>\n", i % 300, i, i,
                i % 100 == 99 ? 300000 : 1 + i % 700, i);
    fputs("</rss>", file);
    assert_int_equal(fclose(file), 0);
    log = read_one("in");
    for (const char *at_line = log; (at_line = strstr(at_line, "article ")) != NULL; at_line++)
        articles++;
    for (const char *at_line = log; (at_line = strstr(at_line, "longer than a record may be")) != NULL; at_line++)
        problems++;
    assert_int_equal(problems, ITEMS / 100);
    assert_int_equal(articles, ITEMS - ITEMS / 100);
    snprintf(expected, sizeof expected, "record in:%d longer", 2 + 2 * 99);
    assert_non_null(strstr(log, expected));
}

static void a_feed_says_its_encoding(void **state)
{
    const struct reader_options options = {.max_record_bytes = 1000, .encoding = "koi8-r"};
    static const char wide[] =
        "\xFF\xFE<\0r\0s\0s\0>\0<\0i\0t\0e\0m\0>\0<\0d\0e\0s\0c\0r\0i\0p\0t\0i\0o\0n\0>\0\x33\x04<\0/\0d\0e\0s\0c\0r\0i\0p\0t\0i\0o\0n\0>\0<\0/\0i\0t\0e\0m\0>\0";
    (void)state;
    write_text("in", "<?xml version='1.0' encoding='windows-1251'?><rss><item><description>\xE3\xE0</description></item></rss>");
    assert_string_equal(read_with("in", &options), "article in#1 | \u0433\u0430\n\n");
    write_text("in", "<?xml version='1.0'?><rss><item><description>\xC7\xC1</description></item></rss>");
    assert_string_equal(read_with("in", &options), "article in#1 | \u0433\u0430\n\n");
    write_bytes("in", wide, sizeof wide - 1);
    assert_string_equal(read_with("in", &options), "article in#1 | \u0433\n\n");
}

static void entities_are_not_expanded(void **state)
{
    (void)state;
    assert_string_equal(
        read_content(
            "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY f SYSTEM 'file:///etc/passwd'>]><rss><item><description>x &f; &a;</description></item></rss>"),
        "article in#1 | x &f; &a;\n\n");
}

#define STORY "<p>Ice\n broke.</p><p>Ships left.</p>"

static void news_items_of_agencies_are_articles(void **state)
{
    static const struct {
        const char *what, *content, *told;
    } cases[] = {
        {"NITF",
         "<?xml version='1.0'?><!DOCTYPE nitf SYSTEM 'nitf-3-4.dtd'><nitf><head><title>no</title><docdata><date.issue norm='20240305T101500Z'/>"
         "<doc-id id-string='7'/></docdata><pubdata name='Post' ex-ref='https://post.example/7'/></head><body><body.head><hedline><hl1>Ice\n "
         "again</hl1></hedline><byline>no</byline></body.head><body.content>" STORY
         "</body.content><body.end><tagline>no</tagline></body.end></body></nitf>",
         "article 7 | Ice broke.\nShips left.\n title=Ice again source=Post date=20240305T101500Z url=https://post.example/7 day=19787\n"},
        {"NITF with little", "<nitf><body>" STORY "</body></nitf>", "article in#1 | Ice broke.\nShips left.\n\n"},
        {"NewsML-G2 with XHTML",
         "<newsMessage><itemSet><newsItem guid='urn:1'><itemMeta><provider literal='wire.example'/><versionCreated>2024-03-05T10:15:00Z</versionCreated>"
         "</itemMeta><contentMeta><headline>Ice</headline></contentMeta><contentSet><inlineXML><html><head><title>no</title></head><body>" STORY
         "</body></html></inlineXML></contentSet></newsItem><newsItem guid='urn:2'><contentSet><inlineData>Bare words</inlineData></contentSet></newsItem>"
         "<newsItem guid='urn:3'><contentSet><remoteContent href='a.jpg'/></contentSet></newsItem></itemSet></newsMessage>",
         "article urn:1 | Ice broke.\nShips left.\n title=Ice source=wire.example date=2024-03-05T10:15:00Z day=19787\n"
         "article urn:2 | Bare words\n\nrecord in:2 no text in the item\n"},
        {"NewsML 1 with NITF",
         "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>wire.example</ProviderId><PublicIdentifier>urn:4</PublicIdentifier></NewsIdentifier>"
         "</Identification><NewsManagement><FirstCreated>20240305</FirstCreated></NewsManagement><NewsComponent><NewsLines><HeadLine>Ice</HeadLine>"
         "</NewsLines><ContentItem><DataContent><nitf><body><body.content>" STORY
         "</body.content></body></nitf></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>",
         "article urn:4 | Ice broke.\nShips left.\n title=Ice source=wire.example date=20240305 day=19787\n"},
        {"a corpus of Reuters",
         "<?xml version='1.0' encoding='iso-8859-1' ?><newsitem itemid='9' id='root' date='2024-03-05'><title>PORT: Ice.</title><headline>Ice.</headline>"
         "<text>" STORY "</text><copyright>no</copyright></newsitem>",
         "article 9 | Ice broke.\nShips left.\n title=Ice. date=2024-03-05 day=19787\n"},
        {"with prefixes", "<nitf><nitf:body.content>" STORY "</nitf:body.content></nitf>", "article in#1 | Ice broke.\nShips left.\n\n"},
        {"a broken one", "<nitf><body.content>" STORY "</nitf>", "repaired in:1 broken XML\narticle in#1 | Ice broke.\nShips left.\n\n"},
        {"half of one", "<nitf><body.content>" STORY, "record in:1 broken XML: the item does not end\n"},
        {"none", "<NewsML Version='1.2'></NewsML>", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *told = all_of(cases[i].content);
        if (strcmp(told, cases[i].told) != 0)
            print_error("%s\n", cases[i].what);
        assert_string_equal(told, cases[i].told);
    }
}

static void tags_of_other_xml_are_no_words(void **state)
{
    (void)state;
    assert_string_equal(read_content("<?xml version='1.0'?><feeds><item/><item>One.</item></feeds>"), "article in | One.\n\n");
    assert_string_equal(read_content("<feeds><item/></feeds>"), "article in | <feeds><item/></feeds>\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_room, remove_room)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(items_of_rss_are_articles),      TEST(pages_of_wikis_are_articles_without_their_markup),
        TEST(entries_of_atom_are_articles),   TEST(other_feeds_are_feeds),
        TEST(a_bad_item_harms_no_other),      TEST(a_feed_that_breaks_off_gives_what_came_before),
        TEST(no_item_is_lost_between_blocks), TEST(a_feed_says_its_encoding),
        TEST(entities_are_not_expanded),      TEST(news_items_of_agencies_are_articles),
        TEST(tags_of_other_xml_are_no_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
