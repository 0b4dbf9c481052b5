/* Where lines and sentences end, in the scripts that Unicode has stops for. */
#include "text/lines.h"

#include "text/credits/credits.h"
#include "text/utf8.h"

/* The stop beyond ASCII whose last byte is text[last]; its length is 0 where there is none. */
static struct stop wide_stop_at(const uint8_t *text, size_t last)
{
    uint8_t one = last >= 1 ? text[last - 1] : 0, two = last >= 2 ? text[last - 2] : 0;
    uint16_t length = 0, kind = STOP_BREAK;
    switch (text[last]) {
    case 0x81: /* U+FF01 */
        length = one == 0xBC && two == 0xEF ? 3 : 0;
        kind = STOP_ALWAYS;
        break;
    case 0x82: /* U+3002 */
        length = one == 0x80 && two == 0xE3 ? 3 : 0;
        kind = STOP_ALWAYS;
        break;
    case 0x85: /* U+0085 */
        length = one == 0xC2 ? 2 : 0;
        break;
    case 0x8B: /* U+104B, with or without white space behind it */
        length = one == 0x81 && two == 0xE1 ? 3 : 0;
        kind = STOP_ALWAYS;
        break;
    case 0x8D: /* U+0F0D, U+0F0E */
    case 0x8E:
        length = one == 0xBC && two == 0xE0 ? 3 : 0;
        kind = STOP_BEFORE_WHITE;
        break;
    case 0x89: /* U+0589 */
        length = one == 0xD6 ? 2 : 0;
        kind = STOP_BEFORE_WHITE;
        break;
    case 0x94: /* U+06D4, U+17D4 */
    case 0x95: /* U+17D5 */
        length = one == 0xDB && text[last] == 0x94 ? 2 : one == 0x9F && two == 0xE1 ? 3 : 0;
        kind = STOP_BEFORE_WHITE;
        break;
    case 0xA2: /* U+1362 */
        length = one == 0x8D && two == 0xE1 ? 3 : 0;
        kind = STOP_BEFORE_WHITE;
        break;
    case 0xA4: /* U+0964 */
    case 0xA5: /* U+0965 */
        length = one == 0xA5 && two == 0xE0 ? 3 : 0;
        kind = STOP_BEFORE_WHITE;
        break;
    case 0x9F: /* U+061F, U+FF1F */
        if (one == 0xD8)
            length = 2, kind = STOP_BEFORE_WHITE;
        else if (one == 0xBC && two == 0xEF)
            length = 3, kind = STOP_ALWAYS;
        break;
    case 0xA8: /* U+2028 */
    case 0xA9: /* U+2029 */
        length = one == 0x80 && two == 0xE2 ? 3 : 0;
        break;
    default:
        break;
    }
    return (struct stop){(uint32_t)(last + 1 - length), length, kind};
}

/* The stop whose last byte is the candidate text[last]. */
static inline struct stop stop_at(const uint8_t *text, size_t last)
{
    uint8_t c = text[last];
    return c < 0x80 ? (struct stop){(uint32_t)last, 1, c <= '\r' ? STOP_BREAK : STOP_BEFORE_WHITE} : wide_stop_at(text, last);
}

bool lines_end_behind(const uint8_t *at, const uint8_t *end)
{
    size_t length = utf8_length(*at);
    struct stop stop;
    if (length == 1 && (*at < '\n' || *at > '\r') && *at != '.' && *at != '!' && *at != '?')
        return false;
    stop = stop_at(at, length - 1);
    if (stop.length == 0 || stop.kind != STOP_BEFORE_WHITE)
        return stop.length > 0;
    return at + length < end && utf8_white_at(at + length);
}

enum wirecopy_status stops_find(struct stops *stops, fold_candidates_kernel *candidates, const uint8_t *text, size_t size)
{
    enum { BLOCK = 4096 };
    uint32_t positions[BLOCK + 64];
    stops->count = stops->breaks = 0;
    for (size_t begin = 0; begin < size; begin += BLOCK) {
        size_t end = size - begin < BLOCK ? size : begin + BLOCK;
        size_t count = candidates(text, begin, end, positions);
        enum wirecopy_status status = array_reserve(&stops->at, &stops->capacity, stops->count + count, sizeof *stops->at);
        if (status != WIRECOPY_OK)
            return status;
        for (size_t i = 0; i < count; i++) {
            struct stop stop = stop_at(text, positions[i]);
            stops->at[stops->count] = stop;
            stops->count += stop.length > 0;
            stops->breaks += stop.length > 0 && stop.kind == STOP_BREAK;
        }
    }
    return WIRECOPY_OK;
}

void stops_cut(struct stops *stops, const struct credit_span *spans, size_t count)
{
    size_t kept = 0, span = 0, gone = 0;
    stops->breaks = 0;
    for (size_t i = 0; i < stops->count; i++) {
        struct stop stop = stops->at[i];
        for (; span < count && spans[span].end <= stop.begin; span++)
            gone += spans[span].end - spans[span].begin;
        if (span < count && spans[span].begin <= stop.begin)
            continue;
        stop.begin -= (uint32_t)gone;
        stops->at[kept++] = stop;
        stops->breaks += stop.kind == STOP_BREAK;
    }
    stops->count = kept;
}
