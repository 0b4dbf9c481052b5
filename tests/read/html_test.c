/* Pages: their text line by line, and what their heads say. */
#include "read/reading.h"

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
    assert_int_equal(strncmp(read_with("deep", &(struct reader_options){.max_record_bytes = 100000}), "article deep | ", 15), 0);
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
        cmocka_unit_test_setup_teardown(broken_pages_are_pages, make_room, remove_room),
        cmocka_unit_test_setup_teardown(text_with_a_tag_is_text, make_room, remove_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
