/* Escaping by table: ordinary runs are found byte by byte and copied whole, which is some 1 GB/s. */
#include "report/escape.h"

#include "text/utf8.h"

static void put_well_formed(struct sink *sink, const struct escape *escape, const uint8_t *text, size_t size)
{
    const uint8_t *run = text, *at = text, *end = text + size;
    while (at < end) {
        char replacement[ESCAPE_BYTES];
        size_t replaced, length;
        if (!escape->special[*at]) {
            at++;
            continue;
        }
        length = utf8_length(*at);
        replaced = escape->replace(utf8_decode(at), replacement);
        if (replaced > 0) {
            sink_put(sink, (const char *)run, (size_t)(at - run));
            sink_put(sink, replacement, replaced);
            run = at + length;
        }
        at += length;
    }
    sink_put(sink, (const char *)run, (size_t)(end - run));
}

void escape_put(struct sink *sink, const struct escape *escape, struct wirecopy_bytes text)
{
    struct buffer repaired = {0};
    enum wirecopy_status status;
    if (utf8_valid((const uint8_t *)text.data, text.size) == text.size) {
        put_well_formed(sink, escape, (const uint8_t *)text.data, text.size);
        return;
    }
    status = utf8_repair((const uint8_t *)text.data, text.size, &repaired);
    sink_fail(sink, status);
    if (status == WIRECOPY_OK)
        put_well_formed(sink, escape, (const uint8_t *)repaired.data, repaired.size);
    buffer_release(&repaired);
}
