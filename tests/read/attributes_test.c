/* Tags keep their attributes, and far too many of them cost neither the page nor time. */
#define _GNU_SOURCE
#include "read/markup/attributes.h"

#include <stdio.h>

#include "read/reading.h"

static void usual_markup_stands(void **state)
{
    static const char text[] = "<p a=1 b = \"x > y\" c='<q d=\"1\">'/> 1 < 2 <b\n<!-- <i> --> <a href=x";
    struct wirecopy_bytes markup = {text, sizeof text - 1};
    struct buffer room = {0};
    (void)state;
    assert_int_equal(attributes_limit(&markup, &room), WIRECOPY_OK);
    assert_ptr_equal(markup.data, text);
    assert_int_equal(markup.size, sizeof text - 1);
    assert_null(room.data);
}

/* A page with a tag of so many attributes, of which some hold the end of a tag, and an open tag in a comment before it. */
static struct buffer page_of(size_t attributes)
{
    struct buffer page = {0};
    char attribute[32];
    assert_int_equal(buffer_append(&page, "<html><body><!-- <a b=\" --><p ", 30), WIRECOPY_OK);
    for (size_t i = 0; i < attributes; i++) {
        int size = snprintf(attribute, sizeof attribute, i % 2 ? "a%zu='>' " : "a%zu = 1 ", i);
        assert_int_equal(buffer_append(&page, attribute, (size_t)size), WIRECOPY_OK);
    }
    assert_int_equal(buffer_append(&page, ">The text.</p>", 15), WIRECOPY_OK);
    page.size--;
    return page;
}

static void a_tag_keeps_its_first_attributes(void **state)
{
    struct buffer page = page_of(ATTRIBUTES_MOST), room = {0};
    struct wirecopy_bytes markup = {page.data, page.size};
    (void)state;
    assert_int_equal(attributes_limit(&markup, &room), WIRECOPY_OK);
    assert_ptr_equal(markup.data, page.data);
    buffer_release(&page);
    page = page_of(ATTRIBUTES_MOST + 1);
    markup = (struct wirecopy_bytes){page.data, page.size};
    assert_int_equal(attributes_limit(&markup, &room), WIRECOPY_OK);
    assert_ptr_equal(markup.data, room.data);
    assert_int_equal(markup.size, page.size);
    assert_non_null(memmem(markup.data, markup.size, "a511='>'", 8));
    assert_null(memmem(markup.data, markup.size, "a512", 4));
    assert_non_null(memmem(markup.data, markup.size, ">The text.</p>", 14));
    buffer_release(&page);
    buffer_release(&room);
}

static void far_too_many_attributes_leave_the_text(void **state)
{
    static const struct reader_options options = {.max_record_bytes = 1 << 24};
    struct buffer page = page_of(200000);
    (void)state;
    write_bytes("page.html", page.data, page.size);
    assert_non_null(strstr(read_with("page.html", &options), "The text."));
    buffer_release(&page);
}

static void no_memory_is_told(void **state)
{
    struct buffer page = page_of(1000), room = {0};
    struct wirecopy_bytes markup = {page.data, page.size};
    (void)state;
    memory_fail_at(1);
    assert_int_equal(attributes_limit(&markup, &room), WIRECOPY_NO_MEMORY);
    memory_fail_at(0);
    buffer_release(&page);
    buffer_release(&room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(usual_markup_stands),
        cmocka_unit_test(a_tag_keeps_its_first_attributes),
        cmocka_unit_test_setup_teardown(far_too_many_attributes_leave_the_text, make_room, remove_room),
        cmocka_unit_test(no_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
