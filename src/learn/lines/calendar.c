/*
 * On which days outlets published: of one address only the first counts, and of equal texts without one too, so that a page
 * that is crawled again and again is one day. Few members of a group are compared one by one; many are sorted.
 */
#include "base/sort/sort.h"
#include "learn/lines/rules.h"

/* The earliest day of each (source, url), written to all articles that have it. */
static enum wirecopy_status first_days(struct calendar *calendar, const struct left_out *left_out, struct sorter *sorter)
{
    const struct articles *articles = left_out->articles;
    struct scratch_window window = {0};
    struct buffer room = {0}, values = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t i = 0; i < articles->count && status == WIRECOPY_OK; i++) {
        const struct article *row = &articles->rows[i];
        struct article_meta meta;
        calendar->day[i] = row->source && !(row->flags & ARTICLE_REPEAT) ? row->day : NO_DAY;
        if (!(row->flags & ARTICLE_HAS_URL) || calendar->day[i] == NO_DAY)
            continue;
        status = articles_meta_ahead(articles, i, &window, &room, &meta);
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
    scratch_window_release(&window);
    buffer_release(&room);
    buffer_release(&values);
    return status;
}

enum wirecopy_status calendar_init(struct calendar *calendar, const struct left_out *left_out)
{
    struct sorter *sorter = NULL;
    enum wirecopy_status status;
    calendar->left_out = left_out;
    calendar->day = memory_allocate(left_out->articles->count, sizeof *calendar->day);
    if (!calendar->day)
        return WIRECOPY_NO_MEMORY;
    calendar->used = left_out->articles->count * sizeof *calendar->day;
    status = left_out_use(left_out, calendar->used);
    if (status == WIRECOPY_OK)
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
    if (calendar->left_out)
        scratch_space_return(calendar->left_out->space, calendar->used);
    calendar->used = 0;
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

/* Of a group with one member, which its lines say, so that nothing that lies anywhere is looked at. */
static enum wirecopy_status publication_of_one(const struct calendar *calendar, const struct shown_lines *shown, struct buffer *room,
                                               const struct publication **list_out, size_t *count_out)
{
    struct publication p = {shown->source, calendar->day[shown->leader]};
    enum wirecopy_status status;
    room->size = 0;
    status = buffer_append(room, &p, sizeof p);
    *count_out = p.day != NO_DAY;
    *list_out = (const struct publication *)(const void *)room->data;
    return status;
}

static enum wirecopy_status publications_of_many(const struct calendar *calendar, uint32_t rank, struct buffer *room,
                                                 const struct publication **list_out, size_t *count_out)
{
    enum { FEW = 64 };
    const struct left_out *left_out = calendar->left_out;
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

enum wirecopy_status calendar_publications(const struct calendar *calendar, uint32_t rank, const struct shown_lines *shown, struct buffer *room,
                                           const struct publication **list_out, size_t *count_out)
{
    return shown->source ? publication_of_one(calendar, shown, room, list_out, count_out)
                         : publications_of_many(calendar, rank, room, list_out, count_out);
}
