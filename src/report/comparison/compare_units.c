/*
 * What stands beside what: the texts are cut at line breaks and ends of sentences, and their units aligned so that those beside
 * each other share the most words, in the order of both (Needleman and Wunsch 1970).
 */
#include "report/comparison/compare.h"

#include "base/sort/sort.h"
#include "text/fold/fold.h"
#include "text/locate.h"
#include "text/utf8.h"

/* Larger tables are not made: the units then stand side by side as they come. */
enum { CELLS_MOST = 1 << 22 };

void unit_table_release(struct unit_table *table)
{
    buffer_release(&table->units[0]);
    buffer_release(&table->units[1]);
    buffer_release(&table->pairs);
}

static bool ends_always(uint32_t c)
{
    return c == '\n' || c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0x104B;
}

static bool ends_before_white(uint32_t c)
{
    switch (c) { /* as lines.h says */
    case '.':
    case '!':
    case '?':
    case 0x589:
    case 0x61F:
    case 0x6D4:
    case 0x964:
    case 0x965:
    case 0xF0D:
    case 0xF0E:
    case 0x1362:
    case 0x17D4:
    case 0x17D5:
        return true;
    default:
        return false;
    }
}

/* Adds a unit where it is more than white space. */
static enum wirecopy_status add_unit(const uint8_t *text, const uint8_t *begin, const uint8_t *end, struct buffer *units)
{
    struct unit unit;
    begin = utf8_trim_begin(begin, end);
    end = utf8_trim_end(begin, end);
    unit = (struct unit){(size_t)(begin - text), (size_t)(end - text)};
    return begin < end ? buffer_append(units, &unit, sizeof unit) : WIRECOPY_OK;
}

static enum wirecopy_status cut(struct wirecopy_bytes bytes, struct buffer *units)
{
    const uint8_t *text = (const uint8_t *)bytes.data, *end = text + bytes.size, *begin = text;
    enum wirecopy_status status = WIRECOPY_OK;
    for (const uint8_t *at = text; at < end && status == WIRECOPY_OK;) {
        uint32_t c = utf8_decode(at);
        at += utf8_length(*at);
        if (!ends_always(c) && !(ends_before_white(c) && at < end && utf8_white_at(at)))
            continue;
        status = add_unit(text, begin, at, units);
        begin = at;
    }
    return status == WIRECOPY_OK ? add_unit(text, begin, end, units) : status;
}

/* The distinct words of each unit, sorted: where they end, and the words. */
struct unit_words {
    struct buffer ends, words;
};

/* Sorts words and keeps one of each; returns how many. */
static size_t make_distinct(uint32_t *words, size_t count)
{
    size_t distinct = 0;
    sort_u32(words, count);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || words[i] != words[distinct - 1])
            words[distinct++] = words[i];
    return distinct;
}

static enum wirecopy_status fold_units(struct folder *folder, const char *text, const struct buffer *units, struct unit_words *out)
{
    const struct unit *unit = (const struct unit *)(const void *)units->data;
    size_t end = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < units->size / sizeof *unit && status == WIRECOPY_OK; i++) {
        struct folded folded;
        status = fold_piece(folder, text + unit[i].begin, unit[i].end - unit[i].begin, &folded);
        if (status == WIRECOPY_OK)
            status = buffer_append(&out->words, folded.words, folded.word_count * sizeof *folded.words);
        if (status != WIRECOPY_OK)
            break;
        if (folded.word_count > 0)
            end += make_distinct((uint32_t *)(void *)out->words.data + end, folded.word_count);
        out->words.size = end * sizeof *folded.words;
        status = buffer_append(&out->ends, &end, sizeof end);
    }
    return status;
}

/* Words that two units share; 0 where they are less than half of the smaller, and the two do not belong together. */
static uint32_t likeness(const struct unit_words *a, size_t i, const struct unit_words *b, size_t j)
{
    const uint32_t *x = (const uint32_t *)(const void *)a->words.data, *y = (const uint32_t *)(const void *)b->words.data;
    const size_t *x_ends = (const size_t *)(const void *)a->ends.data, *y_ends = (const size_t *)(const void *)b->ends.data;
    size_t p = i ? x_ends[i - 1] : 0, q = j ? y_ends[j - 1] : 0, x_size = x_ends[i] - p, y_size = y_ends[j] - q, shared = 0;
    while (p < x_ends[i] && q < y_ends[j]) {
        uint32_t u = x[p], v = y[q];
        shared += u == v;
        p += u <= v;
        q += v <= u;
    }
    return 2 * shared >= (x_size < y_size ? x_size : y_size) ? (uint32_t)shared : 0;
}

