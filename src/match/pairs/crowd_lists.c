/* Places in time are given once, so that a crowd is put in order by marks, and a window finds it so. */
#include "match/pairs/crowd_lists.h"

#include "match/pairs/timely.h"

/* Of a group: its place and its keys; and while places are made as much again twice. */
enum { BYTES_A_GROUP = sizeof(uint32_t) + sizeof(struct key_counts), SORTING_BYTES_A_GROUP = 2 * sizeof(uint64_t) };

static enum wirecopy_status make_arrays(struct crowd_lists *lists)
{
    const struct left_out *left_out = lists->left_out;
    uint64_t sorting = lists->count * (uint64_t)SORTING_BYTES_A_GROUP;
    enum wirecopy_status status;
    lists->used = lists->count * (uint64_t)BYTES_A_GROUP;
    status = left_out_use(left_out, lists->used + sorting);
    lists->places = memory_allocate(lists->count, sizeof *lists->places);
    lists->keys = memory_allocate_zero(lists->count, sizeof *lists->keys);
    if (status == WIRECOPY_OK)
        status = lists->places && lists->keys ? timely_place_groups(left_out->groups, left_out->articles, lists->places) : WIRECOPY_NO_MEMORY;
    scratch_space_return(left_out->space, sorting);
    return status;
}

enum wirecopy_status crowd_lists_begin(struct crowd_lists *lists, const struct left_out *left_out)
{
    enum wirecopy_status status = WIRECOPY_OK;
    *lists = (struct crowd_lists){.left_out = left_out, .count = left_out->groups->count};
    for (unsigned i = 0; i < 2 && status == WIRECOPY_OK; i++)
        status = scratch_create(left_out->space, &lists->of[i]);
    return status == WIRECOPY_OK ? make_arrays(lists) : status;
}

void crowd_lists_end(struct crowd_lists *lists)
{
    uint64_t bytes = lists->places ? lists->count * (uint64_t)sizeof *lists->places : 0;
    memory_free(lists->places);
    lists->places = NULL;
    lists->used -= bytes;
    if (bytes > 0)
        scratch_space_return(lists->left_out->space, bytes);
}

void crowd_lists_release(struct crowd_lists *lists)
{
    scratch_free(lists->of[0]);
    scratch_free(lists->of[1]);
    memory_free(lists->places);
    memory_free(lists->keys);
    if (lists->used > 0)
        scratch_space_return(lists->left_out->space, lists->used);
    *lists = (struct crowd_lists){.left_out = NULL};
}

void crowd_room_release(struct crowd_room *room)
{
    picked_release(&room->picked);
    buffer_release(&room->listed);
}

enum wirecopy_status crowd_lists_put(const struct crowd_lists *lists, struct crowd_room *room, const uint64_t *run, size_t count, bool sampled)
{
    enum wirecopy_status status = room->picked.bits ? WIRECOPY_OK : picked_init(&room->picked, lists->count);
    uint32_t *listed;
    if (status == WIRECOPY_OK)
        status = buffer_reserve(&room->listed, (count + 1) * sizeof *listed);
    if (status != WIRECOPY_OK)
        return status;
    listed = (uint32_t *)(void *)(room->listed.data + room->listed.size);
    for (size_t i = 0; i < count; i++)
        listed[i] = lists->places[(uint32_t)run[i]];
    picked_put_in_order(&room->picked, listed, count);
    listed[count] = sampled ? CROWD_ENDS : CROWD_ENDS_WHOLE;
    room->listed.size += (count + 1) * sizeof *listed;
    return WIRECOPY_OK;
}

/* Counts the keys of sampled crowds, each from its end back. */
static void count_keys(struct crowd_lists *lists, const uint32_t *listed, size_t count)
{
    bool sampled = false;
    while (count-- > 0)
        if (listed[count] >= CROWD_ENDS_WHOLE)
            sampled = listed[count] == CROWD_ENDS;
        else
            crowded_add(&lists->keys[listed[count]], sampled);
}

enum wirecopy_status crowd_lists_add(struct crowd_lists *lists, bool sampled, struct crowd_room *room)
{
    enum wirecopy_status status = scratch_append(lists->of[sampled], room->listed.data, room->listed.size);
    if (status == WIRECOPY_OK && sampled)
        count_keys(lists, (const uint32_t *)(const void *)room->listed.data, room->listed.size / sizeof(uint32_t));
    room->listed.size = 0;
    return status;
}

enum wirecopy_status crowd_lists_save(const struct crowd_lists *lists, struct saving *saving)
{
    enum wirecopy_status status = saving_put(saving, lists->keys, lists->count * sizeof *lists->keys);
    for (unsigned i = 0; i < 2 && status == WIRECOPY_OK; i++)
        status = saving_put_scratch(saving, lists->of[i]);
    return status;
}

enum wirecopy_status crowd_lists_restore(struct crowd_lists *lists, const struct left_out *left_out, bool asked, struct saved *saved)
{
    struct scratch *keys = NULL;
    uint64_t bytes = left_out->groups->count * sizeof *lists->keys;
    enum wirecopy_status status = saved_take_scratch(saved, left_out->space, false, &keys);
    *lists = (struct crowd_lists){.left_out = left_out, .count = left_out->groups->count};
    if (status == WIRECOPY_OK && scratch_size(keys) != bytes)
        status = status_fail(WIRECOPY_BAD_INPUT, "the saved crowds contradict themselves");
    for (unsigned i = 0; i < 2 && status == WIRECOPY_OK; i++)
        status = saved_take_scratch(saved, left_out->space, asked, &lists->of[i]);
    if (status == WIRECOPY_OK && asked) {
        lists->keys = memory_allocate(lists->count, sizeof *lists->keys);
        status = lists->keys ? scratch_read(keys, 0, lists->keys, (size_t)bytes) : WIRECOPY_NO_MEMORY;
    }
    scratch_free(keys);
    if (status != WIRECOPY_OK || !asked)
        crowd_lists_release(lists);
    return status;
}
