/* What a terminal may be shown: an allow-all with exceptions, by code point. */
#include "report/visible.h"

#include <string.h>

#include "text/utf8.h"

#include "report/columns_table.inc"

enum {
    MOST_MARKS = 8, /* on one character; the languages that need most, Hebrew with cantillation and Tibetan, need four or five */
    ARABIC_LETTER_MARK = 0x61C,
    ELLIPSIS = 0x2026,
    FIRST_STRONG_ISOLATE = 0x2068,
    POP_ISOLATE = 0x2069,
    REPLACEMENT = 0xFFFD,
};

/* Characters from first to last that take so many columns each: those of a script mostly stand together. */
struct columns_run {
    uint32_t first, last, columns;
};

/* Whether a character is in one of some ranges; the run becomes no larger than that range, or than what lies between two. */
static bool in_ranges(const uint32_t ranges[][2], size_t count, uint32_t c, struct columns_run *run)
{
    size_t begin = 0, end = count;
    bool within;
    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        if (ranges[middle][1] < c)
            begin = middle + 1;
        else
            end = middle;
    }
    within = begin < count && ranges[begin][0] <= c;
    if (within) {
        run->first = ranges[begin][0] > run->first ? ranges[begin][0] : run->first;
        run->last = ranges[begin][1] < run->last ? ranges[begin][1] : run->last;
        return true;
    }
    if (begin > 0 && ranges[begin - 1][1] + 1 > run->first)
        run->first = ranges[begin - 1][1] + 1;
    if (begin < count && ranges[begin][0] - 1 < run->last)
        run->last = ranges[begin][0] - 1;
    return false;
}

/* All before it take a column. */
enum { NARROW_BEFORE = 0x300 };

static struct columns_run run_of(uint32_t c)
{
    struct columns_run run = {0, NARROW_BEFORE - 1, 1};
    if (c <= run.last)
        return run;
    run.first = run.last + 1;
    run.last = UINT32_MAX;
    if (in_ranges(no_column, sizeof no_column / sizeof *no_column, c, &run))
        run.columns = 0;
    else
        run.columns = in_ranges(two_columns, sizeof two_columns / sizeof *two_columns, c, &run) ? 2 : 1;
    return run;
}

uint32_t visible_columns_of(uint32_t c)
{
    return run_of(c).columns;
}

/* Blocks of scripts that are written from right to left (DerivedBidiClass: their unassigned places are R or AL). */
static bool right_to_left(uint32_t c)
{
    return (c >= 0x590 && c < 0x900) || (c >= 0xFB1D && c < 0xFE00) || (c >= 0xFE70 && c < 0xFEFF) || (c >= 0x10800 && c < 0x11000) ||
           (c >= 0x1E800 && c < 0x1F000);
}

/* Characters that show nothing and change what stands around them. The joiners U+200C and U+200D are letters' own and stay. */
static bool dropped(uint32_t c)
{
    return c == ARABIC_LETTER_MARK || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
           (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE0FFF);
}

static bool control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

enum { UTF8_MOST = 4 };

static enum wirecopy_status append(struct buffer *out, uint32_t c)
{
    enum wirecopy_status status = buffer_reserve(out, UTF8_MOST);
    if (status == WIRECOPY_OK)
        out->size += utf8_encode(c, out->data + out->size);
    return status;
}

/* The walk over a text: what was put so far, and where it is to be cut if it becomes too wide. */
struct walk {
    struct buffer *out;
    uint32_t most, columns, marks;
    bool right_to_left, space_due, too_wide;
    struct columns_run run; /* of the last character */
    size_t cut_bytes;       /* what fits together with an ellipsis */
    uint32_t cut_columns;
};

