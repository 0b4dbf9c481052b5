/*
 * The fast path of folding: runs of ASCII by the kernel, everything else by one row of a table each, and a segment that
 * the table cannot say by fold_slow.c.
 *
 * Nothing is kept about where a segment began. When a character turns up that may change what stands before it, the text is
 * walked back to the segment's start and as many bytes are taken off the output as its characters had put there. Each
 * character is walked over once at most, so time stays linear.
 *
 * Addresses are rare. Where the folded bytes and the character at hand could be a part of one, the span is folded again run
 * by run (a run stands between white space), and a run that still looks like one goes through addresses.c.
 */
#include "text/fold/fold_emit.h"

static bool ends_with(const char *out, const char *what, size_t size)
{
    return memcmp(out - size, what, size) == 0;
}

/* Whether punctuation after the folded bytes may belong to an address. Marks between are gone by now, so this may err, but only to one side. */
static bool address_near(const char *out, uint32_t punctuation)
{
    switch (punctuation) {
    case '@':
        return true;
    case ':':
        return ends_with(out, "http", 4) || ends_with(out, "https", 5);
    case '.':
        return ends_with(out, "www", 3);
    case '/':
        return ends_with(out, "com", 3);
    default:
        return false;
    }
}

static bool starts_segment(const uint8_t *text)
{
    return *text < 0x80 || fold_row_class(fold_row(utf8_decode(text))) <= FOLD_LAST_START;
}

/* The start of the segment that text stands in, and in *out where its folded bytes start. */
static const uint8_t *walk_back(const uint8_t *begin, const uint8_t *text, char **out, bool *solo)
{
    while (text > begin) {
        uint32_t row;
        text = utf8_before(text);
        row = fold_row(utf8_decode(text));
        switch (fold_row_class(row)) {
        case FOLD_LETTER:
            *solo = false;
            *out -= fold_row_length(row);
            return text;
        case FOLD_SOLO:
        case FOLD_MARK:
        case FOLD_SARA_AA:
            *out -= fold_row_length(row);
            return text;
        case FOLD_SPACE: /* its space stays: written again, it is the same one */
        case FOLD_CHECK:
            return text;
        case FOLD_CALM:
            *out -= fold_row_length(row);
            break;
        case FOLD_DROP:
        case FOLD_SLOW:
        case FOLD_SUSPECT:
            break;
        }
    }
    return text;
}

/* Whether a mark that moves may stay where it is: what stands before it belongs before it. */
static bool in_order(const uint8_t *begin, const uint8_t *text, uint32_t row)
{
    uint32_t before;
    if (text == begin)
        return true;
    before = fold_row(utf8_decode(utf8_before(text)));
    return fold_row_class(before) <= FOLD_LAST_START || (fold_row_class(before) == FOLD_CALM && fold_row_data(before) <= fold_row_data(row));
}

static const uint8_t *segment_end(const uint8_t *text, const uint8_t *end)
{
    do
        text += utf8_length(*text);
    while (text < end && !starts_segment(text));
    return text;
}

/* Every character folds to at most twice its bytes, the space before it included; slow segments make their own room. */
static enum wirecopy_status reserve_for(struct folder *folder, size_t rest)
{
    return folder_reserve(folder, rest * 2 + BYTES_BEYOND);
}

/* Shorter runs are not worth a call. */
enum { KERNEL_FROM = 16, WIDE_FROM = 6 };

/* Where more runs than so many one after the other were short, some bytes are left to the tables: in Vietnamese something stops a kernel in each word. */
enum { SHORT_RUN = 16, SHORT_RUNS = 2, PAUSE = 64 };

/* Whether the KERNEL_FROM bytes at text look like something that the kernel reads on through. */
static bool worth_a_kernel(const struct fold_kernel *kernel, const uint8_t *text)
{
    uint64_t eight;
    if (kernel->fold_pairs)
        return true;
    memcpy(&eight, text + 8, 8);
    return *text < 0x80 && (eight & UINT64_C(0x8080808080808080)) == 0;
}

/* Notes where a line ends behind a character that parts words. */
static void note_space(struct fold_lines *lines, const uint8_t *text, const uint8_t *end)
{
    if (!lines_end_behind(text, end))
        return;
    lines->begin = text + utf8_length(*text);
    lines->ended = true;
}