static enum wirecopy_status add_pair(struct unit_table *table, uint32_t a, uint32_t b)
{
    struct unit_pair pair = {a, b};
    return buffer_append(&table->pairs, &pair, sizeof pair);
}

/* The best alignment of the units from i and j on is worth best[i * (n + 1) + j]. */
static enum wirecopy_status align(struct unit_table *table, const struct unit_words *a, size_t m, const struct unit_words *b, size_t n)
{
    uint32_t *best = memory_allocate_zero((m + 1) * (n + 1), sizeof *best);
    size_t i, j;
    enum wirecopy_status status = best ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    for (i = m; best && i-- > 0;)
        for (j = n; j-- > 0;) {
            uint32_t *cell = &best[i * (n + 1) + j], down = cell[n + 1], right = cell[1], like = likeness(a, i, b, j);
            *cell = down > right ? down : right;
            if (like > 0 && cell[n + 2] + like > *cell)
                *cell = cell[n + 2] + like;
        }
    for (i = j = 0; status == WIRECOPY_OK && (i < m || j < n);) {
        const uint32_t *cell = &best[i * (n + 1) + j];
        if (i < m && (j == n || *cell == cell[n + 1]))
            status = add_pair(table, (uint32_t)i++, UINT32_MAX);
        else if (j < n && (i == m || *cell == cell[1]))
            status = add_pair(table, UINT32_MAX, (uint32_t)j++);
        else
            status = add_pair(table, (uint32_t)i++, (uint32_t)j++);
    }
    memory_free(best);
    return status;
}

static enum wirecopy_status as_they_come(struct unit_table *table, size_t m, size_t n)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < (m > n ? m : n) && status == WIRECOPY_OK; i++)
        status = add_pair(table, i < m ? (uint32_t)i : UINT32_MAX, i < n ? (uint32_t)i : UINT32_MAX);
    return status;
}

enum wirecopy_status unit_table_make(const struct wirecopy_comparison *c, struct unit_table *table)
{
    struct unit_words words[2] = {{{0}, {0}}, {{0}, {0}}};
    struct folder *folder = NULL;
    size_t m, n;
    enum wirecopy_status status = cut(c->a.text, &table->units[0]);
    if (status == WIRECOPY_OK)
        status = cut(c->b.text, &table->units[1]);
    m = table->units[0].size / sizeof(struct unit);
    n = table->units[1].size / sizeof(struct unit);
    if (status != WIRECOPY_OK || (m + 1) * (n + 1) > CELLS_MOST)
        return status == WIRECOPY_OK ? as_they_come(table, m, n) : status;
    status = folder_create(&folder);
    if (status == WIRECOPY_OK)
        status = fold_units(folder, c->a.text.data, &table->units[0], &words[0]);
    if (status == WIRECOPY_OK)
        status = fold_units(folder, c->b.text.data, &table->units[1], &words[1]);
    if (status == WIRECOPY_OK)
        status = align(table, &words[0], m, &words[1], n);
    for (size_t side = 0; side < 2; side++) {
        buffer_release(&words[side].ends);
        buffer_release(&words[side].words);
    }
    folder_free(folder);
    return status;
}

enum wirecopy_status unit_each_piece(struct unit_side *side, uint32_t unit_number, visit_piece *visit, void *context)
{
    const struct wirecopy_compared *article = side->article;
    struct unit unit;
    enum wirecopy_status status = WIRECOPY_OK;
    if (unit_number == UINT32_MAX)
        return WIRECOPY_OK;
    unit = ((const struct unit *)(const void *)side->units->data)[unit_number];
    if (article->run_count == 0) /* no words, but something */
        return visit(context, WIRECOPY_RUN_OWN, (struct wirecopy_bytes){article->text.data + unit.begin, unit.end - unit.begin});
    while (side->run + 1 < article->run_count && article->runs[side->run].end <= unit.begin)
        side->run++;
    for (size_t i = side->run; i < article->run_count && article->runs[i].begin < unit.end && status == WIRECOPY_OK; i++) {
        const struct wirecopy_run *run = &article->runs[i];
        size_t begin = run->begin > unit.begin ? run->begin : unit.begin, end = run->end < unit.end ? run->end : unit.end;
        if (begin < end)
            status = visit(context, run->kind, (struct wirecopy_bytes){article->text.data + begin, end - begin});
    }
    return status;
}
