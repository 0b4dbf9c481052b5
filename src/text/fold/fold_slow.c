/*
 * The slow path of folding, and this room's door to utf8proc: the rules word for word, for the segments that the tables
 * cannot say.
 *
 * utf8proc decomposes and composes; canonical order is ours, because utf8proc sorts a run of marks by exchanging
 * neighbours: 97 seconds for 200,000 marks on one letter, and four times that for twice as many. Linear in the length of the segment.
 *
 * Why folding twice changes nothing, as far as this file goes: NFKC case folding is stable by Unicode's promise; taking
 * marks out can bring a letter and a mark together that compose, so NFC runs again, over characters that case folding
 * leaves alone; no alef, yeh or kaf that replaces a variant composes with a mark that is kept, and neither do ASCII digits.
 * tests/text/fold_property.c asks all this of every code point.
 */
#include <utf8proc.h>

#include "text/fold/fold_emit.h"

static const utf8proc_option_t CASEFOLD = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
static const utf8proc_option_t CANONICAL = UTF8PROC_STABLE | UTF8PROC_COMPOSE;

/* No character decomposes to more than 18 (U+FDFA). */
enum { MOST_PARTS = 32 };

static int combining_class(int32_t c)
{
    return utf8proc_get_property(c)->combining_class;
}

static enum wirecopy_status decompose(int32_t c, utf8proc_option_t options, struct points *out)
{
    int boundary = 0;
    enum wirecopy_status status = array_reserve(&out->at, &out->capacity, out->count + MOST_PARTS, sizeof *out->at);
    if (status != WIRECOPY_OK)
        return status;
    out->count += (size_t)utf8proc_decompose_char(c, out->at + out->count, MOST_PARTS, options, &boundary);
    return WIRECOPY_OK;
}

/* Sorts marks by combining class, stably: by insertion where they are few, else by counting. */
static enum wirecopy_status sort_marks(struct points *sorted, int32_t *marks, size_t count)
{
    enum { FEW = 24 };
    size_t starts[256] = {0}, i, j, sum = 0;
    enum wirecopy_status status;
    if (count <= FEW) {
        for (i = 1; i < count; i++) {
            int32_t c = marks[i];
            int class = combining_class(c);
            for (j = i; j > 0 && combining_class(marks[j - 1]) > class; j--)
                marks[j] = marks[j - 1];
            marks[j] = c;
        }
        return WIRECOPY_OK;
    }
    status = array_reserve(&sorted->at, &sorted->capacity, count, sizeof *sorted->at);
    if (status != WIRECOPY_OK)
        return status;
    for (i = 0; i < count; i++)
        starts[combining_class(marks[i])]++;
    for (i = 0; i < 256; i++) {
        size_t of_class = starts[i];
        starts[i] = sum;
        sum += of_class;
    }
    for (i = 0; i < count; i++)
        sorted->at[starts[combining_class(marks[i])]++] = marks[i];
    memcpy(marks, sorted->at, count * sizeof *marks);
    return WIRECOPY_OK;
}

static enum wirecopy_status order_and_compose(struct folder *folder, struct points *points, utf8proc_option_t options)
{
    enum wirecopy_status status = WIRECOPY_OK;
    size_t i = 0, begin;
    while (status == WIRECOPY_OK && i < points->count) {
        for (begin = i; i < points->count && combining_class(points->at[i]) != 0; i++)
            ;
        if (i - begin > 1)
            status = sort_marks(&folder->sorted, points->at + begin, i - begin);
        i += i == begin;
    }
    if (status == WIRECOPY_OK)
        points->count = (size_t)utf8proc_normalize_utf32(points->at, (utf8proc_ssize_t)points->count, options);
    return status;
}

static enum wirecopy_status casefold(struct folder *folder, const uint8_t *text, size_t size)
{
    struct points *points = &folder->slow[0];
    enum wirecopy_status status = WIRECOPY_OK;
    const uint8_t *end = text + size;
    points->count = 0;
    for (; status == WIRECOPY_OK && text < end; text += utf8_length(*text))
        status = decompose((int32_t)utf8_decode(text), CASEFOLD, points);
    return status == WIRECOPY_OK ? order_and_compose(folder, points, CASEFOLD) : status;
}