/* What is written of the line at hand is forgotten; returns where it begins. */
static char *forget_line(struct fold_lines *lines, char *out, char *base)
{
    if (lines->ended)
        return out;
    if (lines->count == 0)
        return base;
    lines->ended = true;
    return base + (uint32_t)(lines->ends[--lines->count] + 1);
}

/* NOLINTNEXTLINE(readability-function-size): one loop, whose parts share everything */
enum fold_outcome fold_fast(struct folder *folder, const uint8_t *text, size_t size, bool addresses, struct fold_lines *lines)
{
    const uint8_t *begin = text, *end = text + size, *kernel_from = text, *wide_from = text;
    const struct fold_kernel *kernel = folder->kernel;
    uint32_t page = 0; /* of the last two-byte characters */
    uint32_t short_runs = 0;
    char *out;
    bool solo = folder->solo, wide = false;
    if (reserve_for(folder, size) != WIRECOPY_OK)
        return FAILED;
    out = folder->bytes + folder->byte_count;
    if (lines)
        lines->base = folder->bytes + folder->batch_begin;
    while (text < end) {
        uint32_t lead = *text, row;
        size_t length;
        char *out_before = out;
        wide |= lead >= 0xE0;
        if (lead < (solo ? 0x80 : 0xE0) && text >= kernel_from && end - text >= KERNEL_FROM && worth_a_kernel(kernel, text)) {
            struct ascii_folded run;
            if (solo) {
                out = emit_space(out);
                solo = false;
            }
            if (lead >= 0x80)
                page = lead >> 2 & 7;
            run = kernel->fold_pairs ? kernel->fold_pairs(text, (size_t)(end - text), out, page, lines)
                                     : fold_ascii_portable(text, (size_t)(end - text), out);
            text += run.read;
            out += run.written;
            short_runs = run.read < SHORT_RUN ? short_runs + 1 : 0;
            if (short_runs > SHORT_RUNS) {
                kernel_from = text + PAUSE;
                continue;
            }
            kernel_from = text + 1;
            if (kernel->fold_pairs && text < end && *text >= 0xC0 && *text < 0xE0 && (*text >> 2 & 7) != page)
                kernel_from = text; /* another page */
            continue;
        }
        if (lead >= 0xE0 && kernel->fold_wide && text >= wide_from && end - text >= WIDE_FROM) {
            struct ascii_folded run = kernel->fold_wide(text, (size_t)(end - text), out, &solo, lines);
            text += run.read;
            out += run.written;
            wide_from = text + 1;
            continue;
        }
        if (lead < 0x80) {
            length = 1;
            row = fold_rows[lead];
        } else if (lead < 0xE0) {
            length = 2;
            row = fold_rows[(lead & 0x1F) << 6 | (text[1] & 0x3F)];
        } else if (lead < 0xF0) {
            length = 3;
            row = fold_rows[(lead & 0x0F) << 12 | (uint32_t)(text[1] & 0x3F) << 6 | (text[2] & 0x3F)];
        } else {
            length = 4;
            row = fold_row(utf8_decode(text));
        }
        switch (fold_row_class(row)) {
        case FOLD_LETTER:
            out = emit_letter(out, emit_load(text, length), row, &solo);
            break;
        case FOLD_SPACE:
            out = emit_space(out);
            break;
        case FOLD_SOLO:
            out = emit_solo(out, emit_load(text, length), row, &solo);
            break;
        case FOLD_DROP:
            break;
        case FOLD_MARK:
            out = emit_mark(out, text, length, fold_row_data(row), &solo);
            break;
        case FOLD_SARA_AA:
            out = emit_sara_aa(out, text, &solo);
            break;
        case FOLD_CHECK:
            if (addresses && address_near(out, fold_row_data(row) & 0xFF))
                goto address;
            out = emit_space(out);
            break;
        case FOLD_SUSPECT:
            if (addresses)
                goto address;
            goto slow;
        case FOLD_CALM:
            if (in_order(lines ? lines->begin : begin, text, row)) {
                out = emit_mark(out, text, length, 0, &solo);
                break;
            }
            goto slow;
        case FOLD_SLOW:
        slow : {
            const uint8_t *start = walk_back(lines ? lines->begin : begin, text, &out, &solo);
            size_t before = folder->byte_count = (size_t)(out - folder->bytes);
            folder->solo = solo;
            text = segment_end(text, end);
            if (fold_slow_segment(folder, start, (size_t)(text - start)) != WIRECOPY_OK || reserve_for(folder, (size_t)(end - text)) != WIRECOPY_OK)
                return FAILED;
            if (lines) {
                lines->base = folder->bytes + folder->batch_begin;
                fold_lines_written(lines, folder->bytes + before, folder->bytes + folder->byte_count);
            }
            out = folder->bytes + folder->byte_count;
            solo = folder->solo;
            continue;
        }
        }
        if (lines) {
            fold_lines_written(lines, out_before, out);
            note_space(lines, text, end);
        }
        text += length;
    }
    folder->byte_count = (size_t)(out - folder->bytes);
    folder->solo = solo;
    folder->wide |= wide;
    return FOLDED;
address:
    folder->wide |= wide;
    if (lines)
        folder->byte_count = (size_t)(forget_line(lines, out, folder->bytes + folder->batch_begin) - folder->bytes);
    return ADDRESS_NEAR;
}

