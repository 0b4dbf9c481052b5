/* The portable kernel: the reference. Every other variant gives the same bits. */
#include "text/fold/fold_kernels.h"
#include "text/fold/fold_vectors.h"
#include "text/utf8.h"
#include "text/words_hash.h"

/* Lowered letters and digits stand for themselves, the rest is a space. */
static uint8_t folded(uint8_t c)
{
    uint8_t lower = c | 0x20;
    if ((uint8_t)(lower - 'a') < 26)
        return lower;
    return (uint8_t)(c - '0') < 10 ? c : ' ';
}

static bool may_be_address(uint8_t c, char before)
{
    return c == '@' || (c == ':' && (before == 'p' || before == 's')) || (c == '.' && before == 'w') || (c == '/' && before == 'm');
}

struct ascii_folded fold_ascii_portable(const uint8_t *text, size_t size, char *out)
{
    const char *begin = out;
    size_t i;
    for (i = 0; i < size; i++) {
        uint8_t c = text[i], to = folded(c);
        if (c >= 0x80)
            break;
        if (to == ' ' && may_be_address(c, out[-1]))
            break;
        *out = (char)to;
        out += to != ' ' || out[-1] != ' ';
    }
    return (struct ascii_folded){i, (size_t)(out - begin)};
}

size_t fold_valid_portable(const uint8_t *text, size_t size)
{
    return utf8_valid(text, size);
}

/* Last bytes of stops, with the byte before; see stops.c. */
static bool may_end_stop(uint8_t c, uint8_t before)
{
    if (c < 0x80)
        return (c >= '\n' && c <= '\r') || c == '.' || c == '!' || c == '?';
    return stops_before_high[before >> 4] & stops_before_low[before & 15] & stops_last_high[c >> 4] & stops_last_low[c & 15];
}

size_t fold_candidates_portable(const uint8_t *text, size_t begin, size_t end, uint32_t *positions)
{
    size_t count = 0;
    for (; begin < end; begin++) {
        positions[count] = (uint32_t)begin;
        count += may_end_stop(text[begin], begin ? text[begin - 1] : 0);
    }
    return count;
}

static struct word_masks look(const char *bytes)
{
    struct word_masks masks = {0, 0};
    for (unsigned i = 0; i < 64; i += 8) {
        const uint64_t ones = UINT64_C(0x0101010101010101), highs = UINT64_C(0x8080808080808080);
        uint64_t eight, spaces, digits, low;
        memcpy(&eight, bytes + i, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        eight = __builtin_bswap64(eight);
#endif
        low = eight & ~highs; /* seven bits each, so that no byte carries into the next */
        spaces = ~(((low ^ ' ' * ones) + 0x7F * ones) | eight) & highs;
        digits = (low + (0x80 - '0') * ones) & ~(low + (0x80 - '9' - 1) * ones) & ~eight & highs;
        /* the eight high bits, side by side */
        masks.spaces |= ((spaces >> 7) * UINT64_C(0x0102040810204080) >> 56) << i;
        masks.digits |= ((digits >> 7) * UINT64_C(0x0102040810204080) >> 56) << i;
    }
    return masks;
}

size_t fold_words_portable(const struct fold_cut *cut)
{
    return words_hash(cut, look);
}

uint64_t fold_line_hash_portable(const char *bytes, size_t size)
{
    return hash_line_bytes(bytes, size);
}
