/*
 * Addresses: of pages, of mail, of people. Each run between white space is looked at once:
 *
 *   a run that holds ".com/", or an @ with something on both sides, is dropped whole;
 *   an @ at its start is dropped with the name after it;
 *   from "http://", "https://" or "www." on, with something after it, the rest of the run is dropped.
 */
#include "text/fold/folding.h"
#include "text/utf8.h"

static const uint8_t *find(const uint8_t *begin, const uint8_t *end, const char *what)
{
    size_t size = strlen(what);
    while ((size_t)(end - begin) >= size) {
        const uint8_t *at = memchr(begin, what[0], (size_t)(end - begin) - size + 1);
        if (!at)
            break;
        if (memcmp(at, what, size) == 0)
            return at;
        begin = at + 1;
    }
    return NULL;
}

static bool has_inner_at(const uint8_t *begin, const uint8_t *end)
{
    return end - begin > 2 && memchr(begin + 1, '@', (size_t)(end - begin) - 2);
}

/* The end of the name at begin: letters, marks, digits and "_". */
static const uint8_t *name_end(const uint8_t *begin, const uint8_t *end)
{
    while (begin < end && (*begin == '_' || fold_slow_is_word(utf8_decode(begin))))
        begin += utf8_length(*begin);
    return begin;
}

static void blank_run(uint8_t *begin, uint8_t *end)
{
    static const char *const prefixes[] = {"http://", "https://", "www."};
    const uint8_t *rest = begin, *cut = NULL;
    if (find(begin, end, ".com/") || has_inner_at(begin, end)) {
        memset(begin, ' ', (size_t)(end - begin));
        return;
    }
    if (*begin == '@') {
        const uint8_t *after = name_end(begin + 1, end);
        if (after > begin + 1) {
            memset(begin, ' ', (size_t)(after - begin));
            rest = after;
        }
    }
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        const uint8_t *at = find(rest, end, prefixes[i]);
        if (at && at + strlen(prefixes[i]) < end && (!cut || at < cut))
            cut = at;
    }
    if (cut)
        memset(begin + (cut - begin), ' ', (size_t)(end - cut));
}

void addresses_blank(uint8_t *text, size_t size)
{
    uint8_t *end = text + size;
    while (text < end) {
        uint8_t *begin = text;
        while (text < end && !utf8_white_at(text))
            text += utf8_length(*text);
        if (begin < text)
            blank_run(begin, text);
        if (text < end)
            text += utf8_length(*text);
    }
}