/* NFKC case folding of a run, segment by segment. */
static enum wirecopy_status casefold_run(struct folder *folder, const uint8_t *text, const uint8_t *end)
{
    struct buffer *out = &folder->casefolded;
    enum wirecopy_status status = WIRECOPY_OK;
    out->size = 0;
    while (status == WIRECOPY_OK && text < end) {
        const uint8_t *after = segment_end(text, end);
        if (*text < 0x80 && after == text + 1) {
            char c = (char)(*text >= 'A' && *text <= 'Z' ? *text | 0x20 : *text);
            status = buffer_append(out, &c, 1);
        } else {
            status = fold_slow_casefold(folder, text, (size_t)(after - text), out);
        }
        text = after;
    }
    return status;
}

static enum wirecopy_status fold_run(struct folder *folder, const uint8_t *begin, const uint8_t *end)
{
    size_t byte_count = folder->byte_count;
    bool solo = folder->solo;
    enum fold_outcome outcome = fold_fast(folder, begin, (size_t)(end - begin), true, NULL);
    enum wirecopy_status status;
    if (outcome != ADDRESS_NEAR)
        return outcome == FOLDED ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    folder->byte_count = byte_count;
    folder->solo = solo;
    status = casefold_run(folder, begin, end);
    if (status != WIRECOPY_OK)
        return status;
    addresses_blank((uint8_t *)folder->casefolded.data, folder->casefolded.size);
    return fold_span_without_addresses(folder, (const uint8_t *)folder->casefolded.data, folder->casefolded.size);
}

enum wirecopy_status fold_runs(struct folder *folder, const uint8_t *text, const uint8_t *end)
{
    enum wirecopy_status status = WIRECOPY_OK;
    while (status == WIRECOPY_OK && text < end) {
        const uint8_t *begin = text;
        char *out;
        while (text < end && !utf8_white_at(text))
            text += utf8_length(*text);
        status = fold_run(folder, begin, text);
        if (status != WIRECOPY_OK || text == end)
            break;
        status = folder_reserve(folder, 1);
        out = folder->bytes + folder->byte_count;
        folder->byte_count += (size_t)(emit_space(out) - out);
        text += utf8_length(*text);
    }
    return status;
}

enum wirecopy_status fold_span(struct folder *folder, const uint8_t *text, size_t size)
{
    size_t byte_count = folder->byte_count;
    bool solo = folder->solo;
    enum fold_outcome outcome = fold_fast(folder, text, size, true, NULL);
    if (outcome != ADDRESS_NEAR)
        return outcome == FOLDED ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    folder->byte_count = byte_count;
    folder->solo = solo;
    return fold_runs(folder, text, text + size);
}

enum wirecopy_status fold_span_without_addresses(struct folder *folder, const uint8_t *text, size_t size)
{
    return fold_fast(folder, text, size, false, NULL) == FOLDED ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
}
