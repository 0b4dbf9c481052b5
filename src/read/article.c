/* What is derived from an article's own fields: its outlet's name and its calendar day. */
#include "read/reader.h"

#include <string.h>

#include "read/dates.h"

static bool is_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c | 32 : c);
}

static const char *find(const char *data, size_t size, char byte)
{
    return size ? memchr(data, byte, size) : NULL;
}

static bool starts_with(struct wirecopy_bytes text, const char *prefix)
{
    size_t size = strlen(prefix);
    if (text.size < size)
        return false;
    for (size_t i = 0; i < size; i++)
        if (lower(text.data[i]) != prefix[i])
            return false;
    return true;
}

static void drop_front(struct wirecopy_bytes *text, size_t size)
{
    text->data += size;
    text->size -= size;
}

/* What stands after "scheme://" or "//", or the whole where it starts with "www."; false where text is no URL. */
static bool after_scheme(struct wirecopy_bytes *text)
{
    size_t i = 0;
    while (i < text->size && (is_letter(text->data[i]) || (i > 0 && memchr("+-.0123456789", text->data[i], 13))))
        i++;
    if (i > 0 && text->size - i >= 3 && memcmp(text->data + i, "://", 3) == 0) {
        drop_front(text, i + 3);
        return true;
    }
    if (starts_with(*text, "//")) {
        drop_front(text, 2);
        return true;
    }
    return starts_with(*text, "www.");
}

/* The host of a URL, without user, port, "www." and a last full stop; as it is written. Empty where there is none. */
static struct wirecopy_bytes host_within(struct wirecopy_bytes rest)
{
    struct wirecopy_bytes host = rest;
    const char *at;
    size_t size = 0;
    while (size < rest.size && (unsigned char)rest.data[size] > ' ' && !memchr("/?#\\", rest.data[size], 4))
        size++;
    host.size = size;
    while ((at = find(host.data, host.size, '@')) != NULL)
        drop_front(&host, (size_t)(at + 1 - host.data));
    if (host.size > 0 && host.data[0] == '[')
        at = find(host.data, host.size, ']'); /* an IPv6 address */
    else
        at = find(host.data, host.size, ':');
    if (at)
        host.size = (size_t)(at - host.data) + (*at == ']');
    if (host.size > 0 && host.data[host.size - 1] == '.')
        host.size--;
    if (starts_with(host, "www.") && find(host.data + 4, host.size - 4, '.'))
        drop_front(&host, 4);
    return host;
}

bool url_host(struct wirecopy_bytes text, char host[HOST_BYTES], struct wirecopy_bytes *out)
{
    struct wirecopy_bytes found;
    if (!after_scheme(&text))
        return false;
    found = host_within(text);
    *out = (struct wirecopy_bytes){0};
    if (found.size == 0 || found.size > HOST_BYTES)
        return true;
    for (size_t i = 0; i < found.size; i++)
        host[i] = lower(found.data[i]);
    *out = (struct wirecopy_bytes){host, found.size};
    return true;
}

static bool is_white(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Whether a source that is no URL is a host's name: labels with full stops between them, such as Post.example. */
static bool is_host(struct wirecopy_bytes source)
{
    bool stop = false;
    if (source.size < 3 || source.size > HOST_BYTES || source.data[0] == '.' || source.data[source.size - 1] == '.')
        return false;
    for (size_t i = 0; i < source.size; i++) {
        char c = source.data[i];
        if (!is_letter(c) && !(c >= '0' && c <= '9') && c != '-' && c != '.')
            return false;
        stop |= c == '.';
    }
    return stop;
}

/* One outlet has one name: that of its host, whether it is written as an address or in capitals; white space around it is none of it. */
static void complete_source(struct raw_article *article, char host[HOST_BYTES])
{
    struct wirecopy_bytes *source = &article->source, found;
    while (source->size > 0 && is_white(*source->data))
        drop_front(source, 1);
    while (source->size > 0 && is_white(source->data[source->size - 1]))
        source->size--;
    if (source->size == 0)
        source->data = NULL;
    if (source->data && url_host(*source, host, &found)) {
        *source = found;
    } else if (source->data && is_host(*source)) {
        for (size_t i = 0; i < source->size; i++)
            host[i] = lower(source->data[i]);
        source->data = host;
    }
    if (!source->data && article->url.data && url_host(article->url, host, &found))
        *source = found;
}

void raw_article_complete(struct raw_article *article, char host[HOST_BYTES])
{
    struct wirecopy_bytes *const strings[] = {&article->id, &article->title, &article->source, &article->date, &article->url};
    struct moment moment;
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        if (strings[i]->size == 0)
            *strings[i] = (struct wirecopy_bytes){0};
    moment = moment_of_date(article->date);
    article->day = moment.day;
    article->minute = moment.minute;
    complete_source(article, host);
}
