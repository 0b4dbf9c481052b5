/* The first stages of the pipeline over a few articles, where nothing is learnt. */
#include "index/handful.h"

#include <stdlib.h>

#include "learn/huge.h"
#include "learn/learning.h"

/* Buffers of the stages, which a few articles do not fill. */
static const uint64_t BUFFER_BYTES = (uint64_t)1 << 20;

enum wirecopy_status handful_begin(struct handful *handful, struct wirecopy_index *index, uint64_t memory_bytes)
{
    enum wirecopy_status status;
    *handful = (struct handful){.index = index};
    status = scratch_space_create(index->options.scratch_directory, memory_bytes, &handful->space);
    if (status == WIRECOPY_OK)
        status = texts_create(handful->space, memory_bytes, &handful->texts);
    return status == WIRECOPY_OK ? articles_init(&handful->articles, handful->space) : status;
}

void handful_release(struct handful *handful)
{
    huge_sets_free(handful->sets.huge);
    left_out_release(&handful->left_out);
    groups_release(&handful->groups);
    texts_free(handful->texts);
    articles_release(&handful->articles);
    buffer_release(&handful->room);
    if (handful->space)
        scratch_space_free(handful->space);
    *handful = (struct handful){0};
}

enum wirecopy_status handful_add(struct handful *handful, const struct record *record)
{
    return record_put(record, &handful->articles, handful->texts, &handful->room);
}

static int compare_hashes(const void *a, const void *b)
{
    return hash128_compare(*(const struct hash128 *)a, *(const struct hash128 *)b);
}

enum wirecopy_status handful_add_all(struct handful *handful, const struct buffer *records, const struct buffer *ends, const struct hash128 *skipped,
                                     size_t skipped_count)
{
    const uint64_t *end = (const uint64_t *)(const void *)ends->data;
    size_t count = ends->size / sizeof *end, at = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        struct record record;
        status = record_read((struct wirecopy_bytes){records->data + at, end[i] - at}, &record);
        if (status == WIRECOPY_OK && !(skipped_count > 0 && bsearch(&record.heading.id, skipped, skipped_count, sizeof *skipped, compare_hashes)))
            status = handful_add(handful, &record);
        at = (end[i] + 7) / 8 * 8;
    }
    return status;
}

enum wirecopy_status handful_settle(struct handful *handful)
{
    struct wirecopy_index *index = handful->index;
    enum wirecopy_status status = groups_init(&handful->groups, &handful->articles, handful->space, BUFFER_BYTES);
    handful->left_out = (struct left_out){.texts = handful->texts,
                                          .articles = &handful->articles,
                                          .groups = &handful->groups,
                                          .space = handful->space,
                                          .memory_bytes = BUFFER_BYTES,
                                          .threads = 1,
                                          .shingling = index->shingling,
                                          .control = &index->control,
                                          .known = &index->known};
    if (status == WIRECOPY_OK)
        status = left_out_init(&handful->left_out);
    if (status == WIRECOPY_OK && index->parameters.furniture & INDEX_LEAVES_OUT)
        status = left_out_take_known(&handful->left_out);
    handful->sets = (struct sets){.left_out = &handful->left_out, .common = index->common, .count = handful->groups.count};
    return status == WIRECOPY_OK ? huge_sets_create(&handful->sets.huge) : status;
}

enum wirecopy_status handful_keys(const struct handful *handful, uint32_t rank, struct group_keys *keys)
{
    const struct key_making making = {&handful->index->plan.plan, &handful->index->family, handful->index->kernel};
    return group_keys_make(&handful->sets, rank, &making, keys);
}
