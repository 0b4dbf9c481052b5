/* The way from wirecopy.h to the writers of comparisons. */
#include "report/comparison/compare.h"

#include "text/entities.h"

enum { USUAL_WIDTH = 100, LEAST_WIDTH = 20 };

struct wirecopy_bytes compare_title(struct compare_page *page, struct wirecopy_bytes title)
{
    enum wirecopy_status status;
    if (title.size == 0 || !memchr(title.data, '&', title.size))
        return title;
    status = entities_decode((const uint8_t *)title.data, title.size, &page->decoded);
    sink_fail(page->sink, status);
    return status == WIRECOPY_OK ? (struct wirecopy_bytes){page->decoded.data, page->decoded.size} : title;
}

enum wirecopy_status wirecopy_comparison_write(const struct wirecopy_comparison *comparison, enum wirecopy_format format, bool color, uint32_t width,
                                               wirecopy_write *write, void *context)
{
    struct sink sink;
    struct compare_page page = {.sink = &sink, .color = color, .width = width == 0 ? USUAL_WIDTH : width < LEAST_WIDTH ? LEAST_WIDTH : width};
    enum wirecopy_status status;
    if (format != WIRECOPY_FORMAT_TEXT && format != WIRECOPY_FORMAT_JSONL && format != WIRECOPY_FORMAT_HTML)
        return status_fail(WIRECOPY_INVALID, "a comparison is text, JSON or HTML");
    status = sink_init(&sink, write, context);
    if (status != WIRECOPY_OK)
        return status;
    status = format == WIRECOPY_FORMAT_TEXT   ? compare_text_write(comparison, &page)
             : format == WIRECOPY_FORMAT_HTML ? compare_html_write(comparison, &page)
                                              : compare_json_write(comparison, &sink);
    buffer_release(&page.visible);
    buffer_release(&page.row);
    buffer_release(&page.decoded);
    return sink_finish(&sink, status);
}
