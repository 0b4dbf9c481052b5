/* Text goes through a sink of its own, so that what other pages say is said here by the same functions; tags go past it. */
#include "report/html/html_text.h"

#include "report/escape.h"

/* Controls, and what directs the writing beyond its own line: embeddings and overrides. */
static bool is_control(uint32_t c)
{
    return (c < 0x20 && c != '\n') || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E);
}

static size_t replace(uint32_t c, char *out)
{
    static const struct {
        char c;
        const char *entity;
    } rows[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (c == (uint32_t)rows[i].c) {
            size_t size = strlen(rows[i].entity);
            memcpy(out, rows[i].entity, size);
            return size;
        }
    if (c == '\t' || c == '\r') {
        *out = ' ';
        return 1;
    }
    if (!is_control(c))
        return 0;
    memcpy(out, "\xEF\xBF\xBD", 3);
    return 3;
}

/* Stops: those, the controls, DEL; C2 and E2, the leads of C1 controls and of U+202A to U+202E. */
/* clang-format off */
static const uint8_t special[256] = {
    [0x00] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    ['&'] = 1, ['<'] = 1, ['>'] = 1, ['"'] = 1, ['\''] = 1, [0x7F] = 1, [0xC2] = 1, [0xE2] = 1,
};
/* clang-format on */

/* What the sink of the text writes to. */
static int write_escaped(void *context, const char *data, size_t size)
{
    static const struct escape escape = {special, replace};
    escape_put(context, &escape, (struct wirecopy_bytes){data, size});
    return 0;
}

enum wirecopy_status html_text_begin(struct html_text *html, struct sink *out)
{
    html->out = out;
    return sink_init(&html->text, write_escaped, out);
}

struct sink *html_tag(struct html_text *html, const char *tags)
{
    sink_flush(&html->text);
    sink_put_string(html->out, tags);
    return html->out;
}

void html_put(struct html_text *html, struct wirecopy_bytes text)
{
    sink_put(&html->text, text.data, text.data ? text.size : 0);
}

enum wirecopy_status html_text_end(struct html_text *html, enum wirecopy_status status)
{
    return sink_finish(&html->text, status);
}
