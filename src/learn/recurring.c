/*
 * Recurring lines and forms. An outlet does not publish one story on five days: a line that it has on at least 5 days,
 * 14 or more from first to last, is its furniture; with numbers masked, such a line is the line of a form.
 *
 * Two walks over the lines: the first counts (outlet, line) in a sieve, the second sorts the days of those met often
 * enough. Of real corpora some one in fifty lines passes the sieve.
 */
#include "base/sort.h"
#include "learn/rules.h"

/* Fewer days, or closer together, are a story in progress. */
enum { LEAST_DAYS = 5, LEAST_SPAN_DAYS = 14 };

/* A day on which an outlet published a group. */
struct publication {
    uint64_t source;
    int32_t day;
};

/* The earliest day of each (source, url), written to all articles that have it. */
static enum wirecopy_status first_days(struct calendar *calendar, const struct left_out *left_out, struct sorter *sorter)
{
    const struct articles *articles = left_out->articles;
    struct buffer room = {0}, values = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t i = 0; i < articles->count && status == WIRECOPY_OK; i++) {
        const struct article *row = &articles->rows[i];
        struct article_meta meta;
        calendar->day[i] = row->source && !(row->flags & ARTICLE_REPEAT) ? row->day : NO_DAY;
        if (!(row->flags & ARTICLE_HAS_URL) || calendar->day[i] == NO_DAY)
            continue;
        status = articles_meta(articles, i, &room, &meta);
        if (status == WIRECOPY_OK)
            status = sorter_add(sorter, hash_counter(row->source, meta.url_hash), i);
    }
    if (status == WIRECOPY_OK)
        status = sorter_finish(sorter);
    while (status == WIRECOPY_OK) {
        uint64_t key;
        size_t count;
        bool end;
        const uint64_t *numbers;
        int32_t first;
        status = sorter_next_run(sorter, &key, &values, SIZE_MAX, &count, &end);
        if (status != WIRECOPY_OK || end)
            break;
        numbers = (const uint64_t *)(const void *)values.data;
        first = calendar->day[numbers[0]];
        for (size_t i = 1; i < count; i++)
            if (calendar->day[numbers[i]] < first)
                first = calendar->day[numbers[i]];
        for (size_t i = 0; i < count; i++)
            calendar->day[numbers[i]] = first;
    }
    buffer_release(&room);
    buffer_release(&values);
    return status;
}

enum wirecopy_status calendar_init(struct calendar *calendar, const struct left_out *left_out)
{
    struct sorter *sorter = NULL;
    enum wirecopy_status status;
    calendar->day = memory_allocate(left_out->articles->count, sizeof *calendar->day);
    if (!calendar->day)
        return WIRECOPY_NO_MEMORY;
    status = sorter_create(left_out->space, left_out->memory_bytes, &sorter);
    if (status == WIRECOPY_OK)
        status = first_days(calendar, left_out, sorter);
    sorter_free(sorter);
    return status;
}

void calendar_release(struct calendar *calendar)
{
    memory_free(calendar->day);
    calendar->day = NULL;
}

static bool add_publication(struct publication *list, size_t *count, size_t most, struct publication p, bool earliest_only)
{
    for (size_t i = 0; i < *count; i++)
        if (list[i].source == p.source && (earliest_only || list[i].day == p.day)) {
            if (p.day < list[i].day)
                list[i].day = p.day;
            return true;
        }
    if (*count == most)
        return false;
    list[(*count)++] = p;
    return true;
}

static int compare_publications(const struct publication *a, const struct publication *b)
{
    if (a->source != b->source)
        return a->source < b->source ? -1 : 1;
    return a->day < b->day ? -1 : a->day > b->day;
}

/*
 * The distinct (source, day) on which a group was published, into room. Few members: compared one by one; many: sorted,
 * so that a story with 200,000 exact copies costs no square.
 */
