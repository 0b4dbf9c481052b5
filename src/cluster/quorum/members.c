/* Sorted runs of ranks, merged when the late one is full. */
#include "cluster/quorum/members.h"

#include <string.h>

static enum wirecopy_status make_room(struct members *members, size_t more)
{
    size_t capacity = members->capacity, needed = members_count(members) + more;
    uint32_t *ranks;
    if (needed <= capacity)
        return WIRECOPY_OK;
    capacity = capacity < 4 ? 4 : capacity + capacity / 2;
    if (capacity < needed)
        capacity = needed;
    ranks = memory_resize(members->ranks, capacity, sizeof *ranks);
    if (!ranks)
        return WIRECOPY_NO_MEMORY;
    members->ranks = ranks;
    members->capacity = (uint32_t)capacity;
    return WIRECOPY_OK;
}

void members_settle(struct members *members)
{
    uint32_t late[MEMBERS_LATE_MOST], i = members->sorted, j = members->late, k = i + j;
    if (j == 0)
        return;
    memcpy(late, members->ranks + i, j * sizeof *late);
    while (j > 0) {
        if (i > 0 && members->ranks[i - 1] > late[j - 1])
            members->ranks[--k] = members->ranks[--i];
        else
            members->ranks[--k] = late[--j];
    }
    members->sorted += members->late;
    members->late = 0;
}

enum wirecopy_status members_add(struct members *members, uint32_t rank)
{
    enum wirecopy_status status = make_room(members, 1);
    uint32_t *late, i;
    if (status != WIRECOPY_OK)
        return status;
    if (members->late == MEMBERS_LATE_MOST)
        members_settle(members);
    late = members->ranks + members->sorted;
    for (i = members->late; i > 0 && late[i - 1] > rank; i--)
        late[i] = late[i - 1];
    late[i] = rank;
    members->late++;
    return WIRECOPY_OK;
}

/* Merges two settled sets; room for both is there. */
static void merge(struct members *members, const struct members *other)
{
    uint32_t i = members->sorted, j = other->sorted, k = i + j;
    while (j > 0) {
        if (i > 0 && members->ranks[i - 1] > other->ranks[j - 1])
            members->ranks[--k] = members->ranks[--i];
        else
            members->ranks[--k] = other->ranks[--j];
    }
    members->sorted += other->sorted;
}

enum wirecopy_status members_join(struct members *members, struct members *other)
{
    uint32_t count = members_count(other);
    enum wirecopy_status status = make_room(members, count);
    if (status != WIRECOPY_OK)
        return status;
    if (count <= MEMBERS_LATE_MOST / 8) {
        for (uint32_t k = 0; k < count && status == WIRECOPY_OK; k++)
            status = members_add(members, other->ranks[k]);
    } else {
        members_settle(members);
        members_settle(other);
        merge(members, other);
    }
    if (status == WIRECOPY_OK)
        members_release(other);
    return status;
}

uint32_t members_at(const struct members *members, uint32_t k)
{
    const uint32_t *sorted = members->ranks, *late = members->ranks + members->sorted;
    uint32_t low = k > members->sorted ? k - members->sorted : 0, high = k < members->late ? k : members->late;
    /* how many of the first k come from the late run: the least i whose late[i] stands after sorted[k - i - 1] */
    while (low < high) {
        uint32_t i = (low + high) / 2;
        if (k - i > 0 && late[i] < sorted[k - i - 1])
            low = i + 1;
        else
            high = i;
    }
    if (low == members->late)
        return sorted[k - low];
    if (k - low == members->sorted)
        return late[low];
    return sorted[k - low] < late[low] ? sorted[k - low] : late[low];
}

void members_release(struct members *members)
{
    memory_free(members->ranks);
    *members = (struct members){0};
}