static enum wirecopy_status put(struct walk *walk, uint32_t c)
{
    uint32_t columns;
    if (c >= NARROW_BEFORE && (c < walk->run.first || c > walk->run.last))
        walk->run = run_of(c);
    columns = c < NARROW_BEFORE ? 1 : walk->run.columns; /* so that a space amid other letters does not change the run */
    walk->marks = columns == 0 ? walk->marks + 1 : 0;
    if (walk->marks > MOST_MARKS)
        return WIRECOPY_OK;
    if (columns > 0 && walk->columns < walk->most) {
        walk->cut_bytes = walk->out->size;
        walk->cut_columns = walk->columns;
    }
    if (columns > walk->most - walk->columns) {
        walk->too_wide = true;
        return WIRECOPY_OK;
    }
    walk->columns += columns;
    walk->right_to_left |= right_to_left(c);
    return append(walk->out, c);
}

static enum wirecopy_status show(struct walk *walk, uint32_t c)
{
    enum wirecopy_status status = WIRECOPY_OK;
    if (rule_white((int32_t)c)) {
        walk->space_due = walk->columns > 0;
        return WIRECOPY_OK;
    }
    if (dropped(c))
        return WIRECOPY_OK;
    if (walk->space_due)
        status = put(walk, ' ');
    walk->space_due = false;
    return status == WIRECOPY_OK && !walk->too_wide ? put(walk, control(c) ? REPLACEMENT : c) : status;
}

/* Characters that are shown as they are by show: neither white nor dropped nor control. */
static bool plain(uint32_t c)
{
    return (c > 0x20 && c < 0x7F) || (c > 0xA0 && c < ARABIC_LETTER_MARK) || (c > ARABIC_LETTER_MARK && c < 0x1680) || (c > 0x3000 && c < 0xD800);
}

/* Whether a space stands alone between others, so that it is shown as it is. */
static bool is_plain_space(const uint8_t *at, const uint8_t *end, uint32_t columns)
{
    return *at == ' ' && columns > 0 && at + 1 < end && plain(utf8_decode(at + 1));
}

/* Most of a run's characters, all of them plain but ARABIC_LETTER_MARK: from first to last. */
struct plain_run {
    uint32_t first, last;
};

static struct plain_run plain_of(const struct columns_run *run)
{
    bool ideographic = run->first > 0x3000;
    uint32_t first = ideographic || run->first > NARROW_BEFORE ? run->first : NARROW_BEFORE, last = ideographic ? 0xD7FF : 0x167F;
    if (run->columns == 0)
        return (struct plain_run){1, 0};
    return (struct plain_run){first, run->last < last ? run->last : last};
}

/* Puts what comes next, as long as it is plain and of the run, or a space between; returns where that ends. Room for what is left was reserved. */
static const uint8_t *put_plain(struct walk *walk, const uint8_t *begin, const uint8_t *end)
{
    const uint8_t *at = begin, *last = begin;
    const struct columns_run run = walk->run;
    const struct plain_run most = plain_of(&run);
    uint32_t columns = walk->columns, of_last = 0;
    bool to_left = walk->right_to_left;
    while (at < end) {
        uint32_t c = utf8_decode(at), wide = c < NARROW_BEFORE ? 1 : run.columns;
        if ((c < most.first || c > most.last || c == ARABIC_LETTER_MARK) &&
            (!(plain(c) || is_plain_space(at, end, columns)) || wide == 0 || (c >= NARROW_BEFORE && (c < run.first || c > run.last))))
            break;
        if (wide > walk->most - columns)
            break;
        last = at;
        of_last = wide;
        columns += wide;
        to_left = to_left || right_to_left(c);
        at += utf8_length(*at);
    }
    if (at == begin)
        return at;
    walk->cut_bytes = walk->out->size + (size_t)(last - begin);
    walk->cut_columns = columns - of_last;
    walk->columns = columns;
    walk->right_to_left = to_left;
    walk->marks = 0;
    memcpy(walk->out->data + walk->out->size, begin, (size_t)(at - begin));
    walk->out->size += (size_t)(at - begin);
    return at;
}

static enum wirecopy_status walk_over(struct walk *walk, const uint8_t *text, size_t size)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (const uint8_t *at = text; at < text + size && status == WIRECOPY_OK && !walk->too_wide;) {
        status = show(walk, utf8_decode(at));
        at += utf8_length(*at);
        if (status == WIRECOPY_OK)
            status = buffer_reserve(walk->out, (size_t)(text + size - at));
        if (status == WIRECOPY_OK && !walk->space_due && !walk->too_wide)
            at = put_plain(walk, at, text + size);
    }
    return status;
}