/* Appends a character to points, without the marks that do not count; returns whether it had any. */
static enum wirecopy_status keep(struct points *points, int32_t c, struct points *apart, bool *changed)
{
    size_t left = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    if (rule_optional_mark(c) || utf8proc_category(c) == UTF8PROC_CATEGORY_CF) {
        *changed = true;
        return status;
    }
    apart->count = 0;
    status = decompose(c, CANONICAL, apart);
    if (status != WIRECOPY_OK)
        return status;
    for (size_t i = 0; i < apart->count; i++)
        if (!rule_accent(apart->at[i]))
            apart->at[left++] = apart->at[i];
    if (left == apart->count) {
        points->at[points->count++] = c;
        return status;
    }
    *changed = true; /* no letter with an accent decomposes to two others */
    if (left > 0)
        points->at[points->count++] = apart->at[0];
    return status;
}

/* Takes optional marks and accents out; NFC again if there were any. The result is in *points_out. */
static enum wirecopy_status remove_marks(struct folder *folder, struct points **points_out)
{
    struct points *points = &folder->slow[0], *apart = &folder->slow[1];
    const size_t count = points->count;
    bool changed = false;
    enum wirecopy_status status = WIRECOPY_OK;
    *points_out = points;
    points->count = 0;
    for (size_t i = 0; status == WIRECOPY_OK && i < count; i++)
        status = keep(points, points->at[i], apart, &changed);
    if (!changed)
        return status;
    apart->count = 0;
    for (size_t i = 0; status == WIRECOPY_OK && i < points->count; i++)
        status = decompose(points->at[i], CANONICAL, apart);
    *points_out = apart;
    return status == WIRECOPY_OK ? order_and_compose(folder, apart, CANONICAL) : status;
}

/* A character that normalization is done with. */
static char *emit(char *out, int32_t c, bool *solo)
{
    uint8_t text[4];
    size_t length = utf8_encode((uint32_t)c, (char *)text);
    uint32_t row = fold_row((uint32_t)c), identity = FOLD_ROW(FOLD_LETTER, length, 0);
    switch (fold_row_class(row)) {
    case FOLD_LETTER:
        return emit_letter(out, emit_load(text, length), row, solo);
    case FOLD_SOLO:
        return emit_solo(out, emit_load(text, length), row, solo);
    case FOLD_SARA_AA:
        return emit_sara_aa(out, text, solo);
    case FOLD_MARK:
        return emit_mark(out, text, length, fold_row_data(row), solo);
    case FOLD_CALM:
        return emit_mark(out, text, length, 0, solo);
    case FOLD_SPACE:
    case FOLD_CHECK:
        return emit_space(out);
    case FOLD_DROP:
        return out;
    case FOLD_SLOW:
    case FOLD_SUSPECT:
        break; /* what composes with what stands before it, and did not */
    }
    switch (utf8proc_category_string(c)[0]) {
    case 'M':
        return emit_mark(out, text, length, 0, solo);
    case 'L':
    case 'N':
        if (rule_no_spaces(c))
            return emit_solo(out, emit_load(text, length), identity, solo);
        return emit_letter(out, emit_load(text, length), identity, solo);
    default:
        return emit_space(out);
    }
}

enum wirecopy_status fold_slow_segment(struct folder *folder, const uint8_t *text, size_t size)
{
    struct points *points = NULL;
    enum wirecopy_status status = casefold(folder, text, size);
    if (status == WIRECOPY_OK)
        status = remove_marks(folder, &points);
    if (status == WIRECOPY_OK)
        status = folder_reserve(folder, points->count * 5); /* a space and four bytes */
    if (status == WIRECOPY_OK) {
        char *out = folder->bytes + folder->byte_count;
        for (size_t i = 0; i < points->count; i++)
            out = emit(out, points->at[i], &folder->solo);
        folder->byte_count = (size_t)(out - folder->bytes);
    }
    return status;
}

enum wirecopy_status fold_slow_casefold(struct folder *folder, const uint8_t *text, size_t size, struct buffer *out)
{
    const struct points *points = &folder->slow[0];
    enum wirecopy_status status = casefold(folder, text, size);
    if (status == WIRECOPY_OK)
        status = buffer_reserve(out, points->count * 4);
    if (status == WIRECOPY_OK)
        for (size_t i = 0; i < points->count; i++)
            out->size += utf8_encode((uint32_t)points->at[i], out->data + out->size);
    return status;
}

bool fold_slow_is_word(uint32_t c)
{
    char major = utf8proc_category_string((utf8proc_int32_t)c)[0];
    return major == 'L' || major == 'M' || major == 'N';
}

void fold_slow_release(struct folder *folder)
{
    memory_free(folder->slow[0].at);
    memory_free(folder->slow[1].at);
    memory_free(folder->sorted.at);
}
