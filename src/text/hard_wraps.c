/*
 * Whether the line breaks of a text mean anything, or were put in at a column. All linear: the percentile comes from a histogram, since only
 * lengths up to 100 matter.
 */
#include "text/line_walk.h"

#include "text/utf8.h"

/* What DESIGN's step 3 asks of a hard-wrapped text. */
enum {
    LEAST_LINES = 4,
    LEAST_WIDTH = 40,
    MOST_WIDTH = 100,
    SHORTER = 20, /* a full line is at most so much shorter than the width */
    PERCENTILE = 95,
    OPEN_PERCENT = 60 /* full lines that do not end a sentence */
};

/*
 * A column of a newspaper is narrower than that, but so are lists and verses. Lines of it are filled: the first word of the next would not have
 * fitted, nearly always, in enough lines to tell.
 */
enum { LEAST_COLUMN = 20, COLUMN_LINES = 8, FILLED_PERCENT = 80 };

/* Whether a line's last character is one that ends a sentence, or what is quoted or announced in it. */
static bool ends_sentence(const uint8_t *begin, const uint8_t *end)
{
    static const uint64_t ascii[2] = {UINT64_C(1) << '.' | UINT64_C(1) << '!' | UINT64_C(1) << '?' | UINT64_C(1) << ':' | UINT64_C(1) << '"', 0};
    if (begin == end)
        return false;
    if (end[-1] < 0x80) /* lines end in one and another: no guess is made */
        return ascii[end[-1] / 64] >> end[-1] % 64 & 1;
    switch (utf8_decode(utf8_before(end))) {
    case 0xBB:   /* » */
    case 0x589:  /* Armenian */
    case 0x61F:  /* Arabic question mark */
    case 0x6D4:  /* Urdu */
    case 0x964:  /* danda */
    case 0x965:  /* double danda */
    case 0xF0D:  /* Tibetan */
    case 0xF0E:  /* Tibetan, of a section */
    case 0x104B: /* Burmese */
    case 0x1362: /* Ethiopic */
    case 0x17D4: /* Khmer */
    case 0x17D5: /* Khmer, of a chapter */
    case 0x201D: /* ” */
    case 0x3002:
    case 0xFF01:
    case 0xFF1F:
        return true;
    default:
        return false;
    }
}

/* Lines by length, all longer ones in the last place: all, and those that do not end a sentence. A text of under 4 GiB has no more of them. */
struct lengths {
    uint32_t lines[MOST_WIDTH + 2], open[MOST_WIDTH + 2];
    size_t last, most; /* of the last line; of the longest that was counted */
};

static void set_last(struct lengths *lengths, size_t length)
{
    lengths->last = length > MOST_WIDTH ? MOST_WIDTH + 1 : length;
}

/* Counts the last line, after which another one came. */
static void count_last(struct lengths *lengths, bool ends)
{
    lengths->lines[lengths->last]++;
    lengths->open[lengths->last] += !ends;
    lengths->most = lengths->last > lengths->most ? lengths->last : lengths->most;
}

/* The width to which so many lines may be hard-wrapped, by how long they are and how they end; 0 where they are not. */
static size_t width_of(const struct lengths *lengths, size_t count)
{
    size_t width = lengths->most, up_to = count, full = 0, full_open = 0;                  /* up_to: lines of at most that width */
    for (; width > 0 && up_to - lengths->lines[width] > count * PERCENTILE / 100; width--) /* nearly all are about as long as the longest */
        up_to -= lengths->lines[width];
    if (width < LEAST_COLUMN || width > MOST_WIDTH)
        return 0;
    for (size_t length = width < 2 * SHORTER ? width / 2 : width - SHORTER; length <= lengths->most; length++) {
        full += lengths->lines[length];
        full_open += lengths->open[length];
    }
    return 2 * full >= count && 100 * full_open >= OPEN_PERCENT * full ? width : 0;
}

static size_t length_of(const uint8_t *begin, const uint8_t *end, bool columns)
{
    return utf8_count(begin, end) + (columns ? utf8_count_wide(begin, end) : 0);
}

static const uint8_t *end_of_word(const uint8_t *at, const uint8_t *end)
{
    while (at < end && !utf8_white_at(at))
        at += utf8_length(*at);
    return at;
}

