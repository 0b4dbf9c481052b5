/* Members of a group in order of time are cut where one is farther than the window from the first of its part. */
#include "learn/parted.h"

#include "base/sort/sort.h"

/* The time of an article as a number that sorts; 0 where it is not known. */
static uint64_t time_key(const struct article *row)
{
    return row->day == NO_DAY ? 0 : (uint64_t)article_minute(row) ^ UINT64_C(1) << 63;
}

/* Whether a member begins a part: the first with a date, or farther than the window from the part's first. */
static bool begins_part(const struct groups *parted, uint64_t first, uint64_t time)
{
    return first == 0 ? time != 0 : time - first > (uint64_t)parted->window_minutes;
}

/* Places the members of a group; timely has room for them. */
static void part_group(struct groups *parted, const struct groups *whole, const struct articles *articles, uint32_t rank, struct sort_record *timely)
{
    uint32_t from = whole->first[rank], count = groups_size(whole, rank);
    uint64_t first = 0;
    for (uint32_t i = 0; i < count; i++) /* equal times stay in order; that of one alone, as most are, does not matter */
        timely[i] = (struct sort_record){count > 1 ? time_key(&articles->rows[whole->members[from + i]]) : 0, i};
    sort_records(timely, count);
    parted->part_of[rank] = parted->count;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t number = whole->members[from + timely[i].value];
        if (i == 0 || begins_part(parted, first, timely[i].key)) {
            first = timely[i].key;
            parted->first[parted->count] = from + i;
            parted->text[parted->count++] = groups_leader(whole, rank);
        }
        parted->members[from + i] = number;
        parted->rank_of[number] = parted->count - 1;
    }
}

enum wirecopy_status groups_part(struct groups *parted, const struct groups *whole, const struct articles *articles, int64_t window_minutes)
{
    uint32_t members = whole->first[whole->count], most = 0;
    struct sort_record *timely;
    for (uint32_t rank = 0; rank < whole->count; rank++)
        most = groups_size(whole, rank) > most ? groups_size(whole, rank) : most;
    timely = memory_allocate(most, sizeof *timely);
    *parted = (struct groups){.window_minutes = window_minutes};
    parted->first = memory_allocate(members + (size_t)1, sizeof *parted->first);
    parted->text = memory_allocate(members, sizeof *parted->text);
    parted->members = memory_allocate(members, sizeof *parted->members);
    parted->rank_of = memory_allocate(articles->count, sizeof *parted->rank_of);
    parted->part_of = memory_allocate(whole->count + (size_t)1, sizeof *parted->part_of);
    if (!timely || !parted->first || !parted->text || !parted->members || !parted->rank_of || !parted->part_of) {
        memory_free(timely);
        groups_release(parted);
        return WIRECOPY_NO_MEMORY;
    }
    for (size_t number = 0; number < articles->count; number++)
        parted->rank_of[number] = UINT32_MAX;
    for (uint32_t rank = 0; rank < whole->count; rank++)
        part_group(parted, whole, articles, rank, timely);
    parted->first[parted->count] = members;
    parted->part_of[whole->count] = parted->count;
    memory_free(timely);
    return WIRECOPY_OK;
}

enum wirecopy_status left_out_part(struct left_out *parts, const struct left_out *whole, const struct groups *parted)
{
    parts->groups = parted;
    parts->flags = memory_allocate(parted->count, sizeof *parts->flags);
    for (uint32_t rank = 0; parts->flags && rank < whole->groups->count; rank++)
        for (uint32_t part = parted->part_of[rank]; part < parted->part_of[rank + 1]; part++)
            parts->flags[part] = whole->flags[rank];
    return parts->flags ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
}

/* When a group's members were published, the first and the last; false where that is not known. */
static bool times_of(const struct groups *groups, const struct articles *articles, uint32_t rank, int64_t *first, int64_t *last)
{
    const struct article *one = &articles->rows[groups_leader(groups, rank)], *other = &articles->rows[groups->members[groups->first[rank + 1] - 1]];
    if (one->day == NO_DAY)
        return false;
    *first = article_minute(one);
    *last = article_minute(other);
    return true;
}

/* Both span no more than the window: where they overlap in time, their first members are within it of each other. */
bool groups_within_window(const struct groups *groups, const struct articles *articles, uint32_t a, uint32_t b)
{
    int64_t first_a, last_a, first_b, last_b;
    if (!groups->window_minutes || !times_of(groups, articles, a, &first_a, &last_a) || !times_of(groups, articles, b, &first_b, &last_b))
        return true;
    return first_b - last_a <= groups->window_minutes && first_a - last_b <= groups->window_minutes;
}

void groups_nearest(const struct groups *groups, const struct articles *articles, uint32_t a, uint32_t b, uint32_t *number_a, uint32_t *number_b)
{
    int64_t first_a, last_a, first_b, last_b;
    *number_a = groups_leader(groups, a);
    *number_b = groups_leader(groups, b);
    if (!groups->window_minutes || !times_of(groups, articles, a, &first_a, &last_a) || !times_of(groups, articles, b, &first_b, &last_b))
        return;
    if (first_b > last_a)
        *number_a = groups->members[groups->first[a + 1] - 1];
    else if (first_a > last_b)
        *number_b = groups->members[groups->first[b + 1] - 1];
}