static enum wirecopy_status publications_of(const struct left_out *left_out, const struct calendar *calendar, uint32_t rank, struct buffer *room,
                                            const struct publication **list_out, size_t *count_out)
{
    enum { FEW = 64 };
    const uint32_t *members = left_out->groups->members + left_out->groups->first[rank];
    uint32_t size = groups_size(left_out->groups, rank);
    size_t addressed = 0, unaddressed = 0;
    struct publication *list, few[FEW];
    struct sort_record *records;
    enum wirecopy_status status;
    room->size = 0;
    status = buffer_reserve(room, size * (sizeof *list + sizeof *records));
    if (status != WIRECOPY_OK)
        return status;
    list = (struct publication *)(void *)room->data;
    *list_out = list;
    *count_out = 0;
    if (size <= FEW) {
        for (uint32_t i = 0; i < size; i++) {
            const struct article *row = &left_out->articles->rows[members[i]];
            struct publication p = {row->source, calendar->day[members[i]]};
            if (p.day == NO_DAY)
                continue;
            if (row->flags & ARTICLE_HAS_URL)
                add_publication(list, &addressed, FEW, p, false);
            else
                add_publication(few, &unaddressed, FEW, p, true);
        }
        for (size_t i = 0; i < unaddressed; i++)
            add_publication(list, &addressed, FEW, few[i], false);
        *count_out = addressed;
        return WIRECOPY_OK;
    }
    /* value: the day in order of size, above the mark that tells texts without a url, of which only the first day counts */
    records = (struct sort_record *)(void *)(list + size);
    for (uint32_t i = 0; i < size; i++) {
        const struct article *row = &left_out->articles->rows[members[i]];
        uint64_t day = (uint32_t)calendar->day[members[i]] ^ 0x80000000u;
        if (calendar->day[members[i]] != NO_DAY)
            records[addressed++] = (struct sort_record){row->source, day << 1 | !(row->flags & ARTICLE_HAS_URL)};
    }
    sort_records(records, addressed);
    for (size_t i = 0; i < addressed; i++) {
        bool no_url = records[i].value & 1;
        struct publication p = {records[i].key, (int32_t)((uint32_t)(records[i].value >> 1) ^ 0x80000000u)};
        if (i == 0 || records[i].key != records[i - 1].key)
            unaddressed = 0;
        if (no_url && unaddressed++)
            continue;
        if (*count_out == 0 || compare_publications(&list[*count_out - 1], &p) != 0)
            list[(*count_out)++] = p;
    }
    return WIRECOPY_OK;
}

/* A search for recurring lines: what they are known by, and the tools of the two walks. */
struct search {
    const struct left_out *left_out;
    const struct calendar *calendar;
    bool masked; /* lines are known by their masked hash */
    struct sieve sieve;
    struct sorter *sorter; /* NULL in the first walk */
    struct buffer room, values;
    struct hash_set found; /* of (source, line) */
};

static uint64_t line_key(uint64_t source, uint64_t line)
{
    return hash_counter(source, line);
}

/* Both walks: count, or sort the days. */
static enum wirecopy_status look(void *context, uint32_t rank, const struct text_view *view)
{
    struct search *search = context;
    const struct publication *list;
    size_t count = 0;
    enum wirecopy_status status = publications_of(search->left_out, search->calendar, rank, &search->room, &list, &count);
    for (size_t p = 0; p < count && status == WIRECOPY_OK; p++)
        for (size_t i = 0; i < view->line_count && status == WIRECOPY_OK; i++) {
            uint64_t line = search->masked ? view->lines[i].masked : view->lines[i].hash, key;
            /* a line without numbers that recurs is gone already */
            if (line_is_out(search->left_out, view->first_line + i) || (search->masked && line == view->lines[i].hash))
                continue;
            key = line_key(list[p].source, line);
            if (!search->sorter)
                sieve_add(&search->sieve, key);
            else if (sieve_met(&search->sieve, key, LEAST_DAYS))
                status = sorter_add(search->sorter, key, (uint32_t)list[p].day ^ 0x80000000u);
        }
    return status;
}