/* Whether the lines of a narrow column are filled. A list of long single words is none, and where words are not parted nothing tells. */
static bool is_filled(const struct stops *stops, const uint8_t *text, size_t size, bool columns, size_t width)
{
    struct line_walk walk = {stops, text, size, 0, 0};
    const uint8_t *begin, *end;
    size_t last = 0, pairs = 0, filled = 0;
    while (next_line(&walk, &begin, &end)) {
        const uint8_t *inner;
        end = utf8_trim_end(begin, end);
        inner = utf8_trim_begin(begin, end);
        if (inner < end && last > 0 && !indented(begin, end)) {
            size_t first = length_of(inner, end_of_word(inner, end), columns);
            pairs++;
            filled += 2 * first < width && last + 1 + first > width;
        }
        last = length_of(begin, end, columns);
    }
    return pairs >= COLUMN_LINES && 100 * filled >= FILLED_PERCENT * pairs;
}

/* What the lengths of a text's lines say. */
enum wrap_answer { WRAPPED, NOT_WRAPPED, TOO_LONG_FOR_ANY };

/* By characters, or by columns, of which some characters take two. *wide: whether any may; of a text too long for any it is not known. */
static enum wrap_answer wrapped_by(const struct stops *stops, const uint8_t *text, size_t size, bool columns, bool *wide)
{
    struct lengths lengths = {.last = 0};
    struct line_walk walk = {stops, text, size, 0, 0};
    const uint8_t *begin, *end;
    size_t count = 0, width;
    bool ends = false, ascii = utf8_is_ascii(text, size); /* as texts of English are */
    *wide = false;
    while (next_line(&walk, &begin, &end)) {
        size_t length = MOST_WIDTH + 1;
        end = utf8_trim_end(begin, end);
        if (begin == end)
            continue;
        if (count++ > 0) { /* the one before is not the last */
            count_last(&lengths, ends);
            /* so many of them are too long that the percentile is, whatever the others are: there are at most breaks */
            if (100 * lengths.lines[MOST_WIDTH + 1] >= (100 - PERCENTILE) * stops->breaks)
                return TOO_LONG_FOR_ANY;
        }
        if ((size_t)(end - begin) <= 4 * MOST_WIDTH) { /* a longer line than four bytes a character is too long in any case */
            length = ascii ? (size_t)(end - begin) : utf8_count(begin, end);
            *wide = *wide || (length < (size_t)(end - begin) && utf8_may_be_wide(begin, end));
            if (columns && !ascii)
                length += utf8_count_wide(begin, end);
        }
        set_last(&lengths, length);
        ends = ends_sentence(begin, end);
    }
    width = count >= LEAST_LINES ? width_of(&lengths, count - 1) : 0;
    return width >= LEAST_WIDTH || (width > 0 && is_filled(stops, text, size, columns, width)) ? WRAPPED : NOT_WRAPPED;
}

/* Whether enough lines do not end a sentence: of at least half of them, the full ones, OPEN_PERCENT do not. Most texts are told by this, without counting. */
static bool enough_are_open(const struct stops *stops, const uint8_t *text, size_t size)
{
    struct line_walk walk = {stops, text, size, 0, 0};
    const uint8_t *begin, *end;
    size_t count = 0, open = 0;
    bool last = false;
    while (next_line(&walk, &begin, &end)) {
        end = utf8_trim_end(begin, end);
        if (begin == end)
            continue;
        count++;
        open += last; /* so the last line is not counted */
        if (2 * 100 * open >= OPEN_PERCENT * stops->breaks)
            return true; /* there are at most so many before the last one */
        last = !ends_sentence(begin, end);
    }
    return count > 0 && 2 * 100 * open >= OPEN_PERCENT * (count - 1);
}

/* Who wraps counts characters or columns; most texts are told by the first, and a line has at least as many columns. */
bool lines_hard_wrapped(const struct stops *stops, const uint8_t *text, size_t size)
{
    enum wrap_answer answer;
    bool wide;
    if (stops->breaks < LEAST_LINES - 1 || !enough_are_open(stops, text, size))
        return false;
    answer = wrapped_by(stops, text, size, false, &wide);
    if (answer == NOT_WRAPPED && wide)
        answer = wrapped_by(stops, text, size, true, &wide);
    return answer == WRAPPED;
}
