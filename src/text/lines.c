/*
 * Where lines and sentences end, and whether line breaks mean anything. All linear: the percentile comes from a histogram,
 * since only lengths up to 100 matter.
 */
#include "text/lines.h"

#include "text/credits.h"
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

/*
 * Who cuts words at the end of lines does so all the time: a text where so many end in a hyphen has cut words, and no three compounds that
 * happened to stand there. Of 19,000 stories that were wrapped without cutting words two have two such lines, and none has three.
 */
enum { CUT_WORDS_LEAST = 3 };

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

/* A walk over the lines between breaks. */
struct line_walk {
    const struct stops *stops;
    const uint8_t *text;
    size_t size, next, stop;
};

static inline bool next_line(struct line_walk *walk, const uint8_t **begin, const uint8_t **end)
{
    if (walk->next > walk->size)
        return false;
    *begin = walk->text + walk->next;
    for (; walk->stop < walk->stops->count; walk->stop++) {
        const struct stop *stop = &walk->stops->at[walk->stop];
        if (stop->kind == STOP_BREAK) {
            *end = walk->text + stop->begin;
            walk->next = stop->begin + (size_t)stop->length;
            walk->stop++;
            if (walk->next < walk->size && **end == '\r' && walk->text[walk->next] == '\n') { /* one break */
                walk->next++;
                walk->stop++;
            }
            return true;
        }
    }
    *end = walk->text + walk->size;
    walk->next = walk->size + 1;
    return true;
}

/* Whether a line's last character is one that ends a sentence, or what is quoted or announced in it. */
static bool ends_sentence(const uint8_t *begin, const uint8_t *end)
{
    if (begin == end || (end[-1] >= 'a' && end[-1] <= 'z')) /* nearly always */
        return false;
    switch (utf8_decode(utf8_before(end))) {
    case '.':
    case '!':
    case '?':
    case ':':
    case '"':
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

/* Lines by length, all longer ones in the last place: all, and those that do not end a sentence. */
struct lengths {
    size_t lines[MOST_WIDTH + 2], open[MOST_WIDTH + 2];
    size_t last; /* of the last line */
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
}

/* The width to which so many lines may be hard-wrapped, by how long they are and how they end; 0 where they are not. */
static size_t width_of(const struct lengths *lengths, size_t count)
{
    size_t width, below, full = 0, full_open = 0;
    for (width = 0, below = lengths->lines[0]; below <= count * PERCENTILE / 100; below += lengths->lines[++width])
        ;
    if (width < LEAST_COLUMN || width > MOST_WIDTH)
        return 0;
    for (size_t length = width < 2 * SHORTER ? width / 2 : width - SHORTER; length < MOST_WIDTH + 2; length++) {
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

static bool indented(const uint8_t *begin, const uint8_t *end)
{
    return begin < end && (*begin == '\t' || (end - begin >= 2 && begin[0] == ' ' && begin[1] == ' '));
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
    struct lengths lengths = {{0}, {0}, 0};
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

/* Whether a word may go on here: with a small letter, of Latin, Greek or Cyrillic. */
static bool goes_on(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0x17F) || (c >= 0x3AC && c <= 0x3CE) || (c >= 0x430 && c <= 0x45F);
}

/* The bytes of the hyphen, or the soft one, that ends a line in a word which goes on at next; 0 where there is none. */
static size_t cutting_hyphen(const uint8_t *begin, const uint8_t *end, const uint8_t *next)
{
    size_t length = 0;
    if (end - begin >= 2 && end[-1] == '-')
        length = 1;
    else if (end - begin >= 3 && end[-2] == 0xC2 && end[-1] == 0xAD) /* U+00AD */
        length = 2;
    else if (end - begin >= 4 && end[-3] == 0xE2 && end[-2] == 0x80 && end[-1] == 0x90) /* U+2010 */
        length = 3;
    if (length > 0) {
        uint8_t before = end[-1 - (ptrdiff_t)length], lower = before | 0x20;
        if ((before < 0x80 && (lower < 'a' || lower > 'z')) || !goes_on(utf8_decode(next)))
            return 0;
    }
    return length;
}

/* Whether as many lines as cut words take may end in a hyphen, or in white space or beyond ASCII; nearly all texts are told by this. */
static bool may_have_cut_words(const struct stops *stops, const uint8_t *text)
{
    size_t may = 0;
    for (size_t i = 0; i < stops->count; i++) {
        const struct stop *stop = &stops->at[i];
        uint8_t last = stop->begin > 0 ? text[stop->begin - 1] : '\n';
        bool white = last <= ' ' && (last < '\n' || last > '\r'); /* behind another break no word was cut */
        may += (stop->kind == STOP_BREAK) & ((last == '-') | (last >= 0x80) | white);
    }
    return may >= CUT_WORDS_LEAST;
}

/* Whether a hard-wrapped text has words cut at the end of lines. */
static bool has_cut_words(const struct stops *stops, const uint8_t *text, size_t size)
{
    struct line_walk walk = {stops, text, size, 0, 0};
    const uint8_t *begin, *end, *last_begin = text, *last_end = text;
    size_t cut = 0;
    if (!may_have_cut_words(stops, text))
        return false;
    while (cut < CUT_WORDS_LEAST && next_line(&walk, &begin, &end)) {
        const uint8_t *inner = utf8_trim_begin(begin, end);
        cut += inner < end && cutting_hyphen(last_begin, last_end, inner) > 0;
        last_begin = begin;
        last_end = utf8_trim_end(begin, end);
    }
    return cut == CUT_WORDS_LEAST;
}

/* Wrapped lines are copied without a guess of how long they are; what is copied with them is overwritten. */
enum { COPIED_TOGETHER = 128 };

/* Copies a line of a text that goes on to text_end; returns behind it. COPIED_TOGETHER bytes can be written. */
static inline char *copy_line(char *to, const uint8_t *begin, const uint8_t *end, const uint8_t *text_end)
{
    size_t size = (size_t)(end - begin);
    if (size <= COPIED_TOGETHER && text_end - begin >= COPIED_TOGETHER)
        memcpy(to, begin, COPIED_TOGETHER);
    else
        memcpy(to, begin, size);
    return to + size;
}

enum wirecopy_status lines_join(const struct stops *stops, const uint8_t *text, size_t size, struct buffer *out)
{
    struct line_walk walk = {stops, text, size, 0, 0};
    const uint8_t *begin, *end;
    bool open = false; /* a line stands that the next may join */
    bool cut = has_cut_words(stops, text, size);
    enum wirecopy_status status;
    char *to;
    out->size = 0;
    status = buffer_reserve(out, size + 1 + COPIED_TOGETHER);
    if (status != WIRECOPY_OK)
        return status;
    for (to = out->data; next_line(&walk, &begin, &end);) { /* no more is written than stood there */
        const uint8_t *inner;
        end = utf8_trim_end(begin, end);
        inner = utf8_trim_begin(begin, end);
        if (inner < end) {
            size_t hyphen = cut && open && !indented(begin, end) ? cutting_hyphen((uint8_t *)out->data, (uint8_t *)to, inner) : 0;
            if (hyphen > 0)
                to -= hyphen;
            else if (to > out->data)
                *to++ = open && !indented(begin, end) ? ' ' : '\n';
            to = copy_line(to, inner, end, text + size);
        }
        open = inner < end;
    }
    out->size = (size_t)(to - out->data);
    return WIRECOPY_OK;
}