static enum wirecopy_status judge_days(struct search *search)
{
    for (;;) {
        uint64_t key;
        const uint64_t *days;
        size_t count, distinct = 1;
        bool end;
        enum wirecopy_status status = sorter_next_run(search->sorter, &key, &search->values, SIZE_MAX, &count, &end);
        if (status != WIRECOPY_OK || end)
            return status;
        days = (const uint64_t *)(const void *)search->values.data;
        for (size_t i = 1; i < count; i++)
            distinct += days[i] != days[i - 1];
        if (distinct >= LEAST_DAYS && days[count - 1] - days[0] >= LEAST_SPAN_DAYS)
            status = hash_set_add(&search->found, key);
        if (status != WIRECOPY_OK)
            return status;
    }
}

static enum wirecopy_status search_run(struct search *search)
{
    const struct left_out *left_out = search->left_out;
    enum wirecopy_status status = sieve_init(&search->sieve, texts_line_count(left_out->texts), left_out->memory_bytes / 2);
    if (status == WIRECOPY_OK)
        status = left_out_walk(left_out, look, search);
    if (status == WIRECOPY_OK)
        status = sorter_create(left_out->space, left_out->memory_bytes / 2, &search->sorter);
    if (status == WIRECOPY_OK)
        status = left_out_walk(left_out, look, search);
    sieve_release(&search->sieve);
    if (status == WIRECOPY_OK)
        status = sorter_finish(search->sorter);
    if (status == WIRECOPY_OK)
        status = judge_days(search);
    return status;
}

static void search_release(struct search *search)
{
    sieve_release(&search->sieve);
    sorter_free(search->sorter);
    buffer_release(&search->room);
    buffer_release(&search->values);
    hash_set_release(&search->found);
}

/* Whether any member's outlet has the line among its recurring ones. */
static bool recurs(const struct search *search, uint32_t rank, uint64_t line)
{
    const struct groups *groups = search->left_out->groups;
    uint64_t before = 0;
    for (uint32_t i = groups->first[rank]; i < groups->first[rank + 1]; i++) {
        uint64_t source = search->left_out->articles->rows[groups->members[i]].source;
        if (source && source != before && hash_set_has(&search->found, line_key(source, line)))
            return true;
        before = source;
    }
    return false;
}

struct taking {
    struct left_out *left_out;
    struct search *search;
};

static enum wirecopy_status take_recurring(void *context, uint32_t rank, const struct text_view *view)
{
    struct taking *taking = context;
    for (size_t i = 0; i < view->line_count; i++)
        if (recurs(taking->search, rank, view->lines[i].hash))
            take_line_out(taking->left_out, view->first_line + i);
    return WIRECOPY_OK;
}

enum wirecopy_status recurring_take_out(struct left_out *left_out, const struct calendar *calendar)
{
    struct search search = {.left_out = left_out, .calendar = calendar};
    struct taking taking = {left_out, &search};
    enum wirecopy_status status = search_run(&search);
    left_out->counts.recurring_lines = search.found.count;
    if (status == WIRECOPY_OK && search.found.count)
        status = left_out_walk(left_out, take_recurring, &taking);
    search_release(&search);
    return status;
}

static enum wirecopy_status mark_form(void *context, uint32_t rank, const struct text_view *view)
{
    struct taking *taking = context;
    uint64_t in_form = 0, words = 0;
    for (size_t i = 0; i < view->line_count; i++) {
        const struct line *line = &view->lines[i];
        if (line_is_out(taking->left_out, view->first_line + i))
            continue;
        words += line->word_count;
        if (line->masked != line->hash && recurs(taking->search, rank, line->masked))
            in_form += line->word_count;
    }
    if (in_form > 0 && 2 * in_form >= words)
        taking->left_out->flags[rank] |= GROUP_FORM;
    return WIRECOPY_OK;
}

enum wirecopy_status forms_mark(struct left_out *left_out, const struct calendar *calendar)
{
    struct search search = {.left_out = left_out, .calendar = calendar, .masked = true};
    struct taking taking = {left_out, &search};
    enum wirecopy_status status = search_run(&search);
    if (status == WIRECOPY_OK && search.found.count)
        status = left_out_walk(left_out, mark_form, &taking);
    search_release(&search);
    return status;
}
