/* A buffer of 64 KiB before the caller's write function, and figures without printf. */
#include "report/sink.h"

#include <stdarg.h>
#include <stdio.h>

enum { MOST_FORMATTED_BYTES = 512 };

enum wirecopy_status sink_init(struct sink *sink, wirecopy_write *write, void *context)
{
    *sink = (struct sink){.write = write, .context = context, .status = WIRECOPY_OK};
    sink->data = memory_allocate(SINK_BYTES, 1);
    return sink->data ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
}

/* What the caller's function says becomes the status and its detail. */
static void hand_on(struct sink *sink, const char *data, size_t size)
{
    int error;
    if (sink->status != WIRECOPY_OK)
        return;
    error = sink->write(sink->context, data, size);
    if (error != 0)
        sink->status = status_fail(WIRECOPY_IO, "%s", strerror(error));
}

void sink_flush(struct sink *sink)
{
    if (sink->used > 0)
        hand_on(sink, sink->data, sink->used);
    sink->used = 0;
}

void sink_end_stream(struct sink *sink)
{
    sink_flush(sink);
    hand_on(sink, sink->data, 0);
}

enum wirecopy_status sink_finish(struct sink *sink, enum wirecopy_status status)
{
    if (status == WIRECOPY_OK)
        sink_flush(sink);
    memory_free(sink->data);
    sink->data = NULL;
    return status != WIRECOPY_OK ? status : sink->status;
}

void sink_put_long(struct sink *sink, const char *data, size_t size)
{
    sink_flush(sink);
    if (size >= SINK_BYTES) {
        hand_on(sink, data, size);
        return;
    }
    memcpy(sink->data, data, size);
    sink->used = size;
}

void sink_put_number(struct sink *sink, uint64_t number)
{
    char digits[20], *at = digits + sizeof digits; /* 2^64 - 1 has 20 */
    do
        *--at = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    sink_put(sink, at, (size_t)(digits + sizeof digits - at));
}

void sink_put_share(struct sink *sink, double share)
{
    uint64_t scaled = share > 0 && share < 1e12 ? (uint64_t)(share * 10000 + 0.5) : 0;
    uint64_t part = scaled % 10000;
    char *out;
    if (scaled < 100000)
        sink_put_char(sink, (char)('0' + scaled / 10000));
    else
        sink_put_number(sink, scaled / 10000);
    out = sink_room(sink, 5);
    out[0] = '.';
    out[1] = (char)('0' + part / 1000);
    out[2] = (char)('0' + part / 100 % 10);
    out[3] = (char)('0' + part / 10 % 10);
    out[4] = (char)('0' + part % 10);
    sink_take(sink, 5);
}

void sink_printf(struct sink *sink, const char *format, ...)
{
    char text[MOST_FORMATTED_BYTES];
    va_list arguments;
    int size;
    va_start(arguments, format);
    size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (size > 0)
        sink_put(sink, text, (size_t)size < sizeof text ? (size_t)size : sizeof text - 1);
}