/* Walks over text, after a repair where it is ill-formed. */
static enum wirecopy_status walk_over_any(struct walk *walk, const uint8_t *text, size_t size)
{
    struct buffer repaired = {0};
    enum wirecopy_status status;
    if (utf8_valid(text, size) == size)
        return walk_over(walk, text, size);
    status = utf8_repair(text, size, &repaired);
    if (status == WIRECOPY_OK)
        status = walk_over(walk, (const uint8_t *)repaired.data, repaired.size);
    buffer_release(&repaired);
    return status;
}

static enum wirecopy_status cut(struct walk *walk)
{
    walk->out->size = walk->cut_bytes;
    walk->columns = walk->cut_columns;
    if (walk->cut_bytes > 0 && walk->out->data[walk->cut_bytes - 1] == ' ') {
        walk->out->size--;
        walk->columns--;
    }
    walk->columns++;
    return append(walk->out, ELLIPSIS);
}

static enum wirecopy_status isolate(struct buffer *out)
{
    char mark[4];
    size_t size = utf8_encode(FIRST_STRONG_ISOLATE, mark);
    enum wirecopy_status status = buffer_append(out, mark, size);
    if (status != WIRECOPY_OK)
        return status;
    memmove(out->data + size, out->data, out->size - size);
    memcpy(out->data, mark, size);
    return append(out, POP_ISOLATE);
}

/* The high bit of each of eight bytes that is a space; and of one at least where a byte is neither that nor visible ASCII. */
static inline uint64_t spaces_of(uint64_t bytes)
{
    uint64_t others = bytes ^ UINT64_C(0x2020202020202020), low = UINT64_C(0x7F7F7F7F7F7F7F7F);
    return ~(((others & low) + low) | others | low);
}

static inline uint64_t not_visible(uint64_t bytes)
{
    uint64_t high = UINT64_C(0x8080808080808080), ones = UINT64_C(0x0101010101010101);
    return ((bytes - 0x20 * ones) | (bytes + ones) | bytes) & high; /* a byte that borrows or carries is one itself */
}

/* Whether all of a text is shown as it is, as most ids, outlets and dates are: visible ASCII, single spaces in it, that fits. */
static bool shown_as_it_is(struct wirecopy_bytes text, uint32_t most_columns)
{
    uint64_t wrong = 0, before = 0x80; /* a space stands before the text */
    if (text.size == 0 || text.size > most_columns || text.data[text.size - 1] == ' ')
        return false;
    for (size_t i = 0; i < text.size; i += sizeof before) {
        uint64_t bytes = UINT64_C(0x2E2E2E2E2E2E2E2E), spaces;
        memcpy(&bytes, text.data + i, text.size - i < sizeof bytes ? text.size - i : sizeof bytes);
        if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
            bytes = __builtin_bswap64(bytes);
        spaces = spaces_of(bytes);
        wrong |= not_visible(bytes) | (spaces & (spaces << 8 | before));
        before = spaces >> 56;
    }
    return wrong == 0;
}

enum wirecopy_status visible_text(struct wirecopy_bytes text, uint32_t most_columns, struct buffer *out, struct visible *visible)
{
    struct walk walk = {.out = out, .most = most_columns ? most_columns : UINT32_MAX, .run = run_of(' ')};
    enum wirecopy_status status;
    out->size = 0;
    if (!text.data)
        text = (struct wirecopy_bytes){"", 0};
    if (shown_as_it_is(text, walk.most)) {
        *visible = (struct visible){text.size, (uint32_t)text.size};
        return buffer_append(out, text.data, text.size);
    }
    status = walk_over_any(&walk, (const uint8_t *)text.data, text.size);
    if (status == WIRECOPY_OK && walk.too_wide)
        status = cut(&walk);
    if (status == WIRECOPY_OK && walk.right_to_left)
        status = isolate(out);
    *visible = (struct visible){out->size, walk.columns};
    return status;
}
