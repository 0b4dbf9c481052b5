/* A piece is put together in a buffer, since only then its columns are known. */
#include "report/flow.h"

#include <stdarg.h>
#include <stdio.h>

void flow_begin(struct flow *flow, struct page *page, uint32_t used, uint32_t indent)
{
    *flow = (struct flow){.page = page, .at = used, .indent = indent};
}

void flow_text(struct flow *flow, const char *words)
{
    size_t size = strlen(words);
    sink_fail(flow->page->sink, buffer_append(&flow->piece, words, size));
    flow->columns += (uint32_t)size;
}

void flow_number(struct flow *flow, const char *before, uint32_t number, const char *after)
{
    char digits[11], *at = digits + sizeof digits;
    *--at = '\0';
    do
        *--at = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    flow_text(flow, before);
    flow_text(flow, at);
    flow_text(flow, after);
}

void flow_words(struct flow *flow, const char *format, ...)
{
    char words[120];
    va_list arguments;
    int size;
    if (!strchr(format, '%')) {
        flow_text(flow, format);
        return;
    }
    va_start(arguments, format);
    size = vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    if (size <= 0)
        return;
    if ((size_t)size >= sizeof words)
        size = sizeof words - 1;
    sink_fail(flow->page->sink, buffer_append(&flow->piece, words, (size_t)size));
    flow->columns += (uint32_t)size;
}

void flow_visible(struct flow *flow, struct wirecopy_bytes text, uint32_t most)
{
    struct visible shown;
    enum wirecopy_status status = visible_text(text, most, &flow->page->visible, &shown);
    if (status == WIRECOPY_OK)
        status = buffer_append(&flow->piece, flow->page->visible.data, shown.bytes);
    sink_fail(flow->page->sink, status);
    flow->columns += status == WIRECOPY_OK ? shown.columns : 0;
}

void flow_next(struct flow *flow, uint32_t gap)
{
    struct page *page = flow->page;
    uint32_t width = page_width(page);
    if (flow->piece.size == 0)
        return;
    if (width > 0 && flow->at > flow->indent && flow->at + flow->gap + flow->columns > width) {
        sink_put_char(page->sink, '\n');
        put_spaces(page->sink, flow->indent);
        flow->at = flow->indent;
    } else {
        put_spaces(page->sink, flow->gap);
        flow->at += flow->gap;
    }
    begin_tone(page, flow->tone);
    sink_put(page->sink, flow->piece.data, flow->piece.size);
    end_tone(page, flow->tone);
    flow->at += flow->columns;
    flow->piece.size = 0;
    flow->columns = 0;
    flow->gap = gap;
}

void flow_end(struct flow *flow)
{
    flow_next(flow, 0);
    buffer_release(&flow->piece);
    sink_put_char(flow->page->sink, '\n');
}
